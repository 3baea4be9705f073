"""A team at its inbox at Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.core.clock import utc_now
from beffroi.inbox import deeds, labelling, notes, presence, saved_answers, saved_views, sweeping
from beffroi.inbox.filters import Filters, Kind, Whose
from beffroi.inbox.models import Conversation, Note, Nudge, SavedAnswer
from beffroi.inbox.sweeping import Deed
from tests.browser import inboxes
from tests.world import World

_HOURS = "Bonjour {prenom}, nous ouvrons dès 6 h 30. Avant 9 h, c’est tranquille. À bientôt, {moi}"
_ALLERGENS = (
    "Bonjour {prenom}, notre tradition contient du gluten et du sel. Passez nous voir : nous "
    "avons la liste complète des allergènes en boutique."
)


def at_work(world: World) -> None:
    """Some is given, labelled, put aside and spoken of; Karim answers Julien just now."""
    inboxes.busy(world)
    now = utc_now()
    quote, order = (
        labelling.make(world.atelier, name=name, tone=tone, actor=world.claire, now=now)
        for name, tone in (("Devis", "bronze"), ("Commande de la semaine", "info"))
    )
    _do(world, "Mairie de Douai", deeds.put_label(quote), now)
    _do(world, "Julien Renard", deeds.put_label(order), now)
    note = "Tu le connais bien, je te laisse répondre."
    given = deeds.give(world.atelier, world.karim.pk, note=note, actor=world.claire, now=now)
    _do(world, "Julien Renard", given, now)
    mine = deeds.give(world.atelier, world.claire.pk, actor=world.claire, now=now)
    _do(world, "Léa Bonnet", mine, now)
    _do(
        world,
        "Association des parents d’élèves du collège Jules-Ferry",
        deeds.put_aside(now + timedelta(days=2), now=now),
        now,
    )
    julien = Conversation.objects.get(person_name="Julien Renard")
    text = "@Karim vient le samedi avec ses deux filles.\nAime plaisanter."
    notes.write(julien, text=text, actor=world.claire, now=now)
    presence.tell(julien, user=world.karim, now=now)
    for name, words in (("Allergènes", _ALLERGENS), ("Horaires", _HOURS)):
        saved_answers.make(world.atelier, name=name, text=words, actor=world.claire, now=now)
    for name, filters, is_shared in (
        ("Mauvais avis", Filters(kind=Kind.REVIEW, stars=(1, 2)), True),
        ("Sans personne", Filters(assignee=Whose.NOBODY), False),
    ):
        saved_views.save(
            world.atelier,
            name=name,
            filters=filters,
            is_shared=is_shared,
            actor=world.claire,
            now=now,
        )


def given_card(world: World) -> str:
    """Return the address of the card of what Karim was given."""
    return f"/?card=nudge-{Nudge.objects.get(kind='assigned').pk}"


def named_card(world: World) -> str:
    """Return the address of the card of where Karim is named."""
    return f"/?card=nudge-{Nudge.objects.get(kind='mentioned').pk}"


def choices(world: World) -> str:
    """Return the address of what can be done to Julien's conversation."""
    return f"{inboxes.talk(world)}choices/"


def offered(world: World) -> str:
    """Return the address of the saved answers for Julien."""
    return f"{inboxes.talk(world)}saved-answers/"


def note(world: World) -> str:
    """Return the address of Claire's note."""
    return f"/inbox/notes/{Note.objects.get().pk}/"


def saved_answer(world: World) -> str:
    """Return the address of a saved answer."""
    return f"/inbox/saved-answers/{SavedAnswer.objects.get(name='Horaires').pk}/"


def _do(world: World, name: str, deed: Deed, now: datetime) -> None:
    row = Conversation.objects.get(person_name=name)
    sweeping.sweep(world.atelier, [row.pk], deed, actor=world.claire, now=now)
