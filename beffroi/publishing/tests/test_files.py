"""Videos, documents and formats in the composer: shown, checked for each network, kept, sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from beffroi.channels import gateway
from beffroi.channels.limits import to_json
from beffroi.channels.models import Channel
from beffroi.delivery.content import from_json
from beffroi.media.models import MediaFile
from beffroi.media.tests.films import film
from beffroi.networks.contracts import MediaKind, PostFormat
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, new_post, page
from beffroi.publishing.tests.desk import deliveries_of, make_channel
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LOOPBACK = "http://127.0.0.1:1"


@pytest.fixture
def instagram(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "instagram", now=clock(), origin=LOOPBACK)


@pytest.fixture
def linkedin(world: World, clock: FrozenClock) -> Channel:
    return make_channel(world.atelier, "linkedin", now=clock())


def test_a_video_is_kept_shown_and_planned(claire: Client, instagram: Channel) -> None:
    composer = new_post(claire)
    composer.press("preview", files=[("fournil.mov", film(ending="mov"))])
    assert "Video 1" in composer.page
    assert "<video" in composer.page
    assert composer.press("schedule").status_code == 302
    (delivery,) = deliveries_of(Post.objects.get())
    held = delivery.files.get().file
    assert (held.shows, held.media_type, held.seconds) == (MediaKind.VIDEO, "video/mp4", 3.0)
    assert held.size_bytes == held.path.stat().st_size
    assert held.thumbnail_path.exists()


def test_a_network_that_wants_a_picture_says_so_once_something_is_written(
    claire: Client, instagram: Channel
) -> None:
    wish = "Instagram takes no text alone."
    composer = Composer(claire, "/posts/new/")
    assert wish not in composer.page
    composer.press("schedule")
    assert wish in composer.page
    composer = new_post(claire)
    composer.press("preview")
    assert wish in composer.page


def test_a_reel_is_asked_for_on_its_network_alone(claire: Client, instagram: Channel) -> None:
    composer = new_post(claire)
    composer.fill(**{f"format_{instagram.pk}": "reel"})
    composer.press("schedule")
    assert "Instagram wants a video here." in composer.page
    composer.press("preview", files=[("fournil.mp4", film())])
    assert composer.fields[f"format_{instagram.pk}"] == ["reel"]
    composer.press("schedule")
    (delivery,) = deliveries_of(Post.objects.get())
    assert from_json(delivery.content).format is PostFormat.REEL


def test_a_story_leaves_without_its_words(claire: Client, instagram: Channel) -> None:
    composer = new_post(claire, "a" * 3000)
    composer.fill(**{f"format_{instagram.pk}": "story"})
    composer.press("preview", files=[("fournil.mp4", film())])
    assert "No words show here" in composer.page
    composer.press("schedule")
    (delivery,) = deliveries_of(Post.objects.get())
    content = from_json(delivery.content)
    assert (content.text, content.format) == ("", PostFormat.STORY)


def test_a_format_stays_with_the_post(claire: Client, instagram: Channel) -> None:
    composer = new_post(claire)
    composer.fill(**{f"format_{instagram.pk}": "story"})
    answer = composer.press("draft")
    kept = Composer(claire, answer.headers["Location"])
    assert kept.fields[f"format_{instagram.pk}"] == ["story"]


@pytest.mark.parametrize("forged", ["poem", "\0", "reel"])
def test_a_format_that_a_channel_lacks_is_an_ordinary_post(
    claire: Client, both: list[Channel], forged: str
) -> None:
    composer = new_post(claire)
    composer.fill(**{f"format_{both[0].pk}": forged})
    composer.press("draft")
    assert {variant.format for variant in Post.objects.get().variants.all()} == {"post"}


def test_a_video_leaves_for_bluesky_and_mastodon_within_their_bounds(
    claire: Client, both: list[Channel]
) -> None:
    composer = new_post(claire)
    composer.press("preview", files=[("fournil.mp4", film())])
    (file,) = composer.fields["file"]
    composer.fill(**{f"alt_text_{file}": "é" * 1501})
    composer.press("schedule")
    assert "The description of video 1 is too long for Mastodon: 1 character" in composer.page
    assert "too long for Bluesky" not in composer.page
    composer.fill(**{f"alt_text_{file}": "Le fournil"})
    assert composer.press("schedule").status_code == 302
    assert len(deliveries_of(Post.objects.get())) == 2


def test_a_server_that_takes_no_videos_is_named(claire: Client, both: list[Channel]) -> None:
    mastodon = both[1]
    silent = replace(gateway.limits_of(mastodon), video=None)
    Channel.objects.filter(pk=mastodon.pk).update(limits=to_json(silent))
    composer = new_post(claire)
    composer.press("preview", files=[("fournil.mp4", film())])
    assert "Beffroi cannot send videos to Mastodon." in composer.page
    assert "videos to Bluesky" not in composer.page


def test_a_document_bears_the_title_that_is_typed(claire: Client, linkedin: Channel) -> None:
    composer = new_post(claire)
    composer.press("preview", files=[("Menu_de_Noël.pdf", PDF)])
    (file,) = composer.fields["file"]
    assert composer.fields[f"alt_text_{file}"] == ["Menu de Noël"]  # as the file is called
    composer.fill(**{f"alt_text_{file}": ""})
    composer.press("schedule")
    assert "Give this document a title." in composer.page
    composer.fill(**{f"alt_text_{file}": "Le menu des fêtes"})
    assert composer.press("schedule").status_code == 302
    assert "Le menu des fêtes" in page(claire.get(f"/posts/{Post.objects.get().pk}/"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.webm", b"\x1aE\xdf\xa3" + bytes(40), "Export it as MP4."),
        ("a.mp4", film(images="libvpx-vp9"), "Export it as MP4 with H.264."),
        ("a.mp4", film(sound="libmp3lame"), "Export it as MP4 with AAC sound."),
        ("a.mp4", film()[:3000], "cannot be read."),
        ("a.pdf", PDF[:-8], "it was not copied to the end."),
    ],
    ids=["webm", "vp9", "mp3", "cut", "cut document"],
)
def test_a_file_that_no_network_takes_is_refused_and_leaves_nothing(
    claire: Client, instagram: Channel, name: str, content: bytes, sentence: str
) -> None:
    composer = new_post(claire)
    assert composer.press("preview", files=[(name, content)]).status_code == 422
    assert sentence in composer.page
    assert composer.fields["text"] == ["Bonjour"]
    assert not MediaFile.objects.exists()


def test_what_is_too_much_for_the_disk_is_refused(
    claire: Client, instagram: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = type("Usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    composer = new_post(claire)
    composer.press("preview", files=[("fournil.mp4", film())])
    assert "There is no room left" in composer.page
