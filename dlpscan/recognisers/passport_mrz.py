"""Machine-readable zones of travel documents: number, holder and birth date, each a finding of its type.

The zone is found by its fillers and read by `dlpscan.checks.icao9303`, which wants every check digit right;
so no context is needed, and every field is certain.
"""

from __future__ import annotations

from datetime import date

from dlpscan.checks import mrz_fields, tables
from dlpscan.declare import Find, Form, Mask, Recogniser, Scores

_CHECK_NAME = "ICAO Doc 9303 check digits"
_SOURCE = "ICAO Doc 9303 parts 3 to 7, eighth edition"
_CERTAIN = Scores(bare=0.97, nearby=0.97, labelled=0.97)


def _iso_date(field: str) -> str:
    """Return YYMMDD as a full date: nobody is born after today, and few live a hundred years."""
    century = 2000 if int(field[:2]) <= date.today().year % 100 else 1900  # noqa: DTZ011
    return f"{century + int(field[:2])}-{field[2:4]}-{field[4:]}"


def _number(entity_type: str, title_zh: str, title_en: str, find: Find) -> Recogniser:
    def documentation() -> frozenset[str]:
        return tables.published_dummies(entity_type)

    return Recogniser(
        name=f"{entity_type.lower()}_mrz",
        entity_type=entity_type,
        title_zh=f"{title_zh}(机读码)",
        title_en=f"{title_en}, in a machine-readable zone",
        anchors=(mrz_fields.ANCHOR,),
        forms=(Form("number field of a machine-readable zone", find=find),),
        check=mrz_fields.judged,
        check_name=_CHECK_NAME,
        documentation=documentation,
        scores=_CERTAIN,
        boundary="none",
        mask=Mask(head=2, tail=3),
        source=_SOURCE,
    )


_HOLDER = Recogniser(
    name="person_mrz",
    entity_type="PERSON",
    title_zh="姓名(机读码)",
    title_en="Name of a person, in a machine-readable zone",
    anchors=(mrz_fields.ANCHOR,),
    forms=(Form("name field of a machine-readable zone", find=mrz_fields.holder),),
    compact=mrz_fields.name_of,
    check=mrz_fields.judged,
    check_name=_CHECK_NAME,
    scores=_CERTAIN,
    boundary="none",
    mask=Mask(),
    source=_SOURCE,
)

_BIRTH = Recogniser(
    name="date_of_birth_mrz",
    entity_type="DATE_OF_BIRTH",
    title_zh="出生日期(机读码)",
    title_en="Date of birth, in a machine-readable zone",
    anchors=(mrz_fields.ANCHOR,),
    forms=(Form("birth field of a machine-readable zone", find=mrz_fields.birth),),
    compact=str,
    canonical=_iso_date,
    check=mrz_fields.judged,
    check_name=_CHECK_NAME,
    scores=_CERTAIN,
    boundary="none",
    mask=Mask(),
    source=_SOURCE,
)

RECOGNISERS = (
    _number("PASSPORT", "外国护照号码", "Passport number", mrz_fields.number_of("")),
    _number("CN_PASSPORT", "中国护照号码", "Passport number of China", mrz_fields.number_of("cn")),
    _number("HK_PASSPORT", "香港特区护照号码", "Passport number of Hong Kong", mrz_fields.number_of("hk")),
    _number("MO_PASSPORT", "澳门特区护照号码", "Passport number of Macau", mrz_fields.number_of("mo")),
    _number("TW_PASSPORT", "台湾护照号码", "Passport number of Taiwan", mrz_fields.number_of("tw")),
    _number(
        "CN_EXIT_PERMIT", "往来港澳、往来台湾通行证号码", "Exit-entry permit", mrz_fields.number_of("exit")
    ),
    _number(
        "CN_HK_MO_TRAVEL_PERMIT",
        "港澳居民来往内地通行证号码",
        "Mainland travel permit",
        mrz_fields.number_of("hk_mo"),
    ),
    _HOLDER,
    _BIRTH,
)
