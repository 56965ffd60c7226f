"""Whether Latin words read as a person's name: in Hanyu Pinyin, in other spellings, or by tables of names.

The other spellings are those of Hong Kong, Macau, Taiwan and South-East Asia. `Wang Fang`, `WANG Fang`,
`Fang Wang`, `Chan Tai Man`, `Wang Xiao-ming` and `John Smith` all need a label or title beside them: which
words are names in English nothing but the place can tell.
"""

from __future__ import annotations

import re
from functools import cache

from dlpscan.checks import tables

# Initials and finals of Hanyu Pinyin (GB/T 16159-2012); combinations that do not exist are let pass.
_SYLLABLE = (
    "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou"
    "|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|e|i|o|u|v|ü))"
)
# A syllable of Cantonese, Hokkien or Wade-Giles as passports spell it: Tai, Kwok, Siew, Hsien, Tzu.
_OTHER_SYLLABLE = (
    "(?:(?:chh?|sh|ts|tz|hs|kw|gw|ng|th|[bcdfghjklmnpqrstwxyz])?"
    "(?:[aeiou]{1,2}|ieu|iew|uay)(?:ng|ck|[nmkpthwy])?)"
)
# The pinyin of the 126 surnames that nine in ten people bear, of further ones, and of compound ones.
_SURNAMES = frozenset(
    "an bai bao bi bian bo cai cao cen chai chang chen cheng chi chu cui dai deng ding dong dou du duan "
    "fan fang fei feng fu gan gao ge geng gong gou gu guan guo han hao he hong hou hu hua huang huo ji "
    "jia jian jiang jiao jie jin jing ju kang ke kong kuang lai lan lang lei leng li lian liang liao lin "
    "ling liu long lou lu luo lv lü lyu ma mao mei meng mi miao min mo mu nie ning niu ouyang pan pang "
    "pei peng pi pu qi qian qiang qiao qin qiu qu quan ran rao ren rong ruan rui shang shangguan shao "
    "she shen sheng shi shu si sima situ song su sui sun tan tang tao teng tian tong tu wan wang wei wen "
    "weng wu xi xia xiahou xian xiang xiao xie xin xing xiong xu xuan xue yan yang yao ye yi yin ying "
    "you yu yuan yue yun zang zeng zha zhai zhan zhang zhao zhen zheng zhong zhou zhu zhuang zhuge zhuo "
    "zong zou zu zuo huangfu dongfang linghu murong yuwen".split()
)
# Spellings of Hong Kong, Macau, Taiwan, Singapore and Malaysia.
_OTHER_SURNAMES = frozenset(
    "chan tan lam lim wong ng ooi cheung cheong teo lee ong goh lau low cheng tay leung neo choi chua "
    "tsai hui koh ho kwok kwan kwong yeung yip ip tsang tse mak fung chow chou chu yuen szeto au "
    "au-yeung auyeung tang so to poon siu hung lui mok lo law chiu shum sham tong wai yap yeo yong foo "
    "sim seah quek toh heng chia ang phua hsu hsieh chang huang hsiao kuo yeh tseng chiang chung lai loh "
    "loke chin chong liew liow khoo kho gan gao hoo hon kam kan ko ku kuan kwan lok man moy ngai pak pun "
    "sek shek sit soo sung sze tam ting tsui tsoi tsz tung wan woo yam yan yau yim yiu yue yung chak "
    "cham che chuang kao peng shih wei weng liang loong leong soh see sia tham thong".split()
)
# English words that are also syllables: a name needs one part that is not.
_ENGLISH = frozenset(
    "you can long man she he pan fan hang ban sun song gang tang bang sang rang dan den ten men pen hen "
    "die lie tie pie sue due hue wan fun run gun nun ago me we be to do so no go in an on or ping king "
    "wing sing wen change lane line pane pine mine tune dune cone tone wine wide shine china range how "
    "low see sit soon too top tip tap hot hit hat pot pack pick luck lock look book took hook cook week "
    "weak seek teen keen noon moon food good tea sea key pay say way day may new now law raw saw not net "
    "not get got let lot set sat ship shop chip chat that then than thin think thank yes yet young tong "
    "ring hong kong macau bank main mean gain pain ran ten hi hey key code note time name type size page "
    "file node date data base case use user root home host port test team item unit list menu link tag "
    "tool sign".split()
)


@cache
def _pinyin_given() -> re.Pattern[str]:
    return re.compile(rf"{_SYLLABLE}(?:[-']?{_SYLLABLE}){{0,2}}")


@cache
def _other_given() -> re.Pattern[str]:
    return re.compile(rf"{_OTHER_SYLLABLE}(?:-{_OTHER_SYLLABLE})?")


@cache
def _latin(kind: str) -> frozenset[str]:
    return frozenset(name for name, found in tables.rows("latin_names") if found in (kind, "both"))


_MOST_PARTS = 4


def is_name(words: str) -> bool:
    """Say whether two to four capitalised words are a Chinese surname and given name, in either order.

    A comma or, on tickets, a slash may stand behind the surname.
    """
    parts = words.lower().replace(",", " ").replace("/", " ").split()
    if not 2 <= len(parts) <= _MOST_PARTS or all(part in _ENGLISH for part in parts):  # noqa: PLR2004
        return False
    first, last = parts[0], parts[-1]
    if first in _SURNAMES and len(parts) <= 3 and _all(_pinyin_given(), parts[1:]):  # noqa: PLR2004
        return True
    if last in _SURNAMES and len(parts) <= 3 and _all(_pinyin_given(), parts[:-1]):  # noqa: PLR2004
        return True
    if first in _OTHER_SURNAMES and len(parts) <= 3 and _all(_other_given(), parts[1:]):  # noqa: PLR2004
        return True
    if last in _OTHER_SURNAMES and _all(_other_given(), parts[:-1]):
        return True
    # David Wong, Peter Chan Tai Man, Chan Tai Man Peter
    surnames = _SURNAMES | _OTHER_SURNAMES
    if first in _latin("first") and (last in surnames or parts[1] in surnames):
        return True
    return len(parts) > 2 and first in surnames and last in _latin("first")  # noqa: PLR2004


def _all(given: re.Pattern[str], parts: list[str]) -> bool:
    return all(given.fullmatch(part) for part in parts)


def is_latin_name(words: str, *, strict: bool) -> bool:
    """Say whether two to four words are a given name and a family name of the tables.

    Where not *strict*, one of the two is enough, since the label leaves little doubt.
    """
    parts = words.lower().replace(",", " ").split()
    if not 2 <= len(parts) <= _MOST_PARTS:  # noqa: PLR2004
        return False
    if "," in words:
        parts = [*parts[1:], parts[0]]
    has_first, has_last = parts[0] in _latin("first"), parts[-1].split("-")[-1] in _latin("last")
    return (has_first and has_last) if strict else (has_first or has_last)


def is_account_name(word: str) -> bool:
    """Say whether *word* is a surname and one to three syllables, glued: `lixiaoming`, `wangfang88`."""
    lowered = word.lower().rstrip("0123456789")
    return any(
        lowered[:end] in _SURNAMES and _pinyin_given().fullmatch(lowered, end) is not None
        for end in range(2, min(len(lowered), _LONGEST_SURNAME + 1))
    )


_LONGEST_SURNAME = 6


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(rf"{_SYLLABLE}{{2,6}}[0-9]{{0,4}}")


def is_syllables(word: str) -> bool:
    """Say whether *word* reads as two to six syllables without a gap, as in an account name: `lixiaoming`."""
    return _syllables().fullmatch(word.lower()) is not None
