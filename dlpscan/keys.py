"""The installation key, and the fingerprints made with it.

A fingerprint of a resident number without a key is no protection: there are fewer than 2^37 numbers for
a region and a decade. So every fingerprint is an HMAC under a key that stays on the installation, and
each use (findings, subjects of consents, ledger) has a key of its own, derived by HKDF (RFC 5869), so
that one leaked file cannot be matched against another.

Without an installation key a random one is made per process: findings of one run can be compared with
each other and with nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dlpscan.errors import KeyFileError

KEY_BYTES = 32
FINGERPRINT_HEX = 32
_HEADER = "dlpscan-key 1"
_DIGESTS = ("sha256", "sm3")


class Shared(NamedTuple):
    """A key on its way to a worker process, through a pipe and never through a file."""

    secret: bytes
    digest: str
    persistent: bool

    def __repr__(self) -> str:
        return "Shared()"


class Keys:
    """The keys of one installation. *key_id* is "" for the random key of one process."""

    def __init__(self, secret: bytes, *, digest: str = "sha256", persistent: bool = True) -> None:
        self._shared = Shared(secret, digest, persistent)
        self._finding_key = _derive(secret, b"finding")
        self._subject_key = _derive(secret, b"subject")
        self.digest = digest
        self.key_id = _derive(secret, b"key-id")[:4].hex() if persistent else ""

    def __repr__(self) -> str:
        return f"Keys(key_id={self.key_id!r}, digest={self.digest!r})"

    def shared(self) -> Shared:
        """Return what a worker process needs to make the same fingerprints."""
        return self._shared

    @property
    def is_persistent(self) -> bool:
        """Say whether fingerprints mean the same in the next process."""
        return bool(self.key_id)

    def fingerprint(self, entity_type: str, canonical: str) -> str:
        """Return the keyed fingerprint of a canonical value: 32 hexadecimal characters.

        The type is part of it, so that equal numbers of two types do not meet.
        """
        message = f"{entity_type}\0{canonical}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._finding_key, message, self.digest).hex()[:FINGERPRINT_HEX]

    def subject_token(self, fingerprint: str) -> bytes:
        """Return what a register stores for a fingerprint: 16 bytes.

        It is made under the key of subjects, so that a leaked register and a leaked report, which shows
        fingerprints, cannot be matched against each other.
        """
        return hmac.digest(self._subject_key, fingerprint.encode(), self.digest)[: FINGERPRINT_HEX // 2]


def _derive(secret: bytes, use: bytes) -> bytes:
    """Return a subkey (HKDF-SHA-256, RFC 5869, one block, no salt)."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, b"dlpscan " + use + b"\x01", "sha256")


def default_path() -> Path:
    """Return where `dlpscan key init` puts the key and where it is looked for without DLPSCAN_KEY_FILE."""
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home())
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "dlpscan" / "key"


def create(path: Path, *, digest: str = "sha256") -> Keys:
    """Write a new random key to *path*, readable by its owner only, and return it.

    Raises `KeyFileError` where a file stands already: a key that is overwritten takes every register
    with it.
    """
    if digest not in _DIGESTS or digest not in hashlib.algorithms_available:
        raise KeyFileError(f"digest {digest!r} is not available here; known: {', '.join(_DIGESTS)}")
    secret = secrets.token_bytes(KEY_BYTES)
    text = f"{_HEADER}\ndigest: {digest}\nkey: {b64encode(secret).decode()}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileError(
            "a key stands here already; without it no consent and no baseline can be read again. "
            "Move it away first if that is what you want.",
            str(path),
        ) from None
    except OSError as error:
        raise KeyFileError(f"cannot be written: {error.strerror}", str(path)) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    return Keys(secret, digest=digest)


def load(path: Path) -> Keys:
    """Return the key of a file made by `create`. Raises `KeyFileError`, which never shows the key."""
    place = str(path)
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise KeyFileError("no such file; make one with: dlpscan key init", place) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError("cannot be read as a key file", place) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise KeyFileError("others can read this key; mend it with: chmod 600 FILE", place)
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    if not lines or lines[0] != _HEADER or "key" not in fields:
        raise KeyFileError(f"not a key file: the first line should be {_HEADER!r}", place)
    digest = fields.get("digest", "sha256")
    if digest not in _DIGESTS or digest not in hashlib.algorithms_available:
        raise KeyFileError(f"its digest is not available here; known: {', '.join(_DIGESTS)}", place)
    try:
        secret = b64decode(fields["key"], validate=True)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyFileError(f"the key should be {KEY_BYTES} bytes in base64", place)
    return Keys(secret, digest=digest)


@cache
def _process_key() -> Keys:
    return Keys(secrets.token_bytes(KEY_BYTES), persistent=False)


_adopted: list[Keys] = []


def adopt(shared: Shared) -> None:
    """Use, in this process, the key of the process that started it."""
    _adopted[:] = [Keys(shared.secret, digest=shared.digest, persistent=shared.persistent)]


def current() -> Keys:
    """Return the key of this installation, or the random one of this process.

    `DLPSCAN_KEY_FILE` names the file; without it the default path is used if a key stands there.
    """
    if _adopted:
        return _adopted[0]
    named = os.environ.get("DLPSCAN_KEY_FILE")
    if named:
        return load(Path(named))
    path = default_path()
    # os.path says False where even asking is not permitted.
    return load(path) if os.path.isfile(path) else _process_key()  # noqa: PTH113
