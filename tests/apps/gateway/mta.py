"""An MTA for tests: it asks a milter as Postfix 3.7 does, and checks that the milter keeps to the protocol.

`Mta` negotiates, reports an SMTP session and mails, sends macros before every event, leaves out what the
milter does not want, waits only where an answer is due, and collects what the milter asks for. Every wait has
a time limit. Source: Postfix `src/milter/milter8.c`, and MILTER_README for the macros.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct, field

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.codec import Command, Event

POSTFIX_MACROS: Mapping[str, Mapping[str, str]] = {
    Command.CONNECT: {"j": "mx.corp.example", "daemon_name": "mx.corp.example", "v": "Postfix 3.7.11"},
    Command.HELO: {"tls_version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384", "cipher_bits": "256"},
    Command.MAIL: {"auth_authen": "agent", "auth_type": "PLAIN", "mail_mailer": "smtp"},
    Command.RCPT: {"i": "4B2F1A0C3D", "rcpt_mailer": "smtp"},
    Command.DATA: {"i": "4B2F1A0C3D"},
    Command.HEADER: {"i": "4B2F1A0C3D"},
    Command.END_OF_HEADERS: {"i": "4B2F1A0C3D"},
    Command.BODY: {"i": "4B2F1A0C3D"},
    Command.END_OF_MESSAGE: {"i": "4B2F1A0C3D"},
}
_REFUSALS = (codec.Reject, codec.TempFail, codec.ReplyCode, codec.Shutdown)
_NEEDED: Mapping[type[Event], codec.Actions] = {
    codec.AddHeader: codec.Actions.ADD_HEADERS,
    codec.InsertHeader: codec.Actions.ADD_HEADERS,
    codec.ChangeHeader: codec.Actions.CHANGE_HEADERS,
    codec.ReplaceBody: codec.Actions.CHANGE_BODY,
    codec.DeleteRecipient: codec.Actions.DELETE_RECIPIENTS,
    codec.ChangeFrom: codec.Actions.CHANGE_FROM,
    codec.Quarantine: codec.Actions.QUARANTINE,
}


class MilterError(Exception):
    """The milter broke the protocol: a real MTA would take its default action (451)."""


class Message(Struct, frozen=True):
    """A mail to send. *headers* have values without the space after the colon; *body* has CRLF."""

    recipients: tuple[str, ...] = ("<li@partner.example>",)
    sender: str = "<agent@corp.example>"
    headers: tuple[tuple[str, bytes], ...] = (("From", b"agent@corp.example"), ("Subject", b"Test"))
    body: bytes = b"Hello.\r\n"
    macros: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: POSTFIX_MACROS)


class Outcome(Struct):
    """What became of a mail: *verdict* and the event that it answered, modifications, refused recipients."""

    verdict: Event
    stage: type[Event]
    modifications: list[Event] = field(default_factory=list)
    progress: int = 0
    refused: dict[str, Event] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Whether the client is told 250."""
        return not isinstance(self.verdict, _REFUSALS)


