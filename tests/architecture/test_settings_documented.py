from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"\bBEFFROI_[A-Z_]+\b")
#: A line of the reference: | `BEFFROI_NAME` | what it is | … |
DOCUMENTED = re.compile(r"^\| `(BEFFROI_[A-Z_]+)` \|", re.MULTILINE)


def _read_by_settings() -> set[str]:
    return set(VARIABLE.findall((ROOT / "beffroi/config/settings.py").read_text()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_setting_is_documented_and_no_other(language: str) -> None:
    page = (ROOT / "docs" / language / "settings.md").read_text()
    assert set(DOCUMENTED.findall(page)) == _read_by_settings()
