from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.company.models import AnswerDelay, Company
from beffroi.core.jobs import Runner
from beffroi.inbox import actions, queries, rereading
from beffroi.inbox.filtering import Looking, chosen
from beffroi.inbox.filters import Filters
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.tests.desk import NOUR, US, Desk, later, said, settle
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.suggestions.situations import Intent, Sentiment
from beffroi.workspaces.actions import change_workspace
from tests.world import World

pytestmark = pytest.mark.django_db

ANGRY = "Service catastrophique, je ne reviendrai jamais"
ILL = "Mon fils est à l'hôpital depuis hier, intoxication après avoir mangé chez vous"
GLAD = "Un grand merci à toute l'équipe, c'était parfait !"
UMA = Author("did:uma", "uma.example", "Uma Roy")

#: Open from eight to six, Monday to Saturday.
WEEK = [[[8 * 60, 18 * 60]] for _ in range(6)] + [[]]


def is_open_from_eight_to_six(desk: Desk) -> None:
    workspace = desk.channel.workspace
    Company.objects.create(workspace=workspace, week=WEEK, changed_at=desk.clock())


class TestReading:
    def test_what_comes_in_is_understood(self, desk: Desk) -> None:
        desk.hear(said(text=ANGRY))
        row = desk.feedback()
        assert (row.tone, row.intent, row.urgency) == ("negative", "complaint", "")
        assert row.language == "fr"
        assert row.understood_at is not None

    def test_what_is_ours_is_not(self, desk: Desk) -> None:
        desk.hear(said(), said("o1", "Oui !", author=US, parent_id="f1"))
        assert desk.feedback("o1").intent == ""

    def test_other_words_are_understood_anew(self, desk: Desk) -> None:
        desk.hear(said(text=ANGRY))
        desk.look_again({"f1": said(text=GLAD, edited_at=later(minutes=5))})
        assert (desk.feedback().tone, desk.conversation().tone) == ("positive", "positive")

    def test_the_stars_of_a_review_say_its_tone(self, desk: Desk) -> None:
        desk.hear(said(text="Je passe le mardi", kind=FeedbackKind.REVIEW, stars=1))
        assert desk.conversation().tone == "negative"

    def test_a_recommendation_that_turns_turns_the_tone(self, desk: Desk) -> None:
        review: dict[str, Any] = {"kind": FeedbackKind.REVIEW, "text": "J’y vais le mardi"}
        desk.hear(said(recommends=True, **review))
        desk.look_again({"f1": said(recommends=False, edited_at=later(hours=1), **review)})
        assert desk.conversation().tone == "negative"

    def test_nothing_of_it_is_left_when_its_author_deletes_it(self, desk: Desk) -> None:
        desk.hear(said(text=ILL))
        desk.look_again({"f1": None})
        row, kept = desk.feedback(), desk.conversation()
        assert (row.tone, row.intent, row.urgency, row.aspects) == ("", "", "", {})
        assert (kept.tone, kept.intent, kept.urgency, kept.due_at) == ("", "", "", None)

    def test_articles_say_nothing_to_us(self, desk: Desk) -> None:
        desk.channel.kind = "feed"
        desk.channel.save(update_fields=["kind"])
        desk.hear(said(text=ANGRY))
        row = desk.feedback()
        assert (row.intent, row.wants_check, row.understood_at) == ("", False, desk.clock())

    def test_what_came_in_before_is_understood_later(self, desk: Desk) -> None:
        desk.hear(said(text=ILL))
        Feedback.objects.update(tone="", intent="", urgency="", understood_at=None)
        assert rereading.read_past(now=desk.clock()) == 1
        assert desk.feedback().urgency == desk.conversation().urgency == "health"
        assert rereading.read_past(now=desk.clock()) == 0


class TestPressing:
    def test_an_emergency_stands_first_and_thanks_last(self, desk: Desk, world: World) -> None:
        desk.hear(
            said("f1", GLAD),
            said("f2", "Vous ouvrez à quelle heure le lundi ?", author=NOUR),
            said("f3", ILL, author=UMA, created_at=later(hours=2)),
        )
        page = queries.pressing_page(queries.open_conversations(world.atelier, now=desk.clock()))
        assert [row.name for row in page.rows] == ["Uma Roy", "Nour Haddad", "Odile Garnier"]

    def test_an_emergency_is_not_forgotten_for_a_word_after_it(self, desk: Desk) -> None:
        desk.hear(said("f1", ILL), said("f2", "Merci de me répondre", created_at=later(hours=1)))
        assert desk.conversation().urgency == "health"

    def test_once_answered_it_presses_no_more(self, desk: Desk, world: World) -> None:
        desk.hear(said("f1", ILL))
        settle(desk.conversation(), actor=world.claire, now=desk.clock())
        desk.clock.advance(days=1)
        desk.hear(said("f2", GLAD, created_at=desk.clock()))
        assert (desk.conversation().urgency, desk.conversation().tone) == ("", "positive")

    def test_each_page_goes_on_where_the_last_ended(
        self, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "PAGE_SIZE", 2)
        people = [Author(f"did:{n}", f"p{n}.example", f"P{n}") for n in range(5)]
        desk.hear(*(said(f"f{n}", "ok", author=person) for n, person in enumerate(people)))
        rows = queries.open_conversations(world.atelier, now=desk.clock())
        seen, after = [], None
        for _ in range(3):
            page = queries.pressing_page(rows, after=after)
            seen += [row.id for row in page.rows]
            after = page.next
        assert after is None
        assert sorted(seen) == sorted(row.pk for row in rows)
        assert len(set(seen)) == 5


