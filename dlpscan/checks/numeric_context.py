"""Says whether a number stands where programs and tables keep quantities rather than people's numbers.

Eleven digits that begin with 1 are a mobile number in a sentence and a number of bytes in a row of figures.
What stands on both sides decides; the words that decide are the business of labels.
"""

from __future__ import annotations

import re

from dlpscan.checks.late import LatePattern

_REACH = 64
# A number as data holds it: signed, with decimals or exponent, or hexadecimal.
_BARE_NUMBER = LatePattern(
    r"[+\-]?(?:0x[0-9A-Fa-f]+|[0-9]+(?:\.[0-9]*)?(?:[eE][+\-]?[0-9]+)?|\.[0-9]+)[LlUuFf]?"
)
_SPLIT = LatePattern(r"[ \t]*[,;|][ \t]*|[ \t]+")
# What a program holds where a figure is missing; JSON's null may be a missing phone number.
_MISSING = frozenset({"None", "NaN", "nan", "np.nan", "NaT", "pd.NaT", "pd.NA", "NA"})
_QUOTES = ('"', "'")
_OPENING = LatePattern(r"[\n\[({=:]")
_CLOSING = LatePattern(r"[\n\])};]")
_FENCE = "[](){}\"'"
# Numbers of people: another mobile number, a resident number, a card. They do not make a row of figures.
_PERSONAL = LatePattern(r"(?:1[3-9][0-9]{9}|[1-9][0-9]{14,18})")
_ENOUGH = 2
_ROW = 4
_OF_ITS_LENGTH = LatePattern(r"[1-9][0-9]{9,11}(?:\.[0-9]+)?")
# `total = 139…`, `size: 139…`, `id=139…`: an unquoted number given to a name of a program.
_ASSIGNED = LatePattern(r"([A-Za-z_$][A-Za-z0-9_$.\-]{0,40})[\"']?\s{0,3}(?:[:=]|:=|==|=>|<-)\s{0,3}$")
_PERSONS_NAME = LatePattern(
    r"(?:user|uid|account|acct|login|member|cust|client|contact|person|owner|holder|name|nick|to|from|cc|sender|"
    r"recipient|receiver|caller|callee|subscriber|msisdn|mobile|phone|tel|fax|cell|call|dial|sms|num|number|no|hao|"
    r"wechat|whatsapp|wx|qq|alipay|zfb|content|text|msg|message|body|remark|note|info|comment|query|keyword|kw|q|"
    r"param|arg|data|input)s?[0-9]?$",
    re.IGNORECASE,
)
# "Value": "139…" in a list of names and values says nothing of what it is; a size more often than not.
_VALUE_OF_JSON = LatePattern(r"\"[Vv]alue\"\s?:\s?\"$")
_WORDS = LatePattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_OPERATOR_BEFORE = LatePattern(r"(?:[*%^~$¥￥€£]|<<|>>|[=!<>]=|[0-9A-Za-z_)\]] [+\-/<>]|[(,] ?-) ?$")
_OPERATOR_BEHIND = LatePattern(
    r" ?(?:[*%^]|<<|>>|[=!<>]=|[+\-/<>] ?[A-Za-z(]|[+\-/<>] [0-9])"
    r"| ?(?:bytes?|[KMGT]i?B|ms|us|ns|rows|items|records|hits|times|USD|RMB|CNY)(?![A-Za-z])"
    r"| ?(?:元|万元|亿元|美元|股|手|个|人次|人民币|字节|毫秒|微秒|纳秒|吨|平方米|公里|条记录|笔)"
)
_CALL = LatePattern(r"[A-Za-z0-9_]\($")


def is_quantity(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end], bare digits, is an operand, an assigned integer or one of a row."""
    before = text[max(0, start - _REACH) : start]
    behind = text[end : end + _REACH]
    if _OPERATOR_BEFORE.search(before) or _OPERATOR_BEHIND.match(behind):
        return True
    if _VALUE_OF_JSON.search(before):
        return True
    if behind[:1] == "," and _CALL.search(before):
        return True
    return _is_assigned(before) or _is_in_row(before, behind)


def _is_assigned(before: str) -> bool:
    found = _ASSIGNED.search(before)
    if found is None:
        return False
    last = _WORDS.findall(found.group(1))[-1:]
    return not (last and _PERSONS_NAME.match(last[0]))


def _is_in_row(before: str, behind: str) -> bool:
    """Say whether bare numbers, and nothing but numbers, stand next to the place."""
    left = _tokens(_OPENING.split(before)[-1])[-_ROW:]
    right = _tokens(_CLOSING.split(behind, maxsplit=1)[0])[:_ROW]
    beside = [*left[-_ENOUGH:], *right[:_ENOUGH]]
    if beside and before[-1:] not in _QUOTES and all(one in _MISSING for one in beside):
        return True
    numbers = [one for one in beside if _BARE_NUMBER.fullmatch(one)]
    figures = [one for one in numbers if not _PERSONAL.fullmatch(one)]
    if len(numbers) < len(beside):
        return False
    # One of the same length that is no mobile number tells more than a small number, which may be an index.
    return len(figures) >= _ENOUGH or any(
        _OF_ITS_LENGTH.fullmatch(one) and not _PERSONAL.fullmatch(one) for one in (*left, *right)
    )


def _tokens(line: str) -> list[str]:
    return [bare for one in _SPLIT.split(line) if (bare := one.strip(_FENCE))]
