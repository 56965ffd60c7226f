"""One file per identifier, each with `RECOGNISERS`, a tuple of declarations. Found by walking the package.

A module here imports checks and `dlpscan.declare`, never the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from dlpscan.declare import Recogniser


def built_in() -> Iterator[Recogniser]:
    """Yield every declaration of this package, in order of module names."""
    for module in sorted(iter_modules(__path__), key=lambda one: one.name):
        yield from import_module(f"{__name__}.{module.name}").RECOGNISERS
