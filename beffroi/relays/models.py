from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.links.models import Link
from beffroi.links.rules import TARGET_MAX
from beffroi.publishing.models import Post
from beffroi.relays.rules import DISCLOSURE_MAX, OPEN_MAX, TOLD_MAX, WHY_MAX, WORDS_MAX
from beffroi.workspaces.models import User, Workspace


class Board(models.Model):
    """The page on which colleagues find what they may share. Whoever has its address reads it."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="board")
    #: Nobody guesses it; a new one makes the old one lead nowhere.
    address = models.SlugField(max_length=40, unique=True)
    language = models.CharField(max_length=2, default="fr")
    #: What a shared text says of whom its author works for; never empty.
    disclosure = models.CharField(max_length=DISCLOSURE_MAX)
    is_open = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_language_is_known", condition=Q(language__in=["fr", "en"])
            ),
            models.CheckConstraint(name="board_says_the_employer", condition=~Q(disclosure="")),
        ]

    def __str__(self) -> str:
        return self.address


class Proposal(models.Model):
    """Words and a page that colleagues may share until a day, each from their own account.

    Who shares is kept nowhere: only how many said so, and how many people came by its link.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="proposals", db_index=False
    )
    #: Makes one row of a form that is sent twice, see `core.once`.
    form_key = models.UUIDField(null=True, editable=False)
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(max_length=WORDS_MAX)
    why = models.CharField(max_length=WHY_MAX, blank=True)
    page = models.CharField(max_length=TARGET_MAX)
    #: None where nobody outside could follow short links of this installation.
    link = models.OneToOneField(
        Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    last_day = models.DateField()
    #: Which of the places for open proposals it has; None once it is withdrawn or over.
    place = models.PositiveSmallIntegerField(null=True)
    shares_told = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_says_something", condition=~Q(words="") & ~Q(page="")
            ),
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_proposal_a_form"),
            models.UniqueConstraint(
                fields=["workspace", "place"],
                condition=Q(place__isnull=False),
                name="one_open_proposal_a_place",
            ),
            models.CheckConstraint(
                name="proposal_is_open_in_a_place",
                condition=Q(ended_at__isnull=True, place__gte=1, place__lte=OPEN_MAX)
                | Q(ended_at__isnull=False, place__isnull=True),
            ),
            models.CheckConstraint(
                name="shares_told_are_bounded", condition=Q(shares_told__lte=TOLD_MAX)
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-made_at", "-id"], name="proposals_of_workspace")
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
