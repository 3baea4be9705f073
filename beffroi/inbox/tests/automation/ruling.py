"""Rules of Atelier Martin, and messages that arrive for them."""

from __future__ import annotations

from typing import Any

from beffroi.inbox import automation, labelling
from beffroi.inbox.automation import writing
from beffroi.inbox.automation.writing import Draft
from beffroi.inbox.filters import Filters
from beffroi.inbox.models import Feedback, Label, Rule
from beffroi.inbox.tests.desk import Desk, said
from beffroi.networks.contracts import Author, IncomingFeedback
from tests.world import World


class Ruled:
    """The inbox of Atelier Martin with its rules."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world = world
        self.desk = desk

    def label(self, name: str = "Devis") -> Label:
        return labelling.make(
            self.world.atelier,
            name=name,
            tone="info",
            actor=self.world.claire,
            now=self.desk.clock(),
        )

    def draft(self, name: str, *does: str, filters: Filters | None = None, **more: Any) -> Draft:
        actions = tuple(writing.action(one) for one in does)
        return Draft(name, filters or Filters(), actions=actions, **more)

    def off(self, name: str, *does: str, filters: Filters | None = None, **more: Any) -> Rule:
        draft = self.draft(name, *does, filters=filters, **more)
        actor, now = self.world.claire, self.desk.clock()
        return writing.make(self.world.atelier, draft, actor=actor, now=now)

    def on(self, name: str, *does: str, filters: Filters | None = None, **more: Any) -> Rule:
        """Write a rule and switch it on."""
        row = self.off(name, *does, filters=filters, **more)
        self.switch_on(row)
        row.refresh_from_db()
        return row

    def switch_on(self, row: Rule) -> None:
        actor, now = self.world.claire, self.desk.clock()
        writing.switch_on(row, tried_version=row.version, actor=actor, now=now)

    def arrive(self, *items: IncomingFeedback) -> int:
        """Receive messages, and have the rules look at them."""
        self.desk.hear(*items)
        return self.run(*(item.remote_id for item in items))

    def run(self, *remote_ids: str) -> int:
        rows = Feedback.objects.filter(remote_id__in=remote_ids)
        ids = list(rows.values_list("pk", flat=True))
        return automation.run(self.world.atelier, ids, now=self.desk.clock())


def crowd(number: int, *, first: int = 0, **more: Any) -> list[IncomingFeedback]:
    """Return messages of as many people."""
    return [
        said(f"c{n}", "Un devis ?", author=Author(f"did:{n}", f"p{n}.example", f"P {n}"), **more)
        for n in range(first, first + number)
    ]
