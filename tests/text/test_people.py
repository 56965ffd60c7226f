"""Which findings are one person. Texts are written in signs: N1 is a name, I1 a resident number."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.model import Finding, Location, Segment, SegmentKind
from dlpscan.text import people

_TYPES = {
    "N": "PERSON",
    "I": "CN_RESIDENT_ID",
    "P": "PHONE_NUMBER",
    "E": "EMAIL_ADDRESS",
    "C": "BANK_CARD",
    "S": "CN_PASSPORT",
}
_SIGN = re.compile("[NIPECS][0-9]")


def _segment(text: str, kind: SegmentKind = "text", offset: int = 0) -> tuple[Segment, list[Finding]]:
    """Return a segment and the findings that its signs stand for."""
    findings = [
        Finding(
            entity_type=_TYPES[sign.group()[0]],
            category="other",
            sensitivity="general",
            score=0.9,
            location=Location(),
            start=offset + sign.start(),
            end=offset + sign.end(),
            masked="**",
            fingerprint=sign.group(),
            recogniser=sign.group(),
        )
        for sign in _SIGN.finditer(text)
    ]
    return Segment(text, Location(), kind=kind, offset=offset), findings


def _groups(text: str, kind: SegmentKind = "text", offset: int = 0) -> list[str]:
    segment, findings = _segment(text, kind, offset)
    return [
        " ".join(one.recogniser for one in group.findings) for group in people.in_segment(segment, findings)
    ]


def _people(*texts: str) -> list[str]:
    """Return the people of several segments."""
    groups = chain.from_iterable(people.in_segment(*_segment(text)) for text in texts)
    return [" ".join(one.recogniser for one in person.findings) for person in people.gather(groups)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param("", "text", [], id="nothing"),
        pytest.param("N1", "text", ["N1"], id="a loose name is a person"),
        pytest.param("x P1 y", "text", ["P1"], id="a loose phone is a person"),
        pytest.param("N1\tI1\tP1\tC1", "row", ["N1 I1 P1 C1"], id="a table row is one person"),
        pytest.param("N1\tP1\tP2", "row", ["N1 P1 P2"], id="one person may have two phones"),
        pytest.param("N1\tP1\tN2\tP2", "row", ["N1 P1", "N2 P2"], id="two names in a row are two persons"),
        pytest.param("I1\tI2", "row", ["I1", "I2"], id="two resident numbers in a row are two persons"),
        pytest.param("N1\tI1\tN2\tI2", "row", ["N1 I1", "N2 I2"], id="two couples of name and number"),
        pytest.param(
            "N1\tI1\tP1\tN1", "row", ["N1 I1 P1 N1"], id="the same name twice in a row is one person"
        ),
        pytest.param("客户N1,身份证I1,手机P1", "text", ["N1 I1 P1"], id="a sentence is one person"),
        pytest.param("N1 P1, N2 P2", "text", ["N1 P1", "N2 P2"], id="two persons in one line"),
        pytest.param("N1\nI1\nP1", "text", ["N1 I1 P1"], id="a form block is one person"),
        pytest.param(
            "姓名：N1\n电话：P1\n\n姓名：N2\n电话：P2", "text", ["N1 P1", "N2 P2"], id="two form blocks"
        ),
        pytest.param(
            "姓名：N1\n电话：P1\n姓名：N2\n电话：P2",
            "text",
            ["N1 P1", "N2 P2"],
            id="blocks without blank line",
        ),
        pytest.param(
            "姓名：N1\r\n电话：P1\r\n\r\n电话：P2", "text", ["N1 P1", "P2"], id="blank line with CR LF"
        ),
        pytest.param("N1\n  \nP1", "text", ["N1", "P1"], id="a line of spaces is blank"),
        pytest.param("N1\n\t\nP1", "text", ["N1", "P1"], id="a line with a tab is blank"),
        pytest.param("N1\na\nb\nP1", "text", ["N1 P1"], id="two lines of something else inside a form"),
        pytest.param("N1\na\nb\nc\nd\nP1", "text", ["N1", "P1"], id="more text than a form has"),
        pytest.param("N1 P1\nN2 P2\nN3 P3", "text", ["N1 P1", "N2 P2", "N3 P3"], id="a list of couples"),
        pytest.param("P1\nP2\nP3", "text", ["P1", "P2", "P3"], id="a list of phones"),
        pytest.param("E1\nE2", "text", ["E1", "E2"], id="a list of mailboxes"),
        pytest.param("I1\nI2\nI3", "text", ["I1", "I2", "I3"], id="a list of resident numbers"),
        pytest.param("N1\nN2\nN3", "text", ["N1", "N2", "N3"], id="a list of names"),
        pytest.param("P1, P2, P3", "text", ["P1", "P2", "P3"], id="phones in one line without a name"),
        pytest.param("E1; E2", "text", ["E1", "E2"], id="mailboxes in one line without a name"),
        pytest.param("I1 P1\nI2 P2", "text", ["I1 P1", "I2 P2"], id="a list of numbers with phones"),
        pytest.param("P1 E1\nP2 E2", "text", ["P1 E1", "P2 E2"], id="a list of contacts"),
        pytest.param("C1\nC2", "text", ["C1", "C2"], id="a list of cards"),
        pytest.param("S1\nS2", "text", ["S1", "S2"], id="a list of passports"),
        pytest.param("N1 S1\nN2 S2", "text", ["N1 S1", "N2 S2"], id="passports with names"),
        pytest.param("S1 S2", "text", ["S1", "S2"], id="two passports in a line are two persons"),
        pytest.param("P1\nN1", "text", ["P1 N1"], id="the phone may stand first"),
    ],
)
def test_groups(text: str, kind: SegmentKind, expected: list[str]) -> None:
    """The findings of a row, a line or a form block are one person, unless two of one kind contradict."""
    assert _groups(text, kind) == expected


def test_the_offset_of_a_segment_does_not_matter() -> None:
    """A block further down in a document is grouped as one at its top."""
    text = "姓名：N1\n电话：P1\n\n姓名：N2\n电话：P2"

    assert _groups(text, offset=70_000) == _groups(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["N1 I1", "I1 P1"], ["N1 I1 I1 P1"], id="the same resident number is the same person"),
        pytest.param(["N1 S1", "S1 E1"], ["N1 S1 S1 E1"], id="the same passport is the same person"),
        pytest.param(["N1", "N1"], ["N1", "N1"], id="a name alone joins nothing: many share it"),
        pytest.param(
            ["P1 I1", "P1 I2"], ["P1 I1", "P1 I2"], id="a phone alone joins nothing: families share it"
        ),
        pytest.param(["I1", "I2", "I1"], ["I1 I1", "I2"], id="a third mention joins the first"),
        pytest.param(["P1", "E1", "C1"], ["P1", "E1", "C1"], id="loose identifiers count singly"),
        pytest.param(
            ["N1 P1 I1", "N1 P1 I2"], ["N1 P1 I1", "N1 P1 I2"], id="two resident numbers are never one"
        ),
        pytest.param(["N1 P1", "N1 P1 I1", "N1 P1 I2"], ["N1 P1 N1 P1 I1", "N1 P1 I2"], id="nor by a third"),
    ],
)
def test_people_of_several_segments(texts: list[str], expected: list[str]) -> None:
    """Only a strong identity joins what stands apart, and no join puts two resident numbers together."""
    found = [sorted(person.split()) for person in _people(*texts)]

    assert sorted(found) == sorted(sorted(person.split()) for person in expected)


_LINES = st.lists(
    st.lists(st.sampled_from([f"{letter}{number}" for letter in _TYPES for number in range(3)]), max_size=4),
    max_size=6,
)


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(_LINES, st.sampled_from(("text", "row", "field", "name")))
def test_two_resident_numbers_are_never_one_person(lines: list[list[str]], kind: SegmentKind) -> None:
    """Whatever stands together: no group has two resident numbers, or two names."""
    for group in _groups("\n".join(" ".join(line) for line in lines), kind):
        signs = set(group.split())

        assert len([sign for sign in signs if sign.startswith("I")]) <= 1
        assert len([sign for sign in signs if sign.startswith("N")]) <= 1


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(_LINES)
def test_every_finding_belongs_to_exactly_one_person(lines: list[list[str]]) -> None:
    """Nothing is lost and nothing counted twice, in one segment and over several."""
    texts = [" ".join(line) for line in lines]
    together = " ".join(_groups("\n".join(texts))).split()
    apart = " ".join(_people(*texts)).split()

    assert sorted(together) == sorted(_SIGN.findall(" ".join(texts)))
    assert sorted(apart) == sorted(_SIGN.findall(" ".join(texts)))


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(_LINES)
def test_people_of_different_resident_numbers_stay_apart(lines: list[list[str]]) -> None:
    """Joining segments never makes one person of two resident numbers: the count is an upper bound."""
    for person in _people(*(" ".join(line) for line in lines)):
        assert len({sign for sign in person.split() if sign.startswith("I")}) <= 1
