"""Business registration numbers of 15 digits, which the unified social credit code replaced in 2015.

They stand in old contracts beside numbers of people and devices, and say: not an IMEI, not an old resident
number. Six digits of the registry, eight in order, a check digit.
"""

from __future__ import annotations

from dlpscan.checks import iso7064, regions

_LENGTH = 15
# Registered by the State itself.
_NATIONAL = "100000"


def passes(number: str) -> bool:
    """Say whether 15 ASCII digits are of a known registry and have the right check digit.

    Source: GS 15-2006 (State Administration for Industry and Commerce), ISO/IEC 7064 MOD 11,10.
    """
    if len(number) != _LENGTH or not (number[:6] == _NATIONAL or regions.is_known(number[:6])):
        return False
    return iso7064.mod_11_10(number[:-1]) == number[-1]
