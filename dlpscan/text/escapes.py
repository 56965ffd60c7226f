r"""Escapes undone: `&#49;`, `%31%33`, `%E5%AE%A2`, `\u5ba2`, `\x31`, `=E5=AE=A2` read as what they stand for.

Programs write text so, and so does who wants a number to pass. Each decoded character knows the writing it
came from, so that a finding covers the escapes themselves. An escape is undone only where it can be
nothing else: in `20%4201…` the sign is a per cent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from heapq import merge
from html.entities import html5
from typing import NamedTuple

from dlpscan.text.offsets import OffsetMap

# Escapes of escapes are met where one program logs what another has sent.
_ROUNDS = 3
_ENTITIES = re.compile(r"&(?:#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));?|([A-Za-z]{2,8});)")
_PERCENTS = re.compile(r"%(?:u([0-9A-Fa-f]{4})|[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)")
# Up to four signs: a string inside a string doubles them.
_BACKSLASHES = re.compile(
    r"\\{1,4}(?:u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|U([0-9A-Fa-f]{8})"
    r"|x[0-9A-Fa-f]{2}(?:\\{1,4}x[0-9A-Fa-f]{2})*)"
)
# Quoted-printable, RFC 2045 6.7; a sign of equality at the end of a line goes on in the next.
_QUOTED = re.compile(r"=[89A-F][0-9A-F](?:=(?:[0-9A-F]{2}|\r?\n))+")
_HEX_PAIR = re.compile("[0-9A-Fa-f]{2}")
_SIGNS_IN_ADDRESSES = frozenset("@+=:&,;/|# \"'()")
_ESCAPED_DIGITS = re.compile("(?:[0-9]|%3[0-9])+")
_ESCAPED_TWICE = re.compile("(?:%25[0-9A-Fa-f]{2}){2,64}")
_LONGEST_NUMBER = 64


class _Edit(NamedTuple):
    """A part of the text and what it stands for: characters, each with the length of its writing."""

    begin: int
    end: int
    characters: tuple[tuple[str, int], ...]

    def __repr__(self) -> str:
        return f"_Edit(begin={self.begin}, end={self.end})"


def undo(text: str) -> tuple[str, OffsetMap | None]:
    """Return *text* without escapes, and the map back; None where there are none."""
    offsets: OffsetMap | None = None
    for _ in range(_ROUNDS):
        done = _rewritten(text)
        if done is None:
            break
        text, made, has_signs = done
        offsets = made if offsets is None else made.after(offsets)
        if not has_signs:
            break
    return text, offsets


def _edits(text: str) -> Iterator[_Edit]:
    """Yield the edits in order, lazily: a long list of them costs more than they do."""
    kinds = (("&", _entities), ("%", _percents), ("\\", _backslashes), ("=", _quoted))
    return merge(*(find(text) for sign, find in kinds if sign in text))


def _entities(text: str) -> Iterator[_Edit]:
    for match in _ENTITIES.finditer(text):
        decimal, hexadecimal, name = match.groups()
        if name:
            character = html5.get(f"{name};", "")
        else:
            character = _character(int(decimal) if decimal else int(hexadecimal, 16))
        if len(character) == 1:
            begin, end = match.span()
            yield _Edit(begin, end, ((character, end - begin),))


def _percents(text: str) -> Iterator[_Edit]:
    inside_number = -1
    for match in _PERCENTS.finditer(text):
        begin, end = match.span()
        if match[1]:
            character = _character(int(match[1], 16))
            characters: tuple[tuple[str, int], ...] = ((character, 6),) if character else ()
        elif end - begin > 3:  # noqa: PLR2004  (one escape is three characters)
            characters = _decoded(bytes.fromhex(match[0].replace("%", "")), [3] * ((end - begin) // 3))
        else:
            if begin >= inside_number:
                number = _ESCAPED_DIGITS.match(text, begin, begin + _LONGEST_NUMBER)
                if number is None or number[0].count("%3") < 2:  # noqa: PLR2004  (one may be a per cent sign)
                    number = _ESCAPED_TWICE.match(text, begin)
                inside_number = number.end() if number else -1
            character = chr(int(match[0][1:], 16))
            beside = text[begin - 1 : begin].isdigit() and text[end : end + 1].isdigit()
            is_sign = character in _SIGNS_IN_ADDRESSES and not beside
            characters = ((character, 3),) if is_sign or begin < inside_number else ()
        if characters:
            yield _Edit(begin, end, characters)


def _backslashes(text: str) -> Iterator[_Edit]:
    for match in _BACKSLASHES.finditer(text):
        begin, end = match.span()
        code = match[1] or match[2] or match[3]
        if code:
            character = _character(int(code, 16))
            if character:
                yield _Edit(begin, end, ((character, end - begin),))
            elif match[1] and (pair := _surrogates(text, begin, end, match[1])):
                yield pair
            continue
        written = match[0].replace("x", "-")
        ends = [pair.end() for pair in _HEX_PAIR.finditer(written)]
        widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        characters = _decoded(bytes.fromhex("".join(_HEX_PAIR.findall(written))), widths)
        if characters:
            yield _Edit(begin, end, characters)


_LOW = re.compile(r"\\{1,4}u([dD][c-fC-F][0-9A-Fa-f]{2})")


def _surrogates(text: str, begin: int, end: int, high: str) -> _Edit | None:
    """Return the character of two halves, which JSON escapes one by one."""
    low = _LOW.match(text, end)
    if low is None or not 0xD800 <= int(high, 16) < 0xDC00:  # noqa: PLR2004  (the high halves)
        return None
    code = 0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low[1], 16) - 0xDC00
    return _Edit(begin, low.end(), ((chr(code), low.end() - begin),))


def _quoted(text: str) -> Iterator[_Edit]:
    for match in _QUOTED.finditer(text):
        values: list[int] = []
        widths: list[int] = []
        for part in re.finditer(r"=(?:([0-9A-F]{2})|\r?\n)", match[0]):
            if part[1]:
                values.append(int(part[1], 16))
                widths.append(3)
            elif widths:
                widths[-1] += len(part[0])
        characters = _decoded(bytes(values), widths)
        if characters:
            yield _Edit(match.start(), match.end(), characters)


def _decoded(data: bytes, widths: list[int]) -> tuple[tuple[str, int], ...]:
    """Return the characters of *data*, UTF-8 or else GB18030, each with the widths of its bytes summed.

    Nothing if it is neither, or holds control characters: then the bytes are no text.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not all(map(_is_text, text)):
            return ()
        found = []
        at = 0
        for character in text:
            size = len(character.encode(encoding))
            found.append((character, sum(widths[at : at + size])))
            at += size
        return tuple(found)
    return ()


