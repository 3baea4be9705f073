"""From what a visit brought to the facts that rules take. Pure: no request, no clock."""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.sitecheck.profiles import Profile
from beffroi.sitecheck.reading import Page
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts, Unseen
from beffroi.sitecheck.visiting import WITHOUT_PAGE, Kind, Trouble, Visit

#: A page that is there to say that there is none yet.
PARKED, BUILDING = "parked", "building"


def facts_of(visit: Visit, *, site: str) -> SiteFacts:
    """Return what a visit tells of a site.

    What is absent from a page that scripts build, or that could not be read, is unknown.
    """
    home = visit.home
    trouble = _trouble(visit)
    if home is None or trouble:
        return SiteFacts(site, trouble=trouble, profiles=_only(visit), seconds=visit.seconds)
    pages = [page for page in (home, visit.contact, visit.legal) if page is not None]
    absent = None if home.is_bare else False

    def seen(name: str) -> bool | None:
        return True if any(getattr(page, name) for page in pages) else absent

    return SiteFacts(
        site,
        profiles=_profiles(visit, home),
        has_contact=True if seen("has_phone") or seen("has_mail") else absent,
        has_place=seen("has_address"),
        has_hours=seen("has_hours"),
        has_legal=_has_legal(visit, home),
        has_reviews=seen("reviews"),
        has_newsletter=seen("has_newsletter"),
        has_feed=seen("feed"),
        has_charter=seen("charter"),
        has_logo=seen("has_logo"),
        has_description=bool(home.description) or absent,
        title=home.title,
        language=home.language,
        is_structured=any(page.is_structured for page in pages),
        is_https=visit.is_https,
        seconds=visit.seconds,
        moved_to=visit.address if visit.is_moved else "",
    )


def _trouble(visit: Visit) -> str:
    if visit.home is None:
        return (visit.trouble or Trouble.ABSENT).value
    if visit.home.is_parked:
        return PARKED
    return BUILDING if visit.home.is_building else ""


def _only(visit: Visit) -> tuple[ProfileFacts, ...] | None:
    """Return the profile to which a site turned out to lead, where it is nothing else."""
    if visit.profile is None:
        return None
    return (ProfileFacts(visit.profile.network, visit.profile.address),)


def _profiles(visit: Visit, home: Page) -> tuple[ProfileFacts, ...] | None:
    found: dict[tuple[str, str], ProfileFacts] = {}
    told = {one.address: one.trouble for one in visit.steps if one.kind is Kind.PROFILE}
    for page in (home, visit.contact):
        for one in page.profiles if page else ():
            network = "google_business" if one.network == "maps" else one.network
            leads_back = visit.back.get(one.address)
            reason = _unseen(one, told) if leads_back is None else ""
            facts = ProfileFacts(network, one.address, leads_back, reason)
            found.setdefault(one.key, facts)
    return None if home.is_bare and not found else tuple(found.values())


def _unseen(profile: Profile, told: Mapping[str, str]) -> str:
    """Return why a page did not let see whether it leads back."""
    if profile.is_person:
        return Unseen.PERSON.value
    if profile.network in WITHOUT_PAGE:
        return Unseen.NO_PAGE.value
    return told.get(profile.address, Unseen.UNASKED.value)


def _has_legal(visit: Visit, home: Page) -> bool | None:
    """A link that leads to nothing is no legal notice; one that did not answer may be one."""
    linked = home.legal or (visit.contact.legal if visit.contact else "")
    if linked:
        return visit.legal_trouble is not Trouble.GONE
    return None if home.is_bare else False
