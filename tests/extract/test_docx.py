"""Texts and slides of Office: every place where text can stand, with its name, and none lost in damage."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from strategies import mobile, resident_id

from dlpscan import Scanner
from dlpscan.extract.docx import OfficeXml
from dlpscan.limits import Budget, Limits
from dlpscan.model import Document, ScanResult, Segment, Unscannable

_ID = "420106198508152717"
_RNG = Random(7)  # noqa: S311  (not for secrets)
_PLACES = (
    "body cell split hidden header footer footnote endnote comment inserted deleted cut box control "
    "hyperlink linktext core app custom field alttext customxml chart"
).split()
_PHONES: dict[str, str] = {}
for _place in _PLACES:
    while (_number := mobile(_RNG)) in _PHONES.values():
        pass
    _PHONES[_place] = _number

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _note(root: str, element: str, phone: str) -> str:
    return (
        f'<w:{root} xmlns:w="{_W}"><w:{element} w:id="2"><w:p><w:r><w:t>手机 {phone}</w:t></w:r></w:p>'
        f"</w:{element}></w:{root}>"
    )


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _deletion(*texts: str) -> str:
    runs = "".join(f"<w:r><w:delText>{text}</w:delText></w:r>" for text in texts)
    return f"<w:del w:author='a'>{runs}</w:del>"


def _document() -> bytes:
    """Return a document made by python-docx with a phone in every place, some planted in the parts."""
    document = docx.Document()
    phones = _PHONES
    document.add_paragraph(f"客户手机 {phones['body']}")
    split = document.add_paragraph()
    number = phones["split"]
    split.add_run(f"手机 {number[:4]}")
    split.add_run(number[4:8]).bold = True
    split.add_run(number[8:])
    hidden = document.add_paragraph().add_run(f"手机 {phones['hidden']}")
    hidden.font.hidden = True
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("姓名", "手机号"), ("王伟", phones["cell"])), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = f"手机 {phones['header']}"
    section.footer.paragraphs[0].text = f"手机 {phones['footer']}"
    commented = document.add_paragraph().add_run("commented")
    document.add_comment(commented, text=f"手机 {phones['comment']}", author="a", initials="a")
    document.core_properties.subject = f"手机 {phones['core']}"
    cut = phones["cut"]
    body = document.element.body
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    box = f"<w:txbxContent><w:p>{_run('手机 ' + phones['box'])}</w:p></w:txbxContent>"
    both = (
        f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    description = f"<wp:docPr xmlns:wp='{wp}' id='1' name='x' descr='手机 {phones['alttext']}'/>"
    for xml in (
        f"<w:p {{}}><w:ins w:author='a'>{_run('手机 ' + phones['inserted'])}</w:ins></w:p>",
        f"<w:p {{}}>{_deletion('手机 ' + phones['deleted'][:5], phones['deleted'][5:])}</w:p>",
        f"<w:p {{}}>{_run('手机 ' + cut[:7])}{_deletion(cut[7:])}</w:p>",
        f"<w:p {{}}><w:r>{both}</w:r></w:p>",
        f"<w:sdt {{}}><w:sdtContent><w:p>{_run('手机 ' + phones['control'])}</w:p></w:sdtContent></w:sdt>",
        f"<w:p {{}}><w:r><w:instrText>HYPERLINK tel:{phones['field']}</w:instrText></w:r></w:p>",
        f"<w:p {{}}><w:r><w:drawing>{description}</w:drawing></w:r></w:p>",
        f"<w:p {{}}><w:hyperlink>{_run('手机 ' + phones['linktext'])}</w:hyperlink></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml.format(nsdecls("w"))))
    document.part.relate_to(f"tel:{phones['hyperlink']}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    buffer = io.BytesIO()
    document.save(buffer)
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/footnotes.xml", _note("footnotes", "footnote", phones["footnote"]))
        archive.writestr("word/endnotes.xml", _note("endnotes", "endnote", phones["endnote"]))
        archive.writestr(
            "docProps/more.xml", f"<Properties><Manager>手机 {phones['app']}</Manager></Properties>"
        )
        archive.writestr(
            "docProps/custom.xml",
            f'<Properties xmlns:vt="{vt}"><property name="手机"><vt:lpwstr>{phones["custom"]}</vt:lpwstr>'
            "</property></Properties>",
        )
        archive.writestr("customXml/item9.xml", f"<a><b 手机='{phones['customxml']}'/></a>")
        archive.writestr(
            "word/charts/chart1.xml",
            "<c:chartSpace xmlns:c='c' xmlns:a='a'><a:p><a:r><a:t>手机 "
            f"{phones['chart'][:3]}</a:t></a:r><a:r><a:t>{phones['chart'][3:]}</a:t></a:r></a:p></c:chartSpace>",
        )
    return buffer.getvalue()


_DOCUMENT = _document()


def _where(result: ScanResult, phone: str) -> list[str]:
    masked = f"{phone[:3]}****{phone[-4:]}"
    return [
        "!".join(f"{step.kind}={step.value}" for step in one.location.place)
        for one in result.findings
        if one.entity_type == "PHONE_NUMBER" and one.masked == masked and one.score >= 0.5
    ]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("body", r"part=body!paragraph=1"),
        ("split", r"part=body!paragraph=2"),
        ("hidden", r"part=body!paragraph=3"),
        ("cell", r"part=body!table=table 1!cell=B2"),
        ("header", r"part=header1!paragraph=1"),
        ("footer", r"part=footer1!paragraph=1"),
        ("footnote", r"part=footnote!paragraph=1"),
        ("endnote", r"part=endnote!paragraph=1"),
        ("comment", r"part=comment!paragraph=1"),
        ("inserted", r"part=body!paragraph=\d+"),
        ("deleted", r"part=body deletion!paragraph=\d+"),
        ("cut", r"part=body deletion!paragraph=\d+"),
        ("box", r"part=body text box!paragraph=\d+"),
        ("control", r"part=body!paragraph=\d+"),
        ("hyperlink", r"part=link"),
        ("linktext", r"part=body!paragraph=\d+"),
        ("core", r"part=properties!member=subject"),
        ("app", r"part=properties!member=Manager"),
        ("custom", r"part=properties!member=手机"),
        ("field", r"part=body field!paragraph=\d+"),
        ("alttext", r"part=body attribute"),
        ("customxml", r"part=customXml/item9\.xml attribute"),
        ("chart", r"part=word/charts/chart1\.xml!paragraph=1"),
    ],
)
def test_every_place_is_read_and_named(scanner: Scanner, place: str, where: str) -> None:
    """A phone in each place is found there, and once."""
    found = _where(scanner.scan_bytes(_DOCUMENT, "客户.docx"), _PHONES[place])

    assert len(found) == 1
    assert re.fullmatch(where, found[0])


def test_a_whole_document_is_complete(scanner: Scanner) -> None:
    """Nothing of an ordinary document is left unread; its thumbnail is a picture."""
    result = scanner.scan_bytes(_DOCUMENT, "a.docx")

    assert {one.reason for one in result.unscannable} <= {"no_text"}
    assert result.complete


def test_the_extension_says_nothing(scanner: Scanner) -> None:
    """A document under another name is read as one."""
    assert _where(scanner.scan_bytes(_DOCUMENT, "notes.txt"), _PHONES["split"])


def test_the_main_part_may_have_any_name(scanner: Scanner) -> None:
    """The list of content types says what the container is, where the names do not."""
    buffer = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types><Override ContentType='{kind}'/></Types>")
        archive.writestr(
            "word/other.xml",
            f"<w:document xmlns:w='{_W}'><w:p>{_run('身份证')}{_run(_ID)}</w:p></w:document>",
        )
    result = scanner.scan_bytes(buffer.getvalue(), "a")

    assert [str(one.location) for one in result.findings][:1] == [
        str(Document("a", b"").location) + "!part:body!" + str(result.findings[0].location.place[-1].value)
    ]


def test_the_lines_of_a_form_are_one_person(scanner: Scanner) -> None:
    """Paragraphs that follow each other are read together; an empty one parts two people."""
    document = docx.Document()
    rng = Random(1)  # noqa: S311
    for name in ("王伟", "李娜"):
        for line in (f"姓名：{name}", f"身份证号：{resident_id(rng)}", f"手机：{mobile(rng)}", ""):
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    people = scanner.scan_bytes(buffer.getvalue(), "a.docx").people

    assert [sorted(one.entity_types) for one in people] == [["CN_RESIDENT_ID", "PERSON", "PHONE_NUMBER"]] * 2


def test_the_rows_of_a_table_are_people(scanner: Scanner) -> None:
    """Each row is a record, with merged cells counted by the columns they span."""
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "姓名"
    table.cell(0, 2).text = "手机号"
    for row, (name, phone) in enumerate((("王伟", "13912345678"), ("李娜", "17712345670")), 1):
        table.cell(row, 0).merge(table.cell(row, 1)).text = name
        table.cell(row, 2).text = phone
    buffer = io.BytesIO()
    document.save(buffer)
    result = scanner.scan_bytes(buffer.getvalue(), "a.docx")

    assert [one.location.kind_of("cell") for one in result.findings] == ["A2", "C2", "A3", "C3"]
    assert [len(one.findings) for one in result.people] == [2, 2]


def test_embedded_files_are_documents(scanner: Scanner) -> None:
    """A workbook in a document is read by its own reader, under its own path."""
    book = openpyxl.Workbook()
    book.active["A1"] = f"身份证号 {_ID}"
    inner = io.BytesIO()
    book.save(inner)
    buffer = io.BytesIO(_DOCUMENT)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/embeddings/book.xlsx", inner.getvalue())
    result = scanner.scan_bytes(buffer.getvalue(), "a.docx")

    assert "a.docx!word/embeddings/book.xlsx!Sheet!A1" in [str(one.location) for one in result.findings]


def test_files_embedded_in_a_workbook_are_documents(scanner: Scanner) -> None:
    """A document in a workbook is read by its own reader, too."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/embeddings/a.docx", _DOCUMENT)
    result = scanner.scan_bytes(buffer.getvalue(), "a.xlsx")

    assert _where(result, _PHONES["body"]) == ["part=body!paragraph=1"]
    assert {one.path for one in result.findings} == {"a.xlsx!xl/embeddings/a.docx"}


