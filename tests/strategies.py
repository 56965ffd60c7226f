"""Invented values with valid check digits, and every way in which people and programs write them.

Each kind of value has a plain function that takes a seeded `random.Random`, for case files and tables, and a
Hypothesis strategy made of it, for properties. Nothing here is collected: regions and issuers come from the
bundled tables, everything else from the generator, and values that standards publish as samples are avoided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st

from dlpscan.checks import gb11714, gb32100, iso7064, luhn, tables

_FIRST_BIRTH, _LAST_BIRTH = date(1930, 1, 1), date(2015, 12, 31)
# MIIT numbering list of 2023-03, without the prefixes that satellites and virtual operators use.
_MOBILE_PREFIXES = (
    "130 131 132 133 134 135 136 137 138 139 145 147 149 150 151 152 153 155 156 157 158 159 166 172 173 175 "
    "176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 193 195 196 197 198 199"
).split()
_PASSPORT_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DOMAINS = ("example.com", "mail.example.net", "corp.example.org", "vip.example.com.cn", "sub-1.example.cn")
_SURNAMES = (
    "王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂英华玉秀文建辉玲婷宇浩轩梓涵怡欣佳琪晨阳雪琳嘉俊峰明"


@cache
def _division_codes() -> list[str]:
    """Return the codes of counties, without those of Hong Kong, Macau and Taiwan."""
    codes = [row[0] for row in tables.rows("division_codes")]
    return [code for code in codes if code[4:] != "00" and code[0] != "8" and code[:2] != "71"]


@cache
def _issuers() -> list[tuple[str, tuple[int, ...], bool]]:
    """Return (prefix, lengths, legacy) of each issuer of bank cards."""
    return [
        (row[0], tuple(map(int, row[1].split(","))), row[4] == "1")
        for row in tables.rows("card_iins")
        if len(row[0]) >= 3
    ]


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def birth_date(rng: Random) -> date:
    """Return a date on which somebody may have been born."""
    return _FIRST_BIRTH + timedelta(days=rng.randrange((_LAST_BIRTH - _FIRST_BIRTH).days))


def resident_id(rng: Random, *, region: str = "", check: str = "") -> str:
    """Return a resident identity number of 18 characters whose check character is right.

    *region* are the first six digits, drawn from the table if left out; *check* asks for one check character.
    """
    while True:
        body = f"{region or rng.choice(_division_codes())}{birth_date(rng):%Y%m%d}{_digits(rng, 3)}"
        number = body + iso7064.mod_11_2(body)
        if number[-1] == (check or number[-1]) and number not in tables.published_dummies("CN_RESIDENT_ID"):
            return number


def residence_permit(rng: Random) -> str:
    """Return the number of a residence permit of Hong Kong, Macau or Taiwan."""
    return resident_id(rng, region=rng.choice(("810000", "820000", "830000")))


def resident_id_15(rng: Random) -> str:
    """Return a resident identity number of the first generation: 15 digits, no check digit."""
    number = resident_id(rng)
    while number[6:8] != "19":
        number = resident_id(rng)
    return number[:6] + number[8:17]


def bank_card(rng: Random, *, length: int = 0, legacy: bool = False) -> str:
    """Return a card number that passes Luhn, of a known Chinese issuer and of a length that it uses.

    *legacy* asks for a prefix outside the payment schemes.
    """
    fitting = [
        (prefix, lengths)
        for prefix, lengths, is_legacy in _issuers()
        if is_legacy == legacy and (not length or length in lengths)
    ]
    while True:
        prefix, lengths = rng.choice(fitting)
        size = length or rng.choice(lengths)
        body = prefix + _digits(rng, size - len(prefix) - 1)
        number = body + luhn.check_digit(body)
        if number not in tables.published_dummies("BANK_CARD") and len(set(number)) > 2:
            return number


def scheme_card(rng: Random, prefix: str, length: int) -> str:
    """Return a card number that passes Luhn, with the *prefix* of an international scheme."""
    while True:
        body = prefix + _digits(rng, length - len(prefix) - 1)
        number = body + luhn.check_digit(body)
        if number not in tables.published_dummies("BANK_CARD"):
            return number


def mobile(rng: Random) -> str:
    """Return a mobile number of mainland China with an allocated prefix."""
    while True:
        number = rng.choice(_MOBILE_PREFIXES) + _digits(rng, 8)
        if len(set(number[3:])) > 1 and number not in tables.published_dummies("PHONE_NUMBER"):
            return number


def landline(rng: Random) -> str:
    """Return a landline number of mainland China, `0755-86123456`: a real area code, a length it uses."""
    code, lengths, _, _ = rng.choice(tables.rows("area_codes"))
    size = int(rng.choice(lengths.split(",")))
    while True:
        subscriber = rng.choice("2345678") + _digits(rng, size - 1)
        # Not eight digits that read as a date, and not the beginning of a company's line.
        if len(set(subscriber)) > 2 and not subscriber.startswith("20"):
            return f"0{code}-{subscriber}"


def uscc(rng: Random, *, first: str = "", digits_only: bool = False) -> str:
    """Return a unified social credit code whose two check characters are right.

    *first* are the first two characters (department and class); *digits_only* asks for no letter at all.
    """
    letters = "0123456789" if digits_only else gb32100.ALPHABET
    while True:
        body = "".join(rng.choice(letters) for _ in range(8))
        organisation = body + gb11714.check_character(body)
        code = (first or rng.choice(("91", "92", "93", "11", "12", "51", "52"))) + rng.choice(
            _division_codes()
        )
        code += organisation
        code += gb32100.check_character(code)
        if not digits_only or code.isdigit():
            return code


def bank_account(rng: Random, *, length: int = 0) -> str:
    """Return an account number that is no card, resident number or mobile number."""
    while True:
        number = rng.choice("234578") + _digits(rng, (length or rng.choice((12, 15, 17, 19, 20, 21))) - 1)
        if not luhn.passes(number) and len(set(number)) > 2:
            return number


_PLACES = (
    "江苏省南京市玄武区 北京市朝阳区 广东省深圳市南山区 浙江省杭州市余杭区 上海市浦东新区 "
    "四川省成都市武侯区 湖北省武汉市洪山区 陕西省西安市碑林区 福建省厦门市思明区 "
    "山东省青岛市市南区 湖南省长沙市岳麓区 重庆市渝中区"
).split()
_ROADS = (
    "中山北路",
    "人民东路",
    "建设大道",
    "新华街",
    "文昌路",
    "解放西路",
    "青年大街",
    "学府路",
    "滨江大道",
    "桃园巷",
)
_ESTATES = ("阳光花园", "翠竹小区", "锦绣家园", "金桂苑", "和平新村", "科创大厦")


def address(rng: Random) -> str:
    """Return an invented address: a real district, a common road name, house and room drawn."""
    place = f"{rng.choice(_PLACES)}{rng.choice(_ROADS)}{rng.randint(1, 999)}号"
    if rng.random() < 0.7:
        place += f"{rng.choice(_ESTATES)}{rng.randint(1, 30)}{rng.choice(('栋', '幢', '号楼'))}"
    if rng.random() < 0.5:
        place += f"{rng.randint(1, 4)}单元"
    return f"{place}{rng.randint(1, 30)}{rng.randint(1, 8):02}室"


def passport(rng: Random) -> str:
    """Return the number of an ordinary passport: series E, E and a letter, or G."""
    series = rng.choice(("E", "G", "E+"))
    if series == "E+":
        return f"E{rng.choice(_PASSPORT_LETTERS)}{_digits(rng, 7)}"
    number = series + _digits(rng, 8)
    return passport(rng) if number in tables.published_dummies("CN_PASSPORT") else number


def email_address(rng: Random) -> str:
    """Return a mailbox in a domain that is reserved for examples (RFC 2606)."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    parts = ["".join(rng.choice(letters) for _ in range(rng.randint(2, 8))) for _ in range(rng.randint(1, 2))]
    return f"{rng.choice('._-+').join(parts)}@{rng.choice(_DOMAINS)}"


