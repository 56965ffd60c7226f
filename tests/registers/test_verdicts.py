"""The policy with a register in a database: what is on record decides, and what is not is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import keeping_people as people
from registers.keeping_people import CARD, COMPANY, PARTNER, WANG, ZHAO, add, judge, missing, policy, written

from dlpscan import Action, Document, Scanner, keys
from dlpscan.errors import ConfigurationError, RegisterKeyError
from dlpscan.registers import schema
from dlpscan.registers.database import Database
from dlpscan.registers.keeping import Keeper
from dlpscan.workers import Job, Pool, Setup

HANDLER = "ops@partner.example"
ONE = "客户王伟,身份证号420106198508152717,手机13971620485"
TWO = f"{ONE}\n\n客户赵敏,身份证号330102199003045622,手机13858107236"


def test_a_consent_and_an_agreement_on_record_allow(scanner: Scanner, url: str, database: Database) -> None:
    """All that the rule asks for may come from the register; without either it is missing."""
    partner = COMPANY + "partners: [{name: 示例合作方, domains: [partner.example], role: handler}]\n"
    verdicts = [judge(scanner, policy(url, partner), ONE)] if "sqlite" not in url else []
    add(database, written("consent", WANG))
    without = judge(scanner, policy(url, partner), ONE)
    add(database, written("agreement"), register="agreement")
    with_both = judge(scanner, policy(url, partner), ONE)

    assert all(one.action == Action.HOLD for one in verdicts)
    assert (without.action, missing(without)) == (
        Action.BLOCK,
        ["agreement: confidentiality agreement: none on record"],
    )
    assert with_both.action == Action.ALLOW


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires": "2026-11-23"}, "expired"),
        ({"withdrawn": "2026-11-24"}, "withdrawn"),
        ({"granted": "2026-11-25"}, "not yet valid"),
        ({"purpose": "marketing"}, "for another purpose"),
        ({"recipient": "other.example"}, "for another recipient"),
        ({"categories": "contact"}, "for other categories"),
    ],
)
def test_a_consent_that_does_not_hold_is_none(
    scanner: Scanner, url: str, database: Database, changes: dict[str, str], reason: str
) -> None:
    """Expired, withdrawn, not yet valid, or for something else: missing, and the verdict says why."""
    add(database, written("consent", WANG, **changes))
    verdict = judge(scanner, policy(url), ONE)

    assert verdict.action == Action.BLOCK
    assert missing(verdict) == [f"consent: separate consent missing for 1 of 1 people (1 {reason})"]


@pytest.mark.parametrize(
    "changes",
    [
        {"expires": "2026-11-24"},
        {"withdrawn": "2026-11-25"},
        {"granted": "2026-11-24"},
        {"recipient": "示例合作方"},
    ],
)
def test_dates_are_inclusive(scanner: Scanner, url: str, database: Database, changes: dict[str, str]) -> None:
    """The first and the last day count; a withdrawal counts from its day on. A partner has a name, too."""
    add(database, written("consent", WANG, **changes))

    assert judge(scanner, policy(url), ONE).action == Action.ALLOW


@pytest.mark.parametrize(
    "text",
    [
        "客户王伟,身份证号420106198508152717",
        "客户王伟,手机13971620485",
        "客户王伟,邮箱wang.w@qq.com",
        "客户王某,身份证号４２０１０６１９８５０８１５２７１７",
    ],
)
def test_any_identifier_of_a_subject_tells_them(
    scanner: Scanner, url: str, database: Database, text: str
) -> None:
    """A consent registered with three identifiers covers a mail that holds any of them."""
    add(database, written("consent", WANG))

    assert judge(scanner, policy(url), text).action == Action.ALLOW


def test_a_name_tells_nobody(scanner: Scanner, url: str, database: Database) -> None:
    """A customer of the same name, with another number, has not consented."""
    add(database, written("consent", WANG))
    verdict = judge(scanner, policy(url), "客户王伟,手机13589264073")

    assert missing(verdict) == ["consent: separate consent missing for 1 of 1 people (1 none on record)"]


def test_a_phone_of_two_subjects_tells_neither(scanner: Scanner, url: str, database: Database) -> None:
    """Both consented, and with the phone alone it is unknown who it is; an identity number tells."""
    shared = WANG["PHONE_NUMBER"]
    add(database, written("consent", WANG), written("consent", {**ZHAO, "PHONE_NUMBER": shared}))
    by_phone = judge(scanner, policy(url), f"客户王伟,手机{shared}")
    by_number = judge(scanner, policy(url), f"客户王伟,身份证号{WANG['CN_RESIDENT_ID']},手机{shared}")

    shown = "consent: separate consent missing for 1 of 1 people "
    assert missing(by_phone) == [f"{shown}(1 known only by a contact that others have, too)"]
    assert by_number.action == Action.ALLOW


def test_a_phone_beside_another_identity_number_tells_nobody(
    scanner: Scanner, url: str, database: Database
) -> None:
    """Wang's consent does not cover a row with Wang's phone and somebody else's identity number."""
    add(database, written("consent", WANG))
    text = f"客户王伟,身份证号{ZHAO['CN_RESIDENT_ID']},手机{WANG['PHONE_NUMBER']}"

    assert judge(scanner, policy(url), text).action == Action.BLOCK


