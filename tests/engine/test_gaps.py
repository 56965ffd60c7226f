"""What may stand between a label and its value, and what may not."""

from __future__ import annotations

import pytest

import dlpscan

_SCANNER = dlpscan.Scanner(plugins=(), accelerate=False)


def _labelled(text: str) -> list[str]:
    return [text[one.start : one.end] for one in _SCANNER.scan_text(text).findings if one.score >= 0.5]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("台胞证号# 42345678", "42345678"),
        ("台胞证号 is 42345678", "42345678"),
        ("QQ 2: 67868302", "67868302"),
        ("台胞证号 （必填）42345678", "42345678"),
        ("台胞证号（必填）：42345678", "42345678"),
        ("台胞证号（42345678）", "42345678"),
        ("驾驶证档案编号 (430161361160)", "430161361160"),
        ("姓名（王伟），已登记", "王伟"),
        ("姓名（必填）：王伟", "王伟"),
        ("Name (王伟)\n备注：无", "王伟"),
        ("香港护照（号码）：K12345678", "K12345678"),
        ("香港护照（号码）K12345678", "K12345678"),
        ("客户来电反馈，驾驶证档案编号：\n430161361160", "430161361160"),
        ("password is ugqpz#2243, please", "ugqpz#2243"),
    ],
)
def test_a_label_reaches_its_value(text: str, value: str) -> None:
    """Signs, verbs, counters, remarks and a line end behind a colon part a label from its value."""
    assert _labelled(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "客户来电反馈，驾驶证档案编号\n430161361160",
        "订单号：\n13912345679",
        "the customer is King",
        "台胞证号是否有效，请查 42345678",
    ],
)
def test_a_label_reaches_no_farther(text: str) -> None:
    """A line end without a colon, the label of something else and prose part them for good."""
    assert _labelled(text) == []
