"""Internet mail: decoded headers, bodies, signature blocks, and attachments as inner documents.

Parsed with `policy.compat32` and decoders of our own: `policy.default` raises bare IndexErrors on headers
that real programs send. What the parser calls a defect is reported as ambiguous and the raw text scanned as
well, since two mail programs may read such a mail in two ways.
"""

from __future__ import annotations

import binascii
import contextlib
import email
import re
from binascii import Error as Base64Error
from collections.abc import Iterator
from email.message import Message
from email.utils import collapse_rfc2231_value
from itertools import islice

from dlpscan.errors import Damaged, LimitReached
from dlpscan.extract import html, sniff
from dlpscan.extract.encodings import Decoded, decode, is_text, views
from dlpscan.limits import MIB, Budget
from dlpscan.model import Document, Location, Piece, Segment, SegmentKind, Step, Unscannable

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
    r"^(?:-- ?|此致|此致敬礼|敬礼|祝好|祝商祺|顺颂商祺|顺祝商祺|商祺|谢谢|多谢|"
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
        """Take what begins with header fields that mails have, or is declared a mail.

        A mark, blank lines and a few lines of garbage before or between the fields do not matter: mail
        programs read over them, too.
        """
        return document.media_type == "message/rfc822" or _begins_like_mail(document.data)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield headers, bodies and signature blocks as segments, attachments as documents."""
        data = _without_lead(document.data)
        end = re.search(rb"\r?\n\r?\n", data)
        if (end.start() if end else len(data)) > _HEADER_BYTES:
            raise LimitReached(f"more than {_HEADER_BYTES} bytes of header")
        try:
            message = email.message_from_bytes(data)
        except (RecursionError, ValueError, LookupError, IndexError, TypeError):
            raise Damaged("the structure of the mail cannot be parsed") from None
        # RFC 5322, 2.1: the first blank line ends the header. Where it comes first, all that follows may be
        # body to another program, whatever it looks like.
        may_be_body = len(data) < len(document.data)
        is_ambiguous = False
        for item in _Parts(document, budget).read(message):
            is_ambiguous |= isinstance(item, Unscannable) and item.reason == "ambiguous"
            yield item
        if is_ambiguous or may_be_body:
            # Another program may see other parts: the raw text is a view of its own, and so is whatever in it
            # is encoded.
            raw = document.location.under(Step("part", "raw"))
            text = decode(document.data).text
            yield Segment(text, raw, line=1)
            yield from _encoded_blocks(text, document)
            if may_be_body and _PGP.search(text):
                yield Unscannable("encrypted", document.location, "a PGP message in the body")


def _without_lead(data: bytes) -> bytes:
    """Return a mail without the mark and the blank lines before it, which many programs read over."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _begins_like_mail(data: bytes) -> bool:
    names: set[bytes] = set()
    garbage = 0
    for line in _without_lead(data[:16_384]).splitlines():
        if not line.strip():
            break
        if _HEADER_LINE.match(line):
            names.add(line.split(b":", 1)[0].strip().lower())
        elif not line.startswith((b" ", b"\t", b"From ", b">From ")):
            garbage += 1
    return len(names & _KNOWN_HEADERS) > 1 and garbage <= _MOST_GARBAGE


_MOST_GARBAGE = 3
# Two lines of base64, or one that is long; uuencoded files name themselves.
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{40,}\r?\n)+[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9+/]{60,}={0,2}")
_UUENCODED = re.compile(r"^begin [0-7]{3,4} [^\r\n]+\r?\n(?P<lines>(?:[ -`]{1,62}\r?\n)+)", re.MULTILINE)
_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_MOST_BLOCKS = 100


def _encoded_blocks(text: str, document: Document) -> Iterator[Document]:
    """Yield what is encoded inside a text as documents: base64 without a label, uuencoded files."""
    path = document.location.path
    for number, match in enumerate(islice(_BASE64.finditer(text), _MOST_BLOCKS), start=1):
        data = _from_base64(match.group())
        # What decodes to neither text nor a known format was no base64.
        if data and (is_text(data) or sniff.is_binary(data)):
            yield Document(f"base64 {number}", data, path=path, facts=document.facts)
    if "begin " not in text:
        return
    for number, match in enumerate(islice(_UUENCODED.finditer(text), _MOST_BLOCKS), start=1):
        with contextlib.suppress(Base64Error, ValueError):
            data = b"".join(binascii.a2b_uu(line) for line in match["lines"].splitlines() if line.strip("`"))
            yield Document(f"uuencoded {number}", data, path=path, facts=document.facts)


