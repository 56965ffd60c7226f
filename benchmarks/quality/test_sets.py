"""The labelled sets under DLPSCAN_TEST_DATA, each measured for what its labels can carry.

Most sets label only the type that a case is about, so their precision says nothing and is not given: beside
recall stands how many of the cases without the value raise an alarm of the type. Identifiers in some sets
have check digits that are wrong by accident; a tool that checks them finds fewer, and rightly so.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import peer
import record
from documents import Document, Item
from score import MIN_SCORE, Count, Hit, Result, add

Find = Callable[[Sequence[Document]], list[list[Hit]]]
FindPeer = Callable[[str, Sequence[Document]], list[list[Hit]] | None]

# The sets' names for our types.
_TYPES = {
    "ADDRESS": "ADDRESS",
    "BANK_CARD": "BANK_CARD",
    "CN_ID": "CN_RESIDENT_ID",
    "CN_PLATE": "CN_LICENCE_PLATE",
    "CN_USCC": "CN_USCC",
    "DATE_OF_BIRTH": "DATE_OF_BIRTH",
    "EMAIL": "EMAIL_ADDRESS",
    "IBAN": "IBAN_CODE",
    "IMEI": "IMEI",
    "MILITARY_ID": "CN_MILITARY_ID",
    "PASSPORT": "PASSPORT",
    "PERSON": "PERSON",
    "PHONE": "PHONE_NUMBER",
    "QQ": "QQ_NUMBER",
    "WECHAT": "WECHAT_ID",
}
# file -> what to know of it before reading its numbers
_SETS = {
    "pii/argus_redact_fixtures": "Cases that expect an alarm on an operand or order number are left out.",
    "pii/cn_pii_anonymization_tests": "Unit tests of a regex engine; some cards fail Luhn.",
    "pii/identifier_lists": "Bare values without any word beside them; foreign types are left out.",
    "pii/presidio_recognizer_tests": "Bare Western values; only the types that dlpscan has.",
    "pii/presidio_research_synth_v2": "English, Western names and addresses, mostly without evidence.",
    "pii/zh_address_contact_lines": "Phones are labelled by pattern; 15000000000 is one of them.",
    "pii/zh_business_addresses": "Whole lines, companies' addresses with notes in brackets.",
    "ner/uner_gsdsimp_train": "Names without evidence: these are left to a model. Precision counts.",
    "ner/aishell_ner_dev": "Speech without punctuation or evidence. Precision counts.",
}
_WHOLLY_LABELLED = ("ner/",)


def tables(find: Find, find_peer: FindPeer | None) -> str:
    """Return the sets' tables as Markdown, "" where the folder is not set."""
    root = os.environ.get("DLPSCAN_TEST_DATA")
    if not root:
        return ""
    text = [
        "## Labelled sets",
        "",
        "Not part of the project; R = recall, alarms = cases without the value.",
        "",
    ]
    for name, caveat in _SETS.items():
        path = Path(root) / f"{name}.jsonl"
        if path.exists():
            cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            rows = _rows(name, cases, find, find_peer)
            text += [f"### {name}", "", caveat, "", record.table(rows), ""]
    return "\n".join(text)


def _rows(
    name: str, cases: list[dict[str, Any]], find: Find, find_peer: FindPeer | None
) -> list[dict[str, Any]]:
    cases = [case for case in cases if "KNOWN REGEX FP" not in (case.get("note") or "")]
    made = [_document(case) for case in cases]
    tools: dict[str, list[list[Hit]]] = {"dlpscan": find(made)}
    for one in peer.PEERS if find_peer else ():
        hits = find_peer(one, made) if find_peer else None
        if hits is not None:
            tools[one] = hits
    whole = name.startswith(_WHOLLY_LABELLED)
    counts = {tool: _count(cases, made, hits) for tool, hits in tools.items()}
    rows = []
    for kind in sorted({kind for found in counts.values() for kind in found}):
        row: dict[str, Any] = {"type": kind}
        for tool, found in counts.items():
            count, alarms, clean = found.get(kind, (Count(), 0, 0))
            known = tool == "dlpscan" or kind in peer.covered(tool)
            row[f"{tool} R"] = f"{count.recall:.3f}" if known and count.recall is not None else "–"
            if tool == "dlpscan":
                row["items"] = count.found + count.missed
                if whole:
                    row["P"] = "–" if count.precision is None else f"{count.precision:.3f}"
                else:
                    row["alarms"] = f"{alarms}/{clean}" if clean else ""
        rows.append(row)
    return [row for row in rows if row["items"] or row.get("alarms")]


def _document(case: dict[str, Any]) -> Document:
    items = [
        Item(_TYPES[span["type"]], span["start"], span["end"], "", "", "")
        for span in case["spans"]
        if span["type"] in _TYPES
    ]
    return Document("case.txt", "set", case["text"], items)


def _count(
    cases: list[dict[str, Any]], made: list[Document], hits: list[list[Hit]]
) -> dict[str, tuple[Count, int, int]]:
    """Return (count of items, alarms, cases that must not alarm) by type."""
    result = Result()
    alarms: defaultdict[str, int] = defaultdict(int)
    clean: defaultdict[str, int] = defaultdict(int)
    for case, document, found in zip(cases, made, hits, strict=True):
        merged = [Hit(_merged(hit.types), hit.start, hit.end, hit.score) for hit in found]
        add(result, document, merged)
        target, expected = _TYPES.get(case.get("target") or ""), case.get("expected_count")
        if target is None or document.items:
            continue
        number = sum(target in hit.types and hit.score >= MIN_SCORE for hit in merged)
        if expected == 0:
            clean[target] += 1
            alarms[target] += bool(number)
        elif expected:
            # Without spans the number is all that can be compared.
            result.by_type[target].found += min(number, expected)
            result.by_type[target].missed += expected - min(number, expected)
    return {kind: (result.by_type[kind], alarms[kind], clean[kind]) for kind in {*result.by_type, *clean}}


def _merged(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types with all passports as one, as the sets have it."""
    return tuple("PASSPORT" if kind.endswith("PASSPORT") else kind for kind in types)
