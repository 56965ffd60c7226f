"""Whether Chinese characters read as a personal name, and where the name ends.

A name has no check digit and no delimiter: `姓名王伟性别男` must end after two characters and
`客户要求退款` holds no name at all. Three facts decide: the surname table, how common a character is in
given names, and whether the characters are an ordinary word. All are weak; a label carries the weight.
"""

from __future__ import annotations

import re
from functools import cache

from dlpscan.checks import tables
from dlpscan.declare import Checked

HAN = "一-鿿㐀-䶿"
# Names of minorities and transliterations: parts joined by a middle dot (民委发〔2016〕33号: U+00B7; folding
# brings the other dots to it).
_DOTTED = re.compile(rf"[{HAN}]{{1,10}}(?:·[{HAN}]{{1,12}}){{1,3}}")
_RUN = re.compile(rf"[{HAN}]+")
_LONGEST_RUN = 24

# What follows a name in running text: labels, titles, verbs and particles.
_FOLLOWERS = re.compile(
    "先生|女士|小姐|太太|老师|经理|医生|主任|同志|性别|民族|年龄|出生|生日|身份证|证件|护照|手机|电话|联系|邮箱|微信|住址|地址|"
    "住在|家住|账号|帐号|账户|卡号|银行|户口|户籍|籍贯|学历|职业|职务|单位|公司|客户|本人|今年|今天|昨天|于|在|的|已|是|为|和|与|及|"
    "或|说|称|来|去|向|给|把|被|将|要|想|请|从|对|到|因|由|购|买|申请|办理|咨询|购买|要求|需要|反映|投诉|表示|提交|签|收|付|欠|"
    "转|汇|存|取|投保|报案|入住|就诊|住院|预订|预约|下单|登记|注册|持|男|女|等|以及|可以|同意|委托|授权|名下|所|之|了"
)
# Runs that name an organisation, not a person.
_ORGANISATION = re.compile(
    "公司|银行|集团|中心|部门|分行|支行|医院|学校|大学|学院|酒店|商店|工厂|协会|委员会|事务所|平台|系统|服务"
)
# Before a title, these lead to the name and are no part of it.
_LEADERS = frozenset("请由和与给向找对致是为从让叫把被问告及、，。：户系谢访见接邀")
# Surnames that are prepositions, conjunctions or auxiliaries far more often: glued to a label they begin a
# sentence about it (客户和商家, 用户向平台).
_PARTICLES = frozenset("和于向方与及对从由给为是在有无同经时都将应能可须需以")

_COMMON_RANK = 600
_KNOWN_RANK = 2_600
# Characters of the surname column that are rarer than this are mostly given names in the wrong column
# (小 佳 天). The few real surnames among them, which the source counts under another writing:
_LEAST_PPM = 150
_RARE_SURNAMES = frozenset("萧闫阎佘翟")
_LONGEST = 4


@cache
def _surnames() -> frozenset[str]:
    rows = tables.rows("surnames")
    frequent = {name for name, ppm in rows if len(name) > 1 or float(ppm) >= _LEAST_PPM}
    return frozenset(frequent | _RARE_SURNAMES)


@cache
def _first_characters() -> frozenset[str]:
    """Return every character that a surname begins with, in both writings."""
    simple = {name[0] for name in _surnames()}
    return frozenset(simple | {chr(code) for code, form in _simplified().items() if form in simple})


@cache
def _given_ranks() -> dict[str, int]:
    return {row[0]: int(row[2]) for row in tables.rows("given_characters")}


@cache
def _words() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("ordinary_words"))


@cache
def _simplified() -> dict[int, str]:
    return {ord(row[0]): row[1] for row in tables.rows("traditional")}


def _simple(name: str) -> str:
    """Return *name* in simplified characters, which the tables are in, and without spaces inside."""
    return name.replace(" ", "").translate(_simplified())


_HAN_CHARACTER = re.compile(f"[{HAN}]")


def _is_han(character: str) -> bool:
    """Say whether this is a Chinese character; one is looked at, never the run that it begins."""
    return _HAN_CHARACTER.match(character) is not None


