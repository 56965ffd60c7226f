"""Records of a person's health: measures, blood type, diagnoses, histories, numbers of a hospital.

Nothing here counts by itself: see `dlpscan/text/companions.py`.
"""

from __future__ import annotations

from dlpscan.checks import record_values as values
from dlpscan.checks.late import LatePattern
from dlpscan.declare import AfterLabel, Context, Form, Literals, Recogniser, Scores, words

_SOURCE = "regulation 一(一)2(4); GB/T 35273-2020 annex A"
_SCORES = Scores(bare=0.7, nearby=0.7, labelled=0.85)
_ENTITY = "HEALTH_RECORD"

_blood_type = values.typed(
    r"(?P<value>(?:AB|A|B|O|Ａ|Ｂ|Ｏ)[ ]?(?:型|"
    r"[+\-](?![A-Za-z0-9]))?血?(?:[ ,，/(（]?R[hH][ ]?[(（]?(?:[DdＤ])?[)）]?[ ]?(?:阴性|阳性|阴|阳|"
    r"[+\-])?[)）]?)?)"
    r"(?![A-Za-z0-9一-鿿])"
)
_measure = values.typed(
    r"[0-9]{2,3}(?:\.[0-9]{1,2})?(?:[ ]?[/／][ ]?[0-9]{2,3})?[ ]?(?:cm|CM|厘米|公分|kg|KG|Kg|公斤|千克|"
    r"斤|mmHg|mmol/L|mmol/l|μmol/L|umol/L|"
    r"mg/dL|次/分钟?|bpm|℃|°C|度|%)?(?![0-9A-Za-z])"
    r"|[0-9]{1,2}\.[0-9]{1,2}[ ]?(?:mmol/L|mmol/l|m|米|g/L)?(?![0-9A-Za-z])|[0-5]\.[0-9](?![0-9A-Za-z])"
)
_measure_with_unit = values.typed(
    r"[0-9]{1,3}(?:\.[0-9]{1,2})?[ ]?(?:cm|kg|lbs?|ft|mmHg|mmol/L|bpm|℃|°C)(?![0-9A-Za-z])|"
    r"[0-9]{2,3}/[0-9]{2,3}(?![0-9A-Za-z])"
)
_icd = values.typed(r"[A-TV-Z][0-9]{2}(?:\.[0-9A-Za-z]{1,4})?(?![0-9A-Za-z])")
_ALLERGEN = LatePattern(r"对(?P<value>[一-鿿A-Za-z]{2,10}?)(?:类药物|药物|成分)?(?:严重|轻度|有)?$")
_LONGEST_ALLERGEN = 18


def _allergen(text: str, position: int) -> tuple[int, int] | None:
    """Return what stands between 对 and 过敏."""
    begin = max(0, position - _LONGEST_ALLERGEN)
    found = _ALLERGEN.search(text[begin:position])
    return (begin + found.start("value"), begin + found.end("value")) if found else None


