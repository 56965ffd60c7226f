"""What is found in trees without personal data: false findings per 10 MB, each with its place for review.

    python benchmarks/trees.py TREES
    python benchmarks/quality/plain_trees.py TREES/*

The bar is one false finding at a score of 0.5 or more per 10 MB. Some are true: authors publish their
mailboxes, funds their credit codes. `reviewed.tsv` lists those that somebody has looked at, by path, type and
count and without a value; they are counted apart, as are those that the profile calls public.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import dlpscan
from dlpscan.model import MIN_SCORE, Finding

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from trees import files

_REVIEWED = Path(__file__).resolve().parent / "reviewed.tsv"
_MOST_LISTED = 10
"""Of one type in one package; the count tells the rest."""
_MOST_PACKAGES = 40


def main() -> int:
    """Scan the trees, list and count the findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("trees", type=Path, nargs="+")
    parser.add_argument("--min-score", type=float, default=MIN_SCORE)
    parser.add_argument("--context", action="store_true", help="show the lines: for public trees only")
    parser.add_argument("--review", action="store_true", help="print lines for reviewed.tsv, to be looked at")
    options = parser.parse_args()
    run = _Run(options.min_score, context=options.context, review=options.review)
    started = time.process_time()
    for tree in options.trees:
        for path in files(tree):
            run.scan(path, tree.name, f"{tree.name}/{path.relative_to(tree)}")
    seconds = time.process_time() - started
    for line in run.summary():
        print(line, file=sys.stderr if options.review else sys.stdout)
    print(f"{run.size / 1e6:.1f} MB in {seconds:.0f} s CPU", file=sys.stderr)
    return 0


class _Run:
    """The scan of some trees, and what it gave so far."""

    def __init__(self, min_score: float, *, context: bool, review: bool) -> None:
        self.size = 0
        self._min_score, self._context, self._review = min_score, context, review
        self._scanner = dlpscan.Scanner()
        self._reviewed = _reviewed()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._listed: Counter[tuple[str, str]] = Counter()
        self._sizes: Counter[str] = Counter()
        self._by_tree: dict[str, Counter[str]] = defaultdict(Counter)

    def scan(self, path: Path, tree: str, name: str) -> None:
        """Scan one file and print what is found in it."""
        data = path.read_bytes()
        self.size += len(data)
        self._sizes[tree] += len(data)
        result = self._scanner.scan_bytes(data, name=name)
        for item in result.unscannable:
            print(f"not read ({item.reason}: {item.detail}): {name}", file=sys.stderr)
        found = [one for one in result.findings if one.score >= self._min_score]
        by_type = Counter(one.entity_type for one in found if not one.public)
        if self._review:
            for entity_type, count in sorted(by_type.items()):
                print(f"{name}\t{entity_type}\t{count}")
        for one in found:
            kind = "public" if one.public else "false"
            if kind == "false" and self._is_reviewed(name, one.entity_type, by_type[one.entity_type]):
                kind = "reviewed"
            self._counts[one.entity_type][kind] += 1
            self._by_tree[tree][one.entity_type if one.entity_type == "PERSON" else "other"] += (
                kind == "false"
            )
            if kind == "false" and not self._review:
                self._list(one, path, name)

    def _is_reviewed(self, name: str, entity_type: str, count: int) -> bool:
        return any(
            count <= most and kind == entity_type and fnmatchcase(name, pattern)
            for pattern, kind, most in self._reviewed
        )

    def _list(self, one: Finding, path: Path, name: str) -> None:
        group = ("/".join(name.split("/")[:2]), one.entity_type)
        self._listed[group] += 1
        if self._listed[group] <= _MOST_LISTED:
            print(_line(one, path if self._context else None))

    def summary(self) -> Iterator[str]:
        """Yield the counts by package, then those by type."""
        for (package, entity_type), count in self._listed.most_common(_MOST_PACKAGES):
            yield f"{count:>6} {entity_type:<20} {package}"
        yield f"{'type':<24}{'false':>8}{'per 10 MB':>11}{'reviewed':>10}{'public':>8}"
        total: Counter[str] = Counter()
        for entity_type, kinds in sorted(self._counts.items(), key=lambda item: -item[1]["false"]):
            total.update(kinds)
            yield _row(entity_type, kinds, self.size)
        yield _row("all", total, self.size)
        # Of names the bar is another one: 8 per MB of plain Chinese documentation.
        yield f"{'tree':<24}{'MB':>8}{'names per MB':>14}{'others per 10 MB':>18}"
        for tree, size in self._sizes.items():
            found = self._by_tree[tree]
            yield (
                f"{tree:<24}{size / 1e6:>8.1f}{found['PERSON'] / size * 1e6:>14.2f}"
                f"{found['other'] / size * 1e7:>18.2f}"
            )


def _reviewed() -> list[tuple[str, str, int]]:
    """Return (pattern of the path, type, at most so many in one file)."""
    lines = _REVIEWED.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(pattern, entity_type, int(count)) for pattern, entity_type, count in rows]


def _line(one: Finding, path: Path | None) -> str:
    shown = (
        f"{one.entity_type:<20} {one.score:.2f} {one.masked:<24} {one.location}  [{'; '.join(one.evidence)}]"
    )
    if path is None:
        return shown
    text = path.read_text(encoding="utf-8", errors="replace")
    pointer, number = one.location.kind_of("member"), one.location.kind_of("line")
    if number is not None:
        number = number.split(":")[0]
    if number is not None and pointer is None:
        lines = text.split("\n")
        text = lines[int(number) - 1] if int(number) <= len(lines) else ""
        column = int((one.location.kind_of("column") or "1").split(":")[0])
        return f"{shown}\n    | {text[max(0, column - 40) : column + 60]}"
    if pointer is not None and path.suffix == ".json":
        return f"{shown}\n    | {_member(text, pointer)[:100]}"
    return f"{shown}\n    | {text[max(0, one.start - 40) : one.end + 40]!r}"


def _member(text: str, pointer: str) -> str:
    """Return the value at a JSON pointer, "" where the location was masked or is no pointer."""
    value: Any = json.loads(text)
    try:
        for step in pointer.split("/")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
    except (KeyError, IndexError, ValueError, TypeError):
        return ""
    return str(value)


def _row(name: str, kinds: Counter[str], size: int) -> str:
    rate = kinds["false"] / (size / 1e7) if size else 0.0
    return f"{name:<24}{kinds['false']:>8}{rate:>11.2f}{kinds['reviewed']:>10}{kinds['public']:>8}"


if __name__ == "__main__":
    sys.exit(main())
