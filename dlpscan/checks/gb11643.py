"""Citizen identification numbers of GB 11643-1999, 18 digits, and their predecessors of 15."""

from __future__ import annotations

from datetime import date

from dlpscan.checks import iso7064, regions
from dlpscan.declare import Checked

_EARLIEST_YEAR = 1900
# Permits for residents of Hong Kong, Macau and Taiwan: fixed region codes (State Council order 2018-09-01).
_PERMITS = frozenset({"810000", "820000", "830000"})


def birth_date(number: str) -> date | None:
    """Return the birth date in a number of 18 or 15 characters, None if it is not a real one.

    Two-digit years are of the 20th century: the numbers of 15 digits ended in 1999.
    """
    digits = number[6:14] if len(number) == 18 else "19" + number[6:12]  # noqa: PLR2004
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return born if born.year >= _EARLIEST_YEAR and born <= date.today() else None  # noqa: DTZ011


def check(number: str) -> Checked | None:
    """Judge a compact number of 18 characters (ASCII digits, last may be X) or 15 digits.

    None where province or birth date are impossible: those two remove nearly every accidental hit, and
    the check digit alone lets one in eleven pass. A region that is not in the table lowers the score.
    Source: GB 11643-1999; ISO/IEC 7064 MOD 11-2.
    """
    if number[:2] not in regions.PROVINCES or birth_date(number) is None:
        return None
    known = regions.is_known(number[:6])
    factor = 1.0 if known else 0.8
    notes = ("region and birth date are real",) if known else ("region is not in the table",)
    if number[:6] in _PERMITS:
        notes = ("residence permit of Hong Kong, Macau or Taiwan",)
    if len(number) == 15:  # noqa: PLR2004
        return Checked("not_available", factor, notes)
    if iso7064.mod_11_2(number[:17]) != number[17]:
        return Checked("failed", factor, notes)
    return Checked("passed", factor, notes, strength=3)


def canonical(number: str) -> str:
    """Return the number of 18 characters for one of 15 or 18.

    GB 11643-1999 extended the old numbers by the century and the check character.
    """
    if len(number) == 18:  # noqa: PLR2004
        return number
    body = f"{number[:6]}19{number[6:]}"
    return body + iso7064.mod_11_2(body)
