from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.links.addressing import host_of, shown_address
from beffroi.links.rules import CODE_LENGTH, NAME_MAX, TARGET_MAX, Device, Source, Visitor
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import Workspace


class Link(models.Model):
    """A short address on the installation's own domain, and where it leads."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="links")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    target = models.CharField(max_length=TARGET_MAX)
    #: Where it led when it was made: whoever follows it elsewhere is told so.
    first_host = models.CharField(max_length=255)
    #: What people call it; "" for links that posts carry.
    name = models.CharField(max_length=NAME_MAX, blank=True)
    source = models.CharField(
        max_length=4,
        choices=[(one.value, one.value) for one in Source],
        default=Source.POST.value,
    )
    #: Of links made by hand; those of a post belong where their post does.
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="links"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: Since when it leads nowhere, until somebody starts it again.
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_leads_somewhere", condition=~Q(target="")),
        ]
        indexes = [models.Index(fields=["workspace", "-made_at", "-id"], name="links_newest_first")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """What stands for it in a list: its name, or where it leads."""
        return self.name or self.shown_target

    @property
    def shown_target(self) -> str:
        """Where it leads, as people read it."""
        return shown_address(self.target)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it leads to another site than it was made for: visitors are told so first."""
        return host_of(self.target) != self.first_host


class VisitCount(models.Model):
    """Visits of a link on a day of its workspace, by who came, with what, from where."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="visit_counts")
    day = models.DateField()
    visitor = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Visitor])
    device = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Device])
    #: ISO 3166; "" where it is not known.
    country = models.CharField(max_length=2, blank=True)
    visits = models.PositiveIntegerField(default=0)
    #: Of these visits, how many were the first of a person on the day.
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "day", "visitor", "device", "country"], name="one_count_of_visits"
            ),
            models.CheckConstraint(
                name="no_more_people_than_visits",
                condition=Q(people__lte=models.F("visits")),
            ),
        ]
        indexes = [models.Index(fields=["day"], name="visits_by_day")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}: {self.visits}"


class DayVisitor(models.Model):
    """That somebody came on a day, as long as it lasts: then it is deleted, and its salt."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    digest = models.CharField(max_length=16)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "day", "digest"], name="one_row_a_visitor_and_day"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="visitors_by_day")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}"


class SpoolFile(models.Model):
    """How far a file of the spool was counted, in bytes: so no visit counts twice."""

    name = models.CharField(max_length=64, unique=True)
    counted = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
