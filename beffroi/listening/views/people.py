"""What somebody may ask for whose public words were heard, over HTTP: a copy, an erasure."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core import audit
from beffroi.core.clock import utc_now
from beffroi.inbox import data_rules
from beffroi.inbox.people import erasure, holders, keeping
from beffroi.inbox.people.who import Who
from beffroi.listening import people as queries
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_manage
def people(request: WorkspaceRequest) -> HttpResponse:
    """Find somebody by the name or the handle under which they write."""
    typed = request.GET.get("who", "")
    context = {
        "typed": typed,
        "found": queries.find(request.workspace, typed),
        "pages": pages(request),
    }
    return render(request, "listening/people.html", context)


@require_POST
@may_manage
def person_copy(request: WorkspaceRequest) -> HttpResponseBase:
    """Hand out all that was heard of somebody, as a file; the audit trail says that it was."""
    person, now = _person(request), utc_now()
    held = holders.told(person, is_allowed=data_rules.may_export(person.network))
    content = {
        "format": 1,
        "made_at": now,
        "network": person.network,
        "heard": [asdict(one) for one in held],
    }
    audit.record(
        workspace_id=request.workspace.pk,
        actor_id=request.user.pk,
        action="person.exported",
        subject="mentions",
        now=now,
    )
    answer = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1, default=str),
        content_type="application/json; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="beffroi-person-{now:%Y-%m-%d}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@may_manage
def person_erase(request: WorkspaceRequest) -> HttpResponseBase:
    """Have all about somebody erased in ten minutes, here and in the inbox."""
    asked = erasure.ask(_person(request), actor=request.user, now=utc_now())
    return redirect("inbox_erasure", erasure_id=asked.pk)


@require_POST
@may_manage
def person_object(request: WorkspaceRequest) -> HttpResponseBase:
    """Note that somebody objects: what was heard goes at once, and nothing more is kept."""
    keeping.object_(_person(request), actor=request.user, now=utc_now())
    messages.success(request, _("Noted. What was heard of them is erased, and stays out."))
    return redirect("listening_people")


def _person(request: WorkspaceRequest) -> Who:
    told = request.POST
    found = queries.who_is(
        request.workspace,
        told.get("network", ""),
        told.get("author", ""),
        server=told.get("server", ""),
    )
    if found is None:
        raise Http404
    return found
