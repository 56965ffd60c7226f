"""Vehicle identification numbers: bare where a Chinese one passes its check, any other behind a label."""

from __future__ import annotations

from dlpscan.checks import after_label, iso3779, tables
from dlpscan.declare import AfterLabel, Context, Form, Mask, Recogniser, Scores, Shape, words

_CHARACTER = "[A-HJ-NPR-Za-hj-npr-z0-9]"


def _documentation() -> frozenset[str]:
    return tables.published_dummies("VIN")


VIN = Recogniser(
    name="vin",
    entity_type="VIN",
    title_zh="车辆识别代号",
    title_en="Vehicle identification number",
    # The two capitals that begin the numbers of Chinese makers: searched far faster than a class would be.
    anchors=(Shape(r"L[A-HJ-NPR-Z0-9]{16}"), Shape(r"H[A-HJ-NPR-Z0-9]{16}"), AfterLabel()),
    forms=(
        Form("17 characters of a Chinese maker", r"[LH][A-HJ-NPR-Z0-9]{16}", anchor="shape"),
        Form(
            "17 characters",
            find=after_label.finder(rf"{_CHARACTER}{{17}}"),
            anchor="after_label",
            needs_label=True,
        ),
        Form(
            "17 characters with separators",
            find=after_label.finder(rf"{_CHARACTER}(?:[ \-·]{{0,2}}{_CHARACTER}){{16}}"),
            anchor="after_label",
            factor=0.95,
            needs_label=True,
        ),
    ),
    check=iso3779.check,
    check_name="ISO 3779",
    documentation=_documentation,
    scores=Scores(bare=0.8, nearby=0.88, labelled=0.97, negative=0.3),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                vin, vin码, vin号, vin号码, vin编码, vin代码, vin no, vin no., vin number, vin code, vin#,
                vinno, vin_no, vin_code, vincode, vin_number, vinnumber, 车架号, 车架号码, 车架编号,
                车架号/vin, 大架号, 底盘号, 底盘号码, 车辆识别代号, 车辆识别代码, 车辆识别码, 车辆识别号,
                车辆识别号码, 车辆识别代号/车架号, 车辆识别代号（车架号）, 车身号, 车身识别码, 車架號,
                車架號碼, 車輛識別代號, 車身號碼, 車輛識別號碼, vehicle identification number,
                vehicle identification no, vehicle id number, vehicle_identification_number, vehicle_id,
                vehicle_vin, chassis no, chassis no., chassis number, chassis_no, frame no, frame no.,
                frame number, frame_no, frameno, cjh, clsbdh, clsbdm
                """
            )
        ),
        nearby=words(
            """
            车辆, 汽车, 车牌, 车牌号, 发动机号, 行驶证, 车型, 品牌型号, 保单, 交强险, 车险, 车主, vehicle,
            chassis, engine no, car
            """
        ),
        negative=words(
            """
            订单号, 订单编号, 流水号, 交易号, 单号, 快递单号, 运单号, 序列号, 批次号, 产品编号, 料号,
            发动机号, 发动机号码, order, order no, order id, order_id, order_no, trace id, trace_id,
            request id, request_id, serial, serial no, serial number, sn, sku
            """
        ),
    ),
    mask=Mask(head=3, tail=4),
    source="GB 16735-2019; ISO 3779:2009",
)

RECOGNISERS = (VIN,)
