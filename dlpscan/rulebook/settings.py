"""`dlpscan.yaml`: what a company says of itself on top of the bundled rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta, Struct, structs

from dlpscan.declare import Consent
from dlpscan.model import Action, ChannelType
from dlpscan.rulebook import allow_list, yaml_files
from dlpscan.rulebook.allow_list import AllowEntry, AllowList
from dlpscan.rulebook.profiles import CATEGORIES, DEFAULT_PROFILE, available

_DOMAIN = r"^(?:\*\.)?[^@\s*/]+$"
Domain = Annotated[str, Meta(pattern=_DOMAIN, description="a domain, or *.domain for all below it")]
Threshold = Annotated[int, Meta(ge=1)]


class ApprovedChannel(Struct, frozen=True, forbid_unknown_fields=True):
    """A channel that the company designates: it counts as managed."""

    type: ChannelType
    provider: str = ""


class Company(Struct, frozen=True, forbid_unknown_fields=True):
    """The company: one legal entity. Group companies are partners (PIPL 23)."""

    domains: tuple[Domain, ...] = ()
    name: str = ""
    timezone: str = "Asia/Shanghai"
    approved_channels: tuple[ApprovedChannel, ...] = ()
    staff: tuple[str, ...] = ()
    """Fingerprints of staff's own identifiers, which are counted apart from customers'."""


class Agreement(Struct, frozen=True, forbid_unknown_fields=True):
    """A signed agreement with a partner. Both dates are inclusive."""

    kind: Literal["nda", "entrustment"]
    signed: date
    expires: date | None = None
    categories: tuple[str, ...] = ()
    """The categories it covers; none named covers none."""


class Partner(Struct, frozen=True, forbid_unknown_fields=True):
    """Another legal entity that the company deals with."""

    name: str
    domains: tuple[Domain, ...]
    role: Literal["handler", "processor", "authority"]
    agreement: Agreement | None = None
    legal_basis: str = ""
    """For an authority: the law or order that obliges the company, with its number."""
    overseas: bool | None = None


class Repositories(Struct, frozen=True, forbid_unknown_fields=True):
    """Hosts that repositories are pushed to. A host on no list is unknown, whatever it is called."""

    internal: tuple[Domain, ...] = ()
    public: tuple[Domain, ...] = ()


class Registers(Struct, frozen=True, forbid_unknown_fields=True):
    """The database of consents, agreements, qualified recipients and approvals; none without *url*."""

    url: Annotated[str, Meta(pattern=r"^(?:(?:sqlite|postgresql(?:\+psycopg)?)://\S*)?$")] = ""
    """`sqlite:///registers.db`, beside `dlpscan.yaml`, or `postgresql+psycopg://user@host/database`."""
    on_error: Literal["hold", "block"] = "hold"
    """What to do with a transfer that needs a proof while the database cannot be read."""
    timeout_s: Annotated[float, Meta(gt=0, le=60)] = 5.0
    qualifications: bool = False
    """Whether recipients inside the company must stand in the register of qualified recipients."""

    def __repr__(self) -> str:
        # The URL may hold a password.
        return f"Registers(configured={bool(self.url)}, on_error={self.on_error!r})"


Network = Annotated[str, Meta(pattern=r"^[0-9A-Fa-f.:]+(?:/[0-9]{1,3})?$", description="such as 10.0.0.0/8")]


class Gateway(Struct, frozen=True, forbid_unknown_fields=True):
    """How the mail gateway behaves. Sizes are bytes, times seconds."""

    networks: tuple[Network, ...] = ("127.0.0.0/8", "::1/128")
    """Clients in these networks send outbound mail; others too if they are authenticated."""
    mixed: Literal["whole_message", "per_recipient"] = "whole_message"
    """What a breach for some recipients does: refuse the mail, or drop them and deliver the rest."""
    notify: Annotated[str, Meta(pattern=r"^(?:[^:\s]+:[0-9]+)?$")] = ""
    """`host:port` of an SMTP server for notices to senders; `per_recipient` needs it."""
    max_bytes: Annotated[int, Meta(ge=1024)] = 25 * 1024 * 1024
    deadline_s: Annotated[float, Meta(gt=0, le=120)] = 20.0
    workers: Annotated[int, Meta(ge=0)] = 0
    """0: one for each processor."""
    worker_memory_bytes: Annotated[int, Meta(ge=200 * 1024 * 1024)] = 1024 * 1024 * 1024
    contact: str = ""
    """ASCII text for refused senders: whom to ask."""


class Trigger(Struct, frozen=True, forbid_unknown_fields=True):
    """How much customer information a rule lets pass. None keeps the rule's own number."""

    min_score: Annotated[float, Meta(ge=0, le=1)] | None = None
    contacts: Threshold | None = None


