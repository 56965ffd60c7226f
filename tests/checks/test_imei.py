"""Device identities, and the registration numbers of as many digits that are none."""

from __future__ import annotations

import pytest

from dlpscan.checks import imei, iso7064, old_registration


@pytest.mark.parametrize(
    ("digits", "check"), [("44030110309741", "3"), ("11000000000012", "1"), ("10000000000001", "4")]
)
def test_registration_numbers_check_by_mod_11_10(digits: str, check: str) -> None:
    """The fifteenth digit comes from ISO/IEC 7064 MOD 11,10; any other is refused."""
    wrong = str((int(check) + 1) % 10)

    assert iso7064.mod_11_10(digits) == check
    assert old_registration.passes(digits + check)
    assert not old_registration.passes(digits + wrong)


def test_a_registration_number_speaks_against_a_device() -> None:
    """A number that both checks let pass, of no known body, is most likely a registration number."""
    both = next(
        number
        for serial in range(10_000)
        for body in [f"440301{serial:08}"]
        for number in [body + iso7064.mod_11_10(body)]
        if (judged := imei.check(number)) is not None and judged.status == "passed"
    )
    judged = imei.check(both)

    assert judged is not None
    assert judged.factor < 1
    assert any("registration" in note for note in judged.notes)


@pytest.mark.parametrize("number", ["35209900176148", "000000000000000", "35209900176148123"])
def test_refuses_other_lengths_and_fillers(number: str) -> None:
    """14 and 17 digits are no identity, nor is one digit fifteen times."""
    assert imei.check(number) is None


def test_a_wrong_check_digit_asks_for_a_label() -> None:
    """Networks transmit 0 in the place of the check digit, so behind a label it may still be a device."""
    judged = imei.check("352099001761482")

    assert judged is not None
    assert judged.needs_label
    assert judged.status == "not_available"
