from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.company import charters
from beffroi.company.clauses import Wishes as CharterWishes
from beffroi.core.models import AuditEntry
from beffroi.inbox import data_rules
from beffroi.inbox.models import Feedback
from beffroi.reviews import displaying
from beffroi.reviews.displaying import Wishes
from beffroi.reviews.models import Display, LeftOut
from beffroi.reviews.tests.conftest import text
from beffroi.reviews.tests.desk import hear
from tests.clock import FrozenClock
from tests.world import World

SITE = "https://www.atelier.example"


@pytest.fixture
def display(world: World, clock: FrozenClock) -> Display:
    """A public page in English that one site may frame."""
    made = displaying.write(world.atelier, Wishes("en", (SITE,)), actor=world.claire, now=clock())
    displaying.publish(made, actor=world.claire, now=clock())
    return made


def address(display: Display, name: str = "public_reviews") -> str:
    return reverse(name, args=[display.address])


def test_strangers_read_all_reviews_newest_first_with_all_that_the_law_wants(
    display: Display, facebook: Channel, world: World, clock: FrozenClock
) -> None:
    hear(facebook, "Odile Garnier", False, at=clock() - timedelta(days=3), text="Froid.")
    hear(facebook, "Nour Haddad", True, at=clock() - timedelta(days=1), text="Parfait.")
    charter = charters.write(
        world.atelier,
        wishes=CharterWishes(),
        is_indexed=False,
        actor=world.claire,
        now=clock(),
    )
    charters.publish(charter, actor=world.claire, now=clock())
    response = Client().get(address(display))
    shown = text(response)
    assert shown.index("Parfait.") < shown.index("Froid.")
    for said in (
        "Odile G.",
        "Does not recommend",
        "from the newest to the oldest. They are not checked before they are published",
        "no other order can be chosen",
        "They are not checked before they are published",
        "Nothing is given for a review",
        "date of the experience: not told by Facebook",
        "Source: Facebook",
        "Review of",
        f"/charter/{charter.address}/",
    ):
        assert said in shown
    assert "Garnier" not in shown
    assert not response.cookies


def test_the_page_is_off_until_somebody_publishes_it_and_gone_once_withdrawn(
    world: World, clock: FrozenClock, display: Display
) -> None:
    other = displaying.write(world.flowers, Wishes("fr", ()), actor=world.zoe, now=clock())
    assert Client().get(address(other)).status_code == 404
    displaying.withdraw(display, actor=world.claire, now=clock())
    assert Client().get(address(display)).status_code == 404
    assert Client().get(address(display, "public_reviews_json")).status_code == 404


def test_a_network_that_forbids_it_is_left_out_counted_and_linked(
    display: Display, google: Channel, facebook: Channel, clock: FrozenClock
) -> None:
    assert not data_rules.use_of("google_business").export_allowed
    hear(google, "Odile Garnier", 1, at=clock(), text="Secret words")
    hear(facebook, "Nour Haddad", True, at=clock())
    shown = text(Client().get(address(display)))
    assert "Secret words" not in shown
    assert "1 review on Google Business Profile is not shown: its rules do not allow it" in shown
    assert google.url in shown
    listed = Client().get(address(display, "public_reviews_json")).content.decode()
    assert "Secret words" not in listed
    assert json.loads(listed)["kept_by_their_source"][0]["count"] == 1


@pytest.mark.parametrize("status", ["needs_reconnection", "disconnected"])
def test_a_channel_that_is_not_connected_is_left_out_counted_and_linked(
    display: Display, facebook: Channel, clock: FrozenClock, status: str
) -> None:
    hear(facebook, "Nour Haddad", True, at=clock(), text="Parfait.")
    Channel.objects.filter(pk=facebook.pk).update(status=status, lost_at=clock())
    shown = text(Client().get(address(display)))
    assert "Parfait." not in shown
    assert "1 review on Facebook is not shown: it is no longer known here" in shown


def test_a_network_that_was_taken_out_breaks_no_page(
    display: Display, facebook: Channel, clock: FrozenClock
) -> None:
    hear(facebook, "Nour Haddad", True, at=clock(), text="Parfait.")
    Channel.objects.filter(pk=facebook.pk).update(network="old_square")
    shown = text(Client().get(address(display)))
    assert "1 review on Old Square is not shown" in shown


def test_what_its_author_deleted_vanishes_at_once_and_is_counted_nowhere(
    display: Display, facebook: Channel, world: World, clock: FrozenClock
) -> None:
    gone = hear(facebook, "Odile Garnier", False, at=clock(), text="Froid.")
    displaying.leave_out(gone, reason=LeftOut.Reason.PERSONAL_DATA, actor=world.claire, now=clock())
    shown = hear(facebook, "Nour Haddad", False, at=clock(), text="Cher.")
    assert "1 review is not shown" in text(Client().get(address(display)))
    Feedback.objects.filter(pk__in=[gone.pk, shown.pk]).wipe(deleted_at=clock())
    response = Client().get(address(display))
    assert "Cher." not in text(response)
    assert "is not shown" not in text(response)
    assert response["Cache-Control"] == "no-cache"


