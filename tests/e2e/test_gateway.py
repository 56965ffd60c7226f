"""The milter behind a real Postfix on loopback: what a sender is told, what is delivered, what is held."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl
import postfix
import pytest

from dlpscan import keys

_ID = "420106198508152717"
_LEAK = f"客户王伟,身份证号{_ID},手机13912345678\n"
_SETTINGS = """\
company: {domains: [corp.example]}
partners:
  - name: 示例合作方
    domains: [partner.example]
    role: handler
    agreement: {kind: nda, signed: 2026-01-01, expires: 2099-12-31, categories: [identity, contact]}
gateway: {deadline_s: 6, workers: 2, contact: "Ask security@corp.example"}
"""

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module", autouse=True)
def _needs_postfix() -> None:
    """Skip on a laptop without Postfix or without root rights; in CI that is a failure."""
    if not postfix.is_available():
        if os.environ.get("CI"):
            pytest.fail("CI must have Postfix and run as root")
        pytest.skip("needs Postfix and root rights")


class Gateway:
    """The milter as a process of its own, with its log."""

    def __init__(self, folder: Path, settings: str, listen: str = "") -> None:
        self.folder = folder
        self.policy = folder / "dlpscan.yaml"
        self.policy.write_text(settings, encoding="utf-8")
        self.listen = listen or f"unix:{folder}/milter.sock"
        self._log = folder / "gateway.log"
        self._process: subprocess.Popen[bytes] | None = None
        if not (folder / "key").exists():
            keys.create(folder / "key")

    def start(self) -> None:
        """Start it, and wait until it serves."""
        before = len(self.events("started"))
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "dlpscan", "gateway", "milter", "--listen", self.listen),
                *("--policy", str(self.policy), "--log", str(self._log), "--socket-mode", "666"),
            ],
            env=os.environ | {"DLPSCAN_KEY_FILE": str(self.folder / "key")},
            stderr=subprocess.DEVNULL,
        )
        self.wait_for("started", before + 1)

    def stop(self) -> None:
        """End it as systemd would."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def signal(self, number: int) -> None:
        """Send a signal to the milter itself."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """Kill it with everything below it still running."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    @property
    def log(self) -> str:
        """Return its log."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the events of a kind."""
        records = [json.loads(line) for line in self.log.splitlines()]
        return [one for one in records if one["event"] == name]

    def wait_for(self, name: str, count: int) -> list[dict[str, Any]]:
        """Return the events of a kind once there are so many."""
        deadline = time.monotonic() + 20
        while len(found := self.events(name)) < count:
            assert time.monotonic() < deadline, f"no {name}: {self.log[-2000:]}"
            time.sleep(0.02)
        return found

    def workers(self) -> list[int]:
        """Return the process ids of its workers: the children of its fork server."""
        assert self._process is not None
        return [child for server in _children(self._process.pid) for child in _children(server)]


def _children(process_id: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process_id)], capture_output=True, check=False)
    return [int(word) for word in done.stdout.split()]


