"""What tells who somebody is: the policy and the registers must mean the same by it."""

from __future__ import annotations

STRONG = frozenset(
    "CN_RESIDENT_ID CN_FOREIGNER_PR_CARD CN_PASSPORT PASSPORT HK_PASSPORT MO_PASSPORT TW_PASSPORT "
    "CN_HK_MO_TRAVEL_PERMIT CN_EXIT_PERMIT CN_TW_TRAVEL_PERMIT HK_ID_CARD MO_ID_CARD TW_ID_CARD "
    "CN_MILITARY_ID CN_DRIVING_LICENCE CN_SOCIAL_SECURITY BANK_CARD".split()
)
"""What belongs to one person only. Phones and mailboxes are shared, and phones get new owners."""

SINGLE = frozenset(
    "CN_RESIDENT_ID CN_FOREIGNER_PR_CARD HK_ID_CARD MO_ID_CARD TW_ID_CARD CN_MILITARY_ID".split()
)
"""What a person has one of: two of a kind are two people."""

TELLING = STRONG | frozenset(
    "PHONE_NUMBER EMAIL_ADDRESS WECHAT_ID QQ_NUMBER ALIPAY_ID BANK_ACCOUNT IBAN_CODE CN_LICENCE_PLATE "
    "VIN IMEI".split()
)
"""What may tell a customer. A name, an address or a birthday never does."""

ADDRESS = "address:"
"""Begins the recipient of a consent for one mailbox, which a register does not hold in clear."""
