"""What is said of Atelier Martin elsewhere, for the pictures and checks of what is heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.core.clock import utc_now
from beffroi.language.understanding import Message, understand
from beffroi.listening.alerting import actions, detecting
from beffroi.listening.alerting.tests.makers import old_watch, say
from beffroi.listening.models import Alert, AlertNotice, Mention, Watch
from beffroi.listening.telling import hooks, pushing
from beffroi.listening.telling.webpush import Subscription
from tests.world import World

_QUEUE = (
    ("Charlotte Lefebvre", "Le pain d’Atelier Martin vaut l’attente, mais 25 minutes, quand même."),
    ("Sam", "Plus une tradition à 10 h un samedi chez Atelier Martin. Sérieusement ?"),
    ("Julien Renard", "Une heure de file chez Atelier Martin et plus rien à la fin, lamentable."),
    ("Nour", "Atelier Martin : accueil froid et file interminable, je ne reviendrai pas."),
    ("Amina", "Encore fermé avant l’heure, Atelier Martin se moque de ses clients."),
    ("Théo", "Très déçu d’Atelier Martin ce samedi, personne pour s’excuser de l’attente."),
    ("Louise", "Atelier Martin a changé de devanture."),
    ("Paul", "La galette d’Atelier Martin est toujours aussi bonne."),
    ("Sandrine Lemoine", "Service pitoyable chez Atelier Martin, trois caisses et une ouverte."),
)
_PRESS = "Je suis journaliste à L’Écho de la Scarpe et je prépare un article sur Atelier Martin."


def alerts(world: World) -> None:
    """Much is said of the queue; a journalist asks; an older alert was false, one calmed down."""
    now = utc_now()
    brand = old_watch(world.atelier, now=now, name="Atelier Martin")
    days = [now - timedelta(days=day, hours=3 + 9 * (day % 2)) for day in range(1, 57)]
    say(brand, days + days[::2])
    for place, (name, text) in enumerate(_QUEUE):
        _say(brand, name, text, at=now - timedelta(minutes=25 + 31 * place))
    detecting.look(brand, now=now)
    product = old_watch(world.atelier, now=now, name="Pain au levain", subject="product")
    _older(product, now=now, days=12, closing="fallen")
    _older(product, now=now, days=30, closing="fallen")
    wrong = _older(product, now=now, days=3, closing="")
    actions.call_false(wrong, actor=world.claire, now=now - timedelta(days=2, hours=20))
    _say(product, "L’Écho de la Scarpe", _PRESS, at=now - timedelta(minutes=8))
    detecting.look(product, now=now)


def told(world: World) -> None:
    """Claire's browser shows notices; a tool of the bakery is called, and was cut off once."""
    now = utc_now()
    hooks.keep(
        world.atelier,
        address="https://outils.atelier-martin.example/beffroi",
        is_on=True,
        actor=world.claire,
        now=now,
    )
    device = Subscription("https://push.example/1", bytes(65), bytes(16))
    pushing.add(world.claire, device, name="Firefox, Windows", now=now)
    alerts(world)
    calls = AlertNotice.objects.filter(way="hook").order_by("pk")
    calls.update(told_at=now)
    AlertNotice.objects.filter(pk=calls[0].pk).update(
        told_at=None, given_up_at=now, failure="doubtful"
    )


def alert_page(world: World) -> str:
    """Return the address of the alert about the queue."""
    return f"/listening/alerts/{_of(world, 'Atelier Martin').pk}/"


def false_page(world: World) -> str:
    """Return the address of the one that was false."""
    found = Alert.objects.get(workspace=world.atelier, closing="false_alarm")
    return f"/listening/alerts/{found.pk}/"


def card(world: World) -> str:
    """Return Today with the alert about the queue in front."""
    return f"/?card=heard-{_of(world, 'Atelier Martin').pk}"


def _of(world: World, name: str) -> Alert:
    return Alert.objects.get(workspace=world.atelier, watch__name=name, closed_at=None)


def _say(watch: Watch, name: str, text: str, *, at: datetime) -> None:
    [said] = understand([Message(text)])
    say(
        watch,
        [at],
        tone=said.tone,
        text=text,
        author_name=name,
        intent=said.intent,
        urgency=said.urgency,
        language=said.language,
        aspects=dict(said.aspects),
        url="https://bsky.app/profile/zoe.example/post/3kx",
    )
    Mention.objects.filter(text=text).update(heard_at=at)


def _older(watch: Watch, *, now: datetime, days: int, closing: str) -> Alert:
    opened_at = now - timedelta(days=days)
    row = Alert.objects.create(
        workspace_id=watch.workspace_id,
        watch=watch,
        level=1,
        phase="weak",
        reasons=[{"trigger": "volume", "level": 1, "count": 7, "mean": 1.2, "days": 28}],
        opened_at=opened_at,
        looked_at=opened_at,
        grown_at=opened_at,
        most=5,
        closing=closing,
        closed_at=opened_at + timedelta(hours=26) if closing else None,
    )
    detecting.note(row, row.events.model.Kind.OPENED, at=opened_at, level=1, triggers=["volume"])
    return row
