"""Who a party is to the company: internal, a partner in some role, a person's mailbox, or unknown.

Only the company's own list makes an address internal. A relation that cannot be told is `unknown`, which
no rule treats as a permission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dlpscan.model import Channel, Direction, Party, Relation
from dlpscan.policy import addresses
from dlpscan.policy.addresses import Address
from dlpscan.rulebook.mailboxes import mailbox_class
from dlpscan.rulebook.settings import Partner, Settings

_PERSONAL = frozenset({"personal_webmail", "vip_webmail", "relay_alias", "disposable"})


class Standing(NamedTuple):
    """What a party is to the company, and why."""

    relation: Relation
    overseas: bool | None
    reasons: tuple[str, ...]
    partner: Partner | None
    address: Address | None


def classify(
    party: Party,
    settings: Settings,
    channel: Channel,
    direction: Direction,
    on_record: Callable[[str], Partner | None] = lambda _: None,
) -> Standing:
    """Return the standing of *party* in a transfer over *channel*.

    *on_record* tells the party that an agreement names with a domain, where the settings name none.
    """
    if channel.type == "vcs":
        return _repository_host(party.account or party.address, settings)
    if not party.address:
        if direction == "internal" and channel.managed is True:
            reason = "an account of a company channel in an internal transfer"
            return Standing("internal", None, (reason,), None, None)
        return Standing("unknown", None, ("an account that no list names",), None, None)
    address = addresses.read(party.address)
    if address.tricks:
        is_personal = mailbox_class(address.domain) in _PERSONAL
        relation: Relation = "personal" if is_personal else "unknown"
        return Standing(relation, None, address.tricks, None, address)
    domain = address.domain
    if any(addresses.matches(domain, listed) for listed in settings.company.domains):
        return Standing("internal", None, ("a domain of the company",), None, address)
    kind = mailbox_class(domain)
    if kind in _PERSONAL:
        # Before the partners: a partner's people at a public mailbox are still persons' mailboxes.
        return Standing("personal", None, (f"a mailbox of a person ({kind})",), None, address)
    for partner in settings.partners:
        if any(addresses.matches(domain, listed) for listed in partner.domains):
            reason = f"a partner of the company ({partner.role})"
            return Standing(partner.role, partner.overseas, (reason,), partner, address)
    if kind:
        reason = "a host of both companies' and persons' mailboxes"
        return Standing("unknown", None, (reason,), None, address)
    return _on_record(address, on_record(domain) if domain else None)


def _on_record(address: Address, party: Partner | None) -> Standing:
    """Return the standing of a party that only the register of agreements may know."""
    if party is None:
        return Standing("unknown", None, ("a domain that no list names",), None, address)
    reason = f"a party of an agreement on record ({party.role})"
    return Standing(party.role, None, (reason,), party, address)


def _repository_host(host: str, settings: Settings) -> Standing:
    """Return the standing of a host that a repository is pushed to."""

    def is_listed(listed: tuple[str, ...]) -> bool:
        return any(addresses.matches(host, one) for one in listed)

    if is_listed(settings.repositories.internal) or is_listed(settings.company.domains):
        return Standing("internal", None, ("a host of the company",), None, None)
    if is_listed(settings.repositories.public):
        return Standing("public", None, ("a public host",), None, None)
    for partner in settings.partners:
        if is_listed(partner.domains):
            reason = f"a host of a partner ({partner.role})"
            return Standing(partner.role, partner.overseas, (reason,), partner, None)
    return Standing("unknown", None, ("a host that no list names",), None, None)


def with_approval(channel: Channel, settings: Settings, recipients: Iterable[Party]) -> Channel:
    """Return *channel* as managed where the company designates it; nothing said stays unknown.

    A push to the company's own hosts only is a channel of the company.
    """
    if channel.managed is not None:
        return channel
    hosts = [one.account or one.address for one in recipients] if channel.type == "vcs" else []
    if hosts and all(_repository_host(host, settings).relation == "internal" for host in hosts):
        return Channel(channel.type, channel.provider, managed=True, encrypted=channel.encrypted)
    for approved in settings.company.approved_channels:
        if approved.type == channel.type and approved.provider in ("", channel.provider):
            return Channel(channel.type, channel.provider, managed=True, encrypted=channel.encrypted)
    return channel
