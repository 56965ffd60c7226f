"""JSON: values under their keys, records as rows, and nothing lost behind a syntax error."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import mobile, person_name, resident_id

from dlpscan import Scanner
from dlpscan.extract.json_text import JsonText
from dlpscan.limits import Budget, Limits
from dlpscan.model import Document, Segment

_ID = "420106198508152717"


def _segments(text: str) -> list[Segment]:
    document = Document("a.json", text.encode())
    assert JsonText().recognises(document)
    return [one for one in JsonText().extract(document, Budget(Limits())) if isinstance(one, Segment)]


def _cells(text: str) -> list[list[tuple[str, str, str]]]:
    """Return (place, label, text) of each piece, one list per row."""
    rows = []
    for one in _segments(text):
        ends = [*(piece.start - 1 for piece in one.pieces[1:]), len(one.text)]
        rows.append(
            [
                (piece.location.inside, piece.label, one.text[piece.start : end])
                for piece, end in zip(one.pieces, ends, strict=True)
            ]
        )
    return rows


def test_values_stand_under_their_keys(scanner: Scanner) -> None:
    """A key names its value as a label does; the place is a JSON Pointer."""
    data = json.dumps({"客户": [{"手机": "13912345678", "密码": "Abc12345x"}]}).encode()
    result = scanner.scan_bytes(data, "a.json")
    found = [(one.entity_type, str(one.location)) for one in result.findings if one.score >= 0.5]

    assert ("PHONE_NUMBER", "a.json!/客户/0/手机") in found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"a": 1, "b": "x"}', [[("/a", "a", "1"), ("/b", "b", "x")]]),
        ('{"a": 1.50, "b": 1e3}', [[("/a", "a", "1.50"), ("/b", "b", "1e3")]]),
        ('{"a": 420106198508152717}', [[("/a", "a", "420106198508152717")]]),
        ('{"a": {"b": "x"}, "c": "y"}', [[("/a/b", "b", "x")], [("/c", "c", "y")]]),
        ('{"a": ["x", "y"]}', [[("/a/0", "a", "x"), ("/a/1", "a", "y")]]),
        ('{"a": "x", "a": "y"}', [[("/a", "a", "x"), ("/a", "a", "y")]]),
        ('{"a/b~c": "x"}', [[("/a~1b~0c", "", "a/b~c"), ("/a~1b~0c", "a/b~c", "x")]]),
        (r'{"a": "\u0031\t\u4e2d\ud83d\ude00\ud83d"}', [[("/a", "a", "1\t中😀\ufffd")]]),
        ('{"a": true, "b": null, "c": ""}', [[("/a", "a", "true"), ("/b", "b", "null")]]),
        ('{"arcs": [[1, 2], [-3, 4.5]]}', [[("/arcs/0", "arcs", "1\t2\t-3\t4.5")]]),
        (
            "[[1, 2], [5], [3000000, 4]]",
            [[("/0", "", "1\t2\t5"), ("/2/0", "", "3000000"), ("/2/1", "", "4")]],
        ),
        (
            '[["a", "b"], [1, 2]]',
            [[("/0/0", "", "a"), ("/0/1", "", "b")], [("/1/0", "a", "1"), ("/1/1", "b", "2")]],
        ),
        ('{"手机": {"value": "x"}}', [[("/手机/value", "手机", "x")], [("/手机", "", "手机")]]),
        (
            '[{"name": "手机号", "value": "x"}]',
            [[("/0/name", "name", "手机号"), ("/0/value", "手机号", "x")]],
        ),
        (
            '[["姓名", "手机号"], ["a", 5]]',
            [
                [("/0/0", "", "姓名"), ("/0/1", "", "手机号")],
                [("/1/0", "姓名", "a"), ("/1/1", "手机号", "5")],
            ],
        ),
        ('{"a": "x"}\n{"a": "y"}\n', [[("1!/a", "a", "x")], [("2!/a", "a", "y")]]),
        (f'\x1e{{"a": {"1" * 99}}}\n\x1e[]', [[("1!/a", "a", "1" * 99)]]),
    ],
)
def test_each_object_is_a_row(text: str, rows: list[list[tuple[str, str, str]]]) -> None:
    """Scalar members of the innermost object are a row, numbers and duplicates as they are written."""
    assert _cells(text) == rows


def test_keys_are_text(scanner: Scanner) -> None:
    """A number that is a key is found at its place, which is masked."""
    result = scanner.scan_bytes(json.dumps({f"身份证{_ID}": {"x": 1}}).encode(), "a.json")
    found = [one for one in result.findings if one.entity_type == "CN_RESIDENT_ID"]

    assert [str(one.location) for one in found] == ["a.json!/身份证420106********2717"]


def test_each_record_is_a_person(scanner: Scanner) -> None:
    """A name and numbers in one object are one person, in an array and in lines."""
    rng = Random(3)  # noqa: S311
    records = [{"姓名": person_name(rng), "证件号": resident_id(rng), "电话": mobile(rng)} for _ in range(3)]
    for text in (json.dumps(records), "\n".join(map(json.dumps, records))):
        people = scanner.scan_bytes(text.encode(), "a").people

        assert [len(one.findings) for one in people] == [3, 3, 3]


def test_a_notebook_is_read_by_cells(scanner: Scanner) -> None:
    """The lines of a cell's source and of its outputs are one text each."""
    cell = {
        "cell_type": "code",
        "source": ["# customers\n", f"id = '{_ID}'"],
        "outputs": [{"name": "stdout", "text": ["手机\n", "13912345678\n"]}],
    }
    result = scanner.scan_bytes(json.dumps({"cells": [cell], "nbformat": 4}).encode(), "a.ipynb")
    places = {str(one.location) for one in result.findings}

    assert places == {"a.ipynb!/cells/0/source!2:7", "a.ipynb!/cells/0/outputs/0/text!2:1"}


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "ID"',
        '{"a": "ID',
        '{"a": "ID" "b": 1}',
        '{"a": ID x}',
        '{"a": [1, 2}, "b": "ID"}',
        '{"x": {"y": 1}, // remark ID\n "b": 2}',
        "{\"x\": {\"y\": 1}, 'b': 'ID'}",
        '{"x": {"y": 1}, "b": "\\q ID"}',
        '[{"x": 1}] trailing ID',
        "[1] see ID",
        '{"x": 1}\nID\n{"y": 2}',
        '{"x": 1}\n{"y": \n{"z": "ID"}',
        '{"x": {"y": 1}, "b" "\\u0034\\u0032\\u0030106198508152717"}',
        '"ID"',
        "{}ID",
        "[[[[ID",
        '["", {"a": 1}, "ID]',
    ],
)
def test_a_syntax_error_loses_nothing(scanner: Scanner, text: str) -> None:
    """What is no JSON is read as plain text, from the error or from the beginning."""
    result = scanner.scan_bytes(text.replace("ID", f"身份证 {_ID}").encode(), "a.json")

    assert "CN_RESIDENT_ID" in {one.entity_type for one in result.findings}
    assert result.complete


