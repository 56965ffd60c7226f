"""The model: order of actions, invariants, and no text in any repr."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dlpscan import Action, Document, Location, Party, Piece, Segment, Transfer
from dlpscan.model import Step

_PLANTED = "王伟420106198508152717"


def test_actions_are_ordered_by_strictness() -> None:
    """`max` of actions is the strictest; they compare with their names too."""
    ordered = ["allow", "warn", "redact", "hold", "block"]

    assert sorted(Action) == [Action(name) for name in ordered]
    assert max(Action.HOLD, Action.WARN) == "hold"
    assert Action.BLOCK > "hold" >= Action.HOLD
    assert Action.ALLOW <= "allow" < Action.WARN


@pytest.mark.parametrize(
    "thing",
    [
        Segment(_PLANTED, Location((_PLANTED,), (Step("sheet", _PLANTED),))),
        Piece(0, Location((_PLANTED,), (Step("cell", _PLANTED),)), _PLANTED),
        Document(_PLANTED, _PLANTED.encode()),
        Location((_PLANTED,), (Step("name", _PLANTED),)),
        Party("wangwei420106198508152717@qq.com", name=_PLANTED),
        Transfer(recipients=(Party("wangwei420106198508152717@qq.com", account=_PLANTED),)),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_no_repr_shows_text(thing: object) -> None:
    """What holds customers' text hides it from logs and tracebacks."""
    assert "420106198508152717" not in repr(thing)
    assert "王伟" not in repr(thing)


def test_a_location_reads_like_a_path() -> None:
    """Containers and places are joined by `!`; line and column by a colon."""
    cell = Location(("mail.eml", "客户.xlsx"), (Step("sheet", "Sheet1"), Step("cell", "C17")))
    line = Location(("a.txt",), (Step("line", "12"), Step("column", "5")))
    header = Location(("mail.eml",), (Step("header", "Subject"),))

    assert [str(cell), str(line), str(header)] == [
        "mail.eml!客户.xlsx!Sheet1!C17",
        "a.txt!12:5",
        "mail.eml!header:Subject",
    ]


def test_pieces_must_be_in_order() -> None:
    """A segment refuses pieces that do not start at 0 or are not sorted."""
    place = Location()
    for starts in ([1], [0, 5, 3]):
        with pytest.raises(ValueError, match="sorted by start"):
            Segment("abcdefg", place, pieces=tuple(Piece(start, place) for start in starts))


def test_the_time_of_a_transfer_needs_a_zone() -> None:
    """Dates of consents depend on the zone, so a naive time is refused."""
    with pytest.raises(ValueError, match="time zone"):
        Transfer(time=datetime(2026, 11, 24))  # noqa: DTZ001

    assert Transfer(time=datetime(2026, 11, 24, tzinfo=UTC)).direction == "outbound"


@pytest.mark.parametrize(
    ("party", "masked"),
    [
        (Party("li@qq.com"), "l*@qq.com"),
        (Party("zhangsanfeng@corp.example"), "z***@corp.example"),
        (Party("a@b.example"), "*@b.example"),
        (Party(account="wxid_1234"), "w***"),
        (Party("no-domain"), "n***"),
        (Party(), ""),
    ],
)
def test_a_party_is_shown_by_first_letter_and_domain(party: Party, masked: str) -> None:
    """Recipients can be told apart without giving their address away."""
    assert party.masked == masked
