"""Values that are established once and mentioned again: a name that a label gives holds for its document.

Only recognisers that declare `mentions` have such values. Tables are left out, since each row of a register
has evidence of its own, and so are documents with more names than people read together.
"""

from __future__ import annotations

from dlpscan.declare import Recogniser
from dlpscan.engine.search import Match
from dlpscan.model import MIN_SCORE, Segment

_MOST_VALUES = 500
_AGAIN = 0.9


class Established:
    """The values of one document that evidence has established, by recogniser, with their best scores."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, float]] = {}
        self._recognisers: dict[str, Recogniser] = {}

    def __repr__(self) -> str:
        return f"Established(values={sum(map(len, self._values.values()))})"

    def mentioned(self, segment: Segment, matches: list[Match]) -> list[Match]:
        """Return further mentions in *segment*, and learn what *matches*, sorted, establish in it."""
        if segment.kind not in ("text", "field"):
            return []
        found: list[Match] = []
        text = segment.text
        for one in self._learn(text, matches):
            if one.mentions is None:
                continue
            values = {value: score for value, score in self._values[one.name].items() if value in text}
            if not values or len(self._values[one.name]) > _MOST_VALUES:
                continue
            taken = [(match.start, match.end) for match in matches]
            for start, end in one.mentions(text, values, taken):
                value = text[start:end]
                score = values[value] * _AGAIN
                evidence = ("established by evidence elsewhere in the document",)
                compact = one.compact(value)
                found.append(Match(start, end, score, one, compact, evidence, 0, "", is_field=False))
        return found

    def _learn(self, text: str, matches: list[Match]) -> list[Recogniser]:
        """Take the values that *matches* establish. Return the recognisers of all that are known by now."""
        for match in matches:
            one = match.recogniser
            if one.mentions is not None and match.score >= MIN_SCORE:
                self._recognisers.setdefault(one.name, one)
                known = self._values.setdefault(one.name, {})
                value = text[match.start : match.end]
                if len(known) > _MOST_VALUES and value not in known:
                    # Too many to be looked for, and a stream may hold millions.
                    continue
                known[value] = max(match.score, known.get(value, 0.0))
        return [*self._recognisers.values()]
