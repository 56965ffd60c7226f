"""Numbers of social security, medical insurance and housing fund: by label only, since no two cities agree.

The social security number proper is the resident number, and stays that; so does a bank card behind the
label of a social security card.
"""

from __future__ import annotations

from dlpscan.checks import after_label, cn_mobile, gb11643, luhn
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_SHORTEST = 6
_MOBILE = LatePattern("1[3-9][0-9]{9}")
_DATE = LatePattern("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_BANK_CARD = LatePattern("62[0-9]{14,17}")
_RESIDENT = LatePattern("[1-8][0-9]{16}[0-9X]|[1-8][0-9]{14}")
_NUMBER = r"(?:[A-Za-z]{0,4}[0-9]{5,20}[A-Za-z]?)(?![0-9A-Za-z]|\.[0-9])"
_MIXED = r"(?=[A-Za-z]{0,8}[0-9])(?=(?:[A-Za-z]{0,4}[0-9]){4})[A-Za-z0-9]{8,20}(?![0-9A-Za-z]|\.[0-9])"
_GROUPS = r"[A-Za-z]{0,3}[0-9]{1,6}(?:[ \-·][0-9]{2,8}){1,5}(?![0-9A-Za-z]|[ \-·.][0-9])"


def _check(number: str) -> Checked | None:
    """Refuse what is something better known: a resident number, a mobile number, a card, a date."""
    if len(number) < _SHORTEST or len(set(number)) == 1 or _DATE.fullmatch(number):
        return None
    if _RESIDENT.fullmatch(number) and gb11643.check(number) is not None:
        return None
    if _MOBILE.fullmatch(number):
        judged = cn_mobile.check(number)
        if judged is not None and judged.factor == 1.0:
            return None
    if _BANK_CARD.fullmatch(number) and luhn.passes(number):
        return None
    return Checked("not_available")


CN_SOCIAL_SECURITY = Recogniser(
    name="cn_social_security",
    entity_type="CN_SOCIAL_SECURITY",
    title_zh="社会保障卡、医保卡和公积金账号",
    title_en="Number of social security, medical insurance or housing fund",
    anchors=(AfterLabel(),),
    forms=(
        Form("digits, letters before them", find=after_label.finder(_NUMBER), needs_label=True),
        Form("letters and digits mixed", find=after_label.finder(_MIXED), factor=0.85, needs_label=True),
        Form("in groups", find=after_label.finder(_GROUPS), factor=0.9, needs_label=True),
    ),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.88, negative=0.1),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                社保号, 社保号码, 社保编号, 社保卡, 社保卡号, 社保卡号码, 社保卡编号, 社保账号, 社保帐号,
                社保账户, 社保电脑号, 社保个人编号, 社保登记号, 社会保障卡, 社会保障卡号, 社会保障卡号码,
                社会保障卡卡号, 社会保险号, 社会保险号码, 社会保险卡号, 社会保险编号, 社会保险个人编号,
                社会保险登记号, 社会保障编号, 参保号, 参保编号, 参保人编号, 参保个人编号, 养老保险号,
                养老保险编号, 养老保险账号, 养老保险个人编号, 养老金账号, 失业保险号, 工伤保险号, 医保号,
                医保号码, 医保编号, 医保卡, 医保卡号, 医保卡号码, 医保个人编号, 医保账号, 医保证号,
                医疗保险号, 医疗保险号码, 医疗保险编号, 医疗保险卡号, 医疗保险证号, 医疗保障卡号, 医疗卡号,
                医疗证号, 新农合号, 新农合卡号, 农合证号, 农合医疗证号, 合作医疗证号, 公积金账号,
                公积金帐号, 公积金账户, 公积金号, 公积金号码, 公积金编号, 公积金卡号, 公积金个人账号,
                公积金个人编号, 个人公积金账号, 公积金联名卡号, 住房公积金账号, 住房公积金帐号,
                住房公积金账户, 住房公积金号, 住房公积金个人账号, 住房公积金个人编号, 补充公积金账号,
                社保卡號, 社會保障卡號, 社會保險號碼, 醫保卡號, 醫療保險號, 公積金帳號, 公積金賬號,
                social security no, social security no., social security number, social security card,
                social security card no, social security card number, social insurance no,
                social insurance number, medical insurance no, medical insurance number,
                medical insurance card no, medical insurance card number, health insurance no,
                health insurance number, health insurance card no, health insurance card number,
                medical card no, medical card number, housing fund account, housing fund account no,
                housing fund account number, housing fund no, housing provident fund account,
                provident fund account, provident fund account no, provident fund account number,
                provident fund no, pension account no, pension no, medicare no, medicare number,
                social_security_no, social_security_number, social_security_card, social_insurance_no,
                socialsecurityno, socialsecuritynumber, ss_no, ssno, ssc_no, medical_insurance_no,
                medical_card_no, medicalcardno, medicalinsuranceno, health_insurance_no,
                housing_fund_account, housing_fund_no, housingfundno, housingfundaccount,
                provident_fund_account, provident_fund_no, gjj_no, gjj_account, gjjzh, sbh, sbkh, sbbh,
                ybkh, ybh, ybbh, shbzh, shbzkh
                """
            )
        ),
        negative=words(
            """
            社保局电话, 社保咨询电话, 社保热线, 单位社保号, 单位社保编号, 单位公积金账号, 单位公积金号,
            社保基数, 公积金基数, 公积金余额, 社保余额
            """
        ),
    ),
    # Of "number" the labels would speak against the resident number, which is what most people write there.
    boundary="word",
    mask=Mask(head=2, tail=2),
    source="forms in use; no public standard",
)

RECOGNISERS = (CN_SOCIAL_SECURITY,)
