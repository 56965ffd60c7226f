"""The hooks that plugins implement. Each docstring here is its page in the documentation.

A plugin is a distribution with an entry point in the group `dlpscan` that names a module or object whose
functions are marked with `dlpscan.hookimpl`. Each hook is called once per `Scanner` and is given a
`register` callable, which validates what it gets.
"""

from __future__ import annotations

from collections.abc import Callable

import pluggy

from dlpscan.declare import Extractor, Register

GROUP = "dlpscan"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


class Hooks:
    """The specifications."""

    @hookspec
    def register_recognisers(self, register: Register) -> None:
        """Bring identifiers: call `register(recogniser)` for each `dlpscan.declare.Recogniser`.

        A recogniser whose name is taken already is refused, and the plugin with it.
        """

    @hookspec
    def register_extractors(self, register: Callable[[Extractor], None]) -> None:
        """Bring file formats: call `register(extractor)` for each `dlpscan.declare.Extractor`.

        Extractors are asked in falling `priority` whether they recognise a document, by its content.
        """
