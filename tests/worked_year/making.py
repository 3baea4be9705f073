"""Puts the year that is worked by hand into a database, by what people and networks do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from beffroi.channels.models import Channel
from beffroi.company import actions as company
from beffroi.company.rules import Delay, Kind, Measure
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions as inbox
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Feedback
from beffroi.insight import following
from beffroi.insight.ingesting import Reading, keep_readings
from beffroi.insight.rules import Counted
from beffroi.links.counting import count_all
from beffroi.links.models import Link
from beffroi.links.rules import Device, Visitor
from beffroi.links.spool import Spool
from beffroi.links.visits import Visit
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.publishing.models import Post, VariantLink
from beffroi.publishing.tests.desk import Desk, deliveries_of, draft_of, make_channel, publish
from beffroi.sales import economics, noting, offering, shops, spending
from beffroi.sales import rules as sold
from beffroi.sales.economics import Said
from beffroi.sales.models import Offer, Shop
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.orders.told import Landing, OrderTold, RefundTold, Tax, Telling, rank_of
from beffroi.sales.recording import record
from beffroi.sales.rules import CostKind, OfferKind, Source
from beffroi.sales.spending import Purpose
from tests.clock import FrozenClock
from tests.worked_year.reading import Row, cents, day, instant, minutes, number, tables
from tests.world import World

#: Below the first line of each post, for its short link.
_SITE = "https://atelier-martin.example/commander"
_NETWORKS = {"Bluesky": "bluesky", "LinkedIn": "linkedin", "Google": "google_business"}
_COSTS = {"tools": CostKind.TOOLS, "advertising": CostKind.MEDIA, "agency": CostKind.AGENCY}
_OPENS, _CLOSES = 8 * 60, 18 * 60
_COUNTED = {
    "reactions": Counted.REACTIONS,
    "comments": Counted.COMMENTS,
    "shares": Counted.SHARES,
    "impressions": Counted.IMPRESSIONS,
}


@dataclass
class Year:
    """The company of the page, as far as it is made."""

    world: World
    clock: FrozenClock
    folder: Path
    channels: dict[str, Channel] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)

    def make(self) -> None:
        """Make all of it, from the tables of the English page."""
        channels, posts, offers, sales, hours, costs, messages, *_ = tables("en")
        self.clock.set(instant("2025-08-31 10:00"))
        self._say()
        for row in channels:
            key = _NETWORKS[row["network"].split()[0]]
            self.channels[row["no."]] = make_channel(self.world.atelier, key, now=self.clock())
        for row in posts:
            self._publish(row)
        self._count(posts)
        for row in offers:
            self._offer(row)
        self._sell(sales)
        for row in hours:
            self._work(row)
        for row in costs:
            self._spend(row)
        self._answer(messages)

    def _say(self) -> None:
        """Say margin, tax, the price of an hour, opening hours and the promise."""
        workspace, claire, now = self.world.atelier, self.world.claire, self.clock()
        money = Said("EUR", Decimal("0.62"), Decimal("0.055"), 3500)
        economics.say(workspace, money, actor=claire, now=now)
        week = [[(_OPENS, _CLOSES)]] * 6 + [[]]
        company.say_hours(workspace, week=week, actor=claire, now=now)
        delays = {kind: Delay(4 * 60, Measure.OPEN_TIME) for kind in Kind}
        company.promise(workspace, delays=delays, actor=claire, now=now)

    def _publish(self, row: Row) -> None:
        workspace, at = self.world.atelier, instant(row["in UTC"])
        self.clock.set(at - timedelta(hours=1))
        code = f"\nCode {row['code']}" if row["code"] != "—" else ""
        wall = at.astimezone(workspace.zone).replace(tzinfo=None).isoformat(timespec="minutes")
        draft = draft_of(
            f"{row['first line']}{code}\n{_SITE}",
            [self.channels[row["channel"]]],
            at=wall,
            has_short_links=True,
        )
        post = Desk(workspace, self.world.karim, self.clock).schedule(draft)
        publish(post)
        self.posts[row["no."]] = post

    def _count(self, posts: Sequence[Row]) -> None:
        """Have networks tell counters on the evening of each post, and people follow its link."""
        readings = []
        spool = Spool(self.folder)
        for row in posts:
            [delivery] = deliveries_of(self.posts[row["no."]])
            readings.append(self._reading(delivery, row))
            link = self._link(row["no."])
            at = instant(row["in UTC"]) + timedelta(minutes=5)
            for visitor in range(number(row["visits"]) or 0):
                digest = f"{visitor:016x}"
                seen = Visit(
                    link.code, int(at.timestamp()), Visitor.PERSON, Device.PHONE, "", digest
                )
                spool.write(seen.line)
        spool.close()
        keep_readings(self.world.atelier, readings)
        count_all(self.folder)

    def _reading(self, delivery: Delivery, row: Row) -> Reading:
        assert delivery.published_at
        following.follow(delivery, now=delivery.published_at)
        local = delivery.published_at.astimezone(self.world.atelier.zone)
        evening = datetime.combine(local.date(), time(23), local.tzinfo)
        told = {which: number(row[name]) for name, which in _COUNTED.items()}
        return Reading(
            delivery.pk,
            delivery.channel_id,
            delivery.published_at,
            evening,
            {which: count for which, count in told.items() if count is not None},
        )

    def _link(self, post: str) -> Link:
        rows = VariantLink.objects.filter(variant__post=self.posts[post])
        return rows.select_related("link").get().link

    def _offer(self, row: Row) -> None:
        is_percent = "%" in row["taken off"]
        usual, reduced = (None, None) if is_percent else map(cents, row["taken off"].split("→"))
        wish = Wish(
            name=row["code"],
            kind=OfferKind.DISCOUNT,
            code=row["code"],
            first_day=day(row["first day"]),
            last_day=day(row["last day"]),
            product="" if is_percent else "Coffret",
            usual_cents=usual,
            price_cents=reduced,
            percent_off=100 * (number(row["taken off"]) or 0) if is_percent else None,
        )
        workspace, claire = self.world.atelier, self.world.claire
        self.offers[row["code"]] = offering.make(workspace, wish, actor=claire, now=self.clock())

    def _sell(self, sales: Sequence[Row]) -> None:
        shop, _secret = shops.connect(
            self.world.atelier,
            name="Shop",
            software="plain",
            actor=self.world.claire,
            now=self.clock(),
        )
        for row in sales:
            if row["how"] == "shop":
                self._order(shop, row)
            else:
                self._by_hand(row)

    def _order(self, shop: Shop, row: Row) -> None:
        at = instant(row["in UTC"])
        link = self._link(row["post"]).code if row["post"] != "—" else ""
        told = OrderTold(
            order_id=row["no."],
            number=row["no."],
            moment=at,
            currency="USD" if "$" in row["before tax"] else "EUR",
            net_cents=cents(row["before tax"]) or 0,
            discount_cents=cents(row["taken off"]) or 0,
            tax=Tax.KNOWN,
            codes=() if row["code"] == "—" else (row["code"],),
            landing=Landing(content=link),
            email=row["customer"].strip("—"),
            said=row["said"].strip("—"),
            rank=rank_of(at),
        )
        back = cents(row["refunded"])
        refund = RefundTold(
            refund_id=f"r{row['no.']}",
            order_id=row["no."],
            net_cents=back or 0,
            tax=Tax.KNOWN,
            currency="EUR",
            moment=at + timedelta(days=3),
            rank=rank_of(at + timedelta(days=3)),
        )
        # Shops tell an order twice, and a refund before it: nothing counts twice.
        tellings: list[Telling] = [told, told] if back is None else [refund, told, told]
        record(shop, tellings, source=Source.SHOP, now=at)

    def _by_hand(self, row: Row) -> None:
        kind, _sign, many = row["how"].partition(" × ")
        post = self.posts.get(row["post"])
        count = Count(
            sold.Kind.TILL if kind == "till" else sold.Kind.VISIT,
            instant(row["in UTC"]).astimezone(self.world.atelier.zone).date(),
            int(many or 1),
            paid_cents=cents(row["paid, with tax"]),
            offer=self.offers.get(row["code"]),
            post=post,
            channel=deliveries_of(post)[0].channel if post else None,
            said=row["said"].strip("—"),
        )
        noting.note(self.world.atelier, count, actor=self.world.karim, now=instant(row["in UTC"]))

    def _work(self, row: Row) -> None:
        spending.note_time(
            self.world.atelier,
            day=day(row["day"]),
            minutes=minutes(row["time"]),
            note="",
            purpose=Purpose(post=self.posts.get(row["post"])),
            actor=self.world.karim,
            now=self.clock(),
        )

    def _spend(self, row: Row) -> None:
        spending.note_cost(
            self.world.atelier,
            kind=_COSTS[row["for"]],
            cents=cents(row["before tax"]) or 0,
            days=(day(row["first day"]), day(row["last day"])),
            note="",
            purpose=Purpose(),
            actor=self.world.claire,
            now=self.clock(),
        )

    def _answer(self, messages: Sequence[Row]) -> None:
        for row in messages:
            channel, at = self.channels[row["channel"]], instant(row["came, in UTC"])
            ingest(channel, [_said(row, at)], now=at)
            if row["answered, in UTC"] == "—":
                continue
            feedback = Feedback.objects.get(remote_id=row["no."])
            answered_at = instant(row["answered, in UTC"])
            answer = inbox.answer(
                feedback.conversation,
                text="Oui, avec plaisir.",
                actor=self.world.karim,
                now=answered_at,
            )
            Delivery.objects.filter(pk=answer.delivery_id).update(
                status="published",
                published_at=answered_at,
                first_attempt_at=answered_at,
                remote_id=f"answer-{row['no.']}",
            )


def _said(row: Row, at: datetime) -> IncomingFeedback:
    """Return a question, or a review that asks one; each by somebody else."""
    stars = number(row["stars"])
    key = row["no."]
    return IncomingFeedback(
        remote_id=key,
        kind=FeedbackKind.REPLY if stars is None else FeedbackKind.REVIEW,
        author=Author(f"did:{key}", f"{key.lower()}.example", f"Client {key}"),
        text="Bonjour, gardez-vous du pain pour samedi ?",
        created_at=at,
        url=f"https://network.example/{key}",
        root_id=key,
        stars=stars,
    )
