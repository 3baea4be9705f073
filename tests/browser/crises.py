"""The crisis room of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from beffroi.company import crisis as crisis_file
from beffroi.company.crisis import Details
from beffroi.core.clock import utc_now
from beffroi.crisis import actions, giving, speaking
from beffroi.crisis.models import Room
from beffroi.crisis.rules import Step
from beffroi.delivery import pausing
from beffroi.inbox import escalations
from beffroi.inbox.models import Conversation, Escalation
from beffroi.publishing import pausing as publishing_pausing
from beffroi.publishing.models import Post
from beffroi.web.tests import morning
from tests.browser import companies, publishing
from tests.world import World

_SAID = (
    ("Julien Renard", "Bravo pour la file d’attente, vraiment, record battu.", 5, "complaint"),
    ("Sam W.", "Plus une tradition à 10 h un samedi. Sérieusement ?", 4, "complaint"),
    ("Karine B.", "Une dame âgée est restée debout une demi-heure dehors.", 3, "complaint"),
    ("Ch. Lefebvre", "Vaut l’attente, mais 25 minutes, quand même.", 3, "complaint"),
    ("Thomas Ferreira", "C’est le silence qui agace.", 2, "complaint"),
    ("Amélie V.", "Aucune excuse au comptoir. Nous irons ailleurs.", 2, "complaint"),
    ("H. Wilson", "One star for the wait. Staff were overwhelmed.", 2, "complaint"),
)
_PRESS = "Je prépare un papier sur les files du samedi pour L’Écho de la Scarpe. Avant 15 h 30 ?"


def alerted(world: World) -> None:
    """The crisis file is ready, posts are planned, and a journalist asks: the team is alerted."""
    companies.told(world)
    publishing.month(world)
    now = utc_now()
    details = Details("Élodie Caron", "Conseil, au téléphone", "06 39 98 33 44", "")
    crisis_file.add_contact(world.atelier, details=details, actor=world.claire, now=now)
    channel = world.atelier.channels.order_by("id")[0]
    for who, text, hours, intent in _SAID:
        morning.conversation(
            channel,
            now=now,
            person=who,
            text=text,
            hours=hours,
            intent=intent,
            tone="negative",
            due_at=now + timedelta(hours=3),
        )
    asked = morning.conversation(
        channel,
        now=now,
        person="L’Écho de la Scarpe",
        text=_PRESS,
        hours=1,
        urgency="press",
        tone="neutral",
        due_at=now + timedelta(minutes=50),
    )
    for row in Conversation.objects.filter(channel=channel):
        row.feedback.filter(is_ours=False).update(tone=row.tone, urgency=row.urgency)
    then = now - timedelta(minutes=30)
    escalations.alert(asked, why="La file du samedi", actor=world.karim, now=then)


def opened(world: World) -> None:
    """The room is open for half an hour: posts on pause, messages given, steps ticked, notes."""
    alerted(world)
    now = utc_now()
    room = _open(world, now=now - timedelta(minutes=26))
    actions.write_note(
        room,
        text="Vérifié avec la caisse : samedi, plus de tradition de 10 h à 11 h 40",
        actor=world.claire,
        now=now - timedelta(minutes=24),
    )
    actions.tick(room, Step.VERIFY, actor=world.claire, now=now - timedelta(minutes=24))
    speaking.pause_posts(room, actor=world.claire, now=now - timedelta(minutes=22))
    contact = world.atelier.crisis_contacts.get(name="Élodie Caron")
    actions.say_told(room, contact, actor=world.karim, now=now - timedelta(minutes=18))
    actions.tick(room, Step.TELL, actor=world.karim, now=now - timedelta(minutes=17))
    rows = Conversation.objects.filter(person_name__in=["Sam W.", "Karine B."]).order_by("id")
    for row, user in zip(rows, (world.karim, world.claire), strict=True):
        giving.give(room, row.pk, user_id=user.pk, actor=world.claire, now=now)
    for user in (world.claire, world.karim):
        actions.come(room, user=user, now=now)


def closed(world: World) -> None:
    """It is over since yesterday, and somebody wrote what was learned."""
    opened(world)
    now = utc_now()
    room = Room.objects.get()
    actions.close(room, actor=world.claire, now=now)
    actions.learn(
        room,
        went_well="Nous avons vérifié avant de parler, et répondu à chacun.",
        went_wrong="Le premier mot est venu trop tard.",
        to_change="Une seconde fournée le samedi, dès cette semaine. Karim prévient à 9 h 30.",
        actor=world.claire,
        now=now,
    )


def owed(world: World) -> None:
    """It is over, and nobody wrote yet what was learned."""
    opened(world)
    actions.close(Room.objects.get(), actor=world.claire, now=utc_now())


def drill(world: World) -> None:
    """A drill goes on for seven minutes."""
    companies.told(world)
    now = utc_now()
    room = actions.open_drill(
        world.atelier, language="fr", actor=world.claire, now=now - timedelta(minutes=7)
    )
    actions.tick(room, Step.VERIFY, actor=world.claire, now=now - timedelta(minutes=5))
    actions.react(room, 0, assignee=None, actor=world.karim, now=now - timedelta(minutes=4))


def drilled(world: World) -> None:
    """A drill is over: what took how long."""
    drill(world)
    actions.close(Room.objects.get(), actor=world.claire, now=utc_now())


def paused(world: World) -> None:
    """All posts are paused, one is let through."""
    publishing.month(world)
    now = utc_now()
    pause = pausing.pause(
        world.atelier, why="La file du samedi", actor=world.claire, now=now - timedelta(hours=1)
    )
    rows = world.atelier.deliveries.filter(status="scheduled", follows=None).order_by("due_at")
    chosen = Post.objects.get(variants__delivery=rows[0])
    publishing_pausing.let_through(pause, [chosen.pk], actor=world.claire, now=now)


def room_page(world: World) -> str:
    """Return where the room is."""
    return reverse("crisis_room", args=[Room.objects.get().pk])


def review_page(world: World) -> str:
    """Return where its review is."""
    return reverse("crisis_review", args=[Room.objects.get().pk])


def paused_post(world: World) -> str:
    """Return a post that the pause keeps here."""
    kept = world.atelier.deliveries.filter(status="scheduled", follows=None, let_through=None)
    row = kept.order_by("due_at").last()
    assert row is not None
    return reverse("post", args=[Post.objects.get(variants__delivery=row).pk])


def _open(world: World, *, now: datetime) -> Room:
    return actions.open_room(
        world.atelier,
        name="La file du samedi",
        escalation=Escalation.objects.get(),
        actor=world.claire,
        now=now,
    )
