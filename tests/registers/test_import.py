"""Files of consents and agreements: all lines or none, every fault with its place, no value anywhere."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from registers.keeping_people import CARD, WANG, ZHAO, fingerprint, judge, policy

from dlpscan import Action, Scanner
from dlpscan.apps.registers.desk import Desk
from dlpscan.errors import ConfigurationError
from dlpscan.registers.keeping import Wanted

HEADER = "姓名,身份证号,手机,接收方,类别,用途,同意形式,凭证编号,同意日期,到期日"
GOOD = (
    f"王伟,{WANG['CN_RESIDENT_ID']},{WANG['PHONE_NUMBER']},partner.example,身份、联系方式,claims-service,书面,DOC-1,2026-02-01,2027/2/1",
    f"赵敏,{ZHAO['CN_RESIDENT_ID']},{ZHAO['PHONE_NUMBER']},partner.example,身份;联系方式,claims-service,电子勾选,DOC-2,2026年2月1日,20270201",
)
ENGLISH = "ID Card,Mobile,Recipient,Categories,Purpose,Form,Evidence,Granted,Expires,Withdrawn"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with a register in SQLite."""
    return Desk("", f"sqlite:///{tmp_path / 'registers.db'}")


def load(desk: Desk, data: str | bytes, register: str = "consent", **parts: Any) -> tuple[int, list[str]]:
    """Import *data* as a file, and return the exit code and all that is told."""
    path = Path(desk.database.name.removeprefix("sqlite:///")).with_name("list.csv")
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    code, lines, errors = desk.load(
        register,
        str(path),
        parts.get("sheet", ""),
        parts.get("ignored", ()),
        dry_run=parts.get("dry_run", False),
    )
    return code, [*lines, *errors]


def listed(desk: Desk, register: str = "consent") -> list[str]:
    """Return the entries as CSV."""
    return [*desk.listing(register, Wanted(), "csv", 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings(desk: Desk, encoding: str, line_end: str) -> None:
    """What Excel and WPS save as CSV is read as it is; every way to write a date, too."""
    told = load(desk, (line_end.join((HEADER, *GOOD)) + line_end).encode(encoding))

    assert told == (0, ["2 added, 0 on record already, 0 withdrawn"])
    assert [line.split(",")[-3:-1] for line in listed(desk)[1:]] == [["2026-02-01", "2027-02-01"]] * 2


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_delimiters(desk: Desk, delimiter: str) -> None:
    """Tabs and semicolons serve as well."""
    data = "\n".join((HEADER, GOOD[0])).replace(",", delimiter)

    assert load(desk, data) == (0, ["1 added, 0 on record already, 0 withdrawn"])


def test_a_bad_line_in_gbk_keeps_the_good_ones_out(desk: Desk) -> None:
    """Each fault has line and column, no message quotes a cell, and the register stays as it was."""
    bad = (
        "陈静,510104197811230841,139,partner.example,身份,claims-service,书面,DOC-3,2026-02-30,",
        "刘洋,440305199307123170,,qq.com,秘密,claims-service,口头,,2026-02-01,2026-01-01",
    )
    load(desk, "\n".join((HEADER, GOOD[0])))
    code, told = load(desk, "\n".join((HEADER, GOOD[1], *bad)).encode("gbk"))

    assert code == 2
    assert told == [
        "list.csv:3: CN_RESIDENT_ID: is not a valid CN_RESIDENT_ID",
        "list.csv:3: PHONE_NUMBER: is not a valid PHONE_NUMBER",
        "list.csv:3: granted: is no date; write it as 2026-11-24",
        (
            "list.csv:4: categories: has a category that is not known. Known categories: identity, contact, "
            "financial, behaviour, health, credential, other"
        ),
        "list.csv:4: evidence: is missing",
        "list.csv:4: expires: lies before the first day",
        "list.csv:4: form: is none of: electronic, official_channel, written",
        "list.csv:4: recipient: is a domain of personal mailboxes: nobody can answer for everyone there",
        "2 lines are wrong: nothing was imported",
    ]
    assert len(listed(desk)) == 2


def test_broken_bytes_are_named_by_line(desk: Desk) -> None:
    """A line that no encoding gives is no line of question marks."""
    data = "\n".join((HEADER, *GOOD)).encode("gbk").replace("赵敏".encode("gbk"), b"\xff\xff")
    with pytest.raises(
        ConfigurationError, match=r"list\.csv:3: does not decode as .*; save it as UTF-8 or GBK"
    ):
        load(desk, data)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("到期日", "到期曰"), "column 10 is not known. Did you mean '到期日'"),
        (HEADER.replace(",用途", ",备注"), "column 6 is not known"),
        (HEADER.replace("身份证号,手机", "性别,姓名"), "no column tells whose consents these are"),
        (HEADER.replace(",凭证编号", ""), "columns are missing: evidence"),
        (HEADER.replace("到期日", "同意日期"), "two columns hold 'granted'"),
        (GOOD[0], "the first row holds data"),
        ("", "holds nothing"),
    ],
)
def test_a_header_that_cannot_be_one(desk: Desk, header: str, told: str) -> None:
    """A column that is not understood could be the one with the end: it stops the import, unquoted."""
    with pytest.raises(ConfigurationError, match=told) as error:
        load(desk, "\n".join((header, *GOOD)) if header else "\n\n")

    assert WANG["CN_RESIDENT_ID"] not in str(error.value)


