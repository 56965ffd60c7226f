"""What starts with the command, and what the built wheel holds."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_HEAVY = ("spacy", "presidio_analyzer", "pydantic", "sqlalchemy", "numpy", "rich", "regex", "yaml", "lxml")

pytestmark = pytest.mark.e2e


def _imported(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        check=True,
        text=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()}


def test_import_brings_in_nothing() -> None:
    """`import dlpscan` imports none of the dependencies; a name that is used imports what it needs."""
    plain = _imported("pass")
    package = _imported("import dlpscan")

    assert package - plain <= {
        "dlpscan",
        "typing",
        "re",
        "collections",
        "enum",
        "functools",
        "copyreg",
    } | set(sys.stdlib_module_names)


def test_a_scan_brings_in_nothing_heavy(tmp_path: Path) -> None:
    """Scanning a small text imports neither heavy packages nor what only terminals and users' rules need."""
    path = tmp_path / "a.txt"
    path.write_text("手机13912345678")
    code = (
        "import sys, dlpscan.apps.cli as c\n"
        f"sys.argv = ['dlpscan', 'scan', {str(path)!r}]\n"
        "try:\n    c.main()\nexcept SystemExit:\n    pass"
    )

    assert _imported(code) & {*_HEAVY} - {"yaml"} == set()


def test_the_wheel_holds_the_rules(tmp_path: Path) -> None:
    """The built wheel has every rule file, byte for byte, and the tables and the type marker."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=_ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        rules = {
            f"dlpscan/_rules/{path.relative_to(_ROOT / 'rules').as_posix()}": path.read_bytes()
            for path in (_ROOT / "rules").rglob("*")
            if path.is_file()
        }
        tables = {
            f"dlpscan/checks/data/{path.name}" for path in (_ROOT / "dlpscan/checks/data").glob("*.tsv")
        }

        assert {name: archive.read(name) for name in names if name.startswith("dlpscan/_rules/")} == rules
        assert names >= tables | {"dlpscan/py.typed"}
        assert not [name for name in names if name.startswith(("tests/", "plugins/", "scripts/"))]


def test_the_installed_wheel_works_anywhere(tmp_path: Path) -> None:
    """Installed without the checkout, the command finds its rules and its tables."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=_ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "a.txt").write_text("身份证号420106198508152717", encoding="utf-8")
    code = (
        "import sys; sys.path.insert(0, 'site'); import dlpscan; assert 'site' in dlpscan.__file__\n"
        "result = next(dlpscan.Scanner().scan_paths(['a.txt']))\n"
        "print(*(finding.masked for finding in result.findings), len(dlpscan.Policy().rules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, text=True
    )

    assert done.stdout.split() == ["420106********2717", "3"]