class Mta:
    """One connection to a milter at *address*: a path of a UNIX socket, or host and port."""

    def __init__(
        self,
        address: Path | tuple[str, int],
        *,
        actions: int = codec.Actions.ALL,
        protocol: int = codec.Protocol.ALL,
        timeout_s: float = 5.0,
    ) -> None:
        self.address, self.timeout_s = address, timeout_s
        self.offer = codec.Negotiate(codec.PROTOCOL_VERSION, int(actions), int(protocol))
        self.chosen = codec.Negotiate(0, 0, 0)
        self.progress = 0
        self.modifications: list[Event] = []
        self._events: list[Event] = []
        self._decoder = codec.Decoder("milter")
        self._skipped: type[Event] | None = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        """Connect and negotiate."""
        await self.connect()
        try:
            await self.negotiate()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close without a word, as an MTA that dies; `quit` says goodbye."""
        await self.close()

    # Connection

    async def connect(self) -> None:
        """Open the socket only."""
        async with asyncio.timeout(self.timeout_s):
            if isinstance(self.address, Path):
                streams = await asyncio.open_unix_connection(self.address)
            else:
                streams = await asyncio.open_connection(*self.address)
        self._reader, self._writer = streams

    async def close(self) -> None:
        """Close the socket."""
        self._writer.close()
        try:
            async with asyncio.timeout(self.timeout_s):
                await self._writer.wait_closed()
        except ConnectionError:
            pass  # the milter closed first

    async def write(self, data: bytes) -> None:
        """Send raw bytes, malformed ones too."""
        self._writer.write(data)
        async with asyncio.timeout(self.timeout_s):
            await self._writer.drain()

    async def read(self) -> Event:
        """Return the next event of the milter. Raises `MilterError` at the end, `TimeoutError` when late."""
        while not self._events:
            async with asyncio.timeout(self.timeout_s):
                data = await self._reader.read(65536)
            if not data:
                raise MilterError("the milter has closed the connection")
            self._events += self._decoder.feed(data)
        return self._events.pop(0)

    async def is_closed_by_milter(self) -> bool:
        """Wait for the milter to close the connection, and return whether nothing came before."""
        try:
            async with asyncio.timeout(self.timeout_s):
                return await self._reader.read(1) == b"" and not self._events
        except ConnectionError:
            return True

    async def check_quiet(self, wait_s: float = 0.05) -> None:
        """Raise `MilterError` if the milter sends anything in *wait_s*: an answer that nobody asked for."""
        try:
            async with asyncio.timeout(wait_s):
                data = await self._reader.read(1)
        except TimeoutError:
            data = b""
        if data or self._events:
            raise MilterError("the milter sent an answer that was not due")

    # Protocol

    async def negotiate(self) -> codec.Negotiate:
        """Offer what Postfix 3.7 offers, and return what the milter chose."""
        await self.write(codec.encode(self.offer))
        chosen = await self.read()
        if not isinstance(chosen, codec.Negotiate):
            raise MilterError(f"{chosen!r} answers the negotiation")
        if chosen.version > self.offer.version or chosen.actions & ~self.offer.actions:
            raise MilterError("the milter wants a version or an action that was not offered")
        if chosen.protocol & ~self.offer.protocol:
            raise MilterError("the milter sets protocol flags that were not offered")
        self.chosen = chosen
        return chosen

    async def send(self, event: Event, macros: Mapping[str, str] | None = None) -> Event | None:
        """Report *event* and return the verdict, None where the event is not sent or not answered."""
        kind = type(event)
        if kind is self._skipped:
            return None
        self._skipped = None
        # Postfix sends macros for events that the milter does not want, too.
        command = codec.COMMANDS[kind]
        data = codec.encode(codec.Macros(command, macros)) if macros is not None else b""
        if not codec.is_sent(kind, self.chosen.protocol):
            await self.write(data)
            return None
        await self.write(data + codec.encode(event))
        return await self.verdict(kind) if codec.is_answered(kind, self.chosen.protocol) else None

    async def verdict(self, kind: type[Event]) -> Event:
        """Return the verdict on an event of *kind*; what comes before it is collected."""
        while True:
            reply = await self.read()
            if isinstance(reply, codec.Progress):
                self.progress += 1
            elif isinstance(reply, codec.MODIFICATIONS):
                self._check_modification(kind, reply)
                self.modifications.append(reply)
            elif isinstance(reply, codec.VERDICTS):
                if isinstance(reply, codec.Skip):
                    self._skipped = kind
                return reply
            else:
                raise MilterError(f"{reply!r} is no answer to {kind.__name__}")

    def _check_modification(self, kind: type[Event], reply: Event) -> None:
        if kind is not codec.EndOfMessage:
            raise MilterError(f"{reply!r} before the end of the message")
        if isinstance(reply, codec.AddRecipient):
            with_args = codec.Actions.ADD_RECIPIENTS_WITH_ARGS
            needed = with_args if reply.args else codec.Actions.ADD_RECIPIENTS
        else:
            needed = _NEEDED[type(reply)]
        if not needed & self.chosen.actions:
            raise MilterError(f"{reply!r} was not negotiated")
        body = codec.ReplaceBody
        has_body = any(isinstance(event, body) for event in self.modifications)
        if isinstance(reply, body) and has_body and not isinstance(self.modifications[-1], body):
            raise MilterError("parts of a new body with something between them")

    # Sessions and mails

    async def open_session(
        self,
        host: str = "client.corp.example",
        address: str = "192.0.2.7",
        helo: str = "client.corp.example",
        macros: Mapping[str, Mapping[str, str]] = POSTFIX_MACROS,
    ) -> Event | None:
        """Report an SMTP client and its HELO; return the verdict that ends the session, or None."""
        family = codec.Family.INET6 if ":" in address else codec.Family.INET
        connect = codec.Connect(host, family, 40025, address)
        events = ((Command.CONNECT, connect), (Command.HELO, codec.Helo(helo)))
        for command, event in events:
            verdict = await self.send(event, macros.get(command))
            if isinstance(verdict, (codec.Accept, codec.ConnectionFailure, *_REFUSALS)):
                return verdict
        return None

    async def deliver(self, mail: Message, chunk_bytes: int = codec.MAX_CHUNK_BYTES) -> Outcome:
        """Send a mail and return what became of it. A refused recipient takes no other along."""
        self.modifications, self.progress = [], 0
        refused: dict[str, Event] = {}
        outcome: tuple[Event, type[Event]] | None = None
        for event in self._events_of(mail, chunk_bytes):
            if isinstance(event, codec.Data) and len(refused) == len(mail.recipients):
                outcome = next(iter(refused.values())), codec.Rcpt  # nobody is left: no DATA
                break
            verdict = await self.send(event, mail.macros.get(codec.COMMANDS[type(event)]))
            if isinstance(event, codec.Rcpt) and isinstance(verdict, _REFUSALS):
                refused[event.address] = verdict
            elif verdict is not None and (
                isinstance(event, codec.EndOfMessage) or not isinstance(verdict, codec.Continue | codec.Skip)
            ):
                outcome = verdict, type(event)
                break
        if outcome is None:
            raise MilterError("no verdict at the end of the message")
        if outcome[1] is not codec.EndOfMessage:
            await self.abort()
        return Outcome(*outcome, self.modifications, self.progress, refused)

    def _events_of(self, mail: Message, chunk_bytes: int) -> list[Event]:
        space = b" " if self.chosen.protocol & codec.Protocol.LEADING_SPACE else b""
        size = f"SIZE={len(mail.body)}"
        return [
            codec.Mail(mail.sender, (size,)),
            *(codec.Rcpt(recipient) for recipient in mail.recipients),
            codec.Data(),
            *(codec.Header(name, space + value) for name, value in mail.headers),
            codec.EndOfHeaders(),
            *(codec.Body(mail.body[at : at + chunk_bytes]) for at in range(0, len(mail.body), chunk_bytes)),
            codec.EndOfMessage(),
        ]

    async def abort(self) -> None:
        """Drop the mail, keep the session."""
        self._skipped = None
        await self.write(codec.encode(codec.Abort()))

    async def quit(self) -> None:
        """End session and connection."""
        await self.write(codec.encode(codec.Quit()))

    async def quit_new_connection(self) -> None:
        """End the session and keep the connection (Sendmail; Postfix opens a new one for each session)."""
        self._skipped = None
        await self.write(codec.encode(codec.QuitNewConnection()))