def _from_base64(text: str) -> bytes:
    compact = re.sub(r"[^A-Za-z0-9+/]", "", text)
    if len(compact) % 4 == 1:
        compact = compact[:-1]
    with contextlib.suppress(Base64Error, ValueError):
        return binascii.a2b_base64(compact + "=" * (-len(compact) % 4))
    return b""


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
            _trim_encoding(part)
            yield from self._strangeness(part)
            payload = part.get_payload()
            inner = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
            if inner and part.get_content_type() == "message/rfc822":
                yield from self._inner(inner[0])
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

    def _strangeness(self, part: Message) -> Iterator[Segment | Unscannable]:
        """Yield what two mail programs may read in two ways, and text that stands outside all parts."""
        # Some defects are only noticed when the payload is decoded.
        with contextlib.suppress(ValueError, LookupError, TypeError):
            part.get_payload(decode=True)
        names = {type(defect).__name__ for defect in part.defects}
        names |= {f"two {name}" for name in _STRUCTURAL if len(part.get_all(name, [])) > 1}
        for text in (part.preamble, part.epilogue):
            if text and text.strip():
                yield Segment(_unescaped(text).text, self._place("preamble or epilogue"), line=1)
                if _HIDDEN_PART.search(text):
                    names.add("a part outside the parts")
        if names:
            yield self._doubt(f"defects of the MIME structure: {', '.join(sorted(names))}")

    def _inner(self, message: Message) -> Iterator[Document | Unscannable]:
        self._count += 1
        try:
            data = message.as_bytes()
        except (LookupError, ValueError, TypeError, RecursionError):
            yield Unscannable("damaged", self._document.location, "a mail inside the mail cannot be read")
            return
        yield self._child(f"message{self._count}.eml", data, "message/rfc822")

    def _headers(self, part: Message) -> Iterator[Segment]:
        """Yield the fields of a header in two segments: those of people, and the traces of programs."""
        fields: dict[SegmentKind, list[tuple[str, str]]] = {"field": [], "trace": []}
        for name, value in part.items():
            text = decoded_header(str(value))
            if text.strip():
                fields["trace" if _TRACE.fullmatch(name) else "field"].append((name, text))
        odd_names = [name for name in part.keys() if _ODD_NAME.search(name)]  # noqa: SIM118 - a mail is no dict
        if odd_names:
            yield Segment("\n".join(odd_names), self._place("header names"), kind="field")
        for kind, found in fields.items():
            pieces = []
            length = 0
            for name, text in found:
                pieces.append(Piece(length, self._document.location.under(Step("header", name))))
                length += len(text) + 1
            if pieces:
                joined = "\n".join(text for _, text in found)
                yield Segment(joined, self._document.location, kind=kind, pieces=tuple(pieces))

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
        if kind == "application/pkcs7-mime" and "enveloped" in str(part.get_param("smime-type", "")):
            yield Unscannable("encrypted", self._document.location, "S/MIME encrypted content")
            return
        is_file = bool(name) or part.get_content_disposition() == "attachment"
        is_body = kind in _BODIES and not is_file
        yield from self._undecoded(part, encoding, charset, data, may_doubt=is_body)
        if not is_body:
            if data:
                # A declared type is a hint for pages and mails only; the content decides.
                media_type = kind if kind in _HINTS else ""
                yield self._child(name or f"part{self._count}", data, media_type, charset)
            if not is_file and part.get_content_maintype() == "text":
                yield from self._encoded(decode(data, charset).text)
            return
        if _is_file_content(data):
            yield self._child(f"part{self._count}", data.lstrip(), "", charset)
        for decoded in views(data, charset):
            if decoded.doubt:
                yield self._doubt(decoded.doubt)
            if kind == "text/html":
                yield from html.segments(decoded.text, self._place("html"))
            else:
                yield from self._body(_unflowed(part, decoded.text))
            yield from self._encoded(decoded.text)

    def _encoded(self, text: str) -> Iterator[Document | Unscannable]:
        """Yield what is encoded inside the text of a part, and say where it is encrypted."""
        yield from _encoded_blocks(text, self._document)
        if _PGP.search(text):
            yield Unscannable("encrypted", self._document.location, "a PGP message in the body")

    def _undecoded(
        self, part: Message, encoding: str, charset: str, data: bytes, *, may_doubt: bool
    ) -> Iterator[Segment | Unscannable]:
        """Yield a payload as it was written where that may be what people read: the label may be a lie.

        With *may_doubt*, what decodes to neither text nor a known format is reported; files are reported as
        unknown content by whoever reads them.
        """
        if encoding not in _CLEAR_NUMBERS:
            return
        written = str(part.get_payload())
        is_lie = may_doubt and bool(written.strip()) and not _is_content(data, charset)
        is_lie |= may_doubt and encoding == "base64" and bool(_LETTERS.search(written))
        if is_lie:
            yield self._doubt("a part that is not in its declared transfer encoding")
        if is_lie or _CLEAR_NUMBERS[encoding].search(written):
            yield Segment(_unescaped(written).text, self._place("undecoded"), line=1)

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


