from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.sales.contests.rules import (
    ANSWER_DAYS_MAX,
    CONTACT_MAX,
    NAME_MAX,
    SAID_BY_PEOPLE,
    SUBSTITUTES_MAX,
    WORDS_MAX,
    LeftOut,
)
from beffroi.sales.models.offers import Offer
from beffroi.workspaces.models import User

_LANGUAGES = ["fr", "en"]
_HASH = 64


class Contest(models.Model):
    """What the rules of an offer that is a contest say, and how far its draw is."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="contest")
    #: Stands in the public address. It stays, so that a link that was given out comes back.
    address = models.SlugField(max_length=60, unique=True)
    language = models.CharField(max_length=2, default="fr")
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    #: No draw is held before.
    draw_at = models.DateTimeField(null=True, blank=True)
    who = models.CharField(max_length=NAME_MAX, blank=True)
    is_for_adults = models.BooleanField(default=True)
    how = models.TextField(max_length=WORDS_MAX, blank=True)
    #: As `facts.prizes_to_json` writes them, the first prize first.
    prizes = models.JSONField(default=list, blank=True)
    substitutes = models.PositiveSmallIntegerField(default=3)
    told_how = models.CharField(max_length=CONTACT_MAX, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=14)
    mediator = models.CharField(max_length=CONTACT_MAX, blank=True)
    #: Words in the place of ours, by the key of their clause.
    own = models.JSONField(default=dict, blank=True)
    #: Whether strangers read its newest version.
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    #: When what stands here was last published.
    published_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    list_digest = models.CharField(max_length=_HASH, blank=True)
    seed_hash = models.CharField(max_length=_HASH, blank=True)
    #: The seed while nobody may know it; emptied by the draw.
    sealed = models.BinaryField(default=bytes, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    #: Told by the draw.
    seed = models.CharField(max_length=_HASH, blank=True)
    #: When the names of those who took part were erased.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contest_language_is_known", condition=Q(language__in=_LANGUAGES)
            ),
            models.CheckConstraint(
                name="contest_ends_after_it_begins",
                condition=Q(begins_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("begins_at")),
            ),
            models.CheckConstraint(
                name="contest_is_drawn_after_its_end",
                condition=Q(ends_at__isnull=True)
                | Q(draw_at__isnull=True)
                | Q(draw_at__gte=F("ends_at")),
            ),
            models.CheckConstraint(
                name="frozen_contest_says_its_digests",
                condition=Q(frozen_at__isnull=True, list_digest="", seed_hash="")
                | (Q(frozen_at__isnull=False) & ~Q(list_digest="") & ~Q(seed_hash="")),
            ),
            models.CheckConstraint(
                name="contest_seed_is_told_by_the_draw",
                condition=Q(drawn_at__isnull=True, seed="")
                | (Q(drawn_at__isnull=False, frozen_at__isnull=False) & ~Q(seed="")),
            ),
            models.CheckConstraint(
                name="drawn_contest_waits_for_freezing",
                condition=Q(drawn_at__isnull=True) | Q(drawn_at__gte=F("frozen_at")),
            ),
            models.CheckConstraint(
                name="frozen_contest_is_public",
                condition=Q(frozen_at__isnull=True) | Q(is_public=True),
            ),
            models.CheckConstraint(
                name="contest_leaves_time_to_answer",
                condition=Q(answer_days__range=(1, ANSWER_DAYS_MAX)),
            ),
            models.CheckConstraint(
                name="contest_has_few_substitutes",
                condition=Q(substitutes__lte=SUBSTITUTES_MAX),
            ),
        ]
        indexes = [
            models.Index(
                fields=["draw_at"], condition=Q(erased_at__isnull=True), name="contests_to_erase"
            )
        ]

    def __str__(self) -> str:
        return f"contest {self.address}"


class ContestVersion(models.Model):
    """The rules as they were published: their words never change, whatever the facts become."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    #: The clauses in order, as `company.clauses.to_json` writes them.
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="one_contest_version_a_number"
            ),
            models.CheckConstraint(
                name="contest_version_counts_from_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="contest_version_language_is_known", condition=Q(language__in=_LANGUAGES)
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of contest {self.contest_id}"


class ContestEntry(models.Model):
    """That somebody takes part in a contest.

    Purpose: to draw, to tell the winners, to send prizes. Retention: until 90 days after the draw
    (see `sales/jobs.py`), or until they ask; then name, contact, key and nonce are empty and the
    row stays as a number, so that the draw can still be checked.
    """

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    name = models.CharField(max_length=NAME_MAX, blank=True)
    #: How to reach them, in free words.
    contact = models.CharField(max_length=CONTACT_MAX, blank=True)
    #: The name as it is told apart, see `rules.key_of`.
    key = models.CharField(max_length=NAME_MAX, blank=True)
    nonce = models.CharField(max_length=32, blank=True)
    #: Of a comment: who wrote it, as their network says it, and what stands for the comment.
    network = models.CharField(max_length=20, blank=True)
    server = models.CharField(max_length=255, blank=True)
    person_id = models.CharField(max_length=255, blank=True)
    mark = models.CharField(max_length=32, blank=True)
    #: Of somebody who asked to be erased: a keyed digest, so that no comment brings them back. It
    #: goes with the names of the contest.
    who = models.CharField(max_length=_HASH, blank=True)
    #: What stands for them in public.
    digest = models.CharField(max_length=_HASH)
    #: When they took part.
    entered_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    #: Why it is not drawn; "" where it is.
    left_out = models.CharField(
        max_length=9, blank=True, choices=[(one.value, one.value) for one in LeftOut]
    )
    #: Their place in the draw, from 1.
    rank = models.PositiveIntegerField(null=True, blank=True)
    #: When their prize went to a substitute: they did not answer, or did not want it.
    passed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "key"],
                condition=Q(left_out="") & ~Q(key=""),
                name="one_counted_entry_a_person",
            ),
            models.UniqueConstraint(fields=["contest", "digest"], name="one_entry_a_digest"),
            models.UniqueConstraint(
                fields=["contest", "mark"], condition=~Q(mark=""), name="one_entry_a_comment"
            ),
            models.UniqueConstraint(
                fields=["contest", "rank"],
                condition=Q(rank__isnull=False),
                name="one_entry_a_rank",
            ),
            models.CheckConstraint(
                name="only_counted_entries_are_drawn",
                condition=Q(rank__isnull=True) | Q(left_out="", rank__gte=1),
            ),
            models.CheckConstraint(
                name="only_drawn_entries_are_passed_over",
                condition=Q(passed_at__isnull=True) | Q(rank__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_reason_is_known",
                condition=Q(left_out__in=["", *(one.value for one in LeftOut)]),
            ),
            models.CheckConstraint(
                name="erased_entry_keeps_no_name",
                condition=Q(erased_at__isnull=True, name__gt="")
                | Q(
                    erased_at__isnull=False,
                    name="",
                    contact="",
                    key="",
                    nonce="",
                    person_id="",
                    mark="",
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["contest", "entered_at", "id"], name="entries_of_contest"),
            models.Index(
                fields=["person_id", "network"],
                condition=~Q(person_id=""),
                name="entries_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk} of contest {self.contest_id}"

    @property
    def is_said(self) -> bool:
        """Whether a person left it out, and may take that back."""
        return self.left_out in SAID_BY_PEOPLE
