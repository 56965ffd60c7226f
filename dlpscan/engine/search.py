"""One pass over a text: cheap anchors lead to candidates, and each takes the one way of verification.

An anchor is a word of the literal index, a run of digits, or a short pattern. At the place that it gives the
forms of its recogniser are tried in order: pattern, edges, check, context. Only what passes all becomes a
`Match`. Everything here runs once for every candidate, so it is written for speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from msgspec import Struct

from dlpscan.declare import NOT_AVAILABLE, Checked, Recogniser, Scores
from dlpscan.engine import edges
from dlpscan.engine.compiled import Compiled, CompiledForm, Forms
from dlpscan.engine.context import GAP, Around, Context
from dlpscan.engine.literals import Hit, is_whole_word
from dlpscan.engine.plan import Plan, Start
from dlpscan.engine.reading import Reading
from dlpscan.engine.vocabulary import Word
from dlpscan.model import Segment

_FAILED_CHECK = 0.45
_TOUCHING = 0.6
_DOCUMENTATION = 0.3
_GLUED_SCORE = 0.45
_DECIDED = 0.5
_DECISIVE = 3
# Farther than any context reaches from a value, and than any value reaches from its anchor.
_BEFORE, _BEHIND = 256, 1_024
_LONGEST_LEAD = 20
_CANDIDATES_BETWEEN_TICKS = 2_048

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
        """Return the total order in which overlapping readings are compared.

        A check that hardly any number passes says most, then the label, then a check that one in ten or one
        in a thousand passes: the number behind 档案编号 is no clearing number, although its digits would do.
        """
        return (
            self.checked >= _DECISIVE,
            bool(self.label),
            self.checked,
            self.end - self.start,
            self.score,
            self.recogniser.entity_type,
            self.recogniser.name,
            self.start,
        )


class Fault(NamedTuple):
    """A recogniser that did not finish: it ran out of time, or raised."""

    recogniser: str
    is_timeout: bool
    what: str


class _Found(NamedTuple):
    """Where a match ends in the reading, in what context it stood, in which form, and its number."""

    end: int
    around: Around
    form: int
    number: int


class Search:
    """The search through one reading, window by window. *tick* is called now and then, and may raise."""

    def __init__(self, plan: Plan, reading: Reading, segment: Segment, tick: Callable[[], None]) -> None:
        self._plan = plan
        self._reading = reading
        self._text = reading.text
        self._is_as_written = reading.text is segment.text
        self._segment = segment
        self._tick = tick
        self._tries = 0
        self._context = Context("", [], plan.words)
        self._broken = {one.number for one in plan.compiled if segment.kind in one.declared.not_in}
        self._places: dict[tuple[int, int, int], _Found] = {}
        self.matches: list[Match] = []
        self.faults: list[Fault] = []

    def window(self, begin: int, end: int) -> None:
        """Find what begins in text[begin:end]."""
        plan, text = self._plan, self._text
        self._tick()
        # What stands around a value near an end of the window may lie outside it.
        hits, runs = plan.anchors.find(text, max(0, begin - _BEFORE), min(len(text), end + _BEHIND))
        self._context = Context(text, hits, plan.words)
        self._at_digits([run for run in runs if begin <= run[0] < end])
        triggers = plan.triggers
        self._at_words([hit for hit in hits if triggers[hit[0]] and begin < hit[2] <= end])
        self._at_shapes(begin, end)
        if self._segment.kind == "name" and plan.whole_name:
            for word in _WORDS_IN_NAMES.finditer(text, begin, end):
                for one in plan.whole_name:
                    self._try_forms(one, one.forms["whole_name"], word.start())

    # -- candidates -----------------------------------------------------------------------------

    def _at_digits(self, runs: Iterable[tuple[int, int]]) -> None:
        text, starts, bare_starts = self._text, self._plan.starts, self._plan.bare_starts
        longest = len(bare_starts) - 1
        for begin, end in runs:
            if text[begin:end].isdigit():
                for start in bare_starts[min(end - begin, longest)].get(text[begin], ()):
                    if not start.tail or text[end : end + 1] in start.tail:
                        self._at_run(start, start.bare, begin)
                continue
            position = begin
            while position < end:
                for start in starts.get(text[position], ()):
                    if start.shortest <= end - position:
                        self._at_run(start, start.forms, position)
                position = _next_group(text, position, end)

    def _at_run(self, start: Start, forms: Forms, position: int) -> None:
        if start.lead is not None:
            self._with_lead(start, position)
        if not start.needs_lead:
            self._try_forms(start.compiled, forms, position)

    def _with_lead(self, start: Start, position: int) -> None:
        """Try what begins before its run of digits, such as `+86`, if that stands there."""
        if start.lead is None or not position:
            return
        before = self._text[position - 1]
        if before in start.lead_ends if start.lead_ends else not before.isalnum():
            led = start.lead.search(self._text[max(0, position - _LONGEST_LEAD) : position])
            if led:
                self._try_forms(start.compiled, start.forms, position - len(led.group()))

    def _at_words(self, hits: Iterable[Hit]) -> None:  # noqa: C901  (see the top: written for speed)
        text, words = self._text, self._plan.words
        labels: list[tuple[Word, int]] = []
        for number, start, end in hits:
            word = words[number]
            if word.is_lettered:
                # The cheap half of the question first: most such hits are the head of a longer word.
                if word.ends_lettered and "a" <= text[end : end + 1] <= "z":
                    continue
                if not is_whole_word(text, start, end):
                    continue
            if word.after_label:
                labels.append((word, end))
            for one, lead, then in word.anchors:
                if then is not None and not then[text[end : end + 1]]:
                    continue
                if lead is None:
                    self._try_forms(one, one.forms["literals"], start)
                    continue
                # Read backwards from the word: the run of characters that may lead to it.
                run = lead.pattern.match(text[max(0, start - lead.longest) : start][::-1])
                if run:
                    self._try_forms(one, one.forms["literals"], start - run.end())
        for word, end in labels:
            gap = GAP.match(text, end)
            position = gap.end() if gap else end
            first = text[position : position + 1]
            for one, beginnings in word.after_label:
                if beginnings is None or beginnings[first]:
                    self._after_label(one, position)

    def _after_label(self, one: Compiled, position: int) -> None:
        """Try what stands behind a label. A list goes on: `姓名：王伟、李强` names two."""
        forms = one.forms["after_label"]
        found = self._try_forms(one, forms, position)
        while found is not None and self._text[found.end : found.end + 1] == "、":
            found = self._try_forms(one, forms, found.end + 1, found.around)

    def _at_shapes(self, begin: int, end: int) -> None:
        for one, search in self._plan.shapes:
            try:
                for found in search(self._text, begin, end):
                    self._try_forms(one, one.forms["shape"], found.start())
            except TimeoutError:
                self._fault(one, is_timeout=True, what="its pattern ran out of time")

    # -- verification ---------------------------------------------------------------------------

    def _try_forms(  # noqa: C901  (see the top: written for speed)
        self, one: Compiled, forms: Forms, position: int, inherited: Around | None = None
    ) -> _Found | None:
        """Try the forms of a recogniser at a position; keep the first that holds."""
        self._tries += 1
        if not self._tries % _CANDIDATES_BETWEEN_TICKS:
            self._tick()
        number, text = one.number, self._text
        if number in self._broken:
            return None
        has_label: bool | None = True if inherited else None
        try:
            for form in forms:
                if form.needs_label:
                    # Asked before the pattern is tried: the forms with loose separators are costly.
                    if has_label is None:
                        has_label = self._context.has_label(number, position)
                    if not has_label:
                        continue
                if form.pattern is not None:
                    matched = form.pattern.match(text, position)
                    span = matched.span(form.group) if matched is not None else None
                else:
                    span = form.find(text, position) if form.find is not None else None
                if span is not None and (found := self._verify(one, form, span, inherited)):
                    return found
        except TimeoutError:
            self._fault(one, is_timeout=True, what="its pattern ran out of time")
        except Exception as error:  # noqa: BLE001  (a plugin may raise anything; the others go on)
            # The class only: the text of a foreign exception may quote the value.
            self._fault(one, is_timeout=False, what=f"raised {type(error).__name__}")
        return None

    def _fault(self, one: Compiled, *, is_timeout: bool, what: str) -> None:
        self._broken.add(one.number)
        self.faults.append(Fault(one.declared.name, is_timeout, what))

    def _verify(  # noqa: C901, PLR0912  (see the top: written for speed)
        self, one: Compiled, form: CompiledForm, span: tuple[int, int], inherited: Around | None
    ) -> _Found | None:
        """Verify one span: edges, check, context. Keep it as a match, and return where it ends."""
        start, end = span
        place = (one.number, start, end)
        known = self._places.get(place)
        if known is not None and known.around.label and known.form <= form.order:
            return known
        text = self._text
        before = text[start - 1] if start else ""
        # Most values stand among signs and Chinese characters, where no edge needs a closer look.
        is_clear = before not in edges.CHARACTERS and text[end : end + 1] not in edges.CHARACTERS
        edge = edges.CLEAN if is_clear else edges.judge(text, one, start, end, self._context)
        if edge == edges.REFUSED:
            return None
        folded = text[start:end]
        value = one.compact(folded)
        checked = one.check(value) if one.check else NOT_AVAILABLE
        is_published = (one.canonical(value) if one.canonical else value) in one.published
        if checked is None:
            if not is_published:
                return None
            checked = NOT_AVAILABLE
        strength = checked.strength if checked.status == "passed" else 0
        if edge == edges.GLUED and strength < _DECISIVE:
            return None
        around = inherited or self._context.around(one.number, start, end)
        needs_label = form.needs_label or checked.needs_label or checked.status == "failed"
        if needs_label and not around.label and not is_published:
            return None
        written = span if self._reading.offsets is None else self._reading.span(start, end)
        if written is None:
            return None
        score, remark = self._judge(one.scores, form, checked, around)
        evidence = (*form.evidence[checked.status], *checked.notes, *remark)
        if edge != edges.CLEAN:
            if not around.label:
                score *= _TOUCHING
                evidence = (*evidence, "touches . _ or -")
            if edge == edges.GLUED and not around.label:
                # Letters beside a number make it part of something else; this one checks all the same, so it
                # is shown, and masked in names, without counting. Behind its label it counts: 身份证号…17ok.
                score = min(score, _GLUED_SCORE)
        if strength == _DECISIVE:
            # The label of something else does not make it another number.
            if (edge != edges.GLUED or around.label) and score < _DECIDED:
                score = _DECIDED
        elif around.negative:
            strength = 0
        if is_published:
            score = min(score, _DOCUMENTATION)
            evidence = (*evidence, "documentation value: published as a sample")
        if not self._is_as_written and self._segment.text[written[0] : written[1]] != folded:
            evidence = (*evidence, "disguise: written with look-alike or hidden characters")
        is_field = bool(around.label) and self._is_field(around)
        match = Match(
            written[0], written[1], score, one.declared, value, evidence, strength, around.label, is_field
        )
        return self._keep(match, place, _Found(end, around, form.order, len(self.matches)))

    def _keep(self, match: Match, place: tuple[int, int, int], found: _Found) -> _Found:
        """Keep a match; of several that one recogniser finds at one place the best, whatever came first."""
        known = self._places.get(place)
        if known is None:
            self.matches.append(match)
            self._places[place] = found
            return found
        other = self.matches[known.number]
        if (match.strength, -found.form) > (other.strength, -known.form):
            self.matches[known.number] = match
            self._places[place] = found._replace(number=known.number)
        return self._places[place]

    def _judge(
        self, scores: Scores, form: CompiledForm, checked: Checked, around: Around
    ) -> tuple[float, tuple[str, ...]]:
        """Return the context's score times the factors of form and check, and what to say of the context."""
        factor = form.factor * checked.factor
        if checked.status == "failed":
            factor *= _FAILED_CHECK
        if around.label:
            virtual = self._reading.offsets is not None and self._reading.is_virtual(around.label_start)
            kind = "column header or key" if virtual else "label"
            return min(scores.labelled * factor, 1.0), (f"{kind}: {around.label}",)
        if around.negative:
            score = min(scores.bare, scores.negative)
            return min(score * factor, 1.0), (f"label of something else: {around.negative}",)
        if around.nearby:
            return min(scores.nearby * factor, 1.0), (f"word nearby: {around.nearby}",)
        return min(scores.bare * factor, 1.0), ()

    def _is_field(self, around: Around) -> bool:
        """Say whether the label names a field of a record: it heads a column, or begins a line or clause."""
        start = around.label_start
        before = self._text[max(0, start - _LONGEST_LEAD) : start].rstrip(" \t")
        if not before or before[-1] in "\n,，;；、|":
            return True
        return self._reading.offsets is not None and self._reading.is_virtual(start)


def _next_group(text: str, position: int, end: int) -> int:
    """Return where the next group of digits begins, *end* if there is none."""
    while position < end and "0" <= text[position] <= "9":
        position += 1
    while position < end and not "0" <= text[position] <= "9":
        position += 1
    return position
