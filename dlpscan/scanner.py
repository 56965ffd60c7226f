"""Wiring: documents are extracted, their text recognised, findings put in place. No decision is made here.

One loop reads a document and everything inside it; it alone recurses, counts against the limits, and turns
what cannot be read into `Unscannable`. Names of files, members and sheets are text too: they are scanned,
and whatever is found in them is masked before it becomes a location.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import repeat
from pathlib import Path
from typing import Any

from msgspec import structs

from dlpscan import keys
from dlpscan.declare import Extractor
from dlpscan.engine.engine import Engine, Matches
from dlpscan.engine.mentions import Established
from dlpscan.engine.search import Match
from dlpscan.errors import ConfigurationError, ExtractionError, LimitReached
from dlpscan.extract import blobs, sniff
from dlpscan.extract.encodings import decode
from dlpscan.extract.layouts import Layouts
from dlpscan.extract.text_stream import HEAD_BYTES, STREAMED_FROM
from dlpscan.limits import Budget, Limits
from dlpscan.model import (
    MIN_SCORE,
    Document,
    Facts,
    Finding,
    Location,
    Reason,
    ScanResult,
    Segment,
    Step,
    Unscannable,
)
from dlpscan.parts import Parts
from dlpscan.plugins import BUILT_IN, Plugins
from dlpscan.rulebook import profiles, recogniser_rules, settings
from dlpscan.rulebook.allow_list import Allowances, AllowList, literal_of
from dlpscan.text import people
from dlpscan.text.allow import Allowed

# Formats that people review line by line. A member of JSON or a cell of a workbook is data that others sent.
_WITH_COMMENTS = frozenset({"text", "csv"})
_MOST_REPEATS = 50
"""How often one value is kept in one input; further ones are counted."""
_CONTENT_STEPS = frozenset({"sheet", "part", "header", "name", "member"})


class Scanner:
    """Finds personal information with the bundled recognisers, rules and installed plugins.

    Build once and reuse: building compiles all recognisers. *rules* are folders with further YAML rules,
    *profile* a legal profile, *entities* the only entity types to look for, *plugins* the only installed
    plugins to load (None = all), *extra_plugins* plugin objects. *allow* are findings that the company
    accepts, of `Settings.allowed`. *allow_comments* honours `dlpscan: allow <reason>` on a line; leave it off
    for what strangers write. *accelerate* says whether to use hyperscan, which `dlpscan[fast]` installs: it
    takes 300 ms to build, so with None it is built once 16 million characters have been scanned; findings are
    the same. `Scanner.load` takes profile, plugins and allow list from a `dlpscan.yaml`. Raises
    `ConfigurationError`.
    """

    def __init__(
        self,
        *,
        rules: Iterable[str | Path] = (),
        profile: str = profiles.DEFAULT_PROFILE,
        entities: Iterable[str] | None = None,
        plugins: Iterable[str] | None = None,
        extra_plugins: Iterable[object] = (),
        limits: Limits | None = None,
        allow: AllowList | None = None,
        allow_comments: bool = False,
        accelerate: bool | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._allow_comments = allow_comments
        self.plugins = Plugins(plugins, extra_plugins)
        self.rules = tuple(recogniser_rules.load(*map(Path, rules)))
        self.recognisers = tuple(
            sorted(
                (*self.plugins.recognisers, *(rule.recogniser for rule in self.rules)),
                key=lambda one: one.name,
            )
        )
        _refuse_duplicates(one.name for one in self.recognisers)
        chosen = self.recognisers
        if entities is not None:
            wanted = _known_entities(entities, {one.entity_type for one in chosen})
            chosen = tuple(one for one in chosen if one.entity_type in wanted)
        self._keys = keys.current()
        self.profile = profiles.load(profile)
        self._engine = Engine(chosen, self.profile, self._keys, accelerate=accelerate)
        self._parts = Parts(self._engine, chosen)
        self.allow = allow or AllowList()
        self._check_allow_list()

    @classmethod
    def load(cls, path: str | Path, **options: Any) -> Scanner:
        """Return the scanner of a `dlpscan.yaml`: its profile, its plugins and what it accepts.

        *options* are those of the constructor, and win. Raises `ConfigurationError` with file and line.
        """
        company = settings.load(Path(path))
        given: dict[str, Any] = {
            "profile": company.profile,
            "plugins": company.plugins,
            "allow": company.allowed(str(path)),
        }
        return cls(**{**given, **options})

    def _check_allow_list(self) -> None:
        """Refuse entries that could never match, and those that hold what they shall keep out of files."""
        known = {one.entity_type for one in self.recognisers}
        for index, entry in enumerate(self.allow.entries):
            if entry.type and entry.type not in known:
                raise self.allow.error(index, "type", _unknown_entity(entry.type, known))
            if entry.fingerprint and not self._keys.is_persistent:
                raise self.allow.error(
                    index,
                    "fingerprint",
                    "needs an installation key, or it never matches. Make one with: dlpscan key init",
                )
            titles = ["", *(f"{one.title_zh}：" for one in self.recognisers if one.entity_type == entry.type)]
            texts = {"pattern": literal_of(entry.pattern), "path": entry.path, "reason": entry.reason}
            for key, text in texts.items():
                kinds = [kind for title in titles for kind in self._personal(title + text, len(title))]
                if kinds:
                    raise self.allow.error(
                        index,
                        key,
                        f"holds a value of {kinds[0]}: personal data must not stand in a file of settings. "
                        f"Write its fingerprint instead: dlpscan fingerprint --type {kinds[0]} -",
                    )

    def _personal(self, text: str, begin: int) -> list[str]:
        """Return the types of the persons' identifiers in *text* from *begin* on."""
        found = self._engine.find(Segment(text, Location())).matches
        return [
            match.recogniser.entity_type
            for match, _ in found
            if match.recogniser.kind == "identifier"
            and match.score >= MIN_SCORE
            and match.start >= begin
            and not self.profile.entity(match.recogniser.entity_type).public
        ]

    def __repr__(self) -> str:
        return f"Scanner(recognisers={len(self.recognisers)}, profile={self.profile.name!r})"

    @property
    def key_id(self) -> str:
        """Return the id of the key of the fingerprints, "" for the random key of this process."""
        return self._keys.key_id

    def scan_text(self, text: str, name: str = "") -> ScanResult:
        """Return what is in *text*. Offsets of the findings are code points of it."""
        document = Document(name, b"")
        scan = self._scan(name)
        scan.name(document)
        segment = Segment(text, document.location, line=1)
        scan.guarded(document, lambda: scan.text(segment))
        scan.inside(segment, document)
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
        return scan.result(document, size, self.key_id)

    def scan_bytes(
        self, data: bytes, name: str = "", *, media_type: str = "", charset: str = ""
    ) -> ScanResult:
        """Return what is in *data*, whatever format it has. The type is told by content."""
        return self.scan_document(Document(name, data, media_type=media_type, charset=charset))

    def scan_document(self, document: Document) -> ScanResult:
        """Return what is in a document and in everything inside it."""
        scan = self._scan("!".join((*document.path, document.name)))
        scan.documents(document)
        size = document.source.stat().st_size if document.source else len(document.data)
        return scan.result(document, size, self.key_id)

    def scan_path(self, path: str | Path) -> ScanResult:
        """Return what is in one file. A file that cannot be opened is an `Unscannable`, not an exception."""
        path = Path(path)
        name = display_name(path)
        try:
            facts = Facts(file_mode=stat.S_IMODE(path.stat().st_mode))
            with path.open("rb") as file:
                if path.stat().st_size > STREAMED_FROM:
                    head = Document(name, file.read(HEAD_BYTES), facts=facts, source=path)
                    if self._streams(head):
                        return self.scan_document(head)
                    file.seek(0)
                data = file.read(self.limits.total_bytes + 1)
        except OSError as error:
            detail = f"cannot be opened: {error.strerror}"
            return self.unreadable(Unscannable("unsupported", Location((name,)), detail))
        return self.scan_document(Document(name, data, facts=facts))

    def _streams(self, head: Document) -> bool:
        """Say whether the extractor that reads this file can read it bit by bit."""
        for extractor in self.plugins.extractors:
            try:
                if extractor.recognises(head):
                    return getattr(extractor, "streams", False)
            except Exception:  # noqa: BLE001  (it is asked again, and reported, where the document is read)
                return False
        return False

    def scan_paths(self, paths: Iterable[str | Path]) -> Iterator[ScanResult]:
        """Yield one result per file, folders walked in order of names. Links to folders are not followed."""
        for path in paths:
            for found in walk(Path(path)):
                if isinstance(found, Path):
                    yield self.scan_path(found)
                else:
                    yield self.unreadable(found)

    def unreadable(self, item: Unscannable) -> ScanResult:
        """Return the result of something that could not be read at all, its location masked."""
        document = Document(item.path, b"")
        scan = self._scan()
        scan.guarded(document, lambda: scan.name(document))
        scan.report(item)
        return scan.result(document, 0, self.key_id)

    def mask_name(self, name: str) -> str:
        """Return a file's name or path as a report may show it."""
        return self._scan().masked(name)

    def _scan(self, name: str = "") -> _Scan:
        """Return the scan of one input; the day and its path decide what is accepted in it."""
        allowances = self.allow.for_input(name, self.allow.today()) if self.allow.entries else None
        return _Scan(
            self._engine,
            self._parts,
            self.plugins,
            self.limits,
            allowances,
            allow_comments=self._allow_comments,
        )


