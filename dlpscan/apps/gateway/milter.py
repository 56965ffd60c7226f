"""The milter: an asyncio server that takes mails apart, has them judged by workers, and answers.

It fails closed. A mail that cannot be judged in time, or whose worker is lost, is answered with 451, and so
is every mail while the milter is down, since the mail server is told to: `milter_default_action = tempfail`.
Scanning never runs on the event loop, and progress packets keep the mail server patient meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import smtplib
import socket
import stat
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec import structs

from dlpscan.apps.gateway import codec
from dlpscan.apps.gateway.decision import Decision, decide, failed, notice, refusal
from dlpscan.apps.gateway.journal import Journal
from dlpscan.apps.gateway.mail import TAG, Client, Mail, bare
from dlpscan.errors import ConfigurationError, DlpscanError
from dlpscan.limits import Limits
from dlpscan.rulebook import settings as settings_file
from dlpscan.rulebook.settings import Gateway, Settings
from dlpscan.workers import Job, Outcome, Pool, Setup, WorkerFailed

_ACTIONS = (
    codec.Actions.ADD_HEADERS
    | codec.Actions.CHANGE_HEADERS
    | codec.Actions.QUARANTINE
    | codec.Actions.DELETE_RECIPIENTS
)
# Only the end of a message needs an answer; header values are wanted as they were written.
_PROTOCOL = (
    codec.Protocol.NO_REPLY_CONNECT
    | codec.Protocol.NO_REPLY_HELO
    | codec.Protocol.NO_REPLY_MAIL
    | codec.Protocol.NO_REPLY_RCPT
    | codec.Protocol.NO_REPLY_DATA
    | codec.Protocol.NO_REPLY_HEADER
    | codec.Protocol.NO_REPLY_END_OF_HEADERS
    | codec.Protocol.NO_REPLY_BODY
    | codec.Protocol.NO_UNKNOWN
    | codec.Protocol.LEADING_SPACE
)
_PROGRESS_S = 3.0
_SCAN_SHARE = 0.8
_NOTICE_S = 20.0
_NOTICE_THREADS = 8
_READ_BYTES = 1 << 16
_MOST_RECIPIENTS = 10_000

_T = TypeVar("_T")


class Listen(NamedTuple):
    """Where the milter listens: a UNIX socket, or a TCP address."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> Listen:
        """Return the address that *text* names. Raises `ConfigurationError`."""
        kind, _, rest = text.partition(":")
        if kind == "unix" and rest:
            return cls(path=rest)
        host, _, port = rest.rpartition(":")
        if kind == "inet" and host and port.isdigit() and 0 < int(port) < 1 << 16:
            return cls(host=host.strip("[]"), port=int(port))
        raise ConfigurationError("expected unix:/path or inet:host:port", "--listen")

    @property
    def as_postfix(self) -> str:
        """Return the address as main.cf names it."""
        return f"unix:{self.path}" if self.path else f"inet:{self.host}:{self.port}"


class Judge:
    """Settings and workers: what a reload replaces as a whole, while mails at work keep the old."""

    def __init__(self, policy: Path, rules: tuple[str, ...]) -> None:
        self.settings: Settings = settings_file.load(policy)
        gateway = self.settings.gateway
        self.gateway = gateway
        self._pool = Pool(
            Setup(
                rules=rules,
                profile=self.settings.profile,
                plugins=self.settings.plugins,
                allow=self.settings.allowed(str(policy)),
                limits=Limits(
                    total_bytes=max(gateway.max_bytes * 10, Limits().total_bytes),
                    # The scan ends itself before the session gives up: then what was found still counts.
                    time_s=gateway.deadline_s * _SCAN_SHARE,
                ),
                settings=self.settings,
                memory_bytes=gateway.worker_memory_bytes,
                strict_plugins=True,
            ),
            gateway.workers or os.cpu_count() or 1,
        )

    def submit(self, job: Job) -> Future[Outcome]:
        """Return the future outcome of a job."""
        return self._pool.submit(job)

    @property
    def process_ids(self) -> list[int]:
        """Return the process ids of the workers."""
        return self._pool.process_ids

    def close(self, *, drain: bool = False) -> None:
        """End the workers, after the mails that they are at, and with *drain* after those that wait."""
        self._pool.close(drain=drain)


