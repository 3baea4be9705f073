"""Files, texts and forms that mean harm: a clear sentence, nothing lost, no error."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.test import Client
from PIL import Image as Drawing
from PIL import PngImagePlugin

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.media.models import MediaFile
from beffroi.publishing.drafts import current_draft
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, new_post, page
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import (
    Desk,
    encoded,
    make_channel,
)
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]

# Pictures


def forged_png(width: int, height: int, *, data: bytes = b"\0") -> bytes:
    """Return a PNG whose header lies about its size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_with_a_bomb_of_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "a" * 3_000_000, zip=True)
    buffer = io.BytesIO()
    Drawing.new("RGB", (4, 4)).save(buffer, "PNG", pnginfo=told)
    return buffer.getvalue()


HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
BAD_FILES = {
    "empty": (b"", "is empty. Choose the file again."),
    "html": (HTML, "cannot be read. Use a JPEG or PNG picture"),
    "svg": (SVG, "cannot be read. Use a JPEG or PNG picture"),
    "truncated": (encoded()[:40], "cannot be read. Use a JPEG or PNG picture"),
    "bomb": (forged_png(20_000, 20_000, data=bytes(200_000)), "has too many pixels."),
    "liar": (forged_png(65_000, 65_000), "has too many pixels."),
    "no size": (forged_png(0, 0), "cannot be read. Use a JPEG or PNG picture"),
    "bomb of text": (png_with_a_bomb_of_text(), "cannot be read. Use a JPEG or PNG picture"),
    "heavy": (bytes(20_000_001), "is heavier than 20 MB."),
}


@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("intent", ["preview", "submit"])
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    karim: Client, both: list[Channel], kind: str, intent: str
) -> None:
    content, sentence = BAD_FILES[kind]
    composer = new_post(karim)
    answer = composer.press(intent, files=[("pain.png", content), ("bon.png", encoded())])
    assert answer.status_code == 422
    assert sentence in composer.page
    assert composer.fields["text"] == ["Bonjour"]
    assert len(composer.fields["file"]) == MediaFile.objects.count() == 1
    assert not Post.objects.exists()


def test_a_file_is_judged_by_what_it_holds_not_by_its_name(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim)
    assert composer.press("preview", files=[("page.html", encoded())]).status_code == 200
    assert MediaFile.objects.get().media_type == "image/jpeg"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a" * 300 + ".png", "\u202egnp.exe", "<img src=x>.png", "x\0.png"]
)
def test_a_hostile_file_name_stays_text(karim: Client, both: list[Channel], name: str) -> None:
    composer = new_post(karim)
    assert composer.press("preview", files=[(name, HTML)]).status_code == 422
    assert "<img src=x>" not in composer.page
    assert "cannot be read" in composer.page


def test_pictures_beyond_ten_are_left_out_and_counted(karim: Client, both: list[Channel]) -> None:
    composer = new_post(karim)
    composer.press("preview", files=[(f"{n}.png", encoded()) for n in range(12)])
    assert "A post holds 10 files at most: 2 were left out." in composer.page
    assert len(composer.fields["file"]) == 10


def test_pictures_beyond_what_a_network_takes_are_counted_for_it(
    karim: Client, both: list[Channel]
) -> None:
    composer = new_post(karim)
    composer.press("preview", files=[(f"{n}.png", encoded()) for n in range(5)])
    assert "Bluesky takes fewer pictures: 1 too many." in composer.page
    assert "Mastodon takes fewer pictures: 1 too many." in composer.page


# Hostile text

HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '<div hx-get="/account/" hx-trigger="load" hx-on:load="alert(1)">',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "\u202e\u202dabc\u2066",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "Z\u0351\u036f\u033f" * 200,
    "👨‍👩‍👧‍👦" * 70,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is_and_shown_as_text(
    karim: Client, enter: Enter, both: list[Channel], text: str
) -> None:
    composer = new_post(karim, text)
    composer.fill(content_warning=text[:100])
    composer.press("draft")
    post = Post.objects.get()
    assert post.text == text
    pages = [
        Composer(karim, f"/posts/{post.pk}/").page,
        page(enter("lucas").get(f"/posts/{post.pk}/")),
        page(karim.get("/posts/")),
        page(karim.get("/calendar/?day=2026-09-15")),
    ]
    for shown in pages:
        assert "<script>alert" not in shown
        assert "<svg onload" not in shown
        assert '<div hx-get="/account/"' not in shown
    assert Composer(karim, f"/posts/{post.pk}/").fields["text"] == [text]


@pytest.mark.parametrize("text", ["a\0b", "a\x07b", "a\x7fb"])
def test_signs_that_nothing_can_store_are_refused_in_a_sentence(
    karim: Client, both: list[Channel], text: str
) -> None:
    composer = new_post(karim, text)
    assert composer.press("draft").status_code == 422
    assert "Paste it again as plain text." in composer.page


@pytest.mark.parametrize(
    "forged",
    [
        {"channels": ["999999", "9" * 40, "-1", "x", "\0"]},
        {"file": ["not-an-id", "00000000-0000-0000-0000-000000000000", "\0"]},
        {"version": "9" * 5000},
        {"version": "-1"},
        {"key": "x"},
        {"language": "xx"},
        {"visibility": "everybody\0"},
        {"second": "perhaps"},
        {"open": "\0"},
        {"intent": "adapt:\0"},
        {"intent": "drop:x"},
        {"intent": "remove:"},
        {"intent": "whatever"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/posts/new/", "/posts/counts/", "/posts/files/"])
def test_a_forged_form_breaks_nothing(
    karim: Client, both: list[Channel], path: str, forged: dict[str, str | list[str]]
) -> None:
    answer = karim.post(path, {"text": "Bonjour", "intent": "draft", **forged})
    assert answer.status_code in {200, 302, 422}


def test_channels_and_pictures_of_others_are_unknown_here(
    karim: Client, enter: Enter, world: World, both: list[Channel]
) -> None:
    theirs = make_channel(world.flowers, "bluesky", now=utc_now(), handle="zoe.example")
    at_zoe = Desk(world.flowers, world.zoe, utc_now)
    file = at_zoe.picture()
    composer = new_post(karim)
    composer.fill(channels=[str(theirs.pk)], file=[str(file.pk)])
    composer.press("preview")
    assert "zoe.example" not in composer.page
    assert str(file.pk) not in composer.page
    composer.press("draft")
    draft = current_draft(Post.objects.get(workspace=world.atelier))
    assert (draft.channel_ids, draft.files) == (frozenset(), ())
