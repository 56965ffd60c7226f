"""Machine-readable zones of travel documents: ICAO Doc 9303 parts 3 (digits), 4 (TD3), 5 (TD1), 6 (TD2), 7.

A zone is two lines of 44 characters (passports, TD3; visas, MRV-A), two of 36 (TD2, MRV-B) or three of 30
(cards, TD1). Its fields are read only where the check digits of number, birth and expiry are right: the
three together let one accidental zone in a thousand pass, and the layout far fewer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from dlpscan.checks import iso3166

Kind: TypeAlias = Literal["TD1", "TD2", "TD3", "visa"]

_WEIGHTS = (7, 3, 1)
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    "<": 0
}


def check_digit(field: str) -> str:
    """Return the check digit, 0-9, of a field of ASCII capitals, digits and the filler "<".

    Source: ICAO Doc 9303 part 3, section 4.9: weights 7 3 1, modulo 10; A = 10 ... Z = 35, "<" = 0.
    """
    return str(sum(_VALUES[character] * _WEIGHTS[place % 3] for place, character in enumerate(field)) % 10)


class Zone(NamedTuple):
    """The fields of one zone, as spans of the text. *issuer* has no fillers; a span may be empty."""

    kind: Kind
    issuer: str
    number: tuple[int, int]
    birth: tuple[int, int]
    name: tuple[int, int]


# What parts the lines: ends of lines, quotes and indents, an escaped \\n, a table's or object's next key.
_BREAK = r"(?:[^A-Z<]{0,24}(?:MRZ[^A-Z<]{0,16})?|\s{0,4}<br ?/?>\s{0,4})"
_NATION = "[A-Z][A-Z<]{2}"
_DATE = "(?P<birth>[0-9]{6})(?P<birth_digit>[0-9])[MFX<](?P<expiry>[0-9]{6})(?P<expiry_digit>[0-9<])"
_NUMBER = "(?P<number>[A-Z0-9][A-Z0-9<]{8})(?P<number_digit>[0-9<])"
_END = "(?![A-Z0-9<])"
_FIRST_LINE = f"(?P<issuer>{_NATION})(?P<name>[A-Z][A-Z<]{{%d}}){_BREAK}"
_TD3_LINE = f"{_DATE}(?P<rest>[A-Z0-9<]{{14}}[0-9<])(?P<all>[0-9]){_END}"
_TD2_LINE = f"{_DATE}(?P<rest>[A-Z0-9<]{{7}})(?P<all>[0-9]){_END}"
_TD1_LINES = (
    f"{_DATE}{_NATION}(?P<rest>[A-Z0-9<]{{11}})(?P<all>[0-9]){_BREAK}(?P<name>[A-Z][A-Z<]{{29}}){_END}"
)
_LAYOUTS: tuple[tuple[Kind, str], ...] = (
    ("TD3", f"P[A-Z<]{_FIRST_LINE % 38}{_NUMBER}{_NATION}{_TD3_LINE}"),
    ("visa", f"V[A-Z<]{_FIRST_LINE % 38}{_NUMBER}{_NATION}{_DATE}[A-Z0-9<]{{16}}{_END}"),
    ("TD2", f"[PACI][A-Z<]{_FIRST_LINE % 30}{_NUMBER}{_NATION}{_TD2_LINE}"),
    ("visa", f"V[A-Z<]{_FIRST_LINE % 30}{_NUMBER}{_NATION}{_DATE}[A-Z0-9<]{{8}}{_END}"),
    ("TD1", f"[ACIP][A-Z0-9<](?P<issuer>{_NATION}){_NUMBER}(?P<first>[A-Z0-9<]{{15}}){_BREAK}{_TD1_LINES}"),
    # The second line of a passport alone: behind a first line it is that zone's, or a visa's.
    ("TD3", f"(?P<name>){_NUMBER}(?P<issuer>{_NATION}){_TD3_LINE}"),
)
_LONGEST_BREAK = 45
_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@cache
def _layouts() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _LAYOUTS)


@cache
def _line_before() -> re.Pattern[str]:
    return re.compile(f"<{_BREAK}$")


def read(text: str, position: int) -> Zone | None:
    """Return the zone that begins at *position*, None if none does or a check digit is wrong."""
    if text[position : position + 1] not in _STARTS:
        return None
    for kind, layout in _layouts():
        found = layout.match(text, position)
        if found is not None and not found["name"] and _follows_a_line(text, position):
            return None
        if found is not None and _is_right(kind, found):
            start = found.start("name")
            name = (start, start + len(found["name"].rstrip("<")))
            number = found.start("number")
            written = found["number"].rstrip("<")
            return Zone(
                kind, found["issuer"].rstrip("<"), (number, number + len(written)), found.span("birth"), name
            )
    return None


def _follows_a_line(text: str, position: int) -> bool:
    return _line_before().search(text[max(0, position - _LONGEST_BREAK) : position]) is not None


def _is_right(kind: Kind, found: re.Match[str]) -> bool:
    """Say whether all check digits of a zone are right, and its issuer exists."""
    if not iso3166.is_issuer(found["issuer"].rstrip("<")) or "<" in found["number"].rstrip("<"):
        return False
    for field in ("number", "birth", "expiry"):
        digit = found[f"{field}_digit"]
        # A number of more than nine characters goes on in the optional field of a card; none is read here.
        if digit == "<" or check_digit(found[field]) != digit:
            return False
    if kind == "visa":
        return True
    number, birth, expiry = (
        found[field] + found[f"{field}_digit"] for field in ("number", "birth", "expiry")
    )
    if kind == "TD1":
        return check_digit(number + found["first"] + birth + expiry + found["rest"]) == found["all"]
    return check_digit(number + birth + expiry + found["rest"]) == found["all"]
