"""One delivery in each of its states, for the pictures and checks of its page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import utc_now
from beffroi.delivery.models import Delivery, Event, describe
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.publishing.tests import desk
from beffroi.publishing.tests.desk import Desk
from tests.world import World

TEXT = (
    "On cherche notre apprenti. Levé tôt, curieux, gourmand\u00a0: le reste s’apprend ici, avec "
    "Karim. Deux ans, à Douai, dès septembre.\n\nÉcrivez-nous ou passez après 14 h."
)
PICTURE = "Un pain au levain, croûte foncée"
_Happened = tuple[Event.Kind, timedelta]
_SILENCE: tuple[_Happened, ...] = (
    (Event.Kind.SCHEDULED, timedelta(days=-2)),
    (Event.Kind.CALLED, timedelta()),
    (Event.Kind.NO_ANSWER, timedelta(seconds=30)),
)


def ask(world: World) -> None:
    """The network gave no answer and cannot tell."""
    happened = [(Event.Kind.LOOKUP_FAILED, timedelta(minutes=m)) for m in (2, 5, 600)]
    _made(
        world,
        [*_SILENCE, *happened, (Event.Kind.ASKED, timedelta(hours=10))],
        status="ask_human",
        reason="cannot_look_up",
    )


def held(world: World) -> None:
    """The machine slept when it was due."""
    happened = [_SILENCE[0], (Event.Kind.HELD, timedelta(hours=9))]
    _made(world, happened, status="held", reason="late", first_attempt_at=None)


def failed(world: World) -> None:
    """The network refused the picture."""
    happened = [*_SILENCE[:2], (Event.Kind.REFUSED, timedelta(seconds=2))]
    _made(world, happened, status="failed", reason="refused", refused_field="media")


def published(world: World) -> None:
    """The network proved it after a silence."""
    then = _yesterday() + timedelta(minutes=2)
    _made(
        world,
        [*_SILENCE, (Event.Kind.LOOKED_UP_FOUND, timedelta(minutes=2))],
        status="published",
        remote_id="at://did:plc:2wzvkqd5fxw7bk3y5mnlo4ue/app.bsky.feed.post/3lcx2tq7hzk2d",
        remote_url="https://bsky.app/profile/atelier-martin.example/post/3lcx2tq7hzk2d",
        published_at=then,
    )


def taken_away(world: World) -> None:
    """The network showed it, then no longer."""
    then = _yesterday() + timedelta(seconds=4)
    happened = [
        *_SILENCE[:2],
        (Event.Kind.PUBLISHED, timedelta(seconds=4)),
        (Event.Kind.TAKEN_AWAY, timedelta(hours=1)),
    ]
    _made(
        world,
        happened,
        status="published",
        remote_id="at://did:plc:2wzvkqd5fxw7bk3y5mnlo4ue/app.bsky.feed.post/3lcx2tq7hzk2d",
        published_at=then,
        taken_away_at=then + timedelta(hours=1),
        reason="gone",
    )


def cancelled(world: World) -> None:
    """Somebody gave it up."""
    _made(world, [*_SILENCE, (Event.Kind.CANCELLED, timedelta(hours=1))], status="cancelled")


def moving(world: World) -> None:
    """It is being looked for."""
    happened = [*_SILENCE, (Event.Kind.LOOKED_UP_ABSENT, timedelta(minutes=2))]
    _made(world, happened, status="unknown", check_after=utc_now() + timedelta(minutes=4))


def page(world: World) -> str:
    """Return the address of the delivery."""
    return f"/deliveries/{Delivery.objects.get(workspace=world.atelier).pk}/"


def _made(world: World, happened: list[_Happened], **state: Any) -> None:
    now, due_at = utc_now(), _yesterday()
    channel = desk.make_channel(
        world.atelier, "bluesky", now=now, url="https://bsky.app/profile/atelier-martin.example"
    )
    at = f"{due_at.astimezone(world.atelier.zone):%Y-%m-%dT%H:%M}"
    draft = desk.draft_of(TEXT, [channel], at=at, files=[(_loaf(world), PICTURE)])
    the_day_before = due_at - timedelta(days=1)
    post = Desk(world.atelier, world.claire, lambda: the_day_before).schedule(draft)
    delivery = desk.deliveries_of(post)[0]
    Delivery.objects.filter(pk=delivery.pk).update(**{"first_attempt_at": due_at} | state)
    delivery.events.all().delete()
    for kind, after in happened:
        describe(delivery, kind, at=due_at + after, actor=world.claire)


def _loaf(world: World) -> MediaFile:
    upload = desk.encoded(size=(960, 640), color="#a9662a")
    return add_picture(workspace=world.atelier, actor=None, upload=upload, now=utc_now())


def _yesterday() -> datetime:
    return utc_now() - timedelta(hours=20)
