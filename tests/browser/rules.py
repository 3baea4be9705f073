"""Rules of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.inbox import automation, keeping, labelling
from beffroi.inbox.automation import answers, writing
from beffroi.inbox.automation.answers import Wish
from beffroi.inbox.automation.writing import Action, Draft
from beffroi.inbox.filters import Filters, Kind
from beffroi.inbox.models import (
    AutomaticAnswer,
    Conversation,
    Feedback,
    Nudge,
    Rule,
    RuleAction,
)
from tests.browser import inboxes
from tests.world import World, introduce

_GIVE, _LABEL = RuleAction.Kind.GIVE, RuleAction.Kind.LABEL
_NOTIFY, _SETTLE = RuleAction.Kind.NOTIFY, RuleAction.Kind.SETTLE


def at_work(world: World) -> None:
    """Three rules are on, one of which rests, and one is to be tried."""
    inboxes.busy(world)
    now = utc_now()
    quote, queue, old = (
        labelling.make(world.atelier, name=name, tone=tone, actor=world.claire, now=now)
        for name, tone in (("Devis", "bronze"), ("File", "warn"), ("Noël", "info"))
    )
    claire, karim = world.claire.pk, world.karim.pk
    _on(world, "Presse et santé", (Action(_NOTIFY, karim),), words="presse\navocat\nallergie")
    quotes = (Action(_LABEL, quote.pk), Action(_GIVE, karim))
    _on(world, "Devis", quotes, words="devis", stops=True)
    _on(world, "Commandes de Noël", (Action(_LABEL, old.pk),), words="bûche")
    keeping.put_away(old, kind="label", actor=world.claire, now=now)
    waits = (Action(_GIVE, claire), Action(_LABEL, queue.pk))
    filters = Filters(kind=Kind.COMMENT, network="bluesky")
    _off(world, "Réclamations du samedi", waits, filters=filters)
    ids = list(Feedback.objects.filter(is_ours=False).values_list("pk", flat=True))
    automation.run(world.atelier, ids, now=now - timedelta(minutes=5))


def without_condition(world: World) -> None:
    """Somebody wrote a rule that meets everything, beside another that contradicts it."""
    at_work(world)
    _off(world, "Tout ranger", (Action(_SETTLE), Action(_GIVE, world.claire.pk)))


def with_answers(world: World) -> None:
    """Both automatic answers are on."""
    inboxes.reviewed(world)
    now = utc_now()
    introduce(world, now=now)
    for kind in AutomaticAnswer.Kind.values:
        row = answers.of(world.atelier, language="fr")[kind]
        wish = Wish("\n".join(row.texts))
        answers.keep(world.atelier, kind, wish, actor=world.claire, now=now)
        answers.switch_on(world.atelier, kind, actor=world.claire, now=now)


def page(name: str, path: str = "") -> Callable[[World], str]:
    """Return how to find the address of a rule's page."""

    def address(world: World) -> str:
        return f"/inbox/rules/{Rule.objects.get(name=name).pk}/{path}"

    return address


def talk(world: World) -> str:
    """Return the address of the conversation that met a rule."""
    return f"/inbox/{Conversation.objects.get(person_name='Mairie de Douai').pk}/"


def card(world: World) -> str:
    """Return the address of the card of what a rule gave to Karim."""
    return f"/?card=nudge-{Nudge.objects.get(kind='assigned', user=world.karim).pk}"


def _off(
    world: World,
    name: str,
    actions: tuple[Action, ...],
    *,
    filters: Filters | None = None,
    words: str = "",
    stops: bool = False,
) -> Rule:
    draft = Draft(name, filters or Filters(), words=words, stops=stops, actions=actions)
    return writing.make(world.atelier, draft, actor=world.claire, now=utc_now())


def _on(
    world: World, name: str, actions: tuple[Action, ...], *, words: str, stops: bool = False
) -> None:
    row = _off(world, name, actions, words=words, stops=stops)
    writing.switch_on(row, tried_version=row.version, actor=world.claire, now=utc_now())
