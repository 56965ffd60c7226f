"""Where a postal address that begins at a known place ends, and how much of an address it is.

An address has no delimiter of its own: `南京市中山路88号已登记` must end behind 号. It is a chain of parts,
each of which ends in a word that says what it is (省 区 路 号 大厦 室), so the chain is read part by part and
ends with the last one. Addresses in English are parts between commas.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from dlpscan.checks import after_label, tables
from dlpscan.checks.late import LatePattern
from dlpscan.declare import Checked

_HAN = "一-鿿㐀-䶿"
_NUMERALS = "0-9一二三四五六七八九十百〇零两"
_LONGEST = 120
_LONGEST_JOINT = 3

_AREA = (
    "特别行政区|特別行政區|自治区|自治區|自治州|自治县|自治縣|自治旗|省|市|地区|地區|州|盟|区|區|县|縣|"
    "旗|镇|鎮|乡|鄉|"
    "街道办事处|街道办|街道|開發區|开发区|新区|园区|園區|苏木|社区|社區|村委会|居委会|新村|村|屯|庄|寨|"
    "坪|塘|湾|林场|农场"
)
_ROAD = "大道|大街|马路|馬路|公路|高速|国道|省道|县道|胡同|路|街|道|巷|弄|里|段|線|线|环|桥|坊|衖|条"
_BUILDING = (
    "大厦|大廈|大楼|大樓|写字楼|办公楼|综合楼|教学楼|宿舍楼|宿舍|主楼|裙楼|附楼|塔楼|广场|廣場|中心|"
    "花园|花園|小区|小區|"
    "公寓|家园|家園|别墅|山庄|佳苑|苑|公馆|国际|城|园|園|府|庭|轩|阁|居|院|楼|樓|厦|栋|幢|座|场|厅|"
    "大学|大學|学院|學院|学校|學校|中学|小学|幼儿园|医院|醫院|诊所|公司|集团|工厂|厂房|厂|廠|商场|商城|"
    "市场|市場|酒店|宾馆|饭店|"
    "超市|商铺|店铺|店面|店|仓库|产业园|科技园|工业园|物流园|创业园|软件园|基地|车站|火车站|站|机场|港|"
    "码头|政府|办事处|"
    "管委会|局|所|馆|铺|摊位|柜|档口|车间|车库|地下室|门面|门市|门卫|传达室|收发室|前台|驿站|自提点|"
    "代收点|快递柜"
)
# What says where, seen from a place that was named.
_BESIDE = (
    "交叉口|交汇处|交界处|路口|村口|门口|对面|斜对面|对过|附近|隔壁|旁边|旁|东侧|西侧|南侧|北侧|东面|"
    "西面|南面|北面|"
    "往东|往西|往南|往北|以东|以西|以南|以北|内侧|内|后面|后|东门|西门|南门|北门|正门|大门|东北角|"
    "西北角|东南角|西南角"
)
_COUNTER = (
    "号院|号楼|号门|号房|号线|號樓|号|號|栋|棟|幢|座|楼|樓|单元|單元|层|層|室|房间|房|户|戶|门|弄|支弄|"
    "院|组|組|队|隊|"
    "期|区|區|段|巷|米|街坊|连|团|师|铺|车间|鋪|公里|千米|里|塔"
)
_FLOOR = "[0-9]{1,3}(?:-[0-9]{1,3})?(?:[Ff](?![A-Za-z])|#)"

_NUMBERED = LatePattern(
    rf"{_FLOOR}|(?:(?:自编|门牌|院内|[附第之临增甲乙丙特内中东西南北])(?=[{_NUMERALS}]))?(?:"
    rf"[A-Za-z]{{0,3}}-?[0-9]{{1,5}}[A-Za-z]?(?:[\-~至、/&][A-Za-z]?[0-9]{{1,5}}[A-Za-z]?){{0,4}}"
    rf"|[{_NUMERALS}]{{1,6}}(?:[\-、][{_NUMERALS}]{{1,4}})?|[A-Za-z甲乙丙丁东西南北左右前后中]"
    rf")(?:之[{_NUMERALS}]{{1,3}})?[ ]?(?:{_COUNTER})(?:之[{_NUMERALS}]{{1,3}})?(?![路线線]|大街|大道)"
)
_NAMED = LatePattern(
    rf"(?P<name>[{_HAN}A-Za-z0-9·\-&]{{1,14}}?)"
    rf"(?:(?P<area>{_AREA})|(?P<road>{_ROAD})|(?P<building>{_BUILDING})|(?P<beside>{_BESIDE}))"
    # 市 is not yet the end of 市场, nor 路 of 路由, 区 of 区间.
    "(?!场|場|由|间|块|域)"
)
_BESIDE_ALONE = LatePattern(f"(?:{_BESIDE}|[整全][层栋幢座])")
# Behind 桥 of 大木桥路 or 国际 of 国际中心, which end a part already, the ending that was meant.
_ENDING = LatePattern(f"(?:{_AREA}|(?P<road>{_ROAD})|{_BUILDING})(?!场|場|由|间|块|域)")
_BUILDING_ENDING = LatePattern(f"(?P<road>(?!))?(?:{_BUILDING})(?!场|場|由|间|块|域)")
# A name without an ending counts where a building's or room's number follows: 万科金域蓝湾3栋.
_NAME_BEFORE_NUMBER = LatePattern(
    rf"[{_HAN}A-Za-z·]{{2,12}}?[ ]?(?=[A-Za-z]?[{_NUMERALS}]{{0,4}}[A-Za-z]?(?:号楼|栋|幢|座|单元|层|楼|"
    rf"室|号|期|#|[Ff](?![A-Za-z])))"
)
# The number of a room or house behind the last part, without a word of its own.
_ROOM = LatePattern(
    r"[ ]?(?:[A-Za-z]{0,3}-?[0-9]{1,5}(?:[A-Za-z]{1,3}[0-9]{0,4})?"
    r"(?:[\-/、~.&][A-Za-z]?[0-9]{0,5}[A-Za-z]?(?![0-9A-Za-z])){0,5}"
    r"|[A-Z]{1,4})(?![0-9A-Za-z])"
)
# Not a request: （请放门口） is none of the address.
_REMARK = LatePattern(
    r"[ ]?(?:（(?![请勿不可放需送]|麻烦)[^（）()\n，。；：:]{1,20}）"
    r"|\((?![请勿不可放需送]|麻烦)[^（）()\n，。；：:]{1,20}\))"
)
_ADDRESS_REMARK = LatePattern(
    rf"{_AREA}|{_ROAD}|{_BUILDING}|{_BESIDE}|近|侧|[东西南北]|[0-9]-[0-9]"
    "|[0-9一二三四五六七八九十](?:号|楼|室|层|期|区)"
)

# What cannot belong to an address: the labels of other things, and the signs between fields.
_CUT = LatePattern(
    r"[\n\t，。；;！!？?|｜\"“”'’<>《》【】\[\]{}：:=＝]|,(?![0-9]{1,4}(?:号|楼|室))|"
    "电话|電話|手机|手機|联系|聯繫|聯絡|电邮|邮编|郵編|邮政编码|郵遞區號|邮箱|郵箱|微信|姓名|收件人|"
    "收货人|收貨人|寄件人|"
    "身份证|身分證|证件|性别|出生|民族(?=[：: 汉])|学历|备注|账号|帐号|卡号|开户|户名|传真|先生|女士|"
    "小姐|法定代表|法人代表|"
    "注册资本|经营范围|统一社会信用|税号|成立日期|工作单位|单位名称|"
    "(?:收货|家庭|通讯|公司|工厂|办公|注册|联系|单位|户籍|寄件|详细|邮寄)?地址|"
    r"(?<![A-Za-z])(?:[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|[Ee]-?[Mm]ail|[Ff]ax|QQ)(?![A-Za-z])"
)
# Behind a part, these begin the rest of a sentence. Behind an area fewer do: 于洪区, 无锡市 and 如皋市 exist.
_SENTENCE_ON = LatePattern(
    "[已在是为的了被请給给把让吗呢吧这您她它]|我[要在们司]|我的|办理|办了|申请|[位属]于|位於"
)
_SENTENCE_ON_NUMBER = LatePattern(
    "[已在是为的了被请給给把让吗呢吧这您她它我你他就也还可需但因若那与跟等于及签买卖]|未能|未送|未签|"
    "没有|没人|不要|不能|不在|不便|"
    "无人|由于|从|并|将于|将在|去年|来电|来访|住着|住了|住户|发货|发件|寄往|寄到|寄送|送到|送达|送货|"
    "取件|收到|购买|购房|购入|"
    "出租|想|会在|能否|能不|应于|应当|和我|和他|和您|如果|如有|如需|居住|租住|领取|签收|登记|核实|确认|"
    "上门|变更|查询|需要|"
    "办理|申请|有人|有误|属于|位于|到期|到货|拒收|退回|改成|改为|改到|以及|或者|或"
)


@cache
def _divisions() -> dict[str, int]:
    """Return the level of each name of a division; provinces and cities also have a short one."""
    names = {name: int(level) for name, level in tables.rows("division_names")}
    for name, level in [*names.items()]:
        short = _SHORT.sub("", name)
        if level < _COUNTY and len(short) > 1:
            names.setdefault(short, level)
    return names


_COUNTY = 3
_SHORT = LatePattern("(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|地区)$")
_COUNTY_ENDING = LatePattern("[区县市旗]$")
_HAS_ENDING = LatePattern("[省市区县旗州盟]$|地区$")
_NO_SHORT = LatePattern(f"[东西南北中一二三]?(?:{_ROAD}|{_BUILDING}|{_AREA})")
_LONGEST_NAME = 15
_WRITTEN = "臺灣區縣鎮鄉東廣門島寧陝龍蘇貴雲黑慶濱長陽連遼漢無錫溫紹興衛肅內"
_SIMPLIFIED = str.maketrans(_WRITTEN, "台湾区县镇乡东广门岛宁陕龙苏贵云黑庆滨长阳连辽汉无锡温绍兴卫肃内")


@cache
def _county_stems() -> dict[str, int]:
    """Return the short names of counties. Many are words (和平): they count only behind another division."""
    stems = (_COUNTY_ENDING.sub("", name) for name, level in tables.rows("division_names") if level == "3")
    return {stem: _COUNTY for stem in stems if len(stem) > 1}


_NO_STEMS: dict[str, int] = {}


@cache
def _lengths(*, inside: bool) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the names that begin with a character, in both writings, the longest first."""
    lengths: dict[str, set[int]] = {}
    for name in (*_divisions(), *(_county_stems() if inside else ())):
        lengths.setdefault(name[0], set()).add(len(name))
    for written in _WRITTEN:
        simple = written.translate(_SIMPLIFIED)
        if simple in lengths:
            lengths[written] = lengths[simple]
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def division(text: str, position: int, *, inside: bool = False) -> tuple[int, int]:
    """Return (end, level) of the longest division name at *position*; level 0 where there is none.

    *inside* says that another division stands right before.
    """
    lengths = _lengths(inside=inside).get(text[position : position + 1])
    if lengths is None:
        return position, 0
    names, stems = _divisions(), _county_stems() if inside else _NO_STEMS
    window = text[position : position + lengths[0]].translate(_SIMPLIFIED)
    for length in lengths:
        name = window[:length]
        if len(name) < length:
            continue
        level = names.get(name) or stems.get(name)
        # 中山路 and 北京西路 are roads, 南京大学 a school: a short name is none before such an ending.
        if level and (_HAS_ENDING.search(name) or not _NO_SHORT.match(text, position + length)):
            return position + length, level
    return position, 0


