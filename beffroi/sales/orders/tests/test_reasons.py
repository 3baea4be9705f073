from __future__ import annotations

import pytest

from beffroi.sales.orders.moments import Note
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.reasons import reason, remark


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_is_explained_in_whole_sentences(problem: Problem) -> None:
    assert reason(problem).endswith(".")


@pytest.mark.parametrize("note", Note)
def test_what_was_decided_of_a_date_is_said(note: Note) -> None:
    assert remark(note).endswith(".")


def test_no_two_problems_are_explained_alike() -> None:
    assert len({reason(problem) for problem in Problem}) == len(Problem)
