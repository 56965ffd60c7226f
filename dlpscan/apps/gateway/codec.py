"""Milter protocol version 6 as bytes and events; it opens no socket and decides nothing.

A mail server (MTA) and a mail filter (milter) exchange frames: length (u32, big-endian, the command byte
included), command byte, payload. `Decoder` turns bytes of either side into events however the network cuts
them; `encode` turns any event into its frame. The server keeps sockets, states and verdicts to itself.

Three invariants. Only `ProtocolError` comes out of a decoder; it names command and length, never content.
No `repr()` of an event shows text or bytes of a mail, only their sizes. What a milter sends is checked when
the event is made, so that text taken from a mail can neither add a header line nor an SMTP reply line.

Strings are UTF-8 with `surrogateescape`: any bytes come back unchanged.

Sources: sendmail `include/libmilter/mfdef.h` 8.40 (codes, flags), `libmilter/docs` (smfi_setmlreply,
smfi_addheader), T. Vierling, "The Sendmail Milter Protocol, Version 2" (`milter-protocol.txt`), Postfix
MILTER_README and `src/milter/milter8.c` (what an MTA of version 6 sends and accepts).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, IntFlag
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import astuple

from dlpscan.errors import DlpscanError

PROTOCOL_VERSION = 6
MAX_FRAME_BYTES = 1 << 20  # MTAs send chunks of 64 KiB; 1 MiB is the largest size that libmilter knows
MAX_CHUNK_BYTES = 65535  # MILTER_CHUNK_SIZE
MAX_REPLY_LINES = 32  # smfi_setmlreply
MAX_REPLY_LINE_BYTES = 510  # RFC 5321 4.5.3.1.5, without CRLF


class Command(str, Enum):
    """What an MTA sends: SMFIC_*."""

    ABORT = "A"
    BODY = "B"
    CONNECT = "C"
    MACROS = "D"
    END_OF_MESSAGE = "E"
    HELO = "H"
    QUIT_NEW_CONNECTION = "K"
    HEADER = "L"
    MAIL = "M"
    END_OF_HEADERS = "N"
    NEGOTIATE = "O"
    QUIT = "Q"
    RCPT = "R"
    DATA = "T"
    UNKNOWN = "U"


class Response(str, Enum):
    """What a milter sends: SMFIR_*. Negotiation is answered with `Command.NEGOTIATE`.

    SMFIR_SETSYMLIST ("l") never travels as a frame: macro lists are part of the negotiation.
    """

    ADD_RECIPIENT = "+"
    DELETE_RECIPIENT = "-"
    ADD_RECIPIENT_WITH_ARGS = "2"
    SHUTDOWN = "4"
    ACCEPT = "a"
    REPLACE_BODY = "b"
    CONTINUE = "c"
    DISCARD = "d"
    CHANGE_FROM = "e"
    CONNECTION_FAILURE = "f"
    ADD_HEADER = "h"
    INSERT_HEADER = "i"
    CHANGE_HEADER = "m"
    PROGRESS = "p"
    QUARANTINE = "q"
    REJECT = "r"
    SKIP = "s"
    TEMPFAIL = "t"
    REPLY_CODE = "y"


class Actions(IntFlag):
    """What a milter may do to a mail: SMFIF_*."""

    ADD_HEADERS = 1 << 0
    CHANGE_BODY = 1 << 1
    ADD_RECIPIENTS = 1 << 2
    DELETE_RECIPIENTS = 1 << 3
    CHANGE_HEADERS = 1 << 4
    QUARANTINE = 1 << 5
    CHANGE_FROM = 1 << 6
    ADD_RECIPIENTS_WITH_ARGS = 1 << 7
    SET_MACRO_LISTS = 1 << 8
    ALL = 0x1FF


class Protocol(IntFlag):
    """Which events are not sent (NO_*) and which are not answered (NO_REPLY_*): SMFIP_*."""

    NO_CONNECT = 1 << 0
    NO_HELO = 1 << 1
    NO_MAIL = 1 << 2
    NO_RCPT = 1 << 3
    NO_BODY = 1 << 4
    NO_HEADERS = 1 << 5
    NO_END_OF_HEADERS = 1 << 6
    NO_REPLY_HEADER = 1 << 7
    NO_UNKNOWN = 1 << 8
    NO_DATA = 1 << 9
    SKIP = 1 << 10  # the MTA understands `Skip`
    REJECTED_RCPT = 1 << 11  # the milter also wants recipients that the MTA refuses
    NO_REPLY_CONNECT = 1 << 12
    NO_REPLY_HELO = 1 << 13
    NO_REPLY_MAIL = 1 << 14
    NO_REPLY_RCPT = 1 << 15
    NO_REPLY_DATA = 1 << 16
    NO_REPLY_UNKNOWN = 1 << 17
    NO_REPLY_END_OF_HEADERS = 1 << 18
    NO_REPLY_BODY = 1 << 19
    LEADING_SPACE = 1 << 20  # header values keep the space after the colon
    ALL = 0x1FFFFF


class Family(str, Enum):
    """How the SMTP client is connected: SMFIA_*."""

    UNKNOWN = "U"
    UNIX = "L"
    INET = "4"
    INET6 = "6"


class MacroStage(int, Enum):
    """For which event a milter asks for macros: SMFIM_*. End of message comes before end of headers."""

    CONNECT = 0
    HELO = 1
    MAIL = 2
    RCPT = 3
    DATA = 4
    END_OF_MESSAGE = 5
    END_OF_HEADERS = 6


class ProtocolError(DlpscanError):
    """The other side sent what the protocol does not allow. *command* is a name, or hexadecimal."""

    def __init__(self, command: str, length: int, reason: str) -> None:
        self.command, self.length, self.reason = command, length, reason
        super().__init__(f"milter frame {command} of {length} bytes: {reason}")


class EventError(DlpscanError, ValueError):
    """An event holds what its frame cannot carry, or what would inject a line."""


class Event(Struct, frozen=True):
    """One frame, without its length and command byte. `repr()` shows numbers, and the sizes of all else."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={size}' for name, size in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:  # rich prints the locals of a traceback with it
        return [(name, _shown(getattr(self, name))) for name in self.__struct_fields__]


