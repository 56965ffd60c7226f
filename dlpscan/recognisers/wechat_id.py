"""WeChat ids: `wxid_…` by itself, any other only behind a label. A phone as WeChat id stays a phone.

A label that names the *id* takes every id. The bare name of the app also stands before versions, icons and
code: what follows must then hold a digit or underscore, or read as pinyin behind a colon.
"""

from __future__ import annotations

import re

from dlpscan.checks import after_label, pinyin
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Checked, Context, Form, Literals, Mask, Recogniser, Scores, words

_ID = r"[A-Za-z][\-_A-Za-z0-9]{5,19}"
# What continues it makes it a call, an attribute, a mailbox, a path or an assignment.
_END = r"(?![\-_A-Za-z0-9@({\[/\\=]|\.[A-Za-z0-9])"
_FOLLOWING = LatePattern(rf"{_ID}{_END}")
_ISSUED = r"wxid_[a-z0-9]{10,24}(?![\-_A-Za-z0-9@({\[/\\=]|\.[A-Za-z])"
# An app's id and an official account's are no person's.
_OF_AN_APP = LatePattern(r"wx[0-9a-f]{16}|gh_[0-9a-f]{10,14}")
_WORDS = frozenset(
    """
    string varchar unknown undefined required optional wechat weixin android iphone number official example
    default public private return function object boolean integer nullable options request response
    session message account userid openid unionid appid username nickname password service enabled disabled
    qrcode support contact follow friend friends moments mobile browser windows client server payment
    column length values select insert update delete search invalid missing please button element primary
    """.split()
)
_MODELS = LatePattern(
    r"(?:ios|ipad|iphone|android|windows|win|mac|macos|harmony|harmonyos|version|ver|build|sdk|api|http|https|utf|"
    r"python|java|php|node|vue|h)[\-_]?[0-9.]*(?:pro|max|plus|mini|promax)?",
    re.IGNORECASE,
)
_VERSION = LatePattern(r"v[0-9]+[\-_0-9.]*", re.IGNORECASE)


# Parts of a name that a program gives to its own things.
_OF_CODE = frozenset(
    """
    icon icons logo img image images png svg jpg btn button login auth oauth pay share api sdk config callback
    handler plugin module type mode demo page view list link url qr code qrcode token secret key mini program
    index item template component class style color
    """.split()
)
_PARTS = LatePattern(r"[_\-]|(?<=[a-z])(?=[A-Z])")


def _is_of_code(value: str) -> bool:
    return any(part.lower().rstrip("0123456789") in _OF_CODE for part in _PARTS.split(value))


def _is_word(value: str) -> bool:
    lowered = value.lower()
    is_plain = _MODELS.fullmatch(lowered) or _VERSION.fullmatch(lowered) or _OF_AN_APP.fullmatch(lowered)
    return bool(is_plain) or lowered in _WORDS


def _is_strong(value: str) -> bool:
    """Say whether *value* looks chosen by a person: there is a digit among its letters."""
    return any(map(str.isdigit, value))


def _behind_id_label(text: str, position: int) -> tuple[int, int] | None:
    for start in after_label.starts(text, position):
        found = _FOLLOWING.match(text, start)
        # A label of letters glued to more letters is a run of base64.
        is_apart = text[start - 1] not in "_-./" and not (
            text[start - 1].isascii() and text[start - 1].isalnum()
        )
        if found and is_apart and not _is_word(found.group()):
            return found.span()
    return None


def _behind_app_name(text: str, position: int) -> tuple[int, int] | None:
    for start in after_label.starts(text, position):
        found = _FOLLOWING.match(text, start)
        if found and not _is_word(found.group()) and _is_likely(text, start, found.group()):
            return found.span()
    return None


def _is_likely(text: str, start: int, value: str) -> bool:
    """Say whether *value* is an id, from the signs before it and from how it looks."""
    signs = after_label.signs_before(text, start)
    label_end = start - len(signs)
    is_chinese = label_end > 0 and not text[label_end - 1].isascii()
    if any(sign in "._-/<[" for sign in signs) or (not is_chinese and (not signs or "(" in signs)):
        return False
    if not is_chinese and (_is_of_code(value) or _is_in_code(text, label_end, signs)):
        return False
    is_named = any(sign in ":：=＝|>（(】」』]" for sign in signs) or text[label_end - 1 : label_end] in (
        "是",
        "为",
    )
    if _is_strong(value):
        return is_chinese or is_named or " " in signs
    if not is_named and not text[max(0, label_end - 4) : label_end].startswith(("加", "添加")):
        return False
    if is_chinese:
        return "_" in value or pinyin.is_syllables(value)
    return pinyin.is_account_name(value.replace("_", ""))


