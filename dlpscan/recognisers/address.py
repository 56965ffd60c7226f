"""Postal addresses behind a label or under a column header, and whole ones in running text.

Without a label an address must be a chain with a road or two areas and a number: a place alone is the work of
a model.
"""

from __future__ import annotations

from dlpscan.checks import chinese_addresses
from dlpscan.declare import AfterLabel, Context, Form, Literals, Mask, Recogniser, Scores, words


def _compact(text: str) -> str:
    return "".join(text.split()) if not text.isascii() else " ".join(text.split())


ADDRESS = Recogniser(
    name="address",
    entity_type="ADDRESS",
    title_zh="地址",
    title_en="Postal address",
    anchors=(
        AfterLabel(),
        Literals((*chinese_addresses.NUMBERED, *chinese_addresses.PLACES, *chinese_addresses.WAYS)),
    ),
    forms=(
        Form("address in Chinese", find=chinese_addresses.chinese, needs_label=True, anchor="after_label"),
        Form("address in English", find=chinese_addresses.english, needs_label=True, anchor="after_label"),
        Form("address with a number", find=chinese_addresses.in_prose, anchor="literals"),
        Form("line of areas", find=chinese_addresses.whole_field, anchor="literals"),
        Form("street with a number", find=chinese_addresses.in_english_prose, anchor="literals"),
    ),
    compact=_compact,
    check=chinese_addresses.check,
    scores=Scores(bare=0.75, nearby=0.8, labelled=0.9, negative=0.1),
    context=Context(
        labels=words(
            """
            地址, 住址, 家庭住址, 家庭地址, 家庭详细地址, 家庭居住地址, 居家地址, 现住址, 现住地址,
            现家庭住址, 现居住地, 现居住地址, 现居地, 居住地, 居住地址, 常住地, 常住地址, 常住址,
            经常居住地, 收货地址, 收件地址, 收件人地址, 收货人地址, 寄件地址, 寄件人地址, 发货地址,
            送货地址, 配送地址, 投递地址, 邮寄地址, 寄送地址, 快递地址, 退货地址, 上门地址, 取件地址,
            安装地址, 装机地址, 维修地址, 通讯地址, 通信地址, 联系地址, 联络地址, 联系人地址, 户籍地址,
            户籍地, 户籍所在地, 户口所在地, 户口地址, 户籍住址, 身份证地址, 身份证住址, 证件地址, 住所,
            住所地, 住处, 单位地址, 工作地址, 工作单位地址, 办公地址, 公司地址, 企业地址, 学校地址,
            注册地址, 经营地址, 经营场所, 客户地址, 用户地址, 详细地址, 账单地址, 房屋地址, 房产地址,
            房屋坐落, 坐落, 物业地址, 抵押物地址, 出险地址, 投保地址, 就诊地址, 家住, 家住在, 住在, 住于,
            家在, 现住, ，住, 、住, 地址在, 地址是, 地址为, 住址在, 邮寄到, 寄到, 送到, 寄至, 送至,
            通訊地址, 聯絡地址, 聯繫地址, 收貨地址, 戶籍地址, 現居地址, address, address is, addr,
            home address, home addr, residential address, residence address, mailing address,
            postal address, shipping address, delivery address, billing address, contact address,
            current address, permanent address, registered address, office address, work address,
            company address, street address, full address, detailed address, address line 1, address 1,
            ship to, deliver to, lives at, living at, residing at, resides at, home_address,
            shipping_address, delivery_address, billing_address, mailing_address, street_address,
            contact_address, reg_address, addr_detail, detail_address, address_detail, address_line1,
            address1, dz, xxdz, zz, jtzz, jtdz, txdz, lxdz, hjdz, shdz, sjdz, xzz, zhuzhi, dizhi
            """
        ),
        # Addresses of machines.
        negative=words(
            """
            ip地址, mac地址, 廣播地址, 介面地址, 網路地址, 網址地址, 記憶體地址, 本地地址, 遠端地址,
            遠程地址, 來源地址, 目的端地址, 區域網路地址, 子网地址, 主机地址, 主機地址, 端口地址,
            远程地址, 邮箱地址, 邮件地址, 电子邮件地址, 电子邮箱地址, 网址地址, 网站地址, 网页地址,
            网络地址, 链接地址, 物理地址, 逻辑地址, 虚拟地址, 内存地址, 寄存器地址, 起始地址, 基地址,
            源地址, 目的地址, 目标地址, 服务器地址, 下载地址, 接口地址, 请求地址, 访问地址, 仓库地址,
            项目地址, 代理地址, 回调地址, 监听地址, 绑定地址, 广播地址, 钱包地址, 合约地址, 存储地址,
            文件地址, 图片地址, 视频地址, 直播地址, ip address, mac address, email address,
            e-mail address, mail address, memory address, web address, url address, network address,
            server address, bind address, base address, start address, destination address,
            source address, virtual address, physical address, wallet address, remote address,
            loopback address, host address
            """
        ),
    ),
    boundary="none",
    mask=Mask(head=6),
    source="division names of dlpscan/checks/data; GB/T 23705-2009 for the parts of an address",
)

RECOGNISERS = (ADDRESS,)
