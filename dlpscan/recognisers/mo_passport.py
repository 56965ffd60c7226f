"""Passports of Macau: MA or a later letter, and seven digits."""

from __future__ import annotations

from dlpscan.checks.document_kinds import (
    GENERIC_LABELS,
    OTHER_NUMBERS,
    behind_label,
    beside_name,
    variants,
)
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_NUMBER = r"M[A-D][0-9]{7}"
_SPACED = r"M[ \-·]?[A-D](?:[ \-·]?[0-9]){7}(?![ \-·]?[0-9])"
_NAMES = words(
    """
    澳门护照, 澳门特区护照, 澳门特别行政区护照, 澳門護照, 澳門特區護照, 澳門特別行政區護照, macau passport,
    macao passport
    """
)

MO_PASSPORT = Recogniser(
    name="mo_passport",
    entity_type="MO_PASSPORT",
    title_zh="澳门特别行政区护照号码",
    title_en="Passport of the Special Administrative Region of Macau",
    anchors=(
        AfterLabel(first="[Mm]"),
        DigitRun(shortest=7, longest=7, lead="M[A-D]", lead_ends="ABCD", needs_lead=True),
    ),
    forms=(
        Form(
            "series of 澳门",
            find=behind_label(_SPACED, "mo_passport passport", is_named=True),
            anchor="after_label",
        ),
        Form("series of 澳门 beside the name", find=beside_name(_NUMBER, "mo_passport"), anchor="digit_run"),
    ),
    scores=Scores(bare=0.3, nearby=0.65, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    澳门护照号, 澳门护照号码, 澳门特区护照号, 澳门特区护照号码, 澳门特别行政区护照号码,
                    澳門護照號碼, 澳門特區護照號碼, macau passport no, macau passport number,
                    macao passport no, macau sar passport, macao passport number, macao sar passport,
                    mo_passport, mo_passport_no, macau_passport, 护照, 护照号, 护照号码, 护照编号, 特区护照,
                    特区护照号, 特区护照号码, 護照, 護照號碼, 護照號, passport, passport no, passport no.,
                    passport number, passport_no, passportno, passport_number, passportnumber, pp no, ppt no,
                    hzh, hzhm
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words("特区护照, 澳门居民"),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="Identification Services Bureau of Macau (MA); MB and later are reported, not confirmed",
)

RECOGNISERS = (MO_PASSPORT,)
