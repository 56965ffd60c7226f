"""Runs a plan over a segment: candidates, verification, scores, overlap, and findings in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from dlpscan.declare import NOT_AVAILABLE, Recogniser, Scores
from dlpscan.engine.context import GAP, Around, Context
from dlpscan.engine.literals import Hit, is_whole_word
from dlpscan.engine.plan import Compiled, CompiledForm, Plan, Start, Word
from dlpscan.engine.reading import Places, Reading, read
from dlpscan.errors import LimitReached
from dlpscan.keys import Keys
from dlpscan.model import Finding, Location, Segment
from dlpscan.rulebook.profiles import Profile
from dlpscan.text.masking import mask_roughly
from dlpscan.text.overlap import resolve

_FAILED_CHECK = 0.45
_TOUCHING = 0.6
_DOCUMENTATION = 0.3
_LEAST_ALSO = 0.3
_ID_HEX = 12
_CANDIDATES_BETWEEN_TICKS = 2_000

_WORDS_IN_NAMES = re.compile(r"[^\W_]+")


class Match(Struct, gc=False):
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

    def __repr__(self) -> str:
        return f"Match(recogniser={self.recogniser.name!r}, score={self.score})"

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

    def find(self, segment: Segment, tick: Callable[[], None] = lambda: None) -> Found:
        """Return the matches in *segment*, non-overlapping and in order, and what went wrong.

        *tick* is called now and then; a `LimitReached` that it raises ends the search, and what was found
        before is returned with it.
        """
        reading = read(segment)
        run = _Run(self._plan, reading, segment)
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
            for match, others in resolve(run.matches)
        ]
        return Found(matches, run.faults, stop)

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
            )

    def masked_name(self, name: str) -> str:
        """Return the name of a file, member or sheet with every match in it masked, at whatever score."""
        parts = []
        end = 0
        for match, _ in self.find(Segment(name, Location(), kind="name")).matches:
            one = match.recogniser
            parts += [name[end : match.start], one.mask.apply(one.canonical(match.value))]
            end = match.end
        return mask_roughly("".join(parts) + name[end:])


class _Run:
    """One pass over one reading."""

    def __init__(self, plan: Plan, reading: Reading, segment: Segment) -> None:
        self._plan = plan
        self._reading = reading
        self._text = reading.text
        self._is_as_written = reading.text is segment.text
        self._hits: list[Hit] = []
        self._context = Context("", [], plan.words)
        self._segment = segment
        self._broken = {
            number for number, one in enumerate(plan.compiled) if segment.kind in one.declared.not_in
        }
        self._matched: set[tuple[int, int]] = set()
        self.matches: list[Match] = []
        self.faults: list[Fault] = []

    # -- candidates -----------------------------------------------------------------------------

    def candidates(self, begin: int, end: int) -> Iterator[tuple[int, str, int]]:
        """Yield (recogniser, anchor, position) for every place of a window that is worth a try."""
        plan = self._plan
        hits = plan.literals.find(self._text, begin, end) if plan.literals else []
        # What stands around a value near the beginning of the window lies in the one before.
        self._context = Context(self._text, [*self._hits[-_HITS_BEFORE:], *hits], plan.words)
        self._hits = hits
        if plan.digit_runs is not None:
            yield from self._at_digits(plan.digit_runs, begin, end)
        words = plan.words
        yield from self._at_words([hit for hit in hits if words[hit[0]].starts])
        yield from self._at_shapes(begin, end)
        if self._segment.kind == "name" and plan.whole_name:
            for word in _WORDS_IN_NAMES.finditer(self._text, begin, end):
                for number in plan.whole_name:
                    yield number, "whole_name", word.start()

    def _at_digits(self, runs: re.Pattern[str], begin: int, end: int) -> Iterator[tuple[int, str, int]]:
        text, starts, bare_starts = self._text, self._plan.starts, self._plan.bare_starts
        for run in runs.finditer(text, begin, end):
            position, run_end = run.span()
            length = run_end - position
            if text[position:run_end].isdigit():
                fitting = bare_starts[min(length, len(bare_starts) - 1)].get(text[position])
                if fitting:
                    for start in fitting:
                        yield from self._led(start, position, "bare_digits")
                continue
            while position < run_end:
                for start in starts.get(text[position], ()):
                    if start.shortest <= run_end - position:
                        yield from self._led(start, position, "digit_run")
                position = _next_group(text, position, run_end)

    def _led(self, start: Start, position: int, anchor: str) -> Iterator[tuple[int, str, int]]:
        """Yield where a value may begin whose run of digits begins at *position*."""
        if start.lead is not None and position:
            before = self._text[position - 1]
            if before in start.lead_ends if start.lead_ends else not before.isalnum():
                led = start.lead.search(self._text[max(0, position - _LONGEST_LEAD) : position])
                if led:
                    yield start.recogniser, "digit_run", position - len(led.group())
        if not start.needs_lead:
            yield start.recogniser, anchor, position

    def _at_words(self, hits: list[Hit]) -> Iterator[tuple[int, str, int]]:
        text, words = self._text, self._plan.words
        labels: list[tuple[Word, int]] = []
        for number, start, end in hits:
            word = words[number]
            if word.is_lettered and not is_whole_word(text, start, end):
                continue
            if word.after_label:
                labels.append((word, end))
            for recogniser, lead in word.anchors:
                if lead is None:
                    yield recogniser, "literals", start
                    continue
                # Read backwards from the word: the run of characters that may lead to it.
                run = lead.pattern.match(text[max(0, start - lead.longest) : start][::-1])
                if run:
                    yield recogniser, "literals", start - run.end()
        for word, end in labels:
            gap = GAP.match(text, end)
            position = gap.end() if gap else end
            for recogniser in word.after_label:
                yield recogniser, "after_label", position

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
        if found is not None and anchor == "after_label":
            while found is not None and self._text[found.end : found.end + 1] == "、":
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
        text = self._text
        before = text[start - 1] if start else ""
        # Most values stand among signs and Chinese characters, where no edge needs a closer look.
        is_clear = before not in _EDGES and text[end : end + 1] not in _EDGES
        edges = _CLEAN if is_clear else self._edges(number, compiled, start, end)
        if edges == _REFUSED:
            return None
        one = compiled.declared
        folded = text[start:end]
        value = one.compact(folded)
        checked = one.check(value) if one.check else NOT_AVAILABLE
        is_published = (value if compiled.has_identity else one.canonical(value)) in compiled.published
        if checked is None:
            if not is_published:
                return None
            checked = NOT_AVAILABLE
        strength = checked.strength if checked.status == "passed" else 0
        if edges == _GLUED and strength < _DECISIVE:
            return None
        around = inherited or self._context.around(number, start, end)
        if not around.label and not is_published:
            if form.needs_label or checked.needs_label or checked.status == "failed":
                return None
        place = span if self._reading.offsets is None else self._reading.span(start, end)
        if place is None:
            return None
        evidence = form.evidence[checked.status] + [*checked.notes]
        score = self._judge(one.scores, form.factor * checked.factor, around, evidence)
        if checked.status == "failed":
            score *= _FAILED_CHECK
        if edges != _CLEAN and not around.label:
            score *= _TOUCHING
            evidence.append("touches . _ or -")
        score = min(score, 1.0)
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
        if not self._is_as_written and self._segment.text[place[0] : place[1]] != folded:
            evidence.append("disguise: written with look-alike or hidden characters")
        if around.negative and strength < _DECISIVE:
            strength = 0
        is_field = bool(around.label) and self._is_field(around)
        self.matches.append(
            Match(*place, score, one, value, tuple(evidence), strength, around.label, is_field)
        )
        return _Found(end, around)

    def _edges(self, number: int, compiled: Compiled, start: int, end: int) -> int:
        """Judge what stands right beside a span: clean, touched by `. _ -`, glued to letters, or refused."""
        if not compiled.is_number and not compiled.is_word:
            return _CLEAN
        text = self._text
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        if _is_digit(before) or _is_digit(after):
            return _REFUSED
        is_word = compiled.is_word
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

    def _judge(self, scores: Scores, factor: float, around: Around, evidence: list[str]) -> float:
        """Return the context's score times *factor*, and add to *evidence* what the context is."""
        if around.label:
            virtual = self._reading.offsets is not None and self._reading.is_virtual(around.label_start)
            evidence.append(f"{'column header or key' if virtual else 'label'}: {around.label}")
            return scores.labelled * factor
        if around.negative:
            evidence.append(f"label of something else: {around.negative}")
            return min(scores.bare, scores.negative) * factor
        if around.nearby:
            evidence.append(f"word nearby: {around.nearby}")
            return scores.nearby * factor
        return scores.bare * factor

    def _is_field(self, around: Around) -> bool:
        """Say whether the label names a field of a record: it heads a column, or begins a line or clause."""
        if not around.label:
            return False
        before = self._text[max(0, around.label_start - _LONGEST_LEAD) : around.label_start].rstrip(" \t")
        return self._reading.is_virtual(around.label_start) or not before or before[-1] in "\n,，;；、|"


_REFUSED, _GLUED, _TOUCHED, _CLEAN = 0, 1, 2, 3
_DECIDED = 0.5
_GLUED_SCORE = 0.45
_LIST_NUMBER = re.compile(r"[ \t]{0,8}(?:[^\W\d_]{0,4})[1-9][0-9]{0,2}")
_LONGEST_LIST_NUMBER = 16
_DECISIVE = 3
_WINDOW = 1 << 18
_HITS_BEFORE = 64
_LONGEST_LEAD = 20
_EDGES = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-")


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
