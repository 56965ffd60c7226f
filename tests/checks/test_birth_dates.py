"""Dates of birth in every writing become one value; impossible ones are refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlpscan.checks import birth_dates

fixed = settings(derandomize=True, max_examples=300, deadline=None, database=None)
_DIGITS = "〇一二三四五六七八九"


def _spoken(number: int) -> str:
    """Return a number below forty in Chinese: 十二, 三十."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _writings(day: date) -> list[str]:
    year, month, of_month = day.year, day.month, day.day
    spoken_year = "".join(_DIGITS[int(digit)] for digit in str(year))
    return [
        day.isoformat(),
        f"{year}/{month}/{of_month}",
        f"{year}.{month}.{of_month}",
        f"{day:%Y%m%d}",
        f"{year}年{month}月{of_month}日",
        f"{year} 年 {month:02} 月 {of_month:02} 日",
        f"{spoken_year}年{_spoken(month)}月{_spoken(of_month)}日",
        f"{day:%b} {of_month}, {year}",
        f"{day:%B} {of_month}, {year}",
        f"{of_month} {day:%B} {year}",
        f"{of_month:02}-{day:%b}-{year}".upper(),
        f"{of_month:02}/{month:02}/{year}",
        f"{of_month}.{month}.{year}",
    ]


@fixed
@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
def test_every_writing_of_a_day_has_one_canonical_form(day: date) -> None:
    """Whatever order, language and digits: one fingerprint, so a register finds the person again."""
    forms = {birth_dates.canonical(writing) for writing in _writings(day)}

    assert forms == {day.isoformat()}


@fixed
@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
def test_every_writing_is_found_whole_behind_a_label(day: date) -> None:
    """The span covers the writing and nothing behind it."""
    spans = {birth_dates.behind_label(f"生日：{writing}，男", 3) for writing in _writings(day)}
    expected = {(3, 3 + len(writing)) for writing in _writings(day)}

    assert spans == expected


@pytest.mark.parametrize(
    "value",
    [
        "1899-12-31",
        "1990-02-30",
        "1990-13-01",
        "19900431",
        "1990年2月30日",
        "Feb 30, 1990",
        "一九九〇年四月三十一日",
    ],
)
def test_refuses_days_that_were_not(value: str) -> None:
    """Before 1900, or a day that the month has not."""
    assert birth_dates.check(value) is None


def test_refuses_the_future_but_not_today() -> None:
    """Somebody may be born today, nobody tomorrow."""
    today = date.today()  # noqa: DTZ011

    assert birth_dates.check(today.isoformat()) is not None
    assert birth_dates.check((today + timedelta(days=1)).isoformat()) is None


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("1990年1月", "1990-01-00"),
        ("5月20日", "0000-05-20"),
        ("农历八月十五", "0000-08-15"),
        ("一九九〇年正月初二", "1990-01-02"),
        ("1990年腊月廿三", "1990-12-23"),
        ("90年1月2日", "1990-01-02"),
        ("05-01-02", "2005-01-02"),
        ("12/31/1990", "1990-12-31"),
    ],
)
def test_what_a_date_does_not_say_is_zero(value: str, canonical: str) -> None:
    """Partial, lunar and short dates keep what they say; a two-digit year is the latest that has been."""
    assert birth_dates.canonical(value) == canonical
