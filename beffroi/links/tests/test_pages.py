from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.links import actions, queries
from beffroi.links.actions import Wish
from beffroi.links.filters import Filters, Reach, Which
from beffroi.links.models import Link, VisitCount
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Made = Callable[..., Link]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def poster(world: World) -> Link:
    wish = Wish(name="Affiche vitrine", target="atelier-martin.example/commander")
    made = utc_now() - timedelta(days=40)
    return actions.make_by_hand(world.atelier, wish, actor=world.claire, now=made)


@pytest.fixture
def claires(client: Client, world: World) -> Client:
    client.force_login(world.claire)
    return client


def count(
    link: Link,
    *,
    ago: int = 0,
    visitor: str = "person",
    visits: int = 1,
    people: int = 0,
    device: str = "phone",
    country: str = "FR",
) -> None:
    day = queries.today_of(link.workspace, now=utc_now()) - timedelta(days=ago)
    VisitCount.objects.create(
        link=link,
        day=day,
        visitor=visitor,
        visits=visits,
        people=people,
        device=device,
        country=country,
    )


def text_of(response: object) -> str:
    content: bytes = response.content  # type: ignore[attr-defined]
    return content.decode()


def test_the_list_counts_thirty_days_people_and_robots_apart(poster: Link, world: World) -> None:
    count(poster, visits=5, people=3)
    count(poster, ago=29, visits=2, people=2)
    count(poster, ago=30, visits=100)
    count(poster, visitor="robot", visits=7)
    count(poster, visitor="preview", visits=4)
    [row] = queries.page(world.atelier, Filters(), now=utc_now()).rows
    assert (row.tally.visits, row.tally.robots, row.tally.previews) == (7, 7, 4)
    assert row.most == 5
    assert queries.totals(world.atelier, now=utc_now()) == row.tally
    assert queries.totals(world.flowers, now=utc_now()).is_empty


def test_a_long_list_is_read_page_by_page_in_two_queries(
    claires: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = utc_now()
    for number in range(2 * queries.PAGE_SIZE + 1):
        made = now - timedelta(hours=number // 3)  # some at the same instant
        actions.make(workspace=world.atelier, target=f"https://a.example/{number}", now=made)
    seen: list[int] = []
    after = None
    while True:
        with django_assert_num_queries(2):
            page = queries.page(world.atelier, Filters(), now=now, after=after)
        seen += [row.link.pk for row in page.rows]
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen)) == 2 * queries.PAGE_SIZE + 1
    first = claires.get("/measure/links/")
    address = first.context["more"]
    assert claires.get(address).context["rows"][0][0].link.pk == seen[queries.PAGE_SIZE]


def test_links_are_found_by_name_page_and_short_address(poster: Link, world: World) -> None:
    other = actions.make(workspace=world.atelier, target="https://x.example/pain", now=utc_now())

    def found(sought: str, which: Which = Which.ALL) -> set[int]:
        rows = queries.chosen(world.atelier, Filters(which=which, sought=sought))
        return {link.pk for link in rows}

    assert found("vitrine") == found("COMMANDER") == {poster.pk}
    assert found(actions.short_address(other)) == found(other.code) == {other.pk}
    assert found("") == {poster.pk, other.pk}
    assert found("100%") == set()
    assert found("", Which.HAND) == {poster.pk}
    assert found("", Which.POST) == {other.pk}
    assert found("", Which.STOPPED) == set()
    actions.stop(poster, actor=world.claire, now=utc_now())
    assert found("", Which.STOPPED) == {poster.pk}


