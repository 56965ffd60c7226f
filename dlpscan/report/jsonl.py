"""The canonical output: one JSON object a line, `type` first, UTF-8."""

from __future__ import annotations

import msgspec

from dlpscan.report.records import Record


class JsonLines:
    """Renders each record as one line."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder()

    def render(self, record: Record) -> str:
        """Return the line of a record, with its line feed."""
        return self._encoder.encode(record).decode() + "\n"
