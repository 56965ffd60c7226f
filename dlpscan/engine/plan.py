"""Compiles declarations into what the engine runs: candidates' finders and verified forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeAlias

from dlpscan.declare import (
    SEPARATORS,
    AfterLabel,
    CheckStatus,
    DigitRun,
    Find,
    Form,
    Literals,
    Recogniser,
    Shape,
    WholeName,
)
from dlpscan.engine.anchors import AcceleratedAnchors, Anchors, DigitRuns, PortableAnchors
from dlpscan.engine.literals import is_ascii_letter, lowered
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
    """A form, ready to be tried: a pattern's `match` with the group of the value, or a `find` algorithm."""

    match: Callable[[str, int], re.Match[str] | None] | None
    group: str | int
    find: Find | None
    factor: float
    needs_label: bool
    separated: bool
    evidence: dict[CheckStatus, tuple[str, ...]]
    """What a finding in this form says of form and check, by the outcome of the check."""


Forms: TypeAlias = tuple[CompiledForm, ...]


class Compiled:
    """A recogniser with its number in the plan, and its forms by the anchor that leads to them."""

    def __init__(self, number: int, declared: Recogniser) -> None:
        self.number = number
        self.declared = declared
        self.is_number = declared.boundary == "number"
        self.is_word = declared.boundary == "word"
        self.compact = declared.compact
        self.canonical = None if declared.canonical is str else declared.canonical
        self.check = declared.check
        self.scores = declared.scores
        compiled = [(form, _compile(declared, form)) for form in declared.forms]
        self.forms: dict[str, Forms] = {}
        for anchor in declared.anchors:
            name = _ANCHOR_NAMES[type(anchor)]
            self.forms[name] = tuple(one for form, one in compiled if form.anchor in ("", name))
            if not self.forms[name]:
                raise RuleError(f"recogniser {declared.name}: no form for its anchor {name!r}")

    @cached_property
    def published(self) -> frozenset[str]:
        """The values that are printed as samples, read when the first candidate asks."""
        return self.declared.documentation()


class Lead(NamedTuple):
    """A literal anchor whose value begins before the word."""

    pattern: re.Pattern[str]
    longest: int


class Beginnings(dict[str, bool]):
    """Whether a value may begin with a character, filled as characters are met."""

    def __init__(self, character_class: str) -> None:
        super().__init__()
        self._matches = re.compile(character_class).match

    def __missing__(self, character: str) -> bool:
        self[character] = may = self._matches(character) is not None
        return may