def test_a_link_shows_its_days_its_devices_and_its_countries(
    poster: Link, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    count(poster, visits=6, people=4)
    count(poster, visits=2, people=2, device="computer", country="")
    count(poster, ago=1, visits=2, people=1, country="BE")
    count(poster, visitor="robot", visits=50, device="other", country="")
    with django_assert_num_queries(3):
        seen = queries.seen(poster, reach=Reach.MONTH, now=utc_now())
    assert len(seen.columns) == 30
    assert [(one.visits, one.people) for _day, one in seen.columns[-2:]] == [(2, 1), (8, 6)]
    assert (seen.all.visits, seen.all.robots) == (10, 50)
    assert seen.people_a_day == pytest.approx(7 / 30)
    assert [(one.key, one.percent) for one in seen.devices] == [("phone", 80), ("computer", 20)]
    assert [(one.key, one.visits) for one in seen.countries] == [("FR", 6), ("BE", 2), ("", 2)]


def test_an_average_day_counts_only_days_on_which_the_link_was_there(world: World) -> None:
    now = utc_now()
    link = actions.make(workspace=world.atelier, target="https://x.example/", now=now)
    count(link, visits=3, people=3)
    assert queries.seen(link, reach=Reach.MONTH, now=now).people_a_day == 3


def test_a_year_is_told_by_months_whose_people_are_not_added_up(poster: Link) -> None:
    count(poster, visits=6, people=4)
    count(poster, ago=35, visits=1, people=1)
    seen = queries.seen(poster, reach=Reach.YEAR, now=utc_now())
    assert len(seen.columns) == 12
    assert sum(one.visits for _day, one in seen.columns) == seen.all.visits == 7
    assert {one.people for _day, one in seen.columns} == {0}
    assert seen.people_a_day is None


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 11, 28), date(2025, 12, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_a_year_is_twelve_months_this_one_included(today: date, since: date) -> None:
    assert Reach.YEAR.until(today).first == since


def test_the_page_asks_few_questions_however_much_there_is(
    claires: Client, poster: Link, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for ago in range(30):
        count(poster, ago=ago, visits=ago + 1, people=1)
    claires.get("/measure/links/")
    with django_assert_max_num_queries(9):
        page = text_of(claires.get(f"/measure/links/{poster.pk}/?period=90"))
    assert "Affiche vitrine" in page
    with django_assert_max_num_queries(8):
        claires.get("/measure/links/?q=affiche&which=hand")


@pytest.mark.parametrize(
    "query", ["after=x", "after=2026-01-01~1", "which=x&q=%00", "q=" + "é" * 900]
)
def test_an_address_that_was_tampered_with_shows_the_list_all_the_same(
    claires: Client, poster: Link, query: str
) -> None:
    assert claires.get(f"/measure/links/?{query}").status_code == 200
    assert claires.get(f"/measure/links/{poster.pk}/?period=x").status_code == 200


def test_a_link_is_made_by_hand(claires: Client, world: World) -> None:
    told = {"name": " Affiche\nvitrine ", "target": "atelier-martin.example", "campaign": "Été"}
    answer = claires.post("/measure/links/new/", told)
    link = Link.objects.get(workspace=world.atelier)
    assert answer["Location"] == f"/measure/links/{link.pk}/"
    assert link.name == "Affiche vitrine"
    said = "?utm_source=affiche-vitrine&utm_medium=link&utm_campaign=ete&utm_content="
    assert link.target.endswith(said + link.code)
    page = text_of(claires.get(answer["Location"]))
    assert actions.short_address(link) in page


@pytest.mark.parametrize("target", ["", "javascript:alert(1)", "pain", "http://x", "SHORT"])
def test_what_is_no_page_makes_no_link(claires: Client, poster: Link, target: str) -> None:
    if target == "SHORT":
        target = actions.short_address(poster)
    answer = claires.post("/measure/links/new/", {"name": "Affiche", "target": target})
    assert answer.status_code == 422
    assert target in text_of(answer), "what was typed is still there"
    assert Link.objects.count() == 1
    answer = claires.post(f"/measure/links/{poster.pk}/target/", {"target": target})
    assert answer.status_code == 422
    poster.refresh_from_db()
    assert poster.target == "https://atelier-martin.example/commander"


def test_a_link_is_renamed_and_led_elsewhere(claires: Client, poster: Link) -> None:
    claires.post(f"/measure/links/{poster.pk}/name/", {"name": "Grande affiche"})
    claires.post(f"/measure/links/{poster.pk}/target/", {"target": "https://other.example/x"})
    poster.refresh_from_db()
    assert (poster.name, poster.target) == ("Grande affiche", "https://other.example/x")
    page = text_of(claires.get(f"/measure/links/{poster.pk}/"))
    assert "other.example" in page
    told = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert told[-2:] == ["link.renamed", "link.changed"]
    assert claires.post(f"/measure/links/{poster.pk}/name/", {"name": " "}).status_code == 422


def test_a_link_is_stopped_and_that_is_undone(
    claires: Client, client: Client, poster: Link
) -> None:
    answer = claires.post(f"/measure/links/{poster.pk}/stop/", follow=True)
    undo = f"/measure/links/{poster.pk}/return/"
    assert text_of(answer).count(f'action="{undo}"') == 2, "in the message, and on the page"
    public = Client().get(f"/l/{poster.code}")
    assert public.status_code == 410
    assert "Atelier Martin" in text_of(public)
    assert not public.cookies
    claires.post(undo)
    poster.refresh_from_db()
    assert poster.stopped_at is None


def test_readers_look_and_change_nothing(client: Client, poster: Link, world: World) -> None:
    client.force_login(world.paul)
    page = text_of(client.get(f"/measure/links/{poster.pk}/"))
    assert "/stop/" not in page
    assert "/measure/links/new/" not in text_of(client.get("/measure/links/"))
    assert client.post(f"/measure/links/{poster.pk}/stop/").status_code == 403


def test_visits_are_downloaded_by_day_and_names_compute_nothing(
    claires: Client, poster: Link, world: World
) -> None:
    actions.rename(poster, name="=1+1", actor=world.claire, now=utc_now())
    other = actions.make(workspace=world.atelier, target="https://x.example/pain", now=utc_now())
    foreign = actions.make(workspace=world.flowers, target="https://fleurs.example/", now=utc_now())
    for link in (poster, other, foreign):
        count(link, visits=6, people=4)
    answer = claires.get(f"/measure/links/{poster.pk}/visits.csv")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    today = queries.today_of(world.atelier, now=utc_now()).isoformat()
    assert len(lines) == 2
    assert lines[1].startswith(f"{today};'=1+1;{actions.short_address(poster)};")
    assert lines[1].endswith(";Personnes;Téléphone;FR;6;4")
    answer = claires.get("/measure/links/visits.csv")
    everything = answer.getvalue().decode("utf-8-sig")
    assert len(everything.splitlines()) == 3
    assert "fleurs.example" not in everything
    answer = claires.get("/measure/links/visits.csv?q=x.example")
    assert len(answer.getvalue().splitlines()) == 2


def test_the_code_is_downloaded_for_printers(claires: Client, poster: Link) -> None:
    drawing = claires.get(f"/measure/links/{poster.pk}/qr.svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing["Content-Disposition"] == f'attachment; filename="qr-{poster.code}.svg"'
    picture = claires.get(f"/measure/links/{poster.pk}/qr.png")
    assert Image.open(io.BytesIO(picture.content)).format == "PNG"


def test_what_is_counted_is_told_without_a_cookie(client: Client, poster: Link) -> None:
    answer = client.get(f"/l/{poster.code}/counting/", headers={"accept-language": "fr"})
    page = text_of(answer)
    assert not answer.cookies
    assert "Global Privacy Control" in page
    assert 'href="https://atelier-martin.example/commander"' in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_days_are_those_of_the_workspace(world: World) -> None:
    late = datetime.fromisoformat("2026-06-30T22:30:00+00:00")
    assert queries.today_of(world.atelier, now=late) == date(2026, 7, 1)
