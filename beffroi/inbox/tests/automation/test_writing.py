from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry
from beffroi.inbox import keeping
from beffroi.inbox.automation import loading, sentences, writing
from beffroi.inbox.automation.loading import Problem
from beffroi.inbox.automation.writing import CannotSwitch
from beffroi.inbox.filters import Filters, Kind, Standing, Whose
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Rule, RuleAction
from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.workspaces import actions as workspace_actions
from beffroi.workspaces.models import Membership

pytestmark = pytest.mark.django_db


def names(ruled: Ruled) -> list[str]:
    return [row.name for row in loading.rules_of(ruled.world.atelier)]


class TestWriting:
    def test_it_is_off_at_first_and_asks_nothing_of_where_conversations_stand(
        self, ruled: Ruled
    ) -> None:
        row = ruled.off("Avis", "settle", filters=Filters(kind=Kind.REVIEW))
        [loaded] = loading.load(ruled.world.atelier)
        assert not row.is_on
        assert loaded.filters == Filters(status=Standing.ANY, kind=Kind.REVIEW)
        assert not loaded.acts

    @pytest.mark.parametrize(
        ("does", "problem"),
        [
            ([], "no_action"),
            (["settle", "aside:monday"], "contradict"),
            (["aside:later", "aside:monday"], "contradict"),
            (["give:{claire}", "give:{karim}"], "contradict"),
            (["give:{zoe}"], "nobody"),
            (["notify:{paul}"], "nobody"),
            (["notify:999999"], "nobody"),
            (["label:999999"], "no_label"),
            (["label:x"], "no_action"),
            (["give:"], "no_action"),
            (["aside:never"], "no_action"),
            (["burn"], "no_action"),
            ([f"label:{n}" for n in range(1, 7)], "too_many_actions"),
        ],
    )
    def test_what_it_cannot_do_is_refused_and_nothing_is_kept(
        self, ruled: Ruled, does: list[str], problem: str
    ) -> None:
        people = {
            name: getattr(ruled.world, name).pk for name in ("claire", "karim", "zoe", "paul")
        }
        with pytest.raises(CannotKeep) as refused:
            ruled.off("A", *(one.format(**people) for one in does))
        assert refused.value.problem == problem
        assert not Rule.objects.exists()

    @pytest.mark.parametrize(
        ("name", "values", "problem"),
        [
            (" \0\n", {}, "empty"),
            ("DEVIS", {}, "taken"),
            ("A", {"words": "a" * 2001}, "too_long"),
            ("A", {"words": ",".join(f"mot{n}" for n in range(51))}, "too_long"),
            ("A", {"words": "devis, !!!"}, "no_word"),
            ("A", {"filters": Filters(assignee=Whose.ME)}, "me"),
        ],
    )
    def test_what_it_cannot_meet_is_refused(
        self, ruled: Ruled, name: str, values: dict[str, Any], problem: str
    ) -> None:
        ruled.off("Devis", "settle")
        with pytest.raises(CannotKeep) as refused:
            ruled.off(name, "settle", **values)
        assert refused.value.problem == problem
        assert Rule.objects.count() == 1

    def test_the_same_action_twice_is_one(self, ruled: Ruled) -> None:
        label = ruled.label()
        row = ruled.off("A", f"label:{label.pk}", f"label:{label.pk}")
        assert row.actions.count() == 1

    def test_each_change_leaves_a_line_in_the_trail(self, ruled: Ruled) -> None:
        row = ruled.on("A", "settle")
        writing.switch_off(row, actor=ruled.world.claire, now=ruled.desk.clock())
        writing.delete(row, actor=ruled.world.claire, now=ruled.desk.clock())
        lines = AuditEntry.objects.filter(subject=f"rule:{row.pk}").order_by("id")
        assert [line.action for line in lines] == [
            "rule.made",
            "rule.switched_on",
            "rule.switched_off",
            "rule.deleted",
        ]


class TestOrder:
    def test_they_are_moved_up_and_down_and_stay_at_the_ends(self, ruled: Ruled) -> None:
        rows = [ruled.off(name, "settle") for name in "ABC"]
        writing.move(rows[2], by=-1)
        assert names(ruled) == ["A", "C", "B"]
        writing.move(rows[0], by=1)
        assert names(ruled) == ["C", "A", "B"]
        writing.move(rows[2], by=-1)
        writing.move(rows[2], by=-1)
        writing.move(rows[1], by=1)
        assert names(ruled) == ["C", "A", "B"]

    def test_one_that_was_deleted_meanwhile_moves_nothing(self, ruled: Ruled) -> None:
        rows = [ruled.off(name, "settle") for name in "ABC"]
        writing.delete(rows[1], actor=ruled.world.claire, now=ruled.desk.clock())
        writing.move(rows[1], by=-1)
        assert names(ruled) == ["A", "C"]


