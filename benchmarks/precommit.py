"""A commit of a thousand small text files: how long `dlpscan pre-commit` takes. Bar: 5 s."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

_FILES = 1_000
_BAR_S = 5.0


def main() -> int:
    """Stage the files, run the hook, print the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", name], check=True)
        text = "def add(a, b):\n    # 两个数之和\n    return a + b\n" * 20
        for number in range(_FILES):
            (folder / f"file{number}.py").write_text(text, encoding="utf-8")
        subprocess.run(["git", "-C", name, "add", "."], check=True)
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dlpscan", "pre-commit"], cwd=folder, check=True)
        taken = time.perf_counter() - started
    print(f"{_FILES} files of {len(text)} characters: {taken:.1f} s (bar {_BAR_S:.0f} s)")
    return int(taken > _BAR_S)


if __name__ == "__main__":
    sys.exit(main())
