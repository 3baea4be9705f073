from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.listening import rules
from beffroi.listening.models.sources import Source
from beffroi.listening.models.watches import Watch
from beffroi.workspaces.models import User, Workspace

EXTRACT_MAX = 500


class Competitor(models.Model):
    """A company that a workspace compares itself with: its name, and the watch that follows it."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="competitors", db_index=False
    )
    name = models.CharField(max_length=rules.NAME_MAX)
    watch = models.OneToOneField(Watch, on_delete=models.CASCADE, related_name="competitor")
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(removed_at__isnull=True),
                name="one_competitor_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CompetitorSource(models.Model):
    """That a source is where a competitor itself writes: its site, its page, its account."""

    competitor = models.ForeignKey(Competitor, on_delete=models.CASCADE, related_name="sources")
    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="competitor")

    def __str__(self) -> str:
        return f"source {self.source_id} of competitor {self.competitor_id}"


class CompetitorPost(models.Model):
    """One public post of a competitor: what it said, how it looked, how it was taken.

    Its author may be a person: it is kept as long as mentions are, and goes when it is deleted.
    """

    class Format(models.TextChoices):
        TEXT = "text"
        LINK = "link"
        PICTURE = "picture"
        VIDEO = "video"

    competitor = models.ForeignKey(
        Competitor, on_delete=models.CASCADE, related_name="posts", db_index=False
    )
    network = models.CharField(max_length=20)
    remote_id = models.CharField(max_length=rules.IDENTIFIER_MAX)
    #: The beginning of what it says.
    text = models.CharField(max_length=EXTRACT_MAX, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    format = models.CharField(max_length=7, choices=Format)
    #: None: the network does not tell.
    likes = models.PositiveIntegerField(null=True, blank=True)
    replies = models.PositiveIntegerField(null=True, blank=True)
    shares = models.PositiveIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["competitor", "network", "remote_id"], name="one_post_per_competitor"
            )
        ]
        indexes = [
            models.Index(
                fields=["competitor", "-written_at", "-id"], name="competitor_posts_by_date"
            ),
            # Deletions come for the whole installation.
            models.Index(
                fields=["network", "remote_id"],
                name="competitor_posts_by_message",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],  # also by how ids begin
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.pk} of competitor {self.competitor_id}"
