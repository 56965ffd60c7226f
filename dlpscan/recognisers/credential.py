"""Passwords, verification codes, card security codes and PINs, each by its label.

Labels are everywhere in source code and manuals, so the place decides as much as the value: what parts
it from the label, whether it is quoted, whether code goes on behind it. No part of a value is ever shown.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dlpscan.checks import after_label, secrets
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Context, Form, Literals, Recogniser, Scores, words

_CHINESE = LatePattern(r"[一-鿿]")
_GAP_SIGNS = " \t\r\n:：=＝是为\"'“”‘’`*_|>｜-—（(【[<「『《〈.,"
_LONGEST_GAP = 12
_SEPARATORS = frozenset(":：=＝是为>|｜")
_CLOSING = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "「": "」", "『": "』", "【": "】", "《": "》"}
_JOINED = True
_BRACKETS = {"】": "【", "]": "[", "）": "（", ")": "("}
_CLOSING |= {opening: closing for closing, opening in _BRACKETS.items()}
_VALUE_BEGINS = LatePattern(r"[!-~]")
# What may still stand between a label and its value: a quotation mark in an escaped text, a verb.
_JOINT = LatePattern(
    r"(?:\\?[\"'])?[ ]{0,3}(?:"
    r"(?:(?:was|is|has been|will be)[ ](?:now[ ])?(?:(?:set|changed|reset)[ ]to[ ])?)|"
    r"(?:已?经?被?(?:设置|设定|修改|更改|改|重置|更新|变更|默认|统一)(?:成|为|是)?了?(?:新的|默认的?)?)|就是|还是|均为|都是|都为|"
    r"(?:value|content|default|data)[ ]?=|:=|=>|->|[:：=＝])"
    r"[ ]{0,3}[:：]?[ ]{0,2}(?=(\\?[\"'`“‘「『【])?)"
)
_VERB = LatePattern(r"[ ](?:is|are|was)[ ]{1,2}\Z")
_LONGEST_VERB = 6
_UNQUOTED = LatePattern(r"[!-~]{1,80}")
# Where a value ends that no quotation mark closes.
_END = LatePattern(r"[\"'<>|`\\]|[,;](?=$|[^!-~]|[ A-Za-z\"'])|&(?=[A-Za-z_]+=)|[)\]}](?=$|[^!-~]|[,;.)\]}])")
_TRAILING = ".,:;"
# 密码8位, 密码至少6个: a rule about passwords.
_UNIT = LatePattern(
    "[ ]?(?:[位个次字条种级年月日号天至到]|分钟|小时|秒|以上|以下|以内|及以上|-?[0-9~]|characters|digits)"
)
# `:return:`, `:raises`: the next field of a docstring.
_FIELD_BEGINS = LatePattern(r"\n[ \t]{0,16}:$")
_CODE_GOES_ON = LatePattern(r"[(\[]|[ ]?(?:\+|\?\?|\|\||&&|==|!=|\?)[ ]")


# Letters, a sign and digits: no word of prose or code, and no mailbox.
_CHOSEN = LatePattern(
    r"[A-Za-z]{2,16}[!#$%^&*@][A-Za-z]{0,4}[0-9]{2,8}[!#$%^&*@]{0,2}|[A-Za-z]{2,16}[0-9]{2,8}[!#$%^&*@]{1,3}"
)


class _Place(NamedTuple):
    """Where a value stands: *is_joined* by a sign or verb, in what quotation marks, behind which language."""

    start: int
    is_joined: bool
    quote: str
    is_chinese: bool


def _bracketed(text: str, position: int) -> _Place | None:
    """Return the place of a value in brackets right behind its label, which else reads as a remark."""
    if text[position - 1 : position] not in _BRACKETS or _VALUE_BEGINS.match(text, position):
        return None
    opening = text.rfind(_BRACKETS[text[position - 1]], max(0, position - _LONGEST_GAP - 2), position)
    if opening < 1 or not text[opening - 1].isalnum():
        return None
    return _Place(opening + 1, _JOINED, text[opening], _CHINESE.match(text[opening - 1]) is not None)


def _place(text: str, position: int) -> _Place:
    """Return what stands between the label before *position* and its value."""
    if (inside := _bracketed(text, position)) is not None:
        return inside
    if (verb := _VERB.search(text, max(0, position - _LONGEST_VERB), position)) is not None:
        # The engine skips a verb behind a label; what it says is read here, with what goes on behind it.
        position = verb.start() + 1
    first = position
    floor = max(0, position - _LONGEST_GAP)
    while first > floor and text[first - 1] in _GAP_SIGNS:
        first -= 1
    gap = text[first:position]
    is_chinese = first > 0 and _CHINESE.match(text[first - 1]) is not None
    if not gap:
        # Glued to the label, or behind its number or remark.
        start = after_label.value_start(text, position)
        is_chinese = start > 0 and _CHINESE.match(text[start - 1]) is not None
        gap_joined, quote = False, ""
    else:
        start = position
        gap_joined = any(sign in _SEPARATORS for sign in gap)
        quote = gap[-1] if gap[-1] in _CLOSING else ""
        if gap_joined and not quote:
            # A value may begin with a sign of the gap: -Abc, _abc, .abc
            last = max(gap.rfind(sign) for sign in _SEPARATORS)
            rest = gap[last + 1 :].lstrip()
            if (
                rest
                and rest[-1] in "_-.*("
                and "\n" not in gap
                and rest == rest[-1]
                and gap[last] in ":：=＝"
            ):
                start -= 1
    joint = _JOINT.match(text, start)
    if joint and joint.end() > start and not quote:
        opening = joint.group(1) or ""
        return _Place(joint.end() + len(opening), _JOINED, opening[-1:], is_chinese)
    if joint and quote and text[start : start + 1] not in "\\\"'":
        # <add key="password" value="…">
        opening = joint.group(1) or ""
        if opening:
            return _Place(joint.end() + len(opening), _JOINED, opening[-1:], is_chinese)
    return _Place(start, gap_joined, quote, is_chinese)


def _value_end(text: str, place: _Place) -> int:
    """Return where the value ends, -1 if there is none."""
    start = place.start
    if place.quote:
        closing = text.find(_CLOSING[place.quote], start, start + 80)
        if closing < 0 or not _UNQUOTED.fullmatch(text, start, closing):
            return -1
        return closing - 1 if text[closing - 1] == "\\" else closing
    found = _UNQUOTED.match(text, start)
    if found is None:
        return -1
    end = found.end()
    cut = _END.search(text, start + 1, end)
    if cut:
        end = cut.start()
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _password(text: str, position: int) -> tuple[int, int, int]:
    """Return (start, end, grade) of a password behind its label; grade 0 where there is none."""
    place = _place(text, position)
    end = _value_end(text, place)
    if end <= place.start:
        return 0, 0, 0
    if _FIELD_BEGINS.search(text, max(0, place.start - 20), place.start):
        return 0, 0, 0
    value = text[place.start : end]
    grade: int = secrets.grade(value, quoted=bool(place.quote))
    if not grade or (not place.quote and _CODE_GOES_ON.match(text, end)):
        return 0, 0, 0
    if not place.is_joined:
        grade = _grade_beside(text, place, value, end, grade)
    elif (value.isdecimal() and (len(value) < (4 if place.is_chinese else 6) or _UNIT.match(text, end))) or (
        grade == 1 and not place.is_chinese
    ):
        grade = 0
    return place.start, end, grade


def _grade_beside(text: str, place: _Place, value: str, end: int, grade: int) -> int:
    """Grade a value that only stands beside its label, no sign between: 密码abc123, password Abc123."""
    if grade < 2 or _UNIT.match(text, end):  # noqa: PLR2004
        return 0
    if value.isdecimal():
        return grade if place.is_chinese and 6 <= len(value) <= 12 else 0  # noqa: PLR2004
    if place.is_chinese:
        return grade
    before = text[max(0, place.start - 4) : place.start]
    has_gap = before[-1:] in (" ", "\t") and before.rstrip(" \t")[-1:].isalnum()
    is_mixed = value != value.lower() and any(character.isdecimal() for character in value)
    is_chosen = (is_mixed and not value.isupper()) or _CHOSEN.fullmatch(value) is not None
    return 1 if has_gap and is_chosen else 0


def _strong(text: str, position: int) -> tuple[int, int] | None:
    start, end, grade = _password(text, position)
    return (start, end) if grade > 1 else None


def _weak(text: str, position: int) -> tuple[int, int] | None:
    start, end, grade = _password(text, position)
    return (start, end) if grade == 1 else None


PASSWORD = Recogniser(
    name="credential_password",
    entity_type="CREDENTIAL",
    title_zh="密码",
    title_en="Password",
    anchors=(AfterLabel(),),
    forms=(
        Form("password behind its label", find=_strong),
        Form("word or example behind the label of a password", find=_weak, factor=0.62),
    ),
    compact=str,
    boundary="none",
    scores=Scores(bare=0.85, nearby=0.85, labelled=0.92, negative=0.3),
    context=Context(
        labels=words(
            """
            密码, 初始密码, 登录密码, 登陆密码, 默认密码, 原始密码, 临时密码, 新密码, 旧密码, 账号密码,
            账户密码, 用户密码, 开机密码, 解压密码, 压缩密码, 文件密码, 打开密码, 邮箱密码, 系统密码,
            网银密码, 手机银行密码, 支付密码, 取款密码, 查询密码, 交易密码, 资金密码, 卡密码, 银行卡密码,
            信用卡密码, atm密码, 服务密码, 客服密码, 查询口令, 口令, 登录口令, 解压码, 密碼, 登入密碼,
            預設密碼, 初始密碼, 支付密碼, 提款密碼, password, passwords, passwd, pwd, pswd, psw, passphrase,
            passcode, pass, login password, initial password, default password, temporary password,
            temp password, new password, old password, your password, user password, db_password,
            dbpassword, userpassword, user_password, mima, dlmm
            """
        ),
    ),
    source="labels in use; no standard",
)

_USER_INFO = LatePattern(
    r"://[^\s/:@\"'<>{}()\[\]]{1,64}:(?P<value>[^\s/:\"'<>{}()\[\]]{3,64})@[A-Za-z0-9.\[\-]"
)


def _in_url(text: str, position: int) -> tuple[int, int] | None:
    found = _USER_INFO.match(text, position)
    if found is None or secrets.grade(found.group("value"), quoted=True) < 2:  # noqa: PLR2004
        return None
    return found.span("value")


PASSWORD_IN_URL = Recogniser(
    name="credential_url",
    entity_type="CREDENTIAL",
    title_zh="网址中的密码",
    title_en="Password in a URL",
    anchors=(Literals(("://",)),),
    forms=(Form("user:password@ of a URL", find=_in_url),),
    compact=str,
    boundary="none",
    scores=Scores(bare=0.85, nearby=0.85, labelled=0.85),
    source="RFC 3986, section 3.2.1",
)

_CODE = LatePattern(
    r"(?:[A-Z]{1,2}-)?(?:[0-9]{3}[ \-][0-9]{3}|[0-9]{4,8}|"
    r"(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[0-9A-Z]{4,8})"
    r"(?![0-9A-Za-z]|[.\-/][0-9]|[ ][0-9]{3})"
)
_CODE_UNIT = LatePattern(
    r"[ ]?(?:[位个次条种级年月日号天元%]|分钟|小时|秒|毫秒|ms|seconds|minutes|digits|characters|s(?![a-z]))"
)
_CALENDAR_YEAR = LatePattern(r"(?:19|20)[0-9]{2}")
_TAG = LatePattern(r"[ ]{0,2}(?:</?(?:b|strong|span|em|font|p|td|i)(?: [^<>\n]{0,60})?>[ ]{0,2}){1,3}")


def _one_time(text: str, position: int) -> tuple[int, int] | None:
    place = _place(text, position)
    if (
        not place.is_joined
        and not place.is_chinese
        and text[place.start - 1 : place.start] not in (" ", "【", "[", "(")
    ):
        return None
    found = _CODE.match(text, place.start)
    if found is None and text[position - 1] in ")）】]":
        named = _NAMED_IN_BRACKETS.search(text, max(0, position - 34), position)
        return named.span(1) if named else None
    if found is None or _CODE_UNIT.match(text, found.end()):
        return None
    value = found.group()
    is_in_code = (
        not place.is_chinese and not place.quote and "=" in text[max(0, place.start - 3) : place.start]
    )
    is_bare = not place.is_joined
    if len(value) < 6 and (is_in_code or (is_bare and not place.is_chinese)):  # noqa: PLR2004
        return None
    if _CALENDAR_YEAR.fullmatch(value) and (is_bare or not place.is_chinese):
        return None
    if len(set(value)) == 1 or (value.isalpha() and not place.quote):
        return None
    return found.span()


_BEFORE = LatePattern(
    r"(?<![0-9A-Za-z.\-/])((?:[A-Z]-)?(?:[0-9]{3}[ \-][0-9]{3}|[0-9]{4,8}))[\"'”」】]?[ ]?$"
)
_NAMED_BEHIND = LatePattern(
    r"(?:(?:是|为|作为)(?:您|你|本次|此次)?的?|(?:is|as) your )[^。.\n]{0,24}?"
    r"(?:验证码|校验码|动态码|动态密码|短信码|登录码|"
    r"(?:verification|security|login|confirmation|access|one-time|auth)[ ]"
    r"(?:pass)?code|one-time password|OTP|code)",
    re.IGNORECASE,
)
_NAMED_IN_BRACKETS = LatePattern(
    r"(?<![0-9A-Za-z.\-/])([0-9]{4,8})[ ]?[(（【\[][^()（）\[\]【】\n]{0,10}(?:码|密码|code)[)）】\]]$"
)
_BRACKETED = LatePattern(r"[(（【\[][^()（）\[\]【】\n]{0,8}(?:验证码|校验码|动态码|动态密码)[)）】\]]")


def _one_time_before(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a code that its name follows: 482913是您的验证码, 482913 is your login code."""
    found = _BEFORE.search(text, max(0, position - 14), position)
    if found is None or not (_NAMED_BEHIND.match(text, position) or _BRACKETED.match(text, position)):
        return None
    return found.span(1)


