"""Precision, recall and F2 of dlpscan and its peers, by type and by form, on documents made from a seed.

    python benchmarks/quality/measure.py                            # dlpscan alone
    python benchmarks/quality/measure.py --peers VENV --record      # with peers; writes RESULTS.md
    python benchmarks/quality/measure.py --seed held-out-1          # a set that nobody has looked at
    python benchmarks/quality/measure.py --errors PERSON            # what went wrong with one type

With DLPSCAN_TEST_DATA set, the labelled sets of that folder are measured too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dlpscan
from dlpscan.model import Finding

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "speed"))
import peer
import record
import test_sets
from documents import Document, documents
from score import MIN_SCORE, Count, Hit, Result, add

_HERE = Path(__file__).resolve().parent
# Issue 5: precision and recall on each group, by type.
_BARS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(
        ("CN_RESIDENT_ID", "BANK_CARD", "CN_USCC", "IBAN_CODE", "CN_CNAPS", "HK_ID_CARD", "TW_ID_CARD"),
        (0.99, 0.99),
    ),
    **dict.fromkeys(("PHONE_NUMBER", "CN_PASSPORT", "EMAIL_ADDRESS"), (0.97, 0.97)),
    "PERSON": (0.95, 0.90),
    "ADDRESS": (0.90, 0.90),
}


def main() -> int:
    """Make, scan, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rounds", type=int, default=3, help="how often each form is made")
    parser.add_argument("--peers", type=Path, help="a virtual environment with requirements-peers.txt")
    parser.add_argument("--errors", nargs="?", const="", help="print what was missed or false, of this type")
    parser.add_argument("--record", action="store_true", help="write RESULTS.md")
    options = parser.parse_args()
    made = list(documents(options.seed, options.rounds))
    results = {"dlpscan": _count(made, _dlpscan(made))}
    if options.peers:
        for name in peer.PEERS:
            hits = _peer(name, made, options.peers)
            if hits is not None:
                results[name] = _count(made, hits, peer.covered(name))
    if options.errors is not None:
        for line in results["dlpscan"].examples:
            if options.errors in line.split("\t")[1]:
                print(line)
        return 0
    page = _page(results, made, options.seed)
    page += test_sets.tables(
        _dlpscan, (lambda name, docs: _peer(name, docs, options.peers)) if options.peers else None
    )
    print(page)
    if options.record:
        (_HERE / "RESULTS.md").write_text(_head(options.seed, options.peers) + page, encoding="utf-8")
    return 0


def _count(made: Sequence[Document], hits: Iterable[Sequence[Hit]], known: set[str] | None = None) -> Result:
    result = Result()
    for document, found in zip(made, hits, strict=True):
        add(result, document, found, known)
    return result


def _dlpscan(made: Sequence[Document]) -> list[list[Hit]]:
    """Scan each document as a file of its name, as a user would."""
    scanner = dlpscan.Scanner()
    answer = []
    for document in made:
        hits = []
        for one in scanner.scan_bytes(document.text.encode(), name=document.name).findings:
            hit = _placed(one, document)
            # Of a mail's header, and of the file's name, nothing is judged.
            if hit is not None:
                hits.append(hit)
        answer.append(hits)
    return answer


def _placed(one: Finding, document: Document) -> Hit | None:
    """Return a finding with its place in the file: that of its segment is told in the location."""
    place = one.location
    if place.kind_of("name") is not None or place.kind_of("header") is not None:
        return None
    length, start = one.end - one.start, one.start
    line, column = place.kind_of("line"), place.kind_of("column")
    if place.kind_of("member") is not None:
        return Hit((one.entity_type,), -1, -1 + length, one.score, place.inside)
    if document.carrier.startswith("html"):
        # Of HTML the place of the run of text is told.
        return Hit((one.entity_type,), -1, -1 + length, one.score, f"line {line}")
    if line is not None and column is not None:
        # Lines of a mail are those of its part.
        start = _line_start(document.text, document.body, int(line)) + int(column.split(":")[0]) - 1
    return Hit((one.entity_type,), start, start + length, one.score)


def _line_start(text: str, begin: int, line: int) -> int:
    for _ in range(line - 1):
        begin = text.find("\n", begin) + 1
    return begin


def _peer(name: str, made: Sequence[Document], environment: Path) -> list[list[Hit]] | None:
    """Return what a peer finds, None where it is not installed."""
    command = [str(environment / "bin" / "python"), str(_HERE / "peer.py"), name]
    lines = "".join(json.dumps({"text": document.text}) + "\n" for document in made)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: left out: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return [
        [Hit(tuple(types), start, end, 1.0) for types, start, end in json.loads(line)]
        for line in done.stdout.splitlines()
    ]


