"""What must be there before the pages about the company are visited."""

from __future__ import annotations

from beffroi.company import charters, queries
from beffroi.company.clauses import Wishes
from beffroi.company.models import Charter, CrisisContact
from beffroi.core.clock import utc_now
from beffroi.drafting import actions as drafting
from tests.world import World, introduce


def told(world: World) -> None:
    """Atelier Martin has said all of itself and published its charter."""
    introduce(world, now=utc_now())


def with_model(world: World) -> None:
    """A language model on somebody else's server may be asked for drafts."""
    wish = drafting.Wish("https://models.example.org/v1", "mistral-small", "secret", is_on=True)
    drafting.keep(world.atelier, wish=wish, actor=world.claire, now=utc_now())


def withdrawn(world: World) -> None:
    """The charter was published, then withdrawn, and reads otherwise by now."""
    told(world)
    charter = Charter.objects.get(workspace=world.atelier)
    charters.withdraw(charter, actor=world.claire, now=utc_now())
    charters.write(
        world.atelier,
        wishes=Wishes(own_words="Le pain ne se jette pas, les mots non plus."),
        is_indexed=True,
        actor=world.claire,
        now=utc_now(),
    )


def in_english(world: World) -> None:
    """The charter is published in English."""
    told(world)
    written = charters.write(
        world.atelier,
        wishes=Wishes(language="en"),
        is_indexed=False,
        actor=world.claire,
        now=utc_now(),
    )
    charters.publish(written, actor=world.claire, now=utc_now())


def charter_page(world: World) -> str:
    """Return where strangers read the charter."""
    charter = queries.charter_of(world.atelier)
    assert charter is not None
    return f"/charter/{charter.address}/"


def contact_page(world: World) -> str:
    """Return where the lawyer of the crisis file is changed."""
    lawyer = CrisisContact.objects.get(workspace=world.atelier, name="Me Vasseur")
    return f"/workspace/company/crisis/contacts/{lawyer.pk}/"
