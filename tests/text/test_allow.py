"""`dlpscan: allow <reason>`: honoured where the caller says so, on its line, with a reason."""

from __future__ import annotations

import io

import openpyxl
import pytest

from dlpscan import Scanner

_PHONE = "手机13912345678"


@pytest.fixture(scope="module")
def lenient() -> Scanner:
    """Return a scanner that honours the comments."""
    return Scanner(plugins=(), allow_comments=True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{_PHONE}  # dlpscan: allow invented person", "invented person"),
        (f"{_PHONE} // dlpscan: allow - test data of QA", "test data of QA"),
        (f"/* {_PHONE} dlpscan: allow 虚构的人物 */", "虚构的人物"),
        (f"<!-- {_PHONE} dlpscan: allow invented person -->", "invented person"),
        (f"{_PHONE}  # DLPSCAN: ALLOW invented person", "invented person"),
        (f"{_PHONE}  # dlpscan: allow", ""),
        (f"{_PHONE}  # dlpscan: allow ok", ""),
        (f"{_PHONE}  # dlpscan: allowed by nobody", ""),
        (f"# dlpscan: allow the next line\n{_PHONE}", ""),
        (f"{_PHONE}\n# dlpscan: allow the line above", ""),
        *(
            (f"{_PHONE}{end}x = 1  # dlpscan: allow invented person", "")
            for end in ("\r", "\v", "\f", "\x85", "\u2028", "\r\n")
        ),
        (f"{_PHONE}  # dlpscan: allow <reason>", ""),
        (f"# dlpscan: allow {_PHONE}", ""),
        (f"https://a.example/?q=dlpscan:allow=1234&id={_PHONE}", ""),
        (f"{_PHONE}&q=dlpscan:allow=1234", ""),
    ],
)
def test_a_reason_on_the_line_accepts_it(lenient: Scanner, text: str, reason: str) -> None:
    """Only with a reason, and only on its own line; the finding stays and shows the reason."""
    (finding,) = [one for one in lenient.scan_text(text).findings if one.entity_type == "PHONE_NUMBER"]

    assert finding.allowed == reason


def test_each_line_stands_for_itself(lenient: Scanner) -> None:
    """In a long text the comment reaches no other line, in tables neither."""
    text = "编号,手机\n1,13912345678 # dlpscan: allow invented\n2,17712345670\n"
    found = lenient.scan_bytes(text.encode(), "a.csv").findings

    assert [bool(one.allowed) for one in found] == [True, False]


def test_it_is_not_honoured_unless_asked_for(scanner: Scanner) -> None:
    """A mail that brings its own permission does not get it."""
    (finding,) = scanner.scan_text(f"{_PHONE}  # dlpscan: allow invented person").findings

    assert finding.allowed == ""


def test_a_value_in_the_reason_is_masked(lenient: Scanner) -> None:
    """The reason is text like any other."""
    found = lenient.scan_text(f"{_PHONE}  # dlpscan: allow see 13912345678").findings

    assert [one.allowed for one in found] == ["see 139****5678", ""]


@pytest.mark.parametrize(
    "text",
    [
        '{"手机": "13912345678", "备注": "dlpscan: allow test person"}',
        "<table><tr><td>手机</td><td>13912345678 dlpscan: allow test person</td></tr></table>",
    ],
)
def test_a_member_of_data_accepts_nothing(lenient: Scanner, text: str) -> None:
    """Formats without comments that a reviewer sees line by line have the baseline."""
    (finding,) = lenient.scan_bytes(text.encode(), "a").findings

    assert finding.allowed == ""


def test_a_cell_of_a_workbook_accepts_nothing(lenient: Scanner) -> None:
    """Data that others exported may hold the words; what people write line by line may."""
    book = openpyxl.Workbook()
    book.active.append(["手机", "备注"])
    book.active.append(["13912345678", "dlpscan: allow test person"])
    buffer = io.BytesIO()
    book.save(buffer)
    (finding,) = lenient.scan_bytes(buffer.getvalue(), "a.xlsx").findings

    assert finding.allowed == ""
