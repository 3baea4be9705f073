"""What the page of results reads: a fixed number of queries, however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from beffroi.channels.models import Channel
from beffroi.company.queries import promise_of
from beffroi.company.rules import Delay, Kind
from beffroi.core.periods import Period
from beffroi.inbox.filtering import awake
from beffroi.inbox.models import Conversation
from beffroi.inbox.promptness import Wait, waits_between
from beffroi.insight import queries
from beffroi.insight.queries import Totals
from beffroi.insight.results.periods import Chosen
from beffroi.links.models import VisitCount
from beffroi.links.rules import Visitor
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post, Variant
from beffroi.reviews import queries as reviews
from beffroi.reviews.figures import Review
from beffroi.sales import campaigns
from beffroi.sales.crediting import Credits, credits, led_to
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Economics, Offer, WorkTime
from beffroi.sales.returns import Return, return_of
from beffroi.sales.stretching import Part, by_stretch
from beffroi.workspaces.models import Workspace

#: As many answers of a period as a median is made of, the newest: a year of most companies.
ANSWERS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Answered:
    """First answers of a period, and since when those wait who came in it and have none."""

    waits: Sequence[Wait]
    waiting: int
    #: Whose promised time ended in the period, without an answer.
    overdue: int


@dataclass(frozen=True, slots=True)
class Customers:
    """What customers wrote, for those who may see it: answers and reviews, beside the time before.

    `promise` is for ordinary messages.
    """

    answered: Answered
    answered_before: Answered
    promise: Delay
    reviews: Sequence[Review]
    reviews_before: Sequence[Review]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post to which something is owed: where it went out, when, what it took."""

    post: Post
    networks: Sequence[str]
    published_at: datetime | None
    minutes: int
    by_proof: Mapping[Proof, int]
    total_cents: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """What came of a channel. `posts` is what each of those published in the period gained."""

    channel: Channel
    margin_cents: int | None
    visits: int
    counted: Totals
    posts: Sequence[Totals]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whether the first three steps were taken, and whether anything can be shown yet."""

    has_margin: bool
    has_offer: bool
    has_hours: bool

    @property
    def is_over(self) -> bool:
        """Whether all three are done."""
        return self.has_margin and self.has_offer and self.has_hours


@dataclass(frozen=True, slots=True)
class Results:
    """All that the page says. `posts` are the best first; `customers` None: not for this person."""

    chosen: Chosen
    economics: Economics
    told: Return
    before: Return
    stretches: Sequence[Part]
    posts: Sequence[PostRow]
    other_margin_cents: int
    all_channels: Sequence[Channel]
    channels: Sequence[ChannelRow]
    elsewhere_margin_cents: int
    counted: Mapping[int, Totals]
    counted_before: Mapping[int, Totals]
    customers: Customers | None
    read_at: datetime | None


def gather(workspace: Workspace, chosen: Chosen, *, sees_inbox: bool, now: datetime) -> Results:
    """Return the results of a period. About thirty queries, whatever there is."""
    economics = economics_of(workspace)
    led = led_to(workspace, chosen.period)
    owed = credits(led, model=Model.LAST)
    posts = post_rows(workspace, owed, chosen.period)
    counted = queries.by_channel(workspace, chosen.period)
    every_channel = list(Channel.objects.of(workspace))
    channels = _told(
        channel_rows(workspace, every_channel, chosen.period, counted),
        owed if economics.margin_rate is not None else None,
    )
    every = sum(one.margin_cents for one in led)
    return Results(
        chosen=chosen,
        economics=economics,
        told=return_of(workspace, chosen.period),
        before=return_of(workspace, chosen.before),
        stretches=by_stretch(workspace, chosen.stretches, led, economics=economics),
        posts=posts,
        other_margin_cents=every - sum(row.total_cents for row in posts),
        all_channels=every_channel,
        channels=channels,
        elsewhere_margin_cents=every - sum(row.margin_cents or 0 for row in channels),
        counted=counted,
        counted_before=queries.by_channel(workspace, chosen.before),
        customers=_customers(workspace, chosen, now=now) if sees_inbox else None,
        read_at=queries.counted_until(workspace),
    )


def beginning(workspace: Workspace, economics: Economics) -> Beginning:
    """Return which of the first steps were taken. Two queries."""
    return Beginning(
        has_margin=economics.margin_rate is not None,
        has_offer=Offer.objects.filter(workspace=workspace, removed_at=None).exists(),
        has_hours=WorkTime.objects.filter(workspace=workspace, removed_at=None).exists(),
    )


def shares(workspace: Workspace, chosen: Chosen) -> dict[Model, Mapping[int, int]]:
    """Return the margin of each channel by each model, under 0 what no channel can be given."""
    led = led_to(workspace, chosen.period)
    found: dict[Model, Mapping[int, int]] = {}
    for model in Model:
        owed = credits(led, model=model)
        sums = {channel: credit.total_cents for channel, credit in owed.channels.items()}
        sums[0] = sums.get(0, 0) + owed.nobody.total_cents
        found[model] = sums
    return found


def campaign_shares(workspace: Workspace, chosen: Chosen) -> dict[Model, Mapping[int, int]]:
    """Return the margin of each campaign by each model, under 0 what belongs to none."""
    led, owners = led_to(workspace, chosen.period), campaigns.owners_of(workspace)
    return {model: campaigns.shares(led, model=model, owners=owners) for model in Model}


def post_rows(workspace: Workspace, owed: Credits, days: Period) -> list[PostRow]:
    """Return the posts to which something is owed, the best first. Three queries."""
    found = Post.objects.filter(workspace=workspace, pk__in=owed.posts)
    variants: defaultdict[int, list[Variant]] = defaultdict(list)
    for one in Variant.objects.filter(post__in=found).select_related("channel", "delivery"):
        variants[one.post_id].append(one)
    minutes = _minutes_by_post(workspace, days)
    rows = [
        _post_row(post, variants[post.pk], minutes.get(post.pk, 0), owed.posts[post.pk].by_proof)
        for post in found
    ]
    return sorted(rows, key=lambda row: (-row.total_cents, row.post.pk))


def channel_rows(
    workspace: Workspace,
    channels: Sequence[Channel],
    period: Period,
    counted: Mapping[int, Totals],
) -> list[ChannelRow]:
    """Return what was seen and done on each channel, no margin yet. Three queries."""
    visits = _visits(workspace, period)
    posts = queries.totals_of_posts(workspace, period)
    return [
        ChannelRow(
            channel=channel,
            margin_cents=None,
            visits=visits.get(channel.pk, 0),
            counted=counted.get(channel.pk, {}),
            posts=posts.get(channel.pk, []),
        )
        for channel in channels
    ]


def _told(rows: Sequence[ChannelRow], owed: Credits | None) -> list[ChannelRow]:
    """Return the channels of which there is something to say, those that brought most first."""
    known = [
        row if owed is None else replace(row, margin_cents=_owed(owed, row.channel.pk))
        for row in rows
    ]
    told = [row for row in known if row.margin_cents or row.visits or row.counted or row.posts]
    return sorted(told, key=lambda row: (-(row.margin_cents or 0), -row.visits, row.channel.pk))


def _owed(owed: Credits, channel_id: int) -> int:
    credit = owed.channels.get(channel_id)
    return credit.total_cents if credit else 0


def _post_row(
    post: Post, variants: Sequence[Variant], minutes: int, by_proof: Mapping[Proof, int]
) -> PostRow:
    sent = [
        one.delivery.published_at
        for one in variants
        if one.delivery is not None and one.delivery.published_at is not None
    ]
    networks = tuple(dict.fromkeys(one.channel.network for one in variants))
    return PostRow(
        post, networks, min(sent, default=None), minutes, by_proof, sum(by_proof.values())
    )


def _minutes_by_post(workspace: Workspace, days: Period) -> dict[int, int]:
    rows = WorkTime.objects.filter(
        workspace=workspace,
        removed_at=None,
        post__isnull=False,
        day__range=(days.first, days.last),
    )
    return dict(rows.order_by().values_list("post_id").annotate(Sum("minutes")))


def _visits(workspace: Workspace, period: Period) -> dict[int, int]:
    """Return the visits of people through the short links of posts, by channel."""
    rows = VisitCount.objects.filter(
        link__workspace=workspace,
        day__range=(period.first, period.last),
        visitor=Visitor.PERSON.value,
        link__variant_link__isnull=False,
    )
    name = "link__variant_link__variant__channel"
    return dict(rows.order_by().values_list(name).annotate(Sum("visits")))


def _customers(workspace: Workspace, chosen: Chosen, *, now: datetime) -> Customers:
    """Read what customers wrote. Eleven queries."""
    since, until = (
        chosen.before.instants(workspace.zone)[0],
        chosen.period.instants(workspace.zone)[1],
    )
    told = [row for row in reviews.facts(workspace, since=since) if row.written_at < until]
    begins = chosen.period.instants(workspace.zone)[0]
    return Customers(
        answered=answered(workspace, chosen.period, now=now),
        answered_before=answered(workspace, chosen.before, now=now),
        promise=promise_of(workspace).of(Kind.OTHER),
        reviews=[row for row in told if row.written_at >= begins],
        reviews_before=_until(workspace, chosen.before, told),
    )


def _until(workspace: Workspace, period: Period, told: Sequence[Review]) -> list[Review]:
    begins, ends = period.instants(workspace.zone)
    return [row for row in told if begins <= row.written_at < ends]


def answered(workspace: Workspace, period: Period, *, now: datetime) -> Answered:
    """Return the first answers of a period. Five queries at most."""
    begins, ends = period.instants(workspace.zone)
    just_before = timedelta(microseconds=1)
    waits = waits_between(
        workspace, since=begins - just_before, until=ends - just_before, most=ANSWERS_MAX
    )
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    came = Q(waiting_since__gte=begins, waiting_since__lt=ends)
    found = awake(waiting, now=now).aggregate(
        waiting=Count("id", filter=came),
        overdue=Count("id", filter=Q(due_at__gte=begins, due_at__lt=min(ends, now))),
    )
    return Answered(waits=waits, waiting=found["waiting"], overdue=found["overdue"])
