"""Vehicle identification numbers of ISO 3779 and GB 16735: 17 characters, the ninth a check digit.

China and North America require the check digit; elsewhere the ninth character is free. The last four
characters are digits everywhere (ISO 3779:2009, clause 4.4; GB 16735-2019, clause 4.4).
"""

from __future__ import annotations

from dlpscan.declare import Checked

LENGTH = 17
_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", (*range(10), *range(1, 9), 1, 2, 3, 4, 5, 7, 9, *range(2, 10)),
        strict=True)
)  # fmt: skip
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_PLACE, _YEAR_PLACE = 8, 9
_TEN = 10
# First characters of the countries that require the check digit: North America 1-5, China L and H (ISO 3780).
_REQUIRED = frozenset("12345LH")
_NO_YEAR = frozenset("0UZ")
_FEWEST_DIGITS = 4


def check_digit(number: str) -> str:
    """Return the ninth character, 0-9 or "X", for a number of 17 whose own ninth does not count.

    Source: GB 16735-2019, annex A; 49 CFR 565.15 (c).
    """
    total = sum(_VALUES[character] * weight for character, weight in zip(number, _WEIGHTS, strict=True))
    return "X" if total % 11 == _TEN else str(total % 11)


def check(number: str) -> Checked | None:
    """Judge 17 characters in upper case.

    None for what no maker stamps: a letter I, O or Q, no letter at all, or hardly a digit. A number whose
    check digit is wrong counts only behind a label, and less where the check digit is required.
    """
    if len(number) != LENGTH or not set(number) <= _VALUES.keys() or number[0] == "0":
        return None
    digits = sum(map(str.isdigit, number))
    if not _FEWEST_DIGITS <= digits < LENGTH:
        return None
    is_usual = number[-4:].isdigit() and number[_YEAR_PLACE] not in _NO_YEAR
    notes = () if is_usual else ("model year or serial number is unusual",)
    factor = 1.0 if is_usual else 0.8
    if check_digit(number) == number[_CHECK_PLACE]:
        return Checked("passed", factor, notes)
    if number[0] in _REQUIRED:
        return Checked("not_available", 0.62, (*notes, "the check digit is wrong"), needs_label=True)
    return Checked("not_available", 0.85, (*notes, "no check digit, as outside China"), needs_label=True)
