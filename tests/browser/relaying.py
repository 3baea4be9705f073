"""What Atelier Martin proposes to its people, and their page."""

from __future__ import annotations

import uuid
from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.relays import actions
from beffroi.relays.models import Board, Proposal
from tests.browser import publishing
from tests.world import World

#: Where short links can be followed from anywhere, and visits counted.
PUBLIC_URL = "https://beffroi.atelier-martin.fr"
_SAID = (
    (
        "Nous cherchons deux apprentis pour septembre. Vous connaissez quelqu’un ?",
        "Il nous manque deux paires de mains depuis juin.",
        "atelier-martin.example/apprentis",
    ),
    ("Le pain au levain de 48 heures, c’est ici.", "", "atelier-martin.example/levain"),
)


def proposed(world: World) -> None:
    """Two things to share, one that was withdrawn, and the page open."""
    publishing.month(world)
    now = utc_now()
    board = actions.board_of(world.atelier, now=now)
    actions.open_board(board, actor=world.claire, now=now)
    made = [_propose(world, words, why, page) for words, why, page in _SAID]
    made.append(_propose(world, "La fournée du dimanche est de retour.", "", "atelier.example"))
    actions.withdraw(made[-1], actor=world.claire, now=now)
    for _number in range(3):
        actions.tell_share(made[0])


def page_of_colleagues(world: World) -> str:
    """Return the address that colleagues have."""
    return f"/relays/{Board.objects.get(workspace=world.atelier).address}/"


def thanks(world: World) -> str:
    """Return where somebody is who has just shared."""
    number = Proposal.objects.filter(workspace=world.atelier).earliest("pk").pk
    return f"{page_of_colleagues(world)}?thanks={number}"


def nothing_proposed(world: World) -> None:
    """Open the page of colleagues before anything stands there."""
    board = actions.board_of(world.atelier, now=utc_now())
    actions.open_board(board, actor=world.claire, now=utc_now())


def _propose(world: World, words: str, why: str, page: str) -> Proposal:
    now = utc_now()
    last_day = now.astimezone(world.atelier.zone).date() + timedelta(days=9)
    wish = actions.Wish(uuid.uuid4(), words, page, last_day, why)
    return actions.propose(world.atelier, wish, actor=world.claire, now=now)
