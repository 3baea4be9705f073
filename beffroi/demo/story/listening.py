"""What is said around the bakery, outside its own pages: in four weeks, and this morning.

The queue of this morning is what an alert is made of. Nobody here exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.listening.sought import Sought


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch of the bakery: its name, what it follows and why, what it looks for."""

    name: str
    subject: str
    purpose: str
    sought: Sought


@dataclass(frozen=True, slots=True)
class Overheard:
    """What somebody says in public, `days` and `hours` before now; followers where it is told."""

    days: float
    network: str
    who: str
    text: str
    followers: int | None = None


WATCHES = (
    Watched(
        "Atelier Martin",
        "brand",
        "answer",
        Sought(
            any_of=("atelier martin", "boulangerie martin", "#ateliermartin", "@atelier-martin"),
            none_of=("aston",),
        ),
    ),
    Watched(
        "Boulangerie à Douai",
        "topic",
        "market",
        Sought(
            any_of=("boulangerie", "boulanger"),
            beside=("Douai", "douaisis"),
            none_of=("atelier martin",),
            languages=("fr",),
            with_variants=True,
        ),
    ),
    Watched(
        "Pain au levain",
        "topic",
        "market",
        Sought(
            any_of=("levain", "pain au levain"),
            beside=("Douai", "Hauts-de-France", "Lille"),
            none_of=("recette",),
        ),
    ),
    Watched("Maison Delattre", "competitor", "market", Sought(any_of=("maison delattre",))),
    Watched(
        "Le Fournil du Beffroi",
        "competitor",
        "market",
        Sought(any_of=("fournil du beffroi", "#fournildubeffroi")),
    ),
)

_B, _M = "bluesky", "mastodon"

