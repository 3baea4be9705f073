"""The conversation says what is to be deleted, until when it can be undone, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.inbox import moderating, rules, talks
from beffroi.inbox.models import Feedback, Removal
from beffroi.inbox.tests.browsing import browser_of, words
from beffroi.inbox.tests.desk import Desk, later, said
from beffroi.inbox.tests.removals import Network, let_pass
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(world: World, network: Network) -> Client:
    return browser_of(world.claire)


def talk(desk: Desk) -> str:
    return reverse("conversation", args=[desk.conversation().pk])


def undo(desk: Desk) -> str:
    return reverse("feedback_removal_undo", args=[desk.feedback().pk])


def press_delete(claire: Client, desk: Desk) -> str:
    address = reverse("feedback_moderation", args=[desk.feedback().pk])
    response = claire.post(address, {"do": "remove"}, follow=True)
    assert response.redirect_chain == [(talk(desk), 302)]
    return words(response)


class TestPending:
    def test_it_is_struck_with_its_hour_and_an_undo_twice(
        self, claire: Client, desk: Desk, network: Network
    ) -> None:
        assert "Delete on Scripted, for ever" in words(claire.get(talk(desk)))
        page = press_delete(claire, desk)
        assert "It will be deleted from Scripted in 2 minutes." in page
        assert page.count(f'action="{undo(desk)}"') == 2
        due_at = Removal.objects.get().due_at.astimezone(desk.channel.workspace.zone)
        assert f"Will be deleted from Scripted at {due_at.hour}:{due_at.minute:02}" in page
        assert 'class="bubble bubble--leaving"' in page
        assert "Publicité" in page
        assert "Delete on Scripted, for ever" not in page
        assert network.removed == []

    def test_undone_it_is_as_before(self, claire: Client, desk: Desk) -> None:
        press_delete(claire, desk)
        page = words(claire.post(undo(desk), follow=True))
        assert "The deletion is called off." in page
        assert "bubble--leaving" not in page
        assert "Delete on Scripted, for ever" in page
        assert "There is nothing to undo." in words(claire.post(undo(desk), follow=True))

    def test_one_that_can_be_hidden_still_can(
        self, claire: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(moderating, "abilities", lambda network: frozenset({"hide", "remove"}))
        page = press_delete(claire, desk)
        assert "Hide from the public" in page
        assert "Delete on Scripted" not in page

    def test_the_page_reads_itself_again_when_its_time_has_come(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        found = talks.talk(desk.conversation(), name="Scripted")
        assert found.news_in_seconds(now=desk.clock()) == 123
        assert found.news_in_seconds(now=asked.due_at + timedelta(minutes=1)) == 3
        assert 'hx-trigger="load delay:3s"' in words(claire.get(talk(desk)))

    def test_while_it_leaves_there_is_no_undo(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        Removal.objects.update(state="leaving")
        page = words(claire.get(talk(desk)))
        assert "Being deleted from Scripted" in page
        assert "the deletion of what Odile Garnier wrote" not in page
        late = words(claire.post(undo(desk), follow=True))
        assert "It is too late to undo this: Scripted has been asked to delete it." in late

    def test_when_the_network_does_not_answer_it_says_when_it_is_tried_again(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        Removal.objects.update(due_at=timezone.now() + timedelta(minutes=5))
        page = words(claire.get(talk(desk)))
        assert "Not deleted yet: Scripted does not answer or asks to wait. Next try" in page
        assert f'action="{undo(desk)}"' in page
        undone = words(claire.post(undo(desk), follow=True))
        assert "Scripted is not asked again. If it had deleted it without a word" in undone

    def test_what_a_rule_erased_meanwhile_can_still_be_undone(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        Feedback.objects.filter().wipe(erased_at=desk.clock(), erased_as="kept")
        assert f'action="{undo(desk)}"' in words(claire.get(talk(desk)))
        assert "called off" in words(claire.post(undo(desk), follow=True))

    @pytest.mark.parametrize("role", [Role.APPROVER, Role.READER])
    def test_those_who_read_see_it_and_change_nothing(
        self, client: Client, desk: Desk, asked: Removal, world: World, role: Role
    ) -> None:
        User.objects.update(language="en")
        client.force_login(world.member(role))
        page = words(client.get(talk(desk)))
        assert "Will be deleted from Scripted" in page or "Not deleted yet" in page
        assert undo(desk) not in page
        assert client.post(undo(desk)).status_code == 403
        assert Removal.objects.pending().exists()

    def test_a_stranger_finds_nothing(
        self, client: Client, desk: Desk, asked: Removal, world: World
    ) -> None:
        client.force_login(world.zoe)
        assert client.post(undo(desk)).status_code == 404


class TestEnd:
    def test_what_was_deleted_says_who_asked(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        let_pass(desk)
        page = words(claire.get(talk(desk)))
        assert "Deleted from Scripted, as Claire Martin asked" in page
        assert "Deleted by its author" not in page
        assert "There is nothing left to answer" in page
        assert "bubble--leaving" not in page
        Removal.objects.update(asked_by=None)
        assert "as one of you asked" in words(claire.get(talk(desk)))

    def test_what_its_author_deleted_before_says_so(
        self, claire: Client, desk: Desk, asked: Removal
    ) -> None:
        desk.look_again({"f1": None})
        page = words(claire.get(talk(desk)))
        assert "Deleted by its author" in page
        assert undo(desk) not in page

    @pytest.mark.parametrize(
        ("problem", "sentence"),
        [
            ("no_right", "Scripted refuses: your access lacks a role or a permission."),
            ("channel_lost", "Scripted is no longer connected."),
            ("refused", "Scripted refuses to delete it from here."),
            ("given_up", "Scripted gave no clear answer, in spite of many tries."),
            ("restored", "Beffroi was restored from a backup."),
        ],
    )
    def test_a_refusal_is_told_on_it_and_the_mark_goes(
        self, claire: Client, desk: Desk, asked: Removal, problem: str, sentence: str
    ) -> None:
        Removal.objects.update(state="refused", problem=problem)
        page = words(claire.get(talk(desk)))
        assert f"<b>The deletion is given up.</b> {sentence}" in page
        assert "bubble--leaving" not in page
        assert "Delete on Scripted, for ever" in page

    def test_a_channel_that_is_lost_says_so_at_once(
        self, claire: Client, desk: Desk, network: Network
    ) -> None:
        desk.channel.status = "disconnected"
        desk.channel.save()
        page = press_delete(claire, desk)
        assert "This channel is no longer connected. Connect it again first" in page
        assert not Removal.objects.exists()


def test_many_deletions_cost_no_more_queries(
    claire: Client, desk: Desk, world: World, asked: Removal
) -> None:
    claire.get(talk(desk))  # the first visit also opens a session
    with CaptureQueriesContext(connection) as one:
        claire.get(talk(desk))
    items = [said(f"g{n}", f"{n}", created_at=later(minutes=n)) for n in range(20)]
    desk.hear(*items)
    now = desk.clock()
    Removal.objects.bulk_create(
        Removal(
            feedback=row,
            asked_by=world.karim,
            asked_at=now,
            due_at=now + rules.REMOVAL_CAN_BE_UNDONE_FOR,
        )
        for row in Feedback.objects.filter(remote_id__startswith="g")
    )
    with CaptureQueriesContext(connection) as many:
        assert claire.get(talk(desk)).content.count(b"bubble--leaving") == 21
    assert len(many) == len(one)
