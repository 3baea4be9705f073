from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.inbox import actions, clearing, deeds, erasing, notes, sweeping
from beffroi.inbox.models import Answer, Conversation, Note, Nudge, Sweep
from beffroi.inbox.notes import CannotNote
from beffroi.inbox.tests.browsing import INBOX, browser_of, shown, undo_of
from beffroi.inbox.tests.desk import Desk, said
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said())
    return desk.conversation()


class TestNotes:
    def test_whoever_is_named_finds_it_on_their_today(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        notes.write(
            talk, text="@Karim tu la connais ? @Claire", actor=world.claire, now=desk.clock()
        )
        assert [row.user for row in notes.unseen(world.atelier, user_id=world.karim.pk)] == [
            world.karim
        ]
        assert not notes.unseen(world.atelier, user_id=world.claire.pk)

    def test_nobody_outside_is_named(self, world: World, desk: Desk, talk: Conversation) -> None:
        notes.write(talk, text="@Zoé @Paul", actor=world.claire, now=desk.clock())
        assert not Nudge.objects.exists()

    def test_changed_deleted_and_taken_back(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        note = notes.write(talk, text="@Karim ?", actor=world.claire, now=desk.clock())
        notes.edit(note, text="@Karim !", actor=world.claire, now=desk.clock())
        assert Nudge.objects.count() == 1
        notes.delete(note, actor=world.claire, now=desk.clock())
        assert (list(notes.of(talk)), Nudge.objects.count()) == ([], 0)
        notes.restore(note, actor=world.claire, now=desk.clock())
        assert [row.text for row in notes.of(talk)] == ["@Karim !"]
        assert Nudge.objects.count() == 1

    def test_a_form_that_is_sent_twice_keeps_one_note(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        for text in ("@Karim relancé", "@Karim relancé\r\n"):
            notes.write(talk, text=text, actor=world.claire, now=desk.clock())
        assert (Note.objects.count(), Nudge.objects.count()) == (1, 1)
        notes.write(talk, text="@Karim relancé", actor=world.sophie, now=desk.clock())
        notes.write(talk, text="@Karim relancé", actor=world.claire, now=desk.clock())
        assert Note.objects.count() == 3
        desk.clock.advance(minutes=11)
        notes.write(talk, text="@Karim relancé", actor=world.claire, now=desk.clock())
        assert Note.objects.count() == 4

    @pytest.mark.parametrize(("text", "problem"), [(" \r\n\0", "empty"), ("x" * 5001, "too_long")])
    def test_what_is_no_note_is_refused(
        self, world: World, desk: Desk, talk: Conversation, text: str, problem: str
    ) -> None:
        with pytest.raises(CannotNote, match=problem):
            notes.write(talk, text=text, actor=world.claire, now=desk.clock())
        assert not Note.objects.exists()

    def test_it_is_erased_with_a_person_who_asks_to_be_forgotten(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        notes.write(talk, text="Odile a deux filles", actor=world.claire, now=desk.clock())
        Conversation.objects.update(assignment_note="Odile")
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert not Note.objects.exists()
        assert Conversation.objects.get().assignment_note == ""

    def test_what_was_said_in_giving_is_erased_too(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        deed = deeds.give(
            *(world.atelier, world.karim.pk), note="Odile", actor=world.claire, now=desk.clock()
        )
        sweeping.sweep(world.atelier, [talk.pk], deed, actor=world.claire, now=desk.clock())
        assert Sweep.objects.get().rows
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert Sweep.objects.get().rows == []

    def test_a_word_for_a_colleague_goes_with_what_its_author_deletes(
        self, desk: Desk, talk: Conversation
    ) -> None:
        Conversation.objects.update(assignment_note="Odile a deux filles")
        desk.look_again({"f1": None})
        assert desk.conversation().assignment_note == ""

    def test_the_database_wants_words_and_a_note_for_a_mention(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        place = {"workspace": world.atelier, "conversation": talk}
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(**place, text="", written_at=desk.clock())
        with pytest.raises(IntegrityError), transaction.atomic():
            Nudge.objects.create(**place, user=world.karim, kind="mentioned", told_at=desk.clock())

    def test_what_was_deleted_long_ago_is_dropped(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        note = notes.write(talk, text="À jeter", actor=world.claire, now=desk.clock())
        notes.delete(note, actor=world.claire, now=desk.clock())
        desk.clock.advance(days=29)
        clearing.clear(now=desk.clock())
        assert Note.objects.exists()
        desk.clock.advance(days=1)
        clearing.clear(now=desk.clock())
        assert not Note.objects.exists()


class TestPages:
    @pytest.fixture
    def claire(self, world: World) -> Client:
        return browser_of(world.claire)

    def test_a_note_stands_apart_and_leaves_with_nothing(
        self, claire: Client, talk: Conversation
    ) -> None:
        address = reverse("conversation_note", args=[talk.pk])
        page = shown(claire.post(address, {"note": "<b>Cliente</b> fidèle"}, follow=True))
        assert "never sent" in page
        assert "<bdi><b>Cliente</b> fidèle</bdi>" in page  # as text: `shown` unescapes
        assert not Answer.objects.exists()
        assert "bubble" not in page.split('id="notes"')[1].split("</section>")[0]

    @pytest.mark.parametrize(
        ("note", "said"),
        [
            ("@Karim ?", "The note is kept. Only the team reads it. Karim Benali will find it on"),
            ("@Sophie @Karim ?", "Sophie Carlier and Karim Benali will find it on their Today."),
            ("@Kar ?", "The note is kept, but nobody is told of “@Kar”: no one who answers here"),
            ("@Inès ?", "nobody is told of “@Inès”"),  # she may not answer
            ("@Kar @Léo", "nobody is told of “@Kar” and “@Léo”"),
            ("@Claire, pour moi", "The note is kept. Only the team reads it."),
        ],
    )
    def test_it_says_who_is_told_and_what_is_nobody_s_name(
        self, claire: Client, talk: Conversation, note: str, said: str
    ) -> None:
        address = reverse("conversation_note", args=[talk.pk])
        page = shown(claire.post(address, {"note": note}, follow=True))
        assert said in page
        assert ("nobody is told" in said) is ("nobody is told" in page)
        assert Note.objects.get().text == note

    def test_a_name_among_others_that_is_nobody_s_is_warned_of_too(
        self, claire: Client, talk: Conversation
    ) -> None:
        address = reverse("conversation_note", args=[talk.pk])
        page = shown(claire.post(address, {"note": "@Karim @<b>Kar"}, follow=True))
        assert "Karim Benali will find it on their Today." in page
        page = shown(claire.post(address, {"note": "@Karim @Kar"}, follow=True))
        assert "Karim Benali will find it on their Today." in page
        assert "nobody is told of “@Kar”" in page

    def test_a_note_that_is_changed_says_it_too(
        self, claire: Client, talk: Conversation, world: World
    ) -> None:
        claire.post(reverse("conversation_note", args=[talk.pk]), {"note": "@Kar"})
        address = reverse("inbox_note", args=[Note.objects.get().pk])
        page = shown(claire.post(address, {"note": "@Karim"}, follow=True))
        assert "The note is changed. Karim Benali will find it on their Today." in page
        notes.see(Nudge.objects.get(), now=utc_now())
        page = shown(claire.post(address, {"note": "@Karim !"}, follow=True))
        assert "will find it" not in page  # he saw it: a changed word is no new card

    def test_two_of_one_first_name_are_not_guessed(
        self, claire: Client, talk: Conversation, world: World
    ) -> None:
        User.objects.filter(pk=world.sophie.pk).update(name="Karim Carlier")
        address = reverse("conversation_note", args=[talk.pk])
        page = shown(claire.post(address, {"note": "@Karim"}, follow=True))
        assert "“@Karim”: several people are called so. Write the whole name." in page
        assert not Nudge.objects.exists()

    def test_an_empty_one_is_asked_for_again(self, claire: Client, talk: Conversation) -> None:
        response = claire.post(reverse("conversation_note", args=[talk.pk]), {"note": " "})
        assert response.status_code == 422
        assert "Write the note first." in shown(response)

    def test_one_changes_and_deletes_only_ones_own(
        self, claire: Client, world: World, talk: Conversation
    ) -> None:
        claire.post(reverse("conversation_note", args=[talk.pk]), {"note": "Ma note"})
        address = reverse("inbox_note", args=[Note.objects.get().pk])
        assert browser_of(world.karim).get(address).status_code == 404
        assert "Ma note" in shown(claire.get(address))
        claire.post(address, {"note": "Mieux dit"})
        page = shown(claire.post(address, {"do": "delete"}, follow=True))
        assert "Mieux dit" not in page
        assert "Mieux dit" in shown(claire.post(undo_of(page), follow=True))

    def test_a_card_of_today_leads_there_until_it_was_seen(
        self, claire: Client, world: World, talk: Conversation
    ) -> None:
        claire.post(reverse("conversation_note", args=[talk.pk]), {"note": "@Karim vite"})
        karim = browser_of(world.karim)
        nudge = Nudge.objects.get()
        page = shown(karim.get("/", {"card": f"nudge-{nudge.pk}"}))
        assert "Claire Martin names you in a note about Odile Garnier" in page
        assert "@Karim vite" in page
        assert f'href="{INBOX}{talk.pk}/"' in page
        assert "names you in a note" not in shown(claire.get("/"))
        seen = reverse("inbox_nudge", args=[nudge.pk])
        assert claire.post(seen).status_code == 404
        karim.post(seen)
        assert "names you in a note" not in shown(karim.get("/"))

    def test_readers_see_notes_and_write_none(
        self, claire: Client, world: World, talk: Conversation
    ) -> None:
        address = reverse("conversation_note", args=[talk.pk])
        claire.post(address, {"note": "Cliente fidèle"})
        reader = browser_of(world.member(Role.READER))
        page = shown(reader.get(f"{INBOX}{talk.pk}/"))
        assert "Cliente fidèle" in page
        assert 'name="note"' not in page
        assert reader.post(address, {"note": "x"}).status_code == 403


class TestPresence:
    def test_a_colleague_who_answers_is_seen_for_a_minute(
        self, world: World, desk: Desk, talk: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = desk.clock.advance(days=1)
        for module in ("presences", "conversations"):
            monkeypatch.setattr(f"beffroi.inbox.views.{module}.utc_now", lambda: now)
        address = reverse("conversation_presence", args=[talk.pk])
        karim, claire = browser_of(world.karim), browser_of(world.claire)
        assert "is answering" not in shown(claire.get(address))
        fragment = shown(karim.post(address))
        assert f'hx-post="{address}"' in fragment
        assert "is answering" not in fragment
        assert "Karim Benali is answering…" in shown(claire.get(address))
        assert "Karim Benali is answering…" in shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert "Karim Benali answers…" in shown(claire.get(INBOX))
        now = desk.clock.advance(seconds=60)
        assert "answering" not in shown(claire.get(address))
        assert "Karim Benali" not in shown(claire.get(INBOX))

    def test_whoever_has_sent_answers_no_more(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        karim, claire = browser_of(world.karim), browser_of(world.claire)
        address = reverse("conversation_presence", args=[talk.pk])
        karim.post(address)
        karim.post(reverse("conversation_answer", args=[talk.pk]), {"text": "Oui", "seen": "0"})
        assert "answering" not in shown(claire.get(address))

    def test_the_slower_one_keeps_their_text_and_may_send_it_anyway(
        self, world: World, desk: Desk, talk: Conversation
    ) -> None:
        actions.answer(talk, text="Oui, à 7 h", actor=world.karim, now=desk.clock())
        response = browser_of(world.claire).post(
            reverse("conversation_answer", args=[talk.pk]), {"text": "Mon texte", "seen": "0"}
        )
        page = shown(response)
        assert response.status_code == 422
        assert "Karim Benali answered meanwhile." in page
        assert ">Mon texte</textarea>" in page
        assert "Send anyway" in page
