"""Numbers written in parts: over two lines, with wide separators, one digit a cell, with letters for digits.

A line end or a comma between digits means that two numbers stand there, nearly always. So the text is not
rewritten: what could be one number in parts is offered beside it, put together, with a map back, and whoever
reads it must ask for better evidence (`Scattered.needs`) than for a number in one piece. A chain of parts is
taken whole or not at all; thus a column of numbers, a list or a row of readings offers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from dlpscan.text.offsets import OffsetMap

Needs = Literal["a check", "a strong check"]

_D = "0-9０-９"
# What folding leaves to recognisers: a number parted by these alone is read where it stands.
_PLAIN = " \\-·"
_WIDE = r"_/.,|*~:;、，。／｜\\\t\"'+#" + _PLAIN.replace("\\-", "")
_LETTERS = "OoIl"
_SHORTEST = 11
_LONGEST = 21
_CHAIN = re.compile(
    rf"[{_D}](?=[{_D}{_WIDE}{_LETTERS}]{{{_SHORTEST - 2}}})"
    rf"(?:(?:[{_WIDE}]{{1,6}}|[{_LETTERS}]{{1,3}})?[{_D}])+[{_LETTERS}]{{0,2}}(?:[{_WIDE}]{{0,4}}[Xx](?![A-Za-z]))?"
)
_SEPARATORS = re.compile(f"[{_WIDE}]")
_GROUP = re.compile(f"[{_D}{_LETTERS}Xx]+")
# A line end between digits, with what mail clients and wrapping put there.
_BREAK = re.compile(rf"\n[ \t>|*#]{{0,8}}[{_D}]")
_LINE = re.compile(rf"[{_D}](?:[{_PLAIN}]{{0,3}}[{_D}])*(?:[{_PLAIN}]{{0,3}}[Xx](?![A-Za-z0-9]))?")
_BACKWARDS = re.compile(rf"[ \t\r=\-\\]{{0,4}}((?:[{_D}][{_PLAIN}]{{0,3}})+)")
_NEXT = re.compile(rf"[ \t\r=\-\\]{{0,4}}\n[ \t>|*#]{{0,8}}(?=[{_D}])")
_BEGINS_LINE = re.compile(r"[ \t>|*#]{0,8}\Z")
# Thousands, as amounts are written.
_AMOUNT = re.compile("[0-9]{1,3}(?:[,，][0-9]{3})+(?:[.][0-9]*)?")
_MOST_LETTERS = 4
_MOST_LINES = 20
_BEFORE = 40
_AFTER = 4
_LABELLED = re.compile(r"[A-Za-z一-鿿][\s:：=＝是为\"'“‘`*_|>｜\-—（(\[【<,，）)\]】]{0,10}\Z")


class Scattered(NamedTuple):
    """One number in parts: its digits, where each stands, and what evidence it needs without a label."""

    digits: str
    places: tuple[int, ...]
    needs: Needs
    how: str

    def __repr__(self) -> str:
        return f"Scattered(digits={len(self.digits)}, how={self.how!r})"

    def is_labelled(self, text: str) -> bool:
        """Say whether something that could be a label stands right before it."""
        return _LABELLED.search(text, max(0, self.places[0] - _BEFORE), self.places[0]) is not None


def find(text: str, may_be: Callable[[str], bool]) -> Iterator[Scattered]:
    """Yield what may be one number in parts, in time linear in *text*; *may_be* is asked of its digits."""
    for found in _over_lines(text):
        if may_be(found.digits):
            yield found
    for match in _CHAIN.finditer(text):
        begin, end = match.span()
        if end - begin > _LONGEST * 7:
            continue
        # What most chains are, in logs and tables: too short, or the beginning of nothing.
        length = end - begin - len(_SEPARATORS.findall(text, begin, end))
        if not _SHORTEST - 1 <= length <= _LONGEST:
            continue
        number = _in_line(text, begin, end, may_be)
        if number is not None:
            yield number


def _in_line(text: str, begin: int, end: int, may_be: Callable[[str], bool]) -> Scattered | None:
    if begin and text[begin - 1] in "Il" and not text[begin - 2 : begin - 1].isalpha():
        begin -= 1
    if _AMOUNT.fullmatch(text, begin, end):
        return None
    digits = _SEPARATORS.sub("", text[begin:end]).translate(_AS_DIGITS)
    if not _SHORTEST <= len(digits) <= _LONGEST or not may_be(digits):
        return None
    groups = [*_GROUP.finditer(text, begin, end)]
    places = tuple(at for group in groups for at in range(*group.span()))
    written = "".join(group[0] for group in groups)
    letters = sum(character in _LETTERS for character in written)
    between = {text[one.end() : two.start()] for one, two in pairwise(groups)}
    if letters > _MOST_LETTERS:
        return None
    if text[end : end + 1].isascii() and text[end : end + 1].isalnum():
        return None
    if not letters and all(not part.strip(" ·") and len(part) <= 3 for part in between):  # noqa: PLR2004
        return None
    if letters:
        return Scattered(digits, places, "a strong check", "letters for digits")
    sizes = [group.end() - group.start() for group in groups]
    is_single = len(groups) == len(places)
    # Groups as they are printed: alike but for the last, by one sign all along.
    is_regular = len(between) == 1 and len(set(sizes[:-1])) == 1 and (is_single or 3 <= sizes[0] <= 6)  # noqa: PLR2004
    how = "one character a place" if is_single else "wide separators"
    return Scattered(digits, places, "a check" if is_regular else "a strong check", how)


_AS_DIGITS = str.maketrans("OoIl０１２３４５６７８９", "00110123456789")


def _over_lines(text: str) -> Iterator[Scattered]:
    done = 0
    for match in _BREAK.finditer(text):
        line_end = match.start()
        if line_end < done:
            continue
        before = _BACKWARDS.match(text[max(done, line_end - _BEFORE) : line_end][::-1])
        if before is None:
            continue
        begin = line_end - before.end()
        while text[begin] in " -·":
            begin += 1
        found = _chain_of_lines(text, begin, line_end)
        if isinstance(found, int):
            done = found
        else:
            done = found.places[-1] + 1
            yield found


def _chain_of_lines(text: str, begin: int, line_end: int) -> Scattered | int:
    """Return the number that begins at *begin* and goes on over *line_end*, or where the search goes on."""
    position = begin
    digits: list[str] = []
    places: list[int] = []
    is_column = _begins_line(text, begin)
    lines = 0
    while True:
        line = _LINE.match(text, position)
        if line is None:
            return line_end + 1
        for at in range(*line.span()):
            if text[at] not in " -·":
                digits.append(text[at])
                places.append(at)
        lines += 1
        follows = _NEXT.match(text, line.end())
        if follows is None:
            after = text[line.end() : line.end() + 8].strip(" \t\r")
            is_column = is_column and (not after or after[0] == "\n")
            break
        if len(places) > _LONGEST or lines > _MOST_LINES:
            # A column of numbers: passed over as a whole.
            return _end_of_column(text, line.end())
        position = follows.end()
    if lines < 2 or not _SHORTEST <= len(places) <= _LONGEST:  # noqa: PLR2004
        return line.end()
    written = "".join(digits).translate(_AS_DIGITS)
    return Scattered(
        written, tuple(places), "a strong check" if is_column else "a check", "broken over lines"
    )


def _end_of_column(text: str, position: int) -> int:
    while follows := _NEXT.match(text, position):
        line = _LINE.match(text, follows.end())
        if line is None:
            break
        position = line.end()
    return position


def _begins_line(text: str, position: int) -> bool:
    start = text.rfind("\n", max(0, position - _BEFORE), position) + 1
    return _BEGINS_LINE.match(text, start, position) is not None


def _context_before(text: str, first: int) -> int:
    """Return where the line begins, or the one above it, where a label may stand alone."""
    least = max(0, first - _BEFORE)
    line = text.rfind("\n", least, first) + 1
    if line > 1 and _begins_line(text, first):
        line = text.rfind("\n", least, line - 1) + 1
    return max(least, line)


class Together(NamedTuple):
    """Numbers put together, each in what stands around it. *spans* are those of the numbers."""

    text: str
    offsets: OffsetMap
    spans: tuple[tuple[int, int], ...]

    def __repr__(self) -> str:
        return f"Together(numbers={len(self.spans)})"


# No label reaches over this from one number to the next.
_GAP = "\n。\n"


def together(text: str, numbers: list[Scattered], labels: list[str]) -> Together:
    """Return one text that holds the *numbers*, each behind its label, if that stands elsewhere."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    spans: list[tuple[int, int]] = []
    length = 0

    def add(part: str, origin: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            starts.append(length)
            origins.append(origin)
            length += len(part)

    for number, label in zip(numbers, labels, strict=True):
        first, last = number.places[0], number.places[-1]
        add(_GAP, -1)
        if label:
            add(f"{label}：", -1)
        begin = first if label else _context_before(text, first)
        add(text[begin:first], begin)
        start = length
        for digit, place in zip(number.digits, number.places, strict=True):
            add(digit, place)
        spans.append((start, length))
        add(text[last + 1 : last + 1 + _AFTER], last + 1)
    return Together("".join(parts), OffsetMap(starts, origins), tuple(spans))
