"""The demo: an invented mail with a list of customers, to a colleague, a qq.com mailbox and a partner.

All people and numbers are invented; the numbers have valid check digits so that they are found.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from email import policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl

_EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_CUSTOMERS = (
    ("王伟", "13912345678", "420106198508152717", "6222021234567890128"),
    ("欧阳明珠", "18612340917", "310101199003072866", "6217001234567890122"),
    ("李娜", "17712345670", "440304197611235622", "6228481234567890128"),
)
_BODY = """刘洋,你好:

附件是本月需要协助理赔的客户名单。其中客户王伟(手机13912345678)今天来电催办,请优先处理。

谢谢
陈静
理赔服务部  电话 13800001234
chen.jing@corp.example
"""


_CONSENTS = """
consents:
  - subject: {subject}
    categories: [identity, contact, financial]
    recipient: partner.example
    purpose: claims-service
    form: written
    evidence: DOC-17
    granted: 2026-02-01
    expires: 2027-02-01
"""


def _workbook() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "十一月"
    sheet.append(["姓名", "手机号", "身份证号", "银行卡号"])
    for row in _CUSTOMERS:
        sheet.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def mail() -> bytes:
    """Return the mail as it goes out: body in GB18030, the workbook attached under a Chinese name."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "陈静 <chen.jing@corp.example>"
    message["To"] = "liu.yang@corp.example"
    message["Cc"] = "xiaoli1990@qq.com"
    message["Subject"] = "11月理赔客户名单"
    message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0800"
    message.set_content(_BODY, charset="gb18030", cte="base64")
    message.add_attachment(
        _workbook(),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename="客户名单.xlsx",
    )
    return message.as_bytes()


def _show(command: str, **options: str) -> subprocess.CompletedProcess[str]:
    """Print a command as a user types it, run it, and print what it says."""
    print(f"$ {command}", flush=True)
    program = _program()
    arguments = command.rsplit("|", maxsplit=1)[-1].split()[1:]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [program, *arguments], capture_output=True, check=False, encoding="utf-8", env=environment, **options
    )
    print(done.stdout + done.stderr, end="", flush=True)
    return done


def _program() -> str:
    """Return the command of the environment that runs this, whether or not it is on PATH."""
    return shutil.which("dlpscan", path=str(Path(sys.executable).parent)) or "dlpscan"


def main() -> int:
    """Make the files in a temporary folder, judge the mail, and show the result."""
    folder = Path(tempfile.mkdtemp(prefix="dlpscan-demo-"))
    home = Path.cwd()
    try:
        os.chdir(folder)
        os.environ["DLPSCAN_KEY_FILE"] = str(folder / "key")
        program = _program()
        subprocess.run([program, "key", "init", "--path", "key"], check=True, stdout=subprocess.DEVNULL)
        Path("mail.eml").write_bytes(mail())
        shutil.copy(_EXAMPLES / "transfer.yaml", "transfer.yaml")
        # The consent on record is that of the third customer.
        made = subprocess.run(
            [program, "fingerprint", "--type", "CN_RESIDENT_ID", "-"],
            input=_CUSTOMERS[2][2],
            capture_output=True,
            check=True,
            text=True,
        )
        settings = (_EXAMPLES / "dlpscan.yaml").read_text(encoding="utf-8")
        consents = _CONSENTS.format(subject=made.stdout.strip())
        Path("dlpscan.yaml").write_text(settings + consents, encoding="utf-8")
        done = _show("dlpscan scan mail.eml --policy dlpscan.yaml --transfer transfer.yaml")
        print(f"$ echo $?\n{done.returncode}")
    finally:
        os.chdir(home)
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
