"""Colours of charts: the same with a stylesheet and without, and told from the ground."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from beffroi.branding.rules import contrast
from beffroi.charts import looks
from beffroi.charts.looks import Look

CHARTS = Path(looks.__file__).parent / "static" / "charts" / "charts.css"
TOKENS = Path(looks.__file__).parents[1] / "web" / "static" / "web" / "beffroi.css"
PAIR = re.compile(r"--([\w-]+):light-dark\((#\w+),(#\w+)\)")
SERIES = ("plain", "hatch", "dots", "pale")
ALL_LOOKS = [
    look
    for value in vars(looks).values()
    for look in (value if isinstance(value, tuple) else (value,))
    if isinstance(look, Look)
]


def colours() -> dict[str, tuple[str, str]]:
    """Return each token's colours, light and dark."""
    found = PAIR.findall(TOKENS.read_text()) + PAIR.findall(CHARTS.read_text())
    return {name: (_long(light), _long(dark)) for name, light, dark in found}


def _long(colour: str) -> str:
    return "#" + "".join(2 * sign for sign in colour[1:]) if len(colour) == 4 else colour


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    "name", [*(f"ch-{one}" for one in SERIES), "ch-rule", "ok", "ink", "ink-3"]
)
def test_every_mark_is_told_from_the_ground(name: str, theme: int) -> None:
    assert contrast(colours()[name][theme], colours()["surface"][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ch-plain", "ch-pale", "ch-hatch", "ok", "ink"])
def test_every_bar_is_told_from_its_track(name: str, theme: int) -> None:
    assert contrast(colours()[name][theme], colours()["ch-grid"][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("step", range(1, 6))
def test_numbers_are_read_on_every_heat(step: int, theme: int) -> None:
    text = "ch-on-hot" if step >= 4 else "ch-on-heat"
    assert contrast(colours()[f"ch-heat-{step}"][theme], colours()[text][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_more_heat_is_further_from_the_ground(theme: int) -> None:
    ground = colours()["surface"][theme]
    steps = [contrast(colours()[f"ch-heat-{step}"][theme], ground) for step in range(1, 6)]
    assert all(less < more for less, more in pairwise(steps))


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.name)
def test_every_look_has_a_rule_in_the_stylesheet(look: Look) -> None:
    assert re.search(rf"\.ch-{look.name}\b", CHARTS.read_text())


@pytest.mark.parametrize(
    ("painted", "token"),
    [
        (looks.PLAIN.fill, "ch-plain"),
        (looks.HATCH.stroke, "ch-hatch"),
        (looks.DOTS.stroke, "ch-dots"),
        (looks.PALE.fill, "ch-pale"),
        (looks.TRACK.fill, "ch-grid"),
        (looks.ZERO.stroke, "ch-rule"),
        (looks.OK.fill, "ok"),
        (looks.STRONG.fill, "ink"),
        (looks.LABEL.fill, "ink-3"),
        *((look.fill, f"ch-{look.name}") for look in looks.HEATS),
    ],
)
def test_paper_has_the_colours_of_the_light_theme(painted: str, token: str) -> None:
    assert colours()[token][0] == painted


def test_templates_that_paint_use_the_same_colours() -> None:
    folder = CHARTS.parents[2] / "templates" / "charts"
    painted = {
        one
        for path in folder.glob("*.html")
        for one in re.findall(r"#[0-9a-f]{6}", path.read_text())
    }
    known = {one for look in ALL_LOOKS for one in (look.fill, look.stroke)}
    assert painted - known == set()
