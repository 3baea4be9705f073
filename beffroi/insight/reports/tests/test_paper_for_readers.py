"""What a screen reader is told of a report's PDF, by what PDF/UA-1 (ISO 14289-1) asks for.

A subset that can be told by a program, clause by clause; it is not a validation.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject

from beffroi.insight.reports.printing import printed
from beffroi.insight.reports.tests.test_paper import report_of
from tests.clock import FrozenClock
from tests.world import World

_DRAWS = {b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
_BEGINS, _ENDS = {b"BDC", b"BMC"}, {b"EMC"}
#: Printing takes seconds, and all of these tests read one file.
_PRINTED: list[bytes] = []


@pytest.fixture
def reader(world: World, clock: FrozenClock) -> PdfReader:
    """A report with all that one can hold; printed once for all of these tests."""
    if not _PRINTED:
        _PRINTED.append(printed(report_of(world.atelier, clock)))
    return PdfReader(io.BytesIO(_PRINTED[0]))


def elements(reader: PdfReader) -> list[tuple[str, Any]]:
    """Return what each part is, with its node, in the order in which it is read."""
    root: Any = reader.trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]))


def _walk(node: Any) -> Iterator[tuple[str, Any]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"]), node
        yield from _walk(node.get("/K"))


def _own(node: Any) -> list[Any]:
    """Return the children of a node."""
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]


def test_it_says_what_it_is_called_in_which_language_and_that_it_is_tagged(
    reader: PdfReader,
) -> None:  # 5, 7.1, 7.2
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("fr", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert "Mai 2026" in (reader.metadata.title or "")
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in metadata or 'pdfuaid:part="1"' in metadata


def test_all_that_is_drawn_is_a_part_or_an_artifact(reader: PdfReader) -> None:  # 7.1
    for page in reader.pages:
        depth, loose = 0, Counter[bytes]()
        for _operands, operator in ContentStream(page.get_contents(), reader).operations:
            depth += (operator in _BEGINS) - (operator in _ENDS)
            loose[operator] += depth == 0 and operator in _DRAWS
        assert (depth, +loose) == (0, Counter())


def test_each_marked_text_is_in_the_tree_once(reader: PdfReader) -> None:  # 7.1
    marked = [_marks(page, reader) for page in reader.pages]
    told: Counter[tuple[int, int]] = Counter()
    numbers = {page.indirect_reference: place for place, page in enumerate(reader.pages)}
    for _name, node in elements(reader):
        for kid in _own(node):
            if isinstance(kid, NumberObject):
                told[numbers[node.raw_get("/Pg")], int(kid)] += 1
            elif "/MCID" in kid:
                page = kid.raw_get("/Pg") if "/Pg" in kid else node.raw_get("/Pg")
                told[numbers[page], int(kid["/MCID"])] += 1
    assert set(told.values()) == {1}
    assert set(told) == {(place, one) for place, page in enumerate(marked) for one in page}


def _marks(page: Any, reader: PdfReader) -> set[int]:
    operations: list[tuple[Any, bytes]] = ContentStream(page.get_contents(), reader).operations
    marks = [operands[1] for operands, operator in operations if operator == b"BDC"]
    return {int(one["/MCID"]) for one in marks if isinstance(one, dict)}


def test_each_picture_says_what_it_shows(reader: PdfReader) -> None:  # 7.3
    pictures = [node for name, node in elements(reader) if name == "/Figure"]
    assert len(pictures) >= 3
    assert all(str(node.get("/Alt", "")).strip() for node in pictures)


def test_headings_skip_no_level(reader: PdfReader) -> None:  # 7.4.2
    levels = [int(name[2:]) for name, _node in elements(reader) if name[1:2] == "H" and name[2:]]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_cell_of_a_table_has_heads(reader: PdfReader) -> None:  # 7.5
    tables = [node for name, node in elements(reader) if name == "/Table"]
    assert len(tables) == 2
    for table in tables:
        rows = [node for name, node in _walk(table) if name == "/TR"]
        cells = [[kid for kid in _own(row) if kid.get("/S") in {"/TH", "/TD"}] for row in rows]
        assert len({len(row) for row in cells}) == 1
        assert {str(cell["/A"]["/Scope"]) for cell in cells[0]} == {"/Column"}
        for row in cells[1:]:
            assert str(row[0]["/A"]["/Scope"]) == "/Row"
            assert {str(cell["/S"]) for cell in row[1:]} == {"/TD"}


def test_each_letter_has_its_shape_and_its_meaning_in_the_file(reader: PdfReader) -> None:  # 7.21
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        of_signs = font["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(of_signs["/FontDescriptor"].get_object())


def test_nothing_in_it_leads_elsewhere_without_a_word(reader: PdfReader) -> None:  # 7.18
    notes = [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]
    assert all(str(one.get("/Contents", "")).strip() for one in notes)
