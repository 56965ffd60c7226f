"""Numbers of identity cards of Taiwan: a letter for the place, one for the holder, and a check digit."""

from __future__ import annotations

from dlpscan.declare import Checked

# The letters in the order of their values, 10 to 35: new counties got the next free number.
_VALUES = {letter: value for value, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", 10)}
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def passes(number: str) -> bool:
    """Say whether the weighted sum of a compact number is divisible by ten.

    The first letter counts with both digits of its value; the second letter of the numbers that foreigners
    had until 2020 with the last one. Source: 身分證字號 rule of the Ministry of the Interior of Taiwan.
    """
    second = str(_VALUES[number[1]] % 10) if number[1].isalpha() else number[1]
    digits = f"{_VALUES[number[0]]}{second}{number[2:]}"
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10 == 0


def check(number: str) -> Checked | None:
    """Judge a compact number of ten characters."""
    return Checked("passed", strength=1) if passes(number) else Checked("failed")