class Address(NamedTuple):
    """What was read: where it ends, and which parts it has."""

    end: int
    divisions: int = 0
    areas: int = 0
    roads: int = 0
    numbers: int = 0
    buildings: int = 0
    finest: int = 0
    """The level of the only division if nothing else was read."""

    @property
    def parts(self) -> int:
        """Return the count of all parts."""
        return self.divisions + self.areas + self.roads + self.numbers + self.buildings

    @property
    def is_place(self) -> bool:
        """Say whether an area, a road or a house number is among the parts: a building alone is none."""
        return bool(self.divisions or self.areas or self.roads or self.numbers)


class _Reader:
    """Reads one chain. *position* is always behind the last whole part."""

    def __init__(self, text: str, position: int) -> None:
        # A window of its own: a slice of all text before the address would cost its whole length each time.
        window = text[position : position + _LONGEST]
        cut = _CUT.search(window)
        self._text = window[: cut.start()] if cut else window
        self._start = position
        self.position = 0
        self.counts = dict.fromkeys(("divisions", "areas", "roads", "numbers", "buildings"), 0)
        self.finest = 0
        self._last = ""

    def read(self) -> Address:
        """Read to the end of the chain."""
        while self._part(self._after_space()) or self._room():
            pass
        return Address(self._start + self.position, **self.counts, finest=self.finest)

    def _after_space(self) -> int:
        """Return where the next part begins: behind spaces, hyphens or a comma of lists."""
        position = self.position
        furthest = min(len(self._text), position + _LONGEST_JOINT)
        while position < furthest and self._text[position] in " -·、/":
            position += 1
        return position

    def _part(self, begin: int) -> bool:
        """Read one part at *begin*; say whether there was one."""
        text = self._text
        end, level = division(text, begin, inside=self._last == "divisions")
        if level:
            self.finest = max(self.finest, level)
            return self._take("divisions", end)
        if self._last and self._ends_sentence(begin):
            return False
        numbered = _NUMBERED.match(text, begin)
        if numbered:
            return self._take("numbers", numbered.end())
        if self._last:
            beside = _BESIDE_ALONE.match(text, begin)
            if beside:
                return self._take("", beside.end())
        remark = _REMARK.match(text, begin) if self._last else None
        if remark and _ADDRESS_REMARK.search(remark.group()):
            return self._take("", remark.end())
        return self._named(begin)

    def _named(self, begin: int) -> bool:
        """Read a part with a name and an ending, or with one of the two."""
        text = self._text
        if begin == self.position and self._last in ("divisions", "areas", "roads", "numbers", "buildings"):
            pattern = _BUILDING_ENDING if self._last == "numbers" else _ENDING
            ending = pattern.match(text, begin)
            if ending:
                if ending["road"] and self._last in ("areas", "buildings"):
                    # 银城路: what read as 城 of a building is the name of a road.
                    self.counts[self._last] -= 1
                    return self._take("roads", ending.end())
                self.position = ending.end()
                return True
        named = _NAMED.match(text, begin)
        is_behind = self._last in ("numbers", "buildings")
        if named is None or (begin > self.position and is_behind and named["area"]):
            bare = _NAME_BEFORE_NUMBER.match(text, begin) if self._last else None
            return self._take("buildings", bare.end()) if bare else False
        kinds = {"area": "areas", "road": "roads", "building": "buildings"}
        return self._take(kinds.get(named.lastgroup or "", ""), named.end())

    def _ends_sentence(self, begin: int) -> bool:
        stop = _SENTENCE_ON_NUMBER if self._last in ("numbers", "buildings", "beside") else _SENTENCE_ON
        return stop.match(self._text, begin) is not None

    def _take(self, kind: str, end: int) -> bool:
        if kind:
            self.counts[kind] += 1
        self._last = kind or "beside"
        self.position = end
        return True

    def _room(self) -> bool:
        """Take the bare number of a house or room behind the last part."""
        room = _ROOM.match(self._text, self.position) if self._last not in ("", "divisions") else None
        return self._take("numbers", room.end()) if room else False


