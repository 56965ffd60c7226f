"""Where a person's name stands beside what says so: a label, a title, a verb, a role, a number.

`姓名王伟性别男` must end after two characters and `客户要求退款` holds no name at all, so each kind of
evidence asks what stands on the other side of the name too: a sign, or a word that leads to a name or goes on
behind one. The less a kind of evidence says, the more the characters themselves must read as a name.

The functions have the shape of a form's `find`: (text, position) -> span. Each looks at one or two
characters first, since most places that are worth a look hold no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dlpscan.checks import pinyin
from dlpscan.checks.chinese_names import (
    HAN,
    LONGEST,
    PARTICLES,
    TITLES,
    begins_with_word,
    first_characters,
    is_han,
    is_word,
    is_wordy,
    plausibility,
    simple,
    surnames,
)

Span = tuple[int, int]

_LONGEST_RUN = 24

# What follows a name in running text: labels, titles, verbs and particles.
FOLLOWERS = frozenset(
    """
    民间 合同 买卖 離婚 离婚 劳动 侵权 交通 追偿 继承 赡养 抚养 抵押 性别 民族 年龄 出生 生日 身份证
    身份證 证件 护照 手机 手機 电话 電話 联系 聯絡 邮箱 微信 住址 地址 住在 家住 账号 帐号 账户 卡号 银行
    户口 户籍 籍贯 学历 职业 职务 单位 公司 客户 本人 今年 今天 昨天 明天 于 在 的 犯 已 是 为 和 與 与 及
    或 说 称 来 去 向 给 把 被 将 要 想 请 从 对 到 因 由 购 买 申请 申請 办理 辦理 咨询 购买 要求 需要
    反映 投诉 投訴 表示 提交 签 收 付 欠 转 汇 存 取 投保 报案 入住 就诊 住院 预订 预约 下单 登记 注册 持
    男 女 等 以及 可以 同意 委托 授权 名下 所 之 了 电邮 编号 工号 学号 同学 师傅 夫妇 夫妻 一家 家属 父亲
    母亲 妻子 丈夫 儿子 女儿 您好 你好 谢谢 再次 多次 没有 未 不 也 又 还 都 曾 刚 正在 通过 使用 提供
    提出 填写 拨打 致电 联络 告知 告诉 负责 跟进 处理 接待 回访 审批 审核 确认 参加 出席 辱骂 打 做 问 让
    用 以 其 这 那 与其 任 兼 经 系 因为 由于 所有 拥有 认为 希望 觉得 发现 发来 发 送 寄 接 退 还款 逾期
    借 贷 办 领 至 时 後 后 前 先 再 才 就 会 能 应 须 需 每 共 自 拒 违 涉 驾驶 乘坐 居住 现 原 同 跟 则
    却 仍 只 并 而 但 若 如 起诉 诉 辩称 主张 陈述 承认 否认 上诉 死亡 受伤 患 主诉 入院 出院 复诊 确诊
    检查 服用 手术 术后 接受 完成 缴纳 缴费 支付 充值 提现 销户 开户 挂失 补办 更改 变更 修改 更新 续保
    退保 理赔 出险 来电 来访 来函 反馈 签署 签字 签收 离职 入职 请假 报销 出差 毕业 就读 任职 工作 担任
    出任 回复 回电 回应 介绍 透露 指出 强调 补充 坚持 拒绝 拒收 退货 换货 维权 报警 报名 下午 上午 晚上
    早上 处 处于 处在 名義 先生 女士 小姐 太太 老师 经理 医生 主任 同志 查
    """.split()
)  # fmt: skip
_LONGEST_FOLLOWER = 3
# Before a name, these lead to it and are no part of it.
LEADERS = frozenset(
    """
    请 由 和 与 與 给 向 找 对 致 是 为 从 让 叫 把 被 问 告 及 、 系 谢 访 见 接 邀 跟 同 派 替 陪 托 催
    约 到 至 了 日 月 即 客户 客戶 用户 会员 顾客 患者 病人 病患 学生 學生 学员 考生 员工 職員 业主 住户
    租客 租户 房东 车主 机主 户主 乘客 旅客 司机 家长 家属 老师 教师 医生 医师 护士 律师 经理 主任 主管
    同事 朋友 同学 师傅 专员 客服 坐席 柜员 销售 助理 秘书 顾问 申请人 投保人 被保险人 受益人 借款人
    担保人 持卡人 联系人 收件人 寄件人 收货人 当事人 负责人 经办人 委托人 代理人 报案人 投诉人 举报人 原告
    被告 被告人 证人 死者 伤者 受害人 嫌疑人 法官 民警 警官 记者 市民 村民 居民 网友 男子 女子 男 女 老人
    孩子 儿子 女儿 父亲 母亲 丈夫 妻子 爱人 配偶 哥哥 姐姐 弟弟 妹妹 联系 聯絡 致电 通知 告知 拜访 回访
    转交 转告 转给 发给 交给 寄给 汇给 转账给 今天 昨天 今日 昨日 明天 上午 下午 晚上 刚才 刚刚 周一 周二
    周三 周四 周五 周六 周日 本人 我叫 我是 名叫 叫做 尊敬的 亲爱的 敬爱的 感谢 关于 根据 按照 因为 由于
    以及 还有 包括 其中 因 以 经 据 持 凭 查 查询 核实 采访 邀请 安排 委托 授权 分配 指派 介绍 推荐 您好
    你好 父 母 夫 妻 子 姓名 叫作 而 但 称 指 望 盼 烦 麻烦 同意 批准 帮 帮忙 收到 要求 请求 建议 允许
    协助 辱骂 殴打 举报 投诉 起诉 控告 看望 祝贺 祝 恭喜
    """.split()
)  # fmt: skip
_LONGEST_LEADER = 4
# Runs that name an organisation, not a person.
_ORGANISATIONS = (
    "公司 银行 集团 中心 部门 分行 支行 医院 学校 大学 学院 酒店 商店 工厂 协会 委员会 事务所 平台 系统 "
    "服务 有限 股份 旗舰店 专营店 专卖店 分店 门店 超市 餐厅 饭店 宾馆 幼儿园 小学 中学 研究所 研究院 "
    "俱乐部 工作室 合作社 基金会 管理局 派出所 法院 检察院 公安局 政府 街道 小区 项目部 事业部 市场部 "
    "销售部 财务部 人事部 技术部 客服部 旗艦店 銀行"
).split()  # fmt: skip


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern, compiled when it is first needed: a scan without names pays for none."""
    return re.compile(pattern)


