"""PDF: the text of each page, annotations, form fields, links, properties, outline, scripts, attached files.

Read with PDFium, which gives what a viewer shows, invisible text included. A page that shows something but
has no text is reported: it is a picture of text, and only reading pictures would tell what it says. PDFium
is native code and not safe for threads, so every use of it holds one lock, and none of its objects leaves
this module. What a crash of it takes along is decided by whoever runs the scan in a process of its own.

Source: ISO 32000-1:2008, 7.5.2 (header), 7.6 (encryption), 7.11.4 (embedded files), 12.5 (annotations),
12.6.4.7 (URI actions), 12.7 (forms), 14.3 (properties); PDFium's headers fpdf_annot.h, fpdf_formfill.h.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import RLock
from typing import Any, NamedTuple
from urllib.parse import unquote

from dlpscan.errors import Damaged, DlpscanError, Encrypted, Unsupported
from dlpscan.extract.encodings import decode
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_LOCK = RLock()
# Viewers take a header within the first 1024 bytes (Adobe's implementation note 13 to PDF 1.7, appendix H).
_HEADER = re.compile(rb"%PDF-\d")
_HEADER_AREA = 1024
_OBJECT = re.compile(rb"\d\s+obj\b")
_END = b"%%EOF"
_SHORTEST_REST = 32
_MOST_OUTLINE = 10_000
# Keys with text (12.5.2, 12.5.6.2, 12.7.3): contents, author, subject, values, names.
_ANNOTATION_KEYS = (b"Contents", b"T", b"Subj", b"V", b"DV", b"TU", b"TM", b"NM", b"RC")
# PDFium writes this where a word is broken at the end of a line.
_SOFT_BREAK = re.compile("[\ufffe\u0002]\\s*")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")
_MOSTLY = 0.5
# PDFium does not give this stream (14.3.2), which is nearly always written without compression.
_XMP_BEGIN, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_TAGS = re.compile(r"<[^>\"]*>|<[^>]*?=|>")


class _Beside(NamedTuple):
    """Text on a page that is not in its content: *label* is the name of a form field that has the value."""

    kind: str
    text: str
    label: str = ""


class Pdf:
    """Gives one segment per page, places `page:3`, and attached files as documents."""

    name = "pdf"
    priority = 32

    def recognises(self, document: Document) -> bool:
        """Take what has the header at, or soon after, the beginning, and at least one object."""
        header = _HEADER.search(document.data, 0, _HEADER_AREA)
        if header is None or not _OBJECT.search(document.data, header.end()):
            return False
        # A text that only mentions the header has no table of objects either.
        return header.start() == 0 or b"startxref" in document.data or b"/Root" in document.data

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield the pages, then the parts of the whole document."""
        yield from _around(document)
        opened = _guarded(lambda: _Pdf(document.data))
        try:
            yield from _pages(opened, document, budget)
            yield from _rest(opened, document, budget)
        finally:
            _guarded(opened.close)


def _around(document: Document) -> Iterator[Document]:
    """Yield what stands before the header and behind the end: other programs read a file from there."""
    header = _HEADER.search(document.data, 0, _HEADER_AREA)
    begin = header.start() if header else 0
    end = document.data.rfind(_END)
    end = len(document.data) if end < 0 else end + len(_END)
    for name, data in (("before the PDF", document.data[:begin]), ("behind the PDF", document.data[end:])):
        if len(data.strip(b"\0\r\n\t ")) >= _SHORTEST_REST:
            yield Document(name, data, path=document.location.path, facts=document.facts)


def _pages(opened: _Pdf, document: Document, budget: Budget) -> Iterator[Segment | Unscannable]:
    for number in range(opened.count):
        budget.check_time()
        place = document.location.under(Step("page", str(number + 1)))
        try:
            text, others, shows = _guarded(partial(opened.page, number))
        except Damaged:
            yield Unscannable("damaged", place, "the page cannot be read")
            continue
        budget.take_bytes(len(text) + sum(len(other.text) for other in others))
        if text.strip():
            yield Segment(text, place)
            if len(_UNREADABLE.findall(text)) > _MOSTLY * len(text):
                yield Unscannable("no_text", place, "the text of the page has no meaning without its fonts")
        elif shows:
            yield Unscannable("no_text", place, "page without a text layer")
        yield from _beside(others, place)