class TestDue:
    def test_a_question_is_due_in_hours_that_are_open(self, desk: Desk, world: World) -> None:
        is_open_from_eight_to_six(desk)
        AnswerDelay.objects.create(
            workspace=world.atelier, kind="other", minutes=120, measure="open_time"
        )
        desk.clock.advance(hours=12)
        desk.hear(said(text="Vous ouvrez à quelle heure ?", created_at=later(hours=8, minutes=30)))
        # Asked on Monday at 17:30 in Paris: half an hour is left of that day.
        assert desk.conversation().due_at == later(days=1, minutes=30)

    @pytest.mark.parametrize(
        ("text", "due_after"),
        [
            (ILL, timedelta(hours=1)),
            ("Mon avocat va porter plainte contre vous au tribunal", timedelta(hours=13)),
        ],
    )
    def test_only_a_danger_is_due_while_the_doors_are_closed(
        self, desk: Desk, text: str, due_after: timedelta
    ) -> None:
        is_open_from_eight_to_six(desk)
        desk.clock.advance(hours=12)
        at_eight_in_the_evening = later(hours=11)
        desk.hear(said(text=text, created_at=at_eight_in_the_evening))
        assert desk.conversation().due_at == at_eight_in_the_evening + due_after

    def test_what_waited_before_is_due_anew_after_an_update(self, desk: Desk, world: World) -> None:
        is_open_from_eight_to_six(desk)
        desk.hear(said(text="Vous ouvrez à quelle heure ?"))
        as_it_was = desk.conversation().due_at
        Conversation.objects.update(due_at=later(days=4))
        import_module("beffroi.inbox.migrations.0020_due_in_open_days").count_anew(apps, None)
        desk.clock.advance(days=400)  # the migration reads the real clock
        Runner().run_until_idle(desk.clock)
        assert desk.conversation().due_at == as_it_was

    def test_the_first_who_is_due_counts(self, desk: Desk) -> None:
        desk.hear(said("f1", "Vous ouvrez à quelle heure ?"))
        at_first = desk.conversation().due_at
        desk.hear(said("f2", ILL, created_at=later(hours=1)))
        assert at_first is not None
        assert desk.conversation().due_at == later(hours=2) < at_first

    def test_nothing_is_due_where_nobody_waits(self, desk: Desk, world: World) -> None:
        desk.hear(said())
        actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
        late = Filters(late=True)
        looking = Looking(world.claire.pk, desk.clock() + timedelta(days=9), world.atelier.zone)
        assert not chosen(world.atelier, late, looking=looking).exists()

    def test_other_hours_make_another_due_time(self, desk: Desk, world: World) -> None:
        desk.hear(said(text="Vous ouvrez à quelle heure ?", created_at=later(hours=8)))
        by_the_clock = desk.conversation().due_at
        is_open_from_eight_to_six(desk)
        rereading.count_anew(world.atelier, now=desk.clock())
        due_at = desk.conversation().due_at
        assert by_the_clock is not None
        assert due_at is not None
        assert due_at > by_the_clock

    def test_other_clocks_make_another_due_time(self, desk: Desk, world: World) -> None:
        is_open_from_eight_to_six(desk)
        desk.hear(said(text="Vous ouvrez à quelle heure ?"))
        before = desk.conversation().due_at
        change_workspace(
            workspace=world.atelier,
            name="Atelier",
            activity="",
            time_zone="America/Toronto",
            actor=world.claire,
            now=desk.clock(),
        )
        Runner().run_until_idle(desk.clock)
        assert desk.conversation().due_at != before

    def test_what_a_company_promises_is_read_once_for_many(self, desk: Desk) -> None:
        assert _queries_about_the_company(desk, 2, "a") == 3
        assert _queries_about_the_company(desk, 40, "b") == 3


def _queries_about_the_company(desk: Desk, number: int, name: str) -> int:
    people = [Author(f"did:{name}{n}", f"{name}{n}.example", f"P{n}") for n in range(number)]
    with CaptureQueriesContext(connection) as asked:
        desk.hear(*(said(f"{name}{n}", "ok", author=one) for n, one in enumerate(people)))
    return sum('FROM "company_' in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(tone=Sentiment.NEGATIVE), ["Odile Garnier", "Uma Roy"]),
        (Filters(intent=Intent.PRAISE), ["Nour Haddad"]),
        (Filters(urgent=True), ["Uma Roy"]),
    ],
)
def test_a_list_is_narrowed_by_what_messages_say(
    desk: Desk, world: World, filters: Filters, names: list[str]
) -> None:
    desk.hear(said("f1", ANGRY), said("f2", GLAD, author=NOUR), said("f3", ILL, author=UMA))
    looking = Looking(world.claire.pk, desk.clock(), world.atelier.zone)
    found = chosen(world.atelier, filters, looking=looking).values_list("person_name", flat=True)
    assert sorted(found) == names


def test_what_is_done_wants_no_look(desk: Desk, world: World) -> None:
    desk.hear(said())
    Feedback.objects.update(wants_check=True)
    rereading.count_anew(world.atelier, now=desk.clock())
    assert desk.conversation().wants_check
    settle(desk.conversation(), actor=world.claire, now=desk.clock())
    assert not desk.conversation().wants_check
    assert Conversation.objects.filter(wants_check=True).count() == 0
