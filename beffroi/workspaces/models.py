from __future__ import annotations

import zoneinfo
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.rules import AGENCY_ROLES, Role, normal_email, strongest

#: Values and labels as the database knows them; screens use `labels.ROLE_NAMES`.
ROLE_CHOICES = [(role.value, role.value) for role in Role]
AGENCY_ROLE_CHOICES = [(role.value, role.value) for role in AGENCY_ROLES]


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        user = self.model(email=normal_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What they may do comes from their memberships only; nobody is above them."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    language = models.CharField(
        max_length=5, default="fr", choices=[("fr", "Français"), ("en", "English")]
    )
    #: Where they worked last: the workspace of their next session.
    last_workspace = models.ForeignKey(
        "Workspace", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    #: To the nearest minutes; for colleagues to see that someone came.
    last_seen_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Agency(models.Model):
    """Holds the workspaces of its clients."""

    name = models.CharField(_("Name"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Nobody enters any more, and its rows may be erased.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="agency_has_name")]

    def __str__(self) -> str:
        return self.name


class AgencyMembership(models.Model):
    """What one person may do in every workspace of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    # PROTECT: erasing a person must first pass the rule that an owner stays.
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agency_memberships")
    role = models.CharField(max_length=10, choices=AGENCY_ROLE_CHOICES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "user"], name="one_agency_role_per_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in AGENCY_ROLES]),
                name="agency_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of agency {self.agency_id}"

    @property
    def place(self) -> Agency:
        return self.agency

    @property
    def held_role(self) -> Role:
        return Role(self.role)


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def reachable_by(self, user: User) -> WorkspaceQuerySet:
        """Keep the workspaces where the person has a role, own or through an agency.

        Adds `own_role` and `agency_role` for `Workspace.reached_as`.
        """
        own = Membership.objects.filter(workspace=models.OuterRef("pk"), user=user)
        through_agency = AgencyMembership.objects.filter(
            agency=models.OuterRef("agency"), user=user, agency__closed_at=None
        )
        annotated = self.annotate(
            own_role=models.Subquery(own.values("role")[:1]),
            agency_role=models.Subquery(through_agency.values("role")[:1]),
        )
        return annotated.filter(
            models.Q(own_role__isnull=False) | models.Q(agency_role__isnull=False),
            closed_at=None,
        )


class Workspace(models.Model):
    """One brand: its channels, people, data. The tenant."""

    name = models.CharField(_("Name"), max_length=80)
    activity = models.CharField(_("Activity and town"), max_length=80, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="workspaces"
    )
    time_zone = models.CharField(
        _("Time zone"), max_length=64, default="Europe/Paris", validators=[validate_time_zone]
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Nobody enters any more, and its rows may be erased.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="workspace_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def day_at(self, instant: datetime) -> date:
        """Return which day it is here at an instant."""
        return instant.astimezone(self.zone).date()

    @property
    def reached_as(self) -> Role | None:
        """The role of the person given to `reachable_by`; None outside such a query."""
        roles = (getattr(self, "own_role", None), getattr(self, "agency_role", None))
        return strongest(Role(role) for role in roles if role)


class Membership(models.Model):
    """What one person may do in one workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    # PROTECT: erasing a person must first pass the rule that an owner stays.
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=ROLE_CHOICES)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_per_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="membership_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.workspace_id}"

    @property
    def place(self) -> Workspace:
        return self.workspace

    @property
    def held_role(self) -> Role:
        return Role(self.role)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, *, now: datetime) -> InvitationQuerySet:
        return self.unanswered().filter(expires_at__gt=now)


class Invitation(models.Model):
    """A role offered to an address, in one workspace or in one agency.

    The link's token is never stored: only its SHA-256, once the mail with the link has been made.
    The address is personal data, kept to know who was asked; `jobs` erases it after 90 days.
    """

    workspace = models.ForeignKey(
        Workspace, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("E-mail address"))
    role = models.CharField(_("Role"), max_length=10, choices=ROLE_CHOICES)
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, blank=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    #: The mail server refused it for good: the team page says so.
    undeliverable_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(workspace__isnull=False) ^ models.Q(agency__isnull=False),
                name="invitation_to_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(workspace__isnull=False, role__in=[role.value for role in Role])
                | models.Q(agency__isnull=False, role__in=[role.value for role in AGENCY_ROLES]),
                name="invitation_role_fits_place",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="invitation_expires_later",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_has_one_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_workspace",
            ),
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} as {self.role}"

    @property
    def offered_role(self) -> Role:
        return Role(self.role)

    @property
    def place(self) -> Workspace | Agency:
        found = self.workspace or self.agency
        if found is None:
            raise ValueError("an invitation leads to a workspace or an agency")
        return found

    def is_open(self, *, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > now


#: Where people can be members and be invited.
Place = Workspace | Agency
AnyMembership = Membership | AgencyMembership
