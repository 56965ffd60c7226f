"""Internet mail: decoded headers, bodies, signature blocks, and attachments as inner documents.

Parsed with `policy.compat32` and decoders of our own: `policy.default` raises bare IndexErrors on headers
that real programs send. What the parser calls a defect is reported as ambiguous and the raw text scanned as
well, since two mail programs may read such a mail in two ways.
"""

from __future__ import annotations

import email
import re
from binascii import Error as Base64Error
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from dlpscan.errors import Damaged, LimitReached
from dlpscan.extract import html
from dlpscan.extract.encodings import Decoded, decode
from dlpscan.limits import MIB, Budget
from dlpscan.model import Document, Location, Segment, Step, Unscannable

_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}:")
_KNOWN_HEADERS = frozenset(
    b"from to cc bcc subject date message-id mime-version content-type return-path received reply-to sender "
    b"delivered-to x-mailer in-reply-to resent-from resent-to".split()
)
# Fields that programs write for programs; what looks like a mailbox there is an id or a host.
_TRACE = re.compile(
    r"(?:received|message-id|references|in-reply-to|dkim-signature|return-path|authentication-results|content-id|"
    r"(?:arc|x-received|x-google|x-ms|x-forefront|x-proofpoint|list|x-spam)(?:-.*)?|received-spf|thread-index)",
    re.IGNORECASE,
)
_TRANSFER_ENCODINGS = frozenset(
    ["", "7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue"]
)
_HEADER_BYTES = MIB
_PARTS_DEEP = 100

# RFC 3676, 4.3: "-- " separates the signature. Without it, a closing formula begins the last lines.
_CLOSING = re.compile(
    r"^(?:-- ?|—+|此致|此致敬礼|敬礼|祝好|祝商祺|顺颂商祺|顺祝商祺|商祺|谢谢|多谢|"
    r"best regards|kind regards|regards|best wishes|best|sincerely|yours sincerely|"
    r"thanks|thank you|many thanks)[\s,，.。!！]*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"^(?:>|-{3,}|_{5,}|发件人[:：]|From:|On .{5,100}wrote:|在.{5,60}写道[:：])", re.IGNORECASE
)
_SIGNATURE_LINES = 10


