"""Where a name stands beside a word or number, and what it costs to look."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from dlpscan.checks import chinese_names, name_evidence

Find = Callable[[str, int], tuple[int, int] | None]


def _value(find: Find, text: str, position: int) -> str:
    span = find(text, position)
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("王伟投诉", "投诉", "王伟"),
        ("王伟已投诉", "投诉", "王伟"),
        ("由王伟负责", "负责", "王伟"),
        ("联系王伟。", "联系", "王伟"),
        ("王伟的手机", "的手机", "王伟"),
        ("欧阳明珠女士", "女士", "欧阳明珠"),
        ("王国强先生", "先生", "王国强"),
        ("客户要求", "要求", ""),
        ("方可申请", "申请", ""),
        ("应当提出", "提出", ""),
        ("和学校校长", "校长", ""),
        ("林业主管部门", "主管", ""),
        ("先生", "先生", ""),
    ],
)
def test_a_name_beside_a_word(text: str, word: str, expected: str) -> None:
    """Before a title, verb or possession, or behind a role; ordinary words are none."""
    assert _value(name_evidence.beside_word, text, text.index(word)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王伟13912345678", "王伟"),
        ("王伟，男，身份证号码13912345678", "王伟"),
        ("王胜男13912345678", "王胜男"),
        ("13912345678（王伟）", "王伟"),
        ("全部13912345678", ""),
        ("time 13912345678", ""),
        ("13912345678", ""),
    ],
)
def test_a_name_beside_a_number(text: str, expected: str) -> None:
    """Glued, or with labels, sex and signs between; 男 may be of the name."""
    assert _value(name_evidence.beside_number, text, text.index("139")) == expected


@pytest.mark.parametrize("number", ["139123456789", "20241124101500", "1391234567"])
def test_other_numbers_are_no_evidence(number: str) -> None:
    """Twelve digits, a time or ten digits are no number of a person."""
    assert name_evidence.beside_number(f"王伟{number}", 2) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王伟要求退款", "王伟"),
        ("王小明的手机", "王小明"),
        ("王伟性别男", "王伟"),
        ("买买提·艾力提出异议", "买买提·艾力"),
        ("方圆", "方圆"),
        ("张女士", ""),
        ("某某科技有限公司", ""),
    ],
)
def test_where_a_name_behind_a_label_ends(text: str, expected: str) -> None:
    """Before the word that goes on; a surname with a title is not read as a full name."""
    assert _value(name_evidence.after_label, "姓名：" + text, 3) == expected


def test_the_surname_and_title_of_a_field() -> None:
    """联系人：王先生 holds a name of its own kind; amid a sentence it does not count."""
    assert name_evidence.surname_and_title("联系人：王先生", 4) == (4, 7)
    assert name_evidence.surname_and_title("委托人王先生", 3) is None


@pytest.mark.parametrize(("name", "expected"), [("王伟", 1.0), ("张三", 1.0), ("王某", 0.0), ("小王", 0.0)])
def test_plausibility(name: str, expected: float) -> None:
    """Common names, the names of examples, names made anonymous, nicknames."""
    assert chinese_names.plausibility(name) == expected


@pytest.mark.parametrize(
    "unit", ["王", "王伟", "·", "王·", "A ", "的手机", "13912345678", " ", "王伟，", "先生"]
)
@pytest.mark.parametrize(
    "find",
    [
        name_evidence.after_label,
        name_evidence.beside_word,
        name_evidence.beside_number,
        name_evidence.before_mailbox,
        name_evidence.pinyin_name,
        name_evidence.foreign,
        name_evidence.surname_and_title,
        name_evidence.whole_word,
    ],
)
def test_the_cost_of_a_look_does_not_grow_with_the_text(find: Find, unit: str) -> None:
    """A thousand looks into the middle of a megabyte take less than two seconds, whatever it repeats."""
    text = unit * (1_000_000 // len(unit))
    middle = len(text) // 2
    find(text, middle)
    begin = time.perf_counter()
    for offset in range(1_000):
        find(text, middle + offset)

    assert time.perf_counter() - begin < 2
