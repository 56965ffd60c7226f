"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlpscan import Scanner, keys


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the key and the configuration of the user who runs it."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("APPDATA", str(folder))
    monkeypatch.delenv("DLPSCAN_KEY_FILE", raising=False)


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an installation key and use it."""
    path = tmp_path / "key"
    keys.create(path)
    monkeypatch.setenv("DLPSCAN_KEY_FILE", str(path))
    return path


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    """Return a scanner with the built-ins and the random key of this process."""
    return Scanner(plugins=())
