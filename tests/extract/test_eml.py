"""Mail: headers, bodies, signatures, attachments, and structures that cannot be trusted."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from dlpscan import Scanner
from dlpscan.extract.eml import Eml, decoded_header, signature_block
from dlpscan.model import Document, ScanResult

_ID = "420106198508152717"


def _found(result: ScanResult) -> list[tuple[str, str]]:
    return [(one.entity_type, str(one.location)) for one in result.findings if one.score >= 0.5]


def _mail(**parts: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = parts.get("sender", "a@corp.example")
    message["To"] = "b@corp.example"
    message["Subject"] = parts.get("subject", "hello")
    message.set_content(parts.get("body", "hello"), charset=parts.get("charset", "utf-8"), cte="base64")
    return message


def test_a_mail_is_known_by_its_headers() -> None:
    """Two fields that every mail has make a mail; a text with colons does not."""
    assert Eml().recognises(Document("x.bin", b"From: a@b.example\r\nSubject: x\r\n\r\nbody"))
    assert not Eml().recognises(Document("x.eml", b"Name: a\nPhone: b\n\nbody"))
    assert not Eml().recognises(Document("x.eml", b"Dear From: all\nTo: b\n\nbody"))
    assert Eml().recognises(Document("", b"no headers at all", media_type="message/rfc822"))


def test_header_body_and_file_name_are_read(scanner: Scanner) -> None:
    """A number in the subject, a GB18030 body and an attachment's name is found in its place."""
    message = _mail(subject=f"身份证{_ID}", body=f"身份证号:{_ID}", charset="gb18030")
    message.add_attachment(b"nothing", maintype="text", subtype="plain", filename=f"证件{_ID}.txt")
    result = scanner.scan_bytes(message.as_bytes(), "mail.eml")

    assert [one for one in _found(result) if one[0] == "CN_RESIDENT_ID"] == [
        ("CN_RESIDENT_ID", "mail.eml!header:Subject"),
        ("CN_RESIDENT_ID", "mail.eml!part:body!1:6"),
        # The field that names the file holds the name in per cent escapes.
        ("CN_RESIDENT_ID", "mail.eml!header:Content-Disposition"),
        ("CN_RESIDENT_ID", "mail.eml!证件420106********2717.txt!name"),
    ]
    assert all(_ID not in str(one.location) for one in result.findings)


def test_a_nested_mail_is_read_inside(scanner: Scanner) -> None:
    """A mail in a mail is a document of its own."""
    outer = _mail()
    outer.add_attachment(_mail(body=f"身份证号:{_ID}"))
    result = scanner.scan_bytes(outer.as_bytes(), "outer.eml")

    assert ("CN_RESIDENT_ID", "outer.eml!message2.eml!part:body!1:6") in _found(result)
    assert result.documents == 2


def test_an_html_body_is_read_as_its_reader_sees_it(scanner: Scanner) -> None:
    """Tags inside a number and entities vanish; hidden attributes are read as well."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = "a@corp.example", "x"
    page = "<p>身份证<b>420106</b>19850815<i>2717</i></p><a href='tel:13912345678'>&#49;77 1234 5670</a>"
    message.set_content(page, subtype="html")
    found = [kind for kind, _ in _found(scanner.scan_bytes(message.as_bytes(), "m"))]

    assert found.count("CN_RESIDENT_ID") == 1
    assert found.count("PHONE_NUMBER") == 2


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("正文\n\n-- \n陈静\n电话13800001234\n", "-- \n陈静\n电话13800001234\n"),
        ("正文\n谢谢\n陈静\n理赔部\n", "谢谢\n陈静\n理赔部\n"),
        ("Hello\nBest regards,\nChen Jing\n\n> quoted\n> more\n", "Best regards,\nChen Jing\n\n"),
        ("正文,没有落款\n", ""),
        ("谢谢\n" + "王伟 13912345678\n" * 12, ""),
        ("请回复,谢谢\n", ""),
        ("正文\n谢谢\n", ""),
    ],
)
def test_the_signature_block_is_the_senders_card(text: str, block: str) -> None:
    """A closing formula or `-- ` and at most ten lines; a list of customers is too long for one."""
    start, end = signature_block(text)

    assert text[start:end] == block


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?gb2312?B?v827p8P7taU=?=", "客户名单"),
        ("=?utf-8?Q?=E5=AE=A2=E6=88=B7?= =?utf-8?Q?=E5=90=8D=E5=8D=95?=", "客户名单"),
        ("=?x-unknown?B?v827p8P7taU=?=", "客户名单"),
        ("=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        ("plain", "plain"),
        ("客户".encode("gb18030").decode("ascii", "surrogateescape"), "客户"),
    ],
)
def test_headers_are_decoded_however_they_are_written(written: str, read: str) -> None:
    """Encoded words, wrong charsets and raw bytes give their text."""
    assert decoded_header(written) == read or read in decoded_header(written)


def test_a_wrong_charset_is_reported_and_read(scanner: Scanner) -> None:
    """The body is read by the ladder, and the mail is ambiguous."""
    raw = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    result = scanner.scan_bytes(raw + f"身份证号:{_ID}\r\n".encode("gb18030"), "m.eml")

    assert [one.reason for one in result.unscannable] == ["ambiguous"]
    assert "CN_RESIDENT_ID" in {kind for kind, _ in _found(result)}


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nID\r\n--x--\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--y\r\n\r\nID\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nID\r\n--x\r\n\r\nhello\r\n--x--\r\nID\r\n",
        b"Content-Transfer-Encoding: base-64\r\n\r\nID\r\n",
        b"Content-Type: text/plain; name*\r\n\r\nID\r\n",
        b"To: (((((((((((\r\n\r\nID\r\n",
        b"Content-Type: image/png\r\nContent-Type: text/plain\r\n\r\nID\r\n",
        b"Content-Type: application/octet-stream\r\n\r\nID\r\n",
    ],
)
def test_strange_structures_hide_nothing(scanner: Scanner, raw: bytes) -> None:
    """The number is found in some view, whatever the structure claims to be."""
    head = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    result = scanner.scan_bytes(head + raw.replace(b"ID", _ID.encode()), "m.eml")

    assert "CN_RESIDENT_ID" in {kind for kind, _ in _found(result)}


@pytest.mark.parametrize("depth", [50, 300, 2000])
def test_deep_nesting_ends(scanner: Scanner, depth: int) -> None:
    """Nesting beyond all measure is read or reported, and never raises."""
    head = b"From: a@b.example\r\nSubject: x\r\n"
    part = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    nested = b"".join(part % (level, level) for level in range(depth))
    result = scanner.scan_bytes(head + nested + b"\r\nhello\r\n", "m.eml")

    assert not result.complete or depth < 100


def test_ids_of_messages_are_no_mailboxes(scanner: Scanner) -> None:
    """References hold ten ids that look like addresses; none is a contact of a customer."""
    references = " ".join(f"<{number}@mx.example>" for number in range(12))
    raw = f"From: a@b.example\r\nSubject: x\r\nReferences: {references}\r\n\r\nhello\r\n"
    result = scanner.scan_bytes(raw.encode(), "m.eml")

    assert _found(result) == [("EMAIL_ADDRESS", "m.eml!header:From")]
