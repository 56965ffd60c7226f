"""Mails that hide a number from a naive reader: each is found, or the mail is flagged; none passes as clean."""

from __future__ import annotations

from base64 import b64encode

import pytest

from dlpscan import Scanner
from dlpscan.model import Document

_ID = "420106198508152717"
_TEXT = f"身份证号{_ID}\r\n".encode()
_B64 = b64encode(_TEXT)
_LINES = b64encode(_TEXT * 20)
_LONG = b"\r\n".join(_LINES[start : start + 76] for start in range(0, len(_LINES), 76))
_HEAD = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
_PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n"
_BASE64 = b"Content-Transfer-Encoding: base64\r\n"
_BODY = _PLAIN + _BASE64 + b"\r\n" + _B64 + b"\r\n"
_MULTI = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
_PART = b"--x\r\n" + _BODY

_MAILS = {
    "garbage line in the header": b"From: a@b.example\r\ngarbage here\r\nSubject: x\r\n" + _BODY,
    "blank lines before the header": b"\r\n\r\n" + _HEAD + _BODY,
    "a mark before the header": b"\xef\xbb\xbf" + _HEAD + _BODY,
    "one known field": b"Subject: x\r\n" + _BODY,
    "a field name in Chinese": "From: a@b.example\r\n主题: x\r\nSubject: y\r\n".encode() + _BODY,
    "mbox": b"From a@b Mon Jan  1 00:00:00 2026\r\n" + _HEAD + _BODY,
    "two transfer encodings, base64 last": _HEAD + _PLAIN + b"Content-Transfer-Encoding: 7bit\r\n" + _BODY,
    "two transfer encodings, base64 first": _HEAD
    + _PLAIN
    + _BASE64
    + b"Content-Transfer-Encoding: 7bit\r\n\r\n"
    + _B64,
    "base64 without a label": _HEAD + _PLAIN + b"\r\n" + _LONG + b"\r\n",
    "base64 inside a text": _HEAD + _PLAIN + b"\r\nsee below\r\n\r\n" + _LONG + b"\r\n\r\nbye\r\n",
    "padding inside base64": _HEAD + _PLAIN + _BASE64 + b"\r\n" + b64encode(b"hi!") + b"=\r\n" + _B64,
    "spaces and signs inside base64": _HEAD + _PLAIN + _BASE64 + b"\r\n" + b"! ".join([_B64[:9], _B64[9:]]),
    "an unknown transfer encoding": _HEAD + _PLAIN + b"Content-Transfer-Encoding: base-64\r\n\r\n" + _LONG,
    "a comment in the transfer encoding": _HEAD
    + _PLAIN
    + b"Content-Transfer-Encoding: base64 (x)\r\n\r\n"
    + _B64,
    "uuencoded in the body": _HEAD
    + _PLAIN
    + b'\r\nbegin 644 a.txt\r\n>.3(P,3 V,3DX-3 X,34R-S$W"@``\r\n`\r\nend\r\n',
    "base64 of a mail in a mail": _HEAD
    + b"Content-Type: message/rfc822\r\n"
    + _BASE64
    + b"\r\n"
    + b64encode(_HEAD + _BODY),
    "a part after the epilogue": _HEAD + _MULTI + b"--x\r\n\r\nhello\r\n--x--\r\n" + _PART,
    "a part in the preamble": _HEAD + _MULTI + _BODY + b"--x\r\n\r\nhello\r\n--x--\r\n",
    "another boundary than declared": _HEAD + _MULTI + b"--y\r\n" + _BODY + b"--y--\r\n",
    "a multipart without boundary": _HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + _PART + b"--x--\r\n",
    "a multipart with a transfer encoding": _HEAD + _BASE64 + _MULTI + _PART + b"--x--\r\n",
    "two content types, text first": _HEAD + _PLAIN + _MULTI + _PART + b"--x--\r\n",
    "two content types, picture first": _HEAD + b"Content-Type: image/png\r\n" + _PLAIN + b"\r\n" + _TEXT,
    "two boundaries": _HEAD
    + b"Content-Type: multipart/mixed; boundary=y; boundary=x\r\n\r\n"
    + _PART
    + b"--x--\r\n",
    "text that flows": _HEAD
    + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\nID no 42010619 \r\n8508152717\r\n",
    "an encoded word without spaces": b"From: a@b.example\r\nSubject: x=?utf-8?B?"
    + _B64
    + b"?=x\r\n\r\nhello\r\n",
    "ASCII under utf-16": _HEAD
    + b"Content-Type: text/plain; charset=utf-16-le\r\n\r\n"
    + b"ID no 420106198508152717\r\n",
    "ASCII under EBCDIC": _HEAD
    + b"Content-Type: text/plain; charset=cp037\r\n\r\n"
    + b"ID no 420106198508152717 \r\n",
    "UTF-7": _HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + f"身份证号{_ID}".encode("utf-7"),
    "one NUL": _HEAD + _PLAIN + b"\r\n" + b"ID no 420106\x00198508152717\r\n",
    "NUL at the end": _HEAD + _PLAIN + b"\r\n" + b"ID no 420106198508152717\r\n\x00",
    "a declaration in HTML": _HEAD
    + b"Content-Type: text/html\r\n\r\n<!DOCTYPE html "
    + _ID.encode()
    + b"><p>x",
    "an instruction in HTML": _HEAD + b"Content-Type: text/html\r\n\r\n<?php " + _ID.encode() + b" ?><p>x",
    "an attribute of an end tag": _HEAD
    + b"Content-Type: text/html\r\n\r\n<p>x</p id='"
    + _ID.encode()
    + b"'>",
    "the name of an attribute": _HEAD + b"Content-Type: text/html\r\n\r\n<p " + _ID.encode() + b">x</p>",
    "tags inside, as an attachment": _HEAD
    + b"Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n"
    + b"hello<br>420106<b>19850815</b>2717<br>",
    "an encrypted PGP message": _HEAD + _PLAIN + b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n",
    "RTF": _HEAD
    + b"Content-Type: application/rtf\r\nContent-Disposition: attachment; filename=a.rtf\r\n\r\n"
    + b"{\\rtf1\\ansi \\'34\\'32}",
    "S/MIME": _HEAD
    + b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
    + _BASE64
    + b"\r\nMIIB\r\n",
}