@pytest.mark.parametrize(
    "name", ["客户手机号", "手机号码", "PHONE_NUMBER", "Phone Number", "*手机:", "mobile"]
)
def test_one_column_has_many_names(desk: Desk, name: str) -> None:
    """By type, by label, in both languages; marks and spaces are nothing."""
    assert load(desk, "\n".join((HEADER.replace("手机", name), GOOD[0])))[0] == 0


def test_a_column_may_be_left_out(desk: Desk) -> None:
    """What the company keeps beside it need not be cut from the file."""
    data = "\n".join((f"{HEADER},备注", f"{GOOD[0]},VIP"))

    assert load(desk, data, ignored=("备注",)) == (0, ["1 added, 0 on record already, 0 withdrawn"])


def test_the_same_file_twice_adds_nothing_and_takes_withdrawals(desk: Desk, scanner: Scanner) -> None:
    """A nightly export may be imported as it is; who withdrew stays so, even if a later file forgets."""
    whose = f"{WANG['CN_RESIDENT_ID']},{WANG['PHONE_NUMBER']}"
    row = f"{whose},partner.example,identity contact,claims-service,written,D-1,2026-02-01,,"
    first = load(desk, f"{ENGLISH}\n{row}\n{row}\n")
    withdrawn = load(desk, f"{ENGLISH}\n{row}2026-11-01\n")
    forgotten = load(desk, f"{ENGLISH}\n{row}\n")
    verdict = judge(scanner, policy(desk.database.name), f"客户王伟,手机{WANG['PHONE_NUMBER']}")

    assert first[1] == ["1 added, 1 on record already, 0 withdrawn"]
    assert withdrawn[1] == ["0 added, 1 on record already, 1 withdrawn"]
    assert forgotten[1] == ["0 added, 1 on record already, 0 withdrawn"]
    assert verdict.action == Action.BLOCK
    assert any("withdrawn from 2026-11-01 on" in line for line in desk.page("consent", "C-1"))


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    """It says what would be."""
    told = load(desk, "\n".join((HEADER, *GOOD)), dry_run=True)

    assert told == (0, ["2 would be added, 0 on record already, 0 withdrawn"])
    assert desk.database.state() == "empty"


def workbook(*rows: list[Any], sheets: int = 1) -> bytes:
    """Return a workbook with *rows* on each of its sheets."""
    book = openpyxl.Workbook()
    for _ in range(sheets - 1):
        book.create_sheet()
    for sheet in book.worksheets:
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(number: Any, phone: Any) -> list[Any]:
    return [number, phone, "partner.example", "identity,contact", "claims-service", "written", "D-1",
            date(2026, 2, 1), date(2027, 2, 1), None]  # fmt: skip