def person_name(rng: Random) -> str:
    """Return an invented name of three characters, none of whose first two are an ordinary word."""
    words = _ordinary_words()
    while True:
        name = rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(_GIVEN)
        if name not in words and name[:2] not in words:
            return name


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("ordinary_words"))


# -- ways to write --------------------------------------------------------------------------------

HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202c\ufe0f\u0336"
"""Characters that show nothing or only decorate."""
SPACES = " \u00a0\u3000\u2009\u202f"
DASHES = "-\u2010\u2011\u2013\u2014\u2212\uff0d"
DOTS = "\u00b7\u2022\u2027\u30fb"
LOOKALIKES_OF_X = "Xx\u2169\u2179\u0425\u0445\u03a7\u03c7\u00d7\uff38\uff58"
ZEROS = "0\uff10\u0660\u06f0\u0966\U0001d7ce\U0001d7d8\U0001d7f6"
"""The zeros of blocks of digits that people copy from fonts and keyboards."""

_ZERO, _FULL_WIDTH = ord("0"), ord("\uff10") - ord("0")


def in_digits_of(text: str, zero: str) -> str:
    """Return *text* with its ASCII digits taken from the block that begins with *zero*."""
    return "".join(chr(ord(zero) + ord(one) - _ZERO) if "0" <= one <= "9" else one for one in text)


