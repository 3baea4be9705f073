"""What a company hears and answers: watches, the inbox, reviews, crises, competitors."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from beffroi.coaching.gathering.since import QUARTER, YEAR, Asked
from beffroi.company.models import Charter
from beffroi.company.queries import crisis_of, promise_of
from beffroi.company.rules import Delay, Kind, Measure
from beffroi.crisis.models import Room
from beffroi.delivery.rules import Status
from beffroi.inbox.filtering import awake
from beffroi.inbox.models import Answer, Conversation
from beffroi.inbox.promptness import delays, waits_between
from beffroi.listening.models import Competitor, Letter, Mention, Source, Stream, Watch
from beffroi.listening.rules import Subject
from beffroi.listening.sought import kept
from beffroi.reviews import queries as reviews
from beffroi.sitecheck.rules import SiteFacts
from beffroi.strategy.barometer.facts import (
    AnswerFacts,
    ListeningFacts,
    ReputationFacts,
    WatchingFacts,
)

_LATE = timedelta(hours=48)
_STREAM_READ = timedelta(days=7)
#: As many answers as a median is made of, the newest.
_ANSWERS_MAX = 5_000
#: A day of opening, where days were promised and waiting is counted in opening hours; ours.
_OPEN_DAY_MINUTES = 8 * 60
_DAY_MINUTES = 24 * 60
_NEGATIVE = "negative"


def listening(asked: Asked) -> ListeningFacts:
    """D5. Six queries."""
    rows = Watch.objects.listening().filter(workspace=asked.workspace)
    watches = list(rows.exclude(subject=Subject.COMPETITOR.value))
    sources, read_at = _sources(asked, listens=bool(watches))
    mentions = Mention.objects.there().filter(
        workspace=asked.workspace, written_at__gt=asked.now - QUARTER
    )
    told = mentions.aggregate(all=Count("id"), toned=Count("id", filter=~Q(tone="")))
    hours = None if read_at is None else max(0, (asked.now - read_at) // timedelta(hours=1))
    return ListeningFacts(
        watches=asked.known(len(watches)),
        watches_with_variants=asked.known(sum(_has_variants(one) for one in watches)),
        sources=asked.known(sources),
        collected_hours_ago=hours,
        mentions=told["all"],
        toned=told["toned"] if watches or told["all"] else asked.known(0),
        reviewed_days_ago=asked.days_ago(_looked_at(asked)),
    )


def answers(asked: Asked) -> AnswerFacts:
    """D6, by what was promised. Up to eight queries."""
    if not asked.has_channels:
        return AnswerFacts()
    workspace, since = asked.workspace, asked.now - QUARTER
    waits = waits_between(workspace, since=since, until=asked.now, most=_ANSWERS_MAX)
    waiting = _waiting(asked, since=since)
    answered = _negatives_answered(asked, since=since)
    middle = delays(None, waits).middle
    return AnswerFacts(
        asked=len(waits) + waiting["all"],
        answered=len(waits),
        median_minutes=None if middle is None else round(middle.total_seconds() / 60),
        promised_minutes=_promised_minutes(promise_of(workspace).of(Kind.OTHER)),
        overdue=waiting["late"],
        negatives=answered + waiting["negative"],
        negatives_answered=answered,
    )


def reputation(asked: Asked, site: SiteFacts | None) -> ReputationFacts:
    """D7. Six queries. A charter may be published here, or on the site when it was kept."""
    found = reviews.facts(asked.workspace, since=asked.now - YEAR)
    to_answer = [one for one in found if one.can_answer]
    recent = sum(one.written_at > asked.now - QUARTER for one in found)
    plan = crisis_of(asked.workspace)
    drills = Room.objects.filter(workspace=asked.workspace, is_drill=True)
    drilled = asked.days_ago(drills.aggregate(last=Max("opened_at"))["last"])
    is_on_site = site is not None and bool(site.has_charter)
    charter = Charter.objects.filter(workspace=asked.workspace, is_public=True).exists()
    has_places = bool(found) or bool(reviews.sources(asked.workspace))
    return ReputationFacts(
        reviews=len(to_answer) if has_places else None,
        reviews_answered=sum(one.answered_at is not None for one in to_answer),
        reviews_90_days=recent if has_places else None,
        has_crisis_roles=asked.known(any(one.role for one in plan.contacts)),
        has_holding_message=asked.known(bool(plan.holding_message)),
        has_crisis_contacts=asked.known(bool(plan.contacts)),
        drill_days_ago=drilled,
        knows_drills=drilled is not None or asked.is_settled,
        has_charter=asked.known(charter or is_on_site),
    )


def watching(asked: Asked) -> WatchingFacts:
    """D9. Two queries. What became of it is told nowhere yet."""
    followed = Competitor.objects.filter(workspace=asked.workspace, removed_at=None)
    sources = Source.objects.there().filter(
        workspace=asked.workspace, competitor__competitor__removed_at=None
    )
    read_at = sources.exclude(competitor=None).aggregate(last=Max("read_at"))["last"]
    return WatchingFacts(
        competitors=asked.known(followed.count()), read_days_ago=asked.days_ago(read_at)
    )


def _has_variants(watch: Watch) -> bool:
    sought = kept(watch.query)
    return sought.with_variants or len(sought.any_of) > 1


def _sources(asked: Asked, *, listens: bool) -> tuple[int, datetime | None]:
    """Return how many places are read for a workspace's own watches, and when one last was."""
    own = Source.objects.there().filter(workspace=asked.workspace, competitor=None)
    told = own.aggregate(all=Count("id"), last=Max("read_at"))
    if not listens:
        return told["all"], told["last"]
    of_all = Q(channel=None) | Q(channel__workspace=asked.workspace)
    streams = Stream.objects.filter(of_all, read_at__gt=asked.now - _STREAM_READ)
    heard = streams.aggregate(all=Count("network", distinct=True), last=Max("read_at"))
    instants = [at for at in (told["last"], heard["last"]) if at is not None]
    return told["all"] + heard["all"], max(instants, default=None)


def _looked_at(asked: Asked) -> datetime | None:
    """Return when a person last judged a mention, or received the letter of the week."""
    judged = Mention.objects.filter(workspace=asked.workspace, set_aside_by__isnull=False)
    letters = Letter.objects.filter(workspace=asked.workspace, sent_at__isnull=False)
    instants = [
        judged.aggregate(last=Max("set_aside_at"))["last"],
        letters.aggregate(last=Max("sent_at"))["last"],
    ]
    return max((at for at in instants if at is not None), default=None)


def _waiting(asked: Asked, *, since: datetime) -> dict[str, Any]:
    rows = Conversation.objects.filter(workspace=asked.workspace, waiting_since__gt=since)
    late = Q(waiting_since__lte=asked.now - _LATE)
    return awake(rows, now=asked.now).aggregate(
        all=Count("id"),
        late=Count("id", filter=late),
        negative=Count("id", filter=Q(tone=_NEGATIVE)),
    )


def _negatives_answered(asked: Asked, *, since: datetime) -> int:
    rows = Answer.objects.filter(
        workspace=asked.workspace,
        written_at__gt=since,
        waited_since__isnull=False,
        feedback__tone=_NEGATIVE,
        delivery__status=Status.PUBLISHED.value,
    )
    return rows.count()


def _promised_minutes(delay: Delay) -> int:
    if delay.measure is Measure.OPEN_DAYS:
        return delay.minutes // _DAY_MINUTES * _OPEN_DAY_MINUTES
    return delay.minutes
