"""How people write what stands in a register, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from dlpscan.registers import fields


@pytest.mark.parametrize(
    ("read", "written", "expected"),
    [
        (fields.read_date, "2026-02-01", date(2026, 2, 1)),
        (fields.read_date, "2026/2/1", date(2026, 2, 1)),
        (fields.read_date, "2026.02.01", date(2026, 2, 1)),
        (fields.read_date, "2026年2月1日", date(2026, 2, 1)),
        (fields.read_date, "２０２６-02-01", date(2026, 2, 1)),
        (fields.read_date, "20260201", date(2026, 2, 1)),
        (fields.read_date, "2026-02-01 00:00:00", date(2026, 2, 1)),
        (fields.read_date, datetime(2026, 2, 1, 9, 30), date(2026, 2, 1)),  # noqa: DTZ001  (as a workbook gives it)
        (fields.read_categories, "contact、identity", "identity,contact"),
        (fields.read_categories, "身份信息 / 联系方式", "identity,contact"),
        (fields.read_form, "Official Channel", "official_channel"),
        (fields.read_form, "书面同意", "written"),
        (fields.read_kind, "委托处理合同", "entrustment"),
        (fields.read_hash, "SHA256:" + "AB" * 32, "ab" * 32),
        (fields.read_domain, "Partner.Example.", "partner.example"),
        (fields.read_domain, "*.PARTNER.example", "*.partner.example"),
        (fields.read_domain, "例子.公司", "xn--fsqu00a.xn--55qx5d"),
        (fields.read_domains, "a.example; b.example a.example", "a.example,b.example"),
        (fields.read_mailbox, " Ops@Partner.Example ", "ops@partner.example"),
        (fields.read_mailbox, "ops@例子.公司", "ops@xn--fsqu00a.xn--55qx5d"),
        (fields.read_recipient, "示例合作方", "示例合作方"),
        (fields.read_recipient, "Partner Ltd.", "Partner Ltd."),
        (fields.read_recipient, "PARTNER.example", "partner.example"),
        (fields.read_recipient, "li@qq.com", "li@qq.com"),
        (fields.read_receiver, "*.corp.example", "*.corp.example"),
    ],
)
def test_what_is_read(read: Callable[[Any], Any], written: Any, expected: Any) -> None:
    """Every way to write a thing gives the one that is stored."""
    assert read(written) == expected


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (fields.read_date, "01/02/2026"),
        (fields.read_date, "2026-02-30"),
        (fields.read_date, "2026-02-01 09:30"),
        (fields.read_date, "46054"),
        (fields.read_categories, "identity,everything"),
        (fields.read_form, "oral"),
        (fields.read_hash, "abc"),
        (fields.read_domain, "intranet"),
        (fields.read_domain, "a..example"),
        (fields.read_domain, "qq.com"),
        (fields.read_domain, "mail.163.com"),
        (fields.read_domain, "*.gmail.com"),
        (fields.read_domain, "partner.example/path"),
        (fields.read_mailbox, "a@b@c"),
        (fields.read_mailbox, "a b@c.example"),
        (fields.read_receiver, "li@foxmail.com"),
        (fields.read_rule, "No Rule"),
        (fields.read_text, "two\nlines"),
        (fields.read_text, "x" * 501),
    ],
)
def test_what_is_refused(read: Callable[[Any], Any], written: str) -> None:
    """The reason is a sentence, and never quotes what was written."""
    with pytest.raises(ValueError) as error:  # noqa: PT011  (the class is all there is)
        read(written)

    assert written not in str(error.value)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "valid"),
        ({"granted": date(2026, 11, 25)}, "future"),
        ({"expires": date(2026, 11, 24)}, "valid"),
        ({"expires": date(2026, 11, 23)}, "expired"),
        ({"withdrawn": date(2026, 11, 24)}, "withdrawn"),
        ({"withdrawn": date(2026, 11, 25)}, "valid"),
        ({"withdrawn": date(2026, 1, 1), "expires": date(2026, 2, 1)}, "withdrawn"),
    ],
)
def test_states(changes: dict[str, date], expected: str) -> None:
    """First and last days count; a withdrawal counts from its day on, and before all else."""
    entry = {"granted": date(2026, 1, 1), "expires": None, "withdrawn": None} | changes

    assert fields.state_of("consent", entry, date(2026, 11, 24)) == expected
