from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.core.gone import Gone
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, removing, summary
from beffroi.inbox.models import Answer, Conversation, Feedback, Suppression
from beffroi.inbox.people import keeping, who
from beffroi.inbox.tests.browsing import browser_of, shown
from beffroi.inbox.tests.desk import US, Desk, later, said
from tests.world import World, introduce

pytestmark = pytest.mark.django_db

QUESTION = "Bonjour, vous ouvrez à quelle heure samedi ?"


@pytest.fixture
def claire(world: World) -> Client:
    return browser_of(world.claire)


@pytest.fixture
def talk(desk: Desk, world: World) -> Conversation:
    """Odile asks when we open; the bakery has said all of itself."""
    introduce(world, now=desk.clock())
    desk.hear(said(text=QUESTION))
    return desk.conversation()


@pytest.fixture
def address(talk: Conversation) -> str:
    return reverse("conversation_answer", args=[talk.pk])


def test_the_slower_one_reads_who_answered_and_what_beside_their_own_text(
    claire: Client, talk: Conversation, desk: Desk, world: World, address: str
) -> None:
    actions.answer(talk, text="Oui, à 7 h", actor=world.karim, now=desk.clock())
    page = shown(claire.post(address, {"text": "Oui !", "seen": "0", "heard": "0"}))
    reply = page.split('id="reply"')[1]
    assert "Karim Benali answered meanwhile:" in reply
    assert "Oui, à 7 h" in reply
    assert ">Oui !</textarea>" in reply
    assert "Send anyway" in reply
    assert Answer.objects.count() == 1


def test_a_choice_of_words_meanwhile_does_not_count_as_having_read(
    claire: Client, talk: Conversation, desk: Desk, world: World, address: str
) -> None:
    actions.answer(talk, text="Oui, à 7 h", actor=world.karim, now=desk.clock())
    choosing = reverse("conversation_suggestion", args=[talk.pk])
    for where, typed in ((choosing, {"use": "fr.hours.any-1", "text": "Oui"}), (address, {})):
        page = shown(claire.post(where, {**typed, "seen": "0", "heard": "0"}))
        assert 'name="seen" value="0"' in page
    response = claire.post(address, {"text": "Dès 7 h", "seen": "0", "heard": "0"})
    assert response.status_code == 422
    assert "Karim Benali answered meanwhile" in shown(response)


def test_what_we_wrote_on_the_network_itself_is_told_too(
    claire: Client, talk: Conversation, desk: Desk, address: str
) -> None:
    desk.hear(said("u1", "Samedi dès 6 h 30.", author=US, parent_id="f1", root_id="post-1"))
    ours = Feedback.objects.get(remote_id="u1")
    Feedback.objects.filter(pk=ours.pk).update(conversation=talk)
    page = shown(claire.post(address, {"text": "Oui !", "seen": "0", "heard": "0"}))
    assert "Somebody answered on Scripted itself meanwhile." in page
    assert "Samedi dès 6 h 30." in page.split('id="reply"')[1]
    assert f'name="heard" value="{ours.pk}"' in page
    again = {"text": "Oui !", "seen": "0", "heard": str(ours.pk)}
    assert claire.post(address, again).status_code == 302


def test_our_own_answer_coming_back_from_the_network_is_no_news(
    claire: Client, talk: Conversation, desk: Desk, world: World, address: str
) -> None:
    answer = actions.answer(talk, text="Oui, à 7 h", actor=world.claire, now=desk.clock())
    Delivery.objects.update(status="published", remote_id="u1", published_at=desk.clock())
    desk.hear(said("u1", "Oui, à 7 h", author=US, parent_id="f1", root_id="post-1"))
    Feedback.objects.filter(remote_id="u1").update(conversation=talk)
    more = {"text": "Et le dimanche aussi.", "seen": str(answer.pk), "heard": "0"}
    assert claire.post(address, more).status_code == 302


def test_what_the_person_wrote_since_comes_before_the_answer(
    claire: Client, talk: Conversation, desk: Desk, address: str
) -> None:
    first = Feedback.objects.get(remote_id="f1")
    desk.hear(said("f2", "Laissez, je passe dimanche.", created_at=later(minutes=3)))
    second = Feedback.objects.get(remote_id="f2")
    page = shown(claire.post(address, {"text": "Dès 7 h", "told": str(first.pk)}))
    reply = page.split('id="reply"')[1]
    assert "Odile" in reply
    assert "wrote again meanwhile:" in reply
    assert "Laissez, je passe dimanche." in reply
    assert ">Dès 7 h</textarea>" in reply
    assert Answer.objects.count() == 0
    again = {"text": "Dès 7 h", "told": str(second.pk)}
    assert f'name="told" value="{second.pk}"' in page
    assert claire.post(address, again).status_code == 302
    assert Answer.objects.get().feedback == second


def test_what_reached_us_late_but_was_said_before_is_no_news(
    claire: Client, talk: Conversation, desk: Desk, address: str
) -> None:
    first = Feedback.objects.get(remote_id="f1")
    desk.hear(said("f0", "Bonjour", created_at=first.written_at - timedelta(minutes=5)))
    assert claire.post(address, {"text": "Dès 7 h", "told": str(first.pk)}).status_code == 302


def test_what_was_erased_meanwhile_is_said_to_be(
    claire: Client, talk: Conversation, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading of a page and its lock, a job erases the whole conversation."""
    monkeypatch.setattr(summary, "locked_all", lambda ids: [])
    for where in (address, reverse("conversation_done", args=[talk.pk])):
        response = claire.post(where, {"text": "Dès 7 h"})
        assert response.status_code == 410
        assert "This was erased meanwhile" in shown(response)


@pytest.mark.parametrize("do", ["hide", "remove"])
def test_of_words_that_are_gone_the_trace_says_so(
    claire: Client, talk: Conversation, desk: Desk, do: str
) -> None:
    address = reverse("feedback_moderation", args=[desk.feedback().pk])
    desk.look_again({"f1": None})
    response = claire.post(address, {"do": do})
    assert response.status_code == 410
    assert "This was erased meanwhile" in shown(response)


def test_of_a_person_who_is_gone_it_is_said_to_who_sends_something(
    claire: Client, talk: Conversation
) -> None:
    Conversation.objects.update(person_id="erased:1")
    for name in ("inbox_person_objection", "inbox_person_note", "inbox_consents"):
        response = claire.post(reverse(name, args=[talk.pk]), {"note": "Oui"})
        assert response.status_code == 410


def test_between_reading_and_writing_nothing_is_kept_of_what_is_erased(
    talk: Conversation, desk: Desk, world: World
) -> None:
    row, person = desk.feedback(), who.of(talk)
    Conversation.objects.all().delete()
    with pytest.raises(Gone):
        keeping.object_(person, actor=world.claire, now=desk.clock())
    with pytest.raises(Gone):
        removing.ask(row, actor=world.claire, now=desk.clock())
    assert not Suppression.objects.exists()


def test_whoever_sends_something_about_what_left_no_trace_is_told_that_nothing_changed(
    claire: Client, talk: Conversation, address: str
) -> None:
    where = [reverse("feedback_moderation", args=[Feedback.objects.get().pk]), address]
    Conversation.objects.all().delete()
    for one in where:
        response = claire.post(one, {"do": "hide", "text": "Dès 7 h"})
        assert response.status_code == 404
        assert "What this was about is no longer here" in shown(response)
    assert "What this was about" not in shown(claire.get(f"/inbox/{talk.pk}/"))