_HAN_CHARACTER = LatePattern(f"[{_HAN}]")
_HAN_SOON = LatePattern(f"[A-Za-z0-9 .#·\\-]{{0,20}}[{_HAN}]")
_POSTCODE = LatePattern(r"[0-9]{6}[ ]{1,2}(?=[一-鿿])")


def chinese(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the address in Chinese at *position*, right behind a label and its colon.

    Glued to the label without any sign, or behind a comma or full stop, it must begin with the name of a
    division or hold a road or number and one thing more: 地址空间分区 and 住所证明 are no addresses.
    """
    begin = after_label.value_start(text, position)
    if not _HAN_SOON.match(text, begin):
        return None
    postcode = _POSTCODE.match(text, begin)
    address = _Reader(text, postcode.end() if postcode else begin).read()
    if not address.is_place or not _HAN_CHARACTER.search(text, begin, address.end):
        return None
    # 绑定到一个地址.这一条: behind a comma or full stop a sentence goes on as it does behind the bare label.
    is_glued = begin > 0 and ("一" <= text[begin - 1] <= "鿿" or text[begin - 1] in ".,，。")
    if is_glued and not address.divisions and (address.parts < 2 or not (address.roads and address.numbers)):  # noqa: PLR2004
        return None
    return begin, address.end


# -- without a label --------------------------------------------------------------------------------

_PROSE_COUNTERS = "号 號 室 弄 栋 棟 幢 座 楼 樓 单元 單元 组 院 层 層".split()
NUMBERED = (
    *(digit + counter for digit in "0123456789" for counter in _PROSE_COUNTERS),
    *(numeral + counter for numeral in "一二三四五六七八九十" for counter in ("号", "楼", "层", "单元")),
    *(letter + counter for letter in "ABCDEFG" for counter in ("座", "栋", "幢")),
)
"""The last digit of a number and what it counts: where an address without a label may be."""
PLACES = tuple("街道 大厦 大廈 小区 社区 花园 镇 乡 村".split())
"""What a line ends with that is an address without any number."""

_FARTHEST = 70
_CLAUSE = LatePattern(r"[\n\t，。；;！!？?|｜\"“”<>《》【】{}：:=＝「『]|[（(](?![^）)\n]{0,12}[）)])")
_OF_NUMBER = frozenset("0123456789一二三四五六七八九十百〇零ABCDEFGHabcdefgh-~—#甲乙丙附临之特自编")
_COUNTED = frozenset("号號栋棟幢座楼樓元层層室")
# What leads to an address in a sentence.
_LEADING = frozenset("在住到于至往去从寄送是址赴")
_ADDRESS_AHEAD = LatePattern(r"(?:[0-9]{6,20}|[A-Za-z]+)[ ,，]{1,3}")
_PARTS_IN_PROSE = 3


@cache
def _ends_of_parts() -> frozenset[str]:
    return frozenset(word[-1] for word in f"{_AREA}|{_ROAD}|{_BUILDING}|{_BESIDE}".split("|")) | set(
        " ）)东西南北"
    )


def in_prose(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the address around the number of a house or room at *position*.

    It must hold a road or two areas before the number, and three parts or a division in all: 第3号 and
    88号线 are none.
    """
    if text[position] not in _OF_NUMBER:
        return None
    number = position
    while number > 0 and position - number < _LONGEST_NUMBER and text[number - 1] in _OF_NUMBER:
        number -= 1
    before = text[number - 1] if number else ""
    # Behind another number (88号3栋) the address has been read from the first one.
    if not before or before in _COUNTED or before not in _ends_of_parts():
        return None
    if (
        text[position + 1 : position + 2] in ("号", "號")
        and text[position + 2 : position + 3] in _OTHER_NUMBERS
    ):
        return None
    return _around(text, number, position + 1, _is_address)


_LONGEST_NUMBER = 12
# A line, an order, a paper, a machine or a kind of goods: 2号线, 第3号令, 20号胶.
_OTHER_NUMBERS = frozenset("线線令文机機台位选公决案胶膠")


def whole_field(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of an address without a number that fills its line, around the place at *position*."""
    if text[position].isascii():
        return None
    start = position
    while start and position - start < _LONGEST_LINE and text[start - 1] not in _FIELD_EDGES:
        start -= 1
    # A line of areas may have spaces between them: the first one begins it.
    while start and text[start - 1] == " " and position - start < _LONGEST_LINE:
        begun = text.rfind(" ", max(0, start - _LONGEST_NAME), start - 1) + 1
        begun = max(
            begun, *(text.rfind(edge, max(0, start - _LONGEST_NAME), start) + 1 for edge in "\n,，;；|\t")
        )
        if text[begun : begun + 1] not in _lengths(inside=False) or not division(text, begun)[1]:
            break
        start = begun
    if text[start : start + 1] not in _lengths(inside=False) or not division(text, start)[1]:
        return None
    address = _Reader(text, start).read()
    if address.end <= position or not _is_chain_of_areas(address):
        return None
    if text[address.end : address.end + 2].lstrip(" ")[:1] not in _FIELD_EDGES:
        return None
    return None if _IS_SENTENCE.search(text, start, address.end) else (start, address.end)


_LONGEST_LINE = 60
_IS_SENTENCE = LatePattern("[的是了曾原属距已被将为]|位于|位於|组织|召开|成立|举行|发生|管辖|下辖|面积|附近")
_FIELD_EDGES = frozenset(["", *"\n\t,，;；|。 "])


def _is_address(address: Address) -> bool:
    if not address.numbers or not (address.roads or address.areas or address.buildings or address.divisions):
        return False
    if address.divisions:
        return address.parts >= _PARTS_IN_PROSE or bool(address.roads)
    if address.roads:
        return address.parts >= _PARTS_IN_PROSE
    return address.areas > 1 and address.parts > _PARTS_IN_PROSE


def _is_chain_of_areas(address: Address) -> bool:
    if address.divisions > 1:
        return bool(address.areas or address.buildings)
    return bool(address.divisions and address.areas and address.buildings)


def _around(text: str, begin: int, reach: int, holds: Callable[[Address], bool]) -> tuple[int, int] | None:
    """Return the span of the address that begins before *begin* and goes on to *reach* at least."""
    first = max(0, begin - _FARTHEST)
    for cut in _CLAUSE.finditer(text, first, begin):
        first = cut.end()
    for start in _starts(text, first, begin):
        address = _Reader(text, start).read()
        if address.end >= reach and holds(address):
            return start, address.end
    return None


_MOST_STARTS = 4


def _is_han(character: str) -> bool:
    return _HAN_CHARACTER.match(character) is not None


def _starts(text: str, first: int, begin: int) -> list[int]:
    """Return where an address may begin: at names of divisions, else where the clause or a place begins."""
    firsts = _lengths(inside=False)
    starts: list[int] = []
    position = first
    while position < begin and len(starts) < _MOST_STARTS:
        if text[position] in firsts:
            end, level = division(text, position)
            is_generic = end - position == 2 and text[end - 1] in "区區县縣市"  # noqa: PLR2004
            if level and not (is_generic and position > first and _is_han(text[position - 1])):
                starts.append(position - 2 * text.startswith("中国", max(first, position - 2), position))
                position = end
                continue
        position += 1
    if starts:
        return starts
    led = [at + 1 for at in range(first, begin - 1) if text[at] in _LEADING]
    ahead = _ADDRESS_AHEAD.match(text, first, begin)
    clause = text[first:begin]
    return [*led[-1:], ahead.end() if ahead else first + len(clause) - len(clause.lstrip())]


# -- English ----------------------------------------------------------------------------------------

_LONG_WAYS = "Road|Street|Avenue|Lane|Boulevard|Highway"
_WAYS = (
    f"(?:{_LONG_WAYS}|Rd|St|Ave|Ln|Drive|Dr|Blvd|Hwy|Way|Court|Ct|Place|Pl|Square|Sq|Terrace|Parkway|"
    f"Pkwy|Close|"
    "Crescent|Alley|Hutong|Lu|Jie|Dadao|Xiang)"
)
_WAYS = f"(?:{_WAYS}|{_WAYS.upper()})(?![A-Za-z])"
_UNITS = (
    "Room|Rm|Flat|Unit|Suite|Ste|Apartment|Apt|Floor|Fl|Building|Bldg|Block|Blk|Tower|House|No|Number|"
    "District|Dist|County|Town|Township|Village|Province|Prov|City"
)
_UNIT = LatePattern(rf"(?<![A-Za-z])(?:{_UNITS})(?![A-Za-z])", re.IGNORECASE)
_NAME = r"(?:[A-ZÀ-Þ0-9][A-Za-z0-9À-ɏ'’.\-]*[ ]{1,2})"
_HOUSE = r"(?<![A-Za-z0-9])(?:[Nn][Oo]\.?[ ]?|#)?[0-9]{1,5}[A-Za-z]?(?:[\-/][0-9]{1,5}[A-Za-z]?)?"
# A street with its number: 88 Zhongshan Road, Zhongshan Road 88, Room 1203 ... Zhongshan Road; in small
# letters only with the number right before it.
_STREETS = (
    LatePattern(rf"{_HOUSE},?[ ]{{1,2}}{_NAME}{{1,5}}{_WAYS}"),
    LatePattern(
        rf"{_NAME}{_WAYS}\.?,?[ ]{{1,2}}(?:[NSEW](?:orth|outh|ast|est)?\.?,?[ ])?{_HOUSE}(?![A-Za-z0-9])"
    ),
    LatePattern(rf"(?:{_UNITS})\.?[ ]?#?[A-Z]?[0-9]{{1,5}}.{{0,60}}?(?<![A-Za-z]){_NAME}{{1,4}}{_WAYS}"),
    LatePattern(rf"{_HOUSE}[ ](?:[a-z]+[ ]){{1,3}}(?:{_LONG_WAYS.lower()})(?![a-z])"),
)
_PIECE = LatePattern(r"[ ]{0,2}(?P<piece>[A-Za-z0-9À-ɏ#(][A-Za-z0-9À-ɏ .'’#&/()\-]{0,60})")
# A full stop inside an address stands behind one of these, or behind a single capital (P.R. China).
_ABBREVIATED = LatePattern(
    r"(?<![A-Za-z])(?:No|Rd|St|Ave|Ln|Dr|Blvd|Hwy|Ct|Pl|Sq|Rm|Ste|Apt|Fl|Bldg|Blk|Dist|Prov|Pkwy|Mt|Ft|[A-Z])$",
    re.IGNORECASE,
)
_SENTENCE_END = LatePattern(r"\.(?=[ ]|$)|\.(?=[A-Z][a-z])")
_NEXT_LABEL = LatePattern(
    r"[ ](?:Tel|Telephone|Phone|Mobile|Cell|E-?mail|Fax|Attn|Contact|Name|Postcode|Zip(?: code)?|ID)"
    "(?![a-z])",
    re.IGNORECASE,
)
_PROSE_ON = LatePattern(
    r"[ ](?:by|and|on|before|after|for|with|to|from|as|is|was|has|have|had|please|thanks|via|within|until|"
    r"tomorrow|today|now|but|or|if|when|who|which|where|that|since|because)(?=[ ]|$)"
)
_MOST_PIECES = 10


def english(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the address in English at *position*.

    It is a row of pieces between commas, and ends with the sentence or where prose goes on.
    """
    first = text[position : position + 1]
    if not (first.isupper() or first.isdigit() or first == "#" or _UNIT.match(text, position)):
        return None
    begin = end = position
    for count in range(_MOST_PIECES):
        found = _PIECE.match(text, begin)
        if found is None:
            break
        piece, stops = _cut_piece(found["piece"])
        if not piece or (count and not _continues(piece)):
            break
        end = found.start("piece") + len(piece)
        if stops or text[end : end + 1] != ",":
            break
        begin = end + 1
    value = text[position:end]
    return (position, end) if any(street.search(value) for street in _STREETS) else None


def _cut_piece(piece: str) -> tuple[str, bool]:
    """Return the piece up to a sentence's end or the next label, and whether one was there."""
    label = _NEXT_LABEL.search(piece)
    cut = label.start() if label else len(piece)
    for stop in _SENTENCE_END.finditer(piece, 0, cut):
        if not _ABBREVIATED.search(piece[: stop.start()]):
            cut = min(cut, stop.start())
            break
    prose = _PROSE_ON.search(piece, 0, cut)
    cut = prose.start() if prose else cut
    kept = piece[:cut].rstrip(" (-/&'’")
    if kept.endswith(".") and not _ABBREVIATED.search(kept[:-1]):
        kept = kept[:-1]
    return kept, cut < len(piece)


def _continues(piece: str) -> bool:
    """Say whether a piece behind a comma still is of an address: capitals, or a word that names a part."""
    return piece[0].isupper() or piece[0].isdigit() or _UNIT.match(piece) is not None


_SMALL_AREA = LatePattern("[镇鎮乡鄉村屯寨]$|街道|社区|社區|办事处")
_HOUSE_NUMBER = LatePattern("[号號室栋棟幢座]|单元")


def check(value: str) -> Checked | None:
    """Judge an address: a lone city says little, a road with a number and an area says all."""
    if value.isascii() or not _HAN_CHARACTER.search(value):
        return Checked("not_available", 0.95, ("street and number",))
    address = _Reader(value, 0).read()
    if address.roads or address.numbers or address.buildings:
        if address.parts > 1:
            return Checked("not_available", 1.0, (f"address of {address.parts} parts",))
        if address.numbers and not _HOUSE_NUMBER.search(value):
            return Checked("not_available", 0.45, ("a number that is none of a house",))
        return Checked("not_available", 0.65, ("road or number alone",))
    if not address.divisions and address.areas == 1 and not _SMALL_AREA.search(value):
        return Checked("not_available", 0.45, ("an area that is no known division",))
    if address.divisions + address.areas > 1:
        return Checked("not_available", 0.75, ("areas only",))
    if address.divisions and address.finest < _COUNTY:
        return Checked("not_available", 0.45, ("a province or city alone",))
    return Checked("not_available", 0.6, ("one area alone",))


# -- English, without a label ----------------------------------------------------------------------

WAYS = tuple("road street avenue lane boulevard highway rd blvd ave".split())
"""The words of streets: where an address in English without a label may be."""

_BEGINS = LatePattern(
    rf"(?<![A-Za-z0-9])(?:(?:{_UNITS})\.?,?[ ]?#?[A-Z]?[0-9]{{1,5}}"
    r"|#?[0-9]{1,5}[A-Za-z]?(?:[\-/][0-9F]{1,5})?(?=[ ,/]))",
    re.IGNORECASE,
)
_ENGLISH_CLAUSE = LatePattern(r"[\n\t。；;|\"<>{}=]|: |[.!?] (?=[A-Z][a-z]+ [a-z])")
_KNOWN_PLACE = LatePattern(
    r"(?<![A-Za-z])(?:China|PRC|P\.?R\.? ?China|Hong Kong|Kowloon|New Territories|Macau|Macao|Taiwan|Taipei|"
    r"Singapore|Beijing|Shanghai|Tianjin|Chongqing|Guangzhou|Shenzhen|Hangzhou|Nanjing|Wuhan|Chengdu|Suzhou|Xi'?an|"
    r"Qingdao|Dalian|Xiamen|Ningbo|Wuxi|Changsha|Zhengzhou|Jinan|Shenyang|Harbin|Kunming|Fuzhou|Hefei|Dongguan|Foshan|"
    r"Zhuhai|[A-Z][a-z]+ (?:District|Province))"
    r"(?![A-Za-z0-9])"
)


def in_english_prose(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the address in English around the word of a street at *position*.

    The name of a place in China or beside it must go with street and number: without a label, streets of
    anywhere else are mostly those of licences and imprints.
    """
    if not text[position].isupper() or not position or text[position - 1] != " ":
        return None
    first = max(0, position - _FARTHEST - 20)
    for cut in _ENGLISH_CLAUSE.finditer(text, first, position):
        first = cut.end()
    for number, begins in enumerate(_BEGINS.finditer(text, first, position)):
        if number >= _MOST_STARTS:
            break
        found = english(text, begins.start())
        if found is None or found[1] <= position:
            continue
        if _KNOWN_PLACE.search(text, found[0], found[1]):
            return found
    return None
