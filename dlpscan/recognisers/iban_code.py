"""International bank account numbers (IBAN), whole or in groups, with MOD 97.

The anchor is the long run of digits that almost every country's numbers hold; the letters before it are read
backwards. Numbers of the countries that may have a shorter run are found by their first three signs.
"""

from __future__ import annotations

import re

from dlpscan.checks import apart, iban
from dlpscan.checks.late import LatePattern
from dlpscan.declare import (
    AfterLabel,
    Context,
    DigitRun,
    Form,
    Literals,
    Mask,
    Recogniser,
    Scores,
    words,
)

_LONGEST_LEAD = 18
# Country, check digits, and what may stand before the run of digits: a bank's letters, groups of four.
_LEAD = LatePattern(r"[A-Za-z]{2}[0-9]{2}(?:[ \-]?[A-Za-z0-9]){0,12}[ \-]?$")
_COUNTRY = LatePattern(r"[A-Za-z]{2}[ \-]?(?=[0-9]{2})")
_WORDS = frozenset("NO IS AT BE IT ME DO SO AL".split())
_LABEL_GLUED = LatePattern(r"iban$", re.IGNORECASE)
# Countries whose accounts may hold letters, or ten digits in a row at most.
_SHORT_RUNS = tuple(
    f"{country}{digit}"
    for country in """
    ad al az bg bh bl br by ch cy do fr gf gi gp gr gt it jo kw kz lb lc li lu lv mc md mf mk mq mt nc
    nl om pf pk pm ps qa re ro ru sa sm tf tr ua wf ye yt
    """.split()
    for digit in range(10)
)


def _locate(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of an IBAN that begins at *position*, or whose long run of digits does."""
    if _is_letter(text, position):
        return _from(text, position)
    before = position - 1
    if before >= 0 and text[before] in " -":
        before -= 1
    if before < 0 or not _is_letter(text, before):
        return None
    if span := _from(text, before - 1, is_apart=before < position - 1):
        return span
    first = max(0, position - _LONGEST_LEAD)
    for lead in _LEAD.finditer(text, first, position):
        if span := _from(text, lead.start()):
            return span
    return None


def _from(text: str, start: int, *, is_apart: bool = False) -> tuple[int, int] | None:
    """Return the span from *start*: as many letters and digits as the country's numbers have.

    With *is_apart* a space parts the country from the check digits, as in `ME 25…`. Where that is
    a word, as `NO`, the digits must stand in groups.
    """
    if start < 0 or (is_apart and not text[start : start + 2].isupper()):
        return None
    country = _COUNTRY.match(text, start)
    if country is None or (
        start and _is_word(text, start - 1) and not _LABEL_GLUED.search(text[max(0, start - 4) : start])
    ):
        return None
    missing = iban.length(text[start : start + 2].upper()) - 2
    if missing <= 0:
        return None
    position = country.end()
    gap = 0
    while missing and position < len(text):
        if _is_word(text, position):
            missing -= 1
            gap = 0
        elif text[position] in " -·." and gap < 2:  # noqa: PLR2004
            gap += 1
        else:
            return None
        position += 1
    if missing or (position < len(text) and _is_word(text, position)):
        return None
    is_word = is_apart and text[start : start + 2] in _WORDS
    return None if is_word and text[start + 3 : position].isdecimal() else (start, position)


_APART = re.compile(
    r"([A-Za-z])[ \-·.]{0,3}([A-Za-z])[ \-·.]{0,3}[0-9][ \-·.]{0,3}[0-9](?:"
    + apart.JOINT
    + r"[A-Za-z0-9]){11,30}"
)


def _apart(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of an IBAN whose signs stand apart: as many as the country's numbers have."""
    found = _APART.match(text, position)
    if found is None:
        return None
    missing = iban.length((found.group(1) + found.group(2)).upper())
    end = position
    while missing > 0 and end < found.end():
        missing -= _is_word(text, end)
        end += 1
    return None if missing or (end < len(text) and _is_word(text, end)) else (position, end)


def _is_letter(text: str, position: int) -> bool:
    return position < len(text) and text[position].isascii() and text[position].isalpha()


def _is_word(text: str, position: int) -> bool:
    return text[position].isascii() and text[position].isalnum()


IBAN_CODE = Recogniser(
    name="iban_code",
    entity_type="IBAN_CODE",
    title_zh="国际银行账号(IBAN)",
    title_en="International bank account number",
    anchors=(DigitRun(shortest=11), Literals(_SHORT_RUNS), AfterLabel()),
    forms=(
        Form("country, check digits and account", find=_locate),
        Form("signs apart", find=_apart, factor=0.9, needs_label=True, anchor="after_label"),
    ),
    compact=apart.compact,
    check=iban.check,
    check_name="MOD 97",
    boundary="none",
    scores=Scores(bare=0.9, nearby=0.95, labelled=0.98, negative=0.6),
    context=Context(
        labels=words(
            """
            iban, iban no, iban no., iban number, iban code, iban account, account iban, iban号, iban账号,
            iban号码, iban代码, iban帐号, 国际银行账号, 国际银行账户号码, 国际银行帐号, 国际账号, 银行账号,
            银行帐号, 收款账号, 收款人账号, 账号, 帐号, 账户, account, account no, account number, acct no,
            a/c, a/c no, beneficiary account, beneficiary account number, bank account, bank account number,
            kontonummer, iban_no, iban_code, ibanno, bank_iban
            """
        ),
        nearby=words("swift, bic, bank, beneficiary, transfer, remittance, 银行, 汇款, 收款人, 电汇, sepa"),
    ),
    mask=Mask(head=4, tail=4),
    source="ISO 13616-1:2020; IBAN registry",
)

RECOGNISERS = (IBAN_CODE,)
