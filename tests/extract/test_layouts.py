"""Tables and inserts inside plain text: rows, labels of columns, places, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import dlpscan
from dlpscan import scanner as scanner_module
from dlpscan.extract import text_stream
from dlpscan.extract.csv_table import CsvTable
from dlpscan.extract.layouts import Layouts
from dlpscan.model import Document, Location, Segment

_SCANNER = dlpscan.Scanner(plugins=(), accelerate=False)


def _parts(text: str) -> list[Segment]:
    return [*Layouts().parts(Segment(text, Location(), line=1))]


def _rows(text: str) -> list[dict[str, str]]:
    """Return what each row has under each label."""
    found = []
    for one in _parts(text):
        if one.kind == "row":
            ends = [*(piece.start for piece in one.pieces[1:]), len(one.text)]
            found.append(
                {
                    piece.label: one.text[piece.start : end].strip(" \r\n|│,;()'\t")
                    for piece, end in zip(one.pieces, ends, strict=True)
                    if piece.label
                }
            )
    return found


TABLES: dict[str, str] = {
    "Markdown": "| 姓名 | 手机 |\n|---|:-:|\n| 王伟 | 139 |\n| 李娜 | 177 |\n",
    "Markdown without edges": "姓名 | 手机\n--- | ---\n王伟 | 139\n李娜 | 177\n",
    "quoted": "> | **姓名** | `手机` |\n> |---|---|\n> | 王伟 | 139 |\n> | 李娜 | 177 |\n",
    "in a comment": "# | 姓名 | 手机 |\n# |---|---|\n# | 王伟 | 139 |\n# | 李娜 | 177 |\n",
    "org": "| 姓名 | 手机 |\n|---+---|\n| 王伟 | 139 |\n| 李娜 | 177 |\n",
    "psql": "  姓名  | 手机\n--------+------\n   王伟 |  139\n   李娜 |  177\n(2 rows)\n",
    "mysql": "+--+--+\n| 姓名 | 手机 |\n+--+--+\n| 王伟 | 139 |\n| 李娜 | 177 |\n+--+--+\n",
    "grid": "+--+--+\n| 姓名 | 手机 |\n+==+==+\n| 王伟 | 139 |\n+--+--+\n| 李娜 | 177 |\n+--+--+\n",
    "box": "┌─┬─┐\n│ 姓名 │ 手机 │\n├─┼─┤\n│ 王伟 │ 139 │\n├─┼─┤\n│ 李娜 │ 177 │\n└─┴─┘\n",
    "heavy box": "┏━┳━┓\n┃ 姓名 ┃ 手机 ┃\n┡━╇━┩\n│ 王伟 │ 139 │\n│ 李娜 │ 177 │\n└─┴─┘\n",
    "CRLF": "| 姓名 | 手机 |\r\n|---|---|\r\n| 王伟 | 139 |\r\n| 李娜 | 177 |\r\n",
    "INSERT of two rows": "INSERT INTO `t` (`姓名`, \"手机\") VALUES\n ('王伟', '139'),\n ('李娜', 177);\n",
    "two INSERTs": "insert into t(姓名,手机) values('王伟','139');"
    "insert into t(姓名,手机) values('李娜','177');",
    "dump": "CREATE TABLE `t` (\n `姓名` decimal(9,2) COMMENT 'a,b',\n `手机` text,\n PRIMARY KEY (`a`)\n);\n"
    "INSERT INTO `t` VALUES ('王伟','139'),('李娜','177');\n",
    "COPY": "COPY public.t (姓名, 手机) FROM stdin;\n王伟\t139\n李娜\t177\n\\.\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
@pytest.mark.parametrize("before", ["", "客户名单如下。\n\n"])
def test_columns_name_the_cells_of_each_row(text: str, before: str) -> None:
    """However a table is drawn, each row is a segment, and each cell stands under its column."""
    assert _rows(before + text) == [{"姓名": "王伟", "手机": "139"}, {"姓名": "李娜", "手机": "177"}]


@pytest.mark.parametrize(
    "text",
    [
        "|姓名|手机|\n|王伟|13912345679|\n|李娜|17712345670|\n",
        "||姓名||手机||\n|王伟|13912345679|\n|李娜|17712345670|\n",
        "姓名 | 手机\n王伟 | 13912345679\n李娜 | 17712345670\n完\n",
    ],
)
def test_a_table_needs_no_lines_if_it_holds_data(text: str) -> None:
    """A header above rows of as many cells is a table."""
    assert _rows(text) == [{"姓名": "王伟", "手机": "13912345679"}, {"姓名": "李娜", "手机": "17712345670"}]


NO_TABLES = (
    "def f(a: int | None, b: str | int) -> x | y:\n    return a | b\n",
    "cat access.log | grep 12345 | wc -l\nps aux | grep 123456 | sort -u\n",
    "2026-01-01 10:00 | INFO | start\n2026-01-01 10:01 | INFO | order 1234567\n",
    "INFO | main | start\nINFO | main | order 1234567\n",
    "Either | or\n\nis a matter of taste.\n",
    "Title\n-----\n\ntext | more text\n",
    "---\na: 1\n---\nb: |\n  text\n",
    "INSERT INTO t (a, b) SELECT a, b FROM c WHERE x = ('1');\n",
    "INSERT INTO t VALUES ('no', 'names');\n",
    "INSERT INTO t (a, b) VALUES (?, 'never closed\n",
    "insert the values (1, 2) into the table\n",
    "| 项目 | 内容 |\n|---|---|\n| 姓名 | 王伟 |\n| 手机 | 13912345679 |\n",
    "| 姓名 | 手机 |\n| 地址 | 邮编 |\n",
)


@pytest.mark.parametrize("text", NO_TABLES)
def test_what_is_no_table_stays_one_text(text: str) -> None:
    """Bars in code, logs and prose, forms, and statements without columns are left alone."""
    segment = Segment(text, Location(), line=1)

    assert [*Layouts().parts(segment)] == [segment]


def test_an_empty_cell_gives_its_label_to_nothing() -> None:
    """The next cell would read it as its own."""
    assert _rows(" 手机 | 备注\n----+----\n | 13912345679\n") == [{"备注": "13912345679"}]


def test_quotes_inside_values_end_no_value() -> None:
    """Doubled and escaped quotation marks, commas, brackets and calls belong to their values."""
    text = r"INSERT INTO t (a, b, c) VALUES ('x'',''y', TO_DATE('2020,1', 'Y'), N'it\'s (1)');"

    assert _rows(text) == [{"a": "x'',''y", "b": "TO_DATE('2020,1', 'Y'), N", "c": r"it\'s (1"}]


@pytest.mark.parametrize("text", [*TABLES.values(), *NO_TABLES])
def test_parts_are_slices_of_the_text(text: str) -> None:
    """Nothing with a word in it is lost, and offsets and lines are those of the whole."""
    text = f"前\n{text}后\n"
    parts = _parts(text)

    assert [text[one.offset : one.offset + len(one.text)] for one in parts] == [one.text for one in parts]
    assert all(one.line in (None, text.count("\n", 0, one.offset) + 1) for one in parts)
    left = list(text)
    for one in parts:
        left[one.offset : one.offset + len(one.text)] = [""] * len(one.text)
    assert not any(character.isalnum() for character in "".join(left))


@pytest.mark.parametrize("as_file", [True, False])
def test_findings_in_a_table_have_their_places(as_file: bool) -> None:  # noqa: FBT001
    """Offsets count from the beginning of the text, places are line and column; each row is a person."""
    text = (
        "客户：\n\n| 姓名 | 台胞证号 |\n|---|---|\n| 王伟 | 42345678 |\n| 李娜 | 42345679 |\n\n"
        "电话 13912345679\n"
    )
    result = _SCANNER.scan_bytes(text.encode()) if as_file else _SCANNER.scan_text(text)
    found = [
        (one.entity_type, text[one.start : one.end], one.location.inside)
        for one in result.findings
        if one.score >= 0.5
    ]

    assert found == [
        ("PERSON", "王伟", "5:3"),
        ("CN_TW_TRAVEL_PERMIT", "42345678", "5:8"),
        ("PERSON", "李娜", "6:3"),
        ("CN_TW_TRAVEL_PERMIT", "42345679", "6:8"),
        ("PHONE_NUMBER", "13912345679", "8:4"),
    ]
    assert [len(one.findings) for one in result.people] == [2, 2, 1]


def test_a_script_of_inserts_is_no_csv() -> None:
    """It has as many commas in each line; its columns are named in the statement."""
    text = "INSERT INTO t (seq, 台胞证号) VALUES (1, '42345678');\n" * 5

    assert not CsvTable().recognises(Document("t.sql", text.encode()))
    assert _SCANNER.scan_bytes(text.encode()).counts == {"CN_TW_TRAVEL_PERMIT": 5}


def test_an_allowing_comment_behind_a_row_counts() -> None:
    """The comment stands on the line of its row, which is one segment with it."""
    scanner = dlpscan.Scanner(plugins=(), accelerate=False, allow_comments=True)
    text = (
        "INSERT INTO t (姓名, 手机) VALUES\n('王伟', '13912345679'), -- dlpscan: allow test data\n"
        "('李娜', '17712345670');"
    )
    allowed = {text[one.start : one.end]: one.allowed for one in scanner.scan_text(text).findings}

    assert allowed["13912345679"] == "test data"
    assert allowed["17712345670"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "说明\n| 姓名 | 台胞证号 |\n|---|---|\n" + "| 王伟 | 42345678 |\n" * 900 + "完\n",
        "INSERT INTO t (姓名, 台胞证号) VALUES\n"
        + "('王伟', '42345678'),\n" * 900
        + "('李娜', '42345679');\n",
        "INSERT INTO t (姓名, 台胞证号) VALUES " + "('王伟','42345678')," * 900 + "('李娜','42345679');\n",
    ],
)
def test_a_table_goes_on_in_the_next_block(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is read block by block gives the findings of the whole, far from the header too."""
    monkeypatch.setattr(scanner_module, "STREAMED_FROM", 100)
    monkeypatch.setattr(scanner_module, "HEAD_BYTES", 4_096)
    monkeypatch.setattr(text_stream, "_READ", 777)
    monkeypatch.setattr(text_stream, "_BLOCK", 3_000)
    text = "第一行，没有什么。\n" * 5 + text
    path = tmp_path / "big.txt"
    path.write_text(text, encoding="utf-8")
    whole, streamed = _SCANNER.scan_text(text), _SCANNER.scan_path(path)

    assert streamed.counts == whole.counts
    assert whole.counts["CN_TW_TRAVEL_PERMIT"] >= 900
    assert [one.start for one in streamed.findings] == [one.start for one in whole.findings]


FLOODS = (
    "INSERT INTO t (a) VALUES (",
    "INSERT INTO t (a) VALUES ('",
    "INSERT INTO t (a) VALUES (\\'",
    "INSERT INTO t (a,b) VALUES (\"'",
    "INSERT INTO t (a) VALUES ('1'),",
    "INSERT CREATE TABLE t (a int,",
    "COPY t (a) FROM stdin;\n",
    "| a ",
    "\n|-",
    "\n+-+-",
    "ab | cd\nef | gh\n",
    "ab | cd\n1 | 12345\n",
    "\n| a |\n|---|",
)


@pytest.mark.parametrize("pattern", FLOODS)
def test_no_text_makes_a_line_be_read_again_and_again(pattern: str) -> None:
    """A text of 400,000 characters is cut in a moment, whatever it repeats; quadratic work takes minutes."""
    text = pattern * (400_000 // len(pattern))

    assert sum(len(one.text) for one in _parts(text)) > 0
