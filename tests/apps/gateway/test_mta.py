"""The test MTA: it waits only for answers that are due, and notices a milter that breaks the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from apps.gateway.mta import Message, MilterError, Mta

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.codec import Event

Script = Mapping[type[Event], list[Event]]
_TWO = Message(recipients=("<li@partner.example>", "<wang@qq.com>"), body=b"x" * 10)


class _Milter:
    """Answers each event as the script says, else with `Continue`; keeps what it got."""

    def __init__(self, choice: codec.Negotiate, script: Script, *, obeys: bool = True) -> None:
        self.choice, self.script, self.obeys = choice, script, obeys
        self.got: list[Event] = []
        self.handlers: list[asyncio.Task[None]] = []

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.handlers.append(asyncio.create_task(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        decoder = codec.Decoder("mta")
        while data := await reader.read(65536):
            for event in decoder.feed(data):
                self.got.append(event)
                writer.write(b"".join(map(codec.encode, self._answers(event))))
        writer.close()
        await writer.wait_closed()

    def _answers(self, event: Event) -> list[Event]:
        if isinstance(event, codec.Negotiate):
            return [self.choice]
        if codec.is_answered(type(event), self.choice.protocol if self.obeys else 0):
            return self.script.get(type(event), [codec.Continue()])
        return []

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.got if not isinstance(event, codec.Macros)]


def _run(
    folder: Path, milter: _Milter, play: Callable[[Mta], Awaitable[None]], *, timeout_s: float = 5.0
) -> None:
    async def main() -> None:
        try:
            server = await asyncio.start_unix_server(milter.accept, folder / "milter")
            async with server, Mta(folder / "milter", timeout_s=timeout_s) as mta:
                await play(mta)
        finally:
            await asyncio.gather(*milter.handlers, return_exceptions=True)

    asyncio.run(main())


def _choice(protocol: int = 0, actions: int = codec.Actions.ALL) -> codec.Negotiate:
    return codec.Negotiate(6, int(actions), int(protocol))


def test_a_mail_goes_through_all_events(tmp_path: Path) -> None:
    """Without flags every event is sent, after its macros, and answered."""
    milter = _Milter(_choice(), {})

    async def play(mta: Mta) -> None:
        assert await mta.open_session() is None
        outcome = await mta.deliver(_TWO, chunk_bytes=4)
        await mta.check_quiet()

        assert (True, codec.EndOfMessage) == (outcome.is_accepted, outcome.stage)

    _run(tmp_path, milter, play)
    names = (
        "Negotiate Connect Helo Mail Rcpt Rcpt Data Header Header EndOfHeaders Body Body Body EndOfMessage"
    )

    assert names.split() == milter.kinds()
    macros = [event.command for event in milter.got if isinstance(event, codec.Macros)]
    assert "".join(macros) == "CHMRRTLLNBBBE"


def test_flags_of_the_milter_are_honoured(tmp_path: Path) -> None:
    """Unwanted events are not sent, their macros are; unanswered events are not waited for."""
    flags = codec.Protocol
    no_reply = flags.NO_REPLY_CONNECT | flags.NO_REPLY_MAIL | flags.NO_REPLY_RCPT | flags.NO_REPLY_HEADER
    milter = _Milter(_choice(flags.NO_HELO | flags.NO_BODY | no_reply | flags.LEADING_SPACE), {})

    async def play(mta: Mta) -> None:
        await mta.open_session()
        assert (await mta.deliver(_TWO)).is_accepted
        await mta.check_quiet()

    _run(tmp_path, milter, play)

    assert not {"Helo", "Body"} & set(milter.kinds())
    assert "H" in [event.command for event in milter.got if isinstance(event, codec.Macros)]
    assert codec.Header("Subject", b" Test") in milter.got


def test_modifications_progress_and_verdict_are_collected(tmp_path: Path) -> None:
    """What precedes the verdict belongs to the outcome."""
    changes: list[Event] = [codec.AddHeader("X-DLP", b"hold"), *codec.replace_body(b"y" * 70_000)]
    refusal = codec.ReplyCode(550, "5.7.1", ("Refused.",))
    milter = _Milter(_choice(), {codec.EndOfMessage: [codec.Progress(), *changes, codec.Progress(), refusal]})

    async def play(mta: Mta) -> None:
        await mta.open_session()
        outcome = await mta.deliver(Message())

        assert (refusal, changes, 2) == (outcome.verdict, outcome.modifications, outcome.progress)
        assert not outcome.is_accepted

    _run(tmp_path, milter, play)


def test_a_refused_recipient_stops_only_itself(tmp_path: Path) -> None:
    """With nobody left the mail is aborted before DATA."""
    milter = _Milter(_choice(), {codec.Rcpt: [codec.TempFail()]})

    async def play(mta: Mta) -> None:
        await mta.open_session()
        outcome = await mta.deliver(_TWO)

        assert (codec.TempFail(), codec.Rcpt) == (outcome.verdict, outcome.stage)
        assert set(_TWO.recipients) == set(outcome.refused)

    _run(tmp_path, milter, play)

    assert milter.kinds()[-3:] == ["Rcpt", "Rcpt", "Abort"]


def test_skip_ends_events_of_one_type(tmp_path: Path) -> None:
    """After `Skip` no more chunks come, the end of the message does; the next mail starts afresh."""
    milter = _Milter(_choice(), {codec.Body: [codec.Skip()]})

    async def play(mta: Mta) -> None:
        await mta.open_session()
        for _ in range(2):
            assert (await mta.deliver(_TWO, chunk_bytes=2)).is_accepted

    _run(tmp_path, milter, play)

    assert milter.kinds().count("Body") == 2
    assert milter.kinds().count("EndOfMessage") == 2


def test_abort_reuse_and_quit_new_connection(tmp_path: Path) -> None:
    """One connection carries several mails and, after QUIT_NC, another session without negotiation."""
    milter = _Milter(_choice(), {})

    async def play(mta: Mta) -> None:
        await mta.open_session()
        await mta.send(codec.Mail("<agent@corp.example>"))
        await mta.abort()
        assert (await mta.deliver(Message())).is_accepted
        await mta.quit_new_connection()
        await mta.open_session()
        assert (await mta.deliver(Message())).is_accepted
        await mta.quit()

    _run(tmp_path, milter, play)
    kinds = milter.kinds()

    assert len(milter.handlers) == 1
    assert (kinds.count("Negotiate"), kinds.count("Connect"), kinds.count("Abort")) == (1, 2, 1)


@pytest.mark.parametrize(
    ("choice", "script", "obeys", "message"),
    [
        (codec.Negotiate(7, 0, 0), {}, True, "was not offered"),
        (codec.Negotiate(6, 0x200, 0), {}, True, "was not offered"),
        (codec.Negotiate(6, 0, 1 << 21), {}, True, "were not offered"),
        (_choice(), {codec.Mail: [codec.AddHeader("X", b"y"), codec.Continue()]}, True, "before the end"),
        (
            _choice(actions=0),
            {codec.EndOfMessage: [codec.AddHeader("X", b"y"), codec.Continue()]},
            True,
            "not negotiated",
        ),
        (
            _choice(),
            {
                codec.EndOfMessage: [
                    codec.ReplaceBody(b"a"),
                    codec.AddHeader("X", b"y"),
                    codec.ReplaceBody(b"b"),
                    codec.Continue(),
                ]
            },
            True,
            "something between them",
        ),
        (_choice(codec.Protocol.NO_REPLY_MAIL), {}, False, "not due"),
    ],
)
def test_a_milter_that_breaks_the_protocol_is_noticed(
    tmp_path: Path, choice: codec.Negotiate, script: Script, *, obeys: bool, message: str
) -> None:
    """A real MTA would answer 451, or lose step with the milter."""

    async def play(mta: Mta) -> None:
        await mta.open_session()
        await mta.deliver(Message())
        await mta.check_quiet()

    with pytest.raises(MilterError, match=message):
        _run(tmp_path, _Milter(choice, script, obeys=obeys), play)


def test_a_milter_that_says_nothing_meets_the_time_limit(tmp_path: Path) -> None:
    """No wait is endless."""

    async def play(mta: Mta) -> None:
        await mta.open_session()
        await mta.deliver(Message())

    with pytest.raises(TimeoutError):
        _run(tmp_path, _Milter(_choice(), {codec.EndOfMessage: []}), play, timeout_s=0.1)
