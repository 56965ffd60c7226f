"""Ways to get customers' data past the scanner or the policy that were found once, each closed."""

from __future__ import annotations

import io
import os
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import openpyxl
import pytest

from dlpscan import Channel, Limits, Party, Policy, Scanner, ScanResult, Transfer
from dlpscan.rulebook import settings, yaml_files
from dlpscan.text import scattered

_ID = "420106198508152717"
_MOBILE = "13912345678"
_LEAK = f"客户王伟,身份证{_ID},手机{_MOBILE}"
_COMPANY = "company: {domains: [corp.example], approved_channels: [{type: email}]}\n"


def _action(result: ScanResult, to: str, sender: str = "agent@corp.example") -> str:
    policy = Policy(yaml_files.parse(_COMPANY, settings.Settings, "settings"))
    transfer = Transfer(Channel(managed=True), Party(sender, "from"), (Party(to),))
    return policy.evaluate(result, transfer).action.value


def _kinds(result: ScanResult) -> list[str]:
    return [one.entity_type for one in result.findings if one.score >= 0.5]


def _mail(body: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "agent@corp.example", "li@qq.com", "x"
    message.set_content(body)
    return message.as_bytes()


@pytest.mark.parametrize(
    "data", [f"ID no {_ID} \0", f"\0ID no {_ID}", f"ID no {_ID[:6]}\0{_ID[6:]}", f"ID {_ID}\n\0\0"]
)
def test_zeros_do_not_make_a_text_unreadable(scanner: Scanner, data: str) -> None:
    """A few NULs are NULs, and no sign of UTF-16."""
    assert _kinds(scanner.scan_bytes(data.encode(), "a")) == ["CN_RESIDENT_ID"]


def test_a_flood_of_one_value_pushes_nothing_out(scanner: Scanner) -> None:
    """Ten thousand sample numbers, or the sender's own address, leave room for what follows."""
    for flood in ("13800138000\n", "agent@corp.example\n"):
        result = scanner.scan_text(flood * 10_001 + _LEAK)

        assert "CN_RESIDENT_ID" in _kinds(result)
        assert _action(result, "x@stranger.example") == "block"


def test_findings_that_are_not_kept_make_the_scan_incomplete() -> None:
    """What policy does not see is not known to be clean."""
    scanner = Scanner(plugins=(), limits=Limits(findings=5))
    result = scanner.scan_text("\n".join(f"手机139{number:08}" for number in range(11111111, 11111131)))

    assert [one.reason for one in result.unscannable] == ["limit"]


@pytest.mark.parametrize(
    "body",
    [
        f"多谢!\n\n客户王伟,手机{_MOBILE},请跟进。\n",
        f"客户资料如下\n谢谢\n客户王伟,手机{_MOBILE}\n客户李娜,手机17712345670\n",
        f"客户信息如下:\n————\n姓名:王伟 电话:{_MOBILE}\n姓名:李娜 电话:17712345670\n",
        f"正文\n祝好\n客户王伟 电话{_MOBILE}\nagent@corp.example\n",
        f"正文\n祝好\n姓名:王伟 电话{_MOBILE}\n姓名:李娜 电话17712345670\nagent@corp.example\n",
    ],
)
def test_customers_below_a_closing_formula_are_customers(scanner: Scanner, body: str) -> None:
    """Only a block with the sender's address, one name and no customer in it is the sender's card."""
    assert _action(scanner.scan_bytes(_mail(body), "m.eml"), "li@qq.com") == "block"


def test_the_senders_own_card_is_none(scanner: Scanner) -> None:
    """A mail without customers passes with its signature."""
    body = f"您好,附件请查收。\n谢谢\n姓名:陈静\n电话:{_MOBILE}\nagent@corp.example\n"

    assert _action(scanner.scan_bytes(_mail(body), "m.eml"), "li@qq.com") == "allow"


@pytest.mark.parametrize(
    "text",
    [
        f"{_LEAK},资料请发邮箱 li@qq.com",
        f"{_LEAK}。收件邮箱: li@qq.com",
        f"{_LEAK}。请邮件 li@qq.com",
        f"Customer Wang Wei, ID {_ID}. Contact: li@qq.com",
        f"ID {_ID}. Please email li@qq.com the file",
    ],
)
def test_an_address_in_a_sentence_gives_nobody_the_data(scanner: Scanner, text: str) -> None:
    """It is where somebody wants the data sent, and not the customer's own mailbox."""
    assert _action(scanner.scan_text(text), "li@qq.com") == "block"


def test_a_record_gives_its_owner_the_data(scanner: Scanner) -> None:
    """A field of the same record names the person's own mailbox."""
    assert _action(scanner.scan_text(f"姓名:王伟\n身份证号:{_ID}\n邮箱:li@qq.com\n"), "li@qq.com") == "allow"


@pytest.mark.parametrize(
    "start", ["OTTO\n", "ID3\n", "GIF89a\n", "wOFF\n", "OggS\n", "fLaC\n", "BM1234", "MZ hello"]
)
def test_letters_that_begin_a_format_make_no_picture(scanner: Scanner, start: str) -> None:
    """A text is read, whatever word it begins with."""
    assert "CN_RESIDENT_ID" in _kinds(scanner.scan_bytes(f"{start}\n{_LEAK}".encode(), "a"))


@pytest.mark.parametrize(
    "text", [f"1.{_ID}\n2.310101199003072866\n", f"12.{_ID}", f"第1.{_ID}", f"编号1.{_ID}\n"]
)
def test_a_numbered_list_is_no_decimal(scanner: Scanner, text: str) -> None:
    """The full stop of a list number does not hide the number behind it."""
    assert "CN_RESIDENT_ID" in _kinds(scanner.scan_text(text))


@pytest.mark.parametrize("label", ["订单号:", "序列号", "sn:", "账号:"])
def test_the_label_of_something_else_hides_no_identity_number(scanner: Scanner, label: str) -> None:
    """Birth date, region and check digit say more than a label."""
    assert "CN_RESIDENT_ID" in _kinds(scanner.scan_text(f"{label}{_ID}"))


def test_a_type_that_no_profile_lists_counts(tmp_path: Path) -> None:
    """Who looks for an identifier of their own takes it for customer information."""
    (tmp_path / "x.yaml").write_text(
        "name: x\nentity_type: INSURANCE_NO\ntitle: {zh: 保单, en: Policy}\nanchors: {literals: [INS-]}\n"
        "forms: [{pattern: 'INS-[0-9]{6}'}]\nscores: {bare: 0.9, nearby: 0.9, labelled: 0.9}\n"
        "samples: {match: [INS-123456], no_match: [INS-1]}\n",
        encoding="utf-8",
    )

    assert _action(Scanner(plugins=(), rules=[tmp_path]).scan_text("INS-123456"), "li@qq.com") == "block"


def test_addresses_of_colleagues_are_no_customers(scanner: Scanner) -> None:
    """Twelve addresses of the company, or of the recipient's own, are no list of customers."""
    ours = "\n".join(f"user{number}@corp.example" for number in range(12))
    theirs = "\n".join(f"user{number}@partner.example" for number in range(12))

    assert _action(scanner.scan_text(ours), "x@stranger.example") == "allow"
    assert _action(scanner.scan_text(theirs), "x@partner.example") == "allow"
    assert _action(scanner.scan_text(theirs), "x@stranger.example") == "block"


@pytest.mark.parametrize("name", [f"zhang{_ID}.txt", f"wangwei{_MOBILE}.txt", "x6222021234567890128y.txt"])
def test_numbers_glued_to_letters_are_masked_in_names(scanner: Scanner, name: str) -> None:
    """A name is masked roughly: no boundary saves a long run of digits."""
    result = scanner.scan_bytes(b"\0\1\2" * 40, name)
    shown = f"{result.name} {[str(one.location) for one in result.unscannable]}"

    assert not any(value in shown for value in (_ID, _MOBILE, "6222021234567890128"))
    assert scanner.mask_name("report_20241130.txt") == "report_20241130.txt"


def test_a_sheet_named_after_a_customer_is_masked(scanner: Scanner) -> None:
    """Sheet names pass the same masker."""
    book = openpyxl.Workbook()
    book.active.title = f"zhang{_MOBILE}"
    book.active["A1"] = f"手机{_MOBILE}"
    buffer = io.BytesIO()
    book.save(buffer)
    result = scanner.scan_bytes(buffer.getvalue(), "a.xlsx")

    assert _MOBILE not in " ".join(str(one.location) for one in result.findings)


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX")
def test_a_name_that_is_no_utf8_does_not_end_the_scan(scanner: Scanner, tmp_path: Path) -> None:
    """A name in GBK is read as such, masked, and its neighbours are scanned."""
    folder = os.fsencode(tmp_path)
    for name in (f"客户{_MOBILE}.txt".encode("gb18030"), b"b.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(_LEAK, encoding="utf-8")
    results = list(scanner.scan_paths([tmp_path]))

    assert [Path(one.name).name for one in results] == ["b.txt", "客户139****5678.txt"]
    assert all("CN_RESIDENT_ID" in _kinds(one) for one in results)


def test_what_was_found_before_the_time_was_up_is_kept() -> None:
    """A dense giant gives what was found, and says that it is not all."""
    scanner = Scanner(plugins=(), limits=Limits(time_s=1))
    result = scanner.scan_text("\n".join(f"手机139{number:08}" for number in range(20_000, 320_000)))

    assert result.unscannable[-1].reason == "timeout"
    assert len(result.findings) > 100


@pytest.mark.parametrize(
    "text",
    ["<a " * 40_000, "<!--" * 40_000, "<p>" + "\n" * 100_000, "客户联系人姓名手机号" * 20_000],
    ids=["tags", "comments", "lines", "labels"],
)
def test_hostile_texts_end(text: str) -> None:
    """Tags that never end, lines without end, labels without values: linear, far below the limit."""
    scanner = Scanner(plugins=(), limits=Limits(time_s=20))

    assert scanner.scan_bytes(f"<html><p><p><p>{text}".encode(), "a.html").complete
    assert scanner.scan_bytes(_mail(text.replace("<", "(")), "m.eml").complete


@pytest.mark.parametrize(
    "rows",
    [
        ["客户信息表,,", "姓名,护照号,电话", f"王伟,E12345678,{_MOBILE}"],
        ["制表日期:2026-11-24,制表人:李娜,", "姓名,护照号,余额", "王伟,E12345678,1.00"],
        ["姓名,护照号,20241130余额", "王伟,E12345678,1.00"],
        ["姓名,王伟", "护照号,E12345678", "联系人,李娜", "电话,13912345678"],
    ],
    ids=["title", "title with cells", "a date in the header", "a form"],
)
def test_tables_keep_their_labels(scanner: Scanner, rows: list[str]) -> None:
    """Titles above the header, dates in it, and forms side by side: names and passports are found."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row.split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    for data in (buffer.getvalue(), "\n".join(rows).encode()):
        kinds = _kinds(scanner.scan_bytes(data, "t"))

        assert "PERSON" in kinds
        assert "CN_PASSPORT" in kinds


def test_poor_repeats_do_not_hide_a_place_with_evidence() -> None:
    """Fifty order numbers that read as a phone, then the phone behind its label: the last one counts."""
    text = "运单号13912345678\n" * 200 + "客户王伟 手机：13912345678\n"
    scores = [one.score for one in Scanner().scan_text(text).findings if one.entity_type == "PHONE_NUMBER"]

    assert max(scores) > 0.9


def test_accepted_repeats_do_not_hide_one_that_is_not_accepted() -> None:
    """Sixty lines with a comment, then the same value without one."""
    text = 'p = "420106198508152717"  # dlpscan: allow test fixture\n' * 60 + 'q = "420106198508152717"\n'
    findings = Scanner(allow_comments=True).scan_text(text).findings

    assert [one.allowed for one in findings][-1] == ""


@pytest.mark.parametrize(
    "before", ["\\n", "手机\\n", "a\\t", "q=%0A", "q=%0d%0a", "\x1b[31m", "\\\\\\n"], ids=repr
)
def test_the_letter_of_an_escape_is_not_glued_to_a_number(before: str) -> None:
    r"""`\n`, `%0A` and colours of a terminal end in a letter or digit and are none."""
    found = Scanner().scan_text(f"x {before}13912345678 y").findings

    assert [(one.entity_type, one.score >= 0.5) for one in found] == [("PHONE_NUMBER", True)]


@pytest.mark.parametrize(
    "name", ["420106_19850815_2717.txt", "139_1234_5678.txt", "6222_0202_0011_2230_114.csv"]
)
def test_a_file_name_with_a_number_in_parts_is_masked(name: str) -> None:
    """Names are locations, and locations are printed."""
    assert re.sub("[^0-9]", "", name) not in re.sub(
        "[^0-9*]", "", Scanner().scan_bytes(b"hi", name=name).name
    )


@pytest.mark.parametrize("name", ["report-2026-11-24.txt", "2026-11-24_10-00-00.log", "192.168.100.112.log"])
def test_dates_and_addresses_in_file_names_stay(name: str) -> None:
    """Who reads a report must find the file."""
    assert Scanner().scan_bytes(b"hi", name=name).name == name


def test_numbers_in_parts_show_no_digits() -> None:
    """What is put together holds the value, and its representation does not."""
    text = "身份证 420106/19850815/2717"
    (number,) = scattered.find(text, lambda _: True)
    made = scattered.together(text, [number], [""])

    assert re.search("[0-9]{3}", repr(number) + repr(made)) is None
