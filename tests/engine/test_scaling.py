"""Four times the text costs about four times the work, whatever somebody who wants to slow a scan writes.

Where work can be counted it is counted. The engine's own work lies inside C (automaton, expressions), so
there the processor time of two sizes is compared, best of several, with room for twice the growth: linear
work gives 4, quadratic 16. Nothing is measured in seconds.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import ClassVar

import pytest

import dlpscan
from dlpscan.engine.engine import Engine
from dlpscan.keys import Keys
from dlpscan.model import Location, Segment
from dlpscan.text import people
from dlpscan.text.fold import fold

_SMALL = 32_000
_TIMES = 4
_MOST_GROWTH = 10.0
_TRIES = 6

FLOODS: dict[str, str] = {
    "digits": "1",
    "digits of a card": "6222021202",
    "digits and spaces": "1 ",
    "digits and mixed separators": "1 3 9 - ",
    "digits and hyphens": "4-",
    "digits and hidden characters": "1\u200b",
    "digits and letters": "1a",
    "hidden characters": "\u200b",
    "combining marks": "1\u0301",
    "one letter": "a",
    "letters of passports": "E1234567",
    "at signs": "@",
    "letters and at signs": "a@",
    "addresses without end": "a.a@a.a",
    "dots before an at sign": "._%+-" * 13 + "@",
    "domain labels": "a@" + "a" * 63 + ".",
    "spaces": " ",
    "lines": "\n",
    "look-alikes of X": "×",
    "labels": "身份证号：",
    "labels of letters": "id ",
    "labels with gaps": "手机" + " " * 20,
    "labels with open brackets": "卡号（",
    "titles": "先生",
    "a surname": "王",
    "country codes": "+86",
    "open brackets": "(",
    "valid numbers": "420106198508152717 ",
    "valid addresses": "a@b.cn ",
    "valid cards in groups": "6222 0212 0204 1701 419 ",
    "labelled names": "姓名：王伟，",
    "a mobile number per line": "13912345679\n",
}


@cache
def _engine() -> Engine:
    scanner = dlpscan.Scanner(plugins=())
    return Engine(scanner.recognisers, scanner.profile, Keys(bytes(32)))


def _time(work: Callable[[], object]) -> float:
    begin = time.process_time_ns()
    work()
    return time.process_time_ns() - begin


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    """Keep out the collector, which walks the whole heap whenever enough was made: tables, other tests."""
    gc.disable()
    yield
    gc.enable()


def _growth(small: Callable[[], object], large: Callable[[], object]) -> float:
    """Return how much longer *large* takes: the best of several tries, for busy machines."""
    best_small = best_large = float("inf")
    for _ in range(_TRIES):
        best_small = min(best_small, *(_time(small) for _ in range(2)))
        best_large = min(best_large, _time(large))
        if best_large / max(best_small, 1.0) <= _MOST_GROWTH:
            break
    return best_large / max(best_small, 1.0)


def _flood(pattern: str, size: int) -> Segment:
    return Segment(pattern * (size // len(pattern)), Location(), line=1)


def _find(segment: Segment) -> int:
    found, faults, _ = _engine().find(segment)
    assert faults == []
    return len([*_engine().findings(segment, found, lambda location: location)])


@pytest.mark.parametrize("pattern", FLOODS.values(), ids=FLOODS.keys())
def test_the_engine_is_linear_in_the_length_of_a_flood(pattern: str) -> None:
    """No repetition makes the engine compare everything with everything."""
    small, large = _flood(pattern, _SMALL), _flood(pattern, _SMALL * _TIMES)

    assert _growth(lambda: _find(small), lambda: _find(large)) <= _MOST_GROWTH


@pytest.mark.parametrize("pattern", ["\u200b", "1\u200b", "\u200b\u3000", "１"])
def test_folding_is_linear(pattern: str) -> None:
    """Hidden characters between all others cost no more than their number."""
    small, large = pattern * 20_000, pattern * 80_000

    assert _growth(lambda: fold(small), lambda: fold(large)) <= _MOST_GROWTH


class _Counted:
    """Stands for a finding, and counts how often it is asked for its type."""

    asked: ClassVar[Counter[str]] = Counter()
    kind = "identifier"

    def __init__(self, entity_type: str, number: int, start: int) -> None:
        self._entity_type = entity_type
        self.fingerprint = f"{entity_type}{number}"
        self.start = start
        self.end = start + 2

    @property
    def entity_type(self) -> str:
        """Return the type, counted."""
        self.asked["entity_type"] += 1
        return self._entity_type


def _grouping_work(between: str, kind: str, count: int) -> int:
    """Return how often grouping looks at a finding, for one name and *count* phones."""
    text = between.join(["N0"] * (count + 1))
    step = 2 + len(between)
    findings = [
        _Counted("PHONE_NUMBER" if number else "PERSON", number, number * step) for number in range(count + 1)
    ]
    _Counted.asked.clear()
    groups = people.in_segment(Segment(text, Location(), kind=kind), findings)  # type: ignore[arg-type]
    assert len(people.gather(groups)) >= 1
    return _Counted.asked["entity_type"]


@pytest.mark.parametrize("between", [", ", "\n", "\n\n"], ids=["one line", "lines", "paragraphs"])
@pytest.mark.parametrize("kind", ["text", "row"])
def test_grouping_people_is_linear(between: str, kind: str) -> None:
    """A name with ever more phones behind it: each finding is looked at a bounded number of times."""
    small = _grouping_work(between, kind, 100)
    large = _grouping_work(between, kind, 100 * _TIMES)

    assert large / small <= _MOST_GROWTH
