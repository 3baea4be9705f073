from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.listening.models.alerts import AlertEvent
from beffroi.listening.telling.rules import Choice, Way
from beffroi.workspaces.models import User, Workspace

ADDRESS_MAX = 500


class AlertChoice(models.Model):
    """Of which alerts of a workspace a person wants to be told, by mail and on their devices."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="alert_choices")
    mail = models.CharField(max_length=8, default=Choice.PRESSING.value)
    push = models.CharField(max_length=8, default=Choice.PRESSING.value)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "workspace"], name="one_alert_choice_a_workspace"
            ),
            models.CheckConstraint(
                name="alert_choice_is_known",
                condition=Q(
                    mail__in=[one.value for one in Choice], push__in=[one.value for one in Choice]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"choice of user {self.user_id}"


class AlertHook(models.Model):
    """An address of a workspace's own that is called when an alert changes."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="alert_hook")
    address = models.CharField(max_length=ADDRESS_MAX)
    #: What our calls are signed with, sealed for that address alone.
    sealed = models.BinaryField()
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"alert hook of workspace {self.workspace_id}"


class PushDevice(models.Model):
    """A browser that lets us show notices. Personal data of a member, until they take it back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_devices")
    #: Which it is, without telling where it is reached.
    digest = models.CharField(max_length=64, unique=True)
    #: Its address at its push service, and its keys.
    sealed = models.BinaryField()
    #: As the person knows it: “Firefox, Windows”.
    name = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push device {self.pk}"


class AlertNotice(models.Model):
    """That a change of an alert is told in one way, once; holds no word of anybody."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    event = models.ForeignKey(AlertEvent, on_delete=models.CASCADE, related_name="notices")
    way = models.CharField(max_length=4, choices=[(one.value, one.name) for one in Way])
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    device = models.ForeignKey(
        PushDevice, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: When a call began of which nobody knows yet what came of it.
    tried_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    #: Why it was given up, for whoever set the address.
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"], condition=Q(way="mail"), name="one_mail_a_change"
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(way="hook"), name="one_call_a_change"
            ),
            models.UniqueConstraint(
                fields=["event", "device"], condition=Q(way="push"), name="one_push_a_change"
            ),
            models.CheckConstraint(
                name="alert_notice_is_told_or_given_up",
                condition=Q(told_at__isnull=True) | Q(given_up_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(told_at__isnull=True, given_up_at__isnull=True),
                name="alert_notices_due",
            ),
            models.Index(fields=["workspace", "way", "-id"], name="alert_notices_by_way"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk} of event {self.event_id}"
