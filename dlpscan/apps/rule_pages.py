"""The tables and pages of rules, for the terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dlpscan.declare import AfterLabel, Recogniser
from dlpscan.errors import ConfigurationError
from dlpscan.rulebook import policies
from dlpscan.rulebook.policies import PolicyRule
from dlpscan.scanner import Scanner

_RECOGNISER_COLUMNS = ("entity type", "recogniser", "identifier", "category", "clause", "check", "source")
_RULE_COLUMNS = ("rule", "clause", "law", "action", "what it says")


def listing(rules: Sequence[str], *, markdown: bool) -> Iterator[str]:
    """Yield the lines of the two tables: recognisers, then policy rules."""
    scanner, policy_rules = _load(rules)
    yield from _table(
        _RECOGNISER_COLUMNS, [_recogniser_row(scanner, one) for one in scanner.recognisers], markdown=markdown
    )
    yield ""
    yield from _table(_RULE_COLUMNS, [_rule_row(one) for one in policy_rules], markdown=markdown)


def page(name: str, rules: Sequence[str]) -> Iterator[str]:
    """Yield all that is known of the recogniser or policy rule *name*."""
    scanner, policy_rules = _load(rules)
    for one in scanner.recognisers:
        if name in (one.name, one.entity_type):
            yield from _recogniser_page(scanner, one)
            return
    for rule in policy_rules:
        if rule.id == name:
            yield from _rule_page(rule)
            return
    known = [one.name for one in scanner.recognisers] + [rule.id for rule in policy_rules]
    raise ConfigurationError(f"no rule is called {name!r}. Known: {', '.join(known)}")


def _load(rules: Sequence[str]) -> tuple[Scanner, tuple[PolicyRule, ...]]:
    folders = tuple(map(Path, rules))
    return Scanner(rules=folders), policies.load(*folders)


def _recogniser_row(scanner: Scanner, one: Recogniser) -> tuple[str, ...]:
    entity = scanner.profile.entity(one.entity_type)
    title = f"{one.title_zh} / {one.title_en}"
    check = one.check_name or "-"
    return one.entity_type, one.name, title, entity.category, entity.clause, check, one.source or "-"


def _rule_row(rule: PolicyRule) -> tuple[str, ...]:
    title = f"{rule.title.zh} / {rule.title.en}"
    return rule.id, rule.clause.id, "; ".join(rule.law), rule.action.value, title


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> Iterator[str]:
    if markdown:
        yield f"| {' | '.join(columns)} |"
        yield f"|{'---|' * len(columns)}"
        yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    else:
        # A terminal has no room for sources: name, identifier and clause come first.
        yield from ("  ".join(row[:5]) for row in rows)


def _recogniser_page(scanner: Scanner, one: Recogniser) -> Iterator[str]:
    entity = scanner.profile.entity(one.entity_type)
    yield f"{one.name}: {one.title_zh} / {one.title_en}"
    yield f"  entity type  {one.entity_type} ({entity.category}, {entity.sensitivity}, {entity.clause})"
    yield f"  source       {one.source or '-'}"
    yield f"  check        {one.check_name or '-'}"
    scores = one.scores
    yield f"  score        {scores.bare} bare, {scores.nearby} nearby, {scores.labelled} labelled"
    for form in one.forms:
        yield f"  form         {form.name}: {form.pattern or 'by algorithm'}"
    if any(isinstance(anchor, AfterLabel) for anchor in one.anchors):
        yield "  anchor       after a label"
    for title, words in (
        ("labels", one.context.labels),
        ("nearby", one.context.nearby),
        ("negative", one.context.negative),
    ):
        if words:
            yield f"  {title:<12} {' '.join(word.replace(' ', '_') for word in words)}"


def _rule_page(rule: PolicyRule) -> Iterator[str]:
    yield f"{rule.id}: {rule.title.zh}"
    yield f"  {rule.title.en}"
    yield f"  clause       {rule.clause.id} {rule.clause.text}"
    yield f"  law          {'; '.join(rule.law)}"
    yield f"  action       {rule.action.value} ({rule.when_unknown.value} where a fact is unknown)"
    yield f"  severity     {rule.severity}"
    for relation, proofs in rule.requires.items():
        yield f"  requires     for {relation}: {', '.join(proofs)}"
    yield f"  remedy       {rule.remedy.zh}"
    yield f"               {rule.remedy.en}"
    for sample in rule.samples:
        yield f"  sample       {sample.name}: {sample.expect.action.value}"
