"""One mail: whose it is, how much of it is kept, and what the log shows of it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.decision import decide, failed
from dlpscan.apps.gateway.journal import Journal
from dlpscan.apps.gateway.mail import Client, Mail
from dlpscan.model import Action, Party, RecipientVerdict, ScanResult, Verdict
from dlpscan.rulebook.settings import Gateway

_ID = "420106198508152717"


def _mail(*headers: tuple[str, bytes], client: str = "203.0.113.9", **settings: Any) -> Mail:
    mail = Mail(Client(client), Gateway(**settings))
    mail.sender = "<agent@corp.example>"
    mail.recipients = ["<a@corp.example>", "<li@qq.com>"]
    for name, value in headers:
        mail.add_header(codec.Header(name, value))
    mail.end_header()
    return mail


@pytest.mark.parametrize(
    "value",
    [b"(" * 900, b"(" * 100_000, b"agent@corp.example (" + b"(" * 900, b"=?utf-8?q?" + b"(" * 900 + b"?="],
)
@pytest.mark.parametrize("name", ["From", "Sender"])
def test_a_sender_field_that_cannot_be_read_is_a_party_that_nobody_knows(name: str, value: bytes) -> None:
    """Strangers write header fields: nesting beyond the parser's depth is no error, and is no agreement."""
    mail = _mail((name, value))

    assert mail.transfer().also_from == (Party(account="unreadable", role="from"),)
    assert mail.has_other_sender


def test_readable_fields_beside_it_still_speak() -> None:
    """One field that cannot be read takes nothing from the others."""
    mail = _mail(("From", b"(" * 900), ("Reply-To", b" Li <li@qq.com>"))

    assert mail.transfer().also_from == (
        Party(account="unreadable", role="from"),
        Party("li@qq.com", "reply_to"),
    )


def test_a_field_without_an_address_is_nobody() -> None:
    """A name alone, or an empty group, says nothing about the sender."""
    assert not _mail(("From", b" undisclosed-recipients:;"), ("Sender", b" Li")).has_other_sender


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("10.1.1.1", "outbound"),
        ("::ffff:10.1.1.1", "outbound"),
        ("fe80::1%eth0", "outbound"),
        ("fe80::1", "outbound"),
        ("11.1.1.1", "inbound"),
        ("::ffff:11.1.1.1", "inbound"),
        ("::10.1.1.1", "inbound"),
        ("2001:db8::1%eth0", "inbound"),
        ("", "outbound"),
        ("no address", "outbound"),
    ],
)
def test_a_client_is_inside_however_its_address_is_written(client: str, expected: str) -> None:
    """IPv4 seen through IPv6, and a scope, change nothing about who is connected."""
    assert _mail(client=client, networks=("10.0.0.0/8", "fe80::/10")).direction == expected


def test_header_fields_count_against_the_limit() -> None:
    """What of the header lies beyond the limit is not kept, and the verdict knows that it was not read."""
    mail = _mail(*[("X-Note", b"x" * 500)] * 10, ("From", b"li@qq.com"), max_bytes=1024)

    assert len(mail.document().data or b"") == mail.size == 1024
    assert [one.reason for one in mail.unread()] == ["limit"]
    assert mail.transfer().also_from == ()


def test_a_header_within_the_limit_is_kept_whole() -> None:
    """A field that just fits is read; nothing is reported as not read."""
    mail = _mail(("From", b"l" * (1024 - len("From:@qq.com\r\n\r\n")) + b"@qq.com"), max_bytes=1024)

    assert mail.size == 1024
    assert mail.unread() == ()
    assert len(mail.transfer().also_from) == 1


@pytest.mark.parametrize(
    ("sender", "kind", "dropped"),
    [("<agent@corp.example>", "accept", ("<li@qq.com>",)), ("<>", "quarantine", ())],
)
def test_no_recipient_is_dropped_where_nobody_can_be_told(
    sender: str, kind: str, dropped: tuple[str, ...]
) -> None:
    """`per_recipient` drops recipients and tells the sender; the null sender's mail is held as ever."""
    mail = _mail(client="")
    mail.sender = sender
    verdict = Verdict(
        Action.BLOCK,
        tuple(
            RecipientVerdict(Party(address), "unknown", None, action)
            for address, action in (("a@corp.example", Action.ALLOW), ("li@qq.com", Action.BLOCK))
        ),
    )
    settings = Gateway(mixed="per_recipient", notify="127.0.0.1:25")
    decision = decide(mail, ScanResult("mail"), verdict, settings)

    assert (decision.kind, decision.dropped) == (kind, dropped)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"a@{_ID}.cn", "*@420************717.cn"),
        ("a@13912345678.example", "*@139*****678.example"),
        ("a@139\uff11\uff12\uff13\uff145678.example", "*@139*****678.example"),
        (_ID, "4***"),
        ("li@qq.com", "l*@qq.com"),
    ],
)
def test_the_log_masks_domains_too(address: str, expected: str) -> None:
    """A number can be written as a domain: it is not in the log either."""
    mail = _mail()
    mail.sender, mail.recipients = f"<{address}>", [f"<{address}>"]
    stream = io.StringIO()
    Journal(stream).message(mail, failed("not judged in time"), None, 0.0)
    record = json.loads(stream.getvalue())

    assert (record["sender"], record["recipients"]) == (expected, [expected])
