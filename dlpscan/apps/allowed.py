"""`dlpscan rules allowed`: the entries of the allow list, and whether anybody still needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dlpscan.scanner import Scanner


class State(NamedTuple):
    """One entry as a line, masked, and whether it should go: it has ended, or accepts nothing."""

    line: str
    should_go: bool


def listing(policy: Path, rules: Sequence[Path], paths: Sequence[Path]) -> list[State]:
    """Return the state of each entry; *paths* are scanned to see which entries are used."""
    scanner = Scanner.load(policy, rules=rules)
    allow = scanner.allow
    today = allow.today()
    # An accepted finding carries the reason as it is shown.
    uses = Counter(
        one.allowed for result in scanner.scan_paths(paths) for one in result.findings if one.allowed
    )
    states = []
    for index, entry in enumerate(allow.entries):
        count = uses[scanner.mask_name(allow.reason(index))]
        state = "active"
        if entry.expires < today:
            state = "ended"
        elif paths:
            state = f"accepts {count}" if count else "unused"
        line = (
            f"allow[{index}]  {state:<10}  until {entry.expires}  {scanner.mask_name(entry.what)}  "
            f"{scanner.mask_name(entry.reason)} ({scanner.mask_name(entry.owner)})"
        )
        states.append(State(line, state in ("ended", "unused")))
    return states
