"""Permits of mainland residents to travel to Hong Kong and Macau (C, W) and to Taiwan (L, T)."""

from __future__ import annotations

from dlpscan.checks.document_kinds import (
    GENERIC_LABELS,
    OTHER_NUMBERS,
    behind_label,
    beside_name,
    variants,
)
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

# C and eight digits from 2014, C and a letter (no I, no O) from December 2018; L alike; W and T: booklets.
_NUMBER = r"(?:[CL](?:[0-9]{8}|[A-HJ-NP-Z][0-9]{7})|[WT][0-9]{8})"
_SPACED = r"(?:[CL][ \-·]?[A-HJ-NP-Z0-9]|[WT][ \-·]?[0-9])(?:[ \-·]?[0-9]){7}(?![ \-·]?[0-9])"
_KINDS = "exit_permit"
_NAMES = words(
    """
    往来港澳通行证, 来往港澳通行证, 赴港澳通行证, 双程证, 往来台湾通行证, 来往台湾通行证, 赴台通行证, 大通证,
    往來港澳通行證, 往來台灣通行證, 往來臺灣通行證, 大陆居民往来台湾通行证, 因私往来港澳通行证, eep,
    exit-entry permit, exit entry permit
    """
)

CN_EXIT_PERMIT = Recogniser(
    name="cn_exit_permit",
    entity_type="CN_EXIT_PERMIT",
    title_zh="往来港澳、往来台湾通行证号码",
    title_en="Exit-entry permit to Hong Kong and Macau, or to Taiwan",
    anchors=(
        AfterLabel(first="[CLWTclwt]"),
        DigitRun(
            shortest=7, longest=8, lead="[CLWT][A-Z]?", lead_ends="ABCDEFGHJKLMNPQRSTUVWXYZ", needs_lead=True
        ),
    ),
    forms=(
        Form(
            "C, W, L or T and digits",
            find=behind_label(_SPACED, _KINDS, is_named=False),
            anchor="after_label",
        ),
        Form(
            "C, W, L or T and digits beside the name", find=beside_name(_NUMBER, _KINDS), anchor="digit_run"
        ),
    ),
    scores=Scores(bare=0.3, nearby=0.65, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    往来港澳通行证号, 往来港澳通行证号码, 往来港澳通行证证号, 来往港澳通行证号,
                    来往港澳通行证号码, 往来台湾通行证号, 往来台湾通行证号码, 来往台湾通行证号码, 双程证号,
                    双程证号码, 大通证号, 大通证号码, 港澳通行证, 港澳通行证号, 港澳通行证号码, 台湾通行证,
                    台湾通行证号, 台湾通行证号码, 赴台证, 入台通行证, 往來港澳通行證號碼, 往來台灣通行證號碼,
                    雙程證, 雙程證號碼, eep no, eep no., eep number, exit-entry permit no,
                    exit-entry permit number, exit entry permit no, exit entry permit number,
                    exit-entry permit to hong kong and macau, exit permit no, exit permit number, eep_no,
                    eepno, exit_permit, exit_permit_no, exitpermit, exitpermitno, gatxz, gatxzh, twtxz
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words("通行证, 签注, 赴港, 赴澳, 赴台"),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="National Immigration Administration: C (2014), C and a letter (December 2018, from CA0000001)",
)

RECOGNISERS = (CN_EXIT_PERMIT,)
