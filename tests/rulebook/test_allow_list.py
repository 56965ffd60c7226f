"""`allow:` in the settings: what it accepts, what it refuses, and that it keeps no personal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dlpscan
from dlpscan import keys
from dlpscan.errors import ConfigurationError
from dlpscan.rulebook import allow_list, settings
from dlpscan.rulebook.allow_list import AllowEntry, AllowList, is_at

_WHY = "reason: a test line, owner: qa, expires: 2099-12-31"
_TEXT = "手机：13912345679，邮箱：a.li@corp.example"


def _company(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "dlpscan.yaml"
    path.write_text("allow:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries), encoding="utf-8")
    return path


def _accepted(path: Path, text: str = _TEXT, name: str = "") -> dict[str, str]:
    """Return the reason of each accepted finding by type."""
    result = dlpscan.Scanner.load(path, plugins=()).scan_text(text, name)
    return {one.entity_type: one.allowed for one in result.findings if one.allowed}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("type: PHONE_NUMBER", ["PHONE_NUMBER"]),
        ("type: BANK_CARD", []),
        ('pattern: "139[0-9]{8}"', ["PHONE_NUMBER"]),
        ('pattern: "139[0-9]{7}"', []),
        (r'pattern: ".*@corp\\.example"', ["EMAIL_ADDRESS"]),
        (r'type: PHONE_NUMBER, pattern: ".*@corp\\.example"', []),
        ('path: "docs/**"', ["EMAIL_ADDRESS", "PHONE_NUMBER"]),
        ('path: "*.md"', ["EMAIL_ADDRESS", "PHONE_NUMBER"]),
        ('path: "other/**"', []),
        ('type: EMAIL_ADDRESS, path: "docs/*.md"', ["EMAIL_ADDRESS"]),
    ],
)
def test_all_conditions_of_an_entry_must_hold(entry: str, expected: list[str], tmp_path: Path) -> None:
    """Type, pattern and path accept alone and together; a pattern is for the whole value."""
    accepted = _accepted(_company(tmp_path, f"{entry}, {_WHY}"), name="docs/a.md")

    assert sorted(accepted) == expected
    assert set(accepted.values()) <= {"allow[0]: a test line (qa, until 2099-12-31)"}


def test_a_value_is_accepted_by_its_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under an installation key a fingerprint accepts one value and no other."""
    keys.create(tmp_path / "key")
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "key"))
    made = keys.current().fingerprint("PHONE_NUMBER", "13912345679")
    path = _company(tmp_path, f"fingerprint: {made}, {_WHY}")

    assert [*_accepted(path)] == ["PHONE_NUMBER"]
    assert [*_accepted(path, "手机：13912345678")] == []


def test_an_entry_that_has_ended_accepts_nothing(tmp_path: Path) -> None:
    """The last day is inclusive; afterwards the entry is reported and accepts nothing."""
    entry = AllowEntry("a test line", "qa", date(2026, 11, 24), type="PHONE_NUMBER")
    allow = AllowList((entry,))

    assert allow.for_input("", date(2026, 11, 24)) is not None
    assert allow.for_input("", date(2026, 11, 25)) is None
    assert allow.ended(date(2026, 11, 24)) == []
    assert allow.ended(date(2026, 11, 25)) == [
        "allow[0] ended on 2026-11-24 and accepts nothing; ask qa: a test line"
    ]
    assert (
        _accepted(_company(tmp_path, "type: PHONE_NUMBER, reason: gone, owner: qa, expires: 2020-01-01"))
        == {}
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            f"type: PHONE_NUMBR, {_WHY}",
            ":3: allow.1.type: entity type 'PHONE_NUMBR' is not known. Did",
        ),
        (f"fingerprint: {'a' * 32}, {_WHY}", ":3: allow.1.fingerprint: needs an installation key"),
        (f"fingerprint: '13912345679', {_WHY}", ":3: allow.1.fingerprint: expected `str` matching regex"),
        (f'pattern: "13912345679", {_WHY}', ":3: allow.1.pattern: holds a value of PHONE_NUMBER"),
        (rf'pattern: "^139-?1234\\-5679$", {_WHY}', ":3: allow.1.pattern"),
        (f'pattern: "420106198508152717", {_WHY}', ":3: allow.1.pattern: holds a value of CN_RESIDENT_ID"),
        (rf'pattern: "a\\.li@corp\\.example", {_WHY}', ":3: allow.1.pattern: holds a value of EMAIL_ADDRESS"),
        (f'type: PERSON, pattern: "王伟", {_WHY}', ":3: allow.1.pattern: holds a value of PERSON"),
        (f'path: "客户13912345679.txt", {_WHY}', ":3: allow.1.path: holds a value of PHONE_NUMBER"),
        (
            "type: BANK_CARD, reason: the number 13912345679, owner: qa, expires: 2099-12-31",
            ":3: allow.1.reason: holds a value of PHONE_NUMBER",
        ),
        (f'pattern: "139(", {_WHY}', ":3: allow.1.pattern: is not a regular expression"),
        (f'pattern: ".*", {_WHY}', ":3: allow.1.pattern: accepts the empty text"),
        (f'path: "**", {_WHY}', ":3: allow.1.path: accepts everything everywhere"),
        (_WHY, ":3: allow.1: needs at least one of type, fingerprint, pattern and path"),
        (
            "type: PERSON, owner: qa, expires: 2099-12-31",
            "3: allow.1: object missing required field",
        ),
        ("type: PERSON, reason: none given, expires: 2099-12-31", "missing required field `owner`"),
        ("type: PERSON, reason: none given, owner: qa", "missing required field `expires`"),
        (f"typ: PERSON, {_WHY}", "key 'typ' is not known. Did you mean 'type'?"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(entry: str, expected: str, tmp_path: Path) -> None:
    """The error names file, line, entry and key, and never repeats a value."""
    path = _company(tmp_path, f"type: PHONE_NUMBER, {_WHY}", entry)
    with pytest.raises(ConfigurationError) as raised:
        dlpscan.Scanner.load(path, plugins=())
    message = str(raised.value)

    assert expected in message
    assert not any(value in message for value in ("13912345679", "420106198508152717", "王伟", "a.li@"))


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("docs/a.md", "docs/*", True),
        ("docs/b/a.md", "docs/*", False),
        ("docs/b/a.md", "docs/**", True),
        ("docs/b/a.md", "docs/**/a.md", True),
        ("docs/a.md", "docs/**/a.md", True),
        ("docs/a.md", "**/a.md", True),
        ("x/docs/a.md", "docs/**", False),
        ("x/docs/a.md", "**/docs/**", True),
        ("docs/a.md", "a.md", True),
        ("docs/a.md", "a.?d", True),
        ("docs/a.md", "*.txt", False),
        ("docs/a+b.md", "docs/a+b.md", True),
    ],
)
def test_a_glob_is_for_the_whole_path(path: str, glob: str, expected: bool) -> None:  # noqa: FBT001
    """One star stays within a folder, two cross folders; a glob without a slash is for the last part."""
    assert is_at([path], glob) is expected


