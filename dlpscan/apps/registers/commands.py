"""The commands of the registers: arguments only. What they do is in `desk`, imported when one runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dlpscan.apps.registers.desk import Desk

Command = TypeVar("Command", bound=Callable[..., Any])

_DAY = click.DateTime(["%Y-%m-%d"])
_REGISTERS = {
    "consent": ("customers' consents", "C-1"),
    "agreement": ("agreements with partners", "A-1"),
    "qualification": ("recipients inside the company who are qualified", "Q-1"),
    "approval": ("approvals that lift a hold", "P-1"),
}
# What `add` asks for: (option, required, help). The desk reads the values, as it does those of a file.
_CATEGORIES = ("categories", True, "Which data: identity, contact, financial, … with commas between.")
_EXPIRES = ("expires", False, "The last day it holds.")
_HASH = ("evidence-hash", False, "SHA-256 or SM3 of the document, as 64 hexadecimal digits.")
_OPTIONS = {
    "consent": (
        ("recipient", True, "Whom the data may go to: a partner's name, a domain, or one address."),
        _CATEGORIES,
        ("purpose", True, "What for; the purpose of a transfer must be the same."),
        ("form", True, "How it was given: written, electronic or official_channel."),
        ("evidence", True, "Where the proof lies: a reference number."),
        _HASH,
        ("granted", True, "The first day it holds."),
        _EXPIRES,
    ),
    "agreement": (
        ("party", True, "With whom."),
        ("domains", True, "The party's mail domains, with commas between."),
        ("kind", True, "nda, or entrustment: a contract after PIPL 21."),
        ("scope", False, "What it is about, in words."),
        _CATEGORIES,
        ("evidence", False, "Where the signed paper lies: a reference number."),
        _HASH,
        ("signed", True, "The first day it holds."),
        _EXPIRES,
    ),
    "qualification": (
        ("recipient", True, "A colleague's address, or a whole domain."),
        ("evidence", True, "Training and signed agreement: a reference number."),
        ("granted", True, "The first day it holds."),
        _EXPIRES,
    ),
    "approval": (
        ("rule", True, "The rule whose hold it lifts."),
        ("recipient", True, "For whom: an address or a domain."),
        ("approver", True, "Who approved it."),
        ("justification", True, "Why."),
        ("granted", True, "The first day it holds."),
        ("expires", True, "The last day it holds."),
    ),
}


def _common(command: Command) -> Command:
    url = click.option(
        "--url", default="", metavar="URL", help="The register's database, instead of the settings'."
    )
    policy = click.option(
        "--policy",
        default="",
        metavar="dlpscan.yaml",
        help="The company's settings; default: those that lie here.",
    )
    return policy(url(command))


def _desk(policy: str, url: str) -> Desk:
    from dlpscan.registers import require_sqlalchemy  # noqa: PLC0415  (not for --help)

    require_sqlalchemy()
    from dlpscan.apps.registers.desk import Desk  # noqa: PLC0415  (SQLAlchemy, only where a register is used)

    return Desk(policy, url)


def _whose(command: Command) -> Command:
    """Add the options that say whose consent it is; a value never stands on the command line."""
    options = (
        click.option(
            "--subject", default="", metavar="S", help="A subject of the register, or your customer number."
        ),
        click.option(
            "--identifier",
            "identifiers",
            multiple=True,
            metavar="TYPE",
            help="Such as CN_RESIDENT_ID; its value is read from standard input, one a line. Repeatable.",
        ),
        click.option(
            "--fingerprint",
            "fingerprints",
            multiple=True,
            metavar="[TYPE:]HEX",
            help="What `dlpscan fingerprint` printed. Repeatable.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _values(types: tuple[str, ...], fingerprints: tuple[str, ...], stream: IO[str]) -> list[tuple[str, str]]:
    """Return the identifiers: values from standard input, prompted for and hidden on a terminal."""
    found = [("", one) for one in fingerprints]
    for kind in types:
        if stream.isatty():
            value = str(click.prompt(kind, hide_input=True, err=True))
        else:
            value = stream.readline().strip()
        if not value:
            raise click.UsageError(f"--identifier {kind}: give its value on standard input")
        found.append((kind, value))
    return found


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


class _Group(click.Group):
    """The commands of one register, made when they are asked for: a hook starts for every commit."""

    def __init__(self, register: str) -> None:
        self._register = register
        self._made: dict[str, click.Command] | None = None
        super().__init__(register, help=f"Keep the register of {_REGISTERS[register][0]}.")

    @property
    def commands(self) -> dict[str, click.Command]:
        """Return the commands by name."""
        if self._made is None:
            about, example = _REGISTERS[self._register]
            made = (
                _add(self._register, about),
                _import(self._register, about),
                _list(self._register, about),
                _withdraw(self._register, example),
                _show(self._register, example),
            )
            self._made = {command.name or "": command for command in made}
        return self._made

    @commands.setter
    def commands(self, _: object) -> None:
        # click sets it to an empty one while it makes the group.
        pass


def _add(register: str, about: str) -> click.Command:
    def run(policy: str, url: str, **given: Any) -> None:
        subject = given.pop("subject", "")
        identifiers = _values(given.pop("identifiers", ()), given.pop("fingerprints", ()), sys.stdin)
        for line in _desk(policy, url).add(register, given, subject, identifiers):
            click.echo(line)

    command: Any = _common(run)
    for name, required, about_it in reversed(_OPTIONS[register]):
        command = click.option(f"--{name}", required=required, metavar=name.upper(), help=about_it)(command)
    if register == "consent":
        command = _whose(command)
    return click.command("add", help=f"Add one entry to the register of {about}.")(command)


def _import(register: str, about: str) -> click.Command:
    @click.command(
        "import",
        help=f"Import {about} from a CSV file or a workbook: all lines or none, every fault named.",
    )
    @click.argument("file")
    @click.option("--sheet", default="", metavar="NAME", help="Which sheet of a workbook.")
    @click.option(
        "--ignore-column", "ignored", multiple=True, metavar="NAME", help="Leave this column out. Repeatable."
    )
    @click.option("--dry-run", is_flag=True, help="Check everything, and keep nothing.")
    @_common
    def run(
        file: str,
        sheet: str,
        ignored: tuple[str, ...],
        dry_run: bool,  # noqa: FBT001  (click passes flags by name)
        policy: str,
        url: str,
    ) -> int:
        code, lines, errors = _desk(policy, url).load(register, file, sheet, ignored, dry_run=dry_run)
        for line in lines:
            click.echo(line)
        for line in errors:
            click.echo(line, err=True)
        return code

    return run


def _list(register: str, about: str) -> click.Command:
    def run(policy: str, url: str, state: str, form: str, limit: int, recipient: str, **given: Any) -> None:
        desk = _desk(policy, url)
        from dlpscan.registers.keeping import Wanted  # noqa: PLC0415  (SQLAlchemy)

        identifiers = _values(given.get("identifiers", ()), given.get("fingerprints", ()), sys.stdin)
        wanted = Wanted(
            state=state,
            subject=given.get("subject", ""),
            fingerprints=desk.fingerprints(identifiers) if identifiers else (),
            recipient=recipient,
            purpose=given.get("purpose", ""),
        )
        for line in desk.listing(register, wanted, form, limit):
            if line:
                click.echo(line)

    command: Any = _common(run)
    options = (
        click.option(
            "--state",
            type=click.Choice(["all", "valid", "future", "expired", "withdrawn"]),
            default="all",
            show_default=True,
            help="Only entries that stand so today.",
        ),
        click.option(
            "--recipient", default="", metavar="NAME", help="Only for this party, domain or address."
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "jsonl", "csv"]),
            default="text",
            show_default=True,
            help="Output.",
        ),
        click.option(
            "--limit", type=click.IntRange(min=0), default=0, metavar="N", help="At most so many; 0 is all."
        ),
    )
    for option in reversed(options):
        command = option(command)
    if register == "consent":
        command = _whose(
            click.option("--purpose", default="", metavar="P", help="Only for this purpose.")(command)
        )
    return click.command("list", help=f"List {about}. No customer is shown in clear.")(command)


def _withdraw(register: str, example: str) -> click.Command:
    def run(
        policy: str, url: str, numbers: tuple[str, ...], day: datetime | None, reason: str, **given: Any
    ) -> None:
        desk = _desk(policy, url)
        from dlpscan.registers.keeping import Wanted  # noqa: PLC0415  (SQLAlchemy)

        identifiers = _values(given.get("identifiers", ()), given.get("fingerprints", ()), sys.stdin)
        subject = given.get("subject", "")
        if not (numbers or subject or identifiers):
            raise click.UsageError(f"say which: {example}" + (", or whose" if register == "consent" else ""))
        if numbers and (subject or identifiers):
            raise click.UsageError("give either numbers of entries, or whose they are")
        wanted = Wanted(
            subject=subject,
            fingerprints=desk.fingerprints(identifiers) if identifiers else (),
            recipient=given.get("recipient", ""),
            purpose=given.get("purpose", ""),
        )
        click.echo(desk.withdraw(register, numbers, wanted, _day(day), reason))

    command: Any = _common(run)
    if register == "consent":
        for name in ("purpose", "recipient"):
            text = f"With a subject: only their consents for this {name}."
            command = click.option(f"--{name}", default="", metavar=name.upper(), help=text)(command)
        command = _whose(command)
    command = click.option("--reason", default="", metavar="TEXT", help="Why; kept in the record.")(command)
    command = click.option(
        "--day", type=_DAY, metavar="DAY", help="The first day it holds no more; default today."
    )(command)
    command = click.argument("numbers", nargs=-1, metavar=f"[{example}]...")(command)
    return click.command("withdraw", help="Let entries hold no more. Nothing is ever deleted.")(command)


def _show(register: str, example: str) -> click.Command:
    @click.command("show", help="Show one entry, and all that happened to it.")
    @click.argument("number", metavar=example)
    @_common
    def run(number: str, policy: str, url: str) -> None:
        for line in _desk(policy, url).page(register, number):
            click.echo(line)

    return run


@click.group("registers")
def registers() -> None:
    """Look after the database of the registers."""


@registers.command("init")
@_common
def registers_init(policy: str, url: str) -> None:
    """Make the register, under the installation key. Adding the first entry does the same."""
    for line in _desk(policy, url).initialise():
        click.echo(line)


@registers.command("upgrade")
@_common
def registers_upgrade(policy: str, url: str) -> None:
    """Bring the tables of an older version up to this one. Make a backup first."""
    for line in _desk(policy, url).upgrade():
        click.echo(line)


@registers.command("check")
@_common
def registers_check(policy: str, url: str) -> int:
    """Say whether the register can be read, what is in it, and what is odd; exit with 1 if anything is."""
    code, lines = _desk(policy, url).check()
    for line in lines:
        click.echo(line)
    return code


@registers.command("expiring")
@click.option(
    "--within", default="30d", show_default=True, metavar="30d", help="Days or weeks from today on."
)
@_common
def registers_expiring(within: str, policy: str, url: str) -> int:
    """List what ends soon, soonest first; exit with 1 if anything does."""
    code, lines = _desk(policy, url).expiring(within)
    for line in lines:
        click.echo(line)
    return code


@registers.command("forget")
@_whose
@_common
def registers_forget(
    subject: str, identifiers: tuple[str, ...], fingerprints: tuple[str, ...], policy: str, url: str
) -> None:
    """Take a phone that got a new owner from its subject, or with --subject alone all that tells them.

    Entries stay as they are, and are found by what is left.
    """
    values = _values(identifiers, fingerprints, sys.stdin)
    click.echo(_desk(policy, url).forget(subject, values))


GROUPS = (*map(_Group, _REGISTERS), registers)
