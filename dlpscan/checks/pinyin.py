"""Whether Latin words read as a Chinese name in Hanyu Pinyin: `Wang Fang`, `Ouyang Mingzhu`."""

from __future__ import annotations

import re

# Initials and finals of Hanyu Pinyin (GB/T 16159-2012); combinations that do not exist are let pass.
_SYLLABLE = (
    "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|e|i|o|u|v))"
)
_GIVEN = re.compile(rf"{_SYLLABLE}(?:[-']?{_SYLLABLE}){{0,2}}", re.IGNORECASE)
# The pinyin of the 126 surnames that nine in ten people bear, and of the common compound ones.
_SURNAMES = frozenset(
    "bai cai cao chang chen cheng cui dai deng ding dong du duan fan fang feng fu gao gong gu guo han "
    "hao he hou hu huang jia jiang jin kang kong lai lei li liang liao lin liu long lu luo lv ma mao "
    "meng mo ni niu ouyang pan pang peng qian qiao qin qiu ren shao shen shi shu situ song su sun tan "
    "tang tao tian wan wang wei wen wu xia xiang xiao xie xiong xu xue yan yang yao ye yi yin you yu "
    "yuan zeng zhang zhao zheng zhong zhou zhu zhuge zou zuo".split()
)


# English words that are also pinyin: a name needs one part that is not.
_ENGLISH = frozenset(
    "you can long man she he pan fan hang ban sun song gang tang bang sang rang dan den ten men pen "
    "hen die lie tie pie sue due hue wan fun run gun nun ago me we be to do so no go in an on or ping "
    "king wing sing wen change lane line pane pine mine tune dune cone tone wine wide shine china "
    "range".split()
)


def is_name(words: str) -> bool:
    """Say whether two or three capitalised words are a surname and a given name, in either order."""
    parts = words.lower().split()
    if len(parts) < 2 or all(part in _ENGLISH for part in parts):  # noqa: PLR2004
        return False
    first, last = parts[0], parts[-1]
    is_given_behind = first in _SURNAMES and all(_GIVEN.fullmatch(part) for part in parts[1:])
    return is_given_behind or (last in _SURNAMES and all(_GIVEN.fullmatch(part) for part in parts[:-1]))


def is_account_name(word: str) -> bool:
    """Say whether *word* is a surname and one to three syllables, glued: `lixiaoming`, `wangfang88`."""
    lowered = word.lower().rstrip("0123456789")
    return any(
        lowered[:end] in _SURNAMES and _GIVEN.fullmatch(lowered, end) is not None
        for end in range(2, min(len(lowered), _LONGEST_SURNAME + 1))
    )


_LONGEST_SURNAME = 6
_SYLLABLES = re.compile(rf"{_SYLLABLE}{{2,6}}[0-9]{{0,4}}")


def is_syllables(word: str) -> bool:
    """Say whether *word* reads as two to six syllables without a gap, as in an account name: `lixiaoming`."""
    return _SYLLABLES.fullmatch(word.lower()) is not None
