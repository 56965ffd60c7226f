"""How fast disguises are undone, and that the time is linear: `python benchmarks/disguises.py`.

Prints MB/s of folding and of a whole scan by kind of text, then time(4n)/time(n) on adversarial text, which
must stay under 4.5 (the best of three, so that other work on the machine does not count).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from dlpscan import Scanner
from dlpscan.limits import Limits
from dlpscan.text.fold import fold

_MOST = 4.5
_ADVERSARIAL = {
    "zero-width": "\u200b",
    "digit, zero-width": "1\u200b",
    "entities": "&#49;",
    "entities of entities": "&#38;#49;",
    "percent": "%31",
    "percent of percent": "%2531",
    "backslashes": "\\\\u0031",
    "only backslashes": "\\",
    "hexadecimal": "\\x31",
    "quoted-printable": "=E5=AE=A2",
    "soft line breaks": "=E5=\n",
    "numerals": "一三九",
    "numerals and digits": "一1",
    "circled": "①",
    "digits over lines": "1\n",
    "columns": "123456789\n",
    "quoted lines": "> 1\n",
    "commas": "1,",
    "separators": "1______",
    "letters": "1O",
    "base64": "YWJjZGVmZ2hpamts",
    "base64 over lines": "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5emFi\n",
    "long lines of base64": "A" * 30 + " ",
}


def _texts() -> dict[str, str]:
    chosen = random.Random(1)  # noqa: S311  (test data)
    characters = [chr(code) for code in chosen.sample(range(0x4E00, 0x9FA5), 2500)]
    sentences = ["".join(chosen.choices(characters, k=chosen.randint(8, 25))) for _ in range(20_000)]
    english = "The quick brown fox jumps over the lazy dog, and 42 of them run away. " * 12_000
    return {
        "Chinese": "，".join(sentences),
        "Chinese with dashes and U+3000": "——\u3000".join(sentences),
        "Chinese with curly quotes": "“x”…·×".join(sentences),
        "English": english,
        "English with curly quotes": english.replace(", ", "\u2019s \u2013 "),
    }


def _best(call: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        call()
        best = min(best, time.process_time() - begun)
    return best


def main() -> int:
    """Print both tables; return 1 where something grows faster than the text."""
    for name, text in _texts().items():
        megabytes = len(text.encode()) / 1e6
        print(f"{name:32} fold {megabytes / _best(lambda: fold(text)):7.0f} MB/s")  # noqa: B023
    scanner = Scanner(limits=Limits(time_s=600, entries=10_000_000))
    failed = False
    for name, unit in _ADVERSARIAL.items():
        count = 60_000 // len(unit)
        small, large = unit * count, unit * (4 * count)
        times = [_best(lambda: scanner.scan_text(text)) for text in (small, large)]  # noqa: B023
        ratio = times[1] / times[0]
        failed = failed or ratio > _MOST
        print(f"{name:32} {times[1] * 1e3:8.0f} ms for {len(large)} characters, time(4n)/time(n) {ratio:.2f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