class TestSwitching:
    def test_a_change_of_what_it_meets_or_does_switches_it_off_until_it_is_tried_again(
        self, ruled: Ruled
    ) -> None:
        row = ruled.on("A", "settle")
        draft = ruled.draft("A", "settle", words="devis")
        row = writing.change(row, draft, actor=ruled.world.claire, now=ruled.desk.clock())
        assert (row.version, row.on_version) == (2, None)
        with pytest.raises(CannotSwitch, match="untried"):
            writing.switch_on(
                row, tried_version=1, actor=ruled.world.claire, now=ruled.desk.clock()
            )
        ruled.switch_on(row)

    def test_a_new_name_alone_leaves_it_on(self, ruled: Ruled) -> None:
        row = ruled.on("A", "settle", words="devis")
        draft = ruled.draft("B", "settle", words="devis")
        row = writing.change(row, draft, actor=ruled.world.claire, now=ruled.desk.clock())
        assert row.is_on

    def test_one_that_is_taken_back_is_off(self, ruled: Ruled) -> None:
        row = ruled.on("A", "settle")
        actor, now = ruled.world.claire, ruled.desk.clock()
        writing.delete(row, actor=actor, now=now)
        row.refresh_from_db()
        keeping.take_back(row, kind="rule", actor=actor, now=now)
        assert not Rule.objects.get().is_on

    def test_one_that_rests_cannot_be_switched_on(self, ruled: Ruled) -> None:
        label = ruled.label()
        row = ruled.off("A", f"label:{label.pk}")
        keeping.put_away(label, kind="label", actor=ruled.world.claire, now=ruled.desk.clock())
        with pytest.raises(CannotSwitch, match="rests"):
            ruled.switch_on(row)


class TestResting:
    def test_it_says_what_of_it_is_gone(self, ruled: Ruled) -> None:
        world, now = ruled.world, ruled.desk.clock()
        label = ruled.label()
        filters = Filters(label=label.pk, channel=ruled.desk.channel.pk, assignee=world.karim.pk)
        row = ruled.on("A", f"label:{label.pk}", f"give:{world.karim.pk}", filters=filters)
        [loaded] = loading.load(world.atelier)
        assert loaded.acts
        keeping.put_away(label, kind="label", actor=world.claire, now=now)
        membership = Membership.objects.get(workspace=world.atelier, user=world.karim)
        workspace_actions.leave(membership=membership, now=now)
        ruled.desk.channel.status = Channel.Status.DISCONNECTED
        ruled.desk.channel.save()
        [loaded] = loading.load(world.atelier)
        assert set(loaded.problems) == {
            Problem.LABEL_GONE,
            Problem.MEMBER_GONE,
            Problem.FILTER_LABEL_GONE,
            Problem.FILTER_MEMBER_GONE,
            Problem.FILTER_CHANNEL_GONE,
        }
        assert row.is_on
        assert not loaded.acts

    def test_with_a_filter_that_is_no_longer_known_it_rests_and_meets_no_more(
        self, ruled: Ruled
    ) -> None:
        ruled.on("A", "settle")
        Rule.objects.update(query="status=any&colour=red")
        [loaded] = loading.load(ruled.world.atelier)
        assert loaded.problems == (Problem.FILTER_UNKNOWN,)

    def test_an_action_whose_member_is_erased_is_no_action(self, ruled: Ruled) -> None:
        ruled.on("A", f"notify:{ruled.world.karim.pk}")
        RuleAction.objects.update(member=None)
        [loaded] = loading.load(ruled.world.atelier)
        assert loaded.problems == (Problem.MEMBER_GONE,)


class TestDatabase:
    @pytest.mark.parametrize(
        "values",
        [
            {"name": ""},
            {"on_version": 7},
            {"words_are": "few"},
            {"deleted_at": "2026-09-14T07:00:00Z"},
        ],
    )
    def test_it_keeps_the_promises_of_a_rule(self, ruled: Ruled, values: dict[str, object]) -> None:
        ruled.on("A", "settle")
        with pytest.raises(IntegrityError), transaction.atomic():
            Rule.objects.update(**values)

    def test_two_rules_have_two_names(self, ruled: Ruled) -> None:
        ruled.off("A", "settle")
        ruled.off("B", "settle")
        with pytest.raises(IntegrityError), transaction.atomic():
            Rule.objects.filter(name="B").update(name="a")

    @pytest.mark.parametrize(
        "values",
        [
            {"place": 6},
            {"place": 0},
            {"kind": "burn"},
            {"kind": "aside"},
            {"wake": "monday"},
            {"kind": "aside", "wake": "never"},
            {"member_id": "claire"},
            {"label_id": "label"},
        ],
    )
    def test_it_keeps_the_promises_of_an_action(
        self, ruled: Ruled, values: dict[str, object]
    ) -> None:
        ruled.off("A", "settle")
        named = {"claire": ruled.world.claire.pk, "label": ruled.label().pk}
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleAction.objects.update(
                **{key: named.get(str(value), value) for key, value in values.items()}
            )

    def test_one_action_stands_in_each_place(self, ruled: Ruled) -> None:
        row = ruled.off("A", "settle")
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleAction.objects.create(rule=row, place=1, kind="settle")


def test_there_are_no_more_rules_than_anybody_keeps_in_mind(
    ruled: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "RULES_MAX", 1)
    ruled.off("Un", "settle")
    with pytest.raises(CannotKeep, match="too_many_rules") as caught:
        ruled.off("Deux", "settle")
    assert sentences.explain_writing(caught.value)
    assert Rule.objects.count() == 1
