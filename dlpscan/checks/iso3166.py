"""Country codes of ISO 3166-1, with those that ICAO Doc 9303 adds for travel documents."""

from __future__ import annotations

from functools import cache

from dlpscan.checks import tables

# ICAO Doc 9303 part 3, section 5: Germany in its one-letter form, the kinds of British nationals, the United
# Nations and other organisations, persons without a nationality, and the specimen state Utopia.
_ICAO = frozenset(
    """
    D GBD GBN GBO GBP GBS EUE RKS UNO UNA UNK XAA XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX
    UTO
    """.split()
)


@cache
def _alpha3() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("countries"))


@cache
def _numeric() -> frozenset[str]:
    return frozenset(row[1] for row in tables.rows("countries"))


def is_numeric(code: str) -> bool:
    """Say whether the three digits are the number of a country: 124 is Canada."""
    return code in _numeric()


def is_alpha3(code: str) -> bool:
    """Say whether the three capitals are the code of a country."""
    return code in _alpha3()


def is_issuer(code: str) -> bool:
    """Say whether a travel document may name *code* as issuer or nationality, its fillers taken off."""
    return code in _ICAO or code in _alpha3()
