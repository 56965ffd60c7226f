"""Reads the tab-separated tables beside this file. Each is headed by its source, licence and date.

Tables are read when first asked for: a scan that meets no resident number never loads the regions.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"
_PACKAGE = Path(__file__).resolve().parent.parent


def rules_folder() -> Path:
    """Return the folder of the bundled rules: inside the wheel, or beside the package in a checkout."""
    bundled = _PACKAGE / "_rules"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "rules"


def rows(name: str, folder: Path = _FOLDER) -> list[list[str]]:
    """Return the rows of the table *name*, without its comments and its line of column names."""
    text = (folder / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@cache
def published_dummies(entity_type: str) -> frozenset[str]:
    """Return the sample values of this type that standards and manuals print, in canonical form."""
    return frozenset(row[1] for row in rows("published_dummies") if row[0] == entity_type)
