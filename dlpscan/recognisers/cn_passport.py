"""Passports of the People's Republic of China: ordinary series E, E+letter, G, 14, 15; official D, S, P.

The numbers have no check digit, and a letter with eight digits is also a part number: without a label or
a word nearby the score stays low.
"""

from __future__ import annotations

from string import ascii_letters

from dlpscan.checks import tables
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words


def _compact(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _documentation() -> frozenset[str]:
    return tables.published_dummies("CN_PASSPORT")


_ORDINARY = r"(?:[EeGg][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7})"
_OFFICIAL = r"(?:[DSPdsp][Ee][0-9]{7}|[DSPdsp][0-9]{7,8}|[SPsp]\.[0-9]{7})"
_LEAD_ENDS = f"{ascii_letters}."
_SPACED = r"[EeGg][ \-·]?[A-HJ-NP-Za-hj-np-z0-9](?:[ \-·]?[0-9]){7}"

CN_PASSPORT = Recogniser(
    name="cn_passport",
    entity_type="CN_PASSPORT",
    title_zh="中国护照号码",
    title_en="Passport number of the People's Republic of China",
    anchors=(
        DigitRun(shortest=7, longest=8, lead="[EGDSPegdsp][.A-Za-z]?", lead_ends=_LEAD_ENDS, needs_lead=True),
        AfterLabel(first="[0-9A-Za-z]"),
    ),
    forms=(
        Form("ordinary: E, E and letter, G", _ORDINARY),
        # Sources disagree whether seven or eight digits follow; both are taken, at a lower score.
        Form("official: D, S, P", _OFFICIAL, factor=0.85),
        Form("ordinary with separators", _SPACED, anchor="after_label", needs_label=True),
        Form("old: 14, 15", r"1[45][0-9]{7}", anchor="after_label", factor=0.9, needs_label=True),
    ),
    compact=_compact,
    documentation=_documentation,
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.92, negative=0.1),
    context=Context(
        labels=words(
            """
            护照, 护照号, 护照号码, 护照编号, 中国护照, 因私护照, 因公护照, 外交护照, 公务护照,
            公务普通护照, 旅行证件, 旅行证件号, 证件号, 证件号码, 護照, 護照號碼, passport, passport no,
            passport no., passport number, passport_no, passportno, passport_number, passportnumber,
            pp no, ppt no, travel document no, hzh, hzhm
            """
        ),
        nearby=words(
            """
            签证, 出境, 入境, 出入境, 机票, 航班, visa, nationality, 国籍
            """
        ),
        negative=words(
            """
            型号, 料号, 零件号, 物料编码, 批次号, 订单号, 序列号, 编号, 版本, model, part no, part number,
            p/n, order, order no, order_no, serial, serial no, serial number, sn, sku, commit, hash,
            batch, version
            """
        ),
    ),
    mask=Mask(head=2, tail=3),
    source="National Immigration Administration notices of 2012 and 2017-04-05 (series E, EA)",
)

RECOGNISERS = (CN_PASSPORT,)
