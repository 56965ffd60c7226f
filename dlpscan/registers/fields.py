"""What stands in each register, and how people write it: in options, CSV files and workbooks alike.

No database here, and no customer: values that tell a customer become fingerprints before they come here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from dlpscan.rulebook.mailboxes import mailbox_class
from dlpscan.rulebook.profiles import CATEGORIES

CONSENT, AGREEMENT, QUALIFICATION, APPROVAL = "consent", "agreement", "qualification", "approval"
REGISTERS = (CONSENT, AGREEMENT, QUALIFICATION, APPROVAL)

_LONGEST = 500
_SEPARATORS = re.compile(r"[\s,;|，；、/]+")


class Field(NamedTuple):
    """One column: its name, what heads it in files, how its written value is read (raises `ValueError`)."""

    name: str
    titles: tuple[str, ...]
    read: Callable[[Any], Any]
    required: bool = False
    default: Any = ""


def letter_of(register: str) -> str:
    """Return the letter that the numbers of a register's entries begin with: C-12."""
    return {CONSENT: "C", AGREEMENT: "A", QUALIFICATION: "Q", APPROVAL: "P"}[register]


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a stored list."""
    return tuple(text.split(",")) if text else ()


def read_text(value: Any) -> str:
    """Return one line of text."""
    text = unicodedata.normalize("NFC", str(value)).strip()
    if len(text) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters")
    if not text.isprintable():
        raise ValueError("holds a line break or a control character")
    return text


_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?$")


def read_date(value: Any) -> date:
    """Return a day. The year comes first; 01/02/2026 could be two days and is refused."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", str(value)).strip())
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                break
    raise ValueError("is no date; write it as 2026-11-24")


_CATEGORY_NAMES = {
    "身份": "identity", "身份信息": "identity", "个人身份信息": "identity",
    "联系": "contact", "联系方式": "contact", "联系信息": "contact",
    "财务": "financial", "财务信息": "financial", "金融": "financial",
    "行为": "behaviour", "行为信息": "behaviour", "behavior": "behaviour",
    "健康": "health", "健康信息": "health",
    "凭据": "credential", "鉴别信息": "credential",
    "其他": "other", "其他信息": "other", "其他敏感信息": "other",
}  # fmt: skip


def read_categories(value: Any) -> str:
    """Return categories, sorted as the profile has them, with commas between."""
    names = [one for one in _SEPARATORS.split(str(value).strip().lower()) if one]
    known = {_CATEGORY_NAMES.get(one, one) for one in names}
    unknown = known - set(CATEGORIES)
    if unknown:
        raise ValueError(f"has a category that is not known. Known categories: {', '.join(CATEGORIES)}")
    return ",".join(one for one in CATEGORIES if one in known)


def _choice(names: Mapping[str, str]) -> Callable[[Any], str]:
    known = sorted(set(names.values()))

    def read(value: Any) -> str:
        chosen = names.get(re.sub(r"[\s_\-]+", "_", str(value).strip().lower()))
        if chosen is None:
            raise ValueError(f"is none of: {', '.join(known)}")
        return chosen

    return read


read_form = _choice(
    {
        "written": "written", "书面": "written", "书面同意": "written", "纸质": "written", "签署": "written",
        "electronic": "electronic", "电子": "electronic", "电子勾选": "electronic", "勾选": "electronic",
        "official_channel": "official_channel", "官方渠道": "official_channel",
        "主动授权": "official_channel",
        "授权渠道": "official_channel", "客服热线": "official_channel",
    }
)  # fmt: skip
read_kind = _choice(
    {
        "nda": "nda", "保密协议": "nda", "confidentiality_agreement": "nda",
        "entrustment": "entrustment", "委托": "entrustment", "委托处理": "entrustment",
        "委托处理合同": "entrustment", "委托处理协议": "entrustment",
    }
)  # fmt: skip

_HASH = re.compile(r"(?:(?:sha-?256|sm3):)?([0-9a-f]{64})")


def read_hash(value: Any) -> str:
    """Return the hash of a document, in lower-case hexadecimal digits."""
    match = _HASH.fullmatch(str(value).strip().lower())
    if not match:
        raise ValueError("is no SHA-256 or SM3 of a file: 64 hexadecimal digits")
    return match.group(1)


