"""Folding: the text as a recogniser should read it, with a map back to the text as it was written.

People and programs write one number in many ways: full-width, mathematical or Arabic-Indic digits,
zero-width characters between, NBSP or dashes as separators, a Cyrillic `Х` as check character. Folding
brings all of these to one, so that no recogniser knows of them.

Escapes are undone first (`escapes`), numerals last (`numerals`). In between, what is replaced one for one and
common in clean text (dashes, ideographic spaces) is replaced in the whole text, which costs next to nothing;
of the rest, only runs are rewritten, found in one scan. A text without disguises is returned
as it is, with no map. (`unicodedata.normalize` over a whole text runs at 40 MB/s, which is slower than all of
recognition.) Single circled and superscript digits are *not* folded: they are list marks and footnotes, and
`①13812345678` must not become a number of twelve digits.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from dlpscan.text import escapes, numerals
from dlpscan.text.offsets import OffsetMap

# Deleted, since they show nothing or only decorate: control characters but tab, line ends and form feed;
# soft hyphen; combining marks; zero-width, bidirectional and other format characters; fillers; variation
# selectors and tags.
_DELETED = (
    "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u034f\u0300-\u036f\u0600-\u0605\u061c\u06dd\u070f"
    "\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DOTS = "\u2022\u2027\u2219\u22c5\u30fb\uff65"
# Look-alikes of the check character X: Roman ten, Cyrillic Ha, Greek Chi, multiplication and ballot signs.
_XS = "\u2169\u2179\u0425\u0445\u03a7\u03c7\u00d7\u2715\u2716\u2717\u2718\u2573\u2a2f"
# Full-width letters, digits and the signs of addresses; not ，：（）, which all Chinese text holds.
_WIDE = "０-９Ａ-Ｚａ-ｚ＠．＿＋％＃＆／＝"
_MATHEMATICAL_LETTERS = "\U0001d400-\U0001d6a3"

# The zeros of all blocks of ten decimal digits outside ASCII (Unicode 14, Python 3.11). As a table, since
# asking unicodedata about every code point would cost each start 100 ms.
_ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0,
    0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
    0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140,
    0x1E2F0, 0x1E950, 0x1FBF0,
)  # fmt: skip
_OTHER_DIGITS = "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in _ZEROS)

# Frequent in clean text, and one for one: replaced in the whole text at the speed of a copy.
_COMMON = {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2014": "-",
    "\u2013": "-",
    "\u00d7": "X",
    "\u2022": "·",
    "\u30fb": "·",
}
_FOLDABLE = f"{_DELETED}{_SPACES}{_DASHES}{_DOTS}{_XS}{_WIDE}{_MATHEMATICAL_LETTERS}{_OTHER_DIGITS}"
_BEYOND = re.compile("[\U00010000-\U0010ffff](?:-[\U00010000-\U0010ffff])?")
_IN_PLANE = _BEYOND.sub("", _FOLDABLE)
# `[…][…]*`, not `[…]+`: `re` skips ahead by the class that a pattern begins with; a repeat hides it, which
# makes the search three times slower.
_PLANE_RUNS = re.compile(f"[{_IN_PLANE}][{_IN_PLANE}]*")
# `re` tests ranges beyond the Basic Multilingual Plane one by one for every character: the search takes all
# of that as one range, and `_IS_FOLDABLE` is asked of what it finds.
_RUNS = re.compile(f"[{_IN_PLANE}\U00010000-\U0010ffff][{_IN_PLANE}\U00010000-\U0010ffff]*")
_IS_FOLDABLE = re.compile(f"[{''.join(_BEYOND.findall(_FOLDABLE))}]")
_ASCII_RUNS = re.compile("[\x00-\x08\x0e-\x1f\x7f][\x00-\x08\x0e-\x1f\x7f]*")

# Text that is mostly ASCII is searched as bytes: control characters and the UTF-8 lead bytes of all scripts
# but Latin, punctuation and full-width signs; then, behind those, what is foldable.
_MOSTLY_ASCII = 1.25
_CONTROLS = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
_SCRIPTS = _CONTROLS + bytes([*range(0xC5, 0xE2), *range(0xE3, 0xEF), *range(0xF0, 0xF5)])
# One expression per lead byte: `re` finds a single first byte at the speed of memory, one of several not.
_SIGNS = tuple(
    map(
        re.compile,
        (
            rb"\xe2(?:\x80[\x80-\x92\x95\xa7\xaa-\xaf]|\x81[^\x84-\x9e]|[\x82-\xad])",
            rb"\xef(?!\xbc\x8c)",
            rb"\xc2[\x80-\x9f\xad\xb2-\xb9]",
        ),
    )
)
_SAMPLE = 4096


def _may_hold_disguises(text: str) -> bool:
    """Say whether a search may find any: a quick no for nearly all English text and source code."""
    if text.isascii():
        data = text.encode("ascii")
        return len(data.translate(None, _CONTROLS)) != len(data)
    sample = text[:: len(text) // _SAMPLE + 1]
    if len(sample.encode("utf-8", "surrogatepass")) > _MOSTLY_ASCII * len(sample):
        return True
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _SCRIPTS)) != len(data) or any(sign.search(data) for sign in _SIGNS)


def _runs(text: str) -> re.Pattern[str]:
    """Return the cheapest expression that finds every foldable run of *text*."""
    if text.isascii():
        return _ASCII_RUNS
    in_plane = len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
    return _PLANE_RUNS if in_plane else _RUNS


class _Table(dict[int, str | None]):
    """What each foldable character becomes, filled as characters are met; None deletes."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        folded: str | None
        if code > 0xFFFF and not _IS_FOLDABLE.match(character):  # noqa: PLR2004  (the end of the plane)
            self[code] = character
            return character
        if character in _SPACES:
            folded = " "
        elif character in _DASHES:
            folded = "-"
        elif character in _DOTS:
            folded = "·"
        elif character in _XS:
            folded = "X"
        elif (digit := unicodedata.decimal(character, -1)) >= 0:
            folded = str(digit)
        else:
            plain = unicodedata.normalize("NFKC", character)
            folded = plain if len(plain) == 1 and plain != character and plain.isascii() else None
        self[code] = folded
        return folded


