"""What git says of a repository: its index, its blobs, its remotes. Nothing is written, nothing fetched."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from dlpscan.errors import ConfigurationError

UNCLEAR = "a remote whose host is not clear"
"""Stands for a host that git and this module might read differently."""

_HELPER = re.compile(r"[A-Za-z0-9_.+\-]+::")
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?P<authority>[^/?#\\]*)")
_SCP = re.compile(r"\[?(?P<authority>(?:[^/:]*@)?(?:\[[^\]/]*\]|[^/:]+))(?::\d+\])?:(?!//)", re.DOTALL)
_HOST = re.compile(
    r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.\-]*[a-z0-9_.])?)(?::\d*)?", re.IGNORECASE | re.ASCII
)
_GITLINK = "160000"
_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?s:.*?)^oid sha256:([0-9a-f]{64})$", re.MULTILINE
)
_LARGEST_POINTER = 1024


class Staged(NamedTuple):
    """A file of the index: its path in the repository and the id of its content."""

    path: str
    blob: str


class Repository:
    """The repository around a folder. Raises `ConfigurationError` where there is none."""

    def __init__(self, folder: Path) -> None:
        self.root = Path(
            _git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n").decode("utf-8", "surrogateescape")
        )
        self._folder = folder

    def staged(self) -> list[Staged]:
        """Return what a commit would add or change: the staged content, not that of the work tree."""
        changed = _git(
            self.root,
            "diff",
            "--cached",
            "--name-only",
            "-z",
            "--diff-filter=ACMRT",
            "--no-renames",
            "--no-ext-diff",
        )
        names = [name.decode("utf-8", "surrogateescape") for name in changed.split(b"\0") if name]
        return [self._index[name] for name in names if name in self._index]

    def tracked(self) -> list[Staged]:
        """Return every file of the index."""
        return list(self._index.values())

    def named(self, names: Iterable[str]) -> tuple[list[Staged], list[Path]]:
        """Return the index entries of *names*, given from the current folder, and those not in the index."""
        wanted: dict[str, Path] = {}
        for name in names:
            path = Path(name)
            full = path if path.is_absolute() else Path.cwd() / path
            try:
                inside = full.parent.resolve().joinpath(full.name).relative_to(self.root.resolve())
            except ValueError:
                wanted[str(full)] = full
                continue
            wanted[inside.as_posix()] = full
        staged = [self._index[path] for path in wanted if path in self._index]
        return staged, [full for path, full in wanted.items() if path not in self._index]

    @cached_property
    def _index(self) -> dict[str, Staged]:
        """Return the files of the index by path, as it was when first asked for."""
        found = {}
        for line in _git(self.root, "ls-files", "--stage", "-z").split(b"\0"):
            if not line:
                continue
            head, _, name = line.partition(b"\t")
            mode, blob, _stage = head.decode("ascii").split(" ")
            path = name.decode("utf-8", "surrogateescape")
            # A submodule's entry is the id of a commit that lies elsewhere: there is no content here.
            if mode != _GITLINK:
                found[path] = Staged(path, blob)
        return found

    def read(self, files: Iterable[Staged], most_bytes: int) -> Iterator[tuple[Staged, bytes]]:
        """Yield each file with its content, at most *most_bytes* and one more of it."""
        command = ["git", "-C", str(self.root), "cat-file", "--batch"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
            if process.stdin is None or process.stdout is None:
                return
            for one in files:
                process.stdin.write(one.blob.encode() + b"\n")
                process.stdin.flush()
                header = process.stdout.readline().split()
                if len(header) != 3:  # noqa: PLR2004  (id, type, size; else "missing")
                    raise ConfigurationError(f"git has no content for a file of the index: {one.blob}")
                size = int(header[2])
                content = process.stdout.read(min(size, most_bytes + 1))
                whole = len(content) == min(size, most_bytes + 1)
                left = size - len(content) + 1
                while whole and left:
                    rest = process.stdout.read(min(left, 1 << 20))
                    left -= len(rest)
                    whole = bool(rest)
                if not whole:
                    raise ConfigurationError(f"git ended in the middle of a file of the index: {one.blob}")
                yield one, content

    def show(self, path: str) -> str | None:
        """Return the staged text of the file *path*, None where the index has none."""
        found = self._index.get(path)
        if found is None:
            return None
        ((_, content),) = self.read([found], 1 << 24)
        return content.decode("utf-8-sig", "replace")

    def remote_hosts(self) -> list[str]:
        """Return the hosts that this repository pushes to, sorted; "" for a remote that is a folder."""
        names = _git(self.root, "remote").decode("utf-8", "replace").split()
        urls: set[str] = set()
        for name in names:
            pushed = _git(self.root, "remote", "get-url", "--push", "--all", name)
            urls.update(pushed.decode("utf-8", "replace").splitlines())
        for written in self._push_settings() - {*names, "."}:
            # Where such a setting is no remote's name, git takes it for a URL.
            expanded = _git(self.root, "ls-remote", "--get-url", "--", written)
            urls.add(expanded.decode("utf-8", "replace").rstrip("\n"))
        return sorted(set(map(host_of, urls)))

    def _push_settings(self) -> set[str]:
        """Return the values of all settings that say where a branch is pushed."""
        pattern = r"^(remote\.pushdefault|branch\..*\.(pushremote|remote))$"
        found = _git(self.root, "config", "-z", "--get-regexp", pattern, allowed=(0, 1))
        lines = found.decode("utf-8", "replace").split("\0")
        return {value for _, _, value in (line.partition("\n") for line in lines) if value}

    def commit_encoding(self) -> str:
        """Return the charset of commit messages as git is told of it, "" where it is not."""
        found = _git(self.root, "config", "--get", "i18n.commitEncoding", allowed=(0, 1))
        return found.decode("ascii", "replace").strip()

    def lfs_object(self, content: bytes) -> Path | None:
        """Return the file that a pointer of git-lfs stands for, None if *content* is no pointer."""
        pointer = _LFS_POINTER.match(content) if len(content) <= _LARGEST_POINTER else None
        if pointer is None:
            return None
        oid = pointer[1].decode("ascii")
        common = _git(self.root, "rev-parse", "--git-common-dir").decode("utf-8", "surrogateescape")
        return self.root / common.rstrip("\n") / "lfs" / "objects" / oid[:2] / oid[2:4] / oid


def host_of(url: str) -> str:
    """Return the host of a remote's URL, "" for a folder on this machine. Credentials are left out.

    `UNCLEAR` stands for what is read in more ways than one: a host with odd characters, a remote helper.
    """
    if _HELPER.match(url):
        return UNCLEAR
    match = _URL.match(url)
    if match and match["scheme"].lower() == "file":
        return ""
    match = match or _SCP.match(url)
    # C:\repo and C:/repo are folders, not hosts of one letter.
    if match is None or len(match["authority"]) == 1:
        return ""
    # User names and tokens may hold anything, "@" too; what they are is not for a report.
    host = _HOST.fullmatch(match["authority"].rpartition("@")[2])
    return host["host"].lower().rstrip(".") if host else UNCLEAR


def _git(folder: Path, *arguments: str, allowed: tuple[int, ...] = (0,)) -> bytes:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise ConfigurationError("git is not installed, or not on PATH") from None
    if done.returncode not in allowed:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ConfigurationError(f"git {arguments[0]}: {message[0] if message else 'failed'}")
    return done.stdout
