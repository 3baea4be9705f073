from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi.sitecheck.tests.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    there = Places(tmp_path)
    yield there
    there.stop()