def test_numbers_of_two_subjects_in_one_row_tell_nobody(
    scanner: Scanner, url: str, database: Database
) -> None:
    """A row with Wang's number and Zhao's card is of neither, although both consented."""
    every = "identity,contact,financial"
    add(
        database,
        written("consent", WANG, categories=every),
        written("consent", {**ZHAO, "BANK_CARD": CARD}, categories=every),
    )
    covering = COMPANY + PARTNER.replace("[identity, contact]", "[identity, contact, financial]")
    text = f"客户王伟,身份证号{WANG['CN_RESIDENT_ID']},银行卡号{CARD}"
    verdict = judge(scanner, policy(url, covering), text)

    assert verdict.action == Action.BLOCK


def test_contacts_of_two_subjects_in_one_row_tell_nobody(
    scanner: Scanner, url: str, database: Database
) -> None:
    """A row with Wang's phone and Zhao's mailbox is of neither; with Wang's number as well it is Wang's."""
    add(database, written("consent", WANG), written("consent", ZHAO, purpose="newsletter"))
    mixed = f"手机{WANG['PHONE_NUMBER']},邮箱{ZHAO['EMAIL_ADDRESS']}"
    verdict = judge(scanner, policy(url), f"客户王伟,{mixed}")

    assert verdict.action == Action.BLOCK
    assert "known only by a contact that others have, too" in missing(verdict)[0]
    assert (
        judge(scanner, policy(url), f"客户王伟,身份证号{WANG['CN_RESIDENT_ID']},{mixed}").action
        == Action.ALLOW
    )


def test_numbers_and_a_card_of_two_subjects_contradict_each_other(
    scanner: Scanner, url: str, database: Database
) -> None:
    """A card that the register gives to Zhao, beside a number that it does not know: not Zhao's."""
    every = {"categories": "identity,contact,financial"}
    add(database, written("consent", {**ZHAO, "BANK_CARD": CARD}, **every))
    covering = COMPANY + PARTNER.replace("[identity, contact]", "[identity, contact, financial]")
    text = f"客户王伟,身份证号{WANG['CN_RESIDENT_ID']},银行卡号{CARD}"

    assert judge(scanner, policy(url, covering), text).action == Action.BLOCK
    assert judge(scanner, policy(url, covering), f"户名赵敏,银行卡号{CARD}").action == Action.ALLOW


