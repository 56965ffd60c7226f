"""One mail as it comes through the milter: envelope, header, body, and the transfer that it is.

The envelope decides where a mail goes: header fields can say anything, and Bcc stands only there.
"""

from __future__ import annotations

import re
import secrets
import time
from email.utils import getaddresses
from functools import cached_property
from ipaddress import ip_address, ip_network

from msgspec import Struct

from dlpscan.apps.gateway import codec
from dlpscan.extract.eml import decoded_header
from dlpscan.model import Channel, Direction, Document, Facts, Location, Party, Role, Transfer, Unscannable
from dlpscan.rulebook.settings import Gateway

TAG = "X-DLPScan"
"""The header field that the gateway writes; what a stranger wrote under that name is removed."""

_ROLES = ("from", "reply-to", "sender")
_UNREADABLE = "unreadable"


class Client(Struct, frozen=True):
    """Who is connected: the address of the SMTP client, "" where it is not known."""

    address: str = ""


class Mail:
    """One mail. It is filled event by event, and never holds more than *max_bytes* of message.

    A header field that does not fit is cut like a body, and speaks for no sender.
    """

    def __init__(self, client: Client, settings: Gateway) -> None:
        self.id = secrets.token_hex(6)
        self.client = client
        self.started = time.monotonic()
        self.sender = ""
        self.recipients: list[str] = []
        self.macros: dict[str, str] = {}
        self.is_cut = False
        self.size = 0
        self.tags = 0
        self._settings = settings
        self._senders: list[tuple[Role, bytes]] = []
        self._parts: list[bytes] = []

    def __repr__(self) -> str:
        return f"Mail(id={self.id!r}, recipients={len(self.recipients)}, bytes={self.size})"

    def add_header(self, event: codec.Header) -> None:
        """Take one header field."""
        if event.name.lower() == TAG.lower():
            self.tags += 1
        self._take(event.name.encode("utf-8", "surrogateescape") + b":" + _lines(event.value) + b"\r\n")
        if event.name.lower() in _ROLES and not self.is_cut:
            self._senders.append(("reply_to" if event.name.lower() == "reply-to" else "from", event.value))

    def end_header(self) -> None:
        """Take the empty line behind the header."""
        self._take(b"\r\n")

    def add_body(self, chunk: bytes) -> None:
        """Take a part of the body, as far as there is room."""
        self._take(chunk)

    def _take(self, part: bytes) -> None:
        room = self._settings.max_bytes - self.size
        if len(part) > room:
            self.is_cut = True
            part = part[:room]
        if part:
            self.size += len(part)
            self._parts.append(part)

    @property
    def queue_id(self) -> str:
        """Return the id under which the mail server knows the mail."""
        return self.macros.get("i", "")

    @property
    def login(self) -> str:
        """Return the authenticated name of the client, "" where there is none."""
        return self.macros.get("auth_authen", "")

    @property
    def is_bounce(self) -> bool:
        """Say whether the mail has the null sender: refusing it would make a bounce of a bounce."""
        return bare(self.sender) == ""

    @property
    def direction(self) -> Direction:
        """Return outbound for clients that are authenticated or in the company's networks.

        A client of which the mail server does not know the address counts as the company's: its mail is
        judged, not waved through.
        """
        if self.login or not self.client.address:
            return "outbound"
        try:
            # The scope of a link-local address (`fe80::1%eth0`) names an interface of this host.
            address = ip_address(self.client.address.partition("%")[0])
        except ValueError:
            return "outbound"
        # A server that listens on IPv6 only sees IPv4 clients as ::ffff:10.1.1.1.
        forms = (address, getattr(address, "ipv4_mapped", None) or address)
        networks = [ip_network(network) for network in self._settings.networks]
        inside = any(form in network for form in forms for network in networks)
        return "outbound" if inside else "inbound"

    def document(self) -> Document:
        """Return the message as it will be scanned."""
        encrypted = bool(self.macros.get("tls_version"))
        data = b"".join(self._parts)
        return Document("mail", data, media_type="message/rfc822", facts=Facts(hop_tls=encrypted or None))

    def unread(self) -> tuple[Unscannable, ...]:
        """Return what of the message was not kept: what lies beyond the limit was not read."""
        if not self.is_cut:
            return ()
        detail = f"only the first {self._settings.max_bytes} bytes of the mail were read"
        return (Unscannable("limit", Location(("mail",)), detail),)

    def transfer(self) -> Transfer:
        """Return the transfer that the mail is: over the company's server, to the envelope's recipients."""
        sender = bare(self.sender)
        return Transfer(
            channel=Channel("email", "smtp", managed=True),
            sender=Party(sender, "from") if sender else None,
            recipients=tuple(Party(bare(one), "to") for one in self.recipients),
            direction=self.direction,
            also_from=self._also_from,
        )

    @cached_property
    def _also_from(self) -> tuple[Party, ...]:
        """Return login, From, Sender and Reply-To, as far as they are addresses.

        It is read once, when the header is complete: what a stranger wrote may be slow to parse.
        """
        parties = [Party(self.login, "from")] if "@" in self.login else []
        for role, value in self._senders:
            parties += _parties(value, role)
        return tuple(parties)

    @property
    def has_other_sender(self) -> bool:
        """Say whether login, envelope sender and header From disagree."""
        addresses = {bare(self.sender).lower()} if not self.is_bounce else set()
        addresses |= {one.address.lower() for one in self._also_from if one.role == "from"}
        return len(addresses) > 1


def bare(address: str) -> str:
    """Return an envelope address without its angle brackets; the tricks in it stay.

    Bytes that are no UTF-8 become replacement characters: such an address is never internal.
    """
    text = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.strip().removeprefix("<").removesuffix(">")


def _parties(value: bytes, role: Role) -> list[Party]:
    """Return the addresses of a header field. One that cannot be read is one party that nobody knows."""
    unreadable = [Party(account=_UNREADABLE, role=role)]
    try:
        text = decoded_header(value.decode("ascii", "surrogateescape"))
        found = [Party(address, role) for _, address in getaddresses([text]) if "@" in address]
    except Exception:  # noqa: BLE001  (email.utils raises RecursionError, IndexError, … for what strangers write)
        return unreadable
    # Newer Pythons answer with an empty address where a field is ambiguous.
    return found or (unreadable if "@" in text else [])


def _lines(value: bytes) -> bytes:
    """Return a header value with the line ends of a message; the protocol folds with bare LF."""
    return re.sub(rb"\r?\n", b"\r\n", value)
