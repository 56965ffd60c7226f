"""Reads mail addresses as a mail server would deliver them, and names every trick that hides the target.

An address with a trick is never internal, whatever its domain looks like. Rules: RFC 5321, 4.1.2 (mailbox)
and appendix C (source routes); UTS 46 for domains.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

_ANGLE = re.compile(r"<([^<>]*)>\s*$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LITERAL = re.compile(r"\[.*\]")


class Address(Struct, frozen=True):
    """An address as it will be delivered. *domain* is lower-case A-labels, "" if it cannot be read.

    *tricks* say in English what hides the target; an address with any is outside.
    """

    local: str
    domain: str
    tricks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Address(domain={self.domain!r}, tricks={self.tricks!r})"

    @property
    def mailbox(self) -> str:
        """Return local part and domain in lower case, the form that findings of addresses have."""
        return f"{self.local}@{self.domain}".lower()


@lru_cache(maxsize=4096)
def read(written: str) -> Address:
    """Return the address that *written* delivers to. Never raises."""
    tricks: list[str] = []
    text = written.strip()
    angle = _ANGLE.search(text)
    if angle:
        text = angle.group(1).strip()
    plain = _IGNORED.sub("", text)
    if plain != text:
        tricks.append("hidden characters")
    text = unicodedata.normalize("NFKC", plain)
    if any(character.isspace() or character in ",;<>" or ord(character) < ord(" ") for character in text):
        tricks.append("several addresses or spaces in one")
    if text.startswith("@") and ":" in text:
        tricks.append("source route")
        text = text.rpartition(":")[2]
    outside_quotes = _QUOTED.sub(lambda quoted: quoted.group().replace("@", "_"), text)
    at = outside_quotes.rfind("@")
    if at < 0:
        return Address(text, "", (*tricks, "no domain"))
    local, domain = text[:at], text[at + 1 :]
    if outside_quotes.count("@") > 1 or "@" in local:
        tricks.append("a second @")
    if "%" in local or "!" in local:
        tricks.append("relay through another host")
    if not local:
        tricks.append("no mailbox")
    name, trouble = _domain(domain)
    if trouble:
        tricks.append(trouble)
    return Address(local, name, tuple(tricks))


@lru_cache(maxsize=4096)
def _domain(domain: str) -> tuple[str, str]:
    """Return the domain in A-labels, and what is wrong with it."""
    if _LITERAL.fullmatch(domain):
        return domain.lower(), "address literal"
    if domain.isascii():
        name = domain.lower().rstrip(".")
        labels = name.split(".")
        if all(re.fullmatch(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?", label) for label in labels):
            return name, ""
        return "", "a domain that cannot be read"
    import idna  # noqa: PLC0415  (11 ms, only for domains outside ASCII)

    try:
        return idna.encode(domain, uts46=True, transitional=False).decode("ascii").lower().rstrip("."), ""
    except (idna.IDNAError, UnicodeError):
        return "", "a domain that cannot be read"


def matches(domain: str, listed: str) -> bool:
    """Say whether *domain* is *listed*, or lies below it where the list says `*.domain`.

    Whole labels are compared, so `evilcorp.example` and `corp.example.evil.cn` never match corp.example.
    """
    if listed.startswith("*."):
        return domain.endswith(f".{_domain(listed[2:])[0]}")
    return domain == _domain(listed)[0]
