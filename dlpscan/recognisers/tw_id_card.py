"""Identity and residents' cards of Taiwan: a letter, 1 or 2 (8 or 9 for foreigners), eight digits."""

from __future__ import annotations

from dlpscan.checks import apart, document_kinds, tables, twid
from dlpscan.checks.document_kinds import behind_label, variants
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPACED = r"[A-Z][ \-·]?(?:[1289]|[A-D])(?:[ \-·]?[0-9]){8}(?![ \-·]?[0-9])"
_APART = apart.signs(("[A-Z]", 1), ("[1289A-D]", 1), ("[0-9]", 8)) + apart.NO_MORE
_SPACES = r"[ \-·]?[1289](?:[ \-·]?[0-9]){8}(?![ \-·]?[0-9])"


def _documentation() -> frozenset[str]:
    return tables.published_dummies("TW_ID_CARD")


TW_ID_CARD = Recogniser(
    name="tw_id_card",
    entity_type="TW_ID_CARD",
    title_zh="台湾身份证字号",
    title_en="Identity card of Taiwan",
    anchors=(
        AfterLabel(first="[A-Za-z]"),
        DigitRun(
            shortest=9,
            first="1289",
            longest=9,
            lead="[A-Z][ -]?",
            lead_ends=_CAPITALS + " -",
            needs_lead=True,
        ),
        DigitRun(shortest=8, longest=8, lead="[A-Z][A-D]", lead_ends="ABCD", needs_lead=True),
    ),
    forms=(
        Form(
            "letter and nine digits, or two letters and eight, behind a label",
            find=behind_label(_SPACED, "tw_id resident_id", is_named=False),
            anchor="after_label",
        ),
        Form(
            "letter and nine digits apart, behind a label",
            find=behind_label(_APART, "tw_id resident_id", is_named=False),
            factor=0.85,
            anchor="after_label",
        ),
        Form("letter and nine digits", r"[A-Z][1289][0-9]{8}", anchor="digit_run"),
        Form("two letters and eight digits", r"[A-Z][A-D][0-9]{8}", factor=0.9, anchor="digit_run"),
        Form("letter and nine digits in groups", rf"[A-Z]{_SPACES}", factor=0.9, anchor="digit_run"),
    ),
    compact=lambda text: "".join(character for character in text.upper() if character.isalnum()),
    check=twid.check,
    check_name="Taiwan MOD 10",
    documentation=_documentation,
    # One part number in ten of this form passes the check, so it counts, and not for more.
    scores=Scores(bare=0.52, nearby=0.75, labelled=0.97, negative=0.25),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    身分證字號, 身份證字號, 身分證統一編號, 國民身分證統一編號, 國民身分證, 國民身份證,
                    統一編號, 統一證號, 居留證號碼, 居留證, 居留證號, 外來人口統一證號, 台湾身份证,
                    台湾身份证号, 台湾身份证号码, 台湾居民身份证, 台湾居民身份证号, 台湾居民身份证号码,
                    台灣身分證, 台灣身分證字號, 台灣身份證, 台灣身份證字號, 臺灣身分證, 臺灣身分證字號,
                    身分证字号, 身份证字号, 统一编号, 统一证号, 居留证号, 居留证号码, taiwan id,
                    taiwan id no, taiwan id number, taiwan id card, taiwan id card no, taiwan identity card,
                    taiwan identity card no, taiwan national id, taiwan national id no, roc id, roc id no,
                    roc id number, national id no, national id no., national id number, national id card,
                    national identification number, arc no, arc number, ui no, tw id, tw id no, tw_id,
                    tw_id_no, tw_id_card, twid, twid_no, twidno, national_id, nationalid, national_id_no,
                    arc_no, twsfz, twsfzh
                    """
                ),
                *document_kinds.ID_LABELS,
            )
        ),
        nearby=words("台湾居民, 台籍, 台灣, 臺灣, taiwan, 戶籍"),
        negative=document_kinds.OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=3),
    source="Ministry of the Interior of Taiwan; residents' numbers of 2021 (8, 9) and before (A to D)",
)

RECOGNISERS = (TW_ID_CARD,)
