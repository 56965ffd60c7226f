"""Whether a sentence takes something out of the company's channels: `发我微信`, `send it to my gmail`.

A channel's word alone says nothing: 微信支付 is a way to pay, a line manager no LINE. General patterns join a
verb of handing over, adding or talking with the word of a private channel; others ask in so many words to go
round the company's systems. A prohibition of the same (`请勿`, `严禁`, `never`) is no intent, and neither is a
warning of swindlers.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dlpscan.checks.late import LatePattern

_BEFORE, _AFTER, _STRIDE = 48, 64, 64
_LATIN = LatePattern("[A-Za-z]{2,}[ ][A-Za-z]{2,}")

# -- words --------------------------------------------------------------------------------------------------

CHANNEL_WORDS = (
    "微信 威信 薇信 V信 v信 wx vx weixin wechat QQ 扣扣 小号 私邮 私人邮箱 私人的邮箱 个人邮箱 个人的邮箱 自己邮箱 "
    "自己的邮箱 我邮箱 我的邮箱 私人邮件 私人信箱 个人信箱 个人账号 163邮箱 126邮箱 139邮箱 QQ邮箱 新浪邮箱 网易邮箱 "
    "hotmail邮箱 outlook邮箱 foxmail foxmail邮箱 谷歌邮箱 Gmail Hotmail iCloud 网盘 百度云 百度盘 百度网盘 "
    "阿里云盘 夸克 夸克网盘 迅雷云盘 天翼云盘 微云 云盘 私人云 WhatsApp 电报 纸飞机 小飞机 Telegram TG Line Signal Skype 抖音私信 抖音 朋友圈 陌陌 微博私信 小红书 "
    "私人手机 个人手机 私人微信 个人微信"
).split()
# The company's own, and features and makers' names that begin with the word of a channel.
_OWN = r"(?<!企业)(?<!企業)(?<!官方)(?<!公司)(?<!工作)(?<!单位)"
_FEATURES = (
    r"(?!支付|公众|小程序|小游戏|开放|商户|商城|登[录陆]|授权|客户端|视频|音乐|读书|认证|接口|二维码支付|红包|付款|收款|"
    r"转账|扫码支付|扫一扫|模板|订阅|消息模板|网页|服务号|订阅号|生态|运动|空间|游戏|飞车|浏览器|输入法|宠物|会员|团队|平台|"
    r"工作台|插件|指数|服务|系统|目录|挂载|后端|文件系统|群机器人|机器人|SDK|sdk|API|api|Pay|pay|[ _\-]?(?:SDK|API|JS|Bot|Business|manager|feed|break|number|chart|item)"
    r"|[A-Za-z_]|\.[A-Za-z])"
)
_MAIL = r"(?:(?:我|你|他|她|客户|对方)?(?:自己|私人|个人|家里|家|另一个|另外)?的?)"

# -- Chinese patterns ----------------------------------------------------------------------------------------

_CH = (
    rf"(?:{_OWN}{_MAIL}(?:{{words}})(?<![发送拍]电报)(?:账号|帐号|群|号(?!码))?{_FEATURES}"
    r"|(?:自己|私人|个人|家里|我|私)的?(?:邮箱|信箱|邮件|email|Email|网盘|云盘|U盘|手机|电脑|微信))"
)
_ME = r"(?:我|你|您|他|她|他们|对方|过来|过去)"
_HAND = r"(?:发送|转发|抄送|密送|传送|上传|推送|同步|备份|拷贝|转存|保存|发|传|转|抄|丢|扔|甩|寄|存|导|拷|放|推|挪)"
_ONE = r"(?:一?[份下个张])?(?:给|到|至|往|去|进|在|入|上)?"
_TALK = r"(?:私聊|私信|聊聊|详聊|细聊|聊|说|谈|讲|对接|沟通|联系|交流|商量|讨论)"
_LEFT = r"(?:我|你|您|他|她|咱|咱们|大家)?"
_SYSTEM = r"(?:公司|单位|工作|企业|内部|公家|官方)"

_CHINESE = (
    # handing over to a channel: 发我微信, 传到网盘, 抄送私人邮箱
    rf"{_HAND}{_ONE}{_LEFT}(?:的|个|那个|这个)?{_CH}",
    # the channel first: 微信发我, QQ传给他, 微信上聊, 微信私聊
    rf"{_CH}(?:上|里|里面|上面)?(?:再|直接|单独|私下|先|咱们|我们)?"
    rf"(?:(?:发|传|转|推|丢)(?:一?[份下个张])?(?:给)?{_ME}|(?:发|传)(?:吧|哈|哦|一下|一份)|{_TALK}(?:给)?(?:我|你|您)?(?:吧|哈|哦|就行|即可|方便|更|$|(?=[\s，。,.!！?？;；~、）)])))",
    # adding: 加微信, 加我QQ, 扫码加个微信, 加一下vx
    rf"(?<![增参追附外另更添施])(?:添加|互加|加){_LEFT}(?:的|个|一下|下|一个)?{_CH}(?!群聊?机器人|好友数|好友上限)",
    # by way of it: 用微信传, 走微信, 通过QQ聊
    rf"(?:用|拿|通过|经由?|从|使用){_LEFT}(?:的)?{_CH}(?:来|再|直接|单独|给{_ME}|把[^，。；\n]{{1,12}})?(?:{_HAND}|{_TALK}|走|弄)(?!起|现|布|生|票|红包|展|达|出|入|换|变)",
    rf"(?:用|拿|从){_LEFT}的?(?:私人|个人|自己)的?(?:邮箱|信箱|微信|QQ|网盘|云盘|手机)(?!注册|登[录陆]|绑定|找回|认证|号码)",
    rf"(?<![行奔])走(?:个|一下)?{_CH}(?!路|线)",
    # going over to it: 转到微信说, 换到Telegram
    rf"(?:转|换|改|挪|移|切|换成|改成|改用|换用)(?:到|去|成|用)?{_CH}(?:上|里)?(?:说|聊|谈|发|传|沟通|对接|联系|交流)",
    # in private, without a word of the channel
    r"(?:私发|单发|私信|私聊|小窗|悄悄发|偷偷发)(?:给)?(?:我|他|她)(?!们)",
    r"(?:拍照|拍下来|拍个照|截图|截屏|截个图|录屏|录下来)(?:之?后|了|完)?(?:再|就|直接|单独)?(?:发|传|转)(?:给)?(?:我|你|他|她)(?!们)",
    r"(?:微信|wx|vx|VX|V|v|QQ|qq)(?:号)?同(?:手机)?号|(?:电话|手机|号码)同(?:微信|wx|vx|QQ)|同微信号?(?![步时])",
    r"(?:提取码|访问码|提取密码)[\s:：是为=]{1,4}[A-Za-z0-9]{4,8}(?![A-Za-z0-9])",
    # leaving no trace, slipping through the control
    r"改(?:个|成|一下|下)?(?:文件)?(?:后缀|扩展名)(?:名)?(?:再|后|然后|之后)?(?:发|传)(?!现|生)",
    r"分(?:几|两|二|三|四|多|成几)次(?:发|传)(?:给)?(?:我|你|他|她|过去|过来|出去|走|吧|就|$|(?=[\s，。,.!！;；~]))",
    r"(?:别|不要|不|莫|勿)留(?:下)?(?:痕|记录)(?!迹)|(?:别|不要)留(?:下)?(?:任何)?痕迹",
    r"回(?:到)?家(?:里)?(?:之?后|了)?(?:再|用[^，。\n]{1,8})?(?:发|传)(?:给|出|过|我|$|(?=[\s，。,.!！;；~]))",
    rf"{_HAND}(?:一?份)?(?:到|至|给|在|进)?(?:我|你)?(?:自己|个人|私人|家里)(?:的)?(?:邮箱|信箱|网盘|云盘|U盘|电脑|手机|硬盘)",
)
# Their own "not" is what makes them one; a formal prohibition before it still does not.
_CHINESE_ROUND = (
    rf"(?:别|不用|不要|不必|不|没必要|甭|无需|莫)(?:再)?(?:走|用|经|过|发|通过)(?:{_SYSTEM}的?(?:邮箱|邮件|信箱|系统|网络|渠道|账号|电脑|内网|平台|群)"
    r"|OA|oa|企业微信|企微|审批|网关|公邮|工作邮)",
    rf"(?:绕过|绕开|躲过|躲开|避开|规避|避过|逃过|逃避|瞒过)(?:了|掉)?(?:{_SYSTEM}|邮件|数据|安全|信息|那个|这个)?(?:的)?"
    r"(?:(?:邮件)?(?:网关|审计|DLP|dlp|监控|审批|防泄[漏密露]|内控|合规|风控|管控|OA)|(?<=公司|邮件|单位|安全|数据|信息)(?:检查|扫描|拦截))",
)

# -- English patterns ----------------------------------------------------------------------------------------

_APP = (
    r"(?:WhatsApp|Whats App|WeChat|We Chat|Weixin|Telegram|Signal|LINE|Line|Viber|Skype|Discord|Messenger|Snapchat|"
    r"Instagram|KakaoTalk|iMessage|QQ|Gmail|Hotmail|Yahoo|ProtonMail|iCloud|Dropbox|Google Drive|Google Docs|OneDrive|Mega|"
    r"WeTransfer)"
)
_APP_LOWER = (
    r"(?:whatsapp|wechat|telegram|viber|skype|kakaotalk|imessage|qq|gmail|hotmail|protonmail|dropbox|google drive|"
    r"wetransfer)"
)
_NO_FEATURE = (
    r"(?![ \-]?(?:Business|API|Bot|bot|SDK|manager|number|Pay|Official|item|chart|break|handl|process|strength|feed|"
    r"integration|connector|client|messages? API|webhook|channel|\())(?![A-Za-z_])(?!\.[A-Za-z]{2})"
)
_ANY_APP = rf"(?:{_APP}|{_APP_LOWER}){_NO_FEATURE}"
_MINE = r"(?:my|your|his|her|their|our)"
_PRIVATE_MAIL = (
    rf"(?:(?:{_MINE}|a|the)[ ](?:own[ ])?)?(?:personal|private|home|non-work|other)[ ](?:e-?mails?|mail|mailbox|inbox|address|account|"
    rf"phone|number|cloud|drive|laptop|{_APP}|{_APP_LOWER})(?:[ ](?:address|account))?"
    rf"|{_MINE}[ ](?:own[ ])?(?:{_APP}|{_APP_LOWER}|yahoo|outlook|icloud|foxmail|163|126)(?:[ ](?:address|account|mail))?(?![A-Za-z])"
)
_GIVE = (
    r"(?:send|sent|sending|forward|forwarding|e-?mail|mail|cc|bcc|share|upload|move|put|post|drop|transfer|copy|back[ ]up|"
    r"backup|save|sync|shoot|pass|fire|export|dump|get)"
)
_OBJECT = r"(?:[ ](?!(?:to|via|over|on|through|into|using|by)[ ])[\w'\-]{1,20}){0,6}?"
_ENGLISH = (
    r"(?:WhatsApp|Whatsapp|whatsapp|text|Text|DM|dm|WeChat|Wechat|wechat|Telegram|telegram|Signal|Skype|skype)[ ](?:it|this|that|them)?[ ]?(?:to[ ])?me(?![A-Za-z])",
    rf"(?i:{_GIVE}){_OBJECT}[ ](?:(?:to|at|via|over|on|onto|through|into|in|using|by)[ ])?(?:{_PRIVATE_MAIL})",
    rf"(?i:send|share|forward|pass|transfer|get){_OBJECT}[ ](?:via|over|on|through|by|using|to)[ ]{_ANY_APP}",
    rf"(?i:upload|put|move|drop|save|back[ ]up|post|continue|switch|go|talk|chat|speak|take[ ](?:it|this)|discuss|carry[ ]on)"
    rf"(?:[ ](?:it|this|that|them|everything|over|our[ ]chat|the[ ]\w{{1,16}}))?[ ](?:to|on|onto|over|via|into|through)[ ]{_ANY_APP}",
    rf"(?i:add|find|reach|contact|hit|ping|message|call)[ ]me(?:[ ]up)?[ ](?i:on|at|via|over|through)[ ]{_ANY_APP}",
    rf"(?i:use|using|try)[ ](?:{_PRIVATE_MAIL})",
    r"(?i:(?:keep|take|move|stay|go|off|outside)[ ](?:it[ ]|this[ ]|that[ ])?(?:off|outside|out[ ]of)?[ ]?(?:of[ ])?(?:the[ ])?)"
    r"(?i:corporate|company|work|official|office)[ ](?i:systems?|e-?mail|mail|network|channels?|servers?|record|accounts?|vpn|chat)",
    # Round the control, in so many words.
    r"(?i:do[ ]not|don't|don’t|no[ ]need[ ]to|instead[ ]of|rather[ ]than|avoid|stop)[ ](?i:us(?:e|ing)|sending[ ](?:it[ ])?(?:via|through)|going[ ]through)[ ]"
    r"(?i:the[ ]|your[ ]|my[ ]|our[ ])?(?i:work|company|corporate|office|official)[ ](?i:e-?mail|mail|account|systems?|channels?|address|laptop|chat)",
    r"(?i:bypass|get[ ]around|evade|circumvent|dodge|work[ ]around|slip[ ]past|get[ ]past|avoid)(?:ing)?[ ](?i:(?:the[ ]|our[ ]|company[ ]|corporate[ ]){0,2}"
    r"(?:DLP|data[ ]loss[ ]prevention|mail[ ]gateway|e-?mail[ ](?:gateway|filter|scan\w{0,6})|mail[ ]filter)|(?:the|our|company|corporate)[ ]"
    r"(?:company[ ]|mail[ ])?(?:gateway|audit|compliance|monitoring))(?![A-Za-z])",
)
_ROUND_FROM = 7
"""From here on the English patterns hold their own `not`."""

# -- guards --------------------------------------------------------------------------------------------------

# These forbid across a comma; those of `_REFUSE` only in their own clause.
_FORBID = LatePattern(
    r"请勿|切勿|勿|严禁|严格禁止|禁止|禁用|不得|不准|不许|不允许|不应|不可|杜绝|违规|违反|违者|拒绝|谨防|警惕|防止|防范|提防|骗子|诈骗|拦截|阻断|阻止|检测|"
    r"不法分子|冒充|切忌|涉嫌|查处|查获|举报|一经发现|凡(?=是|有|发现)|嚴禁|請勿|不建议|(?<![A-Za-z])(?i:never|must[ ]not|mustn['’]?t|may[ ]not|shall[ ]not|should[ ]not|shouldn['’]?t|"
    r"prohibited|forbidden|not[ ]allowed|not[ ]permitted|not[ ]supposed|refrain|beware|scam\w{0,4}|prevents?|nobody|no[ ]one)(?![A-Za-z])"
)
_REFUSE = LatePattern(
    r"不要|不能|不会|支持|功能|不通过|不使用|不用|不走|不再|不支持|无法|避免|(?<![特区识类性级个分辨鉴判派差离告])别(?![人的处墅])|没有?|是否|能否|可否|未|非|"
    r"(?<![A-Za-z])(?i:do[ ]not|don['’]?t|does[ ]not|doesn['’]?t|did[ ]not|didn['’]?t|cannot|can['’]?t|can[ ]not|will[ ]not|won['’]?t|avoid|without|"
    r"unable|blocks?|blocked|not|nor)(?![A-Za-z])"
)
_FORBIDDEN_AFTER = LatePattern(
    # What comes of it: 绕过审计将被处罚, …者追究责任, will be dismissed.
    r"[^。！？!?\n]{0,16}?(?:处罚|处分|追责|问责|追究|开除|辞退|解雇|罚款|通报批评|警告处分|承担责任|法律责任)|"
    r"[^.!?\n]{0,60}?(?<![A-Za-z])(?i:(?:will|shall|may|can)[ ](?:be[ ]|face[ ]|lead[ ]to[ ]|result[ ]in[ ])"
    r"(?:punish|disciplin|dismiss|fire|terminat|sanction|report|warn)\w{0,6})|"
    r"[^。！？!?\n]{0,14}?(?:是|属于|属|都|均|也|一律|行为|的)?(?:被)?(?:违规|违反|严禁|禁止|不允许|不被允许|不可以|不合规|违纪|泄密)|"
    r"[^.!?\n]{0,60}?(?<![A-Za-z])(?i:(?:is|are|be|was)[ ](?:strictly[ ]|also[ ]|not[ ]){0,2}(?:prohibited|forbidden|allowed|permitted|banned|a[ ]violation)|violates?)"
)
_SENTENCE_END = LatePattern(r"[。！？!?\n；;]|\.(?=\s)")
_CLAUSE_END = LatePattern(r"[，,、：:。！？!?\n；;()（）]|\.(?=\s)")


class _Patterns(NamedTuple):
    """The patterns of one language: those that a `not` denies, and those that hold their own."""

    plain: re.Pattern[str]
    round: re.Pattern[str]


@cache
def _chinese() -> _Patterns:
    words = "|".join(re.escape(word) for word in sorted(CHANNEL_WORDS, key=len, reverse=True))
    plain = [one.replace("{words}", f"(?i:{words})") for one in _CHINESE]
    # Most characters begin none of the patterns: asked first, that halves the time.
    begins = rf"(?=[{_FIRST}]|(?i:[{''.join(sorted({word[0] for word in CHANNEL_WORDS}))}]))"
    return _Patterns(
        re.compile(f"{begins}(?:{'|'.join(plain)})"),
        re.compile(f"(?=[别不甭没无莫绕躲避规逃瞒])(?:{'|'.join(_CHINESE_ROUND)})"),
    )


@cache
def _english() -> _Patterns:
    edge = "(?<![A-Za-z])(?=[A-Za-z])"
    return _Patterns(
        re.compile(f"{edge}(?:{'|'.join(_ENGLISH[:_ROUND_FROM])})"),
        re.compile(f"{edge}(?:{'|'.join(_ENGLISH[_ROUND_FROM:])})"),
    )


# 发微信 by itself is what people do all day; an intent says to whom, or that it is to be done.
_BARE_SEND = LatePattern(
    r"发送?(?i:微信|威信|薇信|v信|wx|vx|weixin|wechat|qq|扣扣|whatsapp|telegram|tg|line|signal|skype)"
)
_DIRECTED_BEFORE = LatePattern("[给跟把将用请你您我]|直接|就|再|可以|单独|私下")
_DIRECTED_AFTER = LatePattern(r"[ ]?(?:[给吧哈哦呗我你您]|过[来去]|就[行好]|即可|联系我|沟通吧)")
_DIRECTED_REACH = 8


def _is_undirected(text: str, start: int, end: int) -> bool:
    """Say whether the words only name the sending: 员工上班时发微信."""
    if not _BARE_SEND.fullmatch(text, start, end) or _DIRECTED_AFTER.match(text, end):
        return False
    before = _CLAUSE_END.split(text[max(0, start - _DIRECTED_REACH) : start])[-1]
    return _DIRECTED_BEFORE.search(before) is None


_FIRST = "发转抄密传上推同备拷保丢扔甩寄存导放挪添互加用拿通经从使走换改移切私单小悄偷拍截录微电手号提访分别不莫勿回自个家我你他客对另"


def find(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the intent in whose words *position* lies, None where there is none."""
    # Neighbours share a window, so that a text full of channel words is searched once.
    begin = max(0, position - position % _STRIDE - _BEFORE)
    for start, end, is_round in _intents(text[begin : begin + _BEFORE + _STRIDE + _AFTER]):
        if (
            start <= position - begin < end
            and not _is_denied(text, begin + start, begin + end, is_round=is_round)
            and not _is_undirected(text, begin + start, begin + end)
        ):
            return begin + start, begin + end
    return None


