"""A bakery with what a page of results is about: sales, costs, posts, counters, answers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from beffroi.channels.models import Channel
from beffroi.company.models import AnswerDelay
from beffroi.core.clock import Clock
from beffroi.delivery.models import Delivery
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.tests.desk import said
from beffroi.insight.models import DayCount, PostCount
from beffroi.insight.rules import Counted, Origin
from beffroi.insight.tests.conftest import make_channel, published
from beffroi.links.actions import make as make_link
from beffroi.links.models import VisitCount
from beffroi.metrics.proofs import Proof
from beffroi.networks.contracts import ReplyTarget
from beffroi.publishing.models import Post, Variant, VariantLink
from beffroi.sales import economics, spending
from beffroi.sales.economics import Said
from beffroi.sales.models import Conversion, Offer
from beffroi.sales.offering import Wish, make
from beffroi.sales.rules import CostKind, OfferKind
from beffroi.sales.spending import Purpose
from tests.world import World

#: The five weeks before the Monday of tests.
FIRST, LAST = date(2026, 8, 10), date(2026, 9, 13)


class Bakery:
    """Makes what a page of results is about."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.world, self.clock = world, clock
        self.workspace = world.atelier
        self.channel = make_channel(self.workspace, "bluesky", now=clock())
        self.other = make_channel(self.workspace, "linkedin", now=clock(), account_id="li")

    def say(self, rate: str = "0.62") -> None:
        money = Said("EUR", Decimal(rate), Decimal("0.055"), 3500)
        economics.say(self.workspace, money, actor=self.world.claire, now=self.clock())

    def promise(self, hours: int) -> None:
        """Promise ordinary messages an answer within so many opening hours."""
        AnswerDelay.objects.update_or_create(
            workspace=self.workspace,
            kind="other",
            defaults={"minutes": 60 * hours, "measure": "open_time"},
        )

    def offer(self) -> Offer:
        wish = Wish("The box", OfferKind.DISCOUNT, "MAMAN10", FIRST, LAST)
        return make(self.workspace, wish, actor=self.world.claire, now=self.clock())

    def sell(self, day: date, cents: int, proof: Proof = Proof.DECLARED, **more: Any) -> Conversion:
        """Keep a sale at noon; `cents` is before tax."""
        values: dict[str, Any] = {
            "workspace": self.workspace,
            "kind": "visit",
            "source": "hand",
            "happened_at": datetime.combine(day, time(12), tzinfo=self.workspace.zone),
            "day": day,
            "currency": "EUR",
            "net_cents": cents,
            "proof": proof.value,
            "noted_at": self.clock(),
        }
        return Conversion.objects.create(**(values | more))

    def publish(self, day: date, text: str = "The bread", channel: Channel | None = None) -> Post:
        """Have a post go out at noon on one channel."""
        channel = channel or self.channel
        at = datetime.combine(day, time(12), tzinfo=self.workspace.zone)
        number = Delivery.objects.count()
        delivery = published(channel, at, f"post-{number}")
        post = Post.objects.create(
            workspace=self.workspace, text=text, created_at=at, changed_at=at
        )
        Variant.objects.create(post=post, channel=channel, delivery=delivery)
        return post

    def counted(self, post: Post, **counted: int) -> None:
        """Say what a post gained in all, on the day when it went out."""
        variant = Variant.objects.select_related("delivery", "channel").get(post=post)
        assert variant.delivery is not None
        assert variant.delivery.published_at is not None
        day = variant.delivery.published_at.astimezone(self.workspace.zone).date()
        for name, value in counted.items():
            which = Counted[name.upper()]
            PostCount.objects.create(delivery=variant.delivery, counted=which, value=value, as_of=1)
            row, _made = DayCount.objects.get_or_create(
                workspace=self.workspace,
                channel=variant.channel,
                day=day,
                counted=which,
                origin=Origin.POSTS,
                defaults={"value": 0},
            )
            DayCount.objects.filter(pk=row.pk).update(value=row.value + value)

    def visited(self, post: Post, day: date, visits: int, visitor: str = "person") -> None:
        """Have people follow the short link of a post."""
        variant = Variant.objects.get(post=post)
        link = make_link(workspace=self.workspace, target="https://example.com/", now=self.clock())
        VariantLink.objects.create(variant=variant, address=f"{link.pk}", link=link)
        VisitCount.objects.create(
            link=link, day=day, visitor=visitor, device="phone", visits=visits
        )

    def spend(self, cents: int, first: date, last: date) -> None:
        spending.note_cost(
            self.workspace,
            kind=CostKind.MEDIA,
            cents=cents,
            days=(first, last),
            note="",
            purpose=Purpose(),
            actor=self.world.claire,
            now=self.clock(),
        )

    def work(self, minutes: int, day: date, post: Post | None = None) -> None:
        spending.note_time(
            self.workspace,
            day=day,
            minutes=minutes,
            note="",
            purpose=Purpose(post=post),
            actor=self.world.claire,
            now=self.clock(),
        )

    def answer(self, day: date, minutes: int, *, in_time: bool = True) -> None:
        """Have somebody wait so long for an answer that was given at noon."""
        number = Answer.objects.count()
        at = datetime.combine(day, time(12), tzinfo=self.workspace.zone)
        ingest(self.channel, [said(f"f{number}")], now=self.clock())
        feedback = Feedback.objects.get(remote_id=f"f{number}")
        Conversation.objects.update(waiting_since=None, due_at=None)
        Answer.objects.create(
            workspace=self.workspace,
            conversation=feedback.conversation,
            feedback=feedback,
            delivery=published(
                self.channel,
                at,
                f"answer-{number}",
                reply_to=ReplyTarget(f"f{number}", f"f{number}"),
            ),
            text="Yes",
            author=self.world.claire,
            written_at=at,
            waited_since=at - timedelta(minutes=minutes),
            promise="other",
            due_at=at + timedelta(minutes=1 if in_time else -1),
        )
