"""What stands right beside a value, and whether the value can be a whole number or word there."""

from __future__ import annotations

import re
from string import ascii_letters, digits

from dlpscan.checks.late import LatePattern
from dlpscan.engine.compiled import Compiled
from dlpscan.engine.context import Context

REFUSED, GLUED, TOUCHED, CLEAN = 0, 1, 2, 3
"""From worst to best: part of a longer number, glued to letters, touched by `. _ -`, free."""

CHARACTERS = frozenset(f"{ascii_letters}{digits}._-")
"""Beside any other character a value is clean."""

_LIST_NUMBER = re.compile(r"[ \t]{0,8}(?:[^\W\d_]{0,4})[1-9][0-9]{0,2}")
_LONGEST_LIST_NUMBER = 16
_COLOUR = LatePattern(r"\[[0-9;]{1,8}m$")
_LONGEST_COLOUR = 10


def judge(text: str, one: Compiled, start: int, end: int, context: Context) -> int:
    """Judge what stands beside text[start:end], a value of the recogniser *one*."""
    if not one.is_number and not one.is_word:
        return CLEAN
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if _is_digit(before) or _is_digit(after):
        return REFUSED
    is_glued = _is_word(before) and (one.is_word or _is_word(text[start])) and not _is_escape(text, start)
    is_continued = _is_word(after) and (one.is_word or _is_word(text[end - 1]))
    if is_glued and not context.label_ends_at(one.number, start):
        return GLUED
    if is_continued and not context.label_begins_at(end):
        return GLUED
    return CLEAN if one.is_word else _joints(text, start, end, before, after)


def _is_escape(text: str, start: int) -> bool:
    r"""Say whether the letter before *start* ends an escape: `\n`, `\t`, `%0A`, a colour of a terminal."""
    if text[start - 1] in "nrtfbv":
        return _backslashes(text, start - 1) % 2 == 1
    if text[start - 1] in "9AaDd":
        return text[max(0, start - 3) : start - 1] == "%0"
    # Folding took the control character that begins the sequence.
    return text[start - 1] == "m" and _COLOUR.search(text, max(0, start - _LONGEST_COLOUR), start) is not None


def _backslashes(text: str, end: int) -> int:
    """Return how many backslashes stand right before *end*, at most eight."""
    begin = end
    while begin > max(0, end - 8) and text[begin - 1] == "\\":
        begin -= 1
    return end - begin


def _joints(text: str, start: int, end: int, before: str, after: str) -> int:
    """Judge the full stops, underscores and dashes beside a number."""
    if before == "." and start > 1 and _is_digit(text[start - 2]):
        return TOUCHED if _is_list_number(text, start - 1) else GLUED
    if after == "." and end + 1 < len(text) and _is_digit(text[end + 1]):
        return GLUED
    # A joint counts where it joins to more ASCII: `a_139…`, not `客户_139…` or a dash before a remark.
    is_joined = before and before in "._-" and start > 1 and _joins(text[start - 2])
    is_joining = after and after in "_-" and end + 1 < len(text) and _joins(text[end + 1])
    return TOUCHED if is_joined or is_joining else CLEAN


def _is_list_number(text: str, dot: int) -> bool:
    """Say whether the digits before a full stop number a list (`12.139…`), at the start of a line."""
    line = text.rfind("\n", max(0, dot - _LONGEST_LIST_NUMBER), dot) + 1
    return _LIST_NUMBER.fullmatch(text, line, dot) is not None


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9" if character else False


def _is_word(character: str) -> bool:
    """Say whether this is an ASCII letter or digit: Chinese characters never continue a number."""
    return character.isascii() and character.isalnum() if character else False


def _joins(character: str) -> bool:
    return _is_word(character) or character in "._-"