@lru_cache(maxsize=4)
def _intents(window: str) -> tuple[tuple[int, int, bool], ...]:
    """Return (start, end, whether it holds its own `not`) of all that reads as an intent in *window*."""
    languages = [_chinese()] if not window.isascii() else []
    if _LATIN.search(window):
        languages.append(_english())
    return tuple(
        (found.start(), found.end(), bool(is_round))
        for patterns in languages
        for is_round, pattern in enumerate(patterns)
        for found in pattern.finditer(window)
    )


def _is_denied(text: str, start: int, end: int, *, is_round: bool) -> bool:
    """Say whether the sentence forbids, denies or warns of what stands from *start* to *end*."""
    return _denies(text[max(0, start - _BEFORE) : start], text[end : end + _AFTER_DENIAL], is_round=is_round)


_AFTER_DENIAL = 120


@lru_cache(maxsize=16)
def _denies(before: str, after: str, *, is_round: bool) -> bool:
    """Say whether what stands before and after an intent denies it; floods repeat the same few."""
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    before = _chinese().round.sub("", before)
    if _FORBID.search(before) or _FORBIDDEN_AFTER.match(after):
        return True
    if is_round:
        return False
    clause = before
    for match in _CLAUSE_END.finditer(before):
        clause = before[match.end() :]
    return _REFUSE.search(clause) is not None
