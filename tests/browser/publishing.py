"""A month of posts at Atelier Martin, for the pictures and checks of the pages that show posts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Drawing
from PIL import ImageDraw

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.media.actions import add_file, add_picture
from beffroi.media.models import MediaFile
from beffroi.media.tests.films import film
from beffroi.networks.contracts import PostFormat
from beffroi.publishing.drafts import PostDraft
from beffroi.publishing.models import Post
from beffroi.publishing.tests import desk
from beffroi.publishing.tests.desk import Desk
from tests.world import World

LONG = (
    "Dimanche, c’est la fête des pères. Karim a ressorti la recette de son apprentissage : un "
    "Paris-Brest pour six, praliné noisette maison, choux cuits le matin même.\n\n60 boîtes, pas "
    "une de plus. Réservez avant samedi midi, à la boutique ou ici : "
    "https://atelier-martin.example/peres\nAvec le code PAPA10, 10 % de moins. Dites-nous qui vous "
    "fêtez, et comment !"
)
RECIPE = "La recette est là : https://atelier-martin.example/recettes"
RING = "Un Paris-Brest doré, parsemé d’amandes, sur une assiette blanche."


def channels(world: World) -> None:
    """Connect the company to its two networks."""
    for network in ("bluesky", "mastodon"):
        desk.make_channel(world.atelier, network, now=utc_now())


def big(world: World) -> None:
    """Connect networks that want more of a post than words."""
    for network in ("instagram", "youtube", "linkedin"):
        desk.make_channel(world.atelier, network, now=utc_now())


def month(world: World) -> None:
    """Plan, publish and leave open what a bakery says in a month."""
    channels(world)
    bluesky, mastodon = _channels(world)
    both = [bluesky, mastodon]
    ring, loaf = _ring(world), _loaf(world)
    _published(world, "Merci pour la fête du quartier", both, days=-9, hour=8)
    _published(world, "Le levain, jour 3", [mastodon], days=-7, hour=12)
    _published(world, "Fournée de 7 h", [bluesky], days=-2, hour=7)
    refused = _published(world, "Brioche feuilletée", both, days=-4, hour=8)
    desk.settle(
        desk.deliveries_of(refused)[0],
        status="failed",
        remote_id="",
        remote_url="",
        published_at=None,
        refused_field="media",
    )
    doubtful = _published(world, "On cherche notre apprenti", both, days=-1, hour=18)
    desk.settle(
        desk.deliveries_of(doubtful)[1],
        status="ask_human",
        remote_id="",
        remote_url="",
        published_at=None,
    )
    _scheduled(world, "Le sandwich de la semaine\nRôti de Licques, pickles.", both, 1, 12)
    _scheduled(world, "Coulisses : le tourage", [mastodon], 2, 17, [(loaf, "Une miche.")])
    _submitted(world, "La boîte Paris-Brest\nSix parts, à réserver.", both, 2, 8, [(ring, RING)])
    _submitted(world, "Code HIVER10, première semaine", [bluesky], 3, 12)
    _draft(world, LONG, both, 2, 8, [(ring, RING), (loaf, "")])
    _draft(world, "Fermeture de janvier", [], None, 0)


def linked(world: World) -> None:
    """Schedule a post whose links are counted, and begin another."""
    channels(world)
    both = _channels(world)
    ring = [(_ring(world), RING)]
    said = "La boîte Paris-Brest\nSix parts, à réserver ici : https://atelier-martin.example/peres"
    boxes = replace(_made(world, said, both, 2, 8, ring), has_short_links=True)
    Desk(world.atelier, world.claire, utc_now).schedule(boxes)
    long = replace(_made(world, LONG, both, 3, 8), has_short_links=True, first_comment=RECIPE)
    Desk(world.atelier, world.karim, utc_now).write(long)


def taken_away(world: World) -> None:
    """Have one of two networks take a post away."""
    channels(world)
    post = _published(world, "Fournée de 7 h", _channels(world), days=-2, hour=7)
    desk.settle(
        desk.deliveries_of(post)[0],
        taken_away_at=utc_now() - timedelta(hours=30),
        reason="rejected",
        refused_field="text",
    )


def films(world: World) -> None:
    """Write a reel for some networks, a document for another, publish a video; with comments."""
    where = {
        network: desk.make_channel(
            world.atelier, network, now=utc_now(), origin="http://127.0.0.1:4001"
        )
        for network in ("facebook", "instagram", "linkedin", "youtube", "mastodon")
    }
    video, menu = _kept_as(world, "croissant.mov", film(ending="mov")), _menu(world)
    reel = _made(
        world,
        "Le croissant en trois minutes\nLe tourage, pli après pli.",
        [where[key] for key in ("facebook", "instagram", "youtube", "mastodon")],
        2,
        8,
        [(video, "Karim plie la pâte")],
    )
    formats = {where["instagram"].pk: PostFormat.REEL, where["facebook"].pk: PostFormat.STORY}
    Desk(world.atelier, world.karim, utc_now).write(
        replace(reel, formats=formats, first_comment=RECIPE)
    )
    _draft(world, "Notre carte des fêtes", [where["linkedin"]], 3, 9, [(menu, menu.title)])
    draft = _made(world, "Une minute au fournil", [where["youtube"]], -2, 8, [(video, "")])
    then = utc_now() - timedelta(days=3)
    desk.publish(
        Desk(world.atelier, world.claire, lambda: then).schedule(
            replace(draft, first_comment=RECIPE)
        )
    )


def post_page(start: str) -> Callable[[World], str]:
    """Return how to find the address of the post whose text starts so."""
    return lambda world: (
        f"/posts/{Post.objects.get(workspace=world.atelier, text__startswith=start).pk}/"
    )


def day_page(world: World) -> str:
    """Return the address of the calendar with a full day open."""
    return f"/calendar/?day={utc_now().astimezone(world.atelier.zone).date() + timedelta(days=2)}"


def _channels(world: World) -> list[Channel]:
    return list(Channel.objects.of(world.atelier))


def _wall(world: World, days: int, hour: int) -> str:
    day = utc_now().astimezone(world.atelier.zone).date() + timedelta(days=days)
    return f"{day}T{hour:02d}:00"


Pictures = Sequence[tuple[MediaFile, str]]


def _made(
    world: World,
    text: str,
    where: Sequence[Channel],
    days: int | None,
    hour: int,
    pictures: Pictures = (),
) -> PostDraft:
    at = "" if days is None else _wall(world, days, hour)
    return desk.draft_of(text, where, at=at, files=pictures)


def _published(world: World, text: str, where: Sequence[Channel], *, days: int, hour: int) -> Post:
    draft = _made(world, text, where, days, hour)
    then = utc_now() + timedelta(days=days - 1)
    post = Desk(world.atelier, world.claire, lambda: then).schedule(draft)
    desk.publish(post)
    return post


def _scheduled(
    world: World,
    text: str,
    where: Sequence[Channel],
    days: int,
    hour: int,
    pictures: Pictures = (),
) -> None:
    draft = _made(world, text, where, days, hour, pictures)
    Desk(world.atelier, world.claire, utc_now).schedule(draft)


def _submitted(
    world: World,
    text: str,
    where: Sequence[Channel],
    days: int,
    hour: int,
    pictures: Pictures = (),
) -> None:
    draft = _made(world, text, where, days, hour, pictures)
    Desk(world.atelier, world.karim, utc_now).submit(draft)


def _draft(
    world: World,
    text: str,
    where: Sequence[Channel],
    days: int | None,
    hour: int,
    pictures: Pictures = (),
) -> None:
    draft = _made(world, text, where, days, hour, pictures)
    Desk(world.atelier, world.karim, utc_now).write(draft)


def _ring(world: World) -> MediaFile:
    drawing = Drawing.new("RGB", (960, 720), "#e9d9bd")
    pen = ImageDraw.Draw(drawing)
    pen.ellipse((190, 90, 770, 650), fill="#fbf7ef")
    pen.ellipse((250, 150, 710, 590), fill="#b9772f")
    pen.ellipse((400, 290, 560, 450), fill="#f3ebdc")
    return _kept(world, drawing)


def _loaf(world: World) -> MediaFile:
    drawing = Drawing.new("RGB", (960, 720), "#2a3558")
    pen = ImageDraw.Draw(drawing)
    pen.ellipse((130, 230, 830, 600), fill="#a9662a")
    for left in (280, 420, 560):
        pen.line((left, 520, left + 90, 300), fill="#f3dfb8", width=18)
    return _kept(world, drawing)


def _menu(world: World) -> MediaFile:
    return _kept_as(world, "Carte_des_fêtes.pdf", b"%PDF-1.7\n" + bytes(90_000) + b"\n%%EOF\n")


def _kept_as(world: World, name: str, content: bytes) -> MediaFile:
    upload = SimpleUploadedFile(name, content)
    return add_file(workspace=world.atelier, actor=None, upload=upload, now=utc_now())


def _kept(world: World, drawing: Drawing.Image) -> MediaFile:
    buffer = io.BytesIO()
    drawing.save(buffer, "PNG")
    return add_picture(workspace=world.atelier, actor=None, upload=buffer.getvalue(), now=utc_now())