def _shown(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.name)
    return str(value) if isinstance(value, int) else f"<{len(value)}>"


# Both directions


class Negotiate(Event, frozen=True):
    """Version and flags that an MTA offers, or that a milter chooses among them.

    *macros* is the milter's: for each `MacroStage` the names of the macros that it wants, without braces.
    """

    version: int
    actions: int
    protocol: int
    macros: Mapping[int, tuple[str, ...]] = {}


# From the MTA


class Macros(Event, frozen=True):
    """Values for the event *command*, which usually follows. Names without braces; never answered.

    MTAs send frames without any value, and values for events that the milter asked not to get.
    """

    command: str
    values: Mapping[str, str]


class Connect(Event, frozen=True):
    """An SMTP client has connected. *host* is `[address]` where it has no name; `UNKNOWN` has no address."""

    host: str
    family: Family = Family.UNKNOWN
    port: int = 0
    address: str = ""

    def __post_init__(self) -> None:
        if self.family is Family.UNKNOWN and (self.port or self.address):
            raise EventError("an unknown family has neither port nor address")


class Helo(Event, frozen=True):
    """The name that the client gave with HELO or EHLO."""

    name: str


class Mail(Event, frozen=True):
    """MAIL FROM: address in angle brackets, `<>` for the null sender, and ESMTP arguments (`SIZE=1234`)."""

    address: str
    args: tuple[str, ...] = ()


class Rcpt(Event, frozen=True):
    """RCPT TO, once for each recipient."""

    address: str
    args: tuple[str, ...] = ()


class Data(Event, frozen=True):
    """DATA: the envelope is complete."""


class Header(Event, frozen=True):
    """One header field. Folded lines of *value* are joined by LF, not CRLF.

    Without `Protocol.LEADING_SPACE` one space after the colon is gone. *value* cannot hold NUL: Postfix sends
    what stands before it, and delivers the rest too.
    """

    name: str
    value: bytes


