"""Landline numbers of mainland China: which area codes exist, and how long their subscriber numbers are."""

from __future__ import annotations

import re
from functools import cache

from dlpscan.checks import tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

_EXTENSION = LatePattern(
    r"[ \-]*(?:转|轉|分机|分機|内线|ext(?:ension)?\.?|[x#*\-])[ :：.]*([0-9]{1,6})$", re.IGNORECASE
)
_NOT_DIGITS = LatePattern(r"[^0-9]")
_LONGEST = 8
_FIRST_OF_LONGEST = frozenset("2345678")
# Eight digits that read as a calendar date of our time rather than as a number somebody was given.
_DATE = LatePattern(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


@cache
def _lengths() -> dict[str, tuple[frozenset[int], bool]]:
    return {
        code: (frozenset(map(int, lengths.split(","))), current == "1")
        for code, lengths, _, current in tables.rows("area_codes")
    }


def is_known(code: str) -> bool:
    """Say whether *code*, without the trunk zero, is or was an area code."""
    return code in _lengths()


def split(number: str) -> tuple[str, str]:
    """Return (area code without zero, subscriber number) of national digits; ("", "") if no code fits."""
    size = 2 if number[:1] == "2" or number[:2] == "10" else 3
    code, subscriber = number[:size], number[size:]
    return (code, subscriber) if is_known(code) else ("", "")


def canonical(text: str) -> str:
    """Return a number as it was written in the form `0755-12345678`, `0755-12345678-801` with extension.

    Country code, brackets and separators go; what cannot be split stays in digits.
    """
    found = _EXTENSION.search(text)
    # A hyphen before a last group is an extension only if a whole number stands before it.
    if found and len(_national(text[: found.start()])) >= 9:  # noqa: PLR2004  (the shortest: 20 + 7 digits)
        main, extension = _national(text[: found.start()]), found.group(1)
    else:
        main, extension = _national(text), ""
    code, subscriber = split(main)
    number = f"0{code}-{subscriber}" if code else main
    return f"{number}-{extension}" if extension else number


def _national(text: str) -> str:
    """Return the digits of *text* without country code and trunk zero."""
    digits = _NOT_DIGITS.sub("", text)
    if digits.startswith("0") and not digits.startswith("00"):
        return digits[1:]
    return digits.removeprefix("00").removeprefix("86").removeprefix("0")


def check(number: str) -> Checked | None:
    """Judge a canonical number. None where the area code does not exist.

    A length that the area does not use lowers the score only: numbers are printed with digits missing, and
    areas change their lengths.
    """
    zero_and_code, _, rest = number.partition("-")
    subscriber = rest.partition("-")[0]
    known = _lengths().get(zero_and_code[1:])
    if known is None:
        return None
    lengths, is_current = known
    if subscriber.startswith("0") or len(set(subscriber)) == 1:
        return Checked("not_available", 0.5, ("subscriber number is unusual",))
    if len(subscriber) == _LONGEST and subscriber[0] in _FIRST_OF_LONGEST and _LONGEST - 1 in lengths:
        # Areas go over from seven digits to eight, and the table learns of it later.
        return Checked("not_available", 0.85, ("the area code has numbers of seven digits",))
    if len(subscriber) not in lengths:
        return Checked("not_available", 0.6, ("the area code has numbers of another length",))
    if _DATE.fullmatch(subscriber):
        return Checked("not_available", 0.65, ("subscriber number reads as a date",))
    return Checked("not_available", 1.0, ("area code is known" if is_current else "area code was abolished",))


def check_local(number: str) -> Checked | None:
    """Judge a subscriber number without area code: seven or eight digits. None where it reads as a date."""
    if _DATE.fullmatch(number) or len(set(number)) == 1:
        return None
    return Checked("not_available", 1.0, ("no area code",))
