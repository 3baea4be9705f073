"""What must be there before a website check is looked at: none of it leaves the machine."""

from __future__ import annotations

from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.sitecheck import storing
from beffroi.sitecheck.models import SiteCheck
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts, Unseen
from beffroi.sitecheck.visiting import Kind, Step, Trouble
from tests.world import World

SITE = "https://atelier-martin.fr/"
#: An e-mail address, sent by a page of ours.
MISTAKE = {"csrfmiddlewaretoken": "", "site": "claire@atelier-martin.fr"}
FACTS = SiteFacts(
    SITE,
    profiles=(
        ProfileFacts("facebook", "https://facebook.com/ateliermartin", leads_back=True),
        ProfileFacts("youtube", "https://youtube.com/@ateliermartin", leads_back=False),
        ProfileFacts(
            "linkedin", "https://linkedin.com/company/atelier-martin", unseen=Unseen.SIGN_IN
        ),
        ProfileFacts("tiktok", "https://tiktok.com/@ateliermartin", unseen=Unseen.NO_ANSWER),
    ),
    has_contact=True,
    has_place=True,
    has_hours=True,
    has_legal=False,
    has_reviews=False,
    has_newsletter=False,
    has_feed=False,
    has_charter=False,
    has_logo=True,
    has_description=True,
    title="Boulangerie Atelier Martin, Douai",
    language="fr",
    is_structured=True,
    is_https=True,
    seconds=(0.4, 0.5),
)
UNKNOWN = SiteFacts(
    SITE, title="Atelier Martin", language="fr", is_https=True, seconds=(2.5,), has_description=True
)
_STEPS = [
    Step(Kind.ROBOTS, f"{SITE}robots.txt"),
    Step(Kind.HOME, SITE),
    Step(Kind.CONTACT, f"{SITE}nous-trouver/"),
    Step(Kind.PROFILE, "https://facebook.com/ateliermartin"),
    Step(Kind.PROFILE, "https://youtube.com/@ateliermartin"),
    Step(Kind.PROFILE, "https://linkedin.com/company/atelier-martin", Unseen.SIGN_IN),
    Step(Kind.PROFILE, "https://tiktok.com/@ateliermartin", Unseen.NO_ANSWER),
]


def found(world: World) -> None:
    """The site of Atelier Martin was read, with gaps."""
    _make(FACTS)


def unknown(world: World) -> None:
    """The site of Atelier Martin is built by scripts: hardly anything is known."""
    _make(UNKNOWN)


def refused(world: World) -> None:
    """The site of Atelier Martin refuses visits."""
    _make(SiteFacts(SITE, trouble=Trouble.FORBIDDEN))


def waiting(world: World) -> None:
    """The site of Atelier Martin is being read."""
    _make(None)


def failed(world: World) -> None:
    """Something went wrong on our side."""
    _make(None)
    SiteCheck.objects.update(state=SiteCheck.State.FAILED)


def address(world: World) -> str:
    """Return where the result stands."""
    return f"/website-check/{SiteCheck.objects.get().token}/"


def _make(facts: SiteFacts | None) -> None:
    now = utc_now()
    SiteCheck.objects.create(
        address=SITE,
        host="atelier-martin.fr",
        has_scheme=True,
        asker="0" * 32,
        state=SiteCheck.State.WAITING if facts is None else SiteCheck.State.READ,
        facts=None if facts is None else storing.facts_to_json(facts),
        steps=storing.steps_to_json(_STEPS),
        requests=9,
        asked_at=now,
        read_at=None if facts is None else now,
        ends_at=now + timedelta(days=1),
    )
