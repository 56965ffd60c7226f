"""`dlpscan scan`: inputs in order, records out as they come, progress on a terminal, the exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

import dlpscan
from dlpscan.apps.exit_codes import FOUND, INCOMPLETE, USAGE
from dlpscan.model import Action, ScanResult, Transfer, Verdict
from dlpscan.report.jsonl import JsonLines
from dlpscan.report.records import Record, Stream
from dlpscan.report.text import PlainText
from dlpscan.rulebook import settings as settings_file
from dlpscan.rulebook.folders import rules_version
from dlpscan.rulebook.settings import Settings
from dlpscan.scanner import Scanner, walk

if TYPE_CHECKING:
    from dlpscan.policy.engine import Policy

STANDARD_INPUT = "-"
_PROGRESS_AFTER_S = 1.0


class Request(NamedTuple):
    """What the user asked for."""

    paths: tuple[str, ...]
    transfer: str | None
    policy: str | None
    form: str
    min_score: float
    fail_on: Action
    entities: tuple[str, ...] | None
    rules: tuple[str, ...]
    jobs: int = 1
    allow_comments: bool = False


class Renderer(Protocol):
    """Turns records into text."""

    def render(self, record: Record) -> str:
        """Return the text of a record."""
        ...


def run(request: Request, target: IO[str], errors: IO[str]) -> int:
    """Scan, write, and return the exit code. Raises `ConfigurationError` before anything is read."""
    company = settings_file.load(Path(request.policy)) if request.policy else settings_file.Settings()
    folders = tuple(map(Path, request.rules))
    policy, transfer = _judging(request, company) if request.transfer else (None, None)
    scanner = Scanner(
        rules=folders,
        profile=company.profile,
        entities=request.entities,
        plugins=company.plugins,
        allow=company.allowed(request.policy or "settings"),
        allow_comments=request.allow_comments,
    )
    for note in scanner.allow.ended(scanner.allow.today()):
        errors.write(f"dlpscan: note: {request.policy}: {scanner.mask_name(note)}\n")
    stream = Stream(dlpscan.__version__, rules_version(*folders), scanner.key_id, min_score=request.min_score)
    renderer: Renderer = JsonLines() if request.form == "jsonl" else PlainText()
    target.write(renderer.render(stream.header()))
    exit_code = _ExitCode(request)
    for result in _progress(_results(scanner, request, company, exit_code, errors), errors):
        verdict = policy.evaluate(result, transfer) if policy and transfer else None
        exit_code.take(result, verdict, transfer)
        target.writelines(map(renderer.render, stream.result(result, verdict)))
    target.write(renderer.render(stream.summary()))
    target.flush()
    return exit_code.value


def _judging(request: Request, company: Settings) -> tuple[Policy, Transfer]:
    """Return the policy and the transfer that was asked about."""
    from dlpscan.policy.engine import Policy  # noqa: PLC0415  (30 ms, only with --transfer)
    from dlpscan.rulebook import transfers  # noqa: PLC0415

    rules = tuple(map(Path, request.rules))
    transfer = transfers.load(Path(request.transfer or ""))
    return Policy(company, rules=rules, place=request.policy or "settings"), transfer


class _ExitCode:
    """What the exit code of the contract becomes as results come in."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.is_found = self.is_usage = self.is_incomplete = False

    def take(self, result: ScanResult, verdict: Verdict | None, transfer: Transfer | None) -> None:
        self.is_incomplete |= not result.complete
        if transfer is not None and verdict is not None:
            self.is_found |= any(one.action >= self._request.fail_on for one in verdict.violations)
        else:
            self.is_found |= any(
                one.score >= self._request.min_score and not one.public and not one.allowed
                for one in result.findings
            )

    @property
    def value(self) -> int:
        if self.is_found:
            return FOUND
        if self.is_usage:
            return USAGE
        return INCOMPLETE if self.is_incomplete else 0


def _results(
    scanner: Scanner, request: Request, company: Settings, exit_code: _ExitCode, errors: IO[str]
) -> Iterator[ScanResult]:
    if request.jobs == 1:
        yield from _inputs(scanner, request.paths, lambda path: scanner.scan_paths([path]), exit_code, errors)
        return
    from dlpscan import workers  # noqa: PLC0415  (only with --jobs)

    setup = workers.Setup(
        rules=request.rules,
        profile=company.profile,
        entities=request.entities,
        plugins=company.plugins,
        allow=company.allowed(request.policy or "settings"),
        allow_comments=request.allow_comments,
    )
    with workers.Pool(setup, request.jobs) as pool:

        def scan(path: Path) -> Iterator[ScanResult]:
            return workers.scan_paths(pool, walk(path), scanner.unreadable)

        yield from _inputs(scanner, request.paths, scan, exit_code, errors)


def _inputs(
    scanner: Scanner,
    paths: Iterable[str],
    scan: Callable[[Path], Iterator[ScanResult]],
    exit_code: _ExitCode,
    errors: IO[str],
) -> Iterator[ScanResult]:
    for path in paths:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(scanner.limits.total_bytes + 1)
            yield scanner.scan_bytes(data, STANDARD_INPUT)
        elif not os.path.lexists(path):
            # A name that does not exist is a typing error: said at once, and the other inputs go on.
            exit_code.is_usage = True
            errors.write(f"dlpscan: error: {scanner.mask_name(path)}: no such file or folder\n")
            yield scanner.scan_path(path)
        else:
            yield from scan(Path(path))


def _progress(results: Iterator[ScanResult], errors: IO[str]) -> Iterator[ScanResult]:
    """Pass *results* on; on a terminal, and when it takes long, show how far the scan is."""
    if not errors.isatty():
        yield from results
        return
    from rich.console import Console  # noqa: PLC0415  (50 ms, on terminals only)
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    started = time.monotonic()
    files = size = unread = 0
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=errors), transient=True, disable=False) as bar:
        task = bar.add_task("scanning", total=None, visible=False)
        for result in results:
            files += 1
            size += result.bytes
            unread += not result.complete
            elapsed = time.monotonic() - started
            if elapsed > _PROGRESS_AFTER_S:
                rate = size / elapsed / 1e6
                text = f"{files} files, {size / 1e6:.1f} MB, {rate:.1f} MB/s, {unread} incomplete"
                bar.update(task, description=text, visible=True)
            yield result
