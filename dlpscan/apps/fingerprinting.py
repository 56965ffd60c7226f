"""Fingerprints of values that a person gives, under the installation key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dlpscan import keys
from dlpscan.errors import ConfigurationError, KeyFileError
from dlpscan.scanner import Scanner


def of_lines(entity_type: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the fingerprint of each line, read as one value of *entity_type*.

    Raises `ConfigurationError`, without the value, for a line that is none: a mistyped number would give
    a fingerprint that never matches.
    """
    scanner = Scanner(entities=[entity_type])
    current = keys.current()
    if not current.is_persistent:
        raise KeyFileError("a fingerprint needs an installation key; make one with: dlpscan key init")
    chosen = [one for one in scanner.recognisers if one.entity_type == entity_type]
    for number, line in enumerate(lines, start=1):
        found = [
            one
            for one in scanner.scan_text(f"{chosen[0].title_zh}：{line}").findings
            if "check failed" not in " ".join(one.evidence)
        ]
        if found:
            yield found[0].fingerprint
        elif all(one.check is None or one.boundary == "none" for one in chosen):
            # Nothing can be checked (a name): what was given is taken as it is.
            value = chosen[0].canonical(chosen[0].compact(line))
            yield current.fingerprint(entity_type, value)
        else:
            raise ConfigurationError(f"line {number}: is not a valid {entity_type}")
