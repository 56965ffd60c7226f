"""A piecewise linear map from rewritten text back to the text as it was written.

Rewriting only ever keeps, replaces, deletes or inserts runs of characters. Between two breakpoints one
character of the new text stands for one of the old, so the map holds a breakpoint per deletion or
insertion and costs nothing where nothing was rewritten. Where one character was written with several, as
`&#49;` for `1`, it is a piece of its own, with their number as its width.
"""

from __future__ import annotations

from bisect import bisect_right


class OffsetMap:
    """Maps positions of rewritten text to positions of the original.

    *starts* are positions in the new text, rising, the first 0; *origins* the original positions that
    stand there, -1 for inserted text that stands nowhere in the original. *widths* says how many
    characters of the original one of the new text stands for, 1 if left out; a piece with another width
    holds one character.
    """

    __slots__ = ("_origins", "_starts", "_widths")

    def __init__(self, starts: list[int], origins: list[int], widths: list[int] | None = None) -> None:
        if len(starts) != len(origins) or not starts or starts[0] != 0:
            raise ValueError("an offset map needs one origin per start, the first start at 0")
        if widths is not None and len(widths) != len(starts):
            raise ValueError("an offset map with widths needs one per start")
        self._starts = starts
        self._origins = origins
        self._widths = widths

    def position(self, new: int) -> int:
        """Return where the character at *new* stands in the original, -1 if it was inserted."""
        index = bisect_right(self._starts, new) - 1
        origin = self._origins[index]
        return origin + new - self._starts[index] if origin >= 0 else -1

    def end(self, new: int) -> int:
        """Return where the writing of the character at *new* ends in the original, -1 if it was inserted."""
        index = bisect_right(self._starts, new) - 1
        origin = self._origins[index]
        width = self._widths[index] if self._widths is not None else 1
        return origin + new - self._starts[index] + width if origin >= 0 else -1

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the original span of new[start:end], None if any of it was inserted.

        The end is that of the last character, so that what was deleted behind it stays outside.
        """
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        if any(origin < 0 for origin in self._origins[first : last + 1]):
            return None
        return self.position(start), self.end(end - 1)

    def after(self, inner: OffsetMap) -> OffsetMap:
        """Return the map of two rewritings: *inner* made the text that this one rewrote further."""
        starts: list[int] = []
        origins: list[int] = []
        widths: list[int] = []
        ends = [*self._starts[1:], None]
        own = self._widths or [1] * len(self._starts)
        index = 0
        for start, origin, width, end in zip(self._starts, self._origins, own, ends, strict=True):
            if origin < 0:
                starts.append(start)
                origins.append(-1)
                widths.append(1)
                continue
            index = inner._piece(origin, index)
            if width > 1:
                begun = inner._at(origin, index)
                last = inner._piece(origin + width - 1, index)
                done = inner._at(origin + width - 1, last) + inner._width(last)
                is_known = begun >= 0 and inner._origins[last] >= 0
                starts.append(start)
                origins.append(begun if is_known else -1)
                widths.append(done - begun if is_known else 1)
                continue
            length = None if end is None else end - start
            for offset, place, wide in inner._pieces(origin, index, length):
                starts.append(start + offset)
                origins.append(place)
                widths.append(wide)
        return OffsetMap(starts, origins, widths if max(widths) > 1 else None)

    def _piece(self, position: int, hint: int) -> int:
        """Return the piece that holds *position*, most often one a little behind *hint*."""
        starts = self._starts
        if starts[hint] > position:
            return bisect_right(starts, position) - 1
        last = len(starts) - 1
        while hint < last and starts[hint + 1] <= position:
            hint += 1
        return hint

    def _at(self, position: int, index: int) -> int:
        origin = self._origins[index]
        return origin + position - self._starts[index] if origin >= 0 else -1

    def _width(self, index: int) -> int:
        return self._widths[index] if self._widths is not None else 1

    def _pieces(self, begin: int, index: int, length: int | None) -> list[tuple[int, int, int]]:
        """Return (offset from *begin*, origin, width) for each piece that begins in the next *length*.

        *index* is the piece that holds *begin*.
        """
        pieces = [(0, self._at(begin, index), self._width(index))]
        index += 1
        while index < len(self._starts) and (length is None or self._starts[index] < begin + length):
            pieces.append((self._starts[index] - begin, self._origins[index], self._width(index)))
            index += 1
        return pieces
