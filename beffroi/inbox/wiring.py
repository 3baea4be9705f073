"""Connects the inbox to channels, deliveries and restores below."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.channels import asking, gateway
from beffroi.channels.models import Channel
from beffroi.channels.signals import channel_connected, channel_told, person_withdrew
from beffroi.company.signals import terms_changed
from beffroi.core.backup import register_after_restore
from beffroi.core.clock import utc_now
from beffroi.core.jobs import enqueue
from beffroi.delivery.advice import Source
from beffroi.delivery.models import Delivery
from beffroi.delivery.queries import register_source
from beffroi.delivery.signals import delivery_changed
from beffroi.inbox import actions, erasing, escalations, hearing, leaving, queries, removing
from beffroi.inbox.automation import answers
from beffroi.inbox.jobs import COUNT_ANEW, FOLLOW, POLL, THREADS
from beffroi.inbox.people import erasure, ledger
from beffroi.networks.declarations import Capability
from beffroi.workspaces.events import workspace_changed
from beffroi.workspaces.models import AgencyMembership, Membership, Workspace
from beffroi.workspaces.rules import Permission
from beffroi.workspaces.settings_pages import SettingsPage, register


def connect() -> None:
    """Listen to what happens below. Called once, when the app is ready."""
    channel_connected.connect(_start_reading, dispatch_uid="inbox.start_reading")
    channel_told.connect(_hear, dispatch_uid="inbox.hear")
    person_withdrew.connect(_forget, dispatch_uid="inbox.forget")
    delivery_changed.connect(_answer_moved, dispatch_uid="inbox.answer_moved")
    for changed in (terms_changed, workspace_changed):
        changed.connect(_count_anew, dispatch_uid="inbox.count_anew")
    for signal in (post_save, post_delete):
        signal.connect(_role_changed, sender=Membership, dispatch_uid="inbox.role_changed")
        signal.connect(_agency_role_changed, sender=AgencyMembership, dispatch_uid="inbox.agency")
    register_source(_conversation_of)
    register_after_restore(_withdraw_removals)
    register_after_restore(_answer_nothing_older)
    register_after_restore(_erase_people_again)
    register(SettingsPage(_("Customers’ data"), "inbox_people_settings", Permission.MANAGE_COMPANY))
    register_after_restore(_give_up_alerts)


def _count_anew(
    sender: type[Workspace], *, workspace: Workspace, now: datetime, **_: object
) -> None:
    payload = {"workspace_id": workspace.pk}
    enqueue(
        COUNT_ANEW,
        key=str(workspace.pk),
        run_at=now,
        payload=payload,
        workspace_id=workspace.pk,
    )


def _role_changed(sender: type[Membership], *, instance: Membership, **_: object) -> None:
    leaving.unassign_who_left(instance.workspace, instance.user, now=utc_now())


def _agency_role_changed(
    sender: type[AgencyMembership], *, instance: AgencyMembership, **_: object
) -> None:
    for workspace in instance.agency.workspaces.order_by("pk"):
        leaving.unassign_who_left(workspace, instance.user, now=utc_now())


def _start_reading(sender: type[Channel], *, channel: Channel, now: datetime, **_: object) -> None:
    if Capability.READ_FEEDBACK not in gateway.abilities_of(channel):
        return
    for kind in (POLL, THREADS, FOLLOW):
        asking.ask(kind, channel, run_at=now)


def _hear(
    sender: type[Channel],
    *,
    channel: Channel,
    remote_ids: Collection[str],
    now: datetime,
    **_: object,
) -> None:
    if remote_ids:
        hearing.hear(channel, remote_ids, now=now)
    else:
        asking.ask(POLL, channel, run_at=now)


def _forget(
    sender: type[Channel], *, channel: Channel, person_id: str, now: datetime, **_: object
) -> int:
    return erasing.forget_person(channel, person_id, now=now)


def _answer_moved(
    sender: type[Delivery], *, delivery: Delivery, now: datetime, **_: object
) -> None:
    actions.follow_answer(delivery, now=now)


def _withdraw_removals(now: datetime) -> None:
    removing.withdraw_all(now=now)


def _answer_nothing_older(now: datetime) -> None:
    answers.answer_nothing_older(now=now)


def _erase_people_again(now: datetime) -> None:
    """Whoever was erased since the backup is erased again, before anybody reads it."""
    erasure.lapse_all(now=now)
    erasure.take_in_ledger(now=now)
    erasure.erase_again(now=now)
    transaction.on_commit(ledger.follow)


def _give_up_alerts(now: datetime) -> None:
    escalations.give_up_all(now=now)


def _conversation_of(delivery: Delivery) -> Source | None:
    conversation_id = queries.conversation_of(delivery)
    if conversation_id is None:
        return None
    return Source(reverse("conversation", args=[conversation_id]), is_answer=True)
