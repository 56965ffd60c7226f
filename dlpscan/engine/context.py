"""What stands around a value: the label right before it, the words nearby, the labels of other things.

A label right before a value says far more than a word nearby, and of two labels the closer one counts:
in `订单号：…` an identifier's own keyword further left means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dlpscan.engine.literals import Hit, is_whole_word
from dlpscan.engine.vocabulary import Word

_SIGNS = r"\s#＃:：=＝是为\"'“”‘’`*_|>｜\-—（(\[【<「『《〈.,"
_MOST_SIGNS = 8
# Between a label and its value: the bracket that closes around the label, a counter ("电话2", "phone 2:"), a
# second label behind a slash ("联系人/电话"), a remark in brackets without a number, a verb, then up to eight
# signs.
_BEHIND_LABEL = (
    r"[】」』》\])）]?(?:[0-9一二三](?![0-9一-鿿])|[ ][0-9](?=[ ]?[:：#]))?(?:[/／][一-鿿A-Za-z]{1,8})?"
)
_REMARK = r"[（(\[【<](?:(?![0-9]{5})[^（）()\[\]【】<>\n]){0,12}[)）\]】>]"
_BEFORE_VALUE = rf"(?:[ ](?:is|are|was)(?=[ :]))?[{_SIGNS}]{{0,{_MOST_SIGNS}}}"
_GAP_TO_VALUE = re.compile(f"{_BEHIND_LABEL}(?:[ ]?{_REMARK})?{_BEFORE_VALUE}")
# Where the value is not known yet: a bracket with nothing but the end of the clause behind it holds it
# (`姓名（王伟），`) and is no remark. One behind a space is a remark only if a value or colon touches it.
_IS_REMARK = rf"{_REMARK}(?=[\s:：=＝是为]{{0,4}}[^\s,，。;；、.!！?？)）])"
_IS_SPACED_REMARK = rf"[ ]{_REMARK}(?=[ ]?[:：=＝是为]|[^\W_])"
GAP = re.compile(f"{_BEHIND_LABEL}(?:{_IS_REMARK}|{_IS_SPACED_REMARK})?{_BEFORE_VALUE}")
_IS_SIGN = re.compile(f"[{_SIGNS}]")
_LONGEST_GAP = 34
_NEARBY = 60
_OPENERS, _CLOSERS = frozenset("（([【"), frozenset("）)]】")
_ONLY_NUMBER = frozenset(["号码", "号", "编号", "號碼", "號", "編號", "no", "no.", "number", "num"])
_ALONE = " \t*_#>|-【[(（「"


class Around(NamedTuple):
    """The context of one candidate. Each is the word that was found, "" where there is none."""

    label: str = ""
    label_start: int = -1
    nearby: str = ""
    negative: str = ""


NOTHING = Around()


class _Signs(dict[str, bool]):
    """Whether a character is one of the signs of a gap, filled as characters are met."""

    def __missing__(self, character: str) -> bool:
        self[character] = is_sign = _IS_SIGN.match(character) is not None
        return is_sign


_SIGN = _Signs()


class Context:
    """Answers for one text what stands around a span, from the hits of the literal index."""

    def __init__(self, text: str, hits: Sequence[Hit], words: Sequence[Word]) -> None:
        self._text = text
        self._hits = hits
        self._words = words
        self._ends = [hit[2] for hit in hits]

    def around(self, recogniser: int, start: int, end: int) -> Around:
        """Return what bears on a value of this recogniser that stands at text[start:end]."""
        index = bisect_right(self._ends, start) - 1
        if index >= 0 and self._ends[index] >= start - _LONGEST_GAP:
            own, other = self._label(recogniser, start, index)
            if own is not None:
                return Around(self._words[own[0]].text, own[1])
            if other is not None:
                return Around(negative=self._words[other[0]].text)
        nearby = self._nearby(recogniser, start, end)
        return Around(nearby=nearby) if nearby else NOTHING

    def label_ends_at(self, recogniser: int, position: int) -> bool:
        """Say whether a label of this recogniser ends exactly at *position* (`Tel139…`)."""
        index = bisect_left(self._ends, position)
        while index < len(self._hits) and self._ends[index] == position:
            hit = self._hits[index]
            if recogniser in self._words[hit[0]].label_of and self._is_whole(hit):
                return True
            index += 1
        return False

    def label_begins_at(self, position: int) -> bool:
        """Say whether a label of any recogniser begins exactly at *position* (`…2717Tel:139…`)."""
        index = bisect_right(self._ends, position)
        while index < len(self._hits) and self._ends[index] <= position + _NEARBY:
            hit = self._hits[index]
            if hit[1] == position and self._words[hit[0]].label_of and self._is_whole(hit):
                return True
            index += 1
        return False

    def has_label(self, recogniser: int, start: int) -> bool:
        """Say whether a label of this recogniser stands right before *start*."""
        index = bisect_right(self._ends, start) - 1
        return self._label(recogniser, start, index)[0] is not None

    def _is_whole(self, hit: Hit) -> bool:
        return not self._words[hit[0]].is_lettered or is_whole_word(self._text, hit[1], hit[2])

    def _label(self, recogniser: int, start: int, index: int) -> tuple[Hit | None, Hit | None]:
        """Return (own label, foreign label), of all right before *start* the closest; one of them is None."""
        own: Hit | None = None
        other: Hit | None = None
        own_size = other_size = 0
        closest = -1
        for hit in self._before(start, index):
            if hit[2] < closest:
                break
            word = self._words[hit[0]]
            size = len(word.text)
            if recogniser in word.label_of:
                if size > own_size:
                    own, own_size = hit, size
            elif recogniser in word.foreign_to:
                # 信用卡号 continued by 码 is not the 号码 of a phone.
                begun = self._overlapping(recogniser, hit)
                if begun is not None:
                    own, own_size = begun, len(self._words[begun[0]].text)
                elif size > other_size:
                    other, other_size = hit, size
            closest = max(own[2] if own else -1, other[2] if other else -1)
        # Of an own and a foreign label that end at one place the longer wins: 订单手机号 is a phone's.
        return (own, None) if own is not None and own_size >= other_size else (None, other)

    def _before(self, start: int, index: int) -> Iterator[Hit]:
        """Yield the hits that only signs of a label part from *start*, the closest first."""
        text, ends = self._text, self._ends
        if index < 0 or ends[index] < start - _LONGEST_GAP:
            return
        # The common gap consists of signs only: no expression is needed to see that.
        signs = start
        while signs and signs > start - _MOST_SIGNS and _SIGN[text[signs - 1]]:
            signs -= 1
        while index >= 0 and ends[index] >= start - _LONGEST_GAP:
            hit = self._hits[index]
            if (
                (hit[2] >= signs or _GAP_TO_VALUE.fullmatch(text, hit[2], start))
                and self._is_whole(hit)
                and self._may_reach(hit, start)
            ):
                yield hit
            index -= 1

    def _may_reach(self, hit: Hit, start: int) -> bool:
        """Refuse a label that reaches over a line end, unless it stands alone on its line or a colon follows.

        Refuse also what only repeats in a bracket that the word before it names a number: 护照（号码）.
        """
        text = self._text
        _, begin, end = hit
        is_in_brackets = begin > 1 and text[end : end + 1] in _CLOSERS and text[begin - 1] in _OPENERS
        if is_in_brackets and text[begin - 2].isalnum() and text[begin:end].lower() in _ONLY_NUMBER:
            return False
        line_end = text.find("\n", end, start)
        if line_end < 0 or text[end:line_end].rstrip().endswith((":", "：")):
            return True
        line = text.rfind("\n", 0, begin) + 1
        return not text[line:begin].strip(_ALONE)

    def _overlapping(self, recogniser: int, hit: Hit) -> Hit | None:
        """Return the own label that *hit* continues, if there is one."""
        index = bisect_left(self._ends, hit[1] + 1)
        while index < len(self._hits) and self._ends[index] < hit[2]:
            one = self._hits[index]
            if one[1] < hit[1] and recogniser in self._words[one[0]].label_of and self._is_whole(one):
                return one
            index += 1
        return None

    def _nearby(self, recogniser: int, start: int, end: int) -> str:
        hits, words = self._hits, self._words
        first = bisect_left(self._ends, start - _NEARBY)
        for at in range(first, len(hits)):
            hit = hits[at]
            if hit[1] > end + _NEARBY:
                break
            word = words[hit[0]]
            if recogniser not in word.nearby_of or (hit[1] < end and hit[2] > start):
                continue
            if self._is_whole(hit):
                return word.text
        return ""
