"""Patterns that are compiled when they are first needed: a start that meets no such text pays for none.

Hundreds of expressions compiled at import would cost every start, also of a pre-commit hook, 100 ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class LatePattern:
    """Stands for `re.compile(pattern, flags)`, and becomes it with the first use."""

    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]
    split: Callable[..., list[str]]

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._expression = pattern
        self._flags = flags

    def __repr__(self) -> str:
        return f"LatePattern({self._expression!r})"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._expression, self._flags)
        # From now on the methods are found here, without asking again.
        self.match, self.search, self.fullmatch = compiled.match, compiled.search, compiled.fullmatch
        self.finditer, self.findall = compiled.finditer, compiled.findall
        self.sub, self.split = compiled.sub, compiled.split
        return getattr(compiled, name)
