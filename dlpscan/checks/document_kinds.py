"""What papers call identity documents: the kind that the text before a number names, and shared labels.

A form says 证件类型：护照 in one field and 证件号码：… in the next, so a label that any document may have
(证件号码) says only that a number of a document follows. Which, its form decides, or the kind that was
named; a number without letters or check digit counts as one of a kind only where the kind is named.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dlpscan.checks.late import LatePattern
from dlpscan.declare import Find, words

_BEFORE = 80
_AFTER = 60
_RIGHT_BEHIND = 24

_REGION = "(?:特别行政区|特別行政區|特区|特區|地区|地區)?"
_HK, _MO, _TW, _MAINLAND = "香港", "(?:澳门|澳門)", "(?:台湾|台灣|臺灣)", "(?:内地|大陆|內地|大陸)"
_TO = "(?:来往|往来|來往|往來)"
_PASSPORT = "(?:护照|護照)"
_CARD = "(?:身份|身分)[证證]"


def _any(*names: str) -> str:
    return "|".join(names)


# Kind -> what it is called. A name may have several kinds, where people use one word for two documents.
_NAMES: tuple[tuple[str, str], ...] = (
    ("hk_passport", _any(f"{_HK}{_REGION}{_PASSPORT}", "(?:hksar|hk|hong ?kong(?: sar)?)[ _]?passport")),
    ("mo_passport", _any(f"{_MO}{_REGION}{_PASSPORT}", "(?:macau|macao|mo)(?: sar)?[ _]?passport")),
    (
        "tw_passport",
        _any(
            f"(?:{_TW}|中[华華]民[国國]){_REGION}{_PASSPORT}",
            r"(?:taiwan|tw|r\.?o\.?c\.?)[ _]?passport",
        ),
    ),
    ("passport", _any(_PASSPORT, "passport", "pp[ _]?n(?:o|umber)", "ppt[ _]?no", "hzhm?")),
    (
        "hk_mo_permit",
        _any(
            f"(?:港澳|{_HK}|{_MO})(?:居民|同胞)?{_TO}{_MAINLAND}通行[证證]",
            "回[乡鄉][证證卡]",
            "home[ _]?return[ _]?permit",
            "mainland travel permit for hong kong",
            "hvp",
            "hxzh?",
        ),
    ),
    ("exit_permit hk_mo_permit", "港澳(?:地区)?通行[证證]"),
    (
        "exit_permit",
        _any(
            f"(?:{_TO}|赴|入)(?:港澳|台|{_TW}){_REGION}通行[证證]",
            f"{_TW}通行[证證]",
            "[双雙]程[证證]|大通[证證]|赴台证",
            "eep",
            "exit[ _-](?:entry )?permit",
            "exitpermit",
            "gatxzh?",
            "twtxz",
        ),
    ),
    (
        "tw_permit",
        _any(
            f"{_TW}(?:居民|同胞){_TO}{_MAINLAND}通行[证證]",
            "[台臺]胞[证證]",
            "mtp",
            "tw_permit",
            "tbzh?",
            "taiwan compatriot(?: permit| certificate)?",
            "mainland travel permit for taiwan",
        ),
    ),
    (
        "military",
        _any(
            "(?:军官|軍官|士官|士兵|义务兵|文职干部|文职人员|军人|警官|武警(?:警官|士兵)?|退伍|军队)(?:身份)?[证證]",
            "军人保障卡|学员证|武警证|士兵證",
            "(?:officer|military|soldier)(?:'s)?[ _]?(?:id|card|no)",
            "jgzh?",
            "sbzh?",
        ),
    ),
    (
        "pr_card",
        _any(
            "永久居留(?:身份)?[证證]|永居[证證卡]|五星卡",
            "(?:permanent|foreign(?:er)?)[ _]residen(?:ce|t)(?: card| permit| id)?",
            "pr[ _]?card",
        ),
    ),
    (
        "hk_id",
        _any(
            f"{_HK}(?:永久性?)?(?:居民)?(?:{_CARD}|[证證]件)",
            "hk_?i[dc]",
            "(?:hong ?kong|hk) (?:identity|id)(?: card)?",
        ),
    ),
    (
        "mo_id",
        _any(
            f"{_MO}(?:永久性?|非永久性?)?(?:居民)?(?:{_CARD}|[证證]件)",
            "(?:macau|macao)[ _]?(?:resident )?(?:identity|id)(?: card)?",
            "bir(?: no| number)?|(?:macau|macao) bir|mo_?id|amsfzh?",
        ),
    ),
    ("tw_id", _any(f"{_TW}(?:居民)?{_CARD}", "(?:taiwan|tw|roc|national) (?:identity|id)(?: card)?")),
    ("resident_id", _any(f"居民{_CARD}", _CARD, "(?:resident )?(?:identity|id) card")),
    ("driving", "驾驶[证證]|行驶[证證]|驾照"),
)
_FIRST = "香澳台臺中护護港回往来來赴入双雙大军軍士义文警武退学永五居身驾行a-jm-pr-t"
_TYPE_FIELD = (
    r"(?:证件|證件|证照|id|document|doc|cert|certificate)[ _]?(?:类型|种类|名称|类别|類型|種類|type|kind)"
)
_SIGNS = r"[\s:：=＝\"'|,，是为()（）]{0,6}"
_VALUE = LatePattern("[0-9]{5}")


@cache
def _kind_names() -> re.Pattern[str]:
    # One expression; of two names at one place the longer, and more special, stands first.
    # The look-ahead lets most characters of a text fail at one test.
    names = "|".join(f"({names})" for _, names in _NAMES)
    return re.compile(f"(?=[{_FIRST}])(?:{names})", re.IGNORECASE)


@cache
def _type_field() -> re.Pattern[str]:
    return re.compile(f"{_TYPE_FIELD}{_SIGNS}(?={_kind_names().pattern})", re.IGNORECASE)


def named(text: str, position: int) -> frozenset[str]:
    """Return the kinds of document that the text names for a number at *position*, none if it does not.

    That is the last name before it with no other number between, or what a field 证件类型 says behind it.
    """
    before, after = text[max(0, position - _BEFORE) : position], text[position : position + _AFTER]
    return _named(before, after)


# Several recognisers ask the same of one place, one after the other.
@lru_cache(maxsize=8)
def _named(before: str, after: str) -> frozenset[str]:
    names = [name for name in _kind_names().finditer(before) if _is_whole(before, name.start())]
    if names and not _VALUE.search(before, names[-1].end()):
        return _kinds(names[-1])
    # Behind the number, only a field that says so; a bare name may begin the next record.
    field = _type_field().search(after)
    name = _kind_names().match(after, field.end()) if field else None
    return _kinds(name) if name else frozenset()


def _is_whole(text: str, start: int) -> bool:
    """Say whether no word of ASCII letters goes on at *start*: `keep` does not name an EEP."""
    before, first = text[start - 1 : start], text[start]
    goes_on = before.isascii() and before.isalpha() and first.isascii()
    return not goes_on or (before.islower() and first.isupper())


def _kinds(name: re.Match[str]) -> frozenset[str]:
    return frozenset(_NAMES[(name.lastindex or 1) - 1][0].split())


def behind_label(pattern: str, kinds: str, *, is_named: bool, flags: int = re.IGNORECASE) -> Find:
    """Return an algorithm that finds *pattern* behind a label, if it may be a document of *kinds*.

    With *is_named* the text must name one of the kinds; without, it must not name another.
    """
    wanted = frozenset(kinds.split())

    def find(text: str, position: int) -> tuple[int, int] | None:
        found = _compiled(pattern, flags).match(text, position)
        if found is None:
            return None
        said = named(text, position)
        if said or is_named:
            return found.span() if said & wanted else None
        return None if _bare_id().search(text, max(0, position - _RIGHT_BEHIND), position) else found.span()

    return find


def beside_name(pattern: str, kinds: str) -> Find:
    """Return an algorithm that finds *pattern* where one of *kinds* is named before or right behind it."""
    wanted = frozenset(kinds.split())

    def find(text: str, position: int) -> tuple[int, int] | None:
        found = _compiled(pattern, 0).match(text, position)
        if found is None:
            return None
        is_beside = named(text, position) & wanted or _named_behind(text, found.end()) & wanted
        return found.span() if is_beside else None

    return find


@cache
def _bare_id() -> re.Pattern[str]:
    # Staff, students and parcels have an ID number as well.
    return re.compile(r"(?<![A-Za-z])id[ _]?(?:no|num|number|#)?[\s.:=#\"'：]{0,6}(?:is\s)?$", re.IGNORECASE)


def _named_behind(text: str, end: int) -> frozenset[str]:
    """Return the kinds that the first name behind a number has: 持C…号往来港澳通行证."""
    name = _kind_names().search(text, end, end + _RIGHT_BEHIND)
    return _kinds(name) if name else frozenset()


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def variants(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return *labels* and other forms of them: 护照编号 for 护照号码, "passport no." and "passport no is"."""
    others = []
    for label in labels:
        if label.endswith(("号码", "號碼")):
            others.append(label[:-2] + ("编号" if label[-1] == "码" else "編號"))
        elif label.isascii() and "_" not in label and label[-1].isalpha():
            others.append(f"{label} is")
            if label.endswith(" no"):
                others.append(f"{label}.")
    return (*labels, *others)


