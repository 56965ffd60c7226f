"""Writes the documents of the quality benchmark: what is hidden, in which words, in what kind of text.

    python benchmarks/quality/documents.py --seed 7 > documents.jsonl

A document is a text with a name, the items in it, and what is in it that only looks like an item. Everything is
drawn from the seed, so one seed gives one set; `held-out` seeds are those that nobody looks at while building.
"""

# ruff: noqa: E501, S608 (made text, one record a line, SQL among it)

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from classes import CLASSES
from invented import Maker
from kinds import ADDRESSED_BY, DISGUISES, ENCODED, KINDS, NAMED_BY, PLAIN, WHOLE_TEXT, Kind, like_x
from negatives import NEGATIVES


@dataclass(frozen=True)
class Item:
    """One hidden value: its type, its place in the text, how it is written and named.

    *anywhere* is set where the place cannot be compared, because the value is decoded first. *pointer* is the
    JSON pointer of the member that holds it, or the line of the page.
    """

    entity_type: str
    start: int
    end: int
    kind: str
    form: str
    context: str
    anywhere: bool = False
    pointer: str = ""


@dataclass
class Document:
    """One text with what is in it.

    *body* is where the text of a mail begins: its header is not judged. *also* are types that may rightly be
    found besides the items.
    """

    name: str
    carrier: str
    text: str
    items: list[Item] = field(default_factory=list)
    negative: str = ""
    body: int = 0
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.carrier.startswith("html"):
            lines = (self.text.count("\n", 0, item.start) + 1 for item in self.items)
            self.items = [
                replace(item, pointer=f"line {line}") for item, line in zip(self.items, lines, strict=True)
            ]


