"""Builds what the tests of policy share: people, settings, transfers and scan results from short forms."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from dlpscan import Policy, Scanner, ScanResult, Transfer
from dlpscan.rulebook import settings, transfers, yaml_files

TABLE = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
PEOPLE = {name: SimpleNamespace(**fields) for name, fields in TABLE["people"].items()}

# Content that no reader of text can look into: a broken PDF, a zip entry with the encryption flag, a picture.
UNREADABLE = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "encrypted zip": (
        b"PK\x03\x04\x14\x00\x01\x00\x00\x00" + bytes(4) + b"\x12\x34\x56\x78" + b"\x0c\x00\x00\x00" * 2
        + b"\x05\x00\x00\x00a.txt" + b"0123456789ab"
    ),
    "gif": (
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,"
         b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    ),
}  # fmt: skip


def phones(count: int) -> list[str]:
    """Return *count* different mobile numbers that belong to no one of the table."""
    return [str(13720010617 + index * 10037) for index in range(count)]


def merged(base: Any, changes: Any) -> Any:
    """Return *base* with *changes*, key by key; a key that is None there goes away."""
    if not isinstance(base, dict) or not isinstance(changes, dict):
        return deepcopy(changes)
    result = {key: value for key, value in base.items() if key not in changes}
    for key, value in changes.items():
        if value is not None:
            result[key] = merged(base.get(key), value)
    return result


def filled(text: str) -> str:
    """Return *text* with `{wang.id}` and the like filled in."""
    return text.format(**PEOPLE, space=" ", nine="\n".join(phones(9)))


def scan(scanner: Scanner, case: dict[str, Any]) -> ScanResult:
    """Return what the Scanner finds in the content of *case*."""
    if "bytes" in case:
        return scanner.scan_bytes(UNREADABLE[case["bytes"]], name="attachment")
    if "csv" in case:
        return scanner.scan_bytes(filled(case["csv"]).encode(), name="list.csv")
    if "mail" in case:
        mail = case["mail"]
        head = f"From: {mail['from']}\nTo: {mail['to']}\nSubject: =?utf-8?b?5L2g5aW9?=\nMIME-Version: 1.0\n"
        head += "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        return scanner.scan_bytes((head + filled(mail["body"])).encode(), name="mail.eml")
    lines = [filled(case["text"])]
    if case.get("contacts"):
        lines += ["", *phones(case["contacts"])]
    return scanner.scan_text("\n".join(lines))


def fingerprint(scanner: Scanner, result: ScanResult, name: str) -> str:
    """Return the fingerprint that `PHONE_NUMBER/1` (in *result*) or `fp:zhao.id` (in the table) names."""
    if name.startswith("fp:"):
        found = scanner.scan_text("身份证号" + filled("{" + name[3:] + "}")).findings
        return found[0].fingerprint
    entity_type, number = name.split("/")
    return [one for one in result.findings if one.entity_type == entity_type][int(number) - 1].fingerprint


def consent(subject: str, /, **changes: Any) -> dict[str, Any]:
    """Return a valid consent of *subject*, with *changes*."""
    return merged({**TABLE["consent"], "subject": subject}, changes)


def partner(name: str, /, **changes: Any) -> dict[str, Any]:
    """Return the partner *name* of the table, with *changes*."""
    return merged(TABLE["partners"][name], changes)


def policy(**parts: Any) -> Policy:
    """Return a Policy of the table's company, with *parts* of `dlpscan.yaml`."""
    parts["company"] = merged(TABLE["defaults"]["company"], parts.get("company", {}))
    text = yaml.safe_dump(parts, allow_unicode=True)
    return Policy(yaml_files.parse(text, settings.Settings, "dlpscan.yaml"))


def transfer(**parts: Any) -> Transfer:
    """Return the table's transfer with *parts*; a channel or sender replaces the whole one."""
    entry = {**TABLE["defaults"]["transfer"], **parts}
    text = yaml.safe_dump(
        {key: value for key, value in entry.items() if value is not None}, allow_unicode=True
    )
    return transfers.build(yaml_files.parse(text, transfers.TransferFile, "transfer.yaml"), "transfer.yaml")
