"""Vehicle identification numbers: the check digit, and what no maker stamps."""

from __future__ import annotations

import pytest

from dlpscan.checks import iso3779


@pytest.mark.parametrize(
    ("number", "digit"), [("1M8GDM9A0KP042788", "X"), ("11111111011111111", "1"), ("1HGCM82603A004352", "3")]
)
def test_check_digit_of_published_examples(number: str, digit: str) -> None:
    """The ninth character of published worked examples comes out; the one that stands there is ignored."""
    assert iso3779.check_digit(number) == digit


def test_every_single_changed_character_of_a_chinese_number_lowers_it() -> None:
    """MOD 11 finds each change of one digit: none of them passes, and each then asks for a label."""
    body = "LSVAU21801N183294"
    number = body[:8] + iso3779.check_digit(body) + body[9:]
    changed = [
        number[:place] + digit + number[place + 1 :]
        for place in (0, *range(2, 17))
        if number[place].isdigit()
        for digit in "0123456789"
        if digit != number[place]
    ]
    judged = [iso3779.check(one) for one in changed]

    assert [one for one in judged if one is None or one.status == "passed" or not one.needs_label] == []


@pytest.mark.parametrize(
    "number",
    [
        "LSVAU2180I2183294",
        "LSVAU2180O2183294",
        "LSVAU2180Q2183294",
        "0SVAU2180N2183294",
        "12345678901234567",
        "ABCDEFGHJKLMNPRST",
        "LSVAU2180N218329",
    ],
)
def test_refuses_what_no_maker_stamps(number: str) -> None:
    """Letters I, O and Q, a leading zero, only digits, no digits and other lengths are no such number."""
    assert iso3779.check(number) is None


def test_a_foreign_number_without_check_digit_scores_above_a_wrong_chinese_one() -> None:
    """Europe leaves the ninth character free; China requires it, so there a wrong one is a mistake."""
    foreign, chinese = iso3779.check("WVWZZZ1JZXW000001"), iso3779.check("LSVAU2185N2183294")

    assert foreign is not None
    assert chinese is not None
    assert foreign.factor > chinese.factor
