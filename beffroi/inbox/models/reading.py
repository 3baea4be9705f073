"""What is remembered of reading networks: how far, what they told of, what must not come back."""

from __future__ import annotations

from django.db import models

from beffroi.channels.models import Channel


class Poll(models.Model):
    """How far a channel's feedback has been read."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="poll")
    cursor = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    #: Consecutive reads that failed; spaces them out.
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"poll of channel {self.channel_id}"


class Heard(models.Model):
    """What a network told us of and we have not read yet."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    remote_id = models.CharField(max_length=500)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "remote_id"], name="heard_once_per_id")
        ]

    def __str__(self) -> str:
        return f"heard of {self.pk}"


class Tombstone(models.Model):
    """A deletion that was told before what it deletes: it must not come back with a late page."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    remote_id = models.CharField(max_length=500)
    deleted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "remote_id"], name="one_tombstone_per_id")
        ]

    def __str__(self) -> str:
        return f"tombstone {self.pk}"
