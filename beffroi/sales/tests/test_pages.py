from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from beffroi.publishing.tests.desk import make_channel
from beffroi.sales import offering, shops
from beffroi.sales.models import Conversion, Cost, Economics, Offer, Shop, WorkTime
from beffroi.sales.tests.conftest import Browse, text
from beffroi.sales.tests.test_recording import WISH
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")


@pytest.fixture
def today(world: World) -> date:
    from beffroi.core.clock import utc_now  # noqa: PLC0415 - views read the real clock

    return utc_now().astimezone(world.atelier.zone).date()


@pytest.fixture
def offer(world: World, clock: FrozenClock) -> Offer:
    return offering.make(world.atelier, WISH, actor=world.claire, now=clock())


def test_an_offer_is_made_and_its_code_counted_to_the_euro(
    world: World, browse: Browse, today: date
) -> None:
    browser = browse(world.karim)
    sent = {
        "kind": "discount",
        "name": "The Mother’s Day box",
        "promo": "maman10",
        "first_day": (today - timedelta(days=3)).isoformat(),
        "last_day": today.isoformat(),
        "product": "Box",
        "usual_price": "25.00",
        "price": "22.50",
        "limit": "60",
    }
    made = browser.post(reverse("offer_new"), sent)
    offer = Offer.objects.get()
    assert made["Location"] == reverse("offer", args=[offer.pk])
    counted = {
        "kind": "till",
        "quantity": "26",
        "day": today.isoformat(),
        "offer": str(offer.pk),
    }
    assert browser.post(reverse("conversion_new"), counted).status_code == 302
    spent = {"hours": "1", "minutes": "25", "work_day": today.isoformat(), "work_offer": offer.pk}
    assert browser.post(reverse("work_time_new"), spent).status_code == 302
    ad = {
        "cost_kind": "media",
        "amount": "40",
        "cost_from": today.isoformat(),
        "cost_to": today.isoformat(),
        "cost_offer": offer.pk,
    }
    assert browser.post(reverse("cost_new"), ad).status_code == 302
    page = text(browser.get(reverse("offer", args=[offer.pk])))
    # 22.50 € is 21.33 € before tax and the box costs 38 % of 23.70 €: 12.32 € are left of each
    assert "€320" in page
    assert "for €90, of which 1 h 25 min of work." in page
    assert "26 codes used" in page
    assert "The lowest price of the thirty days before is €25.00" in page


def test_a_page_without_offers_teaches_the_first_step(world: World, browse: Browse) -> None:
    assert "Make your first offer" in text(browse(world.karim).get(reverse("offers")))
    assert "Make your first offer" not in text(browse(world.lucas).get(reverse("offers")))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("promo", "two words", "A code is one word"),
        ("last_day", "2026-08-01", "It ends before it begins."),
        ("price", "30", "This is no less than the usual price."),
        ("price", "abc", "This is no sum of money."),
        ("price", "-3", "without a minus sign"),
        ("percent_off", "120", "between 0 and 100"),
        ("percent_off", "1e999999999", "This is no percentage."),
        ("product", "", "Say on what"),
    ],
)
def test_an_offer_that_cannot_be_is_given_back_with_a_sentence(
    world: World, browse: Browse, field: str, typed: str, sentence: str
) -> None:
    sent = {
        "kind": "discount",
        "name": "Box",
        "promo": "BOX10",
        "first_day": "2026-09-01",
        "last_day": "2026-09-10",
        "product": "Box",
        "usual_price": "25.00",
        "price": "22.50",
    }
    given = browse(world.karim).post(reverse("offer_new"), sent | {field: typed})
    assert given.status_code == 422
    assert sentence in text(given)
    assert not Offer.objects.exists()


def test_a_code_tells_one_offer_from_another(world: World, browse: Browse, offer: Offer) -> None:
    sent = {
        "kind": "sample",
        "name": "Another",
        "promo": "Maman10",
        "first_day": "2026-09-12",
        "last_day": "2026-09-20",
    }
    given = browse(world.karim).post(reverse("offer_new"), sent)
    assert "The code serves “The box” on these days" in text(given)


def test_an_offer_goes_and_comes_back(world: World, browse: Browse, offer: Offer) -> None:
    browser = browse(world.karim)
    browser.post(reverse("offer_remove", args=[offer.pk]))
    assert "The box" not in text(browser.get(reverse("offers"))).replace("The offer", "")
    browser.post(reverse("offer_return", args=[offer.pk]))
    assert "The box" in text(browser.get(reverse("offers")))


def test_an_offer_is_made_again_with_all_that_it_gave(
    world: World, browse: Browse, offer: Offer
) -> None:
    Offer.objects.update(percent_off=1250, conditions="Sur place")
    again = browse(world.karim).get(reverse("offer_new"), {"like": offer.pk})
    page = text(again)
    assert 'value="12.5"' in page
    assert 'value="MAMAN10"' in page
    assert "Sur place" in page
    assert str(WISH.first_day) not in page


