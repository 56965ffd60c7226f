"""`allow:` in `dlpscan.yaml`: findings that the company accepts, by type, value, pattern or path.

An accepted finding stays in the result with the reason, and counts for nothing. An entry that has ended
accepts nothing and is reported. No entry holds personal data: a value is named by its fingerprint. Paths are
those of the inputs, never of what lies inside them: who sends an attachment chooses its name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from dlpscan.errors import ConfigurationError
from dlpscan.rulebook import yaml_files

PATTERN_TIME_S = 0.2
"""How long a pattern may look at one value."""


class AllowEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What is accepted, why, by whom, and until when (inclusive). Of the conditions all given must hold."""

    reason: Annotated[str, Meta(min_length=4)]
    owner: Annotated[str, Meta(min_length=1)]
    expires: date
    type: str = ""
    """An entity type."""
    fingerprint: Annotated[str, Meta(pattern="^([0-9a-f]{32})?$")] = ""
    """What `dlpscan fingerprint` prints. Needs an installation key."""
    pattern: str = ""
    """A regular expression for the whole value, as written or in canonical form."""
    path: str = ""
    """A glob: `*` within a folder, `**` across folders. Without a slash it is for the name of the file; with
    one, for the path as it was given to the scan or from the folder of `dlpscan.yaml` on."""

    @property
    def what(self) -> str:
        """Return the conditions in words."""
        return " ".join(
            f"{key} {value}"
            for key, value in (
                ("type", self.type),
                ("fingerprint", self.fingerprint),
                ("pattern", self.pattern),
                ("path", self.path),
            )
            if value
        )


class AllowList(Struct, frozen=True):
    """The entries of a company, with the time zone of their dates. *place* stands for the file in errors."""

    entries: tuple[AllowEntry, ...] = ()
    timezone: str = "Asia/Shanghai"
    place: str = "dlpscan.yaml"

    def today(self) -> date:
        """Return the day that decides which entries hold."""
        return datetime.now(ZoneInfo(self.timezone)).date()

    def reason(self, index: int) -> str:
        """Return what an accepted finding says: which entry, why, who, until when."""
        one = self.entries[index]
        return f"allow[{index}]: {one.reason} ({one.owner}, until {one.expires})"

    def ended(self, day: date) -> list[str]:
        """Return a sentence for each entry that has ended."""
        return [
            f"allow[{index}] ended on {one.expires} and accepts nothing; ask {one.owner}: {one.reason}"
            for index, one in enumerate(self.entries)
            if one.expires < day
        ]

    def for_input(self, name: str, day: date) -> Allowances | None:
        """Return what is accepted in the input *name* on a day, None where nothing is."""
        paths = self._paths(name) if any(one.path for one in self.entries) else ()
        active = [
            _Active(self.reason(index), one)
            for index, one in enumerate(self.entries)
            if one.expires >= day and (not one.path or is_at(paths, one.path))
        ]
        return Allowances(active) if active else None

    def _paths(self, name: str) -> tuple[str, ...]:
        """Return the path of an input as it was given, and from the folder of the settings on."""
        given = name.replace("\\", "/")
        while given.startswith("./"):
            given = given[2:]
        folder = os.path.dirname(os.path.abspath(self.place))  # noqa: PTH100, PTH120  (asks no file system)
        whole = os.path.abspath(name)  # noqa: PTH100
        if not whole.startswith(folder + os.sep):
            return (given,)
        return given, whole[len(folder) + 1 :].replace("\\", "/")

    def error(self, index: int, key: str, sentence: str) -> ConfigurationError:
        """Return the error of an entry, at its line if the file is there."""
        line = yaml_files.line_of(Path(self.place), ("allow", index, key))
        place = f"{self.place}:{line}" if line else self.place
        return ConfigurationError(f"allow.{index}.{key}: {sentence}", place)


class _Active(NamedTuple):
    reason: str
    entry: AllowEntry


class Allowances:
    """The entries that hold for one input. *timed_out* names those whose pattern ran out of time."""

    def __init__(self, active: list[_Active]) -> None:
        self._active = active
        self.timed_out: list[str] = []

    def reason_for(self, entity_type: str, fingerprint: str, values: Iterable[str]) -> str:
        """Return why a finding is accepted, "" where it is not. *values* are its value, in all its forms.

        A pattern that runs out of time accepts nothing more in this input.
        """
        for one in self._active:
            entry = one.entry
            if entry.type not in ("", entity_type) or entry.fingerprint not in ("", fingerprint):
                continue
            if not entry.pattern or self._is_whole(one, values):
                return one.reason
        return ""

    def _is_whole(self, one: _Active, values: Iterable[str]) -> bool:
        label = one.reason.partition(":")[0]
        if label in self.timed_out:
            return False
        pattern = _compiled(one.entry.pattern)
        try:
            return any(pattern.fullmatch(value, timeout=PATTERN_TIME_S) for value in values)
        except TimeoutError:
            self.timed_out.append(label)
            return False


@cache
def _compiled(pattern: str) -> Any:
    import regex  # noqa: PLC0415  (17 ms, only where a pattern is listed)

    return regex.compile(pattern)


def is_at(paths: Iterable[str], glob: str) -> bool:
    """Say whether one of *paths* is wholly of the form *glob*; without a slash its last part is asked."""
    pattern = _glob(glob)
    if "/" not in glob:
        return any(pattern.fullmatch(path.rpartition("/")[2]) for path in paths)
    return any(pattern.fullmatch(path) for path in paths)


_GLOB_PART = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_GLOBS = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@cache
def _glob(glob: str) -> re.Pattern[str]:
    parts = _GLOB_PART.findall(glob.removeprefix("./"))
    return re.compile("".join(_GLOBS.get(part) or re.escape(part) for part in parts), re.DOTALL)


def faults(entries: tuple[AllowEntry, ...]) -> Iterator[yaml_files.Fault]:
    """Yield what no type refuses: entries without a condition, or that would accept everything."""
    for index, one in enumerate(entries):
        where = ("allow", index)
        if not one.what:
            yield where, "needs at least one of type, fingerprint, pattern and path"
        if one.path and not one.path.strip("*/.") and not (one.type or one.fingerprint or one.pattern):
            yield (*where, "path"), "accepts everything everywhere: name a folder, or a type"
        if one.pattern:
            try:
                is_empty = _compiled(one.pattern).fullmatch("", timeout=PATTERN_TIME_S) is not None
            except TimeoutError:
                is_empty = False
            except Exception:  # noqa: BLE001  (regex.error has no base; its text repeats the pattern)
                yield (*where, "pattern"), "is not a regular expression"
                continue
            if is_empty:
                yield (*where, "pattern"), "accepts the empty text, so it accepts anything: say more"


_SYNTAX = re.compile(
    r"\\([^A-Za-z0-9])|\[(.)\]|\[[^\]]*\]|\{[0-9,]*\}|\(\?[:>iamsx]*:?|\\[A-Za-z]|[\^$()?*+]"
)


def literal_of(pattern: str) -> str:
    r"""Return what of a pattern is plain text: `^139\-?1234\-5679$` spells a number all the same."""
    return _SYNTAX.sub(lambda found: found.group(1) or found.group(2) or "", pattern)
