"""Numbers of QQ accounts: five to eleven digits, behind a label only."""

from __future__ import annotations

from dlpscan.checks import after_label, cn_mobile
from dlpscan.declare import AfterLabel, Checked, Context, Find, Form, Mask, Recogniser, Scores, words

_MOBILE_LENGTH = 11
# What continues it makes it a mailbox, a version, a time, an amount or a range.
_END = r"(?![0-9A-Za-z@_%/]|[.,:][0-9]|-[0-9A-Za-z]|[万亿元人次个年月]|\+)"
_NUMBER = after_label.finder(rf"[1-9][0-9]{{4,10}}{_END}")
_GROUPS = after_label.finder(
    rf"(?!(?:19|20)[0-9]{{2}}[\-][0-9]{{1,2}}-)[1-9][0-9]{{1,4}}(?:[ \-·][0-9]{{2,4}}){{1,4}}{_END}"
    r"(?!\x20[0-9])"
)


def _behind_signs_of_a_label(find: Find, *, may_be_glued: bool) -> Find:
    def guarded(text: str, position: int) -> tuple[int, int] | None:
        """Refuse what paths and identifiers put behind the letters: `/qq/12345`, `qq_12345`."""
        span = find(text, position)
        if span is None:
            return None
        signs = after_label.signs_before(text, span[0])
        start = span[0] - len(signs)
        before = text[max(0, start - 3) : start]
        # `tencent-qq` names an icon.
        is_path = any(sign in "_/.-" for sign in signs) or before.lower() == "-qq"
        is_joined = before[-2:].lower() == "qq" and before[:1] in ("/", "_", "-", ".", "=", "%")
        return None if is_path or (not signs and (is_joined or not may_be_glued)) else span

    return guarded


def _check(number: str) -> Checked | None:
    """Refuse a mobile number, and one digit repeated; warn of what reads as a date."""
    if len(set(number)) == 1:
        return None
    if len(number) == _MOBILE_LENGTH and number[0] == "1":
        judged = cn_mobile.check(number)
        if number[1] in "3456789" and judged is not None and judged.factor == 1.0:
            return None
    if not 5 <= len(number) <= _MOBILE_LENGTH:  # noqa: PLR2004
        return None
    return Checked("not_available")


QQ_NUMBER = Recogniser(
    name="qq_number",
    entity_type="QQ_NUMBER",
    title_zh="QQ 号码",
    title_en="Number of a QQ account",
    anchors=(AfterLabel(),),
    forms=(
        Form("5 to 11 digits", find=_behind_signs_of_a_label(_NUMBER, may_be_glued=True), needs_label=True),
        Form(
            "in groups",
            find=_behind_signs_of_a_label(_GROUPS, may_be_glued=False),
            factor=0.85,
            needs_label=True,
        ),
    ),
    check=_check,
    scores=Scores(bare=0.1, nearby=0.2, labelled=0.88, negative=0.1),
    context=Context(
        labels=after_label.with_copula(
            words(
                """
                qq, qq号, qq号码, qq号是, qq账号, qq帐号, qq賬號, qq帳號, qq號, qq號碼, qq id, qqid, qq no,
                qq no., qq number, qq account, qq_no, qqno, qq_number, qqnumber, qq_id, qq_account,
                qqaccount, qq_num, qqnum, qq_code, qqh, qqhm, 扣扣, 扣扣号, 抠抠, 球球号, 企鹅号, q号, q q,
                加q, 加扣, 加扣扣, 加我q, 加qq, 腾讯qq, 客户qq, 联系qq, 我的qq, 他的qq, 她的qq, 个人qq,
                oicq, my qq
                """
            )
        ),
        negative=words(
            """
            qq群, qq群号, qq交流群, qq讨论群, qq音乐, qq空间, qq浏览器, qq游戏, qq邮箱, qq飞车, qq版本,
            客服qq, 官方qq, qq客服, qq group, qq music, qq mail, qq version, qq browser
            """
        ),
    ),
    # Of "number" the labels would speak against phones.
    boundary="word",
    mask=Mask(head=2, tail=2),
    source="forms in use; no public standard",
)

RECOGNISERS = (QQ_NUMBER,)
