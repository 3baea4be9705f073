"""Atelier Martin: what it has published, what is planned, what waits for a person."""

from __future__ import annotations

from beffroi.demo.story import BLUESKY, MASTODON, Told, Word

PAST = (
    Told(
        27,
        "07:30",
        "Bonjour Douai ! Ici, l’Atelier Martin vous dit tout : les fournées, les coulisses, "
        "les jours où l’on ferme. La tradition sort à 6 h 45, 11 h et 16 h 30.",
        "shop",
        words=(
            Word(
                "bluesky",
                "lea",
                "Chouette, enfin ! Vous pourrez prévenir quand il reste du pain aux noix ?",
                minutes=42,
                answer="Promis, Léa. Il y en a trois fois par semaine, et on le dira ici.",
                then="Parfait, merci beaucoup.",
            ),
            Word(
                "mastodon", "zoe", "Bienvenue ! Vos voisins de rue vous saluent.", 95, is_done=True
            ),
        ),
    ),
    Told(
        25,
        "07:00",
        "Notre levain a neuf ans. On le nourrit deux fois par jour, fêtes comprises : "
        "c’est lui qui décide de l’heure du réveil.",
        "loaf",
    ),
    Told(
        23,
        "12:00",
        "Du pain d’hier ? Deux œufs, un quart de litre de lait, une noix de beurre : "
        "le pain perdu de Claire se fait en dix minutes.",
        "brioche",
        words=(
            Word(
                "mastodon",
                "amelie",
                "Essayé ce midi avec les enfants, il n’en reste rien. "
                "Vous mettez du sucre dans le lait ?",
                minutes=180,
                answer="Une cuillère à soupe, pas plus : la croûte caramélise et ça suffit.",
                by="claire",
            ),
        ),
    ),
    Told(
        21,
        "18:00",
        "Nous cherchons une apprentie ou un apprenti boulanger. Il faut aimer se lever tôt et "
        "manger chaud. Passez nous voir, ou écrivez à claire@atelier-martin.example.",
        words=(
            Word(
                "bluesky",
                "marc",
                "Mon fils est en CAP, il cherche justement. Il peut passer quand ?",
                minutes=70,
                answer="L’après-midi après 15 h, quand le four est froid. Qu’il demande Claire !",
                by="claire",
                then="Merci, il viendra cette semaine.",
            ),
        ),
    ),
    Told(
        19,
        "16:30",
        "Vingt-six élèves de l’école voisine ont façonné leur petit pain ce matin. "
        "Vingt-six formes différentes, toutes réussies.",
    ),
    Told(
        17,
        "07:30",
        "Nouvelle farine : des blés du Cambrésis, moulus à la meule à quarante kilomètres d’ici. "
        "Vous nous direz si la croûte chante plus fort.",
        "loaf",
        words=(
            Word(
                "mastodon",
                "remi",
                "Est-ce qu’elle convient aux gens qui digèrent mal le blé moderne ?",
                minutes=130,
                answer="Nous ne pouvons pas le promettre : c’est du blé, avec du gluten. Beaucoup "
                "de clients digèrent mieux le pain au levain long. Goûtez une petite tranche.",
                later=50,
            ),
        ),
    ),
    Told(
        15,
        "11:15",
        "Le sandwich de la semaine : jambon à l’os, maroilles affiné, pickles d’oignon. "
        "Trente par jour, pas un de plus.",
        "sandwich",
        BLUESKY,
    ),
    Told(
        13,
        "08:00",
        "Tarte au sucre, celle de la grand-mère de Claire. Deux cuissons : la pâte d’abord, "
        "la garniture ensuite. C’est tout le secret.",
        "tart",
        words=(
            Word(
                "bluesky",
                "tom",
                "We had it yesterday on our way to Lille. Best sugar tart ever. "
                "Do you ship abroad?",
                minutes=300,
                answer="Thank you, Tom! We do not ship, it would arrive in crumbs. Come back soon.",
                then="We will. Cheers from Kent!",
            ),
            Word("bluesky", "fatou", "Ma préférée depuis toujours.", 45, is_done=True),
        ),
    ),
    Told(
        10,
        "07:10",
        "Four en panne cette nuit : pas de tradition avant 10 h, toutes nos excuses. "
        "Le technicien est là, le café est offert à ceux qui attendent.",
        words=(
            Word(
                "mastodon",
                "bernard",
                "Ça arrive. Merci de prévenir, j’ai gagné un aller-retour.",
                minutes=20,
                answer="Merci de votre patience, Bernard. La première fournée est sortie à 9 h 50.",
                later=165,
            ),
        ),
    ),
    Told(
        8,
        "18:30",
        "Hier, 43 pains et 20 viennoiseries invendus sont partis à l’épicerie solidaire. "
        "Rien à la poubelle depuis le début de l’année.",
        channels=MASTODON,
    ),
    Told(
        5,
        "06:50",
        "Vingt-quatre heures de repos, trois tours de pâte, vingt-sept couches : "
        "voici pourquoi nos croissants prennent leur temps.",
        "croissant",
        words=(
            Word(
                "bluesky",
                "julien",
                "Pur beurre ? Et du beurre d’où ?",
                minutes=55,
                answer="Pur beurre, oui : il vient d’une laiterie de Thiérache, "
                "à une heure de route.",
            ),
        ),
    ),
    Told(
        3,
        "15:00",
        "Le fournil se visite : une heure, dix personnes, les mains dans la pâte à la fin. "
        "Inscription au comptoir, c’est gratuit.",
        "oven",
        words=(
            Word(
                "bluesky",
                "lea",
                "Les enfants peuvent venir ? Les miens ont six et neuf ans.",
                minutes=90,
                answer="Bien sûr, à partir de cinq ans, avec un adulte. On prévoit des tabliers.",
            ),
            Word(
                "mastodon",
                "zoe",
                "Reste-t-il de la place pour deux fleuristes curieuses ?",
                ago=26 * 60,
            ),
        ),
    ),
    Told(
        2,
        "17:00",
        "Manon a commencé son apprentissage ce matin. Sa première baguette est un peu courbée : "
        "elle l’a emportée chez elle, et elle a bien fait.",
        words=(
            Word(
                "mastodon",
                "bernard",
                "Elle fera aussi des gâteaux d’anniversaire ? Le mien est dans un mois.",
                ago=215,
                answer="Pas encore, mais moi, oui : passez choisir, on note la date ensemble.",
                later=20,
                by="claire",
            ),
            Word("bluesky", "marc", "Bravo Manon, et bravo de transmettre !", 35, is_done=True),
        ),
    ),
    Told(
        1,
        "07:00",
        "Fournée de 7 h : tradition, campagne, et le pain aux noix que vous réclamez. "
        "Il part vite.",
        "loaf",
        own_texts=(
            (
                "mastodon",
                "Fournée de 7 h : tradition, campagne, et le pain aux noix que vous réclamez. "
                "Il part vite. #Douai #boulangerie #levain",
            ),
        ),
        words=(
            Word(
                "bluesky",
                "sandrine",
                "Arrivée à 10 h, plus rien d’autre que du pain de mie, et la vendeuse n’a pas eu "
                "un mot. Dommage, d’habitude j’adore venir chez vous.",
                ago=190,
            ),
            Word(
                "bluesky",
                "julien",
                "Le pain aux noix se garde combien de temps ?",
                ago=125,
            ),
            Word(
                "mastodon",
                "amelie",
                "Le meilleur pain aux noix de la ville, et je les ai tous goûtés. Merci !",
                ago=75,
            ),
        ),
    ),
)

