"""A private Postfix on loopback, with smtp-sink behind it: the real servers, started by the tests."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_DAEMONS = "/usr/lib/postfix/sbin"
_SERVICES = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def is_available() -> bool:
    """Say whether a private Postfix can be started here: it is installed, and this is root."""
    return shutil.which("postfix", path="/usr/sbin:/usr/bin:/sbin") is not None and os.geteuid() == 0


def free_port() -> int:
    """Return a TCP port on loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postfix:
    """One instance: SMTP on *port*, mail for everybody relayed to a sink that keeps it in files."""

    def __init__(self, milter: str, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dlpscan-postfix-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        self._sink_port = free_port()
        self.log_file = self.folder / "log"
        self._mail = self.folder / "delivered"
        self._configuration = self.folder / "etc"
        for name in ("etc", "queue", "data", "delivered"):
            (self.folder / name).mkdir()
        owner = pwd.getpwnam("postfix")
        for name in ("data", "delivered"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        lines = {
            "compatibility_level": "3.6",
            "queue_directory": str(self.folder / "queue"),
            "data_directory": str(self.folder / "data"),
            "daemon_directory": _DAEMONS,
            "command_directory": "/usr/sbin",
            "mail_owner": "postfix",
            "setgid_group": "postdrop",
            "myhostname": "mx.corp.example",
            "mydestination": "",
            "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4",
            "mynetworks": "127.0.0.0/8",
            "smtpd_relay_restrictions": "permit_mynetworks, reject_unauth_destination",
            "relay_domains": "corp.example",
            "alias_maps": "",
            "alias_database": "",
            "smtpd_authorized_xclient_hosts": "127.0.0.1",
            "relayhost": f"[127.0.0.1]:{self._sink_port}",
            "default_transport": f"smtp:[127.0.0.1]:{self._sink_port}",
            "local_transport": "error:nobody is local",
            "smtp_dns_support_level": "disabled",
            "smtp_tls_security_level": "",
            "maillog_file": str(self.log_file),
            "maillog_file_prefixes": str(self.folder),
            "message_size_limit": "60000000",
            "smtpd_milters": milter,
            "milter_protocol": "6",
            "milter_default_action": "tempfail",
            "milter_connect_timeout": "3s",
            "milter_command_timeout": "3s",
            "milter_content_timeout": "30s",
            "smtpd_peername_lookup": "no",
        } | settings
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        (self._configuration / "main.cf").write_text(text)
        (self._configuration / "master.cf").write_text(_SERVICES.format(port=f"127.0.0.1:{self.port}"))
        self._sink: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start sink and Postfix, and wait until both answer."""
        dump = str(self._mail / "%M.")
        self._sink = subprocess.Popen(
            ["/usr/sbin/smtp-sink", "-u", "postfix", "-d", dump, f"127.0.0.1:{self._sink_port}", "200"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._command("start")
        for port in (self.port, self._sink_port):
            wait_for_port(port)

    def stop(self) -> None:
        """End both, and remove all files."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._command("stop")
        if self._sink:
            self._sink.terminate()
            self._sink.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, verb: str) -> None:
        # Only an absolute folder works: with a relative one `stop` fails silently.
        subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self._configuration), verb], check=True, capture_output=True
        )

    def send(
        self,
        data: bytes,
        recipients: Sequence[str],
        *,
        sender: str = "agent@corp.example",
        xclient: str = "",
    ) -> tuple[int, str]:
        """Send one mail and return (code, text) of the reply that decided.

        *xclient* makes Postfix believe another client: `ADDR=203.0.113.7` or `LOGIN=agent`.
        """
        with smtplib.SMTP("127.0.0.1", self.port, local_hostname="client.corp.example", timeout=60) as client:
            try:
                if xclient:
                    client.ehlo()
                    code, text = client.docmd("XCLIENT", xclient)
                    if code != 220:
                        return code, text.decode()
                client.ehlo()
                refused = client.sendmail(sender, list(recipients), data)
            except smtplib.SMTPResponseException as error:
                reply = error.smtp_error
                return error.smtp_code, reply.decode() if isinstance(reply, bytes) else str(reply)
            except smtplib.SMTPRecipientsRefused as error:
                code, reply = next(iter(error.recipients.values()))
                return code, reply.decode()
            except smtplib.SMTPServerDisconnected:
                return 421, "disconnected"
        assert refused == {}
        return 250, "delivered"

    def queued(self, name: str) -> list[Path]:
        """Return the files in a queue: `hold`, `deferred`, `incoming`, `active`."""
        return [path for path in (self.folder / "queue" / name).rglob("*") if path.is_file()]

    def delivered(self, least: int = 0) -> list[str]:
        """Return the mails that the sink has, after waiting until there are at least so many."""
        deadline = time.monotonic() + 20
        while True:
            files = sorted(self._mail.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            if len(files) >= least or time.monotonic() > deadline:
                return [path.read_text("utf-8", "replace") for path in files]
            time.sleep(0.05)

    def settled(self) -> list[str]:
        """Return the mails that the sink has once nothing is on its way."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if not any(self.queued(name) for name in ("incoming", "active", "maildrop")):
                break
            time.sleep(0.05)
        return self.delivered()

    def clear(self) -> None:
        """Forget all mail that was delivered or held."""
        for path in [*self._mail.iterdir(), *self.queued("hold"), *self.queued("deferred")]:
            path.unlink(missing_ok=True)

    @property
    def log(self) -> str:
        """Return Postfix's log."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""


def wait_for_port(port: int) -> None:
    """Return when something answers on a port of loopback."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


@contextlib.contextmanager
def running(milter: str, **settings: str) -> Iterator[Postfix]:
    """Run an instance for the length of a block."""
    postfix = Postfix(milter, **settings)
    try:
        postfix.start()
        yield postfix
    finally:
        postfix.stop()
