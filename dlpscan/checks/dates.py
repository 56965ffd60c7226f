"""Whether digits read as a day of the calendar: eight digits of a document may be one."""

from __future__ import annotations

from datetime import date

_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def is_recent(digits: str) -> bool:
    """Say whether *digits* are YYYYMMDD of a real day from 1900 to 2099."""
    if len(digits) != 8 or not digits.isdecimal():  # noqa: PLR2004
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
