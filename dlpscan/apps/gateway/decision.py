"""From a verdict to what the mail server is told. What the milter cannot do becomes the next stricter action.

allow → deliver · warn → deliver, tagged · redact and hold → quarantine · block → refuse. Inbound mail is
tagged and delivered, whatever it holds. A mail with the null sender is never refused, since that would make a
bounce: it is held instead. Texts for SMTP are ASCII and hold no data: mail servers log them verbatim.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from dlpscan.apps.gateway.mail import Mail, bare
from dlpscan.model import MIN_SCORE, Action, Party, ScanResult, Verdict
from dlpscan.rulebook.settings import Gateway

Kind = Literal["accept", "reject", "quarantine", "tempfail"]


class Decision(Struct, frozen=True):
    """What to do with a mail. *dropped* are recipients that do not get it while others do."""

    kind: Kind
    rules: tuple[str, ...] = ()
    tag: str = ""
    dropped: tuple[str, ...] = ()
    reason: str = ""

    def __repr__(self) -> str:
        return f"Decision({self.kind!r}, rules={self.rules!r}, dropped={len(self.dropped)})"


def decide(mail: Mail, result: ScanResult, verdict: Verdict, settings: Gateway) -> Decision:
    """Return what to do with *mail*."""
    if mail.direction == "inbound":
        return Decision("accept", tag=_tag(mail, "inbound", result))
    rules = tuple(sorted({one.rule for one in verdict.violations if one.action > Action.WARN}))
    if verdict.action <= Action.WARN:
        return Decision("accept", rules, _tag(mail, verdict.action.value, result))
    # A mail without a sender has nobody to tell of dropped recipients.
    if settings.mixed == "per_recipient" and not mail.is_bounce:
        # The verdict has the recipients in the order of the envelope; the envelope has them as written.
        judged = zip(mail.recipients, verdict.recipients, strict=True)
        dropped = tuple(written for written, one in judged if one.action > Action.WARN)
        if len(dropped) < len(mail.recipients):
            return Decision("accept", rules, _tag(mail, "partly", result), dropped)
    if verdict.action == Action.BLOCK and not mail.is_bounce:
        return Decision("reject", rules)
    return Decision(
        "quarantine", rules, _tag(mail, "held", result), reason=f"dlpscan {mail.id}: {_listed(rules)}"
    )


def failed(reason: str) -> Decision:
    """Return the decision for a mail that could not be judged: the sender shall try again."""
    return Decision("tempfail", reason=reason)


def refusal(mail: Mail, rules: Iterable[str], contact: str) -> tuple[str, ...]:
    """Return the lines of a 550 reply."""
    lines = [f"Refused: customer information must not go there ({_listed(rules)}); id {mail.id}"]
    if contact:
        lines.append(contact)
    return tuple(lines)


def notice(mail: Mail, decision: Decision, contact: str) -> str:
    """Return the text of the notice to a sender whose mail some recipients did not get."""
    shown = "".join(f"  {Party(bare(address)).masked}\n" for address in decision.dropped)
    return (
        f"您的邮件未发送给以下收件人,因为其中含有不得发送给他们的客户信息({_listed(decision.rules)}):\n"
        f"Your mail was not delivered to these recipients: it holds customer information that must not go "
        f"there ({_listed(decision.rules)}):\n\n{shown}\n"
        f"其他收件人已收到。 The others have it. id {mail.id}\n{contact}\n"
    )


def _listed(rules: Iterable[str]) -> str:
    return ", ".join(rules) or "policy"


def _tag(mail: Mail, verdict: str, result: ScanResult) -> str:
    """Return the value of the tag: id, verdict, and how much was found and not read."""
    unread = sum(not item.is_complete for item in result.unscannable)
    found = sum(finding.score >= MIN_SCORE for finding in result.findings)
    return f"id={mail.id}; verdict={verdict}; findings={found}; unread={unread}"
