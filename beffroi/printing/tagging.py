"""Tags what WeasyPrint does not: what is there for the eye alone, and what headings head.

It tags pictures without a meaning as figures without a description, leaves running headers and
footers marked but outside the tree (PDF/UA-1, 7.1 and 7.8), and headings without a scope (7.5). Run
in the printing process only: it replaces two functions of the library, whose version is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

from beffroi.printing.hidden import HIDDEN

_marked = Stream.marked
_build_box_tree = tags._build_box_tree


def mark(pages: Iterable[Any]) -> None:
    """Note which boxes are artifacts: margins, and elements that are hidden from readers."""
    Stream.marked = _marked_or_artifact
    tags._build_box_tree = _tree_for_readers
    for page in pages:
        for child in page._page_box.children:
            _note(child, is_artifact=isinstance(child, boxes.MarginBox))


def _note(box: Any, *, is_artifact: bool) -> None:
    inner = box._box if isinstance(box, AbsolutePlaceholder) else box
    inner.is_artifact = is_artifact or _is_hidden(inner)
    for child in getattr(inner, "children", ()):
        _note(child, is_artifact=inner.is_artifact)


def _is_hidden(box: Any) -> bool:
    return box.element is not None and box.element.get(HIDDEN) is not None


def _marked_or_artifact(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    if getattr(box, "is_artifact", False):
        return stream.artifact()  # type: ignore[no-any-return]
    return _marked(stream, box, tag)  # type: ignore[no-any-return]


def _tree_for_readers(box: Any, *rest: Any) -> Iterator[Any]:
    inner = box._box if isinstance(box, AbsolutePlaceholder) else box
    if getattr(inner, "is_artifact", False):
        return
    for element in _build_box_tree(box, *rest):
        if element["S"] == "/TH" and inner.element is not None:
            is_row = inner.element.get("scope") == "row"
            element["A"]["Scope"] = "/Row" if is_row else "/Column"
        yield element
