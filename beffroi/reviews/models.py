from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.inbox.models import Feedback
from beffroi.reviews import rules
from beffroi.workspaces.models import User, Workspace

HASH_LENGTH = 64


class ReviewLink(models.Model):
    """Where customers write a review of the company on one site, as somebody entered it."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="review_links", db_index=False
    )
    name = models.CharField(max_length=rules.NAME_MAX)
    url = models.URLField(max_length=rules.URL_MAX)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "url"],
                condition=Q(removed_at__isnull=True),
                name="one_review_link_per_address",
            ),
            models.CheckConstraint(
                name="review_link_is_https", condition=Q(url__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Mailing(models.Model):
    """One wish that several customers be asked for a review, with what they are told.

    It counts for itself: the requests below are erased, or go over to a later mailing.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="review_mailings", db_index=False
    )
    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=rules.SUBJECT_MAX)
    text = models.TextField(max_length=rules.TEXT_MAX)
    #: When the customers were there, or got what they ordered.
    experience_on = models.DateField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    not_sent = models.PositiveIntegerField(default=0)
    #: The mail server did not say whether it took them; they are not sent again.
    doubtful = models.PositiveIntegerField(default=0)
    #: Left out before: asked within six months, or they objected.
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mailing_language_is_known", condition=Q(language__in=["fr", "en"])
            ),
            models.CheckConstraint(
                name="mailing_says_something", condition=~Q(subject="") & ~Q(text="")
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-asked_at", "-id"], name="mailings_of_workspace")
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}"

    @property
    def waiting(self) -> int:
        """How many are still on their way."""
        return max(0, self.asked - self.sent - self.not_sent - self.doubtful)


class ReviewRequest(models.Model):
    """That one customer was asked for a review: a row for each address, so that none is twice.

    The address is personal data, kept for sending only and erased after `rules.ADDRESS_KEPT_FOR`;
    its keyed hash and the date stay for `rules.REQUEST_KEPT_FOR`, against asking too often.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        LEAVING = "leaving"  # handed to the mail server just now
        SENT = "sent"
        NOT_SENT = "not_sent"
        DOUBTFUL = "doubtful"

    PENDING = (State.WAITING, State.LEAVING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="requests")
    address_hash = models.CharField(max_length=HASH_LENGTH, db_index=True)
    address = models.EmailField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "address_hash"], name="one_review_request_per_address"
            ),
            models.CheckConstraint(
                name="pending_request_has_an_address",
                condition=~Q(state__in=["waiting", "leaving"]) | ~Q(address=""),
            ),
            models.CheckConstraint(
                name="sent_request_says_when",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"], condition=~Q(address=""), name="requests_with_address"
            )
        ]

    def __str__(self) -> str:
        return f"review request {self.pk}"


class Objection(models.Model):
    """That somebody wants no request any more: the keyed hash of their address, for ever."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    address_hash = models.CharField(max_length=HASH_LENGTH, db_index=True)
    objected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "address_hash"], name="one_objection_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class AddressKey(models.Model):
    """What makes hashes of addresses a workspace's own, sealed: they outlive every new start."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"address key of workspace {self.workspace_id}"


class Display(models.Model):
    """The public page of a workspace's reviews, which its own site may show in a frame."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="review_display"
    )
    #: Stands in the public address. It stays, so that a frame that was set up comes back.
    address = models.SlugField(max_length=60, unique=True)
    language = models.CharField(max_length=2, default="fr")
    #: Origins that may show it in a frame.
    sites = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="display_language_is_known", condition=Q(language__in=["fr", "en"])
            )
        ]

    def __str__(self) -> str:
        return f"display {self.address}"


class LeftOut(models.Model):
    """A review that the public page does not show, and the lawful reason: it is counted there."""

    class Reason(models.TextChoices):
        """Reasons that the law knows; that a review is bad is none."""

        UNLAWFUL = "unlawful"
        PERSONAL_DATA = "personal_data"
        NO_EXPERIENCE = "no_experience"
        OTHER_COMPANY = "other_company"
        AUTHOR_ASKED = "author_asked"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="left_out")
    reason = models.CharField(max_length=13, choices=Reason)
    left_out_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    left_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="left_out_review_has_a_lawful_reason",
                condition=Q(
                    reason__in=[
                        "unlawful",
                        "personal_data",
                        "no_experience",
                        "other_company",
                        "author_asked",
                    ]
                ),
            )
        ]
        indexes = [models.Index(fields=["workspace", "reason"], name="left_out_of_workspace")]

    def __str__(self) -> str:
        return f"feedback {self.feedback_id} left out: {self.reason}"
