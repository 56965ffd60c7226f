"""Landline numbers of mainland China: area code, number, extension; without area code only behind a label.

The lines of companies (400, 800, 95xxx, 96xxx, 12xxx, 10xxx, 1010xxxx, 106...) are no one's number: none of
them has an area code, and behind a label none has seven or eight digits in the forms that are taken here.
"""

from __future__ import annotations

from dlpscan.checks import after_label, apart, area_codes, numeric_context
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Checked, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_COUNTRY = r"(?:(?:\((?:\+|00)?86\)|（(?:\+|00)?86）|(?:\+|00|\+00)86)[ \-·]{0,3})"
_CODE = "(?:10|2[0-9]|[3-9][0-9]{2})"
_BRACKETED = rf"[(（][ ]?0?{_CODE}[ ]?[)）]"
_ZERO_BRACKETED = rf"[(（][ ]?0{_CODE}[ ]?[)）]"
_JOINT = r"[ \-·]{1,3}"
# Seven or eight digits, whole or in two groups; a longer row of groups is no telephone number.
_NUMBER = r"(?:[1-9][0-9]{2,3}[ \-·][0-9]{4}(?![0-9])|[0-9]{7,8}(?![0-9])|[0-9]{4}[ \-·][0-9]{3}(?![0-9]))"
_EXTENSION = (
    r"(?:[ ]?(?:[,，]?[ ]?(?:转|轉|分机号?|分機|内线|[Ee][Xx][Tt](?:ension)?\.?)[ :：.]{0,2}"
    r"|[x*#]|\-|[ ]\-[ ])"
    r"[0-9]{1,6}(?![0-9]|[\-.·][0-9]))?"
)
_REST = rf"{_NUMBER}(?! [0-9]{{4}}(?![0-9])){_EXTENSION}"
_CONTEXT_LABELS = """
    电话, 电话号码, 联系电话, 联系方式, 联系号码, 座机, 座机号, 座机号码, 固话, 固定电话, 固定电话号码,
    家庭电话, 住宅电话, 宅电, 办公电话, 单位电话, 公司电话, 客户电话, 收货电话, 收件电话, 寄件电话,
    紧急联系电话, 预留电话, 传真, 传真号, 传真号码, 致电, 拨打, 来电, 呼叫, 总机, 分机, 直线, 電話,
    電話號碼, 聯絡電話, 聯繫電話, 傳真, 座機, tel, tel., telephone, telephone no, telephone number, phone,
    phone no, phone number, home phone, office phone, work phone, landline, fixed line, fax, fax no,
    fax number, contact number, contact no, tel_no, telno, phone_no, phone_number, phonenumber, home_phone,
    office_phone, work_phone, landline_no, fax_no, lxdh, dh, gddh, czh
    """
_NEGATIVE = """
    订单号, 订单编号, 流水号, 交易号, 单号, 快递单号, 运单号, 序列号, 批次号, 产品编号, 商品编号, 编号,
    编码, 金额, 时间戳, 数量, 成交量, 成交额, 坐标, 经度, 纬度, 版本, 发票号码, 发票代码, 邮编, 股票代码,
    基金代码, order, order no, order id, order_id, order_no, orderid, trace_id, request_id, serial,
    serial no, serial number, sn, timestamp, amount, price, volume, version, build, sku, isbn, ean, barcode,
    pid, longitude, latitude, lat, lng, lon, part no, part number, p/n, model
    """
# Area code and subscriber number, whole: eleven digits, or twelve that are no barcode.
_WHOLE = LatePattern(
    r"(0(?:(?:10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7}))"
    rf"(?![0-9]){_EXTENSION}(?![0-9]|[ \-·.][0-9])"
)
_BARCODE = 12
_LOCAL = LatePattern(r"[2-8](?:[0-9]{6,7}|[0-9]{2,3}[ \-·][0-9]{4})(?![0-9]|[ \-·]{1,2}[0-9]{3})")


