"""What git says of a repository: its index, its blobs, its remotes. Nothing is written, nothing fetched."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dlpscan.errors import ConfigurationError

_SCP = re.compile(r"(?:[^@/]+@)?(?P<host>[^/:@]+):(?!//).+")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://(?:[^@/]*@)?(?P<host>\[[^\]]*\]|[^/:]*)")
_GITLINK = "160000"


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
        names = [name for name in changed.split(b"\0") if name]
        return self._indexed(names) if names else []

    def tracked(self) -> list[Staged]:
        """Return every file of the index."""
        return self._indexed(())

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
        found = {one.path: one for one in self._indexed(())}
        staged = [found[path] for path in wanted if path in found]
        return staged, [full for path, full in wanted.items() if path not in found]

    def _indexed(self, names: Iterable[bytes]) -> list[Staged]:
        only = {name.decode("utf-8", "surrogateescape") for name in names}
        found = []
        for line in _git(self.root, "ls-files", "--stage", "-z").split(b"\0"):
            if not line:
                continue
            head, _, name = line.partition(b"\t")
            mode, blob, _stage = head.decode("ascii").split(" ")
            path = name.decode("utf-8", "surrogateescape")
            # A submodule's entry is the id of a commit that lies elsewhere: there is no content here.
            if mode != _GITLINK and (not only or path in only):
                found.append(Staged(path, blob))
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
                left = size - len(content) + 1
                while left:
                    left -= len(process.stdout.read(min(left, 1 << 20)))
                yield one, content

    def show(self, path: str) -> str | None:
        """Return the staged text of the file *path*, None where the index has none."""
        found = [one for one in self.tracked() if one.path == path]
        for _, content in self.read(found, 1 << 24):
            return content.decode("utf-8-sig", "replace")
        return None

    def remote_hosts(self) -> list[str]:
        """Return the hosts that this repository pushes to, sorted; "" for a remote that is a folder."""
        hosts: set[str] = set()
        for name in _git(self.root, "remote").decode("utf-8", "replace").split():
            urls = _git(self.root, "remote", "get-url", "--push", "--all", name).decode("utf-8", "replace")
            hosts.update(host_of(url) for url in urls.splitlines())
        return sorted(hosts)


def host_of(url: str) -> str:
    """Return the host of a remote's URL, "" for a folder on this machine. Credentials are left out."""
    match = _URL.match(url) or _SCP.fullmatch(url)
    # C:\repo and C:/repo are folders, not hosts of one letter.
    if match is None or len(match["host"]) == 1:
        return ""
    return match["host"].lower().rstrip(".")


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise ConfigurationError("git is not installed, or not on PATH") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ConfigurationError(f"git {arguments[0]}: {message[0] if message else 'failed'}")
    return done.stdout
