"""Where an established name stands again, and where its characters are something else."""

from __future__ import annotations

import time

import pytest

from dlpscan.checks import name_mentions


def _found(text: str, *names: str, taken: tuple[tuple[int, int], ...] = ()) -> list[str]:
    spans = name_mentions.find(text, names, taken)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "text",
    [
        "随后发给了王伟",
        "王伟，男",
        "发给王伟的手机",
        "王伟明天来取",
        "王伟再次来电",
        "（王伟）",
        "由王伟负责",
        "请王伟阅",
        "昨天王伟和李强",
    ],
)
def test_a_name_is_found_again_without_evidence(text: str) -> None:
    """Between signs, before a word that goes on, or at the end of the text."""
    assert _found(text, "王伟") == ["王伟"]


@pytest.mark.parametrize("text", ["王伟明", "国王伟大", "·王伟", "找王伟杰谈", "王", "伟王"])
def test_characters_of_a_longer_name_or_other_words_are_none(text: str) -> None:
    """What may be one more character of a name, or nothing but characters on both sides: no mention."""
    assert _found(text, "王伟") == []


def test_the_longer_of_two_names_stands() -> None:
    """王伟 and 王伟明 are both established: each place has one of them."""
    assert _found("王伟明，王伟", "王伟", "王伟明") == ["王伟明", "王伟"]


def test_a_compound_surname_is_not_cut() -> None:
    """阳明 is established; 欧阳明 is someone else."""
    assert _found("欧阳明，阳明", "阳明") == ["阳明"]


def test_latin_names_are_whole_words() -> None:
    """`Li Hua` does not stand in `Li Huang`."""
    assert _found("Li Huang met Li Hua.", "Li Hua") == ["Li Hua"]


def test_what_is_taken_is_left_alone() -> None:
    """A place where a finding stands already gives no second one."""
    assert name_mentions.find("王伟、王伟", ["王伟"], [(0, 2)]) == [(3, 5)]


def test_time_is_linear_in_text_and_names() -> None:
    """A thousand names in a megabyte of their own characters take less than two seconds."""
    surnames, given = "王李张刘陈杨赵周吴徐", "伟芳娜敏静丽强磊军洋"
    names = [one + first + second for one in surnames for first in given for second in given]
    text = "".join(names) * 120
    begin = time.perf_counter()
    spans = name_mentions.find(text, names, [])
    elapsed = time.perf_counter() - begin

    assert len(spans) > len(names)
    assert elapsed < 2
