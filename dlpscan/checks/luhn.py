"""The Luhn check of payment cards and device numbers (ISO/IEC 7812-1:2017, annex B)."""

from __future__ import annotations

# What a digit counts when it is doubled, for the code of the digit: one translation instead of a loop.
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_ZERO = ord("0")


def passes(digits: str) -> bool:
    """Say whether the last of the ASCII *digits* is the Luhn check digit of those before it."""
    codes = digits.encode("ascii")
    single = codes[-1::-2]
    return (sum(single) - _ZERO * len(single) + sum(codes[-2::-2].translate(_DOUBLED))) % 10 == 0


def check_digit(digits: str) -> str:
    """Return the digit that makes *digits* pass when it is appended."""
    return next(str(digit) for digit in range(10) if passes(f"{digits}{digit}"))
