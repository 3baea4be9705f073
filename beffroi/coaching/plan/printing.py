"""The one page on paper."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, pgettext

from beffroi.branding.paper import on_paper
from beffroi.branding.queries import logo_data, look_of
from beffroi.coaching.plan import page
from beffroi.company.queries import called
from beffroi.printing.printer import print_page
from beffroi.strategy.plan.queries import Plan
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role


def printed(workspace: Workspace, plan: Plan, *, role: Role, now: datetime) -> bytes:
    """Return the strategy as a PDF, in the reader's language. Raises printing.PrintingFailed."""
    context = page.one_page(workspace, plan, role=role, now=now)
    company, look = called(workspace), look_of(workspace)
    context |= {"company": company, "on_paper": True, "look": look, "logo": logo_data(look)}
    html = on_paper(render_to_string("plan/paper.html", context), look)
    title = " – ".join([company, gettext("The strategy, on one page")])
    return print_page(html, language=get_language() or "fr", title=title)


def file_name(workspace: Workspace) -> str:
    """Return what its file is called."""
    what = pgettext("file", "strategy")
    return f"{slugify(f'{workspace.name} {what}')}.pdf"
