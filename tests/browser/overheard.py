"""What is said of Atelier Martin where anybody can read it, for the pictures and checks."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.core.clock import utc_now
from beffroi.listening.models import (
    Competitor,
    CompetitorPost,
    CompetitorSource,
    Mention,
    Source,
    Stream,
    Surplus,
    Watch,
)
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from tests.world import World

#: Opens the table below the chart.
NUMBERS = "figure details summary"
_DAY = timedelta(days=1)

_LATEST = (
    (0.4, "Ch. Lefebvre", "bluesky", "neutral", "other", True,
     "Le pain d’Atelier Martin vaut l’attente, mais 25 minutes, quand même."),
    (1.1, "Douai gourmand", "mastodon", "positive", "praise", False,
     "Trois boulangeries où le levain a du goût. Atelier Martin en tête."),
    (2.2, "Sam", "bluesky", "negative", "complaint", False,
     "Plus une tradition à 10 h un samedi chez Atelier Martin. Sérieusement ?"),
    (5.0, "Leïla", "bluesky", "neutral", "question", False,
     "Quelqu’un sait si l’Atelier Martin ouvre le lundi de Pentecôte ?"),
    (9.0, "مخبز النور", "mastodon", "positive", "praise", False, "خبز Atelier Martin رائع"),
)  # fmt: skip
_OF_OLD = (
    "Croissant doré et accueil charmant chez Atelier Martin",
    "La brioche d’Atelier Martin, un délice du dimanche",
    "Belle vitrine chez Atelier Martin, place d’Armes",
    "Le levain d’Atelier Martin change le goût du pain",
    "Passée chez Atelier Martin pour une tarte aux pommes",
)
_ONCE = "Un peu de file chez Atelier Martin, mais quel pain"
_OF_LATE = (
    "Encore une file interminable chez Atelier Martin samedi",
    "La file jusqu’au trottoir chez Atelier Martin, dommage",
    "Atelier Martin : trente minutes de file pour deux baguettes",
    "Rupture de tradition chez Atelier Martin, et la file pour rien",
)
_RIVALS = (("Maison Delattre", 41), ("Le Fournil du Beffroi", 32), ("Au Pain d’Antan", 22))


def listening(world: World) -> None:
    """Watches are there, two streams and two sources are read, and nothing was said yet."""
    now = utc_now()
    watches(world, now=now)
    for network in ("bluesky", "mastodon"):
        Stream.objects.create(network=network, read_at=now - timedelta(seconds=20))
    for place, name in enumerate(("Douai gourmand", "La Voix du Nord, Douai")):
        Source.objects.create(
            workspace=world.atelier,
            kind="feed",
            network="feeds",
            subject=f"https://site{place}.example/feed",
            name=name,
            state=Source.State.READING,
            read_at=now - timedelta(minutes=12),
            added_at=now - 60 * _DAY,
        )


def talked_about(world: World) -> None:
    """Four weeks of mentions, a queue on Saturdays that many speak of, three competitors."""
    now = utc_now()
    listening(world)
    brand, place, product = Watch.objects.exclude(subject="competitor").order_by("pk")[:3]
    for number in range(48):
        tone = ("positive", "neutral", "positive", "positive", "negative")[number % 5]
        said = _OF_OLD[number % len(_OF_OLD)] if number != 17 else _ONCE
        caught = [brand, product] if "levain" in said else [brand]
        at = now - timedelta(days=1.5 + 0.55 * number, hours=number % 7)
        speak(world.atelier, *caught, text=said, at=at, who=f"voisin{number}", tone=tone)
    _of_late(world, brand, place, now=now)
    for hours, name, network, tone, intent, unsure, said in _LATEST:
        speak(
            world.atelier, brand, text=said, at=now - timedelta(hours=hours),
            who=f"lu{int(10 * hours)}",
            tone=tone, author_name=name, network=network, intent=intent, wants_check=unsure,
            likes=len(name), followers=340,
        )  # fmt: skip
    _of_rivals(world, now=now)


def flooded(world: World) -> None:
    """A watch caught more than is kept."""
    talked_about(world)
    brand = Watch.objects.get(name="Atelier Martin")
    hour = (utc_now() - _DAY).replace(minute=0, second=0, microsecond=0)
    Surplus.objects.create(watch=brand, hour=hour, missed=12)


def set_aside(world: World) -> None:
    """Two mentions are none of the workspace's affair."""
    talked_about(world)
    keys = Mention.objects.order_by("-written_at").values_list("pk", flat=True)[3:5]
    Mention.objects.filter(pk__in=list(keys)).update(
        set_aside_at=utc_now(), set_aside_by=world.claire
    )