def _whole(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a number in one piece that stands where a person's number may stand."""
    found = _WHOLE.match(text, position)
    # What follows a point are decimals: .05171234567
    if (
        found is None
        or text[position - 1 : position] == "."
        or _is_barcode(found.group(1))
        or numeric_context.is_quantity(text, *found.span())
    ):
        return None
    return found.span()


def _is_barcode(number: str) -> bool:
    """Say whether twelve digits have the check digit of UPC-A (GS1 General Specifications 7.9)."""
    total = sum(int(digit) * (1 if index % 2 else 3) for index, digit in enumerate(number))
    return len(number) == _BARCODE and total % 10 == 0


def _local(text: str, position: int) -> tuple[int, int] | None:
    found = _LOCAL.match(text, after_label.value_start(text, position))
    return found.span() if found else None


CN_LANDLINE = Recogniser(
    name="cn_landline",
    entity_type="PHONE_NUMBER",
    title_zh="固定电话号码",
    title_en="Landline number of mainland China",
    anchors=(
        DigitRun(shortest=10, first="0", longest=17),
        DigitRun(shortest=11, first="8", lead=r"\+", lead_ends="+"),
        DigitRun(
            shortest=7,
            longest=8,
            lead=rf"(?:(?:\+|00)86[ \-]{{0,2}})?{_BRACKETED}[ \-]{{0,2}}",
            lead_ends=")） -",
            needs_lead=True,
        ),
        DigitRun(
            shortest=7,
            lead=rf"[(（]\+?(?:00)?86[)）][ \-]{{0,2}}(?:{_BRACKETED}[ \-]{{0,2}})?",
            lead_ends=")） -",
            needs_lead=True,
        ),
    ),
    forms=(
        Form("area code, joint, number", rf"(?<![0-9]{{4}} ){_COUNTRY}?0{_CODE}{_JOINT}{_REST}"),
        Form(
            "area code in brackets",
            rf"(?:{_COUNTRY}{_BRACKETED}|(?<![0-9])(?<![0-9] ){_ZERO_BRACKETED})[ \-]{{0,2}}{_REST}",
        ),
        # Without zero and with seven digits it would be a number of North America: (412) 268-4387.
        Form(
            "area code without zero in brackets",
            rf"(?<![0-9])(?<![0-9] ){_BRACKETED}[ \-]{{0,2}}[1-9][0-9]{{3}}[ \-]?[0-9]{{4}}(?![0-9])",
            factor=0.9,
        ),
        Form("country code, area code, joint, number", rf"{_COUNTRY}{_CODE}{_JOINT}{_REST}"),
        Form("country code and number without joint", rf"{_COUNTRY}0?{_CODE}{_REST}", factor=0.95),
        Form("whole number without joint", find=_whole, factor=0.85),
        # Ten digits, or among figures: a label or a word nearby must say what they are.
        Form("area code and number without joint", rf"0{_CODE}{_REST}", factor=0.8),
    ),
    compact=area_codes.canonical,
    check=area_codes.check,
    scores=Scores(bare=0.6, nearby=0.8, labelled=0.95),
    context=Context(
        labels=words(_CONTEXT_LABELS),
        nearby=words("联系, 回电, 转接, 转人工, 地址, 邮编, contact, address, ext, extension"),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=4, tail=3),
    source="area codes of libphonenumber 9.0.43; forms in use",
)

CN_LANDLINE_LOCAL = Recogniser(
    name="cn_landline_local",
    entity_type="PHONE_NUMBER",
    title_zh="固定电话号码(无区号)",
    title_en="Landline number of mainland China without area code",
    anchors=(AfterLabel(first="[0-9]"),),
    forms=(Form("seven or eight digits behind a label", find=_local, needs_label=True),),
    check=area_codes.check_local,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.65, negative=0.1),
    context=Context(labels=words(_CONTEXT_LABELS), negative=words(_NEGATIVE)),
    mask=Mask(tail=3),
    source="forms in use",
)


def _check_apart(number: str) -> Checked | None:
    """Judge a number whose digits stood apart: only one of a length that its area uses."""
    judged = area_codes.check(number)
    return judged if judged is not None and judged.factor == 1.0 else None


CN_LANDLINE_APART = Recogniser(
    name="cn_landline_apart",
    entity_type="PHONE_NUMBER",
    title_zh="固定电话号码(数字分开写)",
    title_en="Landline number of mainland China, its digits apart",
    anchors=(AfterLabel(first="0"),),
    forms=(
        Form(
            "area code and number, digits apart",
            rf"0(?:{apart.JOINT}[0-9]){{9,11}}{apart.NO_MORE}",
            needs_label=True,
        ),
    ),
    compact=lambda text: area_codes.canonical(apart.compact(text)),
    check=_check_apart,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.75, negative=0.1),
    context=Context(labels=words(_CONTEXT_LABELS), negative=words(_NEGATIVE)),
    mask=Mask(head=4, tail=3),
    source="area codes of libphonenumber 9.0.43; forms in use",
)

RECOGNISERS = (CN_LANDLINE, CN_LANDLINE_LOCAL, CN_LANDLINE_APART)
