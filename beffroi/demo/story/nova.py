"""Nova's clients: Cycles Dubreuil is well, Garage Lefort has lost its access."""

from __future__ import annotations

from beffroi.demo.story import Told, Word

CYCLES_PAST = (
    Told(20, "09:00", "L’atelier rouvre : révision complète en 48 heures, sur rendez-vous."),
    Told(
        9,
        "12:15",
        "Freins, pneus, chaîne, lumières : cinq minutes pour vérifier son vélo avant de partir.",
        "wheel",
        words=(
            Word(
                "bluesky",
                "fatou",
                "Très utile. On change la chaîne tous les combien ?",
                minutes=60,
                answer="Tous les 3 000 km environ. On la mesure gratuitement à l’atelier.",
                by="nadia",
            ),
        ),
    ),
    Told(
        1,
        "12:15",
        "Reprise de votre ancien vélo, même s’il ne roule plus : on le répare ou on le donne.",
        "wheel",
        words=(
            Word("bluesky", "marc", "Même un vélo d’enfant de vingt ans d’âge ?", ago=240),
            Word("bluesky", "julien", "Le don va à quelle association ?", ago=50),
        ),
    ),
)
CYCLES_COMING = (
    Told(-2, "12:15", "Atelier participatif : venez réparer le vôtre avec nos outils.", "wheel"),
    Told(-7, "09:00", "Antivols : les trois qui résistent, essayés à la pince."),
)
GARAGE_PAST = (
    Told(
        15, "08:00", "Contrôle avant le grand départ : quinze points, vingt minutes, sans surprise."
    ),
    Told(6, "08:00", "Un voyant orange n’est pas une panne. Passez, la lecture est offerte."),
)
GARAGE_COMING = (
    Told(-1, "08:00", "Pneus : comment lire l’usure avec une pièce de deux euros."),
    Told(-5, "08:00", "Devis écrit avant chaque réparation : notre règle depuis 1987."),
)
