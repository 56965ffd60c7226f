"""Passports of Hong Kong: K and eight digits, H of old, KJ and HJ with seven of late."""

from __future__ import annotations

from dlpscan.checks.document_kinds import (
    GENERIC_LABELS,
    OTHER_NUMBERS,
    behind_label,
    beside_name,
    variants,
)
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_NUMBER = r"(?:[KH][0-9]{8}|[KH]J[0-9]{7})"
_SPACED = r"[KH][ \-·]?[J0-9](?:[ \-·]?[0-9]){7}(?![ \-·]?[0-9])"
_NAMES = words(
    """
    香港护照, 香港特区护照, 香港特别行政区护照, 香港護照, 香港特區護照, 香港特別行政區護照,
    hong kong passport, hksar passport, hk passport
    """
)

HK_PASSPORT = Recogniser(
    name="hk_passport",
    entity_type="HK_PASSPORT",
    title_zh="香港特别行政区护照号码",
    title_en="Passport of the Special Administrative Region of Hong Kong",
    anchors=(
        AfterLabel(first="[KHkh]"),
        DigitRun(shortest=7, longest=8, lead="[KH]J?", lead_ends="KHJ", needs_lead=True),
    ),
    forms=(
        Form(
            "series of 香港",
            find=behind_label(_SPACED, "hk_passport passport", is_named=True),
            anchor="after_label",
        ),
        Form("series of 香港 beside the name", find=beside_name(_NUMBER, "hk_passport"), anchor="digit_run"),
    ),
    scores=Scores(bare=0.3, nearby=0.65, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    香港护照号, 香港护照号码, 香港特区护照号, 香港特区护照号码, 香港特别行政区护照号码,
                    香港護照號碼, 香港特區護照號碼, hong kong passport no, hong kong passport number,
                    hksar passport no, hksar passport number, hk passport no, hk passport number,
                    hk_passport, hk_passport_no, hkpassport, hkpassportno, 护照, 护照号, 护照号码, 护照编号,
                    特区护照, 特区护照号, 特区护照号码, 護照, 護照號碼, 護照號, passport, passport no,
                    passport no., passport number, passport_no, passportno, passport_number, passportnumber,
                    pp no, ppt no, hzh, hzhm
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words("特区护照, 香港居民"),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="Immigration Department of Hong Kong (K); the other series are reported, not confirmed",
)

RECOGNISERS = (HK_PASSPORT,)
