from __future__ import annotations

from datetime import datetime

from django.db import models

from beffroi.workspaces.models import Agency, User, Workspace

HOOK_TOKEN_LENGTH = 43
#: Kinds whose handle is a number or a host, which nobody calls them by.
_WITHOUT_HANDLE = frozenset({"place", "site", "feed"})


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of(self, workspace: Workspace) -> ChannelQuerySet:
        return self.filter(workspace=workspace).order_by("network", "handle", "id")

    def present(self) -> ChannelQuerySet:
        """Leave out channels that a person disconnected."""
        return self.exclude(status=Channel.Status.DISCONNECTED)

    def connected(self) -> ChannelQuerySet:
        return self.filter(status=Channel.Status.CONNECTED)

    def ending(self, *, by: datetime) -> ChannelQuerySet:
        """Keep those whose access ends by then unless a person renews it."""
        return self.connected().filter(access_ends_at__lte=by)

    def to_mend(self, *, by: datetime) -> ChannelQuerySet:
        """Keep those whose findings ask for a person; one that ends by then asks for that first."""
        asking = self.connected().filter(findings_ask_since__isnull=False)
        return asking.exclude(access_ends_at__lte=by)


class NetworkApp(models.Model):
    """A developer app that somebody made on a vendor's site, for one workspace or one agency.

    Of neither: for the whole installation. A replaced one goes on serving the channels that were
    connected through it.
    """

    network = models.CharField(max_length=20)
    workspace = models.ForeignKey(
        Workspace, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Where its vendor's interface is, without a trailing slash.
    origin = models.CharField(max_length=255)
    client_id = models.CharField(max_length=255)
    #: Its secret and whatever else its network asks for, as JSON.
    sealed = models.BinaryField()
    #: What stands in the address that its vendor's webhooks call.
    hook_token = models.CharField(max_length=HOOK_TOKEN_LENGTH, unique=True)
    added_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="network_app_is_of_one_place",
                condition=models.Q(workspace__isnull=True) | models.Q(agency__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["network", "workspace"],
                condition=models.Q(replaced_at__isnull=True, workspace__isnull=False),
                name="one_app_per_workspace",
            ),
            models.UniqueConstraint(
                fields=["network", "agency"],
                condition=models.Q(replaced_at__isnull=True, agency__isnull=False),
                name="one_app_per_agency",
            ),
            models.UniqueConstraint(
                fields=["network"],
                condition=models.Q(
                    replaced_at__isnull=True, workspace__isnull=True, agency__isnull=True
                ),
                name="one_app_per_installation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} app {self.client_id}"


class Channel(models.Model):
    """Our presence on one network: an account on one server."""

    class Status(models.TextChoices):
        CONNECTED = "connected"
        NEEDS_RECONNECTION = "needs_reconnection"
        DISCONNECTED = "disconnected"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="channels")
    network = models.CharField(max_length=20)
    origin = models.CharField(max_length=255)
    account_id = models.CharField(max_length=255)
    handle = models.CharField(max_length=255)
    display_name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    #: Where customers write a review of us, where the network tells.
    review_url = models.URLField(max_length=500, blank=True)
    #: The network's word for what is connected: page, organization… Empty: an account.
    kind = models.CharField(max_length=20, blank=True)
    #: Through which app it was connected, where people make apps.
    network_app = models.ForeignKey(
        NetworkApp, null=True, blank=True, on_delete=models.SET_NULL, related_name="channels"
    )
    #: The network's number of who said yes, where it tells when they take that back; else empty.
    consented_by = models.CharField(max_length=255, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.CONNECTED)
    #: When the network last proved that the access works.
    verified_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True, blank=True)
    #: When only a person's new consent will help; None: never, or nobody knows.
    access_ends_at = models.DateTimeField(null=True, blank=True)
    #: The network asked us to wait until then.
    paused_until = models.DateTimeField(null=True, blank=True)
    #: What this server announces; see `limits.py`.
    limits = models.JSONField(default=dict)
    #: What keeps it from working whole, as the network last answered; see `findings.py`.
    findings = models.JSONField(default=list)
    diagnosed_at = models.DateTimeField(null=True, blank=True)
    #: Since when they ask for a person; None: nothing to do, or somebody took note of them.
    findings_ask_since = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField()

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "origin", "account_id"],
                name="one_channel_per_account",
            ),
            models.CheckConstraint(
                name="lost_channel_says_since_when",
                condition=~models.Q(status="needs_reconnection", lost_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"

    @property
    def called(self) -> str:
        """What people call it: its @handle, or its name where it has no handle that they know."""
        return f"@{self.handle}" if self._has_handle else self.display_name or self.handle

    @property
    def _has_handle(self) -> bool:
        """Whether `handle` is one: not a number, a host, or a name kept for want of another."""
        is_one = bool(self.handle) and not any(sign.isspace() for sign in self.handle)
        return is_one and self.handle != self.account_id and self.kind not in _WITHOUT_HANDLE

    @property
    def is_connected(self) -> bool:
        return self.status == self.Status.CONNECTED

    def is_paused(self, *, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


class Credential(models.Model):
    """What lets us act on a channel: sealed, bound to the channel's row."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="credential")
    sealed = models.BinaryField()
    #: Somebody renews the access until then; everybody else waits for the result.
    renewing_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"access of channel {self.channel_id}"


class ChannelDoor(models.Model):
    """Where somebody calls us about one channel alone, and what was agreed with them."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="door")
    #: What stands in the address that they call: nobody could guess it.
    token = models.CharField(max_length=HOOK_TOKEN_LENGTH, unique=True)
    #: As a developer app, as JSON: it holds the secret by which they sign.
    sealed = models.BinaryField()
    #: When they last told us of something new.
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"door of channel {self.channel_id}"


class ServerApp(models.Model):
    """Our registration with one server, shared by every workspace of this installation."""

    network = models.CharField(max_length=20)
    origin = models.CharField(max_length=255)
    redirect_uri = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255)
    sealed_secret = models.BinaryField()
    #: What may be asked of people under it: a server refuses to ask for more.
    scopes = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "origin", "redirect_uri"], name="one_registration_per_server"
            )
        ]

    def __str__(self) -> str:
        return f"{self.network} app at {self.origin}"


class Grant(models.Model):
    """A person's yes that opens several accounts, until they choose which to connect."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=20)
    network_app = models.ForeignKey(
        NetworkApp, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Who may be connected, with what access, as JSON.
    sealed = models.BinaryField()
    #: What binds the sealed value before the row has a number.
    nonce = models.CharField(max_length=43, unique=True)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"grant {self.pk} on {self.network}"


class Withdrawal(models.Model):
    """Somebody took their yes back, or asked to be forgotten, and what was done. Not who it was."""

    class Kind(models.TextChoices):
        ACCESS = "access"
        DATA = "data"

    network_app = models.ForeignKey(NetworkApp, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    #: What stands in the address of the page that says what was done.
    code = models.CharField(max_length=43, unique=True)
    #: Tells a request that comes again, and names nobody: a keyed hash.
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField()
    #: How many accesses were dropped, and how much of what the person wrote was erased.
    accesses = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_app", "kind", "digest"], name="one_withdrawal_per_request"
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class Spend(models.Model):
    """What a channel's calls cost on one day (UTC), in millionths of a US dollar."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="spends")
    day = models.DateField()
    item = models.CharField(max_length=60)
    calls = models.PositiveIntegerField(default=0)
    micro_usd = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "day", "item"], name="one_spend_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.item} of channel {self.channel_id} on {self.day}"
