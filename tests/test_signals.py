"""Signals stand beside findings: they are shown apart, set no exit code and take nothing away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dlpscan
from dlpscan.apps import cli

_LINK = "https://wa.me/8613912345679"
_TEXT = f"姓名：王伟，手机：13912345679，名单发我微信 {_LINK}"


@pytest.fixture(scope="module")
def scanner() -> dlpscan.Scanner:
    """Return a scanner with the built-in recognisers."""
    return dlpscan.Scanner(plugins=())


def _spans(result: dlpscan.ScanResult, kind: str) -> list[tuple[str, int, int]]:
    return [(one.entity_type, one.start, one.end) for one in result.findings if one.kind == kind]


def test_a_signal_suppresses_no_identifier(scanner: dlpscan.Scanner) -> None:
    """A phone number inside a link stays a finding, with the score that it has alone; so does the link."""
    result = scanner.scan_text(f"见 {_LINK}")

    assert _spans(result, "signal") == [("CHANNEL_LINK", 2, 29)]
    assert _spans(result, "identifier") == [("PHONE_NUMBER", 16, 29)]


def test_a_signal_is_nobodys(scanner: dlpscan.Scanner) -> None:
    """People are made of identifiers and records, never of signals."""
    people = scanner.scan_text(_TEXT).people

    assert {one.kind for person in people for one in person.findings} == {"identifier"}


def test_signals_are_public_in_every_profile(scanner: dlpscan.Scanner) -> None:
    """No profile counts a signal as personal data."""
    found = [one for one in scanner.scan_text(_TEXT).findings if one.kind == "signal"]

    assert sorted({one.entity_type for one in found}) == ["CHANNEL_INTENT", "CHANNEL_LINK"]
    assert all(one.public for one in found)


@pytest.mark.parametrize("text", ["名单发我微信", "链接 https://pan.baidu.com/s/1aB3dEfGhIjK 提取码 ab3d"])
def test_a_signal_sets_no_exit_code(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with nothing but signals exits with 0, and the summary counts them apart."""
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["dlpscan", "scan", str(path), "--format", "jsonl"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])

    assert ended.value.code == 0
    assert summary["findings"] == summary["signals"] > 0


def test_reports_show_signals_behind_the_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines of signals come last in a file and say what they are."""
    path = tmp_path / "a.txt"
    path.write_text(f"名单发我微信\n{_TEXT}", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["dlpscan", "scan", str(path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out = capsys.readouterr().out
    marks = ["  signal" in line for line in out.splitlines() if line.startswith("  ")]

    assert ended.value.code == 1
    assert marks == sorted(marks)
    assert "3 signals" in out


def test_masked_names_hold_no_value_where_readings_overlap(scanner: dlpscan.Scanner) -> None:
    """A link with a number inside it is masked once, and wholly."""
    masked = scanner.mask_name(f"名单 {_LINK}.txt")

    assert "13912345679" not in masked
    assert masked.startswith("名单 wa.m***")
