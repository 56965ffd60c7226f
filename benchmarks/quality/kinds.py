"""What the quality benchmark hides: every entity type, the words that name it, the ways to write it.

A *form* is how a value itself is written; how it is named and what it stands in are in `documents.py`.
Disguises are forms too: they change the value and leave the eye to read the same number.
"""

# ruff: noqa: E501 (tables of words, one a line)

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from invented import Maker

Write = Callable[[str, Maker], str]


def groups(*sizes: int, by: str) -> Write:
    """Return a form that writes groups of these sizes, the last taking the rest."""

    def write(value: str, _: Maker) -> str:
        pieces, start = [], 0
        for size in sizes:
            pieces.append(value[start : start + size])
            start += size
        return by.join(piece for piece in (*pieces, value[start:]) if piece)

    return write


def before(prefix: str) -> Write:
    """Return a form with a prefix such as +86."""
    return lambda value, _: prefix + value


PLAIN: Write = lambda value, _: value  # noqa: E731 (a form as all others)
_FOURS = (4, 4, 4, 4)
_MOBILE: dict[str, Write] = {
    "plain": PLAIN,
    "3-4-4 spaces": groups(3, 4, by=" "),
    "3-4-4 dashes": groups(3, 4, by="-"),
    "3-4-4 dots": groups(3, 4, by="."),
    "+86": before("+86"),
    "+86 space": before("+86 "),
    "+86-": before("+86-"),
    "(+86)": before("(+86)"),
    "0086": before("0086"),
    "86": before("86"),
}
_CARD: dict[str, Write] = {
    "plain": PLAIN,
    "fours by spaces": groups(*_FOURS, by=" "),
    "fours by dashes": groups(*_FOURS, by="-"),
    "6 and rest": groups(6, by=" "),
}
_ID: dict[str, Write] = {
    "plain": PLAIN,
    "6-8-4 spaces": groups(6, 8, by=" "),
    "6-8-4 dashes": groups(6, 8, by="-"),
    "lower x": lambda value, _: value.lower(),
}
_LANDLINE: dict[str, Write] = {
    "dash": PLAIN,
    "joint": lambda value, _: value.replace("-", ""),
    "space": lambda value, _: value.replace("-", " "),
    "bracketed": lambda value, _: "({}){}".format(*value.split("-")),
    "wide brackets": lambda value, _: "（{}）{}".format(*value.split("-")),
    "+86": lambda value, _: "+86-" + value[1:],
    "extension": lambda value, make: f"{value}-{make.digits(3)}",
    "转": lambda value, make: f"{value}转{make.digits(4)}",
}
_LETTERED: dict[str, Write] = {"plain": PLAIN, "lower": lambda value, _: value.lower()}

# -- disguises of numbers -------------------------------------------------------------------------

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_LIKE_X = "ХΧ×Ⅹｘ✕"


def _between(value: str, make: Maker, marks: str, *, every: float) -> str:
    written = [value[0]]
    for character in value[1:]:
        if make.random.random() < every:
            written.append(make.random.choice(marks))
        written.append(character)
    return "".join(written)


def _entities(value: str, _: Maker) -> str:
    return "".join(f"&#{ord(one)};" if index % 2 else f"&#x{ord(one):X};" for index, one in enumerate(value))


DISGUISES: dict[str, Write] = {
    "full width": lambda value, _: value.translate(_WIDE),
    "zero width": lambda value, make: _between(value, make, "\u200b\u200c\u200d\ufeff\u2060", every=0.4),
    "Chinese numerals": lambda value, _: value.translate(_HAN),
    "零 for 〇": lambda value, _: value.translate(_HAN).replace("〇", "零"),
    "each apart": lambda value, _: " ".join(value),
    "odd groups": lambda value, make: _between(value, make, " -·.", every=0.3),
    "wide spaces": lambda value, _: "\u3000".join(re.findall(".{1,4}", value)),
    "line break": lambda value, _: f"{value[: len(value) // 2]}\n{value[len(value) // 2 :]}",
}
# These are decoded into a text of their own, so their place in the original is not compared.
ENCODED: dict[str, Write] = {
    "HTML entities": _entities,
    "percent": lambda value, _: "".join(f"%{ord(one):02X}" for one in value),
    r"\u escapes": lambda value, _: "".join(f"\\u{ord(one):04x}" for one in value),
}
WHOLE_TEXT: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "percent, whole text": quote,
}


def like_x(value: str, make: Maker) -> str:
    """Write a look-alike for the X at the end of a resident number."""
    return value[:-1] + make.random.choice(_LIKE_X)


