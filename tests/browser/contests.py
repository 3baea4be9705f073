"""A contest of Atelier Martin at each of its steps, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.core.clock import utc_now
from beffroi.sales import offering
from beffroi.sales.contests import deciding, entering, holding
from beffroi.sales.contests.holding import Wish
from beffroi.sales.contests.rules import LeftOut, Prize, Typed
from beffroi.sales.models import Contest, Offer
from beffroi.sales.offering import Wish as OfferWish
from beffroi.sales.rules import OfferKind
from tests.browser import companies
from tests.world import World

_NAMES = (
    *("Camille Lefebvre", "Zoé Durand", "@douai_gourmand", "Mehdi Benali", "Louise Petit"),
    *("Jean-Baptiste Vandenbroucke", "Inès Moreau", "@les.tartes.de.lulu", "Paul Dubois"),
)


def offered(world: World) -> None:
    """An offer that is a contest, of which nothing is said yet."""
    companies.told(world)
    today = utc_now().astimezone(world.atelier.zone).date()
    wish = OfferWish(
        "Le coffret de Noël",
        OfferKind.CONTEST,
        "",
        today - timedelta(days=9),
        today - timedelta(days=1),
    )
    offering.make(world.atelier, wish, actor=world.claire, now=utc_now())


def begun(world: World) -> None:
    """Rules of which something is missing, and which ask what they should not."""
    offered(world)
    write(world, who="", how="Partagez notre publication et commentez-la.")


def in_english(world: World) -> None:
    """Rules in English, published."""
    offered(world)
    write(world, language="en", who="anybody who lives in France", how="Answer in a comment.")
    holding.publish(_contest(), actor=world.claire, now=while_open())


def entered(world: World) -> None:
    """People who take part, some of whom do not count."""
    offered(world)
    write(world)
    contest = _contest()
    holding.publish(contest, actor=world.claire, now=while_open())
    now = utc_now()
    typed = [Typed(name, f"client{place}@example.org") for place, name in enumerate(_NAMES)]
    twice = [Typed("camille lefebvre"), Typed(world.karim.name)]
    for people, days in ((typed, 4), (twice, 3), ([Typed("Trop Tard")], 0)):
        at = now - timedelta(days=days)
        entering.add(contest, people, entered_at=at, actor=world.claire, now=now)
    mistake = contest.entries.get(name="Paul Dubois")
    entering.leave_out(mistake, why=LeftOut.MISTAKE, actor=world.claire, now=now)


def frozen(world: World) -> None:
    """A closed list, the draw to come."""
    entered(world)
    deciding.freeze(_contest(), actor=world.claire, now=utc_now())


def drawn(world: World) -> None:
    """Winners and substitutes, one of whom was passed over; rules of two versions."""
    entered(world)
    contest = _contest()
    holding.say_clause(contest, "who", words=_OWN, actor=world.claire, now=utc_now())
    holding.publish(contest, actor=world.claire, now=utc_now())
    deciding.freeze(contest, actor=world.claire, now=utc_now())
    deciding.draw(contest, actor=world.claire, now=utc_now())
    first = contest.entries.get(rank=1)
    deciding.pass_over(first, actor=world.claire, now=utc_now())


def offer_page(world: World) -> str:
    """Return the address of the offer that is a contest."""
    return f"/measure/offers/{Offer.objects.get(kind='contest').pk}/"


def contest_page(world: World) -> str:
    """Return the address of the contest."""
    return f"{offer_page(world)}contest/"


def rules_page(world: World) -> str:
    """Return the address where the rules are written."""
    return f"{contest_page(world)}rules/"


def clause_page(world: World) -> str:
    """Return the address where a clause is changed."""
    return f"{rules_page(world)}who/"


def entries_page(world: World) -> str:
    """Return the address of who takes part."""
    return f"{contest_page(world)}entries/"


def public_page(world: World) -> str:
    """Return the address that strangers read."""
    return f"/contest/{_contest().address}/"


def old_version(world: World) -> str:
    """Return the address of the rules as they were first."""
    return f"{public_page(world)}versions/1/"


_OWN = "Toute personne majeure qui habite dans le Douaisis.\nLe personnel ne participe pas."


def _contest() -> Contest:
    return Contest.objects.select_related("offer__workspace").get()


def while_open() -> datetime:
    """Return an instant at which the contest was open."""
    return utc_now() - timedelta(days=8)


def write(
    world: World,
    *,
    language: str = "fr",
    who: str = "toute personne qui habite en France",
    how: str = "Répondez en commentaire à la question de notre publication du 3 décembre.",
) -> None:
    """Write the rules of the contest, which ended yesterday."""
    now = utc_now()
    end = now - timedelta(days=1)
    wish = Wish(
        language=language,
        begins_at=now - timedelta(days=9),
        ends_at=end,
        draw_at=end,
        who=who,
        how=how,
        prizes=(
            Prize("un coffret de Noël de douze chocolats", 4500),
            Prize("une tarte au sucre", 1800, 2),
        ),
        substitutes=2,
        told_how="par un message privé sur le réseau où ils ont participé",
        mediator="CM2C, cm2c.net",
    )
    holding.write(Offer.objects.get(kind="contest"), wish, actor=world.claire, now=while_open())
