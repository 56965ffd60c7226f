"""One automaton for every literal of every recogniser: anchors, labels and context words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import ahocorasick

RoleKind = Literal["anchor", "label", "nearby", "negative"]


class Role(NamedTuple):
    """What a word means to one recogniser, which is given by its number in the plan."""

    kind: RoleKind
    recogniser: int
    anchor: int = -1


class Hit(NamedTuple):
    """A word that stands in the text."""

    end: int
    start: int
    word: str
    roles: tuple[Role, ...]


class LiteralIndex:
    """Finds all words in one pass. Words of ASCII letters match in four cases, as whole words only."""

    def __init__(self, roles: Iterable[tuple[str, Role]]) -> None:
        gathered: dict[str, set[Role]] = {}
        for word, role in roles:
            for written in _cases(word):
                gathered.setdefault(written, set()).add(role)
        self._automaton = ahocorasick.Automaton()
        for word, found in gathered.items():
            self._automaton.add_word(word, (word, tuple(sorted(found))))
        self._is_empty = not gathered
        if gathered:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Hit]:
        """Return all hits in order of their ends."""
        if self._is_empty:
            return []
        hits = []
        size = len(text)
        for last, (word, roles) in self._automaton.iter(text):
            start, end = last + 1 - len(word), last + 1
            # "lic" must not hit "public"; a digit may follow ("Tel139...") but not a letter.
            if _is_ascii_letter(word[0]) and start and _continues_word(text[start - 1], word[0]):
                continue
            if _is_ascii_letter(word[-1]) and end < size and _is_ascii_letter(text[end]):
                continue
            hits.append(Hit(end, start, word, roles))
        return hits


def _cases(word: str) -> set[str]:
    if word.isascii() and word.lower() != word.upper():
        return {word, word.lower(), word.upper(), word.capitalize(), word.title()}
    return {word}


def _is_ascii_letter(character: str) -> bool:
    return "a" <= character <= "z" or "A" <= character <= "Z"


def _continues_word(before: str, first: str) -> bool:
    """Say whether a letter before makes the hit part of a longer word; `custMobile` begins a new one."""
    return _is_ascii_letter(before) and not (before.islower() and first.isupper())
