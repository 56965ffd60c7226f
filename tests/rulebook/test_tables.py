"""Reviewed data: profiles and mailbox domains."""

from __future__ import annotations

import pytest

from dlpscan.errors import ConfigurationError
from dlpscan.rulebook import profiles
from dlpscan.rulebook.mailboxes import mailbox_class

# The entity types of the contract.
_TYPES = """
    CN_RESIDENT_ID CN_FOREIGNER_PR_CARD CN_PASSPORT PASSPORT HK_PASSPORT MO_PASSPORT TW_PASSPORT
    CN_HK_MO_TRAVEL_PERMIT CN_EXIT_PERMIT CN_TW_TRAVEL_PERMIT HK_ID_CARD MO_ID_CARD TW_ID_CARD
    CN_MILITARY_ID CN_DRIVING_LICENCE PHONE_NUMBER BANK_CARD BANK_ACCOUNT CN_CNAPS IBAN_CODE EMAIL_ADDRESS
    PERSON ADDRESS DATE_OF_BIRTH CN_USCC CN_LICENCE_PLATE VIN IMEI CN_SOCIAL_SECURITY WECHAT_ID QQ_NUMBER
    ALIPAY_ID CREDENTIAL TRANSACTION_RECORD CREDIT_RATING BEHAVIOUR_RECORD HEALTH_RECORD EDUCATION_RECORD
    CHANNEL_LINK CHANNEL_INTENT BOT_WEBHOOK COLLECTED_FIELD NOTICE_GAP
""".split()


@pytest.mark.parametrize("name", profiles.available())
def test_a_profile_knows_every_type(name: str) -> None:
    """Each profile gives every entity type of the contract a category and a clause."""
    profile = profiles.load(name)

    assert {kind for kind in _TYPES if profile.entity(kind).clause == ""} == set()
    assert profile.entity("CN_USCC").public
    assert profile.entity("CREDENTIAL").alone
    assert not profile.entity("PERSON").alone


def test_a_type_that_no_profile_lists_is_not_public() -> None:
    """A plugin's type counts as personal until a profile says otherwise."""
    entity = profiles.load().entity("SOMETHING_NEW")

    assert (entity.category, entity.public, entity.alone) == ("other", False, True)


def test_an_unknown_profile_is_named() -> None:
    """The error lists the known ones."""
    with pytest.raises(ConfigurationError, match="Known profiles: gbt35273, jrt0171, pipl-gbt45574"):
        profiles.load("none")


@pytest.mark.parametrize(
    ("domain", "kind"),
    [
        ("qq.com", "personal_webmail"),
        ("vip.qq.com", "vip_webmail"),
        ("mail.sub.163.com", "personal_webmail"),
        ("hotmail.fr", "personal_webmail"),
        ("hotmail.co.uk", "personal_webmail"),
        ("hotmail.corp.example", ""),
        ("notqq.com", ""),
        ("qq.com.evil.example", ""),
        ("263.net", "mixed_corp_hosting"),
        ("duck.com", "relay_alias"),
        ("mailinator.com", "disposable"),
        ("com", ""),
        ("", ""),
    ],
)
def test_mailbox_domains_are_matched_by_label(domain: str, kind: str) -> None:
    """A domain and those below it, never a part of a label."""
    assert mailbox_class(domain) == kind
