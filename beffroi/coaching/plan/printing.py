"""The one page on paper."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from beffroi.coaching.plan import page
from beffroi.company.queries import called
from beffroi.printing.printer import print_page
from beffroi.strategy.plan.queries import Plan
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role


def printed(workspace: Workspace, plan: Plan, *, role: Role, now: datetime) -> bytes:
    """Return the strategy as a PDF, in the reader's language. Raises printing.PrintingFailed."""
    context = page.one_page(workspace, plan, role=role, now=now)
    company = called(workspace)
    html = render_to_string("plan/paper.html", context | {"company": company, "on_paper": True})
    title = " – ".join([company, gettext("The strategy, on one page")])
    return print_page(html, language=get_language() or "fr", title=title)


def file_name(workspace: Workspace) -> str:
    """Return what its file is called."""
    return f"{slugify(workspace.name) or 'beffroi'}-strategy.pdf"
