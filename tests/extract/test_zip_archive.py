"""Archives: every member in every shape, and nothing clean that was not read."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib

import pytest

from dlpscan import Limits, Scanner
from dlpscan.extract.zip_archive import ZipArchive
from dlpscan.limits import Budget
from dlpscan.model import Document, ScanResult, Segment, Unscannable

_ID = "420106198508152717"
_TEXT = f"身份证号:{_ID}\n".encode()


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")  # duplicate names
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def _ids(result: ScanResult) -> list[str]:
    return [str(one.location) for one in result.findings if one.entity_type == "CN_RESIDENT_ID"]


def _documents(data: bytes) -> list[tuple[str, bytes]]:
    items = ZipArchive().extract(Document("a.zip", data), Budget(Limits()))
    return [(one.name, one.data) for one in items if isinstance(one, Document)]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_members_are_inner_documents(scanner: Scanner, method: int) -> None:
    """Each method of compression is read, and the path shows every container."""
    inner = _zip(("b/c.txt", _TEXT), method=method)
    result = scanner.scan_bytes(_zip(("in.zip", inner), ("d.txt", b"x"), method=method), "客户.zip")

    assert _ids(result) == ["客户.zip!in.zip!b/c.txt!1:6"]
    assert result.complete
    assert result.documents == 4


def test_names_in_gbk_are_restored(scanner: Scanner) -> None:
    """Programs on Chinese Windows write GBK and set no flag; names are text and are scanned."""
    name = f"客户{_ID}.txt".encode("gbk")
    data = _zip((f"xx{_ID}yy.txt", b"hello"))
    data = data.replace(f"xx{_ID}yy.txt".encode(), name)
    result = scanner.scan_bytes(data, "a.zip")

    assert [one for one, _ in _documents(data)] == [f"客户{_ID}.txt"]
    assert _ids(result) == ["a.zip!客户420106********2717.txt!name"]


def test_folders_and_empty_members_have_names(scanner: Scanner) -> None:
    """The name of a folder or of an empty member is read as well."""
    result = scanner.scan_bytes(_zip((f"证件{_ID}/", b""), (f"空{_ID}.txt", b"")), "a.zip")

    assert len(_ids(result)) == 2
    assert result.complete


def test_comments_are_read(scanner: Scanner) -> None:
    """The comments of the archive and of its members are text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.comment = _TEXT
        archive.writestr(info, b"hello")
        archive.comment = _TEXT
    result = scanner.scan_bytes(buffer.getvalue(), "a.zip")

    assert _ids(result) == ["a.zip!part:comment!1:6", "a.zip!a.txt!name"]


