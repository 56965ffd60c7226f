"""The documents follow the code: tables, hooks, options, schema, and README's demo."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import msgspec
import pytest

from dlpscan.apps.cli import cli
from dlpscan.rulebook.baseline import BaselineFile
from dlpscan.rulebook.recogniser_rules import AnchorsEntry, RecogniserFile
from dlpscan.rulebook.settings import Settings
from dlpscan.rulebook.transfers import TransferFile

_ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.e2e
def test_generated_documents_are_up_to_date() -> None:
    """Rule table, hooks, commands, JSON Schema and README's demo are what the code gives."""
    command = [sys.executable, "scripts/generate_docs.py", "--check"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False, text=True)

    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_every_option_is_documented() -> None:
    """No option is without a sentence, and all are in the page of commands."""
    page = (_ROOT / "docs/commands.md").read_text(encoding="utf-8")
    options: list[tuple[str, click.Option]] = []
    waiting: list[click.Command] = [cli]
    while waiting:
        command = waiting.pop()
        waiting.extend(command.commands.values() if isinstance(command, click.Group) else ())
        options.extend((f"{command.name}", one) for one in command.params if isinstance(one, click.Option))
    lacking = [
        f"{name} {one.opts[-1]}" for name, one in options if not one.help or f"`{one.opts[-1]}`" not in page
    ]

    assert lacking == []


@pytest.mark.parametrize("kind", [Settings, TransferFile, RecogniserFile, AnchorsEntry, BaselineFile])
def test_every_key_of_a_file_is_documented(kind: type[msgspec.Struct]) -> None:
    """Each key that a user may write stands in docs/settings.md."""
    page = (_ROOT / "docs/settings.md").read_text(encoding="utf-8")
    schema = msgspec.json.schema(kind)
    keys = {name for one in schema["$defs"].values() for name in one.get("properties", {})}

    assert sorted(key for key in keys if key not in page) == []


def test_the_library_example_of_the_readme_runs(tmp_path: Path) -> None:
    """The six lines refuse the personal mailbox."""
    readme = (_ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, check=True, encoding="utf-8"
    )

    assert done.stdout.startswith("block [('no-external-share', '一(二)2')")
    assert tmp_path.exists()
