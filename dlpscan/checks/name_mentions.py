"""Further mentions of names that evidence has established: a name once is a name everywhere in its document.

`客户王伟投诉…。随后发给了王伟` names the same person twice, and only the first place says so. The search is
one pass with one automaton, whatever the number of names; each place is judged by its edges, since two
characters may be part of a longer name (王伟 in 王伟明) or of other words (国王伟大).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import ahocorasick_rs

from dlpscan.checks.chinese_names import COMMON_RANK, given_rank, is_han, simple, surnames
from dlpscan.checks.name_evidence import FOLLOWERS, PARTICLE_ENDS, follows, leads

MOST_NAMES = 5_000
"""Names searched for in one text; a register of more names is a table, where each has evidence of its own."""

_SHORT = 2


def find(text: str, established: Iterable[str], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of further mentions, in order, none overlapping another or one of *taken*.

    *established* are names as they stand in *text*, which is folded; *taken* are the spans already found,
    sorted by start.
    """
    names = sorted({name for name in established if len(name) >= _SHORT})[:MOST_NAMES]
    if not names:
        return []
    automaton = ahocorasick_rs.AhoCorasick(names, store_patterns=False)
    # Lone surrogates, which files may hold, are no UTF-8; each becomes one question mark.
    text = text.encode("utf-8", "replace").decode("utf-8")
    starts = [start for start, _ in taken]
    found: list[tuple[int, int]] = []
    for _, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        index = bisect_right(starts, start) - 1
        is_taken = (index >= 0 and taken[index][1] > start) or (
            index + 1 < len(starts) and starts[index + 1] < end
        )
        if is_taken or not _stands(text, start, end):
            continue
        # 王伟 and 王伟明 are both names here: the longer one, which comes later, stands.
        while found and found[-1][1] > start and found[-1][1] - found[-1][0] <= end - start:
            found.pop()
        if not found or found[-1][1] <= start:
            found.append((start, end))
    return found


def _stands(text: str, start: int, end: int) -> bool:
    """Say whether the characters here are the name, and not a part of something longer."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if text[start].isascii():
        return not (_is_letter(before) or _is_letter(after))
    if before and simple(before + text[start]) in surnames():
        # 阳明 of 欧阳明.
        return False
    if before == "·" or after == "·":
        return False
    if end - start > _SHORT:
        return True
    ends = not is_han(after or " ") or _goes_on(text, end)
    if ends:
        return True
    # Amid characters on both sides nothing tells the name from its surroundings.
    is_begun = not is_han(before or " ") or leads(text, start)
    return is_begun and given_rank(simple(after)) > COMMON_RANK


def _goes_on(text: str, position: int) -> bool:
    """Say whether a word behind a name begins here that is not one more character of the name."""
    if text[position] in PARTICLE_ENDS or any(
        len(word := text[position : position + size]) == size and word in FOLLOWERS for size in (3, 2)
    ):
        return True
    return follows(text, position) and given_rank(simple(text[position])) > COMMON_RANK


def _is_letter(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "-_@") if character else False
