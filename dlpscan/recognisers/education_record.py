"""Records of a person's education: degrees, schools, subjects, numbers and marks of students.

Nothing here counts by itself: see `dlpscan/text/companions.py`.
"""

from __future__ import annotations

from dlpscan.checks import record_values as values
from dlpscan.declare import AfterLabel, Context, Form, Recogniser, Scores, words

_SOURCE = "regulation 一(一)2(1); GB/T 35273-2020 annex A"
_ENTITY = "EDUCATION_RECORD"
_SCORES = Scores(bare=0.7, nearby=0.7, labelled=0.85)
# In prose a name alone makes no record: news of the famous would be full of them.
_STATED = Scores(bare=0.7, nearby=0.7, labelled=0.7)

_degree = values.typed(
    r"(?:(?:全日制|在职|非全日制|统招|自考|成人|函授|大学|普通高中|[一-鿿]{1,5}学)?(?:小学|初中|高中|"
    r"中专|职高|技校|中技|大专|高职|专科|本科|学士|"
    r"硕士|博士后|博士|研究生|专升本|高中毕业)(?:研究生|学位|学历|在读|毕业|肄业)?|大学|MBA|EMBA|MPA|文盲|"
    r"(?i:(?:doctoral|bachelor|master|doctor|associate)(?:['’]?s)?(?:[ ]degree)?(?:[ ](?:of|"
    r"in)[ ][A-Za-z]{2,16}(?:[ ][A-Za-z]{2,16})?)?|"
    r"ph\.?[ ]?d\.?|b\.?sc?\.?|m\.?sc?\.?|b\.?a\.?|m\.?a\.?|high school|undergraduate|postgraduate|"
    r"diploma))(?![A-Za-z一-鿿])"
)
_school = values.typed(
    r"[一-鿿]{2,18}?(?:大学|學院|大學|学院|学校|學校|中学|中學|一中|二中|三中|附中|外国语|小学|幼儿园|"
    r"党校|研究院|科大|师大)"
    r"(?:[（(][一-鿿]{2,8}[)）])?(?:[一-鿿]{2,12}(?:学院|校区|分校|系))?"
    r"|(?:(?:The[ ])?University[ ]of(?:[ ][A-Z][A-Za-z]{1,20}){1,5}"
    r"|(?:[A-Z][A-Za-z'’.&\-]{1,20}[ ]){1,5}(?:University|College|Institute|School|"
    r"Academy)(?:[ ]of(?:[ ][A-Z][A-Za-z]{1,20}){1,4})?"
    r"|MIT|UCLA|Caltech|ETH Zurich)(?![A-Za-z])"
)
_mark = values.typed(
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,2})?[ ]?(?:分|/[ ]?[1-9][0-9]{0,2}(?:\.0)?)?|[A-D][+\-]?|优秀|良好|中等|"
    r"及格|不及格|优|良)"
    r"(?![0-9A-Za-z%一-鿿])"
)


EDUCATION_DEGREE = Recogniser(
    name="education_degree",
    entity_type=_ENTITY,
    title_zh="学历与学位",
    title_en="Degree",
    anchors=(AfterLabel(),),
    forms=(Form("degree", find=_degree),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            学历, 最高学历, 第一学历, 学历层次, 文化程度, 教育程度, 受教育程度, 学位, 最高学位, 學歷, 學位,
            education, education level, highest education, degree, highest degree, education_level, xueli,
            xuewei
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


def _named_school(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of a school behind a sign or 为: 学校借用… is a sentence."""
    is_named = values.is_behind_sign(text, position) or text[position - 1 : position] in ("为", "是")
    return _school(text, position) if is_named else None


EDUCATION_SCHOOL = Recogniser(
    name="education_school",
    entity_type=_ENTITY,
    title_zh="院校",
    title_en="School",
    anchors=(AfterLabel(),),
    forms=(Form("school", find=_named_school),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            毕业院校, 毕业学校, 毕业于, 就读院校, 就读学校, 就读于, 毕业高校, 本科院校, 院校, 院校名称,
            学校, 学校名称, 所在学校, 所在院校, 录取院校, 母校, 學校, 畢業院校, university, college, school,
            alma mater, school_name
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


EDUCATION_STATEMENT = Recogniser(
    name="education_statement",
    entity_type=_ENTITY,
    title_zh="就学陈述",
    title_en="Statement of where somebody studied",
    anchors=(AfterLabel(),),
    forms=(Form("school", find=_school),),
    compact=str.strip,
    check=values.behind_label,
    scores=_STATED,
    context=Context(
        labels=words("毕业于, 就读于, graduated from, studied at, studying at"),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


EDUCATION_SUBJECT = Recogniser(
    name="education_subject",
    entity_type=_ENTITY,
    title_zh="专业与教育经历",
    title_en="Subject, history of education",
    anchors=(AfterLabel(),),
    forms=(
        Form("free text behind a sign", find=values.phrase),
        Form("free text behind a verb", find=values.phrase_after_verb, factor=0.82),
    ),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            专业, 专业名称, 所学专业, 主修, 主修专业, 就读专业, 录取专业, 教育背景, 教育经历, 学习经历,
            培训经历, 年级, 班级, 学业情况, 学籍状态, 專業, major, field of study, education background,
            education_background, class_name
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


EDUCATION_NUMBER = Recogniser(
    name="education_number",
    entity_type=_ENTITY,
    title_zh="学号与考号",
    title_en="Number of a student",
    anchors=(AfterLabel(),),
    forms=(Form("number of a student", find=values.code),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            学号, 学籍号, 学生编号, 考生号, 准考证号, 学生证号, 毕业证书编号, 毕业证编号, 学位证书编号,
            學號, student_id, student id, student no, student number, student_no, student_number, xuehao,
            xh
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


EDUCATION_DATE = Recogniser(
    name="education_date",
    entity_type=_ENTITY,
    title_zh="入学与毕业时间",
    title_en="Dates of studies",
    anchors=(AfterLabel(),),
    forms=(Form("date", find=values.date),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            毕业时间, 毕业日期, 毕业年份, 毕业年月, 入学时间, 入学日期, 入学年份, 预计毕业时间,
            graduation date, graduation_date, graduation year, graduated, enrolment date, enrollment_date
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


EDUCATION_MARK = Recogniser(
    name="education_mark",
    entity_type=_ENTITY,
    title_zh="成绩",
    title_en="Marks",
    anchors=(AfterLabel(),),
    forms=(Form("mark", find=_mark),),
    compact=str.strip,
    check=values.behind_label,
    scores=_SCORES,
    context=Context(
        labels=words(
            """
            成绩, 成绩单, 总成绩, 考试成绩, 高考成绩, 高考分数, 考研成绩, 期末成绩, 平均成绩, 语文成绩,
            数学成绩, 英语成绩, 总分, 绩点, 平均绩点, 平均学分绩点, 英语四级成绩, 四级成绩, 六级成绩,
            學業成績, gpa, grade point average, exam score, test score, exam_score, transcript
            """
        ),
        negative=words(
            """
            满分
            """
        ),
    ),
    boundary="none",
    source=_SOURCE,
    kind="content",
)


RECOGNISERS = (
    EDUCATION_DEGREE,
    EDUCATION_SCHOOL,
    EDUCATION_STATEMENT,
    EDUCATION_SUBJECT,
    EDUCATION_NUMBER,
    EDUCATION_DATE,
    EDUCATION_MARK,
)
