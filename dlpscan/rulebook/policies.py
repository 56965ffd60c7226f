"""`rules/policies/*.yaml`: the rules of the regulation, typed. Each carries its clause, law and samples."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from dlpscan.errors import RuleError
from dlpscan.model import MIN_SCORE, Action, Direction, Relation, Text
from dlpscan.rulebook import recogniser_rules, yaml_files
from dlpscan.rulebook.folders import rules_folder
from dlpscan.rulebook.settings import Settings
from dlpscan.rulebook.transfers import TransferFile

Proof = Literal["consent", "agreement", "legal_basis", "qualification"]
RuleId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9\-]*$")]


class Clause(Struct, frozen=True, forbid_unknown_fields=True):
    """The clause of the regulation that the rule enforces, quoted."""

    id: str
    text: str


class RuleTrigger(Struct, frozen=True, forbid_unknown_fields=True):
    """From how much customer information on the rule speaks."""

    min_score: Annotated[float, Meta(ge=0, le=1)] = MIN_SCORE
    contacts: Annotated[int, Meta(ge=1)] = 10


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """The rule is broken where any of these holds."""

    recipient: tuple[Relation, ...] = ()
    sender: tuple[Relation, ...] = ()
    channel_managed: tuple[bool, ...] = ()


class Unreadable(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with content that could not be read, where the rule asks about recipient or way at all."""

    action: Action = Action.HOLD
    no_text: Action = Action.ALLOW
    no_text_to: tuple[Relation, ...] = ()


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """What a sample must give. *missing* are the proofs of this rule's violations, sorted."""

    action: Action
    violated: bool
    missing: tuple[str, ...] | None = None


class Sample(Struct, frozen=True, forbid_unknown_fields=True):
    """One transfer that shows what the rule means; `dlpscan rules test` refuses a rule whose sample fails."""

    name: str
    text: str
    transfer: TransferFile
    expect: Expected
    settings: Settings = Settings()


class PolicyRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule.

    It is broken for a recipient where *when* holds, or where the recipient's relation stands in *requires*
    and one of the proofs named there is missing. *when_unknown* is the action where a fact of *when* is
    not known.
    """

    id: RuleId
    title: Text
    clause: Clause
    law: tuple[str, ...]
    severity: Literal["low", "medium", "high", "critical"]
    action: Action
    remedy: Text
    samples: Annotated[tuple[Sample, ...], Meta(min_length=2)]
    when: When = When()
    requires: dict[Relation, tuple[Proof, ...]] = {}
    when_unknown: Action = Action.HOLD
    unreadable: Unreadable | None = None
    trigger: RuleTrigger = RuleTrigger()
    directions: tuple[Direction, ...] = ("outbound", "internal", "local")


def load(*folders: Path) -> tuple[PolicyRule, ...]:
    """Return the bundled rules and those of *folders*, by id.

    In a folder they stand in `policies/` or directly in it, beside recognisers.
    """
    paths = [*(rules_folder() / "policies").glob("*.yaml")]
    for folder in folders:
        paths.extend((folder / "policies").glob("*.yaml"))
        paths.extend(path for path in folder.glob("*.yaml") if not recogniser_rules.is_recogniser(path))
    rules: dict[str, PolicyRule] = {}
    for path in sorted(paths):
        rule = _load_file(path)
        if rule.id in rules:
            raise RuleError(f"rule {rule.id!r} is defined twice", str(path))
        rules[rule.id] = rule
    return tuple(rules[name] for name in sorted(rules))


@cache
def _load_file(path: Path) -> PolicyRule:
    return yaml_files.load(path, PolicyRule)
