"""Builds the corpus of the speed benchmark: files of 48 KB, real text and made text, at three densities.

`d0` has nothing planted, `d10k` one item per 10 KB, `d200` one per 200 bytes; the text around is the same.
`truth.jsonl` beside the files holds where the planted items stand, in code points. The same trees and seed
give the same bytes. It goes to a folder outside the repository.

    python benchmarks/trees.py TREES
    python benchmarks/speed/corpus.py TREES CORPUS
"""

# ruff: noqa: E501, PERF401 (made text, one record a line)

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import Maker
from trees import files

DENSITIES = {"d0": 0, "d10k": 10_000, "d200": 200}
"""Bytes of text for each planted item, 0 for none."""
_FILE_BYTES = 48_000
_SEED = 2026
# Of a hundred files.
_SHARES = {
    "zh_docs": 45,
    "source": 20,
    "minified": 2,
    "logs": 5,
    "tables": 2,
    "mail": 14,
    "csv": 6,
    "json": 6,
}
# Where an item may be put: after what cannot be part of a number or a word of its own.
_GAP = re.compile(r"[\s,;，。；、：）\)\u4e00-\u9fff]")
# Of handbooks in HTML their text alone, since it is Chinese that is wanted of them.
_MARKUP = re.compile(r"<(?:style|script)[^>]*>.*?</(?:style|script)>|<[^<>]*>", re.DOTALL)
_BLANK = re.compile(r"\n\s+\n")

Plant = tuple[str, Callable[[Maker], str]]
PLANTED: tuple[Plant, ...] = (
    ("CN_RESIDENT_ID", lambda make: make.resident_id()),
    ("PHONE_NUMBER", lambda make: make.mobile()),
    ("PHONE_NUMBER", lambda make: make.landline()),
    ("BANK_CARD", lambda make: make.card()),
    ("BANK_CARD", lambda make: " ".join(re.findall(".{1,4}", make.card()))),
    ("CN_PASSPORT", lambda make: make.cn_passport()),
    ("EMAIL_ADDRESS", lambda make: make.email()),
    ("IBAN_CODE", lambda make: make.iban()),
    ("CN_USCC", lambda make: make.uscc()),
    ("CN_LICENCE_PLATE", lambda make: make.plate()),
    ("PERSON", lambda make: f"姓名：{make.name()}"),
)