def test_a_consent_for_one_mailbox(scanner: Scanner, url: str, database: Database) -> None:
    """It covers that mailbox, in any case of letters, and no other there; the register does not show it."""
    add(database, written("consent", WANG, recipient="Li@Lawyer.Example"))
    domain = PARTNER.replace("partner.example", "lawyer.example")
    company = policy(url, COMPANY + domain)

    assert judge(scanner, company, ONE, "li@lawyer.example").action == Action.ALLOW
    assert judge(scanner, company, ONE, "wu@lawyer.example").action == Action.BLOCK
    with database.reading() as connection:
        assert connection.scalars(sa.select(schema.consent.c.recipient)).all() == ["l*@lawyer.example"]


@pytest.mark.parametrize(
    ("kind", "relation", "action"),
    [("nda", "handler", Action.BLOCK), ("entrustment", "processor", Action.ALLOW)],
)
def test_a_party_that_only_the_register_knows(
    scanner: Scanner, url: str, database: Database, kind: str, relation: str, action: Action
) -> None:
    """An agreement makes its domains a party's: after PIPL 21 a processor's, else a handler's."""
    add(database, written("agreement", kind=kind), register="agreement")
    verdict = judge(scanner, policy(url, COMPANY), ONE)

    assert (verdict.recipients[0].relation, verdict.action) == (relation, action)
    assert (
        judge(scanner, policy(url, COMPANY), ONE, "x@evil-partner.example").recipients[0].relation
        == "unknown"
    )


def test_a_push_to_a_partners_host(scanner: Scanner, url: str, database: Database) -> None:
    """A repository's host is no mailbox: its partner's agreement is found by the partner's name."""
    add(database, written("agreement", domains="other.example"), register="agreement")
    add(database, written("consent", WANG, recipient="示例合作方"))
    partner = COMPANY + "partners: [{name: 示例合作方, domains: [git.partner.example], role: handler}]\n"
    entry = {"channel": {"type": "vcs", "managed": True}, "recipients": [{"account": "git.partner.example"}]}
    verdict = judge(scanner, policy(url, partner), ONE, **entry)

    assert (verdict.recipients[0].relation, verdict.action) == ("handler", Action.ALLOW)


def test_what_a_party_is_depends_on_the_day(scanner: Scanner, url: str, database: Database) -> None:
    """A contract after PIPL 21 that has ended leaves a handler, whose confidentiality agreement holds."""
    add(database, written("agreement", kind="entrustment", expires="2026-06-30"), register="agreement")
    add(database, written("agreement", kind="nda"), register="agreement")
    add(database, written("consent", ZHAO))
    company = policy(url, COMPANY)
    june, now = (
        judge(scanner, company, ONE, time=time)
        for time in ("2026-06-30T10:00:00+08:00", "2026-11-24T10:00:00+08:00")
    )

    assert (june.recipients[0].relation, june.action) == ("processor", Action.ALLOW)
    assert (now.recipients[0].relation, now.action) == ("handler", Action.BLOCK)
    assert judge(scanner, company, "客户赵敏,手机13858107236").action == Action.ALLOW


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"expires": "2026-10-31"}, "expired on 2026-10-31"),
        ({"signed": "2026-12-01"}, "signed only on 2026-12-01"),
        ({"withdrawn": "2026-06-01"}, "terminated on 2026-06-01"),
        ({"categories": "contact"}, "does not cover identity"),
    ],
)
def test_an_agreement_that_does_not_hold_is_none(
    scanner: Scanner, url: str, database: Database, changes: dict[str, str], gap: str
) -> None:
    """The verdict says what is wrong with it."""
    add(database, written("consent", WANG))
    add(database, written("agreement", **changes), register="agreement")
    verdict = judge(scanner, policy(url, COMPANY), ONE)

    assert missing(verdict) == [f"agreement: confidentiality agreement: {gap}"]


