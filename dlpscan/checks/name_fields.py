"""Names behind labels that head other things as well: `name`, a word and `name` (Airport Name), 名字.

`姓名` and `customer name` say that a person follows; `name` heads places, products, columns and airports, in
far more files than persons. Behind such a label a likely name alone in its field counts, and anything rarer
needs a sign that the record is about a person: a mobile number, a mailbox, a sex or an age. Places are no
names behind any label.
"""

from __future__ import annotations

import re
from functools import cache

from dlpscan.checks import name_evidence, tables
from dlpscan.checks.chinese_names import is_han, is_wordy, plausibility, simple, surname_of
from dlpscan.checks.late import LatePattern

Span = tuple[int, int]

_REACH = 160
_LONGEST_LABEL = 64
_LONGEST_RUN = 24
# The label, and signs between it and the value: `"name": "`, `name: '`, `name=`, `<name>`.
_LABEL = (
    r"(?i)(?:([a-z]{1,20}(?:['’]s)?)[ _\-]{0,2})?name[\"'”]?(?![a-z0-9_])[^\w\n]{1,8}$|名字[^\w\n]{1,6}$"
    # timestamp_ms: no Ms, but milliseconds.
    r"|([a-z0-9])[_\-](?:ms|mr|dr)[^\w\n]{1,6}$"
)
# What stands before `name` in the label of a person.
_OF_PERSONS = frozenset(
    """
    customer customers cust client contact cardholder card account acct holder beneficiary insured applicant
    patient recipient receiver sender passenger guest real legal chinese english cn en employee emp staff
    student stu member parent father mother child driver owner tenant landlord visitor candidate payee payer
    payor consignee shipper policyholder borrower guarantor buyer seller full first last family middle given
    sur maiden nick spouse husband wife teacher doctor physician user person people my your his her their our
    is print printed signatory signer agent manager officer director attendee participant author borrower
    debtor creditor donor delegate traveller traveler subscriber caller consumer resident lessee lessor native
    partner friend brother sister son daughter boss colleague lawyer attorney nurse manager assistant
    """.split()
)
_PERSON_NEAR = LatePattern(
    r"(?:^|[^0-9])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?![0-9])|[A-Za-z0-9]@[A-Za-z0-9]"
    r"|性别|性別|手机|手機|电话|電話|邮箱|郵箱|身份证|身份證|年龄|年齡|出生|生日|微信|住址|银行卡|卡号|部门|职务"
    r"|(?:^|[^A-Za-z])(?i:gender|sex|mobile|phone|tel|telephone|cell|e-?mail|birth(?:day|_?date|_?place)?|dob|age"
    r"|id_?card|id_?no|id_?number|passport|wechat|salary|department|dept|address|addr|user_?id|customer|patient"
    r"|employee)(?![A-Za-z])"
)
_PLACE_NEAR = LatePattern(
    r"经度|纬度|經度|緯度|行政区|(?:^|[^A-Za-z])(?i:lat|lng|lon|latitude|longitude|coordinates|geometry|iata|icao"
    r"|fips|elevation|population|area_?code|city_?code|province_?code)(?![A-Za-z])"
)
# A field of more than three characters that ends so names a place, whatever it begins with.
_PLACE_ENDINGS = tuple(
    "共和国 共和國 王国 王國 联邦 聯邦 公国 公國 合众国 群岛 群島 半岛 自治区 自治區 自治县 自治州 街道 社区 "
    "社區 办事处 开发区 開發區 地区 地區 林区 风景区 管理区 新区 农场 牧场".split()
)
# Given names that nobody bears: 赵县 and 蓟州区 are places. 王红旗 and 李村 are not ruled out.
_NO_GIVEN_ENDS = frozenset("区县區縣")
# With nothing else in the record, these say the same.
_LIKELY_PLACE_ENDS = frozenset("区县區縣市镇鎮乡鄉村岛島省州盟湾灣湖")
# Short names of countries and currencies that read as surname and given name. Source: GB/T 2659.1-2022,
# GB/T 12406-2022.
_COUNTRIES = frozenset(
    """
    安道尔 安哥拉 安圭拉 古巴 海地 韩国 吉布提 柬埔寨 卢旺达 卢森堡 马恩岛 马耳他 马拉维 马里 蒙古 孟加拉国
    南非 南苏丹 苏丹 汤加 文莱 乌干达 乌拉圭 乌克兰 伊朗 伊拉克 越南 牙买加 毛里求斯 吉尔吉斯 沙特 秘鲁 利比亚
    莫桑比克 梵蒂冈 纳米比亚 库克群岛 索马里 甘比亚 冈比亚 贝宁 贝里斯 巴拿马 巴林 阿曼 荷兰 冰岛 关岛 老挝
    欧元 韩元 林吉特 安提瓜
    """.split()
)
# Places that read as a name in Latin letters.
_PLACES_IN_LATIN = frozenset(
    {
        "hong kong",
        "tai wan",
        "shang hai",
        "he nan",
        "hu nan",
        "hai nan",
        "he bei",
        "sierra leone",
        "san marino",
    }
)
_LONG = 3
# A surname that begins words must be as frequent as this (per million) to count alone: 马 高, not 平 管 曲.
_FREQUENT_PPM = 1_300.0


