"""Where a value begins that is glued to its label."""

from __future__ import annotations

_NUMERALS = frozenset("0123456789一二三")


def value_start(text: str, position: int) -> int:
    """Return *position*, or the place before it where the gap behind a label took the value's first numeral.

    Labels are numbered (电话2：…), so one numeral right behind a label is read as its number. With no sign
    between, as in 账号4000…, 座机86… and 住址三里河路, it belongs to the value.
    """
    if position > 1 and text[position - 1] in _NUMERALS and text[position - 2].isalpha():
        return position - 1
    return position