_RUN = rf"[{HAN}]+"
# Names of minorities and transliterations: parts joined by a middle dot (民委发〔2016〕33号: U+00B7; folding
# brings the other dots to it). They are written with few characters: others end the name.
_TRANSLITERATED = frozenset(
    "阿埃艾爱安昂奥巴白拜班邦包保鲍贝本比彼毕别宾波伯勃博卜布采策查茨次达大戴丹道德邓狄迪蒂丁东杜敦顿多额"
    "恩尔法凡范菲费芬丰冯佛夫弗福富盖冈高戈格葛根贡古瓜圭哈海汉豪赫黑亨洪侯胡华怀惠霍基吉季加贾简江杰捷金"
    "津京喀卡凯坎康考科柯可克肯孔库夸拉莱赖兰朗劳勒雷黎里理利莉立丽连廉良列林琳留柳龙隆卢鲁路露伦罗洛吕马"
    "玛迈麦曼芒毛梅美门蒙孟米密缅敏明摩莫默姆木穆拿纳娜乃南内能尼妮宁纽农努诺欧帕派潘庞佩彭蓬皮匹平泼普奇"
    "契恰钱乔切琴丘曲热仁日荣茹儒瑞若萨塞赛三桑瑟森莎沙珊山尚绍舍申什圣施史士斯丝司思苏索塔太泰坦汤唐陶特"
    "滕提铁廷通图土托瓦万旺威韦维魏温文翁沃乌吾武西希锡夏显香肖谢辛欣兴休雪雅亚延燕扬杨耶叶伊依易益因英尤"
    "约云泽扎詹张珍芝治朱兹子祖佐措增卓买汗力合吐逊荪甫其音呼娃勒央宗边朵坚赞才旦青登嘉乎阳帖帝阔苗孜胜巧"
    "妥夷吴王李陈月仙冰花再翠秀玉红艳天成永志强军伟娅婷佳静怡轩宇晨買爾麗馬龍烏納貝諾羅蘭達維亞倫萊爾賽內"
    "蓋凱漢"
)
_MOST_PARTS = 4
_LONGEST_PART = 12
# Forms print names of two characters with a space between, to the width of three.
_SPACED = rf"[{HAN}] {{1,3}}[{HAN}](?![{HAN}])"


