"""Runs one peer over documents, in the environment where it is installed: JSON lines in, JSON lines out.

Each peer sees the text alone, and all that it returns by default counts. Its own types are mapped to the
types of dlpscan that they cover; a type that covers several, such as its one kind of passport, is right for
each of them. Types without a counterpart (URL, religion, gender) count neither for it nor against it.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "speed"))
import one_run

Found = Iterable[tuple[str, int, int]]

_PASSPORTS = "CN_PASSPORT PASSPORT HK_PASSPORT MO_PASSPORT TW_PASSPORT"
TYPES: dict[str, dict[str, str]] = {
    "presidio": {
        "PHONE_NUMBER": "PHONE_NUMBER",
        "EMAIL_ADDRESS": "EMAIL_ADDRESS",
        "CREDIT_CARD": "BANK_CARD",
        "IBAN_CODE": "IBAN_CODE",
    },
    "datafog": {"EMAIL": "EMAIL_ADDRESS", "PHONE": "PHONE_NUMBER", "CREDIT_CARD": "BANK_CARD"},
    "argus-redact": {
        "phone": "PHONE_NUMBER",
        "phone_landline": "PHONE_NUMBER",
        "id_number": "CN_RESIDENT_ID CN_FOREIGNER_PR_CARD",
        "hk_id": "HK_ID_CARD",
        "tw_id": "TW_ID_CARD",
        "macau_id": "MO_ID_CARD",
        "taiwan_arc": "CN_TW_TRAVEL_PERMIT",
        "eep": "CN_EXIT_PERMIT",
        "hrp": "CN_HK_MO_TRAVEL_PERMIT",
        "bank_card": "BANK_CARD BANK_ACCOUNT",
        "credit_card": "BANK_CARD",
        "passport": _PASSPORTS,
        "us_passport": "PASSPORT",
        "license_plate": "CN_LICENCE_PLATE",
        "address": "ADDRESS",
        "credit_code": "CN_USCC",
        "qq": "QQ_NUMBER",
        "wechat": "WECHAT_ID",
        "date_of_birth": "DATE_OF_BIRTH",
        "military_id": "CN_MILITARY_ID",
        "social_security": "CN_SOCIAL_SECURITY",
        "person": "PERSON",
        "email": "EMAIL_ADDRESS",
        "iban": "IBAN_CODE",
        "imei": "IMEI",
    },
    "helan": {
        "ADDRESS": "ADDRESS",
        "BANK_CARD": "BANK_CARD",
        "EMAIL": "EMAIL_ADDRESS",
        "ID_CARD": "CN_RESIDENT_ID CN_FOREIGNER_PR_CARD",
        "LANDLINE": "PHONE_NUMBER",
        "LICENSE_PLATE": "CN_LICENCE_PLATE",
        "OFFICER_ID": "CN_MILITARY_ID",
        "PASSPORT": _PASSPORTS,
        "PERSON_NAME": "PERSON",
        "PHONE": "PHONE_NUMBER",
        "QQ_NUMBER": "QQ_NUMBER",
        "TW_ID_CARD": "TW_ID_CARD",
        "USCC": "CN_USCC",
        "WECHAT_ID": "WECHAT_ID",
    },
}


def covered(peer: str) -> set[str]:
    """Return the types of dlpscan that a peer knows."""
    return {one for types in TYPES[peer].values() for one in types.split()}


def _presidio() -> Callable[[str], Found]:
    analyzer = one_run.presidio_analyzer("zh")
    predefined = importlib.import_module("presidio_analyzer.predefined_recognizers")
    # It is loaded for English alone, though nothing in it is English.
    analyzer.registry.add_recognizer(predefined.CreditCardRecognizer(supported_language="zh"))
    return lambda text: (
        (one.entity_type, one.start, one.end) for one in analyzer.analyze(text, language="zh")
    )


def _datafog() -> Callable[[str], Found]:
    datafog = importlib.import_module("datafog")
    return lambda text: (
        (one.type, one.start, one.end) for one in datafog.scan(text, engine="regex").entities
    )


def _argus() -> Callable[[str], Found]:
    argus = importlib.import_module("argus_redact")

    def find(text: str) -> Found:
        entities = argus.redact(text, mode="fast", lang=["zh", "en"], detailed=True)[2]["entities"]
        return ((one["type"], one["start"], one["end"]) for one in entities)

    return find


def _helan() -> Callable[[str], Found]:
    helan = importlib.import_module("helan")
    return lambda text: ((one.type, one.start, one.end) for one in helan.recognize(text))


PEERS = {"presidio": _presidio, "datafog": _datafog, "argus-redact": _argus, "helan": _helan}


def main() -> int:
    """Read `{"text": …}` lines, write a list of [types, start, end] for each."""
    name, out = sys.argv[1], sys.stdout
    sys.stdout = sys.stderr
    find, types = PEERS[name](), TYPES[name]
    for line in sys.stdin:
        text = json.loads(line)["text"]
        try:
            found = [(types[kind].split(), start, end) for kind, start, end in find(text) if kind in types]
        except Exception as error:  # noqa: BLE001 (a peer that fails found nothing here)
            print(f"{name}: {type(error).__name__}", file=sys.stderr)
            found = []
        print(json.dumps(found), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