# -- the types ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One sort of value of an entity type.

    *bare* says that it is to be found without any label, *disguised* that the disguises are tried on it.
    *zh*, *en*, *keys* are labels in running text and names of columns and JSON members.
    """

    entity_type: str
    name: str
    make: Callable[[Maker], str]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    keys: tuple[str, ...]
    forms: dict[str, Write] = field(default_factory=lambda: {"plain": PLAIN})
    bare: bool = False
    disguised: bool = False


def _kind(entity_type: str, name: str, make: Callable[[Maker], str], words: str, **rest: object) -> Kind:
    zh, en, keys = (
        tuple(one.strip() for one in part.split(",") if one.strip()) for part in words.split(" / ")
    )
    return Kind(entity_type, name, make, zh, en, keys, **rest)  # type: ignore[arg-type]


_SFZ = "身份证号, 身份证号码, 居民身份证, 公民身份号码, 证件号码, 身份证 / ID No, ID card, ID number, Resident ID / 身份证号, 证件号码, id_card, idCard, cert_no, sfzh"
_BIRTH = ("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")

KINDS: tuple[Kind, ...] = (
    _kind("CN_RESIDENT_ID", "18", lambda m: m.resident_id(), _SFZ, forms=_ID, bare=True, disguised=True),
    _kind(
        "CN_RESIDENT_ID",
        "15",
        lambda m: m.old_resident_id(),
        "身份证号, 一代证, 身份证号码 / ID card, ID No / 身份证号, id_card",
    ),
    _kind(
        "CN_RESIDENT_ID",
        "permit of HK, MO, TW",
        lambda m: m.residence_permit(),
        "居住证号, 港澳台居民居住证, 证件号码 / residence permit, ID No / 居住证号, permit_no",
        bare=True,
    ),
    _kind(
        "CN_FOREIGNER_PR_CARD",
        "2023",
        lambda m: m.foreigner_card(),
        "外国人永久居留身份证, 永居证号, 五星卡 / permanent residence card, PR card No / 永居证号, pr_card_no",
    ),
    _kind(
        "CN_FOREIGNER_PR_CARD",
        "before 2023",
        lambda m: m.old_foreigner_card(),
        "外国人永久居留证, 永居证号 / PR card, permanent residence / 永久居留证号, pr_card",
    ),
    _kind(
        "CN_PASSPORT",
        "ordinary",
        lambda m: m.cn_passport(),
        "护照号, 护照号码, 护照, 中国护照 / passport, passport no, passport number / 护照号, passport_no, passportNo",
        forms=_LETTERED,
    ),
    _kind(
        "CN_PASSPORT",
        "official",
        lambda m: m.official_passport(),
        "公务护照, 外交护照, 因公护照号 / diplomatic passport, official passport / 公务护照号, passport_no",
    ),
    _kind(
        "PASSPORT",
        "other countries",
        lambda m: m.us_passport(),
        "外籍护照号, 护照号 / foreign passport, US passport no / 外国护照号, passport_no",
    ),
    _kind(
        "HK_PASSPORT",
        "",
        lambda m: m.hk_passport(),
        "香港特区护照, 香港护照号 / HKSAR passport, Hong Kong passport / 香港护照号, hk_passport",
    ),
    _kind(
        "MO_PASSPORT",
        "",
        lambda m: m.mo_passport(),
        "澳门特区护照, 澳门护照号 / Macau passport, MSAR passport / 澳门护照号, mo_passport",
    ),
    _kind(
        "TW_PASSPORT",
        "",
        lambda m: m.tw_passport(),
        "台湾护照号, 中华民国护照 / Taiwan passport / 台湾护照号, tw_passport",
    ),
    _kind(
        "CN_HK_MO_TRAVEL_PERMIT",
        "",
        lambda m: m.home_return_permit(),
        "回乡证号, 港澳居民来往内地通行证, 回乡证 / home return permit, HVP / 回乡证号, home_return_permit",
    ),
    _kind(
        "CN_EXIT_PERMIT",
        "",
        lambda m: m.exit_permit(),
        "往来港澳通行证, 双程证号, 港澳通行证号 / EEP, exit-entry permit / 往来港澳通行证, eep_no",
    ),
    _kind(
        "CN_TW_TRAVEL_PERMIT",
        "",
        lambda m: m.tw_travel_permit(),
        "台胞证号, 台湾居民来往大陆通行证, 台胞证 / MTP, Taiwan compatriot permit / 台胞证号, mtp_no",
    ),
    _kind(
        "HK_ID_CARD",
        "",
        lambda m: m.hk_id(),
        "香港身份证, 香港身份证号码, 香港身份證 / HKID, Hong Kong ID / 香港身份证号, hkid",
        forms={
            "plain": PLAIN,
            "wide brackets": lambda v, _: v.replace("(", "（").replace(")", "）"),
            "no brackets": lambda v, _: v.replace("(", "").replace(")", ""),
        },
    ),
    _kind(
        "MO_ID_CARD",
        "",
        lambda m: m.mo_id(),
        "澳门身份证, 澳门居民身份证 / Macau ID, BIR / 澳门身份证号, mo_id",
    ),
    _kind(
        "TW_ID_CARD",
        "",
        lambda m: m.tw_id(),
        "身分證字號, 台湾身份证, 身分證 / Taiwan ID, ROC ID / 身分證字號, tw_id",
        bare=True,
    ),
    _kind(
        "CN_MILITARY_ID",
        "",
        lambda m: m.military_id(),
        "军官证, 士兵证, 军官证号, 士官证 / officer ID, military ID / 军官证号, military_id",
    ),
    _kind(
        "CN_DRIVING_LICENCE",
        "file number",
        lambda m: m.driving_licence(),
        "档案编号, 驾驶证档案编号, 驾照档案号 / driving licence file no / 驾驶证档案编号, licence_file_no",
    ),
    _kind(
        "PHONE_NUMBER",
        "mobile",
        lambda m: m.mobile(),
        "手机, 手机号, 手机号码, 联系电话, 电话, 联系方式, 移动电话 / mobile, phone, tel, cell, Phone number / 手机号, 联系电话, phone, mobile, tel",
        forms=_MOBILE,
        bare=True,
        disguised=True,
    ),
    _kind(
        "PHONE_NUMBER",
        "landline",
        lambda m: m.landline(),
        "电话, 座机, 固定电话, 办公电话, 传真 / tel, phone, fax, office / 座机, 办公电话, tel, fax",
        forms=_LANDLINE,
        bare=True,
    ),
    _kind(
        "PHONE_NUMBER",
        "international",
        lambda m: m.international(),
        "电话, 境外电话, 联系电话 / phone, tel, mobile / 境外电话, phone",
        forms={
            "spaces": PLAIN,
            "joint": lambda v, _: v.replace(" ", ""),
            "dashes": lambda v, _: v.replace(" ", "-"),
        },
        bare=True,
    ),
    _kind(
        "BANK_CARD",
        "16",
        lambda m: m.card(16),
        "银行卡号, 信用卡号, 卡号, 信用卡, 贷记卡 / card no, credit card, card number / 卡号, 银行卡号, card_no, cardNo",
        forms=_CARD,
        bare=True,
        disguised=True,
    ),
    _kind(
        "BANK_CARD",
        "19",
        lambda m: m.card(19),
        "银行卡号, 借记卡, 卡号, 储蓄卡, 工资卡 / card no, debit card, bank card / 银行卡, 卡号, card_no, bank_card",
        forms=_CARD,
        bare=True,
        disguised=True,
    ),
    _kind(
        "BANK_ACCOUNT",
        "",
        lambda m: m.account(),
        "对公账号, 银行账号, 收款账号, 帐号 / bank account, account no, A/C No / 银行账号, account_no, bank_account",
    ),
    _kind(
        "CN_CNAPS",
        "",
        lambda m: m.cnaps(),
        "联行号, 大额行号, 开户行行号, 支付系统行号 / CNAPS, CNAPS code / 联行号, cnaps",
    ),
    _kind(
        "IBAN_CODE",
        "",
        lambda m: m.iban(),
        "IBAN, 国际银行账号 / IBAN, IBAN No / IBAN, iban",
        forms={"plain": PLAIN, "fours": lambda v, _: " ".join(re.findall(".{1,4}", v))},
        bare=True,
    ),
    _kind(
        "EMAIL_ADDRESS",
        "",
        lambda m: m.email(),
        "邮箱, 电子邮箱, 邮件, 电子邮件 / email, e-mail, mail / 邮箱, email, mail",
        bare=True,
    ),
    _kind(
        "DATE_OF_BIRTH",
        "",
        lambda m: m.born().strftime(m.random.choice(_BIRTH)),
        "出生日期, 生日, 出生年月, 出生 / DOB, date of birth, birthday / 出生日期, birthday, birth_date, dob",
    ),
    _kind(
        "CN_USCC",
        "",
        lambda m: m.uscc(),
        "统一社会信用代码, 信用代码, 纳税人识别号, 税号 / USCC, taxpayer ID / 统一社会信用代码, uscc, tax_no",
        bare=True,
    ),
    _kind(
        "CN_LICENCE_PLATE",
        "",
        lambda m: m.plate(),
        "车牌号, 车牌, 号牌号码 / plate, plate no / 车牌号, plate_no",
        forms={
            "plain": PLAIN,
            "dot": lambda v, _: f"{v[:2]}·{v[2:]}",
            "space": lambda v, _: f"{v[:2]} {v[2:]}",
            "dash": lambda v, _: f"{v[:2]}-{v[2:]}",
        },
        bare=True,
    ),
    _kind(
        "VIN",
        "",
        lambda m: m.vin(),
        "车架号, 车辆识别代号, 车辆识别代码 / VIN, chassis no / 车架号, vin",
        bare=True,
    ),
    _kind("IMEI", "", lambda m: m.imei(), "IMEI, 手机串号, 设备串号 / IMEI, device IMEI / IMEI, imei"),
    _kind(
        "CN_SOCIAL_SECURITY",
        "",
        lambda m: m.social_security(),
        "社保卡号, 社保号, 医保卡号, 医保卡 / social security card, medical insurance no / 社保卡号, 医保卡号, ss_no",
    ),
    _kind(
        "WECHAT_ID",
        "",
        lambda m: m.wechat(),
        "微信号, 微信, 加微信, wx / WeChat, WeChat ID / 微信号, wechat, wechat_id",
    ),
    _kind("QQ_NUMBER", "", lambda m: m.qq(), "QQ, QQ号, 扣扣 / QQ, QQ No / QQ号, qq"),
    _kind(
        "ALIPAY_ID",
        "",
        lambda m: m.alipay(),
        "支付宝账号, 支付宝, 支付宝UID / alipay, Alipay UID / 支付宝账号, alipay_id",
    ),
    _kind(
        "CREDENTIAL",
        "password",
        lambda m: m.letters(5, "abcdefghkmnpqrstuvwxyz") + m.random.choice("!@#$_") + m.digits(4),
        "密码, 登录密码, 初始密码, 口令 / password, pwd, passwd / 密码, password, pwd",
    ),
    _kind(
        "CREDENTIAL",
        "code",
        lambda m: m.digits(6),
        "验证码, 动态码, 短信验证码 / verification code, OTP / 验证码, verify_code",
    ),
    _kind("CREDENTIAL", "CVV", lambda m: m.digits(3), "CVV, CVV2, 安全码 / CVV, CVC / CVV, cvv"),
    _kind(
        "PERSON",
        "Chinese",
        lambda m: m.name(),
        "姓名, 联系人, 收件人, 客户姓名, 持卡人, 投保人, 被保险人, 户名, 申请人, 经办人, 车主, 患者 / Name, Contact, Cardholder / 姓名, 客户姓名, 联系人, name, customer_name",
    ),
    _kind(
        "PERSON",
        "minority",
        lambda m: m.minority_name(),
        "姓名, 客户姓名, 联系人 / Name, Contact / 姓名, name",
    ),
    _kind(
        "PERSON",
        "pinyin",
        lambda m: m.pinyin_name(),
        "姓名, 英文姓名, 拼音 / Name, Full name, Passenger, Cardholder / 英文名, full_name, passenger",
    ),
    _kind(
        "ADDRESS",
        "Chinese",
        lambda m: m.address(),
        "地址, 住址, 家庭住址, 收货地址, 联系地址, 户籍地址, 通讯地址 / address, Home address / 地址, 收货地址, address, home_address",
        bare=True,
    ),
    _kind(
        "ADDRESS",
        "English order",
        lambda m: m.english_address(),
        "英文地址, 地址 / Address, Mailing address, Ship to / 英文地址, address_en",
        bare=True,
    ),
)

# A person named by other evidence than a label: {v} is the name, {p} a phone number.
NAMED_BY = {
    "title": (
        "请{v}先生于周五前回复。",
        "{v}女士您好，感谢来电。",
        "我们已与{v}经理确认。",
        "预约医生：{v}医生。",
        "Dear Mr. {e}, thank you.",
        "Ms {e} called this morning.",
    ),
    "role": (
        "客户{v}来电咨询保单。",
        "请联系经办人{v}办理。",
        "乘客{v}已登机。",
        "委托代理人{v}出庭。",
        "由业务员{v}跟进。",
    ),
    "verb": ("{v}投诉服务态度，请处理。", "客户{v}说明天再来。", "{v}的手机是{p}。", "{v}的身份证已过期。"),
    "beside a phone": ("{v} {p}", "{v}，{p}，请安排回访", "收货：{v}，{p}", "{v}({p})"),
    "greeting": (
        "尊敬的{v}：\n您好！您的保单已生效。",
        "亲爱的{v}女士：\n感谢您的支持。",
        "Dear {e},\nYour order has shipped.",
    ),
    "signature": ("此致\n敬礼\n{v}\n2026年3月1日", "顺祝商祺！\n\n{v}\n电话：{p}"),
}
ADDRESSED_BY = (
    "我住在{v}。",
    "请寄到{v}，谢谢。",
    "送货至{v}门口。",
    "他搬到{v}了",
    "现居{v}，已满三年。",
    "公司位于{v}。",
    "{v}",
)
