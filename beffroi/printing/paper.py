"""Lays a page of ours out and writes it as a tagged PDF, with WeasyPrint.

In the printing process only. The variant is PDF/UA-1: tags, language, title, descriptions of
pictures.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from beffroi.printing import tagging
from beffroi.printing.preparing import prepare
from beffroi.printing.sources import Sources

_VARIANT = "pdf/ua-1"
_SHEET = "printing/paper.css"
_DRAWINGS = Path(__file__).parent / "static" / "printing" / "figures.css"
_WARNINGS_MAX = 5
_WARNING_LENGTH = 160
_ADDRESS = re.compile(r"[a-z]+://[^\s']*|data:[^\s']*")


class TooManyPages(Exception):
    """The page is longer than what we print."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What came out beside the file: how many pages, and what there was to say of them."""

    pages: int
    refused: list[str]
    warnings: list[str]


class _Heard(logging.Handler):
    """Keeps the first warnings, without addresses, which may tell of somebody.

    That a pattern stands in several drawings under one name is our own doing.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = _ADDRESS.sub("…", record.getMessage())[:_WARNING_LENGTH]
        is_new = text not in self.told and not text.startswith("Anchor defined twice")
        if is_new and len(self.told) < _WARNINGS_MAX:
            self.told.append(text)


def write(
    page: Path,
    target: Path,
    *,
    language: str,
    title: str,
    base_url: str,
    sources: Sources,
    pages_max: int,
) -> Printed:
    """Write the page in the file `page` to `target`. Raises TooManyPages."""
    heard = _Heard()
    LOGGER.handlers[:] = [heard]
    fonts = FontConfiguration()
    html = HTML(string=page.read_text(), base_url=base_url, url_fetcher=sources)
    prepare(
        html.etree_element,
        language=language,
        title=title,
        style=_DRAWINGS.read_text(),
        borrow=lambda address: sources.symbol(urljoin(base_url, address)),
    )
    sheet = CSS(url=f"{sources.static_url}{_SHEET}", url_fetcher=sources, font_config=fonts)
    document = html.render(stylesheets=[sheet], font_config=fonts)
    if len(document.pages) > pages_max:
        raise TooManyPages
    tagging.mark(document.pages)
    document.write_pdf(target, pdf_variant=_VARIANT)
    return Printed(len(document.pages), sources.refused, heard.told)
