"""Area codes: what splits a landline number, and what only lowers its score."""

from __future__ import annotations

import pytest

from dlpscan.checks import area_codes, tables


def test_the_table_holds_every_code_and_the_abolished_ones() -> None:
    """320 codes are in use, and the four that were merged into others stay known."""
    rows = tables.rows("area_codes")

    assert len(rows) == 324
    assert sorted(row[0] for row in rows if row[3] == "0") == ["565", "634", "852", "853"]


def test_fifty_codes_have_eight_digits_and_four_have_both() -> None:
    """Lengths are those of the numbering plan: 50 areas with 8 digits, 4 with 7 or 8."""
    lengths = [row[1] for row in tables.rows("area_codes")]

    assert (lengths.count("8"), lengths.count("7,8"), lengths.count("7")) == (50, 4, 270)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0755-86123456", "0755-86123456"),
        ("075586123456", "0755-86123456"),
        ("(0755)86123456", "0755-86123456"),
        ("（0755）8612 3456", "0755-86123456"),
        ("+86-755-86123456", "0755-86123456"),
        ("+86 (0755) 8612 3456", "0755-86123456"),
        ("0086 755 86123456", "0755-86123456"),
        ("(+86)755-86123456", "0755-86123456"),
        ("+8675586123456", "0755-86123456"),
        ("010 6555 1234", "010-65551234"),
        ("0755-86123456-801", "0755-86123456-801"),
        ("0755-86123456转801", "0755-86123456-801"),
        ("0755-86123456 ext. 801", "0755-86123456-801"),
        ("(86)755-86123456", "0755-86123456"),
        ("0435-123-4567", "0435-1234567"),
    ],
)
def test_all_writings_have_one_canonical_form(written: str, expected: str) -> None:
    """Country code, brackets and separators do not matter to a fingerprint; the extension does."""
    assert area_codes.canonical(written) == expected


@pytest.mark.parametrize(
    ("number", "factor"),
    [
        ("0755-86123456", 1.0),
        ("0852-8612345", 1.0),
        ("0755-8612345", 0.6),
        ("0755-02345678", 0.5),
        ("0755-88888888", 0.5),
        ("0571-20240115", 0.65),
    ],
)
def test_what_is_odd_lowers_the_score(number: str, factor: float) -> None:
    """Another length, a subscriber number of zeros, of one digit or a date count less; none is dropped."""
    judged = area_codes.check(number)

    assert judged is not None
    assert judged.factor == factor


@pytest.mark.parametrize("number", ["0400-8208820", "0800-8101234", "0865-1234567", "95588"])
def test_an_unknown_area_code_is_no_landline(number: str) -> None:
    """The list of area codes is complete, and none of the service lines is in it."""
    assert area_codes.check(number) is None


@pytest.mark.parametrize(
    ("number", "is_found"), [("86123456", True), ("20241124", False), ("8888888", False)]
)
def test_a_number_without_area_code_must_not_read_as_a_date(number: str, is_found: bool) -> None:  # noqa: FBT001
    """Eight digits behind a label are often a date."""
    assert (area_codes.check_local(number) is not None) == is_found
