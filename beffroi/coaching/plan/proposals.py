"""What a strategy may begin with: words by trade, networks by what is usual. Taken or changed.

How often to post is a floor for small companies, made of studies on far larger ones: our own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.company.trades import GROUPS
from beffroi.strategy.plan.rules import Part, PillarShare
from beffroi.strategy.plan.wishes import AudienceWish

_OFFERS = pgettext_lazy("pillar", "Offers")
_TEAM = _("The team, the neighbourhood")
_ADVICE = pgettext_lazy("pillar", "Advice")

_Pillars = Sequence[tuple[Promise, int, bool]]
_Audiences = Sequence[tuple[Promise, Promise, Promise, Promise]]
_FOOD_PILLARS: _Pillars = (
    (_("How we make it"), 40, False),
    (_("Our products"), 20, False),
    (_OFFERS, 25, True),
    (_TEAM, 15, False),
)
_SHOP_PILLARS: _Pillars = (
    (_("How to choose and to use"), 35, False),
    (_("What is new"), 25, False),
    (_OFFERS, 20, True),
    (_TEAM, 20, False),
)
_WORKS_PILLARS: _Pillars = (
    (_("Before and after"), 40, False),
    (_ADVICE, 30, False),
    (_TEAM, 20, False),
    (_OFFERS, 10, True),
)
_LEISURE_PILLARS: _Pillars = (
    (_("What there is to do"), 40, False),
    (_("Behind the scenes"), 25, False),
    (_OFFERS, 20, True),
    (_TEAM, 15, False),
)
_SERVICE_PILLARS: _Pillars = (
    (_ADVICE, 40, False),
    (_("How we work"), 25, False),
    (_TEAM, 20, False),
    (_OFFERS, 15, True),
)
_REGULARS = (
    _("Our regulars"),
    _("They live or work ten minutes away, and know us."),
    _("To know what there is this week, and to order without waiting."),
    _("In the morning and before lunch, on their phone."),
)
_FAMILIES = (
    _("Families at the weekend"),
    _("Parents who plan meals and celebrations."),
    _("To order for Saturday, and to be sure that it is ready."),
    _("From Thursday evening on."),
)
_SEARCHERS = (
    _("People nearby who are looking"),
    _("They do not know us yet, and compare two or three places."),
    _("To know whether we have it, when we are open, what others say."),
    _("In a search, then on our page, when they need it."),
)
_OWNERS = (
    _("Owners who plan works"),
    _("They own a house within half an hour, and ask for two or three quotes."),
    _("To see finished works, and to know when we can come."),
    _("In the evening and at the weekend, before they call."),
)
_GUESTS = (
    _("People who plan an outing"),
    _("Families and couples who look for an idea."),
    _("To see what it is like, what it costs, when to come."),
    _("A few days before, in the evening."),
)
_ASKERS = (
    _("Customers who have a question"),
    _("They know us, or were sent by somebody who does."),
    _("A clear answer, and a name to call."),
    _("On working days, when the question comes up."),
)
_KINDS: tuple[tuple[_Audiences, _Pillars], ...] = (
    ((_REGULARS, _FAMILIES), _FOOD_PILLARS),
    ((_REGULARS, _SEARCHERS), _SHOP_PILLARS),
    ((_OWNERS, _SEARCHERS), _WORKS_PILLARS),
    ((_REGULARS, _SEARCHERS), _SERVICE_PILLARS),
    ((_GUESTS, _SEARCHERS), _LEISURE_PILLARS),
    ((_ASKERS, _SEARCHERS), _SERVICE_PILLARS),
)
_UNKNOWN = (_ASKERS, _SEARCHERS), _SERVICE_PILLARS

VALUE = _("What we make, how we make it, and a person who answers.")
WE_SAY = _(
    "“Good morning Sandrine, thank you for telling us.”\n"
    "Short sentences, one precise fact, a first name that signs. We apologise once."
)
WE_DO_NOT_SAY = _(
    "“Dear customer, we do everything in our power…”\n"
    "No set phrases, no rows of exclamation marks, no detail of an order in public."
)

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "facebook": Part.SELL,
        "instagram": Part.SHOW,
        "linkedin": Part.RECRUIT,
        "google_business": Part.FOUND,
        "wordpress": Part.FOUND,
        "youtube": Part.SHOW,
        "x": Part.ANSWER,
    }
)
WHYS: Mapping[Part, Promise] = MappingProxyType(
    {
        Part.SELL: _("Announce what is new, and take orders."),
        Part.SHOW: _("Show how we work, and make people want it."),
        Part.FOUND: _("Be found, and answer each review."),
        Part.ANSWER: _("Answer those who ask us there."),
        Part.TALK: _("Talk with neighbours and colleagues."),
        Part.RECRUIT: _("Be known as an employer and a partner."),
    }
)
#: Posts a week; a network without one is for when there is something to say.
POSTS_A_WEEK: Mapping[str, int] = MappingProxyType(
    {"facebook": 2, "instagram": 2, "linkedin": 1, "google_business": 1}
)


def audiences(trades: Sequence[str]) -> list[AudienceWish]:
    """Return whom a company of these trades often speaks to, in the reader's language."""
    found, _pillars = _kind(trades)
    return [AudienceWish(*(str(words) for words in one)) for one in found]


def pillars(trades: Sequence[str]) -> list[PillarShare]:
    """Return of what a company of these trades often speaks, in the reader's language."""
    _audiences, found = _kind(trades)
    return [PillarShare(str(name), share, is_offers) for name, share, is_offers in found]


def part_of(network: str) -> Part:
    """Return what a network is most often for."""
    return PARTS.get(network, Part.TALK)


def _kind(trades: Sequence[str]) -> tuple[_Audiences, _Pillars]:
    for trade in trades:
        for (_title, names), kind in zip(GROUPS, _KINDS, strict=True):
            if trade in names:
                return kind
    return _UNKNOWN
