"""Records of a person's money: payments, balances, income, policies, and how they were made.

Nothing here counts by itself: see `dlpscan/text/companions.py`.
"""

from __future__ import annotations

from dlpscan.checks import record_values as values
from dlpscan.declare import AfterLabel, Context, Form, Recogniser, Scores, words

_SOURCE = "regulation 一(一)2(2); GB/T 35273-2020 annex A"
_ENTITY = "TRANSACTION_RECORD"
_SCORES = Scores(bare=0.7, nearby=0.7, labelled=0.85)
# In prose a name alone makes no record: news of the famous would be full of them.
_STATED = Scores(bare=0.7, nearby=0.7, labelled=0.7)

_stated = values.any_of(
    values.sum_of_money,
    values.typed(
        r"(?:了|给[一-鿿]{2,4}|人民币|合计|共计?|金额|至|"
        r"到)[ ]?(?P<value>(?:[¥￥$])?[0-9][0-9,]{0,12}(?:\.[0-9]{1,2})?[ ]?(?:万元|元|块钱?|万))(?![0-9])"
    ),
)


TRANSACTION_SUM = Recogniser(
    name="transaction_sum",
    entity_type=_ENTITY,
    title_zh="交易金额与余额",
    title_en="Sum or balance",
    anchors=(AfterLabel(),),
    forms=(Form("sum of money", find=values.amount),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            交易金额, 交易额, 发生额, 账户余额, 帐户余额, 余额, 存款余额, 可用余额, 当前余额, 交易后余额,
            卡内余额, 消费金额, 消费总额, 支付金额, 付款金额, 实付金额, 实付款, 收款金额, 转账金额,
            汇款金额, 退款金额, 还款金额, 充值金额, 提现金额, 取款金额, 存款金额, 存款, 订单金额, 成交金额,
            投资金额, 理财金额, 持仓金额, 持仓市值, 总资产, 账户总资产, 年收入, 月收入, 家庭年收入,
            家庭收入, 税后收入, 工资, 基本工资, 月工资, 应发工资, 实发工资, 月薪, 年薪, 薪资, 薪酬, 奖金,
            保费, 年缴保费, 年交保费, 首期保费, 保额, 保险金额, 理赔金额, 赔付金额, 赔款金额, 纳税额,
            缴费金额, 借方金额, 贷方金额, 收入金额, 支出金额, 入账金额, 交易金額, 帳戶餘額, 餘額, 薪水,
            txn_amount, transaction amount, transaction_amount, amount paid, amount, balance,
            account balance, account_balance, available balance, payment amount, payment_amount,
            trade_amount, salary, monthly salary, annual income, annual_income, monthly income, income,
            premium, sum insured, total assets, jyje, zhye
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


TRANSACTION_CODE = Recogniser(
    name="transaction_code",
    entity_type=_ENTITY,
    title_zh="交易流水号与保单号",
    title_en="Number of a transaction or policy",
    anchors=(AfterLabel(),),
    forms=(Form("number", find=values.code),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            交易流水号, 交易流水, 流水号, 流水编号, 交易号, 交易单号, 交易编号, 支付单号, 支付流水号,
            支付宝交易号, 商户单号, 凭证号, 退款单号, 转账单号, 回单编号, 保单号, 保单号码, 保险单号,
            投保单号, 理赔号, 赔案号, 理赔编号, 报案号, 合同编号, 贷款合同号, 借据号, 借据编号, 公积金账号,
            交易流水號, 保單號, policy_no, policy no, policy number, policy_number, claim no, claim number,
            claim_no, txn_id, transaction_id, transaction id, transaction no, trade_no, trade no,
            payment_id, payment id, receipt no, bdh, lsh
            """
        ),
        negative=words(
            """
            系统流水号, 日志流水号
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


TRANSACTION_DATE = Recogniser(
    name="transaction_date",
    entity_type=_ENTITY,
    title_zh="交易时间",
    title_en="Date of a transaction",
    anchors=(AfterLabel(),),
    forms=(Form("date", find=values.date),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            交易日期, 交易时间, 记账日期, 记账日, 入账日期, 入账时间, 付款时间, 付款日期, 支付时间,
            支付日期, 转账时间, 转账日期, 汇款时间, 还款日期, 还款时间, 还款日, 消费时间, 消费日期,
            充值时间, 退款时间, 开户日期, 销户日期, 投保日期, 出险日期, 出险时间, 理赔日期, 交易日,
            txn_date, transaction date, transaction_date, transaction time, transaction_time, payment date,
            payment_date, paid at, paid_at, pay_time, jyrq, jysj
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


TRANSACTION_TEXT = Recogniser(
    name="transaction_text",
    entity_type=_ENTITY,
    title_zh="交易内容",
    title_en="What a transaction was",
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
            支付方式, 付款方式, 支付渠道, 支付偏好, 支付方式偏好, 缴费方式, 缴费记录, 交易对手, 交易对方,
            对手方, 对方户名, 对方单位, 收款方, 付款方, 商户名称, 交易商户, 消费商户, 交易地点, 摘要,
            交易摘要, 交易类型, 交易说明, 交易备注, 交易附言, 附言, 转账附言, 用途, 交易渠道, 交易记录,
            交易明细, 转账记录, 消费记录, 消费明细, 支付记录, 付款记录, 充值记录, 提现记录, 理财记录,
            投资记录, 理财产品, 持有产品, 持有基金, 对账单, 银行流水, 流水明细, 账单明细, 账单, 持仓,
            持仓明细, 持股, 证券持仓, 收入证明, 收入来源, 资产状况, 财产状况, 房产信息, 险种, 险种名称,
            投保险种, 保险产品, 理赔记录, payment_method, payment method, payment preference, counterparty,
            payee, payer, merchant, memo, transaction type, transaction_type, transaction history, holdings,
            portfolio, statement, zffs
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


TRANSACTION_STATEMENT = Recogniser(
    name="transaction_statement",
    entity_type=_ENTITY,
    title_zh="交易陈述",
    title_en="Statement of a payment",
    anchors=(AfterLabel(),),
    forms=(Form("sum of money", find=_stated),),
    compact=str.strip,
    check=values.behind_label,
    scores=_STATED,
    context=Context(
        labels=words(
            """
            转账, 转了, 转入, 转出, 转给, 汇款, 汇入, 汇出, 汇了, 支付, 支付了, 已支付, 支出, 付款, 付了,
            消费, 消费了, 刷卡, 刷卡消费, 存入, 存了, 取现, 取款, 取出, 提现, 还款, 还了, 已还款, 充值,
            充值了, 退款, 到账, 入账, 扣款, 扣费, 缴费, 缴纳, 收到, 打款, 买入, 申购, 赎回, 投保, 赔付,
            理赔, 月薪, 年薪, 工资, 余额, paid, transferred, deposited, withdrew, spent, refunded
            """
        ),
        negative=words(
            """
            封顶, 起, 满
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


RECOGNISERS = (TRANSACTION_SUM, TRANSACTION_CODE, TRANSACTION_DATE, TRANSACTION_TEXT, TRANSACTION_STATEMENT)
