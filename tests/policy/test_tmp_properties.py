"""What holds for every verdict: proofs only help, what is unknown never helps, order is nothing."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy import building

from dlpscan import Action, Policy, Scanner, ScanResult, Transfer, Verdict

# One scanner and one key serve all examples: nothing in them changes.
quick = settings(
    max_examples=1500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

CONTENTS: dict[str, dict[str, Any]] = {
    "plain": {"text": "下周二下午三点开会。"},
    "one": {"text": "客户{wang.name},身份证号{wang.id},手机{wang.phone}"},
    "two": {
        "text": "客户{wang.name},身份证号{wang.id},手机{wang.phone}\n\n"
        "客户{zhao.name},身份证号{zhao.id},手机{zhao.phone}"
    },
    "shared phone": {
        "csv": "姓名,身份证号,手机\n{wang.name},{wang.id},{wang.phone}\n{zhao.name},{zhao.id},{wang.phone}\n"
    },
    "own": {"text": "客户{wang.name},身份证号{wang.id},邮箱{wang.mail}"},
    "own and other": {
        "csv": "姓名,身份证号,邮箱\n{wang.name},{wang.id},{wang.mail}\n{zhao.name},{zhao.id},{zhao.mail}\n"
    },
    "card": {"text": "户名{wang.name},银行卡号{wang.card}"},
    "contact": {"text": "客户{wang.name},手机{wang.phone}"},
    "ten": {"text": "名单", "contacts": 10},
    "nine": {"text": "名单", "contacts": 9},
    "sample": {"text": "身份证号11010519491231002X"},
    "unreadable": {"bytes": "encrypted zip"},
    "picture": {"bytes": "gif"},
}
INTERNAL, HANDLER, PROCESSOR, AUTHORITY = (
    f"ops@{name}.example" for name in ("corp", "partner", "processor", "authority")
)
STRANGER, CUSTOMER = "x@stranger.example", "wang.w@qq.com"
ADDRESSES = (
    INTERNAL,
    HANDLER,
    PROCESSOR,
    AUTHORITY,
    STRANGER,
    CUSTOMER,
    "li@163.com",
    "a@corp.example@qq.com",
)
CATEGORIES = ("identity", "contact", "financial")
PARTNERS = ("handler", "processor", "authority")

contents = st.sampled_from(sorted(CONTENTS))
recipient_lists = st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=5, unique=True)
managed_values = st.sampled_from([True, False, None])
purposes = st.sampled_from(["claims-service", "marketing", ""])
partner_sets = st.lists(st.sampled_from(PARTNERS), unique=True)
directions = st.sampled_from(["outbound", "internal"])


class Wish(NamedTuple):
    """A consent before its subject's fingerprint is known: of the N-th finding, if there is one."""

    finding: int
    categories: tuple[str, ...]
    recipient: str
    purpose: str
    expires: str


wishes = st.builds(
    Wish,
    st.integers(0, 7),
    st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True).map(tuple),
    st.sampled_from(["partner.example", "示例合作方", HANDLER, STRANGER, CUSTOMER, "li@163.com"]),
    st.sampled_from(["claims-service", "marketing"]),
    st.sampled_from(["2026-11-23", "2026-11-24", "2027-12-31"]),
)


@cache
def _result(scanner: Scanner, content: str) -> ScanResult:
    return building.scan(scanner, CONTENTS[content])


def _consents(result: ScanResult, wanted: list[Wish]) -> list[dict[str, Any]]:
    return [
        building.consent(
            result.findings[wish.finding].fingerprint,
            categories=list(wish.categories),
            recipient=wish.recipient,
            purpose=wish.purpose,
            expires=wish.expires,
        )
        for wish in wanted
        if wish.finding < len(result.findings)
    ]


def _policy(result: ScanResult, wanted: list[Wish] = [], partners: list[str] = [*PARTNERS]) -> Policy:  # noqa: B006  (never changed)
    return building.policy(
        company={"approved_channels": []},
        partners=[
            building.partner(
                name, **({} if name == "authority" else {"agreement": {"categories": [*CATEGORIES]}})
            )
            for name in partners
        ],
        consents=_consents(result, wanted),
    )


def _transfer(addresses: list[str], managed: bool | None = True, **parts: Any) -> Transfer:  # noqa: FBT001, FBT002  (a value under test)
    channel = {"type": "email", **({} if managed is None else {"managed": managed})}
    recipients = [{"address": address} for address in addresses]
    return building.transfer(channel=channel, recipients=recipients, **parts)


def _actions(verdict: Verdict) -> dict[str, Action]:
    return {party.address: action for party, action in verdict.by_recipient.items()}


def _is_laxer_nowhere(stricter: Verdict, laxer: Verdict) -> bool:
    """Say whether *stricter* is at least as strict as *laxer*, as a whole and for every recipient."""
    others = _actions(laxer)
    each = all(action >= others[address] for address, action in _actions(stricter).items())
    return each and stricter.action >= laxer.action


