"""Where the bundled rules are, and what version they have together."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from dlpscan.checks.tables import rules_folder

__all__ = ["rules_folder", "rules_version"]


@cache
def rules_version(*more: Path) -> str:
    """Return 12 hexadecimal characters that change with any rule file, bundled or in the folders *more*."""
    digest = hashlib.sha256()
    for folder in (rules_folder(), *more):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".yaml", ".tsv"} and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
