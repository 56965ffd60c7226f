"""The whole path with the installed command and a real PostgreSQL: a file of consents in, a verdict out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from dlpscan import keys

pytestmark = pytest.mark.e2e

_CONSENTS = """\
姓名,身份证号,手机,接收方,类别,用途,同意形式,凭证编号,同意日期,到期日
王伟,420106198508152717,13971620485,示例合作方,身份、联系方式,claims-service,书面,DOC-17,2026-02-01,2099-02-01
"""
_AGREEMENTS = """\
合作方,域名,协议类型,类别,签署日期
示例合作方,partner.example,保密协议,身份、联系方式,2026-01-01
"""
_TRANSFER = """\
{sender: {address: a@corp.example}, recipients: [{address: ops@partner.example}], purpose: claims-service}
"""


@pytest.fixture
def server() -> Iterator[postgres.Postgres]:
    """Run a server; a laptop without PostgreSQL skips, in CI that is a failure."""
    if not postgres.is_available():
        if os.environ.get("CI"):
            pytest.fail("CI must have PostgreSQL: apt-get install postgresql")
        pytest.skip("needs PostgreSQL")
    with postgres.running() as running:
        yield running


def test_from_a_file_of_consents_to_a_verdict(tmp_path: Path, server: postgres.Postgres) -> None:
    """Imported in GBK, the consents let a transfer pass; with the server gone it is held."""
    keys.create(tmp_path / "key")
    company = "company: {domains: [corp.example], approved_channels: [{type: email}]}\n"
    (tmp_path / "dlpscan.yaml").write_text(
        f"{company}registers: {{url: '{server.new_database()}', timeout_s: 2}}\n", encoding="utf-8"
    )
    (tmp_path / "consents.csv").write_text(_CONSENTS, encoding="gbk")
    (tmp_path / "agreements.csv").write_text(_AGREEMENTS, encoding="gbk")
    (tmp_path / "transfer.yaml").write_text(_TRANSFER, encoding="utf-8")
    (tmp_path / "mail.txt").write_text("客户王伟,身份证号420106198508152717", encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "dlpscan", *arguments],
            cwd=tmp_path,
            env=os.environ | {"DLPSCAN_KEY_FILE": str(tmp_path / "key")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "420106198508152717" not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    scan = ("scan", "mail.txt", "--policy", "dlpscan.yaml", "--transfer", "transfer.yaml")
    made = run("registers", "init")[0], run(*scan)[0]
    imported = run("consent", "import", "consents.csv"), run("agreement", "import", "agreements.csv")
    passed = run(*scan)
    server.stop()
    away = run(*scan), run("consent", "list")
    server.start()

    assert made == (0, 1)
    assert [code for code, _ in imported] == [0, 0]
    assert passed[0] == 0, passed[1]
    assert (away[0][0], "verdict: hold" in away[0][1]) == (1, True), away[0][1]
    assert away[1][0] == 2
    assert run(*scan)[0] == 0
