"""Files over HTTP: by their own people, in parts where a player asks, and never as a page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import AsyncClient

from beffroi.media import sharing
from beffroi.media.actions import add_file
from beffroi.media.models import MediaFile
from beffroi.media.tests.films import film
from tests.clock import FrozenClock
from tests.world import World, people_and_places

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


def kept(world: World, clock: FrozenClock, name: str, content: bytes) -> MediaFile:
    upload = SimpleUploadedFile(name, content)
    return add_file(workspace=world.atelier, actor=None, upload=upload, now=clock())


@pytest.fixture
def video(world: World, clock: FrozenClock) -> MediaFile:
    return kept(world, clock, "fournil.mp4", film())


def fetch(address: str, **headers: str) -> tuple[HttpResponseBase, bytes]:
    """Read an address as a network does: signed in nowhere, piece by piece."""

    async def read() -> tuple[HttpResponseBase, bytes]:
        answer: object = await AsyncClient().get(urlsplit(address).path, headers=headers)
        if isinstance(answer, StreamingHttpResponse):
            return answer, b"".join([piece async for piece in answer])
        assert isinstance(answer, HttpResponse)
        return answer, answer.content

    return async_to_sync(read)()


def test_a_network_fetches_a_video_whole(video: MediaFile) -> None:
    response, content = fetch(sharing.shared_url(video))
    assert (response.status_code, response["Content-Type"]) == (200, "video/mp4")
    assert int(response["Content-Length"]) == video.size_bytes
    assert content == video.path.read_bytes()


def test_a_player_gets_the_part_that_it_asks_for(video: MediaFile) -> None:
    response, content = fetch(sharing.shared_url(video), range="bytes=4-11")
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 4-11/{video.size_bytes}"
    assert content == video.path.read_bytes()[4:12]


def test_a_part_behind_the_end_is_refused(video: MediaFile) -> None:
    response, _ = fetch(sharing.shared_url(video), range=f"bytes={video.size_bytes}-")
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{video.size_bytes}"


def test_a_document_is_handed_over_and_never_shown_as_a_page(
    world: World, clock: FrozenClock
) -> None:
    document = kept(world, clock, "menu.pdf", PDF)
    response, content = fetch(sharing.shared_url(document))
    assert content == PDF
    assert response["Content-Disposition"] == "attachment"
    assert "sandbox" in response["Content-Security-Policy"]


def test_strangers_see_no_file_without_its_shared_address(video: MediaFile) -> None:
    response, _ = fetch(f"/media/{video.pk}/")
    assert response.status_code == 302


def test_a_file_that_is_gone_from_the_disk_is_not_found(video: MediaFile) -> None:
    video.path.unlink()
    response, _ = fetch(sharing.shared_url(video))
    assert response.status_code == 404
