"""The benchmarks measure what they say: their numbers are valid, their places right, their counting fair."""

import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
sys.path[:0] = [str(_FOLDER / "quality"), str(_FOLDER / "speed"), str(_FOLDER)]

import corpus  # noqa: E402 (found by the path above)
from documents import Document, Item, documents  # noqa: E402
from invented import Maker  # noqa: E402
from kinds import KINDS  # noqa: E402
from score import Hit, Result, add  # noqa: E402

from dlpscan.checks import gb11643, gb32100, luhn  # noqa: E402


@pytest.fixture(scope="module")
def made() -> list[Document]:
    """Return one round of documents."""
    return list(documents("test", 1))


def test_one_seed_gives_one_set(made: list[Document]) -> None:
    """The same seed gives the same documents, and another one others."""
    again, other = list(documents("test", 1)), list(documents("other", 1))

    assert again == made
    assert other != made


def test_items_stand_where_they_are_said_to(made: list[Document]) -> None:
    """A plain item of a type with a fixed form is that form, cut out of the text by its place."""
    numbers = [
        document.text[item.start : item.end]
        for document in made
        for item in document.items
        if item.entity_type == "CN_USCC" and item.form == "plain" and not item.anywhere
    ]

    assert {len(number) for number in numbers} == {18}
    assert all(gb32100.check(number) for number in numbers)


def test_every_identifier_of_the_design_is_hidden(made: list[Document]) -> None:
    """Each kind appears in running text, in a column and in a member."""
    contexts = {(item.entity_type, item.context) for document in made for item in document.items}

    assert {kind.entity_type for kind in KINDS if (kind.entity_type, "column") not in contexts} == set()
    assert {kind.entity_type for kind in KINDS if (kind.entity_type, "key") not in contexts} == set()


def test_invented_numbers_pass_the_checks_of_the_product() -> None:
    """Two implementations of the standards agree on numbers that the benchmark makes by itself."""
    make = Maker("checks")
    ids = [gb11643.check(make.resident_id()) for _ in range(200)]

    assert {checked.status for checked in ids if checked} == {"passed"}
    assert all(luhn.passes(make.card()) for _ in range(200))


def test_planted_items_stand_where_the_truth_says() -> None:
    """What the speed corpus plants is found again at its place."""
    written, spans = corpus.plant("一段文字，没有号码。\n" * 200, 200, Maker(1))

    assert spans
    assert all(written[start:end].strip() == written[start:end] != "" for _, start, end in spans)


def test_counting_is_by_type_and_place() -> None:
    """One finding over the item is right, one of another type is false, one with a low score is nothing."""
    item = Item("PHONE_NUMBER", 3, 14, "mobile", "plain", "label：")
    document = Document("note.txt", "prose", "手机：13912345678。", [item])
    hits = [
        Hit(("PHONE_NUMBER",), 3, 14, 0.9),
        Hit(("BANK_CARD",), 3, 14, 0.9),
        Hit(("PHONE_NUMBER",), 3, 14, 0.4),
    ]
    result = Result()
    add(result, document, hits)

    assert result.by_type["PHONE_NUMBER"].found == 1
    assert result.by_type["BANK_CARD"].false == 1
    assert result.by_type["PHONE_NUMBER"].false == 0


def test_a_peer_is_not_asked_for_types_it_does_not_know() -> None:
    """An item of a type that a tool does not have counts neither as found nor as missed."""
    document = Document(
        "note.txt", "prose", "手机：13912345678。", [Item("PHONE_NUMBER", 3, 14, "", "plain", "")]
    )
    result = Result()
    add(result, document, [], {"EMAIL_ADDRESS"})

    assert result.by_type["PHONE_NUMBER"].missed == 0
