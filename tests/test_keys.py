"""The installation key and its fingerprints."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dlpscan import keys
from dlpscan.errors import KeyFileError

_VALUE = "420106198508152717"


def test_a_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    """`create` writes with mode 0600, into folders that it makes."""
    path = tmp_path / "a" / "b" / "key"
    keys.create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A second `create` refuses: with the old key every consent would be lost."""
    path = tmp_path / "key"
    first = keys.create(path).fingerprint("CN_RESIDENT_ID", _VALUE)
    with pytest.raises(KeyFileError, match="stands here already"):
        keys.create(path)

    assert keys.load(path).fingerprint("CN_RESIDENT_ID", _VALUE) == first


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A readable key is no key, and the error says what to do."""
    path = tmp_path / "key"
    keys.create(path)
    path.chmod(0o644)

    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a key file"),
        (b"dlpscan-key 1\ndigest: sha256\nkey: AAAA\n", "32 bytes"),
        (b"dlpscan-key 1\ndigest: md5\nkey: AAAA\n", "digest"),
        (b"dlpscan-key 1\ndigest: sha256\nkey: !!\n", "32 bytes"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_malformed_key_is_named_and_not_shown(tmp_path: Path, content: bytes, message: str) -> None:
    """The error names the file and the fault."""
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match=message) as caught:
        keys.load(path)
    assert caught.value.place == str(path)


def test_a_missing_key_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DLPSCAN_KEY_FILE that leads nowhere is an error, not a random key."""
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(tmp_path / "none"))

    with pytest.raises(KeyFileError, match="dlpscan key init"):
        keys.current()


def test_keys_do_not_match_each_other(tmp_path: Path) -> None:
    """One value has another fingerprint under another key, another digest and another type."""
    one, other = keys.create(tmp_path / "1"), keys.create(tmp_path / "2")
    prints = {
        one.fingerprint("CN_RESIDENT_ID", _VALUE),
        other.fingerprint("CN_RESIDENT_ID", _VALUE),
        one.fingerprint("BANK_CARD", _VALUE),
        keys.Keys(bytes(32), digest="sha256").fingerprint("CN_RESIDENT_ID", _VALUE),
        keys.Keys(bytes(32), digest="sm3").fingerprint("CN_RESIDENT_ID", _VALUE),
    }

    assert len(prints) == 5
    assert {len(one) for one in prints} == {keys.FINGERPRINT_HEX}
    assert one.key_id != other.key_id


def test_without_a_key_fingerprints_hold_for_the_process() -> None:
    """The random key is the same within a process and has no id."""
    assert keys.current() is keys.current()
    assert not keys.current().is_persistent


def test_the_default_path_is_used_when_a_key_stands_there() -> None:
    """`dlpscan key init` without --path is found without an environment variable."""
    made = keys.create(keys.default_path())

    assert keys.current().key_id == made.key_id


def test_the_key_is_not_in_its_repr(tmp_path: Path) -> None:
    """A key in a traceback or log shows its id only."""
    path = tmp_path / "key"
    made = keys.create(path, digest="sm3")
    secret = path.read_text().splitlines()[2].removeprefix("key: ")

    assert secret not in repr(made)
    assert repr(made) == f"Keys(key_id={made.key_id!r}, digest='sm3')"
