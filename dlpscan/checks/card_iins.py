"""Issuer identification numbers of payment cards, with the lengths that each issuer uses.

Luhn alone lets one number in ten pass; a known prefix with the right length leaves one in several
thousand. The table is that of Chinese issuers; the international schemes are ranges.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dlpscan.checks import luhn, tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

# Ranges of the international schemes: first digits, last first digits, lengths, and whether a label is
# needed: lengths that are hardly issued any more, and ranges of one scheme in one country.
# Source: ISO/IEC 7812 register as published by the schemes' developer documentation.
_SCHEMES = (
    ("4", "4", (16,), False),                # Visa
    ("4", "4", (13, 19), True),              # Visa, old cards and a few debit cards
    ("51", "55", (16,), False),              # Mastercard
    ("2221", "2720", (16,), False),          # Mastercard, since 2017
    ("34", "34", (15,), False),              # American Express
    ("37", "37", (15,), False),              # American Express
    ("3528", "3589", (16,), False),          # JCB
    ("3528", "3589", (17, 18, 19), True),    # JCB
    ("6011", "6011", (16,), False),          # Discover
    ("644", "659", (16,), False),            # Discover
    ("300", "305", (14,), True),             # Diners Club
    ("36", "36", (14,), True),               # Diners Club
    ("38", "39", (14, 16), True),            # Diners Club
    ("50", "50", (16, 17, 18, 19), True),    # Maestro
    ("56", "58", (16, 17, 18, 19), True),    # Maestro
    ("1800", "1800", (15,), True),           # JCB, old
    ("2131", "2131", (15,), True),           # JCB, old
    ("5018", "5038", (12, 13, 14, 15), True),  # Maestro
    ("6304", "6304", (12, 13, 14, 15), True),  # Maestro
    ("6759", "6763", (12, 13, 14, 15), True),  # Maestro
    ("2200", "2204", (16,), True),           # Mir
)  # fmt: skip
_UNIONPAY = ("62", "81")
_UNIONPAY_LENGTHS = range(14, 20)
# Credit and debit cards. An issuer may add the one to a prefix of the other before the table knows.
_USUAL_LENGTHS = (16, 19)
_SHORTEST_UNKNOWN = 15
_REPEATED = LatePattern(r"([0-9])\1{5}")


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


def _is_issued(number: str) -> bool:
    known, sizes = _issuers()
    return any(number[:size] in known for size in sizes)


def _scheme(number: str) -> bool | None:
    """Say whether the scheme of *number* needs a label; None if it is of no scheme."""
    for first, last, lengths, needs_label in _SCHEMES:
        if first <= number[: len(first)] <= last and len(number) in lengths:
            return needs_label
    return None


def check(number: str) -> Checked | None:
    """Judge 12 to 19 ASCII digits. None for numbers that no card can have.

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
    if (needs_label := _scheme(number)) is not None:
        # One number in ten thousand repeats a digit so often; the test cards of processors do.
        is_invented = _REPEATED.search(number) is not None
        return Checked(
            "passed",
            0.75,
            ("prefix of an international scheme", *(("one digit repeated",) if is_invented else ())),
            needs_label=needs_label or is_invented,
            strength=1 if needs_label else 2,
        )
    if len(number) in _USUAL_LENGTHS and number.startswith(_UNIONPAY) and _is_issued(number):
        return Checked("passed", 0.75, ("issuer prefix known, of cards of another length",), strength=1)
    if number.startswith(_UNIONPAY) and len(number) in _UNIONPAY_LENGTHS:
        return Checked("passed", 0.65, ("UnionPay prefix without a known issuer",), strength=1)
    if len(number) < _SHORTEST_UNKNOWN or number[0] == "1":
        # Thirteen digits from 1 are milliseconds; airlines, which have 1, issue no payment cards.
        return None
    return Checked("passed", 0.6, ("issuer prefix not known",), needs_label=True, strength=1)


def check_known(number: str) -> Checked | None:
    """Judge as `check` does; None also where no issuer or scheme is known that uses the prefix.

    Behind a label that bank accounts have as well, Luhn alone would take one account in ten for a card.
    """
    judged = check(number)
    if judged is None or issuer(number) is not None or _scheme(number) is False:
        return judged
    return judged if number.startswith(_UNIONPAY) else None


_KEPT = 15
"""Significant digits of a number in a spreadsheet. Source: IEEE 754, double precision."""


def check_spreadsheet(number: str) -> Checked | None:
    """Judge `6.22202E+18`, or 17 to 19 digits of which a spreadsheet kept 15.

    None where the digits that are left cannot begin a card: no check digit is among them.
    """
    mantissa, exponent, power = number.partition("E")
    digits = mantissa.replace(".", "")
    length = int(power) + 1 if exponent else len(mantissa.partition(".")[0])
    if exponent:
        digits = digits.ljust(length, "0")[:length]
        note = "written in scientific notation"
    else:
        digits, note = digits[:length], "the last digits were zeroed"
        if length <= _KEPT + 1 or digits[_KEPT:].strip("0"):
            return None
    # Few digits of the prefix are left in 6.2E+18.
    is_card = issuer(digits) is not None or _scheme(digits) is False or digits.startswith(_UNIONPAY)
    return (
        Checked("not_available", notes=(f"damaged by a spreadsheet: {note}",), needs_label=True)
        if is_card
        else None
    )
