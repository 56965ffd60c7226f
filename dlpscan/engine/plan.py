"""Compiles declarations into what the engine runs: candidates' finders and verified forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from dlpscan.declare import (
    SEPARATORS,
    AfterLabel,
    DigitRun,
    Find,
    Literals,
    Recogniser,
    Shape,
    WholeName,
)
from dlpscan.engine.literals import LiteralIndex, Role
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


class CompiledForm(NamedTuple):
    """A form, ready to be tried: `locate(text, position)` gives the span of the value or None."""

    name: str
    locate: Find
    factor: float
    needs_label: bool


class Compiled(NamedTuple):
    """A recogniser with its forms by the anchor that leads to them."""

    declared: Recogniser
    forms: dict[str, tuple[CompiledForm, ...]]


class Start(NamedTuple):
    """A recogniser to be tried at a run of digits."""

    recogniser: int
    lead: re.Pattern[str] | None


class Lead(NamedTuple):
    """A literal anchor whose value begins before the word."""

    pattern: re.Pattern[str]
    longest: int


class ShapeSearch(NamedTuple):
    """A short pattern to be searched through the text, with a time budget if a user wrote it."""

    recogniser: int
    search: Callable[[str, int, int], Iterable[Any]]


class Plan:
    """All declarations, compiled. Recognisers are numbered in the order of their names."""

    def __init__(self, recognisers: Iterable[Recogniser]) -> None:
        ordered = sorted(recognisers, key=lambda one: one.name)
        self.compiled = [_compile(one) for one in ordered]
        self.after_label = frozenset(number for number, one in enumerate(ordered) if _has(one, AfterLabel))
        self.whole_name = tuple(number for number, one in enumerate(ordered) if _has(one, WholeName))
        self.leads: dict[tuple[int, int], Lead] = {}
        self.shapes: list[ShapeSearch] = []
        self.starts: dict[str, list[Start]] = {}
        self.digit_runs = self._compile_digit_runs(ordered)
        self.literals = LiteralIndex(self._roles(ordered))
        for number, one in enumerate(ordered):
            self.shapes.extend(_shapes(number, one))

    def _compile_digit_runs(self, ordered: Sequence[Recogniser]) -> re.Pattern[str] | None:
        """Return one expression for all runs, and fill `starts` by first digit."""
        shortest: list[int] = []
        for number, one in enumerate(ordered):
            for anchor in one.anchors:
                if isinstance(anchor, DigitRun):
                    shortest.append(anchor.shortest)
                    lead = re.compile(f"(?:{anchor.lead})$") if anchor.lead else None
                    for digit in anchor.first:
                        self.starts.setdefault(digit, []).append(Start(number, lead))
        if not shortest:
            return None
        return re.compile(f"[0-9](?:[{re.escape(SEPARATORS)}]{{0,3}}[0-9]){{{min(shortest) - 1},}}")

    def _roles(self, ordered: Sequence[Recogniser]) -> Iterable[tuple[str, Role]]:
        for number, one in enumerate(ordered):
            for position, anchor in enumerate(one.anchors):
                if isinstance(anchor, Literals):
                    if anchor.lead:
                        lead = re.compile(f"{anchor.lead}{{1,{anchor.lead_max}}}")
                        self.leads[number, position] = Lead(lead, anchor.lead_max)
                    yield from ((word, Role("anchor", number, position)) for word in anchor.words)
            labels = one.context.labels
            yield from ((form, Role("label", number)) for word in labels for form in _printed(word))
            yield from ((word, Role("nearby", number)) for word in one.context.nearby)
            yield from ((word, Role("negative", number)) for word in one.context.negative)


def _printed(word: str) -> tuple[str, ...]:
    """Return how a form prints a label: one of two Chinese characters is spaced to the width of four."""
    if len(word) == 2 and not word.isascii():  # noqa: PLR2004
        return word, " ".join(word), "  ".join(word)
    return (word,)


def _has(one: Recogniser, kind: type) -> bool:
    return any(isinstance(anchor, kind) for anchor in one.anchors)


def _compile(one: Recogniser) -> Compiled:
    forms: dict[str, tuple[CompiledForm, ...]] = {}
    for anchor in one.anchors:
        name = _ANCHOR_NAMES[type(anchor)]
        forms[name] = tuple(
            CompiledForm(form.name, form.find or _matcher(one, form.pattern), form.factor, form.needs_label)
            for form in one.forms
            if form.anchor in ("", name)
        )
        if not forms[name]:
            raise RuleError(f"recogniser {one.name}: no form for its anchor {name!r}")
    return Compiled(one, forms)


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
