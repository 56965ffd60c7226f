"""Rough masking of names, paths and messages, where nothing says what a run of digits is."""

from __future__ import annotations

import re

# Seven digits are a phone number; a date of eight and a time stamp of fourteen are names of files.
_DIGITS = re.compile(r"(?<![0-9])[0-9]{7,}")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[0-9]{6})?")
_MAILBOX = re.compile(r"[A-Za-z0-9._%+\-]{2,64}(?=@[A-Za-z0-9])")
_SHOWN = 3
# A number in parts (`420106_19850815_2717`) is no less a number; an address of a machine is none.
_IN_PARTS = re.compile(r"(?<![0-9])[0-9](?:[_.\- ]?[0-9]){10,}")
_ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")


def mask_roughly(text: str) -> str:
    """Return *text* with long digit runs and local parts of mailboxes masked, whatever they are."""
    return _MAILBOX.sub(_first_letter, _DIGITS.sub(_middle, _IN_PARTS.sub(_all_but_ends, text)))


def _all_but_ends(match: re.Match[str]) -> str:
    """Mask the digits of a number in parts but the first and last three, and leave what parts them."""
    written = match.group()
    digits = [index for index, character in enumerate(written) if character.isdigit()]
    plain = "".join(written[index] for index in digits)
    if len(plain) == len(written) or _DATE.match(plain) or _ADDRESS.fullmatch(written):
        return written
    hidden = set(digits[_SHOWN:-_SHOWN])
    return "".join("*" if index in hidden else character for index, character in enumerate(written))


def _middle(match: re.Match[str]) -> str:
    digits = match.group()
    if _DATE.fullmatch(digits):
        return digits
    shown = min(_SHOWN, (len(digits) - 4) // 2)
    return digits[:shown] + "*" * (len(digits) - 2 * shown) + digits[len(digits) - shown :]


def _first_letter(match: re.Match[str]) -> str:
    local = match.group()
    # What is masked already stays as it is.
    return local[:1] + "*" * (len(local) - 1)
