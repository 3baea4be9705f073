"""Notes on the days of Atelier Martin, and a team of three that answers."""

from __future__ import annotations

from datetime import date, timedelta

from beffroi.core.clock import utc_now
from beffroi.core.periods import Period
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.insight.notes import actions
from beffroi.insight.notes.models import DayNote
from beffroi.insight.notes.queries import notes_between
from beffroi.sales.models import PriceMark, Product
from tests.browser import measuring
from tests.world import World

#: Days that end before they begin.
WRONG = "/measure/?period=free&from=2026-09-10&to=2026-09-01"
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def noted(world: World) -> None:
    """Ten measured weeks, two notes of people, a change of price; one ready note is hidden."""
    measuring.measured(world)
    now, monday = utc_now(), _monday(world)
    for back, words, person in (
        (3 * _WEEK - 2 * _DAY, "Fête des mères : marché de la place d’Armes", world.claire),
        (2 * _WEEK - _DAY, "Panne du site, une demi-journée", world.karim),
    ):
        actions.write(world.atelier, day=monday - back, words=words, actor=person, now=now)
    brioche = Product.objects.create(workspace=world.atelier, name="Brioche tressée")
    for since, cents in ((monday - 60 * _DAY, 650), (monday - 2 * _WEEK, 690)):
        PriceMark.objects.create(product=brioche, since=since, cents=cents, noted_at=now)
    year = Period(date(monday.year, 1, 1), date(monday.year, 12, 31))
    ready = [one for one in notes_between(world.atelier, year, sees_inbox=True) if one.is_ready]
    hidden = [one.key for one in ready if one.key.startswith("channel:")]
    actions.hide(world.atelier, hidden[:1], actor=world.claire, now=now)


def one_note(world: World) -> str:
    """Return the address of a note."""
    row = DayNote.objects.filter(workspace=world.atelier).order_by("pk")[0]
    return f"/measure/notes/{row.pk}/"


def team(world: World) -> None:
    """Ten measured weeks whose answers three people gave, and what each of them has to do."""
    measuring.measured(world)
    people = (world.karim, world.claire, world.karim, world.sophie, world.karim)
    for place, row in enumerate(Answer.objects.order_by("pk")):
        at = row.written_at - timedelta(hours=3) + timedelta(minutes=47 * (place % 13))
        waited = row.waited_since and row.waited_since + (at - row.written_at)
        Answer.objects.filter(pk=row.pk).update(
            author=people[place % len(people)], written_at=at, waited_since=waited
        )
    for place, said in enumerate(Feedback.objects.order_by("pk")):
        at = utc_now() - timedelta(days=place % 40, minutes=97 * (place % 9))
        Feedback.objects.filter(pk=said.pk).update(written_at=at)
    now = utc_now()
    for place in range(5):
        talk = Conversation.objects.filter(workspace=world.atelier)[0]
        talk.pk, talk.root_id, talk.status = None, f"given-{place}", Conversation.Status.OPEN
        talk.assignee = (world.karim, world.karim, world.claire, None, None)[place]
        talk.assigned_at = now if talk.assignee else None
        talk.waiting_since = now - (place + 1) * _DAY
        talk.save(force_insert=True)


def ten_days(world: World) -> str:
    """Return the address of ten days of the measured weeks."""
    first = _monday(world) - 3 * _WEEK
    return f"/measure/?period=free&from={first}&to={first + 9 * _DAY}&beside=before"


def _monday(world: World) -> date:
    today = utc_now().astimezone(world.atelier.zone).date()
    return today - timedelta(days=today.weekday())
