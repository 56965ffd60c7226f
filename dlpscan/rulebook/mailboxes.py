"""Domains of mailboxes that belong to persons: reviewed data in `rules/channels/`.

The list only ever makes worse what is already outside the company. A domain that is not on it is not
internal for that: only the company's own list makes an address internal.
"""

from __future__ import annotations

from functools import cache

from dlpscan.errors import ConfigurationError
from dlpscan.rulebook.folders import rules_folder

CLASSES = ("personal_webmail", "vip_webmail", "mixed_corp_hosting", "relay_alias", "disposable")
_COLUMNS = ["domain", "class", "provider", "source"]


@cache
def _table() -> dict[str, str]:
    name = "channels/personal_mailboxes.tsv"
    found: dict[str, str] = {}
    header: list[str] | None = None
    text = (rules_folder() / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            if cells != _COLUMNS:
                raise ConfigurationError(f"the columns should be: {' '.join(_COLUMNS)}", f"{name}:{number}")
        elif len(cells) != len(_COLUMNS) or cells[1] not in CLASSES:
            raise ConfigurationError(f"class should be one of: {', '.join(CLASSES)}", f"{name}:{number}")
        else:
            found[cells[0]] = cells[1]
    return found


def mailbox_class(domain: str) -> str:
    """Return the class of a normalised *domain* or of a domain above it, "" if it is not listed.

    `hotmail.*` in the table stands for that name under any ending: hotmail.fr, hotmail.co.uk.
    """
    table = _table()
    labels = domain.split(".")
    for index in range(len(labels) - 1):
        found = table.get(".".join(labels[index:]))
        ending = labels[index + 1 :]
        if not found and (len(ending) == 1 or ending[:-1] in _SECOND_LEVEL):
            found = table.get(f"{labels[index]}.*")
        if found:
            return found
    return ""


_SECOND_LEVEL = (["co"], ["com"], ["net"], ["org"])
