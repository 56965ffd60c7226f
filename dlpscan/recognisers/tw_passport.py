"""Passports of Taiwan: nine digits, so the document must be named."""

from __future__ import annotations

from dlpscan.checks.document_kinds import GENERIC_LABELS, OTHER_NUMBERS, behind_label, variants
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_KINDS = "tw_passport"


def _check(number: str) -> Checked | None:
    """Refuse one digit repeated; numbers since 2008 begin with 3, older ones with 1 or 2."""
    if len(set(number)) == 1:
        return None
    return Checked("not_available", 1.0 if number[0] in "123" else 0.8, needs_label=True)


TW_PASSPORT = Recogniser(
    name="tw_passport",
    entity_type="TW_PASSPORT",
    title_zh="台湾护照号码",
    title_en="Passport of Taiwan",
    anchors=(AfterLabel(first="[0-9]"),),
    forms=(
        Form(
            "nine digits",
            find=behind_label(r"[0-9](?:[ \-·]?[0-9]){8}(?![ \-·]?[0-9])", _KINDS, is_named=True),
        ),
    ),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.3, labelled=0.92, negative=0.1),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    台湾护照, 台湾护照号, 台湾护照号码, 台湾地区护照, 台湾地区护照号码, 中华民国护照,
                    中华民国护照号码, 台灣護照, 台灣護照號碼, 臺灣護照, 臺灣護照號碼, 中華民國護照,
                    中華民國護照號碼, taiwan passport, taiwan passport no, taiwan passport number,
                    roc passport, roc passport no, roc passport number, r.o.c. passport, tw passport,
                    tw passport no, tw_passport, tw_passport_no, taiwan_passport, taiwan_passport_no, 护照,
                    护照号, 护照号码, 護照, 護照號碼, passport, passport no, passport no., passport number,
                    passport_no, passportno
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="Bureau of Consular Affairs of Taiwan: nine digits, 3 first",
)

RECOGNISERS = (TW_PASSPORT,)