ONE_TIME_CODE = Recogniser(
    name="credential_one_time_code",
    entity_type="CREDENTIAL",
    title_zh="验证码",
    title_en="Verification code",
    anchors=(
        AfterLabel(),
        Literals(
            ("是您的", "为您的", "是你的", "为你的", "作为您的", "为本次", "是本次", "is your", "as your")
        ),
    ),
    forms=(
        Form("code behind its name", find=_one_time, anchor="after_label"),
        Form("code before its name", find=_one_time_before, anchor="literals"),
    ),
    compact=str,
    boundary="none",
    scores=Scores(bare=0.8, nearby=0.8, labelled=0.9, negative=0.3),
    context=Context(
        labels=words(
            """
            验证码, 校验码, 动态码, 动态验证码, 动态口令, 动态密码, 短信验证码, 短信码, 短信口令,
            手机验证码, 邮箱验证码, 登录验证码, 登陆验证码, 注册验证码, 支付验证码, 安全验证码, 身份验证码,
            登录码, 认证码, 确认码, 一次性密码, 一次性验证码, 随机码, 随机密码, 驗證碼, 動態密碼,
            verification code, verification code is, verify code, verification no, verification pin,
            confirmation code, authentication code, auth code, authorization code, security code,
            login code, sign-in code, access code, sms code, one-time code, one time code,
            one-time password, one time password, one-time passcode, one time passcode, otp, otp code,
            otp is, 2fa code, mfa code, your code, verification_code, verify_code, verifycode, sms_code,
            smscode, auth_code, otp_code, captcha, yzm, dxyzm
            """
        ),
        negative=words("发票代码, 发票号码, 发票校验码, 错误码, 状态码, error code, status code, invoice no"),
    ),
    source="texts of short messages in use",
)

