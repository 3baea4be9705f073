"""What goes on while the visitor looks: strangers write, answer our answers, and posts leave."""

from __future__ import annotations

import itertools
import threading
import time
from datetime import timedelta

from django.db.models import QuerySet

from beffroi.channels import asking
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.delivery.models import Delivery
from beffroi.demo.desk import Desk
from beffroi.demo.networks import Village, name_of
from beffroi.demo.story import Aloud
from beffroi.demo.story import present as story
from beffroi.inbox.jobs import POLL
from beffroi.inbox.models import Answer

#: How long a stranger takes to react to our answer.
_REACTS_AFTER = timedelta(seconds=12)
_LOOKS_EVERY_SECONDS = 2.0


class Present:
    """Keeps the world lively until told to stop."""

    def __init__(self, desk: Desk, village: Village, *, clock: Clock) -> None:
        self._desk = desk
        self._village = village
        self._clock = clock
        self._started_at = clock()
        self._thankful: set[int] = set()
        self._thanks = itertools.cycle(story.THANKS)

    def plan_posts(self) -> None:
        """Have a few posts leave within the first minutes."""
        house, now = self._desk.atelier, self._clock()
        for minutes, told in story.SOON:
            post = self._desk.write(
                house, told, due_at=now + timedelta(minutes=minutes + 1), now=now
            )
            self._desk.submit(house, post, now=now)
            self._desk.approve(house, post, now=now)

    def go_on(self, stopping: threading.Event) -> None:
        """Let strangers speak as the story says, then only when somebody answers them."""
        for aloud in story.LIVE:
            if self._wait(aloud.pause, stopping):
                return
            self._speak(aloud)
        while not self._wait(_LOOKS_EVERY_SECONDS, stopping):
            pass

    def _wait(self, seconds: float, stopping: threading.Event) -> bool:
        """Wait, and meanwhile react to answers; True when all is over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if stopping.wait(min(left, _LOOKS_EVERY_SECONDS)):
                return True
            self._react()
        return stopping.is_set()

    def _speak(self, aloud: Aloud) -> None:
        channel = self._desk.channel(self._desk.atelier, aloud.network)
        parent = _published(channel).order_by("-published_at", "-id").first()
        if aloud.is_mention or parent is None:
            self._village.mention(aloud.network, aloud.who, text=aloud.text)
        else:
            self._village.reply(
                aloud.network, aloud.who, parent_id=parent.remote_id, text=aloud.text
            )
        self._read_soon(channel)

    def _react(self) -> None:
        """Let whoever was answered since the start say a word, once per conversation."""
        before = self._clock() - _REACTS_AFTER
        answers = Answer.objects.filter(
            delivery__published_at__range=(self._started_at, before)
        ).exclude(conversation__in=self._thankful)
        for answer in answers.select_related("delivery__channel", "conversation"):
            self._thankful.add(answer.conversation_id)
            if answer.delivery.remote_id:
                self._thank(answer)

    def _thank(self, answer: Answer) -> None:
        channel = answer.delivery.channel
        who = name_of(channel.network, answer.conversation.person_handle)
        if who is not None:
            parent_id = answer.delivery.remote_id
            self._village.reply(channel.network, who, parent_id=parent_id, text=next(self._thanks))
            self._read_soon(channel)

    def _read_soon(self, channel: Channel) -> None:
        """Have the channel read now, and not within two minutes: a visitor has five."""
        asking.ask(POLL, channel, run_at=self._clock())


def _published(channel: Channel) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        channel=channel, status="published", answer__isnull=True
    ).exclude(remote_id="")
