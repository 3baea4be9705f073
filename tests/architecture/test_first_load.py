"""What a first visit weighs, and that nothing of it comes from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

STATIC = Path(__file__).parents[2] / "beffroi" / "web" / "static" / "web"
FIRST_LOAD_MAX = 80_000
STYLESHEET_MAX = 34 * 1024
SCRIPT_MAX = 4_000


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, compresslevel=9))


@pytest.mark.django_db
def test_a_first_visit_weighs_at_most_80_kb(client: Client) -> None:
    page = client.get("/").content
    text_files = ["beffroi.css", "beffroi.js", "htmx.min.js", "icons.svg", "favicon.svg"]
    weights = {name: _compressed((STATIC / name).read_bytes()) for name in text_files}
    # A font file is compressed already.
    weights["font"] = (STATIC / "fonts" / "inter-latin.woff2").stat().st_size
    weights["page"] = _compressed(page)
    assert sum(weights.values()) <= FIRST_LOAD_MAX, weights


def test_the_stylesheet_and_the_script_stay_small() -> None:
    assert (STATIC / "beffroi.css").stat().st_size <= STYLESHEET_MAX
    assert (STATIC / "beffroi.js").stat().st_size <= SCRIPT_MAX


@pytest.mark.parametrize("name", ["beffroi.css", "beffroi.js", "icons.svg", "favicon.svg"])
def test_static_files_ask_nobody_else(name: str) -> None:
    source = (STATIC / name).read_text().replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//\w+", source) == []


def test_every_file_of_others_has_its_licence() -> None:
    licences = {path.stem.split("-")[0] for path in (STATIC / "licences").iterdir()}
    assert {"inter", "htmx", "lucide", "simple"} <= licences
