from __future__ import annotations

import pytest

from beffroi.inbox import actions, escalations, summary
from beffroi.inbox.models import Conversation
from beffroi.inbox.tests.desk import US, Desk, later, said
from beffroi.networks.contracts import FeedbackKind
from tests.world import World

pytestmark = pytest.mark.django_db

THANKS = "Merci beaucoup pour votre réponse !"


@pytest.fixture
def answered(desk: Desk, world: World) -> Desk:
    """Claire has answered Odile's question."""
    desk.hear(said())
    desk.clock.advance(hours=2)
    actions.answer(desk.conversation(), text="Oui, dès 7 h.", actor=world.claire, now=desk.clock())
    desk.clock.advance(hours=1)
    return desk


def status(desk: Desk) -> tuple[str, bool]:
    row = desk.conversation()
    return row.status, row.waiting_since is not None


SETTLED = (Conversation.Status.DONE, False)
WAITS = (Conversation.Status.OPEN, True)


@pytest.mark.parametrize("text", [THANKS, "Merci !", "❤️", "Thanks!"])
def test_a_thank_you_for_our_answer_waits_for_none(answered: Desk, text: str) -> None:
    answered.hear(said("f2", text, created_at=answered.clock()))
    assert status(answered) == SETTLED
    assert answered.conversation().excerpt == text


@pytest.mark.parametrize(
    "text",
    [
        "Merci de me rembourser",
        "Merci, mais le pain était rassis",
        "Merci, et le dimanche ?",
        "Merci d’avance",
        "Super !",
    ],
)
def test_one_that_asks_or_tells_more_waits(answered: Desk, text: str) -> None:
    answered.hear(said("f2", text, created_at=answered.clock()))
    assert status(answered) == WAITS


def test_a_question_waits_beside_a_thank_you_and_since_then_alone(answered: Desk) -> None:
    at = answered.clock()
    answered.hear(said("f2", THANKS, created_at=at))
    answered.clock.advance(hours=1)
    answered.hear(said("f3", "Et le dimanche ?", created_at=answered.clock()))
    assert answered.conversation().waiting_since == answered.clock()


def test_thanks_before_any_answer_wait(desk: Desk) -> None:
    desk.hear(said(text=THANKS))
    assert status(desk) == WAITS


def test_thanks_that_crossed_our_answer_wait(answered: Desk) -> None:
    answered.hear(said("f2", THANKS, created_at=later(hours=1)))
    assert status(answered) == WAITS


def test_an_answer_written_on_the_network_counts_too(desk: Desk) -> None:
    desk.hear(said())
    desk.hear(said("o1", "Oui !", author=US, parent_id="f1", created_at=later(hours=1)))
    desk.clock.advance(hours=3)
    desk.hear(said("f2", THANKS, created_at=later(hours=2)))
    assert status(desk) == SETTLED


def test_an_answer_that_left_by_itself_is_none_to_thank_for(desk: Desk) -> None:
    desk.hear(said())
    actions.answer_by_itself(
        desk.feedback(), text="Nous ouvrons lundi.", language="fr", now=desk.clock()
    )
    desk.clock.advance(hours=1)
    desk.hear(said("f2", THANKS, created_at=desk.clock()))
    assert status(desk) == WAITS


@pytest.mark.parametrize(
    "understood", [{"tone": "negative"}, {"urgency": "health"}, {"kind": FeedbackKind.REVIEW.value}]
)
def test_anger_danger_and_reviews_wait_whatever_the_words(
    answered: Desk, understood: dict[str, str]
) -> None:
    answered.hear(said("f2", THANKS, created_at=answered.clock()))
    Conversation.objects.update(status=Conversation.Status.OPEN)
    row = answered.feedback("f2")
    for name, value in understood.items():
        setattr(row, name, value)
    row.save()
    summary.refresh(answered.conversation(), now=answered.clock())
    assert status(answered) == WAITS


def test_what_the_crisis_team_is_alerted_to_waits(answered: Desk, world: World) -> None:
    escalations.alert(
        answered.conversation(), why="Grave", actor=world.claire, now=answered.clock()
    )
    answered.hear(said("f2", THANKS, created_at=answered.clock()))
    assert status(answered) == WAITS


def test_whoever_thanked_can_still_be_answered(answered: Desk, world: World) -> None:
    answered.hear(said("f2", THANKS, created_at=answered.clock()))
    answer = actions.answer(
        answered.conversation(), text="Avec plaisir !", actor=world.claire, now=answered.clock()
    )
    assert answer.feedback == answered.feedback("f2")
    assert answer.waited_since is None
