"""A mask hides enough of every value, whatever numbers a rule gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.declare import Mask

fixed = settings(derandomize=True, max_examples=500, deadline=None, database=None)
_VALUES = st.text(alphabet="0123456789ABCXx王伟·", min_size=1, max_size=40)


@fixed
@given(_VALUES, st.integers(0, 50), st.integers(0, 50))
def test_at_least_four_characters_and_a_third_are_hidden(value: str, head: int, tail: int) -> None:
    """However much a rule wants to show, four characters and a third of the value are asterisks."""
    masked = Mask(head=head, tail=tail).apply(value)

    assert len(masked) == len(value)
    assert masked.count("*") >= min(len(value), max(4, len(value) // 3))


@fixed
@given(st.text(alphabet="0123456789ABC王", min_size=1, max_size=4), st.integers(0, 9), st.integers(0, 9))
def test_short_values_are_hidden_wholly(value: str, head: int, tail: int) -> None:
    """Of four characters or fewer nothing is shown."""
    assert Mask(head=head, tail=tail).apply(value) == "*" * len(value)


@fixed
@given(_VALUES, st.integers(0, 50), st.integers(0, 50))
def test_only_head_and_tail_are_shown(value: str, head: int, tail: int) -> None:
    """What is shown stands where it stood, and is no more than asked for."""
    masked = Mask(head=head, tail=tail).apply(value)
    shown = [index for index, character in enumerate(masked) if character != "*"]

    assert [masked[index] for index in shown] == [value[index] for index in shown]
    assert all(index < head or index >= len(value) - tail for index in shown)


@fixed
@given(
    st.text(alphabet="abc.1", min_size=1, max_size=30),
    st.text(alphabet="xyz.", min_size=1, max_size=20),
    st.integers(0, 9),
)
def test_a_mailbox_shows_its_domain_and_never_all_of_its_name(local: str, domain: str, head: int) -> None:
    """Before the sign at least one character is hidden, behind it nothing."""
    masked = Mask(head=head, until="@").apply(f"{local}@{domain}")
    shown, _, rest = masked.partition("@")

    assert rest == domain
    assert len(shown) == len(local)
    assert shown.endswith("*")
    assert shown.rstrip("*") == local[: len(shown.rstrip("*"))]


def test_the_defaults_of_a_mask_hide_everything() -> None:
    """A rule that says nothing shows nothing."""
    assert Mask().apply("E12345678") == "*********"
