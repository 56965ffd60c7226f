"""Mainland travel permits of residents of Taiwan (台胞证): 8 digits, before 2008 also a count and an office.

Eight digits are a date as well, so the document must be named, by its label or in a field before it.
"""

from __future__ import annotations

from dlpscan.checks import dates
from dlpscan.checks.document_kinds import GENERIC_LABELS, OTHER_NUMBERS, behind_label, variants
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_KINDS = "tw_permit"
_OFFICE = r"(?:[A-Z]|[ ]?[(（\[][A-Z0-9][)）\]])"


def _check(number: str) -> Checked | None:
    """Refuse eight equal digits; take a date down: it may be the day of issue, with a word left out."""
    if len(set(number)) == 1:
        return None
    if dates.is_recent(number):
        return Checked("not_available", 0.7, ("it is a date as well",), needs_label=True)
    return Checked("not_available", needs_label=True)


CN_TW_TRAVEL_PERMIT = Recogniser(
    name="cn_tw_travel_permit",
    entity_type="CN_TW_TRAVEL_PERMIT",
    title_zh="台湾居民来往大陆通行证号码",
    title_en="Mainland travel permit of a resident of Taiwan",
    anchors=(AfterLabel(first="[0-9Tt]"),),
    forms=(
        Form(
            "8 or 10 digits",
            find=behind_label(
                rf"T?(?:[0-9]{{10}}{_OFFICE}?|[0-9]{{4}}[ \-·]?[0-9]{{4}})(?![ \-·]?[0-9]|[年月/]|\.[0-9])",
                _KINDS,
                is_named=True,
            ),
        ),
    ),
    compact=lambda text: "".join(character for character in text.upper() if character.isalnum()),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.3, labelled=0.9, negative=0.1),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    台胞证, 台胞证号, 台胞证号码, 台胞证编号, 台胞证件号, 台湾居民来往大陆通行证,
                    台湾居民来往大陆通行证号, 台湾居民来往大陆通行证号码, 台湾居民来往大陆通行证证号,
                    台湾同胞来往大陆通行证, 台湾同胞来往大陆通行证号码, 台灣居民來往大陸通行證, 臺胞證,
                    台胞證, 台胞證號, 台胞證號碼, 臺胞證號碼, 卡式台胞证, mtp, mtp no, mtp no., mtp number,
                    tbz, tbzh, tbzhm, taiwan compatriot permit, taiwan compatriot permit no,
                    taiwan compatriot permit number, taiwan compatriot certificate,
                    mainland travel permit for taiwan residents no,
                    mainland travel permit for taiwan residents, mtp_no, mtpno, tw_permit, tw_permit_no
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=2),
    source="Ministry of Public Security notice of 2008-09-25: eight digits that stay for life",
)

RECOGNISERS = (CN_TW_TRAVEL_PERMIT,)