def follows(text: str, position: int) -> bool:
    """Say whether a word that goes on behind a name begins at *position*."""
    return any(text[position : position + size] in FOLLOWERS for size in range(_LONGEST_FOLLOWER, 0, -1))


def leads(text: str, position: int) -> bool:
    """Say whether a word that leads to a name ends at *position*."""
    return any(
        text[max(0, position - size) : position] in LEADERS
        for size in range(min(_LONGEST_LEADER, position), 0, -1)
    )


def _is_field_end(text: str, position: int) -> bool:
    """Say whether nothing, a line end or a sign stands at *position*."""
    return not is_han(text[position : position + 1] or " ")


# -- behind a label ---------------------------------------------------------------------------------


def after_label(text: str, position: int) -> Span | None:
    """Return the span of the name that begins at *position*, right behind a label and its colon.

    Glued to the label (`客户王伟`), it must be a likely name and no ordinary word: `客户高度重视` and
    `会员金卡` are none. Behind a colon a word may be a name (`姓名：方圆`) if the whole field reads as one.
    """
    first = text[position : position + 1]
    if not is_han(first):
        return None
    dotted = _dotted(text, position) if "·" in text[position : position + _LONGEST_PART + 1] else None
    if dotted:
        return dotted
    if first not in first_characters():
        # Most labels are followed by no name at all.
        return None
    spaced = _compiled(_SPACED).match(text, position)
    if spaced and plausibility(spaced.group()) == 1.0:
        return spaced.span()
    run = _compiled(_RUN).match(text, position, position + _LONGEST_RUN)
    if run is None:
        return None
    characters = run.group()
    glued = not _has_sign(text, position)
    best, best_score = 0, 0.0
    for length in range(2, min(LONGEST, len(characters)) + 1):
        score = _ending(characters, length, glued=glued)
        if score > best_score:
            best, best_score = length, score
    if not best or _names_organisation(characters):
        return None
    return position, position + best


_SIGNS = frozenset(":：=|>\n【】「『（([《〈\t,，")


def _has_sign(text: str, position: int) -> bool:
    """Say whether a sign parts the label from what begins at *position*: a space or quote alone does not."""
    while position and not text[position - 1].isalnum():
        position -= 1
        if text[position] in _SIGNS:
            return True
    return not position


def _names_organisation(characters: str) -> bool:
    return any(word in characters for word in _ORGANISATIONS)


def _ending(characters: str, length: int, *, glued: bool) -> float:
    """Return how well a name of this *length* ends here, 0 for not at all."""
    name = characters[:length]
    score = plausibility(name)
    rest = characters[length:]
    if not score:
        return 0.0
    if glued:
        least = _least_plausibility(name, is_last=not rest)
        if score < least or name[0] in PARTICLES or begins_with_word(name):
            return 0.0
        if score < 1.0 and _overreach(characters, length):
            return 0.0
    elif is_word(name) and (rest or score < 1.0):
        return 0.0
    if not rest:
        return score + 1.0 - _overreach(characters, length)
    if follows(rest, 0):
        return score + 0.5 + 0.1 * length - _overreach(characters, length)
    # A name that leaves no doubt counts even where nothing says that it ends.
    if score < 1.0 or is_wordy(name) or begins_with_word(characters[: length + 1]) or is_word(name[:2]):
        return 0.0
    return 0.3 + 0.05 * length - _overreach(characters, length)


# Characters that are given to no child, or hardly ever, and go on behind a name instead.
PARTICLE_ENDS = frozenset(
    "于在的和与及已是为向给把被将说称从对到由又也都曾因还并但就再请要想去不未没以等其或亦均"
)


def _overreach(text: str, end: int) -> float:
    """Return how much speaks against the last of three characters before *end* being of the name.

    王伟要求 is 王伟 and 要求, not 王伟要; 刘纲认为 is 刘纲.
    """
    if text[end - 1] in PARTICLE_ENDS:
        return 0.6
    return 0.6 if any(_word(text, end - 1, size) in FOLLOWERS for size in (3, 2)) else 0.0


def _word(text: str, position: int, size: int) -> str:
    """Return *size* characters at *position*, "" where there are fewer."""
    word = text[position : position + size]
    return word if len(word) == size else ""


