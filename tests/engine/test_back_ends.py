"""Both back ends of the first stage give the same findings, whatever the size of the windows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml

import dlpscan
from dlpscan.engine.engine import Engine
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Segment

_CASES = Path(__file__).parents[1] / "data" / "recognisers"
_BETWEEN = (
    "", " ", "  ", "\n", "，", "-", ".", "_", "：", "身份证号", "手机:", "Tel", "custMobile", "订单号",
    "客户", "public", "İ", "\udc80", "\u200b", "３", "·", "1", "13", "（", "电话2（必填）：", "\t",
)  # fmt: skip


@cache
def _engine(window: int = 1 << 18, *, accelerate: bool = False) -> Engine:
    scanner = dlpscan.Scanner(plugins=(), accelerate=False)
    keys = Keys(bytes(32))
    return Engine(scanner.recognisers, scanner.profile, keys, accelerate=accelerate, window=window)


def _findings(engine: Engine, text: str) -> list[Finding]:
    segment = Segment(text, Location(), line=1)
    return [*engine.findings(segment, engine.find(segment).matches, lambda location: location)]


@cache
def _texts() -> tuple[str, ...]:
    """Return every case of every identifier, and mixtures of them with what may confuse a search."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_CASES.glob("*.yaml"))]
    cases = [case["text"] for one in documents for key in ("match", "no_match") for case in one.get(key, ())]
    random = Random(20)  # noqa: S311  (not for secrets)
    mixtures = [
        "".join(random.choice(_BETWEEN) + random.choice(cases) for _ in range(random.randint(2, 30)))
        for _ in range(300)
    ]
    return (*cases, *mixtures, "\n".join(mixtures))


def _wrong(engine: Engine) -> Iterator[str]:
    for text in _texts():
        if _findings(engine, text) != _findings(_engine(), text):
            yield text


@pytest.mark.parametrize("window", [64, 1_000, 20_000])
def test_the_size_of_windows_changes_nothing(window: int) -> None:
    """What stands at the seam of two windows is found with the same evidence."""
    assert [*_wrong(_engine(window))] == []


@pytest.mark.parametrize("window", [64, 1_000, 1 << 18])
def test_hyperscan_changes_nothing(window: int) -> None:
    """The accelerated back end gives the same findings with the same evidence."""
    pytest.importorskip("hyperscan")

    assert [*_wrong(_engine(window, accelerate=True))] == []


def test_a_missing_hyperscan_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for hyperscan and has none is told what to install."""
    monkeypatch.setitem(__import__("sys").modules, "hyperscan", None)

    with pytest.raises(dlpscan.ConfigurationError, match=r"install dlpscan\[fast\]"):
        dlpscan.Scanner(accelerate=True)
