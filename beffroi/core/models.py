from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Job(models.Model):
    """Work to be done at a moment, kept until it is done. Written by `core.jobs` only."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        CANCELLED = "cancelled"  # runs right now, and nobody wants it again
        QUARANTINED = "quarantined"

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    workspace_id = models.BigIntegerField(null=True)  # a number: workspaces live above
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(
        default=0
    )  # grows with each claim: a late finisher holds an old one
    attempts = models.PositiveIntegerField(default=0)
    crashes = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField(null=True)  # asked for again while it ran
    last_error = models.CharField(
        max_length=80, blank=True, default=""
    )  # a class name: messages may hold secrets
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_job_per_key")]
        indexes = [models.Index(fields=["state", "run_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Worker(models.Model):
    """A process that runs jobs, and when it last said so."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """The one row about this installation; locked to write the audit trail one line at a time."""

    audit_length = models.BigIntegerField(default=0)
    audit_head = models.CharField(max_length=64, default="")
    latest_at = models.DateTimeField(
        null=True
    )  # the highest time ever seen: a clock that goes back is noticed

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]

    def __str__(self) -> str:
        return "installation"


class AuditEntry(models.Model):
    """Who did what, when. Append-only: each entry bears the hash of the one before."""

    workspace_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace_id", "-id"], name="audit_of_workspace"),
            models.Index(fields=["workspace_id", "actor_id", "at"], name="audit_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
