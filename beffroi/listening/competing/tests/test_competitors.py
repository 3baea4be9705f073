from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.core.clock import utc_now
from beffroi.listening import forgetting
from beffroi.listening.competing import actions, queries, taking
from beffroi.listening.competing.actions import CannotFollow
from beffroi.listening.models import Competitor, CompetitorPost, Ground, Source, Watch
from beffroi.listening.tests.conftest import Browse, text
from beffroi.listening.tests.makers import make_ground, post
from beffroi.listening.tests.spoken import speak
from beffroi.networks.contracts import Counters, MediaKind
from beffroi.networks.listening import PublicPost
from beffroi.workspaces.models import Workspace
from tests.world import World

PAGE = "/listening/competitors/"


def ground_of(workspace: Workspace) -> Ground:
    ground = make_ground(workspace, now=utc_now())
    Ground.objects.filter(pk=ground.pk).update(purposes=["answer", "reputation", "market"])
    ground.refresh_from_db()
    return ground


def source_of(workspace: Workspace, kind: str = "account", name: str = "delattre") -> Source:
    return Source.objects.create(
        workspace=workspace,
        kind=kind,
        network="bluesky",
        subject=name,
        name=name,
        added_at=utc_now(),
    )


@pytest.fixture
def delattre(world: World) -> Competitor:
    return actions.follow(
        ground_of(world.atelier), "Maison Delattre", ("Maison Delattre", "#delattre"),
        actor=world.claire, now=utc_now(),
    )[0]  # fmt: skip


@pytest.fixture
def account(world: World, delattre: Competitor) -> Source:
    source = source_of(world.atelier)
    actions.read_from(delattre, source)
    return source


def said(number: int, words: str, *, likes: int | None = None, **more: Any) -> PublicPost:
    counters = None if likes is None else Counters(likes=likes, shares=1, replies=0, quotes=None)
    at = utc_now() - timedelta(days=1, hours=number)
    return post(number, words, now=at, counters=counters, **more)


def test_a_competitor_comes_with_its_watch(delattre: Competitor) -> None:
    assert (delattre.watch.subject, delattre.watch.purpose) == ("competitor", "market")
    delattre.watch.refresh_from_db()
    assert delattre.watch.query == {"any_of": ["Maison Delattre", "#delattre"]}


def test_twenty_are_followed_and_no_more(world: World) -> None:
    ground = ground_of(world.atelier)
    for number in range(actions.COMPETITORS_MAX):
        name = f"Boulangerie Dupont {number}"
        actions.follow(ground, name, (name,), actor=world.claire, now=utc_now())
    with pytest.raises(CannotFollow, match="full"):
        actions.follow(ground, "Fournil", ("Fournil",), actor=world.claire, now=utc_now())
    assert Watch.objects.count() == actions.COMPETITORS_MAX


def test_whoever_is_followed_no_more_can_come_back(world: World, delattre: Competitor) -> None:
    actions.stop(delattre, actor=world.claire, now=utc_now())
    delattre.refresh_from_db()
    assert queries.rows_of(world.atelier, now=utc_now()) == []
    assert not Watch.objects.there().exists()
    actions.resume(delattre, actor=world.claire, now=utc_now())
    assert [row.competitor for row in queries.rows_of(world.atelier, now=utc_now())] == [delattre]
    assert Watch.objects.there().exists()


@pytest.mark.parametrize("kind", ["hashtag", "search"])
def test_what_others_say_is_not_where_a_competitor_writes(
    world: World, delattre: Competitor, kind: str
) -> None:
    with pytest.raises(CannotFollow, match="not_own"):
        actions.read_from(delattre, source_of(world.atelier, kind=kind))
    with pytest.raises(CannotFollow, match="not_own"):
        actions.read_from(delattre, source_of(world.flowers))


def test_a_source_is_one_competitors(world: World, delattre: Competitor, account: Source) -> None:
    with pytest.raises(CannotFollow, match="taken"):
        actions.read_from(delattre, account)
    assert actions.free_sources(world.atelier) == []


def test_its_posts_are_kept_once_with_their_newest_counts(
    delattre: Competitor, account: Source
) -> None:
    posts = [
        said(1, "-20 % samedi", likes=3, media=(MediaKind.IMAGE,)),
        said(2, "Voir https://delattre.example"),
        said(3, "Partagé", repeats="at://other"),
        said(4, "Film", media=(MediaKind.IMAGE, MediaKind.VIDEO)),
    ]
    assert taking.take(account, posts, now=utc_now()) == 3
    assert taking.take(account, [said(1, "-20 % samedi", likes=9)], now=utc_now()) == 1
    rows = CompetitorPost.objects.order_by("-written_at").values_list("format", "likes", "shares")
    assert list(rows) == [("picture", 9, 1), ("link", None, None), ("video", None, None)]


def test_a_source_of_nobody_keeps_no_posts(world: World, delattre: Competitor) -> None:
    assert taking.take(source_of(world.atelier), [said(1, "Bonjour")], now=utc_now()) == 0
    assert not CompetitorPost.objects.exists()


