"""Check characters of ISO/IEC 7064: MOD 11-2 of resident numbers, MOD 11,10 of banks, MOD 97-10 of IBANs."""

from __future__ import annotations

_MOD_11_2_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOD_11_2_CHARACTERS = "10X98765432"


def mod_11_2(digits: str) -> str:
    """Return the check character, 0-9 or "X", for the 17 ASCII *digits* before it.

    Source: ISO/IEC 7064:2003 MOD 11-2; the weights are 2^(18-i) mod 11 (GB 11643-1999, clause 6.1).
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, _MOD_11_2_WEIGHTS, strict=True))
    return _MOD_11_2_CHARACTERS[total % 11]


def mod_11_10(digits: str) -> str:
    """Return the check digit, 0-9, for the ASCII *digits* before it.

    Source: ISO/IEC 7064:2003, hybrid system MOD 11,10; used by the clearing numbers of Chinese banks.
    """
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def mod_97_10(text: str) -> int:
    """Return the remainder of ASCII digits and capitals (A = 10) modulo 97; a right number leaves 1.

    Source: ISO/IEC 7064:2003, pure system MOD 97-10.
    """
    return int("".join(str(int(character, 36)) for character in text)) % 97
