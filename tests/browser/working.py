"""Posts of sixteen weeks with what they gained, for the pictures and checks of what works."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery, DeliveryFile
from beffroi.insight.models import PostCount, PostPoint
from beffroi.insight.rules import Counted, to_microseconds
from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.tests import desk
from beffroi.publishing.tests.desk import Desk
from tests.world import World

_TEXTS = (
    "Fournée de sept heures : %s, encore tiède.",
    "Les coulisses du fournil : %s, trois tours, puis une nuit au froid. #fournil",
    "Que voulez-vous pour dimanche, %s ou autre chose ? Dites-le nous.",
    "Le sandwich de la semaine, avec %s. #midi #douai",
    "Plus que vingt boîtes : %s. Réservez : https://atelier-martin.example/boites",
    "Merci à qui nourrit la maison, %s à la main.",
)
_SUBJECTS = (
    "la miche de campagne",
    "une brioche au beurre",
    "le Paris-Brest praliné",
    "la tarte aux pommes",
    "un éclair au café",
    "la baguette de tradition",
    "une brioche aux pralines",
)
#: Of a thousand displays, by text: pictures of the bakehouse and questions are liked.
_LIKED = (31, 74, 66, 35, 22, 40)
_HOURS = (7, 8, 12, 18, 12, 17)


def few(world: World) -> None:
    """Twelve posts: not enough to tell anything."""
    (channel,) = _channels(world, "facebook")
    _publish(world, [channel], many=12)


def season(world: World) -> None:
    """Sixteen weeks of posts on two channels, with pictures under some."""
    _publish(world, _channels(world, "facebook", "linkedin"), many=64)


def even(world: World) -> None:
    """Sixteen weeks in which nothing stands out."""
    _publish(world, _channels(world, "facebook"), many=40, is_even=True)


def on_one_channel(world: World) -> str:
    """Return the address of the page of the first channel."""
    channel = Channel.objects.of(world.atelier).order_by("pk")[0]
    return f"/measure/what-works/?on={channel.pk}"


def decided(world: World) -> str:
    """Return the address that holds a liked post against one that is not."""
    return _pair(world, 1, 4)


def undecided(world: World) -> str:
    """Return the address that holds two posts against each other that do alike."""
    return _pair(world, 0, 3)


def _pair(world: World, *kinds: int) -> str:
    channel = Channel.objects.of(world.atelier).order_by("pk")[0]
    rows = list(Delivery.objects.filter(channel=channel).order_by("-published_at", "-pk"))
    first, second = (
        next(row.pk for row in rows if row.content["text"].startswith(_TEXTS[kind][:12]))
        for kind in kinds
    )
    return f"/measure/what-works/?on={channel.pk}&first={first}&second={second}"


def _channels(world: World, *networks: str) -> list[Channel]:
    return [desk.make_channel(world.atelier, one, now=utc_now()) for one in networks]


def _publish(world: World, channels: list[Channel], *, many: int, is_even: bool = False) -> None:
    picture = Desk(world.atelier, world.claire, utc_now).picture()
    now = utc_now()
    today = now.astimezone(world.atelier.zone).date()
    for number in range(many):
        kind = number % len(_TEXTS)
        text = _TEXTS[kind] % _SUBJECTS[(number * 3) % len(_SUBJECTS)]
        day = today - timedelta(days=5 + number * 104 // many)
        at = datetime.combine(day, time(_HOURS[(number * 5) % len(_HOURS)]), world.atelier.zone)
        rows = [_published(channel, at, text) for channel in channels]
        _one_post(rows)
        for place, row in enumerate(rows):
            displays = 420 + (number * 37) % 160 - place * 150
            wobble = (number * 7) % 11 - 5
            liked = (40 if is_even else _LIKED[kind]) + wobble
            _count(row, displays, displays * liked // 1000)
            if kind in {1, 3}:
                _show(row, picture)


def _published(channel: Channel, at: datetime, text: str) -> Delivery:
    marker = f"{channel.pk}-{at:%Y%m%d%H}-{len(text)}"
    return Delivery.objects.create(
        workspace=channel.workspace,
        channel=channel,
        status="published",
        due_at=at,
        published_at=at,
        created_at=at,
        content=to_json(Content(text, language="fr", written_at=at)),
        marker=marker,
        remote_id=marker,
    )


def _one_post(rows: list[Delivery]) -> None:
    at = rows[0].due_at
    post = Post.objects.create(
        workspace=rows[0].workspace,
        text=rows[0].content["text"],
        stage="scheduled",
        planned_at=at,
        created_at=at,
        changed_at=at,
    )
    Variant.objects.bulk_create(
        Variant(post=post, channel=row.channel, delivery=row) for row in rows
    )


def _count(row: Delivery, displays: int, reactions: int) -> None:
    """Count a post over four days, most of it on the first."""
    assert row.published_at is not None
    day = row.published_at.astimezone(row.workspace.zone).date()
    as_of = to_microseconds(row.published_at + timedelta(days=4))
    for counted, total in ((Counted.IMPRESSIONS, displays), (Counted.REACTIONS, reactions)):
        PostCount.objects.create(delivery=row, counted=counted, value=total, as_of=as_of)
        shares = [total * part // 10 for part in (6, 2, 1)]
        PostPoint.objects.bulk_create(
            PostPoint(delivery=row, counted=counted, day=day + timedelta(days=number), gained=part)
            for number, part in enumerate([*shares, total - sum(shares)])
        )


def _show(row: Delivery, picture: MediaFile) -> None:
    DeliveryFile.objects.create(delivery=row, file=picture, position=0)
