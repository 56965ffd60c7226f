"""Comments that accept what stands on their line: `dlpscan: allow <reason>`.

A reason is required, and shown wherever the finding is: an exception nobody explains is a hole. Only callers
who say so honour such comments (repositories do; a mail that brings its own permission does not get it).
"""

from __future__ import annotations

import re

from dlpscan.model import Segment

_COMMENT = re.compile(r"dlpscan:[ \t]*allow(?P<reason>(?![A-Za-z])[^\n]*)", re.IGNORECASE)
# What closes a comment in some language is no part of the reason.
_CLOSERS = re.compile(r"(?:\*/|-->|#}|\*\)|--%>|[\s\"'])+$")
_SHORTEST_REASON = 4


class Allowed:
    """The accepted lines of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._text = segment.text
        self._reasons: dict[int, str] = {}
        for match in _COMMENT.finditer(segment.text):
            reason = _CLOSERS.sub("", match["reason"]).strip(" \t:-,(")
            if len(reason) >= _SHORTEST_REASON:
                self._reasons[self._line_start(match.start())] = reason

    def reason_at(self, position: int) -> str:
        """Return the reason of the line at *position*, "" where nothing is accepted."""
        return self._reasons.get(self._line_start(position), "") if self._reasons else ""

    def _line_start(self, position: int) -> int:
        return self._text.rfind("\n", 0, position) + 1
