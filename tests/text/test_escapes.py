"""Escapes are undone, and every character knows the writing it came from."""

from __future__ import annotations

import base64
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.text.fold import fold

fixed = settings(derandomize=True, max_examples=200, deadline=None, database=None)
_ANY = st.text(alphabet=st.sampled_from("139客户&#;x%u5\\=EA\n0\u200b一"), max_size=60)


def _written(text: str, wanted: str) -> str:
    """Return the part of *text* that folds to *wanted*."""
    folded = fold(text)
    start = folded.text.index(wanted)
    span = (start, start + len(wanted))
    if folded.offsets is not None:
        found = folded.offsets.span(*span)
        assert found is not None
        span = found
    return text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "wanted", "written"),
    [
        ("电话&#49;&#51;&#57;完", "139", "&#49;&#51;&#57;"),
        ("a &#x31;&#X33;9 b", "139", "&#x31;&#X33;9"),
        ("&#23458;&#25143;：王", "客户", "&#23458;&#25143;"),
        ("13&nbsp;9", "13 9", "13&nbsp;9"),
        ("x=%31%33%39&y", "139", "%31%33%39"),
        ("1%339%31 ", "1391", "1%339%31"),
        ("q=%E5%AE%A2%E6%88%B7", "客户", "%E5%AE%A2%E6%88%B7"),
        ("q=%BF%CD%BB%A7", "客户", "%BF%CD%BB%A7"),
        ("mail=wang%40corp.example", "wang@corp", "wang%40corp"),
        ("%u5BA2户", "客户", "%u5BA2户"),
        (r'"\u5ba2\u6237"', "客户", r"\u5ba2\u6237"),
        (r'"\\u0031\\u0033"', "13", r"\\u0031\\u0033"),
        (r"b'\xe5\xae\xa2\x31'", "客1", r"\xe5\xae\xa2\x31"),
        ("=E5=AE=A2=E6=\n=88=B7", "客户", "=E5=AE=A2=E6=\n=88=B7"),
        ("&#65297;&#8203;&#51;", "13", "&#65297;&#8203;&#51;"),
        ("%2531%2533", "13", "%2531%2533"),
        ("%26%2349%3B%26%2351%3B", "13", "%26%2349%3B%26%2351%3B"),
        (r"\ud83d\ude00 1", "😀 1", r"\ud83d\ude00 1"),
    ],
)
def test_an_escape_is_read_as_what_it_stands_for(text: str, wanted: str, written: str) -> None:
    """Entities, percent, backslash and quoted-printable escapes are read; the span is the writing."""
    assert _written(text, wanted) == written


@pytest.mark.parametrize(
    "text",
    [
        "优惠20%420106198508152717",
        "占比30%13912345678",
        "100%d %s %5.2f %02x",
        "a & b; &unknown; &#; &#x;",
        r"C:\users\name\x",
        "x==y; z=AB",
        "&#xD800; \\ud800",
        base64.b64encode(bytes(range(60))).decode(),
    ],
)
def test_what_only_looks_like_an_escape_stays(text: str) -> None:
    """A per cent sign before a number, a format string, a path: nothing changes."""
    assert fold(text).text == text


@fixed
@given(st.text(alphabet=st.sampled_from("客户王139 abc"), max_size=30))
def test_what_quote_escapes_is_read(text: str) -> None:
    """Whatever `urllib` escapes byte by byte comes back."""
    escaped = "".join(f"%{byte:02X}" for byte in text.encode())
    if len(text.encode()) > 1:
        assert fold(escaped).text == text
    assert fold(quote(text)).text.replace("%20", " ") == text


@fixed
@given(_ANY)
def test_spans_rise_and_stay_inside_the_text(text: str) -> None:
    """Whatever is escaped within what, a later character never stands before an earlier one."""
    folded = fold(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
        return
    places = [(folded.offsets.position(at), folded.offsets.end(at)) for at in range(len(folded.text))]

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
