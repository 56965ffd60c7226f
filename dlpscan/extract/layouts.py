"""Tables and inserts inside plain text: each row becomes a segment, with its columns' names as labels.

`| 姓名 | 证件号 |` in a note, what a client of a database prints, and `INSERT INTO t (name, id_card) VALUES`
name a value once, far from it. What stands between the rows stays text. Wherever a table is seen by mistake,
little is lost: its header names nothing that a recogniser knows.

Most texts have no table, so a few searches for what all tables have decide whether to look any closer. All
work is linear: no line and no value is read more than a few times.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, repeat
from typing import NamedTuple, Protocol

from dlpscan.extract.tables import choose_header, is_header_cell
from dlpscan.model import Location, Piece, Segment, Step

_SAMPLED_ROWS = 8
_WORD = re.compile(r"\w")


class _Cell(NamedTuple):
    """Where a cell begins, and the name of its column, "" without one."""

    start: int
    label: str


class _Row(NamedTuple):
    """The cells of text[begin:end]."""

    begin: int
    end: int
    cells: Sequence[_Cell]


class _Rows(Protocol):
    """A table whose columns are known."""

    def rows(self, text: str, begin: int) -> Iterator[_Row]:
        """Yield the rows from *begin* on, as far as they go."""
        ...


class _Start(NamedTuple):
    """A table that was seen: where it was, where its first row is read from, and how to read its rows.

    With *takes_head* the first row begins where the table was seen: an INSERT of one row is one segment.
    """

    seen: int
    first: int
    table: _Rows
    takes_head: bool = False


class Layouts:
    """Cuts the segments of one document into rows and running text. It remembers across blocks of a file."""

    def __init__(self) -> None:
        self._open: tuple[int, _Rows] | None = None
        self._read_until = 0
        self._columns: dict[str, tuple[str, ...]] = {}

    def parts(self, segment: Segment) -> Iterator[Segment]:
        """Yield the parts of *segment* in order; it alone, where it holds no table."""
        text = segment.text
        own_end = len(text) if segment.own_end is None else segment.own_end
        own_start = max(segment.own_start, self._read_until - segment.offset)
        cut = _Cut(segment, own_start, own_end)
        end = own_start
        for start in self._starts(text, segment.offset, own_start, own_end):
            if start.seen < end:
                continue
            takes_head = start.takes_head
            for row in start.table.rows(text, start.first):
                if takes_head:
                    row, takes_head = row._replace(begin=start.seen), False  # noqa: PLW2901
                if row.begin >= own_end:
                    self._open = (segment.offset + row.begin, start.table)
                    break
                yield from cut.text(row.begin)
                yield cut.row(row)
                end = row.end
        self._read_until = segment.offset + max(end, own_end)
        yield from cut.rest()

    def _starts(self, text: str, offset: int, own_start: int, own_end: int) -> Iterator[_Start]:
        """Yield the tables that begin in the segment's own text, and first the one that goes on in it."""
        if self._open is not None:
            position, table = self._open
            self._open = None
            yield _Start(position - offset, position - offset, table)
        starts = [*_ruled(text), *_unruled(text), *_inserts(text, self._columns), *_copies(text)]
        starts.sort(key=lambda one: one.seen)
        yield from starts[bisect_left(starts, own_start, key=lambda one: one.seen) : _before(starts, own_end)]


def _before(starts: Sequence[_Start], position: int) -> int:
    return bisect_left(starts, position, key=lambda one: one.seen)


