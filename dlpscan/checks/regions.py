"""Administrative division codes of GB/T 2260, current and historical."""

from __future__ import annotations

from functools import cache

from dlpscan.checks import tables

# The first two digits: provinces, and 81-83 for the residence permits of Hong Kong, Macau and Taiwan.
# 91 is what foreigners' permanent-residence cards begin with; they are a type of their own.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
    .split()
)  # fmt: skip


@cache
def _codes() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("division_codes"))


def is_known(code: str) -> bool:
    """Say whether the six digits are, or ever were, the code of a division.

    No list is complete (new districts appear every year), so an unknown code only lowers a score.
    """
    return code in _codes()
