"""Telephone numbers with a country code: which codes exist, and how long the numbers behind them are."""

from __future__ import annotations

from functools import cache

from dlpscan.checks import tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

MAINLAND = "86"
"""Numbers of mainland China have recognisers of their own, which know prefixes and area codes."""

_LONGEST_CODE = 3
_SHORTEST_NUMBER = 9
_NORTH_AMERICA = "1"
_NORTH_AMERICAN_LENGTH = 10
_NOT_DIGITS = LatePattern(r"[^0-9]")
_TRUNK = LatePattern(r"\(0\)")
# Free-phone, premium and service area codes of North America: companies' lines.
_SERVICE_AREAS = frozenset("400 800 822 833 844 855 866 877 880 881 882 883 888 900 976".split())
# Exchange 555, lines 0100-0199, and 555-1212: set aside for films and manuals, and for directory enquiries.
_FICTITIOUS = LatePattern(r"(?:[0-9]{3}5550[0-9]{3}|555[0-9]{7}|[0-9]{3}5551212)")
# What Ofcom sets aside for drama, without the trunk zero.
_FICTITIOUS_BRITISH = LatePattern(
    r"(?:7700900|1632960|20794600|3069990|808157|1[1-6]1496|1914980|2890180|2920180)[0-9]+"
)


@cache
def _lengths() -> dict[str, frozenset[int]]:
    return {row[0]: frozenset(map(int, row[1].split(","))) for row in tables.rows("country_codes")}


def split(digits: str) -> tuple[str, str]:
    """Return (country code, national number) of *digits*; ("", "") if no country code fits.

    No code is the beginning of another, so there is one way at most.
    """
    for size in range(1, _LONGEST_CODE + 1):
        if digits[:size] in _lengths():
            return digits[:size], digits[size:]
    return "", ""


def canonical(text: str) -> str:
    """Return `+` and digits of a number that was written with `+`, `00` or neither, without trunk zero."""
    digits = _NOT_DIGITS.sub("", _TRUNK.sub("", text)).removeprefix("00")
    code, national = split(digits)
    if national.startswith("0") and not has_right_length(digits) and has_right_length(code + national[1:]):
        digits = code + national[1:]
    return f"+{digits}"


def has_right_length(digits: str) -> bool:
    """Say whether *digits* are a country code and as many digits as numbers of that country have."""
    code, national = split(digits)
    return bool(code) and len(digits) >= _SHORTEST_NUMBER and len(national) in _lengths()[code]


def check(number: str) -> Checked | None:
    """Judge a canonical number, `+` and digits. None for mainland China, and where no country fits."""
    digits = number[1:]
    code, national = split(digits)
    if not code or code == MAINLAND or not has_right_length(digits) or len(set(national)) <= 2:  # noqa: PLR2004
        return None
    if code == _NORTH_AMERICA:
        return check_north_american(national)
    if national.startswith(("800", "0")) and code not in ("39", "225", "242"):
        # Italy, Ivory Coast and Congo keep the zero; elsewhere it is a trunk zero that does not belong here.
        return Checked("not_available", 0.4, ("free-phone line or superfluous zero",))
    if code == "44" and _FICTITIOUS_BRITISH.fullmatch(national):
        return Checked("not_available", 0.75, ("set aside for fiction",), needs_label=True)
    return Checked("not_available", 1.0, (f"country code {code}, length of the country",))


def check_north_american(national: str) -> Checked | None:
    """Judge ten digits of North America: area codes begin with 2 to 9; N11 is neither area nor exchange."""
    area, exchange = national[:3], national[3:6]
    if len(national) != _NORTH_AMERICAN_LENGTH or area[0] in "01":
        return None
    if area in _SERVICE_AREAS or area[1:] == "11" or exchange[1:] == "11":
        return None
    if national.startswith("23456789"):
        return Checked("not_available", 0.3, ("digits in counting order",))
    if _FICTITIOUS.fullmatch(national):
        return Checked("not_available", 0.75, ("set aside for fiction",), needs_label=True)
    if exchange[0] in "01":
        return Checked("not_available", 0.75, ("exchange is unusual",))
    return Checked("not_available", 1.0, ("area code and exchange of North America",))
