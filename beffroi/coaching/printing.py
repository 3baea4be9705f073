"""The barometer on one sheet of paper."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from beffroi.branding.paper import on_paper
from beffroi.branding.queries import logo_data, look_of
from beffroi.coaching import companies, showing
from beffroi.coaching.queries import Now
from beffroi.coaching.untold import untold
from beffroi.printing.printer import print_page
from beffroi.strategy.barometer.steps import next_steps
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role


def printed(workspace: Workspace, found: Now, *, role: Role, left: str, now: datetime) -> bytes:
    """Return a PDF in the reader's language; `left` as in `untold`. Raises PrintingFailed."""
    look = look_of(workspace)
    context = {
        "look": look,
        "logo": logo_data(look),
        "workspace": workspace,
        "summary": showing.summary(found.state),
        "untold": untold(found.state, role=role, left=left),
        "dimensions": showing.dimensions(found.state),
        "steps": showing.steps(next_steps(found.state), role=role),
        "group": companies.group(found),
        "measured_at": now.astimezone(workspace.zone).date(),
    }
    html = on_paper(render_to_string("coaching/paper.html", context), look)
    title = _("Barometer of %(company)s") % {"company": workspace.name}
    return print_page(html, language=get_language() or "fr", title=title)


def file_name(workspace: Workspace, *, now: datetime) -> str:
    """Return what its file is called."""
    day = now.astimezone(workspace.zone).date()
    what = pgettext("file", "barometer")
    return f"{slugify(f'{workspace.name} {what}')}-{day:%Y-%m-%d}.pdf"
