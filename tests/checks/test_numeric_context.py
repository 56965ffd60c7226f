"""Eleven digits are a quantity in a row of figures, and a number of somebody in a row of a table."""

from __future__ import annotations

import pytest

from dlpscan.checks import numeric_context

_NUMBER = "13912345671"


@pytest.mark.parametrize(
    ("text", "is_quantity"),
    [
        ("{}", False),
        ("甲,{},北京", False),
        ("1,甲,{},30", False),
        ("13812345672,{},13712345673", False),
        ("{} 622848123456789012", False),
        ("phone={}", False),
        ("user: {}", False),
        ("?mobile={}&x=1", False),
        ("<tel>{}</tel>", False),
        ("1,2,{},4", True),
        ("0.5 {} 98.25", True),
        ("[11863373582, {}]", True),
        ("total = {}", True),
        ('"size": {},', True),
        ('"Value": "{}"', True),
        ("f({}, 2)", True),
        ("{} * 2", True),
        ("{} bytes", True),
        ("{}元", True),
        ("${}", True),
    ],
)
def test_what_stands_beside_decides(text: str, is_quantity: bool) -> None:  # noqa: FBT001
    """Operators, units, names of programs and rows of figures make a quantity; names and phones do not."""
    whole = text.replace("{}", _NUMBER)
    start = whole.index(_NUMBER)

    assert numeric_context.is_quantity(whole, start, start + len(_NUMBER)) is is_quantity
