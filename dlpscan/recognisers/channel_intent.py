"""Sentences that take customer information out of the company's channels. A signal, no personal data."""

from __future__ import annotations

from dlpscan.checks import channel_intent
from dlpscan.declare import Form, Literals, Mask, Recogniser, Scores, words

# Places where an intent may stand: the words of channels, and the verbs of the patterns without one.
_PHRASES = words(
    """
    发我, 传我, 转我, 发给我, 传给我, 转给我, 发给你, 发给他, 私聊, 私信, 小窗, 私发, 单发, 同号, 同微信,
    提取码, 访问码, 提取密码, 后缀, 扩展名, 次发, 次传, 留痕, 留下痕, 留记录, 留下记录, 留任何痕,
    留下任何痕, 回家, 回到家, 的邮箱, 个人邮, 私人邮, 绕过, 绕开, 躲过, 躲开, 避开, 规避, 避过, 逃过, 逃避,
    瞒过, 走公司, 用公司, 用单位, 用工作, 走OA, 用OA, 走企业, 用企业, 走审批, 用审批, 过网关, 走网关,
    走企微, 用企微, 个人手机, 私人手机, 家里电脑, 家里的电脑, 自己电脑, 自己U盘, 个人电脑, 私人电脑,
    自己手机, 自己网盘, text me, dm me, personal email, private email, personal mail, private mail,
    personal e-mail, private e-mail, personal mailbox, private mailbox, personal inbox, private inbox,
    personal address, private address, personal account, private account, home email, personal gmail,
    private gmail, personal phone, personal cloud, personal drive, personal laptop, personal dropbox,
    private phone, private number, personal number, wechat, whats app, viber, messenger, discord,
    google drive, google docs, dropbox, onedrive, wetransfer, imessage, kakaotalk, protonmail, yahoo,
    my outlook, your outlook, my own outlook, corporate system, corporate systems, company system,
    company systems, work email, work mail, company email, company mail, corporate email, corporate mail,
    office email, office mail, work account, corporate account, company account, corporate network,
    company network, corporate channel, company channel, company channels, official channel,
    official channels, corporate channels, work laptop, work chat, office system, official system, dlp,
    mail gateway, email gateway, e-mail gateway, gateway, email filter, mail filter, email scanning, audit,
    compliance, monitoring, data loss prevention
    """
)

# Words of every second line of code: they lead somewhere only beside one of these.
_COMMON = frozenset({"Line", "Signal"})
_BESIDE = words(
    "on {}, via {}, over {}, to {}, through {}, using {}, by {}, {} me, "
    "加{}, 个{}, 下{}, 我{}, 用{}, 走{}, 到{}"
)
_BEHIND = words(
    "{}发, {}传, {}上, {}里, {}聊, {}私, {}联, {}说, {} 发, {} 上, {} 聊, "
    "{}群, {}号, {}转, {}推, {}沟, {}对, {}谈"
)
_ANCHORS = (
    *(word for word in channel_intent.CHANNEL_WORDS if word not in _COMMON),
    *(form.format(word) for word in sorted(_COMMON) for form in (*_BESIDE, *_BEHIND)),
    *_PHRASES,
)

CHANNEL_INTENT = Recogniser(
    name="channel_intent",
    entity_type="CHANNEL_INTENT",
    title_zh="绕开公司渠道的意图",
    title_en="Intent to leave the company's channels",
    anchors=(Literals(tuple(dict.fromkeys(_ANCHORS))),),
    forms=(Form("words that lead to a private channel or round a control", find=channel_intent.find),),
    scores=Scores(bare=0.8, nearby=0.8, labelled=0.8),
    boundary="none",
    not_in=("trace", "name"),
    mask=Mask(head=2),
    source="regulation 一(二)1(3); phrases in use, 2026-11",
    kind="signal",
)

RECOGNISERS = (CHANNEL_INTENT,)
