"""Issuer identification numbers of payment cards, with the lengths that each issuer uses.

Luhn alone lets one number in ten pass; a known prefix with the right length leaves one in several
thousand. The table is that of Chinese issuers; the international schemes are ranges.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dlpscan.checks import luhn, tables
from dlpscan.declare import Checked

# Ranges of the international schemes: first digits, last first digits, lengths.
# Source: ISO/IEC 7812 register as published by the schemes' developer documentation.
_SCHEMES = (
    ("4", "4", (16,)),                # Visa
    ("51", "55", (16,)),              # Mastercard
    ("2221", "2720", (16,)),          # Mastercard, since 2017
    ("34", "34", (15,)),              # American Express
    ("37", "37", (15,)),              # American Express
    ("3528", "3589", (16,)),          # JCB
    ("6011", "6011", (16,)),          # Discover
)  # fmt: skip
_UNIONPAY = ("62", "81")
_UNIONPAY_LENGTHS = range(14, 20)


class Issuer(NamedTuple):
    """One row of the table. A *legacy* prefix lies outside the schemes: it counts only with a label."""

    lengths: frozenset[int]
    kind: str
    code: str
    legacy: bool


@cache
def _issuers() -> tuple[dict[str, Issuer], tuple[int, ...]]:
    found = {}
    for prefix, lengths, kind, issuer, legacy, *_ in tables.rows("card_iins"):
        found[prefix] = Issuer(frozenset(map(int, lengths.split(","))), kind, issuer, legacy == "1")
    return found, tuple(sorted({len(prefix) for prefix in found}, reverse=True))


def issuer(number: str) -> Issuer | None:
    """Return the issuer with the longest prefix of *number* that has cards of this length."""
    known, sizes = _issuers()
    for size in sizes:
        one = known.get(number[:size])
        if one is not None and len(number) in one.lengths:
            return one
    return None


def _is_scheme(number: str) -> bool:
    return any(
        first <= number[: len(first)] <= last and len(number) in lengths for first, last, lengths in _SCHEMES
    )


def check(number: str) -> Checked | None:
    """Judge 13 to 19 ASCII digits. None for numbers that no card can have.

    Source: ISO/IEC 7812-1 (Luhn, annex B); GB/T 14916 for the lengths.
    """
    if len(set(number)) == 1:
        return None
    passed = luhn.passes(number)
    one = issuer(number)
    if one is not None and not one.legacy:
        return Checked("passed" if passed else "failed", 1.0, (f"issuer prefix known ({one.kind})",))
    if not passed:
        return None
    if one is not None:
        return Checked("passed", 0.8, (f"legacy issuer prefix ({one.kind})",), needs_label=True)
    if _is_scheme(number):
        return Checked("passed", 0.75, ("prefix of an international scheme",))
    if number.startswith(_UNIONPAY) and len(number) in _UNIONPAY_LENGTHS:
        return Checked("passed", 0.65, ("UnionPay prefix without a known issuer",), strength=1)
    return Checked("passed", 0.6, ("issuer prefix not known",), needs_label=True, strength=1)
