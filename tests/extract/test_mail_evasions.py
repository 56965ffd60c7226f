"""Mails that hide a number from a naive reader: each is found, or the mail is flagged; none passes as clean."""

from __future__ import annotations

from base64 import b64encode

import pytest

from dlpscan import Scanner

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

_CLEAN = {
    "plain": _HEAD + _PLAIN + b"\r\nhello\r\n",
    "base64": _HEAD + _PLAIN + _BASE64 + b"\r\n" + b64encode("下周开会".encode()),
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


@pytest.mark.parametrize("name", _CLEAN)
def test_ordinary_mails_are_not_flagged(scanner: Scanner, name: str) -> None:
    """The same mails without a trick are complete and hold nothing but their sender."""
    result = scanner.scan_bytes(_CLEAN[name], "m.eml")

    assert result.unscannable == ()
    assert {one.entity_type for one in result.findings} == {"EMAIL_ADDRESS"}
