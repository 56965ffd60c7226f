"""Mainland travel permits of residents of Hong Kong and Macau (回乡证): H or M and 8 digits, or 10 of old."""

from __future__ import annotations

from dlpscan.checks.document_kinds import (
    GENERIC_LABELS,
    OTHER_NUMBERS,
    behind_label,
    beside_name,
    variants,
)
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_NUMBER = r"[HM](?:[0-9]{10}|[0-9]{8})"
_SPACED = r"[HM][ \-·]?[0-9](?:[ \-·]?[0-9]){7}(?:[ \-·]?[0-9]{2})?(?![ \-·]?[0-9])"
_KINDS = "hk_mo_permit"
_NAMES = words(
    """
    港澳居民来往内地通行证, 港澳居民往来内地通行证, 港澳来往内地通行证, 港澳同胞回乡证, 回乡证, 回鄉證,
    港澳居民來往內地通行證, home return permit, hvp, mainland travel permit
    """
)

CN_HK_MO_TRAVEL_PERMIT = Recogniser(
    name="cn_hk_mo_travel_permit",
    entity_type="CN_HK_MO_TRAVEL_PERMIT",
    title_zh="港澳居民来往内地通行证号码",
    title_en="Mainland travel permit of a resident of Hong Kong or Macau",
    anchors=(
        AfterLabel(first="[HMhm]"),
        DigitRun(shortest=8, longest=10, lead="[HM]", lead_ends="HM", needs_lead=True),
    ),
    forms=(
        # The eight digits stay for life; the two behind them count the cards.
        Form(
            "H or M and 8 or 10 digits",
            find=behind_label(_SPACED, _KINDS, is_named=False),
            anchor="after_label",
        ),
        Form(
            "H or M and 8 or 10 digits beside the name", find=beside_name(_NUMBER, _KINDS), anchor="digit_run"
        ),
    ),
    scores=Scores(bare=0.3, nearby=0.65, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    港澳居民来往内地通行证号, 港澳居民来往内地通行证号码, 港澳居民来往内地通行证证号,
                    港澳居民往来内地通行证号, 港澳居民往来内地通行证号码, 回乡证号, 回乡证号码, 回乡证件号,
                    回乡证编号, 港澳通行证, 港澳通行证号, 港澳通行证号码, 港澳同胞回乡证号, 回鄉證號,
                    回鄉證號碼, 回鄉卡, 回鄉卡號碼, 回乡卡, 回乡卡号, 港澳居民來往內地通行證號碼,
                    home return permit no, home return permit no., home return permit number, hvp no,
                    hvp no., hvp number, mainland travel permit no, mainland travel permit number,
                    mainland travel permit for hong kong and macau residents, hrp no, hvp_no, hvpno,
                    home_return_permit, home_return_permit_no, homereturnpermit, homereturnpermitno, hxz,
                    hxzh, hxzhm
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words("通行证, 港澳居民, 内地"),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=2),
    source="Ministry of Public Security: eight digits for life, two that count the cards",
)

RECOGNISERS = (CN_HK_MO_TRAVEL_PERMIT,)
