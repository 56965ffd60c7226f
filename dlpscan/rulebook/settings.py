"""`dlpscan.yaml`: what a company says of itself on top of the bundled rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta, Struct

from dlpscan.declare import Consent
from dlpscan.errors import ConfigurationError
from dlpscan.model import Action, ChannelType
from dlpscan.rulebook import yaml_files
from dlpscan.rulebook.profiles import CATEGORIES, DEFAULT_PROFILE

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


def load(path: Path) -> Settings:
    """Return the settings of a file. Raises `ConfigurationError` with file, line and known words."""
    settings = yaml_files.load(path, Settings)
    check(settings, str(path))
    return settings


def check(settings: Settings, place: str) -> None:
    """Refuse what no type can refuse: unknown time zones and categories, dates that run backwards."""
    try:
        ZoneInfo(settings.company.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError(
            f"company.timezone: {settings.company.timezone!r} is no time zone; an example: Asia/Shanghai", place
        ) from None
    for index, partner in enumerate(settings.partners):
        if partner.agreement:
            _check_agreement(partner.agreement, f"partners.{index}.agreement", place)
    for index, consent in enumerate(settings.consents):
        where = f"consents.{index}"
        _check_categories(consent.categories, where, place)
        if consent.expires and consent.expires < consent.granted:
            raise ConfigurationError(f"{where}: expires before it was granted", place)


def _check_agreement(agreement: Agreement, where: str, place: str) -> None:
    _check_categories(agreement.categories, where, place)
    if agreement.expires and agreement.expires < agreement.signed:
        raise ConfigurationError(f"{where}: expires before it was signed", place)


def _check_categories(categories: tuple[str, ...], where: str, place: str) -> None:
    for category in categories:
        if category not in CATEGORIES:
            raise ConfigurationError(
                f"{where}: category {category!r} is not known. Known categories: {', '.join(CATEGORIES)}", place
            )
