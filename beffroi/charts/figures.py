"""A chart as it is shown: its title, its sentence, the drawing and the numbers as a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from beffroi.charts.bars import Key, Range, Rows
from beffroi.charts.drawings import Drawing
from beffroi.charts.writing import Markup, drawing_markup, remarks_markup, rows_markup

_ID = re.compile(r"[a-z][a-z0-9-]*")


class Medium(Enum):
    """Where a figure stands: nothing folds on paper, and many mail programs show no drawing."""

    PAGE = "page"
    PAPER = "paper"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is of, and its numbers in words."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure; the first head is of the names, the others of the cells."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def body(self) -> Markup:
        """Write the rows."""
        return rows_markup((line.name, line.cells) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Remark:
    """The words of a number above a drawing. `is_ready`: no person wrote them."""

    number: int
    when: str
    words: str
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A drawing with what is inside its SVG; `id` is of its sentence, and begins its patterns'."""

    id: str
    drawing: Drawing
    markup: Markup


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart in its sizes, from the narrowest; a page shows the one that fits."""

    drawings: tuple[Drawing, ...]
    template: str = "charts/_drawn.html"

    @property
    def sizes(self) -> str:
        """Name the sizes, for the stylesheet."""
        return "".join(drawing.size for drawing in self.drawings)


@dataclass(frozen=True, slots=True)
class Figure:
    """What `charts/figure.html` shows. `id` is unique in its page: letters, digits and hyphens.

    `said` is one sentence that tells what is to be seen; `level` is of the heading.
    """

    id: str
    title: str
    said: str
    shown: Drawn | Range | Rows
    table: Table
    meta: str = ""
    keys: tuple[Key, ...] = ()
    level: int = 2
    medium: Medium = Medium.PAGE
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"“{self.id}” is no id of a figure")

    @property
    def written(self) -> list[Written]:
        """Write its drawings, each with names of its own."""
        if not isinstance(self.shown, Drawn):
            return []
        named = [(f"{self.id}-{drawing.size}", drawing) for drawing in self.shown.drawings]
        return [Written(id, drawing, drawing_markup(drawing, patterns=id)) for id, drawing in named]

    @property
    def remarks_body(self) -> Markup:
        """Write what the numbers above the drawing say."""
        return remarks_markup(
            (str(one.number), f"{one.when} — {one.words}", one.is_ready) for one in self.remarks
        )

    @property
    def folds(self) -> bool:
        """Whether the table is folded away until it is asked for."""
        return self.medium is Medium.PAGE

    @property
    def is_mail(self) -> bool:
        """Whether it is read in a mail program, of which many leave drawings out."""
        return self.medium is Medium.MAIL


def for_paper(figure: Figure) -> Figure:
    """Return a figure for a PDF: one drawing, no narrow one, nothing folded."""
    return _still(figure, Medium.PAPER)


def for_mail(figure: Figure) -> Figure:
    """Return a figure for a mail: one drawing on white, its sentence and its table in words."""
    return _still(figure, Medium.MAIL)


def _still(figure: Figure, medium: Medium) -> Figure:
    shown = figure.shown
    if isinstance(shown, Drawn):
        fitting = [drawing for drawing in shown.drawings if drawing.size == "m"]
        shown = Drawn(tuple(fitting or shown.drawings[-1:]))
    return replace(figure, shown=shown, medium=medium)
