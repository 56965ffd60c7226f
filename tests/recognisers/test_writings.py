"""Whatever way a valid value is written, it is found in exactly that place, and never shown in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
import strategies as made
from hypothesis import given, settings
from hypothesis import strategies as st

import dlpscan
from dlpscan.declare import compact
from dlpscan.model import Finding
from dlpscan.text.fold import fold

fixed = settings(derandomize=True, max_examples=300, deadline=None, database=None)

_LABELS = {
    "CN_RESIDENT_ID": ("身份证号：", "sfzh=", "ID No. ", "证件号码"),
    "PHONE_NUMBER": ("手机：", "Tel", "mobile: ", "联系电话"),
    "BANK_CARD": ("卡号：", "card no ", "银行卡"),
    "CN_PASSPORT": ("护照：", "passport no. ", "护照号码"),
    "EMAIL_ADDRESS": ("邮箱：", "email: ", "邮箱"),
}
_VALUES = {
    "CN_RESIDENT_ID": made.resident_ids | made.residence_permits,
    "PHONE_NUMBER": made.mobiles,
    "BANK_CARD": made.bank_cards,
    "CN_PASSPORT": made.passports,
    "EMAIL_ADDRESS": made.email_addresses,
}
_GROUPS = {
    "CN_RESIDENT_ID": ((6, 8), (6, 4, 4), (4, 4, 4, 4), (3, 3, 3, 3, 3), (10, 7)),
    "PHONE_NUMBER": ((3, 4),),
    "BANK_CARD": ((4, 4, 4, 4),),
}
_DIGIT_TYPES = sorted(_GROUPS)


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


def _findings(text: str, entity_type: str) -> list[Finding]:
    return [one for one in _scanner().scan_text(text).findings if one.entity_type == entity_type]


def _spans(text: str, entity_type: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in _findings(text, entity_type) if one.score >= 0.5]


@pytest.mark.parametrize("entity_type", sorted(_VALUES))
def test_a_value_is_found_between_any_surroundings(entity_type: str) -> None:
    """Behind a label, between brackets, cells, tags or Chinese characters, the span is exact."""

    @fixed
    @given(_VALUES[entity_type], st.sampled_from(_LABELS[entity_type]), made.surroundings)
    def holds(value: str, label: str, around: tuple[str, str]) -> None:
        before, after = around
        text = f"{before}{label}{value}{after}"
        start = len(before) + len(label)

        assert _spans(text, entity_type) == [(start, start + len(value))]

    holds()


@pytest.mark.parametrize("entity_type", _DIGIT_TYPES)
def test_offsets_are_exact_under_every_disguise(entity_type: str) -> None:
    """Other digits, look-alikes of X and hidden characters: the span covers exactly the writing."""

    @fixed
    @given(made.written(_VALUES[entity_type]), st.sampled_from(_LABELS[entity_type]), made.surroundings)
    def holds(drawn: tuple[str, str], label: str, around: tuple[str, str]) -> None:
        _, writing = drawn
        before, after = around
        text = f"{before}{label}{writing}{after}"

        assert [text[start:end] for start, end in _spans(text, entity_type)] == [writing]

    holds()


@pytest.mark.parametrize("entity_type", _DIGIT_TYPES)
def test_groups_are_found_with_any_separator(entity_type: str) -> None:
    """One kind of space, dash or dot between the groups, on one line and behind a label."""

    @fixed
    @given(
        made.written_in_groups(_VALUES[entity_type], _GROUPS[entity_type]),
        st.sampled_from(_LABELS[entity_type]),
        made.surroundings,
    )
    def holds(drawn: tuple[str, str], label: str, around: tuple[str, str]) -> None:
        _, writing = drawn
        before, after = around
        text = f"{before}{label}{writing}{after}"

        assert [text[start:end] for start, end in _spans(text, entity_type)] == [writing]

    holds()


@pytest.mark.parametrize("entity_type", _DIGIT_TYPES)
def test_all_writings_of_a_value_have_one_fingerprint(entity_type: str) -> None:
    """The fingerprint is made of the canonical form, so a disguise does not evade a register."""

    @fixed
    @given(made.written(_VALUES[entity_type]), st.sampled_from(_LABELS[entity_type]))
    def holds(drawn: tuple[str, str], label: str) -> None:
        value, writing = drawn
        plain = [one.fingerprint for one in _findings(label + value, entity_type)]
        disguised = [one.fingerprint for one in _findings(label + writing, entity_type)]

        assert len(plain) == 1
        assert disguised == plain

    holds()


@fixed
@given(made.resident_ids, st.integers(0, 16), st.integers(1, 9), st.sampled_from(("", "身份证号：")))
def test_one_changed_digit_of_a_resident_number_is_never_check_passed(
    value: str, place: int, change: int, label: str
) -> None:
    """MOD 11-2 finds every single error: no evidence says that the check passed."""
    wrong = value[:place] + str((int(value[place]) + change) % 10) + value[place + 1 :]
    evidence = [line for one in _findings(label + wrong, "CN_RESIDENT_ID") for line in one.evidence]

    assert [line for line in evidence if line.startswith("check passed")] == []
    assert _spans(label + wrong, "CN_RESIDENT_ID") == []


@fixed
@given(made.bank_cards, st.integers(0, 30), st.integers(1, 9), st.sampled_from(("", "卡号：")))
def test_one_changed_digit_of_a_card_is_never_check_passed(
    value: str, place: int, change: int, label: str
) -> None:
    """Luhn finds every single error, and what failed stays below the score of a report."""
    place %= len(value)
    wrong = value[:place] + str((int(value[place]) + change) % 10) + value[place + 1 :]
    evidence = [line for one in _findings(label + wrong, "BANK_CARD") for line in one.evidence]

    assert [line for line in evidence if line.startswith("check passed")] == []
    assert _spans(label + wrong, "BANK_CARD") == []


@pytest.mark.parametrize("entity_type", [*sorted(_VALUES), "PERSON"])
def test_the_mask_never_contains_the_value(entity_type: str) -> None:
    """At least four characters of every value are hidden, in whatever way it was written."""
    values = _VALUES.get(entity_type, made.person_names)
    labels = _LABELS.get(entity_type, ("姓名：",))

    @fixed
    @given(values, st.sampled_from(labels))
    def holds(value: str, label: str) -> None:
        found = _findings(label + value, entity_type)

        assert len(found) == 1
        local = value.partition("@")[0]
        assert value.upper() not in found[0].masked.upper()
        assert len(local) <= 1 or local not in found[0].masked.partition("@")[0]
        assert found[0].masked.count("*") >= min(4, len(local) - (entity_type == "EMAIL_ADDRESS"))

    holds()


@pytest.mark.parametrize("make", [made.resident_id, made.resident_id_15], ids=["18", "15"])
def test_the_mask_of_a_resident_number_never_shows_the_birth_date(make: Callable[[Random], str]) -> None:
    """Year, month and day of birth are all hidden, also for numbers of 15 digits."""
    rng = Random(7)  # noqa: S311  (not for secrets)
    for _ in range(50):
        value = make(rng)
        (one,) = _findings(f"身份证号：{value}", "CN_RESIDENT_ID")

        assert one.masked[6:14] == "********"
        assert len(one.masked) == 18


def test_no_representation_of_a_result_holds_the_value() -> None:
    """The result, its findings and their evidence can be logged: the values are in none of them."""
    rng = Random(11)  # noqa: S311
    values = [made.resident_id(rng), made.mobile(rng), made.bank_card(rng), made.passport(rng), "王晓峰"]
    text = "姓名：{4}，身份证号：{0}，手机：{1}，卡号：{2}，护照：{3}".format(*values)
    result = _scanner().scan_text(text)
    shown = repr(result) + str(result)

    assert len(result.findings) == len(values)
    assert [value for value in values if value in shown] == []


@pytest.mark.parametrize("count", [1, 1_377, 100_000])
@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u0301", "\U000e0041"])
def test_a_flood_of_hidden_characters_changes_nothing(count: int, hidden: str) -> None:
    """Any length of zero-width characters inside a number leaves kind, score, span and fingerprint."""
    rng = Random(count)  # noqa: S311
    value = made.resident_id(rng)
    plain = f"身份证号：{value}。"
    flooded = f"身份证号：{value[:9]}{hidden * count}{value[9:]}。"
    (one,) = _findings(plain, "CN_RESIDENT_ID")
    (other,) = _findings(flooded, "CN_RESIDENT_ID")

    assert (other.score, other.fingerprint, other.masked) == (one.score, one.fingerprint, one.masked)
    assert flooded[other.start : other.end] == flooded[5:-1]


@fixed
@given(made.resident_ids, st.integers(0, 17), st.text(alphabet=made.HIDDEN, max_size=50))
def test_hidden_characters_beside_a_value_stay_outside_its_span(value: str, place: int, hidden: str) -> None:
    """Hidden characters inside belong to the writing, those before and behind it do not."""
    writing = value[:place] + hidden + value[place:] if place else value
    text = f"身份证号：{hidden}{writing}{hidden}。"

    assert [text[start:end] for start, end in _spans(text, "CN_RESIDENT_ID")] == [writing]


@fixed
@given(made.written(made.resident_ids))
def test_folding_undoes_the_disguise(drawn: tuple[str, str]) -> None:
    """The compact form of a folded writing is the value."""
    value, writing = drawn

    assert compact(fold(writing).text) == value
