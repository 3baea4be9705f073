from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.core.tokens import new_token
from beffroi.workspaces.models import Workspace

ADDRESS_MAX, HOST_MAX, TOKEN_MAX, DIGEST_MAX = 2_000, 255, 43, 64


class DaySalt(models.Model):
    """Under what those who ask are told apart for one UTC day; it is deleted after the day.

    With it goes all that could tell who asked: digests of that day cannot be made again.
    """

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class SiteCheck(models.Model):
    """A site that somebody without an account had read, under an address of its own for a day.

    `asker` is a digest of who asked, under the salt of the day: it only bounds how often one asks.
    Nothing that the site says of people is kept, only that it is there; the row goes after a day.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        FAILED = "failed"

    token = models.CharField(max_length=TOKEN_MAX, unique=True, default=new_token)
    address = models.CharField(max_length=ADDRESS_MAX)
    host = models.CharField(max_length=HOST_MAX)
    has_scheme = models.BooleanField()
    asker = models.CharField(max_length=DIGEST_MAX)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    #: `rules.SiteFacts`, by `storing`.
    facts = models.JSONField(null=True)
    #: What was read or tried, in its order: `visiting.Step`, by `storing`.
    steps = models.JSONField(default=list)
    requests = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="site_check_is_read_with_facts",
                condition=~Q(state="read") | Q(facts__isnull=False, read_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="sitecheck_by_asker"),
            models.Index(fields=["host", "asked_at"], name="sitecheck_by_host"),
            models.Index(fields=["asked_at"], name="sitecheck_by_time"),
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be read."""
        return self.state == self.State.WAITING


class FirstState(models.Model):
    """How a workspace's site stood when it began (T0), and as it was kept last.

    It goes with the workspace.
    """

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="first_site_state"
    )
    address = models.CharField(max_length=ADDRESS_MAX)
    facts = models.JSONField()
    read_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    #: Of the newest reading that somebody kept since; None: there is none.
    newest_facts = models.JSONField(null=True)
    newest_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.address
