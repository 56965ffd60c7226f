"""Identity documents in every written form and carrier: exact spans, one reading, no value shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import identity_documents as made
import pytest
import strategies

import dlpscan
from dlpscan.model import Finding

_SEEDS = range(12)
_CARRIERS = (
    ("", ""),
    ("客户", "。"),
    ("他的", "已核对"),
    ('{"note":"', '"}'),
    ("2026-11-24 10:00:00 INFO ", ", ok"),
    ("(", ")"),
    ("The ", " was checked"),
    ("a,b,", ",c\n"),
    ("<td>", "</td>"),
)
# Entity type -> how a number is made, and the labels that a file, a form or a sentence gives it.
_DOCUMENTS: dict[str, tuple[Callable[[Random], str], tuple[str, ...]]] = {
    "CN_RESIDENT_ID": (
        strategies.resident_id,
        ("身份证号：", "idCardNo: ", "證件號碼：", "ID card number is ", ""),
    ),
    "CN_FOREIGNER_PR_CARD": (made.pr_card, ("永居证", "PR card no. ", "证件号码：", "")),
    "CN_PASSPORT": (
        strategies.passport,
        ("护照号：", "passport number is ", "证件类型：护照，证件号码：", "证件号码："),
    ),
    "HK_PASSPORT": (made.hk_passport, ("香港护照号码：", "HKSAR passport no. ", "hkPassportNo=")),
    "MO_PASSPORT": (made.mo_passport, ("澳门护照号码：", "Macau passport no. ", "护照号码：")),
    "TW_PASSPORT": (made.tw_passport, ("台湾护照号码：", "中華民國護照 ", "Taiwan passport no. ")),
    "PASSPORT": (
        made.foreign_passport,
        ("护照号码：", "passport no. ", "passportNumber: ", "passport number is "),
    ),
    "CN_HK_MO_TRAVEL_PERMIT": (made.hk_mo_permit, ("回乡证", "Home Return Permit No. ", "证件号码：")),
    "CN_EXIT_PERMIT": (made.exit_permit, ("往来港澳通行证号码：", "EEP No. ", "通行证号码：")),
    "CN_TW_TRAVEL_PERMIT": (made.tw_permit, ("台胞证号：", "MTP No. ", "证件类型：台胞证，证件号码：")),
    "HK_ID_CARD": (made.hk_id, ("香港身份证号码：", "HKID: ", "身份证号：", "hkid=", "")),
    "MO_ID_CARD": (made.mo_id, ("澳门身份证号码：", "Macau ID card no. ", "证件号码：")),
    "TW_ID_CARD": (made.tw_id, ("身分證字號：", "Taiwan ID: ", "身份证号：", "")),
    "CN_MILITARY_ID": (made.officer_id, ("军官证号：", "officer ID no. ", "证件类型：军官证 证件号码：")),
}


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


def _findings(text: str, entity_type: str) -> list[Finding]:
    found = _scanner().scan_text(text).findings
    return [one for one in found if one.entity_type == entity_type and one.score >= 0.5]


def _wide(value: str) -> str:
    return "".join(
        chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in value
    )


_WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "full-width": _wide,
    "hidden characters": "\u200b".join,
}


@pytest.mark.parametrize("writing", sorted(_WRITINGS))
@pytest.mark.parametrize("entity_type", sorted(_DOCUMENTS))
def test_a_document_is_found_in_every_carrier(entity_type: str, writing: str) -> None:
    """Behind each label and in each carrier, the span is what was written and nothing more."""
    make, labels = _DOCUMENTS[entity_type]
    missed = []
    for seed in _SEEDS:
        rng = Random(f"{entity_type}{writing}{seed}")  # noqa: S311  (not for secrets)
        for label in labels:
            for before, after in _CARRIERS:
                written = _WRITINGS[writing](make(rng))
                start = len(before) + len(label)
                spans = [
                    (one.start, one.end) for one in _findings(f"{before}{label}{written}{after}", entity_type)
                ]
                if spans != [(start, start + len(written))]:
                    missed.append((before, label, after))

    assert missed == []


@pytest.mark.parametrize("entity_type", sorted(_DOCUMENTS))
def test_the_mask_never_shows_a_document(entity_type: str) -> None:
    """At least four characters are hidden, and neither the repr nor the mask holds the value."""
    make, labels = _DOCUMENTS[entity_type]
    rng = Random(entity_type)  # noqa: S311
    for _ in range(20):
        value = make(rng)
        (one,) = _findings(f"{labels[0]}{value}", entity_type)

        assert value not in one.masked + repr(one)
        assert one.masked.count("*") >= 4


def test_a_zone_gives_number_name_and_birth_date() -> None:
    """Each field is a finding of its type, with the full year in the fingerprint's form."""
    rng = Random(3)  # noqa: S311
    for kind in ("TD1", "TD2", "TD3"):
        for issuer, number, entity_type in (
            ("CAN", "AB123456", "PASSPORT"),
            ("CHN", "E12345679", "CN_PASSPORT"),
            ("TWN", "312345678", "TW_PASSPORT"),
        ):
            text = "\n".join(made.mrz(rng, kind, issuer=issuer, number=number))
            found = {one.entity_type for one in _scanner().scan_text(text).findings if one.score >= 0.9}

            assert found == {entity_type, "PERSON", "DATE_OF_BIRTH"}