class _Cut:
    """Makes segments of parts of one segment, with offsets and lines of the whole."""

    def __init__(self, segment: Segment, own_start: int, own_end: int) -> None:
        self._segment = segment
        self._own = own_start, own_end
        self._done = 0
        self._line = segment.line or 1
        self._counted = 0
        self._line_start = 0

    def row(self, row: _Row) -> Segment:
        """Return a row as a segment, its cells as pieces."""
        self._done = row.end
        pieces = [] if row.cells[0].start == row.begin else [Piece(0, self._place(row.begin))]
        pieces += [Piece(one.start - row.begin, self._place(one.start), one.label) for one in row.cells]
        return Segment(
            self._segment.text[row.begin : row.end],
            self._segment.location,
            kind="row",
            pieces=tuple(pieces),
            offset=self._segment.offset + row.begin,
        )

    def text(self, until: int) -> Iterator[Segment]:
        """Yield what stands between the last row and *until* as text, if a word is in it."""
        begin, text = self._done, self._segment.text
        self._done = max(begin, until)
        if begin >= until:
            return
        line_end = text.find("\n", begin, until) + 1 or until
        if begin and text[begin - 1] != "\n":
            # The rest of a line has a place of its own: columns count from the beginning of the line.
            yield from self._part(begin, line_end, (Piece(0, self._place(begin)),))
            begin = line_end
        yield from self._part(begin, until, ())

    def rest(self) -> Iterator[Segment]:
        """Yield what is left behind the last row: the segment as it is where there was none."""
        size = len(self._segment.text)
        if not self._done and self._own[0] <= self._segment.own_start:
            yield self._segment
        else:
            yield from self.text(size)

    def _part(self, begin: int, end: int, pieces: tuple[Piece, ...]) -> Iterator[Segment]:
        own_start, own_end = self._own
        if begin >= end or end <= own_start or begin >= own_end:
            return
        if not _WORD.search(self._segment.text, begin, end):
            return
        yield Segment(
            self._segment.text[begin:end],
            self._segment.location,
            pieces=pieces,
            offset=self._segment.offset + begin,
            line=None if pieces else self._line_of(begin),
            own_start=max(0, own_start - begin),
            own_end=None if end <= own_end else own_end - begin,
        )

    def _place(self, position: int) -> Location:
        line = self._line_of(position)
        column = position - self._line_start + 1
        return self._segment.location.under(Step("line", str(line)), Step("column", str(column)))

    def _line_of(self, position: int) -> int:
        # Positions come in rising order.
        newlines = self._segment.text.count("\n", self._counted, position)
        if newlines:
            self._line += newlines
            self._line_start = self._segment.text.rindex("\n", self._counted, position) + 1
        self._counted = position
        return self._line


# -- tables with lines ----------------------------------------------------------------------------

# One of them is in every line between header and rows; only lines with one are looked at.
_RULES = ("|", "-+", "=+", "─", "━", "═")
_DASHES = "-─━═="
_JOINTS = "|+┼╪╬╇╂┿╋┽┾┬╤╦┯┳"
_EDGES = "|+├╞╠┡┝┠┢└┌┏╔╒╭│┃║"
_CLOSING_EDGES = "|+┤╡╣┩┥┨┪┘┐┓╗╕╮│┃║"
_RULE = re.compile(
    rf"\n[ \t>#*/;]{{0,12}}(?P<rule>[{_EDGES}]?[ \t]*+:?[{_DASHES}]++:?"
    rf"(?:[ \t]*+[{_JOINTS}][ \t]*+:?[{_DASHES}]++:?)*+[ \t]*+[{_CLOSING_EDGES}]?)[ \t\r]*+(?=\n|\Z)"
)
_MOST_RULES = 3
_JOINT = re.compile(f"[{_JOINTS}]")
_PREFIX = " \t>#*/;"
_BOX = "│┃║"
_DECORATION = " \t\r*_`#>/~"
_SEPARATORS = {
    "|": re.compile(r"\\.|([|｜])"),
    _BOX: re.compile(f"([{_BOX}])"),
}
_LONGEST_LINE = 16_384
# Headers of forms, whose labels stand in the first column.
_OF_FORMS = frozenset(
    "内容 內容 值 字段值 信息 資訊 资料 填写内容 详情 说明 說明 value values content details data".split()
)


class _Ruled(NamedTuple):
    """The columns of a table whose rows are lines. One *is_edged* has bars outside its columns, too."""

    labels: tuple[str, ...]
    separators: str
    is_edged: bool

    def rows(self, text: str, begin: int) -> Iterator[_Row]:
        """Yield the lines that have a separator, up to the first that has none."""
        size, without_word = len(text), 0
        while begin < size:
            end = _line_end(text, begin)
            has_word = _WORD.search(text, begin, end) is not None
            spans = _cells(text, begin, end, self.separators, is_edged=self.is_edged) if has_word else []
            if spans:
                yield _Row(begin, end, [*map(self._cell, repeat(text), spans, range(len(spans)))])
            # Lines of dashes stand between rows, and below the last one.
            without_word = 0 if has_word else without_word + 1
            is_end = not spans and (has_word or not text[begin:end].strip(_PREFIX + "\r"))
            if is_end or without_word > _MOST_RULES:
                return
            begin = end + 1

    def _cell(self, text: str, span: tuple[int, int], column: int) -> _Cell:
        start, end = span
        while start < end and text[start] in " \t":
            start += 1
        # An empty cell has no label, which would be the next cell's.
        has_label = start < end and column < len(self.labels)
        return _Cell(start, self.labels[column] if has_label else "")


