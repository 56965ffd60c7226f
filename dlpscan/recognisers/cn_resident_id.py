"""Resident identity numbers: GB 11643-1999 (18), their predecessors (15), permits of 81/82/83."""

from __future__ import annotations

from dlpscan.checks import gb11643, tables
from dlpscan.declare import Context, DigitRun, Form, Mask, Recogniser, Scores, words

_FIRST = "12345678"
_LABELS = words(
    """
    身份证, 身份证号, 身份证号码, 身份证件号, 居民身份证, 居民身份证号码, 公民身份号码, 公民身份证号码,
    证件号, 证件号码, 证件编号, 身份號碼, 身份證, 身份證號, 身份證號碼, 身分證, 身分證字號, 二代证,
    社会保障号码, 社会保障号, 身份证明号码, 身份证编号, 身份信息, 居住证, 居住证号, 居住证号码,
    港澳台居民居住证, id, id card, id no, id no., id number, id card no, id card number, identity card,
    identity no, identity number, resident id, resident identity, resident identity card,
    resident id number, citizen id, citizen id number, national id, id_card, idcard, id_no, idno,
    id_number, idnumber, id_card_no, idcardno, id_card_number, cert_no, certno, cert_id, identity_no, sfz,
    sfzh, sfzhm, zjhm, zjh, gmsfhm
    """
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
        订单号, 订单编号, 流水号, 交易号, 交易流水, 单号, 快递单号, 运单号, 发票号, 发票号码, 序列号,
        批次号, 产品编号, 商品编号, order, order no, order id, order_id, order_no, orderid, trace id,
        trace_id, request id, request_id, serial, serial no, serial number, sn, uuid, sku, transaction id,
        txn_id, invoice, tracking no, tracking number
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
            "18 characters with separators", r"[1-8](?:[ \-·]{0,3}[0-9]){16}[ \-·]{0,3}[0-9Xx]", factor=0.95
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

CN_RESIDENT_ID_15 = Recogniser(
    name="cn_resident_id_15",
    entity_type="CN_RESIDENT_ID",
    title_zh="居民身份证号码(15 位)",
    title_en="Resident identity number of the first generation, 15 digits",
    # 15-digit numbers stopped being issued in 1999; old contracts and exports still hold them.
    anchors=(DigitRun(shortest=15, first=_FIRST, longest=15),),
    forms=(
        Form("15 digits", r"[1-8][0-9]{14}"),
        Form("15 digits with separators", r"[1-8](?:[ \-·]{0,3}[0-9]){14}", factor=0.9, needs_label=True),
    ),
    check=gb11643.check,
    canonical=gb11643.canonical,
    documentation=_documentation,
    # Without a label it could be an IMEI or an old business registration number.
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.9),
    context=Context(
        labels=(*_LABELS, "一代证", "15位身份证"), nearby=_CONTEXT.nearby, negative=_CONTEXT.negative
    ),
    mask=Mask(head=6, tail=4),
    source="GB 11643-1989",
)

RECOGNISERS = (CN_RESIDENT_ID, CN_RESIDENT_ID_15)
