"""The pre-commit hook on real repositories: messages, settings, merges of what git keeps elsewhere."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dlpscan.apps import precommit
from dlpscan.errors import ConfigurationError

_ID = "420106198508152717"
_CUT = "# ------------------------ >8 ------------------------"
_SETTINGS = "company: {name: Corp, domains: [corp.example]}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty repository without a remote, as the current folder."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(**options: str) -> tuple[int, str]:
    out = io.StringIO()
    return precommit.run(precommit.Options(**options), out), out.getvalue()  # type: ignore[arg-type]


def _stage() -> None:
    subprocess.run(["git", "add", "-A"], check=True)


@pytest.mark.parametrize(
    "message",
    [
        f"fix\n\n身份证号 {_ID}\n",
        f"fix\n# 身份证号 {_ID}\n",
        f"fix\n\n{_CUT}\n身份证号 {_ID}\n",
        f"fix\n\n{_CUT}\n# 身份证号 {_ID}\n",
    ],
)
def test_all_that_git_may_keep_of_a_message_is_judged(folder: Path, message: str) -> None:
    """With -m git keeps lines of comments and what stands below the scissors."""
    (folder / "MSG").write_text(message, encoding="utf-8")
    code, shown = _run(message="MSG")

    assert code == 1
    assert _ID not in shown


@pytest.mark.parametrize("mark", ["#", ";"])
def test_the_diff_of_a_verbose_commit_is_no_message(folder: Path, mark: str) -> None:
    """Git cuts it off, and the files in it are judged as files."""
    text = (
        f"fix\n{_CUT.replace('#', mark)}\n{mark} Do not\n{mark} touch\ndiff --git a/a b/a\n-身份证号 {_ID}\n"
    )
    (folder / "MSG").write_text(text, encoding="utf-8")

    assert _run(message="MSG") == (0, "")


@pytest.mark.parametrize("charset", ["", "GBK"])
def test_a_message_in_gbk_is_read(folder: Path, charset: str) -> None:
    """As git is told of it, and when it is not."""
    if charset:
        subprocess.run(["git", "config", "i18n.commitEncoding", charset], check=True)
    (folder / "MSG").write_bytes("客户姓名:王伟\n手机:13912345678\n".encode("gbk"))

    assert _run(message="MSG")[0] == 1


def test_settings_count_as_staged(folder: Path) -> None:
    """Settings that nobody can review do not open a way, and the user is told."""
    (folder / "dlpscan.yaml").write_text(f"{_SETTINGS}repositories: {{internal: [github.com]}}\n")
    with pytest.raises(ConfigurationError, match="not staged"):
        _run()
    subprocess.run(["git", "remote", "add", "origin", "https://github.com/a/b"], check=True)
    (folder / "a.txt").write_text(f"身份证号 {_ID}\n", encoding="utf-8")
    _stage()
    assert _run()[0] == 0

    (folder / "dlpscan.yaml").write_text(_SETTINGS)
    assert _run()[0] == 0
    _stage()
    assert _run()[0] == 1


def test_what_git_lfs_pushes_is_judged(folder: Path) -> None:
    """The content behind a pointer leaves with the commit; absent content is not known to be clean."""
    content = f"身份证号 {_ID}\n".encode()
    oid = hashlib.sha256(content).hexdigest()
    (folder / "a.bin").write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"
    )
    _stage()
    code, shown = _run()
    assert code != 0
    assert "git-lfs pointer" in shown

    store = folder / ".git/lfs/objects" / oid[:2] / oid[2:4]
    store.mkdir(parents=True)
    (store / oid).write_bytes(content)
    code, shown = _run()
    assert code == 1
    assert "CN_RESIDENT_ID" in shown


def test_what_is_accepted_is_reported(folder: Path) -> None:
    """A commit that passes by a comment says so, with the reason."""
    (folder / "a.py").write_text(f"X = '身份证号{_ID}'  # dlpscan: allow invented person\n", encoding="utf-8")
    _stage()
    code, shown = _run()

    assert code == 0
    assert shown == "a.py: accepted 1 × CN_RESIDENT_ID: invented person\n"


def test_a_name_with_a_value_is_not_written_into_a_baseline(folder: Path) -> None:
    """It would carry the value into every clone: the file is to be renamed."""
    (folder / f"身份证号{_ID}.txt").write_text("x")
    _stage()
    hook = precommit.Hook(precommit.Options())

    with pytest.raises(ConfigurationError, match="rename") as caught:
        precommit.tallies(hook)
    assert _ID not in str(caught.value)


def test_a_long_number_in_a_name_is_no_reason_to_rename(folder: Path) -> None:
    """Backups are called after the time; only a finding in the name itself stands against an entry."""
    (folder / "20261124153012345.txt").write_text(f"身份证号 {_ID}\n", encoding="utf-8")
    _stage()

    assert precommit.tallies(precommit.Hook(precommit.Options())) == [
        ("20261124153012345.txt", "CN_RESIDENT_ID", 1)
    ]


def test_git_is_asked_for_the_index_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, baseline and files come from one listing: each costs a process and the whole index."""
    (folder / "dlpscan.yaml").write_text(_SETTINGS)
    _stage()
    asked: list[object] = []
    real = subprocess.run

    def run(command: list[str], **options: object) -> object:
        asked.append(command)
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run)
    _run()

    assert sum("ls-files" in str(command) for command in asked) == 1


@pytest.mark.skipif(os.name == "nt", reason="such names need a file system of bytes")
def test_names_that_are_no_utf8_are_accepted_too(folder: Path) -> None:
    """The baseline of such a file is read back by the next commit."""
    Path(os.fsdecode(b"k\xff.txt")).write_text(f"身份证号 {_ID}\n", encoding="utf-8")
    _stage()
    hook = precommit.Hook(precommit.Options())
    new = hook.baseline.updated(
        precommit.tallies(hook), reason="invented", owner="qa", expires=hook.today.replace(year=2099)
    )
    (folder / "dlpscan-baseline.yaml").write_text(new.dump(), encoding="utf-8")
    _stage()

    assert _run()[0] == 0
