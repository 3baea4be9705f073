"""A made-up report of a month, to measure printing with: two sheets, six drawings, 120 rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

_WEEKS = ("1 mai", "11 mai", "18 mai", "25 mai")
_PLACES = ("Facebook", "Instagram", "Google", "Bluesky", "Lettre", "Site")
_WORDS = ("Le plateau du dimanche", "Pain de fête, œufs et chœur", "Garçon de café", "Noël à Łódź")
_TEXTS = {
    "company": "Atelier Martin",
    "trade": "Boulangerie, Douai",
    "day": "Préparé le 2 juin 2026",
    "site": "atelier-martin.example",
    "title": "Mai 2026 : ce qui est revenu",
    "said": "En mai, vos réseaux ont rapporté de 588 à 1 096 € de marge, pour 277 € dépensés.",
    "charts": "Marge par semaine",
    "tables": "Vos publications",
    "post": "Publication",
    "margin": "Marge",
}
_FIGURES = (("Pour 1 €", "2,12 €"), ("Messages avec réponse", "94 %"), ("Temps passé", "5 h 40"))
_COLUMNS, _ROWS = 3, 40
_GROUND, _LEFT, _STEP, _WIDTH = 124, 44, 64, 34


@dataclass(frozen=True, slots=True)
class _Bar:
    x: int
    middle: int
    label_y: int
    value: int
    name: str
    parts: tuple[tuple[str, int, int], ...]  # how it is filled, where it begins, how high


def monthly() -> str:
    """Return the page, in French, as a report of a month is handed over."""
    rows = [(f"{word} {number}", number * 37 % 900) for number, word in _numbered()]
    tables = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    drawn = [(place, _bars(seed)) for seed, place in enumerate(_PLACES, start=1)]
    charts = [drawn[start : start + 2] for start in range(0, len(drawn), 2)]
    return render_to_string(
        "printing/sample.html",
        {"words": _TEXTS, "figures": _FIGURES, "charts": charts, "tables": tables},
    )


def _numbered() -> list[tuple[int, str]]:
    return [(number, _WORDS[number % len(_WORDS)]) for number in range(1, _COLUMNS * _ROWS + 1)]


def _bars(seed: int) -> list[_Bar]:
    return [
        _bar(place, week, certain=8 + seed * 7 * (place + 1) % 40, likely=6 + seed * 5 % 17)
        for place, week in enumerate(_WEEKS)
    ]


def _bar(place: int, week: str, *, certain: int, likely: int) -> _Bar:
    x = _LEFT + place * _STEP
    top = _GROUND - certain
    return _Bar(
        x=x,
        middle=x + _WIDTH // 2,
        label_y=top - 2 * likely - 5,
        value=certain + 2 * likely,
        name=week,
        parts=(
            ("f1", top, certain),
            ("hatch", top - likely, likely),
            ("dots", top - 2 * likely, likely),
        ),
    )
