"""Pages of ours on paper: what the PDF says, what it may draw on, and how a print ends."""

from __future__ import annotations

import base64
import io
import logging
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from beffroi.printing import libraries, printer, sample, words
from beffroi.printing.checks import check_libraries
from beffroi.printing.errors import PrintingFailed, PrintingTookTooLong, Reason
from tests.clock import FrozenClock


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where prints put what they work on: empty before and after each of them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _read(html: str, *, language: str = "fr", title: str = "Mai 2026") -> PdfReader:
    return PdfReader(io.BytesIO(printer.print_page(html, language=language, title=title)))


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


def _paper(content: str) -> str:
    source = '{% extends "printing/paper.html" %}{% block content %}' + content + "{% endblock %}"
    return engines["django"].from_string(source).render({})


@pytest.fixture(scope="module")
def report() -> PdfReader:
    """The report of a month, printed."""
    with translation.override("fr"):
        return _read(sample.monthly())


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
    reader = _read(_paper("<p>Garçon à Łódź, Dvořák</p>"))
    assert list(own_folder.iterdir()) == []
    page: Any = reader.pages[0]
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("+Inter" in font for font in fonts)
    assert "Garçon à Łódź, Dvořák" in page.extract_text()


def test_what_is_there_for_the_eye_alone_is_read_to_nobody() -> None:
    content = '<p>Lu</p><p aria-hidden="true">Vu</p><img src="" alt=""><svg aria-hidden="true"/>'
    reader = _read(_paper(content))
    names = [name for name, _ in _elements(reader)]
    assert "Vu" in reader.pages[0].extract_text()
    assert (names.count("/P"), names.count("/Figure")) == (1, 0)


def test_an_icon_of_the_product_is_drawn_with_its_description() -> None:
    icon = (
        '<svg class="i" role="img" aria-label="Envoyé">'
        '<use href="/static/web/icons.svg#i-send"></use></svg>'
    )
    drawn, empty = (
        _read(_paper(content)) for content in (icon, icon.replace("#i-send", "#i-nothing"))
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
    reader = _read(_paper(f'<img src="{address}" alt="La vitrine">'))
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
        reader = _read(_paper(f"<p>Ici</p>{pictures}"))
    told = [record.getMessage() for record in caplog.records]
    refused = [text.rpartition(": ")[2] for text in told if "may not draw on" in text]
    assert "Ici" in reader.pages[0].extract_text()
    assert len(reader.pages[0].images) == 0
    assert sorted(refused) == sorted(_ELSEWHERE.values())
    assert "4711" not in caplog.text


def test_what_prints_reaches_no_network_and_starts_nothing() -> None:
    code = (
        "import socket, subprocess, sys\n"
        "from beffroi.printing import press\n"
        "sys.addaudithook(press._refuse)\n"
        "for closed in (lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: subprocess.run(['true']), lambda: socket.getaddrinfo('localhost', 80)):\n"
        "    try:\n        closed()\n    except PermissionError:\n        print('closed')\n"
    )
    environment = printer._environment(Path.cwd())
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["closed"] * 3


def test_what_prints_knows_no_setting_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BEFFROI_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "beffroi.config.settings")
    known = set(printer._environment(tmp_path)) - {"LD_LIBRARY_PATH"}
    assert known == {"PATH", "PYTHONPATH", "TMPDIR", "HOME", "LANG"}


def test_a_page_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PrintingFailed) as refused:
        printer.print_page("x" * (printer.HTML_BYTES_MAX + 1), language="fr", title="x")
    assert refused.value.reason is Reason.TOO_LARGE
    monkeypatch.setattr(printer, "PAGES_MAX", 2)
    with pytest.raises(PrintingFailed) as refused:
        _read(_paper('<p class="sheet">x</p>' * 3))
    assert refused.value.reason is Reason.TOO_MANY_PAGES


def test_a_page_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, own_folder: Path
) -> None:
    monkeypatch.setattr(printer, "_SECONDS_MAX", 0.05)
    with pytest.raises(PrintingTookTooLong) as given_up:
        _read(_paper("<p>x</p>"))
    assert given_up.value.reason is Reason.TOO_SLOW
    assert list(own_folder.iterdir()) == []


def _replaced(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Have the process find another `weasyprint` than the real one."""
    folder.mkdir()
    (folder / "weasyprint.py").write_text(code)
    environment = printer._environment

    def with_other(own: Path) -> dict[str, str]:
        known = environment(own)
        return {**known, "PYTHONPATH": f"{folder}:{known['PYTHONPATH']}"}

    monkeypatch.setattr(printer, "_environment", with_other)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Reason.DIED),
        ("raise RuntimeError('no')", Reason.DIED),
        ("bytearray(2_000_000_000)", Reason.TOO_HEAVY),
    ],
)
def test_a_process_that_ends_leaves_a_named_failure_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    own_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    code: str,
    reason: Reason,
) -> None:
    _replaced(monkeypatch, tmp_path_factory.mktemp("other") / "code", code)
    with pytest.raises(PrintingFailed) as failed:
        _read(_paper("<p>x</p>"))
    assert failed.value.reason is reason
    assert list(own_folder.iterdir()) == []


def test_a_process_killed_while_it_lays_out_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, own_folder: Path
) -> None:
    began = subprocess.Popen.communicate

    def kill_once_begun(process: subprocess.Popen[bytes], *rest: Any, **named: Any) -> Any:
        end = time.monotonic() + 30
        while time.monotonic() < end and not list(own_folder.glob("*/weasyprint-*")):
            time.sleep(0.01)  # until fonts are written, which is before anything is laid out
        process.send_signal(signal.SIGKILL)
        return began(process, *rest, **named)

    monkeypatch.setattr(subprocess.Popen, "communicate", kill_once_begun)
    with pytest.raises(PrintingFailed) as failed:
        _read(_paper("<p>x</p>" * 3000))
    assert failed.value.reason is Reason.DIED
    assert list(own_folder.iterdir()) == []


def test_one_page_is_printed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "_TURN_SECONDS_MAX", 0.01)
    entered, leave = threading.Event(), threading.Event()

    def hold(*_: object, **__: object) -> bytes:
        entered.set()
        assert leave.wait(30)
        return b""

    monkeypatch.setattr(printer, "_printed", hold)
    first = threading.Thread(
        target=printer.print_page, args=("",), kwargs={"language": "fr", "title": "x"}
    )
    first.start()
    assert entered.wait(30)
    with pytest.raises(PrintingFailed) as failed:
        printer.print_page("", language="fr", title="x")
    leave.set()
    first.join()
    assert failed.value.reason is Reason.BUSY
    assert printer.print_page("", language="fr", title="x") == b""  # its turn was given back


def test_a_library_that_is_missing_is_named_with_what_remains(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open\")"
    _replaced(monkeypatch, tmp_path_factory.mktemp("other") / "code", code)
    with pytest.raises(PrintingFailed) as failed:
        _read(_paper("<p>x</p>"))
    assert failed.value.reason is Reason.LIBRARY_MISSING
    with translation.override("fr"):
        told = words.sentence(failed.value)
    assert "apt install libpango-1.0-0" in told
    assert "Votre navigateur" in told


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
