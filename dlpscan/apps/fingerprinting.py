"""Fingerprints of values that a person gives, under the installation key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dlpscan import keys
from dlpscan.errors import ConfigurationError, KeyFileError
from dlpscan.scanner import Scanner


class Fingerprinter:
    """Makes the fingerprints that a scan would make. Build once: each type has a scanner of its own."""

    def __init__(self) -> None:
        self._keys = keys.current()
        if not self._keys.is_persistent:
            raise KeyFileError("a fingerprint needs an installation key; make one with: dlpscan key init")
        self._scanners: dict[str, Scanner] = {}

    def find(self, entity_type: str, text: str) -> tuple[str, ...]:
        """Return the fingerprints of the values of *entity_type* in *text*, at least one.

        Raises `ValueError`, without the value, where there is none: a mistyped number would give a
        fingerprint that never matches. Raises `ConfigurationError` for an unknown type.
        """
        if entity_type not in self._scanners:
            self._scanners[entity_type] = Scanner(entities=[entity_type])
        scanner = self._scanners[entity_type]
        chosen = [one for one in scanner.recognisers if one.entity_type == entity_type]
        found = [
            one.fingerprint
            for one in scanner.scan_text(f"{chosen[0].title_zh}：{text}").findings
            if "check failed" not in " ".join(one.evidence)
        ]
        if found:
            return tuple(dict.fromkeys(found))
        if all(one.check is None or one.boundary == "none" for one in chosen):
            # Nothing can be checked (a name): what was given is taken as it is.
            value = chosen[0].canonical(chosen[0].compact(text))
            return (self._keys.fingerprint(entity_type, value),)
        raise ValueError(f"is not a valid {entity_type}")


def of_lines(entity_type: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the fingerprint of each line, read as one value of *entity_type*.

    Raises `ConfigurationError`, without the value, for a line that is none.
    """
    fingerprinter = Fingerprinter()
    for number, line in enumerate(lines, start=1):
        try:
            yield fingerprinter.find(entity_type, line)[0]
        except ValueError as error:
            raise ConfigurationError(f"line {number}: {error}") from None
