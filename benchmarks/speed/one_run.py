"""One run of one tool over one slice of the corpus, in a process of its own; prints one JSON object.

`measure.py` starts it, with the interpreter that has the tool. Reading the files and building the tool are
not measured; decoding and everything after it is. It imports nothing outside the standard library but the
tool, since the peers live in an environment of their own.
"""

from __future__ import annotations

import importlib
import inspect
import io
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Scan = Callable[[str], int]
"""Scans one text and returns how much was found."""

# What the patterns of patterns.txt look for, as far as dlpscan has it.
COMPARABLE = frozenset(
    "CN_RESIDENT_ID PHONE_NUMBER BANK_CARD CN_PASSPORT CN_HK_MO_TRAVEL_PERMIT CN_EXIT_PERMIT HK_ID_CARD"
    " TW_ID_CARD EMAIL_ADDRESS IBAN_CODE CN_USCC CN_LICENCE_PLATE VIN CN_CNAPS PERSON ADDRESS QQ_NUMBER"
    " WECHAT_ID CREDENTIAL".split()
)


def main() -> int:
    """Run `one_run.py TOOL FOLDER BYTES SECONDS` on one core: again and again until the seconds are over."""
    tool, folder, most_bytes, least_s = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    pin()
    texts, total = [], 0
    for path in sorted(folder.glob("*.txt")):
        texts.append(path.read_bytes())
        total += len(texts[-1])
        if total >= most_bytes:
            break
    started = time.perf_counter()
    scan = TOOLS[tool]()
    scan("13912345678, li.na@example.com")
    init = time.perf_counter() - started
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    each: list[int] = []
    passes, wall, cpu = 0, time.perf_counter(), time.process_time()
    while not passes or time.process_time() - cpu < least_s:
        found = 0
        for data in texts:
            begun = time.perf_counter_ns()
            found += scan(data.decode("utf-8"))
            each.append(time.perf_counter_ns() - begun)
        passes += 1
    cpu, wall = (time.process_time() - cpu) / passes, (time.perf_counter() - wall) / passes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = {"bytes": total, "cpu_s": cpu, "wall_s": wall, "found": found, "init_s": init}
    row["median_us"] = statistics.median(each) / 1000
    row["p99_us"] = sorted(each)[len(each) * 99 // 100] / 1000
    print(json.dumps({**row, "rss_mb": peak / 1024, "rss_added_mb": (peak - before) / 1024}))
    return 0


def pin() -> None:
    """Keep this process, and those it starts, on one core where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _dlpscan() -> Scan:
    scanner = scanner_on(accelerate=False)
    return lambda text: sum(scanner.scan_text(text).counts.values())


def _dlpscan_fast() -> Scan:
    scanner = scanner_on(accelerate=True)
    return lambda text: sum(scanner.scan_text(text).counts.values())


def _dlpscan_profile() -> Scan:
    return _profile(accelerate=False)


def _dlpscan_profile_fast() -> Scan:
    return _profile(accelerate=True)


def _profile(*, accelerate: bool) -> Scan:
    known = {one.entity_type for one in scanner_on(accelerate=False).recognisers}
    scanner = scanner_on(accelerate=accelerate, entities=sorted(COMPARABLE & known))
    return lambda text: sum(scanner.scan_text(text).counts.values())


def scanner_on(*, accelerate: bool, **settings: Any) -> Any:
    """Return a scanner on the portable back end or on hyperscan. Raises where that is not to be had."""
    scanner = importlib.import_module("dlpscan").Scanner
    if "accelerate" in inspect.signature(scanner).parameters:
        return scanner(accelerate=accelerate, **settings)
    if accelerate:
        raise ImportError("this dlpscan has no accelerated back end")
    return scanner(**settings)


def _presidio() -> Scan:
    analyzer = presidio_analyzer("en")
    return lambda text: len(analyzer.analyze(text, language="en"))


def presidio_analyzer(language: str) -> Any:
    """Return an analyzer on a blank spaCy model: its pattern recognisers alone, no download."""
    spacy = importlib.import_module("spacy")
    presidio = importlib.import_module("presidio_analyzer")
    nlp = importlib.import_module("presidio_analyzer.nlp_engine")

    class Blank(nlp.SpacyNlpEngine):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {language: spacy.blank(language)}
            self.nlp[language].max_length = 1 << 30

        def load(self) -> None:
            """Load nothing: the blank model is there."""

    # It would ask the network for a list of domains, and wait, at every e-mail address.
    tldextract = importlib.import_module("tldextract")
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    registry = presidio.RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language])
    return presidio.AnalyzerEngine(
        nlp_engine=Blank(), registry=registry, supported_languages=[language], log_decision_process=False
    )


def _datafog() -> Scan:
    datafog = importlib.import_module("datafog")
    return lambda text: len(datafog.scan(text, engine="regex").entities)


def _argus() -> Scan:
    # It cannot only detect: it redacts, and gives keys to restore by.
    argus = importlib.import_module("argus_redact")
    return lambda text: len(argus.redact(text, mode="fast", lang=["zh", "en"], detailed=True)[2]["entities"])


def _helan() -> Scan:
    helan = importlib.import_module("helan")
    return lambda text: len(helan.recognize(text))


TOOLS: dict[str, Callable[[], Scan]] = {
    "dlpscan": _dlpscan,
    "dlpscan[fast]": _dlpscan_fast,
    "dlpscan profile": _dlpscan_profile,
    "dlpscan[fast] profile": _dlpscan_profile_fast,
    "presidio": _presidio,
    "datafog": _datafog,
    "argus-redact": _argus,
    "helan": _helan,
}

if __name__ == "__main__":
    # Warnings of the tools go with their other talk to standard error.
    out, sys.stdout = sys.stdout, io.StringIO()
    try:
        code = main()
    finally:
        answer, sys.stdout = sys.stdout.getvalue(), out
    print(answer.strip().splitlines()[-1])
    sys.exit(code)
