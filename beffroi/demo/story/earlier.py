"""What Atelier Martin did in its first month here, so that a whole month can be looked back on.

Nobody answers it on Bluesky, whose first reading goes back thirty days.
"""

from __future__ import annotations

from beffroi.demo.story import BLUESKY, Rated, Told, Word

POSTS = (
    Told(
        54,
        "07:15",
        "Le pain de seigle revient : trois farines, une nuit de repos, une croûte qui chante. "
        "Douze pièces par fournée, pas une de plus.",
        "loaf",
        words=(
            Word(
                "mastodon",
                "zoe",
                "On peut en réserver un pour samedi ?",
                minutes=65,
                answer="Bien sûr, Zoé : il vous attend au comptoir jusqu’à midi.",
                then="Merci, à samedi !",
            ),
        ),
    ),
    Told(
        48,
        "12:10",
        "Trois questions que l’on nous pose chaque jour : oui, le levain est le nôtre ; non, rien "
        "n’est surgelé ; et la tradition sort à 6 h 45, 11 h et 16 h 30.",
        "shop",
        words=(
            Word(
                "mastodon",
                "amelie",
                "Et pour le pain sans sel, il faut commander ?",
                minutes=190,
                answer="La veille avant 17 h, et il est prêt à l’ouverture.",
                by="claire",
            ),
        ),
    ),
    Told(
        41,
        "17:40",
        "La boîte de six viennoiseries pour vos réunions : dites-nous l’heure, on s’occupe du "
        "reste. Livrée à vélo dans Douai.",
        "brioche",
        words=(
            Word(
                "mastodon",
                "bernard",
                "Vous livrez aussi la zone de Dorignies ?",
                minutes=35,
                answer="Oui, du mardi au vendredi, à partir de deux boîtes.",
                by="claire",
            ),
        ),
    ),
    Told(
        34,
        "06:55",
        "Ce matin, le four a pris son temps : fournée de 7 h à 7 h 20. Le café est offert à "
        "qui patiente.",
        channels=BLUESKY,
    ),
)
REVIEWS = (
    Rated(
        57.3,
        "Odile Carpentier",
        5,
        "Pain de seigle remarquable, et on vous explique comment le garder.",
        answer="Merci Odile ! Le seigle revient chaque semaine. À bientôt, Claire",
        later=150,
    ),
    Rated(
        50.2,
        "Fabrice Legrand",
        4,
        "Très bonnes viennoiseries, le parking reste compliqué.",
        answer="Merci Fabrice. Derrière l’église, il reste souvent de la place. Claire",
        later=240,
    ),
    Rated(
        44.4,
        "Sylvie Marchand",
        5,
        "Conseils au comptoir, sourire, et du bon pain.",
        answer="Merci Sylvie, l’équipe lira votre mot. Claire",
        later=95,
    ),
    Rated(37.1, "Kevin Delmotte", 3, "Bon mais il n’y avait plus de tradition à 18 h."),
    Rated(
        32.3,
        "Anne Dhaussy",
        5,
        "La boîte de viennoiseries livrée à l’heure, les collègues ont adoré.",
        answer="Merci Anne, et bonjour à toute l’équipe ! Claire",
        later=60,
    ),
)
