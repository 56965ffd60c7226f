"""The registers in a database: consents, agreements, qualified recipients, approvals.

SQLAlchemy Core over SQLite or PostgreSQL, installed with `dlpscan[registers]`. Nothing here is imported
unless a register is configured. No customer stands in it in clear: a subject is a pseudonym, and what tells
it are HMACs under the installation key, of which the register keeps the id and refuses any other.
"""

from __future__ import annotations

from dlpscan.errors import ConfigurationError


def require_sqlalchemy() -> None:
    """Raise `ConfigurationError` where it is not installed: it comes with an extra."""
    try:
        import sqlalchemy  # noqa: F401, PLC0415  (only where a register is used)
    except ImportError:
        raise ConfigurationError(
            "registers need SQLAlchemy; install it with: pip install 'dlpscan[registers]'", "registers.url"
        ) from None