_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?")


def read_domain(value: Any) -> str:
    """Return a domain in lower-case A-labels, `*.` before it kept. A domain of personal mailboxes is none."""
    text = unicodedata.normalize("NFKC", str(value)).strip().rstrip(".").lower()
    star = "*." if text.startswith("*.") else ""
    name = text.removeprefix("*.")
    if not name.isascii():
        import idna  # noqa: PLC0415  (11 ms, only for domains outside ASCII)

        try:
            name = idna.encode(name, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            name = ""
    labels = name.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004
        raise ValueError("is no domain, such as partner.example or *.partner.example")
    if mailbox_class(name) not in ("", "mixed_corp_hosting"):
        raise ValueError("is a domain of personal mailboxes: nobody can answer for everyone there")
    return star + name


def read_domains(value: Any) -> str:
    """Return domains with commas between."""
    return ",".join(dict.fromkeys(read_domain(one) for one in _SEPARATORS.split(str(value).strip()) if one))


_MAILBOX = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")


def read_mailbox(value: Any) -> str:
    """Return an address as findings have it: in lower case."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not _MAILBOX.fullmatch(text):
        raise ValueError("is no address, such as ops@partner.example")
    local, _, domain = text.rpartition("@")
    labels = domain.rstrip(".").lower()
    if not labels.isascii():
        import idna  # noqa: PLC0415  (as above)

        try:
            labels = idna.encode(labels, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            raise ValueError("is no address, such as ops@partner.example") from None
    return f"{local}@{labels}".lower()


def read_recipient(value: Any) -> str:
    """Return whom a consent is for: a partner's name, a domain, or one address."""
    text = read_text(value)
    if "@" in text:
        return read_mailbox(text)
    if re.fullmatch(r"(?:\*\.)?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+\.?", text):
        return read_domain(text)
    return text


def read_receiver(value: Any) -> str:
    """Return an address or a domain, of a company: who receives is no customer, and stands in clear."""
    text = read_text(value)
    if "@" not in text:
        return read_domain(text)
    mailbox = read_mailbox(text)
    if mailbox_class(mailbox.rpartition("@")[2]) not in ("", "mixed_corp_hosting"):
        raise ValueError("is a personal mailbox: no register lets customer information go there")
    return mailbox


def read_rule(value: Any) -> str:
    """Return the id of a policy rule."""
    text = read_text(value)
    if not re.fullmatch(r"[a-z][a-z0-9\-]*", text):
        raise ValueError("is no rule, such as no-external-share")
    return text


_PSEUDONYM = re.compile(r"S-[0-9a-f]{32}")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


def is_pseudonym(text: str) -> bool:
    """Say whether *text* is what a register calls a subject."""
    return _PSEUDONYM.fullmatch(text) is not None


def is_fingerprint(text: str) -> bool:
    """Say whether *text* is what `dlpscan fingerprint` prints."""
    return _FINGERPRINT.fullmatch(text) is not None


_EXPIRES = ("expires", "expiry", "valid until", "到期日", "到期日期", "有效期至", "失效日期", "截止日期")
_WITHDRAWN = ("withdrawn", "withdrawn at", "撤回日期", "撤回", "撤销日期", "终止日期", "terminated")
_EVIDENCE = (
    "evidence",
    "reference",
    "document",
    "凭证",
    "凭证编号",
    "证据",
    "文件编号",
    "协议编号",
    "合同编号",
)
_HASHES = ("evidence_hash", "hash", "sha256", "凭证摘要", "文件摘要", "哈希", "哈希值")
_CATEGORIES = ("categories", "category", "类别", "信息类别", "数据类别")

FIELDS: Mapping[str, tuple[Field, ...]] = {
    CONSENT: (
        Field(
            "recipient",
            ("recipient", "third party", "接收方", "第三方", "共享对象", "接收单位"),
            read_recipient,
            required=True,
        ),
        Field(
            "categories",
            _CATEGORIES,
            read_categories,
            required=True,
        ),
        Field("purpose", ("purpose", "用途", "目的", "使用目的"), read_text, required=True),
        Field(
            "form",
            ("form", "形式", "同意形式", "同意方式"),
            read_form,
            required=True,
        ),
        Field("evidence", _EVIDENCE, read_text, required=True),
        Field("evidence_hash", _HASHES, read_hash),
        Field(
            "granted",
            ("granted", "date", "同意日期", "授权日期", "签署日期", "生效日期"),
            read_date,
            required=True,
        ),
        Field("expires", _EXPIRES, read_date, default=None),
        Field("withdrawn", _WITHDRAWN, read_date, default=None),
    ),
    AGREEMENT: (
        Field(
            "party",
            ("party", "partner", "合作方", "对方", "对方单位", "签约方", "公司名称"),
            read_text,
            required=True,
        ),
        Field(
            "domains",
            ("domains", "domain", "域名", "邮箱域名"),
            read_domains,
            required=True,
        ),
        Field(
            "kind",
            ("kind", "type", "类型", "协议类型", "合同类型"),
            read_kind,
            required=True,
        ),
        Field("scope", ("scope", "范围", "适用范围"), read_text),
        Field(
            "categories",
            _CATEGORIES,
            read_categories,
            required=True,
        ),
        Field("evidence", _EVIDENCE, read_text),
        Field("evidence_hash", _HASHES, read_hash),
        Field(
            "signed",
            ("signed", "date", "签署日期", "签订日期", "生效日期"),
            read_date,
            required=True,
        ),
        Field("expires", _EXPIRES, read_date, default=None),
        Field("withdrawn", _WITHDRAWN, read_date, default=None),
    ),
    QUALIFICATION: (
        Field(
            "recipient",
            ("recipient", "address", "mailbox", "接收人", "接收方", "邮箱", "邮箱地址"),
            read_receiver,
            required=True,
        ),
        Field("evidence", (*_EVIDENCE, "training", "培训编号"), read_text, required=True),
        Field(
            "granted",
            ("granted", "date", "trained", "生效日期", "培训日期", "签署日期"),
            read_date,
            required=True,
        ),
        Field("expires", _EXPIRES, read_date, default=None),
        Field("withdrawn", _WITHDRAWN, read_date, default=None),
    ),
    APPROVAL: (
        Field("rule", ("rule", "规则"), read_rule, required=True),
        Field(
            "recipient",
            ("recipient", "接收方", "接收人", "邮箱"),
            read_receiver,
            required=True,
        ),
        Field("approver", ("approver", "审批人", "批准人"), read_text, required=True),
        Field(
            "justification",
            ("justification", "reason", "理由", "事由", "审批理由"),
            read_text,
            required=True,
        ),
        Field(
            "granted",
            ("granted", "date", "审批日期", "批准日期", "生效日期"),
            read_date,
            required=True,
        ),
        Field("expires", _EXPIRES, read_date, required=True),
        Field("withdrawn", _WITHDRAWN, read_date, default=None),
    ),
}

FREE_TEXT = frozenset({"recipient", "evidence", "purpose", "party", "scope", "approver", "justification"})
"""What people write freely: a customer's number does not belong there."""


def start_of(register: str) -> str:
    """Return the name of the field that holds the first day."""
    return "signed" if register == AGREEMENT else "granted"


def read_entry(register: str, written: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return an entry as it is stored, and (field, what is wrong) for all that is wrong with it."""
    entry: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for field in FIELDS[register]:
        value = written.get(field.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.required:
                faults.append((field.name, "is missing"))
            entry[field.name] = field.default
            continue
        try:
            entry[field.name] = field.read(value)
        except ValueError as error:
            faults.append((field.name, str(error)))
    start, expires = entry.get(start_of(register)), entry.get("expires")
    if start and expires and expires < start:
        faults.append(("expires", "lies before the first day"))
    if register == CONSENT and "categories" in entry and entry["categories"] == "credential":
        faults.append(("categories", "credential: no consent lifts the ban on sharing authentication data"))
    return entry, faults


def state_of(register: str, entry: Mapping[str, Any], day: date) -> str:
    """Return whether an entry holds on *day*: valid, future, expired or withdrawn."""
    if entry["withdrawn"] and entry["withdrawn"] <= day:
        return "withdrawn"
    if day < entry[start_of(register)]:
        return "future"
    if entry["expires"] and entry["expires"] < day:
        return "expired"
    return "valid"
