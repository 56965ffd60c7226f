"""What is found depends on the declarations, never on the order in which they were loaded."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
import strategies as made
from hypothesis import given, settings
from hypothesis import strategies as st

import dlpscan
from dlpscan.engine.engine import Engine
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Piece, Segment

_KEYS = Keys(bytes(32))


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


@cache
def _engine(seed: int) -> Engine:
    """Return an engine whose recognisers were given in another order for each *seed*."""
    recognisers = list(_scanner().recognisers)
    Random(seed).shuffle(recognisers)  # noqa: S311  (not for secrets)
    return Engine(recognisers, _scanner().profile, _KEYS)


def _findings(engine: Engine, segment: Segment) -> list[Finding]:
    found, faults, _ = engine.find(segment)
    assert faults == []
    return [*engine.findings(segment, found, lambda location: location)]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw values of all kinds, beside and in each other, with and without labels between them."""
    values = (
        made.resident_ids
        | made.old_resident_ids
        | made.bank_cards
        | made.mobiles
        | made.passports
        | made.email_addresses
        | made.person_names
        | st.sampled_from(("86", "+86", "0", "62", "E", "110105"))
    )
    between = st.sampled_from(
        ("", "", " ", "-", "，", "\n", "身份证号：", "卡号", "手机", "护照", "姓名：", "订单号：", "@")
    )
    parts = draw(st.lists(st.tuples(between, values), min_size=1, max_size=6))
    return "".join(part for pair in parts for part in pair)


@settings(derandomize=True, max_examples=300, deadline=None, database=None)
@given(texts(), st.integers(1, 20))
def test_load_order_changes_nothing(text: str, seed: int) -> None:
    """Shuffled recognisers give the same findings, with the same evidence and other readings."""
    segment = Segment(text, Location(), line=1)

    assert _findings(_engine(seed), segment) == _findings(_engine(0), segment)


@settings(derandomize=True, max_examples=300, deadline=None, database=None)
@given(texts())
def test_findings_are_sorted_and_do_not_overlap(text: str) -> None:
    """Findings come in order of place, each with a score of 0 to 1, no identifier over another."""
    findings = _findings(_engine(0), Segment(text, Location(), line=1))
    identifiers = [one for one in findings if one.kind == "identifier"]
    ends = [0, *(one.end for one in identifiers)]

    assert findings == sorted(findings, key=lambda one: one.start)
    assert [one for one, end in zip(identifiers, ends, strict=False) if one.start < end] == []
    assert [one for one in findings if not 0 < one.score <= 1 or one.end > len(text)] == []


@settings(derandomize=True, max_examples=200, deadline=None, database=None)
@given(texts())
def test_no_mask_and_no_evidence_holds_a_value(text: str) -> None:
    """Neither mask nor evidence nor representation repeats what was written."""
    for one in _findings(_engine(0), Segment(text, Location(), line=1)):
        written = text[one.start : one.end]

        assert written not in one.masked
        assert written not in repr(one)


@settings(derandomize=True, max_examples=200, deadline=None, database=None)
@given(made.resident_ids, st.sampled_from(("身份证号", "sfzh", "ID No", "证件号码")), st.integers(0, 3))
def test_a_column_header_is_a_label(value: str, header: str, column: int) -> None:
    """A value in a cell is found by the header of its column, at its place in the row's text."""
    cells = ["甲", "女", "2026", "北京"]
    cells[column] = value
    pieces = []
    start = 0
    for index, cell in enumerate(cells):
        pieces.append(Piece(start, Location(), header if index == column else f"列{index}"))
        start += len(cell) + 1
    segment = Segment("\t".join(cells), Location(), kind="row", pieces=tuple(pieces))
    found = [one for one in _findings(_engine(0), segment) if one.entity_type == "CN_RESIDENT_ID"]

    assert [(one.start, one.end) for one in found] == [(pieces[column].start, pieces[column].start + 18)]
    assert f"column header or key: {header.lower()}" in found[0].evidence


@pytest.mark.parametrize("offset", [0, 1, 4_096])
def test_offsets_are_those_of_the_document(offset: int) -> None:
    """A segment that begins further down adds its offset to every finding."""
    segment = Segment("身份证号420106198508152717", Location(), offset=offset, line=7)
    (one,) = _findings(_engine(0), segment)

    assert (one.start, one.end) == (offset + 4, offset + 22)


def test_building_twice_gives_equal_findings() -> None:
    """Ids and fingerprints depend on text, place and key only."""
    segment = Segment("姓名：王伟，手机：13912345679", Location(("a.txt",)), line=1)

    assert _findings(_engine(3), segment) == _findings(_engine(5), segment)
