"""A figure of every kind, with the numbers of the reference screens."""

from __future__ import annotations

import math

from beffroi.charts import looks
from beffroi.charts.bars import GoalBar, Key, Part, Row, goal_bar, level_bars, range_bar
from beffroi.charts.drawings import FULL, HALF, NARROW, Size
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.flags import Note
from beffroi.charts.heat import Cell, heat_map
from beffroi.charts.lines import Goal, Series, lines
from beffroi.charts.spark import Sparkline, sparkline
from beffroi.charts.stacked import Stack, stacked
from beffroi.charts.steps import SMALL, Step, steps

WEEKS = ("11 mai", "18 mai", "25 mai", "1 juin", "8 juin")
PARTS = ((72, 62, 34), (84, 40, 30), (372, 168, 92), (66, 58, 38), (48, 50, 26))
COSTS = (54, 58, 96, 52, 52)
PROOF_NAMES = ("Certain", "Probable", "Déclaré")


def euros(value: float) -> str:
    """Write a number of the scale."""
    return f"{value:g}".replace(".", ",")


def proof_keys() -> tuple[Key, ...]:
    """Name the proofs, and the line of the cost."""
    keys = [Key(look, name) for look, name in zip(looks.PROOFS, PROOF_NAMES, strict=True)]
    return (*keys, Key(looks.COST, "Coût"))


def margin(name: str = "marge") -> Figure:
    """The margin by week and proof."""
    stacks = [
        Stack(week, parts, str(sum(parts)), cost=cost)
        for week, parts, cost in zip(WEEKS, PARTS, COSTS, strict=True)
    ]
    rows = tuple(
        Line(week, tuple(f"{one} €" for one in (*parts, cost)))
        for week, parts, cost in zip(WEEKS, PARTS, COSTS, strict=True)
    )
    return Figure(
        name,
        "Marge par semaine",
        "Marge par semaine, en euros : pic de 632 € la semaine du 25 mai, fête des mères.",
        Drawn(tuple(stacked(stacks, say=euros, size=size) for size in (NARROW, HALF))),
        Table("Marge par semaine et par preuve", ("Semaine du", *PROOF_NAMES, "Coût"), rows),
        meta="en euros · trait : coût",
        keys=proof_keys(),
    )


def delay() -> Figure:
    """The delay of answers, with a goal and what happened."""
    series = (Series((5.2, 4.6, 6.1, 2.4, 2.1), ("5,2", "4,6", "6,1", "2,4", "2,1")),)
    return _lines(
        "delai",
        "Délai de réponse",
        series,
        WEEKS,
        goal=Goal(4, "but : 4 h"),
        notes=(Note(2, "25 mai, fête des mères"), Note(3, "1 juin, Karim répond aussi")),
    )


def gaps() -> Figure:
    """Two lines with unknown weeks, above and below zero."""
    names = tuple(f"S{number}" for number in range(1, 11))
    first = (3, 4, None, None, -2, -1, 2, 5, 4, 6)
    second = (None, 2, 3, 4, None, 1, None, -3, -2, -1)
    series = tuple(Series(one, tuple(map(str, one))) for one in (first, second))
    keys = (Key(looks.LINES[0], "Cette année"), Key(looks.LINES[1], "L’an dernier"))
    return _lines("trous", "Écart à la normale", series, names, keys=keys)


def many() -> Figure:
    """Four hundred days."""
    values = tuple(
        None if 140 < day < 170 else round(60 + 40 * math.sin(day / 20) + day % 7 * 3, 1)
        for day in range(400)
    )
    names = tuple(f"jour {day}" for day in range(400))
    said = tuple("" if value is None else euros(value) for value in values)
    sizes = (NARROW, HALF, FULL)
    return _lines("jours", "Mentions par jour", (Series(values, said),), names, sizes=sizes)


def many_bars() -> Figure:
    """Ninety days of bars, with days of which nothing is known and losses."""
    stacks = [
        Stack(
            f"{day + 1}",
            None if day % 30 == 9 else (day % 11 + 2, day % 5, -(day % 4)),
            "—" if day % 30 == 9 else str(day),
        )
        for day in range(90)
    ]
    rows = tuple(Line(stack.name, tuple(map(str, stack.parts or "———"))) for stack in stacks)
    return Figure(
        "barres",
        "Recettes et pertes par jour",
        "Recettes et pertes de 90 jours, dont trois inconnus.",
        Drawn(tuple(stacked(stacks, say=euros, size=size) for size in (NARROW, HALF, FULL))),
        Table("Recettes et pertes par jour", ("Jour", *PROOF_NAMES), rows),
    )


