"""Every case of `cases.yaml`: one transfer, and the verdict that the regulation asks for."""

from __future__ import annotations

from typing import Any

import pytest
from policy import building
from policy.building import TABLE

from dlpscan import Action, Scanner, ScanResult, Verdict

CLAUSES = {"no-external-share": "一(二)2", "no-personal-channel": "一(二)1(3)"}
TRANSFER_KEYS = ("channel", "sender", "purpose", "direction", "time", "recipients")


def _settings(scanner: Scanner, result: ScanResult, case: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of *case* with every fingerprint put in its place."""
    company = dict(case.get("company", {}))
    if "staff" in company:
        company["staff"] = [building.fingerprint(scanner, result, one) for one in company["staff"]]
    partners = [{"like": one} if isinstance(one, str) else dict(one) for one in case.get("partners", [])]
    consents = [dict(one) for one in case.get("consents", [])]
    return {
        "company": company,
        "partners": [building.partner(one.pop("like"), **one) for one in partners],
        "consents": [
            building.consent(building.fingerprint(scanner, result, one.pop("of")), **one) for one in consents
        ],
        "triggers": case.get("triggers", {}),
        "overrides": [{"reason": "audit 12", "owner": "hr", **one} for one in case.get("overrides", [])],
    }


def _judge(scanner: Scanner, case: dict[str, Any]) -> Verdict:
    result = building.scan(scanner, case)
    parts = {key: case[key] for key in TRANSFER_KEYS if key in case}
    if "to" in case:
        parts["recipients"] = [{"address": address} for address in case["to"]]
    return building.policy(**_settings(scanner, result, case)).evaluate(result, building.transfer(**parts))


def _by_address(verdict: Verdict, field: str) -> dict[str, str]:
    return {one.party.address or one.party.account: str(getattr(one, field)) for one in verdict.recipients}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["cases"]])
def test_verdict(scanner: Scanner, case: dict[str, Any]) -> None:
    """The verdict has the action, the relations, the broken rules and the missing proofs of the table."""
    expected = case["expect"]
    verdict = _judge(scanner, case)
    actions = _by_address(verdict, "action")
    relations = _by_address(verdict, "relation")
    rules = sorted({violation.rule for violation in verdict.violations})
    missing: dict[str, set[str]] = {}
    for violation in verdict.violations:
        missing.setdefault(violation.rule, set()).update(one.proof for one in violation.missing)

    assert str(verdict.action) == expected["action"], (actions, relations, rules)
    assert {key: actions[key] for key in expected.get("by", {})} == expected.get("by", {})
    for address, wanted in expected.get("relations", {}).items():
        assert relations[address] in ([wanted] if isinstance(wanted, str) else wanted), address
    if expected.get("rules") != "any" and ("rules" in expected or expected["action"] == "allow"):
        assert rules == expected.get("rules", [])
    for rule, proofs in expected.get("missing", {}).items():
        assert sorted(missing.get(rule, ())) == proofs


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["cases"]])
def test_verdict_agrees_with_itself(scanner: Scanner, case: dict[str, Any]) -> None:
    """The action is the strictest of all; each violation cites clause and law, and says how to mend it."""
    verdict = _judge(scanner, case)
    parts = [one.action for one in (*verdict.recipients, *verdict.violations)]

    assert max(parts, key=lambda one: one.rank, default=Action.ALLOW) == verdict.action
    for violation in verdict.violations:
        assert violation.clause == CLAUSES[violation.rule]
        assert violation.clause_text
        assert violation.law
        assert violation.remedy.zh
        assert violation.remedy.en


def test_table_is_balanced() -> None:
    """Ids are unique, each case says why, and at least as many transfers pass as are refused."""
    cases = TABLE["cases"]
    passed = [case["id"] for case in cases if case["expect"]["action"] in ("allow", "warn")]

    assert len({case["id"] for case in cases}) == len(cases)
    assert [case["id"] for case in cases if not case.get("why")] == []
    assert len(passed) * 2 >= len(cases)
