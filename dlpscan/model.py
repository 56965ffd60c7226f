"""The words that every part of dlpscan shares: what was read, what was found, where it may go.

Nothing here decides anything. Two invariants hold for all types: they are immutable, and no `repr()`
shows customers' text. A `Finding` never holds the value, only its place, mask and fingerprint; a
`Segment`, a `Document` and a `Party` hold what they must and hide it from `repr()`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Literal

from msgspec import Struct

MIN_SCORE = 0.5
"""From this score on a finding counts, where nobody says otherwise."""

Reason = Literal[
    "encrypted", "damaged", "unsupported", "no_text", "limit", "timeout", "plugin_error", "ambiguous"
]
Direction = Literal["outbound", "inbound", "internal", "local"]
ChannelType = Literal["email", "im", "file_share", "web_form", "removable", "print", "vcs", "api", "storage"]
Encryption = Literal["none", "transport", "end_to_end", "unknown"]
Role = Literal["to", "cc", "bcc", "from", "reply_to", "member", "destination"]
Relation = Literal[
    "internal", "processor", "handler", "data_subject", "authority", "personal", "public", "unknown"
]


class Action(str, Enum):
    """What to do with a transfer, ordered by strictness: allow < warn < redact < hold < block."""

    ALLOW = "allow"
    WARN = "warn"
    REDACT = "redact"
    HOLD = "hold"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """Return 0 for allow up to 4 for block."""
        return _RANKS[self.value]

    def __lt__(self, other: str) -> bool:
        return self.rank < Action(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Action(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Action(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Action(other).rank

    def __str__(self) -> str:
        return self.value


_RANKS = {"allow": 0, "warn": 1, "redact": 2, "hold": 3, "block": 4}


class Text(Struct, frozen=True):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


# -- what was read ------------------------------------------------------------------------------


class Step(Struct, frozen=True):
    """One step of a place inside a document, such as the sheet "Sheet1" or the line "12".

    *value* can hold customers' text (sheets are named after people), so `repr()` hides it.
    """

    kind: str
    value: str

    def __repr__(self) -> str:
        return f"Step({self.kind!r})"


class Location(Struct, frozen=True):
    """Where something stood: the chain of containers, then the place in the innermost one.

    *path* is the file and its members, outermost first; *place* what lies inside: sheet and cell,
    header, part, line and column (both from 1). `str()` gives `mail.eml!客户.xlsx!Sheet1!C17`. The
    locations of findings are masked; those that an extractor gives are not yet.
    """

    path: tuple[str, ...] = ()
    place: tuple[Step, ...] = ()

    def __repr__(self) -> str:
        kinds = "/".join(step.kind for step in self.place)
        return f"Location(depth={len(self.path)}, place={kinds!r})"

    def __str__(self) -> str:
        return "!".join(part for part in (self.container, self.inside) if part)

    @property
    def container(self) -> str:
        """Return the file and its members: `mail.eml!客户.xlsx`."""
        return "!".join(self.path)

    @property
    def inside(self) -> str:
        """Return the place in the innermost container: `Sheet1!C17`, `header:Subject`, `12:5`."""
        shown: list[str] = []
        for step in self.place:
            if step.kind == "column" and shown:
                shown[-1] += f":{step.value}"
            elif step.kind in _NAMED_KINDS:
                shown.append(f"{step.kind}:{step.value}" if step.value else step.kind)
            else:
                shown.append(step.value)
        return "!".join(shown)

    def under(self, *steps: Step) -> Location:
        """Return this location with further steps inside it."""
        return Location(self.path, self.place + steps)

    def kind_of(self, kind: str) -> str | None:
        """Return the value of the first step of this *kind*, None where there is none."""
        return next((step.value for step in self.place if step.kind == kind), None)


_NAMED_KINDS = frozenset({"header", "row", "name", "signature", "page", "part"})


class Piece(Struct, frozen=True):
    """A part of a segment with a place of its own: a cell, a run, a header field.

    *start* is the code point in the segment's text where it begins; it ends where the next begins.
    *label* is what names it (column header, key, form label): the recognisers read it as if it stood
    before the piece.
    """

    start: int
    location: Location
    label: str = ""

    def __repr__(self) -> str:
        return f"Piece(start={self.start}, location={self.location!r})"


SegmentKind = Literal["text", "row", "field", "name", "trace"]


class Segment(Struct, frozen=True):
    """Text that is read at once: a text, a table row, a header field, a form block, a file's name.

    A `trace` is a field that programs write for programs (`Received`, `Message-ID`).

    *offset* is the position of `text[0]` in the document's text (0 where the segment is all of it), so
    that findings in a text file have absolute offsets. *line* is the line number of `text[0]` where
    places are counted in lines. *pieces* are sorted by start; the first starts at 0. Where only a part of
    the text is the segment's own (a block of a big file, shown with its surroundings), a finding belongs to
    it if it begins in text[own_start:own_end].
    """

    text: str
    location: Location
    kind: SegmentKind = "text"
    pieces: tuple[Piece, ...] = ()
    offset: int = 0
    line: int | None = None
    own_start: int = 0
    own_end: int | None = None

    def owns(self, start: int) -> bool:
        """Say whether what begins at *start* is the segment's own."""
        return self.own_start <= start and (self.own_end is None or start < self.own_end)

    def __post_init__(self) -> None:
        starts = [piece.start for piece in self.pieces]
        if starts and (starts[0] != 0 or sorted(starts) != starts):
            raise ValueError("pieces of a segment must be sorted by start, the first at 0")

    def __repr__(self) -> str:
        return f"Segment(kind={self.kind!r}, length={len(self.text)}, location={self.location!r})"


