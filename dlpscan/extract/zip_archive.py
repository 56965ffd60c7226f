"""Zip archives: every member is an inner document, whatever its name, its sizes and the directory say.

Names are text of their own (they hold customers' names), also those of folders and of members that cannot be
read. Office files and workbooks are zip containers too and have readers of their own, which are asked before.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlpscan.extract.zipped import Archive, Content, Member, begins_archive, ends_archive
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Segment, Step, Unscannable


class ZipArchive:
    """Yields members as documents, and each that cannot be read whole with the reason."""

    name = "zip"
    priority = 35

    def recognises(self, document: Document) -> bool:
        """Take what begins with a member, and what ends with a directory behind something else."""
        data = document.data
        if not begins_archive(data) and not ends_archive(data):
            return False
        archive = Archive(data)
        return archive.is_whole or bool(archive.members) or archive.first_local() is not None

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield the members, those that the directory does not name too, and what lies between them."""
        archive = Archive(document.data)
        if not archive.is_whole:
            detail = "the directory is missing or damaged; members were read from their own headers"
            yield Unscannable("damaged", document.location, detail)
        if archive.comment.strip():
            yield Segment(archive.comment, document.location.under(Step("part", "comment")), line=1)
        room = budget.limits.entries - budget.entries
        for count, (member, content) in enumerate(archive.read_all(budget)):
            if count >= room:
                yield Unscannable("limit", document.location, f"more than {budget.limits.entries} entries")
                return
            yield from _member(document, member, content)
            if content.ends_scan:
                # What was inflated before is still read: it costs the budget nothing more.
                detail = "further members were not read after this limit"
                yield Unscannable("limit", document.location, detail)
                return
        for begin, end in archive.outside():
            yield _inner(document, f"bytes {begin}-{end}", document.data[begin:end])


def _member(
    document: Document, member: Member, content: Content
) -> Iterator[Segment | Document | Unscannable]:
    location = Location((*document.location.path, member.name))
    for text in (member.comment, member.local_name):
        if text.strip():
            yield Segment(text, location.under(Step("name", "")), kind="name")
    yield from content.failure(location)
    if content.data or not (content.reason or member.is_folder):
        yield _inner(document, member.name, content.data)
    elif member.name:
        # The scanner reads the names of documents; this one does not become one.
        yield Segment(member.name, location.under(Step("name", "")), kind="name")


def _inner(document: Document, name: str, data: bytes) -> Document:
    return Document(name, data, path=document.location.path, facts=document.facts)


EXTRACTORS = (ZipArchive(),)
