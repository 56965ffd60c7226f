"""What looks like personal information and is none: every kind of false alarm that was met somewhere.

Each maker returns (name of its column, value). The name is what a column, a JSON member or a label calls it; the
value may be written alone too, and must stay below 0.5 all the same.
"""

# ruff: noqa: E501 (tables of words, one a line)

from __future__ import annotations

import uuid
from collections.abc import Callable

from invented import Maker, luhn_digit

Make = Callable[[Maker], tuple[str, str]]


def _one(make: Maker, *options: str) -> str:
    return make.random.choice(options)


def _wrong(value: str) -> str:
    """Return the number with a check digit that is off by one."""
    last = "0123456789X".index(value[-1])
    return value[:-1] + "0123456789"[(last + 1) % 10]


def _wrong_vin(value: str) -> str:
    """Return the number with another check character."""
    return f"{value[:8]}{'1' if value[8] != '1' else 'X'}{value[9:]}"


def _not_luhn(make: Maker) -> str:
    body = "62" + make.digits(16)
    return body + str((int(luhn_digit(body)) + 3) % 10)


def _hex(make: Maker, length: int) -> str:
    return make.letters(length, "0123456789abcdef")


def _stamp(make: Maker) -> str:
    return f"2026{make.random.randrange(1, 13):02d}{make.random.randrange(1, 29):02d}{make.random.randrange(10, 24)}{make.random.randrange(10, 60)}{make.random.randrange(10, 60)}"


def _ean(make: Maker, prefix: str) -> str:
    body = prefix + make.digits(12 - len(prefix))
    total = sum(int(one) * (3 if index % 2 else 1) for index, one in enumerate(body))
    return body + str(-total % 10)


