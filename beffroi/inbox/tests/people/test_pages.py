"""The page of a person and of their rights, over HTTP."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.inbox import labelling, notes
from beffroi.inbox.models import (
    Block,
    Consent,
    Conversation,
    Erasure,
    Person,
    Retention,
    Suppression,
)
from beffroi.inbox.people import erasure, export, rules
from beffroi.inbox.tests.desk import ODILE, Desk, make_channel, said
from beffroi.inbox.tests.people import cases
from beffroi.inbox.tests.people.cases import PERSON
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> FrozenClock:
    """Views read the real clock."""
    return FrozenClock(utc_now())


@pytest.fixture
def talk(desk: Desk, world: World) -> Conversation:
    User.objects.update(language="en")
    cases.hear_everywhere(desk)
    cases.spoken_of(desk, world)
    row = Conversation.objects.order_by("id").last()
    assert row is not None
    return row


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def claire(world: World) -> Client:
    return signed_in(world.claire)


def page(client: Client, row: Conversation) -> str:
    answer = client.get(f"/inbox/{row.pk}/person/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, row: Conversation, what: str, **data: str) -> Any:
    return client.post(f"/inbox/{row.pk}/person/{what}/", data)


class TestCard:
    def test_it_shows_all_exchanges_answers_notes_and_the_day_of_the_end(
        self, claire: Client, talk: Conversation
    ) -> None:
        shown = page(claire, talk)
        for place in range(3):
            assert f"numéro {place}" in shown
        for words in ("Merci Zoé !", "Aime la zorglubique", "J’accepte, zorglubique"):
            assert words in shown
        assert "did not reach the network" in shown
        assert "Erased by itself" in shown

    def test_it_says_on_which_channels_they_are_blocked_and_by_whom(
        self, claire: Client, desk: Desk, world: World, talk: Conversation
    ) -> None:
        shown = " ".join(re.sub("<[^>]+>", " ", page(claire, talk)).split())
        day = f"{utc_now().astimezone(world.atelier.zone):%A %-d %B}"
        assert f"Blocked since {day} · @{desk.channel.handle} · {world.claire}" in shown
        assert "they stay blocked, and nothing here will say so" in shown

    def test_on_another_server_it_is_somebody_else_who_is_blocked(
        self, claire: Client, desk: Desk, world: World, talk: Conversation
    ) -> None:
        there = [
            make_channel(world.atelier, "mastodon", now=desk.clock(), origin=origin)
            for origin in ("https://a.example", "https://b.example")
        ]
        for channel in there:
            Desk(channel, desk.clock).hear(said("f1", author=PERSON))
        Block.objects.update(channel=there[0])
        here, elsewhere = (Conversation.objects.get(channel=channel) for channel in there)
        assert "Blocked" in page(claire, here)
        assert "Blocked" not in page(claire, elsewhere)

    def test_the_conversation_leads_there(self, claire: Client, talk: Conversation) -> None:
        shown = claire.get(f"/inbox/{talk.pk}/").content.decode()
        assert f'href="/inbox/{talk.pk}/person/"' in shown

    def test_a_long_history_costs_no_more_queries(
        self,
        claire: Client,
        desk: Desk,
        talk: Conversation,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        page(claire, talk)
        with django_assert_num_queries(26):
            page(claire, talk)
        cases.hear_everywhere(desk, 60)
        with django_assert_num_queries(26):
            assert "The newest 50 of 60" in page(claire, talk)

    def test_whoever_was_forgotten_has_no_page(self, claire: Client, talk: Conversation) -> None:
        Conversation.objects.update(person_id="erased:1")
        assert claire.get(f"/inbox/{talk.pk}/person/").status_code == 404

    def test_somebody_whom_the_network_does_not_name_is_told_so(
        self, claire: Client, desk: Desk, talk: Conversation
    ) -> None:
        Conversation.objects.filter(pk=talk.pk).update(person_id="unnamed:1")
        assert "does not say who writes" in page(claire, talk)

    def test_a_reader_sees_and_changes_nothing(self, world: World, talk: Conversation) -> None:
        reader = signed_in(world.lucas)
        shown = page(reader, talk)
        assert "Aime la zorglubique" in shown
        assert "<textarea" not in shown
        assert "/export/" not in shown
        for what in ("note", "consents", "objection", "export", "erasure"):
            assert post(reader, talk, what).status_code == 403

    def test_an_editor_notes_and_neither_exports_nor_erases(
        self, world: World, talk: Conversation
    ) -> None:
        editor = signed_in(world.karim)
        assert post(editor, talk, "note", note="Vient le samedi").status_code == 302
        assert Person.objects.get().note == "Vient le samedi"
        for what in ("export", "erasure"):
            assert post(editor, talk, what).status_code == 403


class TestNotes:
    def test_a_note_that_is_too_long_stays_in_its_field(
        self, claire: Client, talk: Conversation
    ) -> None:
        answer = post(claire, talk, "note", note="x" * (rules.NOTE_MAX + 1))
        assert answer.status_code == 422
        assert "too long" in answer.content.decode()
        assert "x" * rules.NOTE_MAX in answer.content.decode()

    def test_a_consent_without_proof_or_to_come_is_refused(
        self, claire: Client, talk: Conversation
    ) -> None:
        day = utc_now().date()
        for given in (
            {"text": "Oui", "source": "", "agreed_on": str(day)},
            {"text": "Oui", "source": "Courriel", "agreed_on": str(day + timedelta(days=3))},
            {"text": "Oui", "source": "Courriel", "agreed_on": "hier"},
        ):
            answer = post(claire, talk, "consents", **given)
            assert answer.status_code == 422
            assert "Oui" in answer.content.decode()
        assert Consent.objects.count() == 1

    def test_a_consent_is_taken_back_and_that_is_undone(
        self, claire: Client, talk: Conversation
    ) -> None:
        row = Consent.objects.get()
        answer = claire.post(f"/inbox/consents/{row.pk}/withdrawal/", follow=True)
        assert "taken back on" in answer.content.decode()
        claire.post(f"/inbox/consents/{row.pk}/restoration/")
        row.refresh_from_db()
        assert row.withdrawn_on is None

    @pytest.mark.parametrize("network", ["linkedin", "facebook", "x"])
    def test_where_the_rules_forbid_contacts_nothing_is_noted_and_why_is_said(
        self, claire: Client, world: World, clock: FrozenClock, network: str
    ) -> None:
        User.objects.update(language="en")
        desk = Desk(make_channel(world.atelier, network, now=clock()), clock)
        desk.hear(said("f1", created_at=clock()))
        row = desk.conversation()
        assert "do not let contacts be made" in page(claire, row)
        answer = post(claire, row, "note", note="Cliente")
        assert answer.status_code == 422
        assert not Person.objects.exists()


class TestObjection:
    def test_it_is_noted_shown_and_lifted(self, claire: Client, talk: Conversation) -> None:
        answer = claire.post(f"/inbox/{talk.pk}/person/objection/", follow=True)
        assert "Objects since" in answer.content.decode()
        assert f"/inbox/{talk.pk}/person/objection/?do=lift" in answer.content.decode()
        post(claire, talk, "objection", do="lift")
        assert not Suppression.objects.exists()
        assert "Objects since" not in page(claire, talk)


class TestExport:
    def unpacked(self, claire: Client, row: Conversation) -> tuple[dict[str, Any], str]:
        answer = post(claire, row, "export")
        assert answer.headers["Content-Type"] == "application/zip"
        assert "zorg" not in answer.headers["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            data = json.loads(archive.read("data.json"))
            return data, archive.read("index.html").decode()

    def test_all_of_it_is_there_to_read_and_as_data(
        self, claire: Client, talk: Conversation
    ) -> None:
        data, read = self.unpacked(claire, talk)
        theirs = [entry for entry in data["said"] if not entry["is_ours"]]
        assert [entry["handle"] for entry in theirs] == [PERSON.handle] * 3
        assert {entry["text"] for entry in theirs} == {
            f"Ma zorglubique numéro {n}" for n in range(3)
        }
        assert all(entry["tone"] and entry["intent"] for entry in theirs)
        assert read.count("Understood here:") == 3
        assert (data["note"], data["labels"]) == ("Aime la zorglubique", ["Devis"])
        assert len(data["notes"]) == 3
        assert data["consents"][0]["source"] == "Courriel de zorglubique"
        assert [block["channel"] for block in data["blocks"]] == ["@atelier-martin.example"]
        assert "On Scripted, @atelier-martin.example has blocked you since" in read
        assert "note.written" in {line["action"] for line in data["trail"]}
        for words in ("numéro 2", "Merci Zoé", "Aime la", "elle parle de", "J’accepte", "Devis"):
            assert words in read

    def test_what_was_understood_recommended_and_archived_is_there(
        self, claire: Client, desk: Desk, talk: Conversation
    ) -> None:
        theirs = talk.feedback.filter(is_ours=False)
        said = {"tone": "negative", "intent": "complaint", "urgency": "health"}
        theirs.update(recommends=False, language="fr", aspects={"price": "-"}, **said)
        cases.archived(desk, theirs.earliest("id").remote_id, text="Mot d’archive")
        cases.archived(desk, "other", name=PERSON.display_name, text="D’une autre")
        data, read = self.unpacked(claire, talk)
        last = [entry for entry in data["said"] if entry["recommends"] is False]
        assert (last[0]["language"], last[0]["aspects"]) == ("fr", {"price": "-"})
        assert [row["text"] for row in data["archived"]] == ["Mot d’archive"]
        assert "Does not recommend" in read
        assert "Understood here: Health, complaint, negative, price (blamed)" in read
        assert "Mot d’archive" in read

    def test_what_was_done_is_told_in_words_with_consents_and_the_objection(
        self, claire: Client, talk: Conversation
    ) -> None:
        post(claire, talk, "objection")
        data, read = self.unpacked(claire, talk)
        done = {line["action"] for line in data["trail"]}
        assert {"consent.recorded", "person.objected", "escalation.raised"} <= done
        assert "It was noted that you object to being followed" in read
        assert not [action for action in done if action in read]

    def test_times_are_the_workspace_s_and_it_is_said(
        self, claire: Client, world: World, talk: Conversation
    ) -> None:
        world.atelier.time_zone = "Pacific/Auckland"
        world.atelier.save()
        talk.feedback.update(written_at=datetime(2026, 1, 1, 20, tzinfo=UTC))
        _, read = self.unpacked(claire, talk)
        assert "Times are those of Pacific/Auckland." in read
        assert "Jan. 2, 2026, 9 a.m." in read

    def test_it_is_made_before_anybody_has_to_wait_for_its_line_in_the_trail(
        self, world: World, talk: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_transactions = list(connection.savepoint_ids)
        seen: list[list[str]] = []
        zipped = export._zipped

        def looking(everything: export.Everything) -> bytes:
            assert not AuditEntry.objects.filter(action="person.exported").exists()
            seen.append(list(connection.savepoint_ids))
            return zipped(everything)

        monkeypatch.setattr(export, "_zipped", looking)
        export.export(talk, actor=world.claire, now=utc_now())
        assert seen == [open_transactions]
        assert AuditEntry.objects.filter(action="person.exported").exists()

    def test_that_it_was_made_is_noted_without_a_name(
        self, claire: Client, world: World, talk: Conversation
    ) -> None:
        post(claire, talk, "export")
        line = AuditEntry.objects.get(action="person.exported")
        assert (line.actor_id, line.subject) == (world.claire.pk, f"conversation:{talk.pk}")
        assert line.detail == {}

    @pytest.mark.parametrize("network", ["linkedin", "x", "youtube", "google_business"])
    def test_where_the_rules_forbid_it_only_dates_leave(
        self, claire: Client, world: World, clock: FrozenClock, network: str
    ) -> None:
        User.objects.update(language="en")
        desk = Desk(make_channel(world.atelier, network, now=clock()), clock)
        desk.hear(said("f1", "Mot de Odile", created_at=clock()))
        assert "only the dates" in page(claire, desk.conversation())
        data, read = self.unpacked(claire, desk.conversation())
        whole = json.dumps(data) + read
        for secret in ("Mot de Odile", ODILE.handle, ODILE.display_name, ODILE.account_id):
            assert secret not in whole
        assert data["said"][0]["left_out"] == "network_rules"
        assert "let nobody take out" in read


class TestErasure:
    def test_it_is_asked_undone_asked_again_and_leaves_a_receipt(
        self, claire: Client, desk: Desk, talk: Conversation
    ) -> None:
        answer = claire.post(f"/inbox/{talk.pk}/person/erasure/", follow=True)
        row = Erasure.objects.get()
        assert answer.redirect_chain[-1][0] == f"/inbox/erasures/{row.pk}/"
        assert "Until then nothing is lost" in answer.content.decode()
        assert "will be erased" in page(claire, talk)
        claire.post(f"/inbox/erasures/{row.pk}/undo/")
        assert not Erasure.objects.exists()
        post(claire, talk, "erasure")
        row = Erasure.objects.get()
        Erasure.objects.update(asked_at=row.asked_at - timedelta(hours=1), due_at=desk.clock())
        erasure.erase_due(row.pk, clock=utc_now)
        shown = claire.get(f"/inbox/erasures/{row.pk}/").content.decode()
        assert "You may give the person this reference" in shown
        counted = claire.get("/workspace/customers-data/").content.decode()
        assert "3 messages" in counted
        assert row.reference in counted
        assert row.reference in shown
        assert "zorg" not in shown.lower()
        assert claire.get(f"/inbox/{talk.pk}/person/").status_code == 404

    def test_undone_too_late_is_told(self, claire: Client, talk: Conversation) -> None:
        post(claire, talk, "erasure")
        Erasure.objects.update(state="erasing")
        row = Erasure.objects.get()
        answer = claire.post(f"/inbox/erasures/{row.pk}/undo/", follow=True)
        assert "too late" in answer.content.decode()
        assert Erasure.objects.exists()

    def test_where_their_name_would_stay_is_shown_before(
        self, claire: Client, desk: Desk, world: World, talk: Conversation
    ) -> None:
        now = desk.clock()
        desk.hear(said("other"))
        labelling.make(
            world.atelier, name=PERSON.display_name, tone="info", actor=world.claire, now=now
        )
        notes.write(
            desk.conversation(),
            text=f"Amie de {PERSON.display_name}",
            actor=world.claire,
            now=now,
        )
        cases.archived(desk, "other", name=PERSON.display_name)
        shown = page(claire, talk)
        assert "the archive “bluesky.car”" in shown
        assert "Their name also stands here" in shown
        assert "a note in another conversation" in shown
        assert f"the label “{PERSON.display_name}”" in shown


class TestSettings:
    def test_it_says_what_counts_and_what_goes_when(
        self, claire: Client, talk: Conversation
    ) -> None:
        shown = claire.get("/workspace/customers-data/").content.decode()
        assert "24 months" in shown
        assert "will be erased on" in shown

    def test_a_shorter_term_is_chosen_and_waits(self, claire: Client, talk: Conversation) -> None:
        answer = claire.post("/workspace/customers-data/", {"months": "12"}, follow=True)
        assert "on: 12 months." in answer.content.decode()
        assert Retention.objects.get().months == 12
        assert AuditEntry.objects.get(action="retention.chosen").detail == {"months": "12"}

    @pytest.mark.parametrize("months", ["", "7", "-1", "x", "9" * 30])
    def test_what_is_no_term_is_refused(
        self, claire: Client, talk: Conversation, months: str
    ) -> None:
        answer = claire.post("/workspace/customers-data/", {"months": months})
        assert answer.status_code == 422
        assert not Retention.objects.exists()

    def test_only_those_in_charge_see_it(self, world: World, talk: Conversation) -> None:
        assert signed_in(world.karim).get("/workspace/customers-data/").status_code == 403
