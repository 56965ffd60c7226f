"""The command line: arguments in, records out, and the exit codes of the contract.

0 nothing found · 1 a finding, or with --transfer a violation · 2 usage or configuration error ·
3 incomplete and nothing made it 1.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, NoReturn

import click

import dlpscan
from dlpscan.apps.exit_codes import FOUND, INCOMPLETE, USAGE
from dlpscan.apps.registers.commands import GROUPS
from dlpscan.errors import DlpscanError
from dlpscan.model import MIN_SCORE, Action
from dlpscan.text.masking import mask_roughly

_ACTIONS = click.Choice([action.value for action in Action])
_rules_option = click.option(
    "--rules",
    "rules",
    multiple=True,
    metavar="FOLDER",
    help="A folder with further rules, as YAML. Repeatable.",
)


def main() -> NoReturn:
    """Run the command. An unforeseen exception is named by class and place only: its text may hold data."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(prog_name="dlpscan", standalone_mode=False)
    except click.ClickException as error:
        # What was typed may hold a value: it is masked like a file's name.
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        click.echo(f"Error: {mask_roughly(error.format_message())}", err=True)
        code = USAGE
    except click.Abort:
        code = USAGE
    except DlpscanError as error:
        click.echo(f"dlpscan: error: {mask_roughly(str(error))}", err=True)
        code = USAGE
    except BrokenPipeError:
        # The reader went away; there is nobody left to tell.
        sys.stderr.close()
        code = USAGE
    except Exception as error:  # noqa: BLE001
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        click.echo(f"dlpscan: internal error: {type(error).__name__} at {place}; please report it", err=True)
        code = USAGE
    sys.exit(code or 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(dlpscan.__version__, prog_name="dlpscan")
def cli() -> None:
    """Find customers' personal information, and say whether it may go where it is going."""


for group in GROUPS:
    cli.add_command(group)


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--transfer", metavar="T.yaml", help="Judge this transfer: who sends what to whom, and how.")
@click.option("--policy", metavar="dlpscan.yaml", help="The company's settings: domains, partners, consents.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Output.",
)
@click.option("--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=MIN_SCORE,
    show_default=True,
    help="Show findings from this score on, and count them for the exit code.",
)
@click.option(
    "--fail-on",
    type=_ACTIONS,
    default=Action.REDACT.value,
    show_default=True,
    help="With --transfer: exit with 1 from this action on.",
)
@click.option("--entities", metavar="TYPE,...", help="Look only for these entity types.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Scan with so many processes; a file that hangs or crashes one costs only itself.",
)
@click.option(
    "--allow-comments",
    is_flag=True,
    help="Honour `dlpscan: allow <reason>` on a line: the finding is shown and counts for nothing.",
)
@_rules_option
def scan(
    paths: tuple[str, ...],
    transfer: str | None,
    policy: str | None,
    form: str,
    output: str | None,
    min_score: float,
    fail_on: str,
    entities: str | None,
    jobs: int,
    allow_comments: bool,  # noqa: FBT001  (click passes flags by name)
    rules: tuple[str, ...],
) -> int:
    """Scan files and folders; `-` is standard input."""
    from dlpscan.apps import scanning  # noqa: PLC0415  (so that --help costs no scanner)

    request = scanning.Request(
        paths=paths,
        transfer=transfer,
        policy=policy,
        form=form,
        min_score=min_score,
        fail_on=Action(fail_on),
        entities=None
        if entities is None
        else tuple(filter(None, (one.strip() for one in entities.split(",")))),
        rules=rules,
        jobs=jobs,
        allow_comments=allow_comments,
    )
    with ExitStack() as stack:
        target = stack.enter_context(_opened(output)) if output else sys.stdout
        return scanning.run(request, target, sys.stderr)


def _opened(output: str) -> IO[str]:
    try:
        return Path(output).open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise click.UsageError(f"--output: cannot be written: {error.strerror}") from None


@cli.group()
def rules() -> None:
    """List, show and test the rules."""


@rules.command("list")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Lines for the terminal, or tables for documents.",
)
@_rules_option
def rules_list(form: str, rules: tuple[str, ...]) -> None:
    """List all recognisers and policy rules."""
    from dlpscan.apps import rule_pages  # noqa: PLC0415

    for line in rule_pages.listing(rules, markdown=form == "markdown"):
        click.echo(line)


