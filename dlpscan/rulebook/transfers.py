"""`--transfer T.yaml`: one transfer to be judged, as a person writes it down."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from dlpscan.errors import ConfigurationError
from dlpscan.model import Channel, ChannelType, Direction, Encryption, Party, Role, Transfer
from dlpscan.rulebook import yaml_files


class ChannelEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The channel; `managed: unknown` is the same as leaving it out."""

    type: ChannelType = "email"
    provider: str = ""
    managed: bool | str | None = None
    encrypted: Encryption = "unknown"


class SenderEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender: an address, or an account of the channel."""

    address: str = ""
    account: str = ""
    name: str = ""


class RecipientEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One recipient: an address, or an account of the channel."""

    address: str = ""
    role: Role = "to"
    account: str = ""
    name: str = ""


class TransferFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of a transfer file."""

    channel: ChannelEntry = ChannelEntry()
    sender: SenderEntry | None = None
    recipients: tuple[RecipientEntry, ...] = ()
    purpose: str = ""
    direction: Direction = "outbound"
    time: datetime | UnsetType = UNSET


def load(path: Path) -> Transfer:
    """Return the transfer that a file describes. Raises `ConfigurationError` with file and line."""
    return build(yaml_files.load(path, TransferFile), str(path))


def build(entry: TransferFile, place: str) -> Transfer:
    """Return the transfer of a file that was read; *place* stands for it in errors."""
    managed = entry.channel.managed
    if isinstance(managed, str) and managed != "unknown":
        raise ConfigurationError("channel.managed should be true, false or unknown", place)
    for index, recipient in enumerate(entry.recipients):
        if not recipient.address and not recipient.account:
            raise ConfigurationError(f"recipients.{index}: an address or an account is needed", place)
    time = None if isinstance(entry.time, UnsetType) else entry.time
    if time is not None and time.tzinfo is None:
        raise ConfigurationError("time: needs a time zone, such as 2026-11-24T10:00:00+08:00", place)
    sender = entry.sender
    return Transfer(
        channel=Channel(
            entry.channel.type,
            entry.channel.provider,
            None if isinstance(managed, str) else managed,
            entry.channel.encrypted,
        ),
        sender=Party(sender.address, "from", sender.account, sender.name) if sender else None,
        recipients=tuple(Party(one.address, one.role, one.account, one.name) for one in entry.recipients),
        purpose=entry.purpose,
        direction=entry.direction,
        time=time,
    )