_SECURITY_CODE = LatePattern(r"[0-9]{3,4}(?![0-9A-Za-z]|[.\-/][0-9]|[ ][0-9])")
# What forms and manuals print in its place.
_NO_SECURITY_CODES = ("000", "0000", "111", "1111")
_PIN = LatePattern(r"(?:[0-9]{6}|[0-9]{4})(?![0-9A-Za-z]|[.\-/:][0-9]|[ ][0-9])")


def _security_code(text: str, position: int) -> tuple[int, int] | None:
    place = _place(text, position)
    found = _SECURITY_CODE.match(text, place.start)
    if found is None or _CODE_UNIT.match(text, found.end()) or _is_inside_code(text, place, found.end()):
        return None
    return None if found.group() in _NO_SECURITY_CODES else found.span()


def _pin(text: str, position: int) -> tuple[int, int] | None:
    place = _place(text, position)
    found = _PIN.match(text, place.start)
    if found is None or _CODE_UNIT.match(text, found.end()) or _is_inside_code(text, place, found.end()):
        return None
    if not place.is_joined and not place.is_chinese and len(found.group()) < 6:  # noqa: PLR2004
        return None
    return found.span() if len(set(found.group())) > 1 else None


def _is_inside_code(text: str, place: _Place, end: int) -> bool:
    """Say whether the place is an operand, an index or a member: cvc[123], pin = 4096 * 2."""
    before = text[place.start - 1 : place.start]
    return before in ("[", "(", ".", "_", "-", "<") or _CODE_GOES_ON.match(text, end) is not None


