"""Numbers of foreigners' permanent-residence cards, 18 digits since 2023 and 15 characters before."""

from __future__ import annotations

from dlpscan.checks import gb11643, iso3166, iso7064, regions
from dlpscan.declare import Checked

# Cards of the first years also carry letters that are no ISO code (STA, stateless).
_UNKNOWN_COUNTRY = 0.8


def check(number: str) -> Checked | None:
    """Judge a compact number of 18 characters: 9, province, country, birth date, three digits, check.

    None where province, country or birth date are impossible. The layout is confirmed by the two specimens
    that the National Immigration Administration printed. Source: its notice of 2023; ISO/IEC 7064 MOD 11-2.
    """
    if number[1:3] not in regions.PROVINCES or gb11643.birth_date(number) is None:
        return None
    if not iso3166.is_numeric(number[3:6]):
        return None
    notes = ("province, country and birth date are real",)
    if iso7064.mod_11_2(number[:17]) != number[17]:
        return Checked("failed", notes=notes)
    return Checked("passed", notes=notes, strength=3)


def check_old(number: str) -> Checked | None:
    """Judge a compact number of three letters (country), four digits (region), YYMMDD and two digits.

    None where province or birth date are impossible. No source states a rule for the last digit.
    """
    if number[3:5] not in regions.PROVINCES or gb11643.birth_date("000000" + number[7:13] + "000") is None:
        return None
    if not iso3166.is_issuer(number[:3]):
        return Checked("not_available", _UNKNOWN_COUNTRY, ("country is not in the table",), needs_label=True)
    return Checked("not_available", 1.0, ("country, province and birth date are real",), needs_label=True)
