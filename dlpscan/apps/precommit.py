"""The pre-commit hook: judges what is staged as a transfer to where the repository is pushed.

It has no rules of its own. It builds a transfer from the index and the remotes, asks the policy for each
file, and says of a blocked one where, what, under which clause, and what to do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple
from zoneinfo import ZoneInfo

from dlpscan.apps.exit_codes import FOUND, INCOMPLETE
from dlpscan.apps.repository import Repository, Staged
from dlpscan.errors import ConfigurationError
from dlpscan.extract.encodings import decode
from dlpscan.model import (
    MIN_SCORE,
    Action,
    Channel,
    Document,
    Finding,
    Location,
    Party,
    ScanResult,
    Transfer,
    Unscannable,
    Verdict,
    Violation,
)
from dlpscan.policy.engine import Policy
from dlpscan.report.text import padded
from dlpscan.rulebook import baseline as baselines
from dlpscan.rulebook import settings as settings_file
from dlpscan.rulebook.baseline import Baseline
from dlpscan.scanner import Scanner

SETTINGS_NAME = "dlpscan.yaml"
# Git's own mark, its warning in the user's language, and the diff of what is judged as files anyway.
_DIFF = re.compile(
    r"^(?P<mark>\S{1,8}) -{24} >8 -{24}\n(?:(?P=mark)[^\n]*\n)+diff --git .*", re.DOTALL | re.MULTILINE
)

_WHAT_TO_DO = """
What to do / 怎么办:
  remove it, or replace it by generated data            删除,或改用生成的数据
  it is no customer's? say why, on its line:            并非客户信息?在该行注明原因:
      # dlpscan: allow <reason>
  accept it for a time, with an owner:                  由责任人限期接受:
      dlpscan baseline update --reason … --owner … --expires YYYY-MM-DD
"""


class Options(NamedTuple):
    """What the hook was told. *names* are files given by the framework, () for all that is staged."""

    names: tuple[str, ...] = ()
    message: str | None = None
    policy: str | None = None
    fail_on: Action = Action.REDACT
    rules: tuple[str, ...] = ()


class Hook:
    """The scanner, policy, baseline and transfer of one repository."""

    def __init__(self, options: Options) -> None:
        self.repository = Repository(Path.cwd())
        company = _settings(options, self.repository)
        rules = tuple(map(Path, options.rules))
        self.scanner = Scanner(
            rules=rules,
            profile=company.profile,
            plugins=company.plugins,
            allow=company.allowed(options.policy or SETTINGS_NAME),
            allow_comments=True,
        )
        self.policy = Policy(company, rules=rules, place=options.policy or SETTINGS_NAME)
        self.today = datetime.now(ZoneInfo(company.company.timezone)).date()
        accepted = self.repository.show(baselines.FILE_NAME)
        self.baseline = Baseline.parse(accepted, self.today) if accepted else Baseline((), self.today)
        hosts = self.repository.remote_hosts()
        self.transfer = Transfer(
            channel=Channel("vcs", hosts[0] if len(hosts) == 1 else ""),
            recipients=tuple(
                Party(role="destination", account=host or "a folder outside this repository")
                for host in hosts
            ),
        )

    def judge(self, result: ScanResult, path: str) -> tuple[ScanResult, Verdict]:
        """Return the result with what the baseline accepts, and the verdict on the rest."""
        result = self.baseline.accept(result, path, MIN_SCORE)
        return result, self.policy.evaluate(result, self.transfer)

    def scan(self, files: Iterable[Staged]) -> Iterator[tuple[str, ScanResult]]:
        """Yield (path, result) for files of the index."""
        for one, content in self.repository.read(files, self.scanner.limits.total_bytes):
            pointed = self.repository.lfs_object(content)
            yield one.path, self._pointed(one, pointed) if pointed else self._scanned(one, content)

    def _scanned(self, one: Staged, content: bytes) -> ScanResult:
        return self.scanner.scan_document(Document(one.path, content))

    def _pointed(self, one: Staged, stored: Path) -> ScanResult:
        """Return the result of a file that git-lfs keeps beside the repository, and pushes all the same."""
        try:
            with stored.open("rb") as file:
                content = file.read(self.scanner.limits.total_bytes + 1)
        except OSError as error:
            detail = f"a git-lfs pointer; its content is not here ({error.strerror}): run git lfs fetch"
            return self.scanner.unreadable(Unscannable("unsupported", Location(path=(one.path,)), detail))
        return self._scanned(one, content)


def _settings(options: Options, repository: Repository) -> settings_file.Settings:
    """Return the staged settings: those of the work tree alone are reviewed by nobody."""
    if options.policy:
        return settings_file.load(Path(options.policy))
    text = repository.show(SETTINGS_NAME)
    if text is not None:
        return settings_file.parse(text, SETTINGS_NAME)
    if (repository.root / SETTINGS_NAME).exists():
        raise ConfigurationError(
            f"is not staged, so nobody reviews it: git add {SETTINGS_NAME}", SETTINGS_NAME
        )
    return settings_file.Settings()


def run(options: Options, out: IO[str]) -> int:
    """Judge what is staged, or a commit's message, and return the exit code of the contract."""
    hook = Hook(options)
    for note in hook.scanner.allow.ended(hook.today):
        out.write(f"dlpscan: note: {options.policy or SETTINGS_NAME}: {hook.scanner.mask_name(note)}\n")
    blocked = 0
    is_complete = True
    for path, result in _inputs(hook, options):
        judged, verdict = hook.judge(result, path)
        is_complete &= judged.complete
        violations = [one for one in verdict.violations if one.action >= options.fail_on]
        if violations:
            blocked += 1
            out.writelines(_blocked(judged, violations))
        elif not judged.complete:
            out.writelines(_unread(judged))
        out.writelines(_accepted(judged))
    if blocked:
        what = "the commit message holds" if options.message else _counted(blocked)
        out.write(f"\ndlpscan: {what} what must not be committed here.\n{_WHAT_TO_DO}")
        return FOUND
    if not is_complete:
        out.write(
            "\ndlpscan: what was not read is not known to be clean; accept it with dlpscan baseline update.\n"
        )
        return INCOMPLETE
    return 0


