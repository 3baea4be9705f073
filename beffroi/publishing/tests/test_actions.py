from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry, Job
from beffroi.delivery.actions import JOB
from beffroi.delivery.engine import advance
from beffroi.delivery.tests.scripted import Script
from beffroi.media.actions import add_picture
from beffroi.publishing import actions
from beffroi.publishing.actions import (
    CannotSchedule,
    ChangedMeanwhile,
    NotADraft,
)
from beffroi.publishing.drafts import current_draft
from beffroi.publishing.jobs import erase_deleted
from beffroi.publishing.models import Approval, Post
from beffroi.publishing.rules import Problem
from beffroi.publishing.states import Stage
from beffroi.publishing.tests.desk import (
    TOMORROW,
    TOMORROW_UTC,
    Desk,
    deliveries_of,
    draft_of,
    encoded,
    make_channel,
    settle,
    texts_of,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def problems(refused: pytest.ExceptionInfo[CannotSchedule]) -> list[Problem]:
    return [finding.problem for finding in refused.value.findings]


def stage_of(post: Post) -> str:
    post.refresh_from_db()
    return post.stage


# Writing


def test_a_draft_is_kept_as_it_was_typed(desk: Desk, both: list[Channel]) -> None:
    picture = desk.picture()
    draft = draft_of(
        "Bonjour",
        both,
        at=TOMORROW,
        files=[(picture, "Un pain")],
        own_texts={both[1].pk: "Bonjour Mastodon"},
        visibility="private",
        content_warning="Gluten",
        language="en",
    )
    post = desk.write(draft)
    assert current_draft(Post.objects.get(pk=post.pk)) == draft
    assert (post.stage, post.planned_at, post.planned_zone) == (
        "draft",
        TOMORROW_UTC,
        "Europe/Paris",
    )


def test_an_unfinished_draft_is_kept_too(desk: Desk) -> None:
    post = desk.write(draft_of("", []))
    assert (post.stage, post.planned_at, post.title) == ("draft", None, "")


def test_the_same_page_sent_twice_makes_one_post(world: World, clock: FrozenClock) -> None:
    key = uuid.uuid4()
    first, second = (
        actions.create_post(
            workspace=world.atelier,
            actor=world.karim,
            draft=draft_of(text, []),
            key=key,
            now=clock(),
        )
        for text in ("Bonjour", "Bonsoir")
    )
    assert (first, second.text) == (second, "Bonjour")


def test_the_key_of_a_page_means_nothing_in_another_workspace(
    world: World, clock: FrozenClock
) -> None:
    key = uuid.uuid4()
    for workspace, person in ((world.atelier, world.karim), (world.flowers, world.zoe)):
        actions.create_post(
            workspace=workspace,
            actor=person,
            draft=draft_of(workspace.name, []),
            key=key,
            now=clock(),
        )
    assert sorted(Post.objects.values_list("text", flat=True)) == [
        "Atelier Martin",
        "Les Fleurs de Zoé",
    ]


def test_channels_and_pictures_of_others_are_left_out(
    desk: Desk, world: World, clock: FrozenClock
) -> None:
    theirs = make_channel(world.flowers, "bluesky", now=clock())
    file = add_picture(workspace=world.flowers, actor=None, upload=encoded(), now=clock())
    post = desk.write(draft_of("Bonjour", [theirs], files=[(file, "Rose")]))
    assert (post.variants.count(), post.files.count()) == (0, 0)


@pytest.mark.parametrize(
    ("zone", "at", "second", "planned_at"),
    [
        ("Europe/Paris", "2027-03-28T02:30", False, "2027-03-28T01:30"),
        ("Europe/Paris", "2026-10-25T02:30", False, "2026-10-25T00:30"),
        ("Europe/Paris", "2026-10-25T02:30", True, "2026-10-25T01:30"),
        ("Indian/Reunion", "2026-10-25T02:30", True, "2026-10-24T22:30"),
        ("America/Miquelon", "2026-11-01T01:30", True, "2026-11-01T04:30"),
    ],
)
def test_a_post_is_planned_in_the_zone_of_the_workspace(
    desk: Desk, world: World, zone: str, at: str, second: bool, planned_at: str
) -> None:
    world.atelier.time_zone = zone
    world.atelier.save()
    post = desk.write(draft_of("Bonjour", [], at=at, second=second))
    assert post.planned_at == datetime.fromisoformat(planned_at).replace(tzinfo=UTC)
    assert (post.planned_wall, post.planned_zone) == (at, zone)


# Approving and planning


def test_a_post_for_two_channels_is_two_deliveries_each_with_its_text(
    desk: Desk, both: list[Channel]
) -> None:
    picture = desk.picture()
    post = desk.schedule(
        draft_of(
            "Pour tous",
            both,
            at=TOMORROW,
            own_texts={both[1].pk: "Pour Mastodon"},
            files=[(picture, "Un pain")],
        )
    )
    assert texts_of(post) == ["Pour tous", "Pour Mastodon"]
    for delivery in deliveries_of(post):
        assert (delivery.status, delivery.due_at) == ("scheduled", TOMORROW_UTC)
        assert [file.alt_text for file in delivery.files.all()] == ["Un pain"]
        assert Job.objects.get(kind=JOB, key=str(delivery.pk)).run_at == TOMORROW_UTC


def test_what_waits_for_a_yes_does_not_leave(submitted: Post) -> None:
    assert (submitted.stage, deliveries_of(submitted)) == ("submitted", [])


def test_a_yes_to_what_was_read_plans_it_and_bears_a_name(
    submitted: Post, world: World, clock: FrozenClock
) -> None:
    actions.approve_post(submitted, actor=world.ines, seen_version=1, now=clock())
    assert stage_of(submitted) == "scheduled"
    assert [delivery.status for delivery in deliveries_of(submitted)] == ["scheduled"] * 2
    assert Approval.objects.get(post=submitted).approver == world.ines
    assert AuditEntry.objects.filter(action="post.approved").count() == 1


@pytest.mark.parametrize("seen_version", [None, 0, 2])
def test_a_yes_to_another_version_is_no_yes(
    submitted: Post, world: World, clock: FrozenClock, seen_version: int | None
) -> None:
    with pytest.raises(ChangedMeanwhile):
        actions.approve_post(submitted, actor=world.ines, seen_version=seen_version, now=clock())
    assert (stage_of(submitted), deliveries_of(submitted)) == ("submitted", [])
    assert not Approval.objects.exists()


def test_a_yes_does_not_hold_for_what_was_changed_since(
    submitted: Post, world: World, clock: FrozenClock
) -> None:
    read = submitted.version
    actions.change_post(
        submitted,
        actor=world.karim,
        may_approve=False,
        draft=replace(current_draft(submitted), text="Autre chose"),
        now=clock(),
    )
    with pytest.raises(ChangedMeanwhile):
        actions.approve_post(submitted, actor=world.ines, seen_version=read, now=clock())


def test_nobody_approves_a_draft_that_nobody_handed_in(
    desk: Desk, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Bonjour", both, at=TOMORROW))
    with pytest.raises(ChangedMeanwhile):
        actions.approve_post(post, actor=world.ines, seen_version=1, now=clock())


def test_two_who_approve_at_once_plan_it_once(
    submitted: Post, world: World, clock: FrozenClock
) -> None:
    actions.approve_post(submitted, actor=world.ines, seen_version=1, now=clock())
    actions.approve_post(submitted, actor=world.claire, seen_version=1, now=clock())
    assert len(deliveries_of(submitted)) == 2


def test_a_no_sends_it_back_as_a_draft(submitted: Post, world: World, clock: FrozenClock) -> None:
    actions.send_back(submitted, actor=world.ines, now=clock())
    assert stage_of(submitted) == "draft"


def test_a_yes_can_be_taken_back_until_the_last_moment(
    scheduled: Post, world: World, clock: FrozenClock, script: Script
) -> None:
    planned = deliveries_of(scheduled)
    clock.set(TOMORROW_UTC - timedelta(seconds=1))
    actions.send_back(scheduled, actor=world.ines, now=clock())
    clock.advance(minutes=5)
    assert stage_of(scheduled) == "draft"
    assert [advance(delivery.pk, clock=clock) for delivery in planned] == [None, None]
    assert script.posts == []
    assert not Job.objects.filter(kind=JOB).exists()


def test_a_draft_has_nothing_to_send_back(desk: Desk, world: World, clock: FrozenClock) -> None:
    with pytest.raises(ChangedMeanwhile):
        actions.send_back(desk.write(draft_of("Bonjour", [])), actor=world.ines, now=clock())


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("", TOMORROW, [Problem.EMPTY]),
        ("a" * 301, TOMORROW, [Problem.TOO_LONG]),
        ("a" * 501, TOMORROW, [Problem.TOO_LONG, Problem.TOO_LONG]),
        ("Bonjour", "", [Problem.NO_DATE]),
        ("Bonjour", "2026-09-14T09:00", [Problem.DATE_PAST]),
    ],
)
def test_what_cannot_leave_is_refused_and_kept(
    desk: Desk,
    both: list[Channel],
    clock: FrozenClock,
    text: str,
    at: str,
    found: list[Problem],
) -> None:
    post = desk.write(draft_of(text, both, at=at))
    for intention in (actions.submit_post, actions.schedule_post):
        with pytest.raises(CannotSchedule) as refused:
            intention(post, actor=desk.author, now=clock())
        assert problems(refused) == found
    post.refresh_from_db()
    assert (post.stage, post.text, deliveries_of(post)) == ("draft", text, [])
    assert not post.approvals.exists()


