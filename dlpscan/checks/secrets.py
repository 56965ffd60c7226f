"""Says whether a word behind the label of a password is one, or a placeholder, a type, or a name in code.

The label is everywhere in source code and manuals; the value tells the two from a message to a customer.
"""

from __future__ import annotations

import re
from typing import Literal

from dlpscan.checks.late import LatePattern

Grade = Literal[0, 1, 2, 3]
"""0: no secret. 1: letters only, or short. 2: digits only. 3: letters with digits or signs."""

_SHORTEST = 4
_SHORTEST_MIXED = 6
_LONGEST = 64

# What stands in the place of a password in templates, types, settings and manuals.
_STAND_INS = frozenset(
    """
    a abc abcd abcdef abcdefg admin administrator alphanumeric any anonymous array arg args argument auth
    author base64 bar basic bcrypt bool boolean bytes changeme change_me changeit char conf config
    configured correct cred credential credentials crypt current data database db default demo digest
    disabled dummy email empty enabled encoded encrypted entry enter env environment error example expired
    fail failed false field file filled foo foobar forgot form function generated get google guest hash
    hashed hello here hidden host http https id incorrect input int invalid is key keys know let list local
    localhost login long lower manager masked match matches md5 me message missing mismatch mock model must
    my mypass mypassword mysql name new newpass newpassword nil no none not null number object off ok old
    oldpass oldpassword on oracle option optional or param parameter parse pass passphrase passcode passw
    passwd password passwords path phrase pin plain plaintext please postgres postgresql prefix private
    prompt protected props public pw pwd query random read readonly redacted ref removed replace req request
    required res reset root salt sample secret secrets secure security self sensitive server service session
    set setting settings sha sha1 sha256 sha512 sha224 sha384 show some someone something static store str
    string strong super tbd temp temporary test tester testing testpass testpassword text the this title
    todo token true txt type undefined unknown unset update upper url use used user username userpass users
    utf8 utf-8 val valid value values var variable verify view vm weak when with wrong xml yes you your
    yourpassword
    """.split()
)
_REPEATED = LatePattern(r"(.)\1*|(?:x{3,}|X{3,}|\*{2,}|\.{2,}|•+|_{2,}|-{2,}|\?{2,}|#{2,}).*", re.DOTALL)
_TEMPLATE = LatePattern(
    r"\$[{(]|^\$[A-Za-z_]\w*$|\{\{|\}\}|\{[A-Za-z_0-9.]*\}|<[^>]*>?|%[({]|%[sdr](?![A-Za-z0-9])|%[A-Z_]+%|@\{|#\{"
    r"|\\[dwsnrtux]|\.\.\.|\*{3,}|x{4,}|X{4,}|…"
)
_DOTTED = LatePattern(r"[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)+\W*")
_CODE = LatePattern(
    r"[A-Za-z_$][\w$.]*[(\[{]|[(\[{/\\=|?:;,]|\.{1,2}/|[A-Za-z]:\\|[a-z][a-z0-9+.\-]{1,12}://"
    r"|[@^!~+](?!(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z]))"
)
# A mailbox is what anonymous FTP asks for.
_MAILBOX = LatePattern(r"[a-z][a-z._\-]*@[a-z][a-z\-]*(?:\.[a-z]{2,})+")
# one_of_these, ONE_OF_THESE, one-of-these: names, keys, classes; a last number belongs to them.
_JOINED = LatePattern(r"[A-Za-z]{2,}(?:[_\-.:/][A-Za-z]{1,}[0-9]{0,2})+|_+\w+|[A-Za-z]+[_\-][0-9]{1,2}")
_CAMEL = LatePattern(r"[a-z]+(?:[A-Z][a-z]+)+[0-9]?")
_SIGNS = LatePattern(r"[!@#$%^&*~+?]")
_TAIL = LatePattern(r"[0-9!@#$_\-.]+$")
_EXAMPLE = LatePattern("passw|secret|example|sample|dummy|changeme|yourp")
_HEXADECIMAL = LatePattern(
    r"0[xX][0-9A-Fa-f]+|(?:0x)?[0-9a-f]{32,}|(?:0x)?[0-9A-F]{32,}|\$[0-9a-z]+\$.+|\{[A-Z0-9]+\}.+"
)
_DATE = LatePattern(r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_ALGORITHM = LatePattern(
    r"(?:md|sha|aes|des|rsa|rc|base|utf|ipv?|http|oauth|tls|ssl|pbkdf|sm|crc|ed|x|ecdsa|hmac|bcrypt|scrypt|argon|"
    r"python|win|windows|mysql|v|oracle|java|jdk|web|log|i|l|k|p|b|a|mp|es|html|css|h)[\-_]?[0-9]{1,4}(?:[.\-_][0-9]{1,3}){0,2}[a-z]{0,4}",
    re.IGNORECASE,
)


def grade(value: str, *, quoted: bool) -> Grade:
    """Return how much *value* looks like a password; *quoted* says that it stood between quotation marks."""
    if not _SHORTEST <= len(value) <= _LONGEST or _REPEATED.fullmatch(value) or _TEMPLATE.search(value):
        return 0
    lowered = value.lower()
    stem = _TAIL.sub("", lowered)
    if lowered in _STAND_INS or _HEXADECIMAL.fullmatch(value) or _DATE.fullmatch(value):
        return 0
    if value.isdecimal():
        return 2
    if (
        _MAILBOX.fullmatch(value)
        or _DOTTED.fullmatch(value)
        or _JOINED.fullmatch(value)
        or _CODE.match(value)
    ):
        return 0
    if not quoted and (_ALGORITHM.fullmatch(value) or _CAMEL.fullmatch(value)):
        return 0
    has_letter = any(character.isalpha() for character in value)
    has_digit = any(character.isdecimal() for character in value)
    has_sign = _SIGNS.search(value) is not None
    if has_letter and (has_digit or has_sign):
        if (stem in _STAND_INS or _EXAMPLE.search(stem)) and not (has_sign and has_digit):
            # password1, test123: an example more often than not, still somebody's.
            return 1 if has_digit and len(value) - len(stem) >= 3 else 0  # noqa: PLR2004
        return 3 if len(value) >= _SHORTEST_MIXED else 1
    if value.isalpha() and len(value) >= _SHORTEST_MIXED:
        return 1
    return 3 if has_digit and has_sign and len(value) >= _SHORTEST_MIXED else 0