class Eml:
    """Reads one mail. Its attachments are yielded as documents, nested mails too."""

    name = "eml"
    priority = 30

    def recognises(self, document: Document) -> bool:
        """Take what begins with header fields, two of which every mail has; or what is declared a mail."""
        if document.media_type == "message/rfc822":
            return True
        names = set()
        for line in document.data[:16_384].splitlines():
            if not line.strip():
                break
            if _HEADER_LINE.match(line):
                names.add(line.split(b":", 1)[0].lower())
            elif not line.startswith((b" ", b"\t", b"From ")):
                return False
        return len(names & _KNOWN_HEADERS) > 1

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield headers, bodies and signature blocks as segments, attachments as documents."""
        end = re.search(rb"\r?\n\r?\n", document.data)
        if (end.start() if end else len(document.data)) > _HEADER_BYTES:
            raise LimitReached(f"more than {_HEADER_BYTES} bytes of header")
        try:
            message = email.message_from_bytes(document.data)
        except (RecursionError, ValueError, LookupError, IndexError, TypeError):
            raise Damaged("the structure of the mail cannot be parsed") from None
        is_ambiguous = False
        for item in _Parts(document, budget).read(message):
            is_ambiguous |= isinstance(item, Unscannable) and item.reason == "ambiguous"
            yield item
        if is_ambiguous:
            # Another program may see other parts: the raw text is a view of its own.
            raw = document.location.under(Step("part", "raw"))
            yield Segment(decode(document.data).text, raw, line=1)


class _Parts:
    """Walks the parts of one mail."""

    def __init__(self, document: Document, budget: Budget) -> None:
        self._document = document
        self._budget = budget
        self._count = 0

    def read(self, root: Message) -> Iterator[Segment | Document | Unscannable]:
        stack: list[tuple[Message, int]] = [(root, 0)]
        while stack:
            part, depth = stack.pop()
            self._budget.take_entry()
            self._budget.check_time()
            if depth > _PARTS_DEEP:
                raise LimitReached(f"parts nested deeper than {_PARTS_DEEP}")
            yield from self._headers(part)
            if part.defects:
                names = sorted({type(defect).__name__ for defect in part.defects})
                yield self._doubt(f"defects of the MIME structure: {', '.join(names)}")
            for text in (part.preamble, part.epilogue):
                if text and text.strip():
                    yield Segment(_unescaped(text).text, self._place("preamble or epilogue"), line=1)
            payload = part.get_payload()
            inner = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
            if inner and part.get_content_type() == "message/rfc822":
                yield self._inner(inner[0])
            elif inner:
                stack.extend((one, depth + 1) for one in reversed(inner))
            else:
                yield from self._leaf(part)

    def _place(self, part: str) -> Location:
        return self._document.location.under(Step("part", part))

    def _doubt(self, what: str) -> Unscannable:
        return Unscannable("ambiguous", self._document.location, what)

    def _child(self, name: str, data: bytes, media_type: str, charset: str = "") -> Document:
        document = self._document
        path = document.location.path
        return Document(name, data, media_type=media_type, charset=charset, path=path, facts=document.facts)

    def _inner(self, message: Message) -> Document:
        self._count += 1
        try:
            data = message.as_bytes()
        except (LookupError, ValueError, TypeError, RecursionError):
            raise Damaged("a mail inside the mail cannot be read") from None
        return self._child(f"message{self._count}.eml", data, "message/rfc822")

    def _headers(self, part: Message) -> Iterator[Segment]:
        for name, value in part.items():
            text = decoded_header(str(value))
            if text.strip():
                place = self._document.location.under(Step("header", name))
                yield Segment(text, place, kind="trace" if _TRACE.fullmatch(name) else "field")

    def _leaf(self, part: Message) -> Iterator[Segment | Document | Unscannable]:
        self._count += 1
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if encoding not in _TRANSFER_ENCODINGS:
            yield self._doubt("unknown transfer encoding of a part")
        data = _payload(part)
        self._budget.take_bytes(len(data))
        name = _file_name(part)
        kind = part.get_content_type()
        charset = str(part.get_content_charset("") or "")
        if name or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            if data:
                # A declared text type may lie; only the type of a mail is taken from the declaration.
                media_type = kind if kind == "message/rfc822" else ""
                yield self._child(name or f"part{self._count}", data, media_type, charset)
            return
        decoded = decode(data, charset)
        if decoded.doubt:
            yield self._doubt(decoded.doubt)
        if kind == "text/html":
            yield from html.segments(decoded.text, self._place("html"))
        else:
            yield from self._body(decoded.text)

    def _body(self, text: str) -> Iterator[Segment]:
        """Yield body, signature block and what is quoted below, each with its lines."""
        place = self._place("body")
        begin, end = signature_block(text)
        if begin == end:
            yield Segment(text, place, line=1)
            return
        for start, stop, where in (
            (0, begin, place),
            (begin, end, self._document.location.under(Step("signature", ""))),
            (end, len(text), place),
        ):
            if text[start:stop].strip():
                line = text.count("\n", 0, start) + 1
                yield Segment(text[start:stop], where, offset=start, line=line)


def signature_block(text: str) -> tuple[int, int]:
    """Return the span of the sender's signature block, an empty span where there is none.

    It begins with a line `-- ` or a closing formula, has at most ten lines of text, and ends the text or
    stands right above a quoted mail.
    """
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    quoted = next((index for index, line in enumerate(lines) if _QUOTED.match(line.strip())), len(lines))
    for index in range(quoted - 1, -1, -1):
        block = [line for line in lines[index:quoted] if line.strip()]
        if len(block) > _SIGNATURE_LINES:
            break
        if _CLOSING.match(lines[index].strip()) and len(block) > 1:
            return starts[index], starts[quoted]
    return 0, 0


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, Base64Error, TypeError):
        payload = str(part.get_payload()).encode("ascii", "surrogateescape")
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    """Return the decoded file name: RFC 2231, RFC 2047 inside a parameter, or raw bytes."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = part.get_param(parameter, None, header)
            text = collapse_rfc2231_value(value) if value is not None else ""
        except (LookupError, ValueError, TypeError):
            text = "unreadable name"
        if text:
            return decoded_header(str(text)).strip()
    return ""


def decoded_header(value: str) -> str:
    """Return a header's text: encoded words decoded, raw bytes read by the ladder, folds undone."""
    value = re.sub(r"\r?\n(?=[ \t])", "", value)
    try:
        chunks = decode_header(value)
    except (ValueError, Base64Error, IndexError):
        return _unescaped(value).text
    parts = []
    for chunk, charset in chunks:
        if isinstance(chunk, bytes):
            parts.append(decode(chunk, charset or "").text)
        else:
            parts.append(_unescaped(chunk).text)
    # What does not decode is kept as it was written.
    return "".join(parts) or _unescaped(value).text


def _unescaped(text: str) -> Decoded:
    """Return text whose raw bytes, kept by the parser as surrogates, are decoded by the ladder."""
    try:
        return decode(text.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return Decoded(text, "")


EXTRACTORS = (Eml(),)
