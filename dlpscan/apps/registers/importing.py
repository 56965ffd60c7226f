"""From the rows of a file to entries of a register, with every fault named by line and column.

Values that tell a customer become fingerprints here, at once, and go no further. No message quotes a cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from dlpscan.apps.fingerprinting import Fingerprinter
from dlpscan.apps.registers.files import LostDigits, Row
from dlpscan.errors import ConfigurationError
from dlpscan.registers import fields
from dlpscan.registers.fields import CONSENT, FIELDS, FREE_TEXT
from dlpscan.registers.keeping import Customer, Fault, Written
from dlpscan.registers.telling import TELLING
from dlpscan.scanner import Scanner

_SUBJECT = "subject"
_SUBJECTS = (
    "subject",
    "customer id",
    "customer number",
    "customer no",
    "客户号",
    "客户编号",
    "客户标识",
    "客户id",
)
_FINGERPRINTS = ("fingerprint", "fingerprints", "指纹")
# What is known by these names, whatever the recognisers call it.
_IDENTIFIERS = {
    "CN_RESIDENT_ID": "身份证, 身份证号, 身份证号码, 公民身份号码, 居民身份证号, id card, resident id",
    "PHONE_NUMBER": "手机, 手机号, 手机号码, 电话, 联系电话, 电话号码, phone, mobile, tel, phone number",
    "EMAIL_ADDRESS": "邮箱, 电子邮箱, 邮箱地址, 电子邮件, email, e-mail, mail, email address",
    "BANK_CARD": "银行卡, 银行卡号, 卡号, card, card number, bank card",
    "WECHAT_ID": "微信, 微信号, wechat, wechat id",
    "CN_PASSPORT": "护照, 护照号, 护照号码, passport, passport number",
}
# Names, addresses and birthdays never tell who somebody is: they are not even read.
_NEVER = (
    "姓名, 客户姓名, 名字, 客户名称, 地址, 住址, 通讯地址, 出生日期, 生日, 性别, name, customer name, "
    "full name, address, date of birth, birthday, gender, sex"
)
_MAYBE_DATA = re.compile(r"[0-9]{5,}|@")
# A bare phone number is no finding that counts, but no reference number either.
_SUSPICIOUS = 0.3
_TELLING_TEXT = re.compile(r"(?:[0-9][ -]?){6}|@|[A-Za-z][0-9]{7}")


class Column(NamedTuple):
    """What a column holds. *kind*: field, identifier, fingerprint, subject or ignored."""

    kind: str
    name: str = ""


class Reader:
    """Reads entries of one register, and makes fingerprints of what tells a customer."""

    def __init__(self, register: str, *, known_rules: Iterable[str] = ()) -> None:
        self.register = register
        self._known_rules = frozenset(known_rules)
        self._fingerprinter = Fingerprinter()
        self._scanner = Scanner()

    def columns(self, header: Row, ignored: Iterable[str], place: str) -> list[Column]:
        """Return what the columns hold. Raises `ConfigurationError`, which quotes no cell."""
        names = [_plain(str(cell)) for cell in header.cells]
        if any(_MAYBE_DATA.search(name) for name in names):
            raise ConfigurationError("the first row holds data; it should name the columns", place)
        known = self._known()
        skipped = {_plain(one) for one in ignored}
        columns = []
        for number, written in enumerate(names, start=1):
            # 客户手机号 is the customer's 手机号.
            plain = written.removeprefix("客户").removeprefix("用户")
            name = plain if written not in known and plain in known else written
            if written in skipped or not name:
                columns.append(Column("ignored"))
            elif name in known:
                columns.append(known[name])
            else:
                near = get_close_matches(name, known, n=1, cutoff=0.6)
                hint = f"Did you mean {near[0]!r}? " if near else ""
                raise ConfigurationError(
                    f"column {number} is not known. {hint}Known: {', '.join(self._shown())}. "
                    "Leave it out with --ignore-column NAME",
                    place,
                )
        used = [one for one in columns if one.kind in ("field", "subject")]
        for one in used:
            if used.count(one) > 1:
                raise ConfigurationError(f"two columns hold {one.name!r}", place)
        self._refuse_missing(columns, place)
        return columns

    def _refuse_missing(self, columns: list[Column], place: str) -> None:
        held = {one.name for one in columns if one.kind == "field"}
        lacking = [one.name for one in FIELDS[self.register] if one.required and one.name not in held]
        if lacking:
            raise ConfigurationError(f"columns are missing: {', '.join(lacking)}", place)
        tells = any(one.kind in ("subject", "identifier", "fingerprint") for one in columns)
        if self.register == CONSENT and not tells:
            raise ConfigurationError(
                "no column tells whose consents these are; add 身份证号, 手机, 客户号 or the like", place
            )

    def rows(self, rows: Iterable[Row], columns: list[Column], faults: list[Fault]) -> Iterator[Written]:
        """Yield the entries of *rows*; what is wrong with a row is added to *faults* instead."""
        for row in rows:
            if any(_is_filled(cell) for cell in row.cells[len(columns) :]):
                faults.append(Fault(row.line, "", "has more cells than the header; is a comma not quoted?"))
                continue
            written: dict[str, Any] = {}
            identifiers: list[tuple[str, Any]] = []
            subject = ""
            wrong: list[Fault] = []
            for cell, column in zip(row.cells, columns, strict=False):
                if not _is_filled(cell) or column.kind == "ignored":
                    continue
                if isinstance(cell, LostDigits):
                    what = "is stored as a number and has lost digits; format the column as text"
                    wrong.append(Fault(row.line, column.name, what))
                elif column.kind == "field":
                    written[column.name] = cell
                elif column.kind == _SUBJECT:
                    subject = str(cell).strip()
                else:
                    identifiers.append((column.name, cell))
            entry, problems = self.entry(written)
            wrong += [Fault(row.line, *problem) for problem in problems]
            customer, problems = self.customer(subject, identifiers)
            wrong += [Fault(row.line, *problem) for problem in problems]
            faults += wrong
            if not wrong:
                yield Written(row.line, entry, customer)

    def entry(self, written: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return an entry, and (column, what is wrong) for all that is wrong with it."""
        entry, faults = fields.read_entry(self.register, written)
        for name in sorted(FREE_TEXT & entry.keys()):
            # An address as recipient is not kept in clear, or is a colleague's.
            kind = "" if name == "recipient" and "@" in entry[name] else self.customer_value(entry[name])
            if kind:
                faults.append((name, f"holds what looks like a customer's {kind}; give a reference number"))
        rule = entry.get("rule")
        if rule and self._known_rules and rule not in self._known_rules:
            known = ", ".join(sorted(self._known_rules))
            faults.append(("rule", f"is not known. Known rules: {known}"))
        return entry, faults

    def customer(
        self, subject: str, identifiers: Iterable[tuple[str, Any]]
    ) -> tuple[Customer, list[tuple[str, str]]]:
        """Return whose consent it is. The type "" stands for a fingerprint that is one already."""
        if self.register != CONSENT:
            return Customer(), []
        found: dict[tuple[str, str], None] = {}
        faults: list[tuple[str, str]] = []
        if fields.is_fingerprint(subject):
            found["", subject] = None
            subject = ""
        for kind, value in identifiers:
            text = str(value).strip()
            if not kind:
                prefix, _, digits = text.rpartition(":")
                if fields.is_fingerprint(digits) and (not prefix or prefix in TELLING):
                    found[prefix, digits] = None
                else:
                    faults.append(("fingerprint", "is no fingerprint as `dlpscan fingerprint` prints it"))
                continue
            if kind not in TELLING:
                known = ", ".join(sorted(TELLING))
                faults.append((kind, f"tells nobody apart, or is not known. Known types: {known}"))
                continue
            try:
                found.update(dict.fromkeys((kind, one) for one in self._fingerprinter.find(kind, text)))
            except ValueError as error:
                faults.append((kind, str(error)))
        if not found and not subject and not faults:
            faults.append(("", "does not say whose consent it is"))
        return Customer(subject, tuple(found)), faults

    def customer_value(self, text: str) -> str:
        """Return the type of a customer's number that stands in a free text, "" where none does."""
        return _telling_type(self._scanner, text) if _TELLING_TEXT.search(text) else ""

    def _known(self) -> dict[str, Column]:
        known: dict[str, Column] = {}
        if self.register == CONSENT:
            known |= {_plain(one): Column("ignored") for one in _NEVER.split(",")}
            known |= self._identifier_columns()
            known |= {_plain(one): Column(_SUBJECT, _SUBJECT) for one in _SUBJECTS}
            known |= {_plain(one): Column("fingerprint") for one in _FINGERPRINTS}
        for field in FIELDS[self.register]:
            known |= {_plain(one): Column("field", field.name) for one in (field.name, *field.titles)}
        return known

    def _identifier_columns(self) -> dict[str, Column]:
        """Return the columns of all identifiers: by type, by title, by the labels of their recognisers."""
        types: dict[str, set[str]] = {}
        for one in self._scanner.recognisers:
            if one.entity_type in TELLING:
                for name in (one.title_zh, one.title_en, *one.context.labels):
                    types.setdefault(_plain(name), set()).add(one.entity_type)
        # A label of two types (证件号码) says neither.
        named = {name: Column("identifier", *kinds) for name, kinds in types.items() if len(kinds) == 1}
        available = {one.entity_type for one in self._scanner.recognisers} & TELLING
        named |= {_plain(kind): Column("identifier", kind) for kind in available}
        for kind, names in _IDENTIFIERS.items():
            if kind in available:
                named |= {_plain(one): Column("identifier", kind) for one in names.split(",")}
        return named

    def _shown(self) -> list[str]:
        names = [one.name for one in FIELDS[self.register]]
        tells = ["subject", "fingerprint", "身份证号", "手机", "邮箱", "CN_PASSPORT", "…"]
        return [*names, *(tells if self.register == CONSENT else ())]


@lru_cache(maxsize=65536)
def _telling_type(scanner: Scanner, text: str) -> str:
    found = scanner.scan_text(text).findings
    return next(
        (one.entity_type for one in found if one.entity_type in TELLING and one.score >= _SUSPICIOUS), ""
    )


def _plain(name: str) -> str:
    """Return a column's name as names are compared: no case, spaces, underscores or marks."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_\-*:：()（）]+", "", folded)


def _is_filled(cell: Any) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())
