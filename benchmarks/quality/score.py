"""Compares findings with what was hidden: true and false ones by type, form, context and carrier.

A finding is right where an item of its type covers at least 60 % of both, so that nobody loses by counting a
country code in or out; what covers exactly the item is counted besides. Each item is found once. Everything
else at or above the score is false, also a second finding over the same item.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from documents import Document, Item

_LEAST_OVERLAP = 0.6
MIN_SCORE = 0.5


@dataclass(frozen=True)
class Hit:
    """One finding. *types* are all it may mean, *start* is -1 where its place is not told."""

    types: tuple[str, ...]
    start: int
    end: int
    score: float
    pointer: str = ""


@dataclass
class Count:
    """Right, missed and false of one group."""

    found: int = 0
    missed: int = 0
    false: int = 0
    exact: int = 0

    @property
    def precision(self) -> float | None:
        """Return the share of findings that are right, None where there are none."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self) -> float | None:
        """Return the share of items that were found, None where there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def f2(self) -> float | None:
        """Return F2, which weighs recall twice as much as precision."""
        items = self.found + self.missed
        return 5 * self.found / (5 * self.found + 4 * self.missed + self.false) if items else None


@dataclass
class Result:
    """All counts of one tool."""

    by_type: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_form: defaultdict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    by_context: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_carrier: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    false_in: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    negatives: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def add(result: Result, document: Document, hits: Sequence[Hit], known: Iterable[str] | None = None) -> None:
    """Count one document. *known* are the types that a tool has; others are not asked of it."""
    asked = [one for one in document.items if known is None or one.entity_type in known]
    left = [
        one for one in hits if one.score >= MIN_SCORE and not (one.start >= 0 and one.start < document.body)
    ]
    if document.negative:
        result.negatives[document.negative] += 1
    for item in asked:
        best = max(left, key=lambda hit: _fit(item, hit), default=None)
        groups = (
            result.by_type[item.entity_type],
            result.by_form[item.entity_type, item.form],
            result.by_context[item.context],
            result.by_carrier[document.carrier],
        )
        if best is not None and _fit(item, best) >= _LEAST_OVERLAP:
            left.remove(best)
            for group in groups:
                group.found += 1
                group.exact += _fit(item, best) == 1
        else:
            for group in groups:
                group.missed += 1
            result.examples.append(_example("missed", document, item.entity_type, item.start, item.end, item))
    for hit in left:
        if set(hit.types) & set(document.also):
            continue
        over = next((one for one in document.items if _touches(one, hit)), None)
        result.by_type[hit.types[0]].false += 1
        result.by_carrier[document.carrier].false += 1
        if over is not None:
            result.by_form[over.entity_type, over.form].false += 1
            result.by_context[over.context].false += 1
        where = document.negative or (f"over {over.entity_type}" if over else "beside items")
        result.false_in[where][hit.types[0]] += 1
        result.examples.append(_example("false", document, hit.types[0], hit.start, hit.end, over))


def _fit(item: Item, hit: Hit) -> float:
    if item.entity_type not in hit.types:
        return 0.0
    if item.anywhere:
        return 0.99
    length, size = item.end - item.start, hit.end - hit.start
    if hit.pointer:
        # Of a member the place in the file is not told: its path and length are.
        same = hit.pointer.endswith(item.pointer) and bool(item.pointer)
        return min(length, size) / max(length, size) if same and size else 0.0
    overlap = min(item.end, hit.end) - max(item.start, hit.start)
    return max(0, overlap) / max(length, size) if size > 0 else 0.0


def _touches(item: Item, hit: Hit) -> bool:
    if item.anywhere:
        return True
    if hit.pointer:
        return bool(item.pointer) and hit.pointer.endswith(item.pointer)
    return min(item.end, hit.end) > max(item.start, hit.start)


def _example(what: str, document: Document, entity_type: str, start: int, end: int, item: Item | None) -> str:
    around = document.text[max(0, start - 25) : end + 25] if start >= 0 else document.text[:80]
    about = f"{item.entity_type}/{item.form}/{item.context}" if item else document.negative
    return f"{what}\t{entity_type}\t{document.carrier}\t{about}\t{around!r}"