_LETTERS_BEFORE = LatePattern(r"[A-Za-z0-9][A-Za-z0-9 ]{0,11}$")


def _is_in_code(text: str, label_end: int, signs: str) -> bool:
    """Say whether a label of letters is part of an identifier (`ginfo_wx1`), or is assigned to (`vx = …`)."""
    label = _LETTERS_BEFORE.search(text[max(0, label_end - 12) : label_end])
    length = len(label.group()) if label else 0
    before = text[label_end - length - 1] if label_end > length else ""
    return (before in ("_", "-", "$") and signs.isspace()) or signs == " = "


def _check(value: str) -> Checked | None:
    return None if _OF_AN_APP.fullmatch(value) or len(set(value)) <= 2 else Checked("not_available")  # noqa: PLR2004


_ID_LABELS = """
    微信号, 微信号码, 微信id, 微信号id, 微信账号, 微信帐号, 微信帐户, 微信账户, 微信用户名, 微信号是,
    微信号为, 我的微信号, 个人微信号, 客户微信号, 微信號, 微信號碼, 微信帳號, 微信賬號, wx号, wx帐号,
    wx账号, vx号, v信号, 威信号, 薇信号, wechat号, weixin号, 微信原始id, wxid, wx id, wx_id, wx_no,
    wx_account, wx_number, wechat id, wechat-id, wechat no, wechat no., wechat number, wechat account,
    wechat username, wechat user id, wechat_id, wechatid, wechat_no, wechatno, wechat_account,
    wechataccount, wechat_number, wechat_num, wechat_username, wechat_user, weixin id, weixin no,
    weixin account, weixin_id, weixinid, weixin_no, weixinno, weixin_account, weixinhao
"""
_APP_NAMES = """
    微信, 加微信, 加我微信, 加个微信, 添加微信, 微信加, 微信搜, 微信搜索, 我的微信, 我微信, 个人微信,
    客户微信, 私人微信, 联系微信, 微信联系, 微信是, 微信为, 加微, 加我微, 加v, 加我v, 加vx, 加wx, 加薇,
    加薇信, 加威信, 加徽信, 薇信, 威信, 徽信, v信, v：, vx, v x, wx, weixin, wechat, we chat, +v, +vx, +wx,
    绿泡泡
"""


def _negative() -> tuple[str, ...]:
    return words(
        """
        公众号, 微信公众号, 服务号, 订阅号, 小程序, 微信小程序, 微信支付, 企业微信, 企业微信号, 微信版本,
        微信群, official account, mini program, appid, app id, openid, unionid, wechat pay, wechat version
        """
    )


WECHAT_ID = Recogniser(
    name="wechat_id",
    entity_type="WECHAT_ID",
    title_zh="微信号",
    title_en="WeChat id",
    anchors=(Literals(("wxid_",)), AfterLabel()),
    forms=(
        Form("wxid_ and the id that was issued", _ISSUED),
        Form(
            "6 to 20 characters behind the label of an id",
            find=_behind_id_label,
            anchor="after_label",
            needs_label=True,
        ),
    ),
    compact=str.strip,
    canonical=str.lower,
    check=_check,
    scores=Scores(bare=0.7, nearby=0.75, labelled=0.9, negative=0.3),
    context=Context(
        labels=after_label.with_copula(words(_ID_LABELS)),
        nearby=words("微信, wechat, weixin"),
        negative=_negative(),
    ),
    boundary="word",
    mask=Mask(head=2, tail=2),
    source="forms in use; help pages of WeChat: 6 to 20 letters, digits, _ and -, a letter first",
)

WECHAT_ID_BESIDE_APP = Recogniser(
    name="wechat_id_beside_app",
    entity_type="WECHAT_ID",
    title_zh="微信号(应用名之后)",
    title_en="WeChat id behind the name of the app",
    anchors=(AfterLabel(),),
    forms=(
        Form("wxid_ and the id that was issued", _ISSUED, needs_label=True),
        Form("6 to 20 characters behind the app's name", find=_behind_app_name, needs_label=True),
    ),
    compact=str.strip,
    canonical=str.lower,
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.8, negative=0.1),
    context=Context(labels=after_label.with_copula(words(_APP_NAMES)), negative=_negative()),
    boundary="word",
    mask=Mask(head=2, tail=2),
    source="forms in use; help pages of WeChat: 6 to 20 letters, digits, _ and -, a letter first",
)

RECOGNISERS = (WECHAT_ID, WECHAT_ID_BESIDE_APP)