def test_a_workbook(desk: Desk) -> None:
    """Cells with dates, and a phone that a program made a number, are read as what they are."""
    data = workbook(ENGLISH.split(","), _cells(WANG["CN_RESIDENT_ID"], int(WANG["PHONE_NUMBER"])))

    assert load(desk, data) == (0, ["1 added, 0 on record already, 0 withdrawn"])
    assert listed(desk)[1].split(",")[-3:] == ["2026-02-01", "2027-02-01", ""]


def test_an_identity_number_that_lost_digits(desk: Desk) -> None:
    """Excel keeps 15 digits of a number: what is left is nobody's, and is not taken for anybody's."""
    data = workbook(ENGLISH.split(","), _cells(int(WANG["CN_RESIDENT_ID"]), WANG["PHONE_NUMBER"]))

    assert load(desk, data)[1][0] == (
        "list.csv:2: CN_RESIDENT_ID: is stored as a number and has lost digits; format the column as text"
    )


def test_a_workbook_with_several_sheets(desk: Desk) -> None:
    """Which one is meant, only a person can say."""
    data = workbook(ENGLISH.split(","), _cells(WANG["CN_RESIDENT_ID"], WANG["PHONE_NUMBER"]), sheets=2)
    with pytest.raises(ConfigurationError, match="name one with --sheet"):
        load(desk, data)

    assert load(desk, data, sheet="Sheet")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("DOC-1", "DOC-1,x,y", "has more cells than the header; is a comma not quoted?"),
        (
            "DOC-1",
            f"扫描件{WANG['PHONE_NUMBER']}",
            "evidence: holds what looks like a customer's PHONE_NUMBER",
        ),
        ("DOC-1", f"{CARD}", "evidence: holds what looks like a customer's BANK_CARD"),
        (
            "claims-service",
            f"给{WANG['EMAIL_ADDRESS']}",
            "purpose: holds what looks like a customer's EMAIL_ADDRESS",
        ),
        (
            "partner.example",
            f"王伟{WANG['PHONE_NUMBER']}",
            "recipient: holds what looks like a customer's PHONE",
        ),
        ("2026-02-01", "01/02/2026", "granted: is no date"),
        ("身份、联系方式", "credential", "categories: credential: no consent lifts"),
        (f"{WANG['CN_RESIDENT_ID']},{WANG['PHONE_NUMBER']}", ",", "does not say whose consent it is"),
    ],
)
def test_what_is_wrong_with_a_line(desk: Desk, old: str, new: str, told: str) -> None:
    """It is said, without what stood there."""
    code, lines = load(desk, "\n".join((HEADER, GOOD[0].replace(old, new, 1))))

    assert code == 2
    assert lines[0].removeprefix("list.csv:2: ").startswith(told)
    assert not any(value in line for value in (*WANG.values(), CARD) for line in lines)


def test_a_quotation_mark_that_is_not_closed(desk: Desk) -> None:
    """It would swallow every line below it."""
    with pytest.raises(ConfigurationError, match=r"list\.csv:2: a quotation mark"):
        load(desk, "\n".join((HEADER, GOOD[0].replace("王伟", '"王伟'), GOOD[1])))


