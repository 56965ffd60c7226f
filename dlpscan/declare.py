"""What a recogniser says of itself, and the protocols of the other things that plugins bring.

A recogniser is a declaration, never code that walks the text: it names *anchors* (cheap things to look
for), *forms* (what must stand at an anchor), a *check*, and the *context* that raises or lowers the
score. The engine compiles all declarations into one plan and knows no identifier by name, so its inside
can be replaced without touching a recogniser, and every recogniser gets folding, boundaries, labels,
masks and offsets alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Literal, Protocol, TypeAlias

from msgspec import Meta, Struct

from dlpscan.limits import Budget
from dlpscan.model import Document, FindingKind, Segment, SegmentKind, Unscannable

SEPARATORS = " -·"
"""What folding leaves of all spaces, dashes and dots that people write between groups of a number."""


class Literals(Struct, frozen=True):
    """An anchor: one of these words. The form is tried where the word begins.

    With *lead*, a regular-expression character class such as `[A-Za-z0-9.]`, the form is tried where
    the run of such characters before the word begins (at most *lead_max*). *then* is a class of what
    must follow the word ("" = anything): a character is seen faster than a form is tried.
    """

    words: tuple[str, ...]
    lead: str = ""
    lead_max: int = 64
    then: str = ""


class DigitRun(Struct, frozen=True):
    r"""An anchor: a group of digits that starts a run of at least *shortest* digits.

    Separators may stand between the digits. *first* are the digits it may start with; a run without
    separators has at most *longest* digits (0 = any number). *lead* is a regular expression for what may
    belong to the value before the run, such as `\+` or a bracketed country code; *lead_ends* are the
    characters it may end with ("" = any but letters and digits), and with *needs_lead* nothing is tried
    where it is missing. *tail* are the characters one of which must follow a run without separators
    ("" = any character).
    """

    shortest: int
    first: str = "0123456789"
    longest: int = 0
    lead: str = ""
    lead_ends: str = ""
    needs_lead: bool = False
    tail: str = ""


class Shape(Struct, frozen=True):
    """An anchor: a short regular expression, which must not begin with a look-behind.

    A leading look-behind switches off the prefix scan of `re` and costs an order of magnitude.
    """

    pattern: str


class AfterLabel(Struct, frozen=True):
    """An anchor: the place after one of the recogniser's own labels, its colon and spaces skipped.

    *first* is a regular-expression character class of what the value may begin with ("" = anything): most
    labels in prose are followed by no value, and a character is seen faster than a form is tried.
    """

    first: str = ""


class WholeName(Struct, frozen=True):
    """An anchor: the beginning of each word in the name of a file, member or sheet."""


Anchor: TypeAlias = Literals | DigitRun | Shape | AfterLabel | WholeName

Find: TypeAlias = Callable[[str, int], tuple[int, int] | None]
"""An algorithm that finds a value near a position of the folded text: (text, position) -> span."""


Mentions: TypeAlias = Callable[[str, Iterable[str], Sequence[tuple[int, int]]], list[tuple[int, int]]]
"""Finds values again: (text, values, spans that are taken, sorted) -> spans, none overlapping another."""


class Form(Struct, frozen=True):
    """One way to write the value: a *pattern* that is matched at the anchor, or a *find* algorithm.

    Forms are tried in order, and the first that holds wins. A group named `value` marks the value
    inside a longer match. *factor* scales the score. *needs_label* refuses the form without a label
    right before it. *anchor* limits the form to one kind of anchor of the recogniser ("" = all).
    *separated* says that the value has separators, so that at a run of digits without any the form need
    not be tried.
    """

    name: str
    pattern: str = ""
    find: Find | None = None
    factor: float = 1.0
    needs_label: bool = False
    anchor: str = ""
    separated: bool = False


CheckStatus = Literal["passed", "failed", "not_available"]


class Checked(Struct, frozen=True):
    """What a check says of a value. *factor* scales the score; *notes* become evidence.

    `failed` says that the value has the form but not the check digit: it may be mistyped. A value that
    failed, or one with *needs_label*, counts only with a label right before it. *strength* says how much a
    passed check means where readings of one text compete: 1 one number in ten passes it, 2 one in a
    thousand, 3 so few that even the label of something else does not contradict it.
    """

    status: CheckStatus
    factor: float = 1.0
    notes: tuple[str, ...] = ()
    needs_label: bool = False
    strength: Literal[1, 2, 3] = 2


NOT_AVAILABLE = Checked("not_available")

Check: TypeAlias = Callable[[str], Checked | None]
"""A pure function of the compact value. None says: this is not such an identifier at all."""


class Context(Struct, frozen=True):
    """Words that bear on a value. Words of ASCII letters match in any case, and only as whole words.

    *labels* stand right before the value, with a colon or the like between them, or head its column.
    *nearby* stand on the same line or within 60 characters. *negative* are labels of something else.
    """

    labels: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text*, which are separated by commas and may hold spaces: long lists, readable."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


class Scores(Struct, frozen=True):
    """The score that each kind of evidence gives, before the factors of form, check and boundary."""

    bare: float
    nearby: float
    labelled: float
    negative: float = 0.2

    def __post_init__(self) -> None:
        if not 0 <= self.bare <= self.nearby <= self.labelled <= 1:
            raise ValueError("scores must rise: 0 <= bare <= nearby <= labelled <= 1")


class Mask(Struct, frozen=True):
    """How many first and last characters of a canonical value a report may show, at most.

    At least four characters and a third of the value stay hidden, whatever the numbers say; a value of
    four characters or fewer is masked wholly. With *until*, only what stands before the first such
    character is masked, and of it only *head* shown (e-mail: `@`).
    """

    head: int = 0
    tail: int = 0
    until: str = ""

    def apply(self, value: str) -> str:
        """Return *value* with its middle replaced by asterisks."""
        if self.until and self.until in value:
            cut = value.index(self.until)
            head = min(self.head, cut - 1) if cut else 0
            return value[:head] + "*" * (cut - head) + value[cut:]
        length = len(value)
        head, tail = _shown(self.head, self.tail, length)
        return value[:head] + "*" * (length - head - tail) + value[length - tail :]


_HIDDEN = 4


@cache
def _shown(head: int, tail: int, length: int) -> tuple[int, int]:
    """Return how many first and last characters of *length* may be shown."""
    shown = max(0, length - max(_HIDDEN, length // 3))
    tail = min(tail, shown)
    return min(head, shown - tail), tail


def compact(text: str) -> str:
    """Return folded *text* without separators, in upper case: the common canonical form."""
    if text.isdigit():
        return text
    return "".join(text.split()).translate(_NO_SEPARATORS).upper()


_NO_SEPARATORS = {ord(separator): None for separator in SEPARATORS}


class Recogniser(Struct, frozen=True, kw_only=True):
    """The declaration of one identifier.

    *compact* brings a match to the form that *check* reads; *canonical* brings that form to the one
    that fingerprints are made from (a 15-digit resident number becomes one of 18). *documentation*
    are published sample values, in canonical form: they stay findings at a score of at most 0.3.
    *boundary* says what may stand beside the value: `number` refuses letters, digits and decimals,
    `word` refuses what would continue a word of ASCII letters, `none` leaves it to the form. *not_in*
    are kinds of segments where the identifier means nothing: a message id is no one's mailbox.
    *mentions* finds further mentions of values that evidence has established in the same document.
    *source* names the standard and clause; *title* the identifier, in Chinese and English. *kind* is
    `identifier` for what tells a person, `content` for a record about one (a diagnosis, an order), which
    counts only beside an identifier, and `signal` for what is no personal data. Only identifiers compete
    for a text; content and signals are found beside them.
    """

    name: str
    entity_type: str
    title_zh: str
    title_en: str
    anchors: tuple[Anchor, ...]
    forms: tuple[Form, ...]
    scores: Scores
    context: Context = Context()
    check: Check | None = None
    check_name: str = ""
    compact: Callable[[str], str] = compact
    canonical: Callable[[str], str] = str
    documentation: Callable[[], frozenset[str]] = frozenset
    boundary: Literal["number", "word", "none"] = "number"
    not_in: tuple[SegmentKind, ...] = ()
    mask: Mask = Mask()
    source: str = ""
    kind: FindingKind = "identifier"
    mentions: Mentions | None = None
    user_written: bool = False


Register: TypeAlias = Callable[[Recogniser], None]


class Extractor(Protocol):
    """Reads one format: bytes in; segments, inner documents and what could not be read out.

    It recognises nothing and recurses into nothing: an attachment or member is yielded as a
    `Document`, and the scanner's one loop reads it. It yields lazily and asks the budget for every
    block that it inflates. One with a true attribute `streams` is given big files as a head and a
    `Document.source`, and reads the source bit by bit.
    """

    name: str
    priority: int
    """Extractors are asked in falling priority; the plain-text reader, at 0, is asked last."""

    def recognises(self, document: Document) -> bool:
        """Say by content whether this document is of the format. The extension says nothing."""
        ...

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield all text of the document, with its places."""
        ...