class Facts(Struct, frozen=True):
    """What is known of a container besides its text. None is unknown, and never passes as a yes."""

    file_mode: int | None = None
    container_encrypted: bool | None = None
    hop_tls: bool | None = None


class Document(Struct, frozen=True):
    """Named bytes that wait to be read: a file, a mail, an attachment, a member of an archive.

    *media_type* and *charset* are what the container declared, "" where it said nothing; the type is
    decided by content all the same. *path* is the chain of containers above it. Of a big file of text *data*
    is only the head, and *source* the file itself, which an extractor that `streams` reads bit by bit.
    """

    name: str
    data: bytes
    media_type: str = ""
    charset: str = ""
    path: tuple[str, ...] = ()
    facts: Facts = Facts()
    source: Path | None = None

    def __repr__(self) -> str:
        return f"Document(bytes={len(self.data)}, depth={len(self.path)})"

    @property
    def location(self) -> Location:
        """Return the location of the document itself."""
        return Location((*self.path, self.name) if self.name else self.path)


class Unscannable(Struct, frozen=True):
    """Something that could not be read: a result of its own, never a silent skip.

    *detail* says in English what was met, without a value of the content.
    """

    reason: Reason
    location: Location
    detail: str = ""

    @property
    def path(self) -> str:
        """Return the file and its members."""
        return self.location.container

    @property
    def is_complete(self) -> bool:
        """Say whether the scan counts as complete in spite of it: only for things without text."""
        return self.reason == "no_text"


# -- what was found -----------------------------------------------------------------------------


FindingKind = Literal["identifier", "content", "signal"]
_ID_HEX = 12


class Finding(Struct, frozen=True):
    """One identifier or signal in the text, without its value.

    *start* and *end* are code points of the original text of its segment, end exclusive. *score* is
    0..1. *masked* keeps at most the first and last characters. *fingerprint* is the HMAC of the
    canonical form, 32 hexadecimal characters. *evidence* says in English why the score is what it is.
    *also* names other types that the same text could be. *label* is the word that named the value (one of
    the recogniser's own, never of the text), "" where nothing did; *is_field* says that it names a field of
    a record: it heads a column, or begins a line or clause. *allowed* is the reason why somebody
    who may accepted the finding where it stands, masked; such a finding is shown and counts for nothing.
    *kind* is `content` for a record about a person, which may lie over identifiers, and `signal` for what is
    no personal data.
    """

    entity_type: str
    category: str
    sensitivity: str
    score: float
    location: Location
    start: int
    end: int
    masked: str
    fingerprint: str
    recogniser: str
    evidence: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    public: bool = False
    label: str = ""
    allowed: str = ""
    is_field: bool = False
    kind: FindingKind = "identifier"

    @property
    def id(self) -> str:
        """Return 12 hexadecimal characters that are the same in every scan under one key, for references."""
        identity = f"{self.location}\0{self.start}\0{self.end}\0{self.entity_type}\0{self.fingerprint}"
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_HEX]

    @property
    def path(self) -> str:
        """Return the file and its members."""
        return self.location.container


class Person(Struct, frozen=True):
    """The findings that describe one person: same row, same form block, same sentence.

    A loose identifier is a person of one finding, so that counting people gives the upper bound.
    """

    findings: tuple[Finding, ...]

    @property
    def entity_types(self) -> frozenset[str]:
        """Return the types of what is known of the person."""
        return frozenset(finding.entity_type for finding in self.findings)

    @property
    def fingerprints(self) -> frozenset[str]:
        """Return the fingerprints of what is known of the person."""
        return frozenset(finding.fingerprint for finding in self.findings)


