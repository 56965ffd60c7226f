"""File numbers of driving licences. The licence number itself is the resident number, and stays that."""

from __future__ import annotations

from dlpscan.checks import after_label, regions
from dlpscan.declare import AfterLabel, Checked, Context, Form, Mask, Recogniser, Scores, words

_NUMBER = r"[0-9]{12}(?![0-9A-Za-z]|[ \-·.][0-9])"
_GROUPS = r"[0-9](?:[ \-·]{0,2}[0-9]){11}(?![0-9A-Za-z]|[ \-·.]?[0-9])"


def _check(number: str) -> Checked | None:
    """Judge twelve digits: the first two name a province where the traffic police follows the rule."""
    if len(set(number)) == 1:
        return None
    if number[:2] in regions.PROVINCES:
        return Checked("not_available", 1.0, ("province is real",))
    return Checked("not_available", 0.8, ("province is not known",))


CN_DRIVING_LICENCE = Recogniser(
    name="cn_driving_licence",
    entity_type="CN_DRIVING_LICENCE",
    title_zh="驾驶证档案编号",
    title_en="File number of a driving licence",
    anchors=(AfterLabel(),),
    forms=(
        Form("12 digits", find=after_label.finder(_NUMBER), needs_label=True),
        Form("12 digits in groups", find=after_label.finder(_GROUPS), factor=0.95, needs_label=True),
    ),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.85, negative=0.1),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                档案编号, 档案号, 档案号码, 驾驶证档案编号, 驾驶证档案号, 驾驶证档案号码, 驾照档案编号,
                驾照档案号, 驾证档案编号, 驾驶人档案编号, 驾驶员档案编号, 机动车驾驶证档案编号,
                机动车驾驶证, 驾驶证, 驾驶证号, 驾驶证号码, 驾驶证编号, 机动车驾驶证号, 驾照, 驾照号,
                驾照号码, 驾照编号, 驾证号, 驾证号码, 驾驶执照, 驾驶执照号, 驾驶执照号码, 檔案編號,
                駕駛證號, 駕照號碼, 駕駛證檔案編號, driving licence, driving license, driving licence no,
                driving licence no., driving licence number, driving licence file no,
                driving licence file number, driving license no, driving license no.,
                driving license number, driving license file no, driving license file number,
                driver licence, driver license, driver licence no, driver license no, driver license number,
                driver's licence, driver's license, driver's licence no, driver's license no,
                driver's licence number, driver's license number, licence file no, licence file number,
                license file no, license file number, file no of driving licence, driving_licence_no,
                driving_license_no, driver_license_no, driver_licence_no, driver_license, driverlicenseno,
                driverlicense, driving_license, drivinglicenseno, license_file_no, licence_file_no, dabh,
                jszdabh, jszh
                """
            )
        ),
        negative=words(
            """
            人事档案编号, 病案号, 病历档案编号, 工程档案编号, 项目档案编号, 合同档案编号, 客户档案编号,
            学籍档案编号, 文书档案编号, 教练证号, 订单号, 订单编号, 流水号, 行驶证档案编号
            """
        ),
    ),
    # Of "number" the labels would speak against the resident number, which is the licence's own number.
    boundary="word",
    mask=Mask(head=4, tail=2),
    source="Ministry of Public Security order 139; GA 482-2012 (second page of the licence)",
)

RECOGNISERS = (CN_DRIVING_LICENCE,)
