from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beffroi.core.models import AuditEntry
from beffroi.inbox import actions, deeds, labelling, sweeping
from beffroi.inbox.deeds import CannotDo
from beffroi.inbox.models import Conversation, ConversationLabel, Label, Nudge, Sweep
from beffroi.inbox.sweeping import CannotSweep, Undone
from beffroi.inbox.tests.browsing import INBOX, browser_of, rows_of, shown, undo_of
from beffroi.inbox.tests.desk import NOUR, Desk, later, said
from beffroi.inbox.tests.desk import settle as settle_one
from beffroi.networks.contracts import Author
from beffroi.workspaces import actions as workspace_actions
from beffroi.workspaces.models import AgencyMembership, Membership
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db

SWEEP = "/inbox/sweep/"


@pytest.fixture
def two(desk: Desk) -> list[int]:
    """Odile and Nour wait."""
    desk.hear(said("f1"), said("f2", author=NOUR))
    return [desk.conversation().pk, desk.conversation(NOUR).pk]


def settle(world: World, desk: Desk, ids: list[int]) -> Sweep:
    deed = deeds.settle(actor=world.claire, now=desk.clock())
    return sweeping.sweep(world.atelier, ids, deed, actor=world.claire, now=desk.clock())


def give(world: World, desk: Desk, ids: list[int], *, note: str = "") -> Sweep:
    now = desk.clock()
    deed = deeds.give(world.atelier, world.karim.pk, note=note, actor=world.claire, now=now)
    return sweeping.sweep(world.atelier, ids, deed, actor=world.claire, now=now)


