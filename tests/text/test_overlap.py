"""Which of several readings stands, against the plainest model: strongest first, each against all kept."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.text.overlap import resolve, resolve_apart

fixed = settings(derandomize=True, max_examples=500, deadline=None, database=None)


class Claim(NamedTuple):
    """A reading of a span with a strength."""

    start: int
    end: int
    strength: tuple[int, int, int]


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Draw readings of a short text, no two of equal strength."""
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.integers(0, 3)), max_size=14))
    return [
        Claim(start, start + length, (score, length, number))
        for number, (start, length, score) in enumerate(spans)
    ]


def _overlap(one: Claim, other: Claim) -> bool:
    return one.start < other.end and other.start < one.end


def _naive(readings: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for one in sorted(readings, key=lambda reading: reading.strength, reverse=True):
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return sorted(kept)


@fixed
@given(claims())
def test_the_result_is_that_of_the_plain_model(readings: list[Claim]) -> None:
    """The sweep keeps exactly what comparing each with all would keep."""
    assert [one for one, _ in resolve(readings)] == _naive(readings)


@fixed
@given(claims())
def test_nothing_overlaps_and_all_is_in_order(readings: list[Claim]) -> None:
    """What stands is sorted and free of overlaps."""
    standing = [one for one, _ in resolve(readings)]

    assert [pair for pair in pairwise(standing) if pair[0].end > pair[1].start] == []


@fixed
@given(claims(), st.randoms(use_true_random=False))
def test_the_order_of_readings_means_nothing(readings: list[Claim], rng: object) -> None:
    """Any order in which recognisers reported gives the same standing and overruled readings."""
    shuffled = list(readings)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    expected = [(one, sorted(others)) for one, others in resolve(readings)]

    assert [(one, sorted(others)) for one, others in resolve(shuffled)] == expected


@fixed
@given(claims())
def test_every_reading_stands_or_is_overruled_by_a_stronger_one(readings: list[Claim]) -> None:
    """No reading is lost: each that does not stand is listed once, with one that it overlaps."""
    resolved = resolve(readings)
    everything = sorted([one for one, _ in resolved] + [other for _, others in resolved for other in others])

    assert everything == sorted(readings)
    for one, others in resolved:
        assert all(_overlap(one, other) and one.strength > other.strength for other in others)


def test_nothing_gives_nothing() -> None:
    """No readings, no result."""
    assert resolve([]) == []


def test_readings_that_touch_both_stand() -> None:
    """An end is exclusive: neighbours do not overlap."""
    left, right = Claim(0, 5, (1, 5, 0)), Claim(5, 9, (1, 4, 1))

    assert resolve([right, left]) == [(left, []), (right, [])]


def test_a_chain_keeps_both_ends_where_the_middle_is_weakest() -> None:
    """Of three in a chain the weakest goes, even if it stands between the others."""
    left, middle, right = Claim(0, 4, (3, 4, 0)), Claim(3, 7, (1, 4, 1)), Claim(6, 9, (2, 3, 2))

    assert [one for one, _ in resolve([middle, right, left])] == [left, right]


@fixed
@given(claims())
def test_contests_do_not_touch_each_other(readings: list[Claim]) -> None:
    """What stands of each contest is what stands of it alone; all of it comes in order of place."""
    pairs = resolve_apart(readings, lambda one: one.strength[0])
    alone = [
        pair for score in range(4) for pair in resolve([one for one in readings if one.strength[0] == score])
    ]

    assert sorted(pairs) == sorted(alone)
    assert [one.start for one, _ in pairs] == sorted(one.start for one, _ in pairs)
