"""The pages on the barometer say what the barometer does, in both languages."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from beffroi.coaching.models import FEELING
from beffroi.coaching.words import names
from beffroi.coaching.words.asking import QUESTIONS
from beffroi.strategy.barometer import groups, populations, rules, steps
from beffroi.strategy.barometer.answers import SCORES, Feeling
from beffroi.strategy.barometer.doing import activity_class
from beffroi.strategy.barometer.facts import Facts, from_json
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.studies import findings
from beffroi.strategy.barometer.telling import TOLD_FROM, Subject
from tests.worked_barometer.reading import Cells, companies, tables

LANGUAGES = ("fr", "en")
NAMES = ("silent", "casual", "pioneer", "hardly_known")
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_company = pytest.mark.parametrize("company", NAMES)


def company_of(language: str, company: str) -> list[list[Cells]]:
    return list(companies(language))[NAMES.index(company)]


def value_of(cell: str) -> Any:
    if cell in {"true", "false"}:
        return cell == "true"
    if re.fullmatch(r"\d+", cell):
        return int(cell)
    return [] if cell == "()" else cell.split(", ")


def facts_of(rows: list[Cells]) -> Facts:
    kept: dict[str, dict[str, Any]] = {}
    for name, value in rows:
        dimension, fact = name.split(".")
        kept.setdefault(dimension, {})[fact] = value_of(value)
    return from_json(kept)


def said_of(rows: list[Cells]) -> tuple[dict[Dimension, int], Feeling]:
    *answered, felt = rows
    answers = {Dimension(int(d[1:])): SCORES.index(int(points)) for d, _words, points in answered}
    place = [str(choice) for choice in QUESTIONS[FEELING].choices].index(felt[1])
    return answers, tuple(Feeling)[place]


def number(cell: str) -> Fraction | None:
    return None if cell == "—" else Fraction(cell)


def next_of(state: rules.Measured) -> list[str]:
    """Name what wins most; where no level is told, what leads to one."""
    if state.level is not None:
        return [one.part for one in steps.next_steps(state)]
    ways = steps.ways_to_a_level(state)
    return [one.part if isinstance(one, steps.Step) else one.value for one in ways]


@each_language
@each_company
def test_each_part_has_the_points_that_are_worked_out(language: str, company: str) -> None:
    facts, _said, points, _scores, _result = company_of(language, company)
    told = [(d, key, number(won), int(of)) for d, key, _read, won, of in points]
    known = facts_of(facts)
    assert told == [
        (f"D{one.value}", part.key, part.won, part.of)
        for one in Dimension
        for part in rules.parts_of(one, known)
    ]


@each_language
@each_company
def test_each_score_is_the_one_that_is_worked_out(language: str, company: str) -> None:
    facts, said, points, scores, _result = company_of(language, company)
    with translation.override(language):
        answers, _feeling = said_of(said)
        state = rules.measure(facts_of(facts), answers)
        for row, one in zip(scores, state.scores, strict=True):
            name, worked_out, value, level, weight, weighed, how = row
            assert name == f"D{one.dimension.value}"
            assert number(value) == one.value
            assert int(weight) == one.weight
            assert number(weighed) == (None if one.exact is None else one.weight * one.exact)
            assert how == names.KNOWN[one.known]
            assert level == ("—" if one.level is None else names.LEVELS[one.level])
            if one.known is rules.Known.MEASURED:
                won, known = worked_out.removesuffix(" × 100").split(" ÷ ")
                mine = [row for row in points if row[0] == name and row[3] != "—"]
                assert Fraction(won) == sum(Fraction(row[3]) for row in mine)
                assert int(known) == sum(int(row[4]) for row in mine)
                assert one.exact == 100 * Fraction(won) / int(known)


@each_language
@each_company
def test_each_result_is_the_one_that_is_worked_out(language: str, company: str) -> None:
    facts, said, _points, scores, result = company_of(language, company)
    told = [row[2] for row in result]
    with translation.override(language):
        answers, feeling = said_of(said)
        known = facts_of(facts)
        state = rules.measure(known, answers)
        group, active = groups.group_of(feeling, known.activity), activity_class(known.activity)
        assert group is not None
        assert active is not None
        gap = groups.gap_of(answers, known.activity)
        counted = [one.key for one in populations.memberships(known, state) if one.holds]
        assert [cell.replace("`", "") for cell in told] == [
            "—" if state.total is None else str(state.total),
            str(state.confidence),
            "—" if state.level is None else names.LEVELS[state.level],
            names.CLASSES[active],
            names.GROUPS[group],
            "—" if gap is None else str(gap.silent_weeks),
            ", ".join(counted) or "—",
            ", ".join(next_of(state)),
        ]
    weighed = sum(Fraction(row[5]) for row in scores if row[5] != "—")
    weights = sum(int(row[4]) for row in scores if row[5] != "—")
    assert result[0][1] == f"{weighed} ÷ {weights}"


def test_the_first_three_companies_are_the_groups_that_they_are_called_by() -> None:
    found = [groups.Group.SILENT, groups.Group.CASUAL, groups.Group.PIONEER]
    with translation.override("en"):
        told = [company[4][4][2] for company in companies("en")]
        assert told[:3] == [names.GROUPS[one] for one in found]


@each_language
def test_the_page_of_formulas_has_every_weight_part_bound_and_figure(language: str) -> None:
    weights, levels, told_from, caps, parts, classes, questions, counted, _groups, studies = tables(
        "barometer.md", language
    )
    assert [int(row[1]) for row in told_from] == [TOLD_FROM[one] for one in Subject]
    assert {d: int(weight) for d, _name, weight in weights} == {
        f"D{one.value}": weight for one, weight in rules.WEIGHTS.items()
    }
    assert [int(row[1]) for row in levels] == list(rules.BEGINS.values())
    with translation.override(language):
        assert [row[0] for row in classes] == list(names.CLASSES.values())
        assert {row[0]: row[1] for row in caps} == {
            f"D{one.value}": names.LEVELS[level] for one, level in rules.CAPS.items()
        }
        told = [(row[0], row[1], int(row[3]), row[4], int(row[6])) for row in parts]
        assert told == [
            (
                f"D{one.value}",
                part.key,
                part.of,
                str(names.PARTS[one, part.key].rule),
                steps.MINUTES[one, part.key],
            )
            for one in Dimension
            for part in rules.parts_of(one, Facts())
        ]
        assert [row[1] for row in questions] == [str(QUESTIONS[one].asked) for one in Dimension]
    assert [row[0] for row in counted] == list(populations.KEYS)
    assert [(row[0], row[1]) for row in studies] == [
        (key, one.quoted[language]) for key, one in findings().items()
    ]
