"""Passports of the People's Republic of China: ordinary series E, E+letter, G, 14, 15; official D, S, P.

The numbers have no check digit, and a letter with eight digits is also a part number: without a label or
a word nearby the score stays low.
"""

from __future__ import annotations

from string import ascii_letters

from dlpscan.checks import apart, tables
from dlpscan.checks.document_kinds import (
    GENERIC_LABELS,
    OTHER_NUMBERS,
    behind_label,
    beside_name,
    variants,
)
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words


def _compact(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _documentation() -> frozenset[str]:
    # A specimen of another country, D and eight digits, has the form of an official passport.
    return tables.published_dummies("CN_PASSPORT") | tables.published_dummies("PASSPORT")


_ORDINARY = r"(?:[EG][ \-·]?[0-9]|E[ \-·]?[A-HJ-NP-Z])(?:[ \-·]?[0-9]){7}(?![ \-·]?[0-9])"
_OTHER = r"(?:(?:[DSP]E?[ \-·]?|[SP]\.)[0-9]{7,8}|1[45][0-9]{7})"
_APART = (
    rf"(?:[EG]{apart.JOINT}[0-9]|E{apart.JOINT}[A-HJ-NP-Z]|[DSP]{apart.JOINT}E){apart.JOINT}"
    rf"{apart.signs(('[0-9]', 7))}{apart.NO_MORE}"
)
_ORDINARY_BARE = r"(?:[EeGg][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7})"
_OFFICIAL = r"(?:[DSPdsp][Ee][0-9]{7}|[DSPdsp][0-9]{7,8}|[SPsp]\.[0-9]{7})"
_LEAD_ENDS = f"{ascii_letters}."
_KINDS = "passport"

CN_PASSPORT = Recogniser(
    name="cn_passport",
    entity_type="CN_PASSPORT",
    title_zh="中国护照号码",
    title_en="Passport number of the People's Republic of China",
    anchors=(
        AfterLabel(first="[EGDSPegdsp1]"),
        DigitRun(shortest=7, longest=8, lead="[EGDSPegdsp][.A-Za-z]?", lead_ends=_LEAD_ENDS, needs_lead=True),
    ),
    forms=(
        Form(
            "ordinary: E, E and letter, G",
            find=behind_label(_ORDINARY, _KINDS, is_named=False),
            anchor="after_label",
        ),
        # Sources disagree whether seven or eight digits follow an official letter: both, at a lower score.
        Form(
            "official: D, S, P; old: 14, 15",
            find=behind_label(_OTHER, _KINDS, is_named=True),
            factor=0.9,
            anchor="after_label",
        ),
        Form(
            "letters and digits apart",
            find=behind_label(_APART, _KINDS, is_named=True),
            factor=0.85,
            anchor="after_label",
        ),
        Form(
            "ordinary: E, E and letter, G",
            find=behind_label(_ORDINARY_BARE, _KINDS, is_named=False),
            anchor="digit_run",
        ),
        Form(
            "official: D, S, P, beside the name",
            find=beside_name(_OFFICIAL, _KINDS),
            factor=0.9,
            anchor="digit_run",
        ),
    ),
    compact=_compact,
    documentation=_documentation,
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.92, negative=0.1),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    护照, 护照号, 护照号码, 护照编号, 护照#, 护照证号, 中国护照, 中国护照号, 中国护照号码,
                    因私护照, 因私护照号, 因私护照号码, 因公护照, 因公护照号, 因公护照号码, 外交护照,
                    外交护照号, 外交护照号码, 公务护照, 公务护照号, 公务护照号码, 公务普通护照,
                    公务普通护照号, 公务普通护照号码, 普通护照, 普通护照号码, 旅行证, 旅行证号, 護照,
                    護照號碼, 護照號, 護照編號, passport, passport no, passport no., passport number,
                    passport num, passport #, passport id, passport_no, passportno, passport_number,
                    passportnumber, passport_num, passport_id, passportid, chinese passport,
                    chinese passport no, prc passport, prc passport no, passport nr, pp no, pp no.,
                    pp number, ppt no, ppt no., pp_no, ppno, hzh, hzhm
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words(
            """
            签证, 出境, 入境, 出入境, 机票, 航班, visa, nationality, 国籍
            """
        ),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="National Immigration Administration notices of 2012 and 2017-04-05 (series E, EA)",
)

RECOGNISERS = (CN_PASSPORT,)
