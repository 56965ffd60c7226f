"""Number plates of GA 36-2018: a province, a letter of the issuing office, five or six characters.

`京A股` and `沪B股` have the first two but not the rest. Some provinces' characters end common words
(全新, 阿里云, 北京): there, letters and digits are a model or a room, and only a label makes them a plate.
"""

from __future__ import annotations

import re

from dlpscan.checks import after_label
from dlpscan.declare import (
    AfterLabel,
    Checked,
    Context,
    Find,
    Form,
    Literals,
    Mask,
    Recogniser,
    Scores,
    compact,
    words,
)

_TRADITIONAL = str.maketrans("滬雲遼魯蘇贛閩貴粵寧瓊陝學領", "沪云辽鲁苏赣闽贵粤宁琼陕学领")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛閩貴粵寧瓊陝"
_MOST_LETTERS = 2
_SERIAL = 2
_ORDINARY_LENGTH = 7

# Which character it is the anchor says, or the check: a class of 42 would be compiled into each form.
_PROVINCE = r"[^\x00-\x7f]"
# Words that end in a province's character, by that character.
_WORDS = {
    "新": "全最创更崭重革刷翻迎从",
    "云": "里讯为度山东金风祥乌白星私公上专有合",
    "京": "北南东",
    "津": "天",
    "苏": "江紫复",
    "蒙": "内启",
    "贵": "宝珍昂高",
    "青": "年丹常",
    "藏": "收珍西",
    "川": "四银伊",
    "宁": "西南辽济安苏咸海",
    "黑": "漆",
}
_SEPARATOR = r"[ ]?[·\-.]?[ ]?"
_HEAD = rf"{_PROVINCE}[ ]?[A-HJ-NP-Z]{_SEPARATOR}"
_C = "[A-HJ-NP-Z0-9]"
_ANY_CASE = "[A-HJ-NP-Za-hj-np-z0-9]"
_EMBASSIES = "使领"
_SUFFIX = "[挂学警港澳领使试超學領]"
# Battery: D A B C E; other new energy: F G H J K (GA 36-2018, clause 5.2, as extended).
_ENERGY = "[A-HJK]"


def _bare(rest: str) -> Find:
    """Return a `find` for a plate whose province's character is not the end of a word."""
    match = re.compile(rf"{_PROVINCE}[ ]?[A-HJ-NP-Z]{_SEPARATOR}{rest}").match

    def find(text: str, position: int) -> tuple[int, int] | None:
        found = match(text, position)
        if found is None or (position and text[position - 1] in _WORDS.get(text[position], "")):
            return None
        return found.span()

    return find


def _compact(text: str) -> str:
    return compact(text).replace(".", "").translate(_TRADITIONAL)


def _check(plate: str) -> Checked | None:
    """Ask a label of serials of letters only; doubt those with more than two, which are not issued."""
    if plate[0] not in _PROVINCES and not plate[0].isascii() and plate[0] not in _EMBASSIES:
        return None
    if len(plate) != _ORDINARY_LENGTH or not plate[0].isalpha() or plate[0].isascii():
        return None if len(set(plate[_SERIAL:])) == 1 and plate[0].isascii() else Checked("not_available")
    serial = plate[_SERIAL:]
    letters = sum(character.isascii() and character.isalpha() for character in serial)
    if letters == len(serial):
        return Checked("not_available", 0.7, ("only letters in the serial",), needs_label=True)
    if letters > _MOST_LETTERS:
        return Checked("not_available", 0.72, ("more than two letters in the serial",))
    return Checked("not_available")


