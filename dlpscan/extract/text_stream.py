"""Big text files in blocks, so that a file of any size costs the memory of a block.

A file is streamed if it is large and an extractor that reads text recognises its first bytes. Blocks are
cut at line ends. What a value near the seam needs to be judged (the label before it, the words behind it)
is given with both blocks; each finding belongs to the block that owns the place where it begins.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from dlpscan.extract.encodings import Decoded, decode
from dlpscan.limits import MIB, Budget

STREAMED_FROM = 16 * MIB
"""Files of more bytes are streamed. Below that, reading a file whole is faster and costs little."""

HEAD_BYTES = 64 * 1024
"""How much of a file its format is told by."""

_READ = MIB
_BLOCK = MIB
_CONTEXT = 2_048


class Block(Struct, frozen=True):
    """A part of a text with its surroundings: text[begin:end] is its own, the rest belongs to its neighbours.

    *offset* and *line* are those of text[0] in the whole text; *line* counts from 1.
    """

    text: str
    begin: int
    end: int
    offset: int
    line: int

    def __repr__(self) -> str:
        return f"Block(offset={self.offset}, length={len(self.text)})"


class TextStream:
    """The text of a file, decoded bit by bit. *doubt* says afterwards what did not fit."""

    def __init__(self, path: Path, head: bytes, budget: Budget) -> None:
        self._path = path
        self._budget = budget
        # Cut at a line end, so that no character is torn; UTF-16 and UTF-32 are told by their marks or zeros.
        cut = head.rfind(b"\n") + 1 or len(head)
        first = decode(head[:cut]) if b"\0" not in head else decode(head[: len(head) // 4 * 4])
        self._encoding = first.encoding
        self.doubt = first.doubt
        self._is_ascii = head.isascii()

    def chunks(self) -> Iterator[str]:
        """Yield the text, about a million characters at a time."""
        decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        with self._path.open("rb") as file:
            while data := file.read(_READ):
                self._budget.take_streamed(len(data))
                pending, _ = decoder.getstate()
                try:
                    text = decoder.decode(data)
                except UnicodeDecodeError:
                    decoder = self._other_decoder(pending + data)
                    text = decoder.decode(pending + data)
                self._is_ascii = self._is_ascii and text.isascii()
                yield text
            try:
                yield decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.doubt = self.doubt or f"the last character does not decode as {self._encoding}"

    def _other_decoder(self, data: bytes) -> codecs.IncrementalDecoder:
        """Return the decoder to go on with where the first one failed: digits are ASCII in all of them."""
        if self._is_ascii and self._encoding == "utf-8":
            # Nothing but ASCII so far: the first Chinese character tells what the file is written in.
            cut = data.rfind(b"\n") + 1 or len(data)
            found: Decoded = decode(data[:cut])
            if not found.doubt:
                self._encoding = found.encoding
                return codecs.getincrementaldecoder(self._encoding)("replace")
        self.doubt = self.doubt or f"some places do not decode as {self._encoding}"
        return codecs.getincrementaldecoder(self._encoding)("replace")

    def blocks(self) -> Iterator[Block]:
        """Yield the text in blocks that are cut at line ends, or anywhere in endless lines."""
        lead, text = "", ""
        offset, line = 0, 1
        for chunk in self.chunks():
            text += chunk.removeprefix("\ufeff") if not offset and not text else chunk
            while len(text) > _BLOCK + _CONTEXT:
                cut = text.rfind("\n", _BLOCK // 2, _BLOCK) + 1 or _BLOCK
                whole = lead + text[: cut + _CONTEXT]
                yield Block(whole, len(lead), len(lead) + cut, offset, line)
                owned = lead + text[:cut]
                lead_start = max(0, len(owned) - _CONTEXT)
                line += owned.count("\n", 0, lead_start)
                offset += lead_start
                lead, text = owned[lead_start:], text[cut:]
        if text:
            yield Block(lead + text, len(lead), len(lead) + len(text), offset, line)
