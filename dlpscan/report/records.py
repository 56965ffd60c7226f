"""The records of the jsonl stream, one type per line. Their JSON Schema ships as `schema/jsonl.json`.

All values are masked already: findings hold no others, and recipients are shown by first letter and domain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from dlpscan.model import Action, Finding, Missing, ScanResult, Text, Unscannable, Verdict, Violation

SCHEMA = "dlpscan-jsonl-1"


class HeaderRecord(Struct, frozen=True, tag_field="type", tag="header"):
    """First line: what made the stream. *key_id* is "" where fingerprints live for one process only."""

    schema: str
    dlpscan: str
    rules_version: str
    key_id: str


class FindingRecord(Struct, frozen=True, tag_field="type", tag="finding"):
    """One finding. *start* and *end* are code points of the original text, end exclusive."""

    id: str
    entity_type: str
    category: str
    sensitivity: str
    score: float
    path: str
    location: str
    start: int
    end: int
    masked: str
    fingerprint: str
    recogniser: str
    evidence: tuple[str, ...]
    also: tuple[str, ...]
    public: bool
    allowed: str
    kind: str


class UnscannableRecord(Struct, frozen=True, tag_field="type", tag="unscannable"):
    """Something that could not be read."""

    path: str
    location: str
    reason: str
    detail: str


class MissingRecord(Struct, frozen=True):
    """A proof that is missing, in both languages."""

    proof: str
    zh: str
    en: str


class ViolationRecord(Struct, frozen=True, tag_field="type", tag="violation"):
    """One rule broken. *findings* are ids of finding records, *path* the input that was judged."""

    rule: str
    clause: str
    clause_text: str
    law: tuple[str, ...]
    action: str
    severity: str
    path: str
    recipients: tuple[str, ...]
    findings: tuple[str, ...]
    missing: tuple[MissingRecord, ...]
    remedy: Text


class RecipientRecord(Struct, frozen=True):
    """The action for one recipient of one input, with who they are to the company."""

    path: str
    recipient: str
    role: str
    relation: str
    action: str


class SummaryRecord(Struct, frozen=True, tag_field="type", tag="summary"):
    """Last line: the sums. *action* is the strictest of all verdicts, null where none was asked for.

    *signals* is how many of *findings* are no personal data but signs of a way out: links, webhooks, intents.
    """

    documents: int
    bytes: int
    findings: int
    unscannable: int
    action: str | None
    rules_version: str
    below_min_score: int
    not_kept: int
    complete: bool
    recipients: tuple[RecipientRecord, ...]
    not_evaluated: tuple[str, ...]
    signals: int


Record = HeaderRecord | FindingRecord | UnscannableRecord | ViolationRecord | SummaryRecord


class Stream:
    """Turns results and verdicts into records, and keeps the sums."""

    def __init__(self, version: str, rules_version: str, key_id: str, *, min_score: float) -> None:
        self._version = version
        self._rules_version = rules_version
        self._key_id = key_id
        self._min_score = min_score
        self._documents = self._bytes = self._findings = self._unscannable = 0
        self._below = self._not_kept = self._signals = 0
        self._complete = True
        self._action: Action | None = None
        self._recipients: list[RecipientRecord] = []
        self._not_evaluated: set[str] = set()
        self._everywhere: set[Unscannable] = set()

    def header(self) -> HeaderRecord:
        """Return the first record."""
        return HeaderRecord(SCHEMA, self._version, self._rules_version, self._key_id)

    def result(self, result: ScanResult, verdict: Verdict | None) -> Iterator[Record]:
        """Yield the records of one input: findings, what was not read, violations."""
        cited = {finding.id for one in verdict.violations for finding in one.findings} if verdict else set()
        shown = [one for one in result.findings if one.score >= self._min_score or one.id in cited]
        self._below += len(result.findings) - len(shown)
        self._not_kept += sum(result.counts.values()) - len(result.findings)
        self._documents += result.documents
        self._bytes += result.bytes
        self._findings += len(shown)
        self._signals += sum(one.kind == "signal" for one in shown)
        # Signals are no personal data: they come behind what is.
        shown.sort(key=lambda one: one.kind == "signal")
        yield from map(finding_record, shown)
        for item in result.unscannable:
            # A broken plugin concerns every input; one line says so.
            if not item.path:
                if item in self._everywhere:
                    continue
                self._everywhere.add(item)
            self._unscannable += 1
            yield UnscannableRecord(item.path, item.location.inside, item.reason, item.detail)
        self._complete &= result.complete
        if verdict is not None:
            yield from self._verdict(result, verdict)

    def _verdict(self, result: ScanResult, verdict: Verdict) -> Iterator[Record]:
        self._action = verdict.action if self._action is None else max(self._action, verdict.action)
        self._not_evaluated.update(verdict.not_evaluated)
        self._recipients.extend(
            RecipientRecord(result.name, one.party.masked, one.party.role, one.relation, one.action.value)
            for one in verdict.recipients
        )
        for violation in verdict.violations:
            yield violation_record(violation, result.name)

    def summary(self) -> SummaryRecord:
        """Return the last record."""
        return SummaryRecord(
            documents=self._documents,
            bytes=self._bytes,
            findings=self._findings,
            unscannable=self._unscannable,
            action=self._action.value if self._action else None,
            rules_version=self._rules_version,
            below_min_score=self._below,
            not_kept=self._not_kept,
            complete=self._complete,
            recipients=tuple(self._recipients),
            not_evaluated=tuple(sorted(self._not_evaluated)),
            signals=self._signals,
        )


def finding_record(finding: Finding) -> FindingRecord:
    """Return the record of a finding."""
    return FindingRecord(
        id=finding.id,
        entity_type=finding.entity_type,
        category=finding.category,
        sensitivity=finding.sensitivity,
        score=finding.score,
        path=finding.path,
        location=finding.location.inside,
        start=finding.start,
        end=finding.end,
        masked=finding.masked,
        fingerprint=finding.fingerprint,
        recogniser=finding.recogniser,
        evidence=finding.evidence,
        also=finding.also,
        public=finding.public,
        allowed=finding.allowed,
        kind=finding.kind,
    )


def violation_record(violation: Violation, path: str) -> ViolationRecord:
    """Return the record of a violation in the input *path*."""
    return ViolationRecord(
        rule=violation.rule,
        clause=violation.clause,
        clause_text=violation.clause_text,
        law=violation.law,
        action=violation.action.value,
        severity=violation.severity,
        path=path,
        recipients=tuple(party.masked for party in violation.recipients),
        findings=tuple(finding.id for finding in violation.findings),
        missing=tuple(map(_missing, violation.missing)),
        remedy=violation.remedy,
    )


def _missing(missing: Missing) -> MissingRecord:
    return MissingRecord(missing.proof, missing.text.zh, missing.text.en)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of one line of the stream."""
    made: dict[str, Any] = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **made}