def test_slides_are_read(scanner: Scanner) -> None:
    """Slides, tables on them, notes and comments have their numbers and cells."""
    a = "xmlns:a='a' xmlns:p='p'"
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(
        f"<a:tr>{cell.format(left)}{cell.format(right)}</a:tr>"
        for left, right in (("姓名", "手机号"), ("王伟", "13912345678"))
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p:presentation xmlns:p='p'/>")
        archive.writestr("ppt/slides/slide3.xml", f"<p:sld {a}><a:tbl>{rows}</a:tbl></p:sld>")
        archive.writestr(
            "ppt/notesSlides/notesSlide3.xml",
            f"<p:notes {a}><a:p><a:t>手机 17712345670</a:t></a:p></p:notes>",
        )
        archive.writestr(
            "ppt/comments/comment1.xml",
            f"<p:cmLst {a}><p:cm><p:text>手机 13612345679</p:text></p:cm></p:cmLst>",
        )
    result = scanner.scan_bytes(buffer.getvalue(), "a.pptx")

    assert _where(result, "13912345678") == ["part=slide3!table=table 1!cell=B2"]
    assert _where(result, "17712345670") == ["part=notes3!paragraph=1"]
    assert _where(result, "13612345679") == ["part=comment!paragraph=1"]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_truncated_document_is_salvaged(scanner: Scanner, keep: float) -> None:
    """Parts before the cut are read without the directory, and the damage is said."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in sorted(
            zipfile.ZipFile(io.BytesIO(_DOCUMENT)).infolist(), key=lambda one: one.filename[:8]
        ):
            archive.writestr(info.filename, zipfile.ZipFile(io.BytesIO(_DOCUMENT)).read(info))
    data = buffer.getvalue()
    data = data[data.index(b"word/document.xml") - 30 :]
    result = scanner.scan_bytes(data[: int(len(data) * keep)], "a.docx")

    assert _where(result, _PHONES["body"])
    assert "damaged" in {one.reason for one in result.unscannable}


def _with(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "part",
    [
        f"<!DOCTYPE w [<!ENTITY a '{_ID}'>]><w:document xmlns:w='w'><w:p><w:t>&a;</w:t></w:p></w:document>",
        f"<w:document xmlns:w='w'><w:p><w:t>身份证 {_ID}</w:t></w:p><w:p>",
        f"<w:document xmlns:w='w'><w:p></w:t><w:t>身份证 {_ID}</w:t></w:p></w:document>",
        f"no XML at all, 身份证 {_ID}",
        "<a>" * 20_000 + f"身份证 {_ID}",
        f"<?xml version='1.0' encoding='gb18030'?><w:document xmlns:w='w'>身份证 {_ID}</w:document>",
    ],
)
def test_parts_that_are_not_well_formed_lose_nothing(scanner: Scanner, part: str) -> None:
    """Entity bombs, cut and broken parts are reported, and their text is read all the same."""
    result = scanner.scan_bytes(_with(part), "a.docx")

    assert "damaged" in {one.reason for one in result.unscannable}
    assert "CN_RESIDENT_ID" in {one.entity_type for one in result.findings}


def test_a_bomb_in_a_part_stops_at_the_limit(scanner: Scanner) -> None:
    """What inflates beyond the ratio is cut, and what was read before it stays."""
    buffer = io.BytesIO(_DOCUMENT)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bomb.xml", b"<a>" + bytes(20 << 20))
    result = scanner.scan_bytes(buffer.getvalue(), "a.docx")

    assert "limit" in {one.reason for one in result.unscannable}
    assert _where(result, _PHONES["body"])


def test_text_that_two_readers_see_in_two_ways_is_read_in_both() -> None:
    """Alternate content is read twice only where it differs."""
    mc = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:w='w'"
    paragraph = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    part = (
        f"<w:document {mc}><w:p><w:r><mc:AlternateContent><mc:Choice>{paragraph.format('one')}</mc:Choice>"
        f"<mc:Fallback>{paragraph.format('one')}{paragraph.format('two')}</mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p></w:document>"
    )
    items = OfficeXml().extract(Document("a", _with(part)), Budget(Limits()))

    assert [one.text for one in items if isinstance(one, Segment)] == ["one", "two"]


def test_an_encrypted_part_is_reported() -> None:
    """A part with the flag of encryption is a result of its own."""
    data = bytearray(_with("<a/>"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    items = [*OfficeXml().extract(Document("a", bytes(data)), Budget(Limits()))]

    assert [one.reason for one in items if isinstance(one, Unscannable)] == ["encrypted"]


_DATA = os.environ.get("DLPSCAN_TEST_DATA", "")


@pytest.mark.skipif(not _DATA, reason="DLPSCAN_TEST_DATA names no folder of test files")
@pytest.mark.parametrize("name", ["example_password.docx", "ecma376standard_password.docx"])
def test_a_protected_document_is_encrypted(scanner: Scanner, name: str) -> None:
    """A password is a reason of its own."""
    result = scanner.scan_path(Path(_DATA) / "files" / "msoffcrypto" / name)

    assert [one.reason for one in result.unscannable] == ["encrypted"]
