"""Permanent-residence cards of foreigners in China: 18 digits since 2023, before letters and digits."""

from __future__ import annotations

from dlpscan.checks import document_kinds, foreigner_cards, tables
from dlpscan.checks.document_kinds import behind_label, variants
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_LABELS = words(
    """
    外国人永久居留身份证, 外国人永久居留身份证号, 外国人永久居留身份证号码, 外国人永久居留证,
    外国人永久居留证号, 外国人永久居留证号码, 永久居留身份证, 永久居留身份证号, 永久居留身份证号码,
    永久居留证, 永久居留证号, 永久居留证号码, 永居证, 永居证号, 永居证号码, 永居卡, 永居卡号, 五星卡,
    五星卡号, 外国人永居证, 外国人永居证号, 外国人身份证, 外国人身份证号, 外國人永久居留身份證,
    外國人永久居留證, 永久居留證, 永久居留證號碼, 永居證, 永居證號, pr card, pr card no, pr card no.,
    pr card number, pr no, permanent residence, permanent residence card, permanent residence card no,
    permanent residence card number, permanent residence permit, permanent residence permit no,
    permanent residence id, permanent resident card, permanent resident card no,
    permanent resident card number, permanent resident id card, foreigner id,
    foreign permanent resident id card, foreigner permanent residence card, pr_card, pr_card_no, prcard,
    prcardno, pr_no, yjz, yjzh, yjzhm
    """
)
_NEARBY = words(
    """
    永久居留, 永居, 外国人, 外籍, 国籍, 证件类型, foreigner, nationality, permanent residence,
    permanent resident
    """
)


def _documentation() -> frozenset[str]:
    return tables.published_dummies("CN_FOREIGNER_PR_CARD")


CN_FOREIGNER_PR_CARD = Recogniser(
    name="cn_foreigner_pr_card",
    entity_type="CN_FOREIGNER_PR_CARD",
    title_zh="外国人永久居留身份证号码",
    title_en="Foreigner's permanent-residence identity card, 18 digits",
    anchors=(DigitRun(shortest=17, first="9", longest=18),),
    forms=(
        Form("18 digits", r"9[0-9]{16}[0-9Xx]"),
        Form(
            "18 digits with separators",
            r"9(?:[ \-·]{0,3}[0-9]){16}[ \-·]{0,3}[0-9Xx]",
            factor=0.95,
            separated=True,
        ),
    ),
    check=foreigner_cards.check,
    check_name="MOD 11-2, country and birth date",
    documentation=_documentation,
    # A code of an organisation (91…) passes this check once in tens of thousands.
    scores=Scores(bare=0.88, nearby=0.93, labelled=1.0, negative=0.5),
    context=Context(
        labels=variants((*_LABELS, *document_kinds.ID_LABELS)),
        nearby=_NEARBY,
        negative=document_kinds.OTHER_NUMBERS,
    ),
    mask=Mask(head=6, tail=4),
    source="National Immigration Administration notice of 2023 (new card, from 2023-12-01); ISO/IEC 7064",
)

CN_FOREIGNER_PR_CARD_OLD = Recogniser(
    name="cn_foreigner_pr_card_old",
    entity_type="CN_FOREIGNER_PR_CARD",
    title_zh="外国人永久居留身份证号码(旧版 15 位)",
    title_en="Foreigner's permanent-residence card before 2023, three letters and 12 digits",
    anchors=(AfterLabel(first="[A-Za-z]"),),
    forms=(
        Form(
            "three letters and 12 digits",
            find=behind_label(r"[A-Z]{3}(?:[ \-·]{0,2}[0-9]){12}", "pr_card resident_id", is_named=False),
        ),
    ),
    check=foreigner_cards.check_old,
    documentation=_documentation,
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants((*_LABELS, *document_kinds.ID_LABELS)),
        nearby=_NEARBY,
        negative=document_kinds.OTHER_NUMBERS,
    ),
    mask=Mask(head=7, tail=2),
    source="form of the cards issued until 2023-11-30, which stay valid",
)

RECOGNISERS = (CN_FOREIGNER_PR_CARD, CN_FOREIGNER_PR_CARD_OLD)
