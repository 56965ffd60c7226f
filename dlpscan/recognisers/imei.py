"""Identities of mobile devices. One number in ten passes the check, so a word beside it must say device."""

from __future__ import annotations

from dlpscan.checks import after_label, imei, tables
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, compact, words


def _documentation() -> frozenset[str]:
    return tables.published_dummies("IMEI")


def _compact(text: str) -> str:
    return compact(text).replace("/", "").replace(".", "")


IMEI = Recogniser(
    name="imei",
    entity_type="IMEI",
    title_zh="移动设备识别码",
    title_en="International mobile equipment identity",
    anchors=(DigitRun(shortest=15), AfterLabel()),
    forms=(
        Form("15 digits", r"[0-9]{15}"),
        Form("groups of 2-6-6-1", r"[0-9]{2}([ \-·])[0-9]{6}\1[0-9]{6}\1[0-9]"),
        Form("groups of 8-6-1", r"[0-9]{8}([ \-·])[0-9]{6}\1[0-9]"),
        Form("groups of 6-2-6-1", r"[0-9]{6}([ \-·/.])[0-9]{2}\1[0-9]{6}\1[0-9]"),
        Form("with software version", r"[0-9]{16}", needs_label=True),
        Form(
            "with software version, in groups",
            r"[0-9]{2}([ \-·])[0-9]{6}\1[0-9]{6}\1[0-9]{2}",
            needs_label=True,
        ),
        Form(
            "type code, serial number and software version",
            r"[0-9]{8}([ \-·])[0-9]{6}\1[0-9]{2}",
            needs_label=True,
        ),
        Form(
            "15 digits with separators",
            r"[0-9](?:[ \-·]{0,3}[0-9]){14}(?![ \-·]?[0-9])",
            factor=0.95,
            needs_label=True,
        ),
    ),
    compact=_compact,
    check=imei.check,
    check_name="Luhn",
    documentation=_documentation,
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.95, negative=0.1),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                imei, imei号, imei码, imei号码, imei编号, imei no, imei no., imei number, imei code, imei1,
                imei 1, imei 2, imei2, imei_1, imei_2, imei/meid, imei/sn, imeisv, imei_no, imei_number,
                imeino, device_imei, phone_imei, deviceimei, 串号, 手机串号, 设备串号, 机身串号, 手机串码,
                设备串码, 串码, 机身码, 移动设备识别码, 国际移动设备识别码, 移动设备国际识别码,
                国际移动设备身份码, 设备识别码, 设备标识码, 手机识别码, 设备号, 设备编号, 设备标识,
                手機序號, 國際移動設備識別碼, 設備識別碼, device identifier, equipment identity, device id,
                device_id, deviceid
                """
            )
        ),
        nearby=words(
            """
            手机, 机型, 型号, 品牌, 终端, 设备, 入网, 机身, 保修, 华为, 小米, 荣耀, handset, device, iphone,
            huawei, xiaomi, samsung, oppo, vivo, honor, imsi, meid, iccid
            """
        ),
        negative=words(
            """
            注册号, 工商注册号, 营业执照注册号, 营业执照号, 执照号, 订单号, 订单编号, 流水号, 交易号, 单号,
            快递单号, 运单号, 发票号, 发票号码, 批次号, 产品编号, 商品编号, 身份证, 身份证号, 身份证号码,
            卡号, 银行卡号, 账号, 时间戳, order, order no, order id, order_id, order_no, trace id, trace_id,
            request id, request_id, timestamp, tracking no, tracking number, imsi, sku, registration no
            """
        ),
    ),
    mask=Mask(head=4, tail=3),
    source="3GPP TS 23.003, clause 6.2",
)

RECOGNISERS = (IMEI,)
