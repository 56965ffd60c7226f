"""One recogniser, compiled: its forms with their patterns ready to be matched."""

from __future__ import annotations

import re
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias

from dlpscan.checks.late import LatePattern
from dlpscan.declare import (
    AfterLabel,
    CheckStatus,
    DigitRun,
    Find,
    Form,
    Literals,
    Recogniser,
    Shape,
    WholeName,
)
from dlpscan.errors import RuleError

PATTERN_TIME_S = 1.0
"""How long one pattern that a user wrote may search one segment."""

_ANCHOR_NAMES = {
    Literals: "literals",
    DigitRun: "digit_run",
    Shape: "shape",
    AfterLabel: "after_label",
    WholeName: "whole_name",
}


class CompiledForm(NamedTuple):
    """A form, ready to be tried: a pattern with the group of the value, or a `find` algorithm."""

    pattern: Any
    group: str | int
    find: Find | None
    factor: float
    needs_label: bool
    separated: bool
    order: int
    evidence: dict[CheckStatus, tuple[str, ...]]
    """What a finding in this form says of form and check, by the outcome of the check."""


Forms: TypeAlias = tuple[CompiledForm, ...]


class Compiled:
    """A recogniser with its number in the plan, and its forms by the anchor that leads to them."""

    def __init__(self, number: int, declared: Recogniser) -> None:
        self.number = number
        self.declared = declared
        self.is_number = declared.boundary == "number"
        self.is_word = declared.boundary == "word"
        self.compact = declared.compact
        self.canonical = None if declared.canonical is str else declared.canonical
        self.check = declared.check
        self.scores = declared.scores
        compiled = [(form, _compile(declared, form, index)) for index, form in enumerate(declared.forms)]
        self.forms: dict[str, Forms] = {}
        for anchor in declared.anchors:
            name = _ANCHOR_NAMES[type(anchor)]
            self.forms[name] = tuple(one for form, one in compiled if form.anchor in ("", name))
            if not self.forms[name]:
                raise RuleError(f"recogniser {declared.name}: no form for its anchor {name!r}")

    @cached_property
    def published(self) -> frozenset[str]:
        """The values that are printed as samples, read when the first candidate asks."""
        return self.declared.documentation()


def _evidence(one: Recogniser, form: str) -> dict[CheckStatus, tuple[str, ...]]:
    first = f"pattern: {form}"
    if one.check is None:
        return {"not_available": (first,)}
    name = f" ({one.check_name})" if one.check_name else ""
    return {
        "passed": (first, f"check passed{name}"),
        "failed": (first, f"check failed{name}"),
        "not_available": (first, f"check not available{name}"),
    }


def compile_pattern(one: Recogniser, pattern: str) -> Any:
    """Return *pattern* compiled: by `re` for our own, by `regex`, which has a timeout, for users'."""
    try:
        if one.user_written:
            import regex  # noqa: PLC0415  (17 ms at start-up, only for users' own patterns)

            return regex.compile(pattern)
        return re.compile(pattern)
    except Exception as error:  # noqa: BLE001  (re.error and regex.error have no common base)
        raise RuleError(f"recogniser {one.name}: the pattern does not compile: {error}") from None


def _compile(one: Recogniser, form: Form, order: int) -> CompiledForm:
    pattern: Any = None
    if form.find is None and one.user_written:
        compiled = compile_pattern(one, form.pattern)
        pattern = SimpleNamespace(match=partial(compiled.match, timeout=PATTERN_TIME_S))
    elif form.find is None:
        pattern = LatePattern(form.pattern)
    group = "value" if "(?P<value>" in form.pattern else 0
    return CompiledForm(
        pattern,
        group,
        form.find,
        form.factor,
        form.needs_label,
        form.separated,
        order,
        _evidence(one, form.name),
    )
