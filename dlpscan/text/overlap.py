"""Which of several readings of the same text stands: one total order, so that load order means nothing."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol, TypeVar


class Reading(Protocol):
    """Something that claims a span of text."""

    @property
    def start(self) -> int:
        """Return the first position claimed."""
        ...

    @property
    def end(self) -> int:
        """Return the position behind the last one claimed."""
        ...

    @property
    def strength(self) -> Any:
        """Return what is compared; no two readings of one span have the same."""
        ...


R = TypeVar("R", bound=Reading)


def resolve(readings: Iterable[R]) -> list[tuple[R, list[R]]]:
    """Return the readings that stand, in order of place, each with those that it overrules.

    Of two that overlap the stronger stands. Time is n log n, however many overlap.
    """
    standing: list[tuple[R, list[R]]] = []
    for cluster in _clusters(sorted(readings, key=lambda reading: (reading.start, reading.end))):
        if len(cluster) == 1:
            standing.append((cluster[0], []))
        else:
            standing.extend(_strongest(cluster))
    return standing


def resolve_apart(readings: Iterable[R], contest: Callable[[R], Hashable]) -> list[tuple[R, list[R]]]:
    """Return what stands of each *contest* by itself, all in order of place.

    A record or a signal says something else of a text than the identifiers in it, so it neither overrules
    nor yields to them.
    """
    contests: dict[Hashable, list[R]] = {}
    for reading in readings:
        contests.setdefault(contest(reading), []).append(reading)
    if len(contests) == 1:
        return resolve(*contests.values())
    standing = [pair for group in contests.values() for pair in resolve(group)]
    standing.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[0].strength))
    return standing


def _clusters(ordered: list[R]) -> Iterable[list[R]]:
    """Yield the runs of readings that hang together by overlapping."""
    cluster: list[R] = []
    reach = -1
    for reading in ordered:
        if cluster and reading.start >= reach:
            yield cluster
            cluster = []
        cluster.append(reading)
        reach = max(reach, reading.end) if len(cluster) > 1 else reading.end
    if cluster:
        yield cluster


def _strongest(cluster: list[R]) -> list[tuple[R, list[R]]]:
    """Return the standing readings of a cluster, each with the ones it overrules."""
    kept: list[tuple[int, int]] = []
    owners: dict[tuple[int, int], tuple[R, list[R]]] = {}
    for reading in sorted(cluster, key=lambda one: one.strength, reverse=True):
        index = bisect_left(kept, (reading.start, reading.end))
        beside = kept[max(0, index - 1) : index + 1]
        over = [span for span in beside if span[0] < reading.end and reading.start < span[1]]
        if over:
            owners[over[0]][1].append(reading)
        else:
            insort(kept, (reading.start, reading.end))
            owners[reading.start, reading.end] = (reading, [])
    return [owners[span] for span in kept]
