"""The content classes of the regulation and the signals, with sentences that have them and such that have not.

A class labels a text, so its place is not compared. {n} is a name, {p} a phone number, {i} a resident number:
without a person beside it nothing of a class is anybody's.
"""

# ruff: noqa: E501 (sentences, one a line)

from __future__ import annotations

CLASSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HEALTH_RECORD": (
        (
            "患者姓名：{n}，身份证号：{i}\n主诉：反复咳嗽两周。既往病史：高血压五年。药物过敏：青霉素。\n诊断结果：慢性支气管炎。",
            "姓名：{n}，手机：{p}，体检报告显示血糖偏高，家族病史：糖尿病，医嘱复查。",
            "住院号 80231，患者{n}，身份证{i}，出院小结：行阑尾切除手术，用药记录附后。",
            "Patient name: Wang Fang, ID No: {i}\nDiagnosis: asthma. Allergy: penicillin. Prescription attached.",
        ),
        (
            "医院新开设高血压专科门诊，欢迎咨询。",
            "本药品说明书：青霉素过敏者禁用，糖尿病患者慎用。",
            "研究表明，慢性支气管炎与吸烟有关。",
            "The clinic offers asthma diagnosis and allergy tests.",
        ),
    ),
    "CREDIT_RATING": (
        (
            "客户姓名：{n}，身份证号：{i}，征信报告显示逾期天数 32，信用评级 BB，授信额度 5 万元。",
            "{n}（身份证号：{i}）芝麻分 702，信用等级良好，贷款余额 12 万元。",
            "Name: Li Wei, ID No: {i}, credit score 612, credit rating BB, overdue 32 days.",
        ),
        (
            "央行发布征信报告查询指引，信用评级机构名单见附件。",
            "本债券信用评级为AA+，评级展望稳定。",
            "How is a credit score calculated? See our guide.",
        ),
    ),
    "TRANSACTION_RECORD": (
        (
            "户名：{n}，身份证号：{i}，银行流水如下：\n交易日期 2026-03-01 交易金额 5,200.00 对方 超市 账户余额 18,330.12",
            "客户姓名：{n}，手机：{p}，3月消费记录：交易流水 3 笔，交易金额合计 1,280 元，支付方式：花呗。",
            "Account holder name: Zhang Min, mobile: {p}\ntxn_date 2026-03-01 txn_amount 120.00 balance 3,000.00 payment_method card",
        ),
        (
            "系统支持导出银行流水和对账单。",
            "交易金额单位为万元，交易日期以结算日为准。",
            "The balance column shows the txn_amount in cents.",
        ),
    ),
    "BEHAVIOUR_RECORD": (
        (
            "用户姓名：{n}，手机号：{p}，浏览记录：保险页面 12 次，停留时长 8 分钟；购物车 3 件；购买历史：2026-02 意外险。",
            "姓名：{n}，手机：{p}，投诉内容：理赔太慢；服务记录：3月2日通话记录 1 次，满意度 2 分。",
            "Customer name: Chen Jing, mobile: {p}, browsing_history: 12 pages, search_history: travel insurance, purchase_history: 2 orders",
        ),
        (
            "本页面会保存浏览记录以改进服务。",
            "购物车功能将在下个版本上线，支持历史订单查询。",
            "The search_history table is partitioned by day.",
        ),
    ),
    "EDUCATION_RECORD": (
        (
            "姓名：{n}，身份证号：{i}，毕业院校：某某大学，学历：本科，学位：工学学士，毕业时间：2015年7月。",
            "学生姓名：{n}，学号 20150123，身份证号：{i}，成绩单：高等数学 91，大学英语 85。",
        ),
        (
            "岗位要求：本科及以上学历，毕业院校不限，专业对口。",
            "教育部发布学位证书样式，学历认证流程见官网。",
        ),
    ),
    "CHANNEL_LINK": (
        (
            "资料放在 https://pan.baidu.com/s/1aBcDeFgHiJkLmN 提取码: x8k2",
            "请从 https://www.aliyundrive.com/s/Qw3rTy9UiOp 下载名单",
            "files are at https://wetransfer.com/downloads/3f9c1b2a8d",
            "加群 https://t.me/joinchat/AbCdEfGh",
            "https://pan.quark.cn/s/9f3a7c1e2b8d",
        ),
        (
            "公司官网：https://www.example.com/download",
            "文档见 https://docs.python.org/3/library/re.html",
            "https://github.com/example/project/releases",
        ),
    ),
    "CHANNEL_INTENT": (
        (
            "名单整理好了，直接发我微信吧。",
            "公司邮箱太慢，把表格传到我QQ邮箱。",
            "别走公司邮箱，用WhatsApp发给我就行。",
            "扫码加我微信，资料私发你。",
            "Please send it to my personal gmail, the work account is too slow.",
            "Let's continue on Telegram, and share the list via WeChat.",
            "把客户资料上传网盘，提取码发我。",
        ),
        (
            "请勿通过微信发送客户信息。",
            "严禁将资料发到私人邮箱。",
            "支持微信支付与支付宝支付。",
            "请关注我们的微信公众号了解活动。",
            "不得使用QQ传输名单，违者通报。",
            "Never send customer data to a personal email account.",
            "Ask your line manager about the Telegram Bot API project.",
        ),
    ),
    "BOT_WEBHOOK": (
        (
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "WEBHOOK = 'https://oapi.dingtalk.com/robot/send?access_token=0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'",
            "hook: https://open.feishu.cn/open-apis/bot/v2/hook/7d793037-a076-4182-8b0e-9c3f1c2d4e5f",
        ),
        (
            "https://qyapi.weixin.qq.com/cgi-bin/gettoken",
            "See https://open.feishu.cn/document for the API.",
            "https://oapi.dingtalk.com/robot/send is the endpoint",
        ),
    ),
}
