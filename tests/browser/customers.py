"""People of Atelier Martin's inbox and their rights, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.inbox import labelling
from beffroi.inbox.models import Consent, Conversation, Erasure
from beffroi.inbox.people import erasure, keeping, terms, who
from beffroi.inbox.people.who import Who
from tests.browser import inboxes, teams
from tests.world import World


def known(world: World) -> None:
    """Julien is known well: a note, two agreements, an objection."""
    teams.at_work(world)
    now, claire = utc_now(), world.claire
    keeping.note(_julien(), text="Vient le samedi. Préfère qu’on le tutoie.", actor=claire, now=now)
    keeping.withdraw_consent(
        _agreed(world, "Écrivez-moi pour Noël.", days=3), actor=claire, now=now
    )
    _agreed(world, "Vous pouvez publier ma photo.", days=40)
    keeping.object_(_julien(), actor=claire, now=now)
    labelling.make(world.atelier, name="Julien Renard", tone="info", actor=claire, now=now)


def forbidden(world: World) -> None:
    """Julien wrote on LinkedIn, whose rules keep him there."""
    inboxes.erased(world)


def leaving(world: World) -> None:
    """Julien is to be erased in ten minutes."""
    known(world)
    erasure.ask(_julien(), actor=world.claire, now=utc_now())


def gone(world: World) -> None:
    """Julien was erased an hour ago, and a shorter term was chosen."""
    leaving(world)
    row = Erasure.objects.get()
    earlier = timedelta(hours=1)
    Erasure.objects.update(asked_at=row.asked_at - earlier, due_at=row.due_at - earlier)
    erasure.erase_due(row.pk, clock=utc_now)
    terms.choose(world.atelier, months=12, actor=world.claire, now=utc_now())


def card(world: World) -> str:
    """Return the address of Julien's page."""
    return f"{inboxes.talk(world)}person/"


def forbidden_card(world: World) -> str:
    """Return the address of his page on LinkedIn."""
    return f"{inboxes.erased_talk(world)}person/"


def receipt(world: World) -> str:
    """Return the address of the only erasure."""
    return f"/inbox/erasures/{Erasure.objects.get().pk}/"


def _agreed(world: World, text: str, *, days: int) -> Consent:
    now = utc_now()
    return keeping.record_consent(
        _julien(),
        text=text,
        source="Son message",
        agreed_on=(now - timedelta(days=days)).date(),
        actor=world.claire,
        now=now,
    )


def _julien() -> Who:
    return who.of(Conversation.objects.get(root_id="our-post"))