def _least_plausibility(name: str, *, is_last: bool) -> float:
    """Return how much a name glued to its label must read as one: less if it is long."""
    if len(name) > 2:  # noqa: PLR2004
        return 0.85 if is_last or not is_wordy(name) else 1.0
    return 0.85 if is_last and not is_wordy(name) else 1.0


def surname_and_title(text: str, position: int) -> Span | None:
    """Return the span of a surname with a title that fills the field behind a label: 联系人：王先生."""
    if text[position : position + 1] not in first_characters() or (position and is_han(text[position - 1])):
        return None
    run = _compiled(_RUN).match(text, position, position + _LONGEST_RUN)
    if run is None:
        return None
    characters = run.group()
    for length in (1, 2):
        if simple(characters[:length]) in surnames() and characters[length:] in TITLES:
            return run.span()
    return None


# -- before a title or verb, behind a role ------------------------------------------------------------

_VERBS = frozenset(
    """
    经办 审批 批准 验收 代办 代收 代签 陪同 前往 取消 拒收 拒绝 收到 发来 回复 回访 支付 缴纳 来电 来访
    来函 致电 投诉 投訴 反映 反馈 咨询 諮詢 申请 申請 办理 辦理 要求 表示 提出 提交 签署 签字 签收 購買
    购买 下单 付款 转账 汇款 存入 取款 开户 销户 报案 报警 就诊 就诊于 住院 入住 致函 登记 注册 名下 本人
    欠款 逾期 还款 借款 承诺 委托 授权 确认 负责 跟进 接待 离职 入职 请假 辞职 报名 退款 退货 理赔 投保
    续保 退保 挂失 补办 驾驶 到店 到场 到院 到访 报修 缺课 参加 出席 起诉 诉称 辩称 说 称 您好 你好 妳好
    敬上 谨上 敬启 拜上 手书 签名 （签字 （签章 (签字 同学 入院 出院 复诊 主诉 （男 （女 (男 (女 ，男 ，女
    ,男 ,女 签订 接电话 接听 您的
    """.split()
)  # fmt: skip
_POSSESSIONS = tuple(
    "的" + thing
    for thing in (
        "手机 手機 电话 電話 号码 身份证 身份證 证件 证书 银行 信用卡 储蓄卡 卡号 账号 帐号 账户 帐户 "
        "账单 住址 地址 住所 家庭 家属 邮箱 微信 支付宝 个人 资料 订单 保单 病历 病歷 病情 诊断 检查 "
        "检验 化验 手术 处方 体检 合同 申请 投诉 贷款 借款 还款 欠款 逾期 余额 存款 交易 流水 消费 转账 "
        "持仓 护照 驾驶证 驾照 户口 户籍 征信 信用 工资 工号 绩效 简历 档案 学历 学籍 成绩 联系 联络 "
        "生日 出生 年龄 性别 籍贯 民族 报告 姓名 名字 签名 快递 包裹 收货 收件 房产 房屋 房子 车牌 车辆 "
        "社保 公积金 密码 验证码 登录 通话 聊天 行程 航班 预订 预约 开户 预留 紧急 通讯 保险 理赔 照片 "
        "指纹 人脸 委托 授权 律师 监护人 女儿 儿子 孩子 妻子 丈夫 父亲 母亲 爱人 配偶 遗产"
    ).split()
)  # fmt: skip
# Between a name and its verb: 王伟已投诉, 李强于昨日来电.
_ADVERBS = frozenset(
    "已经 再次 多次 今天 昨天 今日 昨日 刚才 刚刚 想要 需要 本人 上午 下午 一直 正在 前来 主动 亲自 电话 "
    "没有 尚未 至今 已 又 想 要 需 于 曾 也 刚 正 未 拟 将".split()
)
_CLOSINGS = frozenset("您好 你好 妳好 您的 敬上 谨上 敬启 拜上".split())
# What laws and manuals say of anyone; the others are said of persons.
_GENERAL_VERBS = frozenset(
    """
    申请 申請 办理 辦理 要求 表示 提出 提交 确认 登记 注册 负责 委托 授权 说 称 同学 审批 批准 验收 取消
    拒绝 收到 支付 缴纳 前往 回复
    """.split()
)  # fmt: skip
_ADVERB_ENDS = frozenset(adverb[-1] for adverb in _ADVERBS)
_ROLES = frozenset(
    """
    联系 聯絡 致电 通知 告知 拜访 回访 转交 转告 转给 发给 发给了 交给 交给了 寄给 寄给了 汇给 转账给
    转给了 找 给 我叫 我是 名叫 叫做 名为 尊敬的 亲爱的 敬爱的 同事 朋友 老师 医生 护士 律师 经理 主管
    专员 客服 坐席 柜员 销售 助理 师傅 司机 儿子 女儿 妻子 丈夫 父亲 母亲 男子 女子 村民 市民 民警 嫌疑人
    犯罪嫌疑人 受害人 被害人 死者 伤者 他叫 她叫 客户叫 名字叫 麻烦
    """.split()
)  # fmt: skip
# 给 and 找 begin far more sentences than they lead to names.
_WEAK_ROLES = frozenset("找 给".split())

