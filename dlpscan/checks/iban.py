"""International bank account numbers: which countries have them, how long they are, and MOD 97."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dlpscan.checks import iso7064, tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
_PART = LatePattern(r"([0-9]+)!([nac])")


class Structure(NamedTuple):
    """What the IBAN of a country looks like. *is_registered* says that it stands in the registry."""

    length: int
    account: str
    is_registered: bool


@cache
def _structures() -> dict[str, Structure]:
    return {
        country: Structure(int(length), account, registered == "1")
        for country, length, account, registered in tables.rows("iban_structures")
    }


@cache
def _pattern(account: str) -> re.Pattern[str]:
    return re.compile("".join(f"{_CLASSES[kind]}{{{count}}}" for count, kind in _PART.findall(account)))


def length(country: str) -> int:
    """Return how many characters the IBANs of *country* (two capitals) have, 0 if it has none."""
    found = _structures().get(country)
    return found.length if found else 0


def check(number: str) -> Checked | None:
    """Judge an IBAN in capitals without separators. None where no country has such numbers.

    Source: ISO 13616-1:2020 with the structures of the registry; ISO/IEC 7064 MOD 97-10.
    """
    found = _structures().get(number[:2])
    if found is None or len(number) != found.length or not number[2:4].isdecimal():
        return None
    if len(set(number[4:])) == 1 or not _pattern(found.account).fullmatch(number, 4):
        return None
    if iso7064.mod_97_10(number[4:] + number[:4]) != 1:
        return Checked("failed", 1.0, ("length and structure of the country",))
    if not found.is_registered:
        return Checked("passed", 0.9, ("the country is not in the registry",))
    return Checked("passed", 1.0, ("length and structure of the country",), strength=3)
