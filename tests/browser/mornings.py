"""Mornings at Atelier Martin, for the pictures and checks of Today."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.inbox import deeds, escalations, notes, sweeping
from beffroi.web.tests import morning
from tests.world import World

_COMPLAINT = (
    "Samedi à 10 h, plus une seule baguette de tradition et vingt minutes de queue. Personne ne "
    "nous a prévenus. Dommage, le pain est bon."
)
_REFUSED = "Brioche feuilletée\nCe samedi seulement."


def answers(world: World) -> None:
    """Have people wait for answers, a post for a yes, and two deliveries for a word."""
    now = utc_now()
    bluesky, mastodon = _channels(world, now)
    morning.conversation(bluesky, now=now, person="Sandrine Lemoine", text=_COMPLAINT, hours=7)
    morning.conversation(mastodon, now=now, person="Léa Bonnet", hours=5)
    morning.conversation(
        bluesky, now=now, person="Marc Tison", text="La meilleure tradition du quartier", hours=2
    )
    morning.post(bluesky, author=world.karim, now=now)
    morning.planned(mastodon, author=world.claire, now=now, text="Le sandwich de la semaine")
    for _ in range(2):
        morning.did(world.claire, "conversation.answered", workspace=world.atelier, at=utc_now())


def troubles(world: World) -> None:
    """Add a channel that lost its access and deliveries that ask for somebody."""
    answers(world)
    now = utc_now()
    bluesky = Channel.objects.of(world.atelier)[0]
    morning.lost_channel(world.atelier, now=now)
    morning.delivery(bluesky, now=now)
    morning.delivery(bluesky, now=now, status="held", text="Fournée de 7 h")
    morning.delivery(bluesky, now=now, status="failed", text=_REFUSED, refused_field="media")


def busy(world: World) -> None:
    """Have an alert open and a danger wait, colleagues give and say things, and much besides."""
    troubles(world)
    now = utc_now()
    bluesky = Channel.objects.of(world.atelier)[0]
    late, soon = now - timedelta(hours=26), now + timedelta(minutes=40)
    morning.conversation(
        bluesky,
        now=now,
        person="Nadège Roux",
        text="Ma fille fait une allergie après votre tarte aux noix, répondez-moi vite.",
        hours=1,
        urgency="health",
        intent="complaint",
        tone="negative",
        presses_at=now - timedelta(days=366),
        due_at=soon,
    )
    alerted = morning.conversation(
        bluesky, now=now, person="Odile Garnier", text="Je vais tout raconter au journal.", hours=2
    )
    escalations.alert(alerted, why="Elle a 12 000 abonnés.", actor=world.claire, now=now)
    for person, due_at in (("Julien Renard", late), ("Inès Colin", now + timedelta(hours=30))):
        given = morning.conversation(bluesky, now=now, person=person, hours=30, due_at=due_at)
        deed = deeds.give(
            *(world.atelier, world.karim.pk), note="Tu la connais.", actor=world.claire, now=now
        )
        sweeping.sweep(world.atelier, [given.pk], deed, actor=world.claire, now=now)
    named = morning.conversation(bluesky, now=now, person="Hélène Marchand", hours=3)
    notes.write(
        named, text="@Karim on a encore de la farine de seigle ?", actor=world.claire, now=now
    )
    for place, days in enumerate((0, 1, 3, 9)):
        due_at = now + timedelta(days=days, hours=1)
        morning.conversation(bluesky, now=now, person=f"Client {place}", due_at=due_at)


def doubt(world: World) -> None:
    """Have one delivery wait for a word, and nothing before it."""
    now = utc_now()
    bluesky, _mastodon = _channels(world, now)
    morning.delivery(bluesky, now=now)


def taken_away(world: World) -> None:
    """Have a network take a post away after it showed it."""
    now = utc_now()
    google = morning.channel(world.atelier, now=now, network="google_business")
    morning.taken_away(google, author=world.karim, now=now)
    morning.conversation(google, now=now)


def channels(world: World) -> None:
    """Have an access end in three days with two posts after it; another misses two things."""
    now = utc_now()
    linkedin = morning.ending_channel(world.atelier, now=now)
    for days, text in ((5, "Nos horaires de fête"), (6, "La galette arrive")):
        due_at = now + timedelta(days=days)
        morning.delivery(linkedin, now=now, status="scheduled", text=text, due_at=due_at)
    morning.channel_to_mend(world.atelier, "review_required", "scope_missing", now=now)
    morning.conversation(linkedin, now=now)


def mending(world: World) -> str:
    """Return the address of Today with what a channel misses in front."""
    channel = Channel.objects.get(workspace=world.atelier, network="facebook")
    return f"/?card=mend-{channel.pk}"


def approval(world: World) -> None:
    """Have posts wait for a yes."""
    now = utc_now()
    bluesky, mastodon = _channels(world, now)
    morning.post(bluesky, author=world.karim, now=now)
    morning.post(mastodon, author=world.sophie, now=now, text="Code HIVER10", days=5)


def enough(world: World) -> None:
    """Let Claire have done her fifteen minutes, with cards left."""
    answers(world)
    for _ in range(5):
        morning.did(world.claire, "conversation.answered", workspace=world.atelier, at=utc_now())
    morning.did(world.claire, "post.approved", workspace=world.atelier, at=utc_now())


def _channels(world: World, now: datetime) -> tuple[Channel, Channel]:
    bluesky, mastodon = (
        morning.channel(world.atelier, now=now, network=network)
        for network in ("bluesky", "mastodon")
    )
    return bluesky, mastodon
