"""Every mistake in a file becomes an error with its line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlpscan.errors import ConfigurationError
from dlpscan.model import Transfer
from dlpscan.rulebook import settings, transfers, yaml_files
from dlpscan.rulebook.settings import Settings

_GOOD = """\
company:
  domains: [corp.example, "*.corp.example"]
  approved_channels:
    - {type: email}
partners:
  - name: 示例合作方
    domains: [partner.example]
    role: handler
    agreement: {kind: nda, signed: 2026-01-01, expires: 2027-12-31, categories: [identity]}
"""
_CONSENT = """\
consents:
  - {subject: 0123456789abcdef0123456789abcdef, categories: [identity], recipient: partner.example,
     purpose: claims-service, form: written, evidence: DOC-17, granted: 2026-02-01}
"""


def _load(text: str, tmp_path: Path) -> Settings:
    path = tmp_path / "dlpscan.yaml"
    path.write_text(text, encoding="utf-8")
    return settings.load(path)


def test_a_good_file_loads(tmp_path: Path) -> None:
    """The file of the documentation is read, dates as dates."""
    loaded = _load(_GOOD + _CONSENT, tmp_path)

    assert loaded.company.domains == ("corp.example", "*.corp.example")
    assert loaded.partners[0].agreement is not None
    assert loaded.partners[0].agreement.expires.year == 2027
    assert loaded.consents[0].form == "written"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (_GOOD.replace("role:", "rol:"), 8, "'rol' is not known. Did you mean 'role'"),
        (_GOOD.replace("domains: [corp", "domain: [corp"), 2, "Did you mean 'domains'"),
        (_GOOD.replace("kind: nda", "kind: ndaa"), 9, "Known values: nda, entrustment"),
        (_GOOD.replace("2026-01-01", "2026-02-30"), 9, "write it as 2026-11-24"),
        (
            _GOOD + "registers: {url: 'mysql://u:geheim@h/d'}\n",
            10,
            "Use sqlite:///registers.db or postgresql",
        ),
        (_GOOD.replace("2027-12-31", "2025-12-31"), 9, "partners.0.agreement: expires before it was signed"),
        (_GOOD.replace("[identity]", "[identities]"), 9, "category 'identities' is not known"),
        (_GOOD + "unknown: 1\n", 10, "'unknown' is not known"),
        (_GOOD + "company: {}\n", 10, "key 'company' stands twice"),
        (_GOOD + "profile: [\n", 11, "broken YAML"),
        ("company: 3\n", 1, "expected `object`"),
        ("company: {timezone: Mars/Phobos}\n", 1, "'Mars/Phobos' is no time zone"),
        ("company: !!python/object:os.system {}\n", 1, "domain"),
        (_GOOD + _CONSENT.replace("2026-02-01", "2026-02-31"), 12, "write it as 2026-11-24"),
        (_GOOD + _CONSENT.replace("written", "oral"), 12, "written, electronic, official_channel"),
        (
            _GOOD + _CONSENT.replace("0123456789abcdef0123456789abcdef", "'420106198508152717'"),
            11,
            "fingerprint",
        ),
        ("a: " * 70 + "1", 1, "broken YAML"),
        ("company: {staff: " + "[" * 80 + "]" * 80 + "}", 1, "deeper"),
    ],
    ids=lambda value: str(value)[-25:] if isinstance(value, str) else str(value),
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    """The error has the file, the line and what to write instead."""
    if "python/object" in text:
        text, words = "company: !!python/name:os.system x\n", "not allowed"
    with pytest.raises(ConfigurationError) as caught:
        _load(text, tmp_path)

    message = str(caught.value)
    assert words in message
    assert message.startswith(str(tmp_path / "dlpscan.yaml") + f":{line}: ")
    assert "420106198508152717" not in message
    assert "geheim" not in message


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    """No file, and a file in another encoding, are errors of configuration."""
    with pytest.raises(ConfigurationError, match="no such file"):
        settings.load(tmp_path / "none.yaml")
    (tmp_path / "gbk.yaml").write_bytes("company: {name: 公司}".encode("gb18030"))

    with pytest.raises(ConfigurationError, match="not UTF-8"):
        settings.load(tmp_path / "gbk.yaml")


def _transfer(text: str) -> Transfer:
    return transfers.build(yaml_files.parse(text, transfers.TransferFile, "T.yaml"), "T.yaml")


def test_a_transfer_file_is_read() -> None:
    """What is left out is outbound, unknown and now."""
    read = _transfer("recipients: [{address: li@qq.com, role: bcc}]\nchannel: {managed: unknown}\n")

    assert (read.direction, read.channel.managed, read.time) == ("outbound", None, None)
    assert read.recipients[0].role == "bcc"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("time: 2026-11-24T10:00:00", "time zone"),
        ("channel: {managed: maybe}", "true, false or unknown"),
        ("recipients: [{role: to}]", "address or an account"),
        ("recipients: [{adress: a@b.c}]", "Did you mean 'address'"),
        ("direction: sideways", "Known values: outbound, inbound, internal, local"),
    ],
)
def test_a_mistake_in_a_transfer_is_named(text: str, words: str) -> None:
    """A transfer that says something else than it means is refused."""
    with pytest.raises(ConfigurationError, match=words):
        _transfer(text)
