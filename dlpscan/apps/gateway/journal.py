"""The gateway's log: one JSON object a line, masked like every report, and counters."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from typing import IO, Any

import msgspec

from dlpscan.apps.gateway.decision import Decision
from dlpscan.apps.gateway.mail import Mail, bare
from dlpscan.model import MIN_SCORE, Party
from dlpscan.text.masking import mask_roughly
from dlpscan.workers import Outcome

_MOST_EVIDENCE = 20


class Journal:
    """Writes events to a stream and counts them."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._encoder = msgspec.json.Encoder()
        self.counters: Counter[str] = Counter()

    def event(self, name: str, **fields: Any) -> None:
        """Write one event."""
        record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": name, **fields}
        self._stream.write(self._encoder.encode(record).decode() + "\n")
        self._stream.flush()

    def count(self, *names: str) -> None:
        """Count something."""
        self.counters.update(names)

    def report(self) -> None:
        """Write all counters."""
        self.event("counters", **dict(sorted(self.counters.items())))

    def message(self, mail: Mail, decision: Decision, outcome: Outcome | None, scanned_s: float) -> None:
        """Write what became of one mail: id, verdict, rules, masked evidence, durations."""
        self.count("messages", f"messages_{decision.kind}", f"direction_{mail.direction}")
        fields: dict[str, Any] = {
            "id": mail.id,
            "queue_id": mail.queue_id,
            "direction": mail.direction,
            "action": decision.kind,
            "rules": decision.rules,
            "sender": _masked(mail.sender),
            "recipients": [_masked(one) for one in mail.recipients],
            "dropped": len(decision.dropped),
            "size": mail.size,
            "sender_mismatch": mail.has_other_sender,
            "null_sender": mail.is_bounce,
        }
        if outcome is not None:
            result, verdict = outcome.result, outcome.verdict
            found = [one for one in result.findings if one.score >= MIN_SCORE]
            fields["verdict"] = verdict.action.value if verdict else None
            fields["findings"] = len(found)
            # The sender's own card counts for no rule: here is how much may have been left out.
            fields["in_signature"] = sum(one.location.kind_of("signature") is not None for one in found)
            fields["evidence"] = [
                {
                    "type": one.entity_type,
                    "masked": one.masked,
                    "location": str(one.location),
                    "score": one.score,
                }
                for one in found[:_MOST_EVIDENCE]
            ]
            fields["unscannable"] = [
                {"reason": one.reason, "location": str(one.location), "detail": one.detail}
                for one in result.unscannable[:_MOST_EVIDENCE]
            ]
        if decision.reason:
            fields["reason"] = decision.reason
        now = time.monotonic()
        fields["ms"] = {
            "receive": round((now - mail.started - scanned_s) * 1000, 1),
            "scan": round(scanned_s * 1000, 1),
            "total": round((now - mail.started) * 1000, 1),
        }
        self.event("message", **fields)


def _masked(address: str) -> str:
    """Return an envelope address masked, its domain too: anybody can send to `a@13912345678.example`."""
    return mask_roughly(unicodedata.normalize("NFKC", Party(bare(address)).masked))
