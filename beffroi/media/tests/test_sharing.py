"""A picture that a network fetches: by an address that nobody guesses, and as a JPEG."""

from __future__ import annotations

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from PIL import Image as Pillow
from pytest_django.fixtures import Settings

from beffroi.media import sharing
from beffroi.media.actions import add_picture
from beffroi.media.models import MediaFile
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(clock: FrozenClock) -> MediaFile:
    """One with transparency, which is kept as PNG."""
    buffer = io.BytesIO()
    Pillow.new("RGBA", (40, 30), (200, 120, 40, 90)).save(buffer, "PNG")
    workspace = Workspace.objects.create(name="Atelier Martin")
    return add_picture(workspace=workspace, actor=None, upload=buffer.getvalue(), now=clock())


def path(picture: MediaFile) -> str:
    return urlsplit(sharing.shared_url(picture)).path


def test_anybody_who_was_given_the_address_gets_a_jpeg(
    client: Client, picture: MediaFile, settings: Settings
) -> None:
    assert sharing.shared_url(picture).startswith(settings.PUBLIC_URL)
    response = client.get(path(picture))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Robots-Tag"] == "noindex"
    shown = Pillow.open(io.BytesIO(response.content))
    assert (shown.format, shown.size) == ("JPEG", (40, 30))


def test_an_address_that_was_changed_or_is_too_old_shows_nothing(
    client: Client, picture: MediaFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = path(picture)
    assert client.get(f"{address[:-2]}x/").status_code == 404
    monkeypatch.setattr(sharing, "LASTS", timedelta(seconds=-1))
    assert client.get(address).status_code == 404


def test_a_picture_that_is_gone_shows_nothing(client: Client, picture: MediaFile) -> None:
    address = path(picture)
    picture.path.unlink()
    assert client.get(address).status_code == 404
    picture.delete()
    assert client.get(address).status_code == 404
