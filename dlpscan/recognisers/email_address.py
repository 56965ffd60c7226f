"""E-mail addresses, also when they are glued to Chinese text."""

from __future__ import annotations

import re

from dlpscan.checks import top_level_domains
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Checked, Context, Form, Literals, Mask, Recogniser, Scores, words

_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_%+\-])?"
_DOMAIN = (
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,8}"
    r"(?:xn--[A-Za-z0-9\-]{2,59}|[A-Za-z]{2,24})(?![A-Za-z0-9]|-[A-Za-z0-9])"
)
_ADDRESS = LatePattern(rf"[.%+\-]{{0,64}}(?P<value>{_LOCAL}@{_DOMAIN})")
# scheme://user:secret@host is the address of a server, not of a person.
_USER_INFORMATION = LatePattern(r"[A-Za-z][A-Za-z0-9+.\-]*://[^\s/@]*$")
_LONGEST_URL_HEAD = 80

# Identities of messages have the form of a mailbox; `me@host:/path` is a place on a machine.
_MESSAGE_ID = LatePattern(
    r"(?:message-id|in-reply-to|references|content-id|x-ms-exchange-[a-z\-]{1,40}id)[ \t]{0,3}:\s{0,3}"
    r"(?:<[^<>\s]{1,200}>\s{0,3}){0,8}<$",
    re.IGNORECASE,
)
_LONGEST_REFERENCES = 600
# The same without a header, as links to archives hold it: a time or process number in parts, or the mark of
# a mail program. No mailbox is three numbers joined by full stops.
_MADE_BY_PROGRAM = LatePattern(
    r"[0-9]{12,14}\.[a-z]{0,3}[0-9]{3,8}|[0-9]{2,14}(?:\.[0-9]{2,14}){2,4}"
    r"|[0-9a-z]{8,20}\.fsf(?:[_\-][0-9a-z_\-]{0,12})?|alpine\.[a-z]{3}\.[0-9.]{4,60}"
    r"|[0-9]{1,20}\.javamail\.[\w.\-]{1,40}|ca[0-9a-z_=+\-]{46,62}"
)
_REMOTE_PATH = LatePattern(r":[~/]|:[\w.\-]{1,64}/[\w.\-/]{1,200}\.git(?![A-Za-z0-9])")

# What people write so that programs do not read it. Only behind a label, since prose has "at" and "#" too.
_AT = r"(?:[ ]?[\[(（【{<][ ]?(?:at|AT|At|@|#|艾特|a)[ ]?[\])）】}>][ ]?|[ ]@[ ]?|@[ ]|#|[ ]?艾特[ ]?)"
_DOT = r"(?:\.|[ ]?[\[(（【{<][ ]?(?:dot|DOT|Dot|\.|点)[ ]?[\])）】}>][ ]?|[ ](?:dot|DOT)[ ]|[ ]?点[ ]?)"
_PLAIN_LOCAL = r"[A-Za-z0-9_][A-Za-z0-9._%+\-]{0,62}"
_LABEL_OF_DOMAIN = r"[A-Za-z0-9][A-Za-z0-9\-]{0,61}"
_OBFUSCATED = LatePattern(
    rf"{_PLAIN_LOCAL}(?:{_AT}{_LABEL_OF_DOMAIN}(?:{_DOT}{_LABEL_OF_DOMAIN}){{1,4}}|"
    rf"[ ](?:at|AT)[ ]{_LABEL_OF_DOMAIN}(?:[ ](?:dot|DOT)[ ]{_LABEL_OF_DOMAIN}){{1,4}})(?![A-Za-z0-9@])"
)
_ANY_AT = LatePattern(rf"{_AT}|[ ](?:at|AT)[ ]")
_ANY_DOT = LatePattern(_DOT)
_PRONOUNS = frozenset("me us you him her them it".split())

# Local parts that name a program or protocol, never a person.
_PROGRAMS = frozenset(
    {"git", "svn", "hg", "noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster"}
)