_CLEAR = b"shenfenzheng\r\n" + _ID.encode() + b"\r\nAA\r\n"
_ONE_LINE = b"shenfenzheng/" + _ID.encode() + b"/AAA"
_UU = b"Content-Transfer-Encoding: x-uuencode\r\n\r\n"
_RTF = b"{\\rtf1\\ansi " + b"".join(b"\\'%02x" % digit for digit in _ID.encode()) + b"}"

# The number stands in clear: it has to be found, whatever else is reported.
_IN_CLEAR = {
    "a space behind the transfer encoding": _HEAD
    + _PLAIN
    + b"Content-Transfer-Encoding: base64 \r\n\r\n"
    + _B64,
    "a header without fields": b"\r\n" + _BASE64 + b"\r\n" + _CLEAR,
    "a header without fields, two blank lines": b"\r\n\r\n" + _BASE64 + b"\r\n" + _CLEAR,
    "a picture below a header without fields": b"\r\nContent-Type: image/png\r\n"
    + _BASE64
    + b"\r\n"
    + _CLEAR,
    "a mark before the first field": b"\xef\xbb\xbf" + _BASE64 + b"\r\n" + _CLEAR,
    "a mail in a mail, without fields": _HEAD
    + b"Content-Type: message/rfc822\r\n\r\n\r\n"
    + _BASE64
    + b"\r\n"
    + _CLEAR,
    "text under base64": _HEAD + _PLAIN + _BASE64 + b"\r\n" + _CLEAR,
    "text under base64 without a charset": b"Subject: x\r\n" + _BASE64 + b"\r\n" + _CLEAR,
    "text under base64 in one line": _HEAD + _PLAIN + _BASE64 + b"\r\n" + _ONE_LINE,
    "text under base64 and utf-16": _HEAD
    + b"Content-Type: text/plain; charset=utf-16-le\r\n"
    + _BASE64
    + b"\r\n"
    + _ONE_LINE,
    "text under base64 as a file": _HEAD
    + b"Content-Type: application/octet-stream; name=a.bin\r\n"
    + _BASE64
    + b"\r\n"
    + _CLEAR,
    "text under quoted-printable": _HEAD
    + _PLAIN
    + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nID no="
    + _ID.encode(),
    "text under uuencode": _HEAD + _PLAIN + _UU + _CLEAR,
    "text above a uuencoded file": _HEAD + _PLAIN + _UU + _CLEAR + b"begin 644 a\r\n#86)C\r\n`\r\nend\r\n",
    "text inside a uuencoded file": _HEAD + _PLAIN + _UU + b"begin 644 a\r\n" + _CLEAR + b"`\r\nend\r\n",
    "base64 in a text of another type": _HEAD + b"Content-Type: text/x-list\r\n\r\n" + _LONG + b"\r\n",
    "a table": _HEAD + b"Content-Type: text/csv\r\n\r\nname,ID no\r\nx," + _ID.encode() + b"\r\n",
    "a visiting card": _HEAD
    + b"Content-Type: text/vcard\r\n\r\nBEGIN:VCARD\r\nNOTE:ID no "
    + _ID.encode()
    + b"\r\nEND:VCARD\r\n",
    "RTF marks in a text": _HEAD + _PLAIN + b"\r\n{\\rtf ID no " + _ID.encode() + b"}",
    "the name of a field": _HEAD + b"X-ID-" + _ID.encode() + b": hi\r\n" + _PLAIN + b"\r\nhello\r\n",
    "the name of an empty field": _HEAD + b"X-" + _ID.encode() + b":\r\n" + _PLAIN + b"\r\nhello\r\n",
}

