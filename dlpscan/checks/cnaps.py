"""Clearing numbers of Chinese banks (联行号): bank, city, serial number and a check digit."""

from __future__ import annotations

from dlpscan.checks import iso7064
from dlpscan.declare import Checked

LENGTH = 12

# First three digits: the bank, or the class of banks that share a prefix. Source: participants of the payment
# systems as banks publish them; repo gweesin/CNAPS 5aea0826 (MIT). Foreign banks have 501 to 799. Banks are
# added, so an unknown prefix lowers the score only.
_BANKS = frozenset(
    """
    001 102 103 104 105 201 202 203 301 302 303 304 305 306 307 308 309 310 313 314 315 316 317 318 319 320
    401 402 403
    """.split()
)
_FIRST_FOREIGN, _LAST_FOREIGN = 501, 799
# The next four digits: the city. They rise from Beijing (1000) to Xinjiang (90xx). Source: the same list.
_FIRST_CITY, _LAST_CITY = 1000, 9099


def check(number: str) -> Checked | None:
    """Judge twelve ASCII digits. None where one digit is repeated.

    Source: ISO/IEC 7064 MOD 11,10; it held for 126 of 126 numbers that banks publish.
    """
    if len(number) != LENGTH or len(set(number)) == 1:
        return None
    is_bank = number[:3] in _BANKS or _FIRST_FOREIGN <= int(number[:3]) <= _LAST_FOREIGN
    is_city = _FIRST_CITY <= int(number[3:7]) <= _LAST_CITY
    if iso7064.mod_11_10(number[:-1]) != number[-1]:
        return Checked("failed", 1.0 if is_bank and is_city else 0.7)
    if not is_bank or not is_city:
        what = "bank" if not is_bank else "city"
        return Checked("passed", 0.85, (f"{what} not known",), needs_label=True, strength=1)
    return Checked("passed", 1.0, ("bank and city known",))
