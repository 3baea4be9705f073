from __future__ import annotations

import pytest

from beffroi.learning.rules import PathKey, State, next_on, path_of, right_count, state_of
from beffroi.workspaces.rules import Role

RIGHT = (1, 2, 0)


@pytest.mark.parametrize(
    ("given", "state", "right"),
    [
        ((None, None, None), State.BEGUN, 0),
        ((1, None, None), State.BEGUN, 1),
        ((1, 2, None), State.BEGUN, 2),
        ((0, 0, 1), State.AGAIN, 0),
        ((1, 0, 1), State.AGAIN, 1),
        ((1, 2, 1), State.DONE, 2),
        ((1, 2, 0), State.DONE, 3),
    ],
)
def test_a_lesson_is_done_once_all_is_answered_and_read_again_below_two(
    given: tuple[int | None, ...], state: State, right: int
) -> None:
    assert state_of(given, RIGHT) is state
    assert right_count(given, RIGHT) == right


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OWNER, PathKey.LEADS),
        (Role.MANAGER, PathKey.LEADS),
        (Role.EDITOR, PathKey.WRITES),
        (Role.READER, PathKey.WRITES),
        (Role.APPROVER, PathKey.APPROVES),
        (Role.CLIENT, PathKey.APPROVES),
    ],
)
def test_each_role_has_a_path_that_suits(role: Role, path: PathKey) -> None:
    assert path_of(role) is path


def test_what_comes_next_is_the_first_that_is_not_done() -> None:
    assert next_on(["a", "b", "c"], done={"a", "c"}) == "b"
    assert next_on(["a"], done={"a"}) is None
    assert next_on([], done=()) is None
