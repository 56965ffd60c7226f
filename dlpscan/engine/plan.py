"""Compiles declarations into what the engine runs: candidates' finders and verified forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from dlpscan.declare import (
    SEPARATORS,
    AfterLabel,
    CheckStatus,
    DigitRun,
    Find,
    Literals,
    Recogniser,
    Shape,
    WholeName,
)
from dlpscan.engine.literals import LiteralIndex, is_ascii_letter, lowered
from dlpscan.errors import RuleError

PATTERN_TIME_S = 1.0
"""How long one pattern that a user wrote may search one segment."""

_ANCHOR_NAMES = {
    Literals: "literals",
    DigitRun: "digit_run",
    Shape: "shape",
    AfterLabel: "after_label",
    WholeName: "whole_name",
}
_LONGEST_BARE = 40
"""Runs of more digits without a separator are sorted as if they had this many."""


class CompiledForm(NamedTuple):
    """A form, ready to be tried: `locate(text, position)` gives the span of the value or None."""

    name: str
    locate: Find
    factor: float
    needs_label: bool
    separated: bool
    evidence: dict[CheckStatus, list[str]]
    """What a finding in this form says of form and check, by the outcome of the check."""


class Compiled:
    """A recogniser with its forms by the anchor that leads to them."""

    def __init__(self, declared: Recogniser) -> None:
        self.declared = declared
        self.is_number = declared.boundary == "number"
        self.is_word = declared.boundary == "word"
        self.has_identity = declared.canonical is str
        self.forms: dict[str, tuple[CompiledForm, ...]] = {}
        for anchor in declared.anchors:
            name = _ANCHOR_NAMES[type(anchor)]
            self.forms[name] = tuple(
                CompiledForm(
                    form.name,
                    form.find or _matcher(declared, form.pattern),
                    form.factor,
                    form.needs_label,
                    form.separated,
                    _evidence(declared, form.name),
                )
                for form in declared.forms
                if form.anchor in ("", name)
            )
            if not self.forms[name]:
                raise RuleError(f"recogniser {declared.name}: no form for its anchor {name!r}")
        if "digit_run" in self.forms:
            self.forms["bare_digits"] = tuple(form for form in self.forms["digit_run"] if not form.separated)

    @cached_property
    def published(self) -> frozenset[str]:
        """The values that are printed as samples, read when the first candidate asks."""
        return self.declared.documentation()


class Lead(NamedTuple):
    """A literal anchor whose value begins before the word."""

    pattern: re.Pattern[str]
    longest: int


class Word:
    """What one literal means to whom. Recognisers are given by their numbers in the plan."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_lettered = is_ascii_letter(text[0]) or is_ascii_letter(text[-1])
        self.anchors: list[tuple[int, Lead | None]] = []
        self.label_of: set[int] = set()
        self.nearby_of: set[int] = set()
        self.negative_of: set[int] = set()
        self.foreign_to: frozenset[int] = frozenset()
        self.after_label: tuple[int, ...] = ()

    @property
    def starts(self) -> bool:
        """Whether a value may be looked for where the word stands."""
        return bool(self.anchors or self.after_label)


class Start(NamedTuple):
    """A recogniser to be tried at a run of digits."""

    recogniser: int
    lead: re.Pattern[str] | None
    lead_ends: frozenset[str]
    needs_lead: bool
    shortest: int
    longest: int


class ShapeSearch(NamedTuple):
    """A short pattern to be searched through the text, with a time budget if a user wrote it."""

    recogniser: int
    search: Callable[[str, int, int], Iterable[Any]]


