"""What stands around a value: the label right before it, the words nearby, the labels of other things.

A label right before a value says far more than a word nearby, and of two labels the closer one counts:
in `订单号：…` an identifier's own keyword further left means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dlpscan.engine.literals import Hit

# Between a label and its value: the bracket that closes around the label, a counter ("电话2"), a second label
# behind a slash ("联系人/电话"), a remark in brackets, then up to eight signs.
GAP = re.compile(
    r"[】」』》\])）]?(?:[0-9一二三](?![0-9一-鿿]))?(?:[/／][一-鿿A-Za-z]{1,8})?(?:[（(\[【<][^（）()\[\]【】<>\n]{0,12}[)）\]】>])?"
    r"[\s:：=＝是为\"'“”‘’`*_|>｜\-—（(\[【<「『《〈.,]{0,8}"
)
_LONGEST_GAP = 34
_NEARBY = 60


_NO_HIT = Hit(-1, -1, "", ())


_ALONE = " \t*_#>|-【[(（「"


def _length(hit: Hit) -> int:
    return len(hit.word)


def _is_label_of(recogniser: int, hit: Hit) -> bool:
    return any(role.kind == "label" and role.recogniser == recogniser for role in hit.roles)


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
        self._label_starts: frozenset[int] | None = None

    def around(self, recogniser: int, start: int, end: int) -> Around:
        """Return what bears on a value of this recogniser that stands at text[start:end]."""
        label, negative, label_start = self._label(recogniser, start)
        nearby = "" if label or negative else self._nearby(recogniser, start, end)
        return Around(label, label_start, nearby, negative)

    def label_ends_at(self, recogniser: int, position: int) -> bool:
        """Say whether a label of this recogniser ends exactly at *position* (`Tel139…`)."""
        index = bisect_left(self._ends, position)
        while index < len(self._hits) and self._ends[index] == position:
            if _is_label_of(recogniser, self._hits[index]):
                return True
            index += 1
        return False

    def label_begins_at(self, position: int) -> bool:
        """Say whether a label of any recogniser begins exactly at *position* (`…2717Tel:139…`)."""
        if self._label_starts is None:
            self._label_starts = frozenset(
                hit.start for hit in self._hits if any(role.kind == "label" for role in hit.roles)
            )
        return position in self._label_starts

    def has_label(self, recogniser: int, start: int) -> bool:
        """Say whether a label of this recogniser stands right before *start*."""
        return bool(self._label(recogniser, start)[0])

    def _label(self, recogniser: int, start: int) -> tuple[str, str, int]:
        """Return (own label, foreign label, start of the own): of all right before *start* the closest."""
        own = other = _NO_HIT
        for hit in self._before(start):
            if hit.end < max(own.end, other.end):
                break
            if _is_label_of(recogniser, hit):
                own = max(own, hit, key=_length)
            elif self._is_foreign(recogniser, hit):
                # 信用卡号 continued by 码 is not the 号码 of a phone.
                begun = self._overlapping(recogniser, hit)
                own, other = (begun, other) if begun else (own, max(other, hit, key=_length))
        # Of an own and a foreign label that end at one place the longer wins: 订单手机号 is a phone's.
        if own.word and len(own.word) >= len(other.word):
            return own.word, "", own.start
        return "", other.word, -1

    def _before(self, start: int) -> Iterator[Hit]:
        """Yield the hits that only signs of a label part from *start*, the closest first."""
        index = bisect_right(self._ends, start) - 1
        while index >= 0 and self._ends[index] >= start - _LONGEST_GAP:
            hit = self._hits[index]
            if GAP.fullmatch(self._text, hit.end, start) and self._may_reach(hit, start):
                yield hit
            index -= 1

    def _may_reach(self, hit: Hit, start: int) -> bool:
        """Refuse a label that reaches over a line end, unless it stands alone on its line."""
        if self._text.find("\n", hit.end, start) < 0:
            return True
        line = self._text.rfind("\n", 0, hit.start) + 1
        return not self._text[line : hit.start].strip(_ALONE)

    def _overlapping(self, recogniser: int, hit: Hit) -> Hit | None:
        """Return the own label that *hit* continues, if there is one."""
        index = bisect_left(self._ends, hit.start + 1)
        while index < len(self._hits) and self._ends[index] < hit.end:
            one = self._hits[index]
            if one.start < hit.start and _is_label_of(recogniser, one):
                return one
            index += 1
        return None

    def _is_foreign(self, recogniser: int, hit: Hit) -> bool:
        """Say whether the word names something else: it is negative, or another number's label."""
        own = {role.kind for role in hit.roles if role.recogniser == recogniser}
        if own:
            return "negative" in own
        foreign = self._foreign[recogniser]
        return any(role.kind == "label" and role.recogniser in foreign for role in hit.roles)

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
