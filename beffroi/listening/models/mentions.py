from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from beffroi.inbox.models import Feedback
from beffroi.listening import rules
from beffroi.listening.models.sources import Source
from beffroi.listening.models.watches import Watch
from beffroi.workspaces.models import User, Workspace

#: A network, the server whose ids these are, and an id.
MentionKey = tuple[str, str, str]


class MentionQuerySet(models.QuerySet["Mention"]):
    def there(self) -> MentionQuerySet:
        """Those whose words are kept."""
        return self.filter(deleted_at__isnull=True, erased_at__isnull=True)

    def wipe(self, **why: datetime) -> int:
        """Empty all that is personal, and say `why`; what tells one from another stays."""
        self.hand_over()
        return self.update(
            text="",
            author_id="",
            author_name="",
            author_handle="",
            followers=None,
            url="",
            tone="",
            intent="",
            urgency="",
            language="",
            aspects={},
            wants_check=False,
            fingerprint=None,
            first=None,
            likes=None,
            replies=None,
            shares=None,
            **why,
        )

    def hand_over(self) -> None:
        """Have the oldest copy of each that goes stand for the others."""
        keys = list(self.values_list("pk", flat=True))
        copies = Mention.objects.filter(first__in=keys).exclude(pk__in=keys)
        heads: dict[int | None, int] = {}
        for before, pk in copies.order_by("written_at", "pk").values_list("first", "pk"):
            heads.setdefault(before, pk)
        for before, pk in heads.items():
            copies.filter(first=before).exclude(pk=pk).update(first=pk)
            Mention.objects.filter(pk=pk).update(first=None)


class Mention(models.Model):
    """One public message that a watch of a workspace caught, as its network shows it.

    Words, names and addresses are personal data, kept as long as the workspace's `Ground` says.
    Names go after `rules.NAMED_FOR`, all of it when the author deletes it. The row stays, so that
    nothing comes twice.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    network = models.CharField(max_length=20)
    #: Whose ids these are; "" where an id means the same on every server.
    server = models.CharField(max_length=255, blank=True)
    remote_id = models.CharField(max_length=rules.IDENTIFIER_MAX)
    #: Where it was read, if not in a stream.
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The review of the inbox that it is, if it is one.
    review = models.ForeignKey(
        Feedback,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    author_id = models.CharField(max_length=rules.PERSON_MAX, blank=True)
    author_name = models.CharField(max_length=rules.PERSON_MAX, blank=True)
    author_handle = models.CharField(max_length=rules.PERSON_MAX, blank=True)
    #: None: the network does not tell.
    followers = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    #: What it says, in the labels of `language`; see `inbox.models.Feedback`.
    tone = models.CharField(max_length=8, blank=True)
    intent = models.CharField(max_length=11, blank=True)
    urgency = models.CharField(max_length=14, blank=True)
    language = models.CharField(max_length=2, blank=True)
    aspects = models.JSONField(default=dict)
    wants_check = models.BooleanField(default=False)
    #: What its words look like (see `likeness`), and the first that looked like it.
    fingerprint = models.BigIntegerField(null=True, blank=True)
    first = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="alike"
    )
    likes = models.PositiveIntegerField(null=True, blank=True)
    replies = models.PositiveIntegerField(null=True, blank=True)
    shares = models.PositiveIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField()
    #: When the network itself last showed it: a stream only hints.
    shown_at = models.DateTimeField(null=True, blank=True)
    #: When the network is asked for it next; None: not any more.
    ask_at = models.DateTimeField(null=True, blank=True)
    #: When a person said that it is none of the workspace's affair.
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When it was asked for in the inbox: there it is answered.
    brought_in_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    unnamed_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "server", "remote_id"],
                name="one_mention_per_message",
            ),
            models.CheckConstraint(
                name="gone_mention_keeps_no_words",
                condition=Q(deleted_at__isnull=True, erased_at__isnull=True)
                | Q(text="", author_id="", author_name="", author_handle="", url=""),
            ),
            models.CheckConstraint(
                name="unnamed_mention_names_nobody",
                condition=Q(unnamed_at__isnull=True)
                | Q(author_id="", author_name="", author_handle="", url=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-written_at", "-id"],
                condition=Q(deleted_at__isnull=True, erased_at__isnull=True),
                name="mentions_by_date",
            ),
            # Deletions come for the whole installation, not for a workspace.
            models.Index(
                fields=["network", "remote_id"],
                name="mentions_by_message",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],  # also by how ids begin
            ),
            models.Index(
                fields=["network", "author_id"],
                condition=~Q(author_id=""),
                name="mentions_by_author",
            ),
            models.Index(
                fields=["workspace", "written_at"],
                condition=Q(
                    unnamed_at__isnull=True, deleted_at__isnull=True, erased_at__isnull=True
                ),
                name="mentions_named",
            ),
            models.Index(
                fields=["network", "ask_at", "id"],
                condition=Q(ask_at__isnull=False, deleted_at__isnull=True, erased_at__isnull=True),
                name="mentions_to_ask_for",
            ),
            models.Index(
                fields=["review"],
                condition=Q(review__isnull=False),
                name="mentions_of_reviews",
            ),
        ]

    def __str__(self) -> str:
        return f"mention {self.pk}"

    @property
    def key(self) -> MentionKey:
        """What tells it from the others of its workspace."""
        return self.network, self.server, self.remote_id

    @property
    def is_gone(self) -> bool:
        """Whether its words are no longer kept."""
        return self.deleted_at is not None or self.erased_at is not None

    @property
    def sure_tone(self) -> str:
        """Its tone, "" where it is to be checked or unknown: so it counts everywhere."""
        return "" if self.wants_check else self.tone

    @property
    def who(self) -> str:
        """Who wrote it, as screens show it; "" when that is not known, or no longer kept."""
        return self.author_name or (f"@{self.author_handle}" if self.author_handle else "")


class Catch(models.Model):
    """That a watch caught a mention; `written_at` is the mention's, for counting by watch."""

    watch = models.ForeignKey(
        Watch, on_delete=models.CASCADE, related_name="catches", db_index=False
    )
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="catches")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "mention"], name="one_catch_per_watch")
        ]
        indexes = [
            models.Index(fields=["watch", "-written_at", "-mention"], name="catches_by_date")
        ]

    def __str__(self) -> str:
        return f"watch {self.watch_id} caught mention {self.mention_id}"