def main() -> int:
    """Print the documents as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for document in documents(options.seed, options.rounds):
        print(json.dumps(asdict(document), ensure_ascii=False))
    return 0


def documents(seed: int | str, rounds: int) -> Iterator[Document]:
    """Yield all documents: every kind, form and context *rounds* times, in carriers that are drawn."""
    make = Maker(seed)
    for _ in range(rounds):
        for kind in KINDS:
            yield from _forms(kind, make)
            yield from _contexts(kind, make)
            if kind.disguised:
                yield from _disguised(kind, make)
                yield from _damaged(kind, make)
        yield from _named(make)
        yield from _addressed(make)
        yield from _passport_pages(make)
        yield from _classes(make)
        for _ in range(12):
            yield from _records(make)
        for _ in range(6):
            yield _long(make)
        for negative in NEGATIVES:
            yield from _negatives(negative, make)
    for number, _ in enumerate(range(rounds * 4)):
        yield _plain(number, make)


# -- how a value is named ---------------------------------------------------------------------------

_ZH_CONTEXTS: dict[str, str] = {
    "label：": "{l}：{v}",
    "label:": "{l}:{v}",
    "label : ": "{l} : {v}",
    "label glued": "{l}{v}",
    "label space": "{l} {v}",
    "label 为": "{l}为{v}",
    "label 是": "{l}是{v}",
    "label=": "{l}={v}",
    "label（）": "{l}（{v}）",
    "【label】": "【{l}】{v}",
    "label：“”": "{l}：“{v}”",
    "label break": "{l}：\n{v}",
    "the label": "我的{l}是 {v}",
}
_EN_CONTEXTS: dict[str, str] = {
    "en label: ": "{l}: {v}",
    "en label": "{l} {v}",
    "en label is": "{l} is {v}",
    "en label #": "{l}# {v}",
    "en upper label": "{L}: {v}",
    "en label ()": "{l} ({v})",
}
_NO_NUMBER = frozenset(
    {"PERSON", "ADDRESS", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "CREDENTIAL", "CN_LICENCE_PLATE"}
)
_BARE = {
    "bare glued": "已登记{v}请核对",
    "bare spaced": "请核对 {v} 是否有误",
    "bare line": "\n{v}\n",
    "bare comma": "补充：{v}，谢谢",
    "bare en": "please check {v} again",
    "bare brackets": "（{v}）",
}
_NEAR = {"word nearby": "{l}我发你了，就是 {v} 这个", "word behind": "{v} 这是我的{l}"}
_SENTENCES = (
    "客户来电反馈，{i}，请尽快核实处理。",
    "您好，{i}，麻烦登记一下。",
    "补充资料如下：{i}。",
    "{i}；其余材料稍后补交。",
    "经核对，{i}，与系统一致。",
    "已收到申请（{i}），将于三日内答复。",
)
_EN_SENTENCES = (
    "Hello, {i}, please update the record.",
    "As requested: {i}. Regards",
    "The customer wrote that {i} and asked for a refund.",
    "Note {i}; see the attached form.",
)


def _carriers(*, chinese: bool) -> dict[str, tuple[str, Callable[[str, Maker], str]]]:
    """Return carriers of running text: name of the file, and a writer around an item."""
    sentences = _SENTENCES if chinese else _EN_SENTENCES
    return {
        "prose": ("note.txt", lambda item, m: m.random.choice(sentences).replace("{i}", item)),
        "chat": (
            "chat.txt",
            lambda item, m: (
                f"[10:{m.random.randrange(10, 60)}] 小助手: 请提供一下\n[10:59] 用户: {item}\n[11:02] 小助手: 好的，已记录"
            ),
        ),
        "log": (
            "app.log",
            lambda item, m: (
                f"2026-03-0{m.random.randrange(1, 9)} 10:11:12,345 INFO [worker-3] c.e.Service - request accepted {item} cost=12ms\n"
            ),
        ),
        "code": (
            "demo.py",
            lambda item, _: f"def test_create():\n    # {item}\n    assert create() is True\n",
        ),
        "form": ("form.txt", lambda item, _: f"申请表\n----------\n{item}\n备注：无\n"),
        "mail": ("mail.eml", lambda item, m: _mail(m.random.choice(sentences).replace("{i}", item))),
        "markdown": ("note.md", lambda item, _: f"# 记录\n\n- {item}\n- 状态：处理中\n"),
        "html": ("page.html", lambda item, _: f"<html><body><p>{item}</p></body></html>"),
    }


def _mail(body: str) -> str:
    return (
        "Date: Tue, 03 Mar 2026 10:11:12 +0800\nSubject: =?utf-8?B?6LWE5paZ?=\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    )


def _placed(
    kind: Kind,
    form: str,
    value: str,
    context: str,
    around: str,
    make: Maker,
    *,
    carrier: str = "",
    label: str = "",
    anywhere: bool = False,
) -> Document:
    """Return a document of running text with one value in it, *around* it its context."""
    chinese = not context.startswith(("en ", "bare en"))
    carriers = _carriers(chinese=chinese)
    if not carrier:
        fitting = [
            one for one in carriers if one not in ("log", "code", "html") or "\n" not in around + value
        ]
        carrier = make.random.choice(fitting)
    name, write = carriers[carrier]
    mark = "\x00"
    text = write(around.format(l=label, L=label.upper(), v=mark), make)
    start = text.index(mark)
    text = text.replace(mark, value)
    body = text.index("\n\n") + 2 if carrier == "mail" else 0
    item = Item(kind.entity_type, start, start + len(value), kind.name, form, context, anywhere)
    # To add somebody on WeChat is a signal as well.
    also = ("CHANNEL_INTENT",) if kind.entity_type in ("WECHAT_ID", "QQ_NUMBER") else ()
    return Document(name, carrier, text, [item], body=body, also=also)


def _forms(kind: Kind, make: Maker) -> Iterator[Document]:
    """Yield every form of the value behind a label, and bare where it needs none."""
    for form, write in kind.forms.items():
        label = make.random.choice(kind.zh)
        yield _placed(kind, form, write(kind.make(make), make), "label：", "{l}：{v}", make, label=label)
        label = make.random.choice(kind.en)
        yield _placed(kind, form, write(kind.make(make), make), "en label: ", "{l}: {v}", make, label=label)
        if kind.bare:
            context = make.random.choice(list(_BARE))
            yield _placed(kind, form, write(kind.make(make), make), context, _BARE[context], make)


def _contexts(kind: Kind, make: Maker) -> Iterator[Document]:
    """Yield the usual form in every context, and as cell and member."""
    for contexts, labels in ((_ZH_CONTEXTS, kind.zh), (_EN_CONTEXTS, kind.en)):
        for context, around in contexts.items():
            label, value = make.random.choice(labels), kind.make(make)
            if context == "label glued" and value[0].isascii() and value[0].isalpha() and label[-1].isascii():
                continue
            if context == "en label #" and kind.entity_type in _NO_NUMBER:
                continue
            yield _placed(kind, next(iter(kind.forms)), value, context, around, make, label=label)
    if kind.bare:
        for context, around in _BARE.items():
            yield _placed(kind, next(iter(kind.forms)), kind.make(make), context, around, make)
        for context, around in _NEAR.items():
            label = make.random.choice(kind.zh)
            yield _placed(kind, next(iter(kind.forms)), kind.make(make), context, around, make, label=label)
    form = make.random.choice(list(kind.forms))
    for carrier in _TABLES:
        if not _breaks(kind, carrier):
            yield table([(kind, form)], 3, carrier, make)


def _disguised(kind: Kind, make: Maker) -> Iterator[Document]:
    forms = dict(DISGUISES)
    if kind.entity_type == "CN_RESIDENT_ID":
        forms["look-alike X"] = like_x
    for form, write in forms.items():
        value = kind.make(make)
        while form == "look-alike X" and value[-1] != "X":
            value = kind.make(make)
        carrier = make.random.choice(("prose", "chat", "mail", "form"))
        label = make.random.choice(kind.zh)
        yield _placed(
            kind, form, write(value, make), "label：", "{l}：{v}", make, label=label, carrier=carrier
        )
        if form in ("full width", "zero width", "look-alike X"):
            yield _placed(
                kind, form, write(value, make), "bare spaced", _BARE["bare spaced"], make, carrier=carrier
            )
    for form, write in ENCODED.items():
        carrier = "html" if form == "HTML entities" else make.random.choice(("prose", "log", "chat"))
        label = make.random.choice(kind.zh)
        yield _placed(
            kind,
            form,
            write(kind.make(make), make),
            "label：",
            "{l}：{v}",
            make,
            label=label,
            carrier=carrier,
            anywhere=True,
        )
    for form, encode in WHOLE_TEXT.items():
        inner = _placed(
            kind,
            form,
            kind.make(make),
            "label：",
            "{l}：{v}",
            make,
            label=make.random.choice(kind.zh),
            carrier="prose",
            anywhere=True,
        )
        yield Document(
            "blob.txt",
            "encoded",
            f"附件内容如下\n{encode(inner.text)}\n",
            [Item(kind.entity_type, 0, 0, kind.name, form, "label：", anywhere=True)],
        )
    value = kind.make(make)
    header = ",".join(["序号", make.random.choice(kind.keys)] + [""] * (len(value) - 1))
    text = f"{header}\n" + "".join(f"{row},{','.join(value)}\n" for row in (1,))
    start = text.index("\n1,") + 3
    yield Document(
        "cells.csv",
        "csv",
        text,
        [
            Item(
                kind.entity_type,
                start,
                start + 2 * len(value) - 1,
                kind.name,
                "one digit per cell",
                "column",
                anywhere=True,
            )
        ],
    )


def _damaged(kind: Kind, make: Maker) -> Iterator[Document]:
    """Yield numbers as Excel leaves them: what the header says they were is lost, and worth knowing."""
    forms: dict[str, Callable[[str], str]] = {
        "1.10105E+17": lambda value: f"{int(value.rstrip('X')):.5E}",
        "last digits zeroed": lambda value: value[:15] + "0" * (len(value) - 15),
        ".0": lambda value: value + ".0",
    }
    for form, write in forms.items():
        if (form == ".0") != (kind.name == "mobile"):
            continue
        if form == "last digits zeroed" and kind.name == "16":
            # Of a card of 16 digits only the check digit is lost: nothing tells it from a mistyped one.
            continue
        yield table([(kind, "plain")], 3, "csv", make, rewrite=(form, write), takes=str.isdigit)


# -- records --------------------------------------------------------------------------------------


def table(
    columns: list[tuple[Kind, str]],
    rows: int,
    carrier: str,
    make: Maker,
    *,
    rewrite: tuple[str, Callable[[str], str]] | None = None,
    takes: Callable[[str], bool] = bool,
) -> Document:
    """Return a table, list of records or script of inserts with these columns.

    *rewrite* is a form and its writer for all values; only values that *takes* takes are written.
    """
    names = [make.random.choice(kind.keys) for kind, _ in columns]
    if len(set(names)) < len(names):
        names = [f"{kind.keys[0]}{index or ''}" for index, (kind, _) in enumerate(columns)]
    records = []
    for _ in range(rows):
        record = []
        for kind, form in columns:
            value = kind.forms.get(form, PLAIN)(kind.make(make), make)
            while not takes(value):
                value = kind.forms.get(form, PLAIN)(kind.make(make), make)
            record.append(rewrite[1](value) if rewrite else value)
        records.append(record)
    text, items, at = [], [], 0

    def write(piece: str) -> None:
        nonlocal at
        text.append(piece)
        at += len(piece)

    def put(row: int, column: int, pointer: str = "") -> None:
        kind, form = columns[column]
        value = records[row][column]
        context = "key" if carrier in ("json", "jsonl", "xml", "sql") else "column"
        items.append(
            Item(
                kind.entity_type,
                at,
                at + len(value),
                kind.name,
                rewrite[0] if rewrite else form,
                context,
                pointer=pointer,
            )
        )
        write(value)

    _TABLES[carrier][1](names, rows, write, put)
    return Document(_TABLES[carrier][0], carrier, "".join(text), items)


Writer = Callable[[list[str], int, Callable[[str], None], Callable[..., None]], None]


def _separated(mark: str, *, quote: str = "") -> Writer:
    def run(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
        write(mark.join(["序号", *names, "备注"]) + "\n")
        for row in range(rows):
            write(str(row + 1))
            for column in range(len(names)):
                write(mark + quote)
                put(row, column)
                write(quote)
            write(f"{mark}无\n")

    return run


def _json(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    write('{"code": 0, "data": [')
    for row in range(rows):
        write(", {" if row else "{")
        for column, name in enumerate(names):
            write(f'{", " if column else ""}"{name}": "')
            put(row, column, f"/data/{row}/{name}")
            write('"')
        write(', "status": 1}')
    write("]}\n")


def _jsonl(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    for row in range(rows):
        write(f'{{"seq": {row}')
        for column, name in enumerate(names):
            write(f', "{name}": "')
            put(row, column, f"{row + 1}!/{name}")
            write('"')
        write("}\n")


def _xml(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    write('<?xml version="1.0" encoding="UTF-8"?>\n<records>\n')
    for row in range(rows):
        write("  <record>\n")
        for column, name in enumerate(names):
            tag = name.replace(" ", "_")
            write(f"    <{tag}>")
            put(row, column)
            write(f"</{tag}>\n")
        write("  </record>\n")
    write("</records>\n")


def _markdown(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    write("| " + " | ".join(["序号", *names]) + " |\n|" + "---|" * (len(names) + 1) + "\n")
    for row in range(rows):
        write(f"| {row + 1} |")
        for column in range(len(names)):
            write(" ")
            put(row, column)
            write(" |")
        write("\n")


def _sql(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    for row in range(rows):
        write(f"INSERT INTO customer (seq, {', '.join(names)}) VALUES ({row + 1}")
        for column in range(len(names)):
            write(", '")
            put(row, column)
            write("'")
        write(");\n")


def _form_block(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    for row in range(rows):
        for column, name in enumerate(names):
            write(f"{name}：")
            put(row, column)
            write("\n")
        write("\n")


def _html_table(names: list[str], rows: int, write: Callable[[str], None], put: Callable[..., None]) -> None:
    write("<table><tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>\n")
    for row in range(rows):
        write("<tr>")
        for column in range(len(names)):
            write("<td>")
            put(row, column)
            write("</td>")
        write("</tr>\n")
    write("</table>\n")


_TABLES: dict[str, tuple[str, Writer]] = {
    "csv": ("export.csv", _separated(",")),
    "csv, quoted": ("export.csv", _separated(",", quote='"')),
    "tsv": ("export.tsv", _separated("\t")),
    "json": ("data.json", _json),
    "jsonl": ("data.jsonl", _jsonl),
    "xml": ("data.xml", _xml),
    "markdown table": ("table.md", _markdown),
    "sql": ("dump.sql", _sql),
    "form block": ("form.txt", _form_block),
    "html table": ("page.html", _html_table),
}


def _records(make: Maker) -> Iterator[Document]:
    """Yield a table of people with several columns, as exports have them."""
    name = next(kind for kind in KINDS if kind.entity_type == "PERSON" and kind.name == "Chinese")
    others = [
        kind
        for kind in KINDS
        if kind.entity_type not in ("PERSON", "CREDENTIAL") and kind.disguised | kind.bare
    ]
    chosen = [name, *make.random.sample(others, make.random.randrange(2, 5))]
    carrier = make.random.choice(list(_TABLES))
    yield table(
        [(kind, make.random.choice(list(kind.forms))) for kind in chosen if not _breaks(kind, carrier)],
        5,
        carrier,
        make,
    )


def _breaks(kind: Kind, carrier: str) -> bool:
    """Say whether the values of a kind hold what separates cells here."""
    return carrier == "csv" and kind.name == "English order"


# -- people and places by other evidence than labels ------------------------------------------------


def _named(make: Maker) -> Iterator[Document]:
    kind = next(one for one in KINDS if one.entity_type == "PERSON")
    for evidence, sentences in NAMED_BY.items():
        for sentence in sentences:
            latin = "{e}" in sentence
            value = make.pinyin_name() if latin else make.name()
            phone = make.mobile()
            text = sentence.replace("{v}", "\x00").replace("{e}", "\x00").replace("{p}", phone)
            start = text.index("\x00")
            text = text.replace("\x00", value)
            items = [
                Item("PERSON", start, start + len(value), kind.name, "latin" if latin else "plain", evidence)
            ]
            if "{p}" in sentence:
                at = text.index(phone)
                items.append(Item("PHONE_NUMBER", at, at + len(phone), "mobile", "plain", "beside a name"))
            yield Document("note.txt", "prose", text, items)


def _addressed(make: Maker) -> Iterator[Document]:
    for sentence in ADDRESSED_BY:
        value = make.address()
        start = sentence.index("{v}")
        item = Item(
            "ADDRESS",
            start,
            start + len(value),
            "Chinese",
            "plain",
            "line" if sentence == "{v}" else "sentence",
        )
        yield Document("note.txt", "prose", sentence.replace("{v}", value), [item])


def _passport_pages(make: Maker) -> Iterator[Document]:
    first, second = make.mrz_lines()
    text = f"扫描件识别结果：\n{first}\n{second}\n"
    start = text.index(second)
    yield Document(
        "scan.txt",
        "prose",
        text,
        [Item("CN_PASSPORT", start, start + 9, "MRZ", "plain", "MRZ", anywhere=True)],
        also=("PERSON", "DATE_OF_BIRTH"),
    )


def _classes(make: Maker) -> Iterator[Document]:
    for entity_type, (sentences, others) in CLASSES.items():
        for sentence in sentences:
            people = {"PERSON": ("{n}", make.name()), "PHONE_NUMBER": ("{p}", make.mobile())}
            people["CN_RESIDENT_ID"] = ("{i}", make.resident_id())
            text = sentence
            for mark, value in people.values():
                text = text.replace(mark, value)
            items = [Item(entity_type, 0, 0, "", "plain", "class", anywhere=True)]
            for kind, (mark, value) in people.items():
                if mark in sentence:
                    start = text.index(value)
                    items.append(Item(kind, start, start + len(value), "", "plain", "beside a class"))
            # Of some texts more than one class can be told, and names in Latin letters.
            also = (*CLASSES, "PERSON", "DATE_OF_BIRTH")
            yield Document("record.txt", "prose", text, items, also=also)
        for sentence in others:
            yield Document("note.txt", "prose", sentence, negative=f"no {entity_type}")


# -- texts with much around, and texts with nothing in them ------------------------------------------

_FILLER = (
    "本季度公司继续推进数字化转型，完成了核心系统的第二阶段上线工作，运行总体平稳。",
    "会议要求各部门按照既定计划落实整改措施，并在月底之前提交书面报告。",
    "根据市场反馈，新产品的续约率较上一年度提高了3.2个百分点，达到87.5%。",
    "请注意，系统将于周日凌晨2:00至6:00进行例行维护，届时部分功能无法使用。",
    "The project is on schedule; three of the five milestones were reached by the end of the quarter.",
    "培训内容包括基础知识、操作流程与常见问题，参训学员共计48人。",
    "如需了解更多信息，请访问公司官网或前往就近的营业网点咨询办理。",
    "Version 3.2.1 fixes two regressions in the export module and improves the loading time by 12%.",
    "仓库盘点显示，编号为A-1032的货架存放数量与账面记录不符，已安排复核。",
    "附件一为费用明细，附件二为审批流程图，附件三为历史数据对比表。",
)


def _long(make: Maker) -> Document:
    """Return a long text with a few values far apart, and nothing that helps but their own labels."""
    text, items, at = [], [], 0
    for _ in range(make.random.randrange(3, 7)):
        filler = "".join(make.random.choices(_FILLER, k=make.random.randrange(4, 12)))
        kind = make.random.choice(KINDS)
        form = make.random.choice(list(kind.forms))
        value = kind.forms[form](kind.make(make), make)
        head = f"{filler}\n{make.random.choice(kind.zh)}："
        items.append(
            Item(kind.entity_type, at + len(head), at + len(head) + len(value), kind.name, form, "label：")
        )
        text.append(f"{head}{value}\n")
        at += len(text[-1])
    # To add somebody on WeChat is a signal as well.
    also = ("CHANNEL_INTENT",) if {one.entity_type for one in items} & {"WECHAT_ID", "QQ_NUMBER"} else ()
    return Document("report.txt", "long text", "".join(text), items, also=also)


def _plain(number: int, make: Maker) -> Document:
    return Document(
        f"plain{number}.txt",
        "long text",
        "\n".join(make.random.choices(_FILLER, k=60)),
        negative="business prose",
    )


def _negatives(negative: str, make: Maker) -> Iterator[Document]:
    """Yield one kind of look-alike, in running text, as a cell, as a member, in a log and in code."""
    shapes: dict[str, tuple[str, str]] = {
        "prose": ("note.txt", "请查收：{l}：{v}，谢谢。"),
        "bare": ("note.txt", "{v}"),
        "log": ("app.log", "2026-03-05 10:11:12,345 INFO [main] c.e.App - {l}={v}\n"),
        "csv": ("export.csv", "序号,{l},状态\n1,{v},正常\n2,{w},正常\n3,{x},关闭\n"),
        "json": ("data.json", '[{{"seq": 1, "{l}": "{v}"}}, {{"seq": 2, "{l}": "{w}"}}]\n'),
        "code": ("demo.js", 'const value = "{v}"; // {l}\n'),
        "mail": ("mail.eml", ""),
        "url": ("note.txt", "https://www.example.com/detail?{l}={v}&page=2"),
    }
    for carrier, (name, shape) in shapes.items():
        label, value = NEGATIVES[negative](make)
        if carrier in ("bare", "code", "url") and label in _CONTENT_LABELS:
            continue
        if carrier == "url" and not (label.isascii() and " " not in value):
            continue
        if carrier in ("json", "csv") and any(mark in value for mark in '",\n'):
            continue
        others = {"w": NEGATIVES[negative](make)[1], "x": NEGATIVES[negative](make)[1]}
        if carrier == "csv" and any("," in one for one in others.values()):
            continue
        if carrier == "mail":
            text = _mail(f"{label}：{value}")
            yield Document(name, carrier, text, negative=negative, body=text.index("\n\n") + 2)
        else:
            yield Document(name, carrier, shape.format(l=label, v=value, **others), negative=negative)


_CONTENT_LABELS = frozenset(
    {
        "身份证号",
        "手机号",
        "银行卡号",
        "姓名",
        "地址",
        "密码",
        "password",
        "联系人",
        "客户",
        "收件人",
        "申请人",
    }
)


if __name__ == "__main__":
    sys.exit(main())
