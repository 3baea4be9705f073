"""Alerts to the crisis team of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import timedelta

from beffroi.company import crisis
from beffroi.company.crisis import Details
from beffroi.core.clock import utc_now
from beffroi.inbox import escalations
from beffroi.inbox.models import Conversation, EscalationNotice, Nudge
from tests.browser import companies, inboxes
from tests.world import World

_WHY = "Parle d’une intoxication, avec un médecin"
_BY_MAIL = (
    Details("Élodie Caron", "Conseil, au téléphone", "06 39 98 33 44", "elodie@nova.example"),
    Details("Bureau Lys", "Relations presse", "", "presse@lys.example"),
)


def urgent(world: World) -> None:
    """What Julien wrote speaks of health; the crisis file is ready."""
    companies.told(world)
    for details in _BY_MAIL:
        crisis.add_contact(world.atelier, details=details, actor=world.claire, now=utc_now())
    inboxes.busy(world)
    Conversation.objects.filter(person_name="Julien Renard").update(urgency="health")


def raised(world: World) -> None:
    """Karim alerted to it; a mail has left, another did not. An older alert is settled."""
    urgent(world)
    now = utc_now()
    old = Conversation.objects.get(person_name="Sandrine Lemoine")
    settled = escalations.alert(old, why="", actor=world.claire, now=now - timedelta(hours=30))
    escalations.close(settled, actor=world.sophie, now=now - timedelta(hours=26))
    julien = Conversation.objects.get(person_name="Julien Renard")
    then = now - timedelta(minutes=12)
    raised = escalations.alert(julien, why=_WHY, actor=world.karim, now=then)
    left, refused = EscalationNotice.objects.filter(escalation=raised, way="mail").order_by("id")
    EscalationNotice.objects.filter(pk=left.pk).update(told_at=now - timedelta(minutes=11))
    escalations.give_up(refused.pk, now=now)


def alert_page(world: World) -> str:
    """Return where the team is alerted to what Julien wrote."""
    return f"{inboxes.talk(world)}alert/"


def card(world: World) -> str:
    """Return the address of Claire's card."""
    return f"/?card=alert-{Nudge.objects.get(user=world.claire, seen_at=None).pk}"
