"""Pages for paper, printed and read back."""

from __future__ import annotations

import io

from django.template import engines
from pypdf import PdfReader

from beffroi.printing import printer


def read(html: str, *, language: str = "fr", title: str = "Mai 2026") -> PdfReader:
    """Print a page, and read it back."""
    return PdfReader(io.BytesIO(printer.print_page(html, language=language, title=title)))


def on_paper(content: str) -> str:
    """Return a page for paper that holds this."""
    source = '{% extends "printing/paper.html" %}{% block content %}' + content + "{% endblock %}"
    return engines["django"].from_string(source).render({})