def test_qualified_recipients(scanner: Scanner, url: str, database: Database) -> None:
    """Kept, the register decides who inside may receive; not kept, the verdict says so."""
    entry = {"evidence": "TRAIN-3", "granted": "2026-01-01", "expires": "2026-12-31"}
    add(database, written("qualification", recipient="Li@corp.example", **entry), register="qualification")
    keeping = policy(url, COMPANY, qualifications="true")
    trained, other = (judge(scanner, keeping, ONE, f"{name}@corp.example") for name in ("li", "wu"))
    late = judge(scanner, keeping, ONE, "li@corp.example", time="2027-01-05T10:00:00+08:00")
    unkept = judge(scanner, policy(url, COMPANY), ONE, "wu@corp.example")

    assert (trained.action, trained.not_evaluated) == (Action.ALLOW, ())
    assert (other.action, missing(other)) == (
        Action.HOLD,
        ["qualification: qualification of the recipient: none on record"],
    )
    assert missing(late) == ["qualification: qualification of the recipient: expired on 2026-12-31"]
    assert (unkept.action, unkept.not_evaluated) == (Action.ALLOW, ("qualification",))


def test_an_approval_lifts_a_hold_and_no_block(scanner: Scanner, url: str, database: Database) -> None:
    """It holds for its rule, its recipient and its days, and the verdict names it."""
    entry = {"approver": "Chen", "justification": "audit", "granted": "2026-11-01", "expires": "2026-11-30"}
    for rule in ("qualified-recipient", "no-external-share"):
        for recipient in ("wu@corp.example", "partner.example"):
            add(database, written("approval", rule=rule, recipient=recipient, **entry), register="approval")
    company = policy(url, qualifications="true")
    held = judge(scanner, company, ONE, "wu@corp.example")

    assert held.action == Action.ALLOW
    assert "approval P-1 until 2026-11-30 (qualified-recipient)" in held.recipients[0].reasons
    assert judge(scanner, company, ONE, "li@corp.example").action == Action.HOLD
    assert judge(scanner, company, ONE).action == Action.BLOCK
    later = {"time": "2026-12-01T00:00:00+08:00"}
    assert judge(scanner, company, ONE, "wu@corp.example", **later).action == Action.HOLD


def test_workers_ask_the_register(url: str, database: Database, tmp_path: Path) -> None:
    """Each process that judges opens it for itself; one of another key does not start."""
    add(database, written("consent", WANG))
    setup = Setup(plugins=(), settings=policy(url).settings)
    with Pool(setup, 2) as pool:
        jobs = [Job(document=Document("a.txt", ONE.encode()), transfer=people.transfer(HANDLER))] * 4
        verdicts = [pool.submit(job).result().verdict for job in jobs]
    keys.create(tmp_path / "other")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "other"))
        with pytest.raises(ConfigurationError, match="was made under key"):
            Pool(setup, 1)

    assert [one and one.action for one in verdicts] == [Action.ALLOW] * 4


@pytest.mark.parametrize("on_error", ["hold", "block"])
def test_an_unreadable_register_fails_closed(scanner: Scanner, tmp_path: Path, on_error: str) -> None:
    """Who needs a proof is held, or blocked; who needs none is not, and the settings still count."""
    (tmp_path / "none.db").write_bytes(b"this is no database" * 100)
    company = policy(f"sqlite:///{tmp_path / 'none.db'}", on_error=on_error)
    verdict = judge(scanner, company, ONE)

    assert (str(verdict.action), missing(verdict)) == (
        on_error,
        ["register: the register cannot be read: whether the proof is on record is not known"],
    )
    assert judge(scanner, company, "下周二开会").action == Action.ALLOW
    assert judge(scanner, company, ONE, "li@corp.example").action == Action.ALLOW
    assert judge(scanner, company, f"银行卡{CARD}的CVV2是123", "li@qq.com").action == Action.BLOCK


