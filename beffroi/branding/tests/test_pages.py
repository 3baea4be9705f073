"""An agency says how it looks; its clients read it, nobody else changes it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from beffroi.branding import actions, queries
from beffroi.branding.models import Brand
from beffroi.core.clock import utc_now
from beffroi.workspaces.actions import create_agency
from beffroi.workspaces.models import Agency, User, Workspace
from tests.browsing import browsers_in_english
from tests.world import SETTLED_AT, World, people_and_places

Browse = Callable[[User], Client]
BRIGHT = "#ffcc00"


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def browse(world: World) -> Browse:
    return browsers_in_english()


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def page_of(world: World) -> str:
    return reverse("agency_brand", args=[world.nova.pk])


def sent_logo(client: Client, world: World, content: bytes, name: str = "logo.png") -> Any:
    upload = SimpleUploadedFile(name, content, content_type="image/png")
    return client.post(reverse("agency_logo", args=[world.nova.pk]), {"logo": upload})


def test_a_colour_that_is_too_light_is_told_and_shaded(world: World, browse: Browse) -> None:
    client = browse(world.nadia)
    kept = client.post(page_of(world), {"name": "Nova & fils", "colour": BRIGHT, "foot": "Ici."})
    assert kept.status_code == 302
    page = client.get(page_of(world)).content.decode()
    assert f"{BRIGHT} is too light to be read on a light page" in page
    look = queries.look_of(world.garage)
    assert look is not None
    assert (look.name, look.foot) == ("Nova & fils", "Ici.")
    assert client.get(look.sheet_url).content.startswith(b":root{--brand:light-dark(#")


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"colour": "}body{"},
        {"reply_to": "nobody"},
        {"sender": "Nova\r\nBcc: a@example.org"},
        {"name": "n" * 81},
    ],
)
def test_what_cannot_be_shown_is_asked_again(
    world: World, browse: Browse, wrong: dict[str, str]
) -> None:
    assert browse(world.nadia).post(page_of(world), wrong).status_code == 200
    assert not Brand.objects.filter(**wrong).exists()


def test_a_logo_is_made_anew_shown_and_taken_away(world: World, browse: Browse) -> None:
    client = browse(world.nadia)
    assert sent_logo(client, world, picture() + b"<script>").status_code == 302
    brand = Brand.objects.get()
    with Image.open(io.BytesIO(bytes(brand.logo or b""))) as kept:
        assert kept.size == (600, 200)
    assert b"<script>" not in bytes(brand.logo or b"")
    shown = Client().get(reverse("brand_logo", args=[brand.logo_digest]))
    assert (shown.status_code, shown["Content-Type"]) == (200, brand.logo_type)
    client.post(reverse("agency_logo", args=[world.nova.pk]), {"do": "remove"})
    assert Client().get(reverse("brand_logo", args=[brand.logo_digest])).status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", b"%PDF-1.7", b"\x89PNG\r\n"],
)
def test_what_is_no_picture_is_refused_with_what_to_do(
    world: World, browse: Browse, content: bytes
) -> None:
    answer = sent_logo(browse(world.nadia), world, content)
    assert "Save the logo as PNG" in answer.content.decode()
    assert not Brand.objects.exclude(logo=None).exists()


def test_addresses_of_colours_hold_colours_alone(world: World) -> None:
    assert Client().get("/brand/1d6547/a3c0f5/look.css").status_code == 200
    for wrong in ("red/blue/look.css", "1d6547/1d65/look.css", "x/", "%7D/abc/look.css"):
        assert Client().get(f"/brand/{wrong}").status_code == 404


def test_a_client_of_no_agency_or_of_a_closed_one_looks_like_the_product(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert queries.look_of(world.atelier) is None
    garage = Workspace.objects.get(pk=world.garage.pk)
    with django_assert_num_queries(1):
        assert queries.look_of(garage) is not None
    Agency.objects.filter(pk=world.nova.pk).update(closed_at=utc_now())
    assert queries.look_of(garage) is None


def test_a_wrong_logo_leaves_the_one_there_is(world: World, browse: Browse) -> None:
    client = browse(world.nadia)
    sent_logo(client, world, picture())
    before = Brand.objects.get().logo_digest
    sent_logo(client, world, b"GIF89a")
    assert Brand.objects.get().logo_digest == before


def test_only_who_manages_an_agency_says_how_it_looks(world: World, browse: Browse) -> None:
    for person, status in ((world.hugo, 403), (world.zoe, 404), (world.claire, 404)):
        client = browse(person)
        assert client.get(page_of(world)).status_code == status
        assert client.post(page_of(world), {"name": "Mine"}).status_code == status
        assert sent_logo(client, world, picture()).status_code == status
    assert not Brand.objects.exists()


def test_the_logo_of_an_agency_never_shows_for_another(world: World) -> None:
    """Its address is that of what it holds: nobody finds it by counting, nor by whose it is."""
    now = utc_now()
    other = create_agency(owner=world.zoe, name="Zoé & Cie", now=now)
    actions.keep_logo(other, picture(size=(30, 10)), actor=world.zoe, now=now)
    look = queries.look_of(world.garage)
    assert look is not None
    assert (look.logo_url, queries.logo_data(look)) == ("", "")
    for guess in (str(other.pk), "0" * 64, "x"):
        assert Client().get(reverse("brand_logo", args=[guess])).status_code == 404
