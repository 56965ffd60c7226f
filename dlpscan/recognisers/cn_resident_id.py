"""Resident identity numbers: GB 11643-1999 (18), their predecessors (15), permits of 81/82/83.

A spreadsheet that takes a number of 18 digits for a number keeps 15 of them; what it leaves is found behind
a label or under a header that says identity card, since the digits that are left could be anything's.
"""

from __future__ import annotations

from dlpscan.checks import damaged_ids, gb11643, old_registration, tables
from dlpscan.checks.document_kinds import variants
from dlpscan.declare import (
    AfterLabel,
    Checked,
    Context,
    DigitRun,
    Form,
    Literals,
    Mask,
    Recogniser,
    Scores,
    words,
)

_FIRST = "12345678"
# These say identity card; a bare `id` is anything's, and leads only to what its check digit proves.
_CARD_LABELS = variants(
    words(
        """
        身份证, 身份证号, 身份证号码, 身份证件号, 身份证件号码, 居民身份证, 居民身份证号, 居民身份证号码,
        公民身份号码, 公民身份证号, 公民身份证号码, 公民身份证, 证件号, 证件号码, 证件编号, 证件, 证照号码,
        证件代码, 身份號碼, 身份證, 身份證號, 身份證號碼, 身份證件號碼, 身分證, 身分證號, 身分證號碼,
        身分證字號, 身份證字號, 居民身份證, 居民身份證號碼, 公民身份號碼, 證件號碼, 證件號, 證件編號, 二代证,
        二代身份证, 二代身份证号, 社会保障号码, 社会保障号, 社會保障號碼, 身份证明号码, 身份证编号,
        身份证信息, 身份信息, 身份号码, 身份证号或护照号, 身份证/护照号, 身份证明, 有效证件, 有效证件号,
        有效证件号码, 居住证, 居住证号, 居住证号码, 居住證, 居住證號碼, 港澳台居民居住证, 港澳台居民居住证号,
        港澳台居民居住证号码, 港澳臺居民居住證, 港澳居民居住证, 台湾居民居住证, id card, id card no,
        id card no., id card number, id card #, identity card, identity card no, identity card no.,
        identity card number, identity no, identity no., identity number, identity document number,
        identification no, identification number, resident id, resident id no, resident id number,
        resident id card, resident id card no, resident id card number, resident identity,
        resident identity card, resident identity card no, resident identity card number,
        resident identity number, chinese id, chinese id card, chinese id no, chinese id number, prc id,
        prc id no, prc id number, prc id card, citizen id, citizen id no, citizen id number,
        citizen identity number, citizen identification number, national id, national id no,
        national id number, national identity number, national identification number, residence permit,
        residence permit no, residence permit number, id_card, idcard, id_card_no, idcardno, id_card_num,
        idcardnum, id_card_number, idcardnumber, identity_card, identitycard, identity_card_no,
        identitycardno, identity_no, identityno, identity_number, identitynumber, identification_number,
        citizen_id, citizenid, national_id, nationalid, national_id_no, resident_id, residentid,
        resident_id_no, cert_no, certno, cert_num, certnum, cert_id, certid, cert_code, certcode,
        certificate_no, certificateno, credential_no, credentialno, card_id_no, person_id_no, id_code_no,
        sfz, sfzh, sfzhm, sfzjh, sfzjhm, zjhm, zjh, gmsfhm, gmsfzh, gmsfzhm, shbzhm
        """
    )
)
_LABELS = (
    *_CARD_LABELS,
    *variants(
        words(
            """
            id, id no, id no., id number, id num, id #, id_no, idno, id_num, idnum, id_number, idnumber, idn
            """
        )
    ),
)
_CONTEXT = Context(
    labels=_LABELS,
    nearby=words(
        """
        实名, 户籍, 籍贯, 出生日期, 身份核验, 证件类型
        """
    ),
    negative=words(
        """
        订单号, 订单编号, 流水号, 交易号, 交易流水, 单号, 快递单号, 运单号, 发票号, 发票号码, 序列号, 批次号,
        产品编号, 商品编号, order, order no, order id, order_id, order_no, orderid, trace id, trace_id,
        request id, request_id, serial, serial no, serial number, sn, uuid, sku, transaction id, txn_id,
        invoice, tracking no, tracking number
        """
    ),
)


def _documentation() -> frozenset[str]:
    return tables.published_dummies("CN_RESIDENT_ID")


CN_RESIDENT_ID = Recogniser(
    name="cn_resident_id",
    entity_type="CN_RESIDENT_ID",
    title_zh="居民身份证号码",
    title_en="Resident identity number, 18 characters",
    anchors=(DigitRun(shortest=17, first=_FIRST, longest=18),),
    forms=(
        Form("18 characters", r"[1-8][0-9]{16}[0-9Xx]"),
        Form(
            "18 characters with separators",
            r"[1-8](?:[ \-·]{0,3}[0-9]){16}[ \-·]{0,3}[0-9Xx]",
            factor=0.95,
            separated=True,
        ),
    ),
    check=gb11643.check,
    check_name="GB 11643 MOD 11-2",
    canonical=gb11643.canonical,
    documentation=_documentation,
    scores=Scores(bare=0.9, nearby=0.95, labelled=1.0, negative=0.5),
    context=_CONTEXT,
    mask=Mask(head=6, tail=4),
    source="GB 11643-1999; permits 81/82/83: State Council order of 2018-09-01",
)