GENERIC_LABELS = words(
    """
    证件号, 证件号码, 证件编号, 证照号码, 證件號碼, 證件號, 證件編號, 旅客证件号, 乘客证件, 旅行证件,
    旅行证件号, 旅行证件号码, 通行证号, 通行证号码, document no, document no., document number, doc no,
    doc no., travel document no, travel document number, document_no, document_number, documentno,
    documentnumber, doc_number, doc_no, docno, cert_no, certno, cert_id, zjhm, zjh, id no, id number, id num,
    id_no, idno, id_number, idnumber, identity no, identity number
    """
)
"""Labels of the number of any identity document."""

ID_LABELS = words(
    """
    身份证, 身份证号, 身份证号码, 身份证件号, 身份证件号码, 证件号, 证件号码, 证件编号, 身份證, 身份證號,
    身份證號碼, 身分證, 身分證號, 身分證號碼, 身分證字號, 身份證字號, 身份號碼, 證件號碼, 证照号码, id card,
    id card no, id card no., id card number, id no, id no., id number, identity card, identity card no,
    identity card number, identity no, identity number, national id, id_card, idcard, id_no, idno, id_number,
    idnumber, id_card_no, idcardno, id_card_number, identity_no, cert_no, certno, document no,
    document number, doc_no, sfz, sfzh, sfzhm, zjhm, zjh
    """
)
"""Labels of an identity card of whatever place; its check digit says which."""

OTHER_NUMBERS = words(
    """
    型号, 料号, 零件号, 物料编码, 物料号, 批次号, 订单号, 订单编号, 序列号, 流水号, 单号, 快递单号, 运单号,
    产品编号, 商品编号, 合同编号, 合同号, 工号, 员工编号, 学号, 会员号, 编号, 版本, 版本号, 发票号, 发票号码,
    航班, 航班号, 车次, 货号, 条码, 房间号, 邮编, model, part no, part number, p/n, order, order no,
    order id, order_no, order_id, serial, serial no, serial number, sn, s/n, sku, commit, hash, batch,
    batch no, lot, version, flight, invoice, invoice no, employee id, employee no, student id, student no,
    member id, member no, ticket, item no, product code, tracking no, licence key, license key, build
    """
)
"""Labels of numbers that have the form of a document's and are none."""