def _lines(
    name: str,
    title: str,
    series: tuple[Series, ...],
    names: tuple[str, ...],
    *,
    sizes: tuple[Size, ...] = (NARROW, HALF),
    keys: tuple[Key, ...] = (),
    goal: Goal | None = None,
    notes: tuple[Note, ...] = (),
) -> Figure:
    drawn = tuple(
        lines(names, series, say=euros, size=size, goal=goal, notes=notes) for size in sizes
    )
    rows = tuple(
        Line(one, tuple("—" if its.values[place] is None else its.said[place] for its in series))
        for place, one in enumerate(names)
    )
    heads = ("Période", *[f"Série {number + 1}" for number in range(len(series))])
    return Figure(
        name,
        title,
        f"{title} : voir le tableau.",
        Drawn(drawn),
        Table(title, heads, rows),
        keys=keys,
    )


def proof() -> Figure:
    """What came back and what was spent."""
    parts = (
        Part("Certain", 642, "642 €", "46 codes MAMAN10 et ETE10 passés en caisse"),
        Part("Probable", 378, "378 €", "19 commandes après un lien suivi"),
        Part("Déclaré", 220, "220 €", "11 clients ont répondu « par Facebook »"),
    )
    shown = range_bar(
        parts, spent=312, brought_words=("Rapporté", "1 240 €"), spent_words=("Dépensé", "312 €")
    )
    rows = tuple(Line(part.name, (part.said,)) for part in parts)
    return Figure(
        "preuve",
        "Marge rapportée",
        "642 € certains, 378 € probables, 220 € déclarés, pour 312 € dépensés.",
        shown,
        Table("Marge rapportée par preuve", ("Preuve", "Marge"), rows),
    )


def offers() -> Figure:
    """Offers beside each other."""
    rows = (
        Row("MAMAN10", 4.03, "4,03 €", "n = 26", is_first=True),
        Row("PAIN3", 1.35, "1,35 €", "n = 12"),
        Row("PAPA10, en cours", None, "—", "18 boîtes", why="trop tôt"),
    )
    table = tuple(Line(row.name, (row.said, row.n)) for row in rows)
    return Figure(
        "offres",
        "À côté des autres",
        "MAMAN10 a rendu 4,03 € pour 1 € dépensé, PAIN3 1,35 €.",
        level_bars(rows),
        Table("Marge certaine pour 1 € dépensé", ("Offre", "Marge", "n"), table),
        meta="marge certaine pour 1 € dépensé",
    )


def price() -> Figure:
    """The price before."""
    held = (
        Step(0, 25, "25,00 €", "22 avril"),
        Step(30, 22.5, "22,50 €", "22 mai"),
        Step(40, 25, "25,00 €", "1 juin"),
    )
    rows = tuple(Line(step.named, (step.said,)) for step in held)
    return Figure(
        "prix",
        "Prix d’avant",
        "Prix du coffret : 25 € pendant les 30 jours d’avant, 22,50 € du 22 au 31 mai.",
        Drawn((steps(held, until=47, size=SMALL),)),
        Table("Prix du coffret", ("Depuis le", "Prix"), rows),
    )


def hours() -> Figure:
    """When people answer."""
    days = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
    spans = ("6–9 h", "9–12 h", "12–15 h", "15–18 h", "18–21 h")
    cells = [[_cell(row, column) for column in range(7)] for row in range(5)]
    drawn = tuple(heat_map(cells, rows=spans, columns=days, size=size) for size in (NARROW, HALF))
    rows = tuple(
        Line(span, tuple(f"{cell.said} {cell.spread}".strip() for cell in its))
        for span, its in zip(spans, cells, strict=True)
    )
    return Figure(
        "heures",
        "Quand on vous répond",
        "Les réponses sont les plus nombreuses le samedi entre 9 h et 12 h.",
        Drawn(drawn),
        Table("Réponses par jour et heure", ("Heures", *days), rows),
        keys=(Key(looks.FEW, "pas assez de données"),),
    )


def _cell(row: int, column: int) -> Cell:
    if (row * 7 + column) % 6 == 5:
        return Cell(None, "—")
    value = (row * 3 + column * 5) % 13 + 0.4
    return Cell(value, euros(value), f"± {euros(round(value / 5 + 0.3, 1))}")


def goals() -> tuple[tuple[str, str, GoalBar], ...]:
    """Goals with their words."""
    return (
        (
            "Répondre à tous en moins de 24 h",
            "94 %, but 90 %",
            goal_bar(94, most=100, expected=90, state="kept"),
        ),
        (
            "60 boîtes pour la fête des pères",
            "18 sur 60",
            goal_bar(18, most=60, expected=27, state="late"),
        ),
        ("20 nouveaux avis en juin", "9 sur 20", goal_bar(9, most=20, expected=10.6)),
        ("Un apprenti signé", "inconnu", goal_bar(None, most=1)),
    )


def spark() -> Sparkline:
    """A line beside a number."""
    return sparkline((3, 4, None, 6, 5, 7, None, 8, 9))


def figures() -> tuple[Figure, ...]:
    """One of each kind."""
    return (*(proof(), margin(), delay(), gaps(), hours(), many(), many_bars(), offers(), price()),)
