"""One file per format: bytes in, text with places out. An extractor recognises nothing.

Each module has `EXTRACTORS`, a tuple of objects that follow `dlpscan.declare.Extractor`. They are found by
walking the package and asked by falling priority. The scanner's one loop owns recursion and limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from dlpscan.declare import Extractor


def built_in() -> Iterator[Extractor]:
    """Yield every extractor of this package, in order of module names."""
    for module in sorted(iter_modules(__path__), key=lambda one: one.name):
        yield from getattr(import_module(f"{__name__}.{module.name}"), "EXTRACTORS", ())
