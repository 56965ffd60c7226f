"""Unified social credit codes: what a Chinese organisation is registered under.

They are public data. A code that begins with 92 belongs to an individually owned business, which is close
to a person; the evidence says so.
"""

from __future__ import annotations

from string import ascii_letters

from dlpscan.checks import apart, gb32100
from dlpscan.declare import AfterLabel, Context, DigitRun, Form, Mask, Recogniser, Scores, words

_CHARACTER = "[0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy]"
_DEPARTMENT = "[1-9ANYany]"

CN_USCC = Recogniser(
    name="cn_uscc",
    entity_type="CN_USCC",
    title_zh="统一社会信用代码",
    title_en="Unified social credit code of an organisation",
    anchors=(
        # The run begins with the department, or with the class behind a department that is a letter; it ends
        # at the first letter, or is the whole code.
        DigitRun(shortest=18, first="123456789", longest=18),
        DigitRun(shortest=8, first="123456789", longest=17, tail=ascii_letters),
        DigitRun(
            shortest=7, first="123456789", longest=17, lead="[ANYany]", lead_ends="ANYany", needs_lead=True
        ),
        AfterLabel(first="[0-9ANYany]"),
    ),
    forms=(
        Form("18 characters", rf"{_DEPARTMENT}[1-9][0-9]{{6}}{_CHARACTER}{{10}}"),
        Form(
            "groups of 2-6-9-1",
            rf"{_DEPARTMENT}[1-9]([ \-·])[0-9]{{6}}\1{_CHARACTER}{{9}}\1{_CHARACTER}",
            factor=0.95,
            separated=True,
        ),
        Form(
            "groups of 2-6-10",
            rf"{_DEPARTMENT}[1-9]([ \-·])[0-9]{{6}}\1{_CHARACTER}{{10}}",
            factor=0.95,
            separated=True,
        ),
        Form(
            "groups of four",
            rf"{_DEPARTMENT}[1-9][0-9]{{2}}([ \-·])[0-9]{{4}}\1(?:{_CHARACTER}{{4}}\1){{2}}{_CHARACTER}{{2}}",
            factor=0.95,
            separated=True,
        ),
        Form(
            "groups of 8-10",
            rf"{_DEPARTMENT}[1-9][0-9]{{6}}[ \-·]{_CHARACTER}{{8,9}}[ \-·]?{_CHARACTER}{{1,2}}",
            factor=0.95,
            separated=True,
        ),
        Form(
            "18 characters with separators",
            rf"{_DEPARTMENT}(?:[ \-·]{{0,3}}{_CHARACTER}){{17}}",
            factor=0.9,
            needs_label=True,
            separated=True,
        ),
        Form(
            "18 characters apart",
            apart.signs((_DEPARTMENT, 1), ("[1-9]", 1), ("[0-9]", 6), (_CHARACTER, 10)),
            factor=0.85,
            needs_label=True,
            anchor="after_label",
        ),
    ),
    compact=apart.compact,
    check=gb32100.check,
    check_name="GB 32100 MOD 31-3",
    scores=Scores(bare=0.85, nearby=0.9, labelled=0.98, negative=0.5),
    context=Context(
        labels=words(
            """
            统一社会信用代码, 统一社会信用代码证, 社会信用代码, 统一信用代码, 信用代码, 统一代码,
            统一社会信用代码/注册号, 营业执照, 营业执照号, 营业执照号码, 营业执照注册号, 执照号, 工商注册号,
            注册号, 纳税人识别号, 纳税人税号, 纳税识别号, 税号, 企业税号, 公司税号, 开票税号,
            购买方纳税人识别号, 销售方纳税人识别号, 税务登记号, 税务登记证号, 统一社會信用代碼,
            統一社會信用代碼, 社會信用代碼, 納稅人識別號, 稅號, 營業執照, uscc, uscc no, uscc number, usci,
            uscic, credit code, social credit code, unified social credit code,
            unified social credit identifier, taxpayer id, taxpayer identification number, tax id, tax no,
            tax number, vat no, business licence no, business license no, business license, tin, credit_code,
            creditcode, social_credit_code, uscc_code, tax_no, taxno, tax_id, taxpayer_id, shxydm, tyshxydm,
            xydm, nsrsbh
            """
        ),
        nearby=words(
            """
            公司, 企业, 单位, 个体工商户, 个体户, 法定代表人, 经营者, 经营范围, 注册资本, 成立日期, 开票,
            发票抬头, 名称, company, enterprise, legal representative
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 单号, 序列号, 批次号, 产品编号, order, order no, order id,
            order_id, order_no, trace id, trace_id, request id, request_id, serial, serial no, serial number,
            sn, sku, commit, hash, uuid
            """
        ),
    ),
    mask=Mask(head=8, tail=2),
    source="GB 32100-2015; GB 11714-1997",
)

RECOGNISERS = (CN_USCC,)
