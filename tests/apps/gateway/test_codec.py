"""The milter codec: every frame comes back, hostile bytes give one kind of error, nothing leaks."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.codec import Event, EventError, ProtocolError

fixed = settings(derandomize=True, max_examples=300, deadline=None, database=None)

Sender = Literal["mta", "milter"]
_U32 = st.integers(0, 2**32 - 1)
_BYTES = st.binary(max_size=40)
_RAW = _BYTES.map(lambda data: data.replace(b"\0", b""))
_TEXT = _RAW.map(lambda data: data.decode("utf-8", "surrogateescape"))
_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)
_PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60)
_MACRO = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7A, exclude_characters=","), min_size=1)
_HEADER_NAME = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=":"), min_size=1, max_size=20
)
_HEADER_VALUE = st.lists(_RAW.map(lambda data: data.replace(b"\r", b"").replace(b"\n", b"")), max_size=3).map(
    b"\n\t".join
)
_ENVELOPE = (_TEXT, st.lists(_TEXT, max_size=3).map(tuple))
_FAMILIES = st.sampled_from([codec.Family.UNIX, codec.Family.INET, codec.Family.INET6])
_NEGOTIATE = st.builds(
    codec.Negotiate,
    _U32, _U32, _U32,
    st.dictionaries(_U32, st.lists(_MACRO, max_size=3).map(tuple), max_size=3),
)  # fmt: skip


def _reply(smtp: int, subject: int, detail: int, lines: list[str]) -> codec.ReplyCode:
    return codec.ReplyCode(smtp, f"{smtp // 100}.{subject}.{detail}", tuple(lines))


_STRATEGIES: dict[type[Event], st.SearchStrategy[Any]] = {
    codec.Negotiate: _NEGOTIATE,
    codec.Macros: st.builds(
        codec.Macros,
        st.sampled_from([*codec.Command, "z", "\xff"]),
        st.dictionaries(_MACRO, _TEXT, max_size=4),
    ),
    codec.Connect: st.one_of(
        st.builds(codec.Connect, _TEXT),
        st.builds(codec.Connect, _TEXT, _FAMILIES, st.integers(0, 65535), _TEXT),
    ),
    codec.Helo: st.builds(codec.Helo, _TEXT),
    codec.Mail: st.builds(codec.Mail, *_ENVELOPE),
    codec.Rcpt: st.builds(codec.Rcpt, *_ENVELOPE),
    codec.Header: st.builds(codec.Header, _TEXT, _RAW),
    codec.Body: st.builds(codec.Body, _BYTES),
    codec.EndOfMessage: st.builds(codec.EndOfMessage, _BYTES),
    codec.Unknown: st.builds(codec.Unknown, _TEXT),
    codec.ReplyCode: st.builds(
        _reply,
        st.integers(400, 599),
        st.integers(0, 999),
        st.integers(0, 999),
        st.lists(_PRINTABLE, min_size=1, max_size=4),
    ),
    codec.AddHeader: st.builds(codec.AddHeader, _HEADER_NAME, _HEADER_VALUE),
    codec.InsertHeader: st.builds(codec.InsertHeader, _U32, _HEADER_NAME, _HEADER_VALUE),
    codec.ChangeHeader: st.builds(codec.ChangeHeader, _U32, _HEADER_NAME, _HEADER_VALUE),
    codec.ReplaceBody: st.builds(codec.ReplaceBody, _BYTES),
    codec.AddRecipient: st.builds(codec.AddRecipient, _LINE, _LINE),
    codec.DeleteRecipient: st.builds(codec.DeleteRecipient, _LINE),
    codec.ChangeFrom: st.builds(codec.ChangeFrom, _LINE, _LINE),
    codec.Quarantine: st.builds(codec.Quarantine, _LINE),
}


def _strategy(kind: type[Event]) -> st.SearchStrategy[Any]:
    return _STRATEGIES[kind] if kind in _STRATEGIES else st.builds(kind)


_STREAMS: dict[Sender, st.SearchStrategy[list[Event]]] = {
    "mta": st.lists(st.one_of(*map(_strategy, codec.FROM_MTA)), max_size=8),
    "milter": st.lists(st.one_of(*map(_strategy, codec.FROM_MILTER)), max_size=8),
}
_SAMPLES: dict[Sender, list[Event]] = {
    "mta": [
        codec.Negotiate(6, codec.Actions.ALL, codec.Protocol.ALL, {5: ("i", "auth_authen")}),
        codec.Macros(codec.Command.CONNECT, {"j": "mx.corp.example", "daemon_name": "mx"}),
        codec.Connect("client.corp.example", codec.Family.INET6, 40025, "2001:db8::7"),
        codec.Connect("localhost"),
        codec.Helo("client.corp.example"),
        codec.Mail("<agent@corp.example>", ("SIZE=1234", "BODY=8BITMIME")),
        codec.Rcpt("<li@partner.example>"),
        codec.Data(),
        codec.Header("Subject", "客户王伟".encode("gb18030")),
        codec.EndOfHeaders(),
        codec.Body(b"\0" * 100 + b"\r\n"),
        codec.EndOfMessage(b"last"),
        codec.Unknown("XFOO bar"),
        codec.Abort(),
        codec.QuitNewConnection(),
        codec.Quit(),
    ],
    "milter": [
        codec.Negotiate(6, 1, 2),
        codec.Progress(),
        codec.AddHeader("X-DLP", b"hold"),
        codec.InsertHeader(0, "X-DLP", b"a\n b"),
        codec.ChangeHeader(1, "Subject", b"[DLP] x"),
        *codec.replace_body(b"x" * 70_000),
        codec.AddRecipient("<audit@corp.example>"),
        codec.AddRecipient("<audit@corp.example>", "NOTIFY=NEVER"),
        codec.DeleteRecipient("<li@qq.com>"),
        codec.ChangeFrom("<>"),
        codec.Quarantine("DLP 17"),
        codec.ReplyCode(550, "5.7.1", ("Refused: 100% sure.", "See incident 17.")),
        codec.Skip(),
        codec.Continue(),
    ],
}


def _encode(events: Sequence[Event]) -> bytes:
    return b"".join(map(codec.encode, events))


def _frame(code: bytes, payload: bytes = b"") -> bytes:
    return (len(payload) + 1).to_bytes(4, "big") + code + payload


@pytest.mark.parametrize(
    ("sender", "kind"),
    [("mta", kind) for kind in codec.FROM_MTA] + [("milter", kind) for kind in codec.FROM_MILTER],
)
def test_every_frame_comes_back(sender: Sender, kind: type[Event]) -> None:
    """Decoding what was encoded gives the event, and encoding that gives the bytes."""

    @settings(fixed, max_examples=100)
    @given(_strategy(kind))
    def check(event: Event) -> None:
        decoder = codec.Decoder(sender)
        frame = codec.encode(event)
        events = decoder.feed(frame)

        assert [event] == events
        assert decoder.is_between_frames
        assert frame == _encode(events)

    check()


def test_all_commands_and_responses_have_an_event() -> None:
    """No code of the protocol is left out: those of the MTA and those of the milter."""
    assert {kind for kind in codec.Event.__subclasses__()} == {*codec.FROM_MTA, *codec.FROM_MILTER}  # noqa: C416
    assert len(codec.FROM_MTA) == len(codec.Command)
    assert len(codec.FROM_MILTER) == len(codec.Response)  # one more event, and two codes for AddRecipient


@pytest.mark.parametrize("sender", ["mta", "milter"])
def test_fragments_and_coalesced_frames_give_the_same_events(sender: Sender) -> None:
    """Where the network cuts the bytes changes nothing."""

    @fixed
    @given(_STREAMS[sender], st.randoms(use_true_random=False))
    def check(events: list[Event], random: Random) -> None:
        data, decoder = _encode(events), codec.Decoder(sender)
        cuts = sorted(random.randint(0, len(data)) for _ in range(random.randint(0, 9)))
        parts = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]

        assert events == [event for part in parts for event in decoder.feed(part)]
        assert decoder.is_between_frames

    check()


@pytest.mark.parametrize("sender", ["mta", "milter"])
def test_single_bytes_give_the_same_events(sender: Sender) -> None:
    """The worst fragmentation: one byte at a time."""
    decoder = codec.Decoder(sender)
    events = [event for byte in _encode(_SAMPLES[sender]) for event in decoder.feed(byte.to_bytes(1, "big"))]

    assert _SAMPLES[sender] == events


def _feed(sender: Sender, data: bytes, random: Random) -> bool:
    """Return whether *data*, fed in random parts, was accepted. Only `ProtocolError` is caught."""
    decoder, at, failed = codec.Decoder(sender), 0, False
    while at < len(data) and not failed:
        size = random.randint(1, len(data))
        try:
            decoder.feed(data[at : at + size])
        except ProtocolError:
            failed = True
        at += size
    if failed:
        with pytest.raises(ProtocolError, match="failed before"):
            decoder.feed(b"")
    return not failed


def test_ten_thousand_random_frames_raise_nothing_but_protocol_errors() -> None:
    """Frames of known and unknown commands with random payloads, half of them made of bytes that matter."""
    random = Random(20261124)  # noqa: S311  (a seed, not a secret)
    sides: tuple[Sender, ...] = ("mta", "milter")
    codes = "".join([*codec.Command, *codec.Response]).encode() + b"\0z\xff"
    accepted = 0
    for _ in range(10_000):
        alphabet = random.choice([bytes(range(256)), b"\0\0\0 %-45.67{}<>a\r\n"])
        payload = bytes(random.choice(alphabet) for _ in range(random.randint(0, 40)))
        code = random.choice(codes).to_bytes(1, "big")
        accepted += _feed(random.choice(sides), _frame(code, payload), random)

    assert 300 < accepted < 9_700


def test_ten_thousand_damaged_streams_raise_nothing_but_protocol_errors() -> None:
    """Valid streams, cut or with one to eight bits flipped."""
    random = Random(20261125)  # noqa: S311  (a seed, not a secret)
    sides: tuple[Sender, ...] = ("mta", "milter")
    streams = {
        side: _encode([event for event in _SAMPLES[side] if not isinstance(event, codec.ReplaceBody)])
        for side in sides
    }
    accepted = 0
    for _ in range(10_000):
        side = random.choice(sides)
        data = bytearray(streams[side])
        if random.random() < 0.3:
            del data[random.randrange(len(data)) :]
        else:
            for _ in range(random.randint(1, 8)):
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        accepted += _feed(side, bytes(data), random)

    assert 300 < accepted < 9_700


_BAD_NAME = "a header name is printable ASCII without colon and space"
_BAD_REPLY = "a reply line is not code, enhanced code and text"


@pytest.mark.parametrize(
    ("sender", "data", "command", "reason"),
    [
        ("mta", b"\0\0\0\0", "(none)", "a frame has at least a command byte"),
        ("mta", b"\0\0\0\0Q", "(none)", "a frame has at least a command byte"),
        ("mta", b"\0\x10\0\x01B", "BODY", "the limit is 1048576 bytes"),
        ("mta", b"\xff\xff\xff\xffB", "BODY", "the limit is 1048576 bytes"),
        ("mta", _frame(b"z"), "0x7a", "the command is not known"),
        ("mta", _frame(b"a"), "0x61", "the command is not known"),  # the milter's
        ("milter", _frame(b"A"), "0x41", "the command is not known"),  # the MTA's
        ("milter", _frame(b"l"), "0x6c", "the command is not known"),  # SMFIR_SETSYMLIST is no frame
        ("mta", _frame(b"H", b"helo"), "HELO", "a string has no NUL at its end"),
        ("mta", _frame(b"H", b"he\0lo\0"), "HELO", "bytes are left over"),
        ("mta", _frame(b"H"), "HELO", "a string has no NUL at its end"),
        ("mta", _frame(b"M", b""), "MAIL", "a string has no NUL at its end"),
        ("mta", _frame(b"M", b"<a>\0SIZE=1"), "MAIL", "a string has no NUL at its end"),
        ("mta", _frame(b"L", b"Subject\0"), "HEADER", "a string has no NUL at its end"),
        ("mta", _frame(b"L", b"Subject\0x"), "HEADER", "a string has no NUL at its end"),
        ("mta", _frame(b"L", b"Subject\0x\0y\0"), "HEADER", "bytes are left over"),
        ("mta", _frame(b"D", b""), "MACROS", "the payload ends too early"),
        ("mta", _frame(b"D", b"Mi\0"), "MACROS", "a macro has no value"),
        ("mta", _frame(b"D", b"Mi\0x"), "MACROS", "a string has no NUL at its end"),
        ("mta", _frame(b"D", b"M{}\0x\0"), "MACROS", "a macro has no name"),
        ("mta", _frame(b"C", b"host\0"), "CONNECT", "the payload ends too early"),
        ("mta", _frame(b"C", b"host\x005\0\x191.2.3.4\0"), "CONNECT", "the address family is not known"),
        ("mta", _frame(b"C", b"host\x004\0"), "CONNECT", "the payload ends too early"),
        ("mta", _frame(b"C", b"host\x004\0\x191.2.3.4"), "CONNECT", "a string has no NUL at its end"),
        ("mta", _frame(b"C", b"host\0U\0\x191.2.3.4\0"), "CONNECT", "bytes are left over"),
        ("mta", _frame(b"O", b"\0\0\0\x06\0\0\x01\xff\0\0"), "NEGOTIATE", "the payload ends too early"),
        ("mta", _frame(b"O", b"\0" * 13), "NEGOTIATE", "the payload ends too early"),
        ("mta", _frame(b"T", b"x"), "DATA", "bytes are left over"),
        ("mta", _frame(b"Q", b"\0"), "QUIT", "bytes are left over"),
        ("milter", _frame(b"c", b"\0"), "CONTINUE", "bytes are left over"),
        ("milter", _frame(b"+", b"<a>\0X\0"), "ADD_RECIPIENT", "bytes are left over"),
        ("milter", _frame(b"h", b"X:\0y\0"), "ADD_HEADER", _BAD_NAME),
        ("milter", _frame(b"h", b"X\0y\nZ: z\0"), "ADD_HEADER", "a header value would end its header"),
        ("milter", _frame(b"b", b"x" * 65536), "REPLACE_BODY", "a body chunk is larger than 65535 bytes"),
        ("milter", _frame(b"y", b"550 5.7.1 100% no\0"), "REPLY_CODE", "a percent sign is not doubled"),
        ("milter", _frame(b"y", b"550 no\0"), "REPLY_CODE", _BAD_REPLY),
        ("milter", _frame(b"y", b"550-5.7.1 a\0"), "REPLY_CODE", "reply lines are not joined by hyphens"),
        (
            "milter",
            _frame(b"y", b"550-5.7.1 a\r\n551 5.7.1 b\0"),
            "REPLY_CODE",
            _BAD_REPLY,
        ),
        ("milter", _frame(b"y", b"250 2.0.0 ok\0"), "REPLY_CODE", "an SMTP code of a refusal is 400 to 599"),
    ],
)  # fmt: skip
def test_a_malformed_frame_names_command_length_and_reason(
    sender: Sender, data: bytes, command: str, reason: str
) -> None:
    """The error says which frame and why, and never what was in it."""
    length = int.from_bytes(data[:4], "big")
    with pytest.raises(ProtocolError) as caught:
        codec.Decoder(sender).feed(data)

    error = caught.value
    assert (command, length, reason) == (error.command, error.length, error.reason)
    assert str(error) == f"milter frame {command} of {length} bytes: {reason}"
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_bytes_that_matter_elsewhere_are_content_in_a_body() -> None:
    """NUL, length bytes and commands in a chunk do not end it."""
    chunk = b"\0\0\0\x01Q\0\r\n" * 1000

    assert codec.Decoder("mta").feed(codec.encode(codec.Body(chunk))) == [codec.Body(chunk)]


def test_a_frame_may_be_as_large_as_the_limit() -> None:
    """The limit is inclusive, and configurable."""
    frame = codec.encode(codec.Body(b"x" * 99))

    assert codec.Decoder("mta", max_frame_bytes=100).feed(frame) == [codec.Body(b"x" * 99)]
    with pytest.raises(ProtocolError, match="BODY of 100 bytes: the limit is 99 bytes"):
        codec.Decoder("mta", max_frame_bytes=99).feed(frame)


def test_a_claim_of_one_gibibyte_is_refused_before_it_is_buffered() -> None:
    """A length is believed only up to the limit, and what is held stays under it."""
    decoder, slow = codec.Decoder("mta"), codec.Decoder("mta")
    tracemalloc.start()
    try:
        assert slow.feed(b"\x40\0\0\0") == []
        with pytest.raises(ProtocolError, match="BODY of 1073741824 bytes"):
            slow.feed(b"B")
        decoder.feed((1 << 20).to_bytes(4, "big") + b"B")
        for _ in range(1023):
            decoder.feed(b"x" * 1024)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 << 20
    assert not decoder.is_between_frames
    assert slow.is_between_frames  # nothing is kept


def test_macros_lose_their_braces_and_the_first_of_a_name_wins() -> None:
    """Sendmail and Postfix brace long names; code that asks for `auth_authen` need not know."""
    frame = _frame(b"D", b"Mi\x00Q1\0{auth_authen}\0agent\0auth_authen\0other\0{i}\0Q2\0")

    assert codec.Decoder("mta").feed(frame) == [
        codec.Macros(codec.Command.MAIL, {"i": "Q1", "auth_authen": "agent"})
    ]


def test_macros_without_a_value_and_for_unknown_commands_are_allowed() -> None:
    """MTAs send both, and a milter must take macros at any time."""
    events = codec.Decoder("mta").feed(_frame(b"D", b"L") + _frame(b"D", b"\xfei\0x\0"))

    assert events == [codec.Macros(codec.Command.HEADER, {}), codec.Macros("\xfe", {"i": "x"})]


def test_the_wire_form_of_a_reply_doubles_percent_and_joins_lines() -> None:
    """Postfix and Sendmail undo the doubling; a single percent would be eaten or formatted."""
    reply = codec.ReplyCode(550, "5.7.1", ("Refused, 100% sure: %s", "Incident 17."))

    assert codec.encode(reply) == _frame(
        b"y", b"550-5.7.1 Refused, 100%% sure: %%s\r\n550 5.7.1 Incident 17.\0"
    )


@pytest.mark.parametrize(
    ("code", "enhanced", "lines"),
    [
        (250, "2.0.0", ("ok",)),
        (399, "3.7.1", ("no",)),
        (600, "6.7.1", ("no",)),
        (550, "4.7.1", ("no",)),
        (451, "5.7.1", ("no",)),
        (550, "5.7", ("no",)),
        (550, "5.7.1000", ("no",)),
        (550, "5.07.1", ("no",)),
        (550, "5.7.1\r\n250 2.0.0", ("no",)),
        (550, "5.7.1\n", ("no",)),
        (550, "", ("no",)),
        (550, "5.7.1", ()),
        (550, "5.7.1", ("",)),
        (550, "5.7.1", ("no\r\n250 2.0.0 ok",)),
        (550, "5.7.1", ("no\n",)),
        (550, "5.7.1", ("no\rx",)),
        (550, "5.7.1", ("no\0x",)),
        (550, "5.7.1", ("no\tx",)),
        (550, "5.7.1", ("no\x1b[2J",)),
        (550, "5.7.1", ("拒绝",)),
        (550, "5.7.1", ("no\u2028x",)),
        (550, "5.7.1", ("x" * 501,)),
        (550, "5.7.1", ("x",) * 33),
    ],
)
def test_a_reply_that_would_inject_or_mislead_is_refused(
    code: int, enhanced: str, lines: tuple[str, ...]
) -> None:
    """Refused when it is made, so no path to the wire can forget the check."""
    with pytest.raises(EventError):
        codec.ReplyCode(code, enhanced, lines)


def test_the_longest_reply_is_allowed() -> None:
    """The near miss of the limits: 510 bytes a line, 32 lines."""
    reply = codec.ReplyCode(550, "5.7.1", ("x" * 500,) * 32)

    assert codec.Decoder("milter").feed(codec.encode(reply)) == [reply]


@pytest.mark.parametrize("value", [b"a\r\nX: y", b"a\nX: y", b"a\rb", b"a\0b", b"a\n", b"\n", b"a\n\nb"])
@pytest.mark.parametrize("name", ["Subject"])
def test_a_header_value_cannot_add_a_header(name: str, value: bytes) -> None:
    """A subject taken from a mail goes into `ChangeHeader`: no line of it may start a header or the body."""
    with pytest.raises(EventError):
        codec.AddHeader(name, value)
    with pytest.raises(EventError):
        codec.InsertHeader(0, name, value)
    with pytest.raises(EventError):
        codec.ChangeHeader(1, name, value)


@pytest.mark.parametrize("name", ["", "X:", "X Y", "X\n", "主题", "X\0", "X\x7f"])
def test_a_header_name_is_printable_ascii_without_colon(name: str) -> None:
    """Anything else would be no header, or another one."""
    with pytest.raises(EventError):
        codec.AddHeader(name, b"y")


@pytest.mark.parametrize("text", ["<a>\r\nX", "<a>\n", "<a>\0", "\x7f"])
def test_addresses_and_reasons_are_one_line(text: str) -> None:
    """They go into SMTP commands and logs of the MTA."""
    for make in (codec.AddRecipient, codec.DeleteRecipient, codec.ChangeFrom, codec.Quarantine):
        with pytest.raises(EventError):
            make(text)
    with pytest.raises(EventError):
        codec.AddRecipient("<a>", text)


@pytest.mark.parametrize(
    "event",
    [
        codec.Helo("a\0b"),
        codec.Helo("\ud800"),
        codec.Header("Subject", b"a\0b"),
        codec.Mail("<a>", ("a\0b",)),
        codec.Negotiate(2**32, 0, 0),
        codec.Negotiate(-1, 0, 0),
        codec.Negotiate(6, 0, 0, {5: ("a b",)}),
        codec.Connect("h", codec.Family.INET, 65536, "192.0.2.7"),
        codec.Macros("", {}),
        codec.Macros("MM", {}),
        codec.Macros("\u0100", {}),
        codec.Macros("M", {"": "x"}),
    ],
)
def test_what_a_frame_cannot_carry_is_not_written(event: Event) -> None:
    """No frame is better than one that reads as something else."""
    with pytest.raises(EventError) as caught:
        codec.encode(event)

    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_an_unknown_family_has_no_address() -> None:
    """The frame ends after the family, so an address would be lost."""
    with pytest.raises(EventError):
        codec.Connect("h", codec.Family.UNKNOWN, 25)


def test_no_repr_shows_what_stood_in_a_mail() -> None:
    """Sizes only, for every event, in `repr` and in rich's form of it; the decoder shows nothing either."""
    secret, raw = "S3CRET", b"S3CRET"
    texts: dict[str, Any] = {
        "Negotiate": codec.Negotiate(6, 1, 2, {5: (secret,)}),
        "Macros": codec.Macros(codec.Command.MAIL, {secret: secret}),
        "Connect": codec.Connect(secret, codec.Family.INET, 25, secret),
        "ReplyCode": codec.ReplyCode(550, "5.7.1", (secret,)),
        "Header": codec.Header(secret, raw),
        "Mail": codec.Mail(secret, (secret,)),
        "Rcpt": codec.Rcpt(secret, (secret,)),
        "AddRecipient": codec.AddRecipient(secret, secret),
        "ChangeFrom": codec.ChangeFrom(secret, secret),
        "InsertHeader": codec.InsertHeader(0, secret, raw),
        "ChangeHeader": codec.ChangeHeader(0, secret, raw),
        "AddHeader": codec.AddHeader(secret, raw),
    }
    chunks = {"Body", "EndOfMessage", "ReplaceBody"}
    for kind in {*codec.FROM_MTA, *codec.FROM_MILTER}:
        name = kind.__name__
        size = len(kind.__struct_fields__)
        event = texts.get(name) or kind(*[raw if name in chunks else secret] * size)
        shown = f"{event!r} {event} {event.__rich_repr__()} {[event]} {(event, {'x': event})}"

        assert "S3CRET" not in shown
        assert name in repr(event)
    decoder = codec.Decoder("mta")
    decoder.feed(codec.encode(codec.Body(raw))[:-1])

    assert repr(decoder) == "Decoder(pending=10, failed=False)"
    assert repr(texts["Header"]) == "Header(name=<6>, value=<6>)"
    assert repr(texts["Connect"]) == "Connect(host=<6>, family=INET, port=25, address=<6>)"


