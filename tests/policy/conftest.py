"""An installation key for the tests of consents, and one Scanner under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlpscan import Scanner, keys


@pytest.fixture(scope="session")
def session_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a key that lives as long as the tests."""
    path = tmp_path_factory.mktemp("key") / "dlpscan.key"
    keys.create(path)
    return path


@pytest.fixture(scope="session")
def scanner(session_key: Path) -> Scanner:
    """Return a Scanner whose fingerprints are made with that key, so that consents can name them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLPSCAN_KEY_FILE", str(session_key))
        return Scanner(plugins=())


@pytest.fixture(autouse=True)
def _use_key(session_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every Policy of these tests read the same key."""
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(session_key))
