"""YAML to typed values, with the line of every mistake and the nearest known key.

The YAML is composed to nodes first, which know their lines; msgspec validates the plain values; its error
names a path such as `$.partners[0].role`, and the path leads back to the node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from dlpscan.errors import ConfigurationError

if TYPE_CHECKING:
    import yaml

T = TypeVar("T")

_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_PATH = re.compile(r" - at `(?:key in )?([^`]+)`$")
_STEP = re.compile(r"\.([\w\-]+)|\[(\d+|\.\.\.)\]")


class _Tree(NamedTuple):
    """A plain value with the line of each of its parts, by path."""

    value: Any
    lines: dict[tuple[str | int, ...], int]


Fault: TypeAlias = tuple[tuple[str | int, ...], str]
"""What is wrong beyond the types: the path of the value, and a sentence."""


def _no_faults(_: Any) -> Iterable[Fault]:
    return ()


def load(path: Path, kind: type[T], faults: Callable[[T], Iterable[Fault]] = _no_faults) -> T:
    """Return the YAML file at *path* as a value of type *kind*. Raises `ConfigurationError`.

    *faults* finds what types cannot refuse.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError("no such file", str(path)) from None
    except UnicodeDecodeError:
        raise ConfigurationError("is not UTF-8; save it as UTF-8", str(path)) from None
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", str(path)) from None
    return parse(text, kind, str(path), faults)


def parse(text: str, kind: type[T], name: str, faults: Callable[[T], Iterable[Fault]] = _no_faults) -> T:
    """Return the YAML *text* as a value of type *kind*; *name* stands for the file in errors."""
    tree = _tree(text, name)
    try:
        value = msgspec.convert(tree.value if tree.value is not None else {}, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _explained(str(error), tree, kind, name) from None
    for path, sentence in faults(value):
        shown = ".".join(map(str, path))
        raise ConfigurationError(f"{shown}: {sentence}", f"{name}:{_line(tree, path)}")
    return value


def line_of(path: Path, where: tuple[str | int, ...]) -> int | None:
    """Return the line of the value at *where* in a file, None where the file cannot be read any more."""
    try:
        return _line(_tree(path.read_text(encoding="utf-8-sig"), str(path)), where)
    except (OSError, UnicodeDecodeError, ConfigurationError):
        return None


def _line(tree: _Tree, path: tuple[str | int, ...]) -> int:
    """Return the line of the value at *path*, or of what it lies in."""
    while path and path not in tree.lines:
        path = path[:-1]
    return tree.lines.get(path, 1)


def _tree(text: str, name: str) -> _Tree:
    import yaml  # noqa: PLC0415  (11 ms; a scan without settings and rules of its own reads no YAML)

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or "not YAML"
        raise ConfigurationError(f"broken YAML: {problem}", place) from None
    lines: dict[tuple[str | int, ...], int] = {}
    return _Tree(None if root is None else _plain(root, (), lines, name, 0), lines)


_DEEPEST = 64


def _plain(
    node: yaml.Node,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    name: str,
    depth: int,
) -> Any:
    from yaml import MappingNode, SequenceNode  # noqa: PLC0415  (as above)

    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if depth > _DEEPEST:
        raise ConfigurationError(f"nested deeper than {_DEEPEST} levels", f"{name}:{line}")
    if isinstance(node, MappingNode):
        result = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1
            if key in result:
                raise ConfigurationError(f"key {key!r} stands twice", f"{name}:{key_line}")
            lines[(*path, key)] = key_line
            result[key] = _plain(value_node, (*path, key), lines, name, depth + 1)
        return result
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, index), lines, name, depth + 1) for index, item in enumerate(node.value)]
    return _scalar(node, f"{name}:{line}")


def _scalar(node: yaml.Node, place: str) -> Any:
    """Return a plain scalar; dates stay text, which the typed value reads itself."""
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in {"yes", "true", "on"}
    if kind in {"int", "float"}:
        number = node.value.replace("_", "")
        try:
            return int(number, 0) if kind == "int" else float(number)
        except ValueError:
            return node.value
    if kind not in {"str", "timestamp"}:
        raise ConfigurationError(f"tag {node.tag} is not allowed here", place)
    return node.value


def _explained(message: str, tree: _Tree, kind: type, name: str) -> ConfigurationError:
    """Return a validation error with file, line, and the nearest known key."""
    found = _PATH.search(message)
    steps = _STEP.findall(found.group(1) if found else "")
    path: list[str | int] = [key or (0 if index == "..." else int(index)) for key, index in steps]
    what = _PATH.sub("", message)
    unknown = _UNKNOWN.match(what)
    where = tuple(path)
    if unknown:
        key = unknown.group(1)
        where = (*where, key)
        known = _keys_at(kind, path)
        near = get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        what = f"key {key!r} is not known. {hint}Known keys: {', '.join(sorted(known))}"
    else:
        shown = ".".join(str(step) for step in path)
        what = what[:1].lower() + what[1:] + _hint(what, kind, path)
        what = f"{shown}: {what}" if shown else what
    return ConfigurationError(what, f"{name}:{_line(tree, where)}")


def _hint(what: str, kind: Any, path: list[str | int]) -> str:
    """Return what to write instead, as far as the type tells."""
    if "date" in what:
        return "; write it as 2026-11-24" if "datetime" not in what else "; as 2026-11-24T10:00:00+08:00"
    if "enum" in what:
        for step in path:
            kind = _inside(kind, step)
        values = [getattr(one, "value", one) for one in get_args(kind) or kind]
        return f". Known values: {', '.join(map(str, values))}"
    if "matching regex" in what and path and path[-1] == "subject":
        return ". A subject is the fingerprint that `dlpscan fingerprint` prints, never the value itself"
    if "matching regex" in what and path and path[-1] == "url":
        return ". Use sqlite:///registers.db or postgresql+psycopg://user@host/database"
    return ""


def _keys_at(kind: Any, path: list[str | int]) -> list[str]:
    """Return the keys that the type at *path* below *kind* knows."""
    for step in path:
        kind = _inside(kind, step)
    kind = _struct(kind)
    return list(kind.__struct_encode_fields__) if kind is not None else []


def _inside(kind: Any, step: str | int) -> Any:
    struct = _struct(kind)
    if struct is not None and isinstance(step, str):
        names = dict(zip(struct.__struct_encode_fields__, struct.__struct_fields__, strict=True))
        return get_type_hints(struct).get(names.get(step, step))
    arguments = [one for one in get_args(kind) if one is not Ellipsis and one is not type(None)]
    if get_origin(kind) is dict:
        return arguments[-1]
    return arguments[0] if arguments else None


def _struct(kind: Any) -> Any:
    """Return the struct type of *kind*, that of an optional one too."""
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None
