"""Bank accounts that are no cards: 9 to 22 digits without a public check, so the words around decide.

A label that names a *bank* account is enough. A bare 账号 also stands before accounts of games and web
sites: it counts when a bank, a branch or a clearing number stands nearby, or before more digits than those
accounts have.
"""

from __future__ import annotations

import re

from dlpscan.checks import after_label, cn_mobile, gb11643, gb32100
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_SHORTEST, _LONGEST = 9, 22
_MOBILE_LENGTH = 11
_NEAR = 60

# One piece, unless more digits follow behind a separator; then groups, up to what reads as a date.
_DATE = r"(?:19|20)[0-9]{2}[\-/.年][0-9]"
_NO_MORE = rf"(?![ \-·]?(?!{_DATE})[0-9])"
_WHOLE = LatePattern(rf"[0-9]{{9,22}}{_NO_MORE}")
_GROUPS = LatePattern(rf"(?!{_DATE})[0-9](?:(?:[ \-·]{{0,2}}(?!{_DATE}))[0-9]){{8,21}}{_NO_MORE}")
_BANK = LatePattern(
    "银行|銀行|开户|開戶|支行|分行|营业部|信用社|信用合作|农信|联行号|大额行号|行号|[工农中建交招]行|浦发|兴业|民生|光大|中信|华夏|广发|浙商|恒丰|徽商|渤海|农商|工商|邮储|户名|"
    r"收款人|付款人|汇款|转账|打款|对公|(?<![A-Za-z])(?:bank|banking|branch|swift|cnaps|beneficiary|remittance|"
    "icbc|ccb|abc|boc|bocom|cmb|cgb|spdb|hsbc|citic)(?![A-Za-z])",
    re.IGNORECASE,
)


def _locate(text: str, position: int) -> tuple[int, int] | None:
    position = after_label.value_start(text, position)
    found = _WHOLE.match(text, position) or _GROUPS.match(text, position)
    return found.span() if found else None


