"""Makers of what addresses of relays name."""

from __future__ import annotations

import uuid
from datetime import timedelta

from beffroi.relays import actions
from beffroi.relays.models import Proposal
from tests.access.objects import Side, maker


@maker
def proposal_id(side: Side) -> object:
    return _proposal(side).pk


@maker
def board_address(side: Side) -> object:
    board = actions.board_of(side.workspace, now=side.now)
    actions.open_board(board, actor=side.person, now=side.now)
    return board.address


@maker
def shared_id(side: Side) -> object:
    return _proposal(side).pk


def _proposal(side: Side) -> Proposal:
    wish = actions.Wish(
        key=uuid.uuid4(),
        words="We are looking for two apprentices.",
        page="https://atelier.example/jobs",
        last_day=side.now.astimezone(side.workspace.zone).date() + timedelta(days=7),
    )
    return actions.propose(side.workspace, wish, actor=side.person, now=side.now)
