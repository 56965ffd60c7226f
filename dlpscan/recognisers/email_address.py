"""E-mail addresses, also when they are glued to Chinese text."""

from __future__ import annotations

from dlpscan.declare import Checked, Context, Form, Literals, Mask, Recogniser, Scores, words

_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_%+\-])?"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}"

# `icon@2x.png` has the form of an address. None of these is a top-level domain (IANA list, 2026-11).
_FILE_ENDINGS = frozenset(
    "png jpg jpeg gif svg webp bmp ico css js json html htm xml pdf woff ttf mp3 mp4 dll exe jar tgz".split()
)
# Local parts that name a program or protocol, never a person.
_PROGRAMS = frozenset(
    {"git", "svn", "hg", "noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster"}
)


def _check(address: str) -> Checked | None:
    local, _, domain = address.lower().rpartition("@")
    if domain.rpartition(".")[2] in _FILE_ENDINGS or ".." in local:
        return None
    if local in _PROGRAMS:
        return Checked("not_available", 0.3, ("the mailbox of a program",))
    return Checked("not_available")


EMAIL_ADDRESS = Recogniser(
    name="email_address",
    entity_type="EMAIL_ADDRESS",
    title_zh="电子邮箱地址",
    title_en="E-mail address",
    anchors=(Literals(("@",), lead=r"[A-Za-z0-9._%+\-]", lead_max=64),),
    forms=(Form("mailbox at domain", rf"[._%+\-]{{0,64}}(?P<value>{_LOCAL}@{_DOMAIN})"),),
    compact=str.lower,
    check=_check,
    scores=Scores(bare=0.9, nearby=0.92, labelled=0.97, negative=0.6),
    context=Context(
        labels=words(
            """
            邮箱, 电子邮箱, 电子邮件, 邮件, 邮件地址, 邮箱地址, 个人邮箱, 联系邮箱, 常用邮箱, 電子郵件,
            郵箱, email, e-mail, mail, email address, e-mail address, mailto, contact, email_address,
            dzyx, yx
            """
        ),
        nearby=("联系", "回复", "reply"),
    ),
    boundary="word",
    not_in=("trace",),
    mask=Mask(head=1, until="@"),
    source="RFC 5321, section 4.1.2 (the forms in use)",
)

RECOGNISERS = (EMAIL_ADDRESS,)
