"""What git says: hosts of remotes, and files of the index whatever their names."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dlpscan.apps.repository import UNCLEAR, Repository, Staged, host_of
from dlpscan.errors import ConfigurationError


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://github.com/a/b.git", "github.com"),
        ("https://user:token@GitHub.com:443/a/b", "github.com"),
        ("git@git.corp.example:a/b.git", "git.corp.example"),
        ("git.corp.example:a/b", "git.corp.example"),
        ("ssh://git@git.corp.example:2222/a", "git.corp.example"),
        ("ssh://git@[::1]:22/a", "[::1]"),
        ("git://host/a", "host"),
        ("file:///srv/git/a", ""),
        ("/srv/git/a", ""),
        ("../a", ""),
        (r"C:\git\a", ""),
        ("C:/git/a", ""),
        ("file://git.corp.example/a", ""),
        ("https://user:tok@secret@github.com/a", "github.com"),
        ("tok@secret@github.com:a", "github.com"),
        ("https://evil.invalid?@git.corp.example/a", "evil.invalid"),
        ("https://evil.invalid#@git.corp.example/a", "evil.invalid"),
        (r"https://evil.invalid\@git.corp.example/a", "evil.invalid"),
        ("https://evil.invalid%2f@x%git.corp.example/a", UNCLEAR),
        ("git.corp.example::https://evil.invalid/a", UNCLEAR),
        ("ext::ssh git.corp.example", UNCLEAR),
        ("https://git.corp.example:x/a", UNCLEAR),
        ("https:///a", UNCLEAR),
        ("git@[::1]:a", "[::1]"),
        ("[git@git.corp.example:22]:a", "git.corp.example"),
    ],
)
def test_the_host_of_a_remote(url: str, host: str) -> None:
    """URLs and scp-like addresses give their host, without credentials; folders give none."""
    assert host_of(url) == host


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return an empty repository, as the current folder."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def test_staged_files_of_any_name_are_read(repository: Repository) -> None:
    """Chinese names, spaces, line feeds and empty files come back with their staged content."""
    names = ["客户.txt", "a b.txt", "new\nline.txt", "-dash.txt", "empty"]
    for name in names:
        Path(name).write_text("" if name == "empty" else name, encoding="utf-8")
    subprocess.run(["git", "add", "-A"], check=True)
    Path("客户.txt").write_text("changed", encoding="utf-8")
    read = {one.path: content.decode() for one, content in repository.read(repository.staged(), 1 << 20)}

    assert read == {name: "" if name == "empty" else name for name in names}


def test_large_content_is_cut_and_the_next_is_whole(repository: Repository) -> None:
    """Content beyond the limit is read up to it and one byte more, and does not disturb the next file."""
    Path("a").write_bytes(b"x" * 5000)
    Path("b").write_bytes(b"short")
    subprocess.run(["git", "add", "-A"], check=True)

    assert [len(content) for _, content in repository.read(repository.tracked(), 1000)] == [1001, 5]


def test_named_files_are_found_from_below(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are relative to the current folder; what no index knows comes back apart."""
    Path("sub").mkdir()
    Path("sub/a").write_text("a")
    Path("b").write_text("b")
    subprocess.run(["git", "add", "-A"], check=True)
    Path("sub/untracked").write_text("u")
    monkeypatch.chdir("sub")
    staged, others = repository.named(["a", "../b", "untracked"])

    assert [one.path for one in staged] == ["sub/a", "b"]
    assert [one.name for one in others] == ["untracked"]


@pytest.mark.parametrize(
    "setting", ["remote.pushDefault", "branch.main.pushRemote", "branch.main.remote", "branch.a.b.pushRemote"]
)
def test_settings_may_send_a_push_elsewhere(repository: Repository, setting: str) -> None:
    """What is no remote's name is a URL, and git pushes there."""
    subprocess.run(["git", "remote", "add", "origin", "git@git.corp.example:a"], check=True)
    subprocess.run(["git", "config", "branch.x.remote", "origin"], check=True)
    assert repository.remote_hosts() == ["git.corp.example"]

    subprocess.run(["git", "config", setting, "hub:x/y.git"], check=True)
    subprocess.run(["git", "config", "url.https://github.com/.insteadOf", "hub:"], check=True)
    assert repository.remote_hosts() == ["git.corp.example", "github.com"]


def test_a_pointer_of_git_lfs_leads_to_its_content(repository: Repository) -> None:
    """The object lies in the store of git-lfs; other text is no pointer."""
    oid = "ab" * 32
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 12345\n".encode()

    assert repository.lfs_object(pointer) == repository.root / ".git/lfs/objects/ab/ab" / oid
    assert repository.lfs_object(b"version 1\n") is None


def test_a_git_that_ends_early_is_an_error(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file is neither taken for the whole nor waited for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nread id\nprintf '%s blob 100\\nabc' \"$id\"\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    for most in (10, 1000):
        with pytest.raises(ConfigurationError, match="in the middle of a file"):
            list(repository.read([Staged("a", "0" * 40)], most))


def test_outside_a_repository_the_error_is_gits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what git said."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(ConfigurationError, match="not a git repository"):
        Repository(tmp_path)
