"""Numbers with a country code are split, measured and brought to one form."""

from __future__ import annotations

import pytest

from dlpscan.checks import calling_codes


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("+852 5123 4567", "+85251234567"),
        ("00852-51234567", "+85251234567"),
        ("+44 (0)20 7123 4567", "+442071234567"),
        ("+44 020 7123 4567", "+442071234567"),
        ("+1 (415) 732-2671", "+14157322671"),
        ("+39 06 678 4343", "+39066784343"),
    ],
)
def test_every_writing_has_one_canonical_form(written: str, canonical: str) -> None:
    """Separators, brackets and the trunk zero go; the zero of Italy, which belongs to the number, stays."""
    assert calling_codes.canonical(written) == canonical


def test_no_country_code_begins_another() -> None:
    """So that a number can be split in one way only."""
    codes = sorted(row[0] for row in calling_codes.tables.rows("country_codes"))
    begun = [(one, other) for one in codes for other in codes if one != other and other.startswith(one)]

    assert begun == []


@pytest.mark.parametrize(
    "number",
    [
        "+8613812345678",
        "+99912345678",
        "+852512345",
        "+65912345678901",
        "+18007322671",
        "+19117322671",
        "+8522222222",
    ],
)
def test_what_is_nobodys_number_is_none(number: str) -> None:
    """Mainland China, unknown codes, wrong lengths, free-phone lines, N11 and one repeated digit."""
    assert calling_codes.check(number) is None