@rules.command("show")
@click.argument("name")
@_rules_option
def rules_show(name: str, rules: tuple[str, ...]) -> None:
    """Show one recogniser or policy rule, with its reasons."""
    from dlpscan.apps import rule_pages  # noqa: PLC0415

    for line in rule_pages.page(name, rules):
        click.echo(line)


@rules.command("test")
@_rules_option
def rules_test(rules: tuple[str, ...]) -> int:
    """Run the samples that the rules carry; a rule whose sample fails is refused."""
    from dlpscan.apps import rule_samples  # noqa: PLC0415
    from dlpscan.rulebook import policies  # noqa: PLC0415
    from dlpscan.scanner import Scanner  # noqa: PLC0415

    folders = tuple(map(Path, rules))
    outcomes = [*rule_samples.run(Scanner(rules=folders), policies.load(*folders))]
    failed = [one for one in outcomes if one.problem]
    for one in failed:
        click.echo(f"{one.rule}: sample {one.sample!r}: {one.problem}", err=True)
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} samples hold")
    return USAGE if failed else 0


@rules.command("allowed")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--policy",
    default="dlpscan.yaml",
    show_default=True,
    metavar="dlpscan.yaml",
    help="The company's settings, with `allow`.",
)
@_rules_option
def rules_allowed(paths: tuple[str, ...], policy: str, rules: tuple[str, ...]) -> int:
    """List what the company accepts: active entries, ended ones, and with PATH those that accept nothing.

    With PATH the files are scanned to see which entries are used. Exits with 1 if an entry should go.
    """
    from dlpscan.apps import allowed  # noqa: PLC0415

    states = allowed.listing(Path(policy), tuple(map(Path, rules)), tuple(map(Path, paths)))
    for one in states:
        click.echo(one.line)
    click.echo(f"{len(states)} entries, {sum(one.should_go for one in states)} to look at")
    return FOUND if any(one.should_go for one in states) else 0


@cli.command("plugins")
def plugins_command() -> int:
    """List the plugins, what they bring, and those that do not work."""
    from dlpscan.plugins import Plugins  # noqa: PLC0415

    loaded = Plugins()
    for info in loaded.infos:
        brought = [f"{len(info.recognisers)} recognisers", f"{len(info.extractors)} extractors"]
        click.echo(f"{info.distribution} {info.version or dlpscan.__version__}: {', '.join(brought)}")
        for name in (*info.recognisers, *info.extractors):
            click.echo(f"  {name}")
    for failure in loaded.failures:
        click.echo(failure.what, err=True)
    return INCOMPLETE if loaded.failures else 0


@cli.group()
def key() -> None:
    """Manage the installation key, under which fingerprints are made."""


@key.command("init")
@click.option("--path", metavar="FILE", help="Where to write it; default: the user's configuration folder.")
@click.option(
    "--digest",
    type=click.Choice(["sha256", "sm3"]),
    default="sha256",
    show_default=True,
    help="For the HMAC.",
)
def key_init(path: str | None, digest: str) -> None:
    """Make the key of this installation, readable by its owner only. Keep a copy in a safe place."""
    from dlpscan import keys  # noqa: PLC0415

    target = Path(path) if path else keys.default_path()
    made = keys.create(target, digest=digest)
    click.echo(f"key {made.key_id} written to {target}")
    if path:
        click.echo(f"use it with: export DLPSCAN_KEY_FILE={target}")


@cli.command()
@click.option("--type", "entity_type", required=True, metavar="TYPE", help="The entity type of the value.")
@click.argument("source", metavar="-")
def fingerprint(entity_type: str, source: str) -> None:
    """Print the fingerprint of each line of standard input, for consents and lists of staff."""
    if source != "-":
        raise click.UsageError("give - and pass the value on standard input: a shell keeps its arguments")
    from dlpscan.apps import fingerprinting  # noqa: PLC0415

    for made in fingerprinting.of_lines(entity_type, _lines(sys.stdin)):
        click.echo(made)


def _lines(stream: IO[str]) -> Iterator[str]:
    for line in stream:
        if line.strip():
            yield line.strip()


_policy_option = click.option(
    "--policy",
    metavar="dlpscan.yaml",
    help="The company's settings; default: dlpscan.yaml at the top, if any.",
)


