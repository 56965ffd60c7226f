"""Series of Chinese passports, found from their digits backwards: one or two letters stand before them.

All recognisers share one pass for runs of digits; a pass of its own for letters would cost every text.
"""

from __future__ import annotations

_SHORT, _LONG = 7, 8
_DIGITS = frozenset("0123456789")
_SECOND = frozenset("ABCDEFGHJKLMNPQRSTUVWXYZ")


def _run(text: str, position: int) -> int:
    """Return how many digits begin at *position*: 7 or 8, else 0."""
    end = position + 7
    if not set(text[position:end]) <= _DIGITS or len(text) < end:
        return 0
    if text[end : end + 1] in _DIGITS:
        return _LONG if text[end + 1 : end + 2] not in _DIGITS else 0
    return _SHORT


def _letters(text: str, position: int) -> str:
    """Return the one or two ASCII letters right before *position*, in upper case."""
    letters = text[max(0, position - 2) : position]
    return letters.upper() if letters[0].isascii() and letters[0].isalpha() else letters[-1].upper()


def before_digits(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a number whose digits begin at *position*.

    Ordinary passports: E or G and eight digits, or E, a letter (no I, no O) and seven. Official ones: DE, SE
    or PE and seven, D, S or P and seven or eight, S. or P. and seven.
    """
    before = text[position - 1 : position]
    if before == ".":
        is_official = text[max(0, position - 2) : position - 1].upper() in ("S", "P")
        return (position - 2, position + 7) if is_official and _run(text, position) == _SHORT else None
    if not (before.isascii() and before.isalpha()):
        return None
    letters = _letters(text, position)
    digits = _run(text, position)
    if len(letters) == 1:
        if letters in "EG":
            return (position - 1, position + 8) if digits == _LONG else None
        return (position - 1, position + digits) if digits and letters in "DSP" else None
    is_series = letters[0] == "E" and letters[1] in _SECOND
    if digits == _SHORT and (is_series or letters in ("DE", "SE", "PE")):
        return position - 2, position + 7
    return None