CARD_SECURITY_CODE = Recogniser(
    name="credential_card_code",
    entity_type="CREDENTIAL",
    title_zh="银行卡安全码",
    title_en="Card security code",
    anchors=(AfterLabel(),),
    forms=(Form("3 or 4 digits behind their label", find=_security_code),),
    compact=str,
    boundary="none",
    scores=Scores(bare=0.7, nearby=0.85, labelled=0.9, negative=0.3),
    context=Context(
        labels=words(
            """
            cvv, cvv2, cvc, cvc2, cvn, cvn2, cvv码, cvv2码, cvc码, cvv code, cvv no, cvv number, cvc code,
            cvv/cvc, cvv2/cvc2, 安全码, 信用卡安全码, 卡片安全码, 卡安全码, 卡背安全码, 背面安全码,
            安全代码, 卡验证码, 信用卡验证码, 卡背面后三位, 背面后三位, 卡背后三位, 背面三位数, 卡背三位数,
            背面末三位, 后三位安全码, 末三位安全码, 安全碼, 信用卡安全碼, card security code,
            card verification code, card verification value, card code, security code, cvv_code, cvvcode,
            cvv_no, card_cvv, cardcvv, security_code, securitycode, aqm
            """
        ),
        nearby=words(
            "卡号, 信用卡, 银行卡, 有效期, card, visa, mastercard, expiry, expires, valid thru, exp"
        ),
    ),
    source="ISO/IEC 7813 and the card schemes: three digits, four of American Express",
)

PIN = Recogniser(
    name="credential_pin",
    entity_type="CREDENTIAL",
    title_zh="个人识别码(PIN)",
    title_en="Personal identification number",
    anchors=(AfterLabel(),),
    forms=(Form("4 or 6 digits behind their label", find=_pin),),
    compact=str,
    boundary="none",
    scores=Scores(bare=0.6, nearby=0.75, labelled=0.85, negative=0.3),
    context=Context(
        labels=words(
            """
            pin, pin码, pin号, pin code, pin number, pin no, pin no., card pin, atm pin, debit card pin,
            credit card pin, bank pin, your pin, 个人识别码, 个人识别号, pin碼, card_pin, pin_code, pincode
            """
        ),
    ),
    source="ISO 9564-1: four to twelve digits; four or six in use",
)

RECOGNISERS = (PASSWORD, PASSWORD_IN_URL, ONE_TIME_CODE, CARD_SECURITY_CODE, PIN)
