"""How much one scan may read, and the account of what it has read.

Declared sizes are never trusted: whoever inflates or reads asks the `Budget` for every block.
Reaching a limit raises `LimitReached`; the scanner keeps what was found and reports it.
"""

from __future__ import annotations

import time

from msgspec import Struct

from dlpscan.errors import LimitReached

MIB = 1 << 20
_STREAMED_IN_TIME = 16 * MIB


class Limits(Struct, frozen=True, kw_only=True):
    """What one top-level input may cost; the defaults are those of the design.

    *ratio* is inflated bytes over stored bytes and counts only after *ratio_after_bytes*, since tiny
    files compress extremely well.
    """

    depth: int = 10
    entries: int = 10_000
    ratio: int = 200
    ratio_after_bytes: int = MIB
    total_bytes: int = 256 * MIB
    time_s: float = 20.0
    findings: int = 10_000


class Budget:
    """The account of one top-level input: bytes, entries and time against `Limits`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes = 0
        self.entries = 0
        self._deadline = time.monotonic() + limits.time_s

    @property
    def bytes_left(self) -> int:
        """How many more bytes may be read."""
        return max(0, self.limits.total_bytes - self.bytes)

    def take_bytes(self, count: int) -> None:
        """Account for *count* bytes read or inflated."""
        self.bytes += count
        if self.bytes > self.limits.total_bytes:
            raise LimitReached(f"more than {self.limits.total_bytes} bytes in all", ends_scan=True)

    def take_streamed(self, count: int) -> None:
        """Account for *count* bytes of a stream, which holds them for a moment only.

        Neither its length nor its time is limited by what one document in memory may cost: each block gets
        its share of the time anew.
        """
        self._deadline += self.limits.time_s * count / _STREAMED_IN_TIME
        self.check_time()

    def take_entry(self) -> None:
        """Account for one document, member or part."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise LimitReached(f"more than {self.limits.entries} entries", ends_scan=True)

    def check_depth(self, depth: int) -> None:
        """Refuse a document that lies *depth* containers deep, if that is too deep."""
        if depth > self.limits.depth:
            raise LimitReached(f"nested deeper than {self.limits.depth} containers")

    def check_ratio(self, inflated: int, stored: int) -> None:
        """Refuse content that inflates like a bomb."""
        if inflated > self.limits.ratio_after_bytes and inflated > self.limits.ratio * max(1, stored):
            raise LimitReached(f"inflates to more than {self.limits.ratio} times its size")

    def check_time(self) -> None:
        """Refuse to go on when the time is up."""
        if time.monotonic() > self._deadline:
            raise LimitReached(f"took longer than {self.limits.time_s:g} s", reason="timeout", ends_scan=True)
