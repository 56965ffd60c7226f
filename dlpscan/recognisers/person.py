"""Names of persons by evidence: a label, a column, a title, a role, a verb, a number of the same person.

A bare name is the work of a model.
"""

from __future__ import annotations

from dlpscan.checks import chinese_names, name_evidence, name_fields, name_mentions
from dlpscan.declare import (
    AfterLabel,
    Context,
    DigitRun,
    Form,
    Literals,
    Mask,
    Recogniser,
    Scores,
    WholeName,
    words,
)


def _compact(name: str) -> str:
    return " ".join(name.split()) if name.isascii() else "".join(name.split())


PERSON = Recogniser(
    name="person",
    entity_type="PERSON",
    title_zh="姓名",
    title_en="Name of a person",
    anchors=(
        AfterLabel(),
        Literals(name_evidence.BESIDE),
        Literals(("@",), lead=r"[A-Za-z0-9._%+\-]"),
        DigitRun(shortest=11, first="0123456"),
        WholeName(),
    ),
    forms=(
        Form("name after a label", find=name_fields.after_label, anchor="after_label"),
        Form("name in pinyin after a label", find=name_fields.pinyin_name, anchor="after_label"),
        Form("name in Latin letters after a label", find=name_fields.foreign, anchor="after_label"),
        Form(
            "surname and title after a label",
            find=name_evidence.surname_and_title,
            anchor="after_label",
            factor=0.9,
        ),
        Form("name beside a title, verb or role", find=name_evidence.beside_word, anchor="literals"),
        Form("name before a mailbox", find=name_evidence.before_mailbox, anchor="literals"),
        Form("name beside a number", find=name_evidence.beside_number, anchor="digit_run"),
        Form("whole word of a file name", find=name_evidence.whole_word, anchor="whole_name", factor=0.5),
    ),
    compact=_compact,
    check=chinese_names.check,
    scores=Scores(bare=0.7, nearby=0.75, labelled=0.85, negative=0.2),
    context=Context(
        labels=words(
            """
            姓名, 名字, 客户姓名, 客户, 客户名, 客户名称, 顾客, 顾客姓名, 会员, 会员姓名, 用户, 用户姓名,
            联系人, 联系人姓名, 收件人, 收货人, 收件人姓名, 收货人姓名, 寄件人, 寄件人姓名, 发件人,
            发货人, 签收人, 取件人, 提货人, 送货人, 派件人, 户名, 账户名, 账户名称, 账户姓名, 开户人,
            开户名, 开户姓名, 户主, 户主姓名, 持卡人, 持卡人姓名, 持有人, 持证人, 持票人, 出票人, 主卡人,
            投保人, 被保险人, 被保人, 要保人, 受益人, 申请人, 申请人姓名, 申请者, 借款人, 共同借款人,
            贷款人, 共借人, 担保人, 保证人, 抵押人, 出质人, 还款人, 债务人, 债权人, 欠款人, 出借人, 患者,
            患者姓名, 病人, 病人姓名, 病患, 就诊人, 体检人, 受检者, 受检人, 主治医生, 主治医师, 主管医生,
            经治医师, 责任护士, 医师, 学生, 学生姓名, 学员, 学员姓名, 考生, 考生姓名, 班主任, 辅导员,
            任课老师, 指导教师, 指导老师, 导师, 教练, 员工, 员工姓名, 职工姓名, 雇员, 家长, 家长姓名,
            监护人, 监护人姓名, 家属, 家属姓名, 法人, 法人代表, 法人姓名, 法定代表人, 法定代理人, 车主,
            车主姓名, 机主, 机主姓名, 业主, 业主姓名, 租客, 租户, 承租人, 承租方, 出租人, 出租方, 房东,
            房客, 住户, 产权人, 权利人, 购房人, 买受人, 出卖人, 买方, 卖方, 买家, 卖家, 转让人, 受让人,
            转让方, 受让方, 对接人, 接口人, 本名, 真实姓名, 真名, 曾用名, 别名, 中文名, 中文姓名, 英文名,
            英文姓名, 姓名拼音, 拼音, 经办人, 经办, 经手人, 办理人, 委托代理人, 诉讼代理人, 抄送, 主送,
            成员, 负责人, 责任人, 紧急联系人, 紧急联络人, 第一联系人, 第二联系人, 联络人, 乘客, 乘客姓名,
            旅客, 旅客姓名, 乘机人, 乘车人, 出行人, 入住人, 入住人姓名, 住客, 客人, 来宾, 嘉宾, 访客,
            来访人, 来访者, 被访人, 同行人, 同住人, 参保人, 参保人姓名, 缴费人, 缴款人, 交款人, 存款人,
            取款人, 领款人, 报销人, 纳税人, 纳税人姓名, 委托人, 被委托人, 代理人, 代办人, 受托人, 授权人,
            被授权人, 当事人, 原告, 原告人, 被告, 被告人, 上诉人, 被上诉人, 申诉人, 被申请人, 第三人,
            证人, 举报人, 投诉人, 报案人, 报警人, 受害人, 被害人, 嫌疑人, 犯罪嫌疑人, 死者, 伤者, 失信人,
            被执行人, 申请执行人, 继承人, 被继承人, 立遗嘱人, 遗嘱人, 赠与人, 受赠人, 申报人, 收款人,
            收款人姓名, 收款方, 付款人, 付款人姓名, 付款方, 汇款人, 预约人, 预订人, 订票人, 订房人,
            购票人, 下单人, 订购人, 报名人, 报名者, 参赛者, 选手, 参会人, 参会人员, 与会人员, 出席人员,
            出席, 应聘人, 应聘者, 求职者, 候选人, 面试者, 面试官, 推荐人, 介绍人, 被推荐人, 签字人,
            签署人, 签约人, 签名, 签字, 落款, 承诺人, 声明人, 见证人, 证明人, 填表人, 填报人, 制表人,
            制单人, 制单, 登记人, 记录人, 审批人, 审核人, 复核人, 审核, 复核, 核保人, 批准人, 提交人,
            发起人, 处理人, 跟进人, 受理人, 接待人, 值班人员, 操作员, 操作人, 坐席, 客服, 客服姓名, 柜员,
            业务员, 业务员姓名, 销售员, 销售顾问, 置业顾问, 理财经理, 客户经理, 项目经理, 产品经理,
            部门经理, 大堂经理, 快递员, 配送员, 骑手, 司机, 司机姓名, 驾驶员, 驾驶人, 代驾, 维修人员,
            安装师傅, 施工人员, 董事长, 总经理, 董事, 监事, 股东, 股东姓名, 合伙人, 实际控制人,
            财务负责人, 出纳, 主编, 作者姓名, 甲方, 乙方, 丙方, 配偶, 配偶姓名, 父亲, 父亲姓名, 母亲,
            母亲姓名, 丈夫, 妻子, 子女姓名, 孩子姓名, 儿童姓名, 宝宝姓名, 儿子, 女儿, 名单, 人员名单,
            员工名单, 客户名单, 学生名单, 我叫, 名叫, 姓名/名称, 客戶姓名, 客戶, 聯絡人, 聯繫人, 收貨人,
            收件者, 寄件者, 戶名, 用戶, 持有人姓名, 申請人, 擔保人, 學生, 學生姓名, 員工, 員工姓名,
            監護人, 家屬, 業主, 負責人, 經辦人, 緊急聯絡人, 當事人, 證人, 匯款人, 預約人, 被保險人,
            車主姓名, 病患姓名, 會員, 會員姓名, 法定代表人姓名, 敬礼, 敬禮, 祝好, name, full name,
            customer name, customer, client name, client, contact name, contact person, contact,
            cardholder, cardholder name, card holder, account name, account holder, account holder name,
            beneficiary, beneficiary name, insured, insured name, insured person, policyholder,
            policy holder, applicant, applicant name, patient, patient name, recipient, recipient name,
            receiver, receiver name, consignee, sender, sender name, passenger, passenger name, guest,
            guest name, real name, legal name, chinese name, english name, name in english,
            name in pinyin, pinyin, borrower, co-borrower, guarantor, emergency contact, next of kin,
            spouse, employee, employee name, student, student name, staff name, member name, teacher,
            parent name, guardian, driver, driver name, owner name, tenant, tenant name, landlord, buyer,
            seller, payee, payer, remitter, signatory, signed by, attn, attention, visitor, visitor name,
            candidate, candidate name, doctor, physician, party a, party b, mr, mrs, ms, miss, dr, prof,
            dear, hi, hello, regards, best regards, kind regards, sincerely, yours sincerely, thanks,
            many thanks, customer_name, cust_name, custname, customername, full_name, fullname, real_name,
            realname, contact_name, contactname, user_name_cn, name_cn, cn_name, name_en, patient_name,
            patientname, student_name, employee_name, emp_name, guest_name, passenger_name, holder_name,
            holdername, account_name, accountname, payee_name, receiver_name, consignee_name, owner_name,
            member_name, client_name, applicant_name, insured_name, xm, khxm, khmc, lxr, lxrxm, sjr,
            sjrxm, hzxm, xsxm, ygxm
            """
        ),
        # Words that end in a label and are none.
        negative=words("用户名, 用户名称, 公司名称, 开户行户名"),
    ),
    boundary="none",
    mentions=name_mentions.find,
    mask=Mask(),
    source="surname and given-name tables of dlpscan/checks/data; 民委发〔2016〕33号 for dotted names",
)

RECOGNISERS = (PERSON,)
