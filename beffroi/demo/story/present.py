"""What happens before the visitor's eyes."""

from __future__ import annotations

from beffroi.demo.story import BLUESKY, Aloud, Told

#: The first thing that happens before the visitor's eyes.
FIRST_WORDS = "Bonjour, il me faudrait une pièce montée pour quarante personnes. C’est possible,"
LIVE = (
    Aloud(0, "bluesky", "fatou", FIRST_WORDS, is_mention=True),
    Aloud(25, "mastodon", "bernard", "Vous ouvrez à quelle heure demain ?"),
    Aloud(40, "bluesky", "lea", "Ça sent bon jusque dans la rue, je vous assure."),
    Aloud(55, "bluesky", "tom", "Do you have gluten-free bread, by any chance?", is_mention=True),
    Aloud(60, "mastodon", "amelie", "Gardez-moi une tradition, j’arrive dans dix minutes !"),
    Aloud(90, "bluesky", "marc", "La vendeuse de ce matin a été adorable, dites-le-lui."),
    Aloud(120, "mastodon", "remi", "On peut payer en titres-restaurant ?", is_mention=True),
    Aloud(150, "bluesky", "julien", "Vous livrez les bureaux du centre, le matin ?"),
    Aloud(180, "mastodon", "zoe", "Il vous reste des tartes au sucre ?"),
    Aloud(240, "bluesky", "sandrine", "Merci pour votre accueil tout à l’heure, je reviendrai."),
)
#: How strangers take an answer, one after the other.
THANKS = (
    "Merci pour votre réponse rapide !",
    "Parfait, à bientôt alors.",
    "C’est noté, merci beaucoup.",
    "Super, je passe demain.",
)
#: Leave within the first minutes: so many minutes after the start.
SOON = (
    (1, Told(0, "", "Elle sort du four à l’instant : la tradition est encore chaude.", "loaf")),
    (
        4,
        Told(
            0, "", "Il reste dix brioches à partager. La première servie sera la vôtre.", "brioche"
        ),
    ),
    (9, Told(0, "", "Question du jour : croûte claire ou croûte bien cuite ?", channels=BLUESKY)),
)