def test_an_encrypted_member_is_reported_by_name(scanner: Scanner) -> None:
    """Its content cannot be read; its name is scanned, masked and named, and its neighbour read."""
    data = bytearray(_zip((f"名单{_ID}.txt", b"secret"), ("b.txt", _TEXT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    result = scanner.scan_bytes(bytes(data), "a.zip")

    assert [(one.reason, str(one.location)) for one in result.unscannable] == [
        ("encrypted", "a.zip!名单420106********2717.txt")
    ]
    assert len(_ids(result)) == 2


def test_a_flag_in_one_header_only_hides_nothing(scanner: Scanner) -> None:
    """A directory that calls a plain member encrypted keeps no scanner out."""
    data = bytearray(_zip(("a.txt", _TEXT)))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert _ids(scanner.scan_bytes(bytes(data), "a.zip")) == ["a.zip!a.txt!1:6"]


@pytest.mark.parametrize("junk", [b"#!/bin/sh\nexit 0\n", bytes(5000), b"MZ" + bytes(500), _TEXT])
def test_an_archive_behind_something_is_read(scanner: Scanner, junk: bytes) -> None:
    """Self-extractors and disguises: the members are read, and what stands before them too."""
    result = scanner.scan_bytes(junk + _zip(("a.txt", _TEXT)), "a.exe")

    assert "a.exe!a.txt!1:6" in _ids(result)
    assert len(_ids(result)) == (2 if junk == _TEXT else 1)


def test_what_follows_an_archive_is_read(scanner: Scanner) -> None:
    """Text behind the directory belongs to no member and is a document of its own."""
    result = scanner.scan_bytes(_zip(("a.txt", b"x")) + _TEXT, "a.zip")

    assert len(_ids(result)) == 1


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_truncated_archive_is_salvaged(scanner: Scanner, keep: float) -> None:
    """Without a directory, members are read from their local headers, and the damage is said."""
    noise = bytes(Budget(Limits()).limits.depth) + zlib.compress(bytes(range(256)) * 20)
    data = _zip(("a.txt", _TEXT), ("b.bin", noise * 20), ("c.txt", b"hello " * 900))
    result = scanner.scan_bytes(data[: int(len(data) * keep)], "a.zip")

    assert _ids(result) == ["a.zip!a.txt!1:6"]
    assert "damaged" in {one.reason for one in result.unscannable}


def test_members_without_declared_sizes_are_salvaged(scanner: Scanner) -> None:
    """Streamed archives say the sizes behind the data; the stream itself says where it ends."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[type-var]
        archive.writestr("a.txt", b"hello")
        archive.writestr("b.txt", _TEXT)
    whole, cut = scanner.scan_bytes(pipe.data, "a.zip"), pipe.data[: pipe.data.index(b"PK\x01\x02")]

    assert (_ids(whole), whole.complete) == (["a.zip!b.txt!1:6"], True)
    assert _ids(scanner.scan_bytes(cut, "a.zip")) == ["a.zip!b.txt!1:6"]


def test_a_member_that_the_directory_hides_is_read(scanner: Scanner) -> None:
    """Two readers see two archives: both views are read."""
    first, second = _zip(("a.txt", _TEXT)), _zip(("b.txt", b"hello"))

    assert _ids(scanner.scan_bytes(first + second, "a.zip")) == ["a.zip!a.txt!1:6"]


@pytest.mark.parametrize("size", [0, 3, 1 << 30])
def test_lying_sizes_are_not_believed(scanner: Scanner, size: int) -> None:
    """Whatever the headers declare, the stream is read to its end, and the lie is said."""
    data = bytearray(_zip(("a.txt", _TEXT)))
    central = data.index(b"PK\x01\x02")
    for at in (18, 22, central + 20, central + 24):
        data[at : at + 4] = struct.pack("<I", size)
    result = scanner.scan_bytes(bytes(data), "a.zip")

    assert _ids(result) == ["a.zip!a.txt!1:6"]
    assert not result.complete


def test_traversal_and_duplicate_names_are_only_names(scanner: Scanner) -> None:
    """Nothing is written anywhere; members of one name are all read."""
    data = _zip(("../../etc/x", _TEXT), ("a", b"one"), ("a", _TEXT), ("/abs", b"x"))
    result = scanner.scan_bytes(data, "a.zip")

    assert _ids(result) == ["a.zip!../../etc/x!1:6", "a.zip!a!1:6"]
    assert result.complete


def test_overlapping_members_are_reported() -> None:
    """2,000 names for one stream cost one reading, and are not clean."""
    data = _zip(("a.txt", b"0" * 1_000_000))
    central = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    record = data[central:end]
    directory = b"".join(record[:46] + b"%05d" % number for number in range(2000))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2000, 2000, len(directory), central, 0)
    items = [*ZipArchive().extract(Document("a", data[:central] + directory + tail), Budget(Limits()))]

    assert sum(isinstance(one, Document) for one in items) == 1
    assert sum(isinstance(one, Unscannable) for one in items) == 1999
    assert sum(isinstance(one, Segment) and one.kind == "name" for one in items) >= 1999


def test_a_bomb_stops_and_its_neighbours_are_read(scanner: Scanner) -> None:
    """A member beyond the ratio is cut and reported; what stands beside it is found."""
    data = _zip(("bomb", bytes(60 << 20)), ("a.txt", _TEXT))
    result = scanner.scan_bytes(data, "a.zip")

    assert _ids(result) == ["a.zip!a.txt!1:6"]
    assert ("limit", "a.zip!bomb") in [(one.reason, str(one.location)) for one in result.unscannable]


def test_the_total_keeps_what_was_found() -> None:
    """At the limit of all bytes, the members before it are still read."""
    noise = b"".join(struct.pack("<I", zlib.crc32(b"%d" % number)) for number in range(50_000))
    data = _zip(("a.txt", _TEXT), ("b.bin", noise), ("c.bin", noise), ("d.txt", b"hello"))
    result = Scanner(plugins=(), limits=Limits(total_bytes=len(data) + 100_000)).scan_bytes(data, "a.zip")

    assert _ids(result) == ["a.zip!a.txt!1:6"]
    assert "limit" in {one.reason for one in result.unscannable}


def test_too_many_members_end_at_the_limit() -> None:
    """60,000 members are not read, the first ones are, and the rest is said."""
    data = _zip(("a.txt", _TEXT), *((str(number), b"") for number in range(3000)))
    result = Scanner(plugins=(), limits=Limits(entries=1000)).scan_bytes(data, "a.zip")

    assert _ids(result) == ["a.zip!a.txt!1:6"]
    assert "limit" in {one.reason for one in result.unscannable}
    assert result.documents <= 1001


def test_nesting_ends(scanner: Scanner) -> None:
    """Forty archives in each other are too deep, which is said."""
    data = _TEXT
    for number in range(40):
        data = _zip((f"{number}.zip", data))
    result = scanner.scan_bytes(data, "a.zip")

    assert [one.reason for one in result.unscannable] == ["limit"]


@pytest.mark.parametrize("flip", range(0, 400, 7))
def test_no_damage_is_clean(scanner: Scanner, flip: int) -> None:
    """Whatever byte is damaged, the number is found or the scan is not complete; nothing raises."""
    data = bytearray(_zip(("a.txt", _TEXT * 3), ("b.txt", _TEXT * 3)))
    data[flip % len(data)] ^= 0xFF
    result = scanner.scan_bytes(bytes(data), "a.zip")

    assert _ids(result) or not result.complete


@pytest.mark.parametrize("length", range(4, 240, 9))
def test_no_truncation_is_clean(scanner: Scanner, length: int) -> None:
    """Wherever the archive ends, the number is found or the scan is not complete."""
    result = scanner.scan_bytes(_zip(("a.txt", _TEXT * 3))[:length], "a.zip")

    assert _ids(result) or not result.complete


def test_zip64_fields_are_read(scanner: Scanner) -> None:
    """Numbers that stand in the extra field, and an end record of 64 bits, are understood."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(_TEXT)
    data = buffer.getvalue()
    at = data.index(b"PK\x05\x06")
    size, start = struct.unpack_from("<2I", data, at + 12)
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    for one in (data, data[:at] + record + locator + end):
        result = scanner.scan_bytes(one, "a.zip")

        assert (_ids(result), result.complete) == (["a.zip!a.txt!1:6"], True)
