"""Payment card numbers: Chinese issuers by prefix and length, international schemes by range, and Luhn."""

from __future__ import annotations

from dlpscan.checks import card_iins, other_numbers, tables
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words


def _documentation() -> frozenset[str]:
    return tables.published_dummies("BANK_CARD")


_DIGITS_ONLY = str.maketrans("", "", " -·./_,|\t")


def _compact(text: str) -> str:
    return text.translate(_DIGITS_ONLY)


# Four groups out of a row of groups are no card: a table of figures is full of those that pass.
_FIRST = r"(?<![0-9]{4}[ \-·])"
_LAST = r"(?![ \-·]{1,3}[0-9]{1,4}(?![0-9]))"


def _scattered(length: int) -> Form:
    return Form(
        f"{length} digits with separators",
        rf"[1-9](?:[ \-·]{{0,3}}[0-9]){{{length - 1}}}(?![ \-·]?[0-9])",
        factor=0.95,
        needs_label=True,
        separated=True,
    )


_FORMS = (
    Form("13 to 19 digits", r"[1-9][0-9]{12,18}"),
    Form(
        "groups of four and a rest",
        rf"{_FIRST}[1-9][0-9]{{3}}([ \-·]{{1,3}})(?:[0-9]{{4}}\1){{3}}[0-9]{{1,3}}{_LAST}",
        separated=True,
    ),
    Form(
        "groups of four",
        rf"{_FIRST}[1-9][0-9]{{3}}([ \-·]{{1,3}})[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{{4}}{_LAST}",
        separated=True,
    ),
    Form("groups of 6 and the rest", r"[1-9][0-9]{5}[ \-·][0-9]{9,13}", factor=0.9, separated=True),
    Form(
        "digits apart",
        r"(?<![0-9][ \-·])[1-9]([ \-·])(?:[0-9]\1){14,17}[0-9](?![ \-·]?[0-9])",
        factor=0.8,
        separated=True,
    ),
    Form(
        "groups of four, the last of three",
        rf"{_FIRST}3[47][0-9]{{2}}([ \-·]{{1,3}})[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{{3}}{_LAST}",
        separated=True,
    ),
    Form("groups of 4-6-5", r"3[0-9]{3}([ \-·])[0-9]{6}\1[0-9]{5}", separated=True),
    *map(_scattered, (19, 18, 17, 16, 15)),
    Form(
        "12 digits of Maestro",
        r"(?:50[123]|6304|676|6759)[0-9]{8,9}(?![ \-·]?[0-9])",
        needs_label=True,
        anchor="after_label",
    ),
    Form(
        "groups of four and a rest with other signs between",
        r"[1-9][0-9]{3}([./_,|\t])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,3}(?![0-9]))?",
        factor=0.9,
        needs_label=True,
        anchor="after_label",
    ),
)

_LABELS = """
    银行卡, 银行卡号, 卡号, 借记卡, 借记卡号, 储蓄卡, 储蓄卡号, 信用卡, 信用卡号, 贷记卡, 工资卡,
    还款卡, 扣款卡, 绑定卡, 收款卡, 收款卡号, 付款卡, 尾号, 銀行卡號, 卡號,
    信用卡號, card, card no, card no., card number, bank card, bank card no, bank card number,
    credit card, credit card number, debit card, debit card number, pan, unionpay, visa, mastercard,
    card_no, cardno, card_number, cardnumber, bank_card,
    bank_card_no, bankcard, bankcardno, yhkh, kh, 主卡, 主卡号, 副卡, 副卡号,
    附属卡号, 社保卡金融账号, 结算卡号, 代发卡号, 领款卡号, 理赔卡号, 退款卡号, 提现卡号, 充值卡号,
    转入卡号, 转出卡号, 对方卡号, 持卡号, 磁条卡号, 芯片卡号, 收款人卡号, 付款卡号, 还款卡号,
    扣款卡号, 绑卡, 建行卡, 工行卡, 农行卡, 中行卡, 招行卡, 交行卡, 邮储卡, 邮政卡, 银联卡,
    银联卡号, 贷记卡号, 准贷记卡, cc, cc no, cc number, ccn, cardnum, card num, card_num,
    creditcard, credit_card, credit_card_number, creditcardnumber, debit_card,
    primary account number, payment card, amex, american express, jcb, discover, maestro, mc
    """
