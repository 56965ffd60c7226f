"""User numbers of Alipay: 2088 and twelve digits. Its accounts are phones and mailboxes, and stay those."""

from __future__ import annotations

from dlpscan.checks import after_label
from dlpscan.declare import Checked, Context, DigitRun, Form, Mask, Recogniser, Scores, words


def _check(number: str) -> Checked | None:
    """Judge 16 digits: the prefix is the check, and one accidental number in ten thousand has it."""
    return None if len(set(number[4:])) == 1 else Checked("passed", strength=1)


ALIPAY_ID = Recogniser(
    name="alipay_id",
    entity_type="ALIPAY_ID",
    title_zh="支付宝用户号",
    title_en="User number of Alipay",
    anchors=(DigitRun(shortest=16, first="2"),),
    forms=(
        Form("2088 and twelve digits", r"2088[0-9]{12}"),
        Form("groups of four", r"2088([ \-·])[0-9]{4}\1[0-9]{4}\1[0-9]{4}", factor=0.9),
        Form(
            "2088 and twelve digits with separators",
            r"2[ \-·]{0,2}0[ \-·]{0,2}8[ \-·]{0,2}8(?:[ \-·]{0,2}[0-9]){12}(?![ \-·]?[0-9])",
            factor=0.9,
            needs_label=True,
        ),
    ),
    check=_check,
    check_name="prefix 2088",
    scores=Scores(bare=0.4, nearby=0.75, labelled=0.95, negative=0.1),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                支付宝, 支付宝号, 支付宝id, 支付宝uid, 支付宝账号, 支付宝帐号, 支付宝账户, 支付宝账户号,
                支付宝账号id, 支付宝用户id, 支付宝用户号, 支付宝用户uid, 支付宝用户编号, 支付宝会员号,
                支付宝会员id, 支付宝商户号, 支付宝pid, 收款支付宝, 付款支付宝, 支付寶, 支付寶帳號,
                支付寶賬號, 支付寶用戶號, alipay, alipay id, alipay uid, alipay user id, alipay user,
                alipay user no, alipay account, alipay account no, alipay account id, alipay no,
                alipay number, alipay member id, alipay_id, alipayid, alipay_uid, alipayuid, alipay_user_id,
                alipayuserid, alipay_user, alipay_account, alipayaccount, alipay_no, alipay_pid, buyer_id,
                buyer_user_id, buyerid, buyeruserid, seller_id, sellerid, payee_user_id, payer_user_id,
                partner_id, zfb, zfbzh, zfbid
                """
            )
        ),
        nearby=words(
            """
            支付宝, 蚂蚁, 花呗, 借呗, 余额宝, 芝麻信用, alipay, antgroup, ant group, uid, user_id, userid
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 交易流水号, 商户订单号, 单号, 快递单号, 运单号, 序列号,
            批次号, 产品编号, order, order no, order id, order_id, order_no, out_trade_no, trade_no,
            trace id, trace_id, request id, request_id, timestamp, serial, serial no, serial number, sn, sku
            """
        ),
    ),
    # Of "number" the labels would speak against the phone that most people use as their account.
    boundary="word",
    mask=Mask(head=4, tail=4),
    source="open platform of Alipay: user_id is 16 digits beginning with 2088",
)

RECOGNISERS = (ALIPAY_ID,)