@contextlib.contextmanager
def _gateway(settings: str = _SETTINGS, listen: str = "") -> Iterator[Gateway]:
    with tempfile.TemporaryDirectory(prefix="dlpscan-gateway-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        gateway = Gateway(folder, settings, listen)
        gateway.start()
        try:
            yield gateway
        finally:
            gateway.stop()


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    """Return a running milter."""
    with _gateway() as made:
        yield made


@pytest.fixture(scope="module")
def server(gateway: Gateway) -> Iterator[postfix.Postfix]:
    """Return a Postfix that asks the milter."""
    with postfix.running(gateway.listen) as made:
        yield made


@pytest.fixture(autouse=True)
def _empty(request: pytest.FixtureRequest) -> None:
    if "server" in request.fixturenames:
        request.getfixturevalue("server").clear()


def _mail(body: str = "hello\n", *, subject: str = "hello", **fields: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = fields.get("sender", "agent@corp.example")
    message["To"] = fields.get("to", "somebody@anywhere.example")
    message["Subject"] = subject
    for name in ("Reply-To", "X-DLPScan"):
        if name in fields:
            message[name] = fields[name]
    message.set_content(body, charset=fields.get("charset", "utf-8"))
    return message


def _send(server: postfix.Postfix, message: EmailMessage, *to: str, **options: str) -> tuple[int, str]:
    return server.send(message.as_bytes(), to, **options)


def _leaky_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号"])
    book.active.append(["王伟", _ID])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# -- what is refused, held, delivered -------------------------------------------------------------


@pytest.mark.parametrize("to", ["li@qq.com", "x@stranger.example", "ops@partner.example", "b@qq。com"])
def test_a_leak_to_outsiders_is_refused(server: postfix.Postfix, gateway: Gateway, to: str) -> None:
    """550 5.7.1 with rules and id, ASCII, no data; nothing is delivered."""
    if not to.isascii():
        to = to.replace("。", ".")
    code, text = _send(server, _mail(_LEAK), to)

    assert code == 550
    assert text.startswith("5.7.1 Refused: customer information must not go there (no-")
    assert "no-external-share" in text
    assert "Ask security@corp.example" in text
    assert text.isascii()
    assert server.settled() == []
    assert gateway.events("message")[-1]["action"] == "reject"


def test_clean_mail_is_delivered_and_tagged(server: postfix.Postfix) -> None:
    """A mail without customer information passes to anybody."""
    assert _send(server, _mail(), "li@qq.com") == (250, "delivered")
    (delivered,) = server.delivered(1)

    assert "X-DLPScan: id=" in delivered
    assert "verdict=allow; findings=" in delivered


def test_the_same_to_a_colleague_is_delivered(server: postfix.Postfix) -> None:
    """Internal mail passes."""
    assert _send(server, _mail(_LEAK), "colleague@corp.example") == (250, "delivered")
    assert len(server.delivered(1)) == 1


@pytest.mark.parametrize(
    "place", ["body", "subject", "attachment", "file name", "html", "base64 gb18030", "header"]
)
def test_every_place_of_a_mail_is_read(server: postfix.Postfix, place: str) -> None:
    """Body, subject, attachment, file name, HTML, Chinese charset and unusual headers."""
    message = _mail()
    match place:
        case "body":
            message = _mail(_LEAK)
        case "subject":
            message = _mail(subject=f"身份证{_ID}")
        case "attachment":
            message.add_attachment(
                _leaky_workbook(), maintype="application", subtype="octet-stream", filename="a.bin"
            )
        case "file name":
            message.add_attachment(b"x", maintype="text", subtype="plain", filename=f"证件{_ID}.txt")
        case "html":
            message.add_alternative(f"<p>身份证<b>{_ID[:6]}</b>{_ID[6:]}</p>", subtype="html")
        case "base64 gb18030":
            message = _mail()
            message.set_content(_LEAK, charset="gb18030", cte="base64")
        case "header":
            message["X-Note"] = f"身份证号{_ID}"

    assert _send(server, message, "li@qq.com")[0] == 550


def test_mixed_recipients_refuse_the_whole_mail(server: postfix.Postfix, gateway: Gateway) -> None:
    """By default one recipient who may not have it stops the mail; the log says who was judged how."""
    code, _ = _send(server, _mail(_LEAK), "colleague@corp.example", "li@qq.com")

    assert code == 550
    assert server.settled() == []
    assert gateway.events("message")[-1]["recipients"] == ["c***@corp.example", "l*@qq.com"]


def test_bcc_stands_only_in_the_envelope(server: postfix.Postfix) -> None:
    """The header names a colleague, the envelope an outsider: the envelope decides."""
    assert _send(server, _mail(_LEAK, to="colleague@corp.example"), "li@qq.com")[0] == 550


def test_unreadable_content_to_outsiders_is_held(server: postfix.Postfix, gateway: Gateway) -> None:
    """An attachment that cannot be read goes to HOLD, and stays."""
    message = _mail()
    message.add_attachment(
        b"7z\xbc\xaf\x27\x1c" + bytes(100), maintype="application", subtype="x-7z-compressed", filename="a.7z"
    )
    code, _ = _send(server, message, "x@stranger.example")

    assert code == 250
    assert len(server.queued("hold")) == 1
    assert server.settled() == []
    assert gateway.events("message")[-1]["unscannable"][0]["reason"] == "unsupported"


def test_the_null_sender_is_never_refused(server: postfix.Postfix) -> None:
    """A bounce with customer information is held: refusing it would bounce a bounce."""
    code, _ = _send(server, _mail(_LEAK), "li@qq.com", sender="")

    assert code == 250
    assert len(server.queued("hold")) == 1
    assert server.settled() == []


def test_a_personal_mailbox_as_sender_is_refused(server: postfix.Postfix, gateway: Gateway) -> None:
    """From, Reply-To and envelope are compared with the login; any personal one breaks the rule."""
    refused = _send(server, _mail(_LEAK, **{"Reply-To": "agent@163.com"}), "colleague@corp.example")
    other = _send(server, _mail(_LEAK, sender="boss@corp.example"), "colleague@corp.example")
    server.delivered(1)  # else the next test may find it

    assert refused[0] == 550
    assert "no-personal-channel" in refused[1]
    assert other[0] == 250
    assert [one["sender_mismatch"] for one in gateway.events("message")[-2:]] == [False, True]


def test_inbound_mail_is_tagged_and_never_refused(server: postfix.Postfix, gateway: Gateway) -> None:
    """A customer writes from a personal mailbox; a tag that came with the mail is removed."""
    message = _mail(_LEAK, sender="wangwei@qq.com", **{"X-DLPScan": "verdict=trusted"})
    code, _ = _send(
        server, message, "service@corp.example", sender="wangwei@qq.com", xclient="ADDR=203.0.113.9"
    )
    (delivered,) = server.delivered(1)

    assert code == 250
    assert "verdict=inbound; findings=5" in delivered
    assert "trusted" not in delivered
    assert gateway.events("message")[-1]["direction"] == "inbound"


def test_an_authenticated_client_outside_sends_outbound(server: postfix.Postfix, gateway: Gateway) -> None:
    """Who logs in is staff, wherever they are: their mail is judged."""
    code, text = _send(
        server, _mail(_LEAK), "service@corp.example", xclient="ADDR=203.0.113.9 LOGIN=agent@corp.example"
    )
    outside = _send(
        server, _mail(_LEAK), "service@corp.example", xclient="ADDR=203.0.113.9 LOGIN=agent@163.com"
    )

    assert (code, text) == (250, "delivered")
    assert gateway.events("message")[-2]["direction"] == "outbound"
    assert outside[0] == 550


def test_a_mail_at_the_limit_is_read_and_beyond_it_is_held() -> None:
    """25 MB are scanned; a leak at the end of it is found; what is larger is held for outsiders."""
    settings = _SETTINGS.replace("deadline_s: 6", "deadline_s: 60")
    with (
        _gateway(settings) as gateway,
        postfix.running(gateway.listen, milter_content_timeout="90s") as server,
    ):
        _send_near_and_over_the_limit(server)


def _send_near_and_over_the_limit(server: postfix.Postfix) -> None:
    filler = "plain words without any number in them\n" * 1000
    near = _mail(filler * 600 + _LEAK)
    over = _mail(filler * 700)

    assert 20e6 < len(near.as_bytes()) < 25 * 1024 * 1024 < len(over.as_bytes())
    assert _send(server, near, "li@qq.com")[0] == 550
    assert _send(server, over, "x@stranger.example")[0] == 250
    assert len(server.queued("hold")) == 1


def test_several_mails_on_one_connection_stay_apart(server: postfix.Postfix) -> None:
    """After a refusal the next mail of the same connection is judged by itself."""
    import smtplib  # noqa: PLC0415

    replies = []
    with smtplib.SMTP("127.0.0.1", server.port, timeout=30) as client:
        for body in (_LEAK, "hello\n", _LEAK, "hello again\n"):
            try:
                client.sendmail("agent@corp.example", ["li@qq.com"], _mail(body).as_bytes())
                replies.append(250)
            except smtplib.SMTPDataError as error:
                replies.append(error.smtp_code)

    assert replies == [550, 250, 550, 250]
    assert len(server.delivered(2)) == 2


# -- what goes wrong --------------------------------------------------------------------------------


def test_killed_workers_are_replaced(server: postfix.Postfix, gateway: Gateway) -> None:
    """With all workers killed, a mail is judged by new ones, or answered with 451; never waved through."""
    for process_id in gateway.workers():
        os.kill(process_id, signal.SIGKILL)
    started = time.monotonic()
    codes = [_send(server, _mail(_LEAK), "li@qq.com")[0] for _ in range(3)]

    assert codes[-1] == 550
    assert set(codes) <= {550, 451}
    assert time.monotonic() - started < 10
    assert server.settled() == []


def test_hanging_workers_give_451_and_recover(server: postfix.Postfix, gateway: Gateway) -> None:
    """Stopped workers cost the mails that wait for them, even such as fill the socket; nobody helps."""
    stopped = gateway.workers()
    large = _mail("plain words without any number in them\n" * 50_000)
    for process_id in stopped:
        os.kill(process_id, signal.SIGSTOP)
    with ThreadPoolExecutor(len(stopped)) as senders:
        hanging = list(senders.map(lambda _: _send(server, large, "li@qq.com"), stopped))
    deadline = time.monotonic() + 15
    while set(stopped) & set(gateway.workers()) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert len(stopped) == 2
    assert len(large.as_bytes()) > 1e6
    assert [code for code, _ in hanging] == [451] * 2
    assert all("4.7.1" in text for _, text in hanging)
    assert not set(stopped) & set(gateway.workers())
    assert [_send(server, _mail(_LEAK), "li@qq.com")[0] for _ in range(2)] == [550] * 2
    assert [_send(server, _mail(), "li@qq.com")[0] for _ in range(2)] == [250] * 2


def test_a_reload_keeps_connections(server: postfix.Postfix, gateway: Gateway) -> None:
    """SIGHUP takes new settings between two mails of one connection; a mistake keeps the old."""
    before = gateway.policy.read_text(encoding="utf-8")
    import smtplib  # noqa: PLC0415

    def code(client: smtplib.SMTP) -> int:
        try:
            client.sendmail("agent@corp.example", ["x@new.example"], _mail(_LEAK).as_bytes())
        except smtplib.SMTPDataError as error:
            return error.smtp_code
        return 250

    with smtplib.SMTP("127.0.0.1", server.port, timeout=30) as client:
        first = code(client)
        gateway.policy.write_text(
            before.replace("[corp.example]", "[corp.example, new.example]"), encoding="utf-8"
        )
        gateway.signal(signal.SIGHUP)
        gateway.wait_for("reloaded", 1)
        second = code(client)
        gateway.policy.write_text(before.replace("role:", "rol:"), encoding="utf-8")
        gateway.signal(signal.SIGHUP)
        (failure,) = gateway.wait_for("reload_failed", 1)
        third = code(client)
    gateway.policy.write_text(before, encoding="utf-8")
    gateway.signal(signal.SIGHUP)
    gateway.wait_for("reloaded", 2)

    assert [first, second, third] == [550, 250, 250]
    assert "Did you mean 'role'" in failure["error"]


def test_a_dead_milter_gives_451_and_a_new_one_takes_over() -> None:
    """While it is down nothing passes; a new one removes the stale socket and takes over."""
    with _gateway() as gateway, postfix.running(gateway.listen) as server:
        assert _send(server, _mail(), "li@qq.com")[0] == 250
        gateway.kill()
        down = [_send(server, _mail(), "li@qq.com")[0] for _ in range(2)]
        started = time.monotonic()
        gateway.start()
        again = _send(server, _mail(_LEAK), "li@qq.com")[0]
        recovered = time.monotonic() - started

        assert down == [451, 451]
        assert again == 550
        assert recovered < 10
        assert len(server.settled()) == 1


def test_a_stopped_milter_gives_451() -> None:
    """A milter that hangs is answered for by Postfix's own limit."""
    with _gateway() as gateway, postfix.running(gateway.listen) as server:
        gateway.signal(signal.SIGSTOP)
        hanging = _send(server, _mail(), "li@qq.com")[0]
        gateway.signal(signal.SIGCONT)

        assert hanging == 451
        assert _send(server, _mail(), "li@qq.com")[0] == 250


_STAGES = ("connect", "helo", "mail", "rcpt", "header", "body", "end of message")


def _dialogue(port: int, stage: str, break_it: Callable[[], None]) -> int:
    """Talk SMTP up to *stage*, break something, go on to the end. Return the last code."""
    with (
        socket.create_connection(("127.0.0.1", port), 30) as connection,
        connection.makefile("rwb") as stream,
    ):

        def say(*lines: str) -> int:
            for line in lines:
                stream.write(line.encode() + b"\r\n")
            stream.flush()
            while True:
                reply = stream.readline()
                if not reply or reply[3:4] != b"-":
                    return int(reply[:3] or b"421")

        code = say()
        commands = {
            "connect": "EHLO client.corp.example",
            "helo": "MAIL FROM:<agent@corp.example>",
            "mail": "RCPT TO:<li@qq.com>",
            "rcpt": "DATA",
            "header": "From: agent@corp.example\r\nSubject: x",
            "body": "\r\n" + "hi " * 9_000,
            "end of message": ".",
        }
        for name, line in commands.items():
            if name == stage:
                break_it()
            if name in ("header", "body"):
                stream.write(line.encode() + b"\r\n")
                stream.flush()
            elif (code := say(line)) >= 400:
                break
        return code


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
@pytest.mark.parametrize("stage", _STAGES)
def test_a_milter_lost_at_any_stage_gives_451(stage: str, harm: int) -> None:
    """Whenever it dies or hangs, the client is told to come again, and nothing is delivered unscanned."""
    with _gateway() as gateway, postfix.running(gateway.listen, milter_content_timeout="3s") as server:
        code = _dialogue(server.port, stage, lambda: gateway.signal(harm))

        assert code in (451, 421)
        assert server.settled() == []
        assert server.queued("hold") == []


def test_a_worker_killed_in_the_middle_of_a_scan_gives_451(server: postfix.Postfix, gateway: Gateway) -> None:
    """A crash while a mail is scanned costs that mail, which comes again; nothing passes unscanned."""
    slow = _mail("号码 138 0013 8000 和客户王伟 " * 60_000 + "\n")
    codes: list[int] = []
    before = len(gateway.events("message"))
    sending = threading.Thread(target=lambda: codes.append(_send(server, slow, "x@stranger.example")[0]))
    sending.start()
    while sending.is_alive():
        for process_id in gateway.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        time.sleep(0.2)
    sending.join(60)

    assert codes == [451]
    assert server.settled() == []
    assert gateway.wait_for("message", before + 1)[-1]["action"] == "tempfail"


def test_recipients_are_dropped_by_option_and_the_sender_is_told() -> None:
    """`per_recipient` delivers to those who may have it, and sends a notice about the others."""
    notices = postfix.free_port()
    settings = _SETTINGS.replace(
        "gateway: {", f"gateway: {{mixed: per_recipient, notify: '127.0.0.1:{notices}', "
    )
    with _gateway(settings) as gateway, postfix.running(gateway.listen) as server:
        folder = server.folder / "delivered"
        sink = subprocess.Popen(
            ["/usr/sbin/smtp-sink", "-u", "postfix", "-d", f"{folder}/notice.", f"127.0.0.1:{notices}", "10"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            postfix.wait_for_port(notices)
            code, _ = _send(server, _mail(_LEAK), "colleague@corp.example", "li@qq.com")
            mails = server.delivered(2)
        finally:
            sink.terminate()
            sink.wait(10)
        all_refused = _send(server, _mail(_LEAK), "li@qq.com")[0]

    assert (code, all_refused) == (250, 550)
    (delivered,) = [one for one in mails if "X-DLPScan" in one]
    (told,) = [one for one in mails if "X-DLPScan" not in one]
    assert "<colleague@corp.example>" in delivered
    assert "X-Rcpt-Args: <li@qq.com>" not in delivered
    assert "X-Mail-Args: <>" in told
    assert "X-Rcpt-Args: <agent@corp.example>" in told


def test_over_tcp_it_works_the_same() -> None:
    """The milter listens on loopback TCP as well."""
    port = postfix.free_port()
    with _gateway(listen=f"inet:127.0.0.1:{port}") as gateway, postfix.running(gateway.listen) as server:
        assert _send(server, _mail(_LEAK), "li@qq.com")[0] == 550
        assert _send(server, _mail(), "li@qq.com")[0] == 250


def test_no_value_is_in_any_log_or_reply(server: postfix.Postfix, gateway: Gateway) -> None:
    """The gateway's log and Postfix's hold no value, and the gateway's every line is JSON."""
    _, text = _send(server, _mail(_LEAK, subject=f"身份证{_ID}"), "li@qq.com")
    gateway.signal(signal.SIGUSR1)
    (*_, counters) = gateway.wait_for("counters", 1)
    logs = gateway.log + server.log + text

    assert [value for value in (_ID, "13912345678", "王伟") if value in logs] == []
    assert "420106********2717" in gateway.log
    assert counters["messages_reject"] > 5
    assert {"receive", "scan", "total"} == set(gateway.events("message")[-1]["ms"])
