"""The allow list on the command line: exit codes, notes on ended entries, and `dlpscan rules allowed`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dlpscan.apps import cli


class _Done(NamedTuple):
    out: str
    err: str
    code: int


Run = Callable[..., _Done]
_SETTINGS = """
allow:
  - {type: PHONE_NUMBER, reason: service line, owner: dpo, expires: 2099-12-31}
  - {type: BANK_CARD, reason: test card, owner: qa, expires: 2099-12-31}
  - {type: PERSON, reason: long gone, owner: hr, expires: 2020-01-01}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command in a folder with settings and one file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dlpscan.yaml").write_text(_SETTINGS, encoding="utf-8")
    (tmp_path / "a.txt").write_text("手机：13912345679\n", encoding="utf-8")

    def start(*arguments: str) -> _Done:
        monkeypatch.setattr("sys.argv", ["dlpscan", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return _Done(captured.out, captured.err, int(ended.value.code or 0))

    return start


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_accepted_finding_is_shown_and_sets_no_exit_code(run: Run, jobs: str) -> None:
    """The report has the reason; standard error names the entry that has ended."""
    done = run("scan", "a.txt", "--policy", "dlpscan.yaml", "--jobs", jobs)

    assert "allowed: allow[0]: service line (dpo, until 2099-12-31)" in done.out
    assert done.code == 0
    assert done.err == (
        "dlpscan: note: dlpscan.yaml: allow[2] ended on 2020-01-01 and accepts nothing; ask hr: long gone\n"
    )


def test_without_the_settings_nothing_is_accepted(run: Run) -> None:
    """The control: the same file exits with 1."""
    assert run("scan", "a.txt").code == 1


def test_the_list_names_what_has_ended(run: Run) -> None:
    """Without paths entries are active or ended."""
    done = run("rules", "allowed")
    lines = [line.split()[:2] for line in done.out.splitlines()]

    assert lines == [["allow[0]", "active"], ["allow[1]", "active"], ["allow[2]", "ended"], ["3", "entries,"]]
    assert done.code == 1


def test_the_list_names_what_is_not_used(run: Run) -> None:
    """With paths the files are scanned: an entry accepts so many findings, or is unused."""
    done = run("rules", "allowed", "a.txt")
    lines = [line.split("  ")[1].strip() for line in done.out.splitlines()[:3]]

    assert lines == ["accepts 1", "unused", "ended"]
    assert done.code == 1
