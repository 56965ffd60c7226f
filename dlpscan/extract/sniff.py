"""What a file is, by its first bytes. The extension is never asked: renaming is the oldest evasion."""

from __future__ import annotations

from typing import NamedTuple

from dlpscan.extract.encodings import is_text
from dlpscan.model import Reason


class Kind(NamedTuple):
    """A format that no extractor read: its name, and the reason to report."""

    name: str
    reason: Reason


# Magic numbers as in the formats' own specifications (PDF 32000-1, APPNOTE.TXT, PNG, JFIF, …).
_MAGICS: tuple[tuple[bytes, str, Reason], ...] = (
    (b"%PDF-", "PDF", "unsupported"),
    (b"PK\x03\x04", "zip archive", "unsupported"),
    (b"PK\x05\x06", "empty zip archive", "unsupported"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE container (old Office)", "unsupported"),
    (b"\x1f\x8b", "gzip", "unsupported"),
    (b"BZh", "bzip2", "unsupported"),
    (b"\xfd7zXZ\x00", "xz", "unsupported"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive", "unsupported"),
    (b"Rar!\x1a\x07", "RAR archive", "unsupported"),
    (b"\x28\xb5\x2f\xfd", "Zstandard", "unsupported"),
    (b"SQLite format 3\x00", "SQLite database", "unsupported"),
    (b"PAR1", "Parquet", "unsupported"),
    (b"Obj\x01", "Avro", "unsupported"),
    (b"ORC", "ORC", "unsupported"),
    (b"{\\rtf", "RTF", "unsupported"),
    (b"\x78\x9f\x3e\x22", "TNEF (winmail.dat)", "unsupported"),
    (b"\x89PNG\r\n\x1a\n", "PNG image", "no_text"),
    (b"\xff\xd8\xff", "JPEG image", "no_text"),
    (b"GIF87a", "GIF image", "no_text"),
    (b"GIF89a", "GIF image", "no_text"),
    (b"II*\x00", "TIFF image", "no_text"),
    (b"MM\x00*", "TIFF image", "no_text"),
    (b"\x00\x00\x01\x00", "icon", "no_text"),
    (b"wOFF", "font", "no_text"),
    (b"wOF2", "font", "no_text"),
    (b"\x00\x01\x00\x00\x00", "font", "no_text"),
    (b"OTTO", "font", "no_text"),
    (b"\x7fELF", "program", "no_text"),
    (b"\xfe\xed\xfa", "program", "no_text"),
    (b"\xcf\xfa\xed\xfe", "program", "no_text"),
    (b"\xca\xfe\xba\xbe", "program", "no_text"),
    (b"ID3", "audio", "no_text"),
    (b"OggS", "audio", "no_text"),
    (b"fLaC", "audio", "no_text"),
)
_RIFF = {b"WEBP": "WebP image", b"WAVE": "audio", b"AVI ": "video"}


def kind(data: bytes) -> Kind:
    """Return what *data* is, for content that no extractor reads.

    Nothing is taken for a picture or program by letters alone: a text may begin with `OTTO` or `ID3`, and
    what holds text must not pass as something without.
    """
    for magic, name, reason in _MAGICS:
        if data.startswith(magic) and not (reason == "no_text" and magic.isascii() and is_text(data)):
            return Kind(name, reason)
    if data[:4] == b"RIFF" and data[8:12] in _RIFF and not is_text(data):
        return Kind(_RIFF[data[8:12]], "no_text")
    if data[4:8] == b"ftyp" and not is_text(data):
        return Kind("video", "no_text")
    # BITMAPFILEHEADER: reserved fields are zero, and one of the known sizes of the next header follows.
    if data[:2] == b"BM" and data[6:10] == bytes(4) and data[14:18] in _BMP_HEADERS:
        return Kind("BMP image", "no_text")
    # The DOS header's last field points to the PE signature.
    at = int.from_bytes(data[60:64], "little")
    if data[:2] == b"MZ" and data[at : at + 4] == b"PE\0\0":
        return Kind("program", "no_text")
    return Kind("unknown binary content", "unsupported")


_BMP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))


def is_binary(data: bytes) -> bool:
    """Say whether the first bytes are those of a format that is known not to be text."""
    return kind(data).name != "unknown binary content"