@cli.command("pre-commit")
@click.argument("names", nargs=-1, metavar="[FILE]...")
@click.option("--message", metavar="FILE", help="Judge this commit message instead of files.")
@_policy_option
@click.option(
    "--fail-on",
    type=_ACTIONS,
    default=Action.REDACT.value,
    show_default=True,
    help="Block from this action on.",
)
@_rules_option
def pre_commit(
    names: tuple[str, ...], message: str | None, policy: str | None, fail_on: str, rules: tuple[str, ...]
) -> int:
    """Judge what is staged, as a transfer to where this repository is pushed.

    Without FILE all that a commit would add or change; the staged content is read, never the work tree.
    """
    from dlpscan.apps import precommit  # noqa: PLC0415

    return precommit.run(precommit.Options(names, message, policy, Action(fail_on), rules), sys.stdout)


@cli.group()
def baseline() -> None:
    """Keep the accepted findings of a repository: dlpscan-baseline.yaml."""


@baseline.command("update")
@click.option("--reason", required=True, help="Why the new findings are accepted.")
@click.option("--owner", required=True, help="Who answers for that.")
@click.option("--expires", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds.")
@_policy_option
@_rules_option
def baseline_update(
    reason: str, owner: str, expires: datetime, policy: str | None, rules: tuple[str, ...]
) -> None:
    """Accept what the tracked files hold now; entries that still hold keep their reason, owner and end."""
    from dlpscan.apps import precommit  # noqa: PLC0415
    from dlpscan.rulebook.baseline import FILE_NAME, Baseline  # noqa: PLC0415

    hook = precommit.Hook(precommit.Options(policy=policy, rules=rules))
    path = hook.repository.root / FILE_NAME
    old = Baseline.load(path, hook.today)
    new = old.updated(precommit.tallies(hook), reason=reason, owner=owner, expires=expires.date())
    path.write_text(new.dump(), encoding="utf-8")
    click.echo(f"{FILE_NAME}: {len(new.entries)} entries, {len(old.entries)} before. Stage and commit it.")


@baseline.command("audit")
@_policy_option
@_rules_option
def baseline_audit(policy: str | None, rules: tuple[str, ...]) -> int:
    """Name the entries that no longer hold: ended, gone, or with more findings than accepted."""
    from dlpscan.apps import precommit  # noqa: PLC0415

    hook = precommit.Hook(precommit.Options(policy=policy, rules=rules))
    notes = hook.baseline.audit(precommit.tallies(hook))
    for note in notes:
        click.echo(hook.scanner.mask_name(note))
    click.echo(f"{len(hook.baseline.entries)} entries, {len(notes)} to look at")
    return FOUND if notes else 0


@cli.group()
def gateway() -> None:
    """Judge mail on its way through a mail server."""


@gateway.command("milter")
@click.option(
    "--listen", required=True, metavar="unix:/PATH|inet:HOST:PORT", help="Where the mail server connects."
)
@click.option("--policy", required=True, metavar="dlpscan.yaml", help="The company's settings.")
@click.option(
    "--check", is_flag=True, help="Start nothing: validate, and print the lines for Postfix's main.cf."
)
@click.option("--log", metavar="FILE", help="Append the log there instead of to standard error.")
@click.option(
    "--socket-mode", default="660", show_default=True, metavar="OCTAL", help="Mode of the UNIX socket."
)
@_rules_option
def gateway_milter(
    listen: str,
    policy: str,
    check: bool,  # noqa: FBT001  (click passes flags by name)
    log: str | None,
    socket_mode: str,
    rules: tuple[str, ...],
) -> None:
    """Run a milter (protocol 6) for Postfix or Sendmail, until SIGTERM.

    SIGHUP reads settings and rules anew without losing a connection; SIGUSR1 logs the counters.
    """
    if os.name != "posix":
        raise click.UsageError("the gateway needs a POSIX system")
    import asyncio  # noqa: PLC0415  (only for the gateway)

    from dlpscan.apps.gateway import check as checking  # noqa: PLC0415
    from dlpscan.apps.gateway import milter  # noqa: PLC0415
    from dlpscan.apps.gateway.journal import Journal  # noqa: PLC0415

    address = milter.Listen.parse(listen)
    if check:
        for line in checking.report(address, Path(policy), rules):
            click.echo(line)
        return
    try:
        mode = int(socket_mode, 8)
    except ValueError:
        raise click.UsageError("--socket-mode: expected an octal number such as 660") from None
    with ExitStack() as stack:
        stream = stack.enter_context(_appended(log)) if log else sys.stderr
        server = milter.Server(address, Path(policy), rules, Journal(stream), mode)
        asyncio.run(server.run())


def _appended(log: str) -> IO[str]:
    try:
        return Path(log).open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise click.UsageError(f"--log: cannot be written: {error.strerror}") from None