def _beside(others: list[_Beside], place: Location) -> Iterator[Segment]:
    """Yield what lies on a page beside its text. The fields of a form on one page are one record."""
    values = [one for one in others if one.label]
    length, pieces = 0, []
    for one in values:
        where = place.under(Step("part", one.kind), Step("member", one.label))
        pieces.append(Piece(length, where, one.label))
        length += len(one.text) + 1
    if pieces:
        form = place.under(Step("part", values[0].kind))
        yield Segment("\t".join(one.text for one in values), form, kind="row", pieces=tuple(pieces))
    for one in others:
        if not one.label:
            yield Segment(one.text, place.under(Step("part", one.kind)), kind="field")


def _rest(opened: _Pdf, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
    """Yield what belongs to no page."""
    location = document.location
    for name, value in _guarded(opened.properties):
        yield Segment(value, location.under(Step("part", "properties"), Step("member", name)), kind="field")
    for kind, read in (("outline", opened.outline), ("script", opened.scripts)):
        texts = _guarded(read)
        if texts:
            yield Segment("\n".join(texts), location.under(Step("part", kind)), line=1)
    for block in _xmp(document.data):
        text = _TAGS.sub(" ", decode(block).text)
        yield Segment(text, location.under(Step("part", "XMP properties")), line=1)
    budget.check_time()
    for read_files in (opened.attachments, opened.xfa):
        for name, data in _guarded(read_files):
            if data is None:
                place = Location((*location.path, name))
                yield Segment(name, place.under(Step("name", "")), kind="name")
                yield Unscannable("damaged", place, "an attached file cannot be read")
                continue
            budget.take_bytes(len(data))
            yield Document(name, data, path=location.path, facts=document.facts)


def _xmp(data: bytes) -> Iterator[bytes]:
    begin = data.find(_XMP_BEGIN)
    while begin >= 0:
        end = data.find(_XMP_END, begin)
        if end < 0:
            break
        yield data[begin:end]
        begin = data.find(_XMP_BEGIN, end)


def _guarded(use: Callable[[], Any]) -> Any:
    """Call *use* under the lock; whatever PDFium and its binding raise means that the file is damaged."""
    with _LOCK:
        try:
            return use()
        except DlpscanError:
            raise
        except ImportError:
            raise Unsupported("PDF: pypdfium2 cannot be loaded") from None
        except Exception as error:  # noqa: BLE001  (the binding raises many kinds)
            raise Damaged(f"the PDF cannot be read ({type(error).__name__})") from None


class _Pdf:
    """An open file. Every method is called through `_guarded`."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415  (native code, only for PDFs)

        self._raw: Any = pypdfium2.raw
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code == self._raw.FPDF_ERR_PASSWORD or (code is None and "password" in str(error).lower()):
                raise Encrypted("the PDF is protected by a password") from None
            if code == self._raw.FPDF_ERR_SECURITY:
                raise Encrypted("the PDF is encrypted in a way that is not known") from None
            raise Damaged("the PDF cannot be opened") from None
        with suppress(Exception):
            # Values of form fields are read through the form; without it the page is still read.
            self._document.init_forms()
        self._attachment_class = pypdfium2.PdfAttachment
        self._on_pages: list[tuple[str, bytes | None]] = []
        self.count: int = len(self._document)

    def close(self) -> None:
        self._document.close()

    # -- pages ----------------------------------------------------------------------------------

    def page(self, number: int) -> tuple[str, list[_Beside], bool]:
        """Return the text of a page, what lies on it beside its text, and whether it shows anything."""
        page = self._document[number]
        try:
            text_page = page.get_textpage()
            try:
                # All characters, those outside of the visible box too.
                text = text_page.get_text_range()
            finally:
                text_page.close()
            others = list(self._annotations(page))
            shows = self._raw.FPDFPage_CountObjects(page) > 0
        finally:
            page.close()
        return _SOFT_BREAK.sub("", text).replace("\r\n", "\n"), others, shows

    def _annotations(self, page: Any) -> Iterator[_Beside]:
        raw = self._raw
        seen: set[_Beside] = set()
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            if not annotation:
                continue
            try:
                self._on_pages.extend(self._attached(annotation))
                is_field = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
                for one in self._field(annotation) if is_field else self._annotation(annotation):
                    if one.text.strip() and one not in seen:
                        seen.add(one)
                        yield one
            finally:
                raw.FPDFPage_CloseAnnot(annotation)

    def _annotation(self, annotation: Any) -> Iterator[_Beside]:
        raw = self._raw
        for key in _ANNOTATION_KEYS:
            yield _Beside("annotation", _wide(raw.FPDFAnnot_GetStringValue, annotation, key))
        link = raw.FPDFAnnot_GetLink(annotation)
        action = raw.FPDFLink_GetAction(link) if link else None
        if action:
            target = _narrow(raw.FPDFAction_GetURIPath, self._document, action)
            yield _Beside("link", target)
            if "%" in target:
                yield _Beside("link", unquote(target))

    def _field(self, annotation: Any) -> Iterator[_Beside]:
        """Yield the values of a form field under its name, and the names themselves."""
        raw, form = self._raw, self._document.formenv
        own = {key: _wide(raw.FPDFAnnot_GetStringValue, annotation, key) for key in _ANNOTATION_KEYS}
        names, values = [own.pop(b"TU"), own.pop(b"T"), own.pop(b"TM"), own.pop(b"NM")], list(own.values())
        if form:
            # The field may be the parent of the annotation, where only the form finds it.
            names += [
                _wide(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation),
                _wide(raw.FPDFAnnot_GetFormFieldName, form, annotation),
            ]
            values.append(_wide(raw.FPDFAnnot_GetFormFieldValue, form, annotation))
            values.append(_wide(raw.FPDFAnnot_GetFormFieldExportValue, form, annotation))
            options = range(max(0, raw.FPDFAnnot_GetOptionCount(form, annotation)))
            values += [_wide(raw.FPDFAnnot_GetOptionLabel, form, annotation, option) for option in options]
        name = next((one for one in names if one.strip()), "field")
        for value in values:
            yield _Beside("form", value, name)
        for one in names:
            yield _Beside("form", one)

    # -- the whole document ---------------------------------------------------------------------

    def properties(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self._document.get_metadata_dict().items() if value.strip()]

    def outline(self) -> list[str]:
        titles = []
        for number, one in enumerate(self._document.get_toc()):
            if number == _MOST_OUTLINE:
                break
            titles.append(str(one.get_title()))
        return titles

    def scripts(self) -> list[str]:
        raw, scripts = self._raw, []
        for index in range(max(0, raw.FPDFDoc_GetJavaScriptActionCount(self._document))):
            script = raw.FPDFDoc_GetJavaScriptAction(self._document, index)
            if script:
                scripts.append(_wide(raw.FPDFJavaScriptAction_GetScript, script))
                raw.FPDFDoc_CloseJavaScriptAction(script)
        return scripts

    def attachments(self) -> list[tuple[str, bytes | None]]:
        """Return the files of the whole document, then those of annotations that were met on pages."""
        files: list[tuple[str, bytes | None]] = []
        for index in range(max(0, self._document.count_attachments())):
            name = f"attachment{index + 1}"
            try:
                attachment = self._document.get_attachment(index)
                name = attachment.get_name() or name
                files.append((name, bytes(attachment.get_data())))
            except Exception:  # noqa: BLE001  (one unreadable file hides no other)
                files.append((name, None))
        return files + self._on_pages

    def _attached(self, annotation: Any) -> Iterator[tuple[str, bytes | None]]:
        """Yield the file of an annotation such as a paper clip (12.5.6.15)."""
        found = self._raw.FPDFAnnot_GetFileAttachment(annotation)
        if found:
            attachment = self._attachment_class(found, self._document)
            name = f"attached{len(self._on_pages) + 1}"
            try:
                name = attachment.get_name() or name
                yield name, bytes(attachment.get_data())
            except Exception:  # noqa: BLE001  (as above)
                yield name, None

    def xfa(self) -> list[tuple[str, bytes | None]]:
        """Return the parts of an XFA form, whose values stand in no page."""
        raw, parts = self._raw, []
        for index in range(max(0, raw.FPDF_GetXFAPacketCount(self._document))):
            name = _narrow(raw.FPDF_GetXFAPacketName, self._document, index)
            size = ctypes.c_ulong()
            raw.FPDF_GetXFAPacketContent(self._document, index, None, 0, size)
            buffer = ctypes.create_string_buffer(max(1, size.value))
            done = raw.FPDF_GetXFAPacketContent(self._document, index, buffer, size.value, size)
            parts.append((f"XFA {name}", buffer.raw[: size.value] if done else None))
        return parts


def _wide(read: Callable[..., int], *arguments: Any) -> str:
    """Return a string that PDFium writes as UTF-16, with a zero at its end; it says the bytes first."""
    size = read(*arguments, None, 0)
    if size <= 2:  # noqa: PLR2004  (the zero alone)
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _narrow(read: Callable[..., int], *arguments: Any) -> str:
    """Return a string that PDFium writes in bytes, with a zero at its end."""
    size = read(*arguments, None, 0)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(*arguments, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace")


EXTRACTORS = (Pdf(),)
