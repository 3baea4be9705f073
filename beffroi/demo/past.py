"""Plays the weeks before today, in order: each step at its own time, on networks that show it too.

Nothing is in a state that the product did not bring about itself.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from beffroi.channels.models import Channel
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.demo import (
    aiming,
    counting,
    following,
    linking,
    maturing,
    networks,
    overhearing,
    planning,
    selling,
    studying,
    teamwork,
)
from beffroi.demo.company import introduce
from beffroi.demo.desk import Desk, House, due
from beffroi.demo.networks import Village
from beffroi.demo.story import (
    Rated,
    Told,
    Word,
    atelier,
    earlier,
    links,
    listening,
    nova,
    pages,
    reviews,
)
from beffroi.demo.story.links import Given
from beffroi.demo.story.listening import Overheard
from beffroi.demo.story.pages import Posted, Printed
from beffroi.demo.world import World
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.polling import poll
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.publishing.models import Post
from beffroi.workspaces.actions import remember_workspace
from beffroi.workspaces.models import User

#: The world is so old when the visitor comes: the month before is told whole on any day.
AGE = timedelta(days=62)
#: So long it listens elsewhere, and has its counters read each evening; before, now and then.
LISTENS_FOR = timedelta(days=29)
_SELDOM_DAYS = 6
_WRITTEN_BEFORE = timedelta(hours=26)
_APPROVED_BEFORE = timedelta(hours=20)
_READ_AFTER = timedelta(seconds=40)
_READ_LATER = timedelta(minutes=45)
_SAID_BACK_AFTER = timedelta(minutes=12)
_SETTLED_AFTER = timedelta(minutes=20)
#: More looks than the product ever takes.
_LOOKS_MAX = 100
#: Part of a day: whenever the visitor comes, posts of a day are read by its end.
_EVENING = 0.1
#: From the evening to the next morning.
_NOBODY_THERE = timedelta(hours=14)

Act = Callable[[datetime], object]


class Past:
    """The story until `now`. `play` goes through it, one action at a time."""

    def __init__(self, desk: Desk, world: World, village: Village, *, now: datetime) -> None:
        self._desk = desk
        self._world = world
        self._village = village
        self._now = now
        self._people = {
            "karim": world.karim,
            "claire": world.claire,
            "sophie": world.sophie,
            "nadia": world.nadia,
        }
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = itertools.count()
        self._write_down()

    def play(self) -> Iterator[float]:
        """Do one thing after the other; yield how far it has come, from 0 to 1."""
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            self._village.set_time(at)
            act(at)
            yield 1 - (self._now - at) / AGE

    def _at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (min(moment, self._now), next(self._numbers), act))

    def _write_down(self) -> None:
        desk, now = self._desk, self._now
        self._at(now - AGE, lambda at: introduce(self._world, now=at))
        self._at(now - AGE, lambda at: desk.connect(now=at))
        self._at(now - AGE, self._find_reviews)
        for rated in (*earlier.REVIEWS, *reviews.SINCE):
            self._at(now - timedelta(days=rated.days), partial(self._rate, rated))
        since = now - LISTENS_FOR
        self._at(since, lambda at: overhearing.begin(self._world, now=at))
        self._at(since, lambda at: following.begin(self._world, self._village, now=at))
        self._read_pages()
        for given in links.GIVEN:
            self._at(self._days_ago(given.days), partial(self._give_away, given))
        self._at(now, lambda at: linking.follow(self._world, now=at))
        self._at(now, lambda at: selling.sell(self._world, now=at))
        self._at(now, lambda at: studying.learn(self._world, now=at))
        self._at(now, lambda at: aiming.aim(self._world, now=at))
        self._at(now, lambda at: teamwork.share(self._world, now=at))
        self._at(now - AGE, lambda at: maturing.begin(self._world, now=at))
        self._at(now - AGE, lambda at: planning.agree(self._world, now=at))
        for days in maturing.MEASURED:
            self._at(self._days_ago(days), lambda at: maturing.measure(self._world, now=at))
        self._at(now, lambda _at: planning.sort_posts(self._world))
        self._at(now, lambda at: maturing.measure(self._world, now=at))
        self._count()
        for said in (*listening.BEFORE, *listening.QUEUE):
            self._at(now - timedelta(days=said.days), partial(self._overhear, said))
        for house, posts in (
            (desk.atelier, (*earlier.POSTS, *atelier.PAST, atelier.DOUBTED, atelier.LATE)),
            (desk.cycles, nova.CYCLES_PAST),
            (desk.garage, nova.GARAGE_PAST),
        ):
            for told in posts:
                self._plan(house, told)
        self._at(now - timedelta(hours=10), self._plan_what_comes)
        self._at(now - timedelta(hours=9), self._lose_garage)

    # Posts.

    def _plan(self, house: House, told: Told) -> None:
        due_at = due(told, house, now=self._now)
        self._at(due_at - _WRITTEN_BEFORE, partial(self._write, house, told, due_at))

    def _write(self, house: House, told: Told, due_at: datetime, at: datetime) -> None:
        """Write a post the day before and have it approved; it leaves at its time."""
        post = self._desk.write(house, told, due_at=due_at, now=at)
        self._desk.submit(house, post, now=at)
        self._at(due_at - _APPROVED_BEFORE, partial(self._approve, house, told, post))
        for word in told.words:
            moment = due_at + timedelta(minutes=word.minutes)
            if word.ago:
                moment = self._now - timedelta(minutes=word.ago)
            self._at(moment, partial(self._speak, post, word))

    def _approve(self, house: House, told: Told, post: Post, at: datetime) -> None:
        late = _NOBODY_THERE if told is atelier.LATE else timedelta()
        for delivery in self._desk.approve(house, post, now=at):
            send = self._send_in_doubt if _is_doubted(told, delivery) else self._advance
            self._at(delivery.due_at + late, partial(send, delivery))

    def _send_in_doubt(self, delivery: Delivery, at: datetime) -> None:
        """Publish, lose the answer, and be refused every look at what became of it."""
        faults = self._village.mastodon.faults
        faults.add("publish", Fault(FaultKind.CUT_AFTER))
        faults.add("statuses", Fault(FaultKind.ERROR_BEFORE, status=503, times=_LOOKS_MAX))
        self._advance(delivery, at)

    def _advance(self, delivery: Delivery, at: datetime) -> None:
        """Take a delivery on until it rests, each step when it is due."""
        wake = advance(delivery.pk, clock=lambda: at)
        if wake is not None and wake <= self._now:
            self._at(wake, partial(self._advance, delivery))
            return
        delivery.refresh_from_db()
        if delivery.state is Status.ASK_HUMAN:
            self._village.mastodon.faults.clear()

    # Talk.

    def _speak(self, post: Post, word: Word, at: datetime) -> None:
        """Let a stranger answer a post, and the company hear it."""
        parent = Delivery.objects.get(variant__post=post, channel__network=word.network)
        said = self._village.reply(
            word.network, word.who, parent_id=parent.remote_id, text=word.text
        )
        self._at(at + _READ_AFTER, partial(self._hear, parent.channel, said, word))

    def _hear(self, channel: Channel, remote_id: str, word: Word, at: datetime) -> None:
        conversation = self._read(channel, remote_id, at)
        by = self._people[word.by]
        if word.answer:
            later = at + timedelta(minutes=word.later)
            self._at(later, partial(self._answer, conversation, word))
        elif word.is_done:
            self._at(at + _SETTLED_AFTER, partial(self._settle, conversation, by))

    def _answer(self, conversation: Conversation, word: Word, at: datetime) -> None:
        by = self._people[word.by]
        answer = self._desk.answer(conversation, text=word.answer, actor=by, now=at)
        self._advance(answer.delivery, at)
        if word.then:
            moment = at + _SAID_BACK_AFTER
            self._at(moment, partial(self._say_back, conversation, answer.delivery, word))

    def _say_back(
        self, conversation: Conversation, ours: Delivery, word: Word, at: datetime
    ) -> None:
        said = self._village.reply(word.network, word.who, parent_id=ours.remote_id, text=word.then)
        self._at(at + _READ_AFTER, partial(self._read, conversation.channel, said))
        settle = partial(self._settle, conversation, self._people[word.by])
        self._at(at + _SETTLED_AFTER, settle)

    def _read(self, channel: Channel, remote_id: str, at: datetime) -> Conversation:
        poll(channel, clock=lambda: at)
        heard = Feedback.objects.select_related("conversation__channel")
        return heard.get(channel=channel, remote_id=remote_id).conversation

    def _settle(self, conversation: Conversation, actor: User, at: datetime) -> None:
        conversation.refresh_from_db()
        self._desk.settle(conversation.workspace, [conversation.pk], actor=actor, now=at)

    # Reviews.

    def _find_reviews(self, at: datetime) -> None:
        """Read what was written before there was a channel; nobody answers it so much later."""
        said = [self._review(one) for one in reviews.BEFORE]
        house = self._desk.atelier
        poll(self._desk.channel(house, "google_business"), clock=lambda: at)
        found = Conversation.objects.filter(feedback__remote_id__in=said).order_by("id")
        keys = list(found.values_list("pk", flat=True))
        self._desk.settle(house.workspace, keys, actor=house.owner, now=at)

    def _rate(self, rated: Rated, at: datetime) -> None:
        """Let a customer review the bakery, and the bakery read it."""
        said = self._review(rated)
        is_new = rated is reviews.SINCE[-1]
        word = Word(
            "google_business",
            rated.who,
            rated.text,
            answer=rated.answer,
            later=rated.later,
            by=rated.by,
            is_done=not (rated.answer or is_new),
        )
        channel = self._desk.channel(self._desk.atelier, "google_business")
        self._at(at + _READ_AFTER, partial(self._hear, channel, said, word))

    def _review(self, rated: Rated) -> str:
        at = self._now - timedelta(days=rated.days)
        return self._village.review(rated.who, stars=rated.stars, text=rated.text, at=at)

    # What is said elsewhere.

    def _overhear(self, said: Overheard, at: datetime) -> None:
        overhearing.overhear(self._world, self._village, said, now=at)
        overhearing.look(self._world, now=at)

    # Links.

    def _give_away(self, given: Given, at: datetime) -> None:
        world = self._world
        link = linking.give_away(world, given, now=at)
        if given.then:
            moment = self._days_ago(given.then_days)
            self._at(moment, lambda at: linking.lead_elsewhere(world, link, given, now=at))
        if given.stopped:
            moment = self._days_ago(given.stopped)
            self._at(moment, lambda at: linking.stop(world, link, now=at))

    # What is read.

    def _read_pages(self) -> None:
        village = self._village
        for posted in pages.POSTED:
            self._at(self._days_ago(posted.days), partial(self._post, posted))
            self._at(self._days_ago(posted.days) + _READ_LATER, lambda at: following.read(now=at))
        for printed in pages.PRINTED:
            self._at(self._days_ago(printed.days), partial(self._print, printed))
            self._at(self._days_ago(printed.days) + _READ_LATER, lambda at: following.read(now=at))
        added = self._days_ago(pages.SILENT_ADDED)
        self._at(added, lambda at: following.add_silent(self._world, village, now=at))
        self._at(self._days_ago(pages.SILENT_SINCE), lambda at: village.fall_silent())
        self._at(self._now, lambda at: following.read(now=at))

    def _post(self, posted: Posted, at: datetime) -> None:
        self._village.post(posted)

    def _print(self, printed: Printed, at: datetime) -> None:
        written = {"title": printed.title, "body": printed.body}
        self._village.press.stranger("write", written)

    def _days_ago(self, days: float) -> datetime:
        return self._now - timedelta(days=days)

    # What is counted.

    def _count(self) -> None:
        """Read counters in the evening; at last, have the past of followers out of tables."""
        counting.gather(self._village, since=self._now - AGE, until=self._now)
        seldom = range(LISTENS_FOR.days, AGE.days, _SELDOM_DAYS)
        for days in (*range(LISTENS_FOR.days), *seldom):
            self._at(self._days_ago(days + _EVENING), lambda at: counting.read(now=at))
        self._at(self._now - timedelta(hours=10), self._give_tables)

    def _give_tables(self, at: datetime) -> None:
        for house in self._desk.houses:
            for channel in Channel.objects.of(house.workspace).present():
                counting.give_table(channel, self._village, actor=house.owner, now=at)

    # What is to come.

    def _plan_what_comes(self, at: datetime) -> None:
        desk = self._desk
        for house, posts in (
            (desk.atelier, atelier.COMING),
            (desk.cycles, nova.CYCLES_COMING),
            (desk.garage, nova.GARAGE_COMING),
        ):
            for told in posts:
                desk.approve(house, self._submitted(house, told, at), now=at)
        for told in atelier.TO_APPROVE:
            self._submitted(desk.atelier, told, at)
        for told in atelier.DRAFTS:
            due_at = due(told, desk.atelier, now=self._now)
            desk.write(desk.atelier, told, due_at=due_at, now=at)

    def _submitted(self, house: House, told: Told, at: datetime) -> Post:
        due_at = due(told, house, now=self._now)
        post = self._desk.write(house, told, due_at=due_at, now=at)
        self._desk.submit(house, post, now=at)
        return post

    def _lose_garage(self, at: datetime) -> None:
        """Change a password on the network; the next read finds the door shut."""
        self._village.withdraw_access(networks.GARAGE)
        garage = self._desk.garage
        poll(self._desk.channel(garage, "bluesky"), clock=lambda: at)
        remember_workspace(user=garage.owner, workspace=garage.workspace)


def _is_doubted(told: Told, delivery: Delivery) -> bool:
    return told is atelier.DOUBTED and delivery.channel.network == "mastodon"