def full_width(text: str) -> str:
    """Return printable ASCII *text* in full-width characters."""
    return "".join(chr(ord(one) + _FULL_WIDTH) if "!" <= one <= "~" else one for one in text)


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Return *text* in groups of these *sizes*; what is left over becomes the last group."""
    parts, begin = [], 0
    for size in sizes:
        parts.append(text[begin : begin + size])
        begin += size
    parts.append(text[begin:])
    return separator.join(part for part in parts if part)


def with_hidden(rng: Random, text: str) -> str:
    """Return *text* with hidden characters strewn inside it, never before or behind it."""
    inside = "".join(one + "".join(rng.choice(HIDDEN) for _ in range(rng.randint(0, 2))) for one in text[:-1])
    return inside + text[-1]


# -- strategies -----------------------------------------------------------------------------------


def _drawn(make: Callable[[Random], str]) -> st.SearchStrategy[str]:
    return st.integers(0, 2**32 - 1).map(lambda seed: make(Random(seed)))  # noqa: S311  (not for secrets)


resident_ids = _drawn(resident_id)
residence_permits = _drawn(residence_permit)
old_resident_ids = _drawn(resident_id_15)
bank_cards = _drawn(bank_card)
mobiles = _drawn(mobile)
passports = _drawn(passport)
landlines = _drawn(landline)
usccs = _drawn(uscc)
bank_accounts = _drawn(bank_account)
addresses = _drawn(address)
email_addresses = _drawn(email_address)
person_names = _drawn(person_name)


@st.composite
def written(draw: st.DrawFn, values: st.SearchStrategy[str]) -> tuple[str, str]:
    """Draw (value, writing): a value and the same in other digits, another X, with hidden characters."""
    value = draw(values)
    writing = in_digits_of(value, draw(st.sampled_from(ZEROS)))
    if writing.endswith("X"):
        writing = writing[:-1] + draw(st.sampled_from(LOOKALIKES_OF_X))
    if draw(st.booleans()):
        writing = with_hidden(draw(st.randoms(use_true_random=False)), writing)
    return value, writing


@st.composite
def written_in_groups(
    draw: st.DrawFn, values: st.SearchStrategy[str], sizes: tuple[tuple[int, ...], ...]
) -> tuple[str, str]:
    """Draw (value, writing): a value in groups of one of the *sizes*, one separator between all of them."""
    value = draw(values)
    separator = draw(st.sampled_from(SPACES + DASHES + DOTS))
    return value, grouped(value, draw(st.sampled_from(sizes)), separator)


surroundings = st.sampled_from(
    (
        ("", ""),
        ("客户", "已登记"),
        ("，", "。"),
        ("（", "）"),
        ("「", "」"),
        ("\n", "\n"),
        ("\t", "\t"),
        ("| ", " |"),
        ('"', '",'),
        ("<td>", "</td>"),
        ("𠮷😀", "😀"),
    )
)
"""What stands before and behind a value in prose, tables and markup; none of it is a label."""