def _character(code: int) -> str:
    """Return the character of a code point, "" for halves of pairs and what is none."""
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:  # noqa: PLR2004  (surrogates; the last code point)
        return ""
    character = chr(code)
    return "" if unicodedata.category(character) in ("Cn", "Co") else character


def _is_text(character: str) -> bool:
    return character in "\t\n\r\0" or unicodedata.category(character) not in ("Cc", "Cn", "Co", "Cs")


def _rewritten(text: str) -> tuple[str, OffsetMap, bool] | None:
    """Return *text* after one round, the map, and whether signs came out that may begin other escapes."""
    parts: list[str] = []
    starts, origins, widths = [0], [0], [1]
    written = length = 0
    has_signs = False
    for edit in _edits(text):
        parts.append(text[written : edit.begin])
        length += edit.begin - written
        origin = edit.begin
        for character, width in edit.characters:
            _add(starts, origins, widths, (length, origin, width))
            parts.append(character)
            has_signs = has_signs or character in "%&\\="
            length += 1
            origin += width
        _add(starts, origins, widths, (length, edit.end, 1))
        written = edit.end
    if not parts:
        return None
    parts.append(text[written:])
    return "".join(parts), OffsetMap(starts, origins, widths), has_signs


def _add(starts: list[int], origins: list[int], widths: list[int], piece: tuple[int, int, int]) -> None:
    """Add a piece; it takes the place of one that begins there, too, and holds nothing."""
    if starts[-1] == piece[0]:
        starts.pop()
        origins.pop()
        widths.pop()
    starts.append(piece[0])
    origins.append(piece[1])
    widths.append(piece[2])
