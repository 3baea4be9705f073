"""What the bakery listens to in the demo: its watches, and what strangers say that they catch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from beffroi.demo.networks import Village
from beffroi.demo.story.listening import WATCHES, Overheard
from beffroi.demo.world import World
from beffroi.listening import compiling, grounds, watching, weighing
from beffroi.listening.alerting.detecting import look_at
from beffroi.listening.grounds import Weighed
from beffroi.listening.keeping import keep
from beffroi.listening.languages import in_their_language
from beffroi.listening.preparing import Caught
from beffroi.listening.rules import KEPT_FOR_MONTHS, Purpose, Subject
from beffroi.listening.watching import Draft


def begin(world: World, *, now: datetime) -> None:
    """Weigh the ground, and write the watches, as Claire does."""
    answers = {one.key: one.proposed for one in weighing.questions(world.atelier.name)}
    weighed = Weighed(
        purposes=tuple(Purpose),
        balancing=answers,
        contact=world.claire.email,
        kept_for_months=KEPT_FOR_MONTHS,
    )
    ground = grounds.weigh(world.atelier, weighed, actor=world.claire, now=now)
    for one in WATCHES:
        draft = Draft(one.name, Subject(one.subject), Purpose(one.purpose), one.sought)
        watching.make(ground, draft, actor=world.claire, now=now)


def overhear(world: World, village: Village, said: Overheard, *, now: datetime) -> None:
    """Let somebody write in public, and the watches catch it."""
    post = replace(village.write(said.network, said.who, text=said.text), followers=said.followers)
    watches = compiling.compile_watches()
    met = watches.index.match(post.text, source=post.network)
    [keys] = in_their_language([(post, met)], watches.languages)
    keep([Caught(post, watches.by_workspace(keys))], now=now)


def look(world: World, *, now: datetime) -> None:
    """Look whether there is reason to alert, as a job does every few minutes."""
    look_at(world.atelier.pk, now=now)
