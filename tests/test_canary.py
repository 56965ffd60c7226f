"""200 planted values, in every place a value can stand: none of them is in any output."""

from __future__ import annotations

import io
import logging
import os
import random
import subprocess
import sys
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import openpyxl
import pytest
import strategies

from dlpscan import Scanner

_COUNT = 200


def _values() -> list[str]:
    """Return invented values of all types with a form that can be recognised, in equal shares."""
    chance = random.Random(20261124)  # noqa: S311  (a fixed sequence for tests)
    makers = (
        strategies.resident_id,
        strategies.bank_card,
        strategies.mobile,
        strategies.passport,
        strategies.email_address,
    )
    values: list[str] = []
    while len(values) < _COUNT:
        value = makers[len(values) % len(makers)](chance)
        if value not in values:
            values.append(value)
    return values


_LABELS = ("身份证号", "银行卡号", "手机", "护照号", "邮箱")


def _plant(folder: Path, values: list[str]) -> None:
    """Write the values into text, table, mail, workbook, and into the names of files and sheets."""
    labelled = [f"{_LABELS[number % 5]}:{value}" for number, value in enumerate(values)]
    (folder / "text.txt").write_text("\n".join(labelled[:60]), encoding="gb18030")
    rows = ["证件,卡,手机,护照,邮箱", *(",".join(values[start : start + 5]) for start in range(60, 100, 5))]
    (folder / "table.csv").write_text("\n".join(rows), encoding="utf-8")
    book = openpyxl.Workbook()
    for number in range(100, 130):
        sheet = book.create_sheet(values[number].replace("@", "_")[:31])
        sheet["A1"] = labelled[number]
    buffer = io.BytesIO()
    book.save(buffer)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{values[134]}"
    mail["To"] = values[139]
    mail["Subject"] = " ".join(labelled[130:134])
    mail["X-Note"] = labelled[135]
    mail.set_content("\n".join(labelled[136:165]), charset="gb18030", cte="base64")
    mail.add_attachment(
        buffer.getvalue(), maintype="application", subtype="octet-stream", filename=f"{values[165]}.xlsx"
    )
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=f"{values[166]}.pdf")
    (folder / "mail.eml").write_bytes(mail.as_bytes())
    for value in values[167:185]:
        (folder / f"客户{value.replace('/', '_')}.bin").write_bytes(b"\x00\x01\x02" * 50)
    for number in range(185, _COUNT):
        inner = folder / f"folder {values[number]}"
        inner.mkdir()
        (inner / "a.html").write_text(f"<html><!-- {labelled[number]} --><b title='{values[number]}'>x</b>")


def _leaked(values: list[str], text: str) -> list[str]:
    return [value for value in values if value in text]


@pytest.mark.e2e
def test_no_planted_value_is_in_any_output(tmp_path: Path) -> None:
    """Standard output, errors and reports of every format are free of all 200, also when things fail."""
    values = _values()
    folder = tmp_path / "planted"
    folder.mkdir()
    _plant(folder, values)
    (tmp_path / "t.yaml").write_text(
        f"sender: {{address: {values[134]}}}\n"
        f"recipients: [{{address: {values[139]}}}, {{account: '{values[2]}'}}]\n"
    )
    outputs = []
    for arguments in (
        ["scan", folder],
        ["scan", folder, "--format", "jsonl", "--min-score", "0"],
        ["scan", folder, "--transfer", tmp_path / "t.yaml"],
        ["scan", folder, "--transfer", tmp_path / "t.yaml", "--format", "jsonl"],
        ["scan", *(f"missing {value}" for value in values)],
        ["fingerprint", "--type", "CN_RESIDENT_ID", values[1]],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "dlpscan", *map(str, arguments)],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        assert done.returncode in (1, 2), done.stderr
        outputs.append(done.stdout + done.stderr)

    assert _leaked(values, "\n".join(outputs)) == []


def test_no_planted_value_is_in_a_repr_or_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, scanner: Scanner
) -> None:
    """Results, findings and locations show no value; nothing is logged."""
    values = _values()
    _plant(tmp_path, values)
    caplog.set_level(logging.DEBUG)
    results = list(scanner.scan_paths([tmp_path]))
    shown = repr(results) + str(results)
    shown += "".join(str(finding.location) for result in results for finding in result.findings)

    assert _leaked(values, shown + caplog.text) == []
    assert sum(len(result.findings) for result in results) >= _COUNT
