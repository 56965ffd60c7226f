"""Mobile numbers of mainland China, with and without country code, trunk zero and separators."""

from __future__ import annotations

from dlpscan.checks import cn_mobile, numeric_context, other_numbers, tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import (
    AfterLabel,
    Context,
    DigitRun,
    Form,
    Mask,
    Recogniser,
    Scores,
    Shape,
    compact,
    words,
)

_PREFIX = r"(?:[(（]?\+?(?:00)?86[)）]?[ \-·]{0,2}|0)?"
# What stands before the run of digits: `+` before 86, or the country code in brackets.
_LEAD = r"[(（]?\+|[(（]|[(（]\+?(?:00)?86[)）][ \-·]{0,2}"
_JOINTS = LatePattern(r"[()（）+.]")
_DECIMALS = LatePattern(r"(?<=[0-9]{11})\.0{1,2}$")
# What a number that is not mainland China's begins with: +1 5551234567 has eleven digits too.
_WHOLE = LatePattern(rf"{_PREFIX}1[3-9][0-9]{{9}}(?![0-9])")
_GROUPED = LatePattern(rf"{_PREFIX}1[3-9][0-9]([ \-·]{{1,3}})[0-9]{{4}}\1[0-9]{{4}}(?![0-9])")
_BESIDE_FIGURES = LatePattern(r"[ \-·]{1,2}(?!1[3-9])[0-9]{1,10}(?![0-9])")

_APART = r"(?<![0-9][ \-·])(?<!\+)"
_ALONE = r"(?![ \-·]{1,3}[0-9]|[A-Za-z])"
_JOINT = r"[ \-·]{1,3}"
# How people group eleven digits when not by 3-4-4: other groups (1479 580 1264) are figures without a label.
_OTHER_GROUPS = "|".join(
    [
        _JOINT.join([f"1[3-9][0-9]{{{first}}}", *(f"[0-9]{{{size}}}" for size in rest)])
        for first, *rest in (
            (1, 4, 4),
            (2, 4, 3),
            (1, 8),
            (5, 4),
            (1, 3, 5),
            (3, 6),
            (4, 5),
            (3, 3, 3),
            (1, 2, 2, 2, 2),
        )
    ]
    + [r"1(?P<joint>[ \-·])[3-9](?:(?P=joint)[0-9]){9}"]
)


def _compact(text: str) -> str:
    text = compact(text)
    if "E" in text:
        return text
    return cn_mobile.canonical(_JOINTS.sub("", _DECIMALS.sub("", text)))


def _is_of_another_country(text: str, start: int) -> bool:
    return text[start] == "1" and start > 0 and text[start - 1] == "+"


def _person_s(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of eleven digits that stand where a person's number may stand."""
    found = _WHOLE.match(text, position)
    if found is None or _is_of_another_country(text, position):
        return None
    return None if numeric_context.is_quantity(text, *found.span()) else found.span()


def _grouped(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of groups of 3-4-4 that no other groups of figures touch."""
    found = _GROUPED.match(text, position)
    if found is None or _is_of_another_country(text, position) or _BESIDE_FIGURES.match(text, found.end()):
        return None
    before = text[max(0, position - 2) : position]
    return None if before[-1:] in (" ", "-", "·") and before[:1].isdecimal() else found.span()


def _documentation() -> frozenset[str]:
    return tables.published_dummies("PHONE_NUMBER")


CN_MOBILE = Recogniser(
    name="cn_mobile",
    entity_type="PHONE_NUMBER",
    title_zh="手机号码",
    title_en="Mobile number of mainland China",
    # 138.1234.5678 is no run of digits. The search begins with a fixed sign, so it costs 0.6 ms for 1 MB.
    anchors=(
        DigitRun(shortest=11, first="180", longest=15, lead=_LEAD, lead_ends="+()（） -·"),
        AfterLabel(first="[0-9(（+]"),
        Shape(r"1[3-9][0-9]\.[0-9]{4}\.[0-9]{4}"),
    ),
    forms=(
        Form("11 digits", find=_person_s),
        Form("11 digits among figures", rf"(?<!\+){_PREFIX}1[3-9][0-9]{{9}}", factor=0.6),
        Form("groups of 3-4-4", find=_grouped, separated=True),
        Form(
            "11 digits with decimals, as a spreadsheet leaves them",
            r"1[3-9][0-9]{9}\.0{1,2}(?![0-9])",
            factor=0.8,
            needs_label=True,
        ),
        Form(
            "a power of ten, as a spreadsheet leaves it: digits are lost",
            r"1\.[3-9][0-9]{1,9}[Ee]\+?10(?![0-9])",
            factor=0.65,
            needs_label=True,
            anchor="after_label",
        ),
        Form(
            "13 digits of a data card",
            r"14(?:00|10|40|41|6[0-9]|8[0-9])[0-9]{9}",
            factor=0.8,
            needs_label=True,
        ),
        Form("groups of 3.4.4", rf"{_PREFIX}1[3-9][0-9]\.[0-9]{{4}}\.[0-9]{{4}}", factor=0.9),
        Form("11 digits in other groups", rf"{_APART}{_PREFIX}(?:{_OTHER_GROUPS}){_ALONE}", factor=0.8),
        Form(
            "11 digits with separators",
            rf"{_APART}{_PREFIX}1[ \-·]{{0,2}}[3-9](?:[ \-·]{{0,2}}[0-9]){{9}}(?![ \-·]{{1,3}}[0-9])",
            factor=0.8,
            needs_label=True,
        ),
    ),
    compact=_compact,
    check=cn_mobile.check,
    documentation=_documentation,
    scores=Scores(bare=0.65, nearby=0.8, labelled=0.95),
    context=Context(
        labels=words(
            """
            手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 联系方式, 联系手机, 联系号码, 移动电话,
            移动号码, 固定电话, 本机号码, 微信同号, 机主, 预留手机号, 预留手机, 预留电话, 收货电话, vx, v,
            wx, wechat, 收件电话, 寄件电话, 客户电话, 紧急联系电话, 家庭电话, 办公电话, 致电, 拨打, 来电,
            呼叫, 号码, 微信, 微信号, 手機, 手機號碼, 電話, 聯繫電話, 聯絡電話, mobile, mobile no,
            mobile number, mobile phone, phone, phone no, phone number, cell, cellphone, cell phone, tel,
            tel., telephone, contact number, contact no, call, sms, whatsapp, phone_no, phone_number,
            phonenumber, mobile_no, mobile_number, mobile_phone, mobilephone, tel_no, telno, cust_mobile,
            sjh, sjhm, lxdh, dh
            """
        ),
        nearby=words(
            """
            账号, 帐号, 卡号, 登录名, 会员号, 支付宝, 用户id, user id, 联系, 短信, 回电, 来电, 加微信,
            contact, text me
            """
        ),
        negative=words(
            f"""
            {other_numbers.LABELS},
            {other_numbers.QUANTITIES}
            """
        ),
    ),
    mask=Mask(head=3, tail=4),
    source="MIIT numbering list of 2023-03; libphonenumber 9.0.43",
)

RECOGNISERS = (CN_MOBILE,)
