"""Vehicles, devices, messengers, cards and birthdays are found behind every label, in every carrier."""

from __future__ import annotations

import time
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
import strategies as made

import dlpscan
from dlpscan.checks import iso3779, luhn
from dlpscan.engine.engine import Engine
from dlpscan.keys import Keys
from dlpscan.model import Location, Piece, Segment

_VALUES_PER_TYPE = 20
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_CHINESE = "〇一二三四五六七八九"


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _plate(rng: Random) -> str:
    serial = list(_digits(rng, 5))
    for place in rng.sample(range(5), rng.randrange(3)):
        serial[place] = rng.choice(_LETTERS)
    ordinary = "".join(serial)
    rest = rng.choice(
        (
            ordinary,
            rng.choice("ABCDEFGHJK") + rng.choice(_LETTERS + "0123456789") + _digits(rng, 4),
            _digits(rng, 5) + rng.choice("DF"),
            _digits(rng, 4) + rng.choice("挂学警港澳领"),
        )
    )
    return rng.choice(_PROVINCES) + rng.choice(_LETTERS) + rng.choice(("", "", "·", " ", "-")) + rest


def _vin(rng: Random) -> str:
    maker = rng.choice(("LSV", "LFV", "LHG", "LVS", "LGB", "WVW", "JTD", "1HG", "5YJ", "WBA"))
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    body = maker + "".join(rng.choice(alphabet) for _ in range(5)) + "0"
    body += rng.choice("ABCDEFGHJKLMNPRSTVWXY123456789") + rng.choice(alphabet) + _digits(rng, 6)
    return body[:8] + iso3779.check_digit(body) + body[9:]


def _imei(rng: Random) -> str:
    body = rng.choice(("86", "35", "01", "99")) + _digits(rng, 12)
    number = body + luhn.check_digit(body)
    groups = (number[:2], number[2:8], number[8:14], number[14])
    return rng.choice((number, "-".join(groups), " ".join(groups)))


def _social_security(rng: Random) -> str:
    return rng.choice((rng.choice(_LETTERS) + _digits(rng, 8), "3" + _digits(rng, 8), "5" + _digits(rng, 11)))


def _licence_file(rng: Random) -> str:
    return rng.choice(("3101", "4403", "1101", "5101")) + _digits(rng, 8)


def _wechat(rng: Random) -> str:
    name = rng.choice(("zhang", "liwei", "wangfang", "chenming"))
    return rng.choice(
        (
            "wxid_" + "".join(rng.choice(_LOWER + "0123456789") for _ in range(13)) + "7",
            name + _digits(rng, 4),
            f"{name}_{rng.choice(('sh', 'bj'))}{_digits(rng, 2)}",
            f"{name}-vip{_digits(rng, 2)}",
        )
    )


def _qq(rng: Random) -> str:
    return str(rng.randint(2, 9)) + _digits(rng, rng.randint(5, 9))


def _alipay(rng: Random) -> str:
    return "2088" + _digits(rng, 12)


def _birth(rng: Random) -> str:
    day = date(1940, 1, 1) + timedelta(days=rng.randrange(28_000))
    year = "".join(_CHINESE[int(digit)] for digit in str(day.year))
    return rng.choice(
        (
            day.isoformat(),
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day:%Y%m%d}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{year}年{_CHINESE[day.month % 9 + 1]}月十{_CHINESE[day.day % 9 + 1]}日",
            f"{day:%b} {day.day}, {day.year}",
            f"{day.day} {day:%B} {day.year}",
            f"{day:%d/%m/%Y}",
        )
    )


_MAKE = {
    "CN_LICENCE_PLATE": _plate,
    "VIN": _vin,
    "IMEI": _imei,
    "CN_SOCIAL_SECURITY": _social_security,
    "CN_DRIVING_LICENCE": _licence_file,
    "WECHAT_ID": _wechat,
    "QQ_NUMBER": _qq,
    "ALIPAY_ID": _alipay,
    "DATE_OF_BIRTH": _birth,
}
# Chinese labels, English labels, keys.
_NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "CN_LICENCE_PLATE": (
        ("车牌", "车牌号", "号牌号码"),
        ("Plate No", "license plate"),
        ("plate_no", "carNo"),
    ),
    "VIN": (("车架号", "车辆识别代号"), ("VIN", "chassis no"), ("vin", "frameNo")),
    "IMEI": (("IMEI号", "串号", "国际移动设备识别码"), ("IMEI", "IMEI number"), ("imei", "deviceImei")),
    "CN_SOCIAL_SECURITY": (
        ("社保卡号", "医保卡号", "住房公积金账号"),
        ("Social security card no", "Housing fund account"),
        ("socialSecurityNo", "medical_card_no"),
    ),
    "CN_DRIVING_LICENCE": (
        ("档案编号", "驾驶证档案编号"),
        ("Driving licence file no", "driver's license no"),
        ("driver_license_no", "licence_file_no"),
    ),
    "WECHAT_ID": (("微信号", "微信", "加微信"), ("WeChat ID", "WeChat", "vx"), ("wechat_id", "wechat")),
    "QQ_NUMBER": (("QQ号", "QQ", "扣扣"), ("QQ", "QQ number"), ("qq", "qqNumber")),
    "ALIPAY_ID": (("支付宝账号", "支付宝"), ("Alipay ID", "alipay account"), ("alipay_user_id", "buyer_id")),
    "DATE_OF_BIRTH": (("出生日期", "生日", "生于"), ("DOB", "Date of birth"), ("birthday", "dateOfBirth")),
}
_CARRIERS = (
    "{zh}：{v}",
    "客户资料，{zh}:{v}，请核对",
    "{zh} {v}",
    "请记录{zh}{v}。",
    "您的{zh}为{v},谢谢",
    "客户（{zh}：{v}）已登记",
    "【{zh}】{v}",
    "{zh}：“{v}”",
    "{zh}\n{v}\n",
    "| {zh} | {v} |",
    "{en}: {v}",
    "{en}={v}",
    "The customer's {en} is {v}.",
    '{{"id":1,"{key}":"{v}","ok":true}}',
    "{key}: {v}\n",
    "a=1&{key}={v}&b=2",
    "<{key}>{v}</{key}>",
    "2026-01-02 10:00:00 INFO update {key}={v} ok",
)


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


