"""Check characters of ISO/IEC 7064: MOD 11-2 of resident numbers, MOD 11,10 of banks, MOD 97-10 of IBANs."""

from __future__ import annotations

from operator import mul

_MOD_11_2_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOD_11_2_CHARACTERS = "10X98765432"
_EXCESS = ord("0") * sum(_MOD_11_2_WEIGHTS)


def mod_11_2(digits: str) -> str:
    """Return the check character, 0-9 or "X", for the 17 ASCII *digits* before it.

    Source: ISO/IEC 7064:2003 MOD 11-2; the weights are 2^(18-i) mod 11 (GB 11643-1999, clause 6.1).
    """
    # The codes of the digits, of which each is 48 more than its value; the excess is always the same.
    total = sum(map(mul, digits.encode("ascii"), _MOD_11_2_WEIGHTS)) - _EXCESS
    return _MOD_11_2_CHARACTERS[total % 11]


def mod_11_10(digits: str) -> str:
    """Return the check digit for the ASCII *digits* before it.

    Source: ISO/IEC 7064:2003 MOD 11,10: p = 10; for each digit p = 2 ((p + d) mod 10 or 10) mod 11.
    """
    product = 10
    for digit in digits:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return str((11 - product) % 10)


def mod_97_10(text: str) -> int:
    """Return the remainder of ASCII digits and capitals (A = 10) modulo 97; a right number leaves 1.

    Source: ISO/IEC 7064:2003, pure system MOD 97-10.
    """
    return int("".join(str(int(character, 36)) for character in text)) % 97