def test_a_register_that_is_not_there_fails_closed(
    scanner: Scanner, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing file is no empty register, and none is made by asking; who runs it is told once."""
    path = tmp_path / "none.db"

    assert judge(scanner, policy(f"sqlite:///{path}"), ONE).action == Action.HOLD
    assert not path.exists()
    assert caplog.messages == [
        f"register sqlite:///{path}: no such file; make it with: dlpscan registers init"
    ]


def test_another_key_is_refused_by_name(url: str, database: Database, tmp_path: Path) -> None:
    """Nobody would be found under it: an error that names both keys, never a verdict."""
    with database.writing():
        pass
    here, other = database.keys.key_id, keys.create(tmp_path / "other")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "other"))
        with pytest.raises(RegisterKeyError, match=rf"made under key '{here}'.*'{other.key_id}'"):
            policy(url)
        with pytest.raises(RegisterKeyError), Database(url, keys.current()).writing():
            pass


def test_another_digest_is_refused_by_name(url: str, database: Database) -> None:
    """The same key with another digest gives other fingerprints."""
    with database.writing():
        pass
    shared = database.keys.shared()
    other = Database(url, keys.Keys(shared.secret, digest="sha512"))
    with pytest.raises(RegisterKeyError, match=r"'sha256'.*'sha512'"), other.reading():
        pass


def test_nobody_stands_in_the_register_in_clear(database: Database, tmp_path: Path) -> None:
    """Neither a value, nor the fingerprint that reports show, nor the mailbox of a recipient."""
    customer = {**WANG, "BANK_CARD": CARD}
    add(database, written("consent", customer, subject="KH-0042", recipient="wang.w@qq.com"))
    with database.reading() as connection:
        rows = [
            tuple(bytes(one).hex() if isinstance(one, bytes) else str(one) for one in row)
            for table in schema.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        ]
    database.close()
    held = repr(rows) + "".join(
        path.read_bytes().decode("latin-1") for path in tmp_path.glob("registers.db*")
    )
    values = [
        *customer.values(),
        "KH-0042",
        "wang.w",
        *(people.fingerprint(*one) for one in customer.items()),
    ]

    assert [value for value in values if value in held] == []


RECIPIENTS = ("partner.example", "示例合作方", "other.example", "ops@partner.example")
wishes = st.fixed_dictionaries(
    {
        "customer": st.sampled_from(["wang", "zhao"]),
        "recipient": st.sampled_from(RECIPIENTS),
        "categories": st.sampled_from(["identity", "contact", "identity,contact"]),
        "purpose": st.sampled_from(["claims-service", "marketing"]),
        "granted": st.sampled_from(["2026-01-01", "2026-11-24", "2026-11-25"]),
        "expires": st.sampled_from(["", "2026-11-25", "2027-12-31"]),
    }
)
contents = st.sampled_from(
    [ONE, TWO, "客户王伟,手机13971620485", "客户赵敏,邮箱zhao@163.com", f"户名王伟,银行卡号{CARD}"]
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents, st.lists(wishes, max_size=3), wishes, st.data())
def test_a_consent_never_makes_a_verdict_stricter_and_a_withdrawal_never_laxer(
    scanner: Scanner,
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    held: list[Any],
    more: Any,
    data: Any,
) -> None:
    """One consent more for customers on record only helps; one withdrawn only hurts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('register') / 'registers.db'}"
    database = Database(url, keys.current())
    customers = {"wang": WANG, "zhao": ZHAO}
    # Both are on record already: who they are does not change with what they consent to.
    add(database, *(written("consent", one, purpose="newsletter") for one in customers.values()))

    def give(wish: dict[str, str]) -> None:
        fields = {key: value for key, value in wish.items() if key != "customer"}
        assert add(database, written("consent", customers[wish["customer"]], **fields)) == []

    for wish in held:
        give(wish)
    company = policy(url)
    fewer = judge(scanner, company, text)
    give(more)
    full = judge(scanner, company, text)
    with database.writing() as connection:
        numbers = connection.scalars(sa.select(schema.consent.c.id)).all()
        Keeper(connection, database).withdraw(
            "consent", [data.draw(st.sampled_from(numbers))], date(2026, 11, 24)
        )
    withdrawn = judge(scanner, company, text)
    database.close()

    assert full.action <= fewer.action
    assert withdrawn.action >= full.action