def _beside_a_bank(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of an account at *position* that has a bank within 60 characters."""
    span = _locate(text, position)
    if span is None:
        return None
    near = text[max(0, span[0] - _NEAR) : span[0]] + "\n" + text[span[1] : span[1] + _NEAR]
    return span if _BANK.search(near) else None


# What a cloud or a social network gives its accounts has as many digits.
_CLOUD = LatePattern(
    r"aws|amazon|iam|azure|google|cloud|twitter|facebook|weibo|微博|抖音|tiktok|阿里云|腾讯云|华为云|游戏|登[录陆]|会员"
    r"|流水|订单|单号|order|serial|trace",
    re.IGNORECASE,
)
_NUMBER_LABEL = LatePattern(
    r"(?:[账帐]号|[帳賬]號|[账帐]户号码?|(?<![A-Za-z])a/c"
    r"|(?<![A-Za-z])(?:a/c|ac|acct?|account)[ _]?(?:no|num|number|#))"
    r"[^0-9A-Za-z一-鿿]{0,8}(?:is|为|是)?[^0-9A-Za-z一-鿿]{0,8}$",
    re.IGNORECASE,
)
_LONG, _LONG_IN_ENGLISH = 13, 12
_REACH = 24


def _behind_number_label(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a long number behind a label that says number, no cloud or game nearby."""
    span = _locate(text, position)
    label = _NUMBER_LABEL.search(text[max(0, span[0] - _REACH) : span[0]]) if span else None
    if span is None or label is None:
        return None
    least = _LONG_IN_ENGLISH if label.group()[0].isascii() else _LONG
    if sum(map(str.isdigit, text[span[0] : span[1]])) < least:
        return None
    return None if _CLOUD.search(text, max(0, span[0] - _NEAR), span[1] + _NEAR) else span


def _check(number: str) -> Checked | None:
    """Refuse what is something better known: a resident number, a mobile number, a company's code."""
    if not _SHORTEST <= len(number) <= _LONGEST or len(set(number)) == 1:
        return None
    if len(number) == _MOBILE_LENGTH and number[0] == "1" and number[1] in "3456789":
        judged = cn_mobile.check(number)
        if judged is not None and judged.factor == 1.0:
            return None
    if len(number) == 18:  # noqa: PLR2004
        for check in (gb11643.check, gb32100.check):
            judged = check(number)
            if judged is not None and judged.status == "passed":
                return None
    return Checked("not_available")


_NEGATIVE = """
    登录账号, 登陆账号, 登录帐号, 用户账号, 用户帐号, 会员账号, 游戏账号, 游戏帐号, qq账号, qq帐号,
    微信账号, 微博账号, 抖音账号, 邮箱账号, 支付宝账号, 支付宝帐号, 系统账号, 域账号, 管理员账号, 测试账号,
    子账号, 主账号, 云账号, 员工账号, 平台账号, 网站账号, 公积金账号, 公积金账户, 水费账号, 电费账号,
    缴费账号, 宽带账号, 订单号, 订单编号, 流水号, 交易流水号, 交易号, 单号, 运单号, 快递单号, 发票号码,
    发票代码, user account, login account, github account, aws account, aws account id, google account,
    microsoft account, twitter account, order no, order id, order_id, order_no, trace id, trace_id,
    request id, request_id, tracking no, invoice no, serial no, sn
    """

BANK_ACCOUNT = Recogniser(
    name="bank_account",
    entity_type="BANK_ACCOUNT",
    title_zh="银行账号",
    title_en="Bank account number",
    anchors=(AfterLabel(first="[0-9]"),),
    forms=(Form("9 to 22 digits behind the label of a bank account", find=_locate, needs_label=True),),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.85, negative=0.1),
    context=Context(
        labels=words(
            """
            银行账号, 银行帐号, 银行账户, 银行帐户, 银行账户号, 银行账号/卡号, 银行卡账号, 开户账号,
            开户帐号, 开户行账号, 开户银行账号, 开户行及账号, 开户银行及账号, 银行及账号, 收款账号,
            收款帐号, 收款账户, 收款帐户, 收款人账号, 收款人帐号, 收款方账号, 收款银行账号, 付款账号,
            付款帐号, 付款账户, 付款人账号, 付款方账号, 汇款账号, 汇款账户, 转账账号, 转入账号, 转出账号,
            打款账号, 打款账户, 退款账号, 退款账户, 还款账号, 还款账户, 扣款账号, 扣款账户, 代扣账号,
            结算账号, 结算账户, 结算账户账号, 对公账户, 对公账号, 对公帐号, 对公帐户, 基本户, 基本账户,
            基本户账号, 基本存款账户, 一般户账号, 存款账号, 存款账户, 贷款账号, 贷款账户, 存折账号, 存折号,
            活期账号, 工资账号, 工资账户, 监管账户, 保证金账户, 资金账号, 资金账户, 理赔账号, 交易对手账号,
            对方账号, 对方账户, 銀行帳號, 銀行賬號, 銀行賬戶, 收款帳號, 收款賬號, bank account,
            bank account no, bank account no., bank account number, bank a/c, bank a/c no,
            beneficiary account, beneficiary account no, beneficiary account number, beneficiary a/c,
            receiving account, payee account, payee account no, payer account, settlement account,
            deposit account, savings account, current account no, bank_account, bank_account_no,
            bankaccount, bankaccountno, bank_acct, payee_account, beneficiary_account, payeeaccount,
            payeeaccountno, payee_account_no, payeracct, payer_account, payeraccount, payeraccountno,
            beneficiaryaccount, beneficiary_account_no, bankaccountnumber, bank_account_number,
            receiver_account, receiveraccount, 公司银行账号, 单位银行账号, 企业银行账号, 打款帐号, 到账账户,
            yhzh, skzh, fkzh
            """
        ),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=4, tail=4),
    source="forms in use; no public standard",
)

BANK_ACCOUNT_BESIDE_BANK = Recogniser(
    name="bank_account_beside_bank",
    entity_type="BANK_ACCOUNT",
    title_zh="银行账号(附近有银行)",
    title_en="Account number beside the name of a bank",
    anchors=(AfterLabel(first="[0-9]"),),
    forms=(
        Form(
            "9 to 22 digits behind a label, a bank within 60 characters",
            find=_beside_a_bank,
            needs_label=True,
        ),
        Form(
            "a long number behind a label that says number",
            find=_behind_number_label,
            factor=0.75,
            needs_label=True,
        ),
        Form("9 to 22 digits behind a label", find=_locate, factor=0.5, needs_label=True),
    ),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.8, negative=0.1),
    context=Context(
        labels=words(
            """
            账号, 帐号, 账户, 帐户, 账户号, 账户号码, 账号信息, 账户信息, 帳號, 帳戶, 賬號, 賬戶, account,
            account no, account no., account number, acct, acct no, acct no., acct number, a/c, a/c no,
            a/c no., a/c number, ac no, account_no, account_number, accountno, accountnumber, acct_no,
            acctno, acc_no, zh, zhh
            """
        ),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=4, tail=4),
    source="forms in use; no public standard",
)

RECOGNISERS = (BANK_ACCOUNT, BANK_ACCOUNT_BESIDE_BANK)