class EndOfHeaders(Event, frozen=True):
    """The empty line after the header. It is no part of the body that follows."""


class Body(Event, frozen=True):
    """A part of the body, lines ended by CRLF; the cut may be anywhere, between CR and LF too."""

    chunk: bytes


class EndOfMessage(Event, frozen=True):
    """The end of the mail, with the last part of the body or (Postfix) without. It is always answered."""

    chunk: bytes = b""


class Abort(Event, frozen=True):
    """Forget the mail, keep the SMTP session. Never answered; may come when there is no mail."""


class Quit(Event, frozen=True):
    """The SMTP session is over: close the connection. Never answered."""


class QuitNewConnection(Event, frozen=True):
    """The SMTP session is over, a `Connect` follows with the same negotiated options. Never answered."""


class Unknown(Event, frozen=True):
    """An SMTP command that the MTA does not know, as the client wrote it."""

    line: str


# From the milter: verdicts


class Continue(Event, frozen=True):
    """Go on; at the end of the message, accept it."""


class Accept(Event, frozen=True):
    """Accept the mail, at `Connect` and `Helo` all mail of the session, and show the milter no more of it."""


class Reject(Event, frozen=True):
    """Refuse with 550 5.7.1 and the MTA's own text."""


class TempFail(Event, frozen=True):
    """Refuse with 451 4.7.1 and the MTA's own text."""


class Discard(Event, frozen=True):
    """Say yes to the client and drop the mail."""


class Skip(Event, frozen=True):
    """Send no more events of this type for this mail; only if `Protocol.SKIP` was offered."""


class Progress(Event, frozen=True):
    """Still at work: the MTA's timer starts again. No verdict; that comes later."""


class ConnectionFailure(Event, frozen=True):
    """Cause a connection failure. Sendmail only: to Postfix it is a protocol error."""


class Shutdown(Event, frozen=True):
    """Close the SMTP session with 421."""


class ReplyCode(Event, frozen=True):
    """Refuse with this SMTP code (400-599), RFC 3463 code and text, one string a line.

    Lines are printable ASCII and not empty. MTAs log them. `%` is doubled on the wire, as libmilter
    requires, and stands here as the client will see it.
    """

    code: int
    enhanced: str
    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 400 <= self.code <= 599:  # noqa: PLR2004  (RFC 5321 4.2.1: 4yz and 5yz)
            raise EventError("an SMTP code of a refusal is 400 to 599")
        if not _ENHANCED.fullmatch(self.enhanced) or self.enhanced[0] != str(self.code)[0]:
            raise EventError("an enhanced code is class.subject.detail, its class that of the SMTP code")
        if not 0 < len(self.lines) <= MAX_REPLY_LINES:
            raise EventError(f"a reply has 1 to {MAX_REPLY_LINES} lines")
        room = MAX_REPLY_LINE_BYTES - len(f"{self.code} {self.enhanced} ")
        if not all(_PRINTABLE.fullmatch(line) and len(line) <= room for line in self.lines):
            raise EventError(f"a reply line is printable ASCII of at most {MAX_REPLY_LINE_BYTES} bytes")


# From the milter: modifications, before the verdict at the end of the message


class AddHeader(Event, frozen=True):
    """Write a header field after the others. *value* may be folded: LF, then a space or tab."""

    name: str
    value: bytes

    def __post_init__(self) -> None:
        _check_header(self.name, self.value)


class InsertHeader(Event, frozen=True):
    """Write a header field before header *index*; 0 is the top of the mail as delivered."""

    index: int
    name: str
    value: bytes

    def __post_init__(self) -> None:
        _check_header(self.name, self.value)


class ChangeHeader(Event, frozen=True):
    """Replace the *index*-th field of that name, counted from 1; an empty value deletes it."""

    index: int
    name: str
    value: bytes

    def __post_init__(self) -> None:
        _check_header(self.name, self.value)


