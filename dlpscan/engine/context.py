"""What stands around a value: the label right before it, the words nearby, the labels of other things.

A label right before a value says far more than a word nearby, and of two labels the closer one counts:
in `订单号：…` an identifier's own keyword further left means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dlpscan.engine.literals import Hit, Role

# Between a label and its value: a counter ("电话2"), a remark in brackets, then up to eight signs.
GAP = re.compile(
    r"[0-9一二三]?(?:[（(\[【<][^（）()\[\]【】<>\n]{0,12}[)）\]】>])?"
    r"[\s:：=＝是为\"'“”‘’`*_|>｜\-—（(\[【<.]{0,8}"
)
_LONGEST_GAP = 24
_NEARBY = 60


_NO_HIT = Hit(-1, -1, "", ())


def _length(hit: Hit) -> int:
    return len(hit.word)


class Around(NamedTuple):
    """The context of one candidate. Each is the word that was found, "" where there is none."""

    label: str = ""
    label_start: int = -1
    nearby: str = ""
    negative: str = ""


class Context:
    """Answers for one text what stands around a span, from the hits of the literal index."""

    def __init__(self, text: str, hits: list[Hit], foreign: dict[int, frozenset[int]]) -> None:
        self._text = text
        self._hits = hits
        self._ends = [hit.end for hit in hits]
        self._foreign = foreign

    def around(self, recogniser: int, start: int, end: int) -> Around:
        """Return what bears on a value of this recogniser that stands at text[start:end]."""
        label, negative, label_start = self._label(recogniser, start)
        nearby = "" if label or negative else self._nearby(recogniser, start, end)
        return Around(label, label_start, nearby, negative)

    def label_ends_at(self, recogniser: int, position: int) -> bool:
        """Say whether a label of this recogniser ends exactly at *position* (`Tel139…`)."""
        index = bisect_left(self._ends, position)
        while index < len(self._hits) and self._ends[index] == position:
            if any(
                role.kind == "label" and role.recogniser == recogniser for role in self._hits[index].roles
            ):
                return True
            index += 1
        return False

    def _label(self, recogniser: int, start: int) -> tuple[str, str, int]:
        """Return (own label, foreign label, start of the own): of all right before *start* the closest."""
        own = other = _NO_HIT
        for hit in self._before(start):
            if hit.end < max(own.end, other.end):
                break
            for role in hit.roles:
                if role.recogniser == recogniser and role.kind == "label":
                    own = max(own, hit, key=_length)
                elif self._is_foreign(recogniser, role):
                    other = max(other, hit, key=_length)
        # Of an own and a foreign label that end at one place the longer wins: 订单手机号 is a phone's.
        if own.word and len(own.word) >= len(other.word):
            return own.word, "", own.start
        return "", other.word, -1

    def _before(self, start: int) -> Iterator[Hit]:
        """Yield the hits that only signs of a label part from *start*, the closest first."""
        index = bisect_right(self._ends, start) - 1
        while index >= 0 and self._ends[index] >= start - _LONGEST_GAP:
            hit = self._hits[index]
            if GAP.fullmatch(self._text, hit.end, start):
                yield hit
            index -= 1

    def _is_foreign(self, recogniser: int, role: Role) -> bool:
        if role.recogniser == recogniser:
            return role.kind == "negative"
        return role.kind == "label" and role.recogniser in self._foreign[recogniser]

    def _nearby(self, recogniser: int, start: int, end: int) -> str:
        first = bisect_left(self._ends, start - _NEARBY)
        for index in range(first, len(self._hits)):
            hit = self._hits[index]
            if hit.start > end + _NEARBY:
                break
            if hit.start < end and hit.end > start:
                continue
            if any(role.recogniser == recogniser and role.kind in ("label", "nearby") for role in hit.roles):
                return hit.word
        return ""


def label_ends(hits: list[Hit], wanted: frozenset[int]) -> list[tuple[int, int]]:
    """Return (end, recogniser) for each label of the recognisers that start after their labels."""
    return [
        (hit.end, role.recogniser)
        for hit in hits
        for role in hit.roles
        if role.kind == "label" and role.recogniser in wanted
    ]
