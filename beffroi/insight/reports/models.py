from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.core.tokens import new_token
from beffroi.workspaces.models import User, Workspace

WORDS_MAX = 3_000
_SUNDAY = 6


class Report(models.Model):
    """What a month brought and cost, as it was known when it was made, and as a person says it."""

    class State(models.TextChoices):
        MADE = "made"
        APPROVED = "approved"
        SENT = "sent"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    #: Its first day.
    month = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.MADE)
    #: See `facts.from_json`.
    facts = models.JSONField()
    language = models.CharField(max_length=10)
    #: What a person says in the place of what the rules wrote; "" where nobody changed it.
    words = models.TextField(blank=True, max_length=WORDS_MAX)
    #: The same of what to do next, one thing on each line.
    gestures = models.TextField(blank=True, max_length=WORDS_MAX)
    #: Its place on the web, from when it is approved until it is withdrawn.
    token = models.CharField(max_length=64, unique=True, default=new_token)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    #: None: it was made by itself, or whoever made it is gone.
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "month"], name="one_report_a_month"),
            models.CheckConstraint(
                name="report_is_sent_once_approved",
                condition=Q(state="made", approved_at__isnull=True)
                | Q(state__in=("approved", "sent"), approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sent_report_has_its_instant",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.month:%Y-%m} of workspace {self.workspace_id}"

    @property
    def is_public(self) -> bool:
        """Whether anybody with its address may read it."""
        return self.state != self.State.MADE and self.withdrawn_at is None


class ReportRecipient(models.Model):
    """An address to which a workspace's reports go, until somebody, or its owner, takes it out.

    Personal data, to send what a person asked for; erased when it is taken out.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="report_recipients", db_index=False
    )
    address = models.EmailField()
    #: Who reads it, where it is somebody of the workspace: it ends when they leave; None: anybody.
    person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(max_length=10)
    is_weekly = models.BooleanField(default=False)
    #: On which day the numbers of the week before leave, 0 for Monday.
    weekday = models.PositiveSmallIntegerField(db_default=0, default=0)
    is_monthly = models.BooleanField(default=True)
    #: By which whoever reads a mail takes their own address out.
    token = models.CharField(max_length=64, unique=True, default=new_token)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["address", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "address"], name="one_report_recipient_an_address"
            ),
            models.CheckConstraint(
                name="report_recipient_receives_some",
                condition=Q(is_weekly=True) | Q(is_monthly=True),
            ),
            models.CheckConstraint(
                name="report_recipient_has_a_weekday", condition=Q(weekday__lte=_SUNDAY)
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk} of workspace {self.workspace_id}"


class ReportMail(models.Model):
    """One mail on its way: a report, or the numbers of a week, to one address; once for ever.

    Its address (personal data, as a proof of who was told) is erased with its recipient, and with
    the row by `posting.forget`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        #: It was handed over; without a later state nobody knows whether it arrived.
        LEAVING = "leaving"
        SENT = "sent"
        NOT_SENT = "not_sent"
        #: The mail server did not answer, or a backup was restored: it may have left.
        DOUBTFUL = "doubtful"

    PENDING = (State.WAITING, State.LEAVING)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    recipient = models.ForeignKey(
        ReportRecipient, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: "": it was taken out since.
    address = models.EmailField(blank=True)
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.CASCADE, related_name="mails"
    )
    #: The Monday on which the numbers of the seven days before leave; None for a report.
    week = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="report_mail_is_of_a_month_or_a_week",
                condition=Q(report__isnull=True, week__isnull=False)
                | Q(report__isnull=False, week__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["report", "address"],
                condition=Q(report__isnull=False) & ~Q(address=""),
                name="one_mail_a_report_and_address",
            ),
            models.UniqueConstraint(
                fields=["workspace", "week", "address"],
                condition=Q(week__isnull=False) & ~Q(address=""),
                name="one_mail_a_week_and_address",
            ),
            models.CheckConstraint(
                name="sent_report_mail_has_its_instant",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["planned_at"], name="report_mails_by_age")]

    def __str__(self) -> str:
        return f"mail {self.pk} of workspace {self.workspace_id}: {self.state}"

    @property
    def can_leave_again(self) -> bool:
        """Whether nobody took it, for somebody who still receives reports."""
        return self.state == self.State.NOT_SENT and self.recipient_id is not None
