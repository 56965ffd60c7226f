"""The hook under the real pre-commit framework, with the commands that a user types."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

_ROOT = Path(__file__).resolve().parents[2]
_ID = "420106198508152717"
_CSV = f"姓名,身份证号\n王伟,{_ID}\n"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the project as it stands here, committed: pre-commit clones it."""
    folder = tmp_path_factory.mktemp("hook") / "dlpscan"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = _ROOT / name
        if name and source.is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "as it stands")
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of pre-commit's environments, shared by all tests here."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return an empty repository."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    _git(folder, "init", "-q", "-b", "main")
    return folder


_IDENTITY = ("-c", "user.name=A Developer", "-c", "user.email=dev@corp.example", "-c", "commit.gpgsign=false")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *_IDENTITY, *arguments], cwd=folder, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


@pytest.fixture
def run(scratch: Path, cache: Path) -> Run:
    """Return a function that runs a command in the scratch repository, as a user types it."""

    def _run(*command: str, offline: bool = False, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PRE_COMMIT_HOME": str(cache), "PYTHONIOENCODING": "utf-8"} | variables
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
        for name, value in zip(
            ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
            ("A Developer", "dev@corp.example") * 2,
            strict=True,
        ):
            environment[name] = value
        if offline:
            environment |= {
                "PIP_NO_INDEX": "1",
                "http_proxy": "http://127.0.0.1:9",
                "https_proxy": "http://127.0.0.1:9",
            }
        return subprocess.run(
            command, cwd=scratch, capture_output=True, check=False, encoding="utf-8", env=environment
        )

    return _run


@pytest.fixture
def installed(scratch: Path, hook_repository: Path, run: Run) -> Path:
    """Return the scratch repository with both hooks installed, and one clean commit."""
    revision = _git(hook_repository, "rev-parse", "HEAD").strip()
    (scratch / ".pre-commit-config.yaml").write_text(
        "default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg]\n"
        f"repos:\n  - repo: {hook_repository}\n    rev: {revision}\n"
        "    hooks: [{id: dlpscan}, {id: dlpscan-commit-msg}]\n"
    )
    done = run("pre-commit", "install", "--install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr
    _git(scratch, "add", ".pre-commit-config.yaml")
    return scratch


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "身份证号"])
    book.active.append(["王伟", _ID])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_try_repo_finds_gbk_and_xlsx(scratch: Path, hook_repository: Path, run: Run) -> None:
    """A GBK table and a workbook are caught, a clean file is not named, no value is shown."""
    (scratch / "客户.csv").write_text(_CSV, encoding="gb18030")
    (scratch / "名单.dat").write_bytes(_workbook())
    (scratch / "clean.py").write_text("print('hello')\n")
    _git(scratch, "add", ".")
    done = run("pre-commit", "try-repo", str(hook_repository), "dlpscan", "--verbose", "--all-files")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "客户.csv\n" in done.stdout
    assert "名单.dat\n" in done.stdout
    assert "clean.py" not in done.stdout
    assert "420106********2717" in done.stdout
    assert "一(二)2" in done.stdout
    assert "dlpscan: allow" in done.stdout
    assert _ID not in done.stdout + done.stderr


def test_a_commit_is_blocked_and_a_clean_one_passes_offline(installed: Path, run: Run) -> None:
    """After the installation, commits are judged without any network."""
    (installed / "客户.csv").write_text(_CSV, encoding="gb18030")
    _git(installed, "add", ".")
    blocked = run("git", "commit", "-m", "add the list", offline=True)
    (installed / "客户.csv").write_text("编号,数量\n1,2\n")
    _git(installed, "add", ".")
    passed = run("git", "commit", "-m", "add numbers", offline=True)

    assert blocked.returncode != 0
    assert "B2" in blocked.stderr + blocked.stdout
    assert _ID not in blocked.stderr + blocked.stdout
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert _git(installed, "log", "--format=%s").split("\n")[0] == "add numbers"


def test_what_is_staged_is_judged(installed: Path, run: Run) -> None:
    """A file that is clean in the index passes, whatever the work tree holds, and the other way round."""
    path = installed / "list.csv"
    path.write_text("编号,数量\n1,2\n")
    _git(installed, "add", ".")
    path.write_text(_CSV)
    passed = run("git", "commit", "-m", "clean in the index")
    _git(installed, "add", ".")
    path.write_text("编号,数量\n1,2\n")
    blocked = run("git", "commit", "-m", "clean in the work tree only")

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert blocked.returncode != 0
    assert "CN_RESIDENT_ID" in blocked.stderr + blocked.stdout


def test_the_commit_message_is_judged(installed: Path, run: Run) -> None:
    """An ID in the message is caught by the second hook."""
    (installed / "a.txt").write_text("hello\n")
    _git(installed, "add", ".")
    done = run("git", "commit", "-m", f"fix the case of 身份证号{_ID}")

    assert done.returncode != 0
    assert "the commit message holds what must not be committed" in done.stderr + done.stdout


def test_a_merge_is_judged(installed: Path, run: Run) -> None:
    """A merge without conflicts runs another hook of git's, and is a commit all the same."""
    (installed / "a.txt").write_text("hello\n")
    _git(installed, "add", ".")
    assert run("git", "commit", "-m", "start").returncode == 0
    run("git", "checkout", "-b", "side")
    (installed / "客户.csv").write_text(_CSV)
    _git(installed, "add", ".")
    assert run("git", "commit", "-m", "list", SKIP="dlpscan").returncode == 0
    run("git", "checkout", "main")
    done = run("git", "merge", "--no-ff", "-m", "merge", "side")

    assert done.returncode != 0
    assert "CN_RESIDENT_ID" in done.stderr + done.stdout


def test_a_skipped_hook_is_caught_by_the_run_of_ci(installed: Path, run: Run) -> None:
    """SKIP=dlpscan lets a commit through; `pre-commit run --all-files` in CI does not."""
    (installed / "客户.csv").write_text(_CSV)
    _git(installed, "add", ".")
    skipped = run("git", "commit", "-m", "skip it", SKIP="dlpscan")
    ci = run("pre-commit", "run", "--all-files", offline=True)

    assert skipped.returncode == 0, skipped.stdout + skipped.stderr
    assert ci.returncode == 1
    assert "CN_RESIDENT_ID" in ci.stdout


def test_allowed_lines_and_a_baseline_pass(installed: Path, run: Run) -> None:
    """A reason on the line, or an entry of the committed baseline, lets a finding pass."""
    (installed / "a.py").write_text(f"ID = '身份证{_ID}'  # dlpscan: allow an invented person of the tests\n")
    _git(installed, "add", ".")
    allowed = run("git", "commit", "-m", "with a reason")
    (installed / "b.csv").write_text(_CSV)
    _git(installed, "add", ".")
    blocked = run("git", "commit", "-m", "without")
    update = run(
        *(
            "dlpscan",
            "baseline",
            "update",
            "--reason",
            "invented people",
            "--owner",
            "qa",
            "--expires",
            "2099-12-31",
        )
    )
    _git(installed, "add", ".")
    accepted = run("git", "commit", "-m", "with a baseline")
    (installed / "b.csv").write_text(f"{_CSV}李娜,440304197611235622\n")
    _git(installed, "add", ".")
    more = run("git", "commit", "-m", "one more")

    assert [allowed.returncode, accepted.returncode] == [0, 0], accepted.stdout + accepted.stderr
    assert 0 not in (blocked.returncode, more.returncode)
    assert "2 entries, 0 before" in update.stdout
    assert _ID not in (installed / "dlpscan-baseline.yaml").read_text(encoding="utf-8")
