"""The list of messages: in Python, for a page has many and templates take their time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Protocol

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.inbox.pressing import is_calm
from beffroi.web.templatetags import meanings
from beffroi.web.templatetags.beffroi import avatar, icon, network, stars
from beffroi.web.templatetags.meanings import tag
from beffroi.web.templatetags.times import brief, due, due_calmly

register = template.Library()

_ROW = (
    '<li>{choice}<a class="msg" {link}>{avatar}\n'
    '<span class="from"><bdi class="cut"><b>{name}</b></bdi>{network}'
    '<span class="meta push nowrap">{when}</span></span>\n'
    '<span class="cut"><bdi>{excerpt}</bdi></span>\n'
    '<span class="tags">{tags}</span></a></li>'
)


class Part(Protocol):
    """A piece of what somebody wrote."""

    @property
    def text(self) -> str:
        """The words themselves."""

    @property
    def is_found(self) -> bool:
        """Whether they are what was looked for."""


class Message(Protocol):
    """What a list shows of a conversation."""

    id: int
    name: str
    network: str
    excerpt: str
    found: Sequence[Part]
    at: datetime
    is_private: bool
    waiting_since: datetime | None
    answer_state: str
    is_troubled: bool
    stars: int | None
    tone: str
    intent: str
    urgency: str
    wants_check: bool
    due_at: datetime | None
    escalated_at: datetime | None
    assignee: str
    writer: str

    @property
    def labels(self) -> Sequence[Label]:
        """The labels that it bears."""


class Label(Protocol):
    """A word that the team put on a conversation."""

    @property
    def name(self) -> str:
        """The word."""

    @property
    def tone(self) -> str:
        """Its colour."""


@register.simple_tag(takes_context=True)
def message_rows(
    context: Context,
    rows: Iterable[Message],
    base: str,
    query: str = "",
    *,
    current: object = None,
    has_focus: bool = False,
    form: str = "",
) -> SafeString:
    """Draw messages: who, where, when, the first words, and what each asks for.

    Each leads to `base`, its id and `query`. With `has_focus`, the first of them takes it; with
    the id of a `form`, each can be chosen for it.
    """
    needs = _Needs(
        private=tag("lock", _("Private")),
        troubled=tag("circle-help", _("Answer to look at"), tone="t-doubt"),
        waiting=tag("hourglass", _("Waits for you")),
        answered=tag("check-check", _("Answered"), tone="t-ok"),
    )
    before, after = escape(base), escape(f"/{query}")
    drawn = []
    for place, row in enumerate(rows):
        state = ' aria-current="true"' if row.id == current else ""
        focus = " autofocus" if has_focus and place == 0 else ""
        link = f'href="{before}{row.id}{after}"{state}{focus}'
        drawn.append(_row(context, row, link, needs, _choice(row, form) if form else ""))
    return SafeString("\n".join(drawn))


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a message may ask for, drawn."""

    private: str
    troubled: str
    waiting: str
    answered: str

    def of(self, row: Message) -> str:
        """Return what `row` asks for, nothing when nothing."""
        if row.is_troubled:
            return self.troubled
        if row.waiting_since:
            return "" if row.intent else self.waiting
        return self.answered if row.answer_state == "published" else ""


def _row(context: Context, row: Message, link: str, needs: _Needs, choice: str) -> str:
    return _ROW.format(
        choice=choice,
        link=link,
        avatar=avatar(row.name),
        name=escape(row.name or pgettext("message", "Erased")),
        network=network(row.network),
        when=brief(context, row.at),
        excerpt="".join(map(_part, row.found)) or escape(row.excerpt),
        tags=_due(context, row)
        + _alarm(row)
        + _rating(row)
        + (needs.private if row.is_private else "")
        + (_understood(row) if row.waiting_since else "")
        + needs.of(row)
        + _team(row),
    )


def _part(part: Part) -> str:
    text = escape(part.text)
    return f"<mark>{text}</mark>" if part.is_found else text


def _choice(row: Message, form: str) -> str:
    words = escape(_("Choose what %(name)s wrote") % {"name": row.name or "—"})
    return (
        f'<input class="tickbox" type="checkbox" name="chosen" value="{row.id}" form="{form}"'
        f' aria-label="{words}">'
    )


def _understood(row: Message) -> str:
    """Say what somebody who waits wants, in what tone, and why it cannot wait."""
    if not row.intent:
        return ""
    if row.wants_check:
        return meanings.wanted(row) + tag("circle-help", _("Tone to check"), tone="t-doubt")
    return meanings.wanted(row) + meanings.tone(row)


def _due(context: Context, row: Message) -> str:
    """Say by when an answer was promised, to whoever waits."""
    if not row.waiting_since or row.due_at is None:
        return ""
    if is_calm(row) and row.escalated_at is None:
        return f'<span class="due">{due_calmly(context, row.due_at)}</span>'
    tone = " t-bad" if row.due_at <= context["now"] else ""
    return f'<span class="due{tone}">{due(context, row.due_at)}</span>'


def _team(row: Message) -> str:
    """Say who writes, whose it is, and what the team called it."""
    writer = _("%(name)s answers…") % {"name": row.writer} if row.writer else ""
    said = tag("pencil", writer, tone="t-info") if writer else ""
    said += tag("user-check", row.assignee) if row.assignee else ""
    return said + "".join(map(_label, row.labels))


def _label(label: Label) -> str:
    name = f"{icon('bookmark')}<bdi>{escape(label.name)}</bdi>"
    return f'<span class="t-{escape(label.tone)}">{name}</span>'


def _alarm(row: Message) -> str:
    if row.escalated_at is None:
        return ""
    return tag("bell", _("Crisis team alerted"), tone="t-bad")


def _rating(row: Message) -> str:
    return f"<span>{stars(row.stars)}</span>" if row.stars else ""
