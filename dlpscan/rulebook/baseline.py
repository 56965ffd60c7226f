"""`dlpscan-baseline.yaml`: findings of a repository that somebody accepted, committed with it.

An entry holds a path, a type, a count, a reason, an owner and a day on which it ends, and nothing that is
made from a value: a fingerprint in a repository could be matched against guesses by whoever has the key.
Entries are sorted and stand in blocks of their own, so that two branches merge without a conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, structs

from dlpscan.errors import ConfigurationError
from dlpscan.model import Finding, Reason, ScanResult, Unscannable
from dlpscan.rulebook import yaml_files

FILE_NAME = "dlpscan-baseline.yaml"
UNREADABLE = "UNREADABLE"
"""Begins the type under which content that cannot be read is accepted: `UNREADABLE:encrypted`."""

# Another run may read what these stopped; they say nothing about the file.
_PASSING: tuple[Reason, ...] = ("timeout", "plugin_error")
_NEVER = frozenset(f"{UNREADABLE}:{reason}" for reason in _PASSING)

_HEAD = (
    "# Accepted findings of this repository: dlpscan baseline update, dlpscan baseline audit.\n"
    "# Nothing here is made from a value.\n"
)


class Entry(Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """So many findings of a type in a file, accepted until a day (inclusive)."""

    path: Annotated[str, Meta(min_length=1)]
    type: str
    count: Annotated[int, Meta(ge=1)]
    reason: Annotated[str, Meta(min_length=4)]
    owner: Annotated[str, Meta(min_length=1)]
    expires: date


class BaselineFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of the file."""

    accepted: tuple[Entry, ...] = ()


class Baseline:
    """The accepted findings of a repository, on one day."""

    def __init__(self, entries: Iterable[Entry], day: date) -> None:
        self.entries = tuple(sorted(entries))
        self._day = day
        self._by_place = {(one.path, one.type): one for one in self.entries}

    @classmethod
    def load(cls, path: Path, day: date) -> Baseline:
        """Return the baseline of a file; an absent file is an empty one. Raises `ConfigurationError`."""
        if not path.exists():
            return cls((), day)
        return cls.parse(path.read_bytes().decode("utf-8-sig", "replace"), day, path.name)

    @classmethod
    def parse(cls, text: str, day: date, name: str = FILE_NAME) -> Baseline:
        """Return the baseline of a text; *name* stands for the file in errors."""
        entries = yaml_files.parse(text, BaselineFile, name).accepted
        twice = [
            place for place, count in Counter((one.path, one.type) for one in entries).items() if count > 1
        ]
        if twice:
            raise ConfigurationError(f"{twice[0][0]}: {twice[0][1]} stands twice", name)
        return cls(entries, day)

    def accept(self, result: ScanResult, path: str, min_score: float) -> ScanResult:
        """Return *result* with what is accepted in the file *path* marked as allowed.

        A file with more findings of a type than were accepted has all of them open: nothing that is kept
        here could tell the old from the new.
        """
        reasons = {kind: self._reason(path, kind, count) for _, kind, count in tally(result, path, min_score)}
        return structs.replace(
            result,
            findings=tuple(
                _marked(one, reasons.get(one.entity_type, ""), min_score) for one in result.findings
            ),
            people=tuple(
                structs.replace(
                    person,
                    findings=tuple(
                        _marked(one, reasons.get(one.entity_type, ""), min_score) for one in person.findings
                    ),
                )
                for person in result.people
            ),
            unscannable=tuple(
                one for one in result.unscannable if one.is_complete or not reasons.get(_unread_type(one))
            ),
        )

    def _reason(self, path: str, kind: str, count: int) -> str:
        entry = self._by_place.get((written_path(path), kind))
        if kind in _NEVER or entry is None or entry.count < count or entry.expires < self._day:
            return ""
        return f"baseline: {entry.reason} ({entry.owner}, until {entry.expires})"

    def updated(
        self, found: Iterable[tuple[str, str, int]], *, reason: str, owner: str, expires: date
    ) -> Baseline:
        """Return the baseline of what was *found*: (path, type, count).

        An entry that still holds keeps its reason, owner and end; what is new or more gets the given ones;
        what is gone goes.
        """
        entries = []
        for path, kind, count in found:
            if kind in _NEVER:
                continue
            old = self._by_place.get((path, kind))
            if old is not None and count <= old.count and old.expires >= self._day:
                entries.append(structs.replace(old, count=count))
            else:
                entries.append(Entry(path, kind, count, reason, owner, expires))
        return Baseline(entries, self._day)

    def dump(self) -> str:
        """Return the file's text: sorted, one key a line, a blank line between entries."""
        import yaml  # noqa: PLC0415  (20 ms)

        if not self.entries:
            return f"{_HEAD}accepted: []\n"
        blocks = []
        for one in self.entries:
            fields = {name: getattr(one, name) for name in Entry.__struct_fields__}
            text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
            lines = text.splitlines()
            blocks.append("\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]))
        return f"{_HEAD}accepted:\n" + "\n\n".join(blocks) + "\n"

    def audit(self, found: Sequence[tuple[str, str, int]]) -> list[str]:
        """Return, in words, every entry that no longer holds: ended, too many, too few, gone."""
        counts = {(path, kind): count for path, kind, count in found}
        notes = []
        for one in self.entries:
            place = f"{one.path}: {one.type}"
            count = counts.get((one.path, one.type), 0)
            if one.expires < self._day:
                notes.append(f"{place}: ended on {one.expires}; ask {one.owner}: {one.reason}")
            if count > one.count:
                notes.append(f"{place}: {count} found, {one.count} accepted")
            elif count < one.count:
                notes.append(f"{place}: {one.count} accepted, only {count} left: run dlpscan baseline update")
        return notes


def tally(result: ScanResult, path: str, min_score: float) -> list[tuple[str, str, int]]:
    """Return (path, type, count) of what a baseline would have to accept in one file.

    Findings that were counted but not kept are part of it: else one more among them would pass unseen.
    """
    counts = Counter(one.entity_type for one in result.findings if _counts(one, min_score))
    kept = Counter(one.entity_type for one in result.findings)
    counts.update({kind: total - kept[kind] for kind, total in result.counts.items() if total > kept[kind]})
    counts.update(_unread_type(one) for one in result.unscannable if not one.is_complete)
    return [(written_path(path), kind, count) for kind, count in sorted(counts.items())]


def written_path(path: str) -> str:
    r"""Return a path as the file holds it: bytes that are no UTF-8 as `\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unread_type(item: Unscannable) -> str:
    return f"{UNREADABLE}:{item.reason}"


def _counts(finding: Finding, min_score: float) -> bool:
    return finding.score >= min_score and not finding.public and not finding.allowed


def _marked(finding: Finding, reason: str, min_score: float) -> Finding:
    return structs.replace(finding, allowed=reason) if reason and _counts(finding, min_score) else finding


__all__ = ["FILE_NAME", "UNREADABLE", "Baseline", "BaselineFile", "Entry", "tally"]
