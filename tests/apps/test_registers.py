"""The commands of the registers, as a compliance officer uses them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dlpscan import keys
from dlpscan.apps import cli
from dlpscan.apps.registers import commands
from dlpscan.registers.fields import FIELDS

_ID, _PHONE = "420106198508152717", "13971620485"
_SETTINGS = """\
company: {domains: [corp.example], approved_channels: [{type: email}]}
partners: [{name: 示例合作方, domains: [partner.example], role: handler}]
registers: {url: "sqlite:///registers.db"}
"""
_CONSENT = (
    *("consent", "add", "--recipient", "partner.example", "--categories", "identity,contact"),
    *("--purpose", "claims-service", "--form", "written", "--evidence", "DOC-17", "--granted", "2026-02-01"),
)
_AGREEMENT = (
    *("agreement", "add", "--party", "示例合作方", "--domains", "partner.example", "--kind", "nda"),
    *("--categories", "identity,contact", "--signed", "2026-01-01"),
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    key_file: Path,  # noqa: ARG001  (used by the commands)
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Return a function that runs a command in a folder with settings, and gives code, output and errors."""
    monkeypatch.chdir(tmp_path)
    Path("dlpscan.yaml").write_text(_SETTINGS, encoding="utf-8")
    Path("mail.txt").write_text(f"客户王伟,身份证号{_ID},手机{_PHONE}", encoding="utf-8")
    Path("transfer.yaml").write_text(
        "{sender: {address: a@corp.example}, recipients: [{address: ops@partner.example}], "
        "purpose: claims-service}",
        encoding="utf-8",
    )

    def _run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dlpscan", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        assert not any(value in printed.out + printed.err for value in (_ID, _PHONE))
        return int(ended.value.code or 0), printed.out, printed.err

    return _run


def _judged(run: Run) -> int:
    return run("scan", "mail.txt", "--policy", "dlpscan.yaml", "--transfer", "transfer.yaml")[0]


def _add(run: Run, *more: str) -> tuple[int, str, str]:
    identifiers = ("--identifier", "CN_RESIDENT_ID", "--identifier", "PHONE_NUMBER")
    return run(*_CONSENT, *identifiers, *more, stdin=f"{_ID}\n{_PHONE}\n")


def test_a_consent_from_its_beginning_to_its_end(run: Run) -> None:
    """Added, it lets a transfer pass; withdrawn, no more; and the register tells what happened."""
    before = run(*_AGREEMENT), _judged(run)
    added = _add(run), _judged(run)
    yesterday = str((datetime.now(UTC) - timedelta(days=1)).date())
    withdrawn = run("consent", "withdraw", "C-1", "--day", yesterday, "--reason", "called"), _judged(run)
    shown = run("consent", "show", "C-1")[1]

    assert (before[0], before[1]) == ((0, "A-1 added\n", ""), 1)
    assert (added[0], added[1]) == ((0, "C-1 added\n", ""), 0)
    assert (withdrawn[0], withdrawn[1]) == ((0, f"1 withdrawn from {yesterday} on\n", ""), 1)
    assert "known by: CN_RESIDENT_ID 1, PHONE_NUMBER 1" in shown
    assert f": withdrawn from {yesterday} on: called" in shown


def test_all_consents_of_a_customer_can_be_withdrawn_at_once(run: Run) -> None:
    """By what tells the customer, read from standard input; other customers' stay."""
    _add(run)
    _add(run, "--expires", "2099-01-01")
    run(*_CONSENT, "--subject", "KH-2")
    told = run("consent", "withdraw", "--identifier", "PHONE_NUMBER", stdin=f"{_PHONE}\n")
    again = run("consent", "withdraw", "--identifier", "PHONE_NUMBER", stdin=f"{_PHONE}\n")
    still = run("consent", "list", "--state", "valid", "--subject", "KH-2", "--format", "jsonl")[1]

    assert told[1].startswith("2 withdrawn from ")
    assert (again[0], again[2]) == (2, "dlpscan: error: consent: no such entry that still holds\n")
    assert [json.loads(line)["number"] for line in still.splitlines()] == ["C-3"]


