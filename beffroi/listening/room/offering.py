"""A mention on a page, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from beffroi.listening import answering
from beffroi.listening.models import Mention
from beffroi.listening.room.filters import Filters, Period
from beffroi.listening.room.listing import Row
from beffroi.workspaces.models import Workspace

#: So much of a message is enough to remember why it gave an idea.
_IDEA_MAX = 300


@dataclass(frozen=True)
class Shown:
    """A mention of a page with what can be done about it."""

    row: Row
    #: The conversation in which it stands, None for none.
    conversation: int | None
    can_answer: bool
    group_url: str
    #: What a post that is made of it starts from.
    idea: str


def shown(workspace: Workspace, rows: Sequence[Row], *, may_answer: bool) -> list[Shown]:
    """Return rows as pages offer them to whoever may answer, or may not. Two queries at most."""
    places = answering.can_answer(workspace) if rows and may_answer else frozenset()
    talks = answering.conversations(workspace, [row.mention for row in rows])
    return [
        Shown(
            row=row,
            conversation=talks.get(row.mention.pk),
            can_answer=row.mention.key[:2] in places,
            group_url=address_of(Filters(period=Period.ALL, group=row.group)),
            idea=_idea(row.mention),
        )
        for row in rows
    ]


def address_of(wanted: Filters, *, after: str = "") -> str:
    """Return the address of the list with these filters."""
    from_there = f"after={after.replace('+', '%2B')}" if after else ""
    query = "&".join(part for part in (wanted.query, from_there) if part)
    return f"{reverse('mentions')}?{query}" if query else reverse("mentions")


def _idea(mention: Mention) -> str:
    words = _("“%(text)s”") % {"text": Truncator(mention.text).chars(_IDEA_MAX)}
    return "\n".join(part for part in (words, mention.url) if part)
