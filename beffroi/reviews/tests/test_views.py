from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from beffroi.archives.models import ArchiveImport, HistoryFeedback
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.inbox import deeds, moderating, sweeping
from beffroi.inbox.models import Feedback
from beffroi.reviews import reporting
from beffroi.reviews.models import Display, LeftOut, Mailing, Objection, ReviewLink, ReviewRequest
from beffroi.reviews.tests.conftest import Browse, text
from beffroi.reviews.tests.desk import answered_here, hear, make_link, request_of
from tests.clock import FrozenClock
from tests.world import World


def request(link: ReviewLink, **more: object) -> dict[str, object]:
    today = utc_now().date()
    return {
        "link": link.pk,
        "language": "fr",
        "addresses": "odile@example.com, <Nour@Example.com>\nodile@example.com",
        "experience_on": (today - timedelta(days=2)).isoformat(),
        "subject": "Votre avis",
        "text": "Bonjour, comment était-ce ?",
        "is_customer": "on",
        **more,
    }


def test_the_room_opens_empty_and_says_where_reviews_come_from(
    world: World, browse: Browse
) -> None:
    assert "No review yet" in text(browse(world.claire).get(reverse("reviews")))


def test_an_empty_room_says_where_reviews_of_archives_are_counted(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    read = ArchiveImport.objects.create(
        workspace=world.atelier, name="avis.csv", size_bytes=1, created_at=clock()
    )
    HistoryFeedback.objects.create(
        workspace=world.atelier, archive_import=read, network="plain", remote_id="1", kind="review"
    )
    shown = text(browse(world.claire).get(reverse("reviews")))
    assert "The 1 review of your archives is counted apart" in shown
    assert reverse("archives") in shown
    assert "archives is counted" not in text(browse(world.zoe).get(reverse("reviews")))
    ArchiveImport.objects.update(removed_at=clock())
    assert "archives is counted" not in text(browse(world.claire).get(reverse("reviews")))


def test_the_list_stands_before_the_charts(world: World, browse: Browse, google: Channel) -> None:
    hear(google, "Odile", 1, at=utc_now(), text="Froid.")
    shown = text(browse(world.claire).get(f"{reverse('reviews')}?answered=no"))
    places = [shown.index(part) for part in ('id="figures"', 'id="list"', 'id="sources"')]
    assert places == sorted(places)
    assert "Filters: 12 months · Not answered · All stars" in shown


def test_a_review_leads_into_its_conversation_and_shows_its_delay(
    world: World, browse: Browse, google: Channel
) -> None:
    then = utc_now() - timedelta(days=2)
    waiting = hear(google, "Odile", 1, at=then, text="Froid.")
    shown = text(browse(world.claire).get(reverse("reviews")))
    assert "Not answered yet" in shown
    assert "The oldest for 2 days." in shown
    assert reverse("conversation", args=[waiting.conversation_id]) in shown
    answered_here(waiting, at=then + timedelta(hours=7, minutes=40))
    shown = text(browse(world.claire).get(reverse("reviews")))
    assert "Answered after 7 h 40" in shown
    assert "1 of 1." in shown
    assert "of 1 review: too few to conclude" in shown
    assert "of 1 answer: too few to conclude" in shown


def test_what_is_unknown_is_a_dash(world: World, browse: Browse, google: Channel) -> None:
    hear(google, "Odile", 1, at=utc_now() - timedelta(days=500))
    shown = text(browse(world.claire).get(f"{reverse('reviews')}?period=30"))
    assert "0%" not in shown
    assert '<span class="figure">—</span>' in shown
    assert "No review in twelve months." in shown


def test_what_reviews_praise_and_complain_of_is_counted_by_month(
    world: World, browse: Browse, google: Channel
) -> None:
    now = utc_now()
    for number, said in enumerate(({"delay": "-", "product": "+"}, {"delay": "-"}, {})):
        review = hear(google, f"Client {number}", 3, at=now)
        Feedback.objects.filter(pk=review.pk).update(aspects=said)
    response = browse(world.claire).get(reverse("reviews"))
    delay, product = response.context["overview"].aspects
    assert (delay.aspect.key, delay.aspect.complaints, delay.aspect.n) == ("delay", 2, 2)
    assert (product.aspect.key, product.aspect.praise) == ("product", 1)
    shown = text(response)
    assert "Waiting time: 0 times praised, 2 times complained of" in shown
    assert "0 / 2 / 2" in shown
    assert "(complained of)" in shown


def test_a_promise_of_answer_shows_while_somebody_waits(
    world: World, browse: Browse, google: Channel
) -> None:
    review = hear(google, "Odile", 1, at=utc_now())
    due_at = review.conversation.due_at
    assert due_at is not None
    shown = text(browse(world.claire).get(reverse("reviews")))
    assert due_at.isoformat() in shown
    assert re.search(r"answer promised <time [^>]+>before ", shown)


@pytest.mark.parametrize(("stars", "word"), [(5, "when you can"), (1, "late")])
def test_praise_is_late_without_alarm(
    world: World, browse: Browse, google: Channel, stars: int, word: str
) -> None:
    review = hear(google, "Odile", stars, at=utc_now() - timedelta(days=40))
    intent = "praise" if stars == 5 else "complaint"
    Feedback.objects.filter(pk=review.pk).update(intent=intent, wants_check=False)
    shown = text(browse(world.claire).get(reverse("reviews")))
    assert re.search(rf"<time [^>]+>{word}</time>", shown)


def test_what_was_settled_without_an_answer_is_late_no_more(
    world: World, browse: Browse, google: Channel
) -> None:
    review = hear(google, "Odile", 1, at=utc_now() - timedelta(days=40))
    client = browse(world.claire)
    assert "Settled without an answer" not in text(client.get(reverse("reviews")))
    deed = deeds.settle(actor=world.claire, now=utc_now())
    keys = [review.conversation_id]
    sweeping.sweep(world.atelier, keys, deed, actor=world.claire, now=utc_now())
    shown = text(client.get(reverse("reviews")))
    assert "Settled without an answer" in shown
    assert "Not answered yet" not in shown
    assert "The oldest for" not in shown


def test_a_source_that_is_not_ours_is_passed_over(
    world: World, browse: Browse, google: Channel
) -> None:
    hear(google, "Odile", 1, at=utc_now())
    shown = text(browse(world.claire).get(f"{reverse('reviews')}?source=999999"))
    assert "Odile" in shown


def test_the_list_goes_on_by_its_link(world: World, browse: Browse, google: Channel) -> None:
    for number in range(30):
        hear(google, f"Client {number}", 5, at=utc_now() - timedelta(days=number))
    client = browse(world.claire)
    page = client.get(reverse("reviews")).context
    further = text(client.get(page["more"]))
    assert "Client 29" in further
    assert "Client 0 " not in further


def test_the_room_costs_as_many_queries_with_thirty_reviews_as_with_one(
    world: World,
    browse: Browse,
    google: Channel,
    facebook: Channel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        hear(google, f"Client {number}", 5, at=utc_now() - timedelta(days=number))
    hear(facebook, "Nour", True, at=utc_now())
    client = browse(world.claire)
    client.get(reverse("reviews"))  # the session is dated once
    with django_assert_max_num_queries(11):
        assert client.get(reverse("reviews")).status_code == 200


def test_a_reader_reads_and_does_not_manage(world: World, browse: Browse, google: Channel) -> None:
    review = hear(google, "Odile", 1, at=utc_now())
    client = browse(world.lucas)
    shown = text(client.get(reverse("reviews")))
    assert "Ask for reviews" not in shown
    assert "Leave it out" not in text(client.get(reverse("review", args=[review.pk])))
    assert client.post(reverse("review_leave_out", args=[review.pk])).status_code == 403


def test_a_review_is_reported_with_facts(world: World, browse: Browse, google: Channel) -> None:
    review = hear(google, "Odile", 1, at=utc_now(), text="Froid.")
    shown = text(browse(world.claire).get(reverse("review", args=[review.pk])))
    assert "Review by “Odile” of" in shown
    assert "It does not correspond to any experience with our company." in shown
    assert review.url in shown
    assert "Gather first" in shown


def test_what_is_no_review_has_no_page_here(world: World, browse: Browse, google: Channel) -> None:
    review = hear(google, "Odile", 1, at=utc_now())
    review.kind = "reply"
    review.save()
    assert browse(world.claire).get(reverse("review", args=[review.pk])).status_code == 404


def test_a_review_is_left_out_for_a_reason_or_not_at_all(
    world: World, browse: Browse, facebook: Channel
) -> None:
    review = hear(facebook, "Odile", False, at=utc_now())
    client, url = browse(world.claire), reverse("review_leave_out", args=[review.pk])
    for data in ({}, {"reason": "bad"}):
        refused = client.post(url, data)
        assert refused.status_code == 422
        assert not LeftOut.objects.exists()
    shown = text(client.post(url, {"reason": "other_company"}, follow=True))
    assert "Left out: about another company." in shown
    client.post(reverse("review_put_back", args=[review.pk]))
    assert not LeftOut.objects.exists()


def test_customers_are_asked_and_the_page_counts_them(world: World, browse: Browse) -> None:
    link = make_link(world.atelier, now=utc_now())
    client = browse(world.claire)
    shown = text(client.post(reverse("review_asking"), request(link), follow=True))
    assert "2 requests leave now." in shown
    assert "What was asked" in shown
    assert set(ReviewRequest.objects.values_list("address", flat=True)) == {
        "odile@example.com",
        "nour@example.com",
    }
    again = text(client.post(reverse("review_asking"), request(link)))
    assert "all of them were asked within six months" in again


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("addresses", "odile@", "These are no mail addresses: “odile@”."),
        ("addresses", " ".join(f"c{n}@example.com" for n in range(51)), "at most 50"),
        ("addresses", "a@example.com\x00", "Null characters"),
        ("experience_on", "2999-01-01", "still to come"),
        ("experience_on", "2001-01-01", "more than a year ago"),
        ("text", "Une remise vous attend", "“remise” offers something for a review"),
        ("text", "Si vous êtes satisfait, dites-le", "sorts who is to answer"),
        ("text", "Voir https://tri.example", "is an address"),
        ("subject", "5 étoiles ?", "sorts who is to answer"),
        ("subject", "", "This field is required."),
        ("is_customer", "", "This field is required."),
        ("link", "999999", "Select a valid choice"),
        ("language", "de", "Select a valid choice"),
    ],
)
def test_what_may_not_be_sent_is_told_and_nothing_is_lost(
    world: World, browse: Browse, field: str, typed: str, sentence: str
) -> None:
    link = make_link(world.atelier, now=utc_now())
    data = request(link, text="Merci de dire ce que vous pensez") | {field: typed}
    response = browse(world.claire).post(reverse("review_asking"), data)
    assert response.status_code == 422
    assert sentence in text(response)
    if field != "text":
        assert "Merci de dire ce que vous pensez" in text(response)
    assert not Mailing.objects.exists()