# Nothing can be found here, and the scan says why.
_UNREAD = {
    "letters under base64": (
        _HEAD + _PLAIN + _BASE64 + b"\r\nshenfenzhengwangwei\r\nshan\r\nA\r\n",
        "ambiguous",
    ),
    "letters under base64, no defect": (
        _HEAD + _BASE64 + b"\r\nkehuwangweishanghai\r\nshanghaishi\r\nAA\r\n",
        "ambiguous",
    ),
    "RTF in the body": (_HEAD + b"Content-Type: text/rtf\r\n\r\n" + _RTF, "unsupported"),
    "RTF under plain text": (_HEAD + _PLAIN + b"\r\n\r\n" + _RTF, "unsupported"),
    "RTF under base64": (_HEAD + _PLAIN + _BASE64 + b"\r\n" + b64encode(_RTF), "unsupported"),
    "a picture as text": (
        _HEAD
        + b"Content-Type: text/plain\r\n"
        + _BASE64
        + b"\r\n"
        + b64encode(b"\x89PNG\r\n\x1a\n" + bytes(64)),
        "no_text",
    ),
    "PGP below a header without fields": (
        b"\r\nContent-Type: image/png\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n",
        "encrypted",
    ),
}

_CLEAN = {
    "plain": _HEAD + _PLAIN + b"\r\nhello\r\n",
    "base64": _HEAD + _PLAIN + _BASE64 + b"\r\n" + b64encode("下周开会".encode()),
    "base64 of UTF-16": _HEAD
    + b"Content-Type: text/plain; charset=utf-16-le\r\n"
    + _BASE64
    + b"\r\n"
    + b64encode("下周一上午开会,请准时参加".encode("utf-16-le")),
    "base64 of gb18030 without a charset": _HEAD
    + _BASE64
    + b"\r\n"
    + b64encode("下周开会".encode("gb18030")),
    "base64 of nothing": _HEAD + _PLAIN + _BASE64 + b"\r\n\r\n",
    "a table": _HEAD + b"Content-Type: text/csv\r\n\r\nname,sum\r\nx,12\r\ny,13\r\nz,14\r\n",
    "an invitation": _HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "a word that begins like a mark": _HEAD + _PLAIN + b"\r\nORChestra at nine\r\n",
    "multipart": _HEAD + _MULTI + b"--x\r\n" + _PLAIN + b"\r\nhello\r\n--x--\r\n",
    "preamble": _HEAD
    + _MULTI
    + b"This is a multi-part message in MIME format.\r\n--x\r\n\r\nhello\r\n--x--\r\n",
    "gb2312": _HEAD + b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + "下周开会".encode("gb18030"),
    "flowed": _HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\nhello \r\nworld\r\n-- \r\nme\r\n",
    "html": _HEAD + b"Content-Type: text/html\r\n\r\n<html><body><p>hello</p></body></html>",
    "quoted-printable": _HEAD
    + _PLAIN
    + b"Content-Transfer-Encoding: quoted-printable\r\n\r\nhello=\r\n world\r\n",
    "alternative": _HEAD.replace(b"x", b"=?utf-8?Q?hello?=") + _MULTI + b"--x\r\n\r\nhello\r\n--x--\r\n",
}


@pytest.mark.parametrize("name", _MAILS)
def test_nothing_passes_as_clean(scanner: Scanner, name: str) -> None:
    """The number is found at a score that counts, or the scan is incomplete."""
    result = scanner.scan_bytes(_MAILS[name], "m.eml")
    found = [one for one in result.findings if one.entity_type == "CN_RESIDENT_ID" and one.score >= 0.5]

    assert found or not result.complete


@pytest.mark.parametrize("name", _IN_CLEAR)
def test_what_stands_in_clear_is_found(scanner: Scanner, name: str) -> None:
    """The number is found at a score that counts, whatever the mail says of its own encoding."""
    result = scanner.scan_bytes(_IN_CLEAR[name], "mail")
    declared = scanner.scan_document(Document("mail", _IN_CLEAR[name], media_type="message/rfc822"))

    for one in (result, declared):
        assert "CN_RESIDENT_ID" in {found.entity_type for found in one.findings if found.score >= 0.5}
        assert all(_ID not in str(found.location) for found in one.findings)


@pytest.mark.parametrize("name", _UNREAD)
def test_what_cannot_be_read_is_reported(scanner: Scanner, name: str) -> None:
    """Content under a false label is reported with the reason for which it is not read."""
    data, reason = _UNREAD[name]
    result = scanner.scan_document(Document("mail", data, media_type="message/rfc822"))

    assert reason in [one.reason for one in result.unscannable]


@pytest.mark.parametrize("name", _CLEAN)
def test_ordinary_mails_are_not_flagged(scanner: Scanner, name: str) -> None:
    """The same mails without a trick are complete and hold nothing but their sender."""
    result = scanner.scan_bytes(_CLEAN[name], "m.eml")

    assert result.unscannable == ()
    assert {one.entity_type for one in result.findings} == {"EMAIL_ADDRESS"}
