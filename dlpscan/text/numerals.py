"""Numbers in Chinese numerals, circled digits and the like: `一三九一二三四五六七八` is a telephone number.

Only a run that is long enough to be a number is rewritten, one character for one: `三三两两` stays prose,
and the list mark in `①13812345678` does not become a digit of the number behind it.
"""

from __future__ import annotations

import re
import unicodedata

# Everyday and financial numerals with their traditional and old forms, Suzhou numerals, and the words that
# are said over the telephone for 1, 0, 7 and 9.
_NUMERALS = {
    character: str(value)
    for value, characters in enumerate(
        (
            "〇零○◯洞", "一壹弌幺〡", "二贰貳弍两兩〢", "三叁叄參弎〣", "四肆〤", "五伍〥", "六陆陸〦",
            "七柒〧拐", "八捌〨", "九玖勾〩",
        )
    )
    for character in characters
}  # fmt: skip
# Digits that are marks in most text: circled, bracketed, with a full stop, raised and lowered.
_MARKS = "²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒㈠-㈨㊀-㊈"
_IS_MARK = re.compile(f"[{_MARKS}]")
_CLASS = "".join(_NUMERALS) + _MARKS
# The search is over every character of a Chinese text: it must begin with the class, and end at once.
_RUN = re.compile(rf"[{_CLASS}](?:[ \-·]{{0,2}}[0-9{_CLASS}])+")
_BEFORE = re.compile(r"[ \-·]{0,2}(?:[0-9][ \-·]{0,2})+")
_LONGEST_BEFORE = 24
_LEAST = 7
"""Digits of the shortest number worth reading: a telephone number without area code."""
_MIXED = 11
"""Digits of the shortest number that may have one numeral in it: a mobile number."""


def fold(text: str) -> str:
    """Return *text* with the numerals of long numbers as digits; it is as long as it was."""
    parts: list[str] = []
    written = 0
    for match in _RUN.finditer(text):
        begin, end = match.span()
        run = match[0]
        # Read backwards from the run: the digits that lead to it.
        before = _BEFORE.match(text[max(written, begin - _LONGEST_BEFORE) : begin][::-1])
        lead = before[0][::-1] if before else ""
        if _is_number(run, lead + run):
            parts += [text[written:begin], *map(_digit, run)]
            written = end
    if not parts:
        return text
    parts.append(text[written:])
    return "".join(parts)


def _is_number(run: str, whole: str) -> bool:
    """Say whether a run with its digits is one number, rather than a word beside a number."""
    marks = len(_IS_MARK.findall(run))
    if marks:
        return marks >= _LEAST
    numerals = sum(map(_NUMERALS.__contains__, run))
    if numerals >= _LEAST:
        return True
    blocks = [len(block) for block in _DIGITS.findall(whole)]
    # Seven digits together are a number of their own: `之一13812345678`.
    return bool(blocks) and max(blocks) < _LEAST and numerals + sum(blocks) >= _MIXED


_DIGITS = re.compile("[0-9]+")


def _digit(character: str) -> str:
    known = _NUMERALS.get(character)
    if known is not None:
        return known
    if _IS_MARK.match(character):
        return str(int(unicodedata.numeric(character)))
    return character
