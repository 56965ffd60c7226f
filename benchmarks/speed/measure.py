"""How many megabytes a second, beside its peers: the same text, one core, runs interleaved, as ratios.

    python benchmarks/speed/measure.py CORPUS --peers VENV
    python benchmarks/speed/measure.py CORPUS --peers VENV --tools dlpscan,ripgrep --runs 3 --no-record

Every tool is compared with dlpscan on the slice that both read: the slow peers read the beginning of the
corpus, which is a fair sample of it. What is not installed beside it is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import one_run
import record

SLICES = {"small": 600_000, "medium": 6_000_000, "all": 1 << 40}
# tool -> the slice it can read in a few seconds
_PEERS = {
    "presidio": "small",
    "argus-redact": "small",
    "datafog": "medium",
    "helan": "medium",
    "ripgrep": "all",
    "gitleaks": "all",
    "kingfisher": "all",
}
_OURS = ("dlpscan", "dlpscan[fast]", "dlpscan profile", "dlpscan[fast] profile")
# Peers that look for the same kinds by pattern alone are compared with that profile of dlpscan.
_COMPARED_WITH = {"ripgrep": " profile"}
# The bars of the project: times as fast as the peer, at d0 and d200.
_BARS = {"presidio": (150, 100), "datafog": (7, 6), "ripgrep": (0.6, 1.0), "gitleaks": (3, None)}
_FAST_BARS = {"presidio": (700, 250), "ripgrep": (3, 1.25)}
_LEAST_S = 1.0

Key = tuple[str, str, str]
"""(tool, density, slice)"""


def main() -> int:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="what benchmarks/speed/corpus.py built")
    parser.add_argument("--peers", type=Path, help="a virtual environment with requirements-peers.txt")
    parser.add_argument("--tools", default="", help="only these, separated by commas")
    parser.add_argument("--densities", default="d0,d10k,d200")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    # The programs started from here stay on this core too.
    one_run.pin()
    chosen = options.tools.split(",") if options.tools else [*_OURS, *_PEERS]
    keys = [key for key in _plan(options.densities.split(",")) if key[0] in chosen]
    rates: dict[Key, list[float]] = {key: [] for key in keys}
    for number in range(options.runs):
        for key in keys:
            rate = _run(key, options.corpus, options.peers)
            if rate is not None:
                rates[key].append(rate)
            print(f"{number + 1}/{options.runs} {' '.join(key):<32} {rate or 0:9.3f} MB/s", file=sys.stderr)
    medians = {key: statistics.median(found) for key, found in rates.items() if found}
    rows = _rows(medians)
    print(record.table(rows))
    if not options.no_record:
        record.keep(
            "throughput", rows, runs=options.runs, versions=record.versions(options.peers), note=_NOTE
        )
    return 0


_NOTE = (
    "MB/s of each tool, and how many times as fast dlpscan is on the same text (x). d0 has nothing planted,"
    " d10k an item per 10 KB, d200 one per 200 bytes. `dlpscan` has all on; `dlpscan profile` looks"
    " for what ripgrep's 20 patterns do, and is what ripgrep is compared with. presidio: blank spaCy model,"
    " its pattern recognisers; kingfisher: its scan phase alone, as it reports it, in wall time."
)


def _plan(densities: list[str]) -> Iterator[Key]:
    for density in densities:
        for size in SLICES:
            yield ("dlpscan", density, size)
            yield ("dlpscan[fast]", density, size)
            if size == "all":
                yield ("dlpscan profile", density, size)
                yield ("dlpscan[fast] profile", density, size)
            for tool, wanted in _PEERS.items():
                if wanted == size:
                    yield (tool, density, size)


def _run(key: Key, corpus: Path, peers: Path | None) -> float | None:
    """Return MB/s of one run, None where the tool is not there."""
    tool, density, size = key
    folder = corpus / density
    if tool in ("ripgrep", "gitleaks", "kingfisher"):
        return _run_program(tool, folder, peers)
    row = run_once(tool, folder, peers, most_bytes=SLICES[size])
    return float(row["bytes"]) / 1e6 / float(row["cpu_s"]) if row else None


def run_once(
    tool: str, folder: Path, peers: Path | None, *, most_bytes: int = 1 << 40, limit_s: float | None = None
) -> dict[str, float] | None:
    """Return what `one_run.py` says of one tool, None where the tool is not there or takes too long."""
    python = sys.executable if tool in _OURS else _program(peers, "python")
    if python is None:
        return None
    command = [python, str(record.HERE / "one_run.py"), tool, str(folder), str(most_bytes), str(_LEAST_S)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit_s)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        # A peer may be missing; that dlpscan fails must be seen.
        print(f"{tool}: {''.join(done.stderr.strip().splitlines()[-1:])}", file=sys.stderr)
        return None
    row: dict[str, float] = json.loads(done.stdout)
    return row


def _program(peers: Path | None, name: str) -> str | None:
    path = peers / "bin" / name if peers else None
    return str(path) if path and path.exists() else None


def _run_program(tool: str, folder: Path, peers: Path | None) -> float | None:
    program = _program(peers, {"ripgrep": "rg"}.get(tool, tool))
    if program is None:
        return None
    size = sum(path.stat().st_size for path in folder.glob("*.txt"))
    with tempfile.TemporaryDirectory() as cache:
        report = str(Path(cache) / "report.json")
        rules = str(record.HERE / "patterns.txt")
        commands = {
            "ripgrep": ["-j1", "-ob", "--column", "-g", "*.txt", "-f", rules],
            "gitleaks": f"dir --no-banner -l error --redact --exit-code 0 -f json -r {report}".split(),
            "kingfisher": (
                f"scan --jobs 1 --no-validate --no-update-check --git-history none -f json -o {report}"
            ).split(),
        }
        command = [program, *commands[tool], str(folder)]
        environment = {**os.environ, "GOMAXPROCS": "1"}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with (Path(cache) / "out").open("wb") as out:
            done = subprocess.run(command, stdout=out, stderr=out, check=False, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        text = (Path(cache) / "out").read_text(encoding="utf-8", errors="replace")
    if tool == "kingfisher":
        # Starting, and compiling its rules the first time, takes longer than this corpus does.
        durations = [line.partition('"scan_duration":')[2].partition(",")[0] for line in text.splitlines()]
        found = [float(one) for one in durations if one]
        return size / 1e6 / found[0] if found else None
    if done.returncode not in (0, 1):
        return None
    return size / 1e6 / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _rows(medians: dict[Key, float]) -> list[dict[str, Any]]:
    rows = []
    densities = list(dict.fromkeys(density for _, density, _ in medians))
    for tool in (*_OURS, *_PEERS):
        size = _PEERS.get(tool, "all")
        row: dict[str, Any] = {"tool": tool}
        for density in densities:
            row[f"{density} MB/s"] = medians.get((tool, density, size), "–")
        if tool in _PEERS:
            profile = _COMPARED_WITH.get(tool, "")
            for mark, ours in (("", f"dlpscan{profile}"), ("fast ", f"dlpscan[fast]{profile}")):
                for density in densities:
                    mine, theirs = medians.get((ours, density, size)), medians.get((tool, density, size))
                    row[f"{mark}x {density}"] = mine / theirs if mine and theirs else "–"
            row["bars d0 / d200"] = _bar(_BARS, tool)
            row["fast bars"] = _bar(_FAST_BARS, tool)
        rows.append(row)
    return [row for row in rows if any(isinstance(value, float) for value in row.values())]


def _bar(bars: dict[str, tuple[float, float | None]], tool: str) -> str:
    clean, dense = bars.get(tool, (None, None))
    return f"{clean or '–'} / {dense or '–'}" if clean else ""


if __name__ == "__main__":
    started = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    sys.exit(code)
