"""One automaton for every literal of every recogniser: anchors, labels and context words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

import ahocorasick_rs

Hit: TypeAlias = tuple[int, int, int]
"""A word that stands in the text: (number of the word, start, end). A plain tuple, as the automaton makes it."""


class LiteralIndex:
    """Finds all words in one pass, in any case. *words* are in lower case, each once."""

    def __init__(self, words: Sequence[str]) -> None:
        # Whole strings are looked up in small windows and in large ones: a DFA is built in 10 ms for some
        # thousand words and finds them in half the time that the contiguous automaton takes.
        self._automaton = ahocorasick_rs.AhoCorasick(
            words, implementation=ahocorasick_rs.Implementation.DFA, store_patterns=False
        )

    def find(self, text: str, begin: int, end: int) -> list[Hit]:
        """Return the hits in text[begin:end], in order of their ends, also those inside longer words."""
        window = lowered(text[begin:end])
        try:
            hits: list[Hit] = self._automaton.find_matches_as_indexes(window, overlapping=True)
        except UnicodeEncodeError:
            window = _SURROGATES.sub("\ufffd", window)
            hits = self._automaton.find_matches_as_indexes(window, overlapping=True)
        if begin:
            return [(word, begin + start, begin + stop) for word, start, stop in hits]
        return hits


_SURROGATES = re.compile("[\ud800-\udfff]")
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
    if start and is_ascii_letter(text[start]) and is_ascii_letter(text[start - 1]):
        if not (text[start - 1].islower() and text[start].isupper()):
            return False
    if end < len(text) and is_ascii_letter(text[end]) and is_ascii_letter(text[end - 1]):
        return text[end - 1].islower() and text[end].isupper()
    return True
