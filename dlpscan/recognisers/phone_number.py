"""Mobile numbers of mainland China, with and without country code, trunk zero and separators."""

from __future__ import annotations

from dlpscan.checks import cn_mobile, tables
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, compact, words

_PREFIX = r"(?:[(（]?\+?(?:00)?86[)）]?[ \-·]{0,2}|0)?"
# What stands before the run of digits: `+` before 86, or the country code in brackets.
_LEAD = r"[(（]?\+|[(（]|[(（]\+?(?:00)?86[)）][ \-·]{0,2}"
_DIGITS_ONLY = str.maketrans("", "", "+()（）")


def _compact(text: str) -> str:
    return cn_mobile.canonical(compact(text).translate(_DIGITS_ONLY))


def _documentation() -> frozenset[str]:
    return tables.published_dummies("PHONE_NUMBER")


CN_MOBILE = Recogniser(
    name="cn_mobile",
    entity_type="PHONE_NUMBER",
    title_zh="手机号码",
    title_en="Mobile number of mainland China",
    anchors=(
        DigitRun(shortest=11, first="180", longest=15, lead=_LEAD, lead_ends="+()（） -·"),
        AfterLabel(first="[0-9(（+]"),
    ),
    forms=(
        Form("11 digits", rf"{_PREFIX}1[3-9][0-9]{{9}}"),
        Form(
            "groups of 3-4-4", rf"{_PREFIX}1[3-9][0-9]([ \-·]{{1,3}})[0-9]{{4}}\1[0-9]{{4}}", separated=True
        ),
        Form("groups of 3.4.4", rf"{_PREFIX}1[3-9][0-9]\.[0-9]{{4}}\.[0-9]{{4}}", anchor="after_label"),
        Form(
            "11 digits with separators",
            rf"(?<![0-9][ \-·]){_PREFIX}1[ \-·]{{0,2}}[3-9](?:[ \-·]{{0,2}}[0-9]){{9}}(?![ \-·]{{1,3}}[0-9])",
            factor=0.8,
        ),
    ),
    compact=_compact,
    check=cn_mobile.check,
    documentation=_documentation,
    scores=Scores(bare=0.65, nearby=0.8, labelled=0.95),
    context=Context(
        labels=words(
            """
            手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 联系方式, 联系手机, 联系号码, 移动电话,
            移动号码, 固定电话, 本机号码, 微信同号, 机主, 预留手机号, 预留手机, 预留电话, 收货电话,
            vx, v, wx, wechat, 收件电话, 寄件电话, 客户电话, 紧急联系电话, 家庭电话, 办公电话,
            致电, 拨打, 来电, 呼叫, 号码,
            微信, 微信号, 手機, 手機號碼, 電話, 聯繫電話, 聯絡電話, mobile, mobile no, mobile number,
            mobile phone, phone, phone no, phone number, cell, cellphone, cell phone, tel, tel.,
            telephone, contact number, contact no, call, sms, whatsapp, phone_no, phone_number,
            phonenumber, mobile_no, mobile_number, mobile_phone, mobilephone, tel_no, telno, cust_mobile,
            sjh, sjhm, lxdh, dh
            """
        ),
        nearby=words(
            """
            账号, 帐号, 登录名, 会员号, 支付宝, 用户id, user id,
            联系, 短信, 回电, 来电, 加微信, contact, text me
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 单号, 快递单号, 运单号, 序列号, 批次号, 产品编号, 编号,
            金额, 时间戳, 数量, 成交量, 成交额, 坐标, 经度, 纬度, 版本, order, order no, order id,
            order_id, order_no, orderid, trace_id, request_id, serial, serial no, serial number, sn,
            timestamp, amount, price, volume, version, build, sku, isbn, ean, barcode, pid, longitude,
            latitude, lat, lng, lon
            """
        ),
    ),
    mask=Mask(head=3, tail=4),
    source="MIIT numbering list of 2023-03; libphonenumber 9.0.43",
)

RECOGNISERS = (CN_MOBILE,)
