"""PDF: pages, what lies on them and beside them, and every reason not to have read one."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dlpscan import Limits, Scanner
from dlpscan.extract.pdf import Pdf
from dlpscan.model import Document, ScanResult

_ID = "420106198508152717"


def _pdf(**parts: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, encrypt=_encryption(parts))
    page.setFont("STSong-Light", 12)
    page.drawString(72, 700, parts.get("text", "客户名单"))
    _draw(page, parts)
    page.showPage()
    page.setFont("STSong-Light", 12)
    page.drawString(72, 700, parts.get("second", "第二页"))
    page.showPage()
    if "picture" in parts:
        page.rect(72, 72, 100, 100, fill=1)
        page.showPage()
    page.save()
    return buffer.getvalue()


def _draw(page: canvas.Canvas, parts: dict[str, str]) -> None:
    if "outside" in parts:
        page.drawString(5000, 5000, parts["outside"])
    if "single" in parts:
        for number, character in enumerate(parts["single"]):
            page.drawString(72 + 7 * number, 600, character)
    if "invisible" in parts:
        text = page.beginText(72, 650)
        text.setTextRenderMode(3)
        text.textOut(parts["invisible"])
        page.drawText(text)
    if "annotation" in parts:
        page.textAnnotation(parts["annotation"], (10, 10, 90, 90))
    if "link" in parts:
        page.linkURL(parts["link"], (72, 690, 200, 710))
    if "field" in parts:
        page.acroForm.textfield(name="ID card", value=parts["field"], x=72, y=500, width=200)
    if "property" in parts:
        page.setSubject(parts["property"])
    if "outline" in parts:
        page.bookmarkPage("x")
        page.addOutlineEntry(parts["outline"], "x")


def _encryption(parts: dict[str, str]) -> StandardEncryption | None:
    if "password" not in parts:
        return None
    return StandardEncryption(parts["password"], ownerPassword="owner", strength=128)


def _ids(result: ScanResult) -> list[str]:
    return [one.location.inside for one in result.findings if one.entity_type == "CN_RESIDENT_ID"]


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("text", "page:1"),
        ("second", "page:2"),
        ("invisible", "page:1"),
        ("outside", "page:1"),
        ("single", "page:1"),
        ("annotation", "page:1!part:annotation"),
        ("link", "page:1!part:link"),
        ("field", "page:1!part:form!ID card"),
        ("property", "part:properties!Subject"),
        ("outline", "part:outline!1:5"),
    ],
)
def test_every_place_is_read_and_named(scanner: Scanner, part: str, where: str) -> None:
    """A number in each place is found there."""
    value = {"link": f"https://example.com/?id={_ID}", "field": _ID}.get(part, f"身份证 {_ID}")
    result = scanner.scan_bytes(_pdf(**{part: value}), "a.pdf")

    assert set(_ids(result)) == {where}
    assert result.complete


def test_attached_files_are_documents(scanner: Scanner) -> None:
    """A file inside is read by its own reader."""
    pdf = pypdfium2.PdfDocument(_pdf())
    pdf.new_attachment("名单.csv").set_data(f"姓名,身份证号\n王伟,{_ID}\n".encode())
    buffer = io.BytesIO()
    pdf.save(buffer)
    pdf.close()
    result = scanner.scan_bytes(buffer.getvalue(), "a.pdf")

    assert "a.pdf!名单.csv!B2" in [str(one.location) for one in result.findings]


def test_a_page_without_text_is_said(scanner: Scanner) -> None:
    """A page that only shows something counts as a picture; an empty page is nothing."""
    result = scanner.scan_bytes(_pdf(picture="yes"), "a.pdf")

    assert [(one.reason, str(one.location), one.detail) for one in result.unscannable] == [
        ("no_text", "a.pdf!page:3", "page without a text layer")
    ]


def test_a_password_is_a_reason(scanner: Scanner) -> None:
    """With a password to open nothing is read; with an owner's password only, all of it."""
    closed = scanner.scan_bytes(_pdf(text=f"身份证 {_ID}", password="secret"), "a.pdf")  # noqa: S106
    opened = scanner.scan_bytes(_pdf(text=f"身份证 {_ID}", password=""), "a.pdf")

    assert [one.reason for one in closed.unscannable] == ["encrypted"]
    assert _ids(opened) == ["page:1"]


@pytest.mark.parametrize("keep", [0.05, 0.2, 0.5])
def test_a_truncated_file_is_never_clean(scanner: Scanner, keep: float) -> None:
    """The number is found or the file is damaged."""
    data = _pdf(text=f"身份证 {_ID}")
    result = scanner.scan_bytes(data[: int(len(data) * keep)], "a.pdf")

    assert _ids(result) or not result.complete


def test_garbage_behind_the_header_is_damaged(scanner: Scanner) -> None:
    """What only looks like a PDF is said to be damaged."""
    result = scanner.scan_bytes(b"%PDF-1.7\n1 0 obj\n<< garbage >>\n" + bytes(200), "a.pdf")

    assert [one.reason for one in result.unscannable] == ["damaged"]


def test_a_text_that_mentions_the_header_is_text(scanner: Scanner) -> None:
    """A note about the format is no PDF."""
    note = f"The header is %PDF-1.7 and then 1 0 obj follows. 身份证 {_ID}"

    assert not Pdf().recognises(Document("a", note.encode()))
    assert _ids(scanner.scan_bytes(note.encode(), "a.txt")) == [f"1:{note.index(_ID) + 1}"]


def test_a_file_that_is_a_pdf_and_an_archive_is_read_as_both(scanner: Scanner) -> None:
    """What a viewer shows and what an archiver unpacks are both found."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "手机 13912345678")
    result = scanner.scan_bytes(_pdf(text=f"身份证 {_ID}") + buffer.getvalue(), "a.pdf")

    assert {one.entity_type for one in result.findings} == {"CN_RESIDENT_ID", "PHONE_NUMBER"}


def test_what_stands_around_a_pdf_is_read(scanner: Scanner) -> None:
    """Text behind the end mark is no part of the pages, and is found."""
    hidden = f"\nhidden behind the end: 身份证 {_ID}\n".encode()

    assert _ids(scanner.scan_bytes(_pdf() + hidden, "a.pdf"))


def test_text_counts_against_the_budget() -> None:
    """The limit of all bytes holds for pages, too."""
    data = _pdf(text="x" * 5000)
    result = Scanner(plugins=(), limits=Limits(total_bytes=len(data) + 100)).scan_bytes(data, "a.pdf")

    assert [one.reason for one in result.unscannable] == ["limit"]


_DATA = os.environ.get("DLPSCAN_TEST_DATA", "")
_FILES = sorted((Path(_DATA) / "files" / "pypdf").glob("*.pdf")) if _DATA else []


@pytest.mark.skipif(not _DATA, reason="DLPSCAN_TEST_DATA names no folder of test files")
@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_collected_files_are_read_or_encrypted(scanner: Scanner, path: Path) -> None:
    """Those with a password of the user are encrypted; all others have text."""
    result = scanner.scan_path(path)
    wants_password = any(
        word in path.name for word in ("user", "both", "encrypted-file", "encrypted-256", "writer-password")
    )

    assert ("encrypted" in {one.reason for one in result.unscannable}) == wants_password
    assert {one.reason for one in result.unscannable} <= {"encrypted", "no_text"}
