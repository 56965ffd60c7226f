"""What stands behind the label of a record: amounts, measures, grades, codes, dates, short phrases.

A record has no form that would tell it by itself, so a value is read strictly: free text only behind a sign
(`诊断：…`, a column header), never what a manual writes there (`诊断: string`), and typed values such as
amounts, blood types and diseases also where they are glued to the label or joined by a verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from dlpscan.checks import tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

Span = tuple[int, int]
Finder = Callable[[str, int], Span | None]

_SIGNS = frozenset(":：=|>＝｜】")
_SKIPPED = " \t\"'“”‘’`*("
_LONGEST_SKIP = 6
_LONGEST_COUNTER = 2

# Free text ends where a field does.
_PHRASE = LatePattern(
    r"[^\s,，。；;|｜\t\n\"“”<>{}\[\]：:=]{1,40}(?: (?![A-Za-z]{1,16}[:：=])[^\s,，。；;|"
    r"｜\"“”<>{}\[\]：:=]{1,24}){0,6}"
)
_NEXT_LABEL = LatePattern(r"\s{0,2}[:：=]")
# What manuals, forms and code write in the place of a value.
_NO_VALUE = LatePattern(
    r"(?:无|没有|未知|不详|暂无|空|否|是|有|待定|待查|略|同上|见附件|详见\S*|参见\S*|请\S*|例如\S*|"
    r"示例\S*|必填\S*|选填\S*|可选\S*|"
    r"字段\S*|类型\S*|说明\S*|描述\S*|默认\S*|用于\S*|表示\S*|包括\S*|是否\S*|返回\S*|如下\S*|以下\S*|"
    r"根据\S*|"
    r"string|str|int|integer|number|float|bool|boolean|true|false|null|none|nil|n/?a|object|array|list|"
    r"dict|date|datetime|"
    r"timestamp|varchar\S*|char\S*|text|decimal\S*|bigint|enum|optional|required|unknown|undefined|todo|"
    r"tbd|example|the|this|"
    r"a|an|yes|no|[-–—_.*xX#?/\\]+)",
    re.IGNORECASE,
)
_IS_CODE = LatePattern(r"[A-Za-z_][\w.]*[(\[]|[A-Za-z_]\w*\.[A-Za-z_]|[$@%&\\{]|[A-Za-z_]\w*->")


def behind_label(_: str) -> Checked:
    """Ask for the label right before a value; this is asked last, as most labels have no such value."""
    return Checked("not_available", needs_label=True)


def is_behind_sign(text: str, position: int) -> bool:
    """Say whether a colon, an equals sign or the border of a cell parts *position* from its label."""
    for index in range(position - 1, max(-1, position - 1 - _LONGEST_SKIP), -1):
        if text[index] in _SIGNS:
            return True
        if text[index] == "\t":
            return True
        if text[index] not in _SKIPPED:
            return False
    return False


def phrase(text: str, position: int) -> Span | None:
    """Return the span of a short free text behind a sign."""
    if not is_behind_sign(text, position):
        return None
    found = _PHRASE.match(text, position)
    if found is None:
        return None
    value = found.group().rstrip(" .'`*)）、!！?？")
    if len(value) < 2 and not value.isdigit():  # noqa: PLR2004
        return None
    if _NO_VALUE.fullmatch(value) or _IS_CODE.match(value) or _NEXT_LABEL.match(text, found.end()):
        return None
    return position, position + len(value)


def phrase_after_verb(text: str, position: int) -> Span | None:
    """Return the span of a short free text that 为 or 是 joins to its label: 过敏史为青霉素."""
    if not position or text[position - 1] not in "为為是" or _NO_STATEMENT.match(text, position):
        return None
    found = _PHRASE.match(text, position)
    value = found.group().rstrip(" .'`*)）、!！?？") if found else ""
    if len(value) < 2 or _NO_VALUE.fullmatch(value) or _IS_CODE.match(value):  # noqa: PLR2004
        return None
    return position, position + len(value)


_NO_STATEMENT = LatePattern(
    "了|否|指|由|在|对|用|以|通过|根据|一[种个项类]|什么|何|什麼|哪|必|可|不|从|按|将|其|该|本|我们|您|"
    "用户|客户|各|基于|空|准|主|指标|目的|例|"
    "字符|数字|整数|文本|当前|默认|系统|最|依据|评估|判断|衡量"
)


def typed(pattern: str, *, sign: bool = False) -> Finder:
    """Return what finds a value of a fixed form at a place, its group `value` if it has one.

    With *sign* a colon or the like must stand before it.
    """

    def find(text: str, position: int) -> Span | None:
        if sign and not is_behind_sign(text, position):
            return None
        compiled = _compiled(pattern)
        # The gap behind a label takes a numeral for its counter (GPA3.8): give it back.
        start = position
        while start and position - start < _LONGEST_COUNTER and text[start - 1] in "0123456789.-":
            start -= 1
        found = compiled.match(text, start) or (compiled.match(text, position) if start != position else None)
        if found is None:
            return None
        return found.span("value" if "value" in compiled.groupindex else 0)

    return find


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def any_of(*finders: Finder) -> Finder:
    """Return what finds by the first of *finders* that holds."""

    def find(text: str, position: int) -> Span | None:
        return next((span for one in finders if (span := one(text, position))), None)

    return find


NUMBER = r"[0-9]{1,3}(?:[,，][0-9]{3}){1,4}(?:\.[0-9]{1,2})?|[0-9]{1,12}(?:\.[0-9]{1,4})?"
_CURRENCY = r"(?:人民币|RMB|CNY|USD|HKD|EUR|US\$|HK\$|[¥￥$€])"
_UNIT = r"(?:万元|亿元|元整|元|块钱?|万|美元|港币|港元|欧元|CNY|RMB|USD|HKD|EUR|yuan)"
# No range and no bound: 8000-12000元 and 50万元起 are offers, nobody's money.
_NO_MORE = (
    r"(?![0-9A-Za-z%％])(?!\.[0-9])(?!年.|[月日号条个件次人名户岁])"
    r"(?![ ]?[\-~～—至到][ ]?[0-9])(?!以上|以下|以内|及以|起|封顶|左右)"
)
amount = typed(rf"(?:{_CURRENCY}[ ]?)?[+\-]?[ ]?(?:{NUMBER})(?:[ ]?{_UNIT})?{_NO_MORE}")
"""A sum of money, with or without its currency."""
sum_of_money = typed(
    rf"(?:{_CURRENCY}[ ]?[+\-]?(?:{NUMBER})(?:[ ]?{_UNIT})?|[+\-]?(?:{NUMBER})[ ]?{_UNIT}){_NO_MORE}"
)
"""A sum of money that names its currency: prose has many other numbers."""
count = typed(
    rf"(?:{NUMBER})[ ]?(?:天|日|期|次|个月|月|年|分钟|分|秒|小时|积分|点|days?|times|months?|minutes?|"
    rf"min|points)?(?![0-9A-Za-z])"
)
"""A number of days, times or points."""
code = any_of(
    typed(r"(?=[A-Za-z0-9\-_]{0,31}[0-9])[A-Za-z0-9][A-Za-z0-9\-_]{4,39}(?![A-Za-z0-9\-_])", sign=True),
    typed(r"(?=[A-Za-z\-_]{0,6}[0-9]{4})[A-Za-z0-9][A-Za-z0-9\-_]{5,39}(?![A-Za-z0-9\-_])"),
)
"""A number or code of at least five signs with a digit behind a sign; without one, with more digits."""
date = typed(
    r"(?:19|20)[0-9]{2}(?:(?:[\-/.]|年)[ ]?(?:0?[1-9]|1[0-2])(?:(?:[\-/.]|月)(?:[ ]?(?:0?[1-9]|[12][0-9]|"
    r"3[01])日?"
    r"(?:[ T]?(?:[01]?[0-9]|2[0-3])[:：时][0-5][0-9](?:[:：分][0-5][0-9]秒?|分)?)?)?)?|年)?(?![0-9])"
)
"""A year, month, day or time."""


# -- diseases -----------------------------------------------------------------------------------------------

_BEFORE_DISEASE = r"(?:[0-9]{1,2}|[IVXⅠ-Ⅻ一二三四1-4]{1,3})?(?:型|期|级|度)?"
_QUALIFIED = (
    r"(?:(?:早期|中期|晚期|轻度|中度|重度|轻微|严重|急性|慢性|原发性|继发性|先天性|遗传性|恶性|良性|"
    r"转移性|双侧|左侧|右侧|左|右|"
    r"多发性?|复发性?|陈旧性|老年性?|妊娠期?|反复)的?){0,3}"
)


@cache
def _disease() -> re.Pattern[str]:
    words = {row[0]: row[1] for row in tables.rows("diseases")}

    def alternatives(kind: str) -> str:
        return "|".join(sorted(map(re.escape, words[kind].split()), key=lambda word: (-len(word), word)))

    chinese = rf"{_QUALIFIED}{_BEFORE_DISEASE}{_QUALIFIED}"
    return re.compile(
        rf"(?:{chinese}(?:(?:{alternatives('stem')}){{1,4}}(?:[一-鿿]{{0,4}}?)(?:{alternatives('ending')})(?:症|病|性病变)?"
        rf"|(?:{alternatives('name')}))(?:[I1-4一二三ⅠⅡⅢⅣ]{{1,3}}[级期型度]|[早中晚]期)?(?:伴[一-鿿]{{2,8}})?"
        rf"|(?i:(?:(?:type|stage|acute|chronic|severe|"
        rf"mild)[ ](?:[0-9IV]{{1,3}}[ ])?)?(?:[a-z]{{3,16}}[ ]){{0,2}}?"
        rf"(?:{words['english']})[a-z]{{0,8}}))"
    )


def disease(text: str, position: int) -> Span | None:
    """Return the span of the name of a disease that begins at *position*."""
    found = _disease().match(text, position)
    return found.span() if found else None


_BEFORE_HISTORY = 16


def disease_before(text: str, position: int) -> Span | None:
    """Return the span of the disease whose name ends at *position*: 高血压|病史."""
    # `高血压|病史`; in `糖尿病史` the word of the anchor begins with the last sign of the disease.
    for end in (position, position + 1):
        for start in range(max(0, position - _BEFORE_HISTORY), position):
            found = _disease().match(text, start, end)
            if found and found.end() == end:
                return found.span()
    return None