_TABLE = _Table()


class Folded(Struct, frozen=True):
    """Folded text. *offsets* is None where positions are those of the text as written."""

    text: str
    offsets: OffsetMap | None

    def __repr__(self) -> str:
        return f"Folded(length={len(self.text)}, moved={self.offsets is not None})"


def fold(text: str) -> Folded:
    """Return *text* with every disguise of a character undone, and the map back."""
    text, offsets = escapes.undo(text)
    if not text.isascii():
        for character, folded in _COMMON.items():
            text = text.replace(character, folded)
    if _may_hold_disguises(text):
        text, moved = _fold_runs(text)
        if moved is not None:
            offsets = moved if offsets is None else moved.after(offsets)
        if not text.isascii():
            text = numerals.fold(text)
    return Folded(text, offsets)


def _fold_runs(text: str) -> tuple[str, OffsetMap | None]:
    """Return *text* with its foldable runs rewritten, and the map back if anything was deleted."""
    parts: list[str] = []
    starts, origins = [0], [0]
    written = 0
    length = 0
    for match in _runs(text).finditer(text):
        begin, end = match.span()
        run = match[0]
        folded = run.translate(_TABLE)
        if folded == run:
            continue
        parts.append(text[written:begin])
        parts.append(folded)
        length += begin - written
        if len(folded) != end - begin:
            _map_run(run, begin, length, starts, origins)
            starts.append(length + len(folded))
            origins.append(end)
        length += len(folded)
        written = end
    if not parts:
        return text, None
    parts.append(text[written:])
    return "".join(parts), OffsetMap(starts, origins) if len(starts) > 1 else None


def _map_run(run: str, begin: int, length: int, starts: list[int], origins: list[int]) -> None:
    """Add a breakpoint for each character of *run* that is kept behind a deleted one."""
    deleted = False
    for index, character in enumerate(run):
        if _TABLE[ord(character)] is None:
            deleted = True
            continue
        if deleted:
            starts.append(length)
            origins.append(begin + index)
            deleted = False
        length += 1
