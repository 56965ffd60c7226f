"""Disguised numbers are found with the offsets of what was written; what only resembles them is not."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable

import openpyxl
import pytest

from dlpscan import Scanner
from dlpscan.checks.iso7064 import mod_11_2
from dlpscan.checks.luhn import passes
from dlpscan.text import scattered

_BODY = "42010619850815271"
_ID = _BODY + mod_11_2(_BODY)
_CARD = next(f"622202020011223344{digit}" for digit in range(10) if passes(f"622202020011223344{digit}"))
_MOBILE = "13912345678"
_NUMBERS = {
    "CN_RESIDENT_ID": ("身份证号：", _ID),
    "BANK_CARD": ("银行卡号：", _CARD),
    "PHONE_NUMBER": ("手机：", _MOBILE),
}
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_FINANCIAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")


def _in_groups(number: str, sign: str, size: int = 4) -> str:
    return sign.join(number[at : at + size] for at in range(0, len(number), size))


def _every_third(number: str) -> str:
    return "".join(digit.translate(_HAN) if at % 3 == 1 else digit for at, digit in enumerate(number))


_DISGUISES: dict[str, Callable[[str], str]] = {
    "Chinese numerals": lambda number: number.translate(_HAN),
    "financial numerals": lambda number: number.translate(_FINANCIAL),
    "mixed numerals": _every_third,
    "circled digits": lambda number: number.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")),
    "decimal entities": lambda number: "".join(f"&#{ord(digit)};" for digit in number),
    "hexadecimal entities": lambda number: "".join(f"&#x{ord(digit):x};" for digit in number),
    "percent": lambda number: "".join(f"%{ord(digit):02X}" for digit in number),
    "percent twice": lambda number: "".join(f"%25{ord(digit):02X}" for digit in number),
    "unicode escapes": lambda number: "".join(f"\\u{ord(digit):04x}" for digit in number),
    "hexadecimal escapes": lambda number: "".join(f"\\x{ord(digit):02x}" for digit in number),
    "zero width": "\u200b".join,
    "wrapped": lambda number: f"{number[:8]}\n{number[8:]}",
    "wrapped with carriage return": lambda number: f"{number[:8]}\r\n{number[8:]}",
    "wrapped by a mail client": lambda number: f"{number[:7]}\n> {number[7:]}",
    "soft line break": lambda number: f"{number[:6]}=\n{number[6:]}",
    "hyphenated": lambda number: f"{number[:6]}-\n{number[6:]}",
    "a digit a line": "\n".join,
    "a digit a cell": "\t".join,
    "quoted cells": '","'.join,
    "underscores": lambda number: _in_groups(number, "_"),
    "slashes": lambda number: _in_groups(number, "/"),
    "bars": lambda number: _in_groups(number, " | "),
    "wide spaces": lambda number: _in_groups(number, "     "),
    "full stops": lambda number: _in_groups(number, "."),
    "full-width signs": lambda number: _in_groups(number, "，"),
}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """Return a scanner with everything on."""
    return Scanner()


def _found(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    return [
        (one.entity_type, text[one.start : one.end])
        for one in scanner.scan_text(text).findings
        if one.score >= 0.5
    ]


@pytest.mark.parametrize("kind", _NUMBERS)
@pytest.mark.parametrize("disguise", _DISGUISES)
def test_a_labelled_number_is_found_in_every_disguise(scanner: Scanner, disguise: str, kind: str) -> None:
    """The finding covers the disguise from its first to its last character, and nothing beside it."""
    label, number = _NUMBERS[kind]
    written = _DISGUISES[disguise](number)

    assert _found(scanner, f"客户资料\n{label}{written}\n谢谢") == [(kind, written)]


@pytest.mark.parametrize("disguise", _DISGUISES)
def test_a_resident_number_needs_no_label_in_any_disguise(scanner: Scanner, disguise: str) -> None:
    """Province, date and check digit are evidence enough."""
    written = _DISGUISES[disguise](_ID)

    assert _found(scanner, f"见下：{written} 。") == [("CN_RESIDENT_ID", written)]


@pytest.mark.parametrize("written", [_ID.replace("0", "O"), _ID.replace("1", "l"), f"{_BODY[:9]}\n{_ID[9:]}"])
def test_letters_for_digits_are_read_where_the_check_holds(scanner: Scanner, written: str) -> None:
    """O for 0 and l for 1 in a number whose check digit holds."""
    assert _found(scanner, f"见 {written} 。") == [("CN_RESIDENT_ID", written)]


@pytest.mark.parametrize("written", ["l39l2345678", "139O2345678", "1391234567O"])
def test_letters_for_digits_are_read_behind_a_label(scanner: Scanner, written: str) -> None:
    """A mobile number has no check digit, so the label must say what it is."""
    assert _found(scanner, f"手机：{written}。") == [("PHONE_NUMBER", written)]
    assert _found(scanner, f"型号 {written}。") == []


@pytest.mark.parametrize("sign", "XxⅩхХΧ×Ｘｘ✕")
def test_every_cross_is_the_check_character(scanner: Scanner, sign: str) -> None:
    """Cyrillic, Greek, full-width and Roman ten, and the sign of multiplication."""
    body = next(
        f"4201061985081{serial}" for serial in range(2000, 3000) if mod_11_2(f"4201061985081{serial}") == "X"
    )

    assert _found(scanner, f"身份证{body}{sign}。") == [("CN_RESIDENT_ID", body + sign)]


_RANDOM = random.Random(7)  # noqa: S311  (test data)
_NEAR_MISSES = {
    "a column of numbers of nine digits": "\n".join(str(_RANDOM.randrange(10**8, 10**9)) for _ in range(300)),
    "two short numbers on two lines": "工号\n13912\n345678\n",
    "halves of different fields": "分机：13912\n邮编：345678",
    "a row of readings": ",".join(str(_RANDOM.randrange(10, 1000)) for _ in range(500)),
    "dates and times": "2026-11-24 13:45:12,123\n2026-11-24 13:45:13,456\n" * 20,
    "addresses of machines": "\n".join(f"192.168.{one}.{200 - one}" for one in range(1, 99)),
    "coordinates": "116.404123,39.915119;121.473701,31.230416",
    "hashes": "\n".join(_RANDOM.randbytes(32).hex() for _ in range(50)),
    "integrity": "\n".join(f"sha512-{base64.b64encode(_RANDOM.randbytes(64)).decode()}" for _ in range(50)),
    "a picture": f"data:image/png;base64,{base64.b64encode(_RANDOM.randbytes(5000)).decode()}",
    "two tables side by side": "1391\t2345\t6781\n1392\t2346\t6782\n",
    "amounts": "合计 420,106,198,508,152,717 元，622,202,020,011.22",
    "counting": "一二三四五六七八九十，二〇二六年",
    "code": "for(var l10=0,O1=1;l10<1e6;l10++){a[l10|0]=O1<<10}" * 20,
}


@pytest.mark.parametrize("name", _NEAR_MISSES)
def test_what_resembles_a_disguise_is_not_found(scanner: Scanner, name: str) -> None:
    """Columns, lists, hashes, pictures and code hold many digits and no number."""
    assert _found(scanner, _NEAR_MISSES[name]) == []


def test_a_number_in_one_piece_is_not_stretched_over_the_next_line(scanner: Scanner) -> None:
    """A mobile number above another number stays as it is."""
    text = f"手机：{_MOBILE}\n85081527\n卡号：{_CARD}\n12"

    assert _found(scanner, text) == [("PHONE_NUMBER", _MOBILE), ("BANK_CARD", _CARD)]


def test_the_cells_of_a_form_grid_are_one_number_with_a_range(scanner: Scanner) -> None:
    """One character a cell in a CSV: the location is the range of its cells."""
    grid = (("身份证号码", _ID), ("备注", "x" * 18), ("其他", "y" * 18), ("签名", "z" * 18))
    rows = [",".join([name, *marks]) for name, marks in grid]
    result = scanner.scan_bytes("\n".join(rows).encode(), name="a.csv")

    assert [(one.entity_type, one.location.inside) for one in result.findings] == [
        ("CN_RESIDENT_ID", "B1:S1")
    ]


def test_a_grid_of_cells_is_read_over_the_tags_and_line_ends_of_a_page(scanner: Scanner) -> None:
    """Each cell of an HTML table on a line of its own: the label in the first cell counts."""
    cells = "\n".join(f"<td>{mark}</td>" for mark in ("手机号码", *_MOBILE))
    page = f"<html><body><table><tr>{cells}</tr></table></body></html>"
    result = scanner.scan_bytes(page.encode(), name="a.html")

    assert [(one.entity_type, one.label) for one in result.findings] == [("PHONE_NUMBER", "手机号码")]


def test_a_grid_of_cells_is_read_under_the_header_of_its_first_cell(scanner: Scanner) -> None:
    """A header over merged cells stands above the first; a row of digits is no header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "手机号码", *[None] * 10, "备注"])
    sheet.append(["王伟", *map(int, _MOBILE), "无"])
    data = io.BytesIO()
    book.save(data)
    result = scanner.scan_bytes(data.getvalue(), name="a.xlsx")

    assert [(one.entity_type, one.location.inside) for one in result.findings] == [
        ("PERSON", "Sheet!A2"),
        ("PHONE_NUMBER", "Sheet!B2:L2"),
    ]


