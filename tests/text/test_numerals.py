"""Numbers in Chinese numerals are read as digits; prose is not."""

from __future__ import annotations

import pytest

from dlpscan.text.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("电话一三九一二三四五六七八。", "电话13912345678。"),
        ("壹叁玖壹贰叁肆伍陆柒捌", "13912345678"),
        ("壹參玖壹貳參肆伍陸柒捌", "13912345678"),
        ("幺三九〇零两三四五六拐", "13900234567"),
        ("1三9一2三4五6七8", "13912345678"),
        ("138一二三四5678", "13812345678"),
        ("138 1234 五六七八", "138 1234 5678"),
        ("四二〇一〇六-一九八五〇八一五-二七一X", "420106-19850815-271X"),
        ("①③⑨①②③④⑤⑥⑦⑧", "13912345678"),
        ("１３９一二三四５６７８", "13912345678"),
        ("一\u200b三九一二三四五六七八", "13912345678"),
    ],
)
def test_a_long_run_of_numerals_is_a_number(text: str, folded: str) -> None:
    """Everyday, financial and spoken numerals, alone or among digits, are digits of one number."""
    assert fold(text).text == folded


@pytest.mark.parametrize(
    "text",
    [
        "二〇二六年十一月二十四日",
        "三三两两，七七八八，一五一十",
        "其中之一13812345678",
        "①13812345678",
        "第二十一条 一九四九",
        "12345678二期",
        "H₂O、m²、x³ 1234567",
        "一、二、三、四、五、六、七、八",
    ],
)
def test_prose_keeps_its_numerals(text: str) -> None:
    """Years, idioms, list marks and words beside a number stay as they are."""
    assert fold(text).text == text
