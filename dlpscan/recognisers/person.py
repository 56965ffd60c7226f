"""Names of persons by evidence: a label, a table column, a title. A bare name is the work of a model."""

from __future__ import annotations

import re

from dlpscan.checks import chinese_names, pinyin
from dlpscan.declare import AfterLabel, Context, Form, Literals, Mask, Recogniser, Scores, WholeName, words

_PINYIN = re.compile(
    r"[A-Z][a-z]{1,12}(?: [A-Z][a-z]{1,12}){1,2}(?![A-Za-z])|[A-Z]{2,12} [A-Z]{2,18}(?![A-Za-z])"
)


def _pinyin(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a name in pinyin; three words may be two words of a name and one more."""
    found = _PINYIN.match(text, position)
    if found is None:
        return None
    words = found.group().split(" ")
    for count in range(len(words), 1, -1):
        name = " ".join(words[:count])
        if pinyin.is_name(name):
            return position, position + len(name)
    return None


def _compact(name: str) -> str:
    return name if name.isascii() else "".join(name.split())


PERSON = Recogniser(
    name="person",
    entity_type="PERSON",
    title_zh="姓名",
    title_en="Name of a person",
    anchors=(
        AfterLabel(),
        Literals(("先生", "女士", "小姐", "太太", "同志", "老师", "大夫", "医生")),
        WholeName(),
    ),
    forms=(
        Form("name after a label", find=chinese_names.after_label, anchor="after_label"),
        Form("name in pinyin after a label", find=_pinyin, anchor="after_label"),
        Form("name before a title", find=chinese_names.before_title, anchor="literals"),
        Form("whole word of a file name", find=chinese_names.whole_word, anchor="whole_name", factor=0.5),
    ),
    compact=_compact,
    check=chinese_names.check,
    scores=Scores(bare=0.7, nearby=0.75, labelled=0.85, negative=0.2),
    context=Context(
        labels=words(
            """
            姓名, 客户姓名, 客户, 客户名, 顾客, 顾客姓名, 会员, 会员姓名, 用户, 用户姓名, 联系人,
            联系人姓名, 收件人, 收货人, 寄件人, 发件人, 签收人, 户名, 账户名, 账户名称, 开户人, 开户名,
            持卡人, 持有人, 投保人, 被保险人, 受益人, 申请人, 借款人, 共同借款人, 担保人, 还款人, 患者,
            患者姓名, 病人, 学生, 学生姓名, 员工, 员工姓名, 家长, 家长姓名, 监护人, 家属, 法人, 法人代表,
            法定代表人, 车主, 机主, 业主, 业主姓名, 租客, 承租人, 出租人, 房东, 对接人, 本名, 真实姓名,
            中文名, 中文姓名, 经办人, 负责人, 紧急联系人, 乘客, 旅客, 乘机人, 入住人, 参保人, 缴费人,
            缴款人, 纳税人, 委托人, 代理人, 受托人, 当事人, 原告, 被告, 证人, 申报人, 收款人, 付款人,
            汇款人, 预约人, 客户经理, 姓名/名称, 客戶姓名, 聯絡人, 聯繫人, 收貨人, 戶名, name, full name,
            customer name, customer, client name, client, contact name, contact person, cardholder,
            cardholder name, account name, account holder, beneficiary, insured, policyholder, applicant,
            patient, patient name, recipient, consignee, passenger, guest name, real name, customer_name,
            cust_name, custname, customername, full_name, fullname, real_name, realname, contact_name,
            user_name_cn, name_cn, patient_name, xm, khxm, khmc
            """
        ),
        # Words that end in a label and are none.
        negative=words("用户名, 用户名称, 账户名称, 公司名称, 开户行户名"),
    ),
    boundary="none",
    mask=Mask(),
    source="surname and given-name tables of dlpscan/checks/data; 民委发〔2016〕33号 for dotted names",
)

RECOGNISERS = (PERSON,)
