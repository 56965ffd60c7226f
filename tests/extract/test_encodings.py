"""Bytes to text: every encoding of the ladder, short texts too, and wrong declarations."""

from __future__ import annotations

import codecs

import pytest

from dlpscan.extract.encodings import decode, is_text

_SHORT = "王伟电话13912345678"
_TEXTS = (_SHORT, "客户", "姓名,手机\n李娜,17712345670\n", "plain ascii 123", "㐀𠀀生僻字王𬭸")


@pytest.mark.parametrize("text", _TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_eight_bit_encodings_need_no_declaration(text: str, encoding: str) -> None:
    """UTF-8 and GB18030 are told apart, however short the text is."""
    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.doubt) == (text, "")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    """The mark is believed and is no part of the text."""
    assert decode(mark + _SHORT.encode(encoding)) == (_SHORT, encoding, "")
    assert is_text(mark + _SHORT.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_zeros(encoding: str) -> None:
    """Digits have a zero byte on one side."""
    data = _SHORT.encode(encoding)

    assert decode(data).text == _SHORT
    assert decode(data, "utf-8").text == _SHORT
    assert is_text(data)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "x-gbk", '"gb18030"', "cp936"])
def test_names_of_the_smaller_sets_mean_the_larger(declared: str) -> None:
    """Senders write gb2312 for text that needs GB18030."""
    decoded = decode("朱镕基㐀".encode("gb18030"), declared)

    assert (decoded.text, decoded.doubt) == ("朱镕基㐀", "")


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "no-such-charset"])
def test_a_declaration_that_does_not_fit_is_doubted(declared: str) -> None:
    """The text is read by the ladder, and the doubt names what it was read as."""
    decoded = decode(_SHORT.encode("gb18030"), declared)

    assert decoded.text == _SHORT
    assert decoded.doubt == "the declared charset does not fit; read as gb18030"


def test_bytes_that_fit_nothing_lose_no_digits() -> None:
    """Broken bytes are replaced and counted, and the rest is read."""
    decoded = decode("电话13912345678".encode() + b"\xff\xff\xff")

    assert "13912345678" in decoded.text
    assert "3 places do not decode as utf-8" in decoded.doubt


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 50, b"\x7fELF" + bytes(60)])
def test_binary_is_not_text(data: bytes) -> None:
    """Control characters tell binary content."""
    assert not is_text(data)
