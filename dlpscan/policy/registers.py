"""The proofs that allow a transfer: consents of customers, agreements with recipients.

Each check returns what is missing, or nothing. What no register knows is missing; a consent that is
withdrawn, expired or not yet valid is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from dlpscan.declare import Consent, RecordedAgreement
from dlpscan.model import Missing, Text
from dlpscan.policy import addresses
from dlpscan.policy.addresses import Address
from dlpscan.policy.records import Records
from dlpscan.policy.subjects import Subject
from dlpscan.registers.telling import ADDRESS
from dlpscan.rulebook.settings import Partner

NEVER_LIFTED = "C3"
"""Data that authenticates a user is never shared, whatever the consent (JR/T 0171-2020)."""


class ListedConsents:
    """The consents that stand in `dlpscan.yaml`: enough for a small company, and for a start."""

    def __init__(self, consents: Iterable[Consent]) -> None:
        self._by_subject: dict[str, list[Consent]] = {}
        for consent in consents:
            self._by_subject.setdefault(consent.subject, []).append(consent)

    def consents(self, fingerprints: frozenset[str]) -> tuple[Consent, ...]:
        """Return every consent of the subjects."""
        return tuple(
            consent for subject in sorted(fingerprints) for consent in self._by_subject.get(subject, ())
        )


class Request(Struct, frozen=True):
    """What a proof is asked for: these customers' data, to this recipient, for this purpose, on this day."""

    subjects: tuple[Subject, ...]
    address: Address | None
    partner: Partner | None
    purpose: str
    day: date
    listed_as: str = ""
    """What the consents of a register call the address."""

    @property
    def categories(self) -> frozenset[str]:
        """Return all categories of the data."""
        return frozenset().union(*(subject.categories for subject in self.subjects))


OUT_OF_REACH = "register"

_OUT_OF_REACH = Missing(
    OUT_OF_REACH,
    Text(
        "登记库无法读取,不能确认所需凭证",
        "the register cannot be read: whether the proof is on record is not known",
    ),
)


def consent(request: Request, records: Records) -> Missing | None:
    """Return what is missing of the customers' separate consents (一(二)2; PIPL 23)."""
    reasons = Counter(
        reason for subject in request.subjects if (reason := _consent_gap(subject, request, records))
    )
    lacking = sum(reasons.values())
    if not lacking:
        return None
    if records.is_out_of_reach and _NEVER not in reasons:
        return _OUT_OF_REACH
    people = len(request.subjects)
    order = sorted(reasons)
    en = ", ".join(f"{reasons[reason]} {reason}" for reason in order)
    zh = "、".join(f"{reasons[reason]} 人{_GAPS[reason]}" for reason in order)
    return Missing(
        "consent",
        Text(
            f"{people} 人中有 {lacking} 人缺少单独同意({zh})",
            f"separate consent missing for {lacking} of {people} people ({en})",
        ),
    )


_NEVER = "not possible for authentication data (C3)"
_GAPS = {
    "none on record": "无记录",
    "withdrawn": "已撤回",
    "expired": "已过期",
    "not yet valid": "尚未生效",
    "for another purpose": "用途不符",
    "for another recipient": "接收方不符",
    "for other categories": "类别不符",
    "without evidence": "缺少凭证",
    "known only by a contact that others have, too": "仅有多人共用的联系方式,无法确定本人",
    _NEVER: "属鉴别信息(C3),不得以同意豁免",
}


def _consent_gap(subject: Subject, request: Request, records: Records) -> str:
    """Return why the customer's consents do not cover the request, "" where they do."""
    if NEVER_LIFTED in subject.sensitivities:
        return _NEVER
    covered: set[str] = set()
    gaps: list[str] = []
    on_record, is_unclear = records.consents(subject)
    for one in on_record:
        gap = _gap(one, request)
        if gap:
            gaps.append(gap)
        else:
            covered.update(one.categories)
    if subject.categories <= covered:
        return ""
    if covered:
        return "for other categories"
    if is_unclear:
        return "known only by a contact that others have, too"
    # Of several consents that fail, the one that came nearest says most.
    return min(gaps, key=_NEARNESS.index) if gaps else "none on record"


_NEARNESS = (
    "without evidence",
    "withdrawn",
    "expired",
    "not yet valid",
    "for another purpose",
    "for another recipient",
)


