"""The baseline: counts by file and type, reasons with an end, nothing made from a value."""

from __future__ import annotations

from datetime import date

import pytest

from dlpscan import Scanner
from dlpscan.errors import ConfigurationError
from dlpscan.limits import Limits
from dlpscan.model import Location, ScanResult, Unscannable
from dlpscan.rulebook.baseline import Baseline, Entry, tally

_TODAY = date(2026, 11, 24)
_END = date(2027, 6, 30)
_TWO = "手机13912345678\n手机17712345670\n"


def _entry(count: int = 2, expires: date = _END, kind: str = "PHONE_NUMBER") -> Entry:
    return Entry("a.txt", kind, count, "invented people", "qa", expires)


def _open(scanner: Scanner, text: str, *entries: Entry, data: bytes | None = None) -> int:
    result = scanner.scan_bytes(text.encode() if data is None else data, "a.txt")
    accepted = Baseline(entries, _TODAY).accept(result, "a.txt", 0.5)
    return sum(count for _, _, count in tally(accepted, "a.txt", 0.5))


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ((), 2),
        ((_entry(),), 0),
        ((_entry(count=3),), 0),
        ((_entry(count=1),), 2),
        ((_entry(expires=date(2026, 11, 23)),), 2),
        ((_entry(expires=_TODAY),), 0),
        ((_entry(kind="PERSON"),), 2),
    ],
)
def test_findings_are_accepted_by_count_until_a_day(
    scanner: Scanner, entries: tuple[Entry, ...], left: int
) -> None:
    """All of a type are accepted while there are no more than were, and the day has not passed."""
    assert _open(scanner, _TWO, *entries) == left


def test_unreadable_content_is_accepted_as_a_type(scanner: Scanner) -> None:
    """A format that cannot be read stays blocked until somebody answers for it."""
    data = b"7z\xbc\xaf\x27\x1c" + bytes(30)

    assert _open(scanner, "", data=data) == 1
    assert _open(scanner, "", _entry(count=1, kind="UNREADABLE:unsupported"), data=data) == 0
    assert _open(scanner, "", _entry(count=1, kind="UNREADABLE:encrypted"), data=data) == 1


def test_what_another_run_may_read_is_never_accepted() -> None:
    """A passing trouble, such as a broken plugin, would hide all that the file ever holds."""
    trouble = Unscannable("plugin_error", Location(path=("a.txt",)), "plugin x")
    result = ScanResult("a.txt", unscannable=(trouble,))
    found = tally(result, "a.txt", 0.5)
    baseline = Baseline((), _TODAY).updated(found, reason="because", owner="qa", expires=_END)

    assert baseline.entries == ()
    assert (
        not Baseline([_entry(kind="UNREADABLE:plugin_error")], _TODAY).accept(result, "a.txt", 0.5).complete
    )


def test_findings_beyond_the_limit_are_counted() -> None:
    """Where only the first findings are kept, one more among the others breaks the entry, too."""
    scanner = Scanner(plugins=(), limits=Limits(findings=10))
    few, more = (scanner.scan_text("".join(f"手机139123{n:05d}\n" for n in range(size))) for size in (15, 16))
    entries = Baseline((), _TODAY).updated(tally(few, "a", 0.5), reason="because", owner="q", expires=_END)

    assert ("a", "PHONE_NUMBER", 15) in [(one.path, one.type, one.count) for one in entries.entries]
    assert all(one.allowed for one in entries.accept(few, "a", 0.5).findings)
    assert not any(one.allowed for one in entries.accept(more, "a", 0.5).findings)


def test_a_path_that_is_no_utf8_is_read_back(scanner: Scanner) -> None:
    """Any name that git tracks can be written, read, and matched."""
    result = scanner.scan_text(_TWO)
    path = "k\udcff.txt"
    written = Baseline((), _TODAY).updated(
        tally(result, path, 0.5), reason="because", owner="q", expires=_END
    )
    read = Baseline.parse(written.dump(), _TODAY)

    assert all(one.allowed for one in read.accept(result, path, 0.5).findings)