def _line_end(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return len(text) if end < 0 else end


def _cells(text: str, begin: int, end: int, separators: str, *, is_edged: bool) -> list[tuple[int, int]]:
    """Return the cells of a line as spans, [] where it has no separator or is too long for a row."""
    if end - begin > _LONGEST_LINE:
        return []
    marks = [one.start() for one in _SEPARATORS[separators].finditer(text, begin, end) if one[1]]
    if not marks:
        return []
    starts, ends = [begin, *(mark + 1 for mark in marks)], [*marks, end]
    # Edges of the table are no cells: nothing but the signs of a quotation or comment stands outside them.
    if is_edged and not text[begin : marks[0]].strip(_PREFIX):
        starts, ends = starts[1:], ends[1:]
    if len(starts) > 1 and not text[starts[-1] : end].strip():
        starts, ends = starts[:-1], ends[:-1]
    return [*zip(starts, ends, strict=True)]


def _is_edged(header: str) -> bool:
    return header.lstrip(_PREFIX).startswith(("|", "｜", *_BOX))


def _lines_with(text: str, mark: str) -> Iterator[int]:
    """Yield where the line feed stands before each line with *mark*; the first line has none."""
    at = text.find(mark)
    while at >= 0:
        line = text.rfind("\n", max(0, at - _LONGEST_LINE), at)
        if line >= 0:
            yield line
        end = text.find("\n", at)
        at = text.find(mark, end) if end >= 0 else -1


def _ruled(text: str) -> Iterator[_Start]:
    """Yield the tables that have a line of dashes below their header."""
    starts = {start for mark in _RULES for start in _lines_with(text, mark)}
    for start in sorted(starts):
        found = _RULE.match(text, start)
        if found is None:
            continue
        columns = _columns_of(found["rule"])
        begin = text.rfind("\n", max(0, found.start() - _LONGEST_LINE), found.start()) + 1
        if not columns or found.start() - begin > _LONGEST_LINE:
            continue
        header = text[begin : found.start()]
        separators = _BOX if any(mark in header for mark in _BOX) else "|"
        is_edged = _is_edged(header)
        spans = _cells(header, 0, len(header), separators, is_edged=is_edged)
        if len(spans) != columns:
            continue
        names = [header[start:end].strip(_DECORATION) for start, end in spans]
        first = min(len(text), found.end() + 1)
        labels = _labels(names)
        table = _Ruled(labels, separators, is_edged)
        if labels and not _is_form(text, first, names, table):
            yield _Start(found.start(), first, table)


def _columns_of(rule: str) -> int:
    """Return how many columns a line of dashes parts, 0 where it is only a line."""
    inner = rule.strip(" \t")
    if not _JOINT.search(inner) and inner[0] not in _EDGES:
        return 0
    return len(re.findall(f"[{_DASHES}]+", inner))


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of columns with these names, () if a row with them is no header."""
    filled = [name for name in names if _WORD.search(name)]
    labels = tuple(name if is_header_cell(name) else "" for name in names)
    return labels if filled and 2 * sum(map(bool, labels)) > len(filled) else ()


def _is_form(text: str, first: int, names: Sequence[str], table: _Rows) -> bool:
    """Say whether a table is a form: two columns, of which the first holds the labels."""
    if len(names) != 2:  # noqa: PLR2004
        return False
    if names[1].lower() in _OF_FORMS:
        return True
    rows = [[*names]]
    for row in islice(table.rows(text, first), _SAMPLED_ROWS):
        cells = _texts(text, row)
        if cells[-1].lower() not in _NOTHING:
            rows.append(cells)
    return choose_header(rows) < 0


_NOTHING = frozenset(["", "无", "無", "暂无", "未知", "-", "--", "/", "null", "none", "n/a", "\\n"])


def _texts(text: str, row: _Row) -> list[str]:
    """Return what the cells of a row hold."""
    starts = [one.start for one in row.cells]
    ends = [*starts[1:], row.end]
    return [text[begin:end].strip(" \t\r|｜" + _BOX) for begin, end in zip(starts, ends, strict=True)]


# -- tables without lines ---------------------------------------------------------------------------

_NO_NAME = re.compile(r"[0-9]{2}|[=()\[\]{}<>\"'`$&\\:：。，！？!?;；]")


def _unruled(text: str) -> Iterator[_Start]:
    """Yield the tables that are only lines with bars: a header, then rows with as many cells."""
    position = text.find("|")
    # A header has no bars above it: what follows a form, or a header that is none, is no table either.
    last_end = -1
    while position >= 0:
        begin = text.rfind("\n", max(0, position - _LONGEST_LINE), position) + 1
        end = _line_end(text, position)
        bar = text.find("|", end + 1)
        if bar < 0:
            return
        is_first = begin - 1 != last_end or not begin
        last_end = end
        if is_first and end - begin <= _LONGEST_LINE and text.find("\n", end + 1, bar) < 0:
            table = _headed(text, begin, end)
            last = _last_of(text, end + 1, table) if table is not None else 0
            if table is not None and last:
                yield _Start(begin, end + 1, table)
                bar = text.find("|", last)
        position = bar


def _headed(text: str, begin: int, end: int) -> _Ruled | None:
    """Return the table of which a line is the header, None if it can be none."""
    if _NO_NAME.search(text, begin, end):
        return None
    line = text[begin:end].replace("||", "|")
    is_edged = _is_edged(line)
    spans = _cells(line, 0, len(line), "|", is_edged=is_edged)
    names = tuple(line[start:stop].strip(_DECORATION) for start, stop in spans)
    is_named = len(names) > 1 and len(set(names)) == len(names) and all(map(is_header_cell, names))
    return _Ruled(names, "|", is_edged) if is_named else None


def _last_of(text: str, first: int, table: _Ruled) -> int:
    """Return where the last row ends, 0 if it is no table.

    The first rows have as many cells as the header, none of them repeats its name, and some hold data.
    """
    has_data = False
    last = 0
    for count, row in enumerate(table.rows(text, first)):
        last = row.end
        if count < _SAMPLED_ROWS:
            cells = _texts(text, row)
            if len(cells) != len(table.labels) or any(map(str.__eq__, cells, table.labels)):
                return 0
            has_data = has_data or any(map(_DATA.search, cells))
        elif not has_data:
            return 0
    return last if has_data and not _is_form(text, first, table.labels, table) else 0


_DATA = re.compile(r"[0-9]{5}|@")


# -- SQL -------------------------------------------------------------------------------------------

_NAME = r'(?:`[^`\n]{1,64}`|"[^"\n]{1,64}"|\[[^\]\n]{1,64}\]|[\w$#]{1,64})'
_TABLE_NAME = rf"(?P<table>{_NAME}(?:\.{_NAME}){{0,3}})"
_INSERT_WORDS = ("INSERT", "insert", "Insert", "REPLACE", "replace")
_INSERT = re.compile(
    rf"(?:insert|replace)\s{{1,9}}(?:\w{{1,16}}\s{{1,9}}){{0,2}}?into\s{{1,9}}(?:table\s{{1,9}})?{_TABLE_NAME}\s{{0,99}}"
    r"(?:\((?P<columns>[^()'=]{1,8000})\)\s{0,99})?(?:overriding\s\w{4,6}\svalue\s{1,9})?values?\s{0,99}(?=\()",
    re.IGNORECASE,
)
_CREATE_WORDS = ("CREATE TABLE", "create table", "Create Table")
_CREATE = re.compile(
    rf"create\stable\s{{1,9}}(?:if\snot\sexists\s{{1,9}})?{_TABLE_NAME}\s{{0,9}}\(", re.IGNORECASE
)
_COLUMN = re.compile(
    rf"[\s,]{{0,99}}(?P<name>{_NAME})\s{{1,9}}[A-Za-z]\w{{1,30}}"
    r"(?:\([^()\n]{0,200}\)|'[^'\n]{0,200}'|[^\n',()]){0,400}+,?[ \t]*(?:--[^\n]*)?\n?"
)
_NOT_COLUMNS = frozenset(
    "primary unique key index constraint foreign fulltext check spatial exclude like partition".split()
)
_MOST_COLUMNS = 400
_QUOTED = r"'(?:[^'\\]++|''|\\.)*+'" + r'|"(?:[^"\\]++|""|\\.)*+"'
# A backslash outside quotes is none of SQL.
_TOKEN = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<sign>[(),])|[^'\"(),;\\]+", re.DOTALL)
_DEEPEST = 4
_TOKENS, _TOKENS_PER_VALUE = 40, 4
_NEXT_TUPLE = re.compile(r"[ \t]*+,[ \t]*+(?:(?:--|#)[^\n]{0,1000}+)?\s*+(?=\()")
_END_OF_STATEMENT = re.compile(r"[ \t]*+;?[ \t]*+(?:(?:--|#)[^\n]{0,1000}+)?")


class _Values(NamedTuple):
    """The columns of an INSERT."""

    labels: tuple[str, ...]

    def rows(self, text: str, begin: int) -> Iterator[_Row]:
        """Yield the tuples from *begin* on, each with the comment behind it."""
        while True:
            read = _tuple(text, begin, len(self.labels))
            if read is None:
                return
            values, stop = read
            following = _NEXT_TUPLE.match(text, stop)
            end = following.end() if following else _end_of_statement(text, stop)
            yield _Row(begin, end, [*map(_Cell, values, self.labels)])
            if following is None:
                return
            begin = end


def _end_of_statement(text: str, position: int) -> int:
    found = _END_OF_STATEMENT.match(text, position)
    return found.end() if found else position


def _tuple(  # noqa: C901  (one loop over the tokens, written for speed)
    text: str, position: int, columns: int
) -> tuple[list[int], int] | None:
    """Return where the values of the tuple at *position* begin, and where it ends; None if it is none."""
    depth, values, at = 1, [], position + 1
    is_new = True
    for _ in range(_TOKENS + columns * _TOKENS_PER_VALUE):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        sign = token["sign"]
        if is_new and not sign:
            start = token.start()
            while start < token.end() and text[start] in " \t\r\n":
                start += 1
            # A space, or a prefix such as N or _utf8mb4, stands before the quotation mark of a value.
            following = text[token.end() : token.end() + 1]
            if token["quoted"]:
                values.append(token.start() + 1)
                is_new = False
            elif following not in ("'", '"'):
                values.append(start)
                is_new = False
        elif sign == "(":
            depth += 1
            if is_new:
                values.append(token.start())
                is_new = False
            if depth > _DEEPEST:
                return None
        elif sign == ")":
            depth -= 1
            if not depth:
                return (values, token.end()) if values else None
        elif sign == "," and depth == 1:
            is_new = True
        at = token.end()
    return None


def _inserts(text: str, known: dict[str, tuple[str, ...]]) -> Iterator[_Start]:
    """Yield the INSERT statements whose columns are named by them, or by a CREATE TABLE before them."""
    places = _places(text, _INSERT_WORDS)
    if not places:
        return
    for at in _places(text, _CREATE_WORDS):
        created = _CREATE.match(text, at)
        if created:
            known.setdefault(_bare(created["table"]), _created(text, created.end()))
    for at in places:
        found = _INSERT.match(text, at)
        if found is None:
            continue
        labels = _listed(found["columns"]) if found["columns"] else known.get(_bare(found["table"]), ())
        if any(labels):
            yield _Start(at, found.end(), _Values(labels), takes_head=True)


def _places(text: str, words: Sequence[str]) -> list[int]:
    places = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append(at)
            at = text.find(word, at + len(word))
    return sorted(places)


def _bare(name: str) -> str:
    """Return the last part of a name that may be qualified and quoted, in lower case."""
    return name.rpartition(".")[2].strip(' \t\r\n`"[]').lower()


@lru_cache(maxsize=64)
def _listed(columns: str) -> tuple[str, ...]:
    names = [name.strip(' \t\r\n`"[]') for name in columns.split(",")]
    return tuple(name if is_header_cell(name) else "" for name in names)


def _created(text: str, position: int) -> tuple[str, ...]:
    """Return the columns of a CREATE TABLE whose bracket opened before *position*."""
    names: list[str] = []
    while len(names) < _MOST_COLUMNS:
        found = _COLUMN.match(text, position)
        if found is None or _bare(found["name"]) in _NOT_COLUMNS:
            break
        names.append(found["name"].strip('`"[]'))
        position = found.end()
    return _listed(",".join(names)) if names else ()


# -- what pg_dump writes ---------------------------------------------------------------------------

_COPY = re.compile(
    rf"COPY\s{_TABLE_NAME}\s{{0,9}}\((?P<columns>[^()'=]{{1,8000}})\)\sFROM\sstdin[^;\n]{{0,100}};\r?\n",
    re.IGNORECASE,
)


class _Copied(NamedTuple):
    """The columns of lines with tabs; a line of a backslash and a dot ends them."""

    labels: tuple[str, ...]

    def rows(self, text: str, begin: int) -> Iterator[_Row]:
        """Yield the lines up to the last one."""
        size = len(text)
        while begin < size and not text.startswith("\\.", begin):
            end = _line_end(text, begin)
            starts = [begin]
            at = text.find("\t", begin, end)
            while at >= 0:
                starts.append(at + 1)
                at = text.find("\t", at + 1, end)
            if len(starts) != len(self.labels):
                return
            yield _Row(begin, end, [_Cell(*one) for one in zip(starts, self.labels, strict=True)])
            begin = end + 1


def _copies(text: str) -> Iterator[_Start]:
    """Yield the COPY statements of a dump."""
    if "stdin" not in text and "STDIN" not in text:
        return
    for at in _places(text, ("COPY ", "copy ")):
        found = _COPY.match(text, at)
        if found:
            labels = _listed(found["columns"])
            if any(labels):
                yield _Start(at, found.end(), _Copied(labels))