def _counted(blocked: int) -> str:
    return "1 file holds" if blocked == 1 else f"{blocked} files hold"


def _inputs(hook: Hook, options: Options) -> Iterator[tuple[str, ScanResult]]:
    if options.message:
        yield "", hook.scanner.scan_text(_message(hook.repository, Path(options.message)), "commit message")
        return
    if not options.names:
        yield from hook.scan(hook.repository.staged())
        return
    staged, others = hook.repository.named(options.names)
    yield from hook.scan(staged)
    for path in others:
        # Named, but in no index: nothing else would look at it.
        yield str(path), hook.scanner.scan_path(path)


def _message(repository: Repository, path: Path) -> str:
    """Return a commit message without the diff that `git commit --verbose` shows below it.

    Lines of comments stay: with `-m` git keeps them in the message.
    """
    try:
        written = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"the commit message cannot be read: {error.strerror}", str(path)) from None
    return _DIFF.sub("", decode(written, repository.commit_encoding()).text)


def _blocked(result: ScanResult, violations: list[Violation]) -> Iterator[str]:
    """Yield the lines of one blocked file: where and what, then clause and recipients."""
    yield f"\n{result.name}\n"
    cited = {finding.id for violation in violations for finding in violation.findings}
    yield from (_finding(one) for one in result.findings if one.id in cited)
    yield from _unread_lines(result)
    for one in violations:
        to = ", ".join(party.masked for party in one.recipients)
        yield f"  {one.action.upper()} {one.rule}  {one.clause} {one.clause_text}  → {to}\n"


def _finding(finding: Finding) -> str:
    place = padded(finding.location.inside or "-", 14)
    return f"  {place} {padded(finding.entity_type, 15)} {padded(finding.masked, 24)} {finding.score:.2f}\n"


def _unread(result: ScanResult) -> Iterator[str]:
    yield f"\n{result.name}\n"
    yield from _unread_lines(result)


def _unread_lines(result: ScanResult) -> Iterator[str]:
    for item in result.unscannable:
        if not item.is_complete:
            yield f"  NOT READ  {item.location.inside or item.path}  {item.reason}: {item.detail}\n"


def _is_in_name(location: Location) -> bool:
    """Say whether it is the name of the file itself, not that of a member of an archive."""
    return len(location.path) == 1 and location.kind_of("name") is not None


def _accepted(result: ScanResult) -> Iterator[str]:
    """Yield what is accepted in a file, by type and reason."""
    reasons = Counter((one.entity_type, one.allowed) for one in result.findings if one.allowed)
    for (kind, reason), count in sorted(reasons.items()):
        yield f"{result.name}: accepted {count} × {kind}: {reason}\n"


def tallies(hook: Hook) -> list[tuple[str, str, int]]:
    """Return (path, type, count) for every tracked file: what a baseline would have to accept."""
    found = []
    for path, result in hook.scan(hook.repository.tracked()):
        if path == baselines.FILE_NAME:
            continue
        if any(_is_in_name(one.location) for one in result.findings):
            # The baseline would repeat the value in every clone.
            raise ConfigurationError("its name holds customer information: rename the file", result.name)
        found.extend(baselines.tally(result, path, MIN_SCORE))
    return found