def _gap(one: Consent, request: Request) -> str:
    if not _is_for(one.recipient, request):
        return "for another recipient"
    if not request.purpose or one.purpose != request.purpose:
        return "for another purpose"
    if one.withdrawn and one.withdrawn <= request.day:
        return "withdrawn"
    if request.day < one.granted:
        return "not yet valid"
    if one.expires and one.expires < request.day:
        return "expired"
    return "" if one.evidence.strip() else "without evidence"


def _is_for(recipient: str, request: Request) -> bool:
    """Say whether a consent's recipient is the one of the request: partner, domain or address."""
    if request.partner and recipient == request.partner.name:
        return True
    address = request.address
    if address is None or address.tricks:
        return False
    if recipient.startswith(ADDRESS):
        return recipient == request.listed_as
    if "@" in recipient:
        return addresses.read(recipient).mailbox == address.mailbox
    # A domain stands for the partner that owns it; consent for qq.com would be for everybody there.
    return request.partner is not None and addresses.matches(address.domain, recipient)


def agreement(request: Request, records: Records) -> Missing | None:
    """Return what is missing of the recipient's agreement (三(二)2; PIPL 21, 23)."""
    partner = request.partner
    on_record = records.agreements(partner, request.address)
    gaps = [_agreement_fault(one, request) for one in on_record]
    covered: set[str] = set()
    for one, gap in zip(on_record, gaps, strict=True):
        if gap is None:
            covered.update(one.categories)
    outside = sorted(request.categories - covered)
    if partner is not None and None in gaps and not outside:
        return None
    if records.is_out_of_reach:
        return _OUT_OF_REACH
    if partner is None:
        return _agreement_gap("the recipient is no registered partner", "接收方不是已登记的合作方")
    if None in gaps:
        return _agreement_gap(f"does not cover {', '.join(outside)}", f"不覆盖类别 {'、'.join(outside)}")
    # Of several agreements that fail, the newest says most.
    newest = max(range(len(gaps)), key=lambda index: (on_record[index].signed, index), default=-1)
    return (gaps[newest] if gaps else None) or _agreement_gap("none on record", "无记录")


def _agreement_fault(one: RecordedAgreement, request: Request) -> Missing | None:
    """Return why an agreement is none on the day, or none of the kind that is needed."""
    if one.withdrawn and one.withdrawn <= request.day:
        return _agreement_gap(f"terminated on {one.withdrawn}", f"已于 {one.withdrawn} 终止")
    if request.day < one.signed:
        return _agreement_gap(f"signed only on {one.signed}", f"{one.signed} 才签署")
    if one.expires and one.expires < request.day:
        return _agreement_gap(f"expired on {one.expires}", f"已于 {one.expires} 到期")
    if request.partner is not None and request.partner.role == "processor" and one.kind != "entrustment":
        return _agreement_gap(
            "is no entrustment contract (PIPL 21)", "不是委托处理合同(个人信息保护法第二十一条)"
        )
    return None


def _agreement_gap(en: str, zh: str) -> Missing:
    return Missing("agreement", Text(f"保密协议:{zh}", f"confidentiality agreement: {en}"))


def legal_basis(request: Request) -> Missing | None:
    """Return what is missing of an authority's legal basis (PIPL 13(3), 34)."""
    if request.partner is not None and request.partner.legal_basis.strip():
        return None
    return Missing(
        "legal_basis",
        Text(
            "法定依据:未登记(法律条款或协助调查文书编号)",
            "legal basis: none on record (article or order number)",
        ),
    )


def qualification(request: Request, records: Records) -> Missing | None:
    """Return what is missing of the recipient's qualification (三(一)2), nothing where nobody keeps them."""
    if not records.keeps_qualifications:
        return None
    address = request.address
    gaps: list[tuple[str, str]] = []
    if address is not None and not address.tricks:
        for one in records.qualifications(address):
            if one.withdrawn and one.withdrawn <= request.day:
                gaps.append((f"withdrawn on {one.withdrawn}", f"已于 {one.withdrawn} 撤销"))
            elif request.day < one.granted:
                gaps.append((f"holds only from {one.granted} on", f"{one.granted} 起才有效"))
            elif one.expires and one.expires < request.day:
                gaps.append((f"expired on {one.expires}", f"已于 {one.expires} 到期"))
            else:
                return None
    if records.is_out_of_reach:
        return _OUT_OF_REACH
    en, zh = max(gaps, default=("none on record", "无记录"))
    return Missing("qualification", Text(f"接收人保密资质:{zh}", f"qualification of the recipient: {en}"))
