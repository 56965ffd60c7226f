"""Base64 inside text: in logs, JSON, URLs, tokens, `data:` addresses. What it hides is a document of its own.

Only what decodes to text, or to a container that holds text, is taken: keys, hashes and pictures are not. All
long runs of base64 characters are found by one translation and a search for 24 equal bytes, which skips;
the first bytes of a run say nearly always that it is none.
Source: RFC 4648, 4 and 5 (the alphabets); RFC 2045, 6.8 (lines).
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from dlpscan.extract.encodings import is_text
from dlpscan.limits import Budget
from dlpscan.model import Document, Segment

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_INSIDE = ord("a")
_CLASSES = bytes(_INSIDE if byte in _ALPHABET else ord(" ") for byte in range(256))
_SHORTEST = 24
"""Characters of the shortest run: 18 bytes, six Chinese characters or a resident number."""
_NEEDLE = bytes([_INSIDE]) * _SHORTEST
_STANDARD = str.maketrans("-_", "+/")
_HEAD = 64
_LINES = ("\r\n", "\n")
# A zip archive, PDF, OLE and gzip: containers that hold text.
_CONTAINERS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08")
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
_LEAST_DIFFERENT = 6


def documents(segment: Segment, document: Document, budget: Budget) -> Iterator[Document]:
    """Yield what is written in base64 in *segment*, which is a part of *document*."""
    text = segment.text
    if len(text) < _SHORTEST:
        return
    data = (text.encode("ascii") if text.isascii() else text.encode("ascii", "replace")).translate(_CLASSES)
    line, counted = segment.line or 1, 0
    position = data.find(_NEEDLE)
    done = 0
    while position >= 0:
        begin = data.rfind(b" ", done, position) + 1 or done
        end = _end(data, position)
        decoded = None
        if _may_be(text[begin : min(end, begin + _HEAD)]):
            coded, done = _lines(text, data, begin, end)
            decoded = _decoded(coded)
        else:
            done = end
        if decoded is not None:
            budget.take_bytes(len(decoded))
            line += text.count("\n", counted, begin)
            counted = begin
            place = _place(segment, begin, line)
            yield Document(f"{place}!base64", decoded, path=document.location.path, facts=document.facts)
        position = data.find(_NEEDLE, done)


def _end(data: bytes, position: int) -> int:
    end = data.find(b" ", position)
    return len(data) if end < 0 else end


def _lines(text: str, data: bytes, begin: int, end: int) -> tuple[str, int]:
    """Return the run that begins at *begin*, with the lines that go on with it, and where it ends."""
    parts = [text[begin:end]]
    width = end - begin
    while True:
        feed = next((one for one in _LINES if text.startswith(one, end)), "")
        after = end + len(feed)
        # Wrapped lines are as long as the one before; only the last is shorter.
        following = _end(data, after)
        if not feed or following == after or following - after > width or end - begin < width:
            return "".join(parts), end
        parts.append(text[after:following])
        begin, end = after, following


def _may_be(head: str) -> bool:
    """Say by its beginning whether a run can be text, or a container of text, in base64."""
    # Paths, rules of dashes and hexadecimal digits have letters of one case only, and are the common run.
    if head.islower() or not head.upper().isupper() or len(set(head)) < _LEAST_DIFFERENT:
        return False
    data = _bytes(head[: len(head) // 4 * 4])
    return data.startswith(_CONTAINERS) or _is_readable(data, is_whole=False)


def _decoded(coded: str) -> bytes | None:
    data = _bytes(coded)
    if data.startswith(_CONTAINERS):
        return data
    return data if _is_readable(data, is_whole=True) and is_text(data) else None


def _bytes(coded: str) -> bytes:
    """Return what *coded* stands for; one character too many is dropped."""
    rest = len(coded) % 4
    coded = coded[:-1] if rest == 1 else coded + "=" * (-len(coded) % 4)
    try:
        return binascii.a2b_base64(coded.translate(_STANDARD))
    except binascii.Error:
        return b""


def _is_readable(data: bytes, *, is_whole: bool) -> bool:
    """Say whether bytes are text in UTF-8 or in the common characters of GB18030."""
    if not data or len(data.translate(None, _CONTROLS)) != len(data):
        return False
    for encoding, longest in (("utf-8", 3), ("gb2312", 1)):
        for cut in range(1 if is_whole else longest + 1):
            try:
                data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def _place(segment: Segment, begin: int, line: int) -> str:
    """Return where a run stands, as a name can say it: `12:5`, `Sheet1!C17`."""
    inside = segment.location.inside
    if segment.line is not None:
        column = begin - (segment.text.rfind("\n", 0, begin) + 1) + 1
        here = f"{line}:{column}"
        return f"{inside}!{here}" if inside else here
    for piece in reversed(segment.pieces):
        if piece.start <= begin:
            return piece.location.inside or inside
    return inside
