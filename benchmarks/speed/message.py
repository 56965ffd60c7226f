"""Short messages and one long string: the two sizes at which other tools lose the most.

    python benchmarks/speed/message.py --peers VENV

A message is a mail of 1.5 KB with an item in it; bar: a median of 150 microseconds. The string is 1 MB
without a line break; bar: 1,000 times as fast as presidio, which is quadratic there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import corpus
import measure
import record
from invented import Maker

_MESSAGES = 300
_MESSAGE_BYTES = 1_500
_MEDIAN_BAR_US = 150
_TOOLS = ("dlpscan", "dlpscan[fast]", "presidio", "argus-redact", "datafog", "helan")


def main() -> int:
    """Make the texts, run every tool on them, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--peers", type=Path, help="a virtual environment with requirements-peers.txt")
    parser.add_argument("--string-bytes", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=900, help="seconds for one tool on the string")
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        messages, string = Path(name) / "messages", Path(name) / "string"
        _write(messages, string, options.string_bytes)
        rows = _messages(messages, options.peers)
        print(record.table(rows))
        strings = _strings(string, options.peers, options.limit)
        print(record.table(strings))
    if not options.no_record:
        record.keep("message", rows, note=f"Mails of 1.5 KB. Bar: a median of {_MEDIAN_BAR_US} µs.")
        record.keep("single string", strings, note=f"One string of {options.string_bytes:,} bytes.")
    return 0


def _write(messages: Path, string: Path, string_bytes: int) -> None:
    make = Maker(1)
    messages.mkdir()
    string.mkdir()
    for number in range(_MESSAGES):
        text = ""
        while len(text.encode()) < _MESSAGE_BYTES:
            text += corpus.mail(make)
        text = text.encode()[:_MESSAGE_BYTES].decode("utf-8", "ignore")
        written, _ = corpus.plant(text, _MESSAGE_BYTES, make)
        (messages / f"{number:04d}.txt").write_text(written, encoding="utf-8")
    text = ""
    while len(text.encode()) < string_bytes:
        text += "".join(corpus.mail(make) for _ in range(100))
    written, _ = corpus.plant(text, 10_000, make)
    (string / "string.txt").write_text(written.replace("\n", " "), encoding="utf-8")


def _messages(folder: Path, peers: Path | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for tool in _TOOLS:
        row = measure.run_once(tool, folder, peers)
        if row:
            rows.append({"tool": tool, "median µs": row["median_us"], "p99 µs": row["p99_us"]})
            rows[-1]["x"] = row["median_us"] / rows[0]["median µs"]
    return rows


def _strings(folder: Path, peers: Path | None, limit: float) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for tool in ("dlpscan", "dlpscan[fast]", "presidio", "datafog"):
        row = measure.run_once(tool, folder, peers, limit_s=limit)
        if row:
            rows.append(
                {
                    "tool": tool,
                    "s": row["cpu_s"],
                    "x": row["cpu_s"] / (rows[0]["s"] if rows else row["cpu_s"]),
                }
            )
        elif tool == "presidio" and peers:
            rows.append({"tool": tool, "s": f"> {limit:.0f}", "x": f"> {limit / rows[0]['s']:,.0f}"})
    return rows


if __name__ == "__main__":
    sys.exit(main())
