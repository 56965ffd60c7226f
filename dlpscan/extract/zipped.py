"""Zip containers as they are, not as they say they are: archives and Office files are read through this.

`zipfile` refuses whatever two readers could take in two ways, so a hostile or half-copied container would be
skipped as a whole. Here the central directory is believed about names and places only: data is inflated in
blocks against the budget up to the end of its stream, whatever size is declared, and its size and checksum
are compared afterwards. Without a directory, and between the members that it names, local headers are looked
for, so that a truncated archive gives what is left of it and a member that the directory hides is read.

Source: PKWARE APPNOTE.TXT 6.3.10: 4.3.7 local header, 4.3.9 data descriptor, 4.3.12 central directory,
4.3.14-16 its end, 4.4.4 flags, 4.4.5 methods, 4.5.3 zip64, 4.6.9 Unicode path.
"""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from dlpscan.errors import LimitReached
from dlpscan.extract.encodings import decode
from dlpscan.limits import Budget
from dlpscan.model import Location, Reason, Unscannable

LOCAL = b"PK\x03\x04"
_CENTRAL = b"PK\x01\x02"
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL_HEADER = struct.Struct("<4s6H3I5H2I")
_END_RECORD = struct.Struct("<4s4H2IH")
# The end record, its comment, and the two records of zip64 before it.
_END_AREA = 22 + 0xFFFF
_BLOCK = 1 << 16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED, _SIZES_FOLLOW, _UTF_8 = 1, 1 << 3, 1 << 11
_METHODS = {0: "stored", 8: "deflate", 12: "bzip2", 14: "LZMA"}
_AES = 99
_UNICODE_PATH, _ZIP64 = 0x7075, 0x0001
# A data descriptor that no header announces, and padding, are shorter.
_SHORTEST_GAP = 32
_PADDING = bytes(range(33)) + b"\x7f\xff"


class Member(NamedTuple):
    """One member as its header describes it. *start* is where its local header begins."""

    name: str
    start: int
    data_start: int
    stored: int
    """How many bytes the header says that the data takes in the archive, -1 where it does not say."""
    size: int
    """How many bytes the header says that it inflates to, -1 where it does not say."""
    crc: int
    method: int
    is_encrypted: bool
    comment: str = ""
    local_name: str = ""
    """The name in the local header, where it is another."""

    @property
    def is_folder(self) -> bool:
        """Say whether it is a folder: its name ends in a slash and it holds nothing."""
        return self.name.endswith("/") and self.size <= 0 and self.stored <= 0


class Content(NamedTuple):
    """What a member held, as far as it could be read; *reason* and *detail* say why that is not all."""

    data: bytes
    reason: Reason | None = None
    detail: str = ""
    end: int = 0
    """Where its data ends in the archive."""
    ends_scan: bool = False

    def failure(self, location: Location) -> Iterator[Unscannable]:
        """Yield what could not be read, if anything."""
        if self.reason:
            yield Unscannable(self.reason, location, self.detail)


