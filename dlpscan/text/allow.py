"""Comments that accept what stands before them on their line: `dlpscan: allow <reason>`.

A reason is required, and shown wherever the finding is: an exception nobody explains is a hole. Only callers
who say so honour such comments (repositories do; a mail that brings its own permission does not get it).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dlpscan.model import Segment

_COMMENT = re.compile(r"dlpscan:[ \t]*allow[ \t]+(?P<reason>[^\n\r\v\f\x85\u2028\u2029]+)", re.IGNORECASE)
# Whatever an editor or a terminal may show as the end of a line ends the line that a comment is for.
_LINE_ENDS = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# What closes a comment in some language is no part of the reason.
_CLOSERS = re.compile(r"(?:\*/|-->|#}|\*\)|--%>|[\s\"'])+$")
# The words of this tool's own advice, pasted as they stand.
_PLACEHOLDER = re.compile(r"<[^>]*>")
_SHORTEST_REASON = 4


class Allowed:
    """The accepted lines of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._reasons: dict[int, tuple[int, str]] = {}
        self._line_ends: list[int] = []
        for match in _COMMENT.finditer(segment.text):
            reason = _CLOSERS.sub("", match["reason"]).strip(" \t:-,(")
            if len(reason) < _SHORTEST_REASON or _PLACEHOLDER.fullmatch(reason):
                continue
            if not self._line_ends:
                self._line_ends = [end.start() for end in _LINE_ENDS.finditer(segment.text)]
            self._reasons.setdefault(self._line(match.start()), (match.start(), reason))

    def reason_at(self, start: int, end: int) -> str:
        """Return why what stands from *start* to *end* is accepted, "" where it is not.

        What stands in the reason itself is not: a value is no reason for itself. Nor is what begins on
        another line than the comment's.
        """
        if not self._reasons:
            return ""
        comment, reason = self._reasons.get(self._line(start), (0, ""))
        return reason if end <= comment else ""

    def _line(self, position: int) -> int:
        return bisect_right(self._line_ends, position)
