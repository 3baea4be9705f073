from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import typography

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`[^`]*`")
ADDRESS = re.compile(r"<https?://[^>]*>|\]\([^)]*\)")
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)


def _names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("name", _names(DOCUMENTS))
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    document = ROOT / name
    targets = [t for t in LINK.findall(document.read_text()) if "://" not in t]
    assert [t for t in targets if not (document.parent / t).exists()] == []


def test_every_page_is_in_both_languages() -> None:
    pages = {
        folder: {p.name for p in (ROOT / "docs" / folder).iterdir()} for folder in ("fr", "en")
    }
    assert pages["fr"] == pages["en"]


def _prose(page: Path) -> Iterator[str]:
    for line in page.read_text().splitlines():
        is_code = line.startswith("    ")
        is_rule = line.startswith("|-")
        if not is_code and not is_rule and "In English:" not in line:
            yield ADDRESS.sub("X", CODE.sub("X", line)).strip("# |-")


@pytest.mark.parametrize("name", _names(sorted((ROOT / "docs/fr").glob("*.md"))))
def test_french_pages_are_punctuated_as_french(name: str) -> None:
    lines = [line for line in _prose(ROOT / name) if line]
    faults = {line: list(typography.faults(line, language="fr")) for line in lines}
    assert {line: found for line, found in faults.items() if found} == {}


def _requirements() -> list[str]:
    lines = [
        line
        for source in (ROOT / "requirements").glob("*.in")
        for line in source.read_text().splitlines()
        if not line.startswith(("#", "-"))
    ]
    packages = json.loads((ROOT / "scripts/real_servers/at_network/package.json").read_text())
    found = REQUIREMENT.findall("\n".join(lines))
    return sorted({*found, *packages["dependencies"]})


@pytest.mark.parametrize("package", _requirements())
def test_every_dependency_was_decided(package: str) -> None:
    assert f"\n| {package} |" in (ROOT / "DECISIONS.md").read_text()


def test_the_invariants_fit_in_fifteen_lines() -> None:
    lines = (ROOT / "INVARIANTS.md").read_text().splitlines()
    assert len([line for line in lines if line[:1].isdigit()]) <= 15
