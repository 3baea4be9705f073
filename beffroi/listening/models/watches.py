from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.listening import rules
from beffroi.listening.models.grounds import Ground
from beffroi.workspaces.models import User, Workspace


class WatchQuerySet(models.QuerySet["Watch"]):
    def there(self) -> WatchQuerySet:
        """Those that nobody removed."""
        return self.filter(removed_at__isnull=True)

    def listening(self) -> WatchQuerySet:
        """Those that look for something now."""
        return self.there().filter(is_on=True)


class Watch(models.Model):
    """What a workspace wants to hear of.

    `query` holds what is looked for, as `sought.Sought` writes it.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="watches", db_index=False
    )
    #: No watch without a ground: neither can be without the other.
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="watches")
    name = models.CharField(max_length=rules.NAME_MAX)
    subject = models.CharField(max_length=10)
    purpose = models.CharField(max_length=10)
    query = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    #: Why nothing is looked for although it is on: too wide, by what was counted since.
    left_out = models.CharField(max_length=12, blank=True)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    #: When it began to look for what it looks for.
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watch_subject_is_known",
                condition=Q(subject__in=[one.value for one in rules.Subject]),
            ),
            models.CheckConstraint(
                name="watch_purpose_is_known",
                condition=Q(purpose__in=[one.value for one in rules.Purpose]),
            ),
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(removed_at__isnull=True),
                name="one_watch_per_name",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "subject", "name", "id"],
                condition=Q(removed_at__isnull=True),
                name="watches_of_workspace",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One row: a number that grows whenever a watch changes, so that listeners read them anew."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"edition {self.number}"


class Surplus(models.Model):
    """How many messages of one hour a watch caught that were not kept: too many at once."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField()
    missed = models.PositiveIntegerField(default=0)
    #: What stands for the last of them: streams tell the same again.
    last = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "hour"], name="one_surplus_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.missed} beyond watch {self.watch_id}"


class Vocabulary(models.Model):
    """How often words stood in the messages that a network showed on one day (UTC).

    Counted on a part of them, without texts or names; words of fewer than three messages are not
    kept. It tells how much a watch would catch, before it exists.
    """

    network = models.CharField(max_length=20)
    day = models.DateField()
    #: How many messages were read, and of how many the words were counted.
    messages = models.PositiveBigIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "day"], name="one_vocabulary_per_day")
        ]

    def __str__(self) -> str:
        return f"words of {self.network}, {self.day}"