def test_what_is_deleted_or_old_goes(world: World, delattre: Competitor, account: Source) -> None:
    taking.take(account, [said(1, "Un"), said(2, "Deux"), said(3, "Trois")], now=utc_now())
    first = CompetitorPost.objects.get(text="Un")
    forgetting.forget_posts("bluesky", [first.remote_id], now=utc_now())
    CompetitorPost.objects.filter(text="Deux").update(written_at=utc_now() - timedelta(days=370))
    taking.forget_old(now=utc_now())
    assert list(CompetitorPost.objects.values_list("text", flat=True)) == ["Trois"]


def test_offers_of_a_week_are_the_newest_of_each(
    world: World, delattre: Competitor, account: Source
) -> None:
    taking.take(account, [said(1, "Bonjour"), said(9, "Tarte à 18 €")], now=utc_now())
    taking.take(account, [said(5, "Code promo PAIN10. Tarte à 12 €.")], now=utc_now())
    now = utc_now()
    found = queries.newest_offers(world.atelier, since=now - timedelta(days=7), until=now)
    assert found == {delattre.watch_id: "Code promo PAIN10."}


def test_the_pages_compare_and_say_of_how_many(
    world: World, browse: Browse, delattre: Competitor, account: Source,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    taking.take(
        account,
        [said(n, "Menu à 12 €" if n else "Bonjour", likes=n) for n in range(8)],
        now=utc_now(),
    )
    speak(world.atelier, delattre.watch, at=utc_now())
    client = browse(world.lucas)
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        shown = text(client.get(PAGE))
    assert "Maison Delattre" in shown
    assert "1 page read" in shown
    assert "of 8 posts" in shown
    assert '<td class="r num">2</td>' in shown  # eight posts in four weeks
    one = text(client.get(reverse("competitor", args=[delattre.pk])))
    assert "too few to conclude" in one
    assert "<b>Price</b> · <q><bdi>Menu à 12 €</bdi></q>" in one
    assert "Its own" not in one
    assert "Make a post of it" not in one
    assert "Make a post of it" in text(
        browse(world.karim).get(reverse("competitor", args=[delattre.pk]))
    )


def test_one_is_followed_from_the_page(world: World, browse: Browse) -> None:
    client = browse(world.karim)
    assert "First say why you listen" in text(client.get(reverse("competitor_new")))
    ground_of(world.atelier)
    sent = {"name": "Le Fournil du Beffroi", "also": "fournil beffroi, @fournil.example"}
    shown = text(client.post(reverse("competitor_new"), sent, follow=True))
    assert "“Le Fournil du Beffroi” is followed from now on." in shown
    assert Competitor.objects.get().watch.query["any_of"] == [
        "Le Fournil du Beffroi", "fournil beffroi", "@fournil.example",
    ]  # fmt: skip
    again = text(client.post(reverse("competitor_new"), sent, follow=True))
    assert "“Le Fournil du Beffroi” is followed already: here it is." in again
    assert Competitor.objects.count() == 1


def test_whoever_is_followed_since_yesterday_is_not_told_as_silent_for_weeks(
    world: World, browse: Browse, delattre: Competitor
) -> None:
    one, client = reverse("competitor", args=[delattre.pk]), browse(world.lucas)
    assert "followed since" in text(client.get(one))
    assert "followed since" in text(client.get(PAGE))
    Competitor.objects.update(added_at=utc_now() - timedelta(days=29))
    assert "followed since" not in text(client.get(one))
    assert "followed since" not in text(client.get(PAGE))


def test_without_the_purpose_it_is_refused_and_said(world: World, browse: Browse) -> None:
    make_ground(world.atelier, now=utc_now())
    answer = browse(world.karim).post(reverse("competitor_new"), {"name": "Delattre"})
    assert answer.status_code == 422
    assert not Competitor.objects.exists()


def test_a_source_is_given_and_taken_from_the_page(
    world: World, browse: Browse, delattre: Competitor
) -> None:
    source = source_of(world.atelier)
    client = browse(world.karim)
    page = reverse("competitor", args=[delattre.pk])
    assert f'<option value="{source.pk}">' in text(client.get(page))
    client.post(reverse("competitor_read_from", args=[delattre.pk]), {"source": source.pk})
    assert "Not its own" in text(client.get(page))
    client.post(reverse("competitor_leave_source", args=[delattre.pk]), {"source": source.pk})
    assert "None yet: its posts are unknown." in text(client.get(page))


def test_stopping_can_be_undone(world: World, browse: Browse, delattre: Competitor) -> None:
    client = browse(world.claire)
    answer = client.post(reverse("competitor_stop", args=[delattre.pk]), follow=True)
    undo = reverse("competitor_resume", args=[delattre.pk])
    assert undo in text(answer)
    assert "It is followed again." in text(client.post(undo, follow=True))
