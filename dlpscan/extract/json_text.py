r"""JSON and JSON Lines: the members of each object are a row, each value a piece named by its key.

The text is cut by a tokeniser of our own and not parsed into objects: that keeps numbers as they are written,
both members of one name, and the memory near the size of the text; and what is no JSON after all is read on
as plain text, so nothing is lost behind a syntax error. Strings are read with their escapes (`\u0031`)
undone. Values of arrays count as members of the object around them; a list of lists is a table, whose first
row may be a header; a list of strings that end in line feeds is one text, which is how notebooks hold cells.

Source: RFC 8259 (JSON), RFC 6901 (JSON Pointer, the places), RFC 7464 (sequences), nbformat 4 (notebooks).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

from dlpscan.extract import sniff
from dlpscan.extract.encodings import decode, is_text
from dlpscan.extract.tables import is_header, label_of
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_SAMPLE = 4096
# What may stand at the very beginning; a word behind a bracket makes it prose.
_BEGINNING = re.compile(
    r'[\s\x1e\ufeff]*(?:\{\s*(?:"|\}|$)|\[\s*(?:["\[{\]]|-?\d|true\b|false\b|null\b|$))', re.ASCII
)
_LINES = re.compile(r"[\s\x1e\ufeff]*[{\[][^\n]*[}\]][^\S\n]*\n[\s\x1e]*[{\[]", re.ASCII)
# A sign; a string, with the colon that makes it a key; a number or word; anything else.
_TOKEN = re.compile(
    r"[ \t\r\n\x1e\ufeff]*+(?:"
    r'([{}\[\],])|"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t\r\n]*+(:?)|([^\s{}\[\],:"\x1e\ufeff]++)|.)',
    re.DOTALL,
)
_ATOM = re.compile(r"-?\d[\w.+-]*|true|false|null|NaN|-?Infinity", re.ASCII)
# Lists of one to four figures in a list, such as pairs of coordinates: too short for a number of anybody's.
_FIGURE = r"[ \t\r\n]*+-?\d{1,6}+(?:\.\d{1,20}+)?[ \t\r\n]*+"
_LIST = rf"{_FIGURE}(?:,{_FIGURE}){{0,3}}\]"
_FIGURES = re.compile(rf"{_LIST}(?:[ \t\r\n]*+,[ \t\r\n]*+\[{_LIST}){{0,15}}", re.ASCII)
_NOT_OF_FIGURE = str.maketrans(",[]", "   ")
_NUMBERS = re.compile(rf"(?:{_ATOM.pattern})(?:\t-?\d[\d.]*){{0,63}}", re.ASCII)
_RESUME = re.compile(r"\n(?=[{\[\x1e])")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
# A key that is a plain name in a program is a label only; any other may be a person or a number itself.
_PLAIN_KEY = re.compile(r"(?=.{0,64}$)[A-Za-z_$@#][A-Za-z_$]*(?:[-.]?\d{0,4}[A-Za-z_$]+)*\d{0,4}", re.ASCII)
# Keys that say nothing of their own: the key around them is the label.
_EMPTY_KEYS = frozenset("value val v text #text $ content data number no 值 内容 号码".split())
# Keys whose value names the value beside it, as in {"name": "手机号", "value": "…"}.
_NAMING_KEYS = ("label", "title", "name", "field", "key", "字段", "名称")
_VALUE_KEYS = frozenset({"value", "val", "content", "text", "值", "内容"})
_LONGEST_NAME = 30
_MOST_PIECES = 1000
_MOST_CHARACTERS = 1 << 16
_LONG_TEXT = 200
_DEEPEST_PLACE = 100
_TOKENS_BETWEEN_CHECKS = 4096
_LOOK_BACK = 1000


_Wanted = Literal["value", "value or end", "key or end", "comma or end"]
_VALUES = ("value", "value or end")
_OPENING = ("{", "[")


class _Broken(Exception):  # noqa: N818  (says where the text stops being JSON)
    """A token that cannot stand here. *at* is its place."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(at)


class _Frame:
    """An open object or array, and the values in it that no inner one has taken.

    *items* are (text, pointer, label). *label* names the values of an array.
    """

    __slots__ = ("depth", "header", "index", "is_object", "items", "key", "label", "length", "pointer")

    def __init__(self, pointer: str, label: str, depth: int, *, is_object: bool) -> None:
        self.pointer = pointer
        self.label = label
        self.depth = depth
        self.is_object = is_object
        self.items: list[tuple[str, str, str]] = []
        self.length = 0
        self.index = -1
        self.key = ""
        self.header: list[str] | None = None

    def place(self) -> str:
        """Return the pointer of the member or element that is being read."""
        if self.depth > _DEEPEST_PLACE:
            return self.pointer
        name = _escaped(self.key) if self.is_object else str(self.index)
        return f"{self.pointer}/{name}"

    def name(self) -> str:
        """Return what names the value that is being read."""
        if self.is_object and not (self.label and self.key.lower() in _EMPTY_KEYS):
            return self.key
        return self.label

    def add(self, text: str, pointer: str, label: str) -> None:
        self.items.append((text, pointer, label))
        self.length += len(text) + 1


