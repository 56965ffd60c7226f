"""Every built-in recogniser finds what its file of cases says, exactly, and nothing of what it must not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

import dlpscan
from dlpscan.checks import tables
from dlpscan.declare import Recogniser
from dlpscan.engine.engine import Engine
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Piece, Segment
from dlpscan.recognisers import built_in

_ROOT = Path(__file__).parents[2]
_CASES = _ROOT / "tests" / "data" / "recognisers"
_LEAST_CASES = 30
_LEAST_SCORE = 0.5
_MOST_SAMPLE_SCORE = 0.3
_WORD_BOUNDARY = re.compile(r"(?<!\\)(?:\\\\)*\\[bB]")


class Case(NamedTuple):
    """One case of a file. *value* is "" where nothing may be found."""

    entity_type: str
    text: str
    why: str
    value: str = ""
    min_score: float = _LEAST_SCORE
    max_score: float = 1.0
    header: str = ""


def _read(path: Path) -> list[Case]:
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [Case(content["entity"], **entry) for entry in (*content["match"], *content["no_match"])]


CASES = [case for path in sorted(_CASES.glob("*.yaml")) for case in _read(path)]
MATCHES = [case for case in CASES if case.value]
NEAR_MISSES = [case for case in CASES if not case.value]


def _name(case: Case) -> str:
    kind = "finds" if case.value else "not"
    return f"{case.entity_type}-{kind}-{re.sub('[^A-Za-z0-9]+', '-', case.why).strip('-')}"


def _ids(cases: list[Case]) -> list[str]:
    """Return one name per case, numbered where two would have the same."""
    seen: Counter[str] = Counter()
    names = []
    for case in cases:
        name = _name(case)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


@cache
def _engine() -> Engine:
    return Engine(_scanner().recognisers, _scanner().profile, Keys(bytes(32)))


def _find(case: Case) -> list[Finding]:
    """Return the findings of the case's type, in a text or in a cell under the case's header."""
    if not case.header:
        return [
            one for one in _scanner().scan_text(case.text).findings if one.entity_type == case.entity_type
        ]
    piece = Piece(0, Location(), case.header)
    cell = Segment(case.text, Location(), kind="row", pieces=(piece,))
    found, faults, _ = _engine().find(cell)
    assert faults == []
    findings = _engine().findings(cell, found, lambda location: location)
    return [one for one in findings if one.entity_type == case.entity_type]


@pytest.mark.parametrize("case", MATCHES, ids=_ids(MATCHES))
def test_finds_the_value_exactly_as_it_is_written(case: Case) -> None:
    """One finding has the kind and the exact span of the value, and a score within the case's bounds."""
    begin = case.text.rindex(case.value)
    findings = {(one.start, one.end): one.score for one in _find(case)}
    span = (begin, begin + len(case.value))

    assert span in findings
    assert case.min_score <= findings[span] <= case.max_score


@pytest.mark.parametrize("case", MATCHES, ids=_ids(MATCHES))
def test_finds_one_reading_of_a_value(case: Case) -> None:
    """Nothing else of the same kind overlaps the value: one number is one finding."""
    begin = case.text.rindex(case.value)
    end = begin + len(case.value)
    overlapping = [one for one in _find(case) if one.start < end and begin < one.end]

    assert [(one.start, one.end) for one in overlapping] == [(begin, end)]


@pytest.mark.parametrize("case", NEAR_MISSES, ids=_ids(NEAR_MISSES))
def test_does_not_report_what_only_looks_alike(case: Case) -> None:
    """Nothing of the case's kind has a score at which it would be reported."""
    reported = [
        (case.text[one.start : one.end], one.score, one.evidence)
        for one in _find(case)
        if one.score >= _LEAST_SCORE
    ]

    assert reported == []


_SAMPLES = [
    (entity_type, value)
    for entity_type in sorted({one.entity_type for one in built_in()})
    for value in sorted(tables.published_dummies(entity_type))
]
_LABELS = {
    "CN_RESIDENT_ID": "身份证号：",
    "BANK_CARD": "卡号：",
    "PHONE_NUMBER": "手机：",
    "CN_PASSPORT": "护照：",
    "VIN": "车架号：",
    "IMEI": "IMEI：",
    "PASSPORT": "护照：",
    "CN_FOREIGNER_PR_CARD": "永居证：",
    "HK_ID_CARD": "香港身份证：",
    "TW_ID_CARD": "台湾身份证：",
}


@pytest.mark.parametrize(("entity_type", "value"), _SAMPLES)
def test_a_published_sample_stays_a_finding_at_a_low_score(entity_type: str, value: str) -> None:
    """Values that standards and manuals print are found, with that evidence and a score of at most 0.3."""
    text = _LABELS[entity_type] + value
    (one,) = [one for one in _scanner().scan_text(text).findings if one.entity_type == entity_type]

    assert text[one.start : one.end] == value
    assert one.score <= _MOST_SAMPLE_SCORE
    assert any("documentation value" in line for line in one.evidence)


@pytest.mark.parametrize("recogniser", [*built_in()], ids=lambda one: one.name)
def test_every_recogniser_has_its_file_of_cases(recogniser: Recogniser) -> None:
    """Each entity type has enough cases of both kinds, in a file named after it or after its recogniser."""
    names = (recogniser.entity_type.lower(), recogniser.name)
    cases = [case for path in _CASES.glob("*.yaml") if path.stem in names for case in _read(path)]
    counts = Counter(bool(case.value) for case in cases)

    assert {case.entity_type for case in cases} == {recogniser.entity_type}
    assert counts[True] >= _LEAST_CASES
    assert counts[False] >= _LEAST_CASES


@pytest.mark.parametrize("path", sorted(_CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_case_says_why_once(path: Path) -> None:
    """Each case gives a reason of its own, and a value that stands in its text."""
    cases = _read(path)
    reasons = Counter(case.why for case in cases)

    assert [why for why, count in reasons.items() if count > 1] == []
    assert [case.why for case in cases if case.value not in case.text] == []


@pytest.mark.parametrize(
    "path",
    [*sorted((_ROOT / "dlpscan" / "recognisers").glob("*.py")), *sorted((_ROOT / "rules").rglob("*.yaml"))],
    ids=lambda path: path.name,
)
def test_no_pattern_uses_the_word_boundary(path: Path) -> None:
    r"""No recogniser or rule uses \b: Chinese characters are word characters, so it fails beside them."""
    assert _WORD_BOUNDARY.findall(path.read_text("utf-8")) == []