HEALTH_MEASURE = Recogniser(
    name="health_measure",
    entity_type=_ENTITY,
    title_zh="健康指标",
    title_en="Measure of the body",
    anchors=(AfterLabel(),),
    forms=(
        Form("blood type", find=_blood_type),
        Form("measure", find=_measure),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            血型, 身高, 体重, 血压, 收缩压, 舒张压, 血糖, 空腹血糖, 餐后血糖, 糖化血红蛋白, 视力, 裸眼视力,
            左眼视力, 右眼视力, 心率, 脉搏, 体温, 血氧, 血脂, 胆固醇, 甘油三酯, 尿酸, 腰围, 胸围, 体脂率,
            体质指数, 體重, 血壓, 血糖值, blood type, blood group, blood_type, bloodtype, blood_group,
            height_cm, weight_kg, bmi, blood pressure, blood_pressure, blood glucose, blood sugar,
            blood_glucose, heart rate, heart_rate, xuexing, shengao, tizhong
            """
        ),
        negative=words("字体, 行高, 高度, line-height, font-weight"),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)

HEALTH_MEASURE_WITH_UNIT = Recogniser(
    name="health_measure_with_unit",
    entity_type=_ENTITY,
    title_zh="健康指标(带单位)",
    title_en="Height or weight with its unit",
    anchors=(AfterLabel(),),
    forms=(Form("measure with its unit", find=_measure_with_unit),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(labels=words("height, weight, temperature, pulse, bp")),
    boundary="none",
    source=_SOURCE,
    kind="content",
)

HEALTH_HISTORY = Recogniser(
    name="health_history",
    entity_type=_ENTITY,
    title_zh="诊断与病史",
    title_en="Diagnosis, history, treatment",
    anchors=(AfterLabel(),),
    forms=(
        Form("free text behind a sign", find=values.phrase),
        Form("free text behind a verb", find=values.phrase_after_verb, factor=0.82),
        Form("disease behind its label", find=values.disease),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            过敏史, 药物过敏, 药物过敏史, 食物过敏史, 过敏源, 过敏原, 过敏药物, 过敏情况, 既往病史, 既往史,
            现病史, 个人病史, 家族病史, 家族史, 家族遗传史, 遗传病史, 手术史, 外伤史, 输血史, 用药记录,
            用药史, 用药情况, 长期用药, 正在服用药物, 处方, 处方药, 医嘱, 主诉, 诊断, 诊断结果, 诊断结论,
            临床诊断, 初步诊断, 门诊诊断, 入院诊断, 出院诊断, 病理诊断, 主要诊断, 确诊疾病, 检查报告,
            检查结果, 检查结论, 检验报告, 检验结果, 化验单, 化验结果, 体检报告, 体检结果, 体检结论,
            体检异常项, 住院记录, 住院原因, 入院原因, 出院小结, 生育史, 婚育史, 孕产史, 月经史, 传染病史,
            慢性病, 慢性病史, 慢病, 疾病史, 病史, 残疾等级, 残疾类别, 残疾情况, 疫苗接种, 疫苗接种记录,
            接种记录, 接种疫苗, 基因检测, 基因检测结果, 病情, 病情描述, 病症, 症状, 病名, 病种, 疾病,
            疾病名称, 所患疾病, 患病情况, 健康状况, 健康情况, 健康告知, 就诊科室, 就诊记录, 就诊原因,
            治疗方案, 治疗情况, 手术名称, 手术记录, 诊疗记录, 出险原因, 過敏史, 病史摘要, 診斷, 病歷, 病历,
            病历摘要, 怀孕情况, 孕周, 精神状况, allergy, allergies, drug allergies, drug allergy,
            medical history, past medical history, family history, medical_history, diagnosis, diagnoses,
            prescription, medication, medications, current medications, lab result, lab results, lab_result,
            test result, chief complaint, chief_complaint, surgery, surgical history, vaccination,
            vaccinations, pregnancy, disability, symptoms, health condition, health_status, disease,
            disease_name, treatment, zhenduan, guominshi
            """
        ),
        negative=words(
            "故障诊断, 网络诊断, 系统诊断, 诊断工具, 诊断日志, 诊断信息, 性能诊断, 诊断命令, 诊断码"
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)

HEALTH_CODE = Recogniser(
    name="health_code",
    entity_type=_ENTITY,
    title_zh="病历号与疾病编码",
    title_en="Number of a patient or code of a disease",
    anchors=(AfterLabel(),),
    forms=(
        Form("ICD-10", find=_icd),
        Form("number of a hospital", find=values.code),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            病历号, 病历编号, 病案号, 住院号, 住院编号, 门诊号, 门诊编号, 就诊卡号, 就诊号, 就诊编号,
            诊疗卡号, 体检号, 体检编号, 患者编号, 患者ID, 病人编号, 病人号, 检查号, 检验单号, 处方号,
            處方號, 病歷號, 疾病编码, 疾病代码, 诊断编码, 诊断代码, ICD, ICD10, ICD-10, ICD编码, ICD代码,
            ICD-10编码, ICD10编码, icd_code, icd10_code, icd10, mrn, medical record no,
            medical record number, medical_record_no, patient_id, patient id, patient no, patient_no,
            admission no, blh, zyh, mzh
            """
        )
    ),
    boundary="none",
    source=f"{_SOURCE}; ICD-10 (WHO)",
    kind="content",
)

HEALTH_STATEMENT = Recogniser(
    name="health_statement",
    entity_type=_ENTITY,
    title_zh="患病陈述",
    title_en="Statement that somebody has a disease",
    anchors=(AfterLabel(),),
    forms=(Form("disease behind a verb", find=values.disease),),
    compact=str.strip,
    check=values.behind_label,
    # In prose a name alone makes no record: news of the famous would be full of them.
    scores=Scores(bare=0.7, nearby=0.7, labelled=0.7),
    context=Context(
        labels=words(
            """
            患有, 患, 患了, 曾患, 身患, 罹患, 患上, 患者患有, 确诊, 确诊为, 确诊患有, 诊断为, 被诊断为,
            诊断出, 诊断患有, 查出, 查出患有, 检查出, 检出, 得了, 因患, 治疗, 感染, 疑似, 复查,
            diagnosed with, suffers from, suffering from, treated for, history of, allergic to,
            tested positive for
            """
        )
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)

HEALTH_STATEMENT_BEFORE = Recogniser(
    name="health_statement_before",
    entity_type=_ENTITY,
    title_zh="病史与过敏陈述",
    title_en="Statement of a history or an allergy",
    anchors=(Literals(("病史", "压史", "癌史", "瘤史", "炎史", "过敏")),),
    forms=(
        Form("disease before 病史", find=values.disease_before),
        Form("allergen between 对 and 过敏", find=_allergen),
    ),
    compact=str.strip,
    scores=Scores(bare=0.7, nearby=0.7, labelled=0.7),
    boundary="none",
    source=_SOURCE,
    kind="content",
)

RECOGNISERS = (
    HEALTH_MEASURE,
    HEALTH_MEASURE_WITH_UNIT,
    HEALTH_HISTORY,
    HEALTH_CODE,
    HEALTH_STATEMENT,
    HEALTH_STATEMENT_BEFORE,
)
