from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from beffroi.inbox import saved_views
from beffroi.inbox.filters import Filters, Kind
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import SavedView
from beffroi.inbox.tests.browsing import INBOX, browser_of, shown, undo_of
from beffroi.inbox.tests.desk import Desk
from tests.world import World

pytestmark = pytest.mark.django_db

BAD_REVIEWS = Filters(kind=Kind.REVIEW, stars=(1, 2))
VIEWS = "/inbox/views/"


def save(world: World, desk: Desk, name: str, *, is_shared: bool = False) -> SavedView:
    return saved_views.save(
        world.atelier,
        name=name,
        filters=BAD_REVIEWS,
        is_shared=is_shared,
        actor=world.claire,
        now=desk.clock(),
    )


def title_of(page: str) -> str:
    found = re.search(r'id="list-title"><bdi>([^<]*)', page)
    return found[1] if found else ""


def names(world: World) -> list[str]:
    return [view.name for view in saved_views.of(world.atelier, user=world.claire)]


class TestName:
    def test_the_list_is_called_as_its_reader_called_these_filters(
        self, world: World, desk: Desk
    ) -> None:
        save(world, desk, "Mauvais avis")
        address = f"{INBOX}?{BAD_REVIEWS.query}"
        assert title_of(shown(browser_of(world.claire).get(address))) == "Mauvais avis"
        assert title_of(shown(browser_of(world.karim).get(address))) == "To answer"

    def test_it_is_called_otherwise_once_it_is_narrowed_further(
        self, world: World, desk: Desk
    ) -> None:
        save(world, desk, "Mauvais avis")
        page = shown(browser_of(world.claire).get(f"{INBOX}?{BAD_REVIEWS.query}&waiting=1"))
        assert title_of(page) == "To answer"

    def test_the_menu_tells_which_one_is_shown(self, world: World, desk: Desk) -> None:
        save(world, desk, "Mauvais avis")
        claire = browser_of(world.claire)
        for query, is_current in ((BAD_REVIEWS.query, True), ("kind=review", False)):
            menu = claire.get(f"{VIEWS}?{query}", headers={"HX-Request": "true"})
            assert ("aria-current" in shown(menu)) == is_current


class TestKeeping:
    def test_each_person_sees_their_own_and_what_is_shared(self, world: World, desk: Desk) -> None:
        save(world, desk, "À moi")
        save(world, desk, "À tous", is_shared=True)
        assert names(world) == ["À moi", "À tous"]
        theirs = saved_views.of(world.atelier, user=world.karim)
        assert [view.name for view in theirs] == ["À tous"]
        assert not saved_views.of(world.garage, user=world.claire)

    @pytest.mark.parametrize(
        ("name", "problem"), [(" \n", "empty"), ("\0", "empty"), ("a", "taken")]
    )
    def test_a_name_is_needed_and_one_alone(
        self, world: World, desk: Desk, name: str, problem: str
    ) -> None:
        save(world, desk, "A")
        with pytest.raises(CannotKeep) as refused:
            save(world, desk, name)
        assert refused.value.problem == problem
        assert names(world) == ["A"]

    def test_there_is_a_limit(
        self, world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(saved_views, "VIEWS_MAX", 1)
        save(world, desk, "A")
        with pytest.raises(CannotKeep, match="too_many"):
            save(world, desk, "B")

    def test_they_are_moved_up_one_by_one(self, world: World, desk: Desk) -> None:
        rows = [save(world, desk, name) for name in "ABC"]
        saved_views.move_up(rows[2], actor=world.claire)
        assert names(world) == ["A", "C", "B"]
        saved_views.move_up(rows[0], actor=world.claire)
        assert names(world) == ["A", "C", "B"]

    def test_one_that_was_deleted_meanwhile_moves_nothing(self, world: World, desk: Desk) -> None:
        rows = [save(world, desk, name) for name in "ABC"]
        SavedView.objects.filter(pk=rows[1].pk).update(deleted_at=desk.clock())
        saved_views.move_up(rows[1], actor=world.claire)
        assert names(world) == ["A", "C"]

    def test_the_database_keeps_names_apart(self, world: World) -> None:
        SavedView.objects.create(workspace=world.atelier, name="Devis")
        SavedView.objects.create(workspace=world.atelier, name="Devis", owner=world.claire)
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(workspace=world.atelier, name="DEVIS")
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(workspace=world.atelier, name="")


class TestPages:
    @pytest.fixture
    def claire(self, world: World, desk: Desk) -> Client:
        return browser_of(world.claire)

    def test_filters_are_kept_under_a_name_and_found_again(
        self, claire: Client, world: World
    ) -> None:
        page = shown(claire.get(VIEWS, {"kind": "review"}))
        assert 'action="/inbox/views/?kind=review"' in page
        response = claire.post(f"{VIEWS}?kind=review", {"name": "Avis"}, follow=True)
        assert response.redirect_chain == [(f"{INBOX}?kind=review", 302)]
        menu = shown(claire.get(VIEWS, headers={"HX-Request": "true"}))
        assert 'href="/inbox/?kind=review"' in menu
        assert "<html" not in menu
        assert SavedView.objects.get().owner == world.claire

    def test_a_name_that_is_taken_stays_in_its_field(self, claire: Client) -> None:
        address = f"{VIEWS}?kind=review"
        claire.post(address, {"name": "Avis", "shared": "on"})
        response = claire.post(address, {"name": "avis", "shared": "on"})
        assert response.status_code == 422
        page = shown(response)
        assert "Another one has this name already." in page
        assert 'value="avis"' in page

    def test_a_deletion_is_undone_where_it_is_said(self, claire: Client) -> None:
        claire.post(f"{VIEWS}?kind=review", {"name": "Avis"})
        row = SavedView.objects.get()
        page = shown(claire.post(f"{VIEWS}{row.pk}/", {"do": "delete"}, follow=True))
        assert "No view yet" in page
        page = shown(claire.post(undo_of(page), follow=True))
        assert "The view is back." in page
        assert 'value="Avis"' in page

    def test_a_deletion_is_not_undone_over_another(self, claire: Client) -> None:
        claire.post(f"{VIEWS}?kind=review", {"name": "Avis"})
        row = SavedView.objects.get()
        undo = undo_of(shown(claire.post(f"{VIEWS}{row.pk}/", {"do": "delete"}, follow=True)))
        claire.post(f"{VIEWS}?kind=review", {"name": "Avis"})
        assert "has this name already" in shown(claire.post(undo, follow=True))

    def test_a_view_of_somebody_else_does_not_exist(self, claire: Client, world: World) -> None:
        theirs = SavedView.objects.create(workspace=world.atelier, name="X", owner=world.karim)
        assert claire.post(f"{VIEWS}{theirs.pk}/", {"do": "delete"}).status_code == 404

    def test_the_list_says_what_narrows_it_and_what_was_passed_over(self, claire: Client) -> None:
        page = shown(claire.get(INBOX, {"kind": "mention", "colour": "red"}))
        assert "Mentions" in page
        assert "“colour=red” is no filter that can be used here" in page
        assert 'name="kind" value="mention"' in page
