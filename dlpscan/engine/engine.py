"""Runs a plan over a segment: candidates, verification, scores, overlap, and findings in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from dlpscan.declare import Checked, Recogniser
from dlpscan.engine.context import GAP, Around, Context, label_ends
from dlpscan.engine.literals import Hit
from dlpscan.engine.plan import Compiled, CompiledForm, Plan
from dlpscan.engine.reading import Places, Reading, read
from dlpscan.errors import LimitReached
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Segment
from dlpscan.rulebook.profiles import Profile
from dlpscan.text.companions import Companion, beside_people
from dlpscan.text.masking import mask_roughly
from dlpscan.text.overlap import resolve, resolve_apart

_FAILED_CHECK = 0.45
_TOUCHING = 0.6
_DOCUMENTATION = 0.3
_LEAST_ALSO = 0.3
_ID_HEX = 12
_CANDIDATES_BETWEEN_TICKS = 2_000

_WORDS_IN_NAMES = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """A verified candidate in positions of the segment."""

    start: int
    end: int
    score: float
    recogniser: Recogniser
    value: str
    evidence: tuple[str, ...]
    checked: int
    label: str
    is_field: bool

    @property
    def strength(self) -> tuple[Any, ...]:
        """Return the total order in which overlapping readings are compared."""
        return (
            self.checked,
            bool(self.label),
            self.end - self.start,
            self.score,
            self.recogniser.entity_type,
            self.recogniser.name,
            self.start,
        )


Matches: TypeAlias = list[tuple[Match, tuple[str, ...]]]
"""Matches, each with the types of other readings of its text."""


class Found(NamedTuple):
    """What one segment gave: matches, faults of recognisers, and the limit that ended the search."""

    matches: Matches
    faults: list[Fault]
    stop: LimitReached | None


class _Found(NamedTuple):
    """Where a match ends in the reading, and in what context it stood."""

    end: int
    around: Around


class Fault(NamedTuple):
    """A recogniser that did not finish: it ran out of time, or raised."""

    recogniser: str
    is_timeout: bool
    what: str


class Engine:
    """Finds what the given recognisers declare. Build once, use for many segments."""

    def __init__(self, recognisers: Iterable[Recogniser], profile: Profile, keys: Keys) -> None:
        self._plan = Plan(recognisers)
        self._profile = profile
        self._keys = keys
        numbers = [
            number for number, one in enumerate(self._plan.compiled) if one.declared.boundary == "number"
        ]
        # The label of another number right before a number speaks against it; a person's does not.
        self._foreign = {
            number: frozenset(
                other
                for other in numbers
                if number in numbers
                and self._plan.compiled[other].declared.entity_type != one.declared.entity_type
            )
            for number, one in enumerate(self._plan.compiled)
        }

    def find(self, segment: Segment, tick: Callable[[], None] = lambda: None) -> Found:
        """Return the matches in *segment*, non-overlapping and in order, and what went wrong.

        *tick* is called now and then; a `LimitReached` that it raises ends the search, and what was found
        before is returned with it.
        """
        reading = read(segment)
        run = _Run(self._plan, reading, segment, self._foreign)
        stop: LimitReached | None = None
        try:
            for begin, end in _windows(reading.text):
                for count, (number, anchor, position) in enumerate(run.candidates(begin, end)):
                    if count % _CANDIDATES_BETWEEN_TICKS == 0:
                        tick()
                    run.verify(number, anchor, position)
        except LimitReached as error:
            stop = error
        matches = [
            (match, tuple(sorted({one.recogniser.entity_type for one in others if one.score >= _LEAST_ALSO})))
            for match, others in resolve_apart(run.matches, _contest)
        ]
        return Found(self._beside_people(segment, matches), run.faults, stop)

    def _beside_people(self, segment: Segment, matches: Matches) -> Matches:
        """Return the matches with records scored by the persons beside them; most texts have no record."""
        if not any(match.recogniser.kind == "content" for match, _ in matches):
            return matches
        companions = [
            Companion(match.start, match.end, match.recogniser.kind, match.score, self._profile.entity(kind))
            for match, _ in matches
            for kind in (match.recogniser.entity_type,)
        ]
        judged = beside_people(segment, companions)
        return [
            (match._replace(score=one[0], evidence=(*match.evidence, *one[1])), also)
            for (match, also), one in zip(matches, judged, strict=True)
            if one is not None
        ]

    def findings(
        self,
        segment: Segment,
        found: Matches,
        mask_location: Callable[[Location], Location],
    ) -> Iterator[Finding]:
        """Yield a `Finding` for each match, with masked value and masked location."""
        places = Places(segment)
        for match, also in found:
            one = match.recogniser
            canonical = one.canonical(match.value)
            entity = self._profile.entity(one.entity_type)
            location = mask_location(places.locate(match.start, match.end))
            fingerprint = self._keys.fingerprint(one.entity_type, canonical)
            start = segment.offset + match.start
            identity = f"{location}\0{start}\0{match.end}\0{one.entity_type}\0{fingerprint}"
            digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass"))
            yield Finding(
                id=digest.hexdigest()[:_ID_HEX],
                entity_type=one.entity_type,
                category=entity.category,
                sensitivity=entity.sensitivity,
                score=round(match.score, 3),
                location=location,
                start=start,
                end=segment.offset + match.end,
                masked=one.mask.apply(canonical),
                fingerprint=fingerprint,
                recogniser=one.name,
                evidence=match.evidence,
                also=tuple(other for other in also if other != one.entity_type),
                public=entity.public,
                label=match.label,
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


class _Run:
    """One pass over one reading."""

    def __init__(
        self, plan: Plan, reading: Reading, segment: Segment, foreign: dict[int, frozenset[int]]
    ) -> None:
        self._plan = plan
        self._reading = reading
        self._text = reading.text
        self._foreign = foreign
        self._hits: list[Hit] = []
        self._context = Context(reading.text, [], foreign)
        self._segment = segment
        self._documentation: dict[int, frozenset[str]] = {}
        self._broken = {
            number for number, one in enumerate(plan.compiled) if segment.kind in one.declared.not_in
        }
        self._matched: set[tuple[int, int]] = set()
        self.matches: list[Match] = []
        self.faults: list[Fault] = []

    # -- candidates -----------------------------------------------------------------------------

    def candidates(self, begin: int, end: int) -> Iterator[tuple[int, str, int]]:
        """Yield (recogniser, anchor, position) for every place of a window that is worth a try."""
        hits = self._plan.literals.find(self._text, begin, end)
        # What stands around a value near the beginning of the window lies in the one before.
        self._context = Context(self._text, [*self._hits[-_HITS_BEFORE:], *hits], self._foreign)
        self._hits = hits
        yield from self._at_digits(begin, end)
        yield from self._at_literals(hits)
        for label_end, number in label_ends(hits, self._plan.after_label):
            gap = GAP.match(self._text, label_end)
            yield number, "after_label", gap.end() if gap else label_end
        yield from self._at_shapes(begin, end)
        if self._segment.kind == "name" and self._plan.whole_name:
            for word in _WORDS_IN_NAMES.finditer(self._text, begin, end):
                for number in self._plan.whole_name:
                    yield number, "whole_name", word.start()

    def _at_digits(self, begin: int, end: int) -> Iterator[tuple[int, str, int]]:
        if self._plan.digit_runs is None:
            return
        text, starts = self._text, self._plan.starts
        for run in self._plan.digit_runs.finditer(text, begin, end):
            position, run_end = run.span()
            while position < run_end:
                for number, lead in starts.get(text[position], ()):
                    if lead and position and not text[position - 1].isalnum():
                        led = lead.search(text[max(0, position - _LONGEST_LEAD) : position])
                        if led:
                            yield number, "digit_run", position - len(led.group())
                    yield number, "digit_run", position
                position = _next_group(text, position, run_end)

    def _at_literals(self, hits: list[Hit]) -> Iterator[tuple[int, str, int]]:
        for hit in hits:
            for role in hit.roles:
                if role.kind != "anchor":
                    continue
                lead = self._plan.leads.get((role.recogniser, role.anchor))
                if lead is None:
                    yield role.recogniser, "literals", hit.start
                    continue
                # Read backwards from the word: the run of characters that may lead to it.
                before = self._text[max(0, hit.start - lead.longest) : hit.start][::-1]
                run = lead.pattern.match(before)
                if run:
                    yield role.recogniser, "literals", hit.start - run.end()

    def _at_shapes(self, begin: int, end: int) -> Iterator[tuple[int, str, int]]:
        for number, search in self._plan.shapes:
            try:
                for found in search(self._text, begin, end):
                    yield number, "shape", found.start()
            except TimeoutError:
                self._fault(number, is_timeout=True, what="its pattern ran out of time")

    # -- verification ---------------------------------------------------------------------------

    def verify(self, number: int, anchor: str, position: int) -> None:
        """Try the forms of a recogniser at a position; keep the first that holds.

        Behind a label, a list goes on: `姓名：王伟、李强` names two.
        """
        found = self._first(number, anchor, position, None)
        while found is not None and anchor == "after_label" and self._text[found.end : found.end + 1] == "、":
            found = self._first(number, anchor, found.end + 1, found.around)

    def _first(self, number: int, anchor: str, position: int, inherited: Around | None) -> _Found | None:
        # Two anchors may lead to one place; what one of them found is found.
        if number in self._broken or (number, position) in self._matched:
            return None
        compiled = self._plan.compiled[number]
        has_label: bool | None = True if inherited else None
        try:
            for form in compiled.forms[anchor]:
                if form.needs_label:
                    # Asked before the pattern is tried: the forms with loose separators are costly.
                    if has_label is None:
                        has_label = self._context.has_label(number, position)
                    if not has_label:
                        continue
                span = form.locate(self._text, position)
                if span is not None and (found := self._try(number, compiled, form, span, inherited)):
                    self._matched.add((number, position))
                    return found
        except TimeoutError:
            self._fault(number, is_timeout=True, what="its pattern ran out of time")
        except Exception as error:  # noqa: BLE001  (a plugin may raise anything; the others go on)
            # The class only: the text of a foreign exception may quote the value.
            self._fault(number, is_timeout=False, what=f"raised {type(error).__name__}")
        return None

    def _fault(self, number: int, *, is_timeout: bool, what: str) -> None:
        self._broken.add(number)
        self.faults.append(Fault(self._plan.compiled[number].declared.name, is_timeout, what))

    def _try(
        self,
        number: int,
        compiled: Compiled,
        form: CompiledForm,
        span: tuple[int, int],
        inherited: Around | None,
    ) -> _Found | None:
        """Verify one span: edges, check, context. Keep it as a match, and return where it ends."""
        start, end = span
        one = compiled.declared
        edges = self._edges(number, one, start, end)
        folded = self._text[start:end]
        value = one.compact(folded)
        is_published = one.canonical(value) in self._published(number, one)
        checked = one.check(value) if one.check else _NO_CHECK
        if checked is None and is_published:
            checked = _NO_CHECK
        strength = checked.strength if checked is not None and checked.status == "passed" else 0
        if checked is None or edges == _REFUSED or (edges == _GLUED and strength < _DECISIVE):
            return None
        around = inherited or self._context.around(number, start, end)
        needs_label = form.needs_label or checked.needs_label or checked.status == "failed"
        if needs_label and not around.label and not is_published:
            return None
        place = self._reading.span(start, end)
        if place is None:
            return None
        score, evidence = self._judge(one, form, checked, around, touching=edges != _CLEAN)
        if edges == _GLUED:
            # Letters beside a number make it part of something else; this one checks all the same, so it is
            # shown, and masked in names, without counting.
            score = min(score, _GLUED_SCORE)
        elif strength == _DECISIVE:
            # The label of something else does not make it another number.
            score = max(score, _DECIDED)
        if is_published:
            score = min(score, _DOCUMENTATION)
            evidence.append("documentation value: published as a sample")
        if self._segment.text[place[0] : place[1]] != folded:
            evidence.append("disguise: written with look-alike or hidden characters")
        if around.negative and strength < _DECISIVE:
            strength = 0
        self.matches.append(
            Match(*place, score, one, value, tuple(evidence), strength, around.label, self._is_field(around))
        )
        return _Found(end, around)

    def _edges(self, number: int, one: Recogniser, start: int, end: int) -> int:
        """Judge what stands right beside a span: clean, touched by `. _ -`, glued to letters, or refused."""
        if one.boundary == "none":
            return _CLEAN
        text = self._text
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        if _is_digit(before) or _is_digit(after):
            return _REFUSED
        is_word = one.boundary == "word"
        is_glued = _is_word(before) and (is_word or _is_word(text[start]))
        is_continued = _is_word(after) and (is_word or _is_word(text[end - 1]))
        if is_glued and not self._context.label_ends_at(number, start):
            return _GLUED
        if is_continued and not self._context.label_begins_at(end):
            return _GLUED
        if is_word:
            return _CLEAN
        if before == "." and start > 1 and _is_digit(text[start - 2]):
            return _TOUCHED if self._is_list_number(start - 1) else _GLUED
        if after == "." and end + 1 < len(text) and _is_digit(text[end + 1]):
            return _GLUED
        # A joint counts where it joins to more ASCII: `a_139…`, not `客户_139…` or a dash before a remark.
        is_joined = before and before in "._-" and start > 1 and _joins(text[start - 2])
        is_joining = after and after in "_-" and end + 1 < len(text) and _joins(text[end + 1])
        return _TOUCHED if is_joined or is_joining else _CLEAN

    def _is_list_number(self, dot: int) -> bool:
        """Say whether the digits before a full stop number a list (`12.139…`), at the start of a line."""
        line = self._text.rfind("\n", max(0, dot - _LONGEST_LIST_NUMBER), dot) + 1
        return _LIST_NUMBER.fullmatch(self._text, line, dot) is not None

    def _judge(
        self,
        one: Recogniser,
        form: CompiledForm,
        checked: Checked,
        around: Around,
        *,
        touching: bool,
    ) -> tuple[float, list[str]]:
        """Return score and evidence: the context's score times the factors of form, check and edges."""
        scores = one.scores
        evidence = [f"pattern: {form.name}"]
        if one.check is not None:
            name = f" ({one.check_name})" if one.check_name else ""
            evidence.append(f"check {checked.status.replace('_', ' ')}{name}")
        evidence.extend(checked.notes)
        if around.label:
            score = scores.labelled
            virtual = self._reading.is_virtual(around.label_start)
            evidence.append(f"{'column header or key' if virtual else 'label'}: {around.label}")
        elif around.negative:
            score = min(scores.bare, scores.negative)
            evidence.append(f"label of something else: {around.negative}")
        elif around.nearby:
            score = scores.nearby
            evidence.append(f"word nearby: {around.nearby}")
        else:
            score = scores.bare
        score *= form.factor * checked.factor
        if checked.status == "failed":
            score *= _FAILED_CHECK
        if touching and not around.label:
            score *= _TOUCHING
            evidence.append("touches . _ or -")
        return min(score, 1.0), evidence

    def _is_field(self, around: Around) -> bool:
        """Say whether the label names a field of a record: it heads a column, or begins a line or clause."""
        if not around.label:
            return False
        before = self._text[max(0, around.label_start - _LONGEST_LEAD) : around.label_start].rstrip(" \t")
        return self._reading.is_virtual(around.label_start) or not before or before[-1] in "\n,，;；、|"

    def _published(self, number: int, one: Recogniser) -> frozenset[str]:
        if number not in self._documentation:
            self._documentation[number] = one.documentation()
        return self._documentation[number]


