"""Telephone numbers of other countries: with `+` or 00 and country code, or in national form behind a label.

The length must be one that the country has. Companies' free-phone lines are left out where the numbering plan
shows them.
"""

from __future__ import annotations

from dlpscan.checks import calling_codes, numeric_context, tables
from dlpscan.checks.late import LatePattern
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

# A country code, then up to seven groups; an area code or the trunk zero may stand in brackets.
_GROUPS = LatePattern(
    r"[1-9][0-9]{0,16}"
    r"(?:(?:[ \-·]| - |  )?(?:\([0-9]{1,5}\)|[0-9]{1,12})|[./](?:[0-9]{2,12}|[0-9](?=[./]))){0,7}"
)
_LAST_GROUP = LatePattern(r"[ \-.·/]{0,2}(?:\([0-9]+\)|[0-9]+)$")
_EXTENSION = LatePattern(
    r"[ ]?(?:[,，]?[ ]?(?:转|轉|分机号?|[Ee][Xx][Tt](?:ension)?\.?)[ :：.]{0,2}|[x#])[0-9]{1,6}(?![0-9])"
)
_CLOSED = LatePattern(r"([0-9]{1,3})[)）]")
_LONGEST = 64
_DECIMAL = LatePattern(r"[0-9]{5,}\.[0-9]+")
_GLUED = LatePattern(r"[0-9A-Za-z_)\]}]")
_ONE_DIGIT_GROUPS = LatePattern(r"(?:(?<![0-9])[0-9][ \-.·/]+){3}")


def _length(text: str) -> int:
    """Return how much of *text* is the longest row of whole groups that makes a number of some country."""
    found = _GROUPS.match(text)
    if found is None or _ONE_DIGIT_GROUPS.search(found.group()):
        return 0
    groups = found.group()
    while groups:
        size = len(groups)
        is_whole = not text[size : size + 1].isdecimal() and not _DECIMAL.fullmatch(groups)
        if is_whole and calling_codes.has_right_length(calling_codes.canonical(groups)[1:]):
            extension = _EXTENSION.match(text, size)
            return extension.end() if extension else size
        last = _LAST_GROUP.search(groups)
        groups = groups[: last.start()] if last else ""
    return 0


def _with_plus(text: str, position: int) -> tuple[int, int] | None:
    if text[position : position + 1] != "+" or (position and _GLUED.match(text, position - 1)):
        return None
    start = position
    row = text[position + 1 : position + 1 + _LONGEST]
    if position and text[position - 1] in "(（" and (closed := _CLOSED.match(row)):
        # (+852) 5123 4567: the bracket becomes a space, so that places stay.
        start = position - 1
        row = f"{closed.group(1)} {row[closed.end() :]}"
    size = _length(row)
    return (start, position + 1 + size) if size else None