class ReplaceBody(Event, frozen=True):
    """A part of the new body. All parts follow each other: Postfix refuses other events between them."""

    chunk: bytes

    def __post_init__(self) -> None:
        if len(self.chunk) > MAX_CHUNK_BYTES:
            raise EventError(f"a body chunk is larger than {MAX_CHUNK_BYTES} bytes")


class AddRecipient(Event, frozen=True):
    """Add a recipient to the envelope. With *args* it is a frame, and an action, of its own."""

    address: str
    args: str = ""

    def __post_init__(self) -> None:
        _check_line(self.address, self.args)


class DeleteRecipient(Event, frozen=True):
    """Take a recipient, written exactly as in `Rcpt`, out of the envelope. The client is not told."""

    address: str

    def __post_init__(self) -> None:
        _check_line(self.address)


class ChangeFrom(Event, frozen=True):
    """Replace the sender in the envelope."""

    address: str
    args: str = ""

    def __post_init__(self) -> None:
        _check_line(self.address, self.args)


class Quarantine(Event, frozen=True):
    """Hold the mail, for a reason that may go to a log; a verdict still has to follow."""

    reason: str

    def __post_init__(self) -> None:
        _check_line(self.reason)


_ENHANCED = re.compile(r"[45]\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})", re.ASCII)  # RFC 3463 2
_REPLY_LINE = re.compile(r"(\d{3})([ -])(\S+) (.+)", re.ASCII)
_PRINTABLE = re.compile(r"[\x20-\x7e]+")


def _check_header(name: str, value: bytes) -> None:
    if not re.fullmatch(r"[!-9;-~]+", name):  # RFC 5322 3.6.8
        raise EventError("a header name is printable ASCII without colon and space")
    if re.search(rb"[\0\r]|\n(?![ \t])", value):
        raise EventError("a header value would end its header")


def _check_line(*values: str) -> None:
    if any(re.search(r"[\x00-\x1f\x7f]", value) for value in values):
        raise EventError("control character in a string of one line")