def _contest(match: Match) -> str:
    """Return who competes for a text: all identifiers, but of records and signals each type for itself."""
    one = match.recogniser
    return "" if one.kind == "identifier" else one.entity_type


_REFUSED, _GLUED, _TOUCHED, _CLEAN = 0, 1, 2, 3
_DECIDED = 0.5
_GLUED_SCORE = 0.45
_LIST_NUMBER = re.compile(r"[ \t]{0,8}(?:[^\W\d_]{0,4})[1-9][0-9]{0,2}")
_LONGEST_LIST_NUMBER = 16
_DECISIVE = 3
_WINDOW = 1 << 18
_HITS_BEFORE = 64
_LONGEST_LEAD = 10
_NO_CHECK = Checked("not_available")


_LINE_OR_GAP = re.compile(r"\n|[^\w.@+\-]")


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the text in parts of about 256 Ki characters, cut at line ends or, in endless lines, at gaps.

    What was found in one part stands, whatever becomes of the next.
    """
    begin, size = 0, len(text)
    while begin < size:
        end = begin + _WINDOW
        if end < size:
            line = text.find("\n", end, end + _WINDOW)
            gap = _LINE_OR_GAP.search(text, end) if line < 0 else None
            end = line + 1 if line >= 0 else gap.end() if gap else size
        yield begin, min(end, size)
        begin = end


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9" if character else False


def _is_word(character: str) -> bool:
    """Say whether this is an ASCII letter or digit: Chinese characters never continue a number."""
    return character.isascii() and character.isalnum() if character else False


def _joins(character: str) -> bool:
    return _is_word(character) or character in "._-"


def _next_group(text: str, position: int, end: int) -> int:
    """Return where the next group of digits begins, *end* if there is none."""
    while position < end and _is_digit(text[position]):
        position += 1
    while position < end and not _is_digit(text[position]):
        position += 1
    return position
