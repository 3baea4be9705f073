"""What is done in a room, over HTTP: one press each, then back to its place on the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.company.models import CrisisContact
from beffroi.core.clock import utc_now
from beffroi.crisis import access, actions, giving, speaking
from beffroi.crisis.actions import RoomClosed
from beffroi.crisis.forms import HoldingForm, NoteForm
from beffroi.crisis.models import Room
from beffroi.crisis.pages import holding_form, room_page
from beffroi.crisis.rules import Step
from beffroi.inbox.rules import typed_id
from beffroi.publishing import queries as publishing_queries
from beffroi.publishing.actions import CannotSchedule
from beffroi.publishing.messages import advices
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: More than a page holds: whoever sends more did not choose them here.
_CHOSEN_MAX = 200


@require_POST
@requires(Permission.ANSWER)
def pause(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Pause all posts."""
    row = access.room(request.workspace, crisis_room_id)
    done = _("All posts are paused. Answers go on.")
    if row.is_drill:
        done = _("Noted. In a drill no post is paused.")
    return _act(
        request,
        row,
        lambda: speaking.pause_posts(row, actor=request.user, now=utc_now()),
        done,
        at="posts",
    )


@require_POST
@requires(Permission.ANSWER)
def resume(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """End the pause that the room began."""
    row = access.room(request.workspace, crisis_room_id)
    held = speaking.resume_posts(row, actor=request.user, now=utc_now())
    told = _("The pause is over. What is to come leaves at its hour.")
    if held:
        told = ngettext(
            "The pause is over; one post is past its hour and waits for you.",
            "The pause is over; %(count)s posts are past their hour and wait for you.",
            held,
        ) % {"count": held}
    messages.success(request, told)
    return redirect("posts_pause") if held else _back(row, "posts")


@require_POST
@requires(Permission.ANSWER)
def choose(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Let chosen posts leave in spite of the pause."""
    row = access.room(request.workspace, crisis_room_id)
    chosen = [
        one for typed in request.POST.getlist("post")[:_CHOSEN_MAX] if (one := typed_id(typed))
    ]
    if not chosen:
        messages.warning(request, _("Choose at least one post."))
        return _back(row, "posts")
    return _act(
        request,
        row,
        lambda: speaking.let_through(row, chosen, actor=request.user, now=utc_now()),
        _("What you chose leaves: at its hour, or now where that is past."),
        at="posts",
    )


@require_POST
@requires(Permission.ANSWER)
def holding(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Keep the holding message, or with `intent=publish` say it now."""
    row = access.room(request.workspace, crisis_room_id)
    publishes = request.POST.get("intent") == "publish"
    publishes = publishes and may(request.role, Permission.APPROVE_POSTS)
    form = holding_form(row, request.POST, publishes=publishes)
    if not row.is_open or row.held_at is not None:
        messages.info(request, _("It was settled in the meantime: nothing was changed."))
        return _back(row, "holding")
    if not form.is_valid():
        return room_page(request, row, status=422, holding_form=form)
    if not publishes:
        text = form.cleaned_data["text"]
        return _act(
            request,
            row,
            lambda: speaking.edit_holding(row, text=text, actor=request.user, now=utc_now()),
            _("The message is kept. It has not left."),
            at="holding",
        )
    return _publish(request, row, form)


@require_POST
@requires(Permission.ANSWER)
def promise(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Say that what was promised was said."""
    row = access.room(request.workspace, crisis_room_id)
    actions.keep_promise(row, actor=request.user, now=utc_now())
    messages.success(request, _("Noted: you kept your promise."))
    if not row.is_open:
        return redirect("crisis_review", crisis_room_id=row.pk)
    return _back(row, "holding")


@require_POST
@requires(Permission.ANSWER)
def note(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Put a note into the log."""
    row = access.room(request.workspace, crisis_room_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return room_page(request, row, status=422, note_form=form)
    text = form.cleaned_data["note"]
    return _act(
        request,
        row,
        lambda: actions.write_note(row, text=text, actor=request.user, now=utc_now()),
        _("Noted."),
        at="log",
    )


@require_POST
@requires(Permission.ANSWER)
def step(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Tick one of the ten steps, or take its tick away."""
    row = access.room(request.workspace, crisis_room_id)
    wanted = next((one for one in Step if one.value == request.POST.get("step")), None)
    if wanted is None:
        messages.warning(request, _("There is no such step: nothing was changed."))
        return _back(row, "steps")
    act = actions.untick if request.POST.get("intent") == "undo" else actions.tick
    return _act(
        request,
        row,
        lambda: act(row, wanted, actor=request.user, now=utc_now()),
        _("Noted."),
        at="steps",
    )


@require_POST
@requires(Permission.ANSWER)
def told(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Note that a contact of the crisis file was told."""
    row = access.room(request.workspace, crisis_room_id)
    number = typed_id(request.POST.get("contact", ""))
    if number is None:
        messages.warning(request, _("Choose who was told."))
        return _back(row, "cell")
    contacts = CrisisContact.objects.filter(workspace=request.workspace, removed_at=None)
    contact = get_object_or_404(contacts, pk=number)
    return _act(
        request,
        row,
        lambda: actions.say_told(row, contact, actor=request.user, now=utc_now()),
        _("Noted: %(name)s was told.") % {"name": contact.name},
        at="cell",
    )


@require_POST
@requires(Permission.ANSWER)
def give(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """Give a message to a colleague."""
    row = access.room(request.workspace, crisis_room_id)
    number = typed_id(request.POST.get("number", ""))
    user = typed_id(request.POST.get("user", ""))
    if number is None or user is None:
        messages.warning(request, _("Choose who answers."))
        return _back(row, "answers")
    try:
        giving.give(row, number, user_id=user, actor=request.user, now=utc_now())
    except giving.CannotGive:
        messages.warning(request, _("This person may not answer here: nothing was changed."))
    except RoomClosed:
        messages.warning(request, _("This room was closed meanwhile: nothing was changed."))
    else:
        messages.success(request, _("Given. Your colleague finds it on their Today."))
    return _back(row, "answers")


@require_POST
@requires(Permission.ANSWER)
def answered(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponse:
    """In a drill, say that a recorded message was answered."""
    row = access.room(request.workspace, crisis_room_id)
    number = typed_id(request.POST.get("number", ""))
    if not row.is_drill or number is None:
        messages.warning(request, _("Answer from the conversation: nothing was changed."))
        return _back(row, "answers")
    return _act(
        request,
        row,
        lambda: actions.react(row, number, assignee=None, actor=request.user, now=utc_now()),
        _("Noted. In a drill nothing leaves."),
        at="answers",
    )


def _publish(request: WorkspaceRequest, row: Room, form: HoldingForm) -> HttpResponse:
    if not row.is_drill and not form.holding().channel_ids:
        form.add_error("channels", _("No channel can take it now: connect one first."))
        return room_page(request, row, status=422, holding_form=form)
    try:
        speaking.publish_holding(row, form.holding(), actor=request.user, now=utc_now())
    except CannotSchedule as error:
        channels = publishing_queries.composer_channels(request.workspace)
        for advice in advices(error.findings, publishing_queries.channel_names(channels)):
            form.add_error("text", advice.sentence)
        return room_page(request, row, status=422, holding_form=form)
    except RoomClosed:
        messages.warning(request, _("This room was closed meanwhile: nothing was changed."))
    else:
        done = _("It leaves now, in spite of the pause.")
        messages.success(request, _("Noted. In a drill nothing leaves.") if row.is_drill else done)
    return _back(row, "holding")


def _act(
    request: WorkspaceRequest, row: Room, act: Callable[[], object], done: str, *, at: str
) -> HttpResponse:
    try:
        act()
    except RoomClosed:
        messages.warning(request, _("This room was closed meanwhile: nothing was changed."))
    else:
        messages.success(request, done)
    return _back(row, at)


def _back(row: Room, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('crisis_room', args=[row.pk])}#{anchor}")
