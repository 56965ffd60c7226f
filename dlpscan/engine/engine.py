"""Runs a plan over a segment: candidates, verification, scores, overlap, and findings in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from msgspec import structs

from dlpscan.declare import Recogniser
from dlpscan.engine.anchors import can_accelerate
from dlpscan.engine.mentions import Established
from dlpscan.engine.plan import Plan
from dlpscan.engine.reading import Places, read
from dlpscan.engine.search import Fault, Match, Search
from dlpscan.errors import ConfigurationError, LimitReached
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Segment
from dlpscan.rulebook.profiles import Profile
from dlpscan.text.companions import Companion, beside_people
from dlpscan.text.masking import mask_roughly
from dlpscan.text.overlap import resolve, resolve_apart

_LEAST_ALSO = 0.3
_WINDOW = 1 << 18
_BEFORE_ACCELERATING = 16 << 20
"""Characters. Building the accelerated back end takes as long as it saves in so much text."""


Matches: TypeAlias = list[tuple[Match, tuple[str, ...]]]
"""Matches, each with the types of other readings of its text."""


class Found(NamedTuple):
    """What one segment gave: matches, faults of recognisers, and the limit that ended the search."""

    matches: Matches
    faults: list[Fault]
    stop: LimitReached | None


class Engine:
    """Finds what the given recognisers declare. Build once, use for many segments."""

    def __init__(
        self,
        recognisers: Iterable[Recogniser],
        profile: Profile,
        keys: Keys,
        *,
        accelerate: bool | None = None,
        window: int = _WINDOW,
    ) -> None:
        self._plan = Plan(recognisers)
        self._window = window
        self._until_fast = _BEFORE_ACCELERATING if accelerate is None and can_accelerate() else 0
        if accelerate:
            self._accelerate()
        self._profile = profile
        self._keys = keys

    def find(
        self,
        segment: Segment,
        tick: Callable[[], None] = lambda: None,
        established: Established | None = None,
    ) -> Found:
        """Return the matches in *segment*, non-overlapping and in order, and what went wrong.

        *tick* is called now and then; a `LimitReached` that it raises ends the search, and what was found
        before is returned with it. *established* are values known from other segments of the document.
        """
        reading = read(segment)
        if self._until_fast:
            self._count(len(reading.text))
        search = Search(self._plan, reading, segment, tick)
        stop: LimitReached | None = None
        try:
            for begin, end in _windows(reading.text, self._window):
                search.window(begin, end)
        except LimitReached as error:
            stop = error
        matches = [
            (match, _types(others) if others else ())
            for match, others in resolve_apart(search.matches, _contest)
        ]
        again = (established or Established()).mentioned(segment, [match for match, _ in matches])
        if again:
            matches = sorted([*matches, *((match, ()) for match in again)], key=lambda one: one[0].start)
        kept = [one for one in self._beside_people(segment, matches) if segment.owns(one[0].start)]
        return Found(kept, search.faults, stop)

    def _beside_people(self, segment: Segment, matches: Matches) -> Matches:
        """Return the matches with records scored by the persons beside them; most texts have no record."""
        if not any(match.recogniser.kind == "content" for match, _ in matches):
            return matches
        companions = [
            Companion(
                match.start, match.end, match.recogniser.kind, match.score, self._profile.entity(kind), kind
            )
            for match, _ in matches
            for kind in (match.recogniser.entity_type,)
        ]
        judged = beside_people(segment, companions)
        return [
            (structs.replace(match, score=one[0], evidence=(*match.evidence, *one[1])), also)
            for (match, also), one in zip(matches, judged, strict=True)
            if one is not None
        ]

    def _count(self, characters: int) -> None:
        """Take the accelerated back end once so much was scanned that building it pays."""
        self._until_fast = max(0, self._until_fast - characters)
        if not self._until_fast:
            self._accelerate()

    def _accelerate(self) -> None:
        try:
            self._plan.accelerate()
        except ImportError:
            raise ConfigurationError("hyperscan is not installed; install dlpscan[fast]") from None

    def findings(
        self,
        segment: Segment,
        found: Matches,
        mask_location: Callable[[Location], Location],
    ) -> Iterator[Finding]:
        """Yield a `Finding` for each match, with masked value and masked location."""
        places = Places(segment, mask_location)
        offset = segment.offset
        entity_of, fingerprint_of = self._profile.entity, self._keys.fingerprint
        for match, also in found:
            one = match.recogniser
            entity_type = one.entity_type
            canonical = match.value if one.canonical is str else one.canonical(match.value)
            entity = entity_of(entity_type)
            yield Finding(
                entity_type,
                entity.category,
                entity.sensitivity,
                round(match.score, 3),
                places.locate(match.start, match.end),
                offset + match.start,
                offset + match.end,
                one.mask.apply(canonical),
                fingerprint_of(entity_type, canonical),
                one.name,
                match.evidence,
                tuple(other for other in also if other != entity_type) if also else (),
                entity.public,
                match.label,
                is_field=match.is_field,
                kind=one.kind,
            )

    def masked_name(self, name: str) -> str:
        """Return the name of a file, member or sheet with every match in it masked, at whatever score."""
        parts = []
        end = 0
        matches = self.find(Segment(name, Location(), kind="name")).matches
        for match, _ in resolve(match for match, _ in matches):
            one = match.recogniser
            parts += [name[end : match.start], one.mask.apply(one.canonical(match.value))]
            end = match.end
        return mask_roughly("".join(parts) + name[end:])


def _types(readings: Iterable[Match]) -> tuple[str, ...]:
    return tuple(sorted({one.recogniser.entity_type for one in readings if one.score >= _LEAST_ALSO}))


def _contest(match: Match) -> str:
    """Return who competes for a text: all identifiers, but of records and signals each type for itself."""
    one = match.recogniser
    return "" if one.kind == "identifier" else one.entity_type


# No run of digits goes on behind such a character.
_GAP = re.compile(r"[^\w.@+\-· ]")


def _windows(text: str, window: int) -> Iterator[tuple[int, int]]:
    """Yield the text in parts of about *window* characters, cut at line ends or, in endless lines, at gaps.

    What was found in one part stands, whatever becomes of the next.
    """
    begin, size = 0, len(text)
    while begin < size:
        end = begin + window
        if end < size:
            line = text.find("\n", end, end + window)
            gap = _GAP.search(text, end) if line < 0 else None
            end = line + 1 if line >= 0 else gap.end() if gap else size
        yield begin, min(end, size)
        begin = end
