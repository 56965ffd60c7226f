"""Unified social credit codes of GB 32100-2015: 18 characters that hold two nested check characters.

The ninth to seventeenth are an organisation code of GB 11714 with a check of its own; the eighteenth checks
all before it. Both together leave one accidental hit in 341, the region and the first two far fewer.
"""

from __future__ import annotations

from operator import mul

from dlpscan.checks import gb11714, regions
from dlpscan.declare import Checked

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the standard: no I, O, S, V, Z."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
# Registering departments and the classes that each of them uses. Source: GB 32100-2015, table 1, with the
# later additions A (military organisations) and N (rural collectives).
_CLASSES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129", "7": "129", "8": "19",
    "9": "1239", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
# Registered by the State itself: region 100000 stands in no list of divisions.
_NATIONAL = "100000"
_INDIVIDUALLY_OWNED = "92"


def check_character(body: str) -> str:
    """Return the 18th character for the 17 before it, which must be of the alphabet.

    Source: GB 32100-2015, annex A: 31 - sum mod 31, where 31 is written 0; weights 3^(i-1) mod 31.
    """
    total = sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS))
    return ALPHABET[-total % 31]


_LENGTH = 18


def check(code: str) -> Checked | None:
    """Judge a compact code of 18 characters in upper case.

    None where department or province do not exist. A class or region that is not in the tables lowers the
    score. `failed` where one of the two checks is wrong.
    """
    classes = _CLASSES.get(code[0])
    region = code[2:8]
    is_national = region == _NATIONAL
    if classes is None or len(code) != _LENGTH:
        return None
    if not is_national and region[:2] not in regions.PROVINCES:
        return None
    if not _VALUES.keys() >= set(code):
        return None
    is_usual = code[1] in classes and (is_national or regions.is_known(region))
    factor = 1.0 if is_usual else 0.85
    notes = ["department and region are known" if is_usual else "class or region is not in the table"]
    if code.startswith(_INDIVIDUALLY_OWNED):
        notes.append("individually owned business: close to a person")
    if check_character(code[:17]) != code[17]:
        return Checked("failed", factor, tuple(notes))
    if not gb11714.passes(code[8:17]):
        return Checked("failed", factor, (*notes, "the organisation code inside (GB 11714) is wrong"))
    notes.append("organisation code inside passed (GB 11714)")
    # One in 341 numbers of 18 digits passes both checks: of the ids in URLs some do, so those need a label.
    needs_label = code.isdigit() and not is_usual
    return Checked("passed", factor, tuple(notes), needs_label=needs_label, strength=3)
