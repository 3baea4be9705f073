"""Watches of Atelier Martin, for the pictures and checks of what is followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from beffroi.core.clock import utc_now
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import grounds, watching, weighing
from beffroi.listening.grounds import Weighed
from beffroi.listening.keeping import keep
from beffroi.listening.models import Ground, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Pair, Sought
from beffroi.listening.tests.makers import post
from beffroi.listening.watching import Draft
from tests.browser import companies
from tests.world import World

#: Author, hours ago, what they wrote.
_SAID = (
    (
        "douai_gourmand",
        1,
        "Trois boulangeries où le levain a du goût à Douai. Atelier Martin en tête.",
    ),
    ("cuisine_facile", 3, "Ma recette de levain en cinq jours, à Douai comme ailleurs."),
    ("farine_lilloise", 50, "Où trouver un vrai pain au levain entre Lille et Douai ?"),
    ("marchesaintpierre", 74, "Deux pains au levain sur le marché de Douai ce matin, on a goûté."),
    (
        "sourdough_club",
        26,
        "Sourdough at Douai, day 9: this levain is lovely and so strong.",
    ),
    ("fournil_breton", 60, "Notre levain a dix ans, venez le goûter à Rennes."),
    ("papa_cuisine", 90, "La recette du levain de ma mère, à Douai, simple et bonne."),
    ("chti_run", 120, "Le pain au levain d’Atelier Martin à Douai, c’est mon carburant."),
)
_LEVAIN = Draft(
    "Pain au levain",
    Subject.TOPIC,
    Purpose.MARKET,
    Sought(
        any_of=("pain au levain", "levain"),
        beside=("Douai", "Hauts-de-France"),
        none_of=("recette", "concours"),
        languages=("fr",),
        with_variants=True,
    ),
)
_DRAFTS = (
    _LEVAIN,
    Draft(
        "Atelier Martin",
        Subject.BRAND,
        Purpose.ANSWER,
        Sought(any_of=("Atelier Martin", "@atelier-martin.example")),
    ),
    Draft("Boulangerie Lenoir", Subject.COMPETITOR, Purpose.MARKET, Sought(any_of=("Lenoir",))),
    Draft(
        "Allergies",
        Subject.PRODUCT,
        Purpose.REPUTATION,
        Sought(
            any_of=("gluten",),
            all_of=("allergie",),
            near=(Pair("pain", "malade", 5),),
            none_of=("recette",),
        ),
    ),
    Draft("Fêtes", Subject.TOPIC, Purpose.MARKET, Sought(any_of=("galette", "bûche"))),
)
FORMULA = {
    "csrfmiddlewaretoken": "",
    "do": "words",
    "view": "formula",
    "name": "Pain au levain",
    "formula": '("pain au levain" OU levain) ET (Douai OU Lille ET SAUF recette',
}
REFUSED = {
    "csrfmiddlewaretoken": "",
    "name": "Karim",
    "subject": "person",
    "purpose": "reputation",
    "typed_any_of": "Karim Benali",
    "typed_beside": "syndicat",
    "typed_none_of": "Karim Benali",
    "near_first": "pain",
}


def weighed(world: World) -> None:
    """The ground is weighed, nothing is followed yet."""
    companies.told(world)
    now = utc_now()
    make_channel(world.atelier, "bluesky", now=now)
    grounds.weigh(
        world.atelier,
        Weighed(
            tuple(Purpose),
            {one.key: one.proposed for one in weighing.questions("Atelier Martin")},
            "bonjour@atelier-martin.example",
            12,
        ),
        actor=world.claire,
        now=now - timedelta(days=20),
    )


def several(world: World) -> None:
    """Five watches, one is paused and one turned out too wide; a week of what people said."""
    weighed(world)
    now = utc_now()
    ground = Ground.objects.get(workspace=world.atelier)
    rows = [
        watching.make(ground, draft, actor=world.claire, now=now - timedelta(days=15))
        for draft in _DRAFTS
    ]
    Watch.objects.filter(name="Fêtes").update(is_on=False)
    Watch.objects.filter(name="Boulangerie Lenoir").update(left_out="too_wide")
    keep(
        [
            Caught(
                post(number, said, now=now - timedelta(hours=hours), author=author),
                {world.atelier.pk: [rows[1 if "Martin" in said else 0].pk]},
            )
            for number, (author, hours, said) in enumerate(_SAID)
        ],
        now=now,
    )


def watch_page(world: World) -> str:
    """Return the address of the watch of sourdough."""
    return _page(world, "Pain au levain")


def exact_page(world: World) -> str:
    """Return the address of the one with all that a watch can say."""
    return _page(world, "Allergies")


def notice_page(language: str) -> Callable[[World], str]:
    """Return how to find the public notice in a language."""

    def address(world: World) -> str:
        ground = Ground.objects.get(workspace=world.atelier)
        return f"/listening/notice/{ground.address}/?language={language}"

    return address


def _page(world: World, name: str) -> str:
    return f"/listening/watches/{Watch.objects.get(workspace=world.atelier, name=name).pk}/"