def _glued(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a number whose plus touches letters, which must be its label: Tel+65 9123 4567."""
    if text[position : position + 1] != "+" or text[position - 1 : position].isdecimal():
        return None
    size = _length(text[position + 1 : position + 1 + _LONGEST])
    return (position, position + 1 + size) if size else None


def _with_zeros(text: str, position: int) -> tuple[int, int] | None:
    if text[position : position + 2] != "00" or (position and _GLUED.match(text, position - 1)):
        return None
    begin = position + (3 if text[position + 2 : position + 3] in ("-", " ") else 2)
    size = _length(text[begin : begin + _LONGEST])
    return (position, begin + size) if size else None


def _documentation() -> frozenset[str]:
    return tables.published_dummies("PHONE_NUMBER")


def _compact(text: str) -> str:
    number = _EXTENSION.sub("", text)
    return calling_codes.canonical(number)


_LABELS = """
    手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 联系方式, 联系手机, 联系号码, 移动电话, 客户电话,
    紧急联系电话, 家庭电话, 办公电话, 收货电话, 收件电话, 寄件电话, 预留电话, 预留手机号, 致电, 拨打, 来电,
    境外电话, 海外电话, 香港电话, 传真, 座机, 微信, 手機, 手機號碼, 電話, 電話號碼, 聯絡電話, 聯繫電話,
    傳真, whatsapp, viber, telegram, mobile, mobile no, mobile no., mobile number, mobile phone, phone,
    phone no, phone no., phone number, ph, cell, cellphone, cell phone, tel, tel., tel no, telephone,
    telephone no, telephone number, home phone, work phone, office phone, fax, fax no, fax number,
    contact number, contact no, contact phone, call, call me at, call us at, call me on, sms, text, direct,
    direct line, landline, phone_no, phone_number, phonenumber, mobile_no, mobile_number, mobile_phone,
    mobilephone, cell_phone, tel_no, telno, home_phone, work_phone, office_phone, fax_no, msisdn, sjh, sjhm,
    lxdh, dh
    """
_NEGATIVE = """
    订单号, 订单编号, 流水号, 交易号, 单号, 快递单号, 运单号, 序列号, 批次号, 产品编号, 编号, 金额, 时间戳,
    数量, 坐标, 经度, 纬度, 版本, order, order no, order id, order_id, order_no, orderid, trace_id,
    request_id, serial, serial no, serial number, sn, timestamp, amount, price, volume, version, build, sku,
    isbn, ean, barcode, longitude, latitude, lat, lng, lon, offset, utc, gmt, npi, ein, ssn
    """

_ONE = tuple(f"+1{sign}" for sign in " -(.·23456789")


def _codes() -> tuple[str, ...]:
    """Return `+` and each first two digits of country codes but 1 and 86, to be looked for in the text."""
    return tuple(f"+{code}" for code in (7, *range(20, 86), *range(87, 100)))


# (415) 555-2671, 415-555-2671, 1-415-555-2671
_NORTH_AMERICA = LatePattern(
    r"(?:1[ \-.·])?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}[ \-.·]?)[2-9][0-9]{2}[ \-.·]?[0-9]{4}(?![0-9])"
)
# 07700 900123, 020 7946 0018, 0161 496 0123
_BRITAIN = LatePattern(r"\(?0[1237](?:\)?[ \-]{0,2}[0-9]){8,9}(?![ \-]?[0-9])")
# 852-5123 4567, (852) 51234567, 853 6612 3456, 886-912-345-678
_GREATER_CHINA = LatePattern(
    r"[(（]?(?:852[)）]?[ \-]{0,2}[2-9][0-9]{3}[ \-]?[0-9]{4}|853[)）]?[ \-]{0,2}[268][0-9]{3}[ \-]?[0-9]{4}"
    r"|886[)）]?[ \-]{0,2}0?[2-9](?:[ \-]?[0-9]){7,8})(?![0-9])"
)
# 0912-345-678, 02-2345-6789 with the trunk zero of Taiwan
_TAIWAN = LatePattern(
    r"0(?:9[0-9]{2}[ \-]?[0-9]{3}[ \-]?[0-9]{3}|2[ \-][2-8][0-9]{3}[ \-]?[0-9]{4})(?![ \-]?[0-9])"
)
# 090-1234-5678 in Japan: no area code of China begins so.
_JAPAN = LatePattern(r"0[789]0([ \-])[0-9]{4}\1[0-9]{4}(?![0-9]|[ \-][0-9])")
_NATIONAL = (
    ("852", _GREATER_CHINA),
    ("1", _NORTH_AMERICA),
    ("44", _BRITAIN),
    ("886", _TAIWAN),
    ("81", _JAPAN),
)
# Whatever else is written in groups behind an English label; ten to twelve digits also without. No date, no
# address of a computer.
_ELSEWHERE = LatePattern(
    r"(?!(?:19|20)[0-9]{2}[ .\-/]|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![.0-9]))"
    r"(?:(?:\([0-9]{1,5}\)[ ]?|[0-9]{1,5}[ .\-/])[0-9]{1,8}(?:[ .\-/][0-9]{1,6}){0,5}|[02-9][0-9]{9,11})"
    r"(?![0-9]|[.\-/][0-9])"
)
_COUNTED = ("0123456789", "1234567890", "9876543210", "2345678901")
_LEAST_ELSEWHERE, _MOST_ELSEWHERE = 8, 13
_CHINESE = LatePattern("[一-鿿]")
_PLAIN = LatePattern("[0-9]+")
_NOT_DIGITS = LatePattern("[^0-9]")


def _value_start(text: str, position: int) -> int:
    """Return the place of the bracket that opens the number, if it was taken for a sign behind the label."""
    return position - 1 if position and text[position - 1] in "(（" else position


def _is_chinese(text: str, position: int) -> bool:
    return _CHINESE.search(text, max(0, position - 12), position) is not None


def _national(text: str, position: int) -> tuple[int, int] | None:
    position = _value_start(text, position)
    is_chinese = _is_chinese(text, position)
    for code, pattern in _NATIONAL:
        found = pattern.match(text, position)
        # Behind a Chinese label, eleven digits from 0 are a landline there, and ten a hotline.
        if found and not (is_chinese and (code == "44" or (_PLAIN.fullmatch(found.group()) and code == "1"))):
            extension = _EXTENSION.match(text, found.end())
            return position, extension.end() if extension else found.end()
    return None


def _elsewhere(text: str, position: int) -> tuple[int, int] | None:
    position = _value_start(text, position)
    found = _ELSEWHERE.match(text, position)
    if found is None or _is_chinese(text, position) or numeric_context.is_quantity(text, *found.span()):
        return None
    digits = _NOT_DIGITS.sub("", found.group())
    is_number = _LEAST_ELSEWHERE <= len(digits) <= _MOST_ELSEWHERE and len(set(digits)) > 2  # noqa: PLR2004
    return found.span() if is_number and not digits.startswith((*_COUNTED, "400", "800")) else None


def _japanese(text: str, position: int) -> tuple[int, int] | None:
    found = _JAPAN.match(text, position)
    return found.span() if found and text[position - 1 : position] not in ("-", "/") else None


def _compact_national(text: str) -> str:
    """Return `+`, country code and number of what one of the national patterns took, else the digits."""
    number = _EXTENSION.sub("", text)
    digits = _NOT_DIGITS.sub("", number)
    for code, pattern in _NATIONAL:
        if pattern.fullmatch(number):
            if code == "852":
                return calling_codes.canonical(digits)
            return f"+{code}{digits.removeprefix('1') if code == '1' else digits.removeprefix('0')}"
    return digits


def _check_national(number: str) -> Checked | None:
    """Judge a number with country code; digits alone are of a country that nothing shows."""
    return calling_codes.check(number) if number.startswith("+") else _UNKNOWN_COUNTRY


_UNKNOWN_COUNTRY = Checked("not_available", 0.7, ("country not known",))


def _compact_any(text: str) -> str:
    return _compact_national(text) if _JAPAN.fullmatch(text) else _compact(text)


FOREIGN_PHONE = Recogniser(
    name="foreign_phone",
    entity_type="PHONE_NUMBER",
    title_zh="境外电话号码",
    title_en="Telephone number of another country",
    anchors=(Literals((*_ONE, *_codes())), DigitRun(shortest=11, first="0")),
    forms=(
        Form("plus, country code and number", find=_with_plus, anchor="literals"),
        Form("plus glued to its label", find=_glued, needs_label=True, anchor="literals"),
        Form("00, country code and number", find=_with_zeros, factor=0.7, anchor="digit_run"),
        Form("groups of a Japanese mobile number", find=_japanese, factor=0.75, anchor="digit_run"),
    ),
    compact=_compact_any,
    check=calling_codes.check,
    documentation=_documentation,
    scores=Scores(bare=0.7, nearby=0.85, labelled=0.95),
    context=Context(
        labels=words(_LABELS),
        nearby=words("联系, 短信, 回电, 加微信, contact, text me, reach, ring, dial, number, ext"),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=4, tail=3),
    source="country codes and lengths of libphonenumber 9.0.43",
)

FOREIGN_PHONE_NATIONAL = Recogniser(
    name="foreign_phone_national",
    entity_type="PHONE_NUMBER",
    title_zh="境外电话号码(无国家代码前缀)",
    title_en="Telephone number of another country in its national form",
    anchors=(AfterLabel(),),
    forms=(
        Form("national form behind a label", find=_national, needs_label=True),
        Form("groups of digits behind a label", find=_elsewhere, needs_label=True),
    ),
    compact=_compact_national,
    boundary="word",
    check=_check_national,
    documentation=_documentation,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.8, negative=0.1),
    context=Context(
        labels=words(
            f"""
            {_LABELS}, my number, my us number, us number, callback number, call back number, cell no, home,
            work, office, desk, contact, reach me at, reach me on, text me at, answering at, messages to
            """
        ),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=4, tail=3),
    source="national numbering plans as libphonenumber 9.0.43 prints them",
)

RECOGNISERS = (FOREIGN_PHONE, FOREIGN_PHONE_NATIONAL)
