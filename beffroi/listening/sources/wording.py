"""What sources are called, how they are, and why one was not added, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.core.outbound import AddressRefused
from beffroi.listening.models import Source
from beffroi.listening.sources import pacing
from beffroi.listening.sources.adding import CannotAdd
from beffroi.listening.sources.offers import Offer
from beffroi.listening.sources.places import host_of
from beffroi.listening.sources.queries import Health, Row
from beffroi.networks.declarations import SourceKind
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NotFound,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)

#: What `explain` can explain.
FAILURES = (CannotAdd, NetworkError)


@dataclass(frozen=True, slots=True)
class Words:
    """How an offer is named, what is asked for, and with which example."""

    title: str
    about: str
    label: str
    example: str
    icon: str


def words_of(offer: Offer) -> Words:
    """Return what is said of an offer."""
    return _WORDS[offer.kind](offer.name)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A network that is read once a channel of it is connected, and what of it then."""

    network: str
    name: str
    what: str


def waiting(offers: Sequence[Offer]) -> list[Waiting]:
    """Return the networks whose sources wait for a channel, each once."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for one in offers:
        if not one.is_open:
            kinds.setdefault((one.network, one.name), []).append(_PLURALS[one.kind]())
    return [Waiting(key, name, ", ".join(what)) for (key, name), what in kinds.items()]


def icon_of(source: Source) -> str:
    """Return the icon of a source's kind."""
    return _ICONS.get(source.kind, "file-text")


def badge(row: Row) -> tuple[str, str, str]:
    """Return the words, the tone and the icon that say how a source is."""
    said = {
        Health.WELL: (pgettext("source", "Read"), "ok", "circle-check"),
        Health.SOON: (_("In a moment"), "info", "hourglass"),
        Health.IDLE: (_("Waits for a watch"), "", "radar"),
        Health.SPENT: (_("Goes on tomorrow"), "", "pause"),
        Health.SLOW: (_("No answer"), "warn", "cloud-off"),
        Health.UNCONNECTED: (_("Channel to connect again"), "warn", "plug"),
        Health.OFF: (pgettext("source", "Off"), "", "circle-off"),
        Health.OVER: (pgettext("source", "Stopped"), "warn", "circle-off"),
    }
    return said[row.health]


def trouble(row: Row) -> str:
    """Return what is wrong with a source and what to do, "" where nothing is."""
    if row.health is Health.SPENT:
        return _("It was read as often as it may be in one day. It goes on by itself tomorrow.")
    if row.health is Health.IDLE:
        return _("Nothing is read as long as no watch is on: nothing would be kept.")
    if row.health is Health.UNCONNECTED:
        return _("It is read through a channel that has to be connected again.")
    if row.health is Health.SLOW:
        return _slow(row.source.reason)
    return _over(row.source.reason) if row.health is Health.OVER else ""


def explain(error: Exception, *, kind: str, server: str) -> str:
    """Return why a source of that kind was not added or read, and what to do."""
    if isinstance(error, CannotAdd):
        return _refusal(error.problem)
    if kind == SourceKind.ACCOUNT.value and _is_nobody(error):
        sentence = _("This account is not on %(server)s. Check how it is written on its page.")
        return sentence % {"server": server}
    if isinstance(error, ContentRefused):
        return _no_content(error, server=server)
    return _no_answer(error) % {"server": server}


def server_of(offer: Offer, typed: str) -> str:
    """Return what to call who is asked: the site of an address, or the network."""
    if offer.kind is not SourceKind.FEED:
        return offer.name
    whole = typed if "://" in typed else f"https://{typed.strip()}"
    return host_of(whole) or typed.strip()[:100]


def nobody_searches(names: tuple[str, ...]) -> str:
    """Say where no program may look for words, "" where there is no such place."""
    if not names:
        return ""
    joined = _(" nor ").join(names)
    sentence = ngettext(
        "%(names)s lets no program search the words that people write there.",
        "Neither %(names)s lets a program search the words that people write there.",
        len(names),
    )
    return sentence % {"names": joined}


def costs_money(names: tuple[str, ...]) -> str:
    """Say where each search would be paid, "" where there is no such place."""
    sentence = _("%(names)s asks money for each search: Beffroi makes none there.")
    return sentence % {"names": ", ".join(names)} if names else ""


def _slow(reason: str) -> str:
    said = {
        Source.Reason.MISSING: _("It is not found at its address for the moment."),
        Source.Reason.REFUSED: _("It refuses programs that read it, at least for the moment."),
        Source.Reason.UNREADABLE: _("What it shows cannot be read for the moment."),
    }
    usual = _("It does not answer for the moment.")
    more = _("It is tried again by itself, ever more seldom. Nothing to do.")
    return f"{said.get(Source.Reason(reason), usual)} {more}"


