"""Writes the documents that follow from the code: rules, hooks, commands, JSON Schema, README's demo.

`--check` changes nothing and exits with 1 if a document is out of date.
"""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dlpscan.apps.cli import cli
from dlpscan.apps.rule_pages import listing
from dlpscan.hookspecs import Hooks
from dlpscan.report.records import schema

_ROOT = Path(__file__).resolve().parent.parent
_MADE = "<!-- made by scripts/generate_docs.py -->"


def _rules() -> str:
    lines = listing((), markdown=True)
    return "\n".join(["# Recognisers and rules", "", _MADE, "", *lines, ""])


def _hooks() -> str:
    lines = ["# Hooks for plugins", "", _MADE, "", inspect.getdoc(sys.modules[Hooks.__module__]) or "", ""]
    for name, hook in sorted(vars(Hooks).items()):
        if not name.startswith("_"):
            lines += [f"## `{name}`", "", inspect.getdoc(hook) or "", ""]
    return "\n".join(lines)


def _commands() -> str:
    lines = ["# Command line", "", _MADE, ""]
    for path, command in _walk(cli, "dlpscan"):
        lines += [f"## `{path}`", "", inspect.cleandoc(command.help or ""), ""]
        options = [one for one in command.params if isinstance(one, click.Option)]
        if options:
            lines += ["| option | meaning |", "|---|---|"]
            lines += [f"| `{'`, `'.join(one.opts)}`{_values(one)} | {_meaning(one)} |" for one in options]
            lines.append("")
    lines += [
        "## Exit codes",
        "",
        "0 nothing found · 1 a finding from `--min-score` on that the profile does not call public; with",
        "`--transfer` a violation from `--fail-on` on · 2 usage or configuration error · 3 the scan is",
        "incomplete and nothing made it 1.",
        "",
    ]
    return "\n".join(lines)


def _walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _walk(inner, f"{path} {name}")


def _values(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " " + " · ".join(map(str, option.type.choices))
    return f" {option.metavar}" if option.metavar else ""


def _meaning(option: click.Option) -> str:
    default = f" Default: {option.default}." if option.show_default and option.default else ""
    return f"{option.help or ''}{default}"


def _schema() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _readme() -> str:
    text = (_ROOT / "README.md").read_text(encoding="utf-8")
    command = [sys.executable, str(_ROOT / "scripts/demo.py")]
    shown = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    block = f"<!-- demo -->\n```console\n{shown}```\n<!-- /demo -->"
    return re.sub(r"<!-- demo -->.*<!-- /demo -->", lambda _: block, text, flags=re.DOTALL)


DOCUMENTS = {
    "docs/rules.md": _rules,
    "docs/hooks.md": _hooks,
    "docs/commands.md": _commands,
    "rules/schema/jsonl.json": _schema,
    "README.md": _readme,
}


def main() -> int:
    """Write or check all documents."""
    stale = []
    for name, make in DOCUMENTS.items():
        path = _ROOT / name
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'out of date' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
