"""What starting costs over an empty interpreter: `import dlpscan`, and `dlpscan scan` of a small file.

Bytecode is kept, as pip makes it for whoever installs: with PYTHONDONTWRITEBYTECODE every process compiles a
checkout anew.

Prints medians of repeated runs, and exits with 1 where a bar of the design is missed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_RUNS = 15
_BARS_MS = {"import dlpscan": 100, "dlpscan scan small.txt": 300}


def _median_ms(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for _ in range(_RUNS + 1):
        started = time.perf_counter()
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[1:])


def main() -> int:
    """Measure, print, compare."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.txt"
        small.write_text("客户王伟,身份证号420106198508152717,手机13912345678\n", encoding="utf-8")
        empty = _median_ms([sys.executable, "-c", "pass"])
        commands = {
            "import dlpscan": [sys.executable, "-c", "import dlpscan"],
            "import dlpscan; dlpscan.Scanner()": [sys.executable, "-c", "import dlpscan; dlpscan.Scanner()"],
            "dlpscan scan small.txt": [sys.executable, "-m", "dlpscan", "scan", str(small)],
        }
        print(f"{'empty interpreter':<36}{empty:8.1f} ms")
        missed = False
        for name, command in commands.items():
            over = _median_ms(command) - empty
            bar = _BARS_MS.get(name)
            missed |= bar is not None and over > bar
            print(f"{name:<36}{over:8.1f} ms over it" + (f"   bar {bar} ms" if bar else ""))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
