"""Recognisers written as YAML, for identifiers that need no new algorithm.

They become the same declarations as those in Python. A pattern that a user wrote runs under `regex` with
a time budget, since `re` cannot be interrupted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from dlpscan.checks import card_iins, cn_mobile, gb11643, luhn
from dlpscan.declare import (
    AfterLabel,
    Anchor,
    Check,
    Checked,
    Context,
    DigitRun,
    Form,
    Literals,
    Mask,
    Recogniser,
    Scores,
    Shape,
)
from dlpscan.errors import RuleError
from dlpscan.model import Text
from dlpscan.rulebook import yaml_files
from dlpscan.rulebook.folders import rules_folder

# `\b` fails beside Chinese characters, which count as word characters: 卡号4111… has no boundary.
_WORD_BOUNDARY = re.compile(r"(?<!\\)(?:\\\\)*\\[bB]")

Score = Annotated[float, Meta(ge=0, le=1)]


class DigitsEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Anchor: a run of at least *shortest* digits that starts with one of *first*."""

    shortest: Annotated[int, Meta(ge=4)]
    first: Annotated[str, Meta(pattern="^[0-9]+$")] = "0123456789"


class AnchorsEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """What to look for cheaply; at least one."""

    literals: tuple[str, ...] = ()
    digits: DigitsEntry | None = None
    pattern: str = ""
    after_label: bool = False


class FormEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to write the value. A group `(?P<value>...)` marks the value inside a longer match."""

    pattern: str
    name: str = "pattern"
    factor: Score = 1.0
    needs_label: bool = False


class ContextEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that bear on the value."""

    labels: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


class ScoresEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The score by evidence."""

    bare: Score = 0.3
    nearby: Score = 0.6
    labelled: Score = 0.9
    negative: Score = 0.2


class MaskEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """How many characters may be shown at most."""

    head: Annotated[int, Meta(ge=0)] = 0
    tail: Annotated[int, Meta(ge=0)] = 0


class SamplesEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """Texts in which the recogniser must, and must not, find something at a score of 0.5."""

    match: Annotated[tuple[str, ...], Meta(min_length=1)]
    no_match: Annotated[tuple[str, ...], Meta(min_length=1)]


class RecogniserFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of a recogniser's YAML file."""

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    entity_type: Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: Text
    anchors: AnchorsEntry
    forms: Annotated[tuple[FormEntry, ...], Meta(min_length=1)]
    samples: SamplesEntry
    context: ContextEntry = ContextEntry()
    scores: ScoresEntry = ScoresEntry()
    check: str = ""
    mask: MaskEntry = MaskEntry()
    boundary: Literal["number", "word", "none"] = "number"
    source: str = ""


def _luhn(digits: str) -> Checked | None:
    return Checked("passed" if luhn.passes(digits) else "failed") if digits.isdigit() else None


CHECKS: dict[str, tuple[Check, Callable[[str], str]]] = {
    "card_iin": (card_iins.check, str),
    "cn_mobile": (cn_mobile.check, cn_mobile.canonical),
    "gb11643": (gb11643.check, gb11643.canonical),
    "luhn": (_luhn, str),
}


class LoadedRule(Struct, frozen=True):
    """A declaration from YAML with its samples and its place."""

    recogniser: Recogniser
    samples: SamplesEntry
    place: str


def load(*folders: Path) -> tuple[LoadedRule, ...]:
    """Return the recognisers of the bundled rules and of *folders*, in order of files.

    In a folder they stand in `recognisers/` or directly in it; there, files with an `entity_type` are
    recognisers and others policies.
    """
    paths = [*sorted((rules_folder() / "recognisers").glob("*.yaml"))]
    bundled = len(paths)
    for folder in folders:
        if not folder.is_dir():
            raise RuleError("no such folder of rules", str(folder))
        paths.extend(sorted((folder / "recognisers").glob("*.yaml")))
        paths.extend(path for path in sorted(folder.glob("*.yaml")) if is_recogniser(path))
    return tuple(_load_file(path, user_written=index >= bundled) for index, path in enumerate(paths))


def is_recogniser(path: Path) -> bool:
    """Say whether a rule file directly in a folder of rules is a recogniser."""
    return any(
        line.startswith("entity_type:") for line in path.read_text("utf-8", errors="replace").splitlines()
    )


def _load_file(path: Path, *, user_written: bool) -> LoadedRule:
    entry = yaml_files.load(path, RecogniserFile)
    place = str(path)
    for pattern in (*(form.pattern for form in entry.forms), entry.anchors.pattern):
        if _WORD_BOUNDARY.search(pattern):
            raise RuleError(
                r"\b and \B are not allowed: they fail beside Chinese characters. The engine refuses letters "
                "and digits beside a value by itself; elsewhere write (?<![A-Za-z0-9]).",
                place,
            )
    if entry.check and entry.check not in CHECKS:
        raise RuleError(
            f"check {entry.check!r} is not known. Known checks: {', '.join(sorted(CHECKS))}", place
        )
    anchors = tuple(_anchors(entry.anchors))
    if not anchors:
        raise RuleError("anchors: at least one of literals, digits, pattern, after_label is needed", place)
    if entry.anchors.after_label and not entry.context.labels:
        raise RuleError("anchors.after_label needs context.labels", place)
    check, canonical = CHECKS.get(entry.check, (None, str))
    scores: Any = {name: getattr(entry.scores, name) for name in ScoresEntry.__struct_fields__}
    try:
        declared_scores = Scores(**scores)
    except ValueError as error:
        raise RuleError(f"scores: {error}", place) from None
    recogniser = Recogniser(
        name=entry.name,
        entity_type=entry.entity_type,
        title_zh=entry.title.zh,
        title_en=entry.title.en,
        anchors=anchors,
        forms=tuple(
            Form(form.name, form.pattern, factor=form.factor, needs_label=form.needs_label)
            for form in entry.forms
        ),
        scores=declared_scores,
        context=Context(entry.context.labels, entry.context.nearby, entry.context.negative),
        check=check,
        check_name=entry.check,
        canonical=canonical,
        boundary=entry.boundary,
        mask=Mask(entry.mask.head, entry.mask.tail),
        source=entry.source,
        user_written=user_written,
    )
    return LoadedRule(recogniser, entry.samples, place)


def _anchors(entry: AnchorsEntry) -> list[Anchor]:
    anchors: list[Anchor] = []
    if entry.literals:
        anchors.append(Literals(entry.literals))
    if entry.digits:
        anchors.append(DigitRun(entry.digits.shortest, entry.digits.first))
    if entry.pattern:
        anchors.append(Shape(entry.pattern))
    if entry.after_label:
        anchors.append(AfterLabel())
    return anchors
