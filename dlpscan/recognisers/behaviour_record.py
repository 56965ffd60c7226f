"""Records of what a person did as a customer: visits, searches, orders, questions, complaints.

Nothing here counts by itself: see `dlpscan/text/companions.py`.
"""

from __future__ import annotations

from dlpscan.checks import record_values as values
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Context, Form, Recogniser, Scores, words

_SOURCE = "regulation 一(一)2(3); GB/T 35273-2020 annex A"
_ENTITY = "BEHAVIOUR_RECORD"
_SCORES = Scores(bare=0.7, nearby=0.7, labelled=0.85)
# In prose a name alone makes no record: news of the famous would be full of them.
_STATED = Scores(bare=0.7, nearby=0.7, labelled=0.7)

_ip = values.typed(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
_count = values.typed(
    r"[0-9]{1,7}(?:\.[0-9]{1,2})?[ ]?(?:次/[日周月年]|次|分钟|小时|秒钟?|分[0-9]{1,2}秒|分|天|笔|单|件|"
    r"元|点|times|minutes?|mins?|seconds?|hours?|points?|pts|s)?"
    r"(?![0-9A-Za-z%])|(?:非常满意|很满意|满意|一般|不满意|非常不满意)(?![一-鿿])"
)
# An offer or a direction to do it: 如需帮助，请前往网点咨询办理.
_OFFERED = LatePattern(
    r"请|可以|可[^能]|如需|如有|若有|若需|如果|欢迎|前往|拨打|登[录陆]|扫码|建议|应当|应该|须|需要|敬请|您可|支持|提供|用于|用来"
    r"|(?<![A-Za-z])(?i:please|can|may|should|must|if|to)(?![A-Za-z])"
)
_CLAUSE = 24
_ENDS_CLAUSE = LatePattern(r"[。！？!?\n；;：:]")


def _done(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of what somebody did, None where the clause only says how to do it."""
    before = _ENDS_CLAUSE.split(text[max(0, position - _CLAUSE) : position])[-1]
    return None if _OFFERED.search(before) else _stated(text, position)


# What was done: up to the end of the clause, and no address for doing it.
_said = values.typed(
    r"(?P<value>(?!(?:by|from|to|in|at|of|as|with|through|via|separately|online)(?![A-Za-z0-9])|(?:内容|意见|记录|问题|原因|事项|事由|编号|单号|号|请|可|时|的|是|为|与|和|及|或|等|"
    r"渠道|电话|热线|邮箱|方式|中心|部门|平台|服务|窗口|入口|按钮|页面|流程|建议|处理|举报|人员|客服|公司))"
    r"[一-鿿A-Za-z0-9《》“”·\-]{2,24}(?:[ ][A-Za-z0-9\-]{1,16}){0,4})(?![一-鿿A-Za-z0-9])"
)
# 以反映日志: to mirror something, no complaint.
_MIRRORS = LatePattern("[以能可会來来应應真确實实够并为為所](?:反映|反馈|反饋)$")


def _stated(text: str, position: int) -> values.Span | None:
    return None if _MIRRORS.search(text[max(0, position - 3) : position]) else _said(text, position)


BEHAVIOUR_TEXT = Recogniser(
    name="behaviour_text",
    entity_type=_ENTITY,
    title_zh="行为内容",
    title_en="What a customer did",
    anchors=(AfterLabel(),),
    forms=(
        Form("free text behind a sign", find=values.phrase),
        Form("free text behind a verb", find=values.phrase_after_verb, factor=0.82),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            浏览记录, 浏览历史, 浏览商品, 浏览页面, 浏览内容, 访问记录, 访问页面, 最近浏览, 搜索记录,
            搜索历史, 搜索关键词, 搜索内容, 搜索词, 收藏记录, 收藏商品, 收藏夹, 收藏内容, 购物车,
            购物车商品, 加购商品, 购买历史, 购买记录, 购买商品, 购买产品, 已购商品, 已购产品, 购物记录,
            订单记录, 历史订单, 订单内容, 订单商品, 订单详情, 订单状态, 商品名称, 消费偏好, 购买偏好,
            购物偏好, 产品偏好, 偏好, 退货记录, 退换货记录, 退货原因, 服务记录, 服务使用记录, 服务内容,
            使用记录, 通话记录, 通话内容, 通话摘要, 录音内容, 咨询内容, 咨询记录, 咨询问题, 咨询事项,
            咨询产品, 来电内容, 来电事由, 来电原因, 工单, 工单内容, 工单标题, 工单描述, 投诉内容, 投诉记录,
            投诉原因, 投诉事项, 投诉事由, 反馈意见, 反馈内容, 客户反馈, 意见反馈, 客户意见, 客户诉求,
            诉求内容, 评价内容, 评价, 满意度评价, 回访记录, 回访内容, 跟进记录, 聊天记录, 沟通记录,
            参与活动, 参加活动, 活动名称, 活动报名, 报名活动, 活动记录, 签到记录, 会员等级, 会员级别,
            登录记录, 登录地点, 登录设备, 行踪轨迹, 行动轨迹, 出行记录, 行程, 位置轨迹, 住宿记录, 入住记录,
            入住酒店, 用户画像, 用户标签, 客户标签, 客户画像, 兴趣爱好, 兴趣标签, 观看记录, 播放记录,
            阅读记录, 瀏覽記錄, 購買記錄, browsing_history, browsing history, page_view, clickstream,
            search_history, search history, search query, search_query, cart, cart_items, shopping cart,
            order_history, order history, purchase_history, purchase history, purchased items, purchases,
            call_record, call record, inquiry, complaint, feedback, customer feedback, user_tag, user_tags,
            user profile tags, trajectory, membership level, membership_level, member_level, event_name,
            viewed, watch history
            """
        ),
        negative=words(
            """
            系统通话记录
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


BEHAVIOUR_CODE = Recogniser(
    name="behaviour_code",
    entity_type=_ENTITY,
    title_zh="订单号与设备号",
    title_en="Number of an order, ticket or device",
    anchors=(AfterLabel(),),
    forms=(
        Form("number", find=values.code),
        Form("address on the net", find=_ip),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            订单号, 订单编号, 订单ID, 订单号码, 工单号, 工单编号, 投诉编号, 投诉单号, 快递单号, 运单号,
            物流单号, 退货单号, 预约号, 预约编号, 设备号, 设备编号, 设备ID, 设备标识, 登录IP, 登陆IP,
            访问IP, 最近登录IP, 來電編號, 訂單號, 訂單編號, order_no, order no, order number, order_number,
            order_id, order id, orderid, orderno, ticket_no, ticket no, ticket_id, ticket id, case number,
            complaint_id, device_id, device id, oaid, idfa, login_ip, login ip, last_login_ip, ddh
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


BEHAVIOUR_COUNT = Recogniser(
    name="behaviour_count",
    entity_type=_ENTITY,
    title_zh="行为频次",
    title_en="How often or how long",
    anchors=(AfterLabel(),),
    forms=(
        Form("number of times, minutes or points", find=_count),
        Form("sum of money", find=values.sum_of_money),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            停留时长, 停留时间, 访问次数, 访问频次, 登录次数, 浏览次数, 浏览时长, 使用时长, 在线时长,
            通话时长, 购买次数, 购买频次, 消费频次, 消费次数, 下单次数, 订单数, 订单数量, 退货次数,
            投诉次数, 咨询次数, 客单价, 平均客单价, 积分, 会员积分, 积分余额, 可用积分, 累计积分, 满意度,
            满意度评分, 点击次数, page views, visit_count, visits, login_count, order_count, purchase_count,
            points, loyalty_points, loyalty points, dwell_time, session duration, satisfaction score
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


BEHAVIOUR_DATE = Recogniser(
    name="behaviour_date",
    entity_type=_ENTITY,
    title_zh="行为时间",
    title_en="When a customer did it",
    anchors=(AfterLabel(),),
    forms=(Form("date", find=values.date),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            访问时间, 浏览时间, 下单时间, 下单日期, 订单时间, 订单日期, 购买时间, 购买日期, 登录时间,
            最后登录时间, 最近登录时间, 最后登录, 最近登录, 签到时间, 咨询时间, 来电时间, 通话时间,
            投诉时间, 投诉日期, 报名时间, 入住时间, 入住日期, 离店时间, 离店日期, 退房时间, 到店时间,
            注册时间, order_date, order date, order_time, ordered at, purchase date, purchase_date,
            last_login, last login, last_login_time, login_time, visit_time, check-in date, checkin_date,
            visited at
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


BEHAVIOUR_STATEMENT = Recogniser(
    name="behaviour_statement",
    entity_type=_ENTITY,
    title_zh="行为陈述",
    title_en="Statement of what somebody did",
    anchors=(AfterLabel(),),
    forms=(Form("what was bought, seen, asked or complained of", find=_done),),
    compact=str.strip,
    check=values.behind_label,
    scores=_STATED,
    context=Context(
        labels=words(
            """
            购买了, 买了, 订购了, 下单了, 下单购买, 预订了, 预定了, 浏览了, 浏览过, 查看了, 搜索了, 搜索过,
            收藏了, 关注了, 加购了, 退货, 退了, 咨询了, 咨询, 来电咨询, 致电咨询, 投诉, 来电投诉, 投诉了,
            投诉称, 反映, 来电反映, 反馈, 反馈称, 参加了, 参与了, 报名了, 报名参加, 报名参加了, 观看了,
            签到了, 入住, 入住了, 申请办理, 办理了, purchased, bought, ordered, browsed, searched for,
            complained about, complained that, inquired about, signed up for
            """
        ),
        negative=words(
            """
            咨询热线, 咨询电话, 投诉电话, 投诉热线, 投诉邮箱, 投诉渠道, 咨询服务, 投诉举报, 咨询公司,
            投诉建议, 反馈邮箱, 反馈渠道
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


RECOGNISERS = (BEHAVIOUR_TEXT, BEHAVIOUR_CODE, BEHAVIOUR_COUNT, BEHAVIOUR_DATE, BEHAVIOUR_STATEMENT)
