"""The page that a simulator shows to people: what it is, and what is visible on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass(frozen=True, slots=True)
class VisiblePost:
    """A post as anybody would see it."""

    handle: str
    display_name: str
    text: str
    at: datetime
    alt_texts: tuple[str, ...] = ()
    answers: str = ""  # the handle that it answers


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    ".notice{border:2px solid;padding:1rem}article{border-top:1px solid;padding:.5rem 0}"
    "article p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0}"
)


def render_page(*, network: str, posts: Sequence[VisiblePost], now: datetime) -> str:
    """Return the whole page, newest post first as given."""
    name = escape(network)
    shown = "".join(_article(post) for post in posts) or (
        '<p lang="fr">Rien de visible pour le moment.</p><p>Nothing visible yet.</p>'
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<link rel="icon" href="data:,">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{name} (simulator)</title><style>{_STYLE}</style></head><body>"
        f"<h1>{name}: <span lang='fr'>simulateur</span> / simulator</h1>"
        f'<div class="notice"><p lang="fr"><strong>Ceci n’est pas {name}.</strong> C’est un '
        "simulateur construit d’après des documents : il tourne sur cette machine, et rien de ce "
        "qu’il montre n’a été publié sur Internet.</p>"
        f"<p><strong>This is not {name}.</strong> It is a simulator built from documents: it runs "
        "on this machine, and nothing it shows was published on the internet.</p></div>"
        f"<p><span lang='fr'>Heure simulée</span> / simulated time: {_time(now)}</p>"
        f"<main>{shown}</main></body></html>"
    )


def _article(post: VisiblePost) -> str:
    answers = f" ↳ @{escape(post.answers)}" if post.answers else ""
    images = "".join(f"<p>🖼 {escape(alt) or '—'}</p>" for alt in post.alt_texts)
    return (
        f"<article><p><strong><bdi>{escape(post.display_name)}</bdi></strong> "
        f"@{escape(post.handle)}{answers} · {_time(post.at)}</p>"
        f'<p dir="auto">{escape(post.text)}</p>{images}</article>'
    )


def _time(instant: datetime) -> str:
    return f'<time datetime="{instant.isoformat()}">{instant:%Y-%m-%d %H:%M} UTC</time>'
