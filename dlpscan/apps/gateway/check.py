"""`--check`: whether the gateway would start, and what Postfix must be told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dlpscan.apps.gateway.milter import Judge, Listen
from dlpscan.rulebook.settings import Settings

# Postfix waits so long for an answer at the end of a message; the gateway answers or reports progress well
# before that.
_CONTENT_TIMEOUT_S = 300


def report(listen: Listen, policy: Path, rules: tuple[str, ...]) -> Iterator[str]:
    """Yield what was checked and the lines for main.cf. Raises `DlpscanError` for what would not start."""
    judge = Judge(policy, rules)
    try:
        workers = len(judge.process_ids)
    finally:
        judge.close()
    settings = judge.settings
    yield f"# {policy}: settings, rules and {workers} workers are good"
    yield from (f"# note: {note}" for note in _notes(settings))
    yield "# add to main.cf:"
    yield f"smtpd_milters = {listen.as_postfix}"
    yield f"non_smtpd_milters = {listen.as_postfix}"
    yield "milter_protocol = 6"
    yield "# fail closed: no mail passes while the milter is down or does not answer"
    yield "milter_default_action = tempfail"
    yield "milter_connect_timeout = 10s"
    yield "milter_command_timeout = 10s"
    yield f"milter_content_timeout = {_CONTENT_TIMEOUT_S}s"
    yield f"message_size_limit = {settings.gateway.max_bytes}"
    yield "# a header is cut at a NUL before the milter sees it, and delivered whole: refuse such mail"
    yield "message_reject_characters = \\0"
    yield "# the login must reach the milter with MAIL FROM (the default of Postfix 3)"
    yield "milter_mail_macros = i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host}"


def _notes(settings: Settings) -> Iterator[str]:
    if not settings.company.domains:
        yield "company.domains is empty: every recipient is outside"
    if settings.gateway.networks == type(settings.gateway)().networks:
        yield "gateway.networks is loopback only: mail of other clients is inbound unless they log in"
    allow = settings.allowed()
    yield from allow.ended(allow.today())
    if settings.gateway.deadline_s > _CONTENT_TIMEOUT_S / 2:
        yield "gateway.deadline_s is long for Postfix: keep it under half of milter_content_timeout"
