from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox import corrections, rereading
from beffroi.inbox.models import Correction, Feedback
from beffroi.inbox.tests.browsing import browser_of, shown, undo_of
from beffroi.inbox.tests.desk import Desk, later, said
from beffroi.workspaces.models import User
from tests.world import World

pytestmark = pytest.mark.django_db

IRONY = "Bravo pour la file d'attente, vraiment, record battu"


@pytest.fixture
def doubtful(desk: Desk, world: World) -> Feedback:
    """Something that reads like praise, and is not sure."""
    desk.hear(said(text=IRONY))
    Feedback.objects.update(tone="positive", intent="praise", urgency="", wants_check=True)
    rereading.count_anew(world.atelier, now=desk.clock())
    return desk.feedback()


@pytest.fixture
def browse() -> Callable[[User], Client]:
    User.objects.update(language="en")

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def test_a_word_of_a_person_counts_more(doubtful: Feedback, desk: Desk, world: World) -> None:
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    row, kept = desk.feedback(), desk.conversation()
    assert (row.tone, row.intent, row.wants_check) == ("negative", "praise", False)
    assert (kept.tone, kept.wants_check) == ("negative", False)


def test_it_can_be_taken_back(doubtful: Feedback, desk: Desk, world: World) -> None:
    for tone in ("negative", "neutral"):
        corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone=tone)
    assert corrections.take_back(desk.feedback(), actor=world.claire, now=desk.clock())
    assert (desk.feedback().tone, desk.conversation().wants_check) == ("positive", True)
    assert not Correction.objects.exists()
    assert not corrections.take_back(desk.feedback(), actor=world.claire, now=desk.clock())


@pytest.mark.parametrize("said", [{"tone": "angry"}, {"intent": ""}, {"urgency": "no"}])
def test_what_no_message_can_mean_is_refused(
    doubtful: Feedback, desk: Desk, world: World, said: dict[str, str]
) -> None:
    with pytest.raises(corrections.CannotCorrect):
        corrections.correct(doubtful, actor=world.claire, now=desk.clock(), **said)
    assert not Correction.objects.exists()


def test_other_words_are_understood_anew(doubtful: Feedback, desk: Desk, world: World) -> None:
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    desk.look_again({"f1": said(text="Merci, parfait !", edited_at=later(hours=1))})
    assert desk.feedback().tone == "positive"
    assert not Correction.objects.exists()


def test_one_click_on_the_page_says_the_tone(
    doubtful: Feedback, desk: Desk, world: World, browse: Callable[[User], Client]
) -> None:
    claire = browse(world.claire)
    page = claire.get(f"/inbox/{doubtful.conversation_id}/").content.decode()
    assert "In what tone did this person write it?" in page
    answered = claire.post(f"/inbox/feedback/{doubtful.pk}/meaning/", {"tone": "negative"})
    assert answered.status_code == 302
    assert desk.feedback().tone == "negative"
    page = claire.get(f"/inbox/{doubtful.conversation_id}/").content.decode()
    assert "In what tone did this person write it?" not in page
    claire.post(f"/inbox/feedback/{doubtful.pk}/meaning/undo/")
    assert desk.feedback().tone == "positive"


def test_undoing_the_second_leaves_the_first(doubtful: Feedback, desk: Desk, world: World) -> None:
    client = browser_of(world.claire)
    said_there = reverse("feedback_meaning", args=[doubtful.pk])
    client.post(said_there, {"tone": "positive", "intent": "praise"}, follow=True)
    page = shown(client.post(said_there, {"tone": "neutral"}, follow=True))
    assert "Corrected" in page
    client.post(undo_of(page))
    doubtful.refresh_from_db()
    assert (doubtful.tone, doubtful.intent) == ("positive", "praise")
    page = shown(client.get(reverse("conversation", args=[doubtful.conversation_id])))
    assert "As it was read at first" in page
    client.post(reverse("feedback_meaning_undo", args=[doubtful.pk]), follow=True)
    assert not Correction.objects.exists()
    client.post(said_there, {"tone": "neutral"})
    undo = reverse("feedback_meaning_undo", args=[doubtful.pk])
    assert client.post(f"{undo}?tone=furious").status_code == 302
    assert Correction.objects.exists()


def test_a_choice_that_is_none_changes_nothing_and_says_so(
    doubtful: Feedback, desk: Desk, world: World, browse: Callable[[User], Client]
) -> None:
    claire = browse(world.claire)
    page = claire.post(
        f"/inbox/feedback/{doubtful.pk}/meaning/", {"tone": "<b>"}, follow=True
    ).content.decode()
    assert "nothing was changed" in page
    assert desk.feedback().wants_check


def test_strangers_find_nothing_to_correct(
    doubtful: Feedback, desk: Desk, world: World, browse: Callable[[User], Client]
) -> None:
    stranger = browse(world.zoe)
    answered = stranger.post(f"/inbox/feedback/{doubtful.pk}/meaning/", {"tone": "negative"})
    assert answered.status_code in {403, 404}
    assert desk.feedback().tone == "positive"


def test_what_nobody_said_is_not_taken_for_said(
    doubtful: Feedback, desk: Desk, world: World
) -> None:
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    assert Correction.objects.get().said == ["tone"]
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), intent="complaint")
    assert Correction.objects.get().said == ["intent", "tone"]


def test_what_was_deleted_meanwhile_means_nothing(
    doubtful: Feedback, desk: Desk, world: World
) -> None:
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    desk.look_again({"f1": None})
    assert not Correction.objects.exists()
    with pytest.raises(corrections.CannotCorrect):
        corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    assert not corrections.take_back(doubtful, actor=world.claire, now=desk.clock())
    assert desk.feedback().tone == ""


def test_half_of_a_meaning_is_none(desk: Desk, world: World) -> None:
    desk.channel.kind = "feed"
    desk.channel.save(update_fields=["kind"])
    desk.hear(said("a1", "Un article"))
    with pytest.raises(corrections.CannotCorrect):
        corrections.correct(
            desk.feedback("a1"), actor=world.claire, now=desk.clock(), intent="praise"
        )


def test_a_mark_that_changes_leaves_a_correction_as_it_is(
    doubtful: Feedback, desk: Desk, world: World
) -> None:
    corrections.correct(doubtful, actor=world.claire, now=desk.clock(), tone="negative")
    desk.look_again({"f1": said(text=IRONY, can_answer=False)})
    assert (desk.feedback().tone, desk.feedback().can_answer) == ("negative", False)
    assert Correction.objects.exists()