def test_an_accepted_finding_says_why(scanner: Scanner) -> None:
    """The reason, the owner and the end are shown with the finding."""
    accepted = Baseline([_entry()], _TODAY).accept(scanner.scan_bytes(_TWO.encode(), "a.txt"), "a.txt", 0.5)

    assert {one.allowed for one in accepted.findings} == {"baseline: invented people (qa, until 2027-06-30)"}
    assert {one.allowed for person in accepted.people for one in person.findings} == {
        "baseline: invented people (qa, until 2027-06-30)"
    }


def test_a_dump_is_sorted_and_read_back() -> None:
    """Order of entries means nothing; each key has a line of its own."""
    entries = [
        Entry("b", "X", 1, "why: #1", "me", _END),
        _entry(),
        Entry("a.txt", "BANK_CARD", 1, "because", "me", _END),
    ]
    dumped = Baseline(entries, _TODAY).dump()

    assert dumped == Baseline(reversed(entries), _TODAY).dump()
    assert Baseline.parse(dumped, _TODAY).entries == tuple(sorted(entries))
    assert Baseline.parse(Baseline((), _TODAY).dump(), _TODAY).entries == ()
    assert max(len(line.split(": ")) for line in dumped.splitlines() if "why" not in line) <= 3


def test_an_update_keeps_what_holds() -> None:
    """Fewer keep their reason with the lower count, more get the new one, the gone go."""
    old = Baseline([_entry(count=3), _entry(count=1, kind="BANK_CARD"), _entry(kind="PERSON")], _TODAY)
    new = old.updated(
        [("a.txt", "PHONE_NUMBER", 2), ("a.txt", "BANK_CARD", 2)], reason="newer", owner="dev", expires=_END
    )

    assert [(one.type, one.count, one.reason) for one in new.entries] == [
        ("BANK_CARD", 2, "newer"),
        ("PHONE_NUMBER", 2, "invented people"),
    ]


def test_an_audit_names_what_no_longer_holds() -> None:
    """Ended, too many, too few: each in words."""
    ended = _entry(expires=date(2026, 1, 1))
    baseline = Baseline([ended, _entry(kind="PERSON"), _entry(kind="BANK_CARD")], _TODAY)
    notes = baseline.audit([("a.txt", "PHONE_NUMBER", 2), ("a.txt", "PERSON", 5)])

    assert notes == [
        "a.txt: BANK_CARD: 2 accepted, only 0 left: run dlpscan baseline update",
        "a.txt: PERSON: 5 found, 2 accepted",
        "a.txt: PHONE_NUMBER: ended on 2026-01-01; ask qa: invented people",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "accepted: [{path: a, type: X, count: 0, reason: because, owner: me, expires: 2027-01-01}]",
            "count",
        ),
        ("accepted: [{path: a, type: X, count: 1, reason: no, owner: me, expires: 2027-01-01}]", "reason"),
        ("accepted: [{path: a, type: X, count: 1, owner: me, expires: 2027-01-01}]", "reason"),
        (
            "accepted: [{path: a, type: X, count: 1, reason: because, owner: me, expires: soon}]",
            "write it as",
        ),
        (
            "accepted:\n"
            + "- {path: a, type: X, count: 1, reason: because, owner: me, expires: 2027-01-01}\n" * 2,
            "stands twice",
        ),
        (
            "accepted: [{path: '', type: X, count: 1, reason: because, owner: me, expires: 2027-01-01}]",
            "path",
        ),
        ("accepted: [{path: a, fingerprint: 00}]", "'fingerprint' is not known"),
    ],
)
def test_a_faulty_baseline_is_refused(text: str, words: str) -> None:
    """An entry without reason, owner or end accepts nothing."""
    with pytest.raises(ConfigurationError, match=words):
        Baseline.parse(text, _TODAY)
