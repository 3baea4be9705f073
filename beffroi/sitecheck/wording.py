"""What the website check says besides its eleven answers: mistakes, troubles, levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.sitecheck.addresses import Mistake, NotASite
from beffroi.sitecheck.gathering import BUILDING, PARKED
from beffroi.sitecheck.rules import Unseen
from beffroi.sitecheck.visiting import Kind, Trouble
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Level

#: As they call themselves.
NETWORK_NAMES: Mapping[str, str] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "google_business": "Google",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "maps": "Google",
    "mastodon": "Mastodon",
    "pinterest": "Pinterest",
    "reddit": "Reddit",
    "threads": "Threads",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


def mistake(error: NotASite) -> str:
    """Say why what was typed is not the address of a site, and what to type."""
    if error.mistake is Mistake.EMPTY:
        return _("Type the address of your site, for example boulangerie-martin.fr.")
    if error.mistake is Mistake.MAIL:
        return _("This is an e-mail address. Type what stands behind “www” or “https”.")
    if error.mistake is Mistake.PROFILE:
        return _(
            "This is your page on %(network)s, not a site. Without a site, Beffroi learns more by "
            "connecting this page: create your account, then add the channel."
        ) % {"network": NETWORK_NAMES.get(error.network, error.network)}
    return _("This is no address of a site. Copy it from the top of your browser.")


def too_many(who: str) -> str:
    """Say why no more sites are read for now, and until when."""
    if who == "asker":
        return _("You have had several sites read within the hour. Try again in an hour.")
    if who == "site":
        return _(
            "This site was read several times within the hour; we do not want to burden it. "
            "Try again in an hour."
        )
    return _("Many sites are being read right now. Try again in an hour.")


def level(one: Level) -> str:
    """Return the name of a step of the barometer."""
    names = {
        Level.ABSENT: pgettext("level", "Absent"),
        Level.PRESENT: pgettext("level", "Present"),
        Level.ACTIVE: pgettext("level", "Active"),
        Level.STEERED: pgettext("level", "Steered"),
        Level.INTEGRATED: pgettext("level", "Integrated"),
    }
    return names[one]


def heading(one: Level | None) -> str:
    """Say in a few words how somebody stands; None is that too little was seen."""
    if one is None:
        return _("Your page shows too little to tell where you stand")
    said = {
        Level.ABSENT: _("From your site, nobody finds you elsewhere"),
        Level.PRESENT: _("You exist, but you are hard to find"),
        Level.ACTIVE: _("You are found, with a few gaps"),
        Level.STEERED: _("You are easy to find"),
        Level.INTEGRATED: _("You are found at once"),
    }
    return said[one]


def dimension(one: Dimension) -> str:
    """Return the name of a dimension of which a site tells something."""
    if one is Dimension.PRESENCE:
        return _("Consistent presence")
    return _("Reputation and crisis")


def kind(one: Kind) -> str:
    """Return what a page that was read is."""
    names = {
        Kind.HOME: _("home page"),
        Kind.ROBOTS: _("robots.txt"),
        Kind.LEGAL: _("legal notice"),
        Kind.CONTACT: _("contact page"),
        Kind.PROFILE: _("page on a network"),
    }
    return names[one]


def could_not(trouble: str) -> str:
    """Return why a page was not read, in a few words."""
    names: dict[str, str] = {
        Trouble.ROBOTS: _("its robots.txt does not want it"),
        Trouble.FORBIDDEN: _("closed to visitors who are not signed in"),
        Trouble.GONE: _("not there"),
        Trouble.INSIDE: _("not on the public internet"),
        Trouble.SLOW: _("no time left"),
        Unseen.SIGN_IN: _("closed to visitors who are not signed in"),
        Unseen.REFUSED: _("it refused our visit"),
        Unseen.HIDDEN: _("its links are not shown to visitors"),
        Unseen.UNASKED: _("no time left"),
        Trouble.BUSY: _("asks to come back later"),
        Trouble.BROKEN: _("answered with an error"),
        Trouble.NO_PAGE: _("a document or data, not a page"),
        Trouble.TOO_LARGE: _("too heavy to be read"),
        Trouble.LOOP: _("sends its visitors round in circles"),
    }
    return names.get(trouble, _("no answer"))


def unseen(reason: str, *, network: str) -> str:
    """Say why a page on a network did not let see whether it leads back."""
    said = {
        Unseen.SIGN_IN: _("%(network)s asks visitors to sign in"),
        Unseen.REFUSED: _("%(network)s refused our visit"),
        Unseen.GONE: _("%(network)s says that this page is not there: open your link to see"),
        Unseen.NO_ANSWER: _("%(network)s did not answer"),
        Unseen.ROBOTS: _("%(network)s wants no robots, and we keep to it"),
        Unseen.HIDDEN: _("%(network)s does not show links to visitors who are not signed in"),
        Unseen.UNASKED: _("%(network)s was not asked: our visit is short"),
        Unseen.PERSON: _("%(network)s: a person’s own page, which we leave alone"),
        Unseen.NO_PAGE: _("%(network)s has no page on which a link could stand"),
    }
    found = said[Unseen(reason)] if reason else _("%(network)s did not let us see")
    return found % {"network": NETWORK_NAMES.get(network, network)}


def trouble(which: str, *, network: str) -> tuple[str, str, str]:
    """Return what happened, why, and what to do, where a site could not be read."""
    if which == Trouble.PROFILE:
        name = NETWORK_NAMES.get(network, network)
        return (
            _("Your address leads to %(network)s") % {"network": name},
            _("There is no site of your own behind it: what can be told is that you have a page."),
            _("Create your account and connect this page: Beffroi then reads it with your leave."),
        )
    if which == Trouble.INSIDE and settings.OUTBOUND_ONLY_ALLOWED:
        return (
            _("In the demonstration, no site is read"),
            _("Its networks are simulated, and nothing leaves this machine."),
            _("Install Beffroi to have your site read."),
        )
    return _TROUBLES[which]()


Said = Callable[[], tuple[str, str, str]]
_TROUBLES: Mapping[str, Said] = {
    Trouble.ABSENT: lambda: (
        _("Nobody answers at this address"),
        _("The name leads nowhere, or its server does not answer."),
        _("Check the spelling. If your site opens in a browser, try again in a few minutes."),
    ),
    Trouble.UNSAFE: lambda: (
        _("The connection to this site is not safe"),
        _("Its certificate has ended, or belongs to another name: browsers warn visitors too."),
        _("Ask your host to renew it: most do so for free, and by themselves."),
    ),
    Trouble.INSIDE: lambda: (
        _("This address is not on the public internet"),
        _("Beffroi only reads what everybody can open, and leads nowhere inside a network."),
        _("Type the address that your customers open."),
    ),
    Trouble.ROBOTS: lambda: (
        _("This site does not want to be read by robots"),
        _("Its robots.txt says so, and we keep to it. Search engines may do the same."),
        _("If you did not choose this, ask whoever made your site to open robots.txt."),
    ),
    Trouble.FORBIDDEN: lambda: (
        _("This site refuses our visit"),
        _("It asks for a password, or takes every robot for an intruder. We do not insist."),
        _("If your customers see the site, connect a channel instead: that needs no visit."),
    ),
    Trouble.BUSY: lambda: (
        _("This site asks us to come back later"),
        _("It has too many visitors at the moment."),
        _("Try again in an hour."),
    ),
    Trouble.GONE: lambda: (
        _("There is no page at this address"),
        _("The site answers that the page does not exist."),
        _("Type the address of your home page alone, without what follows the name."),
    ),
    Trouble.BROKEN: lambda: (
        _("This site has a fault at the moment"),
        _("It answered with an error, or stopped in the middle: your customers see the same."),
        _("Tell your host, then try again."),
    ),
    Trouble.NO_PAGE: lambda: (
        _("This address is not a page"),
        _("It holds a document, a picture or data, not a web page."),
        _("Type the address of your home page."),
    ),
    Trouble.TOO_LARGE: lambda: (
        _("This page is too heavy to be read"),
        _("It weighs more than 2 MB of text: on a phone it takes long to open."),
        _("Ask whoever made your site to make the home page lighter."),
    ),
    Trouble.LOOP: lambda: (
        _("This site sends its visitors round in circles"),
        _("One address leads to the next without ever showing a page."),
        _("Ask your host to mend the redirections of your site."),
    ),
    Trouble.SLOW: lambda: (
        _("This site takes too long to answer"),
        _("We waited for ten seconds; few customers do."),
        _("Try again. If it lasts, ask your host why."),
    ),
    PARKED: lambda: (
        _("This name is reserved, but there is no site yet"),
        _("We found the page that sellers of names put there."),
        _("Once your site is online, have it read again."),
    ),
    BUILDING: lambda: (
        _("This site is still being built"),
        _("Its page says so. There is nothing to judge yet."),
        _("Put your phone, your hours and a link to your networks there meanwhile: 10 minutes."),
    ),
}
