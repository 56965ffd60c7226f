"""Clearing numbers of Chinese banks (联行号, CNAPS): public, and evidence for accounts beside them.

Twelve digits with a check digit of one in ten, so a label or a bank nearby must say what they are.
"""

from __future__ import annotations

from dlpscan.checks import cnaps
from dlpscan.declare import Context, DigitRun, Form, Mask, Recogniser, Scores, words

# Three groups out of a row of groups are part of an account number.
_FIRST = r"(?<![0-9][ \-·])"
_JOINT = r"([ \-·])"
_LAST = r"(?![ \-·]?[0-9])"

CN_CNAPS = Recogniser(
    name="cn_cnaps",
    entity_type="CN_CNAPS",
    title_zh="联行号",
    title_en="Clearing number of a Chinese bank",
    anchors=(DigitRun(shortest=12, first="012345679"),),
    forms=(
        Form("12 digits", r"[0-79][0-9]{11}"),
        Form(
            "groups of 3-4-4-1",
            rf"{_FIRST}[0-79][0-9]{{2}}{_JOINT}[0-9]{{4}}\1[0-9]{{4}}\1[0-9]{_LAST}",
            factor=0.95,
        ),
        Form(
            "groups of 3-4-5", rf"{_FIRST}[0-79][0-9]{{2}}{_JOINT}[0-9]{{4}}\1[0-9]{{5}}{_LAST}", factor=0.95
        ),
        Form("groups of four", rf"{_FIRST}[0-79][0-9]{{3}}{_JOINT}[0-9]{{4}}\1[0-9]{{4}}{_LAST}", factor=0.9),
        Form(
            "12 digits with separators",
            r"[0-79](?:[ \-·]{0,3}[0-9]){11}(?![ \-·]?[0-9])",
            factor=0.9,
            needs_label=True,
        ),
    ),
    check=cnaps.check,
    check_name="MOD 11,10",
    scores=Scores(bare=0.3, nearby=0.6, labelled=0.95, negative=0.1),
    context=Context(
        labels=words(
            """
            联行号, 联行行号, 银行联行号, 开户行联行号, 支行联行号, 大额联行号, 大额行号, 大额支付行号,
            大额支付号, 大小额行号, 行号, 银行行号, 开户行行号, 开户行号, 开户银行行号, 支付行号,
            支付系统行号, 人行行号, 清算行号, 接收行号, 收款行号, 收款行行号, 收款行联行号, 付款行号,
            付款行行号, 他行行号, 跨行行号, 超级网银号, 银行代码, 银行编码, 银行编号, 联行代码, 聯行號,
            行號, cnaps, cnaps no, cnaps no., cnaps code, cnaps number, bank code, bank no, bank number,
            clearing code, clearing number, bank clearing code, branch code, routing no, routing number,
            bank_code, bankcode, bank_no, bankno, cnaps_code, cnapscode, cnaps_no, lhh, yhhh, khhhh
            """
        ),
        nearby=words(
            """
            开户行, 开户银行, 银行, 支行, 分行, 营业部, 信用社, 农信, 银行账号, 账号, 户名, 收款人, 汇款,
            大额, 联行, 工行, 农行, 中行, 建行, 交行, 招行, 邮储, bank, branch, beneficiary, account
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 交易流水号, 单号, 运单号, 快递单号, 发票代码, 发票号码, 条码,
            条形码, 序列号, 批次号, 产品编号, 商品编码, 档案编号, 时间戳, order, order no, order id,
            order_id, order_no, trace id, trace_id, request id, request_id, serial, serial no,
            serial number, sn, tracking no, upc, timestamp, barcode, ean, sku, invoice no, aws account,
            aws account id, aws account number
            """
        ),
    ),
    mask=Mask(head=3, tail=4),
    source="ISO/IEC 7064 MOD 11,10; numbers of the payment systems of the People's Bank of China",
)

RECOGNISERS = (CN_CNAPS,)