class _Reader:
    """Reads one text. *at* is how far it has come, *has_given* whether it has yielded anything."""

    def __init__(self, text: str, location: Location, budget: Budget, *, by_lines: bool) -> None:
        self._text = text
        self._location = location
        self._budget = budget
        self.by_lines = by_lines
        self._place = location
        self._line = 1
        self._counted = 0
        self._stack: list[_Frame] = []
        self._ready: list[Segment] = []
        self._plain_keys: set[str] = set()
        self.has_given = False

    def read(self, start: int) -> Iterator[Segment]:
        """Yield the rows from *start* on. Raises `_Broken` at what is no JSON."""
        self._stack.clear()
        wanted: _Wanted = "value"
        text = self._text
        position, count = start, -1
        while match := _TOKEN.match(text, position):
            count += 1
            if count % _TOKENS_BETWEEN_CHECKS == 0:
                self._budget.check_time()
            position = match.end()
            sign, string, colon, atom = match.groups()
            if sign == "[" and wanted in _VALUES and (figures := self._figures(position)):
                position = figures
                wanted = "comma or end"
            elif sign:
                wanted = self._sign(sign, wanted, match.end() - 1)
            elif string is not None:
                wanted = self._string(string, wanted, match.start(2) - 1, is_key=bool(colon))
            elif atom and self._stack and wanted in _VALUES and _ATOM.fullmatch(atom):
                self._scalar(atom)
                wanted = "comma or end"
            else:
                raise _Broken(match.start(4) if atom else match.end() - 1)
            self._cut()
            if self._ready:
                yield from self.drain()
        if self._stack:
            raise _Broken(len(self._text))

    def _cut(self) -> None:
        """Make what has been read of a long list a row."""
        if self._stack:
            frame = self._stack[-1]
            if len(frame.items) >= _MOST_PIECES or frame.length > _MOST_CHARACTERS:
                self._row(frame)

    def _figures(self, position: int) -> int:
        """Take the list of figures that is open at *position*, and up to 15 behind it, as one value.

        Return their end, 0 if it is no such list. Maps are lists of lists of a million pairs: a place for
        each number would cost more than all the rest.
        """
        around = self._stack[-1] if self._stack else None
        if around is None or around.is_object or around.header:
            return 0
        match = _FIGURES.match(self._text, position)
        if match is None:
            return 0
        around.header = []
        around.index += 1
        found = match.group()
        text = "\t".join(found.translate(_NOT_OF_FIGURE).split())
        around.add(text, around.place(), around.name())
        around.index += found.count("[")
        return match.end()

    def drain(self) -> Iterator[Segment]:
        """Yield the rows that are ready."""
        ready, self._ready = self._ready, []
        self.has_given = True
        yield from ready

    def _sign(self, sign: str, wanted: _Wanted, at: int) -> _Wanted:
        """Take a bracket or comma, or refuse it; return what must come next."""
        stack = self._stack
        if sign in _OPENING and wanted in _VALUES:
            if not stack:
                self._begin(at)
            self._open(is_object=sign == "{")
            return "key or end" if sign == "{" else "value or end"
        if stack and sign == "," and wanted == "comma or end":
            return "key or end" if stack[-1].is_object else "value or end"
        if stack and sign == ("}" if stack[-1].is_object else "]") and wanted.endswith("end"):
            self._close(stack.pop())
            return "comma or end" if stack else "value"
        raise _Broken(at)

    def _begin(self, start: int) -> None:
        """Take the place of a value at the top: that of its line, in JSON Lines."""
        if self.by_lines:
            self._place = self._location.under(Step("line", str(self._line_at(start))))

    def _line_at(self, position: int) -> int:
        """Return the number of a line, counted from the place that was asked for last."""
        if position >= self._counted:
            self._line += self._text.count("\n", self._counted, position)
        else:
            self._line -= self._text.count("\n", position, self._counted)
        self._counted = position
        return self._line

    def _string(self, raw: str, wanted: _Wanted, at: int, *, is_key: bool) -> _Wanted:
        if not self._stack or is_key != (wanted == "key or end") or wanted == "comma or end":
            raise _Broken(at)
        text = _unescaped(raw, at) if "\\" in raw else raw
        if is_key:
            frame = self._stack[-1]
            frame.key = text
            if text not in self._plain_keys:
                if _PLAIN_KEY.fullmatch(text):
                    self._plain_keys.add(text)
                else:
                    frame.add(text, frame.place(), "")
            return "value"
        self._scalar(text)
        return "comma or end"

    def _scalar(self, text: str) -> None:
        frame = self._stack[-1]
        frame.index += 1
        frame.add(text, frame.place(), frame.name())

    def _open(self, *, is_object: bool) -> None:
        if not self._stack:
            self._stack.append(_Frame("", "", 0, is_object=is_object))
            return
        around = self._stack[-1]
        around.index += 1
        label = around.name()
        self._stack.append(_Frame(around.place(), label, around.depth + 1, is_object=is_object))

    def _close(self, frame: _Frame) -> None:
        if frame.is_object:
            self._row(frame)
            return
        if len(frame.items) > 1 and all(text.endswith("\n") for text, _, _ in frame.items[:-1]):
            self._text_of("".join(text for text, _, _ in frame.items), frame.pointer)
            return
        around = self._stack[-1] if self._stack else None
        if around and not around.is_object:
            _take_header(frame, around)
        # Numbers alone are no record: a million pairs of coordinates are one list.
        if around and (around.is_object or (not around.header and _are_numbers(frame.items))):
            around.length += frame.length
            if around.items:
                around.items.extend(frame.items)
            else:
                around.items = frame.items
        else:
            self._row(frame)

    def _row(self, frame: _Frame) -> None:
        """Make the values of a frame a row, and a long text among them a text of its own."""
        items, frame.items, frame.length = frame.items, [], 0
        named = _named_value(items) if frame.is_object else ""
        texts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        for text, pointer, label in items:
            if len(text) > _LONG_TEXT and "\n" in text:
                self._text_of(text, pointer)
            elif text:
                name = named if named and _key(pointer) in _VALUE_KEYS else label
                pieces.append(Piece(length, self._at(pointer), name))
                texts.append(text)
                length += len(text) + 1
        if pieces:
            self._ready.append(Segment("\t".join(texts), self._place, kind="row", pieces=tuple(pieces)))

    def _text_of(self, text: str, pointer: str) -> None:
        self._ready.append(Segment(text, self._at(pointer), line=1))

    def _at(self, pointer: str) -> Location:
        # The kind `member` is masked: keys are text.
        if not pointer:
            return self._place
        return Location(self._place.path, (*self._place.place, Step("member", pointer)))

    def rest(self) -> Iterator[Segment]:
        """Yield what the open objects hold, where the text broke off."""
        while self._stack:
            self._row(self._stack.pop())
        yield from self.drain()

    def plain(self, start: int, end: int) -> Iterator[Segment]:
        """Yield a part of the text as it stands; with escapes in it, also without them."""
        part = self._text[start:end]
        if part.strip():
            line = self._line_at(start)
            yield Segment(part, self._location, offset=start, line=line)
            if _ESCAPE.search(part):
                text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), part)
                text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
                yield Segment(text, self._location.under(Step("part", "unescaped")), line=line)


