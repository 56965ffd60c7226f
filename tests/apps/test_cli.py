"""The command line in process: options, output, exit codes, errors."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dlpscan.apps import cli
from dlpscan.rulebook.folders import rules_folder

_ID = "420106198508152717"
_SETTINGS = "company: {domains: [corp.example], approved_channels: [{type: email}]}\n"


class _Done:
    """What a command printed, and its exit code."""

    def __init__(self, out: str, err: str, code: int) -> None:
        self.out = out
        self.err = err
        self.code = code

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.records if one["type"] == kind]


Run = Callable[..., _Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line."""

    def _run(*arguments: str | Path, stdin: bytes = b"") -> _Done:
        monkeypatch.setattr(sys, "argv", ["dlpscan", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return _Done(printed.out, printed.err, int(ended.value.code or 0))

    return _run


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a file with an ID, a clean one, an unreadable one, settings and a transfer."""
    monkeypatch.chdir(tmp_path)
    Path("id.txt").write_text(f"客户王伟,身份证号{_ID},手机13912345678\n", encoding="gb18030")
    Path("clean.txt").write_text("下周二开会\n")
    Path("scan.pdf").write_bytes(b"%PDF-1.4\n")
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    Path("low.txt").write_text("11010519491231002X\n")
    Path("dlpscan.yaml").write_text(_SETTINGS)
    for name, address in (("in", "li@corp.example"), ("out", "li@qq.com")):
        Path(f"{name}.yaml").write_text(
            f"sender: {{address: a@corp.example}}\nrecipients: [{{address: {address}}}]\n"
        )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["id.txt"], 1),
        (["clean.txt"], 0),
        (["low.txt"], 0),
        (["low.txt", "--min-score", "0.2"], 1),
        (["id.txt", "--min-score", "1"], 1),
        (["id.txt", "--entities", "BANK_CARD,CN_PASSPORT"], 0),
        (["scan.pdf"], 3),
        (["picture.png"], 0),
        (["scan.pdf", "id.txt"], 1),
        (["missing.txt"], 2),
        (["missing.txt", "id.txt"], 1),
        (["missing.txt", "scan.pdf"], 2),
        (["id.txt", "--transfer", "in.yaml", "--policy", "dlpscan.yaml"], 0),
        (["id.txt", "--transfer", "out.yaml", "--policy", "dlpscan.yaml"], 1),
        (["scan.pdf", "--transfer", "in.yaml", "--policy", "dlpscan.yaml"], 3),
        (["scan.pdf", "--transfer", "out.yaml", "--policy", "dlpscan.yaml"], 1),
        (["scan.pdf", "--transfer", "out.yaml", "--policy", "dlpscan.yaml", "--fail-on", "block"], 3),
        (["picture.png", "--transfer", "out.yaml", "--policy", "dlpscan.yaml"], 0),
        (["picture.png", "--transfer", "out.yaml", "--policy", "dlpscan.yaml", "--fail-on", "warn"], 1),
        (["id.txt", "--transfer", "none.yaml"], 2),
        (["id.txt", "--policy", "none.yaml"], 2),
        (["id.txt", "--rules", "none"], 2),
        (["id.txt", "--entities", "NONE"], 2),
        (["id.txt", "--format", "none"], 2),
        (["id.txt", "--min-score", "7"], 2),
        (["id.txt", "--output", "no/such/folder"], 2),
        ([], 2),
    ],
    ids=str,
)
@pytest.mark.usefixtures("files")
def test_exit_codes(run: Run, arguments: list[str], code: int) -> None:
    """The exit code is that of the contract."""
    assert run("scan", *arguments).code == code


@pytest.mark.usefixtures("files")
def test_standard_input(run: Run) -> None:
    """`-` reads bytes of any encoding."""
    done = run("scan", "-", "--format", "jsonl", stdin=f"身份证号{_ID}".encode("utf-16"))

    assert done.code == 1
    assert [(one["path"], one["location"]) for one in done.of("finding")] == [("-", "1:5")]


def test_the_jsonl_stream_follows_its_schema(run: Run, files: Path) -> None:
    """Header first, summary last, every line valid by the shipped schema, `type` first."""
    done = run("scan", files, "--format", "jsonl", "--transfer", "out.yaml", "--policy", "dlpscan.yaml")
    schema = json.loads((rules_folder() / "schema" / "jsonl.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)

    assert [error.message for record in done.records for error in validator.iter_errors(record)] == []
    assert all(line.startswith('{"type":') for line in done.out.splitlines())
    kinds = [record["type"] for record in done.records]
    assert (kinds[0], kinds[-1]) == ("header", "summary")
    assert set(kinds) == {"header", "finding", "unscannable", "violation", "summary"}


@pytest.mark.usefixtures("files")
def test_a_violation_has_what_a_person_needs(run: Run) -> None:
    """Clause, law, recipients, ids of findings in the stream, what is missing, remedy in two languages."""
    done = run("scan", "id.txt", "--format", "jsonl", "--transfer", "out.yaml", "--policy", "dlpscan.yaml")
    by_rule = {one["rule"]: one for one in done.of("violation")}
    personal = by_rule["no-personal-channel"]

    assert (personal["clause"], personal["action"]) == ("一(二)1(3)", "block")
    assert personal["recipients"] == ["l*@qq.com"]
    assert set(personal["findings"]) <= {one["id"] for one in done.of("finding")}
    assert len(personal["findings"]) == 3
    assert by_rule["no-external-share"]["missing"][0]["proof"] == "consent"
    assert personal["remedy"]["zh"]
    assert personal["remedy"]["en"]
    assert done.of("summary")[0]["action"] == "block"


@pytest.mark.usefixtures("files")
def test_output_goes_to_a_file(run: Run) -> None:
    """`--output` writes UTF-8 and leaves standard output empty."""
    done = run("scan", "id.txt", "--output", "report.txt")

    assert (done.code, done.out) == (1, "")
    assert "420106********2717" in Path("report.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_errors_name_the_thing_and_hide_the_value(run: Run) -> None:
    """A missing file whose name holds a number is named without it, and the others are scanned."""
    done = run("scan", f"{_ID}.txt", "id.txt")

    assert "420106********2717.txt: no such file or folder" in done.err
    assert _ID not in done.out + done.err
    assert "CN_RESIDENT_ID" in done.out


@pytest.mark.usefixtures("files")
def test_an_internal_error_shows_no_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not foreseen is named by class and place: its text may hold a value."""

    def broken(*_: object) -> None:
        raise RuntimeError(_ID)

    monkeypatch.setattr("dlpscan.scanner.Scanner.scan_path", broken)
    done = run("scan", "id.txt")

    assert done.code == 2
    assert "internal error: RuntimeError at test_cli.py" in done.err
    assert _ID not in done.err


def test_rules_are_listed_shown_and_tested(run: Run) -> None:
    """Each recogniser and rule is in the list and has a page; all samples hold."""
    listed = run("rules", "list").out

    assert all(name in listed for name in ("CN_RESIDENT_ID", "no-personal-channel", "no-external-share"))
    assert "GB 11643-1999" in run("rules", "show", "cn_resident_id").out
    assert "一(二)1(3)" in run("rules", "show", "no-personal-channel").out
    assert run("rules", "show", "nothing").code == 2
    assert run("rules", "test").out.endswith("samples hold\n")


def test_plugins_are_listed(run: Run) -> None:
    """The built-ins are a plugin like others."""
    done = run("plugins")

    assert done.code == 0
    assert done.out.startswith("dlpscan ")


def test_fingerprints_need_a_key_and_a_valid_value(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fingerprint is that of the finding; a mistyped value, or one on the command line, is refused."""
    assert "dlpscan key init" in run("fingerprint", "--type", "CN_RESIDENT_ID", "-", stdin=_ID.encode()).err
    assert run("key", "init", "--path", tmp_path / "key").code == 0
    assert run("key", "init", "--path", tmp_path / "key").code == 2
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "key"))
    made = run("fingerprint", "--type", "CN_RESIDENT_ID", "-", stdin=f"{_ID}\n420106850815271\n".encode())
    (tmp_path / "a.txt").write_text(_ID)
    found = run("scan", tmp_path / "a.txt", "--format", "jsonl").of("finding")
    wrong = run("fingerprint", "--type", "CN_RESIDENT_ID", "-", stdin=b"420106198508152718")
    name = run("fingerprint", "--type", "PERSON", "-", stdin="王伟".encode())

    # The 15-digit number is the same person's: both have one canonical form.
    assert made.out.split() == [found[0]["fingerprint"]] * 2
    assert (wrong.code, "420106198508152718" in wrong.err) == (2, False)
    assert len(name.out.strip()) == 32
    assert run("fingerprint", "--type", "CN_RESIDENT_ID", _ID).code == 2


def test_a_consent_by_fingerprint_allows(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way: key, fingerprint, consent, verdict; without a key the settings are refused."""
    run("key", "init", "--path", files / "key")
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(files / "key"))
    subject = run("fingerprint", "--type", "CN_RESIDENT_ID", "-", stdin=_ID.encode()).out.strip()
    Path("full.yaml").write_text(
        _SETTINGS + "partners: [{name: P, domains: [p.example], role: handler, agreement: {kind: nda,"
        " signed: 2026-01-01, categories: [identity, contact]}}]\n"
        + f"consents: [{{subject: {subject}, categories: [identity, contact], recipient: P, purpose: claims,"
        " form: written, evidence: D1, granted: 2026-02-01}]\n",
    )
    Path("t.yaml").write_text(
        "sender: {address: a@corp.example}\nrecipients: [{address: o@p.example}]\npurpose: claims\n"
        "time: 2026-11-24T10:00:00+08:00\n"
    )
    allowed = run("scan", "id.txt", "--transfer", "t.yaml", "--policy", "full.yaml")
    monkeypatch.delenv("DLPSCAN_KEY_FILE")
    refused = run("scan", "id.txt", "--transfer", "t.yaml", "--policy", "full.yaml")

    assert (allowed.code, "verdict: allow" in allowed.out) == (0, True)
    assert (refused.code, "needs an installation key" in refused.err) == (2, True)
