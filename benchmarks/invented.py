"""Invented people and their numbers, valid where a standard has a check digit.

Both benchmarks and nothing else use it. It computes every check by itself, from the standards, and imports
nothing of dlpscan: a benchmark that made its numbers with the code under test would agree with its mistakes.
The same seed gives the same people. Nobody is meant: names are drawn character by character.
"""

# ruff: noqa: E501 (tables of words, one a line)

from __future__ import annotations

import random
from datetime import date, timedelta

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "令狐", "慕容", "夏侯")
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲健红波宇浩婷雪琳晨欣怡俊凯梓涵子轩雨泽诗思嘉佳志建国华庆春梅丹玉珍鑫鹏飞斌宁琪瑶睿博远航昊天立新海燕晓东小龙美云翠莲凤淑贞慧颖倩蕾莉萍琴瑞安康乐永福德昌盛"
_PINYIN_SURNAMES = "Wang Li Zhang Liu Chen Yang Huang Zhao Zhou Wu Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song".split()
_PINYIN_GIVEN = "Wei Fang Na Min Jing Qiang Lei Jun Yang Yong Yan Jie Tao Ming Chao Xia Ping Gang Hui Ling Bo Yu Hao Ting Xue Xin Yi Kai".split()
_CANTONESE = "Chan Lee Wong Cheung Lau Ng Leung Chow Yeung Ho Lam Tsang Tang Kwok Fung Yip Chiu".split()
_CANTONESE_GIVEN = "Tai Man Siu Ming Wing Yan Ka Ho Chi Wai Mei Ling Kin Fai Hoi Yee Tsz Lok Pui Shan".split()
# Division code, province, city, district, area code, post code, first letters of plates: GB/T 2260, YD/T 1187.
PLACES = (
    ("110105", "北京市", "", "朝阳区", "010", "100020", "京A"),
    ("310104", "上海市", "", "徐汇区", "021", "200030", "沪B"),
    ("440305", "广东省", "深圳市", "南山区", "0755", "518000", "粤B"),
    ("440106", "广东省", "广州市", "天河区", "020", "510630", "粤A"),
    ("330106", "浙江省", "杭州市", "西湖区", "0571", "310013", "浙A"),
    ("320505", "江苏省", "苏州市", "虎丘区", "0512", "215011", "苏E"),
    ("510107", "四川省", "成都市", "武侯区", "028", "610041", "川A"),
    ("420111", "湖北省", "武汉市", "洪山区", "027", "430070", "鄂A"),
    ("610113", "陕西省", "西安市", "雁塔区", "029", "710061", "陕A"),
    ("370202", "山东省", "青岛市", "市南区", "0532", "266071", "鲁B"),
    ("430104", "湖南省", "长沙市", "岳麓区", "0731", "410006", "湘A"),
    ("350203", "福建省", "厦门市", "思明区", "0592", "361001", "闽D"),
    ("210102", "辽宁省", "沈阳市", "和平区", "024", "110001", "辽A"),
    ("500112", "重庆市", "", "渝北区", "023", "401120", "渝A"),
    ("120101", "天津市", "", "和平区", "022", "300041", "津A"),
    ("530102", "云南省", "昆明市", "五华区", "0871", "650021", "云A"),
    ("450103", "广西壮族自治区", "南宁市", "青秀区", "0771", "530022", "桂A"),
    ("230103", "黑龙江省", "哈尔滨市", "南岗区", "0451", "150001", "黑A"),
    ("340104", "安徽省", "合肥市", "蜀山区", "0551", "230031", "皖A"),
    ("410105", "河南省", "郑州市", "金水区", "0371", "450003", "豫A"),
)
# Areas whose numbers have seven digits, of those above; all others have eight.
_SEVEN_DIGITS = ("0592", "0771")
_MOBILE_PREFIXES = (
    "130 131 132 133 134 135 136 137 138 139 147 150 151 152 153 155 156 157 158 159 166 171 173 175 176 177 178"
    " 180 181 182 183 184 185 186 187 188 189 191 193 195 198 199"
).split()
# Issuer numbers with the length of the whole card.
_CARDS_19 = "622202 621226 622848 621700 621661 622700 621799 622188".split()
_CARDS_16 = "622588 622575 625910 622760 436745 520169 552245 356868 622155 628366".split()
_ROADS = "中山路 人民路 解放路 建设大道 科技园路 文化街 和平路 长江路 学院路 花园街 新华路 滨河大道 龙湖路 湖滨南路".split()
_ESTATES = "阳光花园 翠湖苑 金桂园 锦绣江南 碧水云天 银河大厦 汇丰大厦 书香门第 绿地世家 万科城".split()
_DOMAINS = "qq.com 163.com 126.com gmail.com outlook.com sina.com foxmail.com hotmail.com example.com example.cn".split()
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)),
}
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_HK_VALUES = {" ": 36, **{letter: 10 + index for index, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}}
# The letter of a Taiwan identity card stands for two digits.
_TW_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            34,
            18,
            19,
            20,
            21,
            22,
            35,
            23,
            24,
            25,
            26,
            27,
            28,
            29,
            32,
            30,
            31,
            33,
        ),
        strict=True,
    )
)
_TODAY = date(2026, 1, 1)


