"""Pages of ours on paper: what the PDF says, what it may draw on, and what is refused."""

from __future__ import annotations

import base64
import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from beffroi.printing import libraries, printer, sample, standby, words
from beffroi.printing.checks import check_libraries
from beffroi.printing.errors import PrintingFailed, Reason
from beffroi.printing.tests.pages import on_paper, read
from tests.clock import FrozenClock


def _elements(reader: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield the tags of a PDF, in the order in which they are read."""

    def walk(node: Any) -> Iterator[tuple[str, DictionaryObject]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for one in node:
                yield from walk(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"]), node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(reader.root_object["/StructTreeRoot"])


@pytest.fixture(scope="module")
def report() -> PdfReader:
    """The report of a month, printed."""
    with translation.override("fr"):
        return read(sample.monthly())


def test_a_report_is_a_pdf_that_a_screen_reader_reads(report: PdfReader) -> None:
    reader = report
    root: Any = report.root_object
    metadata = root["/Metadata"].get_data().decode()
    assert len(reader.pages) == 2
    assert (root["/Lang"], reader.metadata.title if reader.metadata else "") == ("fr", "Mai 2026")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert 'pdfuaid:part="1"' in metadata or "<pdfuaid:part>1<" in metadata
    assert "Mai 2026" in metadata


def test_a_report_says_on_paper_what_it_says_on_the_page(report: PdfReader) -> None:
    first, second = (page.extract_text() for page in report.pages)
    assert "Mai 2026 : ce qui est revenu" in first
    assert "Atelier Martin" in first
    assert "1 sur 2" in first
    assert "Noël à Łódź 119" in second
    assert "2 sur 2" in second


def test_headings_tables_and_drawings_are_tagged_as_what_they_are(report: PdfReader) -> None:
    tags: list[tuple[str, Any]] = list(_elements(report))
    names = [name for name, _ in tags]
    figures = [node for name, node in tags if name == "/Figure"]
    heads = [node["/A"]["/Scope"] for name, node in tags if name == "/TH"]
    assert (names.count("/H1"), names.count("/H3"), names.count("/Table")) == (1, 6, 3)
    assert str(figures[0]["/Alt"]).startswith("Facebook : 1 mai, ")
    assert len(figures) == 6  # neither the logo nor the patterns
    assert (heads.count("/Row"), heads.count("/Column")) == (120, 6)


def test_letters_of_all_of_europe_are_embedded_and_nothing_is_left_behind(own_folder: Path) -> None:
    reader = read(on_paper("<p>Garçon à Łódź, Dvořák</p>"))
    assert list(own_folder.iterdir()) == []
    page: Any = reader.pages[0]
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("+Inter" in font for font in fonts)
    assert "Garçon à Łódź, Dvořák" in page.extract_text()


def test_what_is_there_for_the_eye_alone_is_read_to_nobody() -> None:
    content = '<p>Lu</p><p aria-hidden="true">Vu</p><img src="" alt=""><svg aria-hidden="true"/>'
    reader = read(on_paper(content))
    names = [name for name, _ in _elements(reader)]
    assert "Vu" in reader.pages[0].extract_text()
    assert (names.count("/P"), names.count("/Figure")) == (1, 0)


def test_an_icon_of_the_product_is_drawn_with_its_description() -> None:
    icon = (
        '<svg class="i" role="img" aria-label="Envoyé">'
        '<use href="/static/web/icons.svg#i-send"></use></svg>'
    )
    drawn, empty = (
        read(on_paper(content)) for content in (icon, icon.replace("#i-send", "#i-nothing"))
    )
    assert [str(node["/Alt"]) for name, node in _elements(drawn) if name == "/Figure"] == ["Envoyé"]
    assert len(_drawn(drawn)) > len(_drawn(empty)) + 100


def _drawn(reader: PdfReader) -> bytes:
    content: Any = reader.pages[0].get_contents()
    return bytes(content.get_data())


def test_a_picture_given_with_the_page_is_printed() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#b9772f").save(picture, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
    reader = read(on_paper(f'<img src="{address}" alt="La vitrine">'))
    assert [image.image.size for image in reader.pages[0].images if image.image] == [(40, 30)]


#: Addresses that a page may not draw on, and what of them may stand in a log.
_ELSEWHERE = {
    "http://127.0.0.1:9/secret.png?key=4711": "http://127.0.0.1",
    "https://example.com/4711.png": "https://example.com",
    "file:///etc/4711": "file://",
    "ftp://example.org/4711.png": "ftp://example.org",
    "/static/../config/settings.py?4711": "http://127.0.0.1",
    "/static/%2e%2e/%2e%2e/config/settings.py?4711": "http://127.0.0.1",
    "/media/1/4711.png": "http://127.0.0.1",
    "data:text/html,4711": "data://",
}


def test_a_page_draws_on_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    pictures = "".join(f'<img src="{address}" alt="Ailleurs">' for address in _ELSEWHERE)
    with caplog.at_level(logging.WARNING):
        reader = read(on_paper(f"<p>Ici</p>{pictures}"))
    told = [record.getMessage() for record in caplog.records]
    refused = [text.rpartition(": ")[2] for text in told if "may not draw on" in text]
    assert "Ici" in reader.pages[0].extract_text()
    assert len(reader.pages[0].images) == 0
    assert sorted(refused) == sorted(_ELSEWHERE.values())
    assert "4711" not in caplog.text


def test_what_prints_reaches_no_network_and_starts_nothing() -> None:
    code = (
        "import contextlib, os, pathlib, socket, subprocess\n"
        "from beffroi.printing import press\n"
        "with contextlib.suppress(FileNotFoundError): press.print_one(pathlib.Path('/nothing'))\n"
        "for closed in (os.fork, lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: subprocess.run(['true']), lambda: socket.getaddrinfo('localhost', 80)):\n"
        "    try:\n        closed()\n    except PermissionError:\n        print('closed')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=standby.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["closed"] * 4


def test_what_prints_knows_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "beffroi.config.settings")
    assert set(standby.environment()) - {"LD_LIBRARY_PATH"} == {"PATH", "PYTHONPATH", "LANG"}


def test_a_page_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PrintingFailed) as refused:
        printer.print_page("x" * (printer.HTML_BYTES_MAX + 1), language="fr", title="x")
    assert refused.value.reason is Reason.TOO_LARGE
    monkeypatch.setattr(printer, "PAGES_MAX", 2)
    with pytest.raises(PrintingFailed) as refused:
        read(on_paper('<p class="sheet">x</p>' * 3))
    assert refused.value.reason is Reason.TOO_MANY_PAGES


def test_the_doctor_says_which_libraries_are_missing(
    monkeypatch: pytest.MonkeyPatch, clock: FrozenClock
) -> None:
    assert [found.level.value for found in check_libraries(clock())] == ["ok"]
    monkeypatch.setattr(libraries, "find_library", lambda name: None if "pango" in name else name)
    (finding,) = check_libraries(clock())
    assert finding.level.value == "warning"
    assert "libpango-1.0-0, libpangoft2-1.0-0" in finding.message


@pytest.mark.parametrize("reason", list(Reason))
def test_every_failure_has_its_words(reason: Reason) -> None:
    assert len(words.sentence(PrintingFailed(reason, package="libpango-1.0-0"))) > 40