def test_the_row_says_which_document_a_number_is() -> None:
    """证件类型 in another cell of the row decides what a bare number under 证件号码 is."""
    rows = (
        "姓名,证件类型,证件号码",
        "甲,台胞证,42345678",
        "乙,军官证,12345678",
        "丙,护照,E52345678",
        "丁,其他,52345678",
    )
    table = "".join(f"{row}\n" for row in rows)
    found = _scanner().scan_bytes(table.encode(), name="a.csv").findings
    types = [one.entity_type for one in found if one.entity_type != "PERSON" and one.score >= 0.5]

    assert types == ["CN_TW_TRAVEL_PERMIT", "CN_MILITARY_ID", "CN_PASSPORT"]


def _hard_negatives(rng: Random) -> list[str]:
    digits, letters = made.digits, made.LETTERS
    letter = rng.choice(letters)
    return [
        f"订单号：{letter}{digits(rng, 8)}",
        f"SN: {letter}{rng.choice(letters)}{digits(rng, 7)}",
        f"料号 {letter}{digits(rng, 9)}",
        f"P/N {letter}{digits(rng, 7)}",
        f"see KB{digits(rng, 7)} for details",
        f"code {letter}{digits(rng, 8)} is used",
        f"工号：{letter}{digits(rng, 8)}",
        f"Student ID: {letter}{digits(rng, 8)}",
        f"commit {rng.getrandbits(160):040x}",
        f"id={rng.randrange(10**18, 2 * 10**18)}",
        f"license key: {'-'.join(digits(rng, 2) + letter * 3 for _ in range(5))}",
        f"v{rng.randrange(30)}.{rng.randrange(30)}.{digits(rng, 7)}",
        f"沪房地海字(2026)第{digits(rng, 6)}号",
        f"国药准字H{digits(rng, 8)}",
        f"护照签发日期：2026{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}",
        f"金额：{rng.randrange(1, 9)}.{digits(rng, 5)}E+17",
        f"订单号：{digits(rng, 15)}000",
        f"卡号 622202******{digits(rng, 4)}",
        "std::map<P<CHN>>; cout<<E<<ENDL<<<1",
        f"CVE-2026-{digits(rng, 7)}",
        f"电话 {digits(rng, 8)}",
        f"合同编号：HT{digits(rng, 8)}",
    ]


def test_numbers_of_other_things_are_no_documents() -> None:
    """Serial numbers, codes, hashes and versions of every kind give no document."""
    documents = _DOCUMENTS.keys() | {"DATE_OF_BIRTH"}
    reported = []
    for seed in range(60):
        for text in _hard_negatives(Random(seed)):  # noqa: S311
            found = _scanner().scan_text(text).findings
            reported += [
                (text, one.entity_type) for one in found if one.entity_type in documents and one.score >= 0.5
            ]

    assert reported == []