def _over(reason: str) -> str:
    said = {
        Source.Reason.GONE: _(
            "It is gone from its address. Look on its site for a new one and add that."
        ),
        Source.Reason.REFUSED: _(
            "It refuses programs that read it. Ask the site to let feed readers in, or choose "
            "another source."
        ),
    }
    usual = _("What it shows has not been readable for a week. Look at its page, then turn it on.")
    return said.get(Source.Reason(reason), usual)


def _refusal(problem: str) -> str:
    said = {
        "too_many": ngettext(
            "A workspace has %(count)s source at most. Remove one that you no longer need.",
            "A workspace has %(count)s sources at most. Remove one that you no longer need.",
            pacing.SOURCES_MAX,
        )
        % {"count": pacing.SOURCES_MAX},
        "known": _("You have this source already: it is in the list."),
        "channel": _("Choose one of your connected channels on this network."),
        "reddit": _(
            "Reddit is not read here. Whoever runs this installation can allow it, once they have "
            "accepted Reddit’s terms."
        ),
        "spent": _("This network was asked as often as it may be today. Try again tomorrow."),
        "subject": _("This cannot be read as it is written. Look at the example below the field."),
    }
    return said[problem]


def _is_nobody(error: Exception) -> bool:
    """Tell whether a network knows no account by that name; some refuse what is no name."""
    is_refused = isinstance(error, ContentRefused) and error.field != "address"
    return is_refused or isinstance(error, NotFound)


def _no_content(error: ContentRefused, *, server: str) -> str:
    if error.field != "address":
        return _("The network does not take these words. Write them otherwise, then try again.")
    if _leads_inside(error) and settings.OUTBOUND_ONLY_ALLOWED:
        return _(
            "The demonstration reads no real site: nothing leaves this computer. In an "
            "installation of yours, Beffroi looks for the feed of this address."
        )
    if _leads_inside(error):
        return _(
            "Beffroi does not call this address: it leads inside a private network, "
            "or to a door that is not meant for the public."
        )
    sentence = _(
        "No feed was found at %(server)s. Give the address of the feed itself, or of a page "
        "that names it."
    )
    return sentence % {"server": server}


def _leads_inside(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, AddressRefused):
        error = error.__cause__
    return error is not None


def _no_answer(error: Exception) -> str:
    explained = (
        (RateLimited, _("%(server)s asks us to wait: too many tries. Try again later.")),
        (QuotaExhausted, _("The calls that %(server)s allows are used up. Try again tomorrow.")),
        (
            PolicyBlocked,
            _(
                "%(server)s refuses programs that read it. Give the address of the feed itself if "
                "you know it, or choose another source."
            ),
        ),
        (
            AccessRevoked,
            _("%(server)s no longer lets us read this. Look at the page Channels first."),
        ),
        (NotFound, _("%(server)s knows nothing under this name. Check how it is written.")),
        (UnexpectedResponse, _("What %(server)s answers cannot be read. Try another address.")),
    )
    usual = _("%(server)s does not answer. Check the address, or try again in a few minutes.")
    return next((words for kind, words in explained if isinstance(error, kind)), usual)


def _feed(name: str) -> Words:
    return Words(
        title=_("A newspaper, a blog or a site"),
        about=_("Its address is enough: Beffroi finds its feed. Also a YouTube channel’s page."),
        label=_("Address of the page or of its feed"),
        example=_("For example www.lavoixdunord.fr/rss or the page of a blog"),
        icon="rss",
    )


def _hashtag(name: str) -> Words:
    return Words(
        title=_("A hashtag on %(name)s") % {"name": name},
        about=_("What everybody writes there with this word."),
        label=_("Hashtag"),
        example=_("For example #Douai: one word, without spaces"),
        icon="hash",
    )


def _search(name: str) -> Words:
    return Words(
        title=_("Words on %(name)s") % {"name": name},
        about=_("What its own search finds, newest first."),
        label=_("Words to search for"),
        example=_("For example the name of your company and your town"),
        icon="search",
    )


def _account(name: str) -> Words:
    return Words(
        title=_("An account on %(name)s") % {"name": name},
        about=_("What it shows to everybody."),
        label=_("Name of the account"),
        example=_("As it stands on its page, with or without the @"),
        icon="user",
    )


_WORDS = {
    SourceKind.FEED: _feed,
    SourceKind.HASHTAG: _hashtag,
    SourceKind.SEARCH: _search,
    SourceKind.ACCOUNT: _account,
}
_PLURALS = {
    SourceKind.FEED: lambda: _("feeds"),
    SourceKind.HASHTAG: lambda: _("hashtags"),
    SourceKind.SEARCH: lambda: _("words"),
    SourceKind.ACCOUNT: lambda: _("accounts"),
}
_ICONS = {
    SourceKind.FEED.value: "rss",
    SourceKind.HASHTAG.value: "hash",
    SourceKind.SEARCH.value: "search",
    SourceKind.ACCOUNT.value: "user",
}
