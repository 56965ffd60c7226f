"""Records count beside a person. Signs stand for findings: N a name, P a phone, R a record, S a statement."""

from __future__ import annotations

import pytest

from dlpscan.model import FindingKind, Location, Segment, SegmentKind
from dlpscan.rulebook import profiles
from dlpscan.text.companions import Companion, beside_people

_SIGNS: dict[str, tuple[str, FindingKind, float]] = {
    "N": ("PERSON", "identifier", 0.85),
    "P": ("PHONE_NUMBER", "identifier", 0.95),
    "p": ("PHONE_NUMBER", "identifier", 0.3),
    "A": ("ADDRESS", "identifier", 0.9),
    "U": ("CN_USCC", "identifier", 0.95),
    "W": ("CREDENTIAL", "identifier", 0.95),
    "R": ("HEALTH_RECORD", "content", 0.85),
    "S": ("HEALTH_RECORD", "content", 0.7),
    "L": ("CHANNEL_LINK", "signal", 0.9),
}
_FAR = "." * 70


def _scores(text: str, kind: SegmentKind = "text") -> list[float]:
    """Return the scores of the records and statements of *text* that are left."""
    profile = profiles.load()
    readings = [
        Companion(
            place,
            place + 1,
            _SIGNS[sign][1],
            _SIGNS[sign][2],
            profile.entity(_SIGNS[sign][0]),
            _SIGNS[sign][0],
        )
        for place, sign in enumerate(text)
        if sign in _SIGNS
    ]
    judged = beside_people(Segment(text, Location(), kind=kind), readings)
    return [how[0] for how, one in zip(judged, readings, strict=True) if how and one.kind == "content"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R", []),
        ("P R", [0.85]),
        ("R P", [0.85]),
        ("N R", [0.85]),
        ("S", []),
        ("N S", [0.45]),
        ("P S", [0.7]),
        ("A R", [0.85]),
        ("A S", [0.45]),
        ("p R", []),
        ("U R", []),
        ("W R", []),
        ("L R", []),
        (f"P{_FAR}R", [0.85]),
        (f"P\n\n{_FAR}R", []),
        (f"P\n \t\n{_FAR}R", []),
        (f"P\n\n{'.' * 50}R", [0.85]),
        (f"P{_FAR * 6}R", []),
        (f"R{_FAR * 6}P", []),
        (f"P R\n\n{_FAR}R", [0.85]),
        (f"N S\n\n{_FAR}{_FAR}P S", [0.45, 0.7]),
    ],
)
def test_a_record_counts_beside_a_person(text: str, expected: list[float]) -> None:
    """A person in the paragraph or within 60 characters makes the record; a statement asks for a number.

    Alone, both are nothing.
    """
    assert _scores(text) == expected


def test_all_cells_of_a_row_are_of_its_person() -> None:
    """In a row the distance says nothing."""
    assert _scores(f"N\t{_FAR * 9}\tR", "row") == [0.85]


def test_other_readings_keep_their_scores() -> None:
    """The pass leaves identifiers and signals as they are, and adds nothing to their evidence."""
    person = Companion(0, 1, "identifier", 0.9, profiles.load().entity("PERSON"))
    signal = Companion(2, 3, "signal", 0.9, profiles.load().entity("CHANNEL_LINK"))

    assert beside_people(Segment("N L", Location()), [person, signal]) == [(0.9, ()), (0.9, ())]
