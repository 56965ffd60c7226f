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
    """Finds all words in one pass. Words of ASCII letters match in any case, as whole words only."""

    def __init__(self, roles: Iterable[tuple[str, Role]]) -> None:
        gathered: dict[str, set[Role]] = {}
        for word, role in roles:
            gathered.setdefault(_lowered(word), set()).add(role)
        self._automaton = ahocorasick.Automaton()
        for word, found in gathered.items():
            is_lettered = _is_ascii_letter(word[0]) or _is_ascii_letter(word[-1])
            self._automaton.add_word(word, (word, tuple(sorted(found)), is_lettered))
        self._is_empty = not gathered
        if gathered:
            self._automaton.make_automaton()

    def find(self, text: str, begin: int, end_of_window: int) -> list[Hit]:
        """Return the hits in text[begin:end_of_window], in order of their ends."""
        if self._is_empty:
            return []
        hits = []
        for last, (word, roles, is_lettered) in self._automaton.iter(_lowered(text[begin:end_of_window])):
            end = begin + last + 1
            start = end - len(word)
            # "lic" must not hit "public"; a digit may follow ("Tel139...") but not a letter.
            if is_lettered and (_is_inside_word(text, start) or _is_inside_word(text, end)):
                continue
            hits.append(Hit(end, start, word, roles))
        return hits


_CAPITALS = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _lowered(text: str) -> str:
    """Return *text* with ASCII letters lowered, as long as it was."""
    lowered = text.lower()
    # A few letters outside ASCII change their length (İ); offsets must hold, so those texts take a slow way.
    return lowered if len(lowered) == len(text) else text.translate(_CAPITALS)


def _is_ascii_letter(character: str) -> bool:
    return "a" <= character <= "z" or "A" <= character <= "Z"


def _is_inside_word(text: str, position: int) -> bool:
    """Say whether *position* lies between two ASCII letters of one word; `custMobile` is two words."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if not (_is_ascii_letter(before) and _is_ascii_letter(after)):
        return False
    return not (before.islower() and after.isupper())