def display_name(path: Path) -> str:
    """Return a path as text: names that are no UTF-8 are read as other text is, in GB18030 if need be."""
    name = str(path)
    if name.isascii():
        return name
    return decode(os.fsencode(name)).text


def walk(path: Path) -> Iterator[Path | Unscannable]:
    """Yield the files at and below *path* in order of names, and what is neither file nor folder."""
    location = Location((display_name(path),))
    try:
        is_link, is_folder = path.is_symlink(), path.is_dir()
        is_other = path.exists() and not path.is_file()
    except OSError:
        # Nothing can be said about it from here; opening it will tell why.
        yield path
        return
    if is_folder and is_link:
        yield Unscannable("unsupported", location, "a link to a folder, not followed")
    elif is_folder:
        yield from _walk_folder(path, location)
    elif is_other:
        yield Unscannable("unsupported", location, "neither a file nor a folder")
    else:
        yield path


def _walk_folder(path: Path, location: Location) -> Iterator[Path | Unscannable]:
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        yield Unscannable("unsupported", location, f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        yield from walk(entry)


def _refuse_duplicates(names: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ConfigurationError(f"recogniser {twice[0]!r} is defined twice")


def _known_entities(entities: Iterable[str], known: set[str]) -> set[str]:
    wanted = set(entities)
    for name in sorted(wanted - known):
        raise ConfigurationError(_unknown_entity(name, known))
    return wanted


def _unknown_entity(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"entity type {name!r} is not known. {hint}Known types: {', '.join(sorted(known))}"


class _Scan:
    """The scan of one top-level input."""

    def __init__(
        self,
        engine: Engine,
        parts: Parts,
        plugins: Plugins,
        limits: Limits,
        allowances: Allowances | None,
        *,
        allow_comments: bool = False,
    ) -> None:
        self._engine = engine
        self._allowances = allowances
        self._parts = parts
        self._allow_comments = allow_comments
        self._plugins = plugins
        self._budget = Budget(limits)
        self._findings: list[Finding] = []
        self._groups: list[people.Group] = []
        self._counts: dict[str, int] = {}
        self._unscannable: list[Unscannable] = [
            Unscannable("plugin_error", Location(), failure.what) for failure in plugins.failures
        ]
        self._faulty: set[str] = set()
        self._established = Established()
        self._repeats: dict[tuple[str, str], tuple[int, float]] = {}
        self._may_accept = allow_comments or allowances is not None
        self._is_full = False
        self._documents = 0
        self._names: dict[str, str] = {}

    # -- the loop -------------------------------------------------------------------------------

    def inside(self, segment: Segment, document: Document) -> None:
        """Read what is encoded in a text."""
        found: list[Document] = []
        self.guarded(document, lambda: found.extend(blobs.documents(segment, document, self._budget)))
        self.documents(*found)

    def documents(self, *top: Document) -> None:
        """Read the documents and all that is inside them, depth first, in order."""
        waiting = [*reversed(top)]
        while waiting:
            document = waiting.pop()
            inner: list[Document] = []
            goes_on = self.guarded(document, lambda: self._read(document, inner))  # noqa: B023  (called at once)
            if not goes_on and (waiting or inner):
                detail = f"{len(waiting) + len(inner)} more documents were not read after this limit"
                self.report(Unscannable("limit", document.location, detail))
                return
            waiting.extend(reversed(inner))

    def guarded(self, document: Document, read: Callable[[], None]) -> bool:
        """Call *read*; report what stops it. Return whether other documents may still be read."""
        try:
            read()
        except LimitReached as error:
            self.report(Unscannable(error.reason, document.location, error.limit))
            return not error.ends_scan
        except Exception as error:  # noqa: BLE001  (one input must not stop the others; the class only)
            self.report(
                Unscannable("damaged", document.location, f"reading it raised {type(error).__name__}")
            )
        return True

    def _read(self, document: Document, inner: list[Document]) -> None:
        self._documents += 1
        self._budget.take_entry()
        self.name(document)
        self._budget.check_depth(len(document.path))
        if not document.path:
            self._budget.take_bytes(min(len(document.data), self._budget.limits.total_bytes))
        if not any(self._is_read_by(one, document, inner) for one in self._plugins.extractors):
            if document.data:
                kind = sniff.kind(document.data)
                self.report(Unscannable(kind.reason, document.location, kind.name))
        elif len(document.data) > self._budget.limits.total_bytes:
            detail = f"only the first {self._budget.limits.total_bytes} bytes were read"
            self.report(Unscannable("limit", document.location, detail))

    def _is_read_by(self, extractor: Extractor, document: Document, inner: list[Document]) -> bool:
        """Let *extractor* read the document if it recognises it. Return whether another should not try."""
        try:
            if not extractor.recognises(document):
                return False
            may_allow = not document.path and extractor.name in _WITH_COMMENTS
            for item in extractor.extract(document, self._budget):
                match item:
                    case Segment():
                        self.segment(item, may_allow=may_allow)
                        inner.extend(blobs.documents(item, document, self._budget))
                    case Document():
                        inner.append(item)
                    case Unscannable():
                        self.report(item)
        except LimitReached:
            raise
        except ExtractionError as error:
            self.report(Unscannable(error.reason, document.location, str(error)))
        except Exception as error:  # noqa: BLE001  (no input may stop the scan of the others)
            # The class only: parsers quote their input.
            what = f"{extractor.name} reader raised {type(error).__name__}"
            origin = self._plugins.extractor_origins[extractor.name]
            if origin != BUILT_IN:
                self.report(Unscannable("plugin_error", document.location, f"plugin {origin}: {what}"))
                return False
            self.report(Unscannable("damaged", document.location, what))
        return True

    # -- what is found --------------------------------------------------------------------------

    def text(self, segment: Segment) -> None:
        """Find what is in a text, and in the rows of its tables."""
        for part in Layouts().parts(segment):
            self.segment(part, may_allow=True)

    def segment(self, segment: Segment, *, may_allow: bool = False) -> None:
        """Find what is in one segment, and keep it; then raise the limit that was met, if one was.

        *may_allow* says that a comment in this text may accept what stands on its line.
        """
        found, faults, stop = self._engine.find(segment, self._budget.check_time, self._established)
        for fault in faults:
            if fault.recogniser not in self._faulty:
                self._faulty.add(fault.recogniser)
                reason: Reason = "timeout" if fault.is_timeout else "plugin_error"
                detail = f"recogniser {fault.recogniser}: {fault.what}"
                self.report(Unscannable(reason, segment.location, detail))
        if stop is None:
            try:
                found = self._parts.add(segment, found, self._budget.check_time)
            except LimitReached as error:
                stop = error
        chosen = self._chosen(found)
        kept = [*self._engine.findings(segment, chosen, self._masked_location)]
        if self._allow_comments and may_allow and kept:
            kept = [*map(self._accepted, kept, repeat(Allowed(segment)), repeat(segment.offset))]
        if self._allowances is not None:
            kept = [*map(self._listed, kept, chosen, repeat(segment))]
        self._findings.extend(kept)
        self._groups.extend(people.in_segment(segment, kept))
        if stop is not None:
            raise stop

    def _chosen(self, found: Matches) -> Matches:
        """Count all matches, and return those to keep: repeats of one value only up to a number.

        So neither a flood of one sample value nor one of a participant's address pushes others out. What is
        not kept although it is new is reported: policy does not see it, so it is not known to be clean.
        """
        chosen: Matches = []
        counts, repeats, room = (
            self._counts,
            self._repeats,
            self._budget.limits.findings - len(self._findings),
        )
        for one in found:
            match = one[0]
            kind = match.recogniser.entity_type
            counts[kind] = counts.get(kind, 0) + 1
            seen, best = repeats.get((kind, match.value), (0, 0.0))
            # A place with better evidence counts, however many poor ones came before; and where one place may
            # be accepted, the next one of the same value may not be.
            if seen >= _MOST_REPEATS and match.score <= best and not self._may_accept:
                continue
            if not self._is_full or seen:
                # Once the list is full, new values are only counted: there may be millions.
                repeats[kind, match.value] = seen + 1, max(best, match.score)
            if len(chosen) < room:
                chosen.append(one)
            elif not self._is_full:
                self._is_full = True
                limit = self._budget.limits.findings
                detail = f"more than {limit} findings: the others are counted, not listed and not judged"
                self.report(Unscannable("limit", Location(), detail))
        return chosen

    def _accepted(self, finding: Finding, allowed: Allowed, offset: int) -> Finding:
        """Return the finding with the reason that a comment on its line gives, masked like all text."""
        reason = allowed.reason_at(finding.start - offset, finding.end - offset)
        return structs.replace(finding, allowed=self.masked(reason)) if reason else finding

    def _listed(self, finding: Finding, found: tuple[Match, tuple[str, ...]], segment: Segment) -> Finding:
        """Return the finding with the reason of the company's allow list, if an entry accepts it."""
        if self._allowances is None or finding.allowed:
            return finding
        match, _ = found
        values = (segment.text[match.start : match.end], match.recogniser.canonical(match.value))
        known = len(self._allowances.timed_out)
        reason = self._allowances.reason_for(finding.entity_type, finding.fingerprint, values)
        for label in self._allowances.timed_out[known:]:
            self.report(Unscannable("timeout", segment.location, f"{label}: its pattern ran out of time"))
        return structs.replace(finding, allowed=self.masked(reason)) if reason else finding

    def name(self, document: Document) -> None:
        """Scan the name of a document: it holds customers' names and numbers, too."""
        if document.name:
            location = document.location.under(Step("name", ""))
            self.segment(Segment(document.name, location, kind="name"))

    def report(self, item: Unscannable) -> None:
        """Keep something that could not be read, its location masked."""
        self._unscannable.append(
            Unscannable(item.reason, self._masked_location(item.location), self.masked(item.detail))
        )

    def result(self, document: Document, size: int, key_id: str) -> ScanResult:
        """Return all that was found."""
        return ScanResult(
            name=self.masked(document.name),
            findings=tuple(self._findings),
            unscannable=tuple(self._unscannable),
            people=people.gather(self._groups),
            counts=dict(sorted(self._counts.items())),
            documents=max(1, self._documents),
            bytes=size,
            key_id=key_id,
            facts=document.facts,
        )

    # -- names ----------------------------------------------------------------------------------

    def masked(self, name: str) -> str:
        """Return *name* with everything that any recogniser finds in it masked, at whatever score."""
        known = self._names.get(name)
        if known is None:
            known = self._engine.masked_name(name)
            self._names[name] = known
        return known

    def _masked_location(self, location: Location) -> Location:
        path = tuple(self.masked(part) for part in location.path)
        place = tuple(
            Step(step.kind, self.masked(step.value)) if step.kind in _CONTENT_STEPS and step.value else step
            for step in location.place
        )
        return Location(path, place)