def test_a_path_counts_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    """An absolute path to a file below the settings is met by a glob that is relative to them."""
    allow = AllowList(
        (AllowEntry("a test line", "qa", date(2099, 12, 31), path="docs/*.md"),),
        place=str(tmp_path / "dlpscan.yaml"),
    )
    day = date(2026, 11, 24)

    assert allow.for_input(str(tmp_path / "docs" / "a.md"), day) is not None
    assert allow.for_input(str(tmp_path / "x" / "docs" / "a.md"), day) is None


def test_the_name_of_a_member_accepts_nothing(tmp_path: Path) -> None:
    """Whoever sends an attachment chooses its name, so only the input's own path counts."""
    path = _company(tmp_path, f'path: "*.txt", {_WHY}')
    mail = (
        b"From: a@partner.example\nMIME-Version: 1.0\nContent-Type: text/plain; name=ok.txt\n"
        b"Content-Disposition: attachment; filename=ok.txt\n\n13912345679\n"
    )
    result = dlpscan.Scanner.load(path, plugins=()).scan_bytes(mail, "mail.eml")

    assert any(one.entity_type == "PHONE_NUMBER" for one in result.findings)
    assert [one for one in result.findings if one.allowed] == []


def test_a_pattern_that_runs_out_of_time_accepts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finding stays open, and the result says which entry it was."""

    class Slow:
        def fullmatch(self, value: str, timeout: float) -> Any:
            if value:
                raise TimeoutError(timeout)

    path = _company(tmp_path, f'pattern: "139[0-9]+", {_WHY}')
    monkeypatch.setattr(allow_list, "_compiled", lambda _: Slow())
    result = dlpscan.Scanner.load(path, plugins=()).scan_text(_TEXT)

    assert [one for one in result.findings if one.allowed] == []
    assert [(one.reason, one.detail) for one in result.unscannable] == [
        ("timeout", "allow[0]: its pattern ran out of time")
    ]


def test_what_is_accepted_is_no_violation(tmp_path: Path) -> None:
    """The policy does not count an accepted finding, and its person keeps the reason."""
    path = _company(tmp_path, f"type: CN_RESIDENT_ID, {_WHY}")
    result = dlpscan.Scanner.load(path, plugins=()).scan_text("身份证号：420106198508152717")
    transfer = dlpscan.Transfer(recipients=(dlpscan.Party("li@qq.com"),))

    assert [one.allowed for person in result.people for one in person.findings] == [
        "allow[0]: a test line (qa, until 2099-12-31)"
    ]
    assert dlpscan.Policy.load(path).evaluate(result, transfer).action == dlpscan.Action.ALLOW


def test_settings_without_a_list_accept_nothing() -> None:
    """No entry, no allowance."""
    assert settings.Settings().allowed().for_input("a.md", date(2026, 11, 24)) is None
