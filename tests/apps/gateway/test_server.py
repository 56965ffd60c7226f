"""The milter server against the test MTA: many sessions, broken ones, and none that disturbs another."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from apps.gateway.mta import Message, MilterError, Mta

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.check import report
from dlpscan.apps.gateway.journal import Journal
from dlpscan.apps.gateway.mail import TAG
from dlpscan.apps.gateway.milter import Listen, Server
from dlpscan.errors import ConfigurationError

pytestmark = pytest.mark.e2e

_LEAK = "客户王伟,身份证号420106198508152717,手机13912345678\r\n".encode()
_OUTSIDER = ("<li@qq.com>",)


@pytest.fixture
def unused_tcp_port() -> int:
    """Return a port of loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _play(
    folder: Path, script: Callable[[Server, Path, io.StringIO], Awaitable[None]], settings: str = ""
) -> list[dict[str, object]]:
    """Run a server for the length of *script*, and return its log."""
    policy = folder / "dlpscan.yaml"
    policy.write_text("company: {domains: [corp.example]}\n" + settings, encoding="utf-8")
    log = io.StringIO()

    async def main() -> None:
        path = folder / "s"
        server = Server(Listen(path=str(path)), policy, (), Journal(log), 0o600)
        ready = asyncio.Event()
        running = asyncio.create_task(server.run(ready.set))
        try:
            waiting = asyncio.create_task(ready.wait())
            await asyncio.wait({running, waiting}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if not running.done():
                await script(server, path, log)
        finally:
            server.end()
            await asyncio.wait_for(running, 30)

    asyncio.run(main())
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def _deliver(path: Path, *messages: Message) -> list[str]:
    async with Mta(path, timeout_s=20) as mta:
        await mta.open_session()
        return [type((await mta.deliver(one)).verdict).__name__ for one in messages]


def test_mails_of_one_session_are_judged_one_by_one(tmp_path: Path) -> None:
    """A leak, a clean mail and a leak again, over one connection."""
    leak = Message(recipients=_OUTSIDER, body=_LEAK)
    seen: list[str] = []

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        seen.extend(
            await _deliver(path, leak, Message(), leak, Message(recipients=("<a@corp.example>",), body=_LEAK))
        )

    log = _play(tmp_path, script)

    assert seen == ["ReplyCode", "Continue", "ReplyCode", "Continue"]
    assert [one["action"] for one in log if one["event"] == "message"] == ["reject", "accept"] * 2


def test_an_aborted_mail_leaves_nothing_behind(tmp_path: Path) -> None:
    """ABORT and QUIT_NC end a mail; its recipients and its text do not reach the next."""

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with Mta(path, timeout_s=20) as mta:
            await mta.open_session()
            for event in (
                codec.Mail("<agent@corp.example>"),
                codec.Rcpt("<li@qq.com>"),
                codec.Header("Subject", b" x"),
                codec.EndOfHeaders(),
                codec.Body(_LEAK),
            ):
                await mta.send(event)
            await mta.abort()
            colleague = Message(recipients=("<a@corp.example>",), body=_LEAK)
            assert (await mta.deliver(colleague)).is_accepted
            await mta.quit_new_connection()
            await mta.open_session()
            assert not (await mta.deliver(Message(recipients=_OUTSIDER, body=_LEAK))).is_accepted

    _play(tmp_path, script)


@pytest.mark.parametrize(
    "junk",
    [
        b"\0\0\0\0",
        b"\xff\xff\xff\xffB",
        b"\0\0\0\x01?",
        b"GET / HTTP/1.1\r\n\r\n",
        codec.encode(codec.Rcpt("<li@qq.com>")),
        codec.encode(codec.EndOfMessage()),
        codec.encode(codec.Negotiate(6, 0, 0)),
    ],
)
def test_a_broken_session_is_closed_and_others_go_on(tmp_path: Path, junk: bytes) -> None:
    """What is no milter protocol ends its own connection, is logged without content, and nothing else."""

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with Mta(path, timeout_s=20) as mta:
            await mta.open_session()
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(junk)
            assert await asyncio.wait_for(reader.read(), 10) == b""
            writer.close()
            assert (await mta.deliver(Message())).is_accepted

    log = _play(tmp_path, script)

    assert [one["event"] for one in log if "error" in str(one["event"])] == ["protocol_error"]


def _open_files() -> int:
    """Return how many files this process has open, 0 where the system does not say."""
    folder = Path("/proc/self/fd")
    return len([*folder.iterdir()]) if folder.exists() else 0


def test_nothing_is_left_after_ten_thousand_sessions(tmp_path: Path) -> None:
    """Connections that come and go, some in the middle of a mail, leave no task and no open file."""
    offer = codec.encode(codec.Negotiate(6, codec.Actions.ALL, codec.Protocol.ALL))
    middle = offer + codec.encode(codec.Mail("<a@corp.example>")) + codec.encode(codec.Body(b"x" * 100))
    endings = (offer, offer + codec.encode(codec.Quit()), middle, b"", offer[:7])

    async def script(server: Server, path: Path, _: io.StringIO) -> None:
        async def session(number: int) -> None:
            _reader, writer = await asyncio.open_unix_connection(path)
            writer.write(endings[number % len(endings)])
            writer.close()
            await writer.wait_closed()

        await session(0)
        before = _open_files()
        for start in range(0, 10_000, 50):
            await asyncio.gather(*map(session, range(start, start + 50)))
        for _ in range(100):
            if server.sessions == 0:
                break
            await asyncio.sleep(0.05)
        assert server.sessions == 0
        assert _open_files() <= before
        assert await _deliver(path, Message(recipients=_OUTSIDER, body=_LEAK)) == ["ReplyCode"]

    log = _play(tmp_path, script)

    assert [one["event"] for one in log if one["event"] == "internal_error"] == []
    assert [one["connections"] for one in log if one["event"] == "counters"] == [10_002]


def test_many_at_once_are_all_judged(tmp_path: Path) -> None:
    """Fifty connections at the same time, each with its own answer."""
    verdicts: list[list[str]] = []

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        leak, clean = Message(recipients=_OUTSIDER, body=_LEAK), Message()
        pairs = [(leak, clean) if number % 2 else (clean, leak) for number in range(50)]
        verdicts.extend(await asyncio.gather(*(_deliver(path, *pair) for pair in pairs)))

    _play(tmp_path, script)

    assert verdicts == [
        ["ReplyCode", "Continue"] if number % 2 else ["Continue", "ReplyCode"] for number in range(50)
    ]


def test_foreign_tags_are_removed(tmp_path: Path) -> None:
    """Each header of the tag's name is deleted, the last first, and one is added."""

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with Mta(path, timeout_s=20) as mta:
            await mta.open_session()
            headers = (("From", b"a@corp.example"), (TAG, b"trusted"), (TAG.lower(), b"trusted, too"))
            outcome = await mta.deliver(Message(headers=headers))
            changed = [
                (one.index, one.value) for one in outcome.modifications if isinstance(one, codec.ChangeHeader)
            ]
            added = [one for one in outcome.modifications if isinstance(one, codec.AddHeader)]
            assert changed == [(2, b""), (1, b"")]
            assert len(added) == 1

    _play(tmp_path, script)


def test_addresses_that_are_no_text_are_outside(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 in an address are judged like a stranger's, and logged."""

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        bad = b"<li@corp\xff.example>".decode("utf-8", "surrogateescape")
        assert await _deliver(path, Message(recipients=(bad,), body=_LEAK)) == ["ReplyCode"]
        assert await _deliver(path, Message(recipients=(bad,), sender=bad)) == ["Continue"]

    log = _play(tmp_path, script)

    assert len([one for one in log if one["event"] == "message"]) == 2


def test_a_header_that_no_parser_takes_is_tagged_and_delivered(tmp_path: Path) -> None:
    """`From: ((((…` of a stranger exhausts the parser of addresses; the mail is delivered all the same."""
    seen: list[codec.Event] = []

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with Mta(path, timeout_s=20) as mta:
            await mta.open_session(address="203.0.113.9", macros={})
            headers = (("From", b"(" * 900), ("Subject", b"x"))
            stranger = Message(sender="<li@qq.com>", headers=headers, macros={})
            outcome = await mta.deliver(stranger)
            seen.extend([*outcome.modifications, outcome.verdict])

    log = _play(tmp_path, script)
    (message,) = [one for one in log if one["event"] == "message"]

    assert [type(one) for one in seen] == [codec.AddHeader, codec.Continue]
    assert message["direction"] == "inbound"
    assert message["sender_mismatch"] is True


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP")
def test_a_reload_loses_no_mail_that_waits(tmp_path: Path) -> None:
    """One mail at work and five that wait are judged by the old workers, which end afterwards."""
    verdicts: list[str] = []

    async def script(server: Server, path: Path, log: io.StringIO) -> None:
        (old,) = server.judge.process_ids
        os.kill(old, signal.SIGSTOP)
        waiting = [asyncio.create_task(_deliver(path, Message())) for _ in range(6)]
        await asyncio.sleep(0.5)
        os.kill(os.getpid(), signal.SIGHUP)
        for _ in range(500):
            if '"reloaded"' in log.getvalue():
                break
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        os.kill(old, signal.SIGCONT)
        for one in await asyncio.gather(*waiting):
            verdicts.extend(one)
        verdicts.extend(await _deliver(path, Message(recipients=_OUTSIDER, body=_LEAK)))
        assert old not in server.judge.process_ids

    log = _play(tmp_path, script, "gateway: {workers: 1}\n")

    assert verdicts == [*["Continue"] * 6, "ReplyCode"]
    assert len([one for one in log if one["event"] == "reloaded"]) == 1


async def _take_notice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Be an SMTP server that says yes to everything."""
    writer.write(b"220 sink\r\n")
    is_text = False
    while line := await reader.readline():
        if is_text and line != b".\r\n":
            continue
        is_text = line.upper() == b"DATA\r\n"
        replies = {b"DATA\r\n": b"354 go on\r\n", b"QUIT\r\n": b"221 bye\r\n"}
        writer.write(replies.get(line.upper(), b"250 ok\r\n"))
    writer.close()


_PER_RECIPIENT = "gateway: {{workers: 1, mixed: per_recipient, notify: '{}'}}\n"


@pytest.mark.parametrize(
    ("sender", "listens", "error"),
    [
        ("<agent@corp.example>", False, "ConnectionRefusedError"),
        ("<agent@corp.example>", True, ""),
        ("<李伟@corp.example>", True, "UnicodeEncodeError"),
        ("<agent\xff@corp.example>".encode("latin-1").decode("utf-8", "surrogateescape"), True, None),
        ("<agent@corp.example\r\nBcc: b@corp.example>", True, "ValueError"),
        ("<@>", False, None),
    ],
)
def test_a_mail_is_refused_whole_where_its_sender_cannot_be_told(
    tmp_path: Path, sender: str, *, listens: bool, error: str | None, unused_tcp_port: int
) -> None:
    """No recipient is dropped in silence: without the notice it is as with `whole_message`."""
    mixed = Message(recipients=("<a@corp.example>", *_OUTSIDER), sender=sender, body=_LEAK)
    seen: list[codec.Event] = []

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with contextlib.AsyncExitStack() as stack:
            if listens:
                sink = await asyncio.start_server(_take_notice, "127.0.0.1", unused_tcp_port)
                await stack.enter_async_context(sink)
            mta = await stack.enter_async_context(Mta(path, timeout_s=20))
            await mta.open_session()
            outcome = await mta.deliver(mixed)
            seen.extend([*outcome.modifications, outcome.verdict])

    log = _play(tmp_path, script, _PER_RECIPIENT.format(f"127.0.0.1:{unused_tcp_port}"))
    failures = [one["error"] for one in log if one["event"] == "notice_failed"]
    (counters,) = [one for one in log if one["event"] == "counters"]

    if error == "":
        assert [type(one) for one in seen] == [codec.DeleteRecipient, codec.AddHeader, codec.Continue]
        assert (failures, counters["notices"]) == ([], 1)
    else:
        assert [type(one) for one in seen] == [codec.ReplyCode]
        assert counters["notices_failed"] == len(failures) == 1
        assert error in (None, failures[0])


def test_the_null_sender_is_held_with_all_recipients(tmp_path: Path, unused_tcp_port: int) -> None:
    """A bounce has nobody to tell: `per_recipient` holds it as `whole_message` does."""
    bounce = Message(recipients=("<a@corp.example>", *_OUTSIDER), sender="<>", body=_LEAK)
    seen: list[codec.Event] = []

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        async with Mta(path, timeout_s=20) as mta:
            await mta.open_session()
            seen.extend((await mta.deliver(bounce)).modifications)

    _play(tmp_path, script, _PER_RECIPIENT.format(f"127.0.0.1:{unused_tcp_port}"))

    assert [type(one) for one in seen] == [codec.AddHeader, codec.Quarantine]


@pytest.mark.parametrize("port", ["0", "65536", "99999999"])
def test_a_wrong_port_for_notices_is_named(tmp_path: Path, port: str) -> None:
    """`--check` refuses what no notice could be sent to."""
    policy = tmp_path / "dlpscan.yaml"
    policy.write_text(_PER_RECIPIENT.format(f"mail:{port}"), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"gateway\.notify: a port is 1 to 65535"):
        list(report(Listen(path="s"), policy, ()))


@pytest.mark.parametrize(
    "text", ["", "unix:", "inet:1", "inet:host:0", "inet:host:99999", "tcp:1:2", "/path"]
)
def test_a_wrong_listen_is_named(text: str) -> None:
    """The error says what was expected."""
    with pytest.raises(ConfigurationError, match="expected unix:/path or inet:host:port"):
        Listen.parse(text)


def test_a_mail_that_cannot_be_logged_is_not_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk nothing passes without a line in the log: the connection closes, which is a 451."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        monkeypatch.setattr(Journal, "message", full)
        with pytest.raises(MilterError, match="closed the connection"):
            await _deliver(path, Message(recipients=_OUTSIDER, body=b"hello\r\n"))

    events = [one["event"] for one in _play(tmp_path, script)]

    assert "internal_error" in events
    assert "message" not in events


def test_a_socket_in_use_is_not_taken(tmp_path: Path) -> None:
    """A second milter at one path refuses to start; a file that is no socket is left alone."""

    async def script(_: Server, path: Path, __: io.StringIO) -> None:
        second = Server(Listen(path=str(path)), tmp_path / "dlpscan.yaml", (), Journal(io.StringIO()), 0o600)
        with pytest.raises(ConfigurationError, match="another milter answers"):
            await second.run()

    _play(tmp_path, script)
    (tmp_path / "s").write_text("precious")
    with pytest.raises(ConfigurationError, match="is no socket"):
        _play(tmp_path, script)
