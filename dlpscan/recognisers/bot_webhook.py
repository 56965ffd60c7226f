"""Addresses that let anybody post into a chat: a secret and a way out at once. A signal.

The patterns ask for the secret, so an address in a manual (`key=YOUR_KEY`) is none.
"""

from __future__ import annotations

import re
from functools import cache

from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked, Find, Form, Literals, Mask, Recogniser, Scores

_UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_QUERY = r"(?:[A-Za-z_]{1,20}=[A-Za-z0-9_]{0,40}&){0,3}"
_END = r"(?![A-Za-z0-9\-])"
_COMPANY, _PERSON = "of an account that a company may manage", "of a person's account"

_KINDS = (
    # service, owner, words that begin the address, the rest of it
    (
        "WeCom",
        _COMPANY,
        ("qyapi.weixin.qq.com/cgi-bin/webhook/",),
        rf"(?:send|upload_media)\?{_QUERY}key={_UUID}{_END}",
    ),
    (
        "DingTalk",
        _COMPANY,
        ("oapi.dingtalk.com/robot/send",),
        rf"\?{_QUERY}access_token=[0-9A-Fa-f]{{64}}{_END}",
    ),
    (
        "Feishu",
        _COMPANY,
        ("open.feishu.cn/open-apis/bot/", "open.larksuite.com/open-apis/bot/"),
        rf"(?:v2/)?hook/(?:{_UUID}|[0-9A-Za-z]{{32}}){_END}",
    ),
    (
        "Slack",
        _COMPANY,
        ("hooks.slack.com/",),
        (
            r"(?:services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{16,32}"
            rf"|(?:workflows|triggers)/[A-Z0-9]{{6,14}}(?:/[A-Za-z0-9]{{6,24}}){{1,3}}/[A-Za-z0-9]{{16,40}}){_END}"
        ),
    ),
    (
        "Teams",
        _COMPANY,
        ("webhook.office.com/webhookb2/", "outlook.office.com/webhook/"),
        rf"{_UUID}@{_UUID}/IncomingWebhook/[0-9A-Za-z]{{32}}(?:/{_UUID})?{_END}",
    ),
    (
        "ServerChan",
        _PERSON,
        ("sctapi.ftqq.com/", "sc.ftqq.com/"),
        rf"(?:SCT|SCU)[0-9]{{1,9}}T[A-Za-z0-9]{{16,48}}\.send{_END}",
    ),
    (
        "WxPusher",
        _PERSON,
        ("wxpusher.zjiecode.com/api/send/message",),
        rf"[/?A-Za-z0-9_=&]{{0,60}}(?:AT_[A-Za-z0-9]{{32}}|SPT_[A-Za-z0-9]{{24,32}}){_END}",
    ),
    ("PushPlus", _PERSON, ("pushplus.plus/send",), rf"(?:/|\?{_QUERY}token=)[0-9A-Fa-f]{{32}}{_END}"),
    ("Bark", _PERSON, ("api.day.app/",), rf"[A-Za-z0-9]{{20,24}}{_END}"),
    ("Telegram", _PERSON, ("api.telegram.org/bot",), rf"[0-9]{{5,16}}:A[A-Za-z0-9_\-]{{34}}{_END}"),
    (
        "Discord",
        _PERSON,
        ("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"),
        rf"[0-9]{{17,20}}/[A-Za-z0-9_\-]{{60,}}{_END}",
    ),
)
_LEAST_DIFFERENT = 8


def _check(address: str) -> Checked | None:
    lowered = address.lower()
    service, owner = next(
        (service, owner)
        for service, owner, beginnings, _ in _KINDS
        if any(beginning in lowered for beginning in beginnings)
    )
    note = f"bot of {service}, {owner}"
    # 11111111-2222-3333-… and xxxxxxxx are what a manual writes.
    if len(set(re.split(r"[/=:]", lowered)[-1])) < _LEAST_DIFFERENT:
        return Checked("not_available", 0.3, (note, "a placeholder stands for the secret"))
    return Checked("not_available", notes=(note,))


_BEFORE = LatePattern(r"(?:https?://)?(?:[A-Za-z0-9\-]{1,63}\.){0,3}$", re.IGNORECASE)
_LONGEST_BEFORE = 100


def _finder(beginnings: tuple[str, ...], rest: str) -> Find:
    """Return what finds an address of one service, with the scheme and the tenant's name before it."""
    pattern = f"(?i:{'|'.join(map(re.escape, beginnings))}){rest}"

    def find(text: str, position: int) -> tuple[int, int] | None:
        found = _compiled(pattern).match(text, position)
        if found is None:
            return None
        before = _BEFORE.search(text[max(0, position - _LONGEST_BEFORE) : position])
        return position - len(before.group() if before else ""), found.end()

    return find


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


BOT_WEBHOOK = Recogniser(
    name="bot_webhook",
    entity_type="BOT_WEBHOOK",
    title_zh="群机器人地址",
    title_en="Webhook of a chat bot",
    anchors=(Literals(tuple(word for _, _, beginnings, _ in _KINDS for word in beginnings)),),
    forms=tuple(
        Form(f"webhook of {service}", find=_finder(beginnings, rest))
        for service, _, beginnings, rest in _KINDS
    ),
    compact=str.strip,
    check=_check,
    scores=Scores(bare=0.97, nearby=0.97, labelled=0.97),
    boundary="none",
    mask=Mask(head=8),
    source="the services' manuals of 2026-11; regulation 一(二)1(3)",
    kind="signal",
)

RECOGNISERS = (BOT_WEBHOOK,)
