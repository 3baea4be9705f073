"""What the composer shows of short links: the wish, the length, and where they lead."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.links.actions import short_address
from beffroi.links.models import Link
from beffroi.links.own import placeholder
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, new_post, page
from beffroi.publishing.tests.desk import texts_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("both", "in_english", "frozen_views"),
]
PAGE = "https://martin.example/peres"
TEXT = f"Réservez ici : {PAGE}"
HINT = "Links cannot be counted here"
LABEL = "Count the visits of its links"


@pytest.fixture
def public(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://beffroi.example.org"


def test_where_nobody_could_follow_them_they_are_not_offered(claire: Client) -> None:
    composer = new_post(claire, TEXT)
    assert HINT in composer.page
    assert LABEL not in composer.page
    composer.press("schedule")
    assert Post.objects.get().has_short_links is None
    assert texts_of(Post.objects.get()) == [TEXT, TEXT]


@pytest.mark.usefixtures("public")
def test_a_first_post_has_them_and_says_so(claire: Client) -> None:
    composer = new_post(claire, TEXT)
    assert HINT not in composer.page
    assert composer.fields["has_short_links"] == ["on"]
    composer.press("preview")
    assert placeholder() in composer.page
    assert "Short link to martin.example/peres" in composer.page
    assert composer.page.count(f"{len(TEXT) - len(PAGE) + len(placeholder())} of 300") == 1
    composer.press("schedule")
    links = [short_address(link) for link in Link.objects.order_by("pk")]
    assert texts_of(Post.objects.get()) == [f"Réservez ici : {link}" for link in links]


@pytest.mark.usefixtures("public")
def test_who_wants_none_is_believed_and_remembered(claire: Client) -> None:
    composer = new_post(claire, TEXT)
    del composer.fields["has_short_links"]
    composer.press("draft")
    post = Post.objects.get()
    assert post.has_short_links is False
    again = Composer(claire, f"/posts/{post.pk}/")
    assert "has_short_links" not in again.fields
    assert placeholder() not in again.page
    assert "has_short_links" not in Composer(claire, "/posts/new/").fields
    again.press("schedule")
    assert texts_of(post) == [TEXT, TEXT]


@pytest.mark.usefixtures("public")
def test_a_draft_keeps_the_wish(claire: Client) -> None:
    new_post(claire, TEXT).press("draft")
    post = Post.objects.get()
    assert Composer(claire, f"/posts/{post.pk}/").fields["has_short_links"] == ["on"]
    assert not Link.objects.exists()


@pytest.mark.usefixtures("public")
def test_a_scheduled_post_shows_the_links_that_it_has(claire: Client) -> None:
    new_post(claire, TEXT).press("schedule")
    composer = Composer(claire, f"/posts/{Post.objects.get().pk}/")
    assert placeholder() not in composer.page
    for link in Link.objects.all():
        assert short_address(link) in composer.page
        assert f"<bdi>beffroi.example.org/l/{link.code}</bdi>" in composer.page


@pytest.mark.usefixtures("public")
def test_the_first_comment_is_shown_and_measured_as_it_leaves(claire: Client) -> None:
    composer = new_post(claire, "Bonjour")
    room = 300 - len(placeholder())
    composer.fill(first_comment=f"{'a' * (room - 1)} {PAGE}?{'x' * 280}")
    composer.press("preview")
    assert "first comment:" not in composer.page
    composer.fill(first_comment=f"{'a' * room} {PAGE}")
    composer.press("preview")
    assert "Bluesky will not take the first comment: 1 character too many." in composer.page


@pytest.mark.usefixtures("public")
def test_the_counts_that_come_while_one_writes_are_those_of_what_leaves(claire: Client) -> None:
    composer = new_post(claire, TEXT)
    told = page(claire.post("/posts/counts/", {**composer.fields}))
    assert placeholder() in told
    del composer.fields["has_short_links"]
    assert placeholder() not in page(claire.post("/posts/counts/", {**composer.fields}))