NEGATIVES: dict[str, Make] = {
    "order id": lambda m: (
        _one(m, "订单号", "order_id", "订单编号", "Order No"),
        _stamp(m) + m.digits(_one_of(m, 2, 4, 5)),
    ),
    "snowflake id": lambda m: (
        _one(m, "id", "msg_id", "消息ID", "snowflake"),
        _one(m, "1", "7") + m.digits(17),
    ),
    "snowflake id in an address": lambda m: ("url", f"https://juejin.example/post/7{m.digits(18)}"),
    "serial number": lambda m: (
        _one(m, "流水号", "交易流水号", "serial_no", "trace_no"),
        m.digits(_one_of(m, 16, 18, 20, 22)),
    ),
    "ms timestamp": lambda m: (_one(m, "timestamp", "ts", "时间戳", "created_at"), "17" + m.digits(11)),
    "s timestamp": lambda m: (_one(m, "ts", "time", "expire_at"), "17" + m.digits(8)),
    "yyyymmddhhmmss": lambda m: (_one(m, "图片", "file", "截图"), f"image-{_stamp(m)}{m.digits(3)}.png"),
    "invoice code": lambda m: (_one(m, "发票代码", "invoice_code"), m.digits(_one_of(m, 10, 12))),
    "invoice number": lambda m: (_one(m, "发票号码", "invoice_no"), m.digits(_one_of(m, 8, 20))),
    "courier number": lambda m: (
        _one(m, "运单号", "快递单号", "tracking_no", "物流单号"),
        _one(m, "SF", "YT", "JDVA", "") + m.digits(13),
    ),
    "EAN": lambda m: (_one(m, "条码", "商品条码", "barcode", "ean"), _ean(m, "69" + _one(m, *"0123456789"))),
    "ISBN": lambda m: (
        _one(m, "ISBN", "isbn", "书号"),
        _one(m, _ean(m, "9787"), "978-7-" + m.digits(3) + "-" + m.digits(5) + "-" + m.digits(1)),
    ),
    "UUID": lambda m: (
        _one(m, "uuid", "request_id", "会话ID"),
        str(uuid.UUID(int=m.random.getrandbits(128), version=4)),
    ),
    "SHA": lambda m: (_one(m, "commit", "sha256", "checksum", "哈希"), _hex(m, _one_of(m, 32, 40, 64))),
    "hex with digits of a phone": lambda m: (
        _one(m, "token", "addr", "offset"),
        f"0x{m.mobile()}{_hex(m, 5)}",
    ),
    "IP address": lambda m: (
        _one(m, "ip", "client_ip", "IP地址"),
        ".".join(str(m.random.randrange(1, 255)) for _ in range(4)),
    ),
    "MAC address": lambda m: (_one(m, "mac", "MAC地址"), ":".join(_hex(m, 2) for _ in range(6))),
    "stock code": lambda m: (
        _one(m, "股票代码", "证券代码", "基金代码", "symbol"),
        _one(m, "600", "000", "300", "688", "159") + m.digits(3),
    ),
    "GPS": lambda m: (
        _one(m, "坐标", "location", "经纬度", "lnglat"),
        f"{m.random.uniform(73, 135):.{m.random.choice((6, 12, 14))}f},{m.random.uniform(18, 53):.{m.random.choice((6, 12, 14))}f}",
    ),
    "float like a phone": lambda m: (_one(m, "ratio", "loss", "系数", "score"), f"0.{m.mobile()}"),
    "amount like a phone": lambda m: (
        _one(m, "成交额", "turnover", "金额", "营业收入"),
        f"{m.mobile()}.{m.digits(2)}",
    ),
    "volume": lambda m: (_one(m, "成交量", "volume", "总市值"), m.digits(_one_of(m, 9, 10, 12))),
    "amount": lambda m: (
        _one(m, "合同金额", "amount", "余额合计"),
        f"{m.random.randrange(10**6, 10**9):,}.{m.random.randrange(10, 99)}",
    ),
    "lock file": lambda m: (
        "resolved",
        f'"node_modules/@types/node@{m.random.randrange(10, 20)}.{m.random.randrange(20)}.{m.random.randrange(20)}": integrity sha512-{m.letters(64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}==',
    ),
    "version": lambda m: (
        _one(m, "version", "版本号", "固件版本"),
        f"{m.random.randrange(1, 20)}.{m.random.randrange(100)}.{m.random.randrange(10000)}.{m.random.randrange(100000)}",
    ),
    "ICP number": lambda m: (
        _one(m, "备案号", "icp"),
        f"{_one(m, '京', '沪', '粤', '浙')}ICP{_one(m, '备', '证')}{m.digits(8)}号-{m.random.randrange(1, 9)}",
    ),
    "security record": lambda m: ("公安备案", f"京公网安备{m.digits(14)}号"),
    "service line": lambda m: (
        _one(m, "客服热线", "服务热线", "hotline", "投诉电话"),
        _one(
            m,
            f"400-{m.digits(3)}-{m.digits(4)}",
            f"400{m.digits(7)}",
            f"800-{m.digits(3)}-{m.digits(4)}",
            "95588",
            "12345",
            "12315",
            "10086",
            "95511",
        ),
    ),
    "masked id": lambda m: (
        _one(m, "身份证号", "证件号"),
        _one(
            m, m.resident_id()[:6] + "********" + m.resident_id()[14:], m.resident_id()[:3] + "*" * 14 + "X"
        ),
    ),
    "masked phone": lambda m: (_one(m, "手机号", "phone"), f"{m.mobile()[:3]}****{m.mobile()[7:]}"),
    "masked card": lambda m: (
        _one(m, "卡号", "card"),
        _one(
            m,
            f"6222 **** **** {m.digits(4)}",
            f"**** **** **** {m.digits(4)}",
            f"622202*********{m.digits(4)}",
        ),
    ),
    "published dummy": lambda m: (
        _one(m, "示例", "example", "如"),
        _one(
            m,
            "11010519491231002X",
            "440524188001010014",
            "13800138000",
            "4111111111111111",
            "4111 1111 1111 1111",
        ),
    ),
    "id with a wrong check": lambda m: (_one(m, "编号", "ref", "code"), _wrong(m.resident_id())),
    "18 digits without a date": lambda m: (
        _one(m, "编号", "code", "档案号"),
        "110105" + _one(m, "20261345", "19990231", "30001201") + m.digits(4),
    ),
    "card without Luhn": lambda m: (_one(m, "编号", "ref", "凭证号"), _not_luhn(m)),
    "HDFS block": lambda m: ("block", f"blk_{_one(m, '-', '')}{m.digits(19)}"),
    "part number": lambda m: (
        _one(m, "型号", "part_no", "SKU", "料号"),
        _one(m, "E", "G", "M", "H", "C", "K") + m.digits(8),
    ),
    "batch code": lambda m: (_one(m, "批号", "batch", "批次"), _one(m, "EA", "LOT", "B") + _stamp(m)[:8]),
    "flight or train": lambda m: (
        _one(m, "航班", "车次", "flight"),
        _one(m, "CA", "MU", "CZ", "G", "D") + m.digits(4),
    ),
    "contract number": lambda m: (
        _one(m, "合同编号", "contract_no", "保单号", "工单号"),
        f"HT-2026-{m.digits(_one_of(m, 6, 8, 11))}",
    ),
    "employee number": lambda m: (_one(m, "工号", "employee_no", "柜员号"), m.digits(_one_of(m, 6, 8))),
    "scale of an image": lambda m: ("src", f"icon-{m.digits(3)}@{_one(m, '2x', '3x')}.png"),
    "user at host": lambda m: (
        _one(m, "ssh", "login", "连接"),
        _one(m, "root@localhost", "deploy@web01", "build@ci-runner-3"),
    ),
    "decorator or mention": lambda m: (
        "code",
        _one(m, "@app.route('/v1')", "@Override", "@张三丰大侠", "@media (max-width: 600px)", "@2026-01-01"),
    ),
    "empty field": lambda m: (
        _one(m, "身份证号", "手机号", "银行卡号", "姓名", "地址", "密码"),
        _one(m, "________", "（请填写）", "无", "N/A", "待补充", "见附件", "/", "null"),
    ),
    "password in code": lambda m: (
        "password",
        _one(
            m,
            "getpass.getpass()",
            "os.environ['DB_PASSWORD']",
            "${DB_PASSWORD}",
            "required",
            "******",
            "{{ password }}",
            "string",
        ),
    ),
    "name that is none": lambda m: (
        _one(m, "产品名称", "项目名称", "文件名", "用户名", "公司名称", "函数名"),
        _one(
            m,
            "白云石",
            "马上贷",
            "高速公路",
            "admin",
            "黄金糕",
            "金融事业部",
            "江南水泥",
            "getName",
            "张家界",
            "王府井百货",
            "常州路",
            "安全带",
            "温度计",
        ),
    ),
    "contact that is none": lambda m: (
        _one(m, "联系人", "客户", "收件人", "申请人"),
        _one(m, "客服中心", "财务部", "无", "经理", "服务台", "有限公司", "详见附件", "信息", "满意度"),
    ),
    "words with a surname": lambda m: (
        "正文",
        _one(
            m,
            "高兴地通知各位，马上开始。",
            "黄金价格上涨，白银持平。",
            "方法很简单，请按步骤操作。",
            "安排车间检修，严格执行。",
            "江苏与安徽交界处有小雨。",
            "金额以系统为准，任何人不得修改。",
            "成本下降，于是利润上升。",
            "时间安排如下，包括周末。",
            "水平很高，温度较低。",
            "项目经理先生成报告再发送。",
            "系统说明见附录，程序员女士优先。",
        ),
    ),
    "region alone": lambda m: (
        _one(m, "地区", "region", "正文"),
        _one(m, "广东省深圳市", "北京市朝阳区", "江苏省", "华东地区", "浙江省杭州市西湖区"),
    ),
    "number with 号": lambda m: (
        "正文",
        _one(
            m,
            "地铁10号线延误。",
            "请使用5号字体排版。",
            "根据国发〔2026〕12号文件执行。",
            "第3号修正案已通过。",
            "2号楼电梯检修。",
            "8月15号之前提交。",
            "今年一号台风登陆。",
        ),
    ),
    "date that is no birth": lambda m: (
        _one(m, "出版日期", "签约日期", "发货日期", "date", "生产日期", "有效期"),
        m.born().strftime("%Y-%m-%d"),
    ),
    "VIN with a wrong check": lambda m: (
        _one(m, "code", "序列号", "key"),
        _wrong_vin(m.vin()),
    ),
    "15 digits": lambda m: (_one(m, "编号", "seq", "任务号"), "9" + m.digits(14)),
    "registration number": lambda m: (_one(m, "注册号", "文号"), m.digits(13)),
    "digits of pi": lambda _: ("pi", "3.14159265358979323846264338327950288419716939937510"),
    "colour": lambda m: (_one(m, "color", "background"), f"#{_hex(m, 6).upper()}"),
    "QR or base64": lambda m: (
        _one(m, "data", "qrcode", "签名"),
        m.letters(88, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    ),
    "phone within digits": lambda m: (_one(m, "编码", "code", "seq"), m.digits(4) + m.mobile() + m.digits(6)),
    "page and section": lambda m: (
        "正文",
        f"参见第{m.random.randrange(1, 400)}页第{m.random.randrange(1, 20)}.{m.random.randrange(1, 20)}.{m.random.randrange(1, 20)}节。",
    ),
    "extension of a company": lambda m: (_one(m, "内线", "分机"), m.digits(4)),
    "SQL and code": lambda m: (
        "code",
        _one(
            m,
            "SELECT id_card, phone FROM customer WHERE id = ?;",
            "def get_name(user): return user.name",
            "user.phone = request.getParameter('phone');",
            "if (idCard.length() != 18) throw new Exception();",
            "private String bankCardNo; // 银行卡号",
        ),
    ),
    "terms of an agreement": lambda m: (
        "正文",
        _one(
            m,
            "我们会收集您的姓名、身份证号、手机号和银行卡号。",
            "请勿向他人透露密码和验证码。",
            "投保人应当如实填写地址。",
            "持卡人须妥善保管卡片。",
            "请携带护照和港澳通行证办理。",
        ),
    ),
}


def _one_of(make: Maker, *options: int) -> int:
    return make.random.choice(options)
