"""Names in sentences of business, drawn from tables: recall and precision hold for names not listed here.

The forms and the seed are fixed; the names are drawn by frequency, so that rare characters occur as they do.
"""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
import strategies as made

import dlpscan
from dlpscan.checks import chinese_names, tables

_FORMS = """
姓名：{}|客户{}投诉物流太慢|请联系{}先生|{}女士来电咨询退款|尊敬的{}女士，您好！|{}的手机号是{phone}
{} {phone}|{},{phone},已签收|{}（身份证号：{id}）|联系人：{} {phone}|由{}负责跟进|患者{}，女，45岁
原告{}诉称|借款人{}逾期30天|甲方：{}|乙方（签字）：{}|{}申请办理信用卡|{}已签收|昨天{}来电|{}老师您好
我叫{}，手机{phone}|持卡人{}的银行卡|户名：{} 账号|联系{}，{phone}|经办人：{}  复核|{{"name":"{}"}}
<name>{}</name>|姓名\t{}|{phone} {}|{}，男，身份证号码{id}|亲爱的{}，您好|{}您好，快递到了
此致\n敬礼\n{}|被告人{}犯盗窃罪|业主{}报修|司机{} {phone}|主治医生：{}|受益人为{}|姓名：{}、
{}的收货地址|给{}女士回电|客户{}{phone}|{}{id}
"""
_NEGATIVES = """
客户要求退款|请在下单后联系客服处理|应当向主管部门提出申请|方可申请办理|时间 13912345679
和经理沟通后再说|全部资料已提交|由于系统故障无法登记|高度重视客户投诉|请于今天上午来电|任何人不得办理
何时到账说不清|温州市 13912345679|有关老师和医生|金额已支付|安全管理员负责|单位需要登记|车主应及时报案
申请人的手机号码|持卡人的银行卡|本人的身份证|对方的账户
"""
_SEED = 20_261_124
_NAMES_PER_FORM = 4
_LEAST_RECALL, _LEAST_PRECISION = 0.90, 0.95


def _names(rng: Random) -> list[str]:
    surnames = [(name, float(ppm)) for name, ppm in tables.rows("surnames") if float(ppm) >= 200]
    surnames = [one for one in surnames if one[0] in chinese_names.surnames()]
    # The table of given characters counts common surnames too: names came in either order.
    common = {name for name, ppm in surnames if ppm > 2_000}
    given = [(row[0], float(row[1])) for row in tables.rows("given_characters")[:900] if row[0] not in common]

    def draw(pairs: list[tuple[str, float]], count: int) -> str:
        return "".join(rng.choices([one for one, _ in pairs], [weight for _, weight in pairs], k=count))

    return [draw(surnames, 1) + draw(given, rng.choice((1, 2, 2))) for _ in range(_NAMES_PER_FORM)]


def _found(scanner: dlpscan.Scanner, text: str) -> set[str]:
    return {
        text[one.start : one.end]
        for one in scanner.scan_text(text).findings
        if one.entity_type == "PERSON" and one.score >= 0.5
    }


def test_recall_and_precision_of_names_with_evidence() -> None:
    """Nine names in ten are found in their exact span, and nineteen in twenty of what is found are names."""
    rng = Random(_SEED)  # noqa: S311  (a fixed seed, on purpose)
    scanner = _scanner()
    wanted = right = reported = 0
    for form in _FORMS.strip().replace("\n", "|").replace("\\n", "\n").split("|"):
        for name in _names(rng):
            text = form.replace("{phone}", made.mobile(rng)).replace("{id}", made.resident_id(rng))
            text = text.replace("{{", "{").replace("}}", "}").replace("{}", name)
            found = _found(scanner, text)
            wanted += 1
            right += name in found
            reported += len(found)

    assert right / wanted >= _LEAST_RECALL
    assert right / reported >= _LEAST_PRECISION


@cache
def _scanner() -> dlpscan.Scanner:
    return dlpscan.Scanner(plugins=())


@pytest.mark.parametrize("text", _NEGATIVES.strip().replace("\n", "|").split("|"))
def test_sentences_without_a_name_give_none(text: str) -> None:
    """Words that begin with a surname, titles, roles and labels without a name."""
    assert _found(_scanner(), text) == set()
