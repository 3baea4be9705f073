"""A company that thinks of one more network."""

from __future__ import annotations

from beffroi.core.clock import utc_now
from beffroi.strategy.opening import actions
from beffroi.strategy.opening.rules import ASKED, Item, Verdict
from beffroi.strategy.opening.rules import Standing as Stands
from tests.browser import steering
from tests.world import World

PAGE = "/steer/opening/linkedin/"
_READY = Verdict(dict.fromkeys(Item, Stands.SETTLED))


def half_ready(world: World) -> None:
    """A strategy, three answers, and when to close the page."""
    steering.planned(world)
    now = utc_now()
    for item in (Item.INCIDENT, Item.RIGHTS, Item.SITE):
        actions.answer(
            world.atelier, "linkedin", item, is_settled=True, actor=world.claire, now=now
        )
    words = "Sous quatre contacts utiles au 31 décembre, on ferme et on le dit."
    actions.write_closing(world.atelier, "linkedin", words, actor=world.claire, now=now)


def opened(world: World) -> None:
    """Decided: it opens."""
    half_ready(world)
    actions.open_page(world.atelier, "linkedin", _READY, actor=world.claire, now=utc_now())


def not_now(world: World) -> None:
    """Decided: not for the time being."""
    for item in ASKED:
        actions.answer(
            world.atelier, "linkedin", item, is_settled=True, actor=world.claire, now=utc_now()
        )
    actions.not_now(world.atelier, "linkedin", actor=world.claire, now=utc_now())
