"""Checks of banks' numbers: they pass what banks publish, and nothing that differs by one sign."""

from __future__ import annotations

import pytest

from dlpscan.checks import card_iins, cnaps, iban, iso7064, luhn

# Examples of the IBAN registry, and clearing numbers that banks publish.
_IBANS = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
    "LC14BOSL123456789012345678901234",
)
_CLEARING_NUMBERS = (
    "102100099996",
    "103100000026",
    "104100000004",
    "105100000017",
    "301290000007",
    "302100011000",
    "308584000013",
)


def _changed(number: str, index: int) -> str:
    """Return *number* with the digit at *index* replaced by the next."""
    return number[:index] + str((int(number[index]) + 1) % 10) + number[index + 1 :]


def _digits(number: str) -> list[int]:
    return [index for index, character in enumerate(number) if character.isdecimal()]


@pytest.mark.parametrize("number", _IBANS)
def test_an_iban_passes_and_no_neighbour_does(number: str) -> None:
    """Registry examples pass; with any one digit changed they fail."""
    judged = iban.check(number)
    neighbours = [iban.check(_changed(number, index)) for index in _digits(number)]

    assert judged is not None
    assert judged.status == "passed"
    assert {one.status for one in neighbours if one is not None} == {"failed"}


def test_an_iban_of_wrong_length_or_country_is_none() -> None:
    """Length and country are asked before MOD 97: 1 in 97 of anything would pass that."""
    assert iban.check("DE8937040044053201300") is None
    assert iban.check("ZZ89370400440532013000") is None
    assert iban.check("DE8937040044053201300A") is None
    assert iban.length("US") == 0


@pytest.mark.parametrize("number", _CLEARING_NUMBERS)
def test_a_clearing_number_passes_and_no_neighbour_does(number: str) -> None:
    """Published numbers pass; with any one digit changed they fail."""
    judged = cnaps.check(number)
    neighbours = [cnaps.check(_changed(number, index)) for index in range(cnaps.LENGTH)]

    assert judged is not None
    assert judged.status == "passed"
    assert {one.status for one in neighbours if one is not None} == {"failed"}


def test_an_unknown_bank_or_city_needs_a_label() -> None:
    """A number that passes under a prefix that the table lacks is believed beside a label only."""
    head = "91129000001"
    judged = cnaps.check(head + iso7064.mod_11_10(head))

    assert judged is not None
    assert (judged.status, judged.needs_label, judged.strength) == ("passed", True, 1)


@pytest.mark.parametrize(
    ("prefix", "length", "needs_label"),
    [
        ("4", 16, False),
        ("4", 13, True),
        ("37", 15, False),
        ("36", 14, True),
        ("6011", 16, False),
        ("58", 16, True),
    ],
)
def test_schemes_differ_in_whether_a_label_is_needed(prefix: str, length: int, needs_label: bool) -> None:  # noqa: FBT001
    """Lengths and ranges that are rare are believed beside a label only."""
    head = (prefix + "9083716254908371625")[: length - 1]
    judged = card_iins.check(head + luhn.check_digit(head))

    assert judged is not None
    assert (judged.status, judged.needs_label) == ("passed", needs_label)


def test_milliseconds_are_no_card() -> None:
    """Thirteen digits from 1 are a time, though one in ten passes Luhn."""
    head = "148054081403"

    assert card_iins.check(head + luhn.check_digit(head)) is None