def test_a_fingerprint_serves_as_a_subject(run: Run) -> None:
    """As in dlpscan.yaml: what `dlpscan fingerprint` prints names a customer."""
    run(*_AGREEMENT)
    printed = run("fingerprint", "--type", "CN_RESIDENT_ID", "-", stdin=_ID)[1].strip()
    code, _, errors = run(*_CONSENT, "--subject", printed)

    assert (code, errors) == (0, "")
    assert _judged(run) == 0
    assert run("consent", "list", "--fingerprint", printed)[1].endswith("1 entries\n")


def test_lists_can_be_narrowed(run: Run) -> None:
    """By state, recipient, purpose and customer; a mailbox is found although it is not shown."""
    _add(run, "--expires", "2026-03-01")
    run(*_CONSENT, "--subject", "KH-2", "--recipient", "li@lawyer.example", "--expires", "2099-01-01")

    def numbers(*options: str, stdin: str = "") -> list[str]:
        lines = run("consent", "list", "--format", "jsonl", *options, stdin=stdin)[1].splitlines()
        return [json.loads(line)["number"] for line in lines]

    assert numbers() == ["C-1", "C-2"]
    assert numbers("--state", "expired") == ["C-1"]
    assert numbers("--state", "valid") == ["C-2"]
    assert numbers("--recipient", "Li@lawyer.example") == ["C-2"]
    assert numbers("--purpose", "marketing") == []
    assert numbers("--identifier", "CN_RESIDENT_ID", stdin=_ID) == ["C-1"]
    assert numbers("--limit", "1") == ["C-1"]
    assert "li@lawyer" not in run("consent", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "stdin", "told"),
    [
        (
            (*_CONSENT, "--identifier", "CN_RESIDENT_ID"),
            "420106198508152718",
            "CN_RESIDENT_ID: is not a valid",
        ),
        ((*_CONSENT, "--identifier", "CN_RESIDENT_ID"), "", "give its value on standard input"),
        ((*_CONSENT, "--identifier", "NO_TYPE"), "x", "NO_TYPE"),
        ((*_CONSENT, "--identifier", "PERSON"), "王伟", "PERSON: tells nobody apart"),
        (
            ("consent", "withdraw", "C-1", "--reason", f"手机{_PHONE}"),
            "",
            "looks like a customer's PHONE_NUMBER",
        ),
        (_CONSENT, "", "does not say whose consent it is"),
        ((*_CONSENT, "--subject", "KH-1", "--granted", "gestern"), "", "granted: is no date"),
        (("consent", "show", "A-1"), "", "are called C-1"),
        (("consent", "show", "C-99"), "", "no such entry"),
        (("consent", "withdraw"), "", "say which"),
        (("consent", "import", "none.csv"), "", "none.csv: cannot be read"),
        (("registers", "expiring", "--within", "soon"), "", "expected days or weeks"),
    ],
)
def test_what_is_wrong_is_said(run: Run, arguments: tuple[str, ...], stdin: str, told: str) -> None:
    """Exit code 2, one line, no value."""
    run("registers", "init")
    code, out, errors = run(*arguments, stdin=stdin)

    assert (code, out) == (2, "")
    assert told in errors


def test_a_phone_that_got_a_new_owner_is_forgotten(run: Run) -> None:
    """By it nobody is found any more; the consent stays, and is found by the identity number."""
    run(*_AGREEMENT)
    _add(run)
    Path("mail.txt").write_text(f"客户王伟,手机{_PHONE}", encoding="utf-8")
    before = _judged(run)
    told = run("registers", "forget", "--identifier", "PHONE_NUMBER", stdin=_PHONE)
    again = run("registers", "forget", "--identifier", "PHONE_NUMBER", stdin=_PHONE)

    assert (before, _judged(run)) == (0, 1)
    assert told[1].startswith("1 identifiers forgotten")
    assert again[0] == 2
    assert "known by: CN_RESIDENT_ID 1\n" in run("consent", "show", "C-1")[1]
    assert ": PHONE_NUMBER forgotten" in run("consent", "show", "C-1")[1]


def test_a_customer_can_be_forgotten(run: Run) -> None:
    """All that tells a subject goes; that there was a consent remains."""
    _add(run)
    subject = json.loads(run("consent", "list", "--format", "jsonl")[1])["subject"]
    told = run("registers", "forget", "--subject", subject)

    assert told[1].startswith("2 identifiers forgotten")
    assert run("consent", "list", "--identifier", "CN_RESIDENT_ID", stdin=_ID)[1] == "0 entries\n"
    assert run("consent", "list")[1].endswith("1 entries\n")