BEFORE = (
    Overheard(27.4, _B, "Lucie", "Découvert l’Atelier Martin à Douai : leur tradition, un délice."),
    Overheard(26.8, _M, "Hugues", "La Maison Delattre a refait sa vitrine, très joli travail."),
    Overheard(26.3, _B, "Nora", "Qui connaît une bonne boulangerie à Douai, côté gare ?"),
    Overheard(25.6, _M, "Amandine", "Brioche de l’Atelier Martin au petit déjeuner, merci la vie."),
    Overheard(25.1, _B, "Théo", "Le Fournil du Beffroi ouvre le dimanche, ça change tout."),
    Overheard(24.7, _B, "Inès", "À Douai, l’Atelier Martin fait le meilleur pain aux noix."),
    Overheard(24.2, _M, "Bruno", "Du vrai levain à Lille, vous achetez où ?"),
    Overheard(23.5, _B, "Marie", "Maison Delattre : accueil souriant, tarte au sucre parfaite."),
    Overheard(23.1, _M, "Yanis", "Passé à l’Atelier Martin pour un sandwich. Rien à dire."),
    Overheard(22.4, _B, "Céleste", "Trois boulangeries à Douai où le levain a du goût. Enfin !"),
    Overheard(21.9, _B, "Paul", "Croissants de l’Atelier Martin : croustillants, généreux, bravo."),
    Overheard(
        21.2, _M, "Odette", "Maison Delattre encore en rupture de baguettes à midi, pénible."
    ),
    Overheard(20.8, _B, "Samir", "Un gâteau d’anniversaire commandé à l’Atelier Martin, superbe !"),
    Overheard(20.1, _M, "Jeanne", "Fournil du Beffroi : pain un peu trop cuit ce matin."),
    Overheard(19.6, _B, "Elsa", "L’Atelier Martin prend la carte à partir de combien ?"),
    Overheard(19.0, _M, "Luc", "Boulangerie à Douai ouverte le lundi : ça existe ?"),
    Overheard(18.4, _B, "Fanny", "Le pain perdu de l’Atelier Martin a sauvé notre goûter."),
    Overheard(17.7, _B, "Rémi", "Maison Delattre livre désormais les bureaux, très pratique."),
    Overheard(17.2, _M, "Alice", "Atelier Martin : dix minutes d’attente, mais quel pain."),
    Overheard(16.5, _B, "Karine", "Levain de compétition à Douai, j’ai goûté, je valide."),
    Overheard(15.9, _M, "Victor", "Fournil du Beffroi : leur flan est une merveille."),
    Overheard(15.3, _B, "Louis", "Boulangerie Martin, rue de la Mairie : vendeuse adorable."),
    Overheard(14.6, _B, "Sonia", "L’Atelier Martin fait-il des pièces sans gluten ?"),
    Overheard(14.1, _M, "Denis", "Maison Delattre, deux euros le pain au chocolat, ça pique."),
    Overheard(13.4, _B, "Chloé", "#AtelierMartin la photo du fournil au lever du jour, magnifique"),
    Overheard(12.8, _M, "Gilles", "Un boulanger de Douai qui explique ses farines, j’adore."),
    Overheard(12.2, _B, "Ambre", "Atelier Martin, déçue : ma commande n’était pas prête.", 80),
    Overheard(11.7, _B, "Tom", "Fournil du Beffroi ou Maison Delattre pour une galette ?"),
    Overheard(11.0, _M, "Rose", "Le pain de l’Atelier Martin tient quatre jours, chapeau."),
    Overheard(10.5, _B, "Adrien", "Atelier Martin à la fête du quartier, super ambiance."),
    Overheard(9.8, _M, "Lina", "Maison Delattre recrute deux vendeurs, faites passer."),
    Overheard(9.3, _B, "Oscar", "Pain au levain trouvé près de Lille, il vaut le détour."),
    Overheard(8.6, _B, "Maud", "Merci à l’Atelier Martin pour les invendus donnés hier soir."),
    Overheard(8.1, _M, "Simon", "Le Fournil du Beffroi a changé de propriétaire ?"),
    Overheard(7.4, _B, "Zélie", "L’Atelier Martin a repris le pain de seigle, joie."),
    Overheard(6.9, _M, "Agathe", "Quelle boulangerie de Douai fait encore des faluches ?"),
    Overheard(6.2, _B, "Nadir", "Maison Delattre : promotion sur les brioches, 3 pour 5 €."),
    Overheard(5.7, _B, "Léa", "Atelier Martin, comme toujours : parfait et souriant."),
    Overheard(5.1, _M, "Basile", "Fournil du Beffroi fermé sans prévenir, dommage."),
    Overheard(4.6, _B, "Coline", "Le stage levain à Douai, quelqu’un l’a fait ?"),
    Overheard(3.9, _M, "Pierre", "Le pain de l’Atelier Martin vaut l’attente, quand même."),
    Overheard(3.3, _B, "Wanda", "Maison Delattre : le service s’améliore, on y retourne."),
    Overheard(
        2.8, _B, "Ilan", "Atelier Martin : plus de tradition à dix heures, sérieusement ?", 140
    ),
    Overheard(2.2, _M, "Flore", "Trois boulangeries de Douai comparées, beau travail."),
    Overheard(1.7, _B, "Marc", "Toujours autant de monde à l’Atelier Martin, c’est bon signe."),
    Overheard(1.2, _M, "Jade", "Maison Delattre : dégustation gratuite jusqu’à la fin du mois."),
)
#: Today, in this order, `days` before now.
QUEUE = (
    Overheard(
        0.24, _B, "Charlotte Lefebvre", "Le pain d’Atelier Martin vaut l’attente, mais 25 min", 620
    ),
    Overheard(
        0.21,
        _B,
        "Sam",
        "Plus une seule tradition à 10 h à l’Atelier Martin. Honteux, je suis très déçu.",
        310,
    ),
    Overheard(
        0.18, _M, "Delphine", "Atelier Martin : 25 minutes de file, deux caisses fermées, pénible."
    ),
    Overheard(
        0.16,
        _B,
        "Hakim",
        "Une heure perdue à l’Atelier Martin, aucun pain à la fin. Très déçu.",
        95,
    ),
    Overheard(
        0.13,
        _B,
        "Corinne",
        "Inadmissible, cette file à l’Atelier Martin : personne n’aide les parents.",
        540,
    ),
    Overheard(
        0.10, _M, "Raph", "Atelier Martin, la file déborde dans la rue, personne ne prévient. Déçu."
    ),
    Overheard(
        0.07,
        _B,
        "Solène",
        "Encore la file à l’Atelier Martin, service trop lent, je vais ailleurs.",
        1250,
    ),
    Overheard(
        0.04, _B, "Jules Petit", "Bon courage à l’équipe de l’Atelier Martin, sacrée matinée."
    ),
    Overheard(0.02, _M, "Béa", "Trop d’attente, trop peu de pain : l’Atelier Martin me perd.", 60),
)