def _in_base64(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    return [(one.entity_type, str(one.location)) for one in scanner.scan_text(text).findings]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_base64_in_a_text_is_a_document_of_its_own(scanner: Scanner, encoding: str) -> None:
    """The location says where the run stands, then the place in what it hides."""
    inner = base64.b64encode(f"客户身份证{_ID}".encode(encoding)).decode()

    assert _in_base64(scanner, f"日志\npayload={inner} ok") == [("CN_RESIDENT_ID", "2:9!base64!1:6")]


def test_base64_of_base64_is_read_and_counted_against_the_depth(scanner: Scanner) -> None:
    """Each layer is one container deeper; eleven are too deep, and said to be."""
    text = f"客户身份证号码{_ID}"
    for _ in range(2):
        text = base64.b64encode(text.encode()).decode()
    assert [kind for kind, _ in _in_base64(scanner, text)] == ["CN_RESIDENT_ID"]

    for _ in range(10):
        text = base64.b64encode(text.encode()).decode()
    assert [one.reason for one in scanner.scan_text(text).unscannable] == ["limit"]


def test_base64_is_read_over_lines_and_in_the_alphabet_of_addresses(scanner: Scanner) -> None:
    """Wrapped at 76 characters, or with - and _ and without padding."""
    inner = f"客户身份证号码{_ID}，谢谢？？？".encode() * 3
    wrapped = base64.encodebytes(inner).decode()
    in_address = base64.urlsafe_b64encode(inner).decode().rstrip("=")

    assert len(_in_base64(scanner, wrapped)) == 3
    assert len(_in_base64(scanner, f"https://a.example/?d={in_address}&x=1")) == 3


_ADVERSARIAL = {
    "digits and line ends": "12345678\n",
    "single digits over lines": "1\n",
    "commas": "1,",
    "letters": "1O",
    "quotes": "\n>",
    "separators": "1______",
    "numbers": "13912\n345678 a\n",
}


@pytest.mark.parametrize("name", _ADVERSARIAL)
def test_what_is_offered_does_not_grow_faster_than_the_text(name: str) -> None:
    """The digits offered to the recognisers are linear in the text, whatever it repeats."""
    offered: list[int] = []
    for size in (500, 2000):
        asked = []
        list(scattered.find(_ADVERSARIAL[name] * size, lambda digits: bool(asked.append(digits)) or True))  # noqa: B023
        offered.append(sum(map(len, asked)))

    assert offered[1] <= 4.5 * offered[0] + 100
    assert offered[1] <= 2 * len(_ADVERSARIAL[name] * 2000)
