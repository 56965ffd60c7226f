"""What the recognisers read of a segment: its text with labels before the pieces, folded.

A column header, key or form label is put before its piece as virtual text, so that a value in a cell is
found by its header exactly as a value in prose is found by the label before it.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from dlpscan.model import Location, Segment, Step
from dlpscan.text.fold import fold
from dlpscan.text.offsets import OffsetMap


class Reading(Struct, frozen=True):
    """Folded text with its labels; *offsets* is None where positions are those of the segment."""

    text: str
    offsets: OffsetMap | None

    def __repr__(self) -> str:
        return f"Reading(length={len(self.text)})"

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span in the segment, None where it touches a virtual label."""
        return (start, end) if self.offsets is None else self.offsets.span(start, end)

    def is_virtual(self, position: int) -> bool:
        """Say whether the character at *position* belongs to a label that is not in the text itself."""
        return self.offsets is not None and self.offsets.position(position) < 0


def read(segment: Segment) -> Reading:
    """Return what the recognisers read of *segment*."""
    text, labels = _with_labels(segment)
    folded = fold(text)
    if labels is None or folded.offsets is None:
        return Reading(folded.text, folded.offsets or labels)
    return Reading(folded.text, folded.offsets.after(labels))


def _with_labels(segment: Segment) -> tuple[str, OffsetMap | None]:
    if not any(piece.label for piece in segment.pieces):
        return segment.text, None
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    ends = [*(piece.start for piece in segment.pieces[1:]), len(segment.text)]
    for piece, end in zip(segment.pieces, ends, strict=True):
        if piece.label:
            # The line feed keeps the label from continuing what stands before it.
            label = f"\n{piece.label}："
            parts.append(label)
            starts.append(length)
            origins.append(-1)
            length += len(label)
        parts.append(segment.text[piece.start : end])
        starts.append(length)
        origins.append(piece.start)
        length += end - piece.start
    return "".join(parts), OffsetMap(starts, origins)


class Places:
    """Turns spans of a segment into masked locations. Spans must come in rising order of start."""

    def __init__(self, segment: Segment, mask: Callable[[Location], Location]) -> None:
        self._segment = segment
        self._mask = mask
        self._text = segment.text
        self._base = mask(segment.location)
        self._piece = 0
        self._line = segment.line or 1
        self._step = Step("line", str(self._line))
        self._counted = 0
        self._line_start = 0

    def locate(self, start: int, end: int) -> Location:
        """Return where the span stands: its piece, its pieces as a range, or line and column."""
        if self._segment.pieces:
            return self._mask(self._in_pieces(start, end))
        base = self._base
        if self._segment.line is None:
            return base
        newlines = self._text.count("\n", self._counted, start)
        if newlines:
            self._line += newlines
            self._step = Step("line", str(self._line))
            self._line_start = self._text.rindex("\n", self._counted, start) + 1
        self._counted = start
        column = Step("column", str(start - self._line_start + 1))
        return Location(base.path, (*base.place, self._step, column))

    def _in_pieces(self, start: int, end: int) -> Location:
        pieces = self._segment.pieces
        index = self._piece
        while index + 1 < len(pieces) and pieces[index + 1].start <= start:
            index += 1
        self._piece = index
        last = index
        while last + 1 < len(pieces) and pieces[last + 1].start < end:
            last += 1
        first, final = pieces[index].location, pieces[last].location
        if last == index or not first.place or not final.place:
            return first
        step = first.place[-1]
        both = Step(step.kind, f"{step.value}:{final.place[-1].value}")
        return Location(first.path, (*first.place[:-1], both))
