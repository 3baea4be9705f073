"""A report on paper."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from beffroi.branding.paper import on_paper
from beffroi.branding.queries import logo_data
from beffroi.insight.reports import showing
from beffroi.insight.reports.models import Report
from beffroi.printing.printer import print_page


def printed(report: Report) -> bytes:
    """Return a report as a PDF, in its language. Raises printing.PrintingFailed."""
    with translation.override(report.language):
        told = showing.on_paper(showing.shown(report))
        context = {"told": told, "logo": logo_data(told.look)}
        html = on_paper(render_to_string("insight/reports/paper.html", context), told.look)
        title = f"{told.company} – {told.title}"
    return print_page(html, language=report.language, title=title)


def file_name(report: Report) -> str:
    """Return what its file is called."""
    return f"{slugify(report.workspace.name) or 'beffroi'}-{report.month:%Y-%m}.pdf"