def competing(world: World) -> None:
    """Two of the competitors have an account that is read; one is followed by name alone."""
    talked_about(world)
    now = utc_now()
    for place, (name, _count) in enumerate(_RIVALS):
        watch = Watch.objects.get(name=name)
        row = Competitor.objects.create(
            workspace=world.atelier, name=name, watch=watch, added_at=now - 60 * _DAY
        )
        if place < 2:
            source = Source.objects.create(
                workspace=world.atelier,
                kind="account",
                network="bluesky",
                subject=f"rival{place}.example",
                name=f"@rival{place}.example",
                state=Source.State.READING,
                added_at=now - 60 * _DAY,
            )
            CompetitorSource.objects.create(competitor=row, source=source)
            _write(row, now=now, every=2 + 3 * place)


def alone(world: World) -> None:
    """A competitor is followed, and nothing is known of it yet."""
    now = utc_now()
    watch = make_watch(
        world.atelier, "delattre", now=now, name="Maison Delattre", subject="competitor"
    )
    Competitor.objects.create(workspace=world.atelier, name=watch.name, watch=watch, added_at=now)


def competitor_page(world: World) -> str:
    """Return the page of the first competitor."""
    row = Competitor.objects.filter(workspace=world.atelier).order_by("pk")[0]
    return f"/listening/competitors/{row.pk}/"


def watches(world: World, *, now: datetime) -> None:
    """Atelier Martin follows its name, its town, its bread, and three competitors."""
    then = now - 60 * _DAY
    make_watch(
        world.atelier, "atelier martin", "boulangerie martin", now=then, name="Atelier Martin",
        beside=("Douai",), none_of=("concours",),
    )  # fmt: skip
    make_watch(
        world.atelier, "boulangerie", "boulanger", now=then, name="Boulangerie à Douai",
        subject="place", beside=("Douai",),
    )  # fmt: skip
    make_watch(world.atelier, "levain", now=then, name="Pain au levain", subject="product")
    for name, _count in _RIVALS:
        make_watch(world.atelier, name.lower(), now=then, name=name, subject="competitor")


_POSTED = (
    ("Fournée du samedi : le pain de seigle est de retour", "picture"),
    ("-20 % sur les tartes avec le code TARTE20, jusqu’au 30 juin", "picture"),
    ("Les coulisses du fournil en une minute", "video"),
    ("On recrute : https://delattre.example/emploi", "link"),
    ("Menu du midi à 12,90 €, boisson offerte", "text"),
)


def _write(row: Competitor, *, now: datetime, every: int) -> None:
    for number, place in enumerate(range(1, 28, every)):
        said, kind = _POSTED[number % len(_POSTED)]
        CompetitorPost.objects.create(
            competitor=row,
            network="bluesky",
            remote_id=f"at://{row.pk}/{number}",
            text=said,
            url=f"https://bsky.app/profile/rival{row.pk}.example/post/{number}",
            format=kind,
            likes=(7 * number) % 31,
            replies=number % 3,
            shares=number % 5,
            written_at=now - place * _DAY,
            seen_at=now,
        )


def _of_late(world: World, brand: Watch, place: Watch, *, now: datetime) -> None:
    for number in range(14):
        said = _OF_LATE[number % len(_OF_LATE)]
        at = now - timedelta(hours=4 + 3 * number)
        caught = [brand, place] if number % 3 else [brand]
        first = speak(
            world.atelier, *caught, text=said, at=at, who=f"client{number}", tone="negative",
            intent="complaint", aspects={"delay": "-"}, shares=number, likes=3 * number,
        )  # fmt: skip
        for copy in range(3 if number == 5 else 0):
            speak(
                world.atelier, brand, text=said, at=at + timedelta(minutes=9 * (copy + 1)),
                who=f"copie{copy}", tone="negative", first=first,
            )  # fmt: skip


def _of_rivals(world: World, *, now: datetime) -> None:
    for name, count in _RIVALS:
        watch = Watch.objects.get(name=name)
        for number in range(count):
            speak(
                world.atelier, watch, text=f"Vu chez {name}", who=f"passant{number}",
                at=now - timedelta(hours=3 + 15 * number), tone=("positive", "neutral")[number % 2],
            )  # fmt: skip
