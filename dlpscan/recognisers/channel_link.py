"""Links that lead out of the company: net disks, transfer sites, messengers. A signal, no personal data."""

from __future__ import annotations

from dlpscan.checks import channel_links
from dlpscan.declare import Checked, Form, Literals, Mask, Recogniser, Scores


def _check(link: str) -> Checked | None:
    host = channel_links.read(link)
    if host is None:
        return None
    if channel_links.is_placeholder(channel_links.address_of(link)):
        return Checked("not_available", 0.4, (str(host), "a placeholder stands for the token"))
    return Checked("not_available", notes=(str(host),))


CHANNEL_LINK = Recogniser(
    name="channel_link",
    entity_type="CHANNEL_LINK",
    title_zh="外部渠道链接",
    title_en="Link to a net disk, transfer site or messenger",
    anchors=(Literals(tuple(channel_links.hosts())),),
    forms=(
        Form("link with the code that opens it", find=channel_links.find_with_code),
        Form("link", find=channel_links.find, factor=0.9),
    ),
    compact=str.strip,
    canonical=channel_links.address_of,
    check=_check,
    scores=Scores(bare=1.0, nearby=1.0, labelled=1.0),
    boundary="none",
    not_in=("trace",),
    mask=Mask(head=4),
    source="rules/channels/links.tsv; regulation 一(二)1(3)",
    kind="signal",
)

RECOGNISERS = (CHANNEL_LINK,)