class TestSweeping:
    def test_several_are_settled_and_stand_as_before_once_undone(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        before = list(Conversation.objects.order_by("id").values())
        done = settle(world, desk, two)
        assert set(Conversation.objects.values_list("status", flat=True)) == {"done"}
        assert sweeping.undo(done, actor=world.claire, now=desk.clock()) == Undone(2, 0)
        assert list(Conversation.objects.order_by("id").values()) == before

    def test_what_somebody_changed_meanwhile_is_left_and_counted(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        done = settle(world, desk, two)
        actions.reopen(desk.conversation(NOUR), actor=world.karim, now=desk.clock())
        desk.clock.advance(minutes=1)
        settle_one(desk.conversation(NOUR), actor=world.karim, now=desk.clock())
        assert sweeping.undo(done, actor=world.claire, now=desk.clock()) == Undone(1, 1)
        assert desk.conversation(NOUR).status == "done"
        assert desk.conversation().status == "open"

    def test_new_words_of_the_person_count_as_a_change(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        done = settle(world, desk, two)
        desk.clock.advance(minutes=1)
        desk.hear(said("f3", "Alors ?", created_at=desk.clock()))
        assert sweeping.undo(done, actor=world.claire, now=desk.clock()) == Undone(1, 1)
        assert desk.conversation().waiting_since is not None

    def test_what_was_taken_back_by_its_author_does_not_come_back(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        done = settle(world, desk, two)
        desk.look_again({"f1": None})
        assert sweeping.undo(done, actor=world.claire, now=desk.clock()) == Undone(1, 1)
        assert desk.conversation().status == "done"

    @pytest.mark.parametrize(("minutes", "problem"), [(31, "too_late"), (0, "undone")])
    def test_it_is_undone_once_and_within_half_an_hour(
        self, world: World, desk: Desk, two: list[int], minutes: int, problem: str
    ) -> None:
        done = settle(world, desk, two)
        if problem == "undone":
            sweeping.undo(done, actor=world.claire, now=desk.clock())
        desk.clock.advance(minutes=minutes)
        with pytest.raises(CannotSweep, match=problem):
            sweeping.undo(done, actor=world.claire, now=desk.clock())

    def test_what_was_so_already_is_not_counted(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        settle(world, desk, two[:1])
        assert [row["id"] for row in settle(world, desk, two).rows] == two[1:]

    def test_each_leaves_a_line_in_the_trail(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        settle(world, desk, two)
        lines = AuditEntry.objects.filter(action="conversation.done", actor_id=world.claire.pk)
        assert [line.subject for line in lines.order_by("id")] == [
            f"conversation:{pk}" for pk in two
        ]

    def test_too_many_none_and_those_of_others_change_nothing(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        deed = deeds.settle(actor=world.zoe, now=desk.clock())
        for ids, problem in (([], "none"), (two, "none"), (list(range(201)), "too_many")):
            with pytest.raises(CannotSweep, match=problem):
                sweeping.sweep(world.flowers, ids, deed, actor=world.zoe, now=desk.clock())
        assert not Sweep.objects.exists()

    def test_two_hundred_at_once_take_one_transaction(self, world: World, desk: Desk) -> None:
        desk.hear(
            *(
                said(f"f{n}", author=Author(f"did:{n}", f"p{n}.example", f"P {n}"))
                for n in range(200)
            )
        )
        ids = list(Conversation.objects.values_list("pk", flat=True))
        done = settle(world, desk, ids)
        assert len(done.rows) == 200
        assert sweeping.undo(done, actor=world.claire, now=desk.clock()) == Undone(200, 0)


class TestGiving:
    def test_a_member_gets_it_with_a_word_and_is_told(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        give(world, desk, two[:1], note="Tu la connais\nbien")
        row = desk.conversation()
        assert (row.assignee, row.assignment_note) == (world.karim, "Tu la connais bien")
        nudge = Nudge.objects.get()
        assert (nudge.user, nudge.kind, nudge.told_by) == (world.karim, "assigned", world.claire)

    def test_undoing_takes_it_back_and_the_card_with_it(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        done = give(world, desk, two)
        sweeping.undo(done, actor=world.claire, now=desk.clock())
        assert desk.conversation().assignee is None
        assert not Nudge.objects.exists()

    def test_undoing_gives_nothing_back_to_who_has_left(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        give(world, desk, two)
        done = settle(world, desk, two)
        Membership.objects.filter(workspace=world.atelier, user=world.karim).update(role="reader")
        sweeping.undo(done, actor=world.claire, now=desk.clock())
        row = desk.conversation()
        assert (row.status, row.assignee, row.assigned_at) == ("open", None, None)

    def test_taking_it_oneself_tells_nobody(self, world: World, desk: Desk, two: list[int]) -> None:
        now = desk.clock()
        deed = deeds.give(world.atelier, world.claire.pk, actor=world.claire, now=now)
        sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=now)
        assert desk.conversation().assignee == world.claire
        assert not Nudge.objects.exists()

    def test_given_on_only_the_last_one_is_told(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        give(world, desk, two)
        deed = deeds.take_back()
        sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=desk.clock())
        assert desk.conversation().assignee is None
        assert not Nudge.objects.exists()

    @pytest.mark.parametrize("who", ["zoe", "paul"])
    def test_nobody_gets_it_who_may_not_answer(
        self, world: World, desk: Desk, two: list[int], who: str
    ) -> None:
        stranger = getattr(world, who).pk
        with pytest.raises(CannotDo, match="nobody"):
            deeds.give(world.atelier, stranger, actor=world.claire, now=desk.clock())

    def test_whoever_leaves_has_it_no_more(self, world: World, desk: Desk, two: list[int]) -> None:
        give(world, desk, two)
        membership = Membership.objects.get(workspace=world.atelier, user=world.karim)
        workspace_actions.leave(membership=membership, now=desk.clock())
        assert set(Conversation.objects.values_list("assignee", flat=True)) == {None}
        assert not Nudge.objects.exists()

    def test_whoever_leaves_the_agency_has_it_no_more(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        world.atelier.agency = world.nova
        world.atelier.save()
        now = desk.clock()
        deed = deeds.give(world.atelier, world.hugo.pk, actor=world.claire, now=now)
        sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=now)
        workspace_actions.leave(
            membership=AgencyMembership.objects.get(user=world.hugo), now=desk.clock()
        )
        assert set(Conversation.objects.values_list("assignee", flat=True)) == {None}

    def test_whoever_may_only_read_from_now_on_has_it_no_more(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        give(world, desk, two)
        membership = Membership.objects.get(workspace=world.atelier, user=world.karim)
        workspace_actions.change_role(
            membership=membership,
            role=Role.READER,
            actor=world.claire,
            actor_role=Role.OWNER,
            now=desk.clock(),
        )
        assert set(Conversation.objects.values_list("assignee", flat=True)) == {None}

    def test_the_database_wants_to_know_since_when(self, world: World, two: list[int]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.update(assignee=world.karim)


class TestSnoozing:
    def test_new_words_wake_it(self, world: World, desk: Desk, two: list[int]) -> None:
        until = desk.clock() + timedelta(days=2)
        deed = deeds.put_aside(until, now=desk.clock())
        sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=desk.clock())
        assert desk.conversation().snoozed_until == until
        desk.hear(said("f3", "Alors ?", created_at=later(minutes=5)))
        assert desk.conversation().snoozed_until is None
        assert desk.conversation(NOUR).snoozed_until == until

    def test_an_answer_and_settling_wake_it_too(
        self, world: World, desk: Desk, two: list[int]
    ) -> None:
        deed = deeds.put_aside(desk.clock() + timedelta(days=2), now=desk.clock())
        sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=desk.clock())
        actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
        settle_one(desk.conversation(NOUR), actor=world.claire, now=desk.clock())
        assert set(Conversation.objects.values_list("snoozed_until", flat=True)) == {None}

    def test_what_is_done_is_not_put_aside(self, world: World, desk: Desk, two: list[int]) -> None:
        settle(world, desk, two)
        deed = deeds.put_aside(desk.clock() + timedelta(days=2), now=desk.clock())
        done = sweeping.sweep(world.atelier, two, deed, actor=world.claire, now=desk.clock())
        assert done.rows == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.update(snoozed_until=desk.clock())

    def test_the_past_is_refused(self, desk: Desk) -> None:
        with pytest.raises(CannotDo, match="past"):
            deeds.put_aside(desk.clock(), now=desk.clock())


class TestLabels:
    @pytest.fixture
    def label(self, world: World, desk: Desk) -> Label:
        return labelling.make(
            world.atelier, name="Devis", tone="bronze", actor=world.claire, now=desk.clock()
        )

    def test_they_are_put_on_and_taken_off_once(
        self, world: World, desk: Desk, two: list[int], label: Label
    ) -> None:
        for _ in range(2):
            sweeping.sweep(
                world.atelier, two, deeds.put_label(label), actor=world.claire, now=desk.clock()
            )
        assert ConversationLabel.objects.count() == 2
        assert [one.name for one in labelling.borne(world.atelier, two)[two[0]]] == ["Devis"]
        done = sweeping.sweep(
            world.atelier, two, deeds.take_label(label), actor=world.claire, now=desk.clock()
        )
        assert labelling.borne(world.atelier, two) == {}
        sweeping.undo(done, actor=world.claire, now=desk.clock())
        assert set(labelling.borne(world.atelier, two)) == set(two)

    def test_a_deleted_one_is_shown_and_put_nowhere(
        self, world: World, desk: Desk, two: list[int], label: Label
    ) -> None:
        sweeping.sweep(
            world.atelier, two, deeds.put_label(label), actor=world.claire, now=desk.clock()
        )
        label.deleted_at = desk.clock()
        label.save()
        assert labelling.borne(world.atelier, two) == {}
        with pytest.raises(CannotDo, match="no_label"):
            deeds.put_label(label)

    @pytest.mark.parametrize("values", [{"name": ""}, {"tone": "pink"}, {"name": "devis"}])
    def test_the_database_knows_names_and_colours(
        self, world: World, label: Label, values: dict[str, str]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Label.objects.create(workspace=world.atelier, **({"name": "Autre"} | values))


class TestPages:
    @pytest.fixture
    def claire(self, world: World, two: list[int]) -> Client:
        return browser_of(world.claire)

    def test_chosen_messages_are_settled_and_undone(self, claire: Client, two: list[int]) -> None:
        page = shown(claire.get(INBOX))
        assert page.count('name="chosen"') == 2
        response = claire.post(SWEEP, {"chosen": two, "do": "done", "kept": ""}, follow=True)
        page = shown(response)
        assert "2 messages are done." in page
        assert rows_of(page) == []
        page = shown(claire.post(undo_of(page), follow=True))
        assert "2 messages stand as before." in page
        assert len(rows_of(page)) == 2

    def test_it_says_how_many_were_changed_meanwhile(
        self, claire: Client, two: list[int], world: World, desk: Desk
    ) -> None:
        undo = undo_of(shown(claire.post(SWEEP, {"chosen": two, "do": "done"}, follow=True)))
        actions.reopen(desk.conversation(NOUR), actor=world.karim, now=desk.clock())
        page = shown(claire.post(undo, follow=True))
        assert "1 message stands as before. 1 was changed by somebody meanwhile" in page

    def test_without_a_thing_to_do_it_asks_which(self, claire: Client, two: list[int]) -> None:
        page = shown(claire.post(SWEEP, {"chosen": two}))
        assert "What to do with these 2 messages" in page
        assert page.count(f'name="chosen" value="{two[0]}"') == 4

    def test_it_names_those_that_are_chosen(
        self, claire: Client, two: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = shown(claire.post(SWEEP, {"chosen": two}))
        for words in ("Odile Garnier", "Nour Haddad", "Ouvert lundi ?"):
            assert words in page
        assert "Nour Haddad" not in shown(claire.post(SWEEP, {"chosen": two[:1]}))
        monkeypatch.setattr("beffroi.inbox.views.sweeps._NAMED_AT_ONCE", 1)
        assert "And 1 more" in shown(claire.post(SWEEP, {"chosen": two}))

    def test_it_names_nobody_of_another_workspace(
        self, two: list[int], world: World, desk: Desk
    ) -> None:
        stranger = browser_of(world.zoe)
        assert "Odile Garnier" not in shown(stranger.post(SWEEP, {"chosen": two}, follow=True))

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ({"do": "done"}, "Choose messages first"),
            ({"chosen": ["x", "1" * 30], "do": "done"}, "Choose messages first"),
            ({"chosen": [str(n) for n in range(201)], "do": "done"}, "At most 200 messages"),
            ({"chosen": ["1"], "do": "burn"}, "Choose what is to be done."),
            ({"chosen": ["1"], "do": "give:0"}, "This person may not answer here"),
            ({"chosen": ["1"], "do": "give:x"}, "Choose what is to be done."),
            ({"chosen": ["1"], "do": "snooze:day", "day": "1999-01-01"}, "This day cannot be used"),
            ({"chosen": ["1"], "do": "snooze:day", "day": "<b>"}, "This day cannot be used"),
            ({"chosen": ["1"], "do": "snooze:never"}, "This day cannot be used"),
        ],
    )
    def test_what_makes_no_sense_is_said_and_changes_nothing(
        self, claire: Client, asked: dict[str, object], sentence: str
    ) -> None:
        before = list(Conversation.objects.order_by("id").values())
        assert sentence in shown(claire.post(SWEEP, asked, follow=True))
        assert list(Conversation.objects.order_by("id").values()) == before

    def test_one_is_given_from_its_own_menu(
        self, claire: Client, two: list[int], world: World
    ) -> None:
        menu = reverse("conversation_choices", args=[two[0]])
        fragment = shown(claire.get(f"{menu}?only=give", headers={"HX-Request": "true"}))
        assert f'value="give:{world.karim.pk}"' in fragment
        assert "<html" not in fragment
        assert "<html" in shown(claire.get(menu))
        asked = {"chosen": two[:1], "do": f"give:{world.karim.pk}", "back": two[0], "note": "Vite"}
        response = claire.post(SWEEP, asked, follow=True)
        assert response.redirect_chain == [(f"{INBOX}{two[0]}/", 302)]
        page = shown(response)
        assert "Assigned to Karim Benali · Vite" in page.replace("<bdi>", "").replace("</bdi>", "")

    def test_one_is_put_aside_and_stands_in_its_view(self, claire: Client, two: list[int]) -> None:
        asked = {"chosen": two[:1], "do": "snooze:monday", "kept": "?kind=comment&colour=red"}
        response = claire.post(SWEEP, asked, follow=True)
        assert response.redirect_chain == [(f"{INBOX}?kind=comment", 302)]
        assert rows_of(shown(claire.get(INBOX))) == ["Nour Haddad"]
        assert rows_of(shown(claire.get(f"{INBOX}?status=snoozed"))) == ["Odile Garnier"]
        assert "Put aside until" in shown(claire.get(f"{INBOX}{two[0]}/"))

    def test_a_label_is_made_put_on_deleted_and_taken_back(
        self, claire: Client, two: list[int]
    ) -> None:
        claire.post("/inbox/labels/", {"name": "Devis", "tone": "bronze"})
        label = Label.objects.get()
        assert "Another one has this name" in shown(
            claire.post("/inbox/labels/", {"name": "devis", "tone": "ok"})
        )
        page = shown(claire.post(SWEEP, {"chosen": two, "do": f"put:{label.pk}"}, follow=True))
        assert page.count("<bdi>Devis</bdi>") == 2
        page = shown(claire.post(f"/inbox/labels/{label.pk}/", {"do": "delete"}, follow=True))
        undo = undo_of(page)
        assert "<bdi>Devis</bdi>" not in shown(claire.get(INBOX))
        claire.post(undo)
        assert shown(claire.get(INBOX)).count("<bdi>Devis</bdi>") == 2

    def test_a_stranger_changes_none_of_ours(
        self, claire: Client, two: list[int], world: World, desk: Desk
    ) -> None:
        label = labelling.make(
            world.atelier, name="A", tone="ok", actor=world.claire, now=desk.clock()
        )
        zoe = browser_of(world.zoe)
        assert "Choose messages first" in shown(
            zoe.post(SWEEP, {"chosen": two, "do": "done"}, follow=True)
        )
        assert zoe.post(SWEEP, {"chosen": two, "do": f"put:{label.pk}"}).status_code == 404
        done = settle(world, desk, two)
        assert zoe.post(reverse("inbox_sweep_undo", args=[done.pk])).status_code == 404
        karim = browser_of(world.karim)
        assert karim.post(reverse("inbox_sweep_undo", args=[done.pk])).status_code == 404

    def test_a_reader_chooses_nothing(self, world: World, two: list[int]) -> None:
        reader = browser_of(world.member(Role.READER))
        assert 'name="chosen"' not in shown(reader.get(INBOX))
        assert reader.post(SWEEP, {"chosen": two, "do": "done"}).status_code == 403
