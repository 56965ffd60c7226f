"""Runs the samples that rules carry: a rule whose sample fails is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dlpscan.model import MIN_SCORE
from dlpscan.policy.engine import Policy
from dlpscan.rulebook import transfers
from dlpscan.rulebook.policies import PolicyRule, Sample
from dlpscan.rulebook.recogniser_rules import LoadedRule
from dlpscan.scanner import Scanner


class Outcome(NamedTuple):
    """One sample that was run. *problem* is "" where it holds; it names the sample, never its text."""

    rule: str
    sample: str
    problem: str


def run(scanner: Scanner, rules: tuple[PolicyRule, ...]) -> Iterator[Outcome]:
    """Yield the outcome of every sample of the scanner's YAML recognisers and of the policy *rules*."""
    for loaded in scanner.rules:
        yield from _recogniser(scanner, loaded)
    for rule in rules:
        for sample in rule.samples:
            yield Outcome(rule.id, sample.name, _policy(scanner, rule, sample))


def _recogniser(scanner: Scanner, loaded: LoadedRule) -> Iterator[Outcome]:
    name = loaded.recogniser.name
    for wanted, texts in ((True, loaded.samples.match), (False, loaded.samples.no_match)):
        for number, text in enumerate(texts, start=1):
            found = any(
                finding.recogniser == name and finding.score >= MIN_SCORE
                for finding in scanner.scan_text(text).findings
            )
            sample = f"{'match' if wanted else 'no_match'} {number}"
            problem = "" if found == wanted else ("not found" if wanted else "found") + f" ({loaded.place})"
            yield Outcome(name, sample, problem)


def _policy(scanner: Scanner, rule: PolicyRule, sample: Sample) -> str:
    policy = Policy(sample.settings, place=f"sample {sample.name!r} of {rule.id}", only=(rule,))
    transfer = transfers.build(sample.transfer, f"sample {sample.name!r} of {rule.id}")
    verdict = policy.evaluate(scanner.scan_text(sample.text), transfer)
    expected = sample.expect
    violations = [one for one in verdict.violations if one.rule == rule.id]
    if bool(violations) != expected.violated:
        return f"expected {'a violation' if expected.violated else 'no violation'}"
    if verdict.action != expected.action:
        return f"expected {expected.action.value}, got {verdict.action.value}"
    missing = tuple(sorted({one.proof for violation in violations for one in violation.missing}))
    if expected.missing is not None and missing != expected.missing:
        return f"expected missing {', '.join(expected.missing)}; got {', '.join(missing)}"
    return ""
