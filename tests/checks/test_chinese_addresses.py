"""Where an address ends, and what is none."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import strategies as made
from hypothesis import given, settings

from dlpscan.checks import chinese_addresses

fixed = settings(derandomize=True, max_examples=300, deadline=None, database=None)


@pytest.mark.parametrize(
    "behind", ["", "已登记", "，电话", " 张三 13912345679", "\n", "。", "联系人张三", "的客户"]
)
def test_an_address_ends_with_its_last_part(behind: str) -> None:
    """Sentence, comma, name, phone or line end behind it: none belongs to the address."""

    @fixed
    @given(made.addresses)
    def holds(address: str) -> None:
        assert chinese_addresses.chinese(address + behind, 0) == (0, len(address))

    holds()


@pytest.mark.parametrize(
    "text", ["见附件", "同上", "公司办公室", "http://example.com", "无", "", "of the server"]
)
def test_what_has_no_place_is_no_address(text: str) -> None:
    """A building alone, a sentence or a link is none."""
    assert chinese_addresses.chinese(text, 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江苏省南京市", (3, 1)),
        ("江苏南京", (2, 1)),
        ("内蒙古自治区锡林郭勒盟", (6, 1)),
        ("中山路88号", (0, 0)),
        ("北京西路1号", (0, 0)),
        ("南京大学", (0, 0)),
    ],
)
def test_short_names_of_divisions_are_none_before_a_road(text: str, expected: tuple[int, int]) -> None:
    """中山 is a city, 中山路 a road in any city."""
    assert chinese_addresses.division(text, 0) == expected


def test_short_names_of_counties_count_behind_another_division() -> None:
    """和平 and 海淀 alone are words; 北京海淀 is a place."""
    assert chinese_addresses.division("北京海淀", 2) == (2, 0)
    assert chinese_addresses.division("北京海淀", 2, inside=True) == (4, 3)


def test_an_address_glued_to_its_label_needs_a_division_or_road_and_number() -> None:
    """地址空间分区 is no address, 地址三里河路12号 is one, and its numeral belongs to it."""
    assert chinese_addresses.chinese("地址空间分区", 2) is None
    assert chinese_addresses.chinese("地址三里河路12号", 3) == (2, 9)


@pytest.mark.parametrize(
    ("value", "factor"),
    [
        ("江苏省南京市玄武区中山路88号", 1.0),
        ("江苏省南京市", 0.75),
        ("中山路", 0.65),
        ("凉塘村", 0.6),
        ("南京市", 0.45),
        ("空间分区", 0.45),
        ("第3期", 0.45),
        ("88 Zhongshan Road, Nanjing", 0.95),
    ],
)
def test_the_score_rises_with_what_the_address_holds(value: str, factor: float) -> None:
    """A lone city or an unknown area is below the score of a report."""
    judged = chinese_addresses.check(value)

    assert judged is not None
    assert judged.factor == factor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("88 Zhongshan Road, Nanjing", "88 Zhongshan Road, Nanjing"),
        (
            "Room 1203, No. 88 Zhongshan Road, Nanjing. Please call",
            "Room 1203, No. 88 Zhongshan Road, Nanjing",
        ),
        ("12 St. James Rd., London Tel 1", "12 St. James Rd., London"),
        ("of the server in 4 steps, the Road", ""),
        ("Building, Nanjing", ""),
        ("0x1f Drive", ""),
    ],
)
def test_english_addresses_need_a_street_with_a_number(text: str, expected: str) -> None:
    """Pieces between commas, up to the sentence's end; prose about addresses is none."""
    span = chinese_addresses.english(text, 0)

    assert (text[span[0] : span[1]] if span else "") == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("送到南京市玄武区中山路88号3栋502室", "8号", "南京市玄武区中山路88号3栋502室"),
        ("我家在中山路88号3栋502室", "8号", "中山路88号3栋502室"),
        ("位于湖北武汉银城路7号。", "7号", "湖北武汉银城路7号"),
        ("高新区科发路269号A2栋", "9号", "高新区科发路269号A2栋"),
        ("南京地铁3号线", "3号", ""),
        ("第3号令", "3号", ""),
        ("3月1号南京市发布", "1号", ""),
        ("中山路88号3栋", "3栋", ""),
    ],
)
def test_an_address_without_a_label_is_read_from_its_first_number(text: str, at: str, expected: str) -> None:
    """It begins with a division, behind a leading word, or with the clause; later numbers add none."""
    span = chinese_addresses.in_prose(text, text.index(at))

    assert (text[slice(*span)] if span else "") == expected


@pytest.mark.parametrize(
    "unit", ["省", "南京市", "路8号", "中山路", "8号", "（", " ", "A座", "南京 ", "Road, ", "88 "]
)
@pytest.mark.parametrize(
    "find",
    [
        chinese_addresses.in_prose,
        chinese_addresses.whole_field,
        chinese_addresses.in_english_prose,
        chinese_addresses.chinese,
        chinese_addresses.english,
    ],
)
def test_the_cost_of_a_look_does_not_grow_with_the_text(
    find: Callable[[str, int], tuple[int, int] | None], unit: str
) -> None:
    """A hundred looks into the middle of a megabyte take less than two seconds, whatever it repeats."""
    text = unit * (1_000_000 // len(unit))
    middle = len(text) // 2
    find(text, middle)
    begin = time.perf_counter()
    for offset in range(100):
        find(text, middle + offset)

    assert time.perf_counter() - begin < 2
