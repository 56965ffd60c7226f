"""A name that evidence gives once is a name everywhere in its document."""

from __future__ import annotations

import dlpscan

_SCANNER = dlpscan.Scanner(plugins=(), accelerate=False)


def _names(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in _SCANNER.scan_text(text).findings if one.entity_type == "PERSON"]


def test_a_later_mention_counts() -> None:
    """The second place has no evidence of its own, and says where its score comes from."""
    text = "客户姓名：魏东。下午看见魏东在楼下。"
    second = _SCANNER.scan_text(text).findings[-1]

    assert _names(text) == [(5, 7), (12, 14)]
    assert second.evidence == ("established by evidence elsewhere in the document",)
    assert second.score < _SCANNER.scan_text(text).findings[0].score


def test_an_earlier_mention_counts() -> None:
    """The evidence may come behind."""
    assert _names("下午看见魏东在楼下。客户姓名：魏东。") == [(4, 6), (15, 17)]


def test_without_evidence_a_bare_name_is_none() -> None:
    """Nothing establishes the name, so nothing holds."""
    assert _names("下午看见魏东在楼下。") == []


def test_a_part_of_a_longer_word_is_no_mention() -> None:
    """王伟 is established; 国王伟大 does not mention him."""
    assert _names("客户姓名：王伟。国王伟大。") == [(5, 7)]


def test_other_documents_know_nothing_of_it() -> None:
    """Each scan begins anew."""
    _names("客户姓名：魏东。")

    assert _names("下午看见魏东在楼下。") == []


def test_names_hold_across_the_segments_of_a_document() -> None:
    """A mail's subject mentions whom its body names, once the body was read before."""
    mail = "From: a@corp.example\r\nTo: b@corp.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    body = "客户姓名：魏东\r\n下午看见魏东在楼下。\r\n"
    found = _SCANNER.scan_bytes((mail + body).encode())

    assert [one.entity_type for one in found.findings].count("PERSON") == 2
