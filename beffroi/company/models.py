from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from beffroi.company.public_holidays import REGIONS
from beffroi.company.rules import DAY_MINUTES, Kind, Measure
from beffroi.workspaces.models import User, Workspace

NAME_MAX, ADDRESS_MAX, PHONE_MAX, SIGNATURE_MAX = 120, 300, 40, 40
POLICY_MAX = 800
SENTENCE_MAX = 200
#: As long as an answer should be at most.
HOLDING_MAX = 600
#: More people than this is no team that decides within the hour.
CONTACTS_MAX = 8
#: A month: nobody calls a longer wait a promise.
DELAY_MAX_MINUTES = 30 * DAY_MINUTES
_WHOLE_DAYS = list(range(DAY_MINUTES, DELAY_MAX_MINUTES + 1, DAY_MINUTES))

_REGION_CHOICES = [("none", "none"), *((key, key) for key in REGIONS)]


class Company(models.Model):
    """What a workspace says of itself, once. Whatever is empty is unknown: nobody said it yet.

    Address, phone and e-mail are those that customers may know, kept for answers and for the
    charter; the signature is a first name that somebody chose to show. They go with the workspace.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="company")
    name = models.CharField(_("Name shown to customers"), max_length=NAME_MAX, blank=True)
    address = models.TextField(_("Postal address"), max_length=ADDRESS_MAX, blank=True)
    phone = models.CharField(_("Phone"), max_length=PHONE_MAX, blank=True)
    email = models.EmailField(_("E-mail for customers"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    #: Keys of `trades.NAMES`.
    trades = models.JSONField(default=list, blank=True)
    signature = models.CharField(
        _("First name that signs answers"), max_length=SIGNATURE_MAX, blank=True
    )
    #: For each weekday from Monday, its openings as pairs of minutes; null: nobody said.
    week = models.JSONField(null=True, blank=True)
    holiday_region = models.CharField(
        _("Public holidays"), max_length=8, blank=True, choices=_REGION_CHOICES
    )
    #: Keys of the public holidays on which the doors are open; it is closed on all others.
    open_holidays = models.JSONField(default=list, blank=True)
    returns = models.TextField(_("Returns and refunds"), max_length=POLICY_MAX, blank=True)
    shipping = models.TextField(_("Delivery"), max_length=POLICY_MAX, blank=True)
    booking = models.TextField(_("Booking and cancelling"), max_length=POLICY_MAX, blank=True)
    after_sales = models.TextField(_("After-sales service"), max_length=POLICY_MAX, blank=True)
    coming = models.TextField(_("Parking and access"), max_length=POLICY_MAX, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="company_region_is_known",
                condition=Q(holiday_region__in=["", "none", *REGIONS]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"company of workspace {self.workspace_id}"


class ExceptionalClosure(models.Model):
    """Days on which a company stays closed, with the sentence that tells its customers."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    sentence = models.CharField(max_length=SENTENCE_MAX, blank=True)
    #: Out of sight; erased a day later.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "id"]
        indexes = [models.Index(fields=["workspace", "last_day"], name="closure_by_workspace")]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return f"closed {self.first_day} to {self.last_day}"


class AnswerDelay(models.Model):
    """Within what time a company promises a first answer to one kind of message."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="delays")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    minutes = models.PositiveIntegerField()
    measure = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Measure])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind"], name="one_delay_per_kind"),
            models.CheckConstraint(
                name="delay_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="delay_is_of_this_world",
                condition=Q(minutes__gt=0, minutes__lte=DELAY_MAX_MINUTES),
            ),
            models.CheckConstraint(
                name="delay_measure_is_known",
                condition=Q(measure__in=[one.value for one in Measure]),
            ),
            models.CheckConstraint(
                name="open_days_are_whole",
                condition=~Q(measure=Measure.OPEN_DAYS.value) | Q(minutes__in=_WHOLE_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.minutes} min"


class Charter(models.Model):
    """The moderation charter as it is being written; what is public is one of its versions."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="charter")
    #: Stands in the public address. It stays, so that a link that was given out comes back.
    address = models.SlugField(max_length=60, unique=True)
    language = models.CharField(max_length=2, default="fr")
    moderator = models.CharField(max_length=NAME_MAX, blank=True)
    #: Keys of `clauses.OPTIONAL` that were switched off.
    left_out = models.JSONField(default=list, blank=True)
    own_words = models.TextField(max_length=3000, blank=True)
    is_indexed = models.BooleanField(default=False)
    #: Whether strangers read its newest version.
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="charter_language_is_known", condition=Q(language__in=["fr", "en"])
            ),
        ]

    def __str__(self) -> str:
        return f"charter {self.address}"


class CharterVersion(models.Model):
    """A charter as it was published: its words never change, whatever the facts become."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    #: The clauses in order, as `clauses.to_json` writes them.
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "number"], name="one_charter_per_number"),
            models.CheckConstraint(
                name="charter_version_is_counted_from_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="charter_version_language_is_known", condition=Q(language__in=["fr", "en"])
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of charter {self.charter_id}"


class CrisisFile(models.Model):
    """What a company has ready for the day when something goes wrong."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="crisis_file"
    )
    #: Said where it began, while the facts are looked for. Empty: nobody prepared it.
    holding_message = models.TextField(max_length=HOLDING_MAX, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"crisis file of workspace {self.workspace_id}"


class CrisisContact(models.Model):
    """Somebody to reach when something goes wrong; they may have no account here.

    Purpose: to reach within the hour those who decide, speak, answer or advise; whoever answers
    messages sees them while an alert is open. Retention: until they are removed, and a day more so
    that it can be undone (see `jobs`); they go with the workspace.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="crisis_contacts", db_index=False
    )
    #: Where they stand in the file, the first to reach first.
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_MAX)
    #: What they do then, in free words.
    role = models.CharField(max_length=NAME_MAX, blank=True)
    phone = models.CharField(max_length=PHONE_MAX, blank=True)
    email = models.EmailField(blank=True)
    #: Out of sight; erased a day later.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]
        indexes = [
            models.Index(
                fields=["removed_at"],
                condition=Q(removed_at__isnull=False),
                name="crisis_contacts_removed",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "place"],
                condition=Q(removed_at__isnull=True),
                name="one_crisis_contact_per_place",
            ),
            models.CheckConstraint(
                name="crisis_file_has_eight_contacts_at_most",
                condition=Q(place__range=(1, CONTACTS_MAX)),
            ),
            models.CheckConstraint(name="crisis_contact_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="crisis_contact_can_be_reached", condition=~Q(phone="") | ~Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dial(self) -> str:
        """The phone number as a telephone takes it, "" where there is none."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")
