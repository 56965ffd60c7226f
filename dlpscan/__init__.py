"""dlpscan finds customers' personal information and judges whether a transfer of it is allowed.

The public names are imported when first used, so that `import dlpscan` costs nothing that a caller
does not need: a pre-commit hook starts once per commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Action",
    "Channel",
    "ConfigurationError",
    "DlpscanError",
    "Document",
    "Finding",
    "Limits",
    "Location",
    "Party",
    "Person",
    "Piece",
    "PluginError",
    "Policy",
    "ScanResult",
    "Scanner",
    "Segment",
    "Transfer",
    "Unscannable",
    "Verdict",
    "Violation",
    "__version__",
    "hookimpl",
]

_HOMES = {
    "Scanner": "dlpscan.scanner",
    "Policy": "dlpscan.policy.engine",
    "Limits": "dlpscan.limits",
    "ConfigurationError": "dlpscan.errors",
    "DlpscanError": "dlpscan.errors",
    "PluginError": "dlpscan.errors",
    "hookimpl": "dlpscan.hookspecs",
}

if TYPE_CHECKING:
    from dlpscan.errors import ConfigurationError, DlpscanError, PluginError
    from dlpscan.hookspecs import hookimpl
    from dlpscan.limits import Limits
    from dlpscan.model import (
        Action,
        Channel,
        Document,
        Finding,
        Location,
        Party,
        Person,
        Piece,
        ScanResult,
        Segment,
        Transfer,
        Unscannable,
        Verdict,
        Violation,
    )
    from dlpscan.policy.engine import Policy
    from dlpscan.scanner import Scanner


def __getattr__(name: str) -> Any:
    """Return a public name, importing its module at first use."""
    if name not in __all__:
        raise AttributeError(f"module 'dlpscan' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  (the point is to import late)

    value = getattr(import_module(_HOMES.get(name, "dlpscan.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
