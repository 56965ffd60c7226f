"""Check digits and layouts of identity documents."""

from __future__ import annotations

from random import Random

import identity_documents as made
import pytest

from dlpscan.checks import damaged_ids, dates, document_kinds, foreigner_cards, hkid, icao9303, iso3166, twid


@pytest.mark.parametrize(
    ("field", "digit"),
    [("L898902C3", "6"), ("740812", "2"), ("120415", "9"), ("ZE184226B<<<<<", "1"), ("D23145890", "7")],
)
def test_icao_check_digits_are_those_of_its_examples(field: str, digit: str) -> None:
    """Doc 9303 prints these fields with these digits."""
    assert icao9303.check_digit(field) == digit


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (
            (
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ),
            "TD3",
        ),
        (("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"), "TD2"),
        (
            (
                "I<UTOD231458907<<<<<<<<<<<<<<<",
                "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ),
            "TD1",
        ),
    ],
)
def test_the_specimens_of_icao_are_read(lines: tuple[str, ...], kind: str) -> None:
    """Number, birth date and name of the printed specimens stand where the layout says."""
    text = "\n".join(lines)
    zone = icao9303.read(text, 0)

    assert zone is not None
    assert (zone.kind, zone.issuer) == (kind, "UTO")
    assert text[slice(*zone.number)] in ("L898902C3", "D23145890")
    assert text[slice(*zone.birth)] == "740812"
    assert text[slice(*zone.name)] == "ERIKSSON<<ANNA<MARIA"


@pytest.mark.parametrize("kind", ["TD1", "TD2", "TD3"])
def test_one_changed_digit_of_a_zone_is_never_read(kind: str) -> None:
    """Every digit under a check digit: one wrong, and no field is given."""
    rng = Random(kind)  # noqa: S311  (not for secrets)
    for _ in range(30):
        lines = made.mrz(rng, kind)
        row, start = (1, 0) if kind == "TD1" else (1, 13)
        place = start + rng.choice((0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14))
        line = lines[row]
        lines[row] = line[:place] + str((int(line[place]) + rng.randrange(1, 10)) % 10) + line[place + 1 :]

        assert icao9303.read("\n".join(lines), 0) is None


@pytest.mark.parametrize(("body", "check"), [("G123456", "A"), ("A123456", "3"), ("Z683365", "A")])
def test_the_check_digit_of_hong_kong(body: str, check: str) -> None:
    """Samples in public use; that of the printed specimen Z683365(5) would be A."""
    assert hkid.check_character(body) == check


@pytest.mark.parametrize("number", ["A123456789", "A234567893", "F131104093", "A800000014"])
def test_the_check_digit_of_taiwan(number: str) -> None:
    """Samples in public use, the last of a resident since 2021."""
    assert twid.passes(number)


@pytest.mark.parametrize("second", ["12", "89", "ABCD"])
def test_one_changed_digit_of_taiwan_fails(second: str) -> None:
    """Weights that are not prime to ten miss some errors, but never one of the last digit."""
    rng = Random(second)  # noqa: S311
    number = made.tw_id(rng, second=second)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert twid.passes(number)
    assert not twid.passes(wrong)


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("911124198108030024", "passed"),
        ("932682198501010017", "passed"),
        ("911124198108030025", "failed"),
        ("999124198108030024", None),
        ("911999198108030024", None),
        ("911124198113030024", None),
    ],
)
def test_a_permanent_residence_card_has_province_country_and_date(number: str, status: str | None) -> None:
    """The two specimens pass; an impossible part refuses the number, a wrong digit only fails it."""
    checked = foreigner_cards.check(number)

    assert (checked.status if checked else None) == status


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("1.10105E+17", True),
        ("1.1E+17", True),
        ("4.2010619850815E+17", True),
        ("1.6E+17", False),
        ("4.2010618250815E+17", False),
        ("420106198508152000", True),
        ("420106198513152000", False),
        ("420106850815271.0", True),
        ("420106198508152000.00", True),
    ],
)
def test_what_a_spreadsheet_leaves_is_judged_as_far_as_it_goes(written: str, holds: bool) -> None:  # noqa: FBT001
    """Province always, year and birth date where they are still there."""
    assert (damaged_ids.check_spreadsheet(damaged_ids.compact(written)) is not None) == holds


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ("110105********002X", True),
        ("1****************X", True),
        ("110105xxxxxxxx0021", True),
        ("160105********002X", False),
        ("110105*******002X", False),
        ("1101051820****002X", False),
    ],
)
def test_a_masked_number_has_the_length_of_a_whole_one(written: str, holds: bool) -> None:  # noqa: FBT001
    """15 or 18 signs, a province that exists, a year in which somebody alive was born."""
    assert (damaged_ids.check_masked(damaged_ids.compact(written)) is not None) == holds


@pytest.mark.parametrize(
    ("before", "behind", "kinds"),
    [
        ("证件类型：台胞证，证件号码：", "", {"tw_permit"}),
        ("passport no ", "", {"passport"}),
        ("香港特别行政区护照号码 ", "", {"hk_passport"}),
        ("港澳通行证号：", "", {"exit_permit", "hk_mo_permit"}),
        ("身份证号：110105194912310021，证件号码：", "", set()),
        ("证件号码：", "，证件类型：军官证", {"military"}),
        ("证件号码：", "，军官证另附", set()),
        ("we keep ", "", set()),
        ("证件号码：", "", set()),
    ],
)
def test_the_kind_is_the_last_that_is_named(before: str, behind: str, kinds: set[str]) -> None:
    """Before the number with no other number between; behind it only in a field that says so."""
    assert document_kinds.named(f"{before}12345678{behind}", len(before)) == kinds


def test_labels_have_other_forms() -> None:
    """Words of letters are also spoken with `is`; 号码 is also 编号; keys and short ones stay alone."""
    assert document_kinds.variants(("pp no", "pp_no", "护照", "护照号码")) == (
        "pp no",
        "pp_no",
        "护照",
        "护照号码",
        "pp no is",
        "pp no.",
        "护照编号",
    )


@pytest.mark.parametrize(
    ("code", "holds"), [("CHN", True), ("D", True), ("UTO", True), ("QQQ", False), ("", False)]
)
def test_issuers_are_countries_and_those_of_icao(code: str, holds: bool) -> None:  # noqa: FBT001
    """ISO 3166-1 and the codes of Doc 9303 part 3."""
    assert iso3166.is_issuer(code) == holds


@pytest.mark.parametrize(
    ("digits", "holds"),
    [("20241124", True), ("20241324", False), ("20240230", False), ("42345678", False), ("2024112", False)],
)
def test_eight_digits_may_be_a_date(digits: str, holds: bool) -> None:  # noqa: FBT001
    """A real day from 1900 to 2099."""
    assert dates.is_recent(digits) == holds