def _shown(verdict: Verdict) -> list[Any]:
    """Return all of a verdict that must not depend on the order of what was given."""
    return [
        verdict.action,
        sorted((one.party.address, one.relation, one.action.value) for one in verdict.recipients),
        sorted(
            (
                one.rule,
                one.action.value,
                sorted(party.address for party in one.recipients),
                sorted(finding.id for finding in one.findings),
                sorted(str(missing) for missing in one.missing),
            )
            for one in verdict.violations
        ),
    ]


@quick
@given(contents, recipient_lists, st.lists(wishes, max_size=4), wishes, managed_values, purposes)
def test_a_further_consent_never_makes_a_verdict_stricter(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    held: list[Wish],
    added: Wish,
    managed: bool | None,  # noqa: FBT001
    purpose: str,
) -> None:
    """With one consent more, no recipient's verdict is stricter; so with one fewer, none is laxer."""
    result = _result(scanner, content)
    transfer = _transfer(addresses, managed, purpose=purpose)
    without = _policy(result, held).evaluate(result, transfer)
    with_it = _policy(result, [*held, added]).evaluate(result, transfer)

    assert _is_laxer_nowhere(without, with_it)


@quick
@given(contents, recipient_lists, st.lists(wishes, min_size=1, max_size=4), st.data())
def test_a_withdrawn_consent_is_worth_nothing(
    scanner: Scanner, content: str, addresses: list[str], held: list[Wish], data: st.DataObject
) -> None:
    """Withdrawing a consent gives the same verdict as never having had it."""
    result = _result(scanner, content)
    consents = _consents(result, held)
    index = data.draw(st.integers(0, max(0, len(consents) - 1)))
    rest = consents[:index] + consents[index + 1 :]
    withdrawn = [*rest, *({**one, "withdrawn": "2026-11-24"} for one in consents[index : index + 1])]
    transfer = _transfer(addresses)
    partners = [building.partner("handler")]
    never = building.policy(partners=partners, consents=rest).evaluate(result, transfer)
    not_anymore = building.policy(partners=partners, consents=withdrawn).evaluate(result, transfer)

    assert _actions(never) == _actions(not_anymore)


@quick
@given(contents, recipient_lists, partner_sets, st.lists(wishes, max_size=4))
def test_a_partner_less_never_makes_a_verdict_laxer(
    scanner: Scanner, content: str, addresses: list[str], partners: list[str], held: list[Wish]
) -> None:
    """Whoever is taken from the register of partners may get no more than before."""
    result = _result(scanner, content)
    transfer = _transfer(addresses)
    fewer = _policy(result, held, partners).evaluate(result, transfer)
    full = _policy(result, held).evaluate(result, transfer)

    if content != "picture":  # a picture to a stranger warns, to a partner it does not
        assert _is_laxer_nowhere(fewer, full)


@quick
@given(contents, recipient_lists, st.lists(wishes, max_size=4), st.randoms(use_true_random=False))
def test_order_changes_nothing(
    scanner: Scanner, content: str, addresses: list[str], held: list[Wish], rng: Any
) -> None:
    """Recipients, findings, people, and consents in another order give the same verdict."""
    result = _result(scanner, content)
    people = [
        msgspec.structs.replace(one, findings=tuple(rng.sample(one.findings, len(one.findings))))
        for one in result.people
    ]
    shuffled = msgspec.structs.replace(
        result,
        findings=tuple(rng.sample(result.findings, len(result.findings))),
        people=tuple(rng.sample(people, len(people))),
    )
    expected = _policy(result, held).evaluate(result, _transfer(addresses))
    turned = _transfer(rng.sample(addresses, len(addresses)))
    actual = _policy(result, rng.sample(held, len(held))).evaluate(shuffled, turned)

    assert _shown(expected) == _shown(actual)


@quick
@given(contents, recipient_lists, contents, recipient_lists, managed_values, st.lists(wishes, max_size=3))
def test_evaluate_is_pure(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    other: str,
    other_addresses: list[str],
    managed: bool | None,  # noqa: FBT001
    held: list[Wish],
) -> None:
    """The same question gets the same answer, whatever was asked in between, and nothing given is changed."""
    result, transfer = _result(scanner, content), _transfer(addresses, managed)
    policy = _policy(result, held)
    before = msgspec.json.encode([result, transfer])
    first = policy.evaluate(result, transfer)
    policy.evaluate(_result(scanner, other), _transfer(other_addresses, None))

    assert first == policy.evaluate(result, transfer)
    assert before == msgspec.json.encode([result, transfer])