def test_reminders(run: Run) -> None:
    """What ends soon, soonest first, in every register and in the settings; nothing that has ended."""
    today = datetime.now(UTC).date()
    near, nearer, far, past = (str(today + timedelta(days=days)) for days in (20, 10, 90, -10))
    for day in (near, near, far, past):
        run(*_CONSENT, "--subject", f"KH-{day}", "--evidence", f"D-{day}", "--expires", day)
    run(*_CONSENT, "--subject", "KH-0", "--expires", near)
    run(*_AGREEMENT, "--expires", nearer)
    code, out, _ = run("registers", "expiring", "--within", "30d")

    assert code == 1
    assert out.splitlines() == [
        f"{nearer} agreement 示例合作方: A-1",
        f"{near} consent partner.example: 2 entries, the first C-1",
        "3 entries end within 30 days",
    ]
    assert run("registers", "expiring", "--within", "1w")[0] == 0


def test_check_names_what_is_odd(run: Run) -> None:
    """Consents for nobody, partners without an agreement: said before a mail is refused for it."""
    run(*_CONSENT, "--subject", "KH-1", "--recipient", "stranger.example")
    code, out, _ = run("registers", "check")
    run(*_AGREEMENT)
    run("consent", "withdraw", "C-1")

    assert code == 1
    assert "note: partner 示例合作方: no agreement that holds" in out
    assert "note: 1 consents are for stranger.example, which is neither" in out
    assert "consent: 1 valid, 0 future, 0 expired, 0 withdrawn" in out
    assert (run("registers", "check", "--policy", "dlpscan.yaml")[1]).count("note:") == 1


def test_init_and_upgrade_may_be_repeated(run: Run) -> None:
    """They say what they found."""
    first, second = run("registers", "init"), run("registers", "init")
    upgraded = run("registers", "upgrade")

    assert "made, under key" in first[1]
    assert "stands here already" in second[1]
    assert upgraded[1].endswith("is at step 1\n")


def test_without_a_register(run: Run) -> None:
    """The error says what to write where."""
    Path("dlpscan.yaml").write_text("company: {domains: [corp.example]}\n", encoding="utf-8")
    code, _, errors = run("consent", "list")

    assert code == 2
    assert "Write `registers: {url: sqlite:///registers.db}` in dlpscan.yaml" in errors


def test_another_key_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By list, by add, and by a scan: with exit code 2 and both keys named."""
    _add(run)
    other = keys.create(tmp_path / "other")
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "other"))
    scan = ("scan", "mail.txt", "--policy", "dlpscan.yaml", "--transfer", "transfer.yaml")
    answers = [run("consent", "list"), _add(run), run(*scan)]

    assert [code for code, _, _ in answers] == [2, 2, 2]
    assert all(other.key_id in errors and "made under key" in errors for _, _, errors in answers)


def test_the_file_lies_beside_the_settings(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a command runs, a relative path is that of the folder of dlpscan.yaml."""
    _add(run)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert run("consent", "list", "--policy", "../dlpscan.yaml")[1].endswith("1 entries\n")


@pytest.mark.parametrize("register", sorted(FIELDS))
def test_options_and_columns_are_the_same(register: str) -> None:
    """What a file may hold, an option gives, but for the day of withdrawal: for that there is a command."""
    options = {(name.replace("-", "_"), required) for name, required, _ in commands._OPTIONS[register]}  # noqa: SLF001
    columns = {(field.name, field.required) for field in FIELDS[register] if field.name != "withdrawn"}

    assert options == columns


def test_sqlalchemy_is_imported_only_for_a_register() -> None:
    """Neither the command line, nor a policy without a register, nor the scanner needs it."""
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "import dlpscan, dlpscan.apps.cli\n"
        "dlpscan.Policy().evaluate(dlpscan.Scanner(plugins=()).scan_text('x'), dlpscan.Transfer())\n"
        "from dlpscan.rulebook.settings import Registers, Settings\n"
        "try: dlpscan.Policy(Settings(registers=Registers('sqlite:///registers.db')))\n"
        "except dlpscan.ConfigurationError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == (
        "registers.url: registers need SQLAlchemy; install it with: pip install 'dlpscan[registers]'"
    )