def after_label(text: str, position: int) -> Span | None:
    """Return the span of the Chinese name at *position*, right behind a label and its colon."""
    span = name_evidence.after_label(text, position)
    if span is None or "·" in text[span[0] : span[1]]:
        return span
    name, end = text[span[0] : span[1]], span[1]
    rest = end
    while rest < position + _LONGEST_RUN and is_han(text[rest : rest + 1]):
        rest += 1
    field = text[span[0] : rest]
    if _is_place(field) or (rest == end and name[-1] in _NO_GIVEN_ENDS):
        return None
    label = _general_label(text, position)
    if not label or _is_about_person(text, position, rest):
        return span
    return span if rest == end and _counts_alone(name) else None


def pinyin_name(text: str, position: int) -> Span | None:
    """Return the span of the name in pinyin at *position*, behind a label or title."""
    return _latin(name_evidence.pinyin_name(text, position), text, position)


def foreign(text: str, position: int) -> Span | None:
    """Return the span of a name such as `John Smith` at *position*, alone in its field behind a label."""
    return _latin(name_evidence.foreign(text, position), text, position)


def _latin(span: Span | None, text: str, position: int) -> Span | None:
    """Return *span* unless its label or record is that of something else, such as an airport."""
    if span is None:
        return None
    if text[span[0] : span[1]].lower() in _PLACES_IN_LATIN:
        return None
    label = _general_label(text, position)
    if not label or _is_about_person(text, *span):
        return span
    return None if label == "compound" or _is_about_place(text, position) else span


def _general_label(text: str, position: int) -> str:
    """Return "bare" behind `name`, "compound" behind the name of something, "" behind a person's label."""
    found = re.search(_LABEL, text[max(0, position - _LONGEST_LABEL) : position])
    if found is None:
        return ""
    word = (found.group(1) or found.group(2) or "").lower()
    if not word:
        return "bare"
    # My partner's name: things seldom own a name.
    return "" if word in _OF_PERSONS or word.endswith(("'s", "’s")) else "compound"


def _is_about_person(text: str, start: int, end: int) -> bool:
    """Say whether the record around a field holds more that only persons have, the field itself apart."""
    return (
        _PERSON_NEAR.search(text, max(0, start - _REACH), start) is not None
        or _PERSON_NEAR.search(text, end, end + _REACH) is not None
    )


def _is_about_place(text: str, position: int) -> bool:
    """Say whether the record around *position* holds a coordinate or the code of a place."""
    return _PLACE_NEAR.search(text, max(0, position - _REACH), position + _REACH) is not None


def _is_place(field: str) -> bool:
    """Say whether a whole field names a place by its ending: 王国 is a name, 汤加王国 is none."""
    return len(field) > _LONG and field.endswith(_PLACE_ENDINGS)


def _counts_alone(name: str) -> bool:
    """Say whether the characters read as a name with nothing else in the record to say so."""
    if name in _COUNTRIES or name[-1] in _LIKELY_PLACE_ENDS:
        return False
    score = plausibility(name)
    if is_wordy(name):
        return score == 1.0 and _per_million(surname_of(simple(name))) >= _FREQUENT_PPM
    return score == 1.0 or (score >= 0.85 and len(name) >= _LONG)  # noqa: PLR2004


@cache
def _frequencies() -> dict[str, float]:
    return {name: float(ppm) for name, ppm in tables.rows("surnames")}


def _per_million(surname: str) -> float:
    return _frequencies().get(surname, 0.0)
