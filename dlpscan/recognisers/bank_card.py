"""Payment card numbers: Chinese issuers by prefix and length, international schemes by range, and Luhn."""

from __future__ import annotations

from dlpscan.checks import card_iins, tables
from dlpscan.declare import Context, DigitRun, Form, Mask, Recogniser, Scores, words


def _documentation() -> frozenset[str]:
    return tables.published_dummies("BANK_CARD")


def _scattered(length: int) -> Form:
    return Form(
        f"{length} digits with separators",
        rf"[1-9](?:[ \-·]{{0,3}}[0-9]){{{length - 1}}}(?![ \-·]?[0-9])",
        factor=0.95,
        needs_label=True,
        separated=True,
    )


BANK_CARD = Recogniser(
    name="bank_card",
    entity_type="BANK_CARD",
    title_zh="银行卡号",
    title_en="Payment card number",
    anchors=(DigitRun(shortest=13, first="123456789", longest=19),),
    forms=(
        Form("13 to 19 digits", r"[1-9][0-9]{12,18}"),
        Form(
            "groups of four and a rest", r"[1-9][0-9]{3}([ \-·])(?:[0-9]{4}\1){3}[0-9]{1,3}", separated=True
        ),
        Form("groups of four", r"[1-9][0-9]{3}([ \-·])[0-9]{4}\1[0-9]{4}\1[0-9]{4}", separated=True),
        Form("groups of 6 and 13", r"[1-9][0-9]{5}([ \-·])[0-9]{13}", separated=True),
        Form("groups of 4-6-5", r"3[0-9]{3}([ \-·])[0-9]{6}\1[0-9]{5}", separated=True),
        *map(_scattered, (19, 18, 17, 16, 15)),
    ),
    check=card_iins.check,
    check_name="Luhn",
    documentation=_documentation,
    scores=Scores(bare=0.7, nearby=0.85, labelled=0.97, negative=0.3),
    context=Context(
        labels=words(
            """
            银行卡, 银行卡号, 卡号, 借记卡, 借记卡号, 储蓄卡, 储蓄卡号, 信用卡, 信用卡号, 贷记卡, 工资卡,
            还款卡, 扣款卡, 绑定卡, 收款卡, 收款卡号, 付款卡, 银行账号, 银行帐号, 账号, 帐号, 账户,
            银行账户, 收款账号, 收款账户, 对公账户, 结算账户, 还款账户, 开户账号,
            尾号, 銀行卡號, 卡號, 信用卡號, 帳號, card, card no, card no.,
            card number, bank card, bank card no, bank card number, credit card, credit card number,
            debit card, debit card number, pan, unionpay, visa, mastercard, account, account no,
            account number, card_no, cardno, card_number, cardnumber, bank_card, bank_card_no, bankcard,
            bankcardno, acct_no, account_no, yhkh, kh
            """
        ),
        nearby=words(
            """
            开户行, 开户银行, 银行, 支行, 银联, 工行, 农行, 中行, 建行, 交行, 招行, 邮储, 持卡人, 有效期,
            cvv, cvv2, cvc, 转账, 汇款, 打款, 还款, bank, cardholder, expiry, expires
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 交易流水号, 单号, 快递单号, 运单号, 发票号, 发票号码,
            序列号, 批次号, 产品编号, 条码, 条形码, 时间戳, 编号, order, order no, order id, order_id,
            order_no, orderid, trace id, trace_id, request id, request_id, serial, serial no,
            serial number, sn, timestamp, tracking no, tracking number, invoice, sku, isbn, ean, barcode,
            imei, uuid, object id, tweet, status, message id, msg_id, msgid
            """
        ),
    ),
    mask=Mask(head=6, tail=4),
    source="ISO/IEC 7812-1:2017; GB/T 14916-2006",
)

RECOGNISERS = (BANK_CARD,)
