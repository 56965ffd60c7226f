"""Device identities of 3GPP TS 23.003: 15 digits with a Luhn check digit, or 16 with a software version."""

from __future__ import annotations

from dlpscan.checks import luhn, old_registration
from dlpscan.declare import Checked

_LENGTH, _WITH_VERSION = 15, 16
# The bodies that allocate type codes: 01 PTCRB, 35 BABT, 86 TAF, 99 GHA. Source: GSMA TS.06, annex A.
_BODIES = frozenset("01 10 30 33 35 44 45 49 50 51 52 53 54 86 91 97 98 99".split())


def check(number: str) -> Checked | None:
    """Judge 15 or 16 ASCII digits. None for another length, or hardly two digits."""
    if len(number) not in (_LENGTH, _WITH_VERSION) or len(set(number)) <= 2:  # noqa: PLR2004
        return None
    is_known = number[:2] in _BODIES
    notes = () if is_known else ("reporting body is not known",)
    factor = 1.0 if is_known else 0.75
    if len(number) == _WITH_VERSION:
        # A software version stands where the check digit was.
        return Checked("not_available", factor * 0.85, (*notes, "with software version"), needs_label=True)
    if not luhn.passes(number):
        # Networks transmit 0 in its place, and exports keep that: behind a label it stays a device.
        return Checked("not_available", factor * 0.7, (*notes, "the check digit is wrong"), needs_label=True)
    if old_registration.passes(number):
        # One in ten numbers of a known registry passes both: behind a label still a device, else hardly.
        return Checked("passed", 0.6, (*notes, "could be an old business registration number"), strength=1)
    # A telephone number with its country code (0086139…) has 15 digits too, and one in ten passes.
    return Checked("passed", factor, notes, needs_label=not is_known, strength=1)