def main() -> int:
    """Build all densities and print what they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("trees", type=Path, help="what benchmarks/trees.py gathered")
    parser.add_argument("corpus", type=Path, help="where the files go; outside the repository")
    parser.add_argument("--megabytes", type=float, default=24)
    options = parser.parse_args()
    texts = list(documents(options.trees, round(options.megabytes * 1e6 / _FILE_BYTES)))
    for density, bytes_each in DENSITIES.items():
        folder: Path = options.corpus / density
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        planted = size = 0
        with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
            for number, (kind, text) in enumerate(texts):
                name = f"{number:04d}-{kind}.txt"
                written, spans = plant(text, bytes_each, Maker(f"{_SEED}-{density}-{number}"))
                data = written.encode()
                (folder / name).write_bytes(data)
                truth.write(json.dumps({"file": name, "spans": spans}) + "\n")
                planted += len(spans)
                size += len(data)
        print(f"{density:<6}{len(texts):6} files {size / 1e6:7.1f} MB {planted:8} planted")
    return 0


def documents(trees: Path, count: int) -> Iterator[tuple[str, str]]:
    """Yield (kind, text), the kinds spread evenly, so that any beginning of the corpus is a fair sample."""
    make = Maker(_SEED)
    made = {"mail": mail, "csv": csv_export, "json": json_export, "logs": log}
    sources = {kind: _made(made[kind], make) for kind in ("mail", "csv", "json")}
    for kind in ("zh_docs", "source", "minified", "tables"):
        sources[kind] = _cut(trees / kind, make)
    sources["logs"] = _alternate(_cut(trees / "logs", make), _made(log, make))
    due = dict.fromkeys(_SHARES, 0.0)
    for _ in range(count):
        for kind, share in _SHARES.items():
            due[kind] += share / 100
        kind = max(due, key=lambda one: due[one])
        due[kind] -= 1
        yield kind, next(sources[kind])


def plant(text: str, bytes_each: int, make: Maker) -> tuple[str, list[tuple[str, int, int]]]:
    """Return *text* with an item about every *bytes_each* bytes, and where the items stand."""
    if not bytes_each:
        return text, []
    pieces: list[str] = []
    spans: list[tuple[str, int, int]] = []
    done = length = size = 0
    due = bytes_each * make.random.random()
    for gap in _GAP.finditer(text):
        piece = text[done : gap.end()]
        if size + len(piece.encode()) < due:
            continue
        entity_type, value = make.random.choice(PLANTED)
        item = value(make)
        start = length + len(piece) + 1
        spans.append((entity_type, start + item.find("：") + 1, start + len(item)))
        pieces += (piece, f" {item} ")
        length += len(piece) + len(item) + 2
        size += len(piece.encode()) + len(item.encode()) + 2
        done = gap.end()
        due += bytes_each
    return "".join((*pieces, text[done:])), spans


def _cut(folder: Path, make: Maker) -> Iterator[str]:
    """Yield pieces of the files below *folder*, whole lines where lines are short, for ever."""
    paths = [path for path in files(folder) if path.stat().st_size > 500]
    if not paths:
        raise SystemExit(f"{folder} holds no text: run benchmarks/trees.py first")
    while True:
        make.random.shuffle(paths)
        text, size = [], 0
        for path in paths:
            # The beginning of a giant is enough of it.
            whole = path.read_text(encoding="utf-8", errors="replace")[:400_000]
            if folder.name == "zh_docs":
                whole = _BLANK.sub("\n", _MARKUP.sub("", whole))
            for piece in _pieces(whole):
                text.append(piece)
                size += len(piece.encode())
                if size >= _FILE_BYTES:
                    yield "".join(text)
                    text, size = [], 0


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), 20_000):
            yield line[start : start + 20_000]


def _made(writer: Callable[[Maker], str], make: Maker) -> Iterator[str]:
    while True:
        text, size = [], 0
        while size < _FILE_BYTES:
            text.append(writer(make))
            size += len(text[-1].encode())
        yield "".join(text)


def _alternate(*sources: Iterator[str]) -> Iterator[str]:
    while True:
        for source in sources:
            yield from islice(source, 1)


# -- made text: nothing personal in it, since d0 has nothing planted ------------------------------

_ZH = (
    "您好，关于本月的续保安排，我们已经收到贵方的书面确认，相关材料将在三个工作日内完成复核。",
    "请各位同事在周五下班之前提交本季度的项目进度说明，并注明存在的风险与需要协调的事项。",
    "根据会议纪要，系统升级安排在下周二凌晨两点开始，预计持续四个小时，期间无法办理业务。",
    "附件为最新版的产品说明与费率表，如有不清楚的地方可以随时与我们联系，谢谢支持。",
    "仓库盘点结果与账面数量相差十二件，已请财务部门核对入库单据并在系统中更正。",
    "感谢贵公司一直以来对我们工作的理解，期待在新的一年里继续保持良好的合作关系。",
)
_EN = (
    "Please find attached the minutes of the meeting held last week; comments are welcome until Friday.",
    "The deployment was rolled back at 14:32 because two health checks failed in the second zone.",
    "We have updated the price list for the third quarter and removed the discontinued products.",
    "Let me know whether the revised schedule works for your team, and who will join the review.",
)


def mail(make: Maker) -> str:
    """Return one business mail without anybody in it."""
    lines = make.random.choices(_ZH if make.random.random() < 0.7 else _EN, k=make.random.randrange(4, 12))
    return (
        f"Subject: {make.random.choice(('项目进度', '会议纪要', 'Re: schedule', '续保材料', 'Release notes'))}"
        f" {make.random.randrange(100)}\nDate: Tue, {make.random.randrange(1, 28)} Oct 2026 09:12:44 +0800\n\n"
        + "\n".join(lines)
        + "\n\n此致\n敬礼\n\n"
    )


def csv_export(make: Maker) -> str:
    """Return some rows of orders, the header now and then."""
    rows = []
    for _ in range(100):
        rows.append(
            f"SO{make.digits(8)},2026-{make.random.randrange(1, 13):02d}-{make.random.randrange(1, 29):02d},"
            f"{make.random.choice(('已发货', '待付款', '已签收', '退货中'))},{make.random.randrange(1, 40)},"
            f"{make.random.random() * 1000:.2f},{make.random.choice(('A', 'B', 'C'))}-{make.digits(4)},"
            f"{make.random.choice(('华东', '华南', '华北', '西南'))}\n"
        )
    return "订单编号,下单日期,状态,数量,金额,货号,大区\n" + "".join(rows)


def json_export(make: Maker) -> str:
    """Return some events as JSON lines."""
    rows = []
    for _ in range(50):
        rows.append(
            json.dumps(
                {
                    "id": make.random.getrandbits(62),
                    "ts": 1_760_000_000_000 + make.random.randrange(10**10),
                    "trace": f"{make.random.getrandbits(128):032x}",
                    "lat": round(make.random.uniform(18, 53), 6),
                    "lon": round(make.random.uniform(73, 135), 6),
                    "event": make.random.choice(("page_view", "add_to_cart", "search", "checkout")),
                    "title": make.random.choice(_ZH)[:14],
                    "price": make.random.randrange(100, 99999),
                },
                ensure_ascii=False,
            )
        )
    return "\n".join(rows) + "\n"


def log(make: Maker) -> str:
    """Return some lines of a service's log."""
    lines = []
    for _ in range(50):
        lines.append(
            f"2026-10-{make.random.randrange(1, 29):02d} 10:{make.random.randrange(60):02d}:"
            f"{make.random.randrange(60):02d},{make.random.randrange(1000):03d} "
            f"{make.random.choice(('INFO', 'DEBUG', 'WARN'))} [http-nio-8080-exec-{make.random.randrange(1, 20)}] "
            f"c.e.order.OrderService - request {make.random.getrandbits(64):016x} took "
            f"{make.random.randrange(1, 900)} ms, block blk_-{make.digits(18)} from 10.{make.random.randrange(256)}."
            f"{make.random.randrange(256)}.{make.random.randrange(256)}:{make.random.randrange(1024, 65000)}\n"
        )
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