class Consent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One consent of one customer. Dates are inclusive; *subject* is a fingerprint, never a value.

    *form* is one of the three that 一(二)2 takes for explicit: signed on paper, ticked with identity
    verification, or given through an official channel. *recipient* is a partner's name or domain, or one
    address.
    """

    subject: Annotated[str, Meta(pattern="^[0-9a-f]{32}$", description="what `dlpscan fingerprint` prints")]
    categories: tuple[str, ...]
    recipient: str
    purpose: str
    form: Literal["written", "electronic", "official_channel"]
    evidence: str
    granted: date
    expires: date | None = None
    withdrawn: date | None = None
    evidence_hash: Annotated[str, Meta(pattern="^(?:[0-9a-f]{64})?$")] = ""
    """SHA-256 or SM3 of the document."""


class ConsentStore(Protocol):
    """Answers which consents a subject gave. A small list in a file, or a register in a database."""

    def consents(self, fingerprints: frozenset[str]) -> tuple[Consent, ...]:
        """Return every consent whose subject is one of *fingerprints*, valid or not."""
        ...


class KnownSubject(Struct, frozen=True):
    """A customer as a register knows them: a pseudonym, the fingerprints that tell them, their consents.

    *identifiers* gives the entity type of each fingerprint.
    """

    pseudonym: str
    identifiers: Mapping[str, str]
    consents: tuple[Consent, ...]


class RecordedAgreement(Struct, frozen=True):
    """A signed agreement of a register. Dates are inclusive; from *withdrawn* on it is none."""

    party: str
    domains: tuple[str, ...]
    kind: Literal["nda", "entrustment"]
    signed: date
    expires: date | None
    categories: tuple[str, ...]
    withdrawn: date | None = None


class RecordedQualification(Struct, frozen=True):
    """Who may receive customer information inside the company: a mailbox, or a whole domain."""

    recipient: str
    granted: date
    expires: date | None
    withdrawn: date | None = None


class RecordedApproval(Struct, frozen=True):
    """A transfer that somebody approved in advance: *rule* holds no more for *recipient*, until *expires*."""

    id: str
    rule: str
    recipient: str
    approver: str
    granted: date
    expires: date
    withdrawn: date | None = None


class RegisterStore(Protocol):
    """Answers for all that is on record. Every method raises `RegisterError` where it cannot be read.

    It tells more than a `ConsentStore`: which fingerprints belong to one customer. Each question is asked
    once for all people or recipients of a transfer.
    """

    keeps_qualifications: bool
    """Whether a recipient that is not on the register counts as not qualified."""

    def subjects(self, fingerprints: frozenset[str]) -> tuple[KnownSubject, ...]:
        """Return every subject that has one of *fingerprints*, with all their consents, valid or not."""
        ...

    def address(self, fingerprint: str) -> str:
        """Return what `Consent.recipient` is for the mailbox with this fingerprint."""
        ...

    def agreements(self, parties: frozenset[str], domains: frozenset[str]) -> tuple[RecordedAgreement, ...]:
        """Return every agreement with one of *parties*, or for one of *domains*, valid or not."""
        ...

    def qualifications(
        self, mailboxes: frozenset[str], domains: frozenset[str]
    ) -> tuple[RecordedQualification, ...]:
        """Return every qualification of one of *mailboxes* or *domains*, valid or not."""
        ...

    def approvals(self, rule: str) -> tuple[RecordedApproval, ...]:
        """Return every approval that lifts *rule*, valid or not."""
        ...