class Server:
    """The milter server. `run` returns when it is told to end (SIGTERM, SIGINT)."""

    def __init__(
        self, listen: Listen, policy: Path, rules: tuple[str, ...], journal: Journal, mode: int
    ) -> None:
        self._listen = listen
        self._policy = policy
        self._rules = rules
        self._mode = mode
        self.journal = journal
        self.judge = Judge(policy, rules)
        self._replaced: set[Judge] = set()
        # Threads of their own: a server that hangs on notices must not keep mails from being judged.
        self._notices = ThreadPoolExecutor(_NOTICE_THREADS, thread_name_prefix="dlpscan-notice")
        self._ended = asyncio.Event()
        self._sessions: set[asyncio.Task[None]] = set()
        self._background: set[asyncio.Task[None]] = set()

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until told to end."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._keep(self._reload()))
        loop.add_signal_handler(signal.SIGUSR1, self.journal.report)
        try:
            server = await self._start()
            self.journal.event(
                "started",
                listen=self._listen.as_postfix,
                workers=len(self.judge.process_ids),
                pid=os.getpid(),
            )
            ready()
            async with server:
                await self._ended.wait()
            for task in self._sessions:
                task.cancel()
            await asyncio.gather(*self._sessions, return_exceptions=True)
            _remove_socket(self._listen.path)
        finally:
            for judge in (self.judge, *self._replaced):
                judge.close()
            self._notices.shutdown(wait=False, cancel_futures=True)
        self.journal.report()
        self.journal.event("ended")

    def end(self) -> None:
        """Let `run` return, as SIGTERM does."""
        self._ended.set()

    @property
    def sessions(self) -> int:
        """Return how many connections are open."""
        return len(self._sessions)

    async def _start(self) -> asyncio.Server:
        if self._listen.path:
            connection = _open_socket(self._listen.path, self._mode)
            return await asyncio.start_unix_server(self._connected, sock=connection)
        return await asyncio.start_server(self._connected, self._listen.host, self._listen.port)

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        """Run *work* in the background, and keep it from being collected meanwhile."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _reload(self) -> None:
        """Read settings and rules anew. No connection is lost; with a mistake the old ones stay."""
        loop = asyncio.get_running_loop()
        try:
            judge = await loop.run_in_executor(None, Judge, self._policy, self._rules)
        except DlpscanError as error:
            self.journal.event("reload_failed", error=str(error))
            return
        old, self.judge = self.judge, judge
        self._replaced.add(old)
        self.journal.event("reloaded", workers=len(judge.process_ids))
        # Mails that wait for the old workers are judged by them.
        await loop.run_in_executor(None, lambda: old.close(drain=True))
        self._replaced.discard(old)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._sessions.add(task)
            task.add_done_callback(self._sessions.discard)
        self.journal.count("connections")
        connection = writer.get_extra_info("socket")
        if connection is not None and connection.family != socket.AF_UNIX:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session = Session(self, writer)
        decoder = codec.Decoder("mta")
        try:
            while data := await reader.read(_READ_BYTES):
                _acknowledge(connection)
                for event in decoder.feed(data):
                    if not await session.handle(event):
                        return
        except codec.ProtocolError as error:
            # Closing is the answer: the mail server then does what it does when the milter is down.
            self.journal.count("protocol_errors")
            self.journal.event("protocol_error", error=str(error))
        except (ConnectionError, asyncio.CancelledError):
            self.journal.count("connections_lost")
        except Exception as error:  # noqa: BLE001  (one session must not end the server; the class only)
            self.journal.count("internal_errors")
            self.journal.event("internal_error", error=type(error).__name__)
        finally:
            writer.close()
            with contextlib.suppress(Exception):
                await writer.wait_closed()

    async def judged(self, mail: Mail, writer: Writer) -> tuple[Decision, Outcome | None]:
        """Have a mail judged by a worker within the deadline, with progress packets meanwhile."""
        limit_s = self.judge.gateway.deadline_s
        # Strangers' header fields may be slow to parse: not on the loop.
        made = asyncio.get_running_loop().run_in_executor(None, _job, mail)
        try:
            job = await writer.patiently(made, limit_s)
            judge = self.judge  # may be another one by now; nothing is awaited before it has the job
            outcome = await writer.patiently(asyncio.wrap_future(judge.submit(job)), limit_s)
        except TimeoutError:
            return failed("not judged in time"), None
        except WorkerFailed as error:
            self.journal.count("workers_lost")
            return failed(str(error)), None
        if outcome.verdict is None:
            return failed("no verdict"), outcome
        decision = decide(mail, outcome.result, outcome.verdict, judge.gateway)
        if decision.dropped and not await self._is_told(mail, decision, judge.gateway, writer):
            # A recipient is never dropped in silence.
            whole = structs.replace(judge.gateway, mixed="whole_message")
            decision = decide(mail, outcome.result, outcome.verdict, whole)
        return decision, outcome

    async def _is_told(self, mail: Mail, decision: Decision, gateway: Gateway, writer: Writer) -> bool:
        """Tell the sender that some recipients will not get the mail. Return whether that has worked."""
        loop = asyncio.get_running_loop()
        sent = loop.run_in_executor(
            self._notices, _send_notice, mail, decision, gateway.notify, gateway.contact
        )
        try:
            await writer.patiently(sent, _NOTICE_S)
        except Exception as error:
            if isinstance(error, ConnectionError) and not sent.done():  # it is the mail server that is gone
                raise
            # Odd senders raise much. The class only: the text may quote addresses.
            self.journal.count("notices_failed")
            self.journal.event("notice_failed", id=mail.id, error=type(error).__name__)
            return False
        self.journal.count("notices")
        return True


class Writer:
    """Sends events to the mail server."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def send(self, *events: codec.Event) -> None:
        """Send events in one piece."""
        self._writer.write(b"".join(map(codec.encode, events)))
        await self._writer.drain()

    async def patiently(self, future: asyncio.Future[_T], limit_s: float) -> _T:
        """Return the result of *future*, with progress packets meanwhile. Raises `TimeoutError`."""
        future.add_done_callback(_retrieve)
        deadline = time.monotonic() + limit_s
        while (left := deadline - time.monotonic()) > 0:
            done, _ = await asyncio.wait({future}, timeout=min(_PROGRESS_S, left))
            if done:
                return future.result()
            await self.send(codec.Progress())
        future.cancel()
        raise TimeoutError