def _named_value(items: list[tuple[str, str, str]]) -> str:
    """Return what names the value of an object such as {"name": "手机号", "value": "…"}, "" for others."""
    keys = {_key(pointer): text for text, pointer, _ in items[:8]}
    if not keys.keys() & _VALUE_KEYS:
        return ""
    return next((keys[key] for key in _NAMING_KEYS if 0 < len(keys.get(key, "")) <= _LONGEST_NAME), "")


def _unescaped(raw: str, at: int) -> str:
    """Return a string with its escapes undone; half a surrogate pair is no character."""
    try:
        text = str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        raise _Broken(at) from None
    return _LONE_SURROGATE.sub("\ufffd", text)


def _take_header(row: _Frame, table: _Frame) -> None:
    """Name the values of a row of a list of lists by its first row, if that can be a header."""
    if table.header is None:
        cells = [text for text, _, _ in row.items]
        can_name = table.index == 0 and is_header(cells) and not _are_numbers(row.items)
        table.header = cells if can_name else []
        return
    header = table.header
    if header:
        row.items = [
            (text, pointer, label_of(header, column) or label)
            for column, (text, pointer, label) in enumerate(row.items)
        ]


def _key(pointer: str) -> str:
    return pointer.rpartition("/")[2].lower()


def _are_numbers(items: list[tuple[str, str, str]]) -> bool:
    return all(_NUMBERS.fullmatch(text) for text, _, _ in items)


def _escaped(key: str) -> str:
    """Return a key as a part of a JSON Pointer (RFC 6901, 3)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


class JsonText:
    """Gives one segment per object; places are JSON Pointers, behind the line in JSON Lines."""

    name = "json"
    priority = 15

    def recognises(self, document: Document) -> bool:
        """Take text that begins as JSON does; if it is none after all, it is read as plain text."""
        if sniff.is_binary(document.data) or not is_text(document.data):
            return False
        return bool(_BEGINNING.match(decode(document.data[:_SAMPLE], document.charset).text))

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield rows, and plain text from a syntax error to the next line that begins an object."""
        decoded = decode(document.data, document.charset)
        if decoded.doubt:
            yield Unscannable("ambiguous", document.location, decoded.doubt)
        text = decoded.text
        reader = _Reader(text, document.location, budget, by_lines=bool(_LINES.match(text)))
        start = 0
        while start < len(text):
            try:
                yield from reader.read(start)
            except _Broken as broken:
                if not reader.has_given:
                    yield from reader.plain(0, len(text))
                    return
                yield from reader.rest()
                resume = _RESUME.search(text, broken.at)
                end = resume.end() if resume else len(text)
                # From the beginning of the line, so that a label before the error counts.
                line = text.rfind("\n", start, broken.at) + 1
                yield from reader.plain(max(start, line, broken.at - _LOOK_BACK), end)
                start = end
                reader.by_lines = True
            else:
                return


EXTRACTORS = (JsonText(),)