BESIDE = tuple(sorted({*TITLES, *_VERBS, *_POSSESSIONS, *_ROLES}))
"""The words beside which `beside_word` looks for a name."""


def beside_word(text: str, position: int) -> Span | None:
    """Return the span of the name right before or behind the title, verb or role at *position*."""
    found = _before_word(text, position) if _may_end_name(text, position) else None
    return found or _behind_role(text, position)


_LONGEST_ADVERB = 2


def _may_end_name(text: str, position: int) -> bool:
    """Say whether one of the characters before *position* may begin a name that ends there, or nearly there.

    Most words are refused here, at the cost of a few look-ups.
    """
    if position < 2:  # noqa: PLR2004
        return False
    last = text[position - 1]
    if not is_han(last) and last not in "，, ":
        return False
    firsts = first_characters()
    farthest = LONGEST + (_LONGEST_ADVERB if last in _ADVERB_ENDS or not is_han(last) else 0)
    return not firsts.isdisjoint(text[max(0, position - farthest) : position - 1]) or (
        "·" in text[max(0, position - _LONGEST_PART - 1) : position]
    )


def _before_word(text: str, position: int) -> Span | None:
    for size in _sizes_of_acts().get(text[position], ()):
        word = text[position : position + size]
        if word in _ACTS:
            break
    else:
        return None
    if word in _TITLES:
        # 林业主管部门 names an office.
        is_office = text.startswith("部门", position + len(word))
        return None if is_office else before_title(text, position - (text[position - 1] == " "))
    if not is_han(text[position - 1]):
        # 王伟，您好 and 王伟 敬上, at the beginning of a line.
        return _name_before(text, position - 1, led=False) if word in _CLOSINGS else None
    if word[-1] in "男女" and is_han(text[position + len(word) : position + len(word) + 1]):
        # ，女性 is no sign of one person's sex.
        return None
    return _before_verb(text, position, word)


def _before_verb(text: str, position: int, word: str) -> Span | None:
    """Return the span of the name before a verb, an adverb between them or not."""
    is_general = word in _GENERAL_VERBS
    found = _name_before(text, position, is_general=is_general)
    if found or word in _CLOSINGS:
        return found
    for size in range(_LONGEST_ADVERB, 0, -1):
        if text[position - size : position] in _ADVERBS:
            found = _name_before(text, position - size, is_general=is_general)
            if found:
                return found
    return None


_TITLES = frozenset(TITLES)


_ACTS = frozenset({*TITLES, *_VERBS, *_POSSESSIONS})