def _find(text: str, position: int) -> tuple[int, int] | None:
    match = _ADDRESS.match(text, position)
    if match is None:
        return None
    start, end = match.span("value")
    head = text[max(0, start - _LONGEST_URL_HEAD) : start]
    if "://" in head and _USER_INFORMATION.search(head):
        return None
    if text[start - 1 : start] == "<" and _is_message_id(text[max(0, start - _LONGEST_REFERENCES) : start]):
        return None
    return None if text[end : end + 1] == ":" and _REMOTE_PATH.match(text, end) else (start, end)


def _is_message_id(before: str) -> bool:
    """Say whether the field that *before* ends in holds identities of messages."""
    lowered = before.lower()
    # Three cheap questions first: nearly every mailbox in angle brackets follows a name.
    if "-id" not in lowered and "reply-to" not in lowered and "references" not in lowered:
        return False
    return _MESSAGE_ID.search(before) is not None


def _find_obfuscated(text: str, position: int) -> tuple[int, int] | None:
    match = _OBFUSCATED.match(text, position)
    if match is None:
        return None
    local, _, domain = _compact(match.group()).partition("@")
    ending = domain.rpartition(".")[2]
    is_likely = local not in _PRONOUNS and ending.isalpha() and top_level_domains.is_known(ending)
    return match.span() if is_likely else None


def _compact(text: str) -> str:
    """Return the mailbox in lower case, with `@` and full stops where the writing spells them out."""
    lowered = text.lower()
    if "@" in lowered and " " not in lowered and not _BRACKETS & set(lowered):
        return lowered
    local, *rest = _ANY_AT.split(lowered, maxsplit=1)
    return f"{local}@{_ANY_DOT.sub('.', rest[0])}" if rest else lowered


_BRACKETS = frozenset("[(（【{<")


def _check(address: str) -> Checked | None:
    local, _, domain = address.rpartition("@")
    if ".." in local:
        return None
    if _MADE_BY_PROGRAM.fullmatch(local):
        return Checked("not_available", 0.3, ("the identity of a message",))
    if local in _PROGRAMS:
        return Checked("not_available", 0.3, ("the mailbox of a program",))
    # `icon@2x.png`, `lodash@next.ts`: the form of an address with the ending of a file.
    if not top_level_domains.is_known(domain.rpartition(".")[2]):
        return Checked("not_available", 0.45, ("top-level domain is not known",))
    return Checked("not_available")


EMAIL_ADDRESS = Recogniser(
    name="email_address",
    entity_type="EMAIL_ADDRESS",
    title_zh="电子邮箱地址",
    title_en="E-mail address",
    anchors=(Literals(("@",), lead=r"[A-Za-z0-9._%+\-]", lead_max=64), AfterLabel()),
    forms=(
        Form("mailbox at domain", find=_find, anchor="literals"),
        Form(
            "spelled out behind a label",
            find=_find_obfuscated,
            anchor="after_label",
            factor=0.9,
            needs_label=True,
        ),
    ),
    compact=_compact,
    check=_check,
    scores=Scores(bare=0.9, nearby=0.92, labelled=0.97, negative=0.9),
    context=Context(
        labels=words(
            """
            邮箱, 电子邮箱, 电子邮件, 邮件, 邮件地址, 邮箱地址, 个人邮箱, 联系邮箱, 常用邮箱, 電子郵件,
            郵箱, email, e-mail, mail, email address, e-mail address, mailto, contact, email_address,
            dzyx, yx
            """
        ),
        nearby=("联系", "回复", "reply"),
        # Where somebody wants a copy sent: a mailbox, but not that of the person described beside it.
        negative=words(
            """
            我的邮箱, 我的电子邮箱, 我邮箱, 自己邮箱, 自己的邮箱, 私人邮箱, 私邮, 发到, 发至, 发往, 发我,
            发送到, 发送至, 转发到, 转发至, 转到, 抄送, 备份到, my email, my mailbox, my gmail,
            my private email, send to, forward to
            """
        ),
    ),
    boundary="word",
    not_in=("trace",),
    mask=Mask(head=1, until="@"),
    source="RFC 5321, section 4.1.2 (the forms in use)",
)

RECOGNISERS = (EMAIL_ADDRESS,)