class Archive:
    """The members of a container. *is_whole* says that there is a directory, and that it could be read.

    *comment* is that of the archive. *begin* is where the archive begins behind what stands before it.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.comment = ""
        self._covered: list[tuple[int, int]] = []
        self._broken = 0
        members = self._directory()
        self.is_whole = members is not None and not self._broken
        self.members: list[Member] = members or []
        self.hidden: list[Member] = []
        """Members that no directory names, filled by `read_all`."""

    def __repr__(self) -> str:
        return f"Archive(members={len(self.members)}, is_whole={self.is_whole})"

    # -- headers --------------------------------------------------------------------------------

    def _directory(self) -> list[Member] | None:
        """Return the members that the central directory names, None where there is none."""
        data = self.data
        at = data.rfind(_END, max(0, len(data) - _END_AREA))
        while at >= 0 and len(data) - at >= _END_RECORD.size:
            count, size, start, comment = _END_RECORD.unpack_from(data, at)[4:]
            end = at
            if count == _FULL_16 or _FULL_32 in (size, start):
                end, size, start = self._zip64_end(at, size, start)
            # Something may stand before the archive: places are counted from its own beginning.
            shift = end - size - start
            first = start + shift
            if first >= 0 and (not size or data.startswith(_CENTRAL, first)):
                self._covered.append((first, min(len(data), at + _END_RECORD.size + comment)))
                self.comment = decode(data[at + _END_RECORD.size :][:comment]).text
                return self._named(first, end, max(0, shift))
            at = data.rfind(_END, max(0, len(data) - _END_AREA), at)
        return None

    def _zip64_end(self, at: int, size: int, start: int) -> tuple[int, int, int]:
        locator = at - 20
        if locator < 0 or not self.data.startswith(_LOCATOR_64, locator):
            return at, size, start
        record = self.data.rfind(_END_64, max(0, locator - _END_AREA), locator)
        if record < 0 or locator - record < 56:  # noqa: PLR2004  (4.3.14: its fixed part)
            return at, size, start
        size, start = struct.unpack_from("<2Q", self.data, record + 40)
        return record, size, start

    def _named(self, at: int, end: int, shift: int) -> list[Member]:
        members = []
        while at + _CENTRAL_HEADER.size <= end:
            fields = _CENTRAL_HEADER.unpack_from(self.data, at)
            if fields[0] != _CENTRAL:
                self._broken += 1
                break
            flags, method, crc, stored, size = fields[3], fields[4], *fields[7:10]
            name_size, extra_size, comment_size = fields[10:13]
            start = fields[-1]
            at += _CENTRAL_HEADER.size
            raw = self.data[at : at + name_size]
            extra = self.data[at + name_size : at + name_size + extra_size]
            at += name_size + extra_size
            comment = self.data[at : at + comment_size]
            at += comment_size
            size, stored, start = _zip64(extra, size, stored, start)
            member = self._local(start + shift)
            if member is None:
                self._broken += 1
                continue
            name = _name(raw, flags, extra)
            members.append(
                member._replace(
                    name=name,
                    stored=stored,
                    size=size,
                    crc=crc,
                    method=method,
                    # One header alone may say so to keep scanners out of what programs open.
                    is_encrypted=member.is_encrypted and (bool(flags & _ENCRYPTED) or method == _AES),
                    comment=decode(comment).text,
                    local_name=member.name if member.name != name else "",
                )
            )
        return members

    def _local(self, start: int) -> Member | None:
        """Return the member whose local header is at *start*, None where there is none."""
        data = self.data
        if start < 0 or not data.startswith(LOCAL, start) or len(data) - start < _LOCAL_HEADER.size:
            return None
        fields = _LOCAL_HEADER.unpack_from(data, start)
        flags, method, crc, stored, size, name_size, extra_size = fields[2], fields[3], *fields[6:11]
        at = start + _LOCAL_HEADER.size
        raw, extra = data[at : at + name_size], data[at + name_size : at + name_size + extra_size]
        size, stored, _ = _zip64(extra, size, stored, 0)
        if flags & _SIZES_FOLLOW and not stored:
            crc = stored = size = -1
        return Member(
            name=_name(raw, flags, extra),
            start=start,
            data_start=at + name_size + extra_size,
            stored=stored,
            size=size,
            crc=crc,
            method=method,
            is_encrypted=bool(flags & _ENCRYPTED) or method == _AES,
        )

    def first_local(self) -> Member | None:
        """Return the first member by its own header, None where there is none."""
        member = self._local(self.data.find(LOCAL))
        return member if member and _is_plausible(member) else None

    # -- data -----------------------------------------------------------------------------------

    def read(self, member: Member, budget: Budget) -> Content:
        """Return the inflated data of a member, and account for it. Raises only when the time is up."""
        begin = member.data_start
        if member.is_encrypted:
            return Content(b"", "encrypted", "a member is encrypted", begin + max(0, member.stored))
        if member.method not in _METHODS:
            detail = f"a member is compressed by a method that is not read ({member.method})"
            return Content(b"", "unsupported", detail, begin + max(0, member.stored))
        content = self._stored(member, budget) if member.method == 0 else self._inflated(member, budget)
        if content.reason is None and member.size >= 0 and member.size != len(content.data):
            return content._replace(reason="damaged", detail="a member has another size than is declared")
        if content.reason is None and member.crc >= 0 and zlib.crc32(content.data) != member.crc:
            return content._replace(reason="damaged", detail="the checksum of a member does not fit")
        return content

    def _stored(self, member: Member, budget: Budget) -> Content:
        begin = member.data_start
        end = self._next_signature(begin) if member.stored < 0 else begin + member.stored
        data = self.data[begin:end]
        try:
            budget.take_bytes(len(data))
        except LimitReached as error:
            # The archive itself is in memory already, so nothing is won by dropping this.
            return Content(data, error.reason, error.limit, end, ends_scan=error.ends_scan)
        if end > len(self.data):
            return Content(data, "damaged", "the archive ends inside a member", len(self.data))
        return Content(data, end=end)

    def _inflated(self, member: Member, budget: Budget) -> Content:
        """Inflate to the end of the stream: the declared size may lie in either direction."""
        parts: list[bytes] = []
        at = begin = _stream_start(member, self.data)
        inflated = 0
        reason: Reason | None = None
        detail, ends_scan = "", False
        end = len(self.data)
        try:
            stream = _Stream(member, self.data)
            while not stream.eof:
                block = self.data[at : at + _BLOCK] if stream.needs_input else b""
                at += len(block)
                if stream.needs_input and not block:
                    reason, detail = "damaged", "the archive ends inside a member"
                    break
                part = stream.inflate(block)
                inflated += len(part)
                if part:
                    parts.append(part)
                budget.take_bytes(len(part))
                budget.check_ratio(inflated, at - begin)
                budget.check_time()
            else:
                end = at - len(stream.unused) if stream.has_end_mark else self._declared_end(member)
        except LimitReached as error:
            if error.reason == "timeout":
                raise
            reason, detail, ends_scan = error.reason, error.limit, error.ends_scan
            end = self._declared_end(member)
        except (zlib.error, OSError, EOFError, ValueError, IndexError, lzma.LZMAError):
            reason, detail = "damaged", "the compressed data of a member is damaged"
            end = self._declared_end(member)
        return Content(b"".join(parts), reason, detail, min(end, len(self.data)), ends_scan)

    def _declared_end(self, member: Member) -> int:
        begin = member.data_start
        return begin + member.stored if member.stored > 0 else self._next_signature(begin)

    def _next_signature(self, start: int) -> int:
        match = _SIGNATURES.search(self.data, start)
        return match.start() if match else len(self.data)

    def read_all(self, budget: Budget) -> Iterator[tuple[Member, Content]]:
        """Yield every member with its content: those of the directory, then those that it does not name.

        Members that share their data are read once: the others are reported with the reason `damaged`,
        except for one with the very same place, which is the same content under a second name.
        """
        begins: set[int] = set()
        ends: list[tuple[int, int]] = []
        furthest = 0
        members = sorted(self.members, key=lambda one: one.start)
        for number, member in enumerate(members):
            budget.check_time()
            if member.start in begins:
                detail = "a member has the data of another, which was read"
                yield member, Content(b"", "ambiguous", detail, member.data_start)
                continue
            if member.start < furthest:
                yield member, Content(b"", "damaged", "a member overlaps another", member.data_start)
                continue
            begins.add(member.start)
            content = self.read(member, budget)
            if content.reason:
                # What a damaged member declares must not keep the next one from being read.
                following = (one.start for one in members[number + 1 :] if one.start > member.data_start)
                content = content._replace(end=min(content.end, next(following, content.end)))
            furthest = max(furthest, content.end)
            ends.append((member.start, max(content.end, member.data_start)))
            yield member, content
        self._covered.extend(ends)
        for begin, end in self._gaps():
            self._cover_records(begin, end)
            at = begin
            while (at := self.data.find(LOCAL, at, end)) >= 0:
                found = self._local(at)
                if found is None or found.data_start > end or not _is_plausible(found):
                    at += 4
                    continue
                self.hidden.append(found)
                content = self.read(found, budget)
                self._covered.append((at, content.end))
                yield found, content
                at = max(at + 4, content.end)

    def _cover_records(self, begin: int, end: int) -> None:
        """Take note of what is left of another directory: it names what was found without it."""
        for match in _RECORDS.finditer(self.data, begin, end):
            at = match.start()
            if match.group() == _END:
                size = _END_RECORD.size
            elif end - at >= _CENTRAL_HEADER.size:
                size = _CENTRAL_HEADER.size + sum(_CENTRAL_HEADER.unpack_from(self.data, at)[10:13])
            else:
                size = end - at
            self._covered.append((at, min(end, at + size)))

    def outside(self) -> Iterator[tuple[int, int]]:
        """Yield the spans that belong to no member and no directory and are no padding, after `read_all`."""
        for begin, end in self._gaps():
            if end - begin >= _SHORTEST_GAP and self.data[begin:end].strip(_PADDING):
                yield begin, end

    def _gaps(self) -> list[tuple[int, int]]:
        gaps, at = [], 0
        for begin, end in sorted(self._covered):
            if begin > at:
                gaps.append((at, begin))
            at = max(at, end)
        if at < len(self.data):
            gaps.append((at, len(self.data)))
        return gaps


class _Stream:
    """One interface for the decompressors of the standard library, each of which inflates in blocks."""

    def __init__(self, member: Member, data: bytes) -> None:
        self._zlib = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == 8 else None  # noqa: PLR2004
        self._other: bz2.BZ2Decompressor | lzma.LZMADecompressor
        if member.method == 14:  # noqa: PLR2004
            # 5.8.8: two bytes of version, two of length, then five bytes of properties.
            properties = data[member.data_start + 4 : member.data_start + 9]
            lc, rest = properties[0] % 9, properties[0] // 9
            options = {"lc": lc, "lp": rest % 5, "pb": rest // 5}
            size = int.from_bytes(properties[1:], "little")
            options["dict_size"] = min(max(size, 4096), 1 << 26)
            filters = [{"id": lzma.FILTER_LZMA1, **options}]
            self._other = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
            self._left = member.size
        else:
            self._other = bz2.BZ2Decompressor()
            self._left = -1
        self._waiting = b""

    @property
    def has_end_mark(self) -> bool:
        return self._zlib.eof if self._zlib else self._other.eof

    @property
    def eof(self) -> bool:
        # A raw LZMA stream may have no end mark: then its declared size ends it.
        return self._left == 0 or self.has_end_mark

    @property
    def needs_input(self) -> bool:
        return not self._waiting if self._zlib else self._other.needs_input

    @property
    def unused(self) -> bytes:
        return self._zlib.unused_data if self._zlib else self._other.unused_data

    def inflate(self, block: bytes) -> bytes:
        if self._zlib:
            part = self._zlib.decompress(self._waiting + block, _BLOCK)
            self._waiting = self._zlib.unconsumed_tail
            return part
        part = self._other.decompress(block, _BLOCK)
        if self._left > 0:
            part = part[: self._left]
            self._left -= len(part)
        return part


def _stream_start(member: Member, data: bytes) -> int:
    """Return where the stream begins: behind the properties that stand before an LZMA stream."""
    if member.method != 14:  # noqa: PLR2004
        return member.data_start
    return member.data_start + 4 + int.from_bytes(data[member.data_start + 2 :][:2], "little")


def _is_plausible(member: Member) -> bool:
    """Say whether four bytes that look like a local header are one."""
    return bool(member.name) and (member.method in _METHODS or member.is_encrypted)


def _zip64(extra: bytes, size: int, stored: int, start: int) -> tuple[int, int, int]:
    """Return the three numbers with those of the zip64 field where they do not fit 32 bits (4.5.3)."""
    for kind, value in _extra_fields(extra):
        if kind != _ZIP64:
            continue
        numbers = iter(struct.unpack(f"<{len(value) // 8}Q", value[: len(value) // 8 * 8]))
        size = next(numbers, size) if size == _FULL_32 else size
        stored = next(numbers, stored) if stored == _FULL_32 else stored
        start = next(numbers, start) if start == _FULL_32 else start
    return size, stored, start


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _name(raw: bytes, flags: int, extra: bytes) -> str:
    """Return the name of a member. Programs on Chinese Windows write GBK and set no flag."""
    for kind, value in _extra_fields(extra):
        is_current = kind == _UNICODE_PATH and value[1:5] == zlib.crc32(raw).to_bytes(4, "little")
        if is_current and value[:1] == b"\x01":
            return decode(value[5:], "utf-8").text
    return decode(raw, "utf-8" if flags & _UTF_8 else "").text


_MEMBERS_SEEN = re.compile(rb"PK\x01\x02|PK\x03\x04")
_SIGNATURES = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06|\x07\x08)")
_RECORDS = re.compile(rb"PK\x01\x02|PK\x05\x06")


def begins_archive(data: bytes) -> bool:
    """Say whether *data* begins with a member, or with the end record of an archive without members."""
    return data.startswith((LOCAL, _END, b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04"))


def ends_archive(data: bytes) -> bool:
    """Say whether *data* ends with the end record of an archive: there is one behind something else."""
    at = data.rfind(_END, max(0, len(data) - _END_AREA))
    if at < 0 or len(data) - at < _END_RECORD.size:
        return False
    rest = data[at + _END_RECORD.size + _END_RECORD.unpack_from(data, at)[7] :]
    return not rest.strip(_PADDING) and bool(_MEMBERS_SEEN.search(data))
