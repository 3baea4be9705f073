"""Twenty messages in four minutes, by keys: what a quarter of an hour a day rests upon."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from beffroi.core.clock import utc_now
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Answer, Conversation
from beffroi.inbox.tests.desk import make_channel
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from tests.browser.browsing import leaving, signed_in, visit
from tests.world import World, introduce

_QUESTIONS = (
    "Bonjour, vous ouvrez à quelle heure samedi ?",
    "Vous êtes ouverts demain matin ?",
    "C’est quoi vos horaires svp",
    "Vous fermez à quelle heure le vendredi ?",
)
_THANKS = ("Merci beaucoup, c’était parfait !", "Bravo à toute l’équipe, un régal !")
_MESSAGES = 20
_MINUTES = 4
#: How fast people read silently, French or English (Brysbaert, 2019: 238 words a minute).
_WORDS_A_MINUTE = 238
_GLANCE_SECONDS = 0.5


@dataclass
class Person:
    """Somebody at their keys, who reads before they press; their reading is counted, not waited.

    A sentence that they have read before takes a glance.
    """

    page: Page
    known: set[str] = field(default_factory=set)
    reading_seconds: float = 0.0
    presses: list[int] = field(default_factory=list)

    def read(self, text: str) -> None:
        """Take the time that reading takes."""
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            is_new = sentence not in self.known
            self.known.add(sentence)
            length = 60 * len(sentence.split()) / _WORDS_A_MINUTE
            self.reading_seconds += length if is_new else min(length, _GLANCE_SECONDS)

    def press(self, key: str) -> None:
        """Press a key: one interaction with what is before them."""
        self.presses[-1] += 1
        self.page.keyboard.press(key)

    def go(self, key: str) -> None:
        """Press a key that leads to another page."""
        with leaving(self.page):
            self.press(key)


def test_twenty_messages_are_settled_by_keys_in_four_minutes(
    browser: Browser, origin: str, world: World
) -> None:
    _twenty(world)
    with visit(browser, origin) as visited:
        page = visited.page
        signed_in(page, world.claire, origin=origin)
        visited.go("/inbox/")
        person = Person(page)
        began = time.monotonic()
        with leaving(page):
            page.locator(".msg").first.press("Enter")
        for _ in range(_MESSAGES):
            _settle_one(person)
        seconds = time.monotonic() - began + person.reading_seconds
        assert visited.complaints == []
    assert max(person.presses) <= 3
    assert seconds < 60 * _MINUTES
    assert not Conversation.objects.filter(waiting_since__isnull=False).exists()
    assert Answer.objects.count() == 16


def _settle_one(person: Person) -> None:
    """Read what is open; send the suggestion that answers a question, or settle a thank-you."""
    page = person.page
    person.presses.append(0)
    said = page.locator("#said .bubble").first.inner_text()
    person.read(said)
    if said in _THANKS:
        person.go("e")
        if page.locator(".msg").count():  # the last one leads to a list with nobody in it
            person.go("n")
        return
    person.press("1")
    box = page.locator("#id_text")
    expect(box).not_to_have_value("")
    person.read(box.input_value())
    person.go("ControlOrMeta+Enter")
    person.go("n")


def _twenty(world: World) -> None:
    """The bakery has said its hours; twenty people wrote this morning."""
    now = utc_now()
    introduce(world, now=now)
    channel = make_channel(world.atelier, now=now)
    texts = [*_QUESTIONS * 4, *_THANKS * 2]
    for number, text in enumerate(texts):
        said_at = now - timedelta(minutes=10 + number)
        said = IncomingFeedback(
            remote_id=f"m{number}",
            kind=FeedbackKind.REPLY,
            author=Author(f"did:{number}", f"p{number}.example", f"Personne {number}"),
            text=text,
            created_at=said_at,
            url="https://network.example/m",
            root_id=f"post-{number}",
            parent_id=f"post-{number}",
            is_ours=False,
        )
        ingest(channel, [said], now=said_at)