class _Payload:
    """The payload of a frame, read from its start. `EventError` where it ends too early."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def left(self) -> int:
        return len(self.data) - self.at

    def take(self, size: int) -> bytes:
        if self.left() < size:
            raise EventError("the payload ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "big")

    def raw(self) -> bytes:
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise EventError("a string has no NUL at its end")
        return self.take(end + 1 - self.at)[:-1]

    def text(self) -> str:
        return self.raw().decode("utf-8", "surrogateescape")

    def texts(self) -> tuple[str, ...]:
        values = []
        while self.left():
            values.append(self.text())
        return tuple(values)

    def family(self) -> Family:
        byte = self.take(1)
        for family in Family:
            if family.value.encode() == byte:
                return family
        raise EventError("the address family is not known")

    def command(self) -> str:
        code = self.take(1).decode("latin-1")
        return Command(code) if code in _CODES_OF_COMMANDS else code

    def macros(self) -> dict[str, str]:
        texts, values = self.texts(), dict[str, str]()
        if len(texts) % 2:
            raise EventError("a macro has no value")
        for name, value in zip(texts[::2], texts[1::2], strict=True):
            values.setdefault(_bare(name), value)  # the first wins, as in smfi_getsymval
        return values

    def macro_lists(self) -> dict[int, tuple[str, ...]]:
        lists = {}
        while self.left():
            stage, names = self.number(), self.text()
            lists[stage] = tuple(_bare(name) for name in re.split(r"[\s,]+", names) if name)
        return lists

    def reply(self) -> tuple[int, str, tuple[str, ...]]:
        found = [_REPLY_LINE.fullmatch(line) for line in self.text().split("\r\n")]
        lines = [match for match in found if match]
        if len(lines) < len(found) or len({match.group(1, 3) for match in lines}) != 1:
            raise EventError("a reply line is not code, enhanced code and text")
        if [match[2] for match in lines] != ["-"] * (len(lines) - 1) + [" "]:
            raise EventError("reply lines are not joined by hyphens")
        if any("%" in match[4].replace("%%", "") for match in lines):
            raise EventError("a percent sign is not doubled")
        return int(lines[0][1]), lines[0][3], tuple(match[4].replace("%%", "%") for match in lines)


def _number(value: int, size: int = 4) -> bytes:
    try:
        return value.to_bytes(size, "big")
    except OverflowError:
        raise EventError(f"a number does not fit into {size} bytes") from None


def _raw(value: bytes) -> bytes:
    if b"\0" in value:
        raise EventError("NUL in a string")
    return value + b"\0"


def _text(value: str) -> bytes:
    try:
        return _raw(value.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # its message shows the character
        raise EventError("a string is not Unicode") from None


def _bare(name: str) -> str:
    """Return the name of a macro without its braces: `{auth_authen}` is `auth_authen`."""
    bare = name[1:-1] if name.startswith("{") and name.endswith("}") else name
    if not bare:
        raise EventError("a macro has no name")
    return bare


def _braced(bare: str) -> str:
    """Return the name as MTAs write it: in braces where it is longer than one character."""
    if not bare or re.search(r"[\s,]", bare):
        raise EventError("the name of a macro is empty or has a space")
    return bare if len(bare) == 1 else f"{{{bare}}}"


def _command(code: str) -> bytes:
    if len(code) != 1 or ord(code) > 0xFF:  # noqa: PLR2004  (a byte)
        raise EventError("a command is one byte")
    return bytes([ord(code)])


def _macro_lists(lists: Mapping[int, tuple[str, ...]]) -> bytes:
    return b"".join(
        _number(stage) + _text(" ".join(_braced(name) for name in names)) for stage, names in lists.items()
    )


def _reply(code: int, enhanced: str, lines: tuple[str, ...]) -> bytes:
    marks = ["-"] * (len(lines) - 1) + [" "]
    text = "\r\n".join(f"{code}{mark}{enhanced} {line}" for mark, line in zip(marks, lines, strict=True))
    return _text(text.replace("%", "%%"))


# How a field stands on the wire: how it is read, how it is written.
_FIELDS: dict[str, tuple[Callable[[_Payload], Any], Callable[[Any], bytes]]] = {
    "u32": (_Payload.number, _number),
    "u16": (lambda payload: payload.number(2), lambda value: _number(value, 2)),
    "raw": (_Payload.raw, _raw),
    "text": (_Payload.text, _text),
    "texts": (_Payload.texts, lambda values: b"".join(map(_text, values))),
    "text?": (
        lambda payload: payload.text() if payload.left() else "",
        lambda text: _text(text) if text else b"",
    ),
    "rest": (lambda payload: payload.take(payload.left()), bytes),
    "family": (_Payload.family, lambda family: family.value.encode()),
    "command": (_Payload.command, _command),
    "macros": (
        _Payload.macros,
        lambda values: b"".join(_text(_braced(name)) + _text(value) for name, value in values.items()),
    ),
    "macro_lists": (_Payload.macro_lists, _macro_lists),
}


class _Frame(NamedTuple):
    """How an event is written, and the flags under which an MTA does not send it or gets no answer."""

    event: type[Event]
    layout: str = ""
    no_send: int = 0
    no_reply: int = 0


_Frames = dict[Command | Response, _Frame]
_FROM_MTA: _Frames = {
    Command.NEGOTIATE: _Frame(Negotiate, "u32 u32 u32 macro_lists"),
    Command.MACROS: _Frame(Macros, "command macros"),
    Command.CONNECT: _Frame(Connect, "text family u16 text", Protocol.NO_CONNECT, Protocol.NO_REPLY_CONNECT),
    Command.HELO: _Frame(Helo, "text", Protocol.NO_HELO, Protocol.NO_REPLY_HELO),
    Command.MAIL: _Frame(Mail, "text texts", Protocol.NO_MAIL, Protocol.NO_REPLY_MAIL),
    Command.RCPT: _Frame(Rcpt, "text texts", Protocol.NO_RCPT, Protocol.NO_REPLY_RCPT),
    Command.DATA: _Frame(Data, "", Protocol.NO_DATA, Protocol.NO_REPLY_DATA),
    Command.HEADER: _Frame(Header, "text raw", Protocol.NO_HEADERS, Protocol.NO_REPLY_HEADER),
    Command.END_OF_HEADERS: _Frame(
        EndOfHeaders, "", Protocol.NO_END_OF_HEADERS, Protocol.NO_REPLY_END_OF_HEADERS
    ),
    Command.BODY: _Frame(Body, "rest", Protocol.NO_BODY, Protocol.NO_REPLY_BODY),
    Command.END_OF_MESSAGE: _Frame(EndOfMessage, "rest"),
    Command.ABORT: _Frame(Abort),
    Command.QUIT: _Frame(Quit),
    Command.QUIT_NEW_CONNECTION: _Frame(QuitNewConnection),
    Command.UNKNOWN: _Frame(Unknown, "text", Protocol.NO_UNKNOWN, Protocol.NO_REPLY_UNKNOWN),
}
_VERDICTS: _Frames = {
    Response.CONTINUE: _Frame(Continue),
    Response.ACCEPT: _Frame(Accept),
    Response.REJECT: _Frame(Reject),
    Response.TEMPFAIL: _Frame(TempFail),
    Response.DISCARD: _Frame(Discard),
    Response.SKIP: _Frame(Skip),
    Response.CONNECTION_FAILURE: _Frame(ConnectionFailure),
    Response.SHUTDOWN: _Frame(Shutdown),
    Response.REPLY_CODE: _Frame(ReplyCode),
}
_MODIFICATIONS: _Frames = {
    Response.ADD_HEADER: _Frame(AddHeader, "text raw"),
    Response.INSERT_HEADER: _Frame(InsertHeader, "u32 text raw"),
    Response.CHANGE_HEADER: _Frame(ChangeHeader, "u32 text raw"),
    Response.REPLACE_BODY: _Frame(ReplaceBody, "rest"),
    Response.ADD_RECIPIENT_WITH_ARGS: _Frame(AddRecipient, "text text?"),
    Response.ADD_RECIPIENT: _Frame(AddRecipient, "text"),
    Response.DELETE_RECIPIENT: _Frame(DeleteRecipient, "text"),
    Response.CHANGE_FROM: _Frame(ChangeFrom, "text text?"),
    Response.QUARANTINE: _Frame(Quarantine, "text"),
}
_FROM_MILTER: _Frames = {
    Command.NEGOTIATE: _FROM_MTA[Command.NEGOTIATE],
    Response.PROGRESS: _Frame(Progress),
    **_VERDICTS,
    **_MODIFICATIONS,
}
_FRAMES = _FROM_MTA | _FROM_MILTER
_CODES = {frame.event: code for code, frame in _FRAMES.items()}
_CODES_OF_COMMANDS = frozenset(command.value for command in Command)
COMMANDS = {frame.event: Command(code) for code, frame in _FROM_MTA.items()}  # as in `Macros.command`
_NEVER_ANSWERED = (Macros, Abort, Quit, QuitNewConnection)

FROM_MTA = tuple(frame.event for frame in _FROM_MTA.values())
VERDICTS = tuple(frame.event for frame in _VERDICTS.values())
MODIFICATIONS = tuple(dict.fromkeys(frame.event for frame in _MODIFICATIONS.values()))
FROM_MILTER = tuple(dict.fromkeys(frame.event for frame in _FROM_MILTER.values()))


def is_sent(event: type[Event], protocol: int) -> bool:
    """Return whether an MTA sends *event* under the negotiated flags."""
    return not _FROM_MTA[_CODES[event]].no_send & protocol


def is_answered(event: type[Event], protocol: int) -> bool:
    """Return whether a milter must answer *event* of an MTA under the negotiated flags."""
    return event not in _NEVER_ANSWERED and not _FROM_MTA[_CODES[event]].no_reply & protocol


def replace_body(body: bytes) -> list[ReplaceBody]:
    """Return the events that replace the whole body; an empty body is one empty event."""
    starts = range(0, len(body) or 1, MAX_CHUNK_BYTES)
    return [ReplaceBody(body[start : start + MAX_CHUNK_BYTES]) for start in starts]


def encode(event: Event) -> bytes:
    """Return the frame of *event*. Raises `EventError` where it cannot carry it."""
    code = _CODES[type(event)]
    if isinstance(event, AddRecipient) and event.args:
        code = Response.ADD_RECIPIENT_WITH_ARGS
    payload = _write(event, _FRAMES[code].layout)
    return _number(len(payload) + 1) + str(code.value).encode() + payload


def _write(event: Event, layout: str) -> bytes:
    if isinstance(event, ReplyCode):
        return _reply(event.code, event.enhanced, event.lines)
    parts = bytearray()
    for field, value in zip(layout.split(), astuple(event), strict=False):
        parts += _FIELDS[field][1](value)
        if value is Family.UNKNOWN:  # nothing follows it
            break
    return bytes(parts)


def _read(payload: _Payload, frame: _Frame) -> Event:
    if frame.event is ReplyCode:
        return ReplyCode(*payload.reply())
    values: list[Any] = []
    for field in frame.layout.split():
        values.append(_FIELDS[field][0](payload))
        if values[-1] is Family.UNKNOWN:  # nothing follows it
            break
    return frame.event(*values)


class Decoder:
    """Turns the bytes that *sender* (`mta` or `milter`) writes into events.

    It holds one unfinished frame, so at most *max_frame_bytes* and what was fed last. After a
    `ProtocolError` it is of no use: events before the bad frame are lost, and the connection must be closed.
    """

    def __init__(self, sender: Literal["mta", "milter"], max_frame_bytes: int = MAX_FRAME_BYTES) -> None:
        frames = _FROM_MTA if sender == "mta" else _FROM_MILTER
        self._frames = {ord(code.value): (code.name, frame) for code, frame in frames.items()}
        self._max_frame_bytes = max_frame_bytes
        self._buffer = bytearray()
        self._failed: ProtocolError | None = None

    def __repr__(self) -> str:
        return f"Decoder(pending={len(self._buffer)}, failed={self._failed is not None})"

    @property
    def is_between_frames(self) -> bool:
        """Whether the bytes so far end with a whole frame; at the end of a connection they should."""
        return not self._buffer

    def feed(self, data: bytes) -> list[Event]:
        """Return the events that *data* completes. Raises `ProtocolError`."""
        if self._failed is not None:
            raise ProtocolError(self._failed.command, self._failed.length, "the decoder has failed before")
        try:
            return self._decode(data)
        except ProtocolError as error:
            self._failed = error
            self._buffer.clear()
            raise

    def _decode(self, data: bytes) -> list[Event]:
        buffer, events, at = self._buffer, list[Event](), 0
        buffer += data
        while len(buffer) - at >= 4:  # noqa: PLR2004  (the length)
            length = int.from_bytes(buffer[at : at + 4], "big")
            if length == 0:
                raise ProtocolError("(none)", 0, "a frame has at least a command byte")
            if len(buffer) - at == 4:  # noqa: PLR2004  (an error shall name the command, so wait for it)
                break
            name, frame = self._frames.get(buffer[at + 4], (f"0x{buffer[at + 4]:02x}", None))
            if frame is None:
                raise ProtocolError(name, length, "the command is not known")
            if length > self._max_frame_bytes:
                raise ProtocolError(name, length, f"the limit is {self._max_frame_bytes} bytes")
            end = at + 4 + length
            if end > len(buffer):
                break
            events.append(_event(name, frame, bytes(buffer[at + 5 : end])))
            at = end
        del buffer[:at]
        return events


def _event(name: str, frame: _Frame, data: bytes) -> Event:
    payload = _Payload(data)
    try:
        event = _read(payload, frame)
        if payload.left():
            raise EventError("bytes are left over")  # noqa: TRY301  (one place turns reasons into errors)
    except EventError as error:  # its messages are those of this module
        raise ProtocolError(name, len(data) + 1, str(error)) from None
    return event
