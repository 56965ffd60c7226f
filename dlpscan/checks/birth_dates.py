"""Dates as people write a birthday: any order, Chinese and English, solar and lunar, whole or in part.

A date alone says nothing of a birth; the recogniser asks for a label. Here it is only found and read.
"""

from __future__ import annotations

import re
from datetime import date

from dlpscan.checks import after_label
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

_EARLIEST_YEAR = 1900
_CALENDAR = "(?:公历|阳历|新历|西历|农历|阴历|旧历|夏历|古历|公元|西元|農曆|陰曆|陽曆|國曆|公曆)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    "(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|"
    "[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?|"
    "JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|"
    "NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_NUMERAL = "一二三四五六七八九〇零○Ｏ壹贰叁肆伍陆柒捌玖"
_YEAR = "(?:1[89]|20)[0-9]{2}"
_CHINESE_MONTH = "(?:闰?(?:正|腊|冬|十[一二]?|[一二三四五六七八九]))"
_CHINESE_DAY = "(?:初[一二三四五六七八九十]|(?:[二三]十|廿|卅|十)[一二三四五六七八九]?|[一二三四五六七八九])"
_ORDINAL = "(?:st|nd|rd|th|ST|ND|RD|TH)?"
_NOT_MORE = r"(?![0-9]|[\-/][0-9]|\.[0-9])"

# (kind, pattern), the fullest first. Groups of a kind are read by `_read`.
_WRITINGS = (
    ("ymd", rf"({_YEAR})[ ]?年[ ]?(0?[1-9]|1[0-2])[ ]?月[ ]?([0-2]?[0-9]|3[01])(?:[ ]?[日号號])?(?![0-9])"),
    ("ymd", rf"({_YEAR})([ ]?[\-/.·][ ]?)(0?[1-9]|1[0-2])\2([0-2]?[0-9]|3[01]){_NOT_MORE}"),
    ("ymd", rf"({_YEAR})(0[1-9]|1[0-2])([0-2][0-9]|3[01]){_NOT_MORE}"),
    ("ymd", rf"({_YEAR})[ ](0?[1-9]|1[0-2])[ ]([0-2]?[0-9]|3[01])(?![0-9])"),
    ("chinese", rf"((?:[{_NUMERAL}]{{4}}|{_YEAR}))[ ]?年[ ]?({_CHINESE_MONTH})月({_CHINESE_DAY})[日号號]?"),
    (
        "mdy",
        rf"({_MONTH_NAME})[.]?[ \-]?([0-3]?[0-9]){_ORDINAL}(?:,[ ]?|[ \-./]|[ ]?，[ ]?)({_YEAR})(?![0-9])",
    ),
    (
        "dmy",
        rf"([0-3]?[0-9]){_ORDINAL}[ \-./]?(?:of )?({_MONTH_NAME})[.]?(?:,[ ]?|[ \-./])({_YEAR})(?![0-9])",
    ),
    ("dmy", rf"([0-3][0-9])({_MONTH_NAME})({_YEAR})(?![0-9])"),
    ("short dmy", rf"([0-3]?[0-9])[ \-./]({_MONTH_NAME})[ \-./]([0-9]{{2}})(?![0-9:]|[\-/.][0-9])"),
    ("ymd", rf"({_YEAR})[ \-./]({_MONTH_NAME})[.]?[ \-./]([0-3]?[0-9]){_NOT_MORE}"),
    ("numeric", rf"([0-3]?[0-9])([ ]?[\-/.][ ]?)([0-3]?[0-9])\2({_YEAR}){_NOT_MORE}"),
    ("ym", rf"({_YEAR})[ ]?年[ ]?(0?[1-9]|1[0-2])[ ]?月(?:份)?"),
    ("ym", rf"({_YEAR})[\-/.·](0?[1-9]|1[0-2]){_NOT_MORE}"),
    ("ym", rf"({_YEAR})(0[1-9]|1[0-2]){_NOT_MORE}"),
    ("ym", rf"([{_NUMERAL}]{{4}})年({_CHINESE_MONTH})月(?:份)?"),
    ("short", r"([0-9]{2})年[ ]?(0?[1-9]|1[0-2])月[ ]?([0-2]?[0-9]|3[01])[日号]?(?![0-9])"),
    ("short", rf"([0-9]{{2}})([\-/.])(0?[1-9]|1[0-2])\2([0-2]?[0-9]|3[01]){_NOT_MORE}"),
    ("short", r"([0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9]|[\-/.][0-9])"),
    ("short numeric", r"([0-3]?[0-9])([/\-.])([0-3]?[0-9])\2([0-9]{2})(?![0-9]|[\-/.:][0-9])"),
    ("dmy", rf"([0-3][0-9])(0[1-9]|1[0-2])({_YEAR}){_NOT_MORE}"),
    ("md", r"(0?[1-9]|1[0-2])[ ]?月[ ]?([0-2]?[0-9]|3[01])[ ]?[日号號]"),
    ("md", rf"({_CHINESE_MONTH})月({_CHINESE_DAY})[日号]?"),
)
_WHOLE = frozenset({"ymd", "chinese", "mdy", "dmy", "numeric", "ym"})
_COMPILED: list[tuple[str, re.Pattern[str]]] = []
_FACTORS = {"ym": 0.9, "short": 0.88, "short dmy": 0.88, "short numeric": 0.85, "md": 0.75}
_LEAD = LatePattern(rf"{_CALENDAR}[：:]?[ ]?")
_BIRTH_BEHIND = LatePattern(
    r"[ ]?(?:出生(?!人口|率|缺陷|证明|医学|登记|队列|的人口)|(?<=[日号月])生(?:人|(?=[，,。.；;、）)\s]|$)))"
)


def _writings() -> list[tuple[str, re.Pattern[str]]]:
    # Compiled when first asked for: a scan that meets no label of a birthday never needs them.
    if not _COMPILED:
        _COMPILED.extend((kind, re.compile(pattern)) for kind, pattern in _WRITINGS)
    return _COMPILED


def behind_label(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the date at *position*, with the word for its calendar if there is one."""
    for start in (_glued(text, position), *after_label.starts(text, position)):
        lead = _LEAD.match(text, start)
        span = _find(text, lead.end() if lead else start)
        if span:
            return start, span[1]
    return None


_DAY_AND_SIGNS = LatePattern(r"(?<=[^\W\d_]|[】」』》\])）>])[0-9][ \-./]{1,2}$")


def _glued(text: str, position: int) -> int:
    """Return where the value begins, also where its first numeral was read as the label's: 生日7-2-1993."""
    first = _DAY_AND_SIGNS.search(text[max(0, position - 4) : position])
    if first:
        start = position - (len(first.group()))
        if _find(text, start):
            return start
    return after_label.value_start(text, position)


def before_birth(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a date with its year that 出生 or 生 follows: `1990年1月2日出生于…`."""
    while position < len(text) and text[position] in " .-/年月日号":
        position += 1
    span = _find(text, position)
    if span is None or not _BIRTH_BEHIND.match(text, span[1]):
        return None
    kind, parts = _parts(text[span[0] : span[1]])
    return span if kind in _WHOLE and parts else None


def _find(text: str, start: int) -> tuple[int, int] | None:
    for _, pattern in _writings():
        found = pattern.match(text, start)
        if found:
            return found.span()
    return None


def _parts(value: str) -> tuple[str, tuple[int, int, int] | None]:
    """Return (kind, (year, month, day)) of a date that `_find` found; 0 is what it does not say."""
    lead = _LEAD.match(value)
    value = value[lead.end() :] if lead else value
    for kind, pattern in _writings():
        found = pattern.fullmatch(value)
        if found:
            groups = [group for group in found.groups() if group.strip(" -/.·")]
            return kind, _read(kind, groups)
    return "", None


def _read(kind: str, groups: list[str]) -> tuple[int, int, int] | None:
    if kind in ("ymd", "chinese"):
        return _number(groups[0]), _month(groups[1]), _number(groups[2])
    if kind == "mdy":
        return int(groups[2]), _month(groups[0]), int(groups[1])
    if kind in ("dmy", "short dmy"):
        year = int(groups[2])
        return _century(year) if kind == "short dmy" else year, _month(groups[1]), int(groups[0])
    if kind == "ym":
        return _number(groups[0]), _month(groups[1]), 0
    if kind == "md":
        return 0, _month(groups[0]), _number(groups[1])
    if kind == "short":
        return _century(int(groups[0])), int(groups[1]), int(groups[2])
    first, second, year = map(int, groups)
    if kind == "short numeric":
        year = _century(year)
    # Day first, as most of the world writes, unless that is no date.
    day, month = (first, second) if second <= 12 else (second, first)  # noqa: PLR2004
    return year, month, day


def _century(year: int) -> int:
    return year + (1900 if year > date.today().year % 100 else 2000)  # noqa: DTZ011


_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    **dict.fromkeys("零○Ｏ", 0),
    **{character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
}


def _number(text: str) -> int:
    """Return the value of ASCII digits, of Chinese digits one by one, or of a Chinese day to thirty-nine."""
    if text.isascii():
        return int(text)
    text = text.removeprefix("初")
    if not set(text) & set("十廿卅"):
        return int("".join(str(_DIGITS[character]) for character in text))
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _month(text: str) -> int:
    if text.isascii() and text.isalpha():
        return _MONTHS.index(text[:3].lower()) + 1
    return {"正": 1, "冬": 11, "腊": 12}.get(text.removeprefix("闰")) or _number(text.removeprefix("闰"))


_LEAP_YEAR = 2000
_LAST_LUNAR_DAY = 30


def check(value: str) -> Checked | None:
    """Judge a date as it is written. None before 1900, in the future, or for a day that does not exist."""
    kind, parts = _parts(value)
    if parts is None:
        return None
    year, month, day = parts
    if kind == "chinese" and day == _LAST_LUNAR_DAY:
        day -= 1 + (month == 2)  # noqa: PLR2004  (a lunar month may have thirty days where the solar has not)
    try:
        born = date(year or _LEAP_YEAR, month, day or 1)
    except ValueError:
        return None
    if born.year < _EARLIEST_YEAR or born > date.today():  # noqa: DTZ011
        return None
    notes = {"ym": ("year and month",), "md": ("month and day",)}.get(kind, ())
    return Checked("not_available", _FACTORS.get(kind, 1.0), notes)


def canonical(value: str) -> str:
    """Return the date as `1990-01-02`, 0 for what it does not say; the value itself if it is no date."""
    _, parts = _parts(value)
    return value if parts is None else "{:04}-{:02}-{:02}".format(*parts)
