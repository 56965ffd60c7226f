"""Words and whole words: what the literals of all recognisers are looked up as."""

from __future__ import annotations

from typing import TypeAlias

Hit: TypeAlias = tuple[int, int, int]
"""A word in the text: (number of the word, start, end). A plain tuple, since most are never looked at."""

_CAPITALS = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def lowered(text: str) -> str:
    """Return *text* with letters lowered, as long as it was."""
    lower = text.lower()
    # A few letters outside ASCII change their length (İ); offsets must hold, so those texts take a slow way.
    return lower if len(lower) == len(text) else text.translate(_CAPITALS)


def is_ascii_letter(character: str) -> bool:
    """Say whether this is one of A-Z and a-z."""
    return "a" <= character <= "z" or "A" <= character <= "Z"


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] does not lie inside a longer word of ASCII letters.

    "lic" must not hit "public"; a digit may follow ("Tel139..."), and `custMobile` is two words.
    """
    return not (_is_inside_word(text, start) or _is_inside_word(text, end))


def _is_inside_word(text: str, position: int) -> bool:
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if not (is_ascii_letter(before) and is_ascii_letter(after)):
        return False
    return not (before.islower() and after.isupper())
