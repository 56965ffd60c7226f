"""Papers of officers, sergeants and soldiers: 军字第0012345号, and bare digits behind their label."""

from __future__ import annotations

from dlpscan.checks.document_kinds import GENERIC_LABELS, OTHER_NUMBERS, behind_label, variants
from dlpscan.declare import AfterLabel, Context, Form, Literals, Mask, Recogniser, Scores, words

_BODIES = "军南北沈兰成济广京海空参政后装武文士联火战陆東东西中機机"
_BETWEEN = r"(?:第|[ ]?[(（][^()（）\n]{1,6}[)）])?[ ]?(?:[Nn][Oo]\.?[ ]?)?"
_LETTERED = rf"[{_BODIES}]{{1,3}}字{_BETWEEN}[0-9]{{6,8}}[ ]?[号號]?"
_KINDS = "military"


def _alone(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of X字第…号 around 字第, if no Chinese word goes on before it."""
    span = _around(text, position)
    return span if span and not _continues(text, span[0]) else None


def _continues(text: str, start: int) -> bool:
    return start > 0 and "一" <= text[start - 1] <= "鿿" and text[start - 1] not in "证号码为是持"


def _around(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of X字第…号 around 字第. A title deed (沪房地海字第…号) has one as well."""
    start = position - 1
    if start < 0 or text[start] not in "军南北沈兰成济广海空参政后装武":
        return None
    end = position + 2
    while text[end : end + 1] == " " and end < position + 4:
        end += 1
    first = end
    while end < first + 9 and "0" <= text[end : end + 1] <= "9":
        end += 1
    if not 6 <= end - first <= 8 or text[end : end + 1] != "号":  # noqa: PLR2004
        return None
    return start, end + 1


CN_MILITARY_ID = Recogniser(
    name="cn_military_id",
    entity_type="CN_MILITARY_ID",
    title_zh="军人证件号码(军官证、士官证、士兵证、文职干部证)",
    title_en="Identity papers of the armed forces of China",
    anchors=(AfterLabel(first=f"[0-9{_BODIES}]"), Literals(("字第",))),
    forms=(
        Form(
            "X字第…号 behind a label",
            find=behind_label(_LETTERED, _KINDS, is_named=False),
            anchor="after_label",
        ),
        Form(
            "6 to 8 digits behind a label",
            find=behind_label(
                r"[0-9]{3,4}[ \-·]?[0-9]{3,4}(?![ \-·]?[0-9]|[年月/]|\.[0-9])", _KINDS, is_named=True
            ),
            factor=0.9,
            anchor="after_label",
        ),
        Form("X字第…号", find=_alone, anchor="literals"),
        Form("X字第…号 behind another word", find=_around, factor=0.7, anchor="literals"),
    ),
    compact=lambda text: "".join(text.split()),
    scores=Scores(bare=0.6, nearby=0.8, labelled=0.92, negative=0.3),
    context=Context(
        labels=variants(
            (
                *words(
                    """
                    军官证, 军官证号, 军官证号码, 军官证编号, 军官证件号, 士官证, 士官证号, 士官证号码,
                    士兵证编号, 士兵证, 士兵证号, 士兵证号码, 义务兵证, 义务兵证号, 义务兵证号码, 文职干部证,
                    文职干部证号, 文职干部证号码, 文职人员证, 文职人员证号, 军人证, 军人证号, 军人证号码,
                    军人证件号, 军人身份证, 军人身份证号, 军人保障卡, 军人保障卡号, 警官证, 警官证号,
                    警官证号码, 武警证, 武警警官证, 武警警官证号, 武警士兵证, 武警士兵证号, 现役军人证,
                    军队证件号, 军官證, 軍官證, 軍官證號, 軍官證號碼, 士兵證, 士兵證號, 退伍证, 退伍证号,
                    学员证, officer id, officer id no, officer id number, officer card, officer card no,
                    officer's id, military id, military id no, military id no., military id number,
                    military id card, military card no, soldier id, soldier id no, soldier card no,
                    military_id, militaryid, military_id_no, military_no, officer_id, officer_no, officerid,
                    officerno, jgz, jgzh, jgzhm, sbz, sbzh
                    """
                ),
                *GENERIC_LABELS,
            )
        ),
        nearby=words("军官, 士官, 士兵, 部队, 服役, 现役, 军人, 退役, 军衔"),
        negative=(*OTHER_NUMBERS, *words("房产证号, 房权证号, 不动产权证号, 文号, 证书编号, 土地证号")),
    ),
    boundary="number",
    mask=Mask(tail=2),
    source="forms in use, without a public standard",
)

RECOGNISERS = (CN_MILITARY_ID,)