def surname_of(name: str) -> str:
    """Return the surname that *name* begins with, of two characters if it can be, "" if none."""
    known = _surnames()
    if len(name) > 2 and name[:2] in known:  # noqa: PLR2004
        return name[:2]
    return name[:1] if name[:1] in known else ""


def plausibility(name: str) -> float:
    """Return 0..1: how much two to four characters read as surname and given name, by the tables."""
    name = _simple(name)
    surname = surname_of(name)
    given = name[len(surname) :]
    if not surname or not 1 <= len(given) <= 2:  # noqa: PLR2004
        return 0.0
    ranks = _given_ranks()
    worst = max(ranks.get(character, _KNOWN_RANK * 2) for character in given)
    if worst <= _COMMON_RANK:
        return 1.0
    return 0.85 if worst <= _KNOWN_RANK else 0.6


def is_word(name: str) -> bool:
    """Say whether the characters are an ordinary word, or three that begin with one."""
    name = _simple(name)
    words = _words()
    return name in words or (len(name) > 2 and name[:2] in words)  # noqa: PLR2004


def after_label(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the name that begins at *position*, right behind a label and its colon.

    Glued to the label (`客户王伟`), it must be a likely name and no ordinary word: `客户高度重视` and
    `会员金卡` are none.
    """
    if text[position : position + 1] not in _first_characters():
        # Most labels are followed by no name at all; dotted names may begin with anything.
        dotted = _DOTTED.match(text, position)
        return dotted.span() if dotted else None
    dotted = _DOTTED.match(text, position)
    if dotted:
        return dotted.span()
    spaced = _SPACED.match(text, position)
    if spaced and plausibility(spaced.group()) == 1.0:
        return spaced.span()
    run = _RUN.match(text, position, position + _LONGEST_RUN)
    if run is None:
        return None
    characters = run.group()
    glued = bool(position) and _is_han(text[position - 1])
    best, best_score = 0, 0.0
    for length in range(2, min(_LONGEST, len(characters)) + 1):
        score = _ending(characters, length, glued=glued)
        if score > best_score:
            best, best_score = length, score
    if not best or (len(characters) > best and _ORGANISATION.search(characters)):
        return None
    return position, position + best


# Forms print names of two characters with a space between, to the width of three.
_SPACED = re.compile(rf"[{HAN}] {{1,2}}[{HAN}](?![{HAN}])")


def _ending(characters: str, length: int, *, glued: bool) -> float:
    """Return how well a name of this *length* ends here, 0 for not at all."""
    name = characters[:length]
    score = plausibility(name)
    if not score or (is_word(name) if glued else _simple(name) in _words()):
        return 0.0
    if glued and (score < 1.0 or name[0] in _PARTICLES):
        return 0.0
    rest = characters[length:]
    if not rest:
        return score + 1.0
    if _FOLLOWERS.match(rest):
        return score + 0.5
    # Nothing says that the name ends here; a long run of characters is rather a sentence.
    return 0.0


def before_title(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the full name that ends at *position*, where a title such as 先生 begins."""
    best, best_score = None, 0.0
    for length in range(2, _LONGEST + 1):
        start = position - length
        name = text[max(0, start) : position]
        if start < 0 or _RUN.fullmatch(name) is None or is_word(name):
            continue
        score = plausibility(name)
        before = text[start - 1] if start else ""
        if score and (not _is_han(before) or before in _LEADERS):
            score += 0.5
        elif score < 1.0 or name[0] in _PARTICLES:
            # Amid a sentence only a very likely name counts: 教师节祝老师 holds none.
            continue
        if score > best_score:
            best, best_score = (start, position), score
    return best


def whole_word(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a word at *position*, in the name of a file, that is wholly a name."""
    run = _RUN.match(text, position)
    if run is None or (position and _is_han(text[position - 1])):
        return None
    name = run.group()
    if 2 <= len(name) <= _LONGEST and plausibility(name) and not is_word(name):  # noqa: PLR2004
        return run.span()
    return None


def check(name: str) -> Checked:
    """Judge a name that was found: how common its characters are in names."""
    if "·" in name or name.isascii():
        return Checked("not_available")
    return Checked("not_available", max(plausibility(name), 0.6), ("surname is known",))