class Session:
    """One connection of a mail server: several mails, one after the other."""

    def __init__(self, server: Server, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._writer = Writer(writer)
        self._protocol = 0
        self._client = Client()
        self._macros: dict[str, dict[str, str]] = {}
        self._mail: Mail | None = None

    async def handle(self, event: codec.Event) -> bool:  # noqa: C901, PLR0912  (one case per event)
        """Take one event and answer it. Return whether the connection goes on."""
        match event:
            case codec.Negotiate():
                await self._negotiate(event)
                return True
            case codec.Macros():
                self._take(event)
            case codec.Connect():
                self._client = Client(event.address)
            case codec.Mail():
                self._begin(event)
            case codec.Rcpt():
                self._current().recipients.append(event.address)
                if len(self._current().recipients) > _MOST_RECIPIENTS:
                    return False
            case codec.Header():
                self._current().add_header(event)
            case codec.EndOfHeaders():
                self._current().end_header()
            case codec.Body():
                self._current().add_body(event.chunk)
            case codec.EndOfMessage():
                mail = self._current()
                mail.add_body(event.chunk)
                await self._end(mail)
                self._mail = None
                return True
            case codec.Abort():
                self._mail = None
            case codec.QuitNewConnection():
                self._client, self._mail, self._macros = Client(), None, {}
            case codec.Quit():
                return False
        if codec.is_answered(type(event), self._protocol):
            await self._writer.send(codec.Continue())
        return True

    async def _negotiate(self, offer: codec.Negotiate) -> None:
        lacking = _ACTIONS & ~offer.actions
        if offer.version < 2 or lacking:  # noqa: PLR2004  (the first version with these actions)
            raise codec.ProtocolError("NEGOTIATE", 0, f"the mail server does not offer {lacking!r}")
        self._protocol = int(_PROTOCOL & offer.protocol)
        version = min(offer.version, codec.PROTOCOL_VERSION)
        await self._writer.send(codec.Negotiate(version, int(_ACTIONS), self._protocol))

    def _take(self, event: codec.Macros) -> None:
        """Keep macros: those of a connection until it ends, those of a mail with the mail."""
        if self._mail is None:
            self._macros[event.command] = dict(event.values)
        else:
            self._mail.macros.update(event.values)

    def _begin(self, event: codec.Mail) -> None:
        self._mail = Mail(self._client, self._server.judge.gateway)
        for values in self._macros.values():
            self._mail.macros.update(values)
        self._macros.pop(codec.Command.MAIL, None)
        self._mail.sender = event.address

    def _current(self) -> Mail:
        if self._mail is None:
            raise codec.ProtocolError("RCPT, HEADER or BODY", 0, "no MAIL came before it")
        return self._mail

    async def _end(self, mail: Mail) -> None:
        started = time.monotonic()
        decision, outcome = await self._server.judged(mail, self._writer)
        scanned = time.monotonic() - started
        answer = _answer(mail, decision, self._server.judge.gateway.contact)
        # First the log: no mail is let through or refused without a line that says so.
        self._server.journal.message(mail, decision, outcome, scanned)
        await self._writer.send(*answer)


def _answer(mail: Mail, decision: Decision, contact: str) -> list[codec.Event]:
    """Return the events that carry out a decision."""
    match decision.kind:
        case "reject":
            return [codec.ReplyCode(550, "5.7.1", refusal(mail, decision.rules, contact))]
        case "tempfail":
            return [codec.ReplyCode(451, "4.7.1", (f"Not judged, try again later; id {mail.id}",))]
    # A tag that came with the mail is somebody else's word.
    events: list[codec.Event] = [codec.ChangeHeader(index, TAG, b"") for index in range(mail.tags, 0, -1)]
    events += [codec.DeleteRecipient(address) for address in decision.dropped]
    events.append(codec.AddHeader(TAG, f" {decision.tag}".encode("ascii")))
    if decision.kind == "quarantine":
        events.append(codec.Quarantine(decision.reason))
    events.append(codec.Continue())
    return events


def _retrieve(future: asyncio.Future[_T]) -> None:
    """Take the exception of what nobody waits for any more: asyncio would print it, addresses and all."""
    if not future.cancelled():
        future.exception()


def _job(mail: Mail) -> Job:
    return Job(document=mail.document(), transfer=mail.transfer(), unread=mail.unread())


def _send_notice(mail: Mail, decision: Decision, server: str, contact: str) -> None:
    host, _, port = server.rpartition(":")
    message = EmailMessage()
    message["To"] = bare(mail.sender)
    message["Subject"] = "邮件未全部送达 / Mail not delivered to all recipients"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(notice(mail, decision, contact))
    message["From"] = "dlpscan <postmaster>"
    data = message.as_bytes()
    with smtplib.SMTP(host, int(port), timeout=_NOTICE_S / 2) as client:
        # The null sender: a notice that cannot be delivered makes no bounce.
        client.sendmail("", [bare(mail.sender)], data)


def _acknowledge(connection: socket.socket | None) -> None:
    """Acknowledge at once what was read: over TCP a mail server waits for that before its next packet."""
    if connection is not None and connection.family != socket.AF_UNIX and hasattr(socket, "TCP_QUICKACK"):
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _open_socket(path: str, mode: int) -> socket.socket:
    """Return a listening UNIX socket: made closed to all, and opened only when it has its mode."""
    _remove_stale(path)
    connection = socket.socket(socket.AF_UNIX)
    old = os.umask(0o177)
    try:
        connection.bind(path)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}", "--listen") from None
    finally:
        os.umask(old)
    Path(path).chmod(mode)
    return connection


def _remove_socket(path: str) -> None:
    if path:
        Path(path).unlink(missing_ok=True)


def _remove_stale(path: str) -> None:
    """Remove the socket of a milter that was killed. Raises `ConfigurationError` if one answers there."""
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise ConfigurationError(f"{path} exists and is no socket", "--listen")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except OSError:
            Path(path).unlink()
            return
    raise ConfigurationError(f"another milter answers at {path}", "--listen")
