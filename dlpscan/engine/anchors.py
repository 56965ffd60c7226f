"""The first stage: one cheap pass over a window of text for every word and every run of digits.

Two back ends give the same: `PortableAnchors`, an automaton for the words and one expression for the runs,
and `AcceleratedAnchors` (`dlpscan[fast]`), one hyperscan database for both, which takes a third of the time.
Both are built from the same words and the same expression; what they find is verified by one path, which
does not know which of them found it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, NamedTuple, Protocol

import ahocorasick_rs

from dlpscan.engine.literals import Hit, lowered


class Anchored(NamedTuple):
    """What a window gave: words in order of their ends, also those inside longer ones, and runs of digits."""

    hits: list[Hit]
    runs: list[tuple[int, int]]


class DigitRuns(NamedTuple):
    """Runs of at least *shortest* digits, between which up to three *separators* may stand."""

    shortest: int
    separators: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the expression that matches a whole run."""
        return re.compile(f"[0-9](?:[{re.escape(self.separators)}]{{0,3}}[0-9]){{{self.shortest - 1},}}")

    @property
    def beginning(self) -> bytes:
        """Return an expression over UTF-8 that ends where a run has just become long enough."""
        separator = b"|".join(re.escape(one).encode() for one in self.separators)
        return rb"(?:^|[^0-9])[0-9](?:(?:%b){0,3}[0-9]){%d}" % (separator, self.shortest - 1)


class Anchors(Protocol):
    """A back end of the first stage."""

    def find(self, text: str, begin: int, end: int) -> Anchored:
        """Return the words and runs of digits in text[begin:end], in positions of *text*.

        A run that begins inside is given whole.
        """
        ...


class PortableAnchors:
    """The back end that is always there."""

    def __init__(self, words: Sequence[str], runs: DigitRuns | None) -> None:
        # Of 8,000 words a DFA takes 80 ms to build and outgrows the caches: it finds them hardly faster.
        self._words = ahocorasick_rs.AhoCorasick(
            words, implementation=ahocorasick_rs.Implementation.ContiguousNFA, store_patterns=False
        )
        self._runs = runs.pattern if runs else None

    def find(self, text: str, begin: int, end: int) -> Anchored:
        """Return the words and runs of digits in text[begin:end], in positions of *text*."""
        window = lowered(text[begin:end])
        try:
            hits: list[Hit] = self._words.find_matches_as_indexes(window, overlapping=True)
        except UnicodeEncodeError:
            # Lone surrogates, which files may hold, are no UTF-8; each becomes one question mark.
            window = window.encode("utf-8", "replace").decode("utf-8")
            hits = self._words.find_matches_as_indexes(window, overlapping=True)
        if begin:
            hits = [(word, begin + start, begin + stop) for word, start, stop in hits]
        runs = [run.span() for run in self._runs.finditer(text, begin, end)] if self._runs else []
        if (
            runs
            and self._runs
            and runs[-1][1] == end < len(text)
            and (whole := self._runs.match(text, runs[-1][0]))
        ):
            runs[-1] = whole.span()
        return Anchored(hits, runs)


def can_accelerate() -> bool:
    """Say whether hyperscan is installed. It is imported only when it is used."""
    return find_spec("hyperscan") is not None


class AcceleratedAnchors:
    """The back end of `dlpscan[fast]`. Building it takes some 300 ms; it may be shared by threads."""

    def __init__(self, words: Sequence[str], runs: DigitRuns | None) -> None:
        import hyperscan  # noqa: PLC0415  (an extra, and 30 ms at start-up)

        expressions = [re.escape(word).encode() for word in words]
        if runs is not None:
            expressions.append(runs.beginning)
        self._lengths = [len(word) for word in words]
        self._run = runs.pattern.match if runs else None
        self._run_id = len(words)
        self._shortest = runs.shortest if runs else 0
        self._database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=expressions, ids=[*range(len(expressions))], elements=len(expressions), flags=0
        )
        self._lock = threading.Lock()

    def find(self, text: str, begin: int, end: int) -> Anchored:
        """Return the words and runs of digits in text[begin:end], in positions of *text*."""
        window = text[begin:end]
        data = lowered(window).encode("utf-8", "surrogatepass")
        found: list[tuple[int, int]] = []
        append = found.append

        def note(word: int, _start: int, stop: int, _flags: int, _context: object) -> None:
            append((stop, word))

        # The database holds the scratch space of one scan.
        with self._lock:
            self._database.scan(data, match_event_handler=note)
        found.sort()
        return self._placed(text, begin, data, found)

    def _placed(self, text: str, begin: int, data: bytes, found: list[tuple[int, int]]) -> Anchored:
        """Bring ends in bytes to positions of the text, and beginnings of runs to whole runs."""
        lengths, run_id = self._lengths, self._run_id
        is_ascii = data.isascii()
        hits: list[Hit] = []
        runs: list[tuple[int, int]] = []
        place, counted = begin, 0
        run_end = begin
        for stop, word in found:
            if is_ascii:
                place = begin + stop
            elif stop != counted:
                place += len(data[counted:stop].decode("utf-8", "surrogatepass"))
                counted = stop
            if word != run_id:
                hits.append((word, place - lengths[word], place))
            elif place > run_end and (run := self._whole_run(text, place)):
                runs.append(run)
                run_end = run[1]
        return Anchored(hits, runs)

    def _whole_run(self, text: str, place: int) -> tuple[int, int] | None:
        """Return the run whose first *shortest* digits end at *place*."""
        start, left = place, self._shortest
        while left:
            start -= 1
            if "0" <= text[start] <= "9":
                left -= 1
        run = self._run(text, start) if self._run else None
        return run.span() if run else None
