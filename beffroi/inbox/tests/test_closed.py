"""What a network takes no answer to, though it is still there: said before anybody writes one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox import actions, rules
from beffroi.inbox.actions import CannotAnswer
from beffroi.inbox.tests.desk import Desk, said
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("can_answer", "reply_in", "closed"),
    [
        (True, None, None),
        (True, MINUTE, None),
        (True, timedelta(0), rules.Closed.WINDOW_OVER),
        (False, None, rules.Closed.NEVER),
        (False, MINUTE, rules.Closed.NEVER),
    ],
)
def test_a_window_ends_to_the_minute(
    clock: FrozenClock, can_answer: bool, reply_in: timedelta | None, closed: rules.Closed | None
) -> None:
    until = clock() + reply_in if reply_in is not None else None
    found = rules.why_closed(can_answer=can_answer, reply_until=until, now=clock())
    assert found is closed


@pytest.mark.parametrize(
    ("mark", "problem"), [({"can_answer": False}, "never"), ({"reply_until": 0}, "window_over")]
)
def test_such_an_answer_does_not_leave(
    desk: Desk, world: World, mark: dict[str, Any], problem: str
) -> None:
    if "reply_until" in mark:
        mark = {"reply_until": desk.clock() - MINUTE}
    desk.hear(said(**mark))
    talk = desk.conversation()
    with pytest.raises(CannotAnswer) as caught:
        actions.answer(talk, text="Bonjour", actor=world.claire, now=desk.clock())
    assert caught.value.problem == problem
    assert not talk.answers.exists()


def test_the_page_says_so_in_place_of_the_form(client: Client, desk: Desk, world: World) -> None:
    desk.hear(said(can_answer=False, stars=2))
    client.force_login(world.claire)
    response = client.get(reverse("conversation", args=[desk.conversation().pk]))
    shown = response.content.decode()
    assert "conversation_answer" not in shown
    assert 'name="text"' not in shown
    assert "★★☆☆☆" in shown
