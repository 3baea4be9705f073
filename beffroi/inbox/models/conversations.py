from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.inbox import naming, rules
from beffroi.inbox.search.models import FoundBy  # noqa: F401 - a table of this app
from beffroi.workspaces.models import User, Workspace


class Conversation(models.Model):
    """What one person and we say to each other under one post."""

    class Status(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="conversations", db_index=False
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, related_name="conversations", db_index=False
    )
    root_id = models.CharField(max_length=500)
    #: The network's own id of the person; names change.
    person_id = models.CharField(max_length=255)
    #: What the newest words are, as `networks.contracts.FeedbackKind` has it.
    kind = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    #: Whose it is to settle; None: whoever comes first.
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    #: What the one who gave it says to the one who has it. About a person: erased with their words.
    assignment_note = models.CharField(max_length=300, blank=True)
    #: Out of the way until then, or until the person writes again.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    #: What the list shows, copied from the newest feedback so that a page is one query.
    person_name = models.CharField(max_length=255)
    person_handle = models.CharField(max_length=255)
    excerpt = models.CharField(max_length=160)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    #: What the most pressing of the words that wait says (see `Feedback`), and what wants a look.
    tone = models.CharField(max_length=8, blank=True)
    intent = models.CharField(max_length=11, blank=True)
    urgency = models.CharField(max_length=14, blank=True)
    wants_check = models.BooleanField(default=False)
    #: By when the company promised an answer; counts while somebody waits.
    due_at = models.DateTimeField(null=True, blank=True)
    #: Since when the crisis team is alerted to it; copied from its open escalation.
    escalated_at = models.DateTimeField(null=True, blank=True)
    #: Its place among those to answer: what presses most has the earliest (see `pressing`).
    presses_at = models.DateTimeField(db_default=Now())
    #: The words that find it, each between spaces (see `search/`), and whether the index has them.
    search_text = models.TextField(blank=True)
    is_indexed = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    #: What became of our last answer, as its delivery last told; empty when there is none.
    answer_state = models.CharField(max_length=12, blank=True)
    last_feedback_at = models.DateTimeField()
    #: The oldest feedback that nobody answered; None when we had the last word.
    waiting_since = models.DateTimeField(null=True, blank=True)
    #: What had arrived by then is settled, also once the person writes again.
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "root_id", "person_id"],
                name="one_conversation_per_person_and_root",
            ),
            models.CheckConstraint(
                name="done_conversation_says_when",
                condition=~Q(status="done") | Q(done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_waits_in_a_done_conversation",
                condition=~Q(status="done") | Q(waiting_since__isnull=True),
            ),
            models.CheckConstraint(
                name="done_conversation_wants_no_check",
                condition=~Q(status="done") | Q(wants_check=False),
            ),
            models.CheckConstraint(
                name="shown_stars_are_one_to_five",
                condition=Q(stars__isnull=True) | Q(stars__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="assigned_conversation_says_when",
                condition=Q(assignee__isnull=True) | Q(assigned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="done_conversation_is_not_snoozed",
                condition=~Q(status="done") | Q(snoozed_until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "status", "-last_feedback_at", "-id"], name="inbox_list"
            ),
            models.Index(fields=["workspace", "status", "presses_at", "id"], name="inbox_pressing"),
            models.Index(
                fields=["workspace", "presses_at", "id"],
                condition=Q(waiting_since__isnull=False),
                name="inbox_waiting",
            ),
            models.Index(
                fields=["workspace", "presses_at", "id"],
                condition=Q(wants_check=True),
                name="inbox_to_check",
            ),
            models.Index(
                fields=["workspace", "presses_at", "id"],
                condition=Q(escalated_at__isnull=False),
                name="inbox_escalated",
            ),
            models.Index(
                fields=["workspace", "id"], condition=Q(is_indexed=False), name="inbox_unindexed"
            ),
            models.Index(
                fields=["workspace", "assignee", "-last_feedback_at", "-id"],
                condition=Q(assignee__isnull=False),
                name="inbox_assigned",
            ),
            models.Index(
                fields=["workspace", "snoozed_until", "id"],
                condition=Q(snoozed_until__isnull=False),
                name="inbox_snoozed",
            ),
            models.Index(
                fields=["workspace", "kind", "-last_feedback_at", "-id"], name="inbox_kinds"
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def who(self) -> str:
        """Who speaks with us, as screens show it; "" when nothing of them is kept."""
        return naming.shown(self.person_name, network=self.channel.network)

    @property
    def at(self) -> str:
        """The person's @handle, "" where their network has none but their name."""
        handle = self.person_handle
        is_name = handle == self.person_name or any(sign.isspace() for sign in handle)
        return f"@{handle}" if handle and not is_name else ""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def there(self) -> FeedbackQuerySet:
        """Those whose words are kept: neither deleted by their authors nor erased by a rule."""
        return self.filter(deleted_at__isnull=True, erased_at__isnull=True)

    def wipe(self, **why: datetime | str) -> int:
        """Empty all that is personal, and say `why`; what tells one from another stays."""
        return self.update(
            text="",
            author_name="",
            author_handle="",
            url="",
            reply_context={},
            stars=None,
            recommends=None,
            tone="",
            intent="",
            urgency="",
            language="",
            aspects={},
            wants_check=False,
            **why,
        )

    def to_check(
        self, channel: Channel, *, now: datetime, refreshed_within: timedelta | None = None
    ) -> FeedbackQuerySet:
        """What the network should be asked about again, longest unasked first.

        What is old is left alone, unless `refreshed_within` will have it erased otherwise.
        """
        is_recent = Q(
            written_at__gte=now - rules.FOLLOW_CLOSELY_FOR,
            checked_at__lte=now - rules.FOLLOW_CLOSELY_EVERY,
        )
        is_due = Q(written_at__gte=now - rules.FOLLOW_FOR) & (
            is_recent | Q(checked_at__lte=now - rules.FOLLOW_EVERY)
        )
        if refreshed_within is not None:
            is_due |= Q(
                shown_at__lte=now - rules.reread_after(refreshed_within),
                checked_at__lte=now - rules.reread_every(refreshed_within),
            )
        rows = self.there().filter(is_due, channel=channel)
        return rows.order_by("checked_at", "id")


class Feedback(models.Model):
    """One thing that a person said to or about us, as the network shows it now.

    Words, names and addresses are personal data. They go when their author deletes them there, and
    by the rules of the network (see `data_rules.py`); the row stays, so that nothing comes twice.
    """

    class Erasure(models.TextChoices):
        """Why words are gone that their author did not delete."""

        KEPT_LONG_ENOUGH = "kept"
        NOT_CONFIRMED = "unconfirmed"
        ASKED = "asked"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="feedback", db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="feedback", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    remote_id = models.CharField(max_length=500)
    parent_id = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10)
    author_id = models.CharField(max_length=255)
    author_handle = models.CharField(max_length=255)
    author_name = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=1000, blank=True)
    reply_context = models.JSONField(default=dict)
    is_ours = models.BooleanField(default=False)
    is_private = models.BooleanField(default=False)
    #: Of a review: 1 to 5; or whether the person recommends us, where a network only asks that.
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    recommends = models.BooleanField(null=True, blank=True)
    #: What it says, in the labels of `language.sources`: as it was understood, or as a person here
    #: corrected it. "" where nothing was understood; urgency also where nothing is urgent.
    tone = models.CharField(max_length=8, blank=True)
    intent = models.CharField(max_length=11, blank=True)
    urgency = models.CharField(max_length=14, blank=True)
    language = models.CharField(max_length=2, blank=True)
    #: What it says of each aspect that it speaks of.
    aspects = models.JSONField(default=dict)
    #: Whether a person should look if tone and intent are right.
    wants_check = models.BooleanField(default=False)
    #: When it was understood; None: not yet, and never what is ours.
    understood_at = models.DateTimeField(null=True, blank=True)
    #: Whether the network lets us answer at all, and until when.
    can_answer = models.BooleanField(default=True)
    reply_until = models.DateTimeField(null=True, blank=True)
    #: Hidden from the public, by us; or kept back by the network until we show it.
    is_hidden = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)
    #: When we reported it to who moderates its network.
    reported_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    #: When the network was last asked whether it still shows this, and as what.
    checked_at = models.DateTimeField()
    #: When it last did: the rules of some networks count from there.
    shown_at = models.DateTimeField(db_default=Now())
    #: When a rule had it erased here, and which; it may still stand on the network.
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_as = models.CharField(max_length=11, choices=Erasure, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "remote_id"], name="one_feedback_per_remote_id"
            ),
            models.CheckConstraint(
                name="deleted_feedback_keeps_no_text",
                condition=Q(deleted_at__isnull=True) | Q(text=""),
            ),
            models.CheckConstraint(
                name="erased_feedback_keeps_no_text",
                condition=Q(erased_at__isnull=True) | Q(text=""),
            ),
            models.CheckConstraint(
                name="erased_feedback_says_why",
                condition=Q(erased_at__isnull=True, erased_as="")
                | Q(erased_at__isnull=False) & ~Q(erased_as=""),
            ),
            models.CheckConstraint(
                name="stars_are_one_to_five",
                condition=Q(stars__isnull=True) | Q(stars__range=(1, 5)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation", "written_at", "id"], name="feedback_of_conversation"
            ),
            models.Index(
                fields=["channel", "written_at", "checked_at"],
                condition=Q(deleted_at__isnull=True),
                name="feedback_to_check",
            ),
            models.Index(fields=["workspace", "channel", "author_id"], name="feedback_by_author"),
            models.Index(
                fields=["workspace", "id"],
                condition=Q(understood_at__isnull=True, is_ours=False),
                name="feedback_not_understood",
            ),
            models.Index(
                fields=["channel", "received_at"],
                condition=Q(deleted_at__isnull=True, erased_at__isnull=True),
                name="feedback_by_arrival",
            ),
            models.Index(
                fields=["channel", "shown_at"],
                condition=Q(deleted_at__isnull=True, erased_at__isnull=True),
                name="feedback_by_showing",
            ),
            models.Index(
                fields=["workspace", "-written_at", "-id"],
                condition=Q(
                    kind="review", is_ours=False, deleted_at__isnull=True, erased_at__isnull=True
                ),
                name="feedback_reviews",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"

    @property
    def is_gone(self) -> bool:
        """Whether its words are kept no more."""
        return self.deleted_at is not None or self.erased_at is not None


class Answer(models.Model):
    """What we say back. It leaves as a delivery, by the same rules as a post."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="answers")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="answers")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="answer")
    text = models.TextField()
    #: The key of the suggestion that it was made from, "" for none: the next ones vary by it.
    suggestion = models.CharField(max_length=80, blank=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Whether nobody wrote it: it left by itself, and is no first answer of ours.
    is_automatic = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    #: Since when the person had waited for it; None where they did not.
    waited_since = models.DateTimeField(null=True, blank=True)
    #: Which promise it fell under, as `company.rules.Kind` has it, and by when it was due then.
    promise = models.CharField(max_length=6, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="automatic_answer_is_nobodys_first",
                condition=Q(is_automatic=False) | Q(author__isnull=True, waited_since__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(is_automatic=True),
                name="one_automatic_answer_per_feedback",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-written_at", "-id"],
                condition=Q(waited_since__isnull=False),
                name="answers_waited_for",
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
