"""Offers answers to messages whose fitting answers a person wrote down beside them, and counts.

`answers_expected.tsv` holds the messages. `good` are the cases one of which should be among the
first three, `fine` those that may stand beside it, “-” means that nothing need be offered. What a
good answer `says`, and what none of them may say (`never`), are patterns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beffroi.company.models import Company
from beffroi.inbox import actions, suggesting, talks
from beffroi.inbox.models import Conversation
from beffroi.inbox.tests.desk import Desk, said
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.suggestions.choice import Suggestion
from beffroi.workspaces.models import User

_FILE = Path(__file__).parent / "answers_expected.tsv"
#: A Friday in September, the bakery is open; and the same evening, when it is not.
_MORNING = datetime(2026, 9, 18, 8, 30, tzinfo=UTC)
_NIGHT = datetime(2026, 9, 18, 20, 40, tzinfo=UTC)
_KINDS = {
    "comment": FeedbackKind.REPLY,
    "message": FeedbackKind.MESSAGE,
    "mention": FeedbackKind.MENTION,
    "review": FeedbackKind.REVIEW,
}
_NAMES = ("Sandrine Lecoq", "Julien Renard", "Nadia Belkacem", "Hugo Vasse", "Inès Duhamel")
_SEEN_FIRST = 3
_NOTHING = "-"
#: What nobody told, said as a fact.
_CLAIMS = re.compile(
    r"Bonne nouvelle|ce qu’il vous faut\. |Il n’en reste pas|Nous ne recrutons pas|Aujourd’hui, oui"
    r"|Tous nos tarifs sont à jour|Good news|Sold out today|We are not hiring|price list lives"
)
#: Words of the bakery's policies, which are French.
_FRENCH = re.compile(
    r"48 h à l’avance|Livraison gratuite|Parking gratuit|Rapportez|passez au comptoir"
)


@dataclass(frozen=True)
class Row:
    """A message, where and when it came, and what a sensible owner would accept in answer."""

    source: str
    stars: int | None
    trade: str
    is_night: bool
    before: str
    text: str
    good: tuple[str, ...]
    fine: tuple[str, ...]
    says: str
    never: str

    @property
    def now(self) -> datetime:
        """When somebody reads it."""
        return _NIGHT if self.is_night else _MORNING


@dataclass(frozen=True)
class Judged:
    """A message, what was offered, and what of it a sensible owner would not accept."""

    row: Row
    name: str
    offered: tuple[Suggestion, ...]

    @property
    def is_helped(self) -> bool:
        """Tell whether one of the first three will do, or nothing is offered where none is due."""
        if not self.offered:
            return _NOTHING in self.row.good
        return any(self._is_good(one) for one in self.offered[:_SEEN_FIRST])

    @property
    def spoiling(self) -> tuple[Suggestion, ...]:
        """What should not have been offered."""
        return tuple(one for one in self.offered if not (self._is_good(one) or self._is_fine(one)))

    def _is_good(self, one: Suggestion) -> bool:
        said_so = not self.row.says or re.search(self.row.says, one.text, re.DOTALL)
        return one.case.value in self.row.good and bool(said_so) and not self._is_barred(one)

    def _is_fine(self, one: Suggestion) -> bool:
        return one.case.value in self.row.fine and not self._is_barred(one)

    def _is_barred(self, one: Suggestion) -> bool:
        mixes = one.key.startswith("en.") and _FRENCH.search(one.text)
        is_barred = self.row.never and re.search(self.row.never, one.text)
        family_name = self.name.split()[1]
        return bool(is_barred or mixes or _CLAIMS.search(one.text) or family_name in one.text)


def rows() -> list[Row]:
    """Return the messages, in their order."""
    with _FILE.open(newline="", encoding="utf-8") as file:
        return [_row(cells) for cells in csv.DictReader(file, delimiter="\t", quoting=3)]


def _row(cells: dict[str, str]) -> Row:
    return Row(
        source=cells["source"],
        stars=int(cells["stars"]) if cells["stars"] else None,
        trade=cells["trade"],
        is_night=cells["at"] == "night",
        before=cells["before"],
        text=cells["text"],
        good=tuple(cells["good"].split()),
        fine=tuple(cells["fine"].split()),
        says=cells["says"],
        never=cells["never"],
    )


def judged(desk: Desk, all_rows: Sequence[Row], *, writer: User) -> Iterator[Judged]:
    """Have each message come in and be offered answers, as the product does."""
    trades = Company.objects.get(workspace=desk.channel.workspace).trades
    for number, row in enumerate(all_rows):
        Company.objects.update(trades=[row.trade] if row.trade else trades)
        talk = _hear(desk, row, number, writer=writer)
        shown = talks.talk(talk, name="")
        assert shown.newest is not None
        message = suggesting.asked(
            talk, shown.newest, writer=writer, now=row.now, was_answered=shown.was_answered
        )
        offer = suggesting.offer(talk, message, language="fr")
        yield Judged(row, name=_name(number), offered=offer.suggestions)


def _name(number: int) -> str:
    return _NAMES[number % len(_NAMES)]


def _hear(desk: Desk, row: Row, number: int, *, writer: User) -> Conversation:
    author = Author(f"did:{number}", f"p{number}.example", _name(number))
    desk.clock.now = row.now
    if row.before:
        earlier = row.now - timedelta(hours=3)
        _say(desk, row, f"b{number}", row.before, author=author, at=earlier)
        talk = desk.conversation(author)
        actions.answer(talk, text="Nous regardons.", actor=writer, now=earlier)
    _say(desk, row, f"m{number}", row.text, author=author, at=row.now - timedelta(minutes=20))
    rows = Conversation.objects.select_related("channel", "workspace__company")
    return rows.get(pk=desk.conversation(author).pk)


def _say(desk: Desk, row: Row, remote_id: str, text: str, *, author: Author, at: datetime) -> None:
    kind = _KINDS[row.source]
    thread = remote_id if kind is FeedbackKind.REVIEW else f"post-{author.account_id}"
    heard = said(
        remote_id,
        text,
        author=author,
        kind=kind,
        created_at=at,
        stars=row.stars,
        is_private=kind is FeedbackKind.MESSAGE,
        root_id=thread,
        parent_id=thread,
    )
    assert desk.hear(heard)