class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """An exception from one rule for some recipients, with a reason, an owner and an end."""

    rule: str
    scope: Domain | tuple[Domain, ...]
    """Recipients' domains. An exception never covers all."""
    reason: str
    owner: str
    expires: date
    action: Action = Action.ALLOW


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `dlpscan.yaml`."""

    company: Company = Company()
    partners: tuple[Partner, ...] = ()
    consents: tuple[Consent, ...] = ()
    profile: str = DEFAULT_PROFILE
    plugins: tuple[str, ...] | None = None
    """Names of the plugins that may load; left out, all installed ones do."""
    triggers: dict[str, Trigger] = {}
    """Thresholds by rule."""
    overrides: tuple[Override, ...] = ()
    allow: tuple[AllowEntry, ...] = ()
    """Findings that the company accepts."""
    repositories: Repositories = Repositories()
    gateway: Gateway = Gateway()
    registers: Registers = Registers()

    def allowed(self, place: str = "dlpscan.yaml") -> AllowList:
        """Return the allow list with the company's time zone; *place* stands for the file in errors."""
        return AllowList(self.allow, self.company.timezone, place)


def load(path: Path) -> Settings:
    """Return the settings of a file. Raises `ConfigurationError` with file, line and known words.

    A relative path of a SQLite register is taken from the folder of the file, since the command line, hooks
    and the gateway run in different ones.
    """
    settings = yaml_files.load(path, Settings, faults)
    url = beside(settings.registers.url, path)
    if url == settings.registers.url:
        return settings
    return structs.replace(settings, registers=structs.replace(settings.registers, url=url))


def beside(url: str, path: Path) -> str:
    """Return *url* with a relative path of a SQLite file taken from the folder of *path*."""
    head, found, name = url.partition("sqlite:///")
    if head or not found or not name or name.startswith(":") or Path(name).is_absolute():
        return url
    return f"sqlite:///{(path.parent / name).resolve()}"


def parse(text: str, name: str) -> Settings:
    """Return the settings of a text; *name* stands for the file in errors. Raises `ConfigurationError`."""
    return yaml_files.parse(text, Settings, name, faults)


def faults(settings: Settings) -> Iterator[yaml_files.Fault]:
    """Yield what no type refuses: unknown time zones and categories, dates that run backwards."""
    zone = settings.company.timezone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("company", "timezone"), f"{zone!r} is no time zone; an example: Asia/Shanghai"
    if settings.profile not in available():
        yield ("profile",), f"{settings.profile!r} is not known. Known profiles: {', '.join(available())}"
    yield from _gateway_faults(settings.gateway)
    yield from allow_list.faults(settings.allow)
    for index, partner in enumerate(settings.partners):
        signed = partner.agreement
        if signed:
            where = ("partners", index, "agreement")
            yield from _category_faults(signed.categories, where)
            if signed.expires and signed.expires < signed.signed:
                yield where, "expires before it was signed"
    for index, consent in enumerate(settings.consents):
        yield from _category_faults(consent.categories, ("consents", index))
        if consent.expires and consent.expires < consent.granted:
            yield ("consents", index), "expires before it was granted"


def _gateway_faults(gateway: Gateway) -> Iterator[yaml_files.Fault]:
    for network in gateway.networks:
        try:
            ip_network(network)
        except ValueError:
            yield ("gateway", "networks"), f"{network!r} is no network; an example: 10.0.0.0/8"
    if gateway.mixed == "per_recipient" and not gateway.notify:
        yield (
            ("gateway", "mixed"),
            "per_recipient needs gateway.notify: a sender must be told of recipients that were dropped",
        )
    if gateway.notify and not 0 < int(gateway.notify.rpartition(":")[2]) < 1 << 16:
        yield ("gateway", "notify"), "a port is 1 to 65535"
    if not (gateway.contact.isascii() and gateway.contact.isprintable()) and gateway.contact:
        yield ("gateway", "contact"), "should be printable ASCII: SMTP replies hold nothing else"


def _category_faults(categories: tuple[str, ...], where: tuple[str | int, ...]) -> Iterator[yaml_files.Fault]:
    for category in categories:
        if category not in CATEGORIES:
            yield where, f"category {category!r} is not known. Known categories: {', '.join(CATEGORIES)}"
