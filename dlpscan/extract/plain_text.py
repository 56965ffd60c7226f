"""Text in any encoding: the last extractor to be asked, and the only one for source code, logs, prose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dlpscan.extract import sniff
from dlpscan.extract.encodings import decode, is_text
from dlpscan.extract.layouts import Layouts
from dlpscan.extract.text_stream import TextStream
from dlpscan.limits import Budget
from dlpscan.model import Document, Segment, Unscannable


class PlainText:
    """Gives the text, and the rows of tables in it one by one; places are lines and columns."""

    name = "text"
    priority = 0
    streams = True

    def recognises(self, document: Document) -> bool:
        """Take whatever is not known as binary and has few control characters."""
        return not sniff.is_binary(document.data) and is_text(document.data)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield the text."""
        budget.check_time()
        if document.source is not None:
            yield from _streamed(document, document.source, budget)
            return
        decoded = decode(document.data, document.charset)
        if decoded.doubt:
            yield Unscannable("ambiguous", document.location, decoded.doubt)
        yield from Layouts().parts(Segment(decoded.text, document.location, line=1))


def _streamed(document: Document, source: Path, budget: Budget) -> Iterator[Segment | Unscannable]:
    stream = TextStream(source, document.data, budget)
    layouts = Layouts()
    for block in stream.blocks():
        yield from layouts.parts(
            Segment(
                block.text,
                document.location,
                offset=block.offset,
                line=block.line,
                own_start=block.begin,
                own_end=block.end,
            )
        )
    if stream.doubt:
        yield Unscannable("ambiguous", document.location, stream.doubt)


EXTRACTORS = (PlainText(),)