#: Its answer from Mastodon gets lost, and Mastodon does not let itself be searched.
DOUBTED = Told(
    1,
    "18:00",
    "Une place se libère à la vente, le samedi et le dimanche matin. Le sourire compte plus que "
    "l’expérience. Écrivez à claire@atelier-martin.example.",
)
#: Nobody was at work when it was due.
LATE = Told(
    1,
    "17:30",
    "Dernières tartes au sucre de la journée : moitié prix jusqu’à 19 h.",
    "tart",
    BLUESKY,
)

COMING = (
    Told(-1, "07:00", "Fournée de 7 h : campagne, seigle, et une brioche à partager.", "brioche"),
    Told(
        -2,
        "11:15",
        "Le sandwich de la semaine : poulet rôti, moutarde à l’ancienne, pomme verte. "
        "Trente par jour, pas un de plus.",
        "sandwich",
        BLUESKY,
    ),
    Told(-4, "16:30", "Au fournil, on ne jette rien : recette du pudding de Manon.", "brioche"),
    Told(-6, "07:30", "Trois questions à notre meunier : le son, la meule, le temps.", "loaf"),
    Told(-8, "18:00", "Ce que deviennent nos invendus, chiffres du mois.", channels=MASTODON),
    Told(-11, "08:00", "La tarte au sucre revient pour trois jours.", "tart"),
    Told(-13, "06:50", "Quatre heures du matin au fournil, en une image.", "oven"),
    Told(
        -16, "07:30", "Nos croissants ont un secret, et il tient en un mot : attendre.", "croissant"
    ),
)
#: Written by Karim; they wait for Inès or Claire to say yes.
TO_APPROVE = (
    Told(
        -3,
        "12:00",
        "Le pain de la semaine : seigle et miel de tilleul, du rucher de l’abbaye. "
        "Avec du fromage de chèvre, c’est un repas.",
        "loaf",
    ),
    Told(
        -9,
        "17:00",
        "Visite du fournil : une seconde date s’ouvre, inscription au comptoir.",
        "oven",
    ),
)
DRAFTS = (
    Told(-5, "10:00", "Idée : montrer les mains de chacun, au travail. Photos à faire avec Manon."),
)
