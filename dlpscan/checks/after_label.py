"""Where a value begins that is glued to its label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlpscan.checks.late import LatePattern
from dlpscan.declare import Find

_NUMERALS = frozenset("0123456789一二三")
_CLOSING = frozenset('】」』》])）>"”')
_LONGEST_GAP = 16


def value_start(text: str, position: int) -> int:
    """Return *position*, or the place before it where the gap behind a label took the value's first numeral.

    Labels are numbered (电话2：…), so one numeral right behind a label is read as its number. With no sign
    between, as in 账号4000…, 座机86… and 住址三里河路, it belongs to the value.
    """
    if position > 1 and text[position - 1] in _NUMERALS and _ends_label(text[position - 2]):
        return position - 1
    return position


def _ends_label(character: str) -> bool:
    return character.isalpha() or character in _CLOSING


def finder(pattern: str) -> Find:
    """Return a `find` that matches *pattern* where the value behind a label begins.

    A group named `value` marks the value inside a longer match.
    """
    compiled = re.compile(pattern)
    match = compiled.match
    group = "value" if "value" in compiled.groupindex else 0

    def find(text: str, position: int) -> tuple[int, int] | None:
        for start in starts(text, position):
            found = match(text, start)
            if found:
                return found.span(group)
        return None

    return find


# A remark of up to twelve characters in brackets is part of the gap, and may be the value: QQ（12345678）.
_REMARK = LatePattern(r"[（(\[【<]([^（）()\[\]【】<>\n]{4,12})[)）\]】>]\W{0,8}$")
_LONGEST_REMARK = 22


def starts(text: str, position: int) -> Iterator[int]:
    """Yield the places where a value may begin whose gap ends at *position*, the likeliest first."""
    yield value_start(text, position)
    window = max(0, position - _LONGEST_REMARK)
    remark = _REMARK.search(text[window:position])
    if remark:
        yield window + remark.start(1)


def with_copula(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return *labels*, and those of plain English words also as prose and forms go on: `QQ is …`, `QQ# …`."""
    spoken = [label for label in labels if label[-1].isascii() and label[-1].isalpha() and "_" not in label]
    return (*labels, *(label + end for label in spoken for end in (" is", "#", " #")))


def signs_before(text: str, position: int) -> str:
    """Return the signs between a label and the value at *position*, none where both are glued."""
    start = position
    while start and position - start < _LONGEST_GAP and not text[start - 1].isalnum():
        start -= 1
    return text[start:position]
