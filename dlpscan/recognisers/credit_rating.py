"""Records of a person's credit: ratings, scores, limits, debts, what is overdue.

Nothing here counts by itself: see `dlpscan/text/companions.py`.
"""

from __future__ import annotations

from dlpscan.checks import record_values as values
from dlpscan.declare import AfterLabel, Context, Form, Recogniser, Scores, words

_SOURCE = "regulation 一(一)2(2); GB/T 35273-2020 annex A"
_ENTITY = "CREDIT_RATING"
_SCORES = Scores(bare=0.7, nearby=0.7, labelled=0.85)
# In prose a name alone makes no record: news of the famous would be full of them.
_STATED = Scores(bare=0.7, nearby=0.7, labelled=0.7)

_grade = values.typed(
    r"(?:A{1,3}|B{1,3}|C{1,3}|D{1,3}|[A-F][a-f]{0,2}[1-9]?|[RCP][1-6]|"
    r"[一二三四五1-9](?=[级類类星]))[+\-＋－]?[ ]?(?:级|類|类|星级?)?(?![A-Za-z0-9一-鿿])"
    r"|(?:优秀|优良|优质|优|良好|良|中等|一般|较好|较差|极好|极差|差|高风险|中高风险|中风险|中低风险|"
    r"低风险|高|中|低|正常|关注|次级|可疑|损失|保守型|稳健型|平衡型|"
    r"成长型|进取型|谨慎型|积极型|激进型|excellent|good|fair|poor|low|medium|high)类?(?![A-Za-z0-9一-鿿])"
)
_score = values.typed(r"(?:[1-9][0-9]{1,2}|1000)(?:\.[0-9])?[ ]?(?:分|points?)?(?![0-9A-Za-z%])")
_overdue = values.typed(
    r"(?:了|已|达|共)?[ ]?(?P<value>[0-9]{1,4}[ ]?(?:天|期|次|个月|days|months))(?![0-9])"
)


CREDIT_GRADE = Recogniser(
    name="credit_grade",
    entity_type=_ENTITY,
    title_zh="信用等级",
    title_en="Credit grade",
    anchors=(AfterLabel(),),
    forms=(Form("grade", find=_grade),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            信用评级, 信用等级, 信用级别, 资信等级, 资信评级, 客户评级, 客户信用等级, 个人信用等级,
            征信等级, 内部评级, 风险等级, 风险评级, 风险级别, 风险承受能力, 风险测评结果, 五级分类,
            贷款分类, 贷款五级分类, 资产分类, 信用評級, 信用等級, credit rating, credit grade,
            credit_rating, credit_grade, risk level, risk rating, risk_level, xypj
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


CREDIT_SCORE = Recogniser(
    name="credit_score",
    entity_type=_ENTITY,
    title_zh="信用分",
    title_en="Credit score",
    anchors=(AfterLabel(),),
    forms=(Form("score", find=_score),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            信用评分, 信用分, 信用分数, 信用得分, 征信评分, 征信分, 征信分数, 个人信用分, 芝麻分, 芝麻信用,
            芝麻信用分, 微信支付分, 支付分, 百行分, 信用評分, credit score, credit_score, fico, fico score,
            fico_score, zmf
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


CREDIT_SUM = Recogniser(
    name="credit_sum",
    entity_type=_ENTITY,
    title_zh="授信与欠款",
    title_en="Credit limit or debt",
    anchors=(AfterLabel(),),
    forms=(Form("sum of money", find=values.amount),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            授信额度, 授信金额, 授信总额, 信用额度, 信用卡额度, 可用额度, 已用额度, 贷款额度, 贷款余额,
            贷款金额, 借款金额, 借款余额, 欠款, 欠款金额, 欠款总额, 逾期金额, 逾期本金, 未还金额, 未还本金,
            剩余本金, 应还金额, 应还款额, 月供, 负债总额, 总负债, 担保金额, 授信額度, credit limit,
            credit_limit, credit line, loan balance, loan_balance, loan amount, loan_amount, overdue amount,
            overdue_amount, outstanding balance, total debt
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


CREDIT_OVERDUE = Recogniser(
    name="credit_overdue",
    entity_type=_ENTITY,
    title_zh="逾期",
    title_en="Days overdue",
    anchors=(AfterLabel(),),
    forms=(Form("number of days or times", find=values.count),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            逾期天数, 逾期次数, 逾期期数, 逾期月数, 最长逾期天数, 最大逾期天数, 累计逾期次数, 连续逾期期数,
            逾期笔数, 当前逾期期数, 征信查询次数, 近半年查询次数, 逾期天數, days overdue, days past due,
            overdue days, overdue_days, overdue, dpd
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


CREDIT_REPORT = Recogniser(
    name="credit_report",
    entity_type=_ENTITY,
    title_zh="征信记录",
    title_en="Credit report",
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
            征信报告, 征信记录, 征信情况, 征信状态, 征信, 个人征信, 失信记录, 失信情况, 失信, 不良记录,
            违约记录, 违约情况, 还款记录, 还款情况, 还款状态, 逾期记录, 逾期情况, 逾期状态, 信用记录,
            信用状况, 信用情况, 信用报告, 黑名单原因, 被执行记录, credit report, credit history,
            credit_report, credit_history, repayment history, delinquency
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


CREDIT_STATEMENT = Recogniser(
    name="credit_statement",
    entity_type=_ENTITY,
    title_zh="信用陈述",
    title_en="Statement of somebody's credit",
    anchors=(AfterLabel(),),
    forms=(
        Form("days overdue", find=_overdue),
        Form("sum of money", find=values.sum_of_money),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_STATED,
    context=Context(
        labels=words(
            """
            逾期, 已逾期, 累计逾期, 连续逾期, 贷款逾期, 欠款, 拖欠, 欠, 尚欠, 授信, 信用分为, 贷款, 借款,
            owes, overdue by, in arrears
            """
        ),
        negative=words(
            """
            逾期未办, 逾期不候
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


RECOGNISERS = (CREDIT_GRADE, CREDIT_SCORE, CREDIT_SUM, CREDIT_OVERDUE, CREDIT_REPORT, CREDIT_STATEMENT)
