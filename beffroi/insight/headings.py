"""What columns of figures are called, in French and English, by those who export them. Pure.

Meta Business Suite, LinkedIn, YouTube Studio and Instagram in 2026, as their French and English
exports write them; a name that is missing can be told by a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.archives.readers.tables import folded
from beffroi.insight.rules import Counted

DATE = ("date", "jour", "day", "journee")
#: A table of one counter has its name on a line above, and its values under one of these.
LONE_VALUE = frozenset({"primary", "principal", "principale", "valeur", "value"})
#: Whether these say how many there are or how many came, their values must tell.
UNCLEAR = frozenset({"abonnes", "followers", "subscribers"})

#: Of two columns for one counter, that which stands first here counts.
_NAMES: Mapping[Counted, tuple[str, ...]] = {
    Counted.IMPRESSIONS: (
        "views", "vues", "nombre de vues", "impressions (total)", "total impressions",
        "impressions (totales)", "impressions", "affichages",
    ),
    Counted.REACH: (
        "reach", "portee", "couverture", "accounts reached", "comptes touches",
        "unique impressions (organic)", "impressions uniques (organiques)",
    ),
    Counted.REACTIONS: (
        "reactions (total)", "reactions", "likes", "j'aime", "mentions j'aime",
        "reactions (totales)",
    ),
    Counted.COMMENTS: (
        "comments (total)", "comments", "commentaires (total)", "commentaires", "replies",
        "reponses",
    ),
    Counted.SHARES: (
        "reposts (total)", "shares", "partages", "reposts", "republications (total)",
        "republications",
    ),
    Counted.SAVES: ("saves", "enregistrements", "bookmarks", "signets"),
    Counted.LINK_CLICKS: (
        "clicks (total)", "link clicks", "clics sur le lien", "clics sur un lien", "clics (total)",
        "clicks", "clics",
    ),
    Counted.INTERACTIONS: (
        "interactions", "content interactions", "interactions avec le contenu", "engagements",
        "engagement", "total interactions", "nombre d'interactions",
    ),
    Counted.FOLLOWERS: (
        "total followers", "total abonnes", "total des abonnes", "nombre d'abonnes",
        "number of followers", "abonnes (total)", "abonnes", "followers", "subscribers",
    ),
    Counted.FOLLOWERS_GAINED: (
        "new followers", "nouveaux abonnes", "abonnes gagnes", "subscribers gained", "follows",
        "nouveaux followers", "followers gained",
    ),
    Counted.FOLLOWERS_LOST: (
        "unfollows", "abonnes perdus", "subscribers lost", "desabonnements", "followers lost",
    ),
    Counted.WATCH_SECONDS: ("watch time (hours)", "duree de visionnage (heures)"),
    Counted.SITE_VISITS: ("website clicks", "clics vers le site web", "visites du site"),
    Counted.CALLS: ("calls", "appels"),
    Counted.DIRECTIONS: ("directions", "itineraires", "demandes d'itineraire"),
}  # fmt: skip
#: What one unit of a column is in ours.
HOURS = Counted.WATCH_SECONDS

_PLACES = {
    name: (counted, place) for counted, names in _NAMES.items() for place, name in enumerate(names)
}


def counted_of(title: str) -> Counted | None:
    """Return what a column counts by its name, None for what nobody knows."""
    found = _PLACES.get(folded(title))
    return found[0] if found else None


def rank_of(title: str) -> int:
    """Return which of several names for one counter counts: the smallest."""
    return _PLACES[folded(title)][1]