class Word:
    """What one literal means to whom. In the sets, recognisers are given by their numbers in the plan."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends_lettered = is_ascii_letter(text[-1])
        self.is_lettered = self.ends_lettered or is_ascii_letter(text[0])
        self.anchors: list[tuple[Compiled, Lead | None]] = []
        self.label_of: set[int] = set()
        self.nearby_of: set[int] = set()
        self.negative_of: set[int] = set()
        self.foreign_to: frozenset[int] = frozenset()
        self.after_label: tuple[tuple[Compiled, Beginnings | None], ...] = ()


class Start(NamedTuple):
    """A recogniser to be tried at a run of digits; *bare* are its forms where the run has no separator."""

    compiled: Compiled
    forms: Forms
    bare: Forms
    lead: re.Pattern[str] | None
    lead_ends: frozenset[str]
    needs_lead: bool
    tail: frozenset[str]
    shortest: int
    longest: int


class ShapeSearch(NamedTuple):
    """A short pattern to be searched through the text, with a time budget if a user wrote it."""

    compiled: Compiled
    search: Callable[[str, int, int], Iterable[Any]]


class Plan:
    """All declarations, compiled. Recognisers are numbered in the order of their names."""

    def __init__(self, recognisers: Iterable[Recogniser]) -> None:
        ordered = sorted(recognisers, key=lambda one: one.name)
        self.compiled = [Compiled(number, one) for number, one in enumerate(ordered)]
        self.whole_name = tuple(one for one in self.compiled if _has(one, WholeName))
        self.shapes = [search for one in self.compiled for search in _shapes(one)]
        self.starts: dict[str, list[Start]] = {}
        self._runs = self._digit_runs()
        self.bare_starts = self._by_length()
        # Where two words end at one place, the longer one comes first: both back ends number them so.
        self.words = sorted(self._words(), key=lambda word: (-len(word.text), word.text))
        self.triggers = [bool(word.anchors or word.after_label) for word in self.words]
        self.anchors: Anchors = PortableAnchors([word.text for word in self.words], self._runs)

    def accelerate(self) -> None:
        """Take the back end of `dlpscan[fast]` from now on. Raises ImportError where it is not installed."""
        self.anchors = AcceleratedAnchors([word.text for word in self.words], self._runs)

    def _digit_runs(self) -> DigitRuns | None:
        """Return which runs are worth a look, and fill `starts` by first digit."""
        shortest: list[int] = []
        for one in self.compiled:
            for anchor in one.declared.anchors:
                if isinstance(anchor, DigitRun):
                    shortest.append(anchor.shortest)
                    forms = one.forms["digit_run"]
                    start = Start(
                        one,
                        forms,
                        tuple(form for form in forms if not form.separated),
                        re.compile(f"(?:{anchor.lead})$") if anchor.lead else None,
                        frozenset(anchor.lead_ends),
                        anchor.needs_lead,
                        frozenset(anchor.tail),
                        anchor.shortest,
                        anchor.longest or _LONGEST_BARE,
                    )
                    for digit in anchor.first:
                        self.starts.setdefault(digit, []).append(start)
        return DigitRuns(min(shortest), SEPARATORS) if shortest else None

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

    def _words(self) -> list[Word]:
        words: dict[str, Word] = {}

        def word(text: str) -> Word:
            text = lowered(text)
            return words.setdefault(text, Word(text))

        for one in self.compiled:
            number, context = one.number, one.declared.context
            for anchor in one.declared.anchors:
                if isinstance(anchor, Literals):
                    lead = _lead(anchor)
                    for text in anchor.words:
                        word(text).anchors.append((one, lead))
            for label in context.labels:
                for text in _printed(label):
                    word(text).label_of.add(number)
                    word(text).nearby_of.add(number)
            for text in context.nearby:
                word(text).nearby_of.add(number)
            for text in context.negative:
                word(text).negative_of.add(number)
        self._relate(words.values())
        return list(words.values())

    def _relate(self, words: Iterable[Word]) -> None:
        """Fill in what follows from the roles of each word."""
        after_label = [
            (one, Beginnings(anchor.first) if anchor.first else None)
            for one in self.compiled
            for anchor in one.declared.anchors
            if isinstance(anchor, AfterLabel)
        ]
        numbers = {one.number for one in self.compiled if one.is_number}
        types = [one.declared.entity_type for one in self.compiled]
        foreign: dict[frozenset[str], set[int]] = {frozenset(): set()}
        for word in words:
            word.after_label = tuple(pair for pair in after_label if pair[0].number in word.label_of)
            # The label of another number right before a number speaks against it; a person's does not.
            labelled = frozenset(types[number] for number in word.label_of & numbers)
            if labelled not in foreign:
                foreign[labelled] = {number for number in numbers if labelled - {types[number]}}
            own = word.nearby_of.union(one.number for one, _ in word.anchors)
            word.foreign_to = frozenset(foreign[labelled] - own | word.negative_of)


def _lead(anchor: Literals) -> Lead | None:
    if not anchor.lead:
        return None
    return Lead(re.compile(f"{anchor.lead}{{1,{anchor.lead_max}}}"), anchor.lead_max)


def _printed(word: str) -> tuple[str, ...]:
    """Return how a form prints a label: one of two Chinese characters is spaced to the width of four."""
    if len(word) == 2 and not word.isascii():  # noqa: PLR2004
        return word, " ".join(word), "  ".join(word)
    return (word,)


def _has(one: Compiled, kind: type) -> bool:
    return any(isinstance(anchor, kind) for anchor in one.declared.anchors)


def _evidence(one: Recogniser, form: str) -> dict[CheckStatus, tuple[str, ...]]:
    first = f"pattern: {form}"
    if one.check is None:
        return {"not_available": (first,)}
    name = f" ({one.check_name})" if one.check_name else ""
    return {
        "passed": (first, f"check passed{name}"),
        "failed": (first, f"check failed{name}"),
        "not_available": (first, f"check not available{name}"),
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


def _compile(one: Recogniser, form: Form) -> CompiledForm:
    match: Callable[[str, int], re.Match[str] | None] | None = None
    group: str | int = 0
    if form.find is None:
        compiled = compile_pattern(one, form.pattern)
        group = "value" if "value" in compiled.groupindex else 0
        match = partial(compiled.match, timeout=PATTERN_TIME_S) if one.user_written else compiled.match
    return CompiledForm(
        match, group, form.find, form.factor, form.needs_label, form.separated, _evidence(one, form.name)
    )


def _shapes(one: Compiled) -> Iterable[ShapeSearch]:
    for anchor in one.declared.anchors:
        if isinstance(anchor, Shape):
            search = compile_pattern(one.declared, anchor.pattern).finditer
            if one.declared.user_written:
                search = partial(search, timeout=PATTERN_TIME_S)
            yield ShapeSearch(one, search)
