from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi.printing import printer


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where prints put what they work on: empty before and after each of them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def no_press() -> Iterator[None]:
    """No press that stands ready, before and after."""
    printer.standby.clear()
    yield
    printer.standby.clear()