@quick
@given(contents, recipient_lists, st.lists(wishes, max_size=3), directions)
def test_an_unknown_channel_is_never_laxer_than_a_managed_one(
    scanner: Scanner, content: str, addresses: list[str], held: list[Wish], direction: str
) -> None:
    """Unmanaged is as strict as unknown or stricter, and unknown as managed or stricter."""
    result = _result(scanner, content)
    policy = _policy(result, held)
    unmanaged, unknown, managed = (
        policy.evaluate(result, _transfer(addresses, value, direction=direction))
        for value in (False, None, True)
    )

    assert _is_laxer_nowhere(unknown, managed)
    assert _is_laxer_nowhere(unmanaged, unknown)


@quick
@given(
    contents,
    st.sampled_from([INTERNAL, HANDLER, PROCESSOR, AUTHORITY]),
    st.lists(wishes, max_size=4),
    managed_values,
)
def test_an_unknown_recipient_is_never_laxer_than_a_known_one(
    scanner: Scanner,
    content: str,
    known: str,
    held: list[Wish],
    managed: bool | None,  # noqa: FBT001
) -> None:
    """A stranger gets no more than a colleague, and no more than any partner with all papers."""
    result = _result(scanner, content)
    policy = _policy(result, held)
    actions = [policy.evaluate(result, _transfer([address], managed)).action for address in (STRANGER, known)]

    assert actions[0] >= actions[1]


@quick
@given(contents, recipient_lists, st.lists(wishes, max_size=4))
def test_an_unknown_purpose_is_never_laxer_than_a_known_one(
    scanner: Scanner, content: str, addresses: list[str], held: list[Wish]
) -> None:
    """Without a purpose no consent counts."""
    result = _result(scanner, content)
    policy = _policy(result, held)
    unknown, known = (
        policy.evaluate(result, _transfer(addresses, purpose=purpose)) for purpose in ("", "claims-service")
    )

    assert _is_laxer_nowhere(unknown, known)


@quick
@given(contents, recipient_lists, managed_values)
def test_an_unknown_sender_is_never_laxer_than_a_colleague(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    managed: bool | None,  # noqa: FBT001
) -> None:
    """A transfer that does not say who sends it gets no more than one of the company's own."""
    result = _result(scanner, content)
    policy = _policy(result)
    unknown = policy.evaluate(result, _transfer(addresses, managed, sender=None))
    known = policy.evaluate(result, _transfer(addresses, managed))

    assert _is_laxer_nowhere(unknown, known)


@quick
@given(contents, recipient_lists, managed_values, st.sampled_from(ADDRESSES))
def test_inbound_is_never_refused(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    managed: bool | None,  # noqa: FBT001
    sender: str,
) -> None:
    """Customers write from personal mailboxes: what comes in is at most noted."""
    result = _result(scanner, content)
    transfer = _transfer(addresses, managed, sender={"address": sender}, direction="inbound")
    verdict = _policy(result).evaluate(result, transfer)

    assert verdict.action <= Action.WARN
    assert all(action <= Action.WARN for action in verdict.by_recipient.values())


@quick
@given(contents, recipient_lists, st.sampled_from(ADDRESSES), managed_values, st.lists(wishes, max_size=3))
def test_the_whole_is_the_strictest_of_its_recipients(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    added: str,
    managed: bool | None,  # noqa: FBT001
    held: list[Wish],
) -> None:
    """`action` is the maximum over the recipients; a further recipient never makes it laxer."""
    result = _result(scanner, content)
    policy = _policy(result, held)
    verdict = policy.evaluate(result, _transfer(addresses, managed))
    more = policy.evaluate(result, _transfer([*dict.fromkeys([*addresses, added])], managed))

    assert verdict.action == max(verdict.by_recipient.values(), key=lambda one: one.rank)
    assert more.action >= verdict.action


@quick
@given(contents, recipient_lists, managed_values, st.integers(1, 30), st.integers(1, 30))
def test_a_higher_threshold_never_makes_a_verdict_stricter(
    scanner: Scanner,
    content: str,
    addresses: list[str],
    managed: bool | None,  # noqa: FBT001
    one: int,
    other: int,
) -> None:
    """Raising the number of contacts that a rule lets pass only lets more pass."""
    result = _result(scanner, content)
    low, high = (
        building.policy(
            triggers={rule: {"contacts": count} for rule in ("no-external-share", "no-personal-channel")}
        ).evaluate(result, _transfer(addresses, managed))
        for count in sorted((one, other))
    )

    assert _is_laxer_nowhere(low, high)


@pytest.mark.parametrize("content", sorted(CONTENTS))
def test_no_verdict_shows_a_value(scanner: Scanner, content: str) -> None:
    """Neither `repr()` nor the texts of a verdict hold what a customer wrote."""
    result = _result(scanner, content)
    verdict = _policy(result).evaluate(result, _transfer(list(ADDRESSES)))
    shown = repr(verdict) + " ".join(
        missing.text.zh + missing.text.en for one in verdict.violations for missing in one.missing
    )
    values = [
        getattr(person, field) for person in building.PEOPLE.values() for field in ("id", "phone", "card")
    ]

    assert [value for value in values if value and value in shown] == []
