"""What is left of a resident identity number that a spreadsheet damaged, or somebody masked.

No check digit is left in either, so province and birth date are judged as far as they can be read.
"""

from __future__ import annotations

from datetime import date

from dlpscan.checks import gb11643, regions
from dlpscan.declare import Checked

_EARLIEST_YEAR = 1900
_HIDING = str.maketrans("＊#●·", "****")
_LENGTHS = (15, 18)
_LEAST_STARS = 4


def compact(text: str) -> str:
    """Return *text* without spaces, in upper case, with "*" for every sign that hides a digit."""
    return "".join(text.split()).upper().translate(_HIDING)


def check_spreadsheet(number: str) -> Checked | None:
    """Judge `1.10105E+17`, a number whose last digits were zeroed, or one with decimals.

    None where the digits that are left cannot begin a resident number.
    """
    digits, note = _left(number)
    if digits[:2] not in regions.PROVINCES:
        return None
    if len(digits) in _LENGTHS:
        if gb11643.birth_date(digits) is None:
            return None
    elif not _may_be_year(digits[6:10]):
        return None
    return Checked("not_available", notes=(f"damaged by a spreadsheet: {note}",), needs_label=True)


def _left(number: str) -> tuple[str, str]:
    """Return the digits that are left, and what happened to the others."""
    mantissa, exponent, power = number.partition("E")
    if exponent:
        digits = mantissa.replace(".", "")
        length = int(power) + 1
        # With all digits of the birth date there, it is judged as a whole number.
        is_dated = length == 18 and len(digits) >= 14  # noqa: PLR2004
        return (digits.ljust(length, "0") if is_dated else digits), "written in scientific notation"
    whole, point, _ = number.partition(".")
    if whole.endswith("000") and len(whole) == 18:  # noqa: PLR2004
        return whole, "the last digits were zeroed"
    return whole, "written as a decimal" if point else ""


def _may_be_year(digits: str) -> bool:
    """Say whether up to four digits begin a year of birth; of what is not there, nothing is said."""
    if not digits:
        return True
    first, last = int(digits.ljust(4, "0")), int(digits.ljust(4, "9"))
    return last >= _EARLIEST_YEAR and first <= date.today().year  # noqa: DTZ011


def check_masked(number: str) -> Checked | None:
    """Judge a number of 15 or 18 characters, some hidden by asterisks (or X between digits)."""
    head = number[: next((place for place, sign in enumerate(number) if sign in "*X"), 0)]
    if len(number) not in _LENGTHS or number.count("*") + number.count("X") < _LEAST_STARS:
        return None
    if len(head) > 1 and head[:2] not in regions.PROVINCES:
        return None
    if not _may_be_year(head[6:10] if len(number) == 18 else ""):  # noqa: PLR2004
        return None
    return Checked("not_available", notes=("masked: partly hidden in the text",))
