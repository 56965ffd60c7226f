"""Evaluates the rules for a scan result and a transfer. Pure: same input, same verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dlpscan import keys
from dlpscan.declare import ConsentStore, RegisterStore
from dlpscan.errors import ConfigurationError
from dlpscan.model import (
    Action,
    Finding,
    Missing,
    Party,
    RecipientVerdict,
    Relation,
    ScanResult,
    Text,
    Transfer,
    Unscannable,
    Verdict,
    Violation,
)
from dlpscan.policy import addresses, registers
from dlpscan.policy.addresses import Address
from dlpscan.policy.parties import Standing, classify, with_approval
from dlpscan.policy.records import Records, is_for
from dlpscan.policy.registers import ListedConsents, Request
from dlpscan.policy.subjects import Parties, Subject, Subjects
from dlpscan.registers import require_sqlalchemy
from dlpscan.rulebook import policies, profiles, settings
from dlpscan.rulebook.policies import PolicyRule, RuleTrigger
from dlpscan.rulebook.settings import Settings

_UNKNOWN_CHANNEL = Missing(
    "channel",
    Text("传输渠道是否为公司指定:未知", "whether the company designates the channel is not known"),
)
_UNMANAGED_CHANNEL = Missing(
    "channel", Text("传输渠道不是公司指定的渠道", "the channel is not one that the company designates")
)
_PERSONAL_MAILBOX = Missing("channel", Text("收件方使用个人邮箱", "the recipient's mailbox is personal"))
_PERSONAL_SENDER = Missing("channel", Text("发件方使用个人邮箱", "the sender's mailbox is personal"))


class Breach(NamedTuple):
    """A rule that is broken for one recipient."""

    rule: PolicyRule
    action: Action
    missing: tuple[Missing, ...]
    findings: tuple[Finding, ...]
    approval: str = ""
    """What lifted it, if anything did."""


class Policy:
    """The bundled rules with a company's settings. Build once, evaluate often.

    *store* answers for consents; without one the list in the settings does. *register* answers for all
    that is on record beside it; without one the database of the settings does, if they name any. *rules*
    are folders with further rules; *only*, if given, are the rules to evaluate. *place* stands for the
    settings in errors.
    Raises `ConfigurationError` where consents or staff are listed by fingerprint and the installation has
    no key that outlives the process: such fingerprints could never match, and customers who consented
    would seem not to have.
    """

    def __init__(
        self,
        company: Settings | None = None,
        *,
        store: ConsentStore | None = None,
        register: RegisterStore | None = None,
        rules: Iterable[Path] = (),
        only: tuple[PolicyRule, ...] | None = None,
        place: str = "settings",
    ) -> None:
        self.settings = company or Settings()
        self.profile = profiles.load(self.settings.profile)
        self.rules = policies.load(*rules) if only is None else only
        self._keys = keys.current()
        self._store = store or ListedConsents(self.settings.consents)
        self._register = register or self._opened_register()
        listed = bool(self.settings.consents or self.settings.company.staff)
        if listed and not self._keys.is_persistent:
            raise ConfigurationError(
                "consents and staff are listed by fingerprint, which needs an installation key. "
                "Make one with: dlpscan key init",
                place,
            )
        known = {rule.id for rule in self.rules}
        for name in [*self.settings.triggers, *(one.rule for one in self.settings.overrides)]:
            if name not in known:
                raise ConfigurationError(
                    f"rule {name!r} is not known. Known rules: {', '.join(sorted(known))}", place
                )

    def _opened_register(self) -> RegisterStore | None:
        configured = self.settings.registers
        if not configured.url:
            return None
        require_sqlalchemy()
        # SQLAlchemy takes 150 ms and is not installed everywhere: only for who has a register.
        from dlpscan.registers.answers import DatabaseRegister  # noqa: PLC0415
        from dlpscan.registers.database import Database  # noqa: PLC0415

        database = Database(configured.url, self._keys, timeout_s=configured.timeout_s)
        database.refuse_other_key()
        return DatabaseRegister(database, keeps_qualifications=configured.qualifications)

    def __repr__(self) -> str:
        return f"Policy(rules={[rule.id for rule in self.rules]}, profile={self.profile.name!r})"

    @classmethod
    def load(cls, path: str | Path, *, rules: Iterable[Path] = ()) -> Policy:
        """Return the policy of a `dlpscan.yaml`. Raises `ConfigurationError` with file and line."""
        return cls(settings.load(Path(path)), rules=rules, place=str(path))

    def evaluate(self, result: ScanResult, transfer: Transfer) -> Verdict:
        """Judge one transfer of what *result* found.

        Inbound mail is allowed whatever it holds: customers write from personal mailboxes.
        """
        if result.key_id != self._keys.key_id:
            raise ConfigurationError(
                f"the scan was made under key {result.key_id or 'of another process'!r} and the policy "
                f"under {self._keys.key_id or 'the key of this process'!r}: their fingerprints never match"
            )
        return _Evaluation(self, self._keys, result, transfer).verdict(self._store, self._register)


class _Evaluation:
    """One evaluation, with what all its rules need."""

    _records: Records

    def __init__(self, policy: Policy, key: keys.Keys, result: ScanResult, transfer: Transfer) -> None:
        self._policy = policy
        self._settings = policy.settings
        self._keys = key
        self._result = result
        self._transfer = transfer
        self._channel = with_approval(transfer.channel, self._settings, transfer.recipients)
        self._day = _day(transfer.time, self._settings)
        self._recipients = transfer.recipients
        if not self._recipients and transfer.direction == "outbound":
            # It goes somewhere: a destination that nobody named is unknown, not absent.
            self._recipients = (Party(role="destination", account="unknown destination"),)
        self._senders = (*((transfer.sender,) if transfer.sender else ()), *transfer.also_from)
        self._sender_address = (
            addresses.read(transfer.sender.address) if transfer.sender and transfer.sender.address else None
        )
        parties = Parties(
            tuple(addresses.read(party.address) for party in self._senders if party.address),
            tuple(addresses.read(party.address) for party in self._recipients if party.address),
        )
        self._subjects = Subjects(result, parties, self._settings, policy.profile, key)

    def verdict(self, store: ConsentStore, register: RegisterStore | None) -> Verdict:
        self._records = self._opened_records(store, register)
        rules = [rule for rule in self._policy.rules if self._transfer.direction in rule.directions]
        broken: list[tuple[Party, Breach]] = []
        recipients = []
        for party in self._recipients:
            standing = self._standing(party)
            breaches = [breach for rule in rules if (breach := self._breach(rule, standing))]
            broken.extend((party, breach) for breach in breaches)
            action = max((breach.action for breach in breaches), default=Action.ALLOW)
            relation: Relation = "data_subject" if self._is_data_subject(standing) else standing.relation
            reasons = (*standing.reasons, *(breach.approval for breach in breaches if breach.approval))
            recipients.append(RecipientVerdict(party, relation, standing.overseas, action, reasons))
        if not self._recipients:
            nobody = Standing("internal", None, (), None, None)
            breaches = [breach for rule in rules if (breach := self._breach(rule, nobody))]
            broken.extend((Party(role="destination"), breach) for breach in breaches)
        violations = _violations(broken, anonymous=not self._recipients)
        return Verdict(
            action=max((violation.action for violation in violations), default=Action.ALLOW),
            recipients=tuple(recipients),
            violations=violations,
            not_evaluated=("qualification",) if recipients and not self._records.keeps_qualifications else (),
        )

    def _opened_records(self, store: ConsentStore, register: RegisterStore | None) -> Records:
        known = [addresses.read(one.address) for one in self._recipients if one.address]
        hosts = {one.domain for one in known} | {one.account or one.address for one in self._recipients}
        parties = [
            partner.name
            for partner in (self._settings.partners if register else ())
            if any(addresses.matches(host, listed) for host in hosts for listed in partner.domains)
        ]
        return Records(store, register, self._subjects.fingerprints, self._day, known, parties)

    def _standing(self, party: Party) -> Standing:
        return classify(party, self._settings, self._channel, self._transfer.direction, self._records.partner)

    def _is_data_subject(self, standing: Standing) -> bool:
        """Say whether all that the recipient gets is their own (PIPL 45)."""
        trigger = RuleTrigger()
        everyone = self._subjects.all(trigger)
        return bool(everyone) and not self._subjects.others(standing.address, self._sender_address, trigger)

    def _trigger(self, rule: PolicyRule) -> RuleTrigger:
        own = self._settings.triggers.get(rule.id)
        if own is None:
            return rule.trigger
        return RuleTrigger(
            rule.trigger.min_score if own.min_score is None else own.min_score,
            rule.trigger.contacts if own.contacts is None else own.contacts,
        )

    def _breach(self, rule: PolicyRule, standing: Standing) -> Breach | None:
        """Return how the rule is broken for a recipient, None if it is not.

        People may have their own data, so the recipient's is left out where the question is who receives;
        the channel and the sender's mailbox are the company's business even then.
        """
        trigger = self._trigger(rule)
        everyone = self._subjects.all(trigger)
        others = self._subjects.others(standing.address, self._sender_address, trigger)
        way_action, way = self._way(rule)
        who_action, who = self._who(rule, standing)
        action = Action.ALLOW
        missing: tuple[Missing, ...] = ()
        if everyone and way:
            action, missing = max(action, way_action), (*missing, *way)
        if others:
            proofs = self._proofs(rule, standing, others)
            if who or proofs:
                action = max(action, who_action, self._without(proofs, rule))
                missing = (*missing, *who, *proofs)
        asked = bool(way or who or standing.relation in rule.requires)
        unread_action, unread = self._unread(rule, standing) if asked else (Action.ALLOW, ())
        action = max(action, unread_action)
        if action == Action.ALLOW:
            return None
        subjects = everyone if way else others
        findings = tuple(finding for subject in subjects for finding in subject.findings)
        breach = Breach(rule, action, (*missing, *unread), findings if missing else ())
        return self._excepted(breach, standing)

    def _without(self, proofs: tuple[Missing, ...], rule: PolicyRule) -> Action:
        """Return what a rule does where proofs are missing, or cannot be looked up: never more than that."""
        if any(one.proof != registers.OUT_OF_REACH for one in proofs):
            return rule.action
        return min(rule.action, Action(self._settings.registers.on_error)) if proofs else Action.ALLOW

    def _who(self, rule: PolicyRule, standing: Standing) -> tuple[Action, tuple[Missing, ...]]:
        """Return what the rule's `when` says of the recipient."""
        if standing.relation in rule.when.recipient:
            return rule.action, (_PERSONAL_MAILBOX,)
        return Action.ALLOW, ()

    def _way(self, rule: PolicyRule) -> tuple[Action, tuple[Missing, ...]]:
        """Return what the rule's `when` says of the sender and of the channel."""
        action = Action.ALLOW
        missing: list[Missing] = []
        if rule.when.sender and not self._sender_relations().isdisjoint(rule.when.sender):
            action = rule.action
            missing.append(_PERSONAL_SENDER)
        if rule.when.channel_managed:
            managed = self._channel.managed
            if managed is None:
                action = max(action, rule.when_unknown)
                missing.append(_UNKNOWN_CHANNEL)
            elif managed in rule.when.channel_managed:
                action = rule.action
                missing.append(_UNMANAGED_CHANNEL)
        return action, tuple(missing)

    def _sender_relations(self) -> frozenset[Relation]:
        """Return what the addresses of the sender are: one personal one is enough."""
        direction = self._transfer.direction
        return frozenset(
            classify(party, self._settings, self._channel, direction).relation
            for party in self._senders
            if party.address
        )

    def _listed_as(self, address: Address | None) -> str:
        if address is None or address.tricks:
            return ""
        return self._records.address(self._keys.fingerprint("EMAIL_ADDRESS", address.mailbox))

    def _proofs(
        self, rule: PolicyRule, standing: Standing, subjects: tuple[Subject, ...]
    ) -> tuple[Missing, ...]:
        """Return the proofs that the rule asks for this recipient's relation and that are missing."""
        if standing.relation not in rule.requires:
            return ()
        request = Request(
            subjects,
            standing.address,
            standing.partner,
            self._transfer.purpose,
            self._day,
            self._listed_as(standing.address),
        )
        missing = []
        for proof in rule.requires.get(standing.relation, ()):
            match proof:
                case "consent":
                    missing.append(registers.consent(request, self._records))
                case "agreement":
                    missing.append(registers.agreement(request, self._records))
                case "legal_basis":
                    missing.append(registers.legal_basis(request))
                case "qualification":
                    missing.append(registers.qualification(request, self._records))
        return tuple(dict.fromkeys(one for one in missing if one))

    def _unread(self, rule: PolicyRule, standing: Standing) -> tuple[Action, tuple[Missing, ...]]:
        """Return what to do with content that could not be read: what is not read is never clean."""
        if rule.unreadable is None:
            return Action.ALLOW, ()
        unread = [item for item in self._result.unscannable if not item.is_complete]
        without_text = [item for item in self._result.unscannable if item.is_complete]
        action = Action.ALLOW
        missing = []
        if unread:
            action = rule.unreadable.action
            missing.append(_unread_content(unread))
        if without_text and standing.relation in rule.unreadable.no_text_to:
            action = max(action, rule.unreadable.no_text)
            missing.append(_unread_content(without_text))
        return action, tuple(missing)

    def _excepted(self, breach: Breach, standing: Standing) -> Breach:
        """Return the breach with the action of the company's exception for this recipient, if one holds."""
        if standing.address is None or standing.address.tricks:
            return breach
        profile = self._policy.profile
        if any(
            profile.entity(one.entity_type).sensitivity == registers.NEVER_LIFTED for one in breach.findings
        ):
            return breach
        for one in self._settings.overrides:
            scope = (one.scope,) if isinstance(one.scope, str) else one.scope
            if (
                one.rule == breach.rule.id
                and self._day <= one.expires
                and any(addresses.matches(standing.address.domain, listed) for listed in scope)
            ):
                return breach._replace(action=min(breach.action, one.action))
        return self._approved(breach, standing.address) if breach.action == Action.HOLD else breach

    def _approved(self, breach: Breach, address: Address) -> Breach:
        """Return a held breach as allowed where somebody who may has approved it."""
        for one in self._records.approvals(breach.rule.id):
            is_running = one.granted <= self._day <= one.expires
            is_withdrawn = one.withdrawn is not None and one.withdrawn <= self._day
            if is_running and not is_withdrawn and is_for(one.recipient, address):
                approval = f"approval {one.id} until {one.expires} ({one.rule})"
                return breach._replace(action=Action.ALLOW, approval=approval)
        return breach


