"""Organisation codes of GB 11714: eight characters and a check character, inside the unified code too."""

from __future__ import annotations

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_TEN, _ELEVEN = 10, 11


def check_character(body: str) -> str:
    """Return the ninth character, 0-9 or "X", for the eight characters (0-9, A-Z) before it.

    A letter counts 10 (A) to 35 (Z). Source: GB 11714-1997, clause 4.2: 11 - sum mod 11, where 10 is written
    X and 11 is written 0.
    """
    total = sum(int(character, 36) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    value = 11 - total % 11
    return {_TEN: "X", _ELEVEN: "0"}.get(value, str(value))


def passes(code: str) -> bool:
    """Say whether the last of nine characters is the check character of those before it."""
    return check_character(code[:8]) == code[8]
