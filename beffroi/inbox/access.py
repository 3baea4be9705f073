"""Who may act on which conversation."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404

from beffroi.core.gone import Gone
from beffroi.inbox.models import (
    Block,
    Consent,
    Conversation,
    Erasure,
    Escalation,
    Feedback,
    Label,
    Note,
    Nudge,
    Rule,
    RuleAct,
    SavedAnswer,
    SavedView,
    Sweep,
)
from beffroi.workspaces.models import User, Workspace


def conversation(workspace: Workspace, conversation_id: int) -> Conversation:
    """Return the workspace's own conversation, or raise Http404."""
    rows = Conversation.objects.filter(workspace=workspace).select_related(
        "channel", "assignee", "workspace__company", "workspace__language_model"
    )
    acts = RuleAct.objects.filter(conversation=OuterRef("pk")).exclude(done=[])
    erasures = Erasure.objects.pending().filter(
        Q(server="") | Q(server=OuterRef("channel__origin")),
        workspace=workspace,
        network=OuterRef("channel__network"),
        person_id=OuterRef("person_id"),
    )
    blocks = Block.objects.filter(channel=OuterRef("channel"), author_id=OuterRef("person_id"))
    rows = rows.annotate(
        met_a_rule=Exists(acts),
        is_to_be_erased=Exists(erasures),
        blocked_at=Subquery(blocks.values("blocked_at")[:1]),
    )
    return get_object_or_404(rows, pk=conversation_id)


def feedback(workspace: Workspace, feedback_id: int) -> Feedback:
    """Return what somebody said in the workspace; raise Gone once its words are, or Http404."""
    row = feedback_or_trace(workspace, feedback_id)
    if row.is_gone:
        raise Gone(f"feedback {row.pk}")
    return row


def feedback_or_trace(workspace: Workspace, feedback_id: int) -> Feedback:
    """Return what somebody said in the workspace, gone or not, or raise Http404."""
    rows = Feedback.objects.filter(workspace=workspace, is_ours=False)
    return get_object_or_404(rows.select_related("channel"), pk=feedback_id)


def view(workspace: Workspace, user: User, view_id: int) -> SavedView:
    """Return a view of the workspace that the person has, deleted or not, or raise Http404."""
    rows = SavedView.objects.filter(Q(owner__isnull=True) | Q(owner=user), workspace=workspace)
    return get_object_or_404(rows.select_related("workspace"), pk=view_id)


def label(workspace: Workspace, label_id: int) -> Label:
    """Return the workspace's own label, deleted or not, or raise Http404."""
    return get_object_or_404(Label, workspace=workspace, pk=label_id)


def note(workspace: Workspace, user: User, note_id: int) -> Note:
    """Return a note that the person wrote here, deleted or not, or raise Http404."""
    rows = Note.objects.filter(workspace=workspace, author=user)
    return get_object_or_404(rows.select_related("conversation"), pk=note_id)


def nudge(workspace: Workspace, user: User, nudge_id: int) -> Nudge:
    """Return what the person was told of here, or raise Http404."""
    return get_object_or_404(Nudge, workspace=workspace, user=user, pk=nudge_id)


def escalation(workspace: Workspace, escalation_id: int) -> Escalation:
    """Return an alert that was raised in the workspace, closed or not, or raise Http404."""
    rows = Escalation.objects.filter(workspace=workspace).select_related("conversation")
    return get_object_or_404(rows, pk=escalation_id)


def saved_answer(workspace: Workspace, saved_answer_id: int) -> SavedAnswer:
    """Return the workspace's own saved answer, deleted or not, or raise Http404."""
    return get_object_or_404(SavedAnswer, workspace=workspace, pk=saved_answer_id)


def sweep(workspace: Workspace, user: User, sweep_id: int) -> Sweep:
    """Return what the person did to several conversations here, or raise Http404."""
    return get_object_or_404(Sweep, workspace=workspace, actor=user, pk=sweep_id)


def rule(workspace: Workspace, rule_id: int) -> Rule:
    """Return the workspace's own rule, deleted or not, or raise Http404."""
    return get_object_or_404(
        Rule.objects.select_related("workspace"), workspace=workspace, pk=rule_id
    )


def act(workspace: Workspace, act_id: int) -> RuleAct:
    """Return what a rule did here, or raise Http404."""
    return get_object_or_404(RuleAct, workspace=workspace, pk=act_id)


def consent(workspace: Workspace, consent_id: int) -> Consent:
    """Return what somebody agreed to in the workspace, or raise Http404."""
    rows = Consent.objects.filter(workspace=workspace).select_related("person")
    return get_object_or_404(rows, pk=consent_id)


def erasure(workspace: Workspace, erasure_id: int) -> Erasure:
    """Return an erasure of the workspace, done or not, or raise Http404."""
    rows = Erasure.objects.filter(workspace=workspace).select_related("asked_by")
    return get_object_or_404(rows, pk=erasure_id)