def _day(time: datetime | None, company: Settings) -> date:
    zone = ZoneInfo(company.company.timezone)
    return (time or datetime.now(zone)).astimezone(zone).date()


def _unread_content(items: list[Unscannable]) -> Missing:
    reasons = sorted({item.reason for item in items})
    return Missing(
        "readable_content",
        Text(
            f"{len(items)} 处内容无法读取({'、'.join(reasons)}),不能判定为不含客户信息",
            f"{len(items)} part(s) could not be read ({', '.join(reasons)}): not known to be clean",
        ),
    )


def _violations(broken: list[tuple[Party, Breach]], *, anonymous: bool) -> tuple[Violation, ...]:
    """Return one violation for all recipients for whom a rule is broken in the same way."""
    groups: dict[tuple[str, Action, tuple[Missing, ...], tuple[str, ...]], tuple[Breach, list[Party]]] = {}
    for party, breach in broken:
        ids = tuple(sorted(finding.id for finding in breach.findings))
        key = (breach.rule.id, breach.action, breach.missing, ids)
        groups.setdefault(key, (breach, []))[1].append(party)
    violations = [
        Violation(
            rule=breach.rule.id,
            clause=breach.rule.clause.id,
            clause_text=breach.rule.clause.text,
            law=breach.rule.law,
            action=breach.action,
            severity=breach.rule.severity,
            recipients=()
            if anonymous
            else tuple(sorted(parties, key=lambda party: (party.address, party.role))),
            findings=tuple(sorted(breach.findings, key=_place)),
            missing=breach.missing,
            remedy=breach.rule.remedy,
        )
        for breach, parties in groups.values()
    ]
    return tuple(
        sorted(
            violations,
            key=lambda one: (-one.action.rank, one.rule, [party.address for party in one.recipients]),
        )
    )


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return str(finding.location), finding.start, finding.end, finding.id
