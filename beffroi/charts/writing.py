"""Writes drawings and tables as markup. A template would take ten times as long for as much.

Whatever came from outside is escaped here, so that templates take the result as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from beffroi.charts.drawings import Drawing, Mark, Text
from beffroi.charts.looks import Look

#: Stands between cells while they are escaped; no text may hold it.
_BETWEEN = "\0"


class Markup(str):
    """Markup that needs no escaping any more."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it, for template engines that ask."""
        return self


def drawing_markup(drawing: Drawing, *, patterns: str) -> Markup:
    """Write what is inside an SVG; `patterns` is what the names of its patterns begin with."""
    marks = [mark_markup(mark, patterns=patterns) for mark in drawing.marks]
    return Markup("".join([*marks, *_groups(drawing.texts)]))


def mark_markup(mark: Mark, *, patterns: str = "") -> str:
    """Write one mark."""
    return f'<path {attributes(mark.look, patterns=patterns)} d="{mark.d}"/>'


def attributes(look: Look, *, patterns: str = "") -> Markup:
    """Write how something looks: its class, and what stands in for the stylesheet."""
    fill = f"url(#{escape(patterns)}-{look.pattern})" if look.pattern else look.fill
    written = f'class="ch-{look.name}" fill="{fill}"'
    if look.stroke:
        written += f' stroke="{look.stroke}" stroke-width="{look.width:g}"'
    if look.dash:
        written += f' stroke-dasharray="{look.dash}"'
    if look.cap:
        written += f' stroke-linecap="{look.cap}"'
    return Markup(written)


def _groups(texts: Iterable[Text]) -> list[str]:
    """Write texts that look the same together, in the order of the first of each."""
    found: dict[tuple[str, float], list[str]] = {}
    for text in texts:
        key = (text.look.name, text.size)
        if key not in found:
            found[key] = [
                f'<g class="ch-{text.look.name}" fill="{text.look.fill}" '
                f'font-size="{text.size:g}" font-weight="{text.look.weight}">'
            ]
        found[key].append(
            f'<text x="{text.x:.1f}" y="{text.y:.1f}" text-anchor="{text.anchor}">'
            f"{escape(text.words)}</text>"
        )
    return [part for its in found.values() for part in (*its, "</g>")]


def rows_markup(rows: Iterable[tuple[str, Iterable[str]]]) -> Markup:
    """Write rows of a table: the name of each, and its cells."""
    return Markup(
        "".join(
            [
                f'<tr><th scope="row">{escape(name)}</th>' + _cells(cells) + "</tr>"
                for name, cells in rows
            ]
        )
    )


def remarks_markup(remarks: Iterable[tuple[str, str, bool]]) -> Markup:
    """Write numbers and their words; of each, whether it is a ready one."""
    return Markup(
        "".join(
            [
                f'<li><span class="ch-note-n{" ch-ready" if is_ready else ""}">{escape(number)}'
                f"</span><span>{escape(words)}</span></li>"
                for number, words, is_ready in remarks
            ]
        )
    )


def _cells(cells: Iterable[str]) -> str:
    """Write the cells of a row; they are escaped at once, which takes a third of the time."""
    all_cells = tuple(cells)
    written = escape(_BETWEEN.join(all_cells)).replace(_BETWEEN, "</td><td>")
    return f"<td>{written}</td>" if all_cells else ""
