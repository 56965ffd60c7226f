"""The map back to the text as it was written, against a model that keeps one place per character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.text.offsets import OffsetMap

fixed = settings(derandomize=True, max_examples=400, deadline=None, database=None)

# A rewriting is a list of steps: keep some characters, delete some, or insert some.
_STEPS = st.lists(
    st.tuples(st.sampled_from(("keep", "delete", "insert")), st.integers(1, 4)), min_size=1, max_size=12
)


def _rewrite(steps: list[tuple[str, int]]) -> tuple[OffsetMap, list[int], int]:
    """Return the map of a rewriting, its model (the place of each new character), and the old length."""
    starts: list[int] = []
    origins: list[int] = []
    places: list[int] = []
    old = 0
    for kind, count in steps:
        if kind == "delete":
            old += count
            continue
        if not starts or kind == "insert" or origins[-1] < 0 or places[-1] + 1 != old:
            starts.append(len(places))
            origins.append(old if kind == "keep" else -1)
        if kind == "keep":
            places.extend(range(old, old + count))
            old += count
        else:
            places.extend([-1] * count)
    return OffsetMap(starts or [0], origins or [0]), places, old


@fixed
@given(_STEPS)
def test_a_position_is_that_of_the_model(steps: list[tuple[str, int]]) -> None:
    """Every character leads to its place, -1 where it was inserted."""
    offsets, places, _ = _rewrite(steps)

    assert [offsets.position(new) for new in range(len(places))] == places


@fixed
@given(_STEPS, st.data())
def test_a_span_is_that_of_the_model(steps: list[tuple[str, int]], data: st.DataObject) -> None:
    """A span leads to first and last character; None where any of it was inserted."""
    offsets, places, _ = _rewrite(steps)
    if not places:
        return
    start = data.draw(st.integers(0, len(places) - 1))
    end = data.draw(st.integers(start + 1, len(places)))
    touched = places[start:end]
    expected = None if -1 in touched else (touched[0], touched[-1] + 1)

    assert offsets.span(start, end) == expected


@fixed
@given(_STEPS, st.data())
def test_two_rewritings_make_one(inner_steps: list[tuple[str, int]], data: st.DataObject) -> None:
    """The map of both leads every character where the two maps lead it one after the other."""
    inner, inner_places, length = _rewrite(inner_steps)
    if not inner_places:
        return
    steps: list[tuple[str, int]] = []
    left = len(inner_places)
    while left:
        kind, count = data.draw(st.tuples(st.sampled_from(("keep", "delete", "insert")), st.integers(1, 4)))
        count = min(count, left) if kind != "insert" else count
        left -= count if kind != "insert" else 0
        steps.append((kind, count))
    outer, outer_places, _ = _rewrite(steps)
    both = outer.after(inner)
    expected = [inner_places[place] if place >= 0 else -1 for place in outer_places]

    assert length >= 0
    assert [both.position(new) for new in range(len(outer_places))] == expected


@pytest.mark.parametrize(("starts", "origins"), [([], []), ([1], [0]), ([0, 2], [0]), ([0], [])])
def test_a_map_that_does_not_begin_at_0_is_refused(starts: list[int], origins: list[int]) -> None:
    """The invariant is checked where the map is made."""
    with pytest.raises(ValueError, match="offset map"):
        OffsetMap(starts, origins)
