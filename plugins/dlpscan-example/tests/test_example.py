"""The example plugin, installed: found by its entry point, and working."""

from __future__ import annotations

import dlpscan
from dlpscan.checks import luhn

_NUMBER = "SL-123456789" + luhn.check_digit("123456789")


def test_it_is_loaded_by_its_entry_point() -> None:
    """An installed plugin needs no configuration."""
    scanner = dlpscan.Scanner()

    assert [info.distribution for info in scanner.plugins.infos] == ["dlpscan", "dlpscan-example"]
    assert scanner.plugins.failures == []


def test_its_number_is_found_and_a_wrong_check_digit_is_not() -> None:
    """The recogniser finds its number with the check passed, and no other identifier."""
    scanner = dlpscan.Scanner()
    found = [one for one in scanner.scan_text(f"保单号:{_NUMBER}").findings if one.kind == "identifier"]
    wrong = _NUMBER[:-1] + str((int(_NUMBER[-1]) + 1) % 10)

    assert [(one.entity_type, one.start, one.end, one.score) for one in found] == [
        ("EXAMPLE_POLICY_NUMBER", 4, 17, 1.0)
    ]
    assert [one for one in scanner.scan_text(f"see {wrong}").findings if one.score >= 0.5] == []


def test_its_format_is_read_by_content() -> None:
    """A card index is found out by its first line, and its keys are labels."""
    data = "CARDINDEX1\n姓名=王伟\n手机=13912345678\n\n姓名=李娜\n备注=无\n".encode()
    result = dlpscan.Scanner().scan_bytes(data, "cards.bin")

    assert [(one.entity_type, one.location.inside) for one in result.findings] == [
        ("PERSON", "card 1!name:姓名"),
        ("PHONE_NUMBER", "card 1!name:手机"),
        ("PERSON", "card 2!name:姓名"),
    ]
    assert len(result.people) == 2
