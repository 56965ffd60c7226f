"""A big file read block by block gives what the same bytes give when they are read whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import dlpscan
from dlpscan import scanner as scanner_module
from dlpscan.extract import csv_table, text_stream

_SCANNER = dlpscan.Scanner(plugins=(), accelerate=False)
_PARTS = (
    "姓名：王伟，身份证号420106198508152717\n", "手机：\n13912345679\n", "普通的一行，没有什么。\n", "\n",
    "6222020200112230114 是银行卡\n", "plain English line without anything\n", "订单号：13912345679\n",
    "邮箱 li.na@corp.example 电话 0755-26991234\n", "x" * 60, "，",
)  # fmt: skip


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stream files of a few kilobytes as if they had gigabytes."""
    monkeypatch.setattr(scanner_module, "STREAMED_FROM", 100)
    monkeypatch.setattr(scanner_module, "HEAD_BYTES", 4_096)
    monkeypatch.setattr(text_stream, "_READ", 777)
    monkeypatch.setattr(text_stream, "_BLOCK", 3_000)
    monkeypatch.setattr(csv_table, "_PART", 1_000)
    monkeypatch.setattr(csv_table, "_LONGEST_CELL", 400)


def _places(result: dlpscan.ScanResult) -> list[tuple[object, ...]]:
    return [
        (one.entity_type, one.start, one.end, one.score, str(one.location), one.fingerprint, one.evidence)
        for one in result.findings
    ]


def _text(seed: int, size: int) -> str:
    random = Random(seed)  # noqa: S311  (not for secrets)
    return "".join(random.choice(_PARTS) for _ in range(size))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("seed", range(4))
def test_a_streamed_text_gives_the_findings_of_the_whole(tmp_path: Path, encoding: str, seed: int) -> None:
    """Offsets, lines, scores and evidence are those of the whole text, in every encoding."""
    data = _text(seed, 900).encode(encoding)
    path = tmp_path / "big.txt"
    path.write_bytes(data)
    whole = _SCANNER.scan_bytes(data, name=str(path))
    streamed = _SCANNER.scan_path(path)

    assert _places(streamed) == _places(whole)
    assert streamed.unscannable == whole.unscannable
    assert streamed.bytes == len(data)


def test_the_first_chinese_character_tells_the_encoding(tmp_path: Path) -> None:
    """A file whose head is ASCII may still be GBK."""
    path = tmp_path / "late.txt"
    path.write_bytes(b"nothing here\n" * 900 + "身份证号：420106198508152717 王伟\n".encode("gbk") * 3)
    result = _SCANNER.scan_path(path)

    assert [one.entity_type for one in result.findings].count("CN_RESIDENT_ID") == 3
    assert result.unscannable == ()


def test_bytes_that_fit_no_encoding_are_reported(tmp_path: Path) -> None:
    """What does not decode is a doubt, and what stands around it is found."""
    path = tmp_path / "torn.txt"
    path.write_bytes(
        "客户手机：13912345679\n".encode() * 300 + b"\xff\xfe\xfa\n" + b"ID 420106198508152717\n"
    )
    result = _SCANNER.scan_path(path)

    assert [one.reason for one in result.unscannable] == ["ambiguous"]
    assert result.counts["CN_RESIDENT_ID"] == 1


def test_an_endless_line_is_cut(tmp_path: Path) -> None:
    """A line longer than a block is cut anywhere, and each value is found once."""
    path = tmp_path / "line.txt"
    path.write_text("甲乙丙，手机13912345679；" * 2_000, encoding="utf-8")

    assert _SCANNER.scan_path(path).counts == {"PHONE_NUMBER": 2_000}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_streamed_table_keeps_its_header(tmp_path: Path, newline: str) -> None:
    """Rows far from the header are read under its names, quoted line ends belong to their cells."""
    rows = ["编号,证件号码,备注"]
    rows += [f'{number},420106198508152717,"第{number}行{newline}两行"' for number in range(800)]
    data = newline.join(rows).encode()
    path = tmp_path / "big.csv"
    path.write_bytes(data)
    whole, streamed = _SCANNER.scan_bytes(data, name=str(path)), _SCANNER.scan_path(path)

    assert _places(streamed) == _places(whole)
    assert streamed.counts == {"CN_RESIDENT_ID": 800}
