from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from beffroi.archives import actions, uploads
from beffroi.archives.models import ArchiveImport, HistoryPost
from beffroi.archives.tests.exports import instagram, zipped
from beffroi.archives.tests.test_importing import run
from beffroi.core.clock import utc_now
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

Browse = Callable[[User], Client]
NEW = "/archives/new/"


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def upload(client: Client, content: bytes, name: str = "mon export.zip") -> Any:
    return client.post(NEW, {"archive": SimpleUploadedFile(name, content)}, follow=True)


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def test_an_archive_is_given_read_and_shown(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    assert "The archive is here" in text(upload(client, zipped(instagram())))
    row = ArchiveImport.objects.get()
    page = reverse("archive_import", args=[row.pk])
    assert "0% read" in text(client.get(page))
    clock.now = utc_now()
    run(clock)
    shown = text(client.get(page))
    for words in ("7 items, 7 of them new.", "Posts", "2023", "Counters", "was passed over"):
        assert words in shown
    assert "mon export.zip" in text(client.get("/archives/"))
    assert row.path.parent.is_dir()
    assert not row.path.exists()


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "The file is empty."), (None, "Choose a file first.")]
)
def test_no_file_is_told(world: World, browse: Browse, content: bytes | None, words: str) -> None:
    client = browse(world.claire)
    data = {} if content is None else {"archive": SimpleUploadedFile("a.zip", content)}
    response = client.post(NEW, data)
    assert response.status_code == 422
    assert words in text(response)


def test_a_file_that_is_too_large_or_finds_no_room_is_told(
    world: World, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(world.claire)
    with monkeypatch.context() as small:
        small.setattr(uploads, "UPLOAD_BYTES_MAX", 100)
        assert "larger than 2 GB" in text(upload(client, zipped(instagram())))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    assert "disk of the server is full" in text(upload(client, zipped(instagram())))
    assert not ArchiveImport.objects.exists()


def test_a_second_archive_waits_for_the_first(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    upload(client, zipped(instagram()))
    assert "Another archive is being read" in text(upload(client, zipped(instagram())))


def test_it_is_stopped_removed_and_brought_back(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    upload(client, zipped(instagram()))
    row = ArchiveImport.objects.get()
    stopped = client.post(reverse("archive_stop", args=[row.pk]), follow=True)
    assert "You stopped it." in text(stopped)
    removed = client.post(reverse("archive_remove", args=[row.pk]), follow=True)
    undo = reverse("archive_bring_back", args=[row.pk])
    assert undo in text(removed)
    assert "No archive yet" in text(removed)
    assert "with its whole history" in text(client.post(undo, follow=True))


def test_an_undo_that_comes_too_late_is_told(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    upload(client, zipped(instagram()))
    row = ArchiveImport.objects.get()
    actions.remove_import(row, actor=world.claire, now=utc_now() - timedelta(minutes=10))
    shown = text(client.post(reverse("archive_bring_back", args=[row.pk]), follow=True))
    assert "Too late: the ten minutes are over" in shown
    assert "No archive yet" in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Rar!\x1a\x07\x00 and more", "Unpack it on your computer"),
        (zipped({"a.json": "[]"})[:60], "cut short or damaged"),
        (zipped({"index.html": "<html>"}), "the format JSON instead of HTML"),
        (zipped({"notes.txt": "x"}), "HTML was chosen instead of JSON"),
    ],
    ids=["rar", "cut", "html", "unknown"],  # the bytes of a zip hold the time of day
)
def test_what_is_not_read_is_explained(
    world: World, browse: Browse, clock: FrozenClock, content: bytes, words: str
) -> None:
    client = browse(world.claire)
    upload(client, content)
    clock.now = utc_now()
    run(clock)
    row = ArchiveImport.objects.get()
    assert words in text(client.get(reverse("archive_import", args=[row.pk])))
    assert not HistoryPost.objects.exists()
    if row.status == ArchiveImport.Status.DONE:
        assert "Nothing known in it" in text(client.get("/archives/"))


def test_reviews_of_a_table_are_said_to_be_counted_apart(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    for kind in ("avis", "post"):
        upload(client, f"beffroi,date,text,stars\n{kind},2024-05-01,Pain,5".encode(), name="a.csv")
        clock.now = utc_now()
        run(clock)
    newest, oldest = ArchiveImport.objects.order_by("-pk")
    words = "apart from those under Reviews"
    assert words in text(client.get(reverse("archive_import", args=[oldest.pk])))
    assert words not in text(client.get(reverse("archive_import", args=[newest.pk])))


def test_rows_left_out_are_told_on_the_page(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    rows = ["post,2024-05-01,Pain", "recette,2024-05-02,x", *["post,hier,x"] * 12]
    upload(client, "\n".join(["beffroi,date,text", *rows]).encode(), name="histoire.csv")
    clock.now = utc_now()
    run(clock)
    page = reverse("archive_import", args=[ArchiveImport.objects.get().pk])
    shown = text(client.get(page))
    assert "One row was left out: the kind is none that Beffroi knows (row 3)." in shown
    numbers = "4, 5, 6, 7, 8, 9, 10, 11, 12, 13…"
    assert f"12 rows were left out: no date, or none that can be read (rows {numbers})." in shown
    assert "One item, and it is new." in shown
    assert "Some rows were left out." in shown
    assert "Mend them in your table and import it once more" in shown
    User.objects.update(language="fr")
    assert "12 lignes laissées de côté" in text(client.get(page))


def test_a_table_without_one_good_row_is_not_called_unknown(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    upload(client, b"beffroi,date,text\npost,hier,x", name="histoire.csv")
    clock.now = utc_now()
    run(clock)
    shown = text(client.get(reverse("archive_import", args=[ArchiveImport.objects.get().pk])))
    assert "No row could be kept." in shown
    assert "Nothing kept" in shown
    assert "Nothing known in it" not in shown


def test_an_archive_that_holds_nothing_new_says_so(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    for _ in range(2):
        upload(client, zipped(instagram()))
        clock.now = utc_now()
        run(clock)
    newest = ArchiveImport.objects.latest("id")
    shown = text(client.get(reverse("archive_import", args=[newest.pk])))
    assert "7 items, all of them known already." in shown


def test_a_reader_sees_and_does_not_import(world: World, browse: Browse) -> None:
    client = browse(world.lucas)
    assert "An owner or a manager" in text(client.get("/archives/"))
    assert client.get(NEW).status_code == 403


def test_the_upload_is_refused_without_the_token_of_its_form(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.claire)
    archive = SimpleUploadedFile("a.zip", zipped(instagram()))
    assert client.post(NEW, {"archive": archive}).status_code == 403
    assert not ArchiveImport.objects.exists()


def test_names_of_strangers_files_are_shown_as_text(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    client = browse(world.claire)
    upload(client, zipped({"<script>alert(1)</script>.json": "x"}), name="<b>\u202e.zip")
    clock.now = utc_now()
    run(clock)
    row = ArchiveImport.objects.get()
    page = client.get(reverse("archive_import", args=[row.pk])).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
