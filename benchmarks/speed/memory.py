"""How much memory a scan of a big file adds, by the command line: it must not grow with the file.

    python benchmarks/speed/memory.py CORPUS
    python benchmarks/speed/memory.py CORPUS --megabytes 64,512,2048

Bar: 40 MB over the scan of a tiny file. The file is the corpus again and again; the dense one has more
findings than a scan keeps.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import record

_BAR_MB = 40


def main() -> int:
    """Write the files, scan them, print and record the peaks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="what benchmarks/speed/corpus.py built")
    parser.add_argument("--megabytes", default="1,64,512")
    parser.add_argument("--densities", default="d10k,d200")
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        big = Path(name) / "big.txt"
        big.write_text("nothing\n", encoding="utf-8")
        least, _, _ = _scan(big)
        for density in options.densities.split(","):
            for megabytes in map(int, options.megabytes.split(",")):
                _write(options.corpus / density, big, megabytes)
                peak, seconds, code = _scan(big)
                row = {"file": f"{megabytes} MB, {density}", "peak MB": peak, "added MB": peak - least}
                rows.append({**row, "s": seconds, "exit code": code})
                print(rows[-1], file=sys.stderr)
    print(record.table(rows))
    if not options.no_record:
        record.keep(
            "memory", rows, note=f"Over {least:.0f} MB for a file of a few bytes. Bar: {_BAR_MB} MB added."
        )
    return 0


def _write(folder: Path, big: Path, megabytes: int) -> None:
    left = megabytes * 1_000_000
    with big.open("wb") as file:
        while left > 0:
            for path in sorted(folder.glob("*.txt")):
                data = path.read_bytes()
                file.write(data)
                left -= len(data)
                if left <= 0:
                    break


def _scan(path: Path) -> tuple[float, float, int]:
    """Return the peak of memory in MB, the seconds of CPU time and the exit code of one scan."""
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        command = [sys.executable, "-m", "dlpscan", "scan", str(path), "--format", "jsonl"]
        os.execv(sys.executable, command)  # noqa: S606 (the path is ours)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    started = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    sys.exit(code)