def test_an_error_is_silent_about_content() -> None:
    """Planted text in every malformed place is in no message."""
    messages: list[str] = []
    for code in "ABCDEHKLMNOQRTU":
        for payload in (b"S3CRET", b"S3CRET\0S3CRET", b"S3CRET\0S3CRET\0S3CRET\0"):
            messages += _messages(_frame(code.encode(), payload))

    assert len(messages) > 20
    assert not [message for message in messages if "S3CRET" in message]


def _messages(frame: bytes) -> list[str]:
    try:
        codec.Decoder("mta").feed(frame)
    except ProtocolError as error:
        return [f"{error} {error!r} {error.__dict__}"]
    return []


@pytest.mark.parametrize(
    ("size", "chunks"), [(0, [0]), (1, [1]), (65535, [65535]), (65536, [65535, 1]), (131070, [65535, 65535])]
)
def test_a_new_body_is_cut_into_chunks(size: int, chunks: list[int]) -> None:
    """Chunks of at most 65535 bytes give the body; an empty body still replaces the old one."""
    body = bytes(range(256)) * (size // 256 + 1)
    events = codec.replace_body(body[:size])

    assert chunks == [len(event.chunk) for event in events]
    assert body[:size] == b"".join(event.chunk for event in events)


def test_flags_say_what_is_sent_and_answered() -> None:
    """Each flag concerns its own event; the end of the message is always sent and answered."""
    protocol = codec.Protocol
    cases: dict[type[Event], tuple[int, int]] = {
        codec.Connect: (protocol.NO_CONNECT, protocol.NO_REPLY_CONNECT),
        codec.Helo: (protocol.NO_HELO, protocol.NO_REPLY_HELO),
        codec.Mail: (protocol.NO_MAIL, protocol.NO_REPLY_MAIL),
        codec.Rcpt: (protocol.NO_RCPT, protocol.NO_REPLY_RCPT),
        codec.Data: (protocol.NO_DATA, protocol.NO_REPLY_DATA),
        codec.Unknown: (protocol.NO_UNKNOWN, protocol.NO_REPLY_UNKNOWN),
        codec.Header: (protocol.NO_HEADERS, protocol.NO_REPLY_HEADER),
        codec.EndOfHeaders: (protocol.NO_END_OF_HEADERS, protocol.NO_REPLY_END_OF_HEADERS),
        codec.Body: (protocol.NO_BODY, protocol.NO_REPLY_BODY),
    }
    for event, (no_send, no_reply) in cases.items():
        assert codec.is_sent(event, protocol.ALL & ~no_send)
        assert not codec.is_sent(event, no_send)
        assert codec.is_answered(event, protocol.ALL & ~no_reply)
        assert not codec.is_answered(event, no_reply)
    for event in (codec.Negotiate, codec.EndOfMessage):
        assert codec.is_sent(event, protocol.ALL)
        assert codec.is_answered(event, protocol.ALL)
    for event in (codec.Macros, codec.Abort, codec.Quit, codec.QuitNewConnection):
        assert codec.is_sent(event, protocol.ALL)
        assert not codec.is_answered(event, 0)


def test_the_flags_are_those_of_postfix() -> None:
    """Postfix 3.7 offers actions 0x1ff and protocol 0x1fffff: all of them are named, and no other."""
    assert sum(flag.value for flag in codec.Actions if flag.value.bit_count() == 1) == 0x1FF
    assert sum(flag.value for flag in codec.Protocol if flag.value.bit_count() == 1) == 0x1FFFFF
