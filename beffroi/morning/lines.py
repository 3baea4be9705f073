"""The cards of Today as a mail tells them: what each asks for, and where its buttons lead.

A mail lies in other hands for years: what strangers wrote stands in it only where the rules of
their network let words leave, and never when it was written in private.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.inbox.data_rules import may_export
from beffroi.inbox.models import Conversation, Nudge
from beffroi.morning import linking
from beffroi.morning.acts.contract import Deed
from beffroi.morning.linking import Made
from beffroi.morning.models import Morning
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import Kind
from beffroi.workspaces.links import link_into

#: What the card in front shows of a text, in characters.
_WORDS_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Button:
    """What it says, and where it leads: to a page that asks, or to one for those who sign in."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One card. `words` are theirs or our post's, `proposal` is our answer to them."""

    label: str
    tone: str
    title: str
    is_quote: bool
    #: Of whom, until when, how long.
    detail: str
    #: Why it stands here, where the card in front says so.
    why: str
    buttons: tuple[Button, ...]
    words: str
    proposal: str
    #: Whether its first button asks on a page of its own, without an account.
    asks: bool


def line(card: Card, *, morning: Morning, clock: Clock) -> Line:
    """Return a card as a mail tells it, with a link made for it where one can act."""
    made = linking.made(morning, card, now=clock.now)
    today = f"{reverse('today')}?{urlencode({'card': card.key})}"
    page = link_into(morning.workspace_id, today)
    is_told = _may_be_told(card)
    words = made.asked.words if made and is_told else ""
    return Line(
        label=card.label,
        tone=card.tone,
        title=card.title if is_told else _untold(card),
        is_quote=card.is_quote and is_told,
        detail=_detail(card, is_told=is_told, clock=clock),
        why="" if isinstance(card.row, Conversation | Nudge) else card.why,
        buttons=_buttons(made, page=page),
        words=words if len(words) <= _WORDS_SHOWN else f"{words[:_WORDS_SHOWN].rstrip()}…",
        proposal=made.asked.proposal if made and is_told else "",
        asks=made is not None and made.deed is not Deed.SETTLE,
    )


def _buttons(made: Made | None, *, page: str) -> tuple[Button, ...]:
    if made is None:
        return (Button(_("Open"), page),)
    if made.deed is Deed.SETTLE:
        return Button(_("Answer"), page), Button(_("Done, no answer"), made.address)
    first, other = _labels()[made.deed]
    return Button(first, made.address), Button(other, page)


def _labels() -> Mapping[Deed, tuple[str, str]]:
    return {
        Deed.APPROVE: (_("Read and approve"), _("Open the post")),
        Deed.SEND_BACK: (_("Read and decide"), _("Open the post")),
        Deed.ANSWER: (_("Publish this answer"), _("Change it")),
        Deed.RELEASE: (_("Decide"), _("Open")),
    }


def _may_be_told(card: Card) -> bool:
    """Tell whether what a card says of a stranger may stand in a mail."""
    if isinstance(card.row, Nudge):
        return _leaves(card.row.conversation)
    return _leaves(card.row) if isinstance(card.row, Conversation) else True


def _leaves(conversation: Conversation) -> bool:
    return not conversation.is_private and may_export(conversation.channel.network)


def _untold(card: Card) -> str:
    """Say what a card asks for without a word of whoever it is about."""
    if card.kind is Kind.ANSWER:
        name = network_name(card.networks[0])
        return _("Somebody waits for an answer on %(name)s") % {"name": name}
    return _("A colleague waits for you")


def _detail(card: Card, *, is_told: bool, clock: Clock) -> str:
    who = card.who if is_told else ""
    until = ""
    if card.due_at is not None and card.due_at > clock.now:
        until = (_("before %(when)s") if card.is_due else _("planned for %(when)s")) % {
            "when": clock.near(card.due_at)
        }
    minutes = _("%(minutes)s min") % {"minutes": card.minutes}
    where = network_name(card.networks[0]) if is_told and card.is_quote else ""
    return " · ".join(part for part in (who, where, until, minutes) if part)