_NEGATIVE = f"""
    {other_numbers.LABELS}, 游戏账号, 游戏帐号, 登录账号, 登陆账号, qq账号, 微信账号, 微博账号,
    抖音账号, 会员账号, 平台账号, 系统账号, 域账号, 云账号, 员工账号, 公积金账号, 水费账号, 电费账号,
    宽带账号, 支付宝账号, 支付宝帐号, 会员号, user account, login account, aws account, aws account id,
    google account, twitter account
    """

BANK_CARD = Recogniser(
    name="bank_card",
    entity_type="BANK_CARD",
    title_zh="银行卡号",
    title_en="Payment card number",
    anchors=(DigitRun(shortest=13, first="123456789", longest=19), AfterLabel(first="[0-9]")),
    forms=_FORMS,
    compact=_compact,
    check=card_iins.check,
    check_name="Luhn",
    documentation=_documentation,
    scores=Scores(bare=0.7, nearby=0.85, labelled=0.97, negative=0.3),
    context=Context(
        labels=words(_LABELS),
        nearby=words(
            """
            开户行, 开户银行, 银行, 支行, 银联, 工行, 农行, 中行, 建行, 交行, 招行, 邮储, 持卡人, 有效期,
            cvv, cvv2, cvc, 安全码, 卡背面, 信用卡, 储蓄卡, 户名, 到期, valid thru, exp date, expiry date,
            expiration, exp, 转账, 汇款, 打款, 还款, bank, cardholder, expiry, expires
            """
        ),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=6, tail=4),
    source="ISO/IEC 7812-1:2017; GB/T 14916-2006",
)

# A bank prints 账号 over the number of a card as well as over that of an account.
BANK_CARD_AS_ACCOUNT = Recogniser(
    name="bank_card_as_account",
    entity_type="BANK_CARD",
    title_zh="银行卡号(账号标签之后)",
    title_en="Payment card number behind the label of an account",
    anchors=(AfterLabel(first="[1-9]"),),
    forms=_FORMS,
    compact=_compact,
    check=card_iins.check_known,
    check_name="Luhn",
    documentation=_documentation,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.95, negative=0.1),
    context=Context(
        labels=words(
            """
            银行账号, 银行帐号, 账号, 帐号, 账户, 帐户, 银行账户, 收款账号, 收款账户, 对公账户, 结算账户,
            还款账户, 开户账号, 帳號, account, account no, account no., account number, acct_no, account_no
            """
        ),
        negative=words(_NEGATIVE),
    ),
    mask=Mask(head=6, tail=4),
    source="ISO/IEC 7812-1:2017; GB/T 14916-2006",
)

# Of 16 digits a spreadsheet loses one, so what it leaves looks like a mistyped number: that is not taken.
BANK_CARD_DAMAGED = Recogniser(
    name="bank_card_damaged",
    entity_type="BANK_CARD",
    title_zh="银行卡号(被电子表格损坏)",
    title_en="Payment card number that a spreadsheet took for a number",
    anchors=(AfterLabel(first="[2-8]"),),
    forms=(
        Form(
            "in scientific notation, or with zeros for the last digits",
            r"[2-8](?:\.[0-9]{1,16}[Ee]\+?1[58]|[0-9]{14}(?:00|000|0000))(?:\.0{1,2})?(?![0-9.])",
            needs_label=True,
        ),
    ),
    check=card_iins.check_spreadsheet,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.75, negative=0.1),
    context=Context(labels=words(_LABELS), negative=words(_NEGATIVE)),
    mask=Mask(head=4, tail=3),
    source="ISO/IEC 7812-1:2017; spreadsheets keep 15 significant digits (IEEE 754)",
)

RECOGNISERS = (BANK_CARD, BANK_CARD_AS_ACCOUNT, BANK_CARD_DAMAGED)
