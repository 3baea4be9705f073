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

from beffroi.branding import queries
from beffroi.branding.models import Brand
from beffroi.core.clock import utc_now
from beffroi.workspaces.models import User
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
    assert f"{BRIGHT} is too light to be read on white" in page
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


def test_a_client_of_no_agency_or_of_a_closed_one_looks_like_the_product(world: World) -> None:
    assert queries.look_of(world.atelier) is None
    assert queries.look_of(world.garage) is not None
    agency = world.garage.agency
    assert agency is not None
    agency.closed_at = utc_now()
    assert queries.look_of(world.garage) is None
