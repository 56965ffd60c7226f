"""Compiles declarations into what the engine runs: candidates' finders and verified forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from dlpscan.declare import SEPARATORS, DigitRun, Recogniser, Shape, WholeName
from dlpscan.engine.anchors import AcceleratedAnchors, Anchors, DigitRuns, PortableAnchors
from dlpscan.engine.compiled import PATTERN_TIME_S, Compiled, Forms, compile_pattern
from dlpscan.engine.vocabulary import words_of

_LONGEST_BARE = 40
"""Runs of more digits without a separator are sorted as if they had this many."""


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
        self.words = words_of(self.compiled)
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


def _has(one: Compiled, kind: type) -> bool:
    return any(isinstance(anchor, kind) for anchor in one.declared.anchors)


def _shapes(one: Compiled) -> Iterable[ShapeSearch]:
    for anchor in one.declared.anchors:
        if isinstance(anchor, Shape):
            search = compile_pattern(one.declared, anchor.pattern).finditer
            if one.declared.user_written:
                search = partial(search, timeout=PATTERN_TIME_S)
            yield ShapeSearch(one, search)
