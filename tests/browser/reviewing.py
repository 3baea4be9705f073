"""Reviews of Atelier Martin, for the pictures and checks of their room."""

from __future__ import annotations

import uuid
from datetime import timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.inbox import actions
from beffroi.inbox.models import Conversation, Feedback
from beffroi.reviews import asking, displaying
from beffroi.reviews.displaying import Wishes
from beffroi.reviews.models import Display, LeftOut, Mailing, ReviewLink, ReviewRequest
from beffroi.reviews.tests.desk import hear, places, request_of
from tests.browser import companies
from tests.world import World

#: Opens the table below the chart.
NUMBERS = "[aria-labelledby=months] details summary"
_RECENT: tuple[tuple[str, str, int | bool, float, str], ...] = (
    ("Sandrine Lemoine", "google_business", 2, 0.1, "Vingt minutes de queue, et plus de pain."),
    ("Marc Tellier", "google_business", 5, 1.2, "La meilleure tradition du quartier."),
    ("Nadia Belkacem", "facebook", True, 4.0, "Accueil charmant, prévoyez du temps le samedi."),
    ("Visiteur Inconnu", "google_business", 1, 8.0, ""),
    ("Bernard Lefèvre", "facebook", False, 20.0, "Commande oubliée.\nPersonne ne rappelle."),
    ("مخبز النور", "google_business", 4, 40.0, "خبز رائع"),
)
#: Of each month before, how many gave how many stars.
_PAST = ((5, 5, 4), (5, 4, 3), (5, 5, 5, 2), (4, 4), (5, 1), (5, 5, 4, 4, 3), (5,), (4, 2, 5))


def gathered(world: World) -> None:
    """A year of reviews on Google and Facebook; most were answered, one of today was not."""
    companies.told(world)
    channels = places(world.atelier, now=utc_now())
    for name, network, verdict, days, text in _RECENT:
        _write(channels[network], name, verdict, days=days, text=text)
    for month, all_stars in enumerate(_PAST, start=1):
        for number, stars in enumerate(all_stars):
            days = month * 30.0 + number
            _write(channels["google_business"], f"Client {month}-{number}", stars, days=days)
    for place, row in enumerate(Feedback.objects.order_by("-written_at", "-id")):
        if place > 3 and place % 5:
            _answer(world, row, hours=2 + place * 3)


def asked(world: World) -> None:
    """Two links are kept, and a first request was mailed."""
    companies.told(world)
    now = utc_now()
    links = [
        asking.add_link(world.atelier, name=name, url=url, actor=world.claire, now=now)
        for name, url in (
            ("Google, Douai", "https://search.google.com/local/writereview?placeid=ChIJ1"),
            ("Facebook", "https://www.facebook.com/atelier-martin/reviews"),
        )
    ]
    Mailing.objects.create(
        workspace=world.atelier,
        link=links[0],
        language="fr",
        subject="Votre avis",
        text="Bonjour",
        experience_on=now.date(),
        asked_by=world.claire,
        asked_at=now - timedelta(days=3),
        asked=14,
        sent=12,
        not_sent=1,
        doubtful=1,
        left_out=2,
    )


def public(world: World) -> None:
    """The page is public, in French; one review is left out."""
    gathered(world)
    now = utc_now()
    wishes = Wishes("fr", ("https://www.atelier-martin.example",))
    shown = displaying.write(world.atelier, wishes, actor=world.claire, now=now)
    displaying.publish(shown, actor=world.claire, now=now)
    displaying.leave_out(
        Feedback.objects.get(author_name="Bernard Lefèvre"),
        reason=LeftOut.Reason.PERSONAL_DATA,
        actor=world.claire,
        now=now,
    )


def worst(world: World) -> str:
    """Return the page of the newest review."""
    return f"/reviews/review/{Feedback.objects.get(author_name='Sandrine Lemoine').pk}/"


def left_out(world: World) -> str:
    """Return the page of the review that is left out."""
    return f"/reviews/review/{LeftOut.objects.get().feedback_id}/"


def card(world: World) -> str:
    """Return the card of the first link."""
    row = ReviewLink.objects.filter(workspace=world.atelier).order_by("id")[0]
    return f"/reviews/asking/links/{row.pk}/card/"


def public_page(world: World) -> str:
    """Return where strangers read the reviews."""
    return f"/reviews/{Display.objects.get(workspace=world.atelier).address}/"


def requested(world: World) -> None:
    """Odile was asked for a review."""
    request_of(world.atelier, now=utc_now())


def objection(world: World) -> str:
    """Return where Odile objects."""
    return f"/reviews/objection/{ReviewRequest.objects.get().address_hash}/"


def _write(
    channel: Channel, name: str, verdict: int | bool, *, days: float, text: str = "Très bien."
) -> None:
    hear(channel, name, verdict, at=utc_now() - timedelta(days=days), text=text)


def _answer(world: World, row: Feedback, *, hours: float) -> None:
    at = row.written_at + timedelta(hours=hours)
    conversation = Conversation.objects.get(pk=row.conversation_id)
    answer = actions.answer(conversation, text="Merci !", actor=world.claire, now=at)
    delivery = answer.delivery
    delivery.status, delivery.published_at = "published", at
    delivery.remote_id = uuid.uuid4().hex
    delivery.save()
    actions.follow_answer(delivery, now=at)
