"""Numbers of Hong Kong identity cards: one or two letters, six digits and a check digit."""

from __future__ import annotations

from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

_VALUES = {letter: value for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10)}
_SPACE = 36
_BODY = LatePattern(r"(?:[A-Z][A-Z]?[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?)$")
_LONGEST_BODY = 11


def check_character(body: str) -> str:
    """Return the check character, 0-9 or "A", of one or two capitals and six digits.

    Source: letters A = 10 ... Z = 35, an absent first letter 36; weights 9 to 2; modulo 11, 10 is written A.
    """
    letters, digits = body[:-6], body[-6:]
    values = [_SPACE] * (2 - len(letters)) + [_VALUES[letter] for letter in letters] + [*map(int, digits)]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return "0123456789A"[-total % 11]


def check(number: str) -> Checked | None:
    """Judge a compact number, with or without its check character; two letters need it to tell them apart."""
    letters = 2 if number[1:2].isalpha() else 1
    if len(number) == letters + 6:
        return Checked("not_available")
    if check_character(number[:-1]) != number[-1]:
        return Checked("failed")
    return Checked("passed", strength=1)


def before_brackets(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a number whose check digit in brackets begins at *position*."""
    if position == 0 or text[position - 1] not in "0123456789 " or text[position : position + 1] not in "(（":
        return None
    begin = max(0, position - _LONGEST_BODY)
    body = _BODY.search(text[begin:position])
    return (begin + body.start(), position + 3) if body else None