def _check_15(number: str) -> Checked | None:
    """Judge 15 digits, which the registry of companies used as well.

    One resident number in ten has its check digit by accident, so behind a label it stays one.
    """
    judged = gb11643.check(number)
    if judged is None or not old_registration.passes(number):
        return judged
    notes = (*judged.notes, "could be an old business registration number")
    return Checked(judged.status, judged.factor * 0.9, notes)


CN_RESIDENT_ID_15 = Recogniser(
    name="cn_resident_id_15",
    entity_type="CN_RESIDENT_ID",
    title_zh="居民身份证号码(15 位)",
    title_en="Resident identity number of the first generation, 15 digits",
    # 15-digit numbers stopped being issued in 1999; old contracts and exports still hold them.
    anchors=(DigitRun(shortest=15, first=_FIRST, longest=15),),
    forms=(
        Form("15 digits", r"[1-8][0-9]{14}"),
        Form(
            "15 digits with separators",
            r"[1-8](?:[ \-·]{0,3}[0-9]){14}",
            factor=0.9,
            needs_label=True,
            separated=True,
        ),
    ),
    check=_check_15,
    canonical=gb11643.canonical,
    documentation=_documentation,
    # Without a label it could be an IMEI or an old business registration number; what has the check digit of
    # the latter does not count with no more than a word nearby.
    scores=Scores(bare=0.3, nearby=0.55, labelled=0.9),
    context=Context(
        labels=(*_LABELS, "一代证", "15位身份证"),
        nearby=_CONTEXT.nearby,
        negative=(
            *_CONTEXT.negative,
            *words(
                """
                注册号, 工商注册号, 营业执照注册号, 企业注册号, 营业执照号, 营业执照号码, 执照号, 执照编号,
                註冊號, registration no, registration number, business registration no,
                business registration number, reg no, imei, meid, imsi, 串号
                """
            ),
        ),
    ),
    mask=Mask(head=6, tail=4),
    source="GB 11643-1989",
)

CN_RESIDENT_ID_DAMAGED = Recogniser(
    name="cn_resident_id_damaged",
    entity_type="CN_RESIDENT_ID",
    title_zh="居民身份证号码(被电子表格损坏)",
    title_en="Resident identity number that a spreadsheet took for a number",
    anchors=(AfterLabel(first="[1-8]"),),
    forms=(
        Form(
            "in scientific notation, with zeros for the last digits, or as a decimal",
            r"[1-8](?:\.[0-9]{1,16}[Ee]\+?1[47]|[0-9]{14}(?:000(?:\.0{1,2})?|(?:[0-9]{3})?\.0{1,2}))(?![0-9.])",
        ),
    ),
    compact=damaged_ids.compact,
    check=damaged_ids.check_spreadsheet,
    documentation=_documentation,
    # Enough to be reported; the person can often be told from the 15 digits that are left.
    scores=Scores(bare=0.1, nearby=0.3, labelled=0.75, negative=0.1),
    context=Context(
        labels=(*_CARD_LABELS, *words("id no, id no., id number, id_no, idno, id_number, idnumber")),
        negative=_CONTEXT.negative,
    ),
    mask=Mask(head=4, tail=3),
    source="GB 11643-1999; spreadsheets keep 15 significant digits (IEEE 754)",
)

CN_RESIDENT_ID_MASKED = Recogniser(
    name="cn_resident_id_masked",
    entity_type="CN_RESIDENT_ID",
    title_zh="居民身份证号码(已遮盖)",
    title_en="Resident identity number, partly hidden",
    # The last digit shown and four asterisks: lines of asterisks alone lead nowhere.
    anchors=(
        AfterLabel(first="[1-8]"),
        Literals(tuple(f"{digit}****" for digit in "0123456789"), lead="[0-9]", lead_max=14),
    ),
    forms=(
        Form(
            "15 or 18 characters, some hidden",
            r"[1-8][0-9]{0,13}(?:[*＊#●]{4,16}|[Xx·]{6,16})[0-9]{0,4}[0-9Xx]?(?![*＊#●])",
            anchor="after_label",
        ),
        Form(
            "15 or 18 characters, some hidden",
            r"[1-8][0-9]{2,13}[*＊]{4,14}[0-9]{1,4}[0-9Xx]",
            anchor="literals",
        ),
    ),
    compact=damaged_ids.compact,
    check=damaged_ids.check_masked,
    # Whoever hid it protected it: below the score of a report, and shown to whoever asks for less.
    scores=Scores(bare=0.35, nearby=0.4, labelled=0.45, negative=0.2),
    context=Context(labels=_CARD_LABELS, nearby=_CONTEXT.nearby, negative=_CONTEXT.negative),
    mask=Mask(head=6, tail=4),
    source="GB 11643-1999",
)

RECOGNISERS = (CN_RESIDENT_ID, CN_RESIDENT_ID_15, CN_RESIDENT_ID_DAMAGED, CN_RESIDENT_ID_MASKED)
