"""Series of Chinese passports, found from their digits backwards: one or two letters stand before them.

All recognisers share one pass for runs of digits; a pass of its own for letters would cost every text.
"""

from __future__ import annotations

_DIGITS = frozenset("0123456789")
_SECOND = frozenset("ABCDEFGHJKLMNPQRSTUVWXYZ")


def _run(text: str, position: int) -> int:
    """Return how many digits begin at *position*: 7 or 8, else 0."""
    end = position + 7
    if not set(text[position:end]) <= _DIGITS or len(text) < end:
        return 0
    if text[end : end + 1] in _DIGITS:
        return 8 if text[end + 1 : end + 2] not in _DIGITS else 0
    return 7


def _letters(text: str, position: int) -> str:
    """Return the one or two ASCII letters right before *position*, in upper case."""
    letters = text[max(0, position - 2) : position]
    if not letters or not letters[-1].isascii() or not letters[-1].isalpha():
        return ""
    return letters.upper() if letters[0].isascii() and letters[0].isalpha() else letters[-1].upper()


def ordinary(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of E and eight digits, E, a letter (no I, no O) and seven, or G and eight."""
    letters = _letters(text, position)
    if not letters or letters[0] not in "EG":
        return None
    digits = _run(text, position)
    if len(letters) == 1:
        return (position - 1, position + 8) if digits == 8 else None  # noqa: PLR2004
    if digits == 7 and letters[0] == "E" and letters[1] in _SECOND:  # noqa: PLR2004
        return position - 2, position + 7
    return None


def official(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of DE, SE or PE and seven digits, D, S or P and seven or eight, S. or P. and seven."""
    before = text[position - 1 : position]
    if before == "." and text[max(0, position - 2) : position - 1].upper() in ("S", "P"):
        return (position - 2, position + 7) if _run(text, position) == 7 else None  # noqa: PLR2004
    letters = _letters(text, position)
    if letters in ("DE", "SE", "PE"):
        return (position - 2, position + 7) if _run(text, position) == 7 else None  # noqa: PLR2004
    if len(letters) == 1 and letters in "DSP":
        digits = _run(text, position)
        return (position - 1, position + digits) if digits else None
    return None
