from __future__ import annotations

from datetime import datetime

from django.db import models

from beffroi.workspaces.models import Workspace


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of(self, workspace: Workspace) -> ChannelQuerySet:
        return self.filter(workspace=workspace).order_by("network", "handle", "id")

    def present(self) -> ChannelQuerySet:
        """Leave out channels that a person disconnected."""
        return self.exclude(status=Channel.Status.DISCONNECTED)

    def connected(self) -> ChannelQuerySet:
        return self.filter(status=Channel.Status.CONNECTED)


class Channel(models.Model):
    """Our presence on one network: an account on one server."""

    class Status(models.TextChoices):
        CONNECTED = "connected"
        NEEDS_RECONNECTION = "needs_reconnection"
        DISCONNECTED = "disconnected"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="channels")
    network = models.CharField(max_length=20)
    origin = models.CharField(max_length=255)
    account_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    display_name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.CONNECTED)
    #: When the network last proved that the access works.
    verified_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True, blank=True)
    #: The network asked us to wait until then.
    paused_until = models.DateTimeField(null=True, blank=True)
    #: What this server announces; see `limits.py`.
    limits = models.JSONField(default=dict)
    connected_at = models.DateTimeField()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "origin", "account_id"],
                name="one_channel_per_account",
            ),
            models.CheckConstraint(
                name="lost_channel_says_since_when",
                condition=~models.Q(status="needs_reconnection", lost_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"

    @property
    def is_connected(self) -> bool:
        return self.status == self.Status.CONNECTED

    def is_paused(self, *, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


class Credential(models.Model):
    """What lets us act on a channel: sealed, bound to the channel's row."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="credential")
    sealed = models.BinaryField()
    #: Somebody renews the access until then; everybody else waits for the result.
    renewing_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"access of channel {self.channel_id}"


class ServerApp(models.Model):
    """Our registration with one server, shared by every workspace of this installation."""

    network = models.CharField(max_length=20)
    origin = models.CharField(max_length=255)
    redirect_uri = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255)
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "origin", "redirect_uri"], name="one_registration_per_server"
            )
        ]

    def __str__(self) -> str:
        return f"{self.network} app at {self.origin}"
