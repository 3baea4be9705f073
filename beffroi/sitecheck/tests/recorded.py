"""Pages as small companies have them, and odd ones: each with what must be found in it.

Every page is written for these tests; the shapes are those that are met.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Recorded:
    """A page of a site, and what reading it must give; what is not named is not looked at."""

    name: str
    content: bytes
    found: dict[str, Any]
    content_type: str = HTML
    networks: tuple[str, ...] | None = None
    headers: dict[str, str] = field(default_factory=dict)


def _page(body: str, head: str = "", lang: str = "fr") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def page(body: str, head: str = "", lang: str = "fr") -> bytes:
    return _page(body, head, lang).encode()


FULL = page(
    '<header><img src="/logo.svg" alt="Atelier Martin"><nav>'
    '<a href="/contact">Nous trouver</a></nav></header>'
    "<p>Atelier Martin, 12 rue de Bellain, 59500 Douai. "
    "Ouvert du mardi au samedi, de 7 h à 19 h.</p>"
    '<a href="tel:+33327000000">03 27 00 00 00</a>'
    '<footer><a href="https://www.facebook.com/ateliermartin">Facebook</a>'
    '<a href="https://www.instagram.com/atelier.martin/?hl=fr">Instagram</a>'
    '<a href="/mentions-legales">Mentions légales</a>'
    '<a href="https://g.page/r/Cabc123/review">Vos avis</a>'
    '<form action="/lettre"><label>Recevoir notre lettre d’information</label>'
    '<input type="email" name="courriel"></form></footer>',
    "<title>Boulangerie Atelier Martin, Douai</title>"
    '<meta name="description" content="Pain au levain">'
    '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="icon" href="/f.ico">',
)

PAGES = [
    Recorded(
        "a bakery that has it all",
        FULL,
        {
            "title": "Boulangerie Atelier Martin, Douai",
            "language": "fr",
            "has_phone": True,
            "has_address": True,
            "has_hours": True,
            "has_newsletter": True,
            "has_logo": True,
            "legal": "https://site.test/mentions-legales",
            "contact": "https://site.test/contact",
            "reviews": "https://g.page/r/Cabc123/review",
            "feed": "https://site.test/feed",
            "description": "Pain au levain",
            "is_bare": False,
        },
        networks=("facebook", "instagram", "google_business"),
    ),
    Recorded(
        "sharing buttons are no profiles",
        page(
            '<a href="https://www.facebook.com/sharer/sharer.php?u=x">Partager</a>'
            '<a href="https://www.facebook.com/sharer.php?u=x">f</a>'
            '<a href="https://twitter.com/intent/tweet?text=x">X</a>'
            '<a href="https://twitter.com/share?url=x">X</a>'
            '<a href="https://www.linkedin.com/shareArticle?url=x">in</a>'
            '<a href="https://pinterest.com/pin/create/button/?url=x">P</a>'
            '<a href="https://api.whatsapp.com/send?text=x">W</a>'
            '<a href="https://bsky.app/intent/compose?text=x">B</a>'
            '<a href="https://www.threads.net/intent/post?text=x">T</a>'
        ),
        {},
        networks=(),
    ),
    Recorded(
        "a network's own door is no profile",
        page(
            '<a href="https://www.facebook.com/">f</a><a href="https://instagram.com">i</a>'
            '<a href="https://www.linkedin.com/">l</a><a href="https://youtube.com/">y</a>'
            '<a href="https://x.com">x</a><a href="https://www.tiktok.com/">t</a>'
            '<a href="https://www.pinterest.fr/">p</a><a href="https://www.instagram.com/p/Cxyz/">post</a>'
            '<a href="https://www.youtube.com/watch?v=abc">film</a>'
        ),
        {},
        networks=(),
    ),
    Recorded(
        "every network that is known",
        page(
            '<a href="https://fr-fr.facebook.com/pages/Chez-Lou/123456">1</a>'
            '<a href="//instagram.com/chez_lou">2</a>'
            '<a href="https://fr.linkedin.com/company/chez-lou/">3</a>'
            '<a href="https://twitter.com/chezlou">4</a>'
            '<a href="https://www.youtube.com/@chezlou/videos">5</a>'
            '<a href="https://www.tiktok.com/@chez.lou">6</a>'
            '<a href="https://www.pinterest.fr/chezlou/">7</a>'
            '<a href="https://www.threads.com/@chez_lou">8</a>'
            '<a href="https://bsky.app/profile/chez-lou.example">9</a>'
            '<a rel="me" href="https://social.example/@chezlou">10</a>'
            '<a href="https://wa.me/33600000000">11</a>'
            '<a href="https://www.google.com/maps/place/Chez+Lou/@50.3,3.0">12</a>'
            '<a href="https://www.reddit.com/r/chezlou">13</a>'
        ),
        {},
        networks=(
            *("facebook", "instagram", "linkedin", "x", "youtube", "tiktok", "pinterest"),
            *("threads", "bluesky", "mastodon", "whatsapp", "maps", "reddit"),
        ),
    ),
    Recorded(
        "a mention of somebody on Mastodon is no profile of ours",
        page('<a href="https://social.example/@quelquun">merci</a>'),
        {},
        networks=(),
    ),
    Recorded(
        "rel=me in the head",
        page("<p>Bonjour</p>", '<link rel="me" href="https://mamot.example/@atelier">'),
        {},
        networks=("mastodon",),
    ),
    Recorded(
        "a link of the page to itself twice, once a profile",
        page(
            '<a href="https://facebook.com/lou">a</a><a href="https://www.facebook.com/Lou/">b</a>'
        ),
        {},
        networks=("facebook",),
    ),
    Recorded(
        "a profile known by its number",
        page('<a href="https://www.facebook.com/profile.php?id=100012345">f</a>'),
        {},
        networks=("facebook",),
    ),
    Recorded(
        "said to search engines by JSON-LD",
        page(
            "<p>Bienvenue</p>",
            '<script type="application/ld+json">{"@graph":[{"@type":"Bakery",'
            '"telephone":"+33 3 27",'
            '"address":{"streetAddress":"12 rue X"},"openingHoursSpecification":[{"opens":"7:00"}],'
            '"email":"a@b.example","logo":"l.png","sameAs":["https://www.instagram.com/lou",'
            '"https://piaille.example/@lou"]}]}</script>',
        ),
        {
            "has_phone": True,
            "has_address": True,
            "has_hours": True,
            "has_mail": True,
            "has_logo": True,
            "is_structured": True,
        },
        networks=("instagram", "mastodon"),
    ),
    Recorded(
        "said to search engines by microdata",
        page(
            '<div itemscope><span itemprop="telephone">+32 2 000 00 00</span>'
            '<div itemprop="address"><span itemprop="streetAddress">Rue Haute</span></div>'
            '<time itemprop="openingHours" datetime="Mo-Fr 9:00-18:00">en semaine</time>'
            '<link itemprop="sameAs" href="https://www.facebook.com/chezlou"></div>'
        ),
        {"has_phone": True, "has_address": True, "has_hours": True, "is_structured": True},
        networks=("facebook",),
    ),
    Recorded(
        "JSON-LD that is broken, or nested without end",
        page(
            "<p>Bonjour</p>",
            '<script type="application/ld+json">{"telephone": </script>'
            f'<script type="application/ld+json">{"[" * 100_000}</script>'
            f'<script type="application/ld+json">{{"a": {"9" * 5_000}}}</script>',
        ),
        {"has_phone": False, "is_structured": False},
    ),
    Recorded(
        "a phone and an address in plain words",
        page("<p>Tél. 03.27.00.00.00 – 4 bis, avenue de la Gare, Douai</p>"),
        {"has_phone": True, "has_address": True, "has_hours": False},
    ),
    Recorded(
        "in Québec",
        page(
            "<p>Ouvert tous les jours · (514) 555-0123 · Montréal (Québec) H2X 1Y4</p>", "", "fr-CA"
        ),
        {"has_phone": True, "has_address": True, "has_hours": True, "language": "fr"},
    ),
    Recorded(
        "in Belgium",
        page("<p>Rue de la Loi 16, 1000 Bruxelles. Tél. +32 2 501 02 11. Lundi : 9h-17h</p>"),
        {"has_phone": True, "has_address": True, "has_hours": True},
    ),
    Recorded(
        "in English",
        page(
            "<p>12 High Street. Monday to Friday 9:00 - 17:00</p>"
            '<a href="/legal-notice">Legal notice</a><a href="/reviews">Reviews</a>'
            '<a href="https://shop.us1.list-manage.com/subscribe?u=1">Newsletter</a>',
            "<title>Martin’s Bakery</title>",
            "en-GB",
        ),
        {
            "language": "en",
            "has_address": True,
            "has_hours": True,
            "has_newsletter": True,
            "legal": "https://site.test/legal-notice",
            "reviews": "https://site.test/reviews",
        },
    ),
    Recorded(
        "numbers that are neither phone nor address",
        page("<p>SIRET 123 456 789 00012, depuis 1998, 250 000 clients, 12 euros</p>"),
        {"has_phone": False, "has_address": False, "has_hours": False},
    ),
    Recorded(
        "a privacy notice is neither a review nor a legal notice",
        page(
            '<a href="/rgpd">Avis de confidentialité</a><a href="/graphique">Charte graphique</a>'
        ),
        {"reviews": "", "legal": "", "charter": ""},
    ),
    Recorded(
        "a contact form is no newsletter",
        page(
            '<form action="/contact"><input type="email" name="email">'
            '<textarea name="m"></textarea>'
            "<button>Envoyer</button></form>"
        ),
        {"has_newsletter": False},
    ),
    Recorded(
        "announced in UTF-8 and written in Latin-1",
        _page("<p>Été à Douai</p>", "<title>Crêperie</title>").encode("latin-1"),
        {"title": "Crêperie"},
    ),
    Recorded(
        "announced in Latin-1 and written in UTF-8",
        page("<p>Été</p>", "<title>Crêperie</title>"),
        {"title": "Crêperie"},
        content_type="text/html; charset=iso-8859-1",
    ),
    Recorded(
        "says its charset itself",
        _page("<p>œuf</p>", '<meta charset="windows-1252"><title>L’œuf</title>').encode("cp1252"),
        {"title": "L’œuf"},
        content_type="text/html",
    ),
    Recorded(
        "in UTF-16 with its mark",
        b"\xff\xfe" + _page("<p>Été</p>", "<title>Crêperie</title>").encode("utf-16-le"),
        {"title": "Crêperie"},
        content_type="text/html",
    ),
    Recorded(
        "with a mark before UTF-8",
        b"\xef\xbb\xbf" + page("<p>Été</p>", "<title>Crêperie</title>"),
        {"title": "Crêperie"},
        content_type="text/html; charset=windows-1252",
    ),
    Recorded(
        "with a charset that runs programs",
        page("<p>x</p>", '<meta charset="unicode_escape"><title>Ok</title>'),
        {"title": "Ok"},
        content_type="text/html; charset=zip",
    ),
    Recorded(
        "with a base",
        page('<a href="mentions">Mentions légales</a>', '<base href="https://autre.test/fr/">'),
        {"legal": "https://autre.test/fr/mentions"},
    ),
    Recorded(
        "capitals, no quotes, nothing closed",
        b"<HTML LANG=fr><TITLE>Chez Lou</TITLE><BODY><A HREF=https://www.facebook.com/lou>FB<P>"
        b"<A HREF=/legal>Mentions l&eacute;gales",
        {"title": "Chez Lou", "language": "fr", "legal": "https://site.test/legal"},
        networks=("facebook",),
    ),
    Recorded(
        "links in comments, scripts and styles are not there",
        page(
            '<!-- <a href="https://www.facebook.com/old">x</a> -->'
            "<script>var a = '<a href=\"https://www.instagram.com/js\">';</script>"
            '<style>a::after{content:"<a href=https://x.com/css>"}</style>'
            '<textarea><a href="https://www.tiktok.com/@text"></textarea>'
        ),
        {},
        networks=(),
    ),
    Recorded(
        "a page that scripts build",
        page('<div id="app"></div><script src="/app.js"></script>', "<title>Chez Lou</title>"),
        {"is_bare": True, "title": "Chez Lou"},
    ),
    Recorded(
        "a frameset",
        b'<html><head><title>Chez Lou</title></head><frameset rows="*"><frame src="accueil.htm">'
        b"</frameset></html>",
        {"frame": "https://site.test/accueil.htm"},
    ),
    Recorded(
        "leads on by itself",
        page("", '<meta http-equiv="refresh" content="0; url=/fr/">'),
        {"refresh": "https://site.test/fr/"},
    ),
    Recorded(
        "reloads itself now and then",
        page("<p>x</p>", '<meta http-equiv="refresh" content="600; url=/fr/">'),
        {"refresh": ""},
    ),
    Recorded(
        "under construction",
        page("<h1>Site en construction</h1><p>Revenez bientôt</p>"),
        {"is_building": True, "is_parked": False},
    ),
    Recorded(
        "a long page that speaks of a building site",
        page("<p>" + "Nos maçons travaillent bien. " * 100 + "Une page en travaux</p>"),
        {"is_building": False},
    ),
    Recorded(
        "parked",
        page("<p>Ce nom de domaine est réservé. Il est peut-être à vendre.</p>"),
        {"is_parked": True},
    ),
    Recorded(
        "hostile links",
        page(
            '<a href="javascript:alert(1)">Mentions légales</a><a href="http://[::1">avis</a>'
            '<a href="data:text/html,x">contact</a><a href="https://x.com:99999/a">x</a>'
            '<a href="https://www.facebook.com/<script>">f</a><a href="//">n</a>'
            '<a href="https://facebook.com.evil.test/lou">e</a>'
        ),
        {"legal": "", "contact": ""},
        networks=(),
    ),
    Recorded("nothing at all", b"", {"title": "", "is_bare": False}, networks=()),
    Recorded(
        "language by the header",
        b"<p>Bonjour</p>",
        {"language": "fr"},
        headers={"content-language": "fr-FR, en"},
    ),
    Recorded(
        "words of an image that is a link",
        page('<a href="/ml"><img src="x.png" alt="Mentions légales"></a>'),
        {"legal": "https://site.test/ml"},
    ),
    Recorded(
        "a page of a network inside the name of ours",
        page('<a href="https://www.facebook.com/groups/123">g</a><a href="https://m.me/lou">m</a>'),
        {},
        networks=(),
    ),
]
BOMB = gzip.compress(bytes(50_000_000))