def _is_content(data: bytes, charset: str) -> bool:
    """Say whether decoded bytes are text, of their charset or any, or of a format that is known."""
    if is_text(data) or sniff.is_binary(data):
        return bool(data)
    # UTF-16 without a mark has any bytes; its text has few control characters all the same.
    decoded = decode(data, charset) if charset else Decoded("", "", "no charset")
    return not decoded.doubt and is_text(decoded.text.encode("utf-8", "replace"))


def _is_file_content(data: bytes) -> bool:
    """Say whether a body begins like a file. A word may begin with the letters of a mark, such as `ORC`."""
    start = data[:_SNIFFED].lstrip()
    return start.startswith((b"{\\rtf", b"%PDF-")) or (sniff.is_binary(start) and not is_text(start))


_SNIFFED = 4096
# Every other type of text (rtf, csv, vcard, calendar) is a file that its content decides on.
_BODIES = frozenset(
    ["text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"]
)
_NUMBER = r"[0-9](?:[\s/+]*[0-9]){10}"
# Numbers that stand in clear in an encoded payload; random base64 has eleven digits in a row once in 500 MB.
# A quoted-printable decoder eats the first digits behind "="; a uuencode decoder skips all before "begin".
_CLEAR_NUMBERS = {
    "base64": re.compile(_NUMBER),
    "quoted-printable": re.compile(f"={_NUMBER}"),
    **dict.fromkeys(["x-uuencode", "uuencode", "uue", "x-uue"], re.compile(r"\S")),
}
# Base64 mixes cases: a line of text is in lower case once in 50 000 random lines of this length.
_LETTERS = re.compile(r"^[a-z]{12,}\r?$", re.MULTILINE)
# Names of fields are letters and dashes; six digits or any other sign may be data.
_ODD_NAME = re.compile(r"[0-9](?:[^0-9]*[0-9]){5}|[^A-Za-z0-9\-]")
_HINTS = ("message/rfc822", "text/html", "application/xhtml+xml")
_STRUCTURAL = ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version")
_HIDDEN_PART = re.compile(r"^(?:Content-[A-Za-z\-]+:|--\S)", re.MULTILINE)


def _unflowed(part: Message, text: str) -> str:
    """Return a body with the soft line ends of `format=flowed` undone (RFC 3676, 4)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    deletes_space = str(part.get_param("delsp", "")).lower() == "yes"
    return re.sub(r"(?<!^--) \r?\n(?!-- \r?\n)", "" if deletes_space else " ", text)


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
    filled = 0
    for index in range(quoted - 1, 0, -1):
        filled += bool(lines[index].strip())
        if filled > _SIGNATURE_LINES:
            break
        # Above it stands a message; a mail that begins with a closing formula has none.
        if _CLOSING.match(lines[index].strip()) and filled > 1 and text[: starts[index]].strip():
            return starts[index], starts[quoted]
    return 0, 0


def _trim_encoding(part: Message) -> None:
    """Strip the transfer encoding: the parser does not decode "base64 ", mail programs do."""
    written = str(part.get("Content-Transfer-Encoding", ""))
    if written != written.strip():
        part.replace_header("Content-Transfer-Encoding", written.strip())


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


_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")


def decoded_header(value: str) -> str:
    """Return a header's text: encoded words decoded wherever they stand, raw bytes read by the ladder.

    RFC 2047 wants spaces around an encoded word; mail programs decode it without as well. Neighbours of one
    charset are joined before they are decoded, since many senders cut characters in two.
    """
    value = _BETWEEN_WORDS.sub(r"\1", re.sub(r"\r?\n(?=[ \t])", "", value))
    parts: list[str] = []
    pending = b""
    charset = ""
    position = 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[position : word.start()]
        if pending and (between or word[1].lower() != charset):
            parts.append(decode(pending, charset).text)
            pending = b""
        parts.append(_unescaped(between).text)
        charset = word[1].lower().partition("*")[0]
        data = _from_base64(word[3]) if word[2] in "bB" else _from_q(word[3])
        # What does not decode is kept as it was written.
        if data:
            pending += data
        else:
            parts.append(word.group())
        position = word.end()
    if pending:
        parts.append(decode(pending, charset).text)
    parts.append(_unescaped(value[position:]).text)
    return "".join(parts)


def _from_q(text: str) -> bytes:
    return binascii.a2b_qp(text.replace("_", " ").encode("ascii", "surrogateescape"), header=True)


def _unescaped(text: str) -> Decoded:
    """Return text whose raw bytes, kept by the parser as surrogates, are decoded by the ladder."""
    try:
        return decode(text.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return Decoded(text, "")


EXTRACTORS = (Eml(),)
