"""The exceptions that dlpscan raises. The class says the reason; the text never holds customers' data.

DlpscanError
├── ConfigurationError        a file, rule, setting or argument is wrong: exit code 2
│   ├── RuleError             a rule or one of its samples
│   ├── KeyFileError          the installation key is missing, readable by others or malformed
│   └── RegisterKeyError      a register was made under another key, so that nothing in it would match
├── RegisterError             a register cannot be reached or read; a verdict becomes stricter by it
├── PluginError               a plugin does not load, raises, or misspells a hook
├── LimitReached              extraction met a limit; what was found before stays
└── ExtractionError           content cannot be read; becomes an Unscannable
    ├── Encrypted
    ├── Damaged
    └── Unsupported
"""

from __future__ import annotations

from typing import Literal


class DlpscanError(Exception):
    """Base of everything that dlpscan raises on purpose."""


class ConfigurationError(DlpscanError):
    """A file, rule, setting or argument is wrong.

    *place* is `file:line` or the name of the argument, "" where there is none.
    """

    def __init__(self, message: str, place: str = "") -> None:
        self.place = place
        super().__init__(f"{place}: {message}" if place else message)


class RuleError(ConfigurationError):
    """A rule is malformed, or a sample that it carries does not hold."""


class KeyFileError(ConfigurationError):
    """The installation key is missing, malformed or readable by others."""


class RegisterKeyError(ConfigurationError):
    """A register was made under another installation key: no fingerprint would ever match."""


class RegisterError(DlpscanError):
    """A register cannot be reached or read. The text names the register, never a password or a value."""


class PluginError(DlpscanError):
    """A plugin does not load, raises, or misspells a hook. *plugin* is its distribution."""

    def __init__(self, plugin: str, message: str) -> None:
        self.plugin = plugin
        super().__init__(f"plugin {plugin}: {message}")


class LimitReached(DlpscanError):  # noqa: N818  (reads as what happened)
    """Extraction met a limit. *limit* names it, *reason* is `limit` or `timeout`.

    *ends_scan* says that nothing more of the top-level input can be read; otherwise only this document
    ends, and its siblings go on.
    """

    def __init__(
        self, limit: str, reason: Literal["limit", "timeout"] = "limit", *, ends_scan: bool = False
    ) -> None:
        self.limit = limit
        self.reason = reason
        self.ends_scan = ends_scan
        super().__init__(limit)


class ExtractionError(DlpscanError):
    """Content cannot be read. The text of the error becomes `Unscannable.detail`."""

    reason: Literal["encrypted", "damaged", "unsupported"] = "damaged"


class Encrypted(ExtractionError):  # noqa: N818
    """The content is encrypted and no password is known."""

    reason = "encrypted"


class Damaged(ExtractionError):  # noqa: N818
    """The content is not what its beginning promised."""

    reason = "damaged"


class Unsupported(ExtractionError):  # noqa: N818
    """No extractor reads this format."""

    reason = "unsupported"