def test_a_bad_review_can_only_be_left_out_for_a_lawful_reason_that_is_shown_and_logged(
    display: Display, facebook: Channel, world: World, clock: FrozenClock
) -> None:
    review = hear(facebook, "Odile Garnier", False, at=clock(), text="Elle habite au 3.")
    displaying.leave_out(
        review, reason=LeftOut.Reason.PERSONAL_DATA, actor=world.claire, now=clock()
    )
    shown = text(Client().get(address(display)))
    assert "Elle habite" not in shown
    assert "1 review is not shown: private data of somebody." in shown
    entry = AuditEntry.objects.get(action="reviews.left_out")
    assert entry.detail == {"reason": "personal_data"}
    assert entry.actor_id == world.claire.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftOut.objects.update(reason="bad")
    displaying.put_back(review, actor=world.claire, now=clock())
    assert "Elle habite" in text(Client().get(address(display)))
    assert AuditEntry.objects.filter(action="reviews.put_back").count() == 1


def test_hiding_on_the_network_hides_nothing_here_and_what_it_holds_back_is_not_shown(
    display: Display, facebook: Channel, clock: FrozenClock
) -> None:
    hidden = hear(facebook, "Odile Garnier", False, at=clock(), text="Froid.")
    held = hear(facebook, "Nour Haddad", False, at=clock(), text="Cher.")
    Feedback.objects.filter(pk=hidden.pk).update(is_hidden=True)
    Feedback.objects.filter(pk=held.pk).update(is_held=True)
    shown = text(Client().get(address(display)))
    assert "Froid." in shown
    assert "Cher." not in shown


def test_only_the_sites_that_were_named_may_frame_it_and_only_this_page(
    display: Display, clock: FrozenClock, world: World
) -> None:
    response = Client().get(address(display))
    policy = response["Content-Security-Policy"]
    assert f"frame-ancestors {SITE}" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in response
    listed = Client().get(address(display, "public_reviews_json"))
    assert "frame-ancestors 'none'" in listed["Content-Security-Policy"]
    displaying.write(world.atelier, Wishes("en", ()), actor=world.claire, now=clock())
    closed = Client().get(address(display))
    assert "frame-ancestors 'none'" in closed["Content-Security-Policy"]
    assert closed["X-Frame-Options"] == "DENY"


def test_a_stranger_s_words_are_never_markup(
    display: Display, facebook: Channel, clock: FrozenClock
) -> None:
    hear(facebook, "<b>Odile</b> X", False, at=clock(), text="<script>alert(1)</script>")
    content = Client().get(address(display)).content.decode()
    assert "<script>alert" not in content
    assert "<b>Odile" not in content


def test_many_reviews_are_read_page_by_page_and_none_is_missing(
    display: Display, facebook: Channel, clock: FrozenClock
) -> None:
    for number in range(displaying.PAGE_SIZE + 2):
        hear(facebook, f"Client {number}", True, at=clock(), text=f"mot{number}.")
    first = displaying.read(display)
    second = text(Client().get(f"{address(display)}?after={quote(str(first.next))}"))
    seen = {one.text for one in first.reviews}
    left = [f"mot{n}." for n in range(displaying.PAGE_SIZE + 2) if f"mot{n}." not in seen]
    assert len(left) == 2
    assert all(one in second for one in left)
    assert Client().get(f"{address(display)}?after=nonsense").status_code == 200


def test_programs_read_the_same(display: Display, facebook: Channel, clock: FrozenClock) -> None:
    hear(facebook, "Odile Garnier", False, at=clock(), text="Froid.")
    content = Client().get(address(display, "public_reviews_json")).json()
    [review] = content["reviews"]
    assert review["author"] == "Odile G."
    assert review["recommends"] is False
    assert review["experience_on"] is None
    assert review["published_at"] == clock().isoformat()
    assert content["order"].startswith("From the newest")
    assert content["count"] == 1


def test_the_public_page_costs_few_queries(
    display: Display,
    facebook: Channel,
    clock: FrozenClock,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(15):
        hear(facebook, f"Client {number}", True, at=clock())
    with django_assert_max_num_queries(9):
        Client().get(address(display))


def test_the_address_stays_when_the_page_is_changed(
    display: Display, world: World, clock: FrozenClock
) -> None:
    again = displaying.write(world.atelier, Wishes("fr", ()), actor=world.claire, now=clock())
    assert again.address == display.address
    assert displaying.display_of(world.atelier) == again


def test_another_company_s_reviews_are_not_on_it(
    display: Display, facebook: Channel, world: World, clock: FrozenClock
) -> None:
    hear(facebook, "Odile Garnier", False, at=clock(), text="Froid.")
    other = displaying.write(world.flowers, Wishes("en", ()), actor=world.zoe, now=clock())
    displaying.publish(other, actor=world.zoe, now=clock())
    assert "Froid." not in text(Client().get(address(other)))
    assert displaying.read(other).count == 0
