"""The sentences of the eleven checks: what was found or not, what it means, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from beffroi.sitecheck.rules import Check, SiteFacts
from beffroi.sitecheck.wording import NETWORK_NAMES, unseen

Line = tuple[str, str]


def line(check: Check, answer: bool | None, facts: SiteFacts) -> Line:
    """Return what a check found, and a few words on it."""
    if answer is None:
        return _UNKNOWN.get(check, _unseen)(facts)
    return (_FOUND if answer else _MISSING)[check](facts)


def advice(check: Check, facts: SiteFacts) -> Line:
    """Return what to do about a check that found nothing, and how."""
    if check is Check.ANSWER and facts.is_https:
        return _("Quicken your site"), _("Ask your host for a faster answer")
    return _TO_DO[check]()


def networks(facts: SiteFacts) -> str:
    """Return the names of the networks to which a site leads, each once."""
    names = (NETWORK_NAMES.get(one.network, one.network) for one in facts.profiles or ())
    return ", ".join(dict.fromkeys(names))


def _seconds(facts: SiteFacts) -> str:
    return number_format(max(0.1, round(min(facts.seconds), 1)), 1)


def _back_names(facts: SiteFacts, answer: bool | None) -> str:
    shown = [one for one in facts.profiles or () if one.leads_back is answer]
    return ", ".join(dict.fromkeys(NETWORK_NAMES.get(one.network, "") for one in shown))


def _answered(facts: SiteFacts) -> Line:
    times = ngettext("Measured once", "Measured %(n)s times", len(facts.seconds)) % {
        "n": len(facts.seconds)
    }
    return _("Answer in %(seconds)s s, encrypted connection") % {"seconds": _seconds(facts)}, times


def _answers_badly(facts: SiteFacts) -> Line:
    if not facts.is_https:
        return (
            _("Connection not encrypted"),
            _("Browsers tell visitors that the site is not secure"),
        )
    return (
        _("Answer in %(seconds)s s: slow") % {"seconds": _seconds(facts)},
        _("Many visitors leave before the page is there"),
    )


def _title(facts: SiteFacts) -> Line:
    try:
        language = str(get_language_info(facts.language)["name_translated"])
    except KeyError:  # one that Django does not know
        language = facts.language
    return _("Language and title of the page"), f"{capfirst(language)} · {facts.title}"


def _unseen(facts: SiteFacts) -> Line:
    return (
        _("Could not be seen"),
        _("The page is built by programs in the browser: we do not know"),
    )


def _named_unseen(name: Callable[[], str]) -> Callable[[SiteFacts], Line]:
    return lambda facts: (name(), _unseen(facts)[1])


def _back_unknown(facts: SiteFacts) -> Line:
    names = _back_names(facts, None)
    if not names:
        return _("Links back to your site"), _("No page on a network is known yet")
    return _("%(networks)s: link back unknown") % {"networks": names}, " · ".join(_reasons(facts))


def _reasons(facts: SiteFacts) -> list[str]:
    """Say of each page on a network that could not be seen why."""
    hidden = [one for one in facts.profiles or () if one.leads_back is None]
    return list(dict.fromkeys(unseen(one.unseen, network=one.network) for one in hidden))


_FOUND: Mapping[Check, Callable[[SiteFacts], Line]] = {
    Check.PROFILES: lambda facts: (
        _("Your site leads to your networks"),
        networks(facts),
    ),
    Check.BACK: lambda facts: (
        _("Your networks lead back to your site"),
        " · ".join([_back_names(facts, True), *_reasons(facts)]),
    ),
    Check.CONTACT: lambda facts: (
        _("Phone or e-mail"),
        _("Readable by people and by search engines")
        if facts.is_structured
        else _("Readable by people; not marked for search engines"),
    ),
    Check.PLACE: lambda facts: (_("Postal address"), _("On the home page or the contact page")),
    Check.HOURS: lambda facts: (_("Opening hours"), _("On the home page or the contact page")),
    Check.LEGAL: lambda facts: (_("Legal notice"), _("Found in the links of the page")),
    Check.REVIEWS: lambda facts: (_("A way to your reviews"), _("Found in the links of the page")),
    Check.NEWSLETTER: lambda facts: (_("Newsletter"), _("Visitors can leave their address")),
    Check.FEED: lambda facts: (_("News feed"), _("Readers and other sites can follow your news")),
    Check.TITLE: _title,
    Check.ANSWER: _answered,
}
_MISSING: Mapping[Check, Callable[[SiteFacts], Line]] = {
    Check.PROFILES: lambda facts: (
        _("No link to a network"),
        _("Looked for in the menu, the page and its foot"),
    ),
    Check.BACK: lambda facts: (
        _("%(networks)s: a link in one direction only") % {"networks": _back_names(facts, False)},
        " · ".join([_("Your site leads there, the page does not lead back"), *_reasons(facts)]),
    ),
    Check.CONTACT: lambda facts: (_("Neither phone nor e-mail"), _("On the pages that were read")),
    Check.PLACE: lambda facts: (_("No postal address"), _("On the pages that were read")),
    Check.HOURS: lambda facts: (_("No opening hours"), _("On the pages that were read")),
    Check.LEGAL: lambda facts: (
        _("No legal notice"),
        _("Looked for in the menu and the foot; the law asks for it"),
    ),
    Check.REVIEWS: lambda facts: (_("No way to your reviews"), _("No link to where they are read")),
    Check.NEWSLETTER: lambda facts: (_("No newsletter"), _("Visitors cannot leave their address")),
    Check.FEED: lambda facts: (_("No news feed"), _("Other sites cannot follow your news")),
    Check.TITLE: lambda facts: (
        _("Language or title missing"),
        _("Search engines show the title; screen readers need the language"),
    ),
    Check.ANSWER: _answers_badly,
}
_UNKNOWN: Mapping[Check, Callable[[SiteFacts], Line]] = {
    Check.PROFILES: _named_unseen(lambda: _("Links to networks")),
    Check.BACK: _back_unknown,
    Check.CONTACT: _named_unseen(lambda: _("Phone or e-mail")),
    Check.PLACE: _named_unseen(lambda: _("Postal address")),
    Check.HOURS: _named_unseen(lambda: _("Opening hours")),
    Check.LEGAL: _named_unseen(lambda: _("Legal notice")),
    Check.REVIEWS: _named_unseen(lambda: _("A way to your reviews")),
    Check.NEWSLETTER: _named_unseen(lambda: _("Newsletter")),
    Check.FEED: _named_unseen(lambda: _("News feed")),
}
_TO_DO: Mapping[Check, Callable[[], Line]] = {
    Check.PROFILES: lambda: (
        _("Put links to your networks on your site"),
        _("In the foot of every page"),
    ),
    Check.BACK: lambda: (
        _("Write your site’s address on your pages"),
        _("In the field “Website” of each network"),
    ),
    Check.CONTACT: lambda: (
        _("Show your phone or e-mail"),
        _("At the top or the foot of the page"),
    ),
    Check.PLACE: lambda: (_("Show your address"), _("In the foot of the page")),
    Check.HOURS: lambda: (_("Show your opening hours"), _("The first thing customers look for")),
    Check.LEGAL: lambda: (
        _("Add your legal notice"),
        _("Required by law: who you are, where, who hosts the site"),
    ),
    Check.REVIEWS: lambda: (
        _("Put a link to your reviews"),
        _("In the foot of the page, in one word"),
    ),
    Check.NEWSLETTER: lambda: (
        _("Offer a newsletter"),
        _("One field for the address, with what they will get"),
    ),
    Check.FEED: lambda: (_("Switch on a news feed"), _("Most tools that make sites have one")),
    Check.TITLE: lambda: (
        _("Complete the title and the language"),
        _("Who you are, what you do, where"),
    ),
    Check.ANSWER: lambda: (
        _("Encrypt your site"),
        _("Ask your host for https, most often free: browsers warn your customers away"),
    ),
}
