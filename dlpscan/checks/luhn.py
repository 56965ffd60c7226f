"""The Luhn check of payment cards and device numbers (ISO/IEC 7812-1:2017, annex B)."""

from __future__ import annotations

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def passes(digits: str) -> bool:
    """Say whether the last of the ASCII *digits* is the Luhn check digit of those before it."""
    values = [*map(int, digits)]
    odd = sum(values[-1::-2])
    return (odd + sum(_DOUBLED[value] for value in values[-2::-2])) % 10 == 0


def check_digit(digits: str) -> str:
    """Return the digit that makes *digits* pass when it is appended."""
    return next(str(digit) for digit in range(10) if passes(f"{digits}{digit}"))
