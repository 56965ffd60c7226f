"""Invented numbers of identity documents with right check digits, for case files and properties.

Like `strategies`, which makes resident numbers: plain functions that take a seeded `random.Random`.
"""

from __future__ import annotations

from datetime import date
from random import Random

import strategies as made

from dlpscan.checks import hkid, icao9303, iso7064, twid

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COUNTRIES = (("CAN", "124"), ("USA", "840"), ("DEU", "276"), ("JPN", "392"), ("KOR", "410"), ("GBR", "826"))
_PROVINCES = ("11", "31", "44", "33", "32", "51")
_SURNAMES = ("SMITH", "TANAKA", "MUELLER", "KIM", "NGUYEN", "DUPONT", "VAN<DER<BERG")
_GIVEN = ("ANNA<MARIA", "JOHN", "YUKI", "MINJUN", "CLAIRE", "THI<HOA")


def digits(rng: Random, count: int) -> str:
    """Return *count* digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def pr_card(rng: Random) -> str:
    """Return the number of a foreigner's permanent-residence card of 2023."""
    _, country = rng.choice(_COUNTRIES)
    body = f"9{rng.choice(_PROVINCES)}{country}{made.birth_date(rng):%Y%m%d}{digits(rng, 3)}"
    return body + iso7064.mod_11_2(body)


def pr_card_old(rng: Random) -> str:
    """Return the number of a foreigner's permanent-residence card before 2023."""
    country, _ = rng.choice(_COUNTRIES)
    return f"{country}{rng.choice(_PROVINCES)}00{made.birth_date(rng):%y%m%d}{digits(rng, 2)}"


def hk_passport(rng: Random) -> str:
    """Return the number of a passport of Hong Kong."""
    return rng.choice(
        (f"K{digits(rng, 8)}", f"KJ{digits(rng, 7)}", f"H{digits(rng, 8)}", f"HJ{digits(rng, 7)}")
    )


def mo_passport(rng: Random) -> str:
    """Return the number of a passport of Macau."""
    return f"M{rng.choice('AB')}{digits(rng, 7)}"


def tw_passport(rng: Random) -> str:
    """Return the number of a passport of Taiwan."""
    return f"3{digits(rng, 8)}"


def foreign_passport(rng: Random) -> str:
    """Return the number of a passport in one of the common forms, none of them Chinese."""
    return rng.choice(
        (
            f"{rng.choice('ABFJLNQRTUVXYZ')}{digits(rng, 8)}",
            f"{rng.choice('NTXYZB')}{digits(rng, 7)}",
            f"{rng.choice(('TR', 'AB', 'PA', 'AA', 'YB', 'XD'))}{digits(rng, 7)}",
            f"{rng.choice(('AB', 'HN', 'GA'))}{digits(rng, 6)}",
            f"5{digits(rng, 8)}",
            f"C0{rng.choice('1FGHJ')}X{digits(rng, 2)}T{digits(rng, 2)}",
        )
    )


def hk_mo_permit(rng: Random) -> str:
    """Return the number of a home return permit."""
    return rng.choice("HM") + digits(rng, rng.choice((8, 10)))


def exit_permit(rng: Random) -> str:
    """Return the number of an exit permit."""
    return rng.choice(
        (
            f"C{digits(rng, 8)}",
            f"C{rng.choice(LETTERS)}{digits(rng, 7)}",
            f"W{digits(rng, 8)}",
            f"L{digits(rng, 8)}",
            f"T{digits(rng, 8)}",
        )
    )


def tw_permit(rng: Random) -> str:
    """Return the number of a mainland travel permit for Taiwan residents that is not a date."""
    return f"{rng.choice('034567')}{digits(rng, 7)}"


def hk_id(rng: Random, *, style: str = "()") -> str:
    """Return the number of an identity card of Hong Kong; *style* are the brackets, or ""."""
    letters = rng.choice((rng.choice(_CAPITALS), rng.choice(("WX", "XA", "XD", "EC"))))
    body = letters + digits(rng, 6)
    check = hkid.check_character(body)
    return f"{body}{style[0]}{check}{style[1]}" if style else body + check


def mo_id(rng: Random) -> str:
    """Return the number of an identity card of Macau."""
    return f"{rng.choice('157')}{digits(rng, 6)}({digits(rng, 1)})"


def tw_id(rng: Random, *, second: str = "1289") -> str:
    """Return the number of an identity card of Taiwan; *second* are the second characters to draw from."""
    body = rng.choice(_CAPITALS) + rng.choice(second) + digits(rng, 7)
    return next(body + last for last in "0123456789" if twid.passes(body + last))


def officer_id(rng: Random) -> str:
    """Return the number of an officer's paper."""
    return f"{rng.choice('军南北沈兰成济广海空参政后装武')}字第{digits(rng, rng.choice((6, 7, 8)))}号"


def _filled(field: str, length: int) -> str:
    return field[:length].ljust(length, "<")


def _dates(rng: Random) -> str:
    born = made.birth_date(rng).strftime("%y%m%d")
    expires = date(2027 + rng.randrange(9), 1 + rng.randrange(12), 1 + rng.randrange(28)).strftime("%y%m%d")
    sex = rng.choice("MF<")
    return f"{born}{icao9303.check_digit(born)}{sex}{expires}{icao9303.check_digit(expires)}"


def mrz(rng: Random, kind: str = "TD3", *, issuer: str = "", number: str = "", code: str = "") -> list[str]:
    """Return the lines of a machine-readable zone: TD1, TD2, TD3, MRVA or MRVB, every check digit right."""
    issuer = issuer or rng.choice(_COUNTRIES)[0]
    country = _filled({"DEU": "D"}.get(issuer, issuer), 3)
    number = _filled(number or foreign_passport(rng), 9)
    number += icao9303.check_digit(number)
    name = f"{rng.choice(_SURNAMES)}<<{rng.choice(_GIVEN)}"
    dates = _dates(rng)
    nation = country
    if kind == "TD1":
        first = _filled("", 15)
        last = _filled("", 11)
        whole = icao9303.check_digit(number + first + dates[:7] + dates[8:] + last)
        return [f"{code or 'I<'}{country}{number}{first}", f"{dates}{nation}{last}{whole}", _filled(name, 30)]
    width = 44 if kind in ("TD3", "MRVA") else 36
    first_line = _filled((code or {"TD3": "P<", "TD2": "I<"}.get(kind, "V<")) + country + name, width)
    body = f"{number}{nation}{dates}"
    if kind.startswith("MRV"):
        return [first_line, _filled(body, width)]
    rest = _filled(digits(rng, 9), 14) if kind == "TD3" else _filled("", 7)
    if kind == "TD3":
        rest += icao9303.check_digit(rest)
    whole = icao9303.check_digit(body[:10] + body[13:20] + body[21:] + rest)
    return [first_line, body + rest + whole]