class ScanResult(Struct, frozen=True):
    """All that one top-level input gave: its findings, and what of it could not be read.

    *counts* holds every finding by type, also those beyond the limit of kept ones. *key_id* names the
    key of the fingerprints, "" for the random key of one process.
    """

    name: str
    findings: tuple[Finding, ...] = ()
    unscannable: tuple[Unscannable, ...] = ()
    people: tuple[Person, ...] = ()
    counts: Mapping[str, int] = {}
    documents: int = 0
    bytes: int = 0
    key_id: str = ""
    facts: Facts = Facts()

    @property
    def complete(self) -> bool:
        """Say whether everything that holds text was read."""
        return all(item.is_complete for item in self.unscannable)


# -- where it goes ------------------------------------------------------------------------------


class Party(Struct, frozen=True):
    """A sender or recipient as the channel names it: an e-mail address, or an *account*.

    *address* is kept as it was written, tricks and all; `dlpscan.policy.addresses` reads it.
    """

    address: str = ""
    role: Role = "to"
    account: str = ""
    name: str = ""

    def __repr__(self) -> str:
        return f"Party(role={self.role!r}, address={self.masked!r})"

    @property
    def masked(self) -> str:
        """Return the address or account with only its first character and its domain."""
        written = self.address or self.account
        if self.role == "destination":
            # A host or a device: no person's, and who reads a report must know which.
            return written
        if written.rstrip().endswith(">"):
            # A display name is a person's.
            written = written.rstrip()[:-1].rpartition("<")[2]
        local, at, domain = written.rpartition("@")
        hidden = local or domain
        shown = hidden[:1] + "*" * min(len(hidden) - 1, 3) if len(hidden) > 1 else "*" * len(hidden)
        return f"{shown}@{domain}" if at and local else shown


class Channel(Struct, frozen=True):
    """The way a transfer takes. *managed* says whether the company controls it; None is unknown."""

    type: ChannelType = "email"
    provider: str = ""
    managed: bool | None = None
    encrypted: Encryption = "unknown"


class Transfer(Struct, frozen=True):
    """One transfer to be judged: who sends what kind of thing to whom, how, why and when.

    *time* is aware; None means now. A transfer that names no direction goes out. *also_from* are other
    addresses that the sender goes by in it: the login, the header `From`, where replies shall go.
    """

    channel: Channel = Channel()
    sender: Party | None = None
    recipients: tuple[Party, ...] = ()
    purpose: str = ""
    direction: Direction = "outbound"
    time: datetime | None = None
    also_from: tuple[Party, ...] = ()

    def __repr__(self) -> str:
        # The purpose is free text.
        return (
            f"Transfer(direction={self.direction!r}, channel={self.channel!r}, sender={self.sender!r}, "
            f"recipients={self.recipients!r})"
        )

    def __post_init__(self) -> None:
        if self.time is not None and self.time.tzinfo is None:
            raise ValueError("the time of a transfer needs a time zone, such as +08:00")


# -- what follows -------------------------------------------------------------------------------


class Missing(Struct, frozen=True):
    """A proof that would have allowed the transfer; *proof* is a word such as `consent` or `channel`."""

    proof: str
    text: Text

    def __str__(self) -> str:
        return f"{self.proof}: {self.text.en}"


class Violation(Struct, frozen=True):
    """One rule broken: the clause that was broken, by what, to whom, what is missing, how to mend it."""

    rule: str
    clause: str
    clause_text: str
    law: tuple[str, ...]
    action: Action
    severity: str
    recipients: tuple[Party, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    remedy: Text


class RecipientVerdict(Struct, frozen=True):
    """What holds for one recipient: who they are to the company, and what to do."""

    party: Party
    relation: Relation
    overseas: bool | None
    action: Action
    reasons: tuple[str, ...] = ()


class Verdict(Struct, frozen=True):
    """The judgement of one transfer. *action* is the strictest of all recipients and violations.

    *not_evaluated* names the checks that no register was configured for.
    """

    action: Action
    recipients: tuple[RecipientVerdict, ...] = ()
    violations: tuple[Violation, ...] = ()
    not_evaluated: tuple[str, ...] = ()

    @property
    def by_recipient(self) -> dict[Party, Action]:
        """Return the action for every recipient."""
        return {item.party: item.action for item in self.recipients}
