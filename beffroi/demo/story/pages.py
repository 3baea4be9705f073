"""What competitors and the local press write themselves, `days` before now. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """A post of a competitor on its own account, and how many people like it.

    `picture` says what is to be seen, "" for none; `is_video` makes a film of it.
    """

    days: float
    who: str
    text: str
    likes: int
    picture: str = ""
    is_video: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """An article of the local press."""

    days: float
    title: str
    body: str


DELATTRE, FOURNIL = "Maison Delattre", "Le Fournil du Beffroi"
COMPETITORS = (DELATTRE, FOURNIL)

POSTED = (
    Posted(26.3, DELATTRE, "La vitrine est prête. Venez la voir !", 31, "Une vitrine de tartes"),
    Posted(24.2, FOURNIL, "On ouvre le dimanche, de 7 h à 13 h.", 44),
    Posted(21.3, DELATTRE, "Tarte au sucre à 14 € ce week-end.", 12, "Une tarte au sucre"),
    Posted(19.3, FOURNIL, "Le façonnage, sans coupure.", 63, "Des mains et de la pâte", True),
    Posted(18.2, DELATTRE, "Livraison offerte aux bureaux jusqu’à la fin du mois.", 19),
    Posted(14.3, DELATTRE, "Les brioches sortent du four.", 27, "Des brioches dorées"),
    Posted(12.3, FOURNIL, "Notre flan, en une minute.", 71, "Un flan que l’on coupe", True),
    Posted(11.2, DELATTRE, "-20 % sur les plateaux avec le code BUREAU20.", 8),
    Posted(7.3, DELATTRE, "Trois brioches pour 5 €, aujourd’hui seulement.", 22, "Trois brioches"),
    Posted(5.3, FOURNIL, "Fermés aujourd’hui : le four se repose. Pardon !", 6),
    Posted(4.2, DELATTRE, "Nous cherchons deux vendeurs : https://delattre.example/equipe", 15),
    Posted(
        2.3, FOURNIL, "Un café offert pour deux viennoiseries.", 38, "Un café et deux croissants"
    ),
    Posted(1.1, DELATTRE, "Dégustation gratuite jusqu’à la fin du mois.", 26),
)

PRINTED = (
    Printed(20.4, "Trois commerces ouvrent dans le centre", "Un fleuriste, un opticien, un café."),
    Printed(12.4, "Le marché change de place", "Les travaux durent deux mois."),
    Printed(
        6.4,
        "À Douai, un boulanger explique ses farines aux écoliers",
        "L’Atelier Martin a reçu deux classes au fournil.",
    ),
    Printed(1.4, "La braderie aura lieu", "Le centre sera fermé aux voitures."),
)
#: A site that answered when it was added, and no more since; days before now.
SILENT_ADDED, SILENT_SINCE = 3.0, 1.0
