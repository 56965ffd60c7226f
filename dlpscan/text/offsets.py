"""A piecewise linear map from rewritten text back to the text as it was written.

Rewriting only ever keeps, replaces, deletes or inserts runs of characters. Between two breakpoints one
character of the new text stands for one of the old, so the map holds a breakpoint per deletion or
insertion and costs nothing where nothing was rewritten.
"""

from __future__ import annotations

from bisect import bisect_right


class OffsetMap:
    """Maps positions of rewritten text to positions of the original.

    *starts* are positions in the new text, rising, the first 0; *origins* the original positions that
    stand there, -1 for inserted text that stands nowhere in the original.
    """

    __slots__ = ("_origins", "_starts")

    def __init__(self, starts: list[int], origins: list[int]) -> None:
        if len(starts) != len(origins) or not starts or starts[0] != 0:
            raise ValueError("an offset map needs one origin per start, the first start at 0")
        self._starts = starts
        self._origins = origins

    def position(self, new: int) -> int:
        """Return where the character at *new* stands in the original, -1 if it was inserted."""
        index = bisect_right(self._starts, new) - 1
        origin = self._origins[index]
        return origin + new - self._starts[index] if origin >= 0 else -1

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the original span of new[start:end], None if any of it was inserted.

        The end is that of the last character, so that what was deleted behind it stays outside.
        """
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        if any(origin < 0 for origin in self._origins[first : last + 1]):
            return None
        return self.position(start), self.position(end - 1) + 1

    def after(self, inner: OffsetMap) -> OffsetMap:
        """Return the map of two rewritings: *inner* made the text that this one rewrote further."""
        starts: list[int] = []
        origins: list[int] = []
        ends = [*self._starts[1:], None]
        for start, origin, end in zip(self._starts, self._origins, ends, strict=True):
            if origin < 0:
                starts.append(start)
                origins.append(-1)
                continue
            length = None if end is None else end - start
            for offset, place in inner._pieces(origin, length):
                starts.append(start + offset)
                origins.append(place)
        return OffsetMap(starts, origins)

    def _pieces(self, begin: int, length: int | None) -> list[tuple[int, int]]:
        """Return (offset from *begin*, origin) for each piece that begins in the next *length*."""
        pieces = [(0, self.position(begin))]
        index = bisect_right(self._starts, begin)
        while index < len(self._starts) and (length is None or self._starts[index] < begin + length):
            pieces.append((self._starts[index] - begin, self._origins[index]))
            index += 1
        return pieces
