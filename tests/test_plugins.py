"""Plugins: a broken one is named with its distribution, and everything else goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dlpscan import PluginError, Scanner, hookimpl
from dlpscan.hookspecs import Hooks
from dlpscan.plugins import Plugins


def _install(folder: Path, name: str, code: str) -> None:
    """Lay a distribution with an entry point into *folder*, as pip would."""
    (folder / f"{name}.py").write_text(code)
    info = folder / f"{name}_dist-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-dist\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dlpscan]\n{name} = {name}\n")


_GOOD = """
from dlpscan import hookimpl
from dlpscan.declare import Form, Literals, Recogniser, Scores
ONE = Recogniser(
    name="{name}", entity_type="BADGE", title_zh="工牌", title_en="Badge", anchors=(Literals(("BADGE-",)),),
    forms=(Form("badge", "BADGE-[0-9]{{6}}"),), scores=Scores(0.8, 0.9, 1.0))
@hookimpl
def register_recognisers(register):
    register(ONE)
"""
_BROKEN = {
    "raises_on_import": ("1 / 0", "does not load: ZeroDivisionError"),
    "exits_on_import": ("raise SystemExit(3)", "does not load: SystemExit"),
    "misspells": (
        "from dlpscan import hookimpl\n@hookimpl\ndef register_recogniser(register): pass",
        "hook 'register_recogniser' is not known. Did you mean 'register_recognisers'?",
    ),
    "forgets_marker": ("def register_recognisers(register): pass", "implements no hook"),
    "wrong_argument": (
        "from dlpscan import hookimpl\n@hookimpl\ndef register_recognisers(registry): pass",
        "does not take the argument `register`",
    ),
    "raises_in_hook": (
        "from dlpscan import hookimpl\n@hookimpl\ndef register_recognisers(register): {}['13912345678']",
        "raised KeyError while registering",
    ),
    "wrong_thing": (
        "from dlpscan import hookimpl\n@hookimpl\ndef register_recognisers(register): register('text')",
        "registered a str; expected a dlpscan.declare.Recogniser",
    ),
    "half_extractor": (
        "from dlpscan import hookimpl\n@hookimpl\ndef register_extractors(register): register(object())",
        "registered an extractor without name, priority, recognises, extract",
    ),
    "takes_name": (_GOOD.format(name="cn_mobile"), "recogniser 'cn_mobile' exists already"),
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on the path that distributions can be laid into."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return tmp_path


@pytest.mark.parametrize("name", _BROKEN)
def test_a_broken_plugin_is_named_and_the_result_incomplete(site: Path, name: str) -> None:
    """The others load, the scan works, and every result says what is missing."""
    code, what = _BROKEN[name]
    _install(site, name, code)
    _install(site, "works", _GOOD.format(name="badge"))
    scanner = Scanner()
    result = scanner.scan_text("BADGE-123456 手机13912345678")

    assert [(one.reason, what in one.detail) for one in result.unscannable] == [("plugin_error", True)]
    assert f"plugin {name}-dist: " in result.unscannable[0].detail
    assert "13912345678" not in result.unscannable[0].detail
    assert {one.entity_type for one in result.findings} == {"BADGE", "PHONE_NUMBER"}
    assert not result.complete


def test_only_allowed_plugins_load(site: Path) -> None:
    """A list of plugins is the full list; one that is not installed is a failure."""
    _install(site, "works", _GOOD.format(name="badge"))

    assert [info.name for info in Plugins(allowed=()).infos] == ["dlpscan"]
    assert [info.distribution for info in Plugins(allowed=["works"]).infos] == ["dlpscan", "works-dist"]
    assert [one.what for one in Plugins(allowed=["absent"]).failures] == [
        "plugin absent: listed under plugins: but not installed"
    ]


def test_a_plugin_given_by_the_caller_raises() -> None:
    """An object that a program passes is a programming error when it is wrong."""

    class Wrong:
        @hookimpl
        def register_recognizers(self, register) -> None:  # noqa: ANN001
            pass

    with pytest.raises(PluginError, match="Did you mean 'register_recognisers'"):
        Scanner(plugins=(), extra_plugins=[Wrong()])


def test_every_hook_is_tested_here() -> None:
    """A new hook without a test fails this test."""
    text = Path(__file__).read_text() + (Path(__file__).parent / "test_scanner.py").read_text()
    hooks = [name for name in vars(Hooks) if not name.startswith("_")]

    assert [name for name in hooks if f"def {name}(" not in text] == []
