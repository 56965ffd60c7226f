"""An invented format: `CARDINDEX1`, then cards of `key=value` lines, with a blank line between cards.

Each card is a segment and each value a piece under its key, so that `手机=139…` is read with its label.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlpscan.errors import Damaged
from dlpscan.limits import Budget
from dlpscan.model import Document, Piece, Segment, Step, Unscannable

_MAGIC = b"CARDINDEX1\n"


class CardIndex:
    """Reads card-index files."""

    name = "card_index"
    priority = 50

    def recognises(self, document: Document) -> bool:
        """Take what begins with the magic line."""
        return document.data.startswith(_MAGIC)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield one segment per card."""
        try:
            text = document.data.removeprefix(_MAGIC).decode()
        except UnicodeDecodeError:
            raise Damaged("a card index is UTF-8") from None
        for number, card in enumerate(text.split("\n\n"), start=1):
            budget.check_time()
            parts: list[str] = []
            pieces: list[Piece] = []
            length = 0
            place = document.location.under(Step("card", f"card {number}"))
            for line in card.splitlines():
                key, _, value = line.partition("=")
                pieces.append(Piece(length, place.under(Step("name", key)), key))
                parts.append(value + "\n")
                length += len(value) + 1
            if pieces:
                yield Segment("".join(parts), place, kind="row", pieces=tuple(pieces))
