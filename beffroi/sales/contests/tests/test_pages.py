from __future__ import annotations

import hashlib
import html
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.sales import offering
from beffroi.sales.contests.tests.conftest import publish_in_time
from beffroi.sales.models import Contest, ContestEntry, Offer
from beffroi.sales.offering import Wish as OfferWish
from beffroi.sales.rules import OfferKind
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

Browse = Callable[[User], Client]


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def sent(today: date, **changes: str) -> dict[str, str]:
    """Return what the form sends for a contest that ended yesterday."""
    yesterday = (today - timedelta(days=1)).isoformat()
    given = {
        "language": "en",
        "begin_day": (today - timedelta(days=8)).isoformat(),
        "begin_time": "09:00",
        "end_day": yesterday,
        "end_time": "18:00",
        "draw_day": yesterday,
        "draw_time": "18:00",
        "who": "anybody in France",
        "is_for_adults": "on",
        "how": "Answer our question.",
        "prize_1": "A box",
        "prize_value_1": "45.00",
        "prize_2": "A cake",
        "prize_value_2": "18",
        "prize_count_2": "2",
        "substitutes": "1",
        "told_how": "by a private message",
        "answer_days": "7",
    }
    return given | changes


@pytest.fixture
def today(world: World) -> date:
    return utc_now().astimezone(world.atelier.zone).date()


def page(name: str, offer: Offer, *more: object) -> str:
    return reverse(name, args=[offer.pk, *more])


def hold(browser: Client, offer: Offer, today: date, *, names: int) -> Contest:
    """Take a contest from its form to the closing of its list."""
    assert browser.post(page("contest_rules", offer), sent(today)).status_code == 302
    publish_in_time(browser, offer)
    two_days_ago = (today - timedelta(days=2)).isoformat()
    entrants = "\n".join(f"Person {number}; {number}@example.org" for number in range(names))
    given = {"entrants": entrants, "entered_day": two_days_ago, "entered_time": "12:00"}
    assert browser.post(page("contest_entries", offer), given).status_code == 302
    assert browser.post(page("contest_freeze", offer)).status_code == 302
    return Contest.objects.get(offer=offer)


