"""An example plugin: one recogniser and one extractor, registered through the hooks of dlpscan."""

from __future__ import annotations

from collections.abc import Callable

from dlpscan import hookimpl
from dlpscan.declare import Extractor, Register
from dlpscan_example.card_index import CardIndex
from dlpscan_example.policy_number import POLICY_NUMBER


@hookimpl
def register_recognisers(register: Register) -> None:
    """Register the policy number."""
    register(POLICY_NUMBER)


@hookimpl
def register_extractors(register: Callable[[Extractor], None]) -> None:
    """Register the card index."""
    register(CardIndex())
