"""Mobile numbers of mainland China: which prefixes are allocated."""

from __future__ import annotations

from dlpscan.declare import Checked

# First three digits in use. Source: MIIT numbering list of 2023-03, and libphonenumber 9.0.43 (2026-11)
# for 1610x, which came in July 2026. The table ages, so other prefixes are scored lower, not dropped.
_ALLOCATED = frozenset(
    [f"13{d}" for d in range(10)]
    + [f"14{d}" for d in (5, 6, 7, 8, 9)]
    + [f"15{d}" for d in (0, 1, 2, 3, 5, 6, 7, 8, 9)]
    + [f"16{d}" for d in (2, 5, 6, 7)]
    + [f"17{d}" for d in range(9)]
    + [f"18{d}" for d in range(10)]
    + [f"19{d}" for d in (0, 1, 2, 3, 5, 6, 7, 8, 9)]
)

_DATA_CARD_LENGTH = 13
"""Numbers of 140, 141, 144, 146 and 148 that machines hold."""


def check(number: str) -> Checked | None:
    """Judge eleven ASCII digits, or thirteen of a data card; there is no check digit, only the prefix.

    `1.38123E+10` is what a spreadsheet leaves of a number: the last digits are lost.
    """
    if "E" in number:
        return Checked("not_available", 1.0, ("digits lost in a spreadsheet",))
    if len(number) == _DATA_CARD_LENGTH:
        return Checked("not_available", 1.0, ("range of data cards",))
    if len(set(number[3:])) == 1 and number[3:] not in ("00000000", "88888888"):
        return Checked("not_available", 0.5, ("eight equal digits",))
    if number[:3] in _ALLOCATED or number.startswith("1610"):
        return Checked("not_available", 1.0, ("prefix is allocated",))
    return Checked("not_available", 0.55, ("prefix is not known as allocated",))


def canonical(text: str) -> str:
    """Return the digits of a compact number, without country code and trunk zero (data cards: thirteen)."""
    is_data_card = len(text) == _DATA_CARD_LENGTH and text.startswith("14")
    return text if is_data_card or "E" in text else text[-11:]
