"""The fields of a machine-readable zone, each as the recogniser of its type wants it.

Chinese zones are told apart by the series of the number: the passports of Hong Kong and Macau name the same
issuer, CHN.
"""

from __future__ import annotations

import re

from dlpscan.checks import icao9303
from dlpscan.declare import Checked, Find, Literals

ANCHOR = Literals(
    ("<\n", "<\r", *(f"<<{sign}" for sign in "\t \"',|/\\0123456789abcdefghijklmnopqrstuvwxyz")),
    lead="[A-Z0-9<]",
    lead_max=92,
)
"""Where the fillers of a line end: every zone has some. Lines of fillers alone lead nowhere."""

_NATIONAL = {"CHN": "cn", "HKG": "hk", "MAC": "mo", "TWN": "tw"}
# Cards that China issues: exit permits, and travel permits of Hong Kong and Macau residents.
_CARDS = (("exit", re.compile("[CLWT]")), ("hk_mo", re.compile("[HM][0-9]")))
_SERIES = (("hk", re.compile("[HK]")), ("mo", re.compile("M[A-Z]?[0-9]")))


def _owner(zone: icao9303.Zone, number: str) -> str:
    owner = _NATIONAL.get(zone.issuer, "")
    if owner != "cn":
        return owner
    series = _SERIES if zone.kind == "TD3" else _CARDS
    return next((other for other, pattern in series if pattern.match(number)), owner)


def number_of(owner: str) -> Find:
    """Return an algorithm that finds the number: *owner* is cn, hk, mo, tw, exit, hk_mo or "" (others)."""

    def find(text: str, position: int) -> tuple[int, int] | None:
        zone = icao9303.read(text, position)
        # The number of a visa is the visa's.
        if zone is None or zone.kind == "visa":
            return None
        start, end = zone.number
        return zone.number if _owner(zone, text[start:end]) == owner else None

    return find


def holder(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the holder's name, with its fillers inside."""
    zone = icao9303.read(text, position)
    return zone.name if zone is not None and zone.name[0] < zone.name[1] else None


def birth(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the birth date, YYMMDD."""
    zone = icao9303.read(text, position)
    return zone.birth if zone is not None else None


def name_of(field: str) -> str:
    """Return a name field as a name: fillers are spaces."""
    return " ".join(field.replace("<", " ").split())


def judged(_: str) -> Checked:
    """Say that the check digits of the zone are right: without that, no field of it is found."""
    return Checked("passed", strength=3, notes=("field of a machine-readable zone",))