def test_what_was_counted_by_mistake_is_taken_back(
    world: World, browse: Browse, today: date
) -> None:
    browser = browse(world.karim)
    browser.post(
        reverse("conversion_new"), {"kind": "call", "quantity": "3", "day": today.isoformat()}
    )
    row = Conversion.objects.get()
    assert "3</span> × Call" in text(browser.get(reverse("conversions")))
    browser.post(reverse("conversion_remove", args=[row.pk]))
    assert "3</span> × Call" not in text(browser.get(reverse("conversions")))
    browser.post(reverse("conversion_return", args=[row.pk]))
    assert "3</span> × Call" in text(browser.get(reverse("conversions")))


def test_a_code_at_the_till_wants_its_offer(world: World, browse: Browse, today: date) -> None:
    sent = {"kind": "till", "quantity": "3", "day": today.isoformat()}
    given = browse(world.karim).post(reverse("conversion_new"), sent)
    assert "Say which code was passed at the till." in text(given)


def test_days_to_come_are_not_counted(world: World, browse: Browse, today: date) -> None:
    late = (today + timedelta(days=1)).isoformat()
    given = browse(world.karim).post(
        reverse("conversion_new"), {"kind": "call", "quantity": "1", "day": late}
    )
    assert "This day is still to come." in text(given)


def test_costs_and_times_go_and_come_back(world: World, browse: Browse, today: date) -> None:
    browser = browse(world.karim)
    browser.post(reverse("work_time_new"), {"minutes": "20", "work_day": today.isoformat()})
    month = {"cost_from": "2026-09-01", "cost_to": "2026-09-30"}
    browser.post(reverse("cost_new"), {"cost_kind": "tools", "amount": "19.00", **month})
    page = text(browser.get(reverse("costs")))
    assert "€19.00" in page
    assert "20 min" in page
    for name, row in (("cost", Cost.objects.get()), ("work_time", WorkTime.objects.get())):
        browser.post(reverse(f"{name}_remove", args=[row.pk]))
        row.refresh_from_db()
        assert row.removed_at is not None
        browser.post(reverse(f"{name}_return", args=[row.pk]))
        row.refresh_from_db()
        assert row.removed_at is None


def test_the_secret_of_a_shop_is_shown_once_on_its_own_page_and_lies_in_no_session(
    world: World, browse: Browse, shop: Shop
) -> None:
    browser = browse(world.claire)
    sent = {"software": "woocommerce", "name": "Another"}
    page = browser.post(reverse("shops"), sent)["Location"]
    made = Shop.objects.get(name="Another")
    secret = shops.secrets_of(made)[0]
    assert secret not in str(dict(browser.session))
    browser.head(page)
    browser.get(reverse("shop", args=[shop.pk]))
    assert secret in text(browser.get(page))
    assert secret not in text(browser.get(page))


def test_only_who_manages_the_company_says_its_margin(world: World, browse: Browse) -> None:
    sent = {"margin_rate": "50", "vat_rate": "20", "hour": "30", "currency": "EUR"}
    assert browse(world.karim).post(reverse("economics"), sent).status_code == 403
    assert browse(world.claire).post(reverse("economics"), sent).status_code == 302
    world.atelier.economics.refresh_from_db()
    assert world.atelier.economics.hour_cents == 3000


def test_words_that_other_rooms_use_too_mean_in_french_what_they_mean_here(
    world: World, browse: Browse, offer: Offer, today: date
) -> None:
    browser = browse(world.karim)
    User.objects.update(language="fr")
    Offer.objects.update(percent_off=1000)
    cost = {"cost_kind": "other", "amount": "19,00", "cost_from": "2026-09-01"}
    browser.post(reverse("cost_new"), cost | {"cost_to": "2026-09-30"})
    row = Cost.objects.get()
    browser.post(reverse("cost_remove", args=[row.pk]))
    browser.post(reverse("cost_return", args=[row.pk]))
    costs = text(browser.get(reverse("costs")))
    assert "C’est compté de nouveau." in costs
    assert "Autre chose" in costs
    assert "<dt>Remise</dt>" in text(browser.get(reverse("offer", args=[offer.pk])))


def test_a_channel_is_chosen_by_the_name_that_people_know(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    known = {"account_id": "201", "handle": "201", "display_name": "Atelier Martin"}
    channel = make_channel(world.atelier, "google_business", now=clock(), **known)
    for name in ("conversions", "costs"):
        page = browse(world.claire).get(reverse(name)).content.decode()
        assert (
            f'<option value="{channel.pk}">Google Business Profile · Atelier Martin</option>'
            in page
        )


def test_the_first_of_a_month_is_said_as_french_says_it(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    wish = replace(WISH, first_day=date(2026, 11, 1), last_day=date(2026, 12, 1))
    offer = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    browser = browse(world.claire)
    User.objects.update(language="fr")
    for address in (reverse("offers"), reverse("offer", args=[offer.pk])):
        assert "1er décembre 2026" in text(browser.get(address))


def test_the_first_step_to_a_margin_leads_to_its_field(world: World, browse: Browse) -> None:
    Economics.objects.filter(workspace=world.atelier).update(margin_rate=None)
    page = browse(world.claire).get(reverse("costs")).content.decode()
    assert 'href="#id_margin_rate"' in page
    assert 'id="id_margin_rate"' in page
    assert ">Margin rate <" in page
