"""Hong Kong identity cards: one or two letters, six digits, a check digit, mostly in brackets."""

from __future__ import annotations

from dlpscan.checks import apart, document_kinds, hkid, tables
from dlpscan.checks.document_kinds import behind_label, beside_name, variants
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Literals, Mask, Recogniser, Scores, words

_DIGITS = r"[0-9](?:[ \-·]?[0-9]){5}"
_CHECK = r"(?:[ ]?[(（\[][ ]?[0-9A][ ]?[)）\]]|[ \-·/]?[0-9](?![ \-·]?[0-9])|[\-/]?A)"
_CHECKED = rf"[A-Z]{{1,2}}[ \-·]?{_DIGITS}{_CHECK}"
# Two letters are rare, and any pair of them is a passport's or permit's: behind a label that any document
# may have, only the pairs that cards are known to have.
_APART = (
    rf"[A-Z](?:{apart.JOINT}[A-Z])?{apart.JOINT}{apart.signs(('[0-9]', 6))}{apart.JOINT}"
    rf"(?:[(（\[]{apart.JOINT}[0-9A]{apart.JOINT}[)）\]]|[0-9A](?![0-9A-Za-z])){apart.NO_MORE}"
)
_BRACKETED = r"[A-Z]{2}[ ]?[0-9]{6}[ ]?[(（\[][0-9A][)）\]]"
_USUAL = rf"(?:{_BRACKETED}|(?:[A-Z]|WX|X[A-Z])[ \-·]?{_DIGITS}{_CHECK})"
_KINDS = "hk_id"
_NAMES = words(
    "香港身份证, 香港居民身份证, 香港永久性居民身份证, 香港身份證, 香港永久性居民身份證, hkid, hkic"
)


def _documentation() -> frozenset[str]:
    return tables.published_dummies("HK_ID_CARD")


HK_ID_CARD = Recogniser(
    name="hk_id_card",
    entity_type="HK_ID_CARD",
    title_zh="香港居民身份证号码",
    title_en="Hong Kong identity card",
    anchors=(
        AfterLabel(first="[A-Za-z]"),
        # The check digit in brackets, half-width and full-width, is what a card prints.
        Literals(tuple(f"{left}{digit}{right}" for left, right in ("()", "（）") for digit in "0123456789A")),
        DigitRun(
            shortest=7, longest=7, lead="[A-Z]{1,2}", lead_ends="ABCDEFGHIJKLMNOPQRSTUVWXYZ", needs_lead=True
        ),
    ),
    forms=(
        Form(
            "letters, six digits, check digit",
            find=behind_label(_CHECKED, f"{_KINDS} resident_id", is_named=True),
            anchor="after_label",
        ),
        Form(
            "letter, six digits, check digit",
            find=behind_label(_USUAL, _KINDS, is_named=False),
            factor=0.9,
            anchor="after_label",
        ),
        Form(
            "letters, six digits and check digit apart",
            find=behind_label(_APART, _KINDS, is_named=True),
            factor=0.85,
            anchor="after_label",
        ),
        # Registers often leave the check digit out.
        Form(
            "letters and six digits without check digit",
            find=behind_label(rf"[A-Z]{{1,2}}[ \-·]?{_DIGITS}(?:[(（][*Xx?][)）])?", _KINDS, is_named=True),
            factor=0.75,
            anchor="after_label",
        ),
        Form("check digit in brackets", find=hkid.before_brackets, anchor="literals"),
        # Without brackets it is any letter and seven digits: a name of the document must be near.
        Form(
            "letters, six digits, check digit beside the name",
            find=beside_name(r"[A-Z]{1,2}[0-9]{6}[0-9A]", f"{_KINDS} resident_id"),
            factor=0.9,
            anchor="digit_run",
        ),
    ),
    compact=lambda text: "".join(character for character in text.upper() if character.isalnum()),
    check=hkid.check,
    check_name="Hong Kong MOD 11",
    documentation=_documentation,
    scores=Scores(bare=0.6, nearby=0.75, labelled=0.97, negative=0.3),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    香港身份证号, 香港身份证号码, 香港居民身份证号, 香港居民身份证号码,
                    香港永久性居民身份证号码, 香港永久居民身份证, 香港永久居民身份证号码, 香港證件號碼,
                    香港证件号码, 港人身份证, 香港身份證號碼, 香港身份證號, 香港身分證, 香港身分證號碼,
                    香港永久性居民身份證號碼, hkid no, hkid no., hkid number, hkid card, hkid card no,
                    hkic no, hkic number, hong kong id, hong kong id no, hong kong id number,
                    hong kong id card, hong kong identity card, hong kong identity card no,
                    hong kong identity card number, hk id, hk id no, hk id card, hk identity card, hk_id,
                    hk_id_no, hk_id_card, hkid_no, hkidno, hkidnumber, hkidcard, hkidcardno, hkid_number,
                    xgsfz, xgsfzh
                    """
                ),
                *document_kinds.ID_LABELS,
            )
        ),
        nearby=words("香港居民, 港籍, 香港, hong kong"),
        negative=document_kinds.OTHER_NUMBERS,
    ),
    mask=Mask(head=2, tail=2),
    source="Immigration Department of Hong Kong: check digit of the identity card",
)

RECOGNISERS = (HK_ID_CARD,)