@cache
def _engine() -> Engine:
    return Engine(_scanner().recognisers, _scanner().profile, Keys(bytes(32)))


def _spans(text: str, entity_type: str) -> list[tuple[int, int]]:
    return [
        (one.start, one.end)
        for one in _scanner().scan_text(text).findings
        if one.entity_type == entity_type and one.score >= 0.5
    ]


@pytest.mark.parametrize("carrier", _CARRIERS)
@pytest.mark.parametrize("entity_type", sorted(_MAKE))
def test_a_value_is_found_in_every_carrier(entity_type: str, carrier: str) -> None:
    """Prose, chat, forms, tables, JSON, XML, URLs and logs: one finding with the exact span."""
    rng = Random(entity_type + carrier)  # noqa: S311
    for _ in range(_VALUES_PER_TYPE):
        value = _MAKE[entity_type](rng)
        zh, en, key = map(rng.choice, _NAMES[entity_type])
        text = carrier.format(zh=zh, en=en, key=key, v=value)
        start = text.index(value)

        assert (text, _spans(text, entity_type)) == (text, [(start, start + len(value))])


@pytest.mark.parametrize("entity_type", sorted(_MAKE))
def test_a_value_is_found_through_every_disguise(entity_type: str) -> None:
    """Full-width characters and hidden ones between: the span covers exactly the writing."""
    rng = Random(entity_type)  # noqa: S311
    for _ in range(_VALUES_PER_TYPE):
        value = _MAKE[entity_type](rng)
        writing = rng.choice((made.full_width(value), made.with_hidden(rng, value)))
        text = f"{rng.choice(_NAMES[entity_type][0])}：{writing}。"
        start = text.index(writing)

        assert (text, _spans(text, entity_type)) == (text, [(start, start + len(writing))])


@pytest.mark.parametrize("entity_type", sorted(_MAKE))
def test_a_cell_is_found_by_its_header(entity_type: str) -> None:
    """A column header, in either language or as a key, is a label for every cell below it."""
    rng = Random(entity_type)  # noqa: S311
    for header in (header for kind in _NAMES[entity_type] for header in kind):
        value = _MAKE[entity_type](rng)
        piece = Piece(0, Location(), header)
        found, faults, _ = _engine().find(Segment(value, Location(), kind="row", pieces=(piece,)))
        spans = [(one.start, one.end) for one, _ in found if one.recogniser.entity_type == entity_type]

        assert (header, value, faults, spans) == (header, value, [], [(0, len(value))])


@pytest.mark.parametrize("entity_type", ["CN_RESIDENT_ID", "PHONE_NUMBER", "EMAIL_ADDRESS"])
@pytest.mark.parametrize("label", ["社保号", "驾驶证号", "QQ", "微信", "支付宝", "微信号"])
def test_another_type_behind_these_labels_stays_what_it_is(entity_type: str, label: str) -> None:
    """Many write their phone as WeChat id and the resident number as licence number: one reading wins."""
    rng = Random(label)  # noqa: S311
    make = {
        "CN_RESIDENT_ID": made.resident_id,
        "PHONE_NUMBER": made.mobile,
        "EMAIL_ADDRESS": made.email_address,
    }[entity_type]
    value = make(rng)
    text = f"{label}：{value}"
    found = [one.entity_type for one in _scanner().scan_text(text).findings if one.score >= 0.5]

    assert found == [entity_type]


_FLOODS = {
    "province and letter": "京A",
    "provinces": "新云青",
    "name of an app": "微信",
    "label of a number": "QQ：",
    "label of a birthday and half a date": "生日1990-",
    "dates before nothing": "1990年1月2日",
    "begins like a vehicle number": "LA1",
    "label and half a mailbox": "邮箱a(at)",
    "identities of messages": "References: <a@b.com> ",
    "open remarks": "车牌（京A",
}
_SMALL, _TIMES, _MOST_GROWTH, _TRIES = 8_000, 4, 8.0, 4


@pytest.mark.parametrize("unit", _FLOODS.values(), ids=_FLOODS.keys())
def test_floods_take_linear_time(unit: str) -> None:
    """Four times the text takes about four times the work: quadratic work would take sixteen times."""
    small, large = (Segment(unit * (size // len(unit)), Location()) for size in (_SMALL, _SMALL * _TIMES))
    growth = min(_cost(large) / max(_cost(small), 1e-6) for _ in range(_TRIES))

    assert growth <= _MOST_GROWTH


def _cost(segment: Segment) -> float:
    begin = time.process_time()
    _engine().find(segment)
    return time.process_time() - begin
