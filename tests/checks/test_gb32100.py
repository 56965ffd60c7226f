"""Unified social credit codes and the organisation codes inside: published examples, single errors."""

from __future__ import annotations

from random import Random

import pytest
import strategies as made

from dlpscan.checks import gb11714, gb32100

# Codes that their organisations or public tests print.
_PUBLISHED = [
    "91110000600037341L",
    "91310115591693856A",
    "914403001922038216",
    "91310000552936878J",
    "121200004013590816",
]


@pytest.mark.parametrize("code", _PUBLISHED)
def test_published_codes_pass_both_checks(code: str) -> None:
    """The outer check character and that of the organisation code agree with published codes."""
    judged = gb32100.check(code)

    assert gb32100.check_character(code[:17]) == code[17]
    assert gb11714.passes(code[8:17])
    assert judged is not None
    assert (judged.status, judged.strength) == ("passed", 3)


@pytest.mark.parametrize(("body", "expected"), [("D2143569", "X"), ("00000000", "0"), ("19220382", "1")])
def test_organisation_codes_have_ten_written_x_and_eleven_written_0(body: str, expected: str) -> None:
    """D2143569-X is the example of GB 11714."""
    assert gb11714.check_character(body) == expected


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_never_passes(place: int) -> None:
    """MOD 31-3 finds every single error, whatever it is."""
    rng = Random(place)  # noqa: S311  (not for secrets)
    for _ in range(20):
        code = made.uscc(rng)
        for character in gb32100.ALPHABET:
            wrong = code[:place] + character + code[place + 1 :]
            judged = gb32100.check(wrong)

            assert character == code[place] or judged is None or judged.status == "failed"


def test_the_outer_check_alone_is_not_enough() -> None:
    """A code whose organisation code is wrong fails, even if its last character is right."""
    code = made.uscc(Random(1))  # noqa: S311
    wrong = code[:16] + ("1" if code[16] != "1" else "2")
    judged = gb32100.check(wrong + gb32100.check_character(wrong))

    assert judged is not None
    assert judged.status == "failed"
    assert judged.notes[-1] == "the organisation code inside (GB 11714) is wrong"


@pytest.mark.parametrize(
    "code", ["B1440300MA5DA1B237", "91990300MA5DA1B237", "91440300MA5DI1B237", "9144O300MA5DA1B237"]
)
def test_department_province_and_alphabet_are_required(code: str) -> None:
    """No department B, no province 99, no letters I and O."""
    assert gb32100.check(code) is None


def test_an_individually_owned_business_is_noted() -> None:
    """Codes of 92 lead to one person; the evidence says so."""
    judged = gb32100.check(made.uscc(Random(2), first="92"))  # noqa: S311

    assert judged is not None
    assert "individually owned business: close to a person" in judged.notes


def test_a_class_or_region_outside_the_tables_lowers_the_score() -> None:
    """New classes appear; the code stays a finding."""
    judged = gb32100.check(made.uscc(Random(3), first="98"))  # noqa: S311

    assert judged is not None
    assert (judged.status, judged.factor) == ("passed", 0.85)