NUMBERS = "客户号,身份证号,手机,接收方,类别,用途,同意形式,凭证编号,同意日期"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # One customer number, one subject, whatever else is given.
        (("KH-1", WANG["CN_RESIDENT_ID"], ""), ("KH-1", "", WANG["PHONE_NUMBER"]), ""),
        (("KH-1", WANG["CN_RESIDENT_ID"], ""), ("", WANG["CN_RESIDENT_ID"], WANG["PHONE_NUMBER"]), ""),
        (("", "", WANG["PHONE_NUMBER"]), ("", "", WANG["PHONE_NUMBER"]), ""),
        (
            ("KH-1", WANG["CN_RESIDENT_ID"], ""),
            ("KH-2", WANG["CN_RESIDENT_ID"], ""),
            "a number of this line belongs to another subject of the register",
        ),
        (
            ("KH-1", WANG["CN_RESIDENT_ID"], ""),
            ("KH-1", ZHAO["CN_RESIDENT_ID"], ""),
            "the register has another CN_RESIDENT_ID for this subject",
        ),
        (
            ("", WANG["CN_RESIDENT_ID"], WANG["PHONE_NUMBER"]),
            ("", "", WANG["PHONE_NUMBER"]),
            (
                "the register knows the one with this phone or mailbox by an identity number, too; "
                "give that number, or the subject"
            ),
        ),
    ],
)
def test_who_a_line_is_about(desk: Desk, first: tuple[str, ...], second: tuple[str, ...], told: str) -> None:
    """A number names its subject; what contradicts the register is refused; a phone is never guessed from."""
    rest = "partner.example,身份,claims-service,书面"
    lines = [f"{','.join(one)},{rest},DOC-{number},2026-02-01" for number, one in enumerate((first, second))]
    for together in (False, True):
        if together:
            answer = load(desk, "\n".join((NUMBERS, *lines)), dry_run=True)[1]
            assert not told or answer[0].endswith(told)
        else:
            assert load(desk, f"{NUMBERS}\n{lines[0]}")[0] == 0
            answer = load(desk, f"{NUMBERS}\n{lines[1]}")[1]
            subjects = {line.split(",")[2] for line in listed(desk)[1:]}
            assert (answer[0].partition(": ")[2] if told else len(subjects)) == (told or 1)


def test_a_shared_phone_is_said(desk: Desk) -> None:
    """Two subjects with one phone: imported, and noted, since by that phone neither is known any more."""
    shared = [GOOD[0], GOOD[1].replace(ZHAO["PHONE_NUMBER"], WANG["PHONE_NUMBER"])]
    code, told = load(desk, "\n".join((HEADER, *shared)))

    assert code == 0
    assert told[0].startswith("note: 1 phones or mailboxes belong to another subject as well")


def test_agreements(desk: Desk) -> None:
    """Parties with their domains; an unknown kind, or a domain of personal mailboxes, is refused."""
    header = "合作方,域名,协议类型,适用范围,类别,合同编号,签署日期,有效期至"
    good = '示例合作方,"partner.example、*.partner.example",保密协议,理赔,身份,HT-1,2026-01-01,2027-12-31'
    bad = "某某,gmail.com,口头,,身份,HT-2,2026-01-01,"

    assert load(desk, f"{header}\n{good}", "agreement")[0] == 0
    assert load(desk, f"{header}\n{bad}", "agreement")[1] == [
        "list.csv:2: domains: is a domain of personal mailboxes: nobody can answer for everyone there",
        "list.csv:2: kind: is none of: entrustment, nda",
        "1 lines are wrong: nothing was imported",
    ]
    assert "partner.example,*.partner.example" in "".join(listed(desk, "agreement"))


def test_a_personal_mailbox_is_no_qualified_recipient(desk: Desk) -> None:
    """It may be a customer's, and this register shows its addresses."""
    told = load(desk, "邮箱,培训编号,培训日期\nli@qq.com,TRAIN-1,2026-01-01", "qualification")[1]

    assert told[0] == (
        "list.csv:2: recipient: is a personal mailbox: no register lets customer information go there"
    )


def test_a_fingerprint_without_a_type_is_what_the_register_knows_it_as(desk: Desk) -> None:
    """A phone's is no better than the phone: whether it is still the same customer's, a person must say."""
    load(desk, "\n".join((HEADER, GOOD[0])))
    header = "指纹,接收方,类别,用途,同意形式,凭证编号,同意日期"
    phone = fingerprint("PHONE_NUMBER", WANG["PHONE_NUMBER"])
    row = f"{phone},partner.example,身份,marketing,书面,D-9,2026-02-01"

    assert "by an identity number, too" in load(desk, f"{header}\n{row}")[1][0]


def test_an_approval_names_a_rule_that_is_known(desk: Desk) -> None:
    """A misspelt rule would approve nothing."""
    header = "rule,recipient,approver,justification,granted,expires"
    row = "no-external-shares,partner.example,Chen,audit,2026-01-01,2026-12-31"

    assert (
        "rule: is not known. Known rules: no-external-share, "
        in load(desk, f"{header}\n{row}", "approval")[1][0]
    )
