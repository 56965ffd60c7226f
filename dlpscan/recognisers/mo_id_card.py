"""Macau identity cards: seven digits that begin with 1, 5 or 7, and one more in brackets.

No rule for the last digit is public, so the document must be named.
"""

from __future__ import annotations

from dlpscan.checks.document_kinds import ID_LABELS, OTHER_NUMBERS, behind_label, beside_name, variants
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_BRACKETED = r"[157][0-9]{3}[ ]?[0-9]{3}[ ]?[(（\[][ ]?[0-9][ ]?[)）\]]"
_PLAIN = (
    r"[157](?:[0-9]{6}[ \-·/]?[0-9]|[ \-·/][0-9]{3}[ ]?[0-9]{3}[ \-·/][0-9])(?![0-9年月/]|[.-][0-9A-Za-z])"
)
_KINDS = "mo_id"
_NAMES = words(
    """
    澳门身份证, 澳门居民身份证, 澳门永久性居民身份证, 澳门非永久性居民身份证, 澳門身份證, 澳門居民身份證,
    澳門永久性居民身份證, macau id, macao id, macau identity card, macao identity card
    """
)

MO_ID_CARD = Recogniser(
    name="mo_id_card",
    entity_type="MO_ID_CARD",
    title_zh="澳门居民身份证号码",
    title_en="Macau resident identity card",
    anchors=(
        AfterLabel(first="[157]"),
        DigitRun(shortest=7, first="157", longest=7, tail="(（[ "),
    ),
    forms=(
        Form(
            "seven digits and one in brackets",
            find=behind_label(_BRACKETED, f"{_KINDS} resident_id", is_named=False),
            anchor="after_label",
        ),
        Form(
            "eight digits, the document named",
            find=behind_label(_PLAIN, _KINDS, is_named=True),
            factor=0.9,
            anchor="after_label",
        ),
        Form(
            "seven digits and one in brackets beside the name",
            find=beside_name(_BRACKETED, _KINDS),
            anchor="digit_run",
        ),
    ),
    compact=lambda text: "".join(character for character in text if character.isdecimal()),
    scores=Scores(bare=0.3, nearby=0.65, labelled=0.92, negative=0.2),
    context=Context(
        labels=variants(
            (
                *_NAMES,
                *words(
                    """
                    澳门身份证号, 澳门身份证号码, 澳门居民身份证号, 澳门居民身份证号码,
                    澳门永久性居民身份证号码, 澳门永久居民身份证, 澳门永久居民身份证号码, 澳門身份證號碼,
                    澳門身份證號, 澳門居民身份證號碼, 澳門身分證, 澳門身分證號碼, macau id no,
                    macau id number, macau id card, macau id card no, macao id no, macao id number,
                    macao id card, macau identity card no, macao identity card no,
                    macau resident identity card, macao resident identity card, macau resident id, bir no,
                    bir, macau bir, macao bir, bir number, mo_id, mo_id_no, mo_id_card, moid, macau_id,
                    macao_id, macauid, macauidno, amsfz, amsfzh
                    """
                ),
                *ID_LABELS,
            )
        ),
        nearby=words("澳门, 澳門, macau, macao"),
        negative=OTHER_NUMBERS,
    ),
    mask=Mask(head=1, tail=1),
    source="Identification Services Bureau of Macau: form of the resident identity card",
)

RECOGNISERS = (MO_ID_CARD,)
