"""Which addresses on the net are ways out of the company: net disks, transfer sites, messengers.

The hosts are reviewed data, `rules/channels/links.tsv`. A host alone is a mention; a link goes on with one of
the paths that the table asks for.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase
from typing import NamedTuple

from dlpscan.checks import tables
from dlpscan.checks.late import LatePattern

# What may stand before the listed host: a scheme, and hosts below it.
_BEFORE = LatePattern(r"(?:[A-Za-z][A-Za-z0-9+.\-]{0,15}://)?(?:[A-Za-z0-9\-]{1,63}\.){0,4}$")
_LONGEST_BEFORE = 160
_GLUED = frozenset("@-_./\\")
_ADDRESS = LatePattern(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,15}://))?(?P<host>[A-Za-z0-9.\-]{0,160})(?::[0-9]{1,5})?"
    r"(?P<path>[A-Za-z0-9\-._~%!$&'()*+,;=:@/?#]{0,512})"
)
_CLOSING = ".,;:!?)'"
_SHORTEST_TOKEN = 3
_CODE = LatePattern(
    r"[\s,，。;；(（]{0,6}(?:提取码|提取密码|访问码|访问密码|密码|口令|"
    r"提取碼|extraction code|access code|"
    r"passcode|password|pwd|code)[\s:：是为=]{0,4}[A-Za-z0-9]{4,8}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_CODE_INSIDE = LatePattern(r"[?&#](?:pwd|password|code|passcode)=[A-Za-z0-9]{4,8}", re.IGNORECASE)
# What manuals write where a real address has its token.
_PLACEHOLDER = LatePattern(
    r"x{4,}|\*{2,}|\.\.\.|example|your[-_]|invite[-_]?code|[=/](?:token|abc|abcd|abc123)$", re.IGNORECASE
)


class Host(NamedTuple):
    """A row of the table. *paths* are the ways on, one of which a link takes; *owner* says whose account."""

    kind: str
    owner: str
    paths: tuple[str, ...]
    service: str

    def __str__(self) -> str:
        whose = "of a person" if self.owner == "personal" else "that a company may manage"
        return f"{self.kind.replace('_', ' ')} {whose}: {self.service}"


@cache
def hosts() -> dict[str, Host]:
    """Return the table by host; a row that is a scheme ends in `://`."""
    found: dict[str, Host] = {}
    for name, kind, owner, paths, service, _ in tables.rows("channels/links", tables.rules_folder()):
        letters = ("", *ascii_lowercase) if "?" in name else ("",)
        for letter in letters:
            found[name.replace("?", letter)] = Host(kind, owner, tuple(paths.split()), service)
    return found


def read(link: str) -> Host | None:
    """Return the row that a link, with or without its scheme, leads to, None for one not listed."""
    found = _ADDRESS.match(link)
    if found is None:
        return None
    scheme = (found["scheme"] or "").lower()
    if scheme in hosts():
        row = hosts()[scheme]
        return row if len(link) >= found.end("scheme") + _SHORTEST_TOKEN else None
    labels = found["host"].lower().strip(".").split(".")
    listed = (hosts().get(".".join(labels[index:])) for index in range(len(labels) - 1))
    host = next((one for one in listed if one is not None), None)
    if host is None or host.owner == "none":
        return None
    path = found["path"]
    return host if any(path.startswith(way) and len(path) > len(way) for way in host.paths) else None


def find(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the link whose listed host or scheme stands at *position*."""
    before = _BEFORE.search(text[max(0, position - _LONGEST_BEFORE) : position])
    start = position - len(before.group()) if before else position
    if start and (text[start - 1] in _GLUED or (text[start - 1].isascii() and text[start - 1].isalnum())):
        return None
    found = _ADDRESS.match(text, start)
    if found is None:
        return None
    end = start + len(found.group().rstrip(_CLOSING))
    return (start, end) if end > position and read(text[start:end]) else None


def find_with_code(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a link and of the code that opens it: behind it, or in its query."""
    span = find(text, position)
    if span is None:
        return None
    start, end = span
    code = _CODE.match(text, end)
    if code:
        return start, code.end()
    return span if _CODE_INSIDE.search(text, start, end) else None


def address_of(value: str) -> str:
    """Return the address alone of a link with its code, without the scheme of the web."""
    found = _ADDRESS.match(value)
    address = found.group().rstrip(_CLOSING) if found else value
    return re.sub(r"^https?://", "", address, flags=re.IGNORECASE)


def is_placeholder(link: str) -> bool:
    """Say whether the link is one of a manual, with a word where the token stands."""
    return _PLACEHOLDER.search(link) is not None
