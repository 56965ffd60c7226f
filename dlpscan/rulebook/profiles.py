"""Legal profiles: to which category each entity type belongs, how sensitive it is, and what is public.

A profile is a table that a compliance officer can read and edit; see `rules/profiles/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from dlpscan.errors import ConfigurationError
from dlpscan.rulebook.folders import rules_folder

DEFAULT_PROFILE = "pipl-gbt45574"
CATEGORIES = ("identity", "contact", "financial", "behaviour", "health", "credential", "other")
SENSITIVITIES = ("C3", "C2", "C1", "sensitive", "general", "none")
_COLUMNS = ["entity_type", "category", "sensitivity", "clause", "alone", "public"]


class EntityClass(NamedTuple):
    """What a profile says of one entity type.

    *alone* says that one finding is customer information without a name beside it.
    """

    category: str
    sensitivity: str
    clause: str
    alone: bool
    public: bool


# A type that a profile does not list, such as a user's: whoever looks for it takes it for customer
# information (一(一)2(5), other information with a value in being kept secret).
_UNLISTED = EntityClass("other", "general", "一(一)2(5)", alone=True, public=False)


class Profile:
    """One legal profile."""

    def __init__(self, name: str, entities: dict[str, EntityClass]) -> None:
        self.name = name
        self._entities = entities

    def __repr__(self) -> str:
        return f"Profile({self.name!r})"

    def entity(self, entity_type: str) -> EntityClass:
        """Return what the profile says of *entity_type*."""
        return self._entities.get(entity_type, _UNLISTED)


def available() -> list[str]:
    """Return the names of the bundled profiles."""
    return sorted(path.stem for path in (rules_folder() / "profiles").glob("*.tsv"))


@cache
def load(name: str = DEFAULT_PROFILE) -> Profile:
    """Return the profile *name*. Raises `ConfigurationError` naming the known ones."""
    path = rules_folder() / "profiles" / f"{name}.tsv"
    if name not in available():
        raise ConfigurationError(f"profile {name!r} is not known. Known profiles: {', '.join(available())}")
    return Profile(name, _read(path))


def _read(path: Path) -> dict[str, EntityClass]:
    entities: dict[str, EntityClass] = {}
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        place = f"{path.name}:{number}"
        if header is None:
            header = cells
            if cells != _COLUMNS:
                raise ConfigurationError(f"the columns should be: {' '.join(_COLUMNS)}", place)
            continue
        if len(cells) != len(_COLUMNS):
            raise ConfigurationError(f"{len(cells)} cells, expected {len(_COLUMNS)}", place)
        entity_type, category, sensitivity, clause, alone, public = cells
        if category not in CATEGORIES:
            raise ConfigurationError(f"category {category!r}; known: {', '.join(CATEGORIES)}", place)
        if sensitivity not in SENSITIVITIES:
            raise ConfigurationError(f"sensitivity {sensitivity!r}; known: {', '.join(SENSITIVITIES)}", place)
        if not {alone, public} <= {"yes", "no"}:
            raise ConfigurationError("alone and public are yes or no", place)
        entities[entity_type] = EntityClass(category, sensitivity, clause, alone == "yes", public == "yes")
    return entities
