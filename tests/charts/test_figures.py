"""What the templates write: names, tables, ids, and nothing that needs a weaker policy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from beffroi.charts.bars import goal_bar
from beffroi.charts.drawings import HALF
from beffroi.charts.figures import Drawn, Figure, Line, Table, for_mail, for_paper
from beffroi.charts.stacked import Stack, stacked
from tests.charts import samples

FIGURES = {figure.id: figure for figure in samples.figures()}
ID = re.compile(r'\bid="([^"]+)"')
NASTY = '<script>alert("1")</script>&\'"'


def written(figure: Figure) -> str:
    """Write a figure in French, where numbers have commas."""
    with translation.override("fr"):
        return render_to_string("charts/figure.html", {"figure": figure})


def tree(figure: Figure) -> ElementTree.Element:
    """Read a figure as XML: what is not closed or not escaped cannot be read."""
    return ElementTree.fromstring(written(figure))


every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


@every_figure
def test_every_drawing_has_a_name_and_a_sentence(figure: Figure) -> None:
    markup = written(figure)
    ids = set(ID.findall(markup))
    for svg in re.findall(r"<svg[^>]*role=\"img\"[^>]*>", markup):
        (named,) = re.findall(r'aria-labelledby="([^"]+)"', svg)
        assert set(named.split()) <= ids
    spoken = [one.text or "" for one in tree(figure).iter("title")]
    assert all(spoken)
    assert figure.said in " ".join(spoken) or figure.id == "offres"
    assert f'aria-labelledby="{figure.id}-title"' in markup


@every_figure
def test_every_number_is_in_a_table_that_can_be_walked(figure: Figure) -> None:
    (table,) = tree(figure).iter("table")
    assert table.findtext("caption") == figure.table.caption
    heads = [head.attrib["scope"] for head in table.iter("th")]
    assert heads == ["col"] * len(figure.table.heads) + ["row"] * len(figure.table.lines)
    rows = [
        [cell.text or "" for cell in row] for row in table.iter("tr") if row.find("td") is not None
    ]
    assert rows == [[line.name, *line.cells] for line in figure.table.lines]
    assert "Voir les chiffres" in written(figure) or "See the numbers" in written(figure)


def test_ids_are_unique_in_a_page() -> None:
    markup = "".join(map(written, FIGURES.values()))
    assert [one for one, count in Counter(ID.findall(markup)).items() if count > 1] == []


@every_figure
def test_a_pattern_is_found_in_the_drawing_that_uses_it(figure: Figure) -> None:
    for svg in re.findall(r"<svg\b.*?</svg>", written(figure), re.DOTALL):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ID.findall(svg))


@every_figure
@pytest.mark.parametrize("medium", [lambda figure: figure, for_paper, for_mail])
def test_no_attribute_holds_style_or_a_comma(
    figure: Figure, medium: Callable[[Figure], Figure]
) -> None:
    markup = written(medium(figure))
    assert " style=" not in markup
    numbers = re.findall(r'\b(?:d|x|y|width|height|viewBox|stroke-width)="([^"]*)"', markup)
    assert [one for one in numbers if "," in one or "nan" in one] == []


def test_what_comes_from_outside_is_text() -> None:
    drawing = stacked([Stack(NASTY, (1.0,), NASTY)], say=lambda _: NASTY, size=HALF)
    table = Table(NASTY, (NASTY, NASTY), (Line(NASTY, (NASTY,)),))
    markup = written(Figure("x", NASTY, NASTY, Drawn((drawing,)), table, meta=NASTY))
    assert "<script" not in markup
    assert markup.count("&lt;script&gt;") >= 8


@pytest.mark.parametrize("name", ["", "1a", 'a"b', "a b", "A"])
def test_an_id_that_could_break_out_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no id"):
        replace(FIGURES["marge"], id=name)


def test_on_paper_nothing_folds_and_one_drawing_is_left() -> None:
    markup = written(for_paper(FIGURES["marge"]))
    assert "<details" not in markup
    assert markup.count('role="img"') == 1
    assert 'viewBox="0 0 480 208"' in markup
    assert "<table" in markup


def test_a_mail_says_in_words_what_its_drawing_shows() -> None:
    figure = for_mail(FIGURES["marge"])
    without_drawings = re.sub(r"<svg\b.*?</svg>", "", written(figure), flags=re.DOTALL)
    assert figure.said in without_drawings
    assert "372 €" in without_drawings
    assert "<details" not in without_drawings


def test_paint_is_written_where_no_stylesheet_reaches() -> None:
    markup = written(for_paper(FIGURES["marge"]))
    drawn = re.findall(r'<path class="ch-(\w+)"([^>]*) d=', markup)
    assert {"plain", "hatch", "dots", "cost", "halo", "zero", "grid"} <= {name for name, _ in drawn}
    assert all("fill=" in rest for _, rest in drawn)


def test_a_goal_whose_state_is_unknown_shows_no_progress() -> None:
    unknown = render_to_string("charts/goal.html", {"bar": goal_bar(None, most=10)})
    known = render_to_string("charts/goal.html", {"bar": goal_bar(3, most=10, expected=5)})
    assert unknown.count("<rect") == 1
    assert known.count("<rect") == 3
    assert 'width="30.00%"' in known
