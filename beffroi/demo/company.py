"""What Atelier Martin says of itself: hours, policies, promise of answer, charter."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.company import actions, charters, crisis
from beffroi.company.actions import Identity
from beffroi.company.clauses import Wishes
from beffroi.company.crisis import Details
from beffroi.company.hours_text import times_of
from beffroi.company.rules import Delay, Kind, open_days
from beffroi.demo.world import World

_IDENTITY = Identity(
    name="Atelier Martin",
    address="14, rue de la Cloche\n59500 Douai",
    phone="03 53 01 42 18",  # from the range that is kept for fiction
    email="bonjour@atelier-martin.example",
    website="https://atelier-martin.example",
    trades=("bakery", "cafe"),
    signature="Claire",
)
_WEEK = (
    "fermé",
    "7 h – 13 h, 15 h – 19 h",
    "idem",
    "idem",
    "idem",
    "7 h – 19 h",
    "7 h 30 – 12 h 30",
)
_POLICIES = {
    "returns": "Un produit ne va pas ? Rapportez-le le jour même avec le ticket : nous l’échangeons"
    " ou nous le remboursons.",
    "shipping": "Livraison gratuite à Douai à partir de 30 €, du mardi au samedi avant 10 h. Nous"
    " n’expédions pas.",
    "booking": "Gâteaux sur commande 48 h à l’avance, avec 30 % d’acompte. Annulation sans frais"
    " jusqu’à la veille 12 h.",
    "after_sales": "Appelez-nous ou passez au comptoir avec le numéro de commande : Claire ou"
    " Sophie s’en occupe.",
    "coming": "Parking gratuit place d’Armes, à deux minutes. Entrée de plain-pied, bus 1 et 2,"
    " arrêt Cloche.",
}
_HOLIDAYS_OPEN = ("Lundi de Pâques", "Fête de la Victoire", "Armistice")
#: Numbers from the ranges that are kept for fiction; no mail address, so that no mail leaves.
_CONTACTS = (
    Details("Claire Martin", "Décide et parle à la presse", "06 39 98 12 34", ""),
    Details("Karim Benali", "Répond, garde les preuves", "06 39 98 56 78", ""),
    Details("Me Vasseur", "Avocat, seulement si menace", "03 53 01 90 10", ""),
)
_HOLDING = (
    "Bonjour, nous avons lu vos messages et nous les prenons au sérieux. Nous cherchons ce qui "
    "s’est passé et nous vous le dirons ici dès que nous le saurons.\nClaire, Atelier Martin"
)


def introduce(world: World, *, now: datetime) -> None:
    """Have Claire say all that there is to say, and publish the charter."""
    atelier, claire = world.atelier, world.claire
    actions.say_identity(atelier, identity=_IDENTITY, actor=claire, now=now)
    week = [times_of(_WEEK[0])]
    for text in _WEEK[1:]:
        week.append(times_of(text, above=week[-1]))
    actions.say_hours(atelier, week=week, actor=claire, now=now)
    actions.say_holidays(atelier, region="FR", open_holidays=_HOLIDAYS_OPEN, actor=claire, now=now)
    actions.say_policies(atelier, policies=_POLICIES, actor=claire, now=now)
    delays = {Kind.OTHER: open_days(1), Kind.URGENT: Delay(60)}
    actions.promise(atelier, delays=delays, actor=claire, now=now)
    first_day = now.date() + timedelta(days=70)
    actions.add_closure(
        atelier,
        first_day=first_day,
        last_day=first_day + timedelta(days=13),
        sentence="Nous sommes en congés : le four se repose, nous aussi.",
        actor=claire,
        now=now,
    )
    wishes = Wishes(moderator="Claire et Karim")
    written = charters.write(atelier, wishes=wishes, is_indexed=False, actor=claire, now=now)
    charters.publish(written, actor=claire, now=now)
    for details in _CONTACTS:
        crisis.add_contact(atelier, details=details, actor=claire, now=now)
    crisis.say_holding_message(atelier, text=_HOLDING, actor=claire, now=now)
