from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.listening.files.taking import BYTES_MAX
from beffroi.listening.models import Mention, MentionFile, Watch
from beffroi.listening.tests.makers import make_watch
from beffroi.workspaces.models import User
from tests.world import World, people_and_places

NEW = "/listening/sources/file/"


@pytest.fixture
def world(db: None) -> World:
    """Pages read the real clock. Everybody reads English."""
    made = people_and_places(now=utc_now() - timedelta(days=90))
    User.objects.update(language="en")
    for person in vars(made).values():
        if isinstance(person, User):
            person.language = "en"
    return made


@pytest.fixture
def watch(world: World) -> Watch:
    return make_watch(world.atelier, "martin", now=utc_now() - timedelta(days=1), name="Atelier")


@pytest.fixture
def browser(client: Client, world: World) -> Client:
    client.force_login(world.karim)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def table(*lines: str, header: str = "Date;Texte;Auteur") -> SimpleUploadedFile:
    day = (utc_now() - timedelta(days=3)).date().isoformat()
    content = "\n".join([header, *(f"{day};{line};Zoé" for line in lines), ""])
    return SimpleUploadedFile("mentions.csv", content.encode())


def give(browser: Client, watch: Watch | None, file: Any) -> Any:
    typed = {"watch": str(watch.pk) if watch else "", "archive": file}
    return browser.post(NEW, typed, follow=True)


def test_a_table_is_given_read_and_told(browser: Client, watch: Watch) -> None:
    shown = text_of(give(browser, watch, table("Chez Martin", "", "Encore Martin")))
    assert "The file is here." in shown
    assert 'hx-trigger="load delay:2s"' in shown
    Runner().run_until_idle()
    row = MentionFile.objects.get()
    shown = text_of(browser.get(f"{NEW}{row.pk}/"))
    assert "3 rows · 2 mentions are new, 0 were there already." in shown
    assert "1 row was left out: there is no text." in shown
    assert "Row 3" in shown
    assert "hx-trigger" not in shown
    assert Mention.objects.count() == 2
    assert "mentions.csv" in text_of(browser.get(NEW))


def test_columns_that_are_not_known_are_asked_for(browser: Client, watch: Watch) -> None:
    shown = text_of(give(browser, watch, table("Chez Martin", header="Quand;Quoi;Qui")))
    assert "Which column is which?" in shown
    assert "Chez Martin" in shown
    row = MentionFile.objects.get()
    address = f"{NEW}{row.pk}/columns/"
    refused = browser.post(address, {"date": "Quand"})
    assert refused.status_code == 422
    assert "Choose a column for the date and one for the text." in text_of(refused)
    browser.post(address, {"date": "Quand", "text": "Quoi", "author": "Qui"})
    Runner().run_until_idle()
    assert Mention.objects.get().author_name == "Zoé"


def test_a_file_can_be_left(browser: Client, watch: Watch) -> None:
    give(browser, watch, table("Chez Martin"))
    row = MentionFile.objects.get()
    shown = text_of(browser.post(f"{NEW}{row.pk}/columns/", {"do": "leave"}, follow=True))
    assert "Somebody left it before anything was read." in shown
    Runner().run_until_idle()
    assert not Mention.objects.exists()


def test_a_file_that_is_in_the_way_is_shown_and_can_be_left(browser: Client, watch: Watch) -> None:
    give(browser, watch, SimpleUploadedFile("odd.csv", b"Quand;Quoi\n20/06/2026;Martin\n"))
    row = MentionFile.objects.get()
    answer = give(browser, watch, table("Chez Martin"))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert f'href="{NEW}{row.pk}/"' in shown
    assert "A file is still to be told its columns" in shown
    assert "Leave this file" in shown
    left = browser.post(f"{NEW}{row.pk}/columns/", {"do": "leave"}, follow=True)
    assert "Nothing was read" in text_of(left)
    assert "before anything was read" in text_of(left)


def test_without_a_watch_there_is_nothing_to_import_to(browser: Client) -> None:
    assert "A watch first" in text_of(browser.get(NEW))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 300, "This is no table."),
        (b"x" * (BYTES_MAX + 10), "This file is larger than 20 MB."),
    ],
    ids=["empty", "picture", "giant"],
)
def test_what_is_not_taken_says_why(
    browser: Client, watch: Watch, content: bytes, sentence: str
) -> None:
    response = give(browser, watch, SimpleUploadedFile("mentions.csv", content))
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_no_file_and_no_watch_are_said(browser: Client, watch: Watch) -> None:
    assert "Choose a file first." in text_of(browser.post(NEW, {"watch": str(watch.pk)}))
    assert "Choose the watch" in text_of(give(browser, None, table("Chez Martin")))


def test_the_watch_of_another_workspace_takes_nothing(browser: Client, world: World) -> None:
    make_watch(world.atelier, "martin", now=utc_now())
    foreign = make_watch(world.garage, "voiture", now=utc_now())
    assert "Choose the watch" in text_of(give(browser, foreign, table("Chez Martin")))


def test_a_form_without_its_token_is_refused(world: World, watch: Watch) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.karim)
    assert give(strict, watch, table("Chez Martin")).status_code == 403
    assert not MentionFile.objects.exists()


def test_a_reader_sees_and_gives_nothing(client: Client, world: World, watch: Watch) -> None:
    row = MentionFile.objects.create(
        workspace=world.atelier, watch=watch, name="mentions.csv", size_bytes=1, given_at=utc_now()
    )
    client.force_login(world.lucas)
    assert client.get(f"{NEW}{row.pk}/").status_code == 200
    assert client.get(NEW).status_code == 403
    assert client.post(f"{NEW}{row.pk}/columns/", {"do": "leave"}).status_code == 403
