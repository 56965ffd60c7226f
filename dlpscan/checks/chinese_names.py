"""Whether two to four Chinese characters read as a personal name, by the tables.

A name has no check digit and no delimiter. Three facts bear on it: the surname table, how common a character
is in given names, and whether the characters are an ordinary word. All are weak: where a name stands
(`name_evidence`) carries the weight.
"""

from __future__ import annotations

from functools import cache

from dlpscan.checks import tables
from dlpscan.declare import Checked

HAN = "一-鿿㐀-䶿"
LONGEST = 4
"""Characters of the longest name without a dot: a compound surname and two more."""

COMMON_RANK = 600
_KNOWN_RANK = 2_600
# Characters of the surname column that are rarer than this are mostly given names in the wrong column
# (佳 天). The few real surnames among them, which the source counts under another writing:
_LEAST_PPM = 150
_RARE_SURNAMES = frozenset("萧闫阎佘翟肖")
# More frequent than that, and given names in the wrong column all the same.
_NO_SURNAMES = frozenset("小静洋帅")
# Surnames that begin ordinary words or sentences far more often than names (高度 方便 成功 安全 何时): less
# evidence is not enough for them.
_WORDY = frozenset(
    "马高何田许程曾于任余金石方夏白段江史雷戴常万牛严康安龙洪温齐向文施章岳易申代尚成曲毕梅关包季宁盛苗谷"
    "童祝单纪辛柴兰华路甘管游解房滕司时连阳卫符项党商桂蓝卜宫费景蒲卓宗古师边车柏冷席燕蒙南强桑沙全惠荣丛"
    "应米查楼池巫官封迟麻云楚储占简平乐和盖敖谈麦闻郁鹿付钱顾陆武左伍庄晏栗原公"
)
# Surnames that are prepositions, conjunctions or auxiliaries far more often: glued to a word they begin a
# sentence about it (客户和商家, 用户向平台).
PARTICLES = frozenset("和于向方与及对从由给为是在有无同经时都将应能可须需以")

TITLES = (
    "先生 女士 小姐 太太 同志 老师 大夫 医生 医师 律师 经理 总监 主任 主管 教授 博士 同学 师傅 院长 校长 "
    "局长 处长 科长 部长 董事长 总经理 总裁 行长 护士 教练 警官 法官 检察官 会计 秘书 顾问 工程师 阿姨 "
    "叔叔 大爷 大妈 大叔 大姐 大哥 老板 店长 队长 组长 会长 书记 女仕 女史"
).split()  # fmt: skip

# What no dictionary has as a word, since it is two.
_MORE_WORDS = frozenset("曾任 现任 时任 应被 应当使 文件中 同一 任一 何人 同为 连络先 项目名".split())

# No given name, although both characters are found in some: 了解如何注册 names nobody 解如何.
_OTHER_WORDS = frozenset(
    "如何 为何 任何 何时 何地 何人 以及 可以 所有 其他 其它 之后 之前 以后 以前 同时".split()
)

# What examples call people, and what some people are called.
_PLACEHOLDERS = frozenset("张三 李四 王五 赵六".split())

_NOT_GIVEN = _OTHER_WORDS | frozenset(TITLES)


def is_han(character: str) -> bool:
    """Say whether this is a Chinese character; "" is none."""
    return "㐀" <= character <= "鿿"


@cache
def surnames() -> frozenset[str]:
    """Return the surnames, in simplified characters."""
    rows = tables.rows("surnames")
    frequent = {name for name, ppm in rows if len(name) > 1 or float(ppm) >= _LEAST_PPM}
    return frozenset(frequent | _RARE_SURNAMES) - _NO_SURNAMES


@cache
def first_characters() -> frozenset[str]:
    """Return every character that a surname begins with, in both writings."""
    simple = {name[0] for name in surnames()}
    return frozenset(simple | {chr(code) for code, form in _simplified().items() if form in simple})


@cache
def _given_ranks() -> dict[str, int]:
    return {row[0]: int(row[2]) for row in tables.rows("given_characters")}


@cache
def _words() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("ordinary_words")) | _MORE_WORDS


@cache
def _simplified() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in tables.rows("traditional")}


def simple(name: str) -> str:
    """Return *name* in simplified characters, which the tables are in, and without spaces inside."""
    return name.replace(" ", "").translate(_simplified())


def surname_of(name: str) -> str:
    """Return the surname that *name* begins with, of two characters if it can be, "" if none."""
    known = surnames()
    if len(name) > 2 and name[:2] in known:  # noqa: PLR2004
        return name[:2]
    return name[:1] if name[:1] in known else ""


def given_rank(name: str) -> int:
    """Return the rank of the rarest character of a given name; 1 is the most frequent."""
    ranks = _given_ranks()
    return max(ranks.get(character, _KNOWN_RANK * 2) for character in name)


def plausibility(name: str) -> float:
    """Return 0..1: how much two to four characters read as surname and given name, by the tables."""
    name = simple(name)
    surname = surname_of(name)
    given = name[len(surname) :]
    if not surname or not 1 <= len(given) <= 2 or given in _NOT_GIVEN or given[0] == "某":  # noqa: PLR2004
        return 0.0
    worst = given_rank(given)
    if worst <= COMMON_RANK or name in _PLACEHOLDERS:
        return 1.0
    return 0.85 if worst <= _KNOWN_RANK else 0.6


def is_wordy(name: str) -> bool:
    """Say whether the surname begins ordinary words more often than names."""
    return simple(name[0]) in _WORDY and len(surname_of(simple(name))) == 1


def is_word(name: str) -> bool:
    """Say whether the characters are an ordinary word."""
    return simple(name) in _words()


def begins_with_word(name: str) -> bool:
    """Say whether the characters are an ordinary word, or three that begin with one.

    王国 is a word and 王国强 a name all the same: where the surname is no word itself, three characters that
    all read as a name stand.
    """
    name = simple(name)
    words = _words()
    if name in words:
        return True
    if len(name) <= 2 or name[:2] not in words:  # noqa: PLR2004
        return False
    return name[0] in _WORDY or plausibility(name) < 1.0


def check(name: str) -> Checked:
    """Judge a name that was found: how common its characters are in names."""
    if "·" in name or name.isascii():
        return Checked("not_available")
    if name[1:] in TITLES:
        return Checked("not_available", 0.7, ("surname and title",))
    return Checked("not_available", max(plausibility(name), 0.6), ("surname is known",))
