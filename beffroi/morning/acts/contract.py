"""What a card must tell so that a link of a mail can act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from beffroi.morning.rules import Closed
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

Seen = Mapping[str, Any]


class Deed(Enum):
    """What a link may do."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    ANSWER = "answer"
    SETTLE = "settle"
    RELEASE = "release"
    GIVE_UP = "give_up"


class NotPossible(Exception):
    """It cannot be done as things are; `sentences` say why, fit for the page. Nothing changed."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of the page that asks."""

    deed: Deed
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page shows of a card, and what can be done; the first choice is the proposed one.

    `words` are what it is about, in short, and `proposal` what is proposed to be said; `shown`
    names exactly what the buttons act on, where the page alone shows that.
    """

    template: str
    context: Mapping[str, Any]
    choices: Sequence[Choice]
    #: Its page in the product, for those who sign in.
    page: str
    words: str = ""
    proposal: str = ""
    shown: str = ""


class Act(Protocol):
    """One kind of card that links act on. A row is what the card is about, read whole."""

    permission: Permission

    def found(self, workspace: Workspace, row_id: int) -> Any | None:
        """Return the row, None where it is not there, or not this workspace's."""

    def seen(self, row: Any) -> Seen | None:
        """Return what a link is bound to, None where nothing can be done without the page."""

    def standing(self, row: Any, seen: Seen) -> Closed | None:
        """Tell why nothing is to be done with it any more, None where it is as it was seen."""

    def asked(self, row: Any, *, person: User, now: datetime) -> Asked:
        """Return what the page shows."""

    def do(
        self, row: Any, deed: Deed, *, seen: Seen, shown: str, actor: User, now: datetime
    ) -> str:
        """Do it, and return a sentence that says so. Raises NotPossible."""
