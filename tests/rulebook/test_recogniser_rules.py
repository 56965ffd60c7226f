"""Recognisers as YAML: two files make an identifier, and a faulty one is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlpscan import Scanner
from dlpscan.apps import rule_pages, rule_samples
from dlpscan.errors import ConfigurationError
from dlpscan.rulebook import policies

_RULE = """\
name: {name}
entity_type: MEMBER_NUMBER
title: {{zh: 会员号, en: Member number}}
anchors: {{digits: {{shortest: 8, first: "9"}}}}
forms:
  - {{name: nine and seven digits, pattern: '9[0-9]{{7}}'}}
check: luhn
context: {{labels: [会员号, member no], negative: [订单号]}}
scores: {{bare: 0.6, nearby: 0.8, labelled: 1.0}}
mask: {{head: 1, tail: 2}}
source: invented for this test
samples:
  match: ["会员号:91234567"]
  no_match: ["会员号:91234568", "订单号:91234567"]
"""


def _write(folder: Path, text: str, name: str = "member.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("below", ["", "recognisers"])
def test_a_new_identifier_is_one_file_of_rules(tmp_path: Path, below: str) -> None:
    """A file in a temporary folder is in the list, in the table of the documents, and in a scan."""
    target = tmp_path / below
    target.mkdir(exist_ok=True)
    _write(target, _RULE.format(name="member_number"))
    scanner = Scanner(plugins=(), rules=[tmp_path])
    found = scanner.scan_text("会员号:91234567,订单号91234567").findings
    listed = "\n".join(rule_pages.listing([str(tmp_path)], markdown=False))
    table = "\n".join(rule_pages.listing([str(tmp_path)], markdown=True))

    assert [
        (one.entity_type, one.start, one.end, one.masked)
        for one in found
        if one.kind == "identifier" and one.score >= 0.5
    ] == [("MEMBER_NUMBER", 4, 12, "9*****67")]
    assert "MEMBER_NUMBER  member_number  会员号 / Member number" in listed
    assert "| MEMBER_NUMBER | member_number | 会员号 / Member number |" in table
    assert [one for one in rule_samples.run(scanner, ()) if one.problem] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("9[0-9]{7}", r"\b9[0-9]{7}", r"\\b and \\B are not allowed"),
        ("9[0-9]{7}", "9[0-9", "the pattern does not compile"),
        ("check: luhn", "check: lun", "check 'lun' is not known. Known checks: card_iin"),
        ("anchors: {digits", "anchors: {digit", "Did you mean 'digits'"),
        ('anchors: {digits: {shortest: 8, first: "9"}}', "anchors: {}", "at least one of literals"),
        ("bare: 0.6", "bare: 0.9", "scores must rise"),
        ("bare: 0.6", "bare: 6", "float` <= 1.0"),
        ("name: member_number", "name: cn_mobile", "recogniser 'cn_mobile' is defined twice"),
        ("  match: [", "  matches: [", "'matches' is not known. Did you mean 'match'"),
    ],
)
def test_a_faulty_rule_is_refused_by_name(tmp_path: Path, old: str, new: str, words: str) -> None:
    """The error names the file and says what was expected."""
    text = _RULE.format(name="member_number")
    assert old in text
    _write(tmp_path, text.replace(old, new))

    with pytest.raises(ConfigurationError, match=words):
        Scanner(plugins=(), rules=[tmp_path])


def test_a_rule_whose_sample_fails_is_named(tmp_path: Path) -> None:
    """`dlpscan rules test` names rule and sample, and not the text of the sample."""
    _write(
        tmp_path, _RULE.format(name="member_number").replace('"会员号:91234567"]', '"会员号:91234568"]', 1)
    )
    outcomes = rule_samples.run(Scanner(plugins=(), rules=[tmp_path]), ())
    failed = [one for one in outcomes if one.problem]

    assert [(one.rule, one.sample) for one in failed] == [("member_number", "match 1")]
    assert "91234568" not in failed[0].problem


def test_a_pattern_that_runs_out_of_time_is_a_result(tmp_path: Path) -> None:
    """The rule is named as timed out, and the findings of the others stay."""
    rule = (
        _RULE.format(name="slow")
        .replace('anchors: {digits: {shortest: 8, first: "9"}}', "anchors: {pattern: '(?:a|aa)+[bc]d'}")
        .replace("check: luhn\n", "")
    )
    _write(tmp_path, rule)
    result = Scanner(plugins=(), rules=[tmp_path]).scan_text("a" * 60 + "e 手机13912345678")

    assert [(one.reason, one.detail) for one in result.unscannable] == [
        ("timeout", "recogniser slow: its pattern ran out of time")
    ]
    assert {one.entity_type for one in result.findings} == {"PHONE_NUMBER"}


def test_bundled_samples_hold(scanner: Scanner) -> None:
    """Every sample of every bundled rule holds."""
    outcomes = list(rule_samples.run(scanner, policies.load()))

    assert [one for one in outcomes if one.problem] == []
    assert len(outcomes) >= 9


def test_a_policy_rule_of_a_folder_is_loaded(tmp_path: Path) -> None:
    """A rule of one's own stands beside the bundled ones; a second of one name is refused."""
    bundled = {rule.id: rule for rule in policies.load()}
    source = Path(policies.__file__).parents[2] / "rules" / "policies" / "no-personal-channel.yaml"
    text = source.read_text(encoding="utf-8")
    _write(tmp_path, text.replace("id: no-personal-channel", "id: my-rule"), "my.yaml")

    assert {rule.id for rule in policies.load(tmp_path)} == {*bundled, "my-rule"}
    _write(tmp_path, text, "again.yaml")
    with pytest.raises(ConfigurationError, match="'no-personal-channel' is defined twice"):
        policies.load(tmp_path)
