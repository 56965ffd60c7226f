"""Finds numbers that are written in parts, with the engine that finds those in one piece.

`dlpscan.text.scattered` offers what could be such numbers; the recognisers' own forms and checks say which of
them are worth a look; the engine reads these put together. Reading across a line end or a comma is a guess,
so a find must be borne out: by a check that hardly any number passes, or by a label right before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from msgspec import structs

from dlpscan.declare import DigitRun, Recogniser
from dlpscan.engine.engine import Engine, Matches
from dlpscan.engine.search import Match
from dlpscan.model import MIN_SCORE, Segment
from dlpscan.text import scattered
from dlpscan.text.overlap import resolve

_DECISIVE = 3
_PASSED = 2
_KEPT_IN_PARTS = 0.95
_LEAST_ALSO = 0.3


class Parts:
    """Reads the numbers in parts of a segment. Build once, with the recognisers of the engine."""

    def __init__(self, engine: Engine, recognisers: Iterable[Recogniser]) -> None:
        self._engine = engine
        self._declared = [
            (anchor, one) for one in recognisers for anchor in one.anchors if isinstance(anchor, DigitRun)
        ]
        self._forms: dict[str, list[re.Pattern[str]]] = {}
        self._starts: dict[tuple[str, int], list[Recogniser]] = {}

    def add(self, segment: Segment, found: Matches, tick: Callable[[], None]) -> Matches:
        """Return *found* with the numbers in parts among them."""
        if segment.kind == "name":
            return found
        text = segment.text
        numbers: list[scattered.Scattered] = []
        labels: list[str] = []
        for count, number in enumerate(scattered.find(text, lambda digits: self._strength(digits) >= 0)):
            if count % 1000 == 0:
                tick()
            strength = self._strength(number.digits)
            label = _label(segment, number.places[0])
            if self._may_stand(number, strength) or label or number.is_labelled(text):
                numbers.append(number)
                labels.append(label)
        if not numbers:
            return found
        return _merged(found, self._read(segment, numbers, labels, tick))

    @staticmethod
    def _may_stand(number: scattered.Scattered, strength: int) -> bool:
        """Say whether a number needs no label: its check says enough for the way it is written."""
        return strength >= (_DECISIVE if number.needs == "a strong check" else _PASSED)

    def _strength(self, digits: str) -> int:
        """Return how much the best check of a number says, 0 where it has none, -1 if it can be nothing."""
        best = -1
        start = digits[0], len(digits)
        if start not in self._starts:
            self._starts[start] = [
                one
                for anchor, one in self._declared
                if digits[0] in anchor.first and len(digits) >= anchor.shortest
            ]
        for one in self._starts[start]:
            if one.name not in self._forms:
                self._forms[one.name] = [re.compile(form.pattern) for form in one.forms if form.pattern]
            if not any(form.fullmatch(digits) for form in self._forms[one.name]):
                continue
            checked = one.check(one.compact(digits)) if one.check else None
            if one.check is None or (checked is not None and checked.status == "not_available"):
                best = max(best, 0)
            elif checked is not None and checked.status == "passed":
                best = max(best, 0 if checked.needs_label else checked.strength)
        return best

    def _read(
        self,
        segment: Segment,
        numbers: list[scattered.Scattered],
        labels: list[str],
        tick: Callable[[], None],
    ) -> list[Match]:
        made = scattered.together(segment.text, numbers, labels)
        # Places of matches are those of the text put together, so a match is sought by its number's span.
        matches = self._engine.find(Segment(made.text, segment.location, kind=segment.kind), tick).matches
        kept: list[Match] = []
        index = 0
        for match, _ in matches:
            while index < len(numbers) and made.spans[index][1] < match.end:
                index += 1
            if index == len(numbers):
                break
            start, end = made.spans[index]
            span = made.offsets.span(match.start, match.end)
            if span is None or match.start > start or match.end < end or not segment.text[slice(*span)]:
                continue
            if not segment.owns(span[0]):
                continue
            number = numbers[index]
            is_borne_out = match.checked >= (_DECISIVE if number.needs == "a strong check" else _PASSED)
            if is_borne_out or (match.label and match.score >= MIN_SCORE):
                evidence = (*match.evidence, f"disguise: {number.how}")
                score = match.score * _KEPT_IN_PARTS
                kept.append(
                    structs.replace(match, start=span[0], end=span[1], score=score, evidence=evidence)
                )
        return kept


def _label(segment: Segment, place: int) -> str:
    """Return the label of the piece in which *place* lies, "" without one."""
    if not segment.pieces:
        return ""
    index = bisect_right(segment.pieces, place, key=lambda piece: piece.start) - 1
    return segment.pieces[index].label


def _merged(found: Matches, others: list[Match]) -> Matches:
    """Return all that stand. A number in parts must not take the place of one in one piece that counts."""
    if not others:
        return found
    also = {id(match): types for match, types in found}
    plain = [match for match, _ in found]
    counting = [match for match in plain if match.score >= MIN_SCORE and not _is_weak(match)]
    kept = [one for one in others if one.checked or not _overlaps(one, counting)]
    merged: Matches = []
    for match, overruled in resolve([*plain, *kept]):
        types = {one.recogniser.entity_type for one in overruled if one.score >= _LEAST_ALSO}
        merged.append((match, tuple(sorted(types.union(also.get(id(match), ()))))))
    return merged


def _is_weak(match: Match) -> bool:
    return not match.checked and not match.label


def _overlaps(one: Match, ordered: list[Match]) -> bool:
    index = bisect_left(ordered, one.start, key=lambda match: match.end - 1)
    return index < len(ordered) and ordered[index].start < one.end
