"""Numbers whose signs stand apart in no order: any separators, a line end among them.

Numbers of digits alone are put together before recognisers see them. Those with letters are not, since words
are made of letters; behind their own label, where the form says how many signs there must be, each may stand
apart.
"""

from __future__ import annotations

JOINT = r"(?:[ \-·.]{0,3}|[ \t]{0,4}\n[ \t>|*#]{0,4})"
"""What may stand between two signs of one number."""

NO_MORE = r"(?![ \-·.]{0,2}[0-9])"
"""No further digit belongs to the number."""


def compact(text: str) -> str:
    """Return the letters and digits of *text*, in upper case."""
    return "".join(character for character in text.upper() if character.isalnum())


def signs(*counted: tuple[str, int]) -> str:
    """Return a pattern of characters apart, each given as (its class, how many)."""
    return JOINT.join(f"{one}(?:{JOINT}{one}){{{count - 1}}}" if count > 1 else one for one, count in counted)
