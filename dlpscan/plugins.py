"""Loads plugins one by one, so that a broken one is named and costs nothing but itself.

Built-ins register through the same hooks as outsiders. A plugin that does not load, raises, or misspells a
hook is a `PluginFailure`: every result of the scanner is then incomplete, and says which plugin it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any, NamedTuple, TypeVar

import pluggy

from dlpscan import extract, recognisers
from dlpscan.declare import Extractor, Recogniser, Register
from dlpscan.errors import PluginError
from dlpscan.hookspecs import GROUP, Hooks, hookimpl

T = TypeVar("T")

_HOOKS = ("register_recognisers", "register_extractors")
BUILT_IN = "dlpscan"


class PluginInfo(NamedTuple):
    """A plugin that works: what it is and what it brought."""

    name: str
    distribution: str
    version: str
    recognisers: tuple[str, ...]
    extractors: tuple[str, ...]


class PluginFailure(NamedTuple):
    """A plugin that does not work, and why, in words that hold no data."""

    name: str
    what: str


class Origin(NamedTuple):
    """A recogniser or extractor with the name of the plugin that brought it."""

    plugin: str
    thing: Any


class BuiltIns:
    """What dlpscan brings itself, through the hooks that everybody uses."""

    @hookimpl
    def register_recognisers(self, register: Register) -> None:
        """Register the recognisers of `dlpscan.recognisers`."""
        for recogniser in recognisers.built_in():
            register(recogniser)

    @hookimpl
    def register_extractors(self, register: Callable[[Extractor], None]) -> None:
        """Register the extractors of `dlpscan.extract`."""
        for extractor in extract.built_in():
            register(extractor)


class Plugins:
    """All plugins of one scanner.

    *allowed* is the full list of entry points that may load, None for all. *extra* are plugin objects
    given by the caller; their faults are programming errors and raise `PluginError`.
    """

    def __init__(self, allowed: Iterable[str] | None = None, extra: Iterable[object] = ()) -> None:
        self.infos: list[PluginInfo] = []
        self.failures: list[PluginFailure] = []
        self.recognisers: list[Recogniser] = []
        self.extractors: list[Extractor] = []
        self.extractor_origins: dict[str, str] = {}
        self._take(BuiltIns(), BUILT_IN, BUILT_IN, "")
        for plugin in extra:
            name = getattr(plugin, "__name__", type(plugin).__name__)
            self._take(plugin, name, name, "")
        self._load_entry_points(None if allowed is None else set(allowed))
        self.extractors.sort(key=lambda one: (-one.priority, one.name))

    def _load_entry_points(self, allowed: set[str] | None) -> None:
        found = set()
        for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
            found.add(point.name)
            if allowed is not None and point.name not in allowed:
                continue
            distribution = point.dist.name if point.dist else point.name
            version = point.dist.version if point.dist else ""
            try:
                self._take(point.load(), point.name, distribution, version)
            except PluginError as error:
                self.failures.append(PluginFailure(distribution, str(error)))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                what = f"plugin {distribution}: does not load: {type(error).__name__}"
                self.failures.append(PluginFailure(distribution, what))
        for name in sorted((allowed or set()) - found):
            self.failures.append(
                PluginFailure(name, f"plugin {name}: listed under plugins: but not installed")
            )

    def _take(self, plugin: object, name: str, distribution: str, version: str) -> None:
        """Register one plugin with all it brings, or raise `PluginError` and keep nothing of it."""
        manager = pluggy.PluginManager(GROUP)
        manager.add_hookspecs(Hooks)
        try:
            manager.register(plugin, name)
            manager.check_pending()
        except pluggy.PluginValidationError:
            raise PluginError(distribution, _misspelt(manager, plugin)) from None
        if not manager.get_hookcallers(plugin):
            raise PluginError(
                distribution,
                f"implements no hook. Known hooks: {', '.join(_HOOKS)}; mark them with dlpscan.hookimpl",
            )
        brought: list[Recogniser] = []
        formats: list[Extractor] = []
        try:
            manager.hook.register_recognisers(register=_collector(brought, Recogniser))
            manager.hook.register_extractors(register=_collector(formats, Extractor))
        except PluginError as error:
            raise PluginError(distribution, str(error).partition(": ")[2]) from None
        except Exception as error:  # noqa: BLE001  (anything a plugin raises)
            raise PluginError(distribution, f"raised {type(error).__name__} while registering") from None
        taken = {one.name for one in self.recognisers}
        for one in brought:
            if one.name in taken:
                raise PluginError(distribution, f"recogniser {one.name!r} exists already")
            taken.add(one.name)
        self.recognisers.extend(brought)
        self.extractors.extend(formats)
        self.extractor_origins.update(dict.fromkeys((one.name for one in formats), distribution))
        names = tuple(one.name for one in brought), tuple(one.name for one in formats)
        self.infos.append(PluginInfo(name, distribution, version, *names))


def _misspelt(manager: pluggy.PluginManager, plugin: object) -> str:
    """Return what is wrong with the hooks of *plugin*, with the nearest known name."""
    for attribute in dir(plugin):
        if manager.parse_hookimpl_opts(plugin, attribute) is None or attribute in _HOOKS:
            continue
        near = get_close_matches(attribute, _HOOKS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        return f"hook {attribute!r} is not known.{hint} Known hooks: {', '.join(_HOOKS)}"
    return f"a hook does not take the argument `register`. Known hooks: {', '.join(_HOOKS)}"


def _collector(target: list[T], kind: Any) -> Callable[[T], None]:
    """Return a `register` callable that takes only what has the shape of *kind*."""

    def register(thing: T) -> None:
        if kind is Recogniser and not isinstance(thing, Recogniser):
            raise PluginError(
                "", f"registered a {type(thing).__name__}; expected a dlpscan.declare.Recogniser"
            )
        if kind is Extractor:
            lacking = [
                name for name in ("name", "priority", "recognises", "extract") if not hasattr(thing, name)
            ]
            if lacking:
                raise PluginError("", f"registered an extractor without {', '.join(lacking)}")
        target.append(thing)

    return register