def test_the_excess_is_told_in_the_networks_own_unit(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    post = desk.write(draft_of("e\u0301" * 310, both, at=TOMORROW))
    with pytest.raises(CannotSchedule) as refused:
        actions.schedule_post(post, actor=desk.author, now=clock())
    found = [(finding.channel_id, finding.excess) for finding in refused.value.findings]
    assert found == [(both[0].pk, 10)]


def test_a_picture_without_description_keeps_the_post_here(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Pain", both, at=TOMORROW, files=[(desk.picture(), " ")]))
    with pytest.raises(CannotSchedule) as refused:
        actions.schedule_post(post, actor=desk.author, now=clock())
    assert problems(refused) == [Problem.ALT_TEXT_MISSING]


def test_too_many_pictures_are_counted_for_each_channel(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    pictures = [(desk.picture(), "Un pain") for _ in range(6)]
    post = desk.write(draft_of("Pain", both, at=TOMORROW, files=pictures))
    with pytest.raises(CannotSchedule) as refused:
        actions.schedule_post(post, actor=desk.author, now=clock())
    assert [(found.channel_id, found.excess) for found in refused.value.findings] == [
        (both[0].pk, 2),
        (both[1].pk, 2),
    ]


# Deleting, copying


def test_a_deleted_draft_comes_back_as_it_was(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    draft = draft_of("Bonjour", both, at=TOMORROW)
    post = desk.write(draft)
    actions.delete_post(post, actor=desk.author, now=clock())
    assert stage_of(post) == "deleted"
    actions.restore_post(post, actor=desk.author, now=clock())
    post.refresh_from_db()
    assert (post.stage, current_draft(post)) == ("draft", draft)


def test_only_a_draft_is_deleted_and_only_a_deleted_one_restored(
    submitted: Post, scheduled: Post, world: World, clock: FrozenClock
) -> None:
    for post in (submitted, scheduled):
        for intention in (actions.delete_post, actions.restore_post):
            with pytest.raises(NotADraft):
                intention(post, actor=world.claire, now=clock())


def test_what_is_deleted_is_neither_changed_nor_planned(
    desk: Desk, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Bonjour", both, at=TOMORROW))
    actions.delete_post(post, actor=desk.author, now=clock())
    with pytest.raises(NotADraft):
        actions.change_to_draft(post, actor=world.claire, draft=draft_of("", []), now=clock())
    actions.schedule_post(post, actor=world.claire, now=clock())
    assert (stage_of(post), deliveries_of(post)) == ("deleted", [])
    assert not actions.is_editable(post)


def test_deleted_drafts_are_erased_after_thirty_days_and_nothing_else(
    desk: Desk, scheduled: Post, clock: FrozenClock
) -> None:
    draft, old = desk.write(draft_of("Gardé", [])), desk.write(draft_of("Effacé", []))
    actions.delete_post(old, actor=desk.author, now=clock())
    clock.advance(days=30)
    erase_deleted({}, clock=clock)
    assert Post.objects.count() == 3
    clock.advance(seconds=1)
    erase_deleted({}, clock=clock)
    assert set(Post.objects.all()) == {draft, scheduled}


def test_a_copy_is_a_draft_for_the_channels_that_refused(
    scheduled: Post, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    settle(deliveries_of(scheduled)[1], status="failed")
    copied = actions.copy_post(scheduled, actor=world.karim, now=clock())
    assert (copied.stage, copied.text, copied.planned_at) == ("draft", "Bonjour", None)
    assert [variant.channel for variant in copied.variants.all()] == [both[1]]


def test_a_copy_of_what_left_everywhere_is_for_the_same_channels(
    scheduled: Post, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    copied = actions.copy_post(scheduled, actor=world.karim, now=clock())
    assert [variant.channel for variant in copied.variants.order_by("channel_id")] == both


# What the database holds


def test_the_database_refuses_a_scheduled_post_without_a_date(desk: Desk) -> None:
    post = desk.write(draft_of("Bonjour", []))
    post.stage = Stage.SCHEDULED.value
    with pytest.raises(IntegrityError), transaction.atomic():
        post.save()


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("", "", ""),
        ("  \n ", "", ""),
        ("Un\nDeux\nTrois", "Un", "Deux\nTrois"),
        ("mot " * 40, "mot " * 19 + "mot…", ""),
        ("a" * 100, "a" * 80 + "…", ""),
        ("a" * 70 + ". " + "b" * 30, "a" * 70 + "…", ""),
    ],
)
def test_a_post_is_recognised_by_its_first_line(text: str, title: str, rest: str) -> None:
    post = Post(text=text)
    assert (post.title, post.rest) == (title, rest)
