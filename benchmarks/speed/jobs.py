"""`--jobs 2` beside `--jobs 1` on a folder of many files: wall time, interleaved. Bar: 1.7 times as fast.

python benchmarks/speed/jobs.py CORPUS
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

import record

_BAR = 1.7


def main() -> int:
    """Scan the corpus with one process and with two, print and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="what benchmarks/speed/corpus.py built")
    parser.add_argument("--density", default="d10k")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    folder = options.corpus / options.density
    taken: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(options.runs):
        for jobs, times in taken.items():
            command = [sys.executable, "-m", "dlpscan", "scan", str(folder), "--jobs", str(jobs)]
            started = time.perf_counter()
            subprocess.run([*command, "--format", "jsonl"], stdout=subprocess.DEVNULL, check=False)
            times.append(time.perf_counter() - started)
    medians = {jobs: statistics.median(times) for jobs, times in taken.items()}
    rows = [{"jobs": jobs, "s": seconds, "x": medians[1] / seconds} for jobs, seconds in medians.items()]
    print(record.table(rows))
    if not options.no_record:
        record.keep(
            "jobs", rows, note=f"Wall time. Bar: {_BAR} times as fast, on a machine with nothing else to do."
        )
    return int(medians[1] / medians[2] < _BAR)


if __name__ == "__main__":
    sys.exit(main())
