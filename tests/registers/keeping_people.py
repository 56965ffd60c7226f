"""Short forms that the tests of registers share: people, consents, and verdicts."""

from __future__ import annotations

from functools import cache
from typing import Any

from dlpscan import Policy, Scanner, Transfer, Verdict, keys
from dlpscan.apps.registers.importing import Reader
from dlpscan.registers.database import Database
from dlpscan.registers.keeping import Fault, Keeper, Written
from dlpscan.rulebook import settings, transfers, yaml_files

WANG = {
    "CN_RESIDENT_ID": "420106198508152717",
    "PHONE_NUMBER": "13971620485",
    "EMAIL_ADDRESS": "wang.w@qq.com",
}
ZHAO = {
    "CN_RESIDENT_ID": "330102199003045622",
    "PHONE_NUMBER": "13858107236",
    "EMAIL_ADDRESS": "zhao@163.com",
}
CARD = "6212262402008431765"

CONSENT = {
    "recipient": "partner.example",
    "categories": "identity,contact",
    "purpose": "claims-service",
    "form": "written",
    "evidence": "DOC-17",
    "granted": "2026-02-01",
    "expires": "2027-02-01",
}
AGREEMENT = {
    "party": "示例合作方",
    "domains": "partner.example",
    "kind": "nda",
    "categories": "identity,contact",
    "signed": "2026-01-01",
    "expires": "2027-12-31",
}
COMPANY = """\
company: {domains: [corp.example], approved_channels: [{type: email}]}
"""
PARTNER = """\
partners:
  - name: 示例合作方
    domains: [partner.example]
    role: handler
    agreement: {kind: nda, signed: 2026-01-01, expires: 2027-12-31, categories: [identity, contact]}
"""


@cache
def _reader(register: str) -> Reader:
    # Its scanners take a tenth of a second each; the key of these tests is one.
    return Reader(register)


def written(
    register: str, /, customer: dict[str, str] | None = None, subject: str = "", **fields: Any
) -> Written:
    """Return an entry, read as the command line would."""
    reader = _reader(register)
    base = {"consent": CONSENT, "agreement": AGREEMENT}.get(register, {})
    entry, faults = reader.entry({**base, **fields})
    whose, more = reader.customer(subject, (customer or {}).items())
    assert [*faults, *more] == []
    return Written(0, entry, whose)


def add(database: Database, *entries: Written, register: str = "consent") -> list[Fault]:
    """Write entries, all or none, and return what is wrong with them."""
    with database.writing() as connection:
        keeper = Keeper(connection, database, "tests")
        faults = keeper.add(register, entries)
        keeper.tally(register)
        if faults:
            connection.rollback()
    return faults


def policy(url: str, text: str = COMPANY + PARTNER, **registers: Any) -> Policy:
    """Return the policy of a company with a register."""
    more = "".join(f", {key}: {value}" for key, value in registers.items())
    text += f"registers: {{url: '{url}', timeout_s: 2{more}}}\n"
    return Policy(yaml_files.parse(text, settings.Settings, "dlpscan.yaml"))


def transfer(*addresses: str, **parts: Any) -> Transfer:
    """Return a mail to *addresses*."""
    entry = {
        "sender": {"address": "agent@corp.example"},
        "recipients": [{"address": one} for one in addresses],
        "purpose": "claims-service",
        "time": "2026-11-24T10:00:00+08:00",
        **parts,
    }
    import msgspec  # noqa: PLC0415  (only here)

    return transfers.build(msgspec.convert(entry, transfers.TransferFile), "transfer")


def judge(scanner: Scanner, policy: Policy, text: str, *addresses: str, **parts: Any) -> Verdict:
    """Return the verdict on *text* going to *addresses*."""
    return policy.evaluate(
        scanner.scan_text(text), transfer(*(addresses or ("ops@partner.example",)), **parts)
    )


def missing(verdict: Verdict) -> list[str]:
    """Return what is missing, in English."""
    return sorted({str(one) for violation in verdict.violations for one in violation.missing})


def fingerprint(entity_type: str, value: str) -> str:
    """Return the fingerprint of a canonical value."""
    return keys.current().fingerprint(entity_type, value)
