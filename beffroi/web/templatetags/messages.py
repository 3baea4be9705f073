"""The list of messages: in Python, for it is thirty rows a page and templates take their time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Protocol

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.web.templatetags.beffroi import avatar, brief, icon, network

register = template.Library()

_ROW = (
    '<li><a class="msg" href="{}{}/{}"{}>{}\n'
    '<span class="from"><bdi class="cut"><b>{}</b></bdi>{}'
    '<span class="meta push nowrap">{}</span></span>\n'
    '<span class="cut"><bdi>{}</bdi></span>\n'
    '<span class="tags">{}{}</span></a></li>'
)


class Message(Protocol):
    """What a list shows of a conversation."""

    id: int
    name: str
    network: str
    excerpt: str
    at: datetime
    is_private: bool
    waiting_since: datetime | None
    answer_state: str
    is_troubled: bool


@register.simple_tag(takes_context=True)
def message_rows(
    context: Context,
    rows: Iterable[Message],
    base: str,
    query: str = "",
    *,
    current: object = None,
    has_focus: bool = False,
) -> SafeString:
    """Draw messages: who, where, when, the first words, and what each asks for.

    Each leads to `base`, its id and `query`. With `has_focus`, the first of them takes it.
    """
    drawn = []
    for place, row in enumerate(rows):
        state = ' aria-current="true"' if row.id == current else ""
        focus = " autofocus" if has_focus and place == 0 else ""
        drawn.append(_row(context, row, base, query, state + focus))
    return SafeString("\n".join(drawn))


def _row(context: Context, row: Message, base: str, query: str, state: str) -> str:
    return _ROW.format(
        escape(base),
        row.id,
        escape(query),
        state,
        avatar(row.name),
        escape(row.name or pgettext("message", "Deleted")),
        network(row.network),
        brief(context, row.at),
        escape(row.excerpt),
        _tag("lock", _("Private")) if row.is_private else "",
        _need(row),
    )


def _need(row: Message) -> str:
    if row.is_troubled:
        return _tag("circle-help", _("Answer to look at"), tone="t-doubt")
    if row.waiting_since:
        return _tag("hourglass", _("Waits for you"))
    if row.answer_state == "published":
        return _tag("check-check", _("Answered"), tone="t-ok")
    return ""


def _tag(symbol: str, text: str, *, tone: str = "") -> str:
    kind = f' class="{tone}"' if tone else ""
    return f"<span{kind}>{icon(symbol)}{escape(text)}</span>"
