"""Protected Office files: an encrypted docx, xlsx or pptx is no zip container but an OLE one.

Source: [MS-OFFCRYPTO] 2.3.4.4 (the stream `EncryptedPackage`), [MS-CFB] for the container.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from dlpscan.limits import Budget
from dlpscan.model import Document, Segment, Unscannable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNING = 1 << 16


def streams(data: bytes, *wanted: str) -> dict[str, bytes]:
    """Return the names of all streams in lower case, with the beginnings of those *wanted*.

    A container that cannot be opened has none.
    """
    import olefile  # noqa: PLC0415  (16 ms, only for OLE containers)

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {"/".join(entry).lower() for entry in container.listdir()}
            return {
                name: container.openstream(name).read(_BEGINNING) if name in wanted else b"" for name in names
            }
    except Exception:  # noqa: BLE001  (olefile raises many kinds on damaged input)
        return {}


class ProtectedOffice:
    """Says of an Office file with a password that it is encrypted."""

    name = "protected-office"
    priority = 50

    def recognises(self, document: Document) -> bool:
        """Take OLE containers with an encrypted package."""
        return document.data.startswith(MAGIC) and "encryptedpackage" in streams(document.data)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Say that it cannot be read."""
        budget.check_time()
        yield Unscannable("encrypted", document.location, "the Office file is protected by a password")


EXTRACTORS = (ProtectedOffice(),)