def test_broken_text_keeps_its_lines(scanner: Scanner) -> None:
    """Behind an error, places are lines, and reading resumes at the next object."""
    text = f'{{"a": 1}}\nnoise 身份证 {_ID}\n{{"身份证": "{_ID}"}}\n'
    result = scanner.scan_bytes(text.encode(), "a")

    assert [one.location.inside for one in result.findings] == ["2:11", "3!/身份证"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '[{"a":' * 50_000 + "1" + "}]" * 50_000,
    ],
)
def test_deep_nesting_ends(scanner: Scanner, text: str) -> None:
    """A hundred thousand brackets crash nothing and take no long time."""
    assert scanner.scan_bytes(text.encode(), "a.json").complete


def test_long_lists_are_cut_into_rows() -> None:
    """Half a million numbers are many rows of bounded size, and all of them are there."""
    segments = _segments(json.dumps({"a": list(range(200_000))}))

    assert max(len(one.pieces) for one in segments) <= 1000
    assert sum(len(one.pieces) for one in segments) == 200_000


@pytest.mark.parametrize("text", ["[section]\nkey = 1", "[link](url)", "{note} x", "(a)", "", "plain", "[x]"])
def test_other_texts_are_left_to_other_readers(text: str) -> None:
    """A bracket alone makes no JSON."""
    assert not JsonText().recognises(Document("a.json", text.encode()))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told_by_the_ladder(scanner: Scanner, encoding: str) -> None:
    """JSON of Chinese programs comes in any encoding."""
    data = json.dumps({"身份证": _ID, "姓名": "王伟"}, ensure_ascii=False).encode(encoding)

    assert "a!/身份证" in [str(one.location) for one in scanner.scan_bytes(data, "a").findings]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else [json.dumps(value)]


@given(_VALUES.filter(lambda one: isinstance(one, dict | list)), st.booleans())
def test_no_value_is_lost(value: object, ascii_only: bool) -> None:  # noqa: FBT001
    """Every scalar of any JSON text stands in some segment."""
    document = Document("a", json.dumps(value, ensure_ascii=ascii_only).encode())
    items = JsonText().extract(document, Budget(Limits()))
    whole = "\0".join(one.text for one in items if isinstance(one, Segment))

    assert [text for text in _texts(value) if text not in whole] == []
