"""Folding undoes disguises and says where everything stood."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.text import fold as fold_module
from dlpscan.text.fold import fold

fixed = settings(derandomize=True, max_examples=300, deadline=None, database=None)

_ZEROS = fold_module._ZEROS  # noqa: SLF001  (the table under test)
_PLAIN = st.text(alphabet=st.sampled_from("aZ09 ，：（）。身份证客户王伟\t\n\r.@_-①²½㊀㈠Ⅷ𠮷😀é字"))
_FOLDABLE = "\u200b\u00ad\u00a0\u3000–—・Ⅹ\u0425\uff10\uff21\uff20\u0660\U0001d7ce\U0001d400\u0301\x00"
_MIXED = st.text(alphabet=st.sampled_from("a0X身，\n" + _FOLDABLE), max_size=60)


@fixed
@given(_PLAIN)
def test_a_text_without_foldable_characters_is_returned_as_it_is(text: str) -> None:
    """The same text comes back, without a map: such a text pays for one scan only."""
    folded = fold(text)

    assert folded.text == text
    assert folded.offsets is None


@fixed
@given(_MIXED)
def test_folding_is_done_once(text: str) -> None:
    """Folded text has nothing left to fold."""
    once = fold(text).text

    assert fold(once).text == once


@fixed
@given(_MIXED)
def test_the_map_leads_every_character_to_the_one_it_was_made_of(text: str) -> None:
    """Folding characters one by one gives the same text and the same places."""
    pieces = [(fold(character).text, index) for index, character in enumerate(text)]
    folded = fold(text)
    places = [index for piece, index in pieces for _ in piece]

    assert folded.text == "".join(piece for piece, _ in pieces)
    if folded.offsets is None:
        assert places == [*range(len(text))]
    else:
        assert [folded.offsets.position(new) for new in range(len(folded.text))] == places


@fixed
@given(_MIXED, st.data())
def test_a_span_covers_exactly_what_its_characters_were_made_of(text: str, data: st.DataObject) -> None:
    """The original span begins at the first character and ends behind the last, hidden ones left outside."""
    folded = fold(text)
    if not folded.text or folded.offsets is None:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    places = [index for index, character in enumerate(text) for _ in fold(character).text]

    assert folded.offsets.span(start, end) == (places[start], places[end - 1] + 1)


@pytest.mark.parametrize("zero", _ZEROS, ids=lambda zero: f"U+{zero:04X}")
def test_each_block_of_the_table_is_ten_decimal_digits(zero: int) -> None:
    """What the table claims is so in this Python's Unicode, and each digit folds to its value."""
    if unicodedata.category(chr(zero)) == "Cn":
        pytest.skip(f"U+{zero:04X} is not assigned in Unicode {unicodedata.unidata_version}")
    digits = "".join(chr(zero + value) for value in range(10))

    assert [unicodedata.decimal(digit) for digit in digits] == [*range(10)]
    assert fold(digits).text == "0123456789"


def test_the_table_holds_every_block_that_this_python_knows() -> None:
    """No block of decimal digits is missing, up to the Unicode version that the table was made of."""
    known = {
        code
        for code in range(0x80, sys.maxunicode)
        if unicodedata.category(chr(code)) == "Nd" and unicodedata.decimal(chr(code)) == 0
    }
    missing = sorted(known - {*_ZEROS})
    if missing and tuple(map(int, unicodedata.unidata_version.split("."))) > (14, 0, 0):
        listed = " ".join(f"U+{code:04X}" for code in missing)
        pytest.skip(f"blocks of Unicode {unicodedata.unidata_version} that the table lacks: {listed}")

    assert missing == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２３ＡＢＣ", "123ABC"),
        ("li＠example．com", "li@example.com"),
        ("+86\u00a0139\u3000", "+86 139 "),
        ("6–8—4\u2212", "6-8-4-"),
        ("6・8•4", "6·8·4"),
        ("\u2169\u0425\u03a7×ｘ", "XXXXx"),
        ("1\u200b2\ufeff3\u00ad", "123"),
        ("1\ufe0f\u20e32\ufe0f\u20e3", "12"),
        ("𝟏𝟐𝟑 𝐄", "123 E"),
        ("①13812345678", "①13812345678"),
        ("m²，（）：", "m²，（）："),
        ("汉字\t\r\n\f", "汉字\t\r\n\f"),
    ],
)
def test_folds(text: str, expected: str) -> None:
    """Each disguise becomes the plain character; list marks, footnotes and punctuation stay."""
    assert fold(text).text == expected


def test_the_result_hides_the_text() -> None:
    """The folded text does not show in a representation."""
    assert "420106" not in repr(fold("４２０１０６"))
