"""What customers of Atelier Martin write on the map, over a year. The newest waits for us."""

from __future__ import annotations

from beffroi.demo.story import Rated

#: From before the bakery came to Beffroi: read at once when it connects the place.
BEFORE = (
    Rated(322, "Colette Vanhove", 5, "Le pain de campagne de mon enfance. Merci à toute l’équipe."),
    Rated(301, "Yanis Bouchez", 4, "Très bons croissants. On attend un peu le dimanche matin."),
    Rated(288, "Thérèse Lambin", 5, ""),
    Rated(
        263, "Hervé Crépin", 2, "Baguette trop cuite deux fois de suite, et personne au comptoir."
    ),
    Rated(240, "Mélanie Duquesne", 5, "Accueil charmant, vendeuse patiente avec les enfants."),
    Rated(226, "Olivier Stien", 4, "Bon pain, prix corrects. Le parking est petit."),
    Rated(199, "Aïcha Rahmani", 5, "Gâteau d’anniversaire superbe, et prêt à l’heure."),
    Rated(178, "Guillaume Petit", 3, "Le sandwich est bon mais cher pour la taille."),
    Rated(154, "Martine Obin", 5, "La tarte au sucre, un bonheur."),
    Rated(131, "Ludovic Caron", 1, "Commande oubliée, j’ai dû revenir le lendemain."),
    Rated(117, "Emma Lesage", 5, ""),
    Rated(96, "Pieter De Smet", 4, "Good bread and a friendly welcome, worth the stop."),
    Rated(83, "Nathalie Fontaine", 5, "Boutique impeccable, pain au levain qui se garde bien."),
    Rated(66, "Romain Hannequin", 4, "Viennoiseries au top. Fermé le lundi, à savoir."),
)
#: Since then: most of them answered.
SINCE = (
    Rated(
        26.3,
        "Damien Lefort",
        5,
        "Pain aux noix extraordinaire, et l’équipe est adorable.",
        answer="Merci Damien ! Le pain aux noix sort trois matins par semaine. À très vite, Claire",
    ),
    Rated(
        22.2,
        "Brigitte Hornez",
        2,
        "Une demi-heure de queue samedi, et plus de tradition à midi.",
        answer="Bonjour Brigitte, nous sommes navrés de cette attente. Une fournée de plus sort "
        "désormais le samedi à 11 h. Claire",
        later=300,
    ),
    Rated(
        18.1,
        "Kevin Masson",
        4,
        "Très bon, un peu cher.",
        answer="Merci Kevin, à bientôt !",
        by="sophie",
    ),
    Rated(15.4, "Élodie Warin", 5, answer="Merci Élodie !", later=45, by="sophie"),
    Rated(
        12.2,
        "Patrick Delcourt",
        3,
        "Le pain est bon, mais on m’a mal rendu la monnaie et il a fallu insister.",
        answer="Bonjour Patrick, vous avez raison de le dire, et nous vous devons des excuses : "
        "passez au comptoir, nous vous offrons un café. Claire",
        later=1500,
    ),
    Rated(
        9.3,
        "Agnès Thellier",
        5,
        "Le fournil ouvert au public, quelle belle idée.",
        answer="Avec plaisir !",
        later=60,
        by="sophie",
    ),
    Rated(
        6.4,
        "Sofiane Ait",
        5,
        "Commandé 60 mini-viennoiseries pour le bureau : livrées à l’heure, toutes délicieuses.",
        answer="Merci Sofiane, et bonjour à tout le bureau. Karim",
        by="karim",
    ),
    Rated(
        4.2,
        "Jeanne Dubrulle",
        4,
        "Bonne adresse, personnel souriant.",
        answer="Merci Jeanne, l’équipe sera ravie de vous lire. Karim",
        by="karim",
    ),
    Rated(
        2.3,
        "Mathis Leroy",
        5,
        "Manon apprend vite, sa baguette est parfaite !",
        answer="Manon rougit, et vous remercie. Claire",
        later=150,
    ),
    Rated(
        0.11,
        "Corinne Baillet",
        1,
        "Gâteau commandé il y a dix jours, pas prêt ce matin. On m’a répondu sèchement que le "
        "bon était perdu. Anniversaire gâché, je suis très déçue.",
    ),
)
