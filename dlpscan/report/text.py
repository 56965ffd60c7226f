"""Output for people: findings by file, then what is not allowed, under which clause, and how to mend it."""

from __future__ import annotations

import unicodedata
from textwrap import wrap

from dlpscan.report.records import (
    FindingRecord,
    HeaderRecord,
    RecipientRecord,
    Record,
    SummaryRecord,
    UnscannableRecord,
    ViolationRecord,
)

_WIDTH = 110
_MIB = 1 << 20
_KIB = 1 << 10
# Evidence that tells a reader of the terminal nothing; the jsonl stream has it.
_SELF_EVIDENT = ("pattern: ", "check not available")


class PlainText:
    """Renders records as text. It keeps the last path, so that each file is named once."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._findings: dict[str, FindingRecord] = {}
        self._has_key = True

    def render(self, record: Record) -> str:
        """Return the text of a record, "" where it has none."""
        match record:
            case HeaderRecord():
                self._has_key = bool(record.key_id)
                return ""
            case FindingRecord():
                return self._finding(record)
            case UnscannableRecord():
                return self._unscannable(record)
            case ViolationRecord():
                return self._violation(record)
            case SummaryRecord():
                return self._summary(record)

    def _named(self, path: str) -> str:
        if path == self._path:
            return ""
        before = "" if self._path is None else "\n"
        self._path = path
        return f"{before}{path or '(text)'}\n"

    def _finding(self, record: FindingRecord) -> str:
        self._findings[record.id] = record
        public = "  signal" if record.kind == "signal" else "  public" if record.public else ""
        place = padded(record.location or "-", 16)
        kind = padded(record.entity_type, 15)
        masked = padded(record.masked, 24)
        because = "; ".join(one for one in record.evidence if not one.startswith(_SELF_EVIDENT))
        if record.allowed:
            because = f"allowed: {record.allowed}"
        line = f"  {place} {kind} {masked} {record.score:.2f}{public}  {because}"
        return f"{self._named(record.path)}{line.rstrip()}\n"

    def _unscannable(self, record: UnscannableRecord) -> str:
        place = f"{record.location}: " if record.location else ""
        return self._named(record.path) + f"  NOT READ  {place}{record.reason}: {record.detail}\n"

    def _violation(self, record: ViolationRecord) -> str:
        self._path = None
        found: dict[str, int] = {}
        for one in record.findings:
            if one in self._findings:
                kind = self._findings[one].entity_type
                found[kind] = found.get(kind, 0) + 1
        lines = [f"\n{record.action.upper()}  {record.rule}  {record.clause} {record.clause_text}"]
        lines.append(_row("law", "; ".join(record.law)))
        if record.recipients:
            lines.append(_row("to", ", ".join(record.recipients)))
        if found:
            lines.append(_row("what", ", ".join(f"{kind} ×{count}" for kind, count in sorted(found.items()))))
        for missing in record.missing:
            lines.append(_row("missing", missing.zh))
            lines.append(_row("", missing.en))
        lines.append(_row("remedy", record.remedy.zh))
        lines.append(_row("", record.remedy.en))
        return "\n".join(lines) + "\n"

    def _summary(self, record: SummaryRecord) -> str:
        lines = [""]
        lines.extend(map(_recipient, record.recipients))
        if record.recipients:
            lines.append("")
        counts = [
            _counted(record.documents, "document"),
            _size(record.bytes),
            _counted(record.findings - record.signals, "finding"),
        ]
        if record.signals:
            counts.append(_counted(record.signals, "signal"))
        if record.unscannable:
            counts.append(f"{record.unscannable} not read")
        if record.below_min_score:
            counts.append(f"{record.below_min_score} below --min-score")
        if record.not_kept:
            counts.append(f"{record.not_kept} more counted, not listed")
        if record.action is not None:
            counts.append(f"verdict: {record.action}")
        lines.append(", ".join(counts))
        if record.not_evaluated:
            lines.append(f"not evaluated, no register configured: {', '.join(record.not_evaluated)}")
        if not record.complete:
            lines.append("INCOMPLETE: what was not read is not known to be clean")
        if not self._has_key:
            lines.append("no installation key: fingerprints hold for this run only (dlpscan key init)")
        return "\n".join(lines) + "\n"


def _recipient(record: RecipientRecord) -> str:
    return f"{record.action.upper():<6} {padded(record.recipient, 28)} {record.role:<4} {record.relation}"


def _row(name: str, text: str) -> str:
    indent = " " * 11
    if len(text) + len(indent) > _WIDTH:
        lines = wrap(text, _WIDTH - len(indent), break_long_words=True) if text.isascii() else [text]
    else:
        lines = [text]
    return f"  {name:<9}" + f"\n{indent}".join(lines)


def padded(text: str, width: int) -> str:
    """Return *text* filled up to *width* columns; Chinese characters take two."""
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * (width - columns)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _size(count: int) -> str:
    if count < _KIB:
        return f"{count} B"
    return f"{count / _MIB:.1f} MiB" if count >= _MIB else f"{count / _KIB:.1f} KiB"