def test_a_contest_goes_from_its_rules_to_its_winners(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    assert page("contest", offer) in browser.get(reverse("offer", args=[offer.pk])).content.decode()
    assert "Write the rules" in text(browser.get(page("contest", offer)))
    contest = hold(browser, offer, today, names=6)
    shown = text(browser.get(page("contest", offer)))
    assert contest.list_digest in shown
    assert "Draw now" in shown
    browser.post(page("contest_draw", offer))
    contest.refresh_from_db()
    shown = text(browser.get(page("contest", offer)))
    assert contest.seed in shown
    first = contest.entries.get(rank=1)
    assert first.contact in shown
    browser.post(page("contest_entry_pass_over", offer, first.pk))
    assert "Give the prize back" in text(browser.get(page("contest", offer)))
    browser.post(page("contest_entry_give_back", offer, first.pk))
    assert "Give the prize back" not in text(browser.get(page("contest", offer)))


def test_strangers_check_the_draw_and_read_no_name(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    contest = hold(browser, offer, today, names=6)
    address = reverse("contest_public", args=[contest.address])
    stranger = Client()
    before = stranger.get(address)
    assert contest.seed_hash in text(before)
    browser.post(page("contest_draw", offer))
    contest.refresh_from_db()
    after = stranger.get(address)
    assert contest.seed in text(after)
    assert "Person 1" not in text(after)
    assert after["Content-Language"] == "en"
    assert not after.cookies
    assert "X-Robots-Tag" not in after
    file = stranger.get(reverse("contest_list", args=[contest.address]))
    assert hashlib.sha256(file.content).hexdigest() == contest.list_digest
    digests = file.content.decode().split()[1:]
    scores = sorted(
        (hashlib.sha256(f"{contest.seed}{one}".encode()).hexdigest(), one) for one in digests
    )
    shown = text(after)
    places = [shown.index(one) for _score, one in scores[:4]]
    assert places == sorted(places)
    assert scores[5][1] not in shown


def test_old_versions_stay_and_say_that_they_are_old(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    browser.post(page("contest_clause", offer, "who"), {"own_words": "Only people from Douai."})
    address = Contest.objects.get().address
    assert "Only people" not in text(Client().get(reverse("contest_public", args=[address])))
    publish_in_time(browser, offer)
    newest = text(Client().get(reverse("contest_public", args=[address])))
    assert "Only people from Douai." in newest
    assert "Others hold now." not in newest
    first = text(Client().get(reverse("contest_version", args=[address, 1])))
    assert "anybody in France" in first
    assert "Others hold now." in first
    assert Client().get(reverse("contest_version", args=[address, 3])).status_code == 404


def test_a_clause_kept_as_it_was_goes_on_following_the_facts(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    ours = browser.get(page("contest_clause", offer, "prizes")).context["form"]["own_words"].value()
    assert "– 2 × A cake" in ours
    browser.post(page("contest_clause", offer, "prizes"), {"own_words": ours})
    assert Contest.objects.get().own == {}
    browser.post(page("contest_clause", offer, "prizes"), {"own_words": f"{ours}\nAnd a smile."})
    assert "And a smile." in Contest.objects.get().own["prizes"]
    assert "And a smile." in text(browser.get(page("contest_clause", offer, "prizes")))


def test_nothing_is_public_before_it_is_published_nor_after_it_is_withdrawn(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    address = reverse("contest_public", args=[Contest.objects.get().address])
    assert Client().get(address).status_code == 404
    publish_in_time(browser, offer)
    assert Client().get(address).status_code == 200
    assert Client().get(f"{address}entries.csv").status_code == 404
    browser.post(page("contest_withdraw", offer))
    assert Client().get(address).status_code == 404
    browser.post(page("contest_return", offer))
    assert Client().get(address).status_code == 200


def test_what_is_missing_is_asked_for_in_words(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today, who="", how="Share our post."))
    shown = text(browser.get(page("contest", offer)))
    assert "Who may take part, and where they live." in shown
    assert "Facebook forbids to make this a condition" in shown
    assert "Publish the rules" not in shown
    publish_in_time(browser, offer)
    assert not Contest.objects.get().is_public


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"end_day": "2026-01-01"}, "It ends before it begins."),
        ({"draw_day": "2026-01-01"}, "The draw comes before the end."),
        ({"end_time": ""}, "Say at what time as well."),
        ({"prize_value_1": ""}, "Say what it is worth: the rules tell it."),
        ({"prize_value_3": "12"}, "Say what is won."),
        ({"prize_value_1": "abc"}, "This is no sum of money."),
    ],
)
def test_rules_that_cannot_be_are_given_back_with_a_sentence(
    world: World,
    browse: Browse,
    offer: Offer,
    today: date,
    changes: dict[str, str],
    sentence: str,
) -> None:
    given = browse(world.claire).post(page("contest_rules", offer), sent(today, **changes))
    assert given.status_code == 422
    assert sentence in text(given)
    assert not Contest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"entrants": " ; \n"}, "There is no name in it."),
        ({"entrants": "x" * 130}, "This line is too long to be a name"),
        ({"entrants": "ﷺ" * 20}, "This line is too long to be a name"),
        ({"entrants": "x\n" * 2001}, "These are more than 2000 lines"),
        ({"entered_day": "2099-01-01"}, "This moment is still to come."),
        ({"entered_day": "0001-01-01"}, "Choose a day in this century."),
    ],
)
def test_entries_that_cannot_be_are_given_back(
    world: World,
    browse: Browse,
    offer: Offer,
    today: date,
    changes: dict[str, str],
    sentence: str,
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    given = {"entrants": "Marie", "entered_day": today.isoformat(), "entered_time": "00:00"}
    answer = browser.post(page("contest_entries", offer), given | changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not ContestEntry.objects.exists()


def test_an_entry_is_left_out_counted_again_and_erased(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    at = (today - timedelta(days=2)).isoformat()
    given = {"entrants": "Marie\nmarie\nPaul", "entered_day": at, "entered_time": "12:00"}
    browser.post(page("contest_entries", offer), given)
    listed = text(browser.get(page("contest_entries", offer)))
    assert "2 people count" in listed
    assert "Twice" in listed
    entry = ContestEntry.objects.get(name="Paul")
    browser.post(page("contest_entry_leave_out", offer, entry.pk), {"why_left_out": "colleague"})
    assert "Colleague" in text(browser.get(page("contest_entries", offer)))
    browser.post(page("contest_entry_return", offer, entry.pk))
    assert "2 people count" in text(browser.get(page("contest_entries", offer)))
    browser.post(page("contest_entry_erase", offer, entry.pk))
    erased = text(browser.get(page("contest_entries", offer)))
    assert "Paul" not in erased
    assert "1 person counts" in erased


def test_the_list_is_searched_without_regard_to_accents(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    given = {"entrants": "Zoé\nPaul", "entered_day": "2026-01-05", "entered_time": "12:00"}
    browser.post(page("contest_entries", offer), given)
    found = text(browser.get(page("contest_entries", offer), {"named": "ZOE\0"}))
    assert "<bdi>Zoé</bdi>" in found
    assert "<bdi>Paul</bdi>" not in found


def test_an_editor_prepares_and_does_not_publish_close_or_draw(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.karim)
    assert browser.post(page("contest_rules", offer), sent(today)).status_code == 302
    for name in ("contest_publish", "contest_freeze", "contest_draw", "contest_withdraw"):
        assert browser.post(page(name, offer)).status_code == 403
    assert "Whoever manages the company publishes the rules." in text(
        browser.get(page("contest", offer))
    )


def test_other_offers_have_no_contest(
    world: World, browse: Browse, clock: FrozenClock, today: date
) -> None:
    wish = OfferWish("Box", OfferKind.DISCOUNT, "BOX10", today, today)
    offer = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    browser = browse(world.claire)
    assert browser.get(page("contest", offer)).status_code == 404
    assert page("contest", offer) not in text(browser.get(reverse("offer", args=[offer.pk])))


def test_a_second_draw_is_refused_in_words(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    hold(browser, offer, today, names=2)
    browser.post(page("contest_draw", offer))
    refused = browser.post(page("contest_draw", offer), follow=True)
    assert "there is no second one" in text(refused)


def test_pages_ask_the_database_as_often_for_many_as_for_few(
    world: World,
    browse: Browse,
    offer: Offer,
    today: date,
    django_assert_max_num_queries: Any,
) -> None:
    browser = browse(world.claire)
    contest = hold(browser, offer, today, names=150)
    browser.post(page("contest_draw", offer))
    with django_assert_max_num_queries(32):
        browser.get(page("contest", offer))
    with django_assert_max_num_queries(28):
        browser.get(page("contest_entries", offer))
    with django_assert_max_num_queries(6):
        Client().get(reverse("contest_public", args=[contest.address]))


def test_names_written_down_after_the_end_came_in_time_unless_somebody_says_otherwise(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.claire)
    browser.post(page("contest_rules", offer), sent(today))
    publish_in_time(browser, offer)
    form = browser.get(page("contest_entries", offer)).context["form"]
    given = {name: form[name].value() for name in ("entered_day", "entered_time")}
    browser.post(page("contest_entries", offer), {"entrants": "Marie"} | given)
    assert ContestEntry.objects.get().left_out == ""