def luhn_digit(body: str) -> str:
    """Return the digit that completes *body*. Source: ISO/IEC 7812-1, annex B."""
    total = 0
    for index, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def mod_11_2(body: str) -> str:
    """Return the check character of 17 digits. Source: ISO/IEC 7064 MOD 11-2."""
    product = 0
    for digit in body:
        product = (product + int(digit)) * 2 % 11
    return "0123456789X"[(12 - product) % 11]


def mod_11_10(body: str) -> str:
    """Return the check digit of a settlement bank number. Source: ISO/IEC 7064 MOD 11,10."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def mrz_digit(field: str) -> str:
    """Return the check digit of a machine-readable field. Source: ICAO Doc 9303-3, 4.9."""
    values = {"<": 0, **{character: index for index, character in enumerate(_ORG)}}
    return str(sum(values[one] * (7, 3, 1)[index % 3] for index, one in enumerate(field)) % 10)


class Maker:
    """Makes people and numbers, all drawn from one seed."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)  # noqa: S311 (nothing secret is drawn)

    def digits(self, count: int) -> str:
        """Return *count* digits, the first not 0."""
        first = self.random.choice("123456789")
        return first + "".join(self.random.choices("0123456789", k=count - 1))

    def letters(self, count: int, of: str = "ABCDEFGHJKLMNPQRSTUVWXYZ") -> str:
        """Return *count* characters of a set."""
        return "".join(self.random.choices(of, k=count))

    def born(self) -> date:
        """Return a birth date of somebody grown up."""
        return date(1950, 1, 1) + timedelta(days=self.random.randrange(55 * 365))

    # -- people ---------------------------------------------------------------------------------

    def name(self) -> str:
        """Return a Chinese name of two to four characters."""
        surname = self.random.choice(_COMPOUND if self.random.random() < 0.04 else _SURNAMES)
        given = 1 if self.random.random() < 0.25 and len(surname) == 1 else 2
        return surname + "".join(self.random.sample(_GIVEN, given))

    def minority_name(self) -> str:
        """Return a name with a middle dot, as Uygur and Tibetan names are written."""
        parts = "阿卜杜拉 买买提 古丽 热依汗 艾力 帕提古丽 扎西 卓玛 次仁 巴图 吾买尔 阿依努尔".split()
        return "·".join(self.random.sample(parts, 2))

    def pinyin_name(self) -> str:
        """Return a name in Latin letters, as in Beijing or Hong Kong."""
        if self.random.random() < 0.5:
            return f"{self.random.choice(_PINYIN_SURNAMES)} {self.random.choice(_PINYIN_GIVEN)}"
        given = self.random.sample(_CANTONESE_GIVEN, 2)
        return f"{self.random.choice(_CANTONESE)} {given[0]} {given[1]}"

    def address(self) -> str:
        """Return a full Chinese address down to the room."""
        _, province, city, district, *_ = self.random.choice(PLACES)
        road = f"{self.random.choice(_ROADS)}{self.random.randrange(1, 999)}号"
        rooms = (
            f"{self.random.choice(_ESTATES)}{self.random.randrange(1, 30)}号楼{self.random.randrange(101, 2999)}室",
            f"{self.random.choice(_ESTATES)}{self.random.randrange(1, 30)}栋{self.random.randrange(1, 5)}单元{self.random.randrange(101, 2999)}",
            f"{self.random.randrange(1, 30)}幢{self.random.randrange(101, 2999)}室",
        )
        return f"{province}{city}{district}{road}{self.random.choice(rooms)}"

    def english_address(self) -> str:
        """Return an address in the English order."""
        places = (
            ("Chaoyang District", "Beijing"),
            ("Nanshan District", "Shenzhen"),
            ("Xihu District", "Hangzhou"),
        )
        district, city = self.random.choice(places)
        road = self.random.choice(("Zhongshan Road", "Renmin Road", "Jianshe Avenue", "Wenhua Street"))
        number, room = self.random.randrange(1, 999), self.random.randrange(101, 2999)
        return f"Room {room}, Building {number % 20 + 1}, No. {number} {road}, {district}, {city}"

    # -- documents ------------------------------------------------------------------------------

    def resident_id(self, region: str = "", born: date | None = None) -> str:
        """Return a resident number of 18 characters. Source: GB 11643-1999."""
        region = region or self.random.choice(PLACES)[0]
        body = f"{region}{born or self.born():%Y%m%d}{self.random.randrange(1, 1000):03d}"
        return body + mod_11_2(body)

    def old_resident_id(self) -> str:
        """Return a resident number of 15 digits, as issued until 1999."""
        return f"{self.random.choice(PLACES)[0]}{self.born():%y%m%d}{self.random.randrange(1, 1000):03d}"

    def residence_permit(self) -> str:
        """Return the number of a residence permit for people of Hong Kong, Macau or Taiwan."""
        return self.resident_id(self.random.choice(("810000", "820000", "830000")))

    def foreigner_card(self) -> str:
        """Return the number of a foreigner's permanent-residence card of the 2023 form."""
        country = self.random.choice(("840", "826", "392", "410", "276", "036", "124"))
        body = f"9{self.random.choice(('11', '31', '44'))}{country}{self.born():%Y%m%d}{self.random.randrange(1, 1000):03d}"
        return body + mod_11_2(body)

    def old_foreigner_card(self) -> str:
        """Return a number of the form before 2023: country, region, birth date, sequence."""
        country = self.random.choice(("USA", "GBR", "JPN", "KOR", "DEU", "AUS", "CAN"))
        return (
            f"{country}{self.random.choice(PLACES)[0][:4]}{self.born():%y%m%d}{self.random.randrange(10, 99)}"
        )

    def cn_passport(self) -> str:
        """Return an ordinary passport number, of one of the series in use."""
        kind = self.random.random()
        if kind < 0.5:
            return "E" + self.digits(8)
        if kind < 0.9:
            return f"E{self.letters(1, 'ABCDEFGHJKLMNPQRSTUVWXYZ')}{self.digits(7)}"
        return "G" + self.digits(8)

    def official_passport(self) -> str:
        """Return a diplomatic, service or public-affairs passport number."""
        return self.random.choice(("DE", "SE", "PE")) + self.digits(7)

    def hk_passport(self) -> str:
        """Return a Hong Kong passport number."""
        return (
            self.random.choice(("K", "H")) + self.digits(8)
            if self.random.random() < 0.6
            else "KJ" + self.digits(7)
        )

    def mo_passport(self) -> str:
        """Return a Macau passport number."""
        return self.random.choice(("MA", "MB")) + self.digits(7)

    def tw_passport(self) -> str:
        """Return a Taiwan passport number: nine digits from 3."""
        return "3" + self.digits(8)

    def us_passport(self) -> str:
        """Return a passport number as other countries have them."""
        return self.random.choice("ACNX") + self.digits(8)

    def home_return_permit(self) -> str:
        """Return a permit of Hong Kong or Macau residents for the mainland, without or with its count."""
        return self.random.choice("HM") + self.digits(8) + self.random.choice(("", "", "01", "02"))

    def exit_permit(self) -> str:
        """Return a permit of mainlanders for Hong Kong and Macau."""
        return "C" + self.digits(8) if self.random.random() < 0.5 else f"C{self.letters(1)}{self.digits(7)}"

    def tw_travel_permit(self) -> str:
        """Return a Taiwan compatriot permit: eight digits."""
        return self.digits(8)

    def hk_id(self) -> str:
        """Return a Hong Kong identity card number, its check character in brackets."""
        letters = self.random.choice("ABCDEGHKMPRVYZ") if self.random.random() < 0.9 else "WX"
        body = f"{letters}{self.digits(6)}"
        padded = body.rjust(8)
        total = sum(
            _HK_VALUES.get(one, int(one) if one.isdigit() else 0) * weight
            for one, weight in zip(padded, range(9, 1, -1), strict=True)
        )
        return f"{body}({'0123456789A'[-total % 11]})"

    def mo_id(self) -> str:
        """Return a Macau identity card number."""
        return f"{self.random.choice('157')}{self.digits(6)}({self.random.randrange(10)})"

    def tw_id(self) -> str:
        """Return a Taiwan identity card number with its check digit."""
        letter = self.random.choice("ABCDEFGHJKMNPQTUVXZ")
        body = self.random.choice("1289") + self.digits(7)
        code = _TW_LETTERS[letter]
        total = code // 10 + code % 10 * 9
        total += sum(int(one) * weight for one, weight in zip(body, range(8, 0, -1), strict=True))
        return f"{letter}{body}{-total % 10}"

    def military_id(self) -> str:
        """Return an officer's card number as it is written by hand."""
        return f"{self.random.choice('军南北沈兰成济广海空参政后装')}字第{self.digits(self.random.choice((6, 7, 8)))}号"

    def driving_licence(self) -> str:
        """Return the file number of a driving licence: twelve digits from the region."""
        return self.random.choice(PLACES)[0][:4] + self.digits(8)

    def mrz_lines(self) -> tuple[str, str]:
        """Return both lines of a passport's machine-readable zone. Source: ICAO Doc 9303-4."""
        surname, given = (
            self.random.choice(_PINYIN_SURNAMES).upper(),
            self.random.choice(_PINYIN_GIVEN).upper(),
        )
        number, born = self.cn_passport(), f"{self.born():%y%m%d}"
        expires = f"{date(2027, 1, 1) + timedelta(days=self.random.randrange(3000)):%y%m%d}"
        personal = "<" * 14
        second = (
            f"{number}{mrz_digit(number)}CHN{born}{mrz_digit(born)}F{expires}{mrz_digit(expires)}{personal}<"
        )
        whole = second[:10] + second[13:20] + second[21:43]
        return f"POCHN{surname}<<{given}".ljust(44, "<"), second + mrz_digit(whole)

    # -- contact --------------------------------------------------------------------------------

    def mobile(self) -> str:
        """Return a mobile number of an allocated range."""
        number = self.random.choice(_MOBILE_PREFIXES) + "".join(self.random.choices("0123456789", k=8))
        # 1349 is a satellite's.
        return number.replace("1349", "1348", 1) if number.startswith("1349") else number

    def landline(self, *, dash: bool = True) -> str:
        """Return a landline number with its area code."""
        area = self.random.choice(PLACES)[4]
        size = 6 if area in _SEVEN_DIGITS else 7
        local = self.random.choice("2345678") + "".join(self.random.choices("0123456789", k=size))
        return f"{area}{'-' if dash else ''}{local}"

    def international(self) -> str:
        """Return a number of another country, in the form of ITU-T E.123."""
        return self.random.choice(
            (
                # 211 to 911 are services: NANP, no exchange has such a code.
                f"+1 415 {self.random.choice('23456789')}{self.random.randrange(20, 100)} {self.random.randrange(1000, 9999)}",
                f"+852 9{self.digits(3)} {self.digits(4)}",
                f"+44 7{self.random.randrange(400, 999)} {self.digits(6)}",
                f"+886 9{self.random.randrange(10, 99)} {self.digits(6)}",
                f"+81 90 {self.digits(4)} {self.digits(4)}",
                f"+65 8{self.digits(3)} {self.digits(4)}",
            )
        )

    def email(self) -> str:
        """Return an e-mail address."""
        local = self.random.choice(
            (
                f"{self.random.choice(_PINYIN_GIVEN).lower()}.{self.random.choice(_PINYIN_SURNAMES).lower()}",
                f"{self.random.choice(_PINYIN_SURNAMES).lower()}{self.random.randrange(60, 2010)}",
                f"{self.random.choice(_PINYIN_SURNAMES).lower()}_{self.random.choice(_PINYIN_GIVEN).lower()}",
                self.digits(9),
            )
        )
        return f"{local}@{self.random.choice(_DOMAINS)}"

    def wechat(self) -> str:
        """Return a WeChat id."""
        if self.random.random() < 0.3:
            return f"wxid_{self.letters(14, 'abcdefghijklmnopqrstuvwxyz0123456789')}"
        return f"{self.random.choice(_PINYIN_SURNAMES).lower()}{self.random.choice(('_', '-', ''))}{self.digits(5)}"

    def qq(self) -> str:
        """Return a QQ number."""
        return self.digits(self.random.choice((8, 9, 10)))

    def alipay(self) -> str:
        """Return an Alipay user id."""
        return "2088" + self.digits(12)

    # -- money ----------------------------------------------------------------------------------

    def card(self, length: int = 0) -> str:
        """Return a bank card number that passes Luhn, of a real issuer's range."""
        length = length or self.random.choice((16, 19))
        issuer = self.random.choice(_CARDS_19 if length == 19 else _CARDS_16)
        body = issuer + "".join(self.random.choices("0123456789", k=length - 1 - len(issuer)))
        return body + luhn_digit(body)

    def account(self) -> str:
        """Return a company's or passbook's account number: no check is public."""
        return self.random.choice(("1001", "4000", "3300", "7559", "0200")) + self.digits(
            self.random.choice((8, 11, 13, 15))
        )

    def cnaps(self) -> str:
        """Return a settlement bank number of twelve digits."""
        bank = self.random.choice(("102", "103", "104", "105", "301", "303", "306", "308", "310", "313"))
        body = f"{bank}{self.random.choice(('1000', '2900', '5840', '5810', '3310', '6510'))}{self.digits(4)}"
        return body + mod_11_10(body)

    def iban(self) -> str:
        """Return an IBAN. Source: ISO 13616 with ISO/IEC 7064 MOD 97-10."""
        country, bank = self.random.choice((("DE", self.digits(8)), ("GB", self.letters(4) + self.digits(6))))
        account = self.digits(10) if country == "DE" else self.digits(8)
        turned = "".join(str(int(one, 36)) for one in f"{bank}{account}{country}00")
        return f"{country}{98 - int(turned) % 97:02d}{bank}{account}"

    def uscc(self, first: str = "") -> str:
        """Return a unified social credit code, both of its checks right. Source: GB 32100-2015, GB 11714."""
        organisation = self.letters(8, "0123456789ABCDEFGHJKLMNPQRTUWXY")
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        rest = (
            11 - sum(_ORG.index(one) * weight for one, weight in zip(organisation, weights, strict=True)) % 11
        )
        check = {10: "X", 11: "0"}.get(rest, str(rest))
        first = first or self.random.choice(("91", "91", "91", "92", "93", "12", "51"))
        body = f"{first}{self.random.choice(PLACES)[0]}{organisation}{check}"
        total = sum(_USCC.index(one) * pow(3, index, 31) for index, one in enumerate(body))
        return body + _USCC[-total % 31]

    def social_security(self) -> str:
        """Return a social-security card number: a letter and eight digits."""
        return self.letters(1) + self.digits(8)

    # -- things ---------------------------------------------------------------------------------

    def plate(self) -> str:
        """Return a number plate, in one of five cases of a new-energy vehicle."""
        start = self.random.choice(PLACES)[6]
        if self.random.random() < 0.2:
            return f"{start}{self.random.choice('DF')}{self.letters(1, _PLATE)}{self.digits(4)}"
        tail = self.letters(4, _PLATE)
        return start + tail + self.random.choice("0123456789")

    def vin(self) -> str:
        """Return a vehicle identification number with its check. Source: GB 16735-2019."""
        body = self.random.choice(("LSV", "LFV", "LGB", "LVS", "LHG", "LBE"))
        body += self.letters(5, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789") + "0"
        body += self.letters(1, "HJKLMNPR") + self.letters(1).replace("Q", "A").replace("U", "A").replace(
            "Z", "A"
        )
        body += "".join(self.random.choices("0123456789", k=6))
        total = sum(_VIN_VALUES[one] * weight for one, weight in zip(body, _VIN_WEIGHTS, strict=True))
        return body[:8] + "0123456789X"[total % 11] + body[9:]

    def imei(self) -> str:
        """Return a device number. Source: 3GPP TS 23.003, Luhn."""
        body = self.random.choice(("35", "86", "01")) + self.digits(12)
        return body + luhn_digit(body)
