"""Rules of reviews: what a request for one may say, to whom, how often. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from enum import Enum
from urllib.parse import urlsplit

#: One request per address within so many days: six months.
ASKED_AGAIN_AFTER = timedelta(days=183)
#: Addresses go then; their keyed hash and the date stay, so that nobody is asked too often.
ADDRESS_KEPT_FOR = timedelta(days=30)
#: How long that hash stays: the link with which a person objects works so long.
REQUEST_KEPT_FOR = timedelta(days=3 * 365)
#: As many as one request takes, and as many as leave a workspace within a day.
ADDRESSES_MAX = 50
A_DAY_MAX = 200
#: An experience of longer ago is not remembered well enough.
EXPERIENCE_MAX_AGE = timedelta(days=365)
TEXT_MAX = 2000
SUBJECT_MAX = 120
NAME_MAX = 60
URL_MAX = 500
SITES_MAX = 5


class Wrong(Enum):
    """Why a request for reviews may not be sent as it is written."""

    INCENTIVE = "incentive"
    GATING = "gating"
    LINK = "link"


_INCENTIVE = (
    r"en echange",
    r"contre (?:un|votre|une) (?:avis|note|commentaire)",
    r"en contrepartie",
    r"remises?\b(?! (?:(?:des|de vos|de votre) (?:cles?|clefs?)|en (?:mains?|etat)))",
    r"reductions?\b",
    r"ristournes?\b",
    r"rabais",
    r"bons? (?:d'achat|de reduction|cadeau)",
    r"codes? promo",
    r"cheques? cadeau",
    r"cartes? cadeau",
    r"cadeaux?\b",
    r"gratuit(?:e|s|es|ement)?\b",
    r"(?:est|sera|vous est|vous sera) offert(?:e|s|es)?\b",
    r"offrons\b",
    r"recompens\w*",
    r"tirage au sort",
    r"(?:jeu|jeux)[ -]concours",
    r"a gagner|gagnez|tentez votre chance",
    r"points? de fidelite",
    r"rembours\w*",
    r"\d+ ?(?:%|€|euros?\b)",
    r"in (?:exchange|return)\b",
    r"discounts?\b",
    r"vouchers?\b",
    r"coupons?\b",
    r"gifts?\b",
    r"rewards?\b",
    r"\bfree\b(?! to)",
    r"promo(?:tion)? codes?",
    r"prize draw|sweepstakes?|raffle",
    r"cash ?back|refunds?\b",
    r"loyalty points",
    r"[$£€] ?\d+",
)
_GATING = (
    r"si (?:vous (?:etes|avez ete|etiez)|tu es) (?:\w+ )?(?:satisfait|content|ravi|heureu)\w*",
    r"(?:satisfaits?|satisfaites?|contents?) ou (?:pas|non)\b",
    r"si (?:vous avez|tu as) (?:aime|apprecie|adore)",
    r"si (?:cela|ca|tout|notre \w+|votre \w+) (?:vous a plu|s'est bien passe)",
    r"(?:pas|peu|non|moins) (?:ete )?(?:satisfait|content)\w*",
    r"(?:un|des|votre|vos) (?:bon|bons|beaux?|bel|excellents?|meilleurs?) avis",
    r"avis (?:positifs?|favorables?|elogieux)",
    r"bonnes? notes?|(?:meilleure|excellente) note",
    r"(?:5|cinq) (?:etoiles|sur (?:5|cinq))",
    r"note maximale",
    r"avant de (?:laisser|publier|mettre|poster) (?:un|votre) avis",
    r"plutot que de (?:laisser|publier)",
    r"if you (?:are|were|have been|'re) (?:\w+ )?(?:happy|satisfied|pleased|content|delighted)",
    r"if you (?:liked|loved|enjoyed|like|love|enjoy)",
    r"\b(?:not|un|dis)[ -]?(?:happy|satisfied)",
    r"if (?:everything|it|all) went well",
    r"(?:good|great|positive|favou?rable|excellent|glowing|nice) (?:reviews?|ratings?|feedback)",
    r"(?:5|five)[ -]stars?",
    r"before (?:leaving|writing|posting) (?:a|your) review",
    r"instead of (?:leaving|writing|posting)",
)
_LINK = (r"https?:", r"\bwww\.", r"\b[\w-]+\.(?:fr|com|net|org|be|ch|eu|ca|ly|link|shop)\b")
_REFUSED = tuple(
    (wrong, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
    for wrong, patterns in (
        # Whole words: an “entremise” is no “remise”.
        (Wrong.INCENTIVE, [rf"(?<!\w)(?:{pattern})" for pattern in _INCENTIVE]),
        (Wrong.GATING, _GATING),
        (Wrong.LINK, _LINK),
    )
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "œ": "oe"})


def refused(text: str, *, own: Collection[str] = ()) -> tuple[Wrong, str] | None:
    """Return why a text may not ask for reviews, and the words that say so; None when it may.

    `own` are the company's name and signature: a shop may be called “Au Bon Cadeau”.

    What it looks for is a list: it stops what one writes without thinking, and cannot stop who
    wants to get around it. The page says what the law says as well.
    """
    plain, places = _plain(text)
    for name in sorted(filter(None, (_plain(one)[0] for one in own)), key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "·" * len(name), plain)
    for wrong, pattern in _REFUSED:
        if found := pattern.search(plain):
            written = text[places[found.start()] : places[found.end() - 1] + 1]
            return wrong, " ".join(written.split())
    return None


def with_plain_scheme(given: str) -> str:
    """Return an address with its scheme in small letters, as whoever reads it later compares it."""
    scheme, colon, rest = given.partition(":")
    return f"{scheme.lower()}{colon}{rest}" if colon else given


def is_review_address(given: str) -> bool:
    """Tell whether an address may be printed and mailed: https, a host with a name, no login."""
    if len(given) > URL_MAX or not given.isprintable() or " " in given or "\\" in given:
        return False
    try:
        parts = urlsplit(given)
        is_port_fine = parts.port in {None, 443}
    except ValueError:
        return False
    host = parts.hostname or ""
    has_name = "." in host and not host.replace(".", "").isdigit()
    return parts.scheme == "https" and has_name and is_port_fine and "@" not in parts.netloc


def site_of(typed: str) -> str | None:
    """Return the origin of a site that may show our page in a frame; None for what is none.

    It stands in a header as it is returned: letters, digits, dots and hyphens, nothing else.
    """
    given = typed.strip().lower()
    given = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        return None
    host = _ascii_host(parts.hostname or "")
    if parts.scheme != "https" or host is None or "@" in parts.netloc:
        return None
    return f"https://{host}" if port in {None, 443} else f"https://{host}:{port}"


def _ascii_host(host: str) -> str | None:
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        return None
    is_host = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", ascii_host) is not None
    return ascii_host if is_host else None


def short_name(name: str) -> str:
    """Return a first name and an initial, as the public page shows who wrote."""
    words = name.split()
    if len(words) < 2:
        return name
    return f"{words[0]} {words[-1][0].upper()}."


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text as patterns expect it, and where in the text each of its signs stands."""
    signs: list[str] = []
    places: list[int] = []
    for place, written in enumerate(text):
        spread = unicodedata.normalize("NFKD", written.translate(_QUOTES)).casefold()
        for sign in spread.translate(_QUOTES):
            is_space = sign.isspace()
            if unicodedata.combining(sign) or (is_space and (not signs or signs[-1] == " ")):
                continue
            signs.append(" " if is_space else sign)
            places.append(place)
    return "".join(signs).rstrip(), places