# -- the page ---------------------------------------------------------------------------------------


def _head(seed: str, peers: Path | None) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in record.versions(peers).items())
    return (
        "# Quality\n\nWritten by `benchmarks/quality/measure.py --peers VENV --record`. All people and"
        f" numbers are made from seed {seed!r}; a finding counts from a score of {MIN_SCORE}.\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, commit {record.commit()}; {record.machine()}; {versions}.\n\n"
        "P = precision, R = recall, F2 weighs recall twice. – = the peer has no such type.\n\n"
    )


def _page(results: dict[str, Result], made: Sequence[Document], seed: str) -> str:
    ours = results["dlpscan"]
    items = sum(len(one.items) for one in made)
    negatives = sum(bool(one.negative) for one in made)
    text = [
        f"{len(made):,} documents, {items:,} items, {negatives:,} look-alikes (seed {seed}).",
        "",
    ]
    text += ["## By type", "", record.table(_type_rows(results)), ""]
    text += ["## By form", "", record.table(_form_rows(results)), ""]
    text += ["## By context", "", record.table(_rows(results, lambda result: result.by_context)), ""]
    text += ["## By carrier", "", record.table(_rows(results, lambda result: result.by_carrier)), ""]
    rows = [
        {
            "where": where,
            "documents": ours.negatives[where] or "",
            "dlpscan": sum(ours.false_in[where].values()),
            **{
                name: sum(result.false_in[where].values())
                for name, result in results.items()
                if name != "dlpscan"
            },
            "of dlpscan": ", ".join(f"{kind} {count}" for kind, count in ours.false_in[where].most_common(4)),
        }
        for where in sorted(
            {*ours.negatives, *ours.false_in}, key=lambda where: -sum(ours.false_in[where].values())
        )
    ]
    text += ["## False findings", "", record.table(rows), ""]
    return "\n".join(text)


def _type_rows(results: dict[str, Result]) -> list[dict[str, object]]:
    types = sorted({kind for result in results.values() for kind in result.by_type})
    rows = []
    for kind in [*types, "all"]:
        row: dict[str, object] = {"type": kind}
        for name, result in results.items():
            known = name == "dlpscan" or kind == "all" or kind in peer.covered(name)
            count = _total(result.by_type.values()) if kind == "all" else result.by_type.get(kind, Count())
            if name == "dlpscan":
                row["items"] = count.found + count.missed
            row[f"{name} P"] = _shown(count.precision) if known else "–"
            row[f"{name} R"] = _shown(count.recall) if known else "–"
            if name == "dlpscan":
                row["dlpscan F2"] = _shown(count.f2)
                row["exact"] = _shown(count.exact / count.found if count.found else None)
                row["bar"] = _bar(kind, count)
        rows.append(row)
    return rows


def _bar(kind: str, count: Count) -> str:
    if kind not in _BARS:
        return ""
    precision, recall = _BARS[kind]
    met = (count.precision or 0) >= precision and (count.recall or 0) >= recall
    return f"{precision}/{recall} {'met' if met else 'missed'}"


def _total(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total.found += count.found
        total.missed += count.missed
        total.false += count.false
        total.exact += count.exact
    return total


def _form_rows(results: dict[str, Result]) -> list[dict[str, object]]:
    rows = []
    for kind, form in sorted(results["dlpscan"].by_form):
        row: dict[str, object] = {"type": kind, "form": form}
        for name, result in results.items():
            known = name == "dlpscan" or kind in peer.covered(name)
            _put(row, name, result.by_form[kind, form] if known else None)
        rows.append(row)
    return rows


def _rows(results: dict[str, Result], group: Callable[[Result], dict[str, Count]]) -> list[dict[str, object]]:
    rows = []
    for key in sorted(group(results["dlpscan"])):
        row: dict[str, object] = {"": key}
        for name, result in results.items():
            _put(row, name, group(result).get(key))
        rows.append(row)
    return rows


def _put(row: dict[str, object], name: str, count: Count | None) -> None:
    if name == "dlpscan" and count:
        row["items"] = count.found + count.missed
        row["P"] = _shown(count.precision)
        row["R"] = _shown(count.recall)
        row["F2"] = _shown(count.f2)
    elif name != "dlpscan":
        row[f"{name} R"] = _shown(count.recall) if count else "–"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