def _sizes(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words that begin with a character, the longest first."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}


@cache
def _sizes_of_acts() -> dict[str, tuple[int, ...]]:
    return _sizes(_ACTS)


@cache
def _sizes_of_roles() -> dict[str, tuple[int, ...]]:
    return _sizes(_ROLES)


def _name_before(text: str, end: int, *, led: bool = True, is_general: bool = False) -> Span | None:
    """Return the span of the name that ends at *end*, where a verb says that somebody does something."""
    dotted = _dotted_before(text, end)
    if dotted:
        return dotted
    best, best_score = None, 0.0
    for length in range(2, min(LONGEST, end) + 1):
        start = end - length
        name = text[start:end]
        if not is_han(name[0]) or not is_han(name[-1]):
            break
        if name[0] not in first_characters() or begins_with_word(name):
            continue
        score = _confidence(name, is_general=is_general)
        is_edge = _is_edge(text, start)
        if not score or not (is_edge or (led and leads(text, start))):
            continue
        if name[0] in PARTICLES and not (is_edge and len(name) > 2):  # noqa: PLR2004
            continue
        if len(name) > 2:  # noqa: PLR2004
            score -= _overreach(text, end)
        if score > best_score:
            best, best_score = (start, end), score
    return best


def _confidence(name: str, *, is_general: bool = True) -> float:
    """Return how sure the characters alone make a name; 0 where they need more evidence.

    *is_general* says that the word beside it is said of things as well as of persons.
    """
    is_long = len(name) > 2  # noqa: PLR2004
    if plausibility(name) < 1.0:
        # Three characters of a surname that is no word are a name even if one is rare in names.
        is_likely = is_long and plausibility(name) >= 0.85 and not is_wordy(name)  # noqa: PLR2004
        return 0.6 if is_likely else 0.0
    if is_wordy(name):
        return 0.7 if is_long else 0.5 * (not is_general)
    return 1.0 if is_long else 0.9


def _is_edge(text: str, start: int) -> bool:
    """Say whether a clause begins at *start*."""
    return not start or not is_han(text[start - 1])


def _dotted(text: str, position: int) -> Span | None:
    """Return the span of the dotted name that begins at *position*."""
    end = position
    for part in range(_MOST_PARTS):
        begin = end + (part > 0)
        last = begin
        while last < begin + _LONGEST_PART and text[last : last + 1] in _TRANSLITERATED:
            last += 1
        if last == begin:
            break
        if text[last : last + 1] != "·":
            return (position, _dotted_end(text, begin, last)) if part else None
        end = last
    return (position, end) if "·" in text[position:end] else None


def _dotted_end(text: str, begin: int, last: int) -> int:
    """Return where the last part ends: before the first word that goes on behind a name."""
    for end in range(begin + 2, last):
        if any(_word(text, end, size) in FOLLOWERS for size in (3, 2)):
            return end
    return last


def _dotted_before(text: str, end: int) -> Span | None:
    """Return the span of the dotted name that ends at *end*."""
    if "·" not in text[max(0, end - _LONGEST_PART - 1) : end]:
        return None
    position = end
    start = -1
    for part in range(_MOST_PARTS):
        first = position
        while first > max(0, position - _LONGEST_PART) and text[first - 1] in _TRANSLITERATED:
            first -= 1
        if first == position:
            break
        start = first
        if not first or text[first - 1] != "·":
            break
        position = first - 1
        start = -1 if part == _MOST_PARTS - 1 else start
    if start < 0 or "·" not in text[start:end]:
        return None
    dot = text.index("·", start)
    for cut in range(dot - 1, start, -1):
        if leads(text, cut):
            return cut, end
    return (start, end) if _is_edge(text, start) or leads(text, start) else None


def _greets(text: str, start: int) -> bool:
    return text[max(0, start - 3) : start] in ("尊敬的", "亲爱的", "敬爱的")


def before_title(text: str, position: int) -> Span | None:
    """Return the span of the full name that ends at *position*, where a title such as 先生 begins."""
    dotted = _dotted_before(text, position)
    if dotted:
        return dotted
    best, best_score = None, 0.0
    for length in range(2, min(LONGEST, position) + 1):
        start = position - length
        name = text[start:position]
        if not is_han(name[0]) or not is_han(name[-1]):
            break
        is_edge = _is_edge(text, start)
        if name[0] not in first_characters() or (
            begins_with_word(name) and (is_wordy(name) or not (is_edge or leads(text, start)))
        ):
            continue
        score = plausibility(name)
        if name[0] in PARTICLES and (score < 1.0 or not (is_edge or _greets(text, start))):
            continue
        if score and (is_edge or leads(text, start)):
            score += 0.5
        elif score < 1.0 or is_wordy(name):
            # Amid a sentence only a very likely name counts: 教师节祝老师 holds none.
            continue
        if score > best_score:
            best, best_score = (start, position), score
    return best


def _behind_role(text: str, position: int) -> Span | None:
    """Return the span of the name behind the role that begins at *position* (联系王伟, 由王伟负责)."""
    for size in _sizes_of_roles().get(text[position], ()):
        begin = position + size
        if text[begin : begin + 1] not in first_characters():
            continue
        word = text[position:begin]
        if word not in _ROLES:
            continue
        found = _name_behind(text, begin, weak=word in _WEAK_ROLES)
        if found:
            return found
    return None


def _name_behind(text: str, begin: int, *, weak: bool, is_general: bool = True) -> Span | None:
    best, best_score = None, 0.0
    for length in range(2, LONGEST + 1):
        end = begin + length
        name = text[begin:end]
        if len(name) < length or not is_han(name[-1]):
            break
        if name[0] in PARTICLES or begins_with_word(name) or begins_with_word(text[begin : end + 1]):
            continue
        score = _confidence(name, is_general=is_general)
        if not score or (weak and score < 0.9):  # noqa: PLR2004
            continue
        if _is_field_end(text, end):
            score += 0.5
        elif not follows(text, end):
            continue
        if len(name) > 2:  # noqa: PLR2004
            score -= _overreach(text, end)
        if score > best_score:
            best, best_score = (begin, end), score
    return best


# -- beside a number ----------------------------------------------------------------------------------

# Only numbers of persons: a mobile, a resident number, a card; not an order number or a time.
_NUMBER = (
    r"0[1-9][0-9]{1,2}[\- ]?[0-9]{7,8}(?![0-9])"
    r"|(?:86[ \-]{0,2})?1[3-9][0-9](?:[0-9]{8}|[ \-][0-9]{4}[ \-][0-9]{4})(?![0-9])"
    r"|[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9])"
    r"|[1-9][0-9]{5} (?:18|19|20)[0-9]{6} [0-9]{3}[0-9Xx](?![0-9])"
    r"|[1-9][0-9]{14}(?![0-9])|[3-69][0-9]{15,18}(?![0-9])"
    r"|[3-69][0-9]{3}(?:[ \-][0-9]{4}){3}(?:[ \-][0-9]{1,3})?(?![0-9])"
)
_FARTHEST = 20
# What stands between a name and a number of the same person.
_BRIDGE = (
    r"(?:[ \t\n,，、:：;；|/()（）\[\]【】「」『』\"'“”=_\-<>*#]|\+?86(?![0-9])|\+"
    r"|的|是|为|[,，、 (（](?:男|女)|汉族|本人|先生|女士|小姐"
    r"|(?:联系|移动|预留|注册|绑定|常用|收货|工作|家庭|公民)?"
    r"(?:手机|手機|电话|電話|身份证|身份證|身份|证件|银行卡|信用卡|储蓄卡|卡|账|帐|微信|方式)?(?:号码|號碼|号|號)"
    r"|联系方式|联系电话|(?:手机|手機|电话|電話|身份证|身份證|证件|银行卡|信用卡|卡)"
    r"|(?:[Tt]el|[Pp]hone|[Mm]obile|TEL|ID)(?:\.|[ ]?[Nn]o\.?)?){1,8}$"
)
_BEHIND_NUMBER = r"[ \t,，:：;；|/(（\-]{0,3}"


def beside_number(text: str, position: int) -> Span | None:
    """Return the span of the name right before or behind the person's number that begins at *position*."""
    start = max(0, position - _FARTHEST)
    before = text[start:position]
    if before.isascii():
        if text[position + 11 : position + 26].isascii():
            return None
        number = _compiled(_NUMBER).match(text, position)
        return _behind_number(text, number.end()) if number else None
    number = _compiled(_NUMBER).match(text, position)
    if number is None:
        return None
    return _before_number(text, position) or _behind_number(text, number.end())


def _before_number(text: str, position: int) -> Span | None:
    start = max(0, position - _FARTHEST)
    bridge = _compiled(_BRIDGE).search(text, start, position)
    # Any end of a name from the beginning of the bridge on: 女 of 王胜女 is no sign of sex.
    first = bridge.start() if bridge else position
    best, best_score = None, 0.0
    for end in range(first, position + 1):
        if not end or not is_han(text[end - 1]):
            continue
        if end != first and not (end == position or _compiled(_BRIDGE).match(text, end, position)):
            continue
        found = _name_at_number(text, end)
        if found and found[1] - 0.3 * (end != first) > best_score:
            best, best_score = found[0], found[1] - 0.3 * (end != first)
    return best


def _name_at_number(text: str, end: int) -> tuple[Span, float] | None:
    dotted = _dotted_before(text, end)
    if dotted:
        return dotted, 2.0
    best, best_score = None, 0.0
    for length in range(2, min(LONGEST, end) + 1):
        start = end - length
        name = text[start:end]
        if not is_han(name[0]) or not is_han(name[-1]):
            break
        if name[0] not in first_characters() or begins_with_word(name):
            continue
        score = plausibility(name)
        if score < 1.0 and len(name) == 2 and is_wordy(name):  # noqa: PLR2004
            continue
        if not score or not (_is_edge(text, start) or leads(text, start)):
            continue
        if name[0] in PARTICLES:
            score -= 0.4
        if score + 0.01 * length > best_score:
            best, best_score = (start, end), score + 0.01 * length
    return (best, best_score) if best else None


def _behind_number(text: str, end: int) -> Span | None:
    gap = _compiled(_BEHIND_NUMBER).match(text, end)
    if gap is None or text[gap.end() : gap.end() + 1] not in first_characters():
        return None
    # 42010…2717王伟: glued, only a name that leaves no doubt.
    return _name_behind(text, gap.end(), weak=gap.end() == end, is_general=False)


# -- before a mailbox ---------------------------------------------------------------------------------


def before_mailbox(text: str, position: int) -> Span | None:
    """Return the span of the name before the mailbox that begins at *position*: 王伟 <wangwei@…>."""
    if not text[position].isascii() or not text[position].isalnum():
        return None
    end = position
    while end > 0 and position - end < 3 and text[end - 1] in " <(（,，:：\"'\t|":  # noqa: PLR2004
        end -= 1
    if end == position or not end or not is_han(text[end - 1]):
        return None
    found = _name_at_number(text, end)
    return found[0] if found else None


# -- alone --------------------------------------------------------------------------------------------


def whole_word(text: str, position: int) -> Span | None:
    """Return the span of a word at *position*, in the name of a file, that is wholly a name."""
    run = _compiled(_RUN).match(text, position, position + LONGEST + 1)
    if run is None or (position and is_han(text[position - 1])):
        return None
    name = run.group()
    if 2 <= len(name) <= LONGEST and plausibility(name) and not begins_with_word(name):  # noqa: PLR2004
        return run.span()
    return None


# -- in Latin letters ---------------------------------------------------------------------------------

_LATIN_WORD = r"[A-Z][a-zÀ-ɏ'’]{1,14}(?:-[A-Za-z][a-z]{1,12})?|[A-Z]{2,14}"
_LATIN = (
    rf"(?:{_LATIN_WORD})(?:,? (?:{_LATIN_WORD}|[A-Z]\.)){{1,3}}(?![A-Za-z0-9_@])"
    r"|[A-Z]{2,14}/[A-Z]{2,14}(?![A-Za-z0-9_@/])"
)


def pinyin_name(text: str, position: int) -> Span | None:
    """Return the span of a name in Latin letters at *position*, behind a label or title.

    Of more words than the name has, the first are taken: `Wang Fang Tel` is `Wang Fang`.
    """
    if not "A" <= text[position : position + 1] <= "Z":
        return None
    found = _compiled(_LATIN).match(text, position)
    if found is None:
        return None
    ends = [gap.start() for gap in re.finditer(",? |/", found.group())] + [len(found.group())]
    for end in reversed(ends[1:]):
        name = found.group()[:end]
        if pinyin.is_name(name):
            return position, position + end
    return None


# `name` heads anything; the other labels are those of persons.
_BARE_LABEL = r"(?i)(?:^|[^A-Za-z])name[\"']?[ \t]*[:=：|>][^\n]{0,6}$"
_NO_PERSON = frozenset(
    "ltd limited inc corp corporation company co llc plc gmbh group holdings bank trust fund university "
    "college school hospital hotel center centre project team service services system systems software "
    "release server".split()
)


_FIELD_ENDS = frozenset(["", *"\n\t,;.<|()\"'，；。（）"])


# `Upstream-Contact:` heads the authors of a program.
_COMPOUND_LABEL = r"[A-Za-z]-[A-Za-z]{2,12}[ ]?:\s{0,6}$"


def foreign(text: str, position: int) -> Span | None:
    """Return the span of a name such as `John Smith`, alone in its field behind the label of a person."""
    if not "A" <= text[position : position + 1] <= "Z":
        return None
    found = _compiled(_LATIN).match(text, position)
    if found is None:
        return None
    end = found.end()
    if any(word.lower().strip(".,") in _NO_PERSON for word in found.group().split()):
        return None
    fills_field = text[end : end + 2].lstrip(" ")[:1] in _FIELD_ENDS
    # Behind `name`, and in a sentence, given name and family name must both be known.
    before = text[max(0, position - 20) : position]
    if _compiled(_COMPOUND_LABEL).search(before):
        return None
    strict = not fills_field or _compiled(_BARE_LABEL).search(before) is not None
    return found.span() if pinyin.is_latin_name(found.group(), strict=strict) else None