def test_a_stranger_s_link_is_no_choice(world: World, browse: Browse) -> None:
    make_link(world.atelier, now=utc_now())
    theirs = make_link(world.flowers, now=utc_now())
    response = browse(world.claire).post(reverse("review_asking"), request(theirs))
    assert "Select a valid choice" in text(response)


def test_without_a_mail_server_the_page_says_so_and_offers_no_form(
    world: World, browse: Browse, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    link = make_link(world.atelier, now=utc_now())
    client = browse(world.claire)
    shown = text(client.get(reverse("review_asking")))
    assert "No mail leaves this installation" in shown
    assert "Send the requests" not in shown
    assert "has no mail server" in text(client.post(reverse("review_asking"), request(link)))
    assert not mail.outbox


def test_the_page_says_that_nobody_is_sorted(world: World, browse: Browse) -> None:
    shown = text(browse(world.claire).get(reverse("review_asking")))
    assert "The same question and the same link for everybody." in shown


def test_the_language_of_the_mail_is_chosen_once_and_brings_its_words(
    world: World, browse: Browse
) -> None:
    make_link(world.atelier, now=utc_now())
    shown = text(browse(world.claire).get(f"{reverse('review_asking')}?language=fr"))
    assert "Votre avis sur Atelier Martin" in shown
    assert '<input type="hidden" name="language" value="fr"' in shown
    assert shown.count('type="radio"') == 0


@pytest.mark.parametrize(
    ("origin", "is_told"), [("http://127.0.0.1:8000", True), ("https://avis.martin.fr", False)]
)
def test_an_address_that_opens_here_only_is_told_where_it_is_given(
    world: World, browse: Browse, settings: Settings, origin: str, is_told: bool
) -> None:
    settings.PUBLIC_URL = origin
    make_link(world.atelier, now=utc_now())
    client = browse(world.claire)
    client.post(reverse("review_display"), {"language": "fr", "sites": "", "publish": "1"})
    for name in ("review_asking", "review_display"):
        assert ("BEFFROI_PUBLIC_URL" in text(client.get(reverse(name)))) is is_told
    assert 'data-copies="public-url"' in text(client.get(reverse("review_display")))


def test_a_link_is_kept_shown_as_a_card_and_removed_with_an_undo(
    world: World, browse: Browse
) -> None:
    client = browse(world.claire)
    data = {"name": "Google, Douai", "url": "https://g.page/r/abc/review"}
    client.post(reverse("review_link_new"), data)
    row = ReviewLink.objects.get()
    card = client.get(reverse("review_card", args=[row.pk])).content.decode()
    assert "<svg" in card
    assert "Google, Douai" in card
    assert "data-prints" in card
    removed = client.post(reverse("review_link_remove", args=[row.pk]), follow=True)
    assert reverse("review_link_return", args=[row.pk]) in text(removed)
    client.post(reverse("review_link_return", args=[row.pk]))
    assert ReviewLink.objects.get().removed_at is None
    assert "among your links already" in text(client.post(reverse("review_link_new"), data))


def test_an_address_that_the_network_tells_is_kept_with_one_click(
    world: World, browse: Browse, google: Channel
) -> None:
    told = "https://search.google.com/local/writereview?placeid=ChIJ1"
    Channel.objects.filter(pk=google.pk).update(review_url=told)
    client = browse(world.claire)
    form = '<input type="hidden" name="url"'
    assert form in text(client.get(reverse("review_asking")))
    client.post(reverse("review_link_new"), {"name": google.display_name, "url": told})
    assert ReviewLink.objects.get().url == told
    assert form not in text(client.get(reverse("review_asking")))


@pytest.mark.parametrize("url", ["http://g.page/r/", "javascript:alert(1)", "https://x", ""])
def test_an_address_that_is_no_web_page_is_refused(world: World, browse: Browse, url: str) -> None:
    data = {"name": "Google", "url": url}
    response = browse(world.claire).post(reverse("review_link_new"), data)
    assert response.status_code == 422
    assert 'value="Google"' in text(response)
    assert not ReviewLink.objects.exists()


def test_a_look_at_the_objection_changes_nothing_and_its_button_counts(world: World) -> None:
    row = request_of(world.atelier, now=utc_now())
    url, client = reverse("review_objection", args=[row.address_hash]), Client()
    assert client.get(url).status_code == 200
    assert not Objection.objects.exists()
    response = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert Objection.objects.get().address_hash == row.address_hash
    assert client.post(reverse("review_objection", args=["0" * 64])).status_code == 404


def test_the_public_page_is_set_up_published_and_taken_away(world: World, browse: Browse) -> None:
    client, url = browse(world.claire), reverse("review_display")
    saved = client.post(url, {"language": "en", "sites": "www.atelier.example"}, follow=True)
    assert "Not public" in text(saved)
    row = Display.objects.get()
    assert row.sites == ["https://www.atelier.example"]
    public = reverse("public_reviews", args=[row.address])
    assert Client().get(public).status_code == 404
    client.post(url, {"language": "en", "sites": "", "publish": "1"})
    assert Client().get(public).status_code == 200
    client.post(reverse("review_display_withdraw"))
    assert Client().get(public).status_code == 404
    client.post(reverse("review_display_return"))
    assert Client().get(public).status_code == 200


@pytest.mark.parametrize(
    "sites", ["http://a.example", "https://a.example; script-src *", "a.example\n" * 2 + "x"]
)
def test_a_site_that_could_weaken_the_policy_is_refused(
    world: World, browse: Browse, sites: str
) -> None:
    response = browse(world.claire).post(
        reverse("review_display"), {"language": "en", "sites": sites}
    )
    assert response.status_code == 422
    assert not Display.objects.exists()


def test_the_list_leads_to_what_the_reader_may_do_about_a_review(
    world: World, browse: Browse, google: Channel
) -> None:
    hear(google, "Odile", 1, at=utc_now())
    assert "Report or leave out" in text(browse(world.claire).get(reverse("reviews")))
    shown = text(browse(world.karim).get(reverse("reviews")))
    assert "Report it" in shown
    assert "Report or leave out" not in shown


@pytest.mark.parametrize(("able", "expected"), [({"block", "report"}, False), ({"hide"}, True)])
def test_only_what_touches_the_review_itself_is_offered_instead_of_a_report(
    world: World,
    google: Channel,
    monkeypatch: pytest.MonkeyPatch,
    able: set[str],
    expected: bool,
) -> None:
    review = hear(google, "Odile", 1, at=utc_now())
    monkeypatch.setattr(moderating, "abilities", lambda channel: frozenset(able))
    assert reporting.report(review, workspace=world.atelier).can_moderate is expected


def test_after_a_refusal_nothing_promises_to_keep_what_was_typed(
    world: World, browse: Browse, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    client, address = browse(world.claire), reverse("review_asking")
    refused = request(make_link(world.atelier, now=utc_now()), addresses="nobody")
    assert "addresses that you typed stay" in text(client.get(address))
    assert "addresses that you typed stay" not in text(client.post(address, refused))