CN_LICENCE_PLATE = Recogniser(
    name="cn_licence_plate",
    entity_type="CN_LICENCE_PLATE",
    title_zh="机动车号牌",
    title_en="Number plate of a motor vehicle",
    anchors=(Literals(tuple(_PROVINCES), then="[ A-HJ-NP-Z]"), AfterLabel()),
    forms=(
        Form("new energy, small", find=_bare(rf"{_ENERGY}{_C}[0-9]{{4}}"), anchor="literals"),
        Form("new energy, large", find=_bare(rf"[0-9]{{5}}{_ENERGY}"), anchor="literals"),
        Form(
            "trailer, learner, police, Hong Kong, Macau", find=_bare(f"{_C}{{4}}{_SUFFIX}"), anchor="literals"
        ),
        Form("ordinary", find=_bare(f"{_C}{{5}}"), anchor="literals"),
        Form(
            "any plate behind a label",
            rf"{_PROVINCE}[ ]?[A-HJ-NP-Za-hj-np-z]{_SEPARATOR}"
            rf"(?:{_ANY_CASE}{{4}}{_SUFFIX}|{_ANY_CASE}{{6}}(?!{_ANY_CASE})|{_ANY_CASE}{{5}})",
            anchor="after_label",
            needs_label=True,
        ),
        Form(
            "plate with separators behind a label",
            rf"{_PROVINCE}[ \-·]{{0,2}}[A-HJ-NP-Za-hj-np-z](?:[ \-·]{{0,2}}{_ANY_CASE}){{4,6}}"
            rf"(?:[ \-·]{{0,2}}{_SUFFIX})?",
            factor=0.9,
            anchor="after_label",
            needs_label=True,
        ),
        Form(
            "embassy or consulate",
            r"[使领領][ ]?[0-9]{3}[ ·\-]?[0-9]{3}",
            anchor="after_label",
            needs_label=True,
        ),
        Form(
            "armed police",
            rf"[Ww][Jj][ ]?{_PROVINCE}?[ ]?[·\-]?[ ]?[0-9]{{4,5}}[A-Za-z0-9]?",
            anchor="after_label",
            factor=0.9,
            needs_label=True,
        ),
        Form(
            "armed forces",
            r"[VZKHBSLJNGCEvzkhbsljngce][A-HJ-NP-Za-hj-np-z][ ]?[·\-]?[ ]?[0-9]{5}",
            anchor="after_label",
            factor=0.85,
            needs_label=True,
        ),
    ),
    compact=_compact,
    check=_check,
    scores=Scores(bare=0.75, nearby=0.88, labelled=0.97, negative=0.3),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                车牌, 车牌号, 车牌号码, 车牌照, 车牌照号, 牌照, 牌照号, 牌照号码, 号牌, 号牌号码, 车号,
                车辆号牌, 车辆牌照, 车辆号码, 车辆牌号, 机动车号牌, 机动车牌照, 机动车号牌号码, 挂车号,
                挂车号牌, 挂车牌号, 主车号, 主车牌号, 标的车, 三者车, 标的车牌, 标的车牌号, 对方车牌,
                对方车牌号, 肇事车辆, 车辆, 车牌號, 車牌, 車牌號, 車牌號碼, 號牌, 號牌號碼, 牌照號碼, plate,
                plate no, plate no., plate number, licence plate, licence plate no, licence plate number,
                license plate, license plate no, license plate number, number plate, vehicle plate,
                registration plate, car plate, vehicle registration, vehicle number, vehicle no, car no,
                plate_no, plateno, plate_number, platenumber, car_no, carno, car_number, carnumber,
                license_plate, licenseplate, licence_plate, licenceplate, vehicle_no, vehicleno, car_plate,
                carplate, cph, cphm, hphm
                """
            )
        ),
        nearby=words(
            """
            轿车, 货车, 客车, 挂车, 牵引车, 驾驶, 停车, 违章, 违法停, 行驶证, 年检, 保险, 司机, 车主, 过户,
            洗车, 驶入, 驶出, 车位, car, vehicle, driver, parking, traffic
            """
        ),
        negative=words(
            """
            型号, 料号, 零件号, 物料编码, 货号, 款号, 批次号, 订单号, 订单编号, 流水号, 单号, 快递单号,
            序列号, 产品编号, 商品编号, 证券代码, 股票代码, 房号, 房间号, 座位号, 文号, 版本, part no,
            part number, order no, order_no, serial, serial no, serial number, sn, sku
            """
        ),
    ),
    mask=Mask(head=2, tail=1),
    source="GA 36-2018, clauses 5 and 6",
)

RECOGNISERS = (CN_LICENCE_PLATE,)