class Plan:
    """All declarations, compiled. Recognisers are numbered in the order of their names."""

    def __init__(self, recognisers: Iterable[Recogniser]) -> None:
        ordered = sorted(recognisers, key=lambda one: one.name)
        self.compiled = [Compiled(one) for one in ordered]
        self.whole_name = tuple(number for number, one in enumerate(ordered) if _has(one, WholeName))
        self.shapes = [search for number, one in enumerate(ordered) for search in _shapes(number, one)]
        self.starts: dict[str, list[Start]] = {}
        self.digit_runs = self._compile_digit_runs(ordered)
        self.bare_starts = self._by_length()
        self.words = self._words(ordered)
        self.literals = LiteralIndex([word.text for word in self.words]) if self.words else None

    def _compile_digit_runs(self, ordered: Sequence[Recogniser]) -> re.Pattern[str] | None:
        """Return one expression for all runs, and fill `starts` by first digit."""
        shortest: list[int] = []
        for number, one in enumerate(ordered):
            for anchor in one.anchors:
                if isinstance(anchor, DigitRun):
                    shortest.append(anchor.shortest)
                    lead = re.compile(f"(?:{anchor.lead})$") if anchor.lead else None
                    start = Start(
                        number,
                        lead,
                        frozenset(anchor.lead_ends),
                        anchor.needs_lead,
                        anchor.shortest,
                        anchor.longest or _LONGEST_BARE,
                    )
                    for digit in anchor.first:
                        self.starts.setdefault(digit, []).append(start)
        if not shortest:
            return None
        return re.compile(f"[0-9](?:[{re.escape(SEPARATORS)}]{{0,3}}[0-9]){{{min(shortest) - 1},}}")

    def _by_length(self) -> list[dict[str, tuple[Start, ...]]]:
        """Return what may start at a run without separators, by its length and first digit."""
        table: list[dict[str, tuple[Start, ...]]] = []
        for length in range(_LONGEST_BARE + 1):
            fitting = {
                digit: tuple(start for start in starts if start.shortest <= length <= start.longest)
                for digit, starts in self.starts.items()
            }
            table.append({digit: starts for digit, starts in fitting.items() if starts})
        return table

    def _words(self, ordered: Sequence[Recogniser]) -> list[Word]:
        words: dict[str, Word] = {}

        def word(text: str) -> Word:
            text = lowered(text)
            return words.setdefault(text, Word(text))

        for number, one in enumerate(ordered):
            for anchor in one.anchors:
                if isinstance(anchor, Literals):
                    lead = None
                    if anchor.lead:
                        pattern = re.compile(f"{anchor.lead}{{1,{anchor.lead_max}}}")
                        lead = Lead(pattern, anchor.lead_max)
                    for text in anchor.words:
                        word(text).anchors.append((number, lead))
            for label in one.context.labels:
                for text in _printed(label):
                    word(text).label_of.add(number)
                    word(text).nearby_of.add(number)
            for text in one.context.nearby:
                word(text).nearby_of.add(number)
            for text in one.context.negative:
                word(text).negative_of.add(number)
        self._relate(words.values(), ordered)
        return list(words.values())

    def _relate(self, words: Iterable[Word], ordered: Sequence[Recogniser]) -> None:
        """Fill in what follows from the roles of each word."""
        after_label = {number for number, one in enumerate(ordered) if _has(one, AfterLabel)}
        numbers = {number for number, one in enumerate(self.compiled) if one.is_number}
        types = [one.entity_type for one in ordered]
        foreign: dict[frozenset[str], set[int]] = {frozenset(): set()}
        for one in words:
            one.after_label = tuple(sorted(one.label_of & after_label))
            # The label of another number right before a number speaks against it; a person's does not.
            labelled = frozenset(types[number] for number in one.label_of & numbers)
            if labelled not in foreign:
                foreign[labelled] = {number for number in numbers if labelled - {types[number]}}
            own = one.nearby_of.union(number for number, _ in one.anchors)
            one.foreign_to = frozenset(foreign[labelled] - own | one.negative_of)


def _printed(word: str) -> tuple[str, ...]:
    """Return how a form prints a label: one of two Chinese characters is spaced to the width of four."""
    if len(word) == 2 and not word.isascii():  # noqa: PLR2004
        return word, " ".join(word), "  ".join(word)
    return (word,)


def _has(one: Recogniser, kind: type) -> bool:
    return any(isinstance(anchor, kind) for anchor in one.anchors)


def _evidence(one: Recogniser, form: str) -> dict[CheckStatus, list[str]]:
    first = f"pattern: {form}"
    if one.check is None:
        return {"not_available": [first]}
    name = f" ({one.check_name})" if one.check_name else ""
    return {
        "passed": [first, f"check passed{name}"],
        "failed": [first, f"check failed{name}"],
        "not_available": [first, f"check not available{name}"],
    }


def compile_pattern(one: Recogniser, pattern: str) -> Any:
    """Return *pattern* compiled: by `re` for our own, by `regex`, which has a timeout, for users'."""
    try:
        if one.user_written:
            import regex  # noqa: PLC0415  (17 ms at start-up, only for users' own patterns)

            return regex.compile(pattern)
        return re.compile(pattern)
    except Exception as error:  # noqa: BLE001  (re.error and regex.error have no common base)
        raise RuleError(f"recogniser {one.name}: the pattern does not compile: {error}") from None


def _matcher(one: Recogniser, pattern: str) -> Find:
    compiled = compile_pattern(one, pattern)
    match = compiled.match
    group = "value" if "value" in compiled.groupindex else 0
    if one.user_written:

        def locate_in_time(text: str, position: int) -> tuple[int, int] | None:
            found = match(text, position, timeout=PATTERN_TIME_S)
            return found.span(group) if found else None

        return locate_in_time

    def locate(text: str, position: int) -> tuple[int, int] | None:
        found = match(text, position)
        return found.span(group) if found else None

    return locate


def _shapes(number: int, one: Recogniser) -> Iterable[ShapeSearch]:
    for anchor in one.anchors:
        if isinstance(anchor, Shape):
            compiled = compile_pattern(one, anchor.pattern)
            if one.user_written:
                yield ShapeSearch(number, _timed(compiled.finditer))
            else:
                yield ShapeSearch(number, compiled.finditer)


def _timed(finditer: Callable[..., Iterable[Any]]) -> Callable[[str, int, int], Iterable[Any]]:
    def search(text: str, begin: int, end: int) -> Iterable[Any]:
        return finditer(text, begin, end, timeout=PATTERN_TIME_S)

    return search
