"""The facts by which lessons are offered, and by which exercises count as done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.company.charters import publish, write
from beffroi.company.clauses import Wishes
from beffroi.company.crisis import Details, add_contact, say_holding_message
from beffroi.company.models import Company
from beffroi.crisis import actions as crisis
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Conversation, Feedback, SavedAnswer
from beffroi.learning import gathering, gestures
from beffroi.learning.moments import Facts
from beffroi.links import actions as links
from beffroi.listening.models import Competitor, Watch
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post, PostFile
from beffroi.publishing.tests.desk import make_channel
from beffroi.reviews.models import ReviewLink
from beffroi.sales.models import Contest, Cost, Offer
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import Aim, Measure
from beffroi.web.tests import morning
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.access.objects import Side, alert_id, delivery_id
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def facts(world: World, clock: FrozenClock, *, role: Role = Role.OWNER) -> Facts:
    user = world.member(role)
    return gathering.facts_of(world.atelier, user=user, role=role, now=clock())


def picture(world: World, clock: FrozenClock, **values: Any) -> PostFile:
    post = Post.objects.create(
        workspace=world.atelier,
        author=world.karim,
        text="La boîte Paris-Brest\nSix parts",
        created_at=clock(),
        changed_at=clock(),
    )
    file = MediaFile.objects.create(
        workspace=world.atelier,
        media_type="image/webp",
        width=1,
        height=1,
        size_bytes=4,
        added_by=world.karim,
        added_at=clock(),
    )
    return PostFile.objects.create(post=post, file=file, position=0, **values)


def offer(world: World, clock: FrozenClock, kind: str, **values: Any) -> Offer:
    today = clock().date()
    row: dict[str, Any] = {
        "workspace": world.atelier,
        "name": "ETE10",
        "kind": kind,
        "first_day": today + timedelta(days=6),
        "last_day": today + timedelta(days=20),
        "made_by": world.karim,
        "made_at": clock(),
    }
    return Offer.objects.create(**row | values)


def hear(world: World, clock: FrozenClock, **values: Any) -> Conversation:
    channel = make_channel(
        world.atelier, "bluesky", now=clock(), account_id=f"a{Conversation.objects.count()}"
    )
    text = values.pop("text", "Bonjour")
    row = morning.conversation(channel, now=clock(), text=text)
    Conversation.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def test_an_empty_workspace_has_no_channel_and_nothing_else(
    world: World, clock: FrozenClock
) -> None:
    found = facts(world, clock)
    assert found == Facts(today=found.today, has_second_step=False)


def test_the_newest_negative_review_that_waits_is_told(world: World, clock: FrozenClock) -> None:
    hear(world, clock, kind="review", stars=1, last_feedback_at=clock() - timedelta(days=9))
    hear(world, clock, kind="review", stars=2, person_name="Sandrine L.")
    hear(world, clock, kind="review", stars=5, person_name="Marc")
    hear(world, clock, kind="review", stars=1, person_name="Fini", waiting_since=None)
    found = facts(world, clock)
    assert (found.reviewer, found.stars) == ("Sandrine L.", 2)


def test_a_review_without_stars_is_negative_by_its_tone(world: World, clock: FrozenClock) -> None:
    hear(world, clock, kind="review", tone="positive", person_name="Nadia")
    assert facts(world, clock).reviewer is None
    hear(world, clock, kind="review", tone="negative", person_name="Bernard")
    found = facts(world, clock)
    assert (found.reviewer, found.stars) == ("Bernard", 0)


def test_questions_and_wishes_about_data_are_told(world: World, clock: FrozenClock) -> None:
    for _one in range(3):
        hear(world, clock, intent="question")
    hear(world, clock, person_name="Anne Petit", text="Effacez mon numéro, merci.")
    hear(world, clock, person_name="—", text="RGPD : mes données", waiting_since=None)
    found = facts(world, clock)
    assert (found.questions, found.asks_for_data) == (3, "Anne Petit")


def test_whoever_may_not_see_the_inbox_is_told_nothing_of_it(
    world: World, clock: FrozenClock
) -> None:
    hear(world, clock, kind="review", stars=1, intent="question", text="Effacez mon numéro")
    found = facts(world, clock, role=Role.CLIENT)
    assert (found.reviewer, found.questions, found.asks_for_data) == (None, 0, None)
    assert not found.has_channels


def test_a_picture_without_description_is_told_by_its_post(
    world: World, clock: FrozenClock
) -> None:
    assert facts(world, clock).undescribed is None
    file = picture(world, clock)
    assert facts(world, clock).undescribed == "La boîte Paris-Brest"
    PostFile.objects.filter(pk=file.pk).update(alt_text="Une boîte ouverte")
    assert facts(world, clock).undescribed is None


def test_a_post_that_has_left_is_not_told_any_more(world: World, clock: FrozenClock) -> None:
    file = picture(world, clock)
    past = clock() - timedelta(days=1)
    Post.objects.filter(pk=file.post_id).update(stage="scheduled", planned_at=past)
    assert facts(world, clock).undescribed is None
    Post.objects.filter(pk=file.post_id).update(stage="deleted")
    assert facts(world, clock).undescribed is None


def test_offers_to_come_and_contests_without_rules_are_told(
    world: World, clock: FrozenClock
) -> None:
    offer(
        world,
        clock,
        "discount",
        name="Passée",
        first_day=clock().date() - timedelta(days=9),
        last_day=clock().date() - timedelta(days=1),
    )
    cut = offer(world, clock, "discount")
    contest = offer(world, clock, "contest", name="Un bouquet")
    found = facts(world, clock)
    assert (found.offer, found.offer_from) == ("ETE10", cut.first_day)
    assert found.bare_contest == "Un bouquet"
    Contest.objects.create(
        offer=contest, address="un-bouquet", changed_at=clock(), published_at=clock()
    )
    assert facts(world, clock).bare_contest == ""


@pytest.mark.parametrize(
    ("lesson", "suits"),
    [
        ("first-negative-review", {"kind": "review", "stars": 2}),
        ("answer-a-question", {"intent": "question"}),
    ],
)
def test_what_waits_is_at_hand_for_whoever_may_answer(
    world: World, clock: FrozenClock, lesson: str, suits: dict[str, Any]
) -> None:
    def found(role: Role, name: str = lesson) -> Conversation | None:
        return gathering.at_hand(name, workspace=world.atelier, role=role, now=clock())

    hear(world, clock, kind="review", stars=5)
    assert found(Role.EDITOR) is None
    row = hear(world, clock, **suits)
    assert found(Role.EDITOR) == row
    assert found(Role.READER) is None
    assert found(Role.EDITOR, "alt-text") is None
    assert gathering.at_hand(lesson, workspace=world.garage, role=Role.OWNER, now=clock()) is None


def test_an_open_alert_is_told(world: World, clock: FrozenClock) -> None:
    alert_id(Side(world.atelier, world.nova, world.claire, in_agency=False, now=clock()))
    found = facts(world, clock)
    assert found.is_alerted
    assert found.has_watch


def test_facts_cost_as_many_queries_for_much_as_for_little(
    world: World, clock: FrozenClock
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            facts(world, clock)
        return len(asked)

    hear(world, clock)
    before = count()
    for _one in range(5):
        hear(world, clock, kind="review", stars=1)
        picture(world, clock)
        offer(world, clock, "contest")
        offer(world, clock, "discount")
    assert count() == before
    assert before <= 16


def _answered(world: World, clock: FrozenClock, **feedback: Any) -> None:
    row = hear(world, clock)
    side = Side(world.atelier, world.nova, world.karim, in_agency=False, now=clock())
    said = Feedback.objects.get(conversation=row)
    Feedback.objects.filter(pk=said.pk).update(**feedback)
    Answer.objects.create(
        workspace=world.atelier,
        conversation=row,
        feedback=said,
        delivery=Delivery.objects.get(pk=str(delivery_id(side))),
        text="Bonjour",
        author=world.karim,
        written_at=clock(),
    )


def _do(gesture: str, world: World, clock: FrozenClock) -> None:  # noqa: C901, PLR0912
    """Have Karim do what a gesture names."""
    who: dict[str, Any] = {"workspace": world.atelier}
    side = Side(world.atelier, world.nova, world.karim, in_agency=False, now=clock())
    match gesture:
        case "answer_sent":
            _answered(world, clock)
        case "review_answered":
            _answered(world, clock, stars=2)
        case "saved_answer_kept":
            SavedAnswer.objects.create(
                **who, name="a", text="b", changed_by=world.karim, changed_at=clock()
            )
        case "picture_added" | "post_written":
            picture(world, clock)
        case "picture_described":
            picture(world, clock, alt_text="Une boîte")
        case "post_planned":
            row = picture(world, clock).post
            later = clock() + timedelta(days=1)
            Post.objects.filter(pk=row.pk).update(stage="scheduled", planned_at=later)
        case "offer_made":
            offer(world, clock, "discount")
        case "contest_begun":
            Contest.objects.create(
                offer=offer(world, clock, "contest"), address="a", changed_at=clock()
            )
        case "cost_noted":
            day = clock().date()
            Cost.objects.create(
                **who,
                kind="media",
                cents=1,
                first_day=day,
                last_day=day,
                noted_by=world.karim,
                noted_at=clock(),
            )
        case "watch_made" | "competitor_followed":
            alert_id(side)
            watch = Watch.objects.get()
            Watch.objects.update(made_by=world.karim)
            if gesture == "competitor_followed":
                Competitor.objects.create(
                    **who, name="a", watch=watch, added_by=world.karim, added_at=clock()
                )
        case _:
            _do_for_all(gesture, world, clock)


def _set_goal(world: World, clock: FrozenClock) -> None:
    Goal.objects.create(
        workspace=world.atelier,
        aim=Aim.SALES.value,
        measure=Measure.MARGIN.value,
        target=1,
        first_day=clock().date(),
        due_day=clock().date() + timedelta(days=30),
        place=1,
        made_by=world.karim,
        made_at=clock(),
    )


def _do_for_all(gesture: str, world: World, clock: FrozenClock) -> None:  # noqa: C901
    now, atelier = clock(), world.atelier
    match gesture:
        case "link_made":
            wish = links.Wish("Affiche", "https://example.com/", "Vitrine")
            links.make_by_hand(atelier, wish, actor=world.karim, now=now)
        case "goal_set":
            _set_goal(world, clock)
        case "drill_begun":
            crisis.open_drill(atelier, language="en", actor=world.karim, now=now)
        case "review_link_kept":
            ReviewLink.objects.create(
                workspace=atelier, name="G", url="https://example.com/", added_at=now
            )
        case "hours_told":
            Company.objects.update_or_create(
                workspace=atelier, defaults={"week": [[]] * 7, "changed_at": now}
            )
        case "charter_public":
            charter = write(atelier, wishes=Wishes(), is_indexed=False, actor=world.claire, now=now)
            publish(charter, actor=world.claire, now=now)
        case "crisis_ready":
            details = Details("Élodie", "", "0600000000", "")
            add_contact(atelier, details=details, actor=world.claire, now=now)
            say_holding_message(atelier, text="Nous lisons.", actor=world.claire, now=now)
        case "second_step":
            Authenticator.objects.create(
                user=world.karim, type=Authenticator.Type.TOTP, data={"secret": ""}
            )


#: What stands there counts as it stands, whenever it was done.
STANDING = {"charter_public", "crisis_ready", "hours_told", "review_link_kept", "second_step"}
#: What the product does not keep the author of.
OF_THE_TEAM = {"link_made", "contest_begun"}


@pytest.mark.parametrize("gesture", gestures.GESTURES)
def test_a_gesture_counts_once_it_is_done_since_the_lesson_was_begun(
    world: World, clock: FrozenClock, gesture: str
) -> None:
    def is_done(user: User, *, hours: int = 1) -> bool:
        since = clock() - timedelta(hours=hours)
        return gestures.is_done(gesture, workspace=world.atelier, user=user, since=since)

    assert not is_done(world.karim)
    _do(gesture, world, clock)
    assert is_done(world.karim)
    assert is_done(world.karim, hours=-1) is (gesture in STANDING)
    others = gesture in (STANDING - {"second_step"}) | OF_THE_TEAM
    assert is_done(world.ines) is others


@pytest.mark.parametrize("gesture", sorted(set(gestures.GESTURES) - {"second_step"}))
def test_what_is_done_in_one_workspace_counts_in_no_other(
    world: World, clock: FrozenClock, gesture: str
) -> None:
    _do(gesture, world, clock)
    since = clock() - timedelta(hours=1)
    assert not gestures.is_done(gesture, workspace=world.garage, user=world.karim, since=since)


def test_an_exercise_without_a_fact_is_done_by_ones_word_alone(
    world: World, clock: FrozenClock
) -> None:
    assert not gestures.is_done("", workspace=world.atelier, user=world.karim, since=clock())
