"""Dates of birth: a date behind the label of one, or before 出生. No other date is personal."""

from __future__ import annotations

from dlpscan.checks import after_label, birth_dates
from dlpscan.declare import AfterLabel, Context, Form, Literals, Mask, Recogniser, Scores, words

_LABELS = after_label.with_copula(
    words(
        """
        出生日期, 出生年月日, 出生年月, 出生时间, 出生日, 出生, 生日, 生于, 出生于, 出生在, 生辰,
        出生年月日期, 生日日期, 阳历生日, 农历生日, 阴历生日, 公历生日, 身份证生日, 客户生日, 会员生日,
        宝宝生日, 员工生日, 孩子生日, 被保险人生日, 出生日期为, 出生日期是, 出生年份月份, 出生時間,
        生年月日, 農曆生日, dob, d.o.b, d.o.b., date of birth, birth date, birthdate, birth day, birthday,
        birth, born, born on, born on the, born in, was born, was born on, birth_date, birth_day, dob_date,
        date_of_birth, dateofbirth, birth_dt, birthdt, birth_ymd, birthymd, customer_dob, csrq, csny, csnyr
        """
    )
)
# Forms in English print how to write the date behind the label: `Date of Birth (DD/MM/YYYY)`.
_WITH_FORMAT = tuple(
    f"{label} ({form})"
    for label in ("date of birth", "dob", "birth date", "birthday", "出生日期")
    for form in (
        "dd/mm/yyyy",
        "mm/dd/yyyy",
        "yyyy-mm-dd",
        "yyyy/mm/dd",
        "dd-mm-yyyy",
        "dd.mm.yyyy",
        "yyyymmdd",
    )
)

DATE_OF_BIRTH = Recogniser(
    name="date_of_birth",
    entity_type="DATE_OF_BIRTH",
    title_zh="出生日期",
    title_en="Date of birth",
    anchors=(
        AfterLabel(),
        Literals(
            ("出生", "日生", "号生", "月生"),
            lead=r"[0-9年月日号\-/. 一二三四五六七八九十〇零○正冬腊初廿卅]",
            lead_max=24,
        ),
    ),
    forms=(
        Form(
            "a date behind the label", find=birth_dates.behind_label, anchor="after_label", needs_label=True
        ),
        Form("a date before 出生", find=birth_dates.before_birth, anchor="literals"),
    ),
    compact=str.strip,
    canonical=birth_dates.canonical,
    check=birth_dates.check,
    check_name="calendar",
    scores=Scores(bare=0.85, nearby=0.85, labelled=0.95, negative=0.2),
    context=Context(
        labels=(*_LABELS, *_WITH_FORMAT),
        negative=words(
            """
            发生于, 产生于, 诞生于, 衍生于, 萌生于, 滋生于, 再生于, 公司生日, 店庆, 成立日期, 出厂日期,
            生产日期, 签发日期, 发证日期, 有效期, 注册日期, 开户日期, 入职日期, date of issue, issue date,
            expiry date, founded, established, manufactured
            """
        ),
    ),
    boundary="none",
    mask=Mask(),
    source="ISO 8601; GB/T 7408; forms in use",
)

RECOGNISERS = (DATE_OF_BIRTH,)
