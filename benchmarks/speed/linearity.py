"""time(4n) / time(n) of every recogniser, and of all together, on text that is made to be slow.

    python benchmarks/speed/linearity.py
    python benchmarks/speed/linearity.py --entities PERSON --kilobytes 256

Bar: below 4.5 everywhere. A time of few milliseconds says nothing and is left out. Exits with 1 where the
bar is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import record

import dlpscan
from dlpscan.limits import Limits

_BAR = 4.5
_LEAST_S = 0.004
"""What a scan of the shorter text must take to be judged."""

FLOODS: dict[str, str] = {
    "digits": "1234567890",
    "one digit": "1",
    "zeros": "0",
    "digit and space": "1 ",
    "digit and dash": "6-",
    "mobiles": "13912345678 ",
    "mobiles joined": "13912345678",
    "cards": "6222 0215 0000 1234 567 ",
    "ids": "110105199003071234 ",
    "ids joined": "110105199003071234",
    "decimals": "0.13912345678 ",
    "digits and commas": "1,1,",
    "one letter": "a",
    "one capital": "E",
    "capitals and digits": "E1",
    "words": "lorem ipsum ",
    "ats": "@",
    "letter and at": "a@",
    "mailboxes": "a.b@c.com,",
    "dots": "a.",
    "labels of ids": "身份证号：",
    "labels of phones": "手机号:",
    "labels of names": "姓名：",
    "labels joined": "姓名手机号地址身份证号密码护照",
    "labels in English": "password: ",
    "labels and blanks": "姓名          ",
    "one surname": "王",
    "surnames": "王李张刘陈",
    "names": "王伟",
    "titles": "先生",
    "middle dots": "·",
    "names with dots": "阿·",
    "号": "号",
    "number and 号": "1号",
    "divisions": "省市区县路街号楼",
    "provinces": "广东省",
    "addresses": "广东省深圳市南山区科技园路1号",
    "English addresses": "Room 1, No. 1 Road, ",
    "pinyin": "Wang Wei ",
    "capitalised": "Aa ",
    "plates": "京A",
    "plate letters": "京",
    "brackets": "(",
    "wide brackets": "（",
    "bracket pairs": "()",
    "braces": '{"a":',
    "square brackets": "[",
    "quotes": '"',
    "blanks": " ",
    "line breaks": "\n",
    "tags": "<",
    "open tags": "<a ",
    "comments": "<!--",
    "zero width": "1\u200b",
    "zero width alone": "\u200b",
    "full width": "１２３４５６７８９０",
    "Chinese numerals": "一三九八〇",
    "entities": "&#49;",
    "half entities": "&#",
    "percent": "%31",
    "percent of letters": "%E5%8F%B7",
    "escapes": "\\u0031",
    "backslashes": "\\",
    "base64": "QUJDREVGR0hJSktM",
    "quoted printable": "=E5=8F=B7",
    "equals": "=",
    "hexadecimal": "deadbeef01",
    "links": "https://pan.baidu.com/s/1",
    "dates": "1990-01-01 ",
    "machine-readable": "P<CHN<<<<",
    "X": "X",
}
# Words between that keep labels and near words busy around a flood of numbers.
FLOODS |= {f"{name}, labelled": f"手机：{piece} " for name, piece in list(FLOODS.items())[:6]}


def main() -> int:
    """Time all recognisers together on all texts, then each one alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=64, help="the shorter of the two texts")
    parser.add_argument("--entities", default="", help="only these types, separated by commas; else all")
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    # Time is what is measured here, so it must not run out.
    limits = Limits(time_s=600)
    everything = dlpscan.Scanner(limits=limits)
    types = sorted({one.entity_type for one in everything.recognisers})
    rows = []
    if options.entities:
        types = options.entities.split(",")
    else:
        rows.append(_row("all, as text", everything.scan_text, options.kilobytes))
        rows.append(
            _row("all, as a file", lambda text: everything.scan_bytes(text.encode()), options.kilobytes)
        )
    for entity_type in types:
        scanner = dlpscan.Scanner(entities=[entity_type], limits=limits)
        rows.append(_row(entity_type, scanner.scan_text, options.kilobytes))
    print(record.table(rows))
    if not options.no_record and not options.entities:
        note = (
            f"{len(FLOODS)} texts of {options.kilobytes} and {4 * options.kilobytes} KB. Bar: below {_BAR}."
        )
        record.keep("linearity", rows, note=note)
    return int(any(row["worst ratio"] >= _BAR for row in rows))


def _row(name: str, scan: Callable[[str], object], kilobytes: int) -> dict[str, Any]:
    worst, slowest = (0.0, "–"), (0.0, "–")
    over = []
    for flood, piece in FLOODS.items():
        size = kilobytes * 1000 // len(piece.encode())
        shorter = _seconds(scan, piece * size)
        slowest = max(slowest, (shorter / (kilobytes / 1000), flood))
        if shorter < _LEAST_S:
            continue
        ratio = _seconds(scan, piece * size * 4) / shorter
        if ratio >= _BAR:
            # Once may be chance on a busy machine.
            ratio = min(ratio, _seconds(scan, piece * size * 4) / _seconds(scan, piece * size))
        worst = max(worst, (ratio, flood))
        if ratio >= _BAR:
            over.append(flood)
    print(f"{name:<24} {worst[0]:6.2f} {worst[1]:<24} slowest {slowest[1]}", file=sys.stderr)
    return {
        "recogniser": name,
        "worst ratio": round(worst[0], 2),
        "on": worst[1],
        "s per MB at worst": round(slowest[0], 3),
        "text": slowest[1],
        "over the bar": ", ".join(over),
    }


def _seconds(scan: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        scan(text)
        best = min(best, time.process_time() - started)
        if best > 1:
            break
    return best


if __name__ == "__main__":
    sys.exit(main())
