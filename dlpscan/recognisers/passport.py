"""Passports of other countries, by label: letters and digits, six to nine, in as many forms as countries.

The label must say passport. Chinese series, Hong Kong's, Macau's and Taiwan's are types of their own, whose
readings of the same text score higher.
"""

from __future__ import annotations

from dlpscan.checks import dates, tables
from dlpscan.checks.document_kinds import GENERIC_LABELS, OTHER_NUMBERS, behind_label, variants
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_KINDS = "passport"
_LEAST_DIGITS = 4
_LENGTHS = range(7, 11)


def _documentation() -> frozenset[str]:
    return tables.published_dummies("PASSPORT")


def _check(number: str) -> Checked | None:
    """Refuse what is too short or long, has few digits, one digit repeated, or is a date."""
    if len(number) not in _LENGTHS:
        return None
    digits = [character for character in number if character.isdecimal()]
    if len(digits) < _LEAST_DIGITS or len(set(digits)) == 1 or dates.is_recent(number):
        return None
    return Checked(
        "not_available", notes=() if number[0].isalpha() else ("no series letter",), needs_label=True
    )


PASSPORT = Recogniser(
    name="passport",
    entity_type="PASSPORT",
    title_zh="外国护照号码",
    title_en="Passport number of any other country",
    anchors=(AfterLabel(first="[0-9A-Za-z]"),),
    forms=(
        # Two letters and seven digits are most common; Germany mixes consonants with digits.
        Form(
            "one to three letters and digits",
            find=behind_label(
                r"(?:[A-Z][0-9]{6,9}|[A-Z]{2}[0-9]{6,7}|[A-Z]{3}[0-9]{6})[A-Z]?(?![0-9A-Za-z])",
                _KINDS,
                is_named=True,
            ),
        ),
        Form(
            "seven to nine letters and digits",
            find=behind_label(
                r"(?:(?=[A-Z0-9]{0,5}[0-9])[A-Z0-9]{8,9}|"
                r"[A-Za-z]{0,2}[ \-·]?[0-9]{1,4}(?:[ \-·]?[0-9]{1,4}){1,4})"
                r"(?![ \-·]?[0-9]|[年月A-Za-z])",
                _KINDS,
                is_named=True,
                flags=0,
            ),
            factor=0.85,
        ),
    ),
    compact=lambda text: "".join(character for character in text.upper() if character.isalnum()),
    check=_check,
    documentation=_documentation,
    scores=Scores(bare=0.1, nearby=0.3, labelled=0.78, negative=0.1),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    护照, 护照号, 护照号码, 护照编号, 护照#, 外国护照, 外国护照号, 外国护照号码, 外籍护照,
                    護照, 護照號碼, 護照號, 護照編號, passport, passport no, passport no., passport number,
                    passport num, passport #, passport id, passport_no, passportno, passport_number,
                    passportnumber, passport_num, passport_id, passportid, foreign passport,
                    foreign passport no, passport nr, passport nr., pp no, pp no., ppt no, ppt no.,
                    pp number, ppno, pp_no, hzh, hzhm
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        negative=(*OTHER_NUMBERS, *words("护照有效期, 签发日期, expiry, date of issue")),
    ),
    mask=Mask(head=2, tail=3),
    source="ICAO Doc 9303 part 4: at most nine letters and digits",
)

RECOGNISERS = (PASSPORT,)
