"""What screens read about channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import get_language

from beffroi.channels import findings, gateway, grants, network_apps, rules
from beffroi.channels.advice import Advice, explain_loss, first_step
from beffroi.channels.data_use import rules_in_words
from beffroi.channels.models import Channel, Grant, Spend
from beffroi.channels.rules import Health, Way
from beffroi.networks import registry
from beffroi.networks.contracts import DiagnosisCode
from beffroi.networks.declarations import Capability, Declaration, Gate
from beffroi.workspaces.models import User, Workspace

#: What asks for a person comes first.
_ORDER = (
    Health.LOST,
    Health.ENDING,
    Health.REFUSED,
    Health.SILENT,
    Health.PAUSED,
    Health.WELL,
    Health.DISCONNECTED,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that is to leave."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What leaves only when a channel is connected.

    How much, how much of it after the access ends, and the first few, soonest first.
    """

    count: int = 0
    soonest: tuple[Planned, ...] = ()
    at_risk: int = 0


Dependents = Callable[[Workspace], Mapping[int, Waiting]]
_dependents: list[Dependents] = []
_NOTHING = Waiting()


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as people see it."""

    channel: Channel
    network_name: str
    health: Health
    waiting: Waiting = _NOTHING
    #: What its calls have cost this month (UTC), in US dollars; None where calls are free.
    spent_usd: Decimal | None = None

    @property
    def is_lost(self) -> bool:
        """Whether a person must connect it again."""
        return self.health is Health.LOST

    @property
    def is_gone(self) -> bool:
        """Whether what was listened to is no longer there: no access would bring it back."""
        return self.is_lost and findings.has(self.channel, DiagnosisCode.SOURCE_GONE)

    @property
    def first_step(self) -> Advice:
        """What to do first about what was found."""
        return first_step(self.channel, name=self.network_name)

    @property
    def why_lost(self) -> str:
        """What is missing over there, "" when the access is simply no longer accepted."""
        return explain_loss(self.channel, name=self.network_name)

    @property
    def was_withdrawn(self) -> bool:
        """Whether a person took their consent back through the network, rather than a refusal."""
        return self.is_lost and findings.has(self.channel, DiagnosisCode.CONSENT_WITHDRAWN)

    @property
    def asks_password(self) -> bool:
        """Whether connecting it takes a password typed here, or a yes on the server's own page."""
        able = network_declaration(self.channel.network).capabilities
        return rules.way_to_connect(able) is Way.PASSWORD

    @property
    def to_settle(self) -> int:
        """How many things its network says are missing."""
        found = findings.findings_of(self.channel) if self.channel.is_connected else []
        return len(findings.missing(found))

    @property
    def data_rules(self) -> list[str]:
        """What is done here with what others write there, by the rules of its network."""
        return rules_in_words(self.channel.network)

    @property
    def can_be_asked(self) -> bool:
        """Whether its network tells what keeps it from working whole."""
        able = gateway.abilities_of(self.channel)
        return self.channel.is_connected and Capability.DIAGNOSE in able

    @property
    def only_publishes(self) -> bool:
        """Whether its network lets others be read, and not this kind of channel."""
        able = gateway.abilities_of(self.channel)
        offered = network_declaration(self.channel.network).capabilities
        return Capability.READ_FEEDBACK in offered - able

    @property
    def is_on_this_machine(self) -> bool:
        """Whether what is published there goes nowhere else."""
        return rules.is_on_this_machine(self.channel.origin)


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A network that can be connected, and what it lets us do."""

    key: str
    name: str
    way: Way
    publishes: bool
    reads: bool
    answers: bool
    #: Whether people may say yes on more than one site, each with an app of its own.
    has_logins: bool = False

    @property
    def asks_password(self) -> bool:
        """Whether a password is typed here; else a yes is said on the network's own page."""
        return self.way is Way.PASSWORD


def register_dependents(read: Dependents) -> None:
    """Let `read` tell, by channel id, what waits for each channel of a workspace. One reader."""
    _dependents[:] = [read]


def channel_rows(workspace: Workspace, *, now: datetime) -> list[ChannelRow]:
    """Return all channels of the workspace, those to reconnect first, disconnected ones last."""
    channels = list(Channel.objects.of(workspace))
    is_needed = any(not one.is_connected or one.access_ends_at for one in channels)
    waiting = _waiting(workspace) if is_needed else {}
    spent = _spent(channels, now=now)
    rows = [
        _row(channel, waiting.get(channel.pk, _NOTHING), spent.get(channel.pk), now=now)
        for channel in channels
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.health))


def ending_rows(workspace: Workspace, *, now: datetime, limit: int) -> list[ChannelRow]:
    """Return the channels whose access ends soon, the soonest first, with what will not leave."""
    found = Channel.objects.of(workspace).ending(by=rules.warned_until(now))
    channels = list(found.order_by("access_ends_at", "id")[:limit])
    waiting = _waiting(workspace) if channels else {}
    return [_row(one, waiting.get(one.pk, _NOTHING), now=now) for one in channels]


def channel_row(channel: Channel, *, now: datetime) -> ChannelRow:
    """Return one channel with what waits for it."""
    return _row(channel, _waiting(channel.workspace).get(channel.pk, _NOTHING), now=now)


def network_choices() -> list[NetworkChoice]:
    """Return the networks that people may connect, in the registry's order.

    Where nothing real is called, only those that are simulated have a page of consent.
    """
    choices = [_choice(key) for key in registry.NETWORKS]
    if not settings.OUTBOUND_ONLY_ALLOWED:
        return choices
    return [one for one in choices if one.way is not Way.HOME or one.key in settings.NETWORK_HOMES]


@dataclass(frozen=True, slots=True)
class OfferedAccount:
    """An account that a person may connect with the yes that they just gave."""

    account_id: str
    handle: str
    display_name: str
    kind: str
    is_connected: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """The accounts to choose from."""

    grant: Grant
    accounts: list[OfferedAccount]


def offer(*, workspace: Workspace, actor: User, network: str, now: datetime) -> Offer | None:
    """Return the accounts that this person may choose from, None when nothing is open."""
    grant = grants.find(workspace=workspace, actor=actor, network=network, now=now)
    if grant is None:
        return None
    connected = set(
        Channel.objects.of(workspace)
        .connected()
        .filter(network=network)
        .values_list("account_id", flat=True)
    )
    profiles = [connection.profile for connection in grants.opened(grant)]
    accounts = [
        OfferedAccount(
            one.account_id, one.handle, one.display_name, one.kind, one.account_id in connected
        )
        for one in profiles
    ]
    return Offer(grant, accounts)


@dataclass(frozen=True, slots=True)
class AppPage:
    """What the page of a developer app shows. Nothing secret is among it."""

    client_id: str
    #: What to ask for, by the name of the site where people say yes.
    scopes: Mapping[str, tuple[str, ...]]
    extras: tuple[str, ...]
    is_kept: bool
    #: The names of these sites by what an app keeps, the network's own first; empty: only that.
    logins: Mapping[str, str]
    login: str
    #: Where our guide is in the documentation, and what the vendor writes for developers.
    guide: str
    vendor_url: str
    #: Whether nothing works before the vendor has said yes.
    is_approved_first: bool
    callback_url: str = ""
    verify_token: str = ""
    withdrawal_url: str = ""
    deletion_url: str = ""


def app_page(workspace: Workspace, network: str) -> AppPage:
    """Return what is known of the app that serves a workspace on a network."""
    declared = network_declaration(network)
    row = network_apps.find(network=network, workspace=workspace)
    others = declared.logins.values()
    receives = Capability.RECEIVE_WEBHOOKS in declared.capabilities
    withdraws = Capability.RECEIVE_WITHDRAWALS in declared.capabilities
    return AppPage(
        client_id=row.client_id if row else "",
        scopes={declared.name: declared.scopes, **{one.name: one.scopes for one in others}},
        extras=declared.app_extras,
        is_kept=row is not None,
        logins=_logins(declared),
        login=(network_apps.login_of(row) if row else "") or declared.key,
        guide=f"docs/{get_language() or 'fr'}/{network}.md",
        vendor_url=declared.limits.source_url,
        is_approved_first=declared.gate is Gate.APPROVAL_FIRST,
        callback_url=network_apps.callback_url(row) if row and receives else "",
        verify_token=network_apps.verify_token(row) if row and receives else "",
        withdrawal_url=network_apps.withdrawal_url(row) if row and withdraws else "",
        deletion_url=network_apps.deletion_url(row) if row and withdraws else "",
    )


def asked_on(workspace: Workspace, network: str) -> str:
    """Return the name of the site on whose page people say yes, as the app is set."""
    declared = network_declaration(network)
    row = network_apps.find(network=network, workspace=workspace) if declared.logins else None
    return network_apps.asked_on(declared, network_apps.login_of(row) if row else "")


def has_app(workspace: Workspace, network: str) -> bool:
    """Tell whether a developer app serves a workspace on a network."""
    return network_apps.find(network=network, workspace=workspace) is not None


def address_of(channel: Channel) -> str:
    """Return where a channel was connected: its server, or its site in a folder of one."""
    is_beneath = channel.kind == "site" and channel.url.startswith(f"{channel.origin}/")
    return channel.url if is_beneath else channel.origin


def network_declaration(key: str) -> Declaration:
    """Return what a network says of itself."""
    return gateway.network(key).declaration


def network_name(key: str) -> str:
    """Return the name of a network as it writes it itself; words of its key for one taken out."""
    if key not in registry.NETWORKS:
        return key.replace("_", " ").title()
    return gateway.network(key).declaration.name


def last_answer(channel: Channel) -> datetime | None:
    """Return when the network last answered, None for a channel that is not read regularly."""
    return (
        channel.verified_at if Capability.READ_FEEDBACK in gateway.abilities_of(channel) else None
    )


def publishes(channel: Channel) -> bool:
    """Tell whether a post may go to this channel."""
    return Capability.PUBLISH in gateway.abilities_of(channel)


def _logins(declared: Declaration) -> dict[str, str]:
    others = {key: one.name for key, one in declared.logins.items()}
    return {declared.key: declared.name, **others} if others else {}


def _row(
    channel: Channel, waiting: Waiting, spent_usd: Decimal | None = None, *, now: datetime
) -> ChannelRow:
    health = rules.health(
        status=channel.status,
        verified_at=last_answer(channel),
        paused_until=channel.paused_until,
        access_ends_at=channel.access_ends_at,
        refuses_readers=findings.has(channel, DiagnosisCode.READERS_REFUSED),
        now=now,
    )
    return ChannelRow(channel, network_name(channel.network), health, waiting, spent_usd)


def _spent(channels: Sequence[Channel], *, now: datetime) -> dict[int, Decimal]:
    """Return what the calls of priced channels have cost since the month began, in US dollars."""
    priced = [
        channel.pk for channel in channels if Capability.PRICED in gateway.abilities_of(channel)
    ]
    if not priced:
        return {}
    rows = Spend.objects.filter(
        channel__in=priced, day__gte=now.astimezone(UTC).date().replace(day=1)
    )
    sums = rows.values_list("channel").annotate(total=Sum("micro_usd")).order_by("channel")
    known = dict(sums)
    return {pk: Decimal(known.get(pk, 0)) / 1_000_000 for pk in priced}


def _waiting(workspace: Workspace) -> Mapping[int, Waiting]:
    return next((read(workspace) for read in _dependents), {})


def _choice(key: str) -> NetworkChoice:
    network = gateway.network(key).declaration
    able = network.capabilities
    return NetworkChoice(
        key=network.key,
        name=network.name,
        way=rules.way_to_connect(able),
        publishes=Capability.PUBLISH in able,
        reads=Capability.READ_FEEDBACK in able,
        answers={Capability.PUBLISH, Capability.READ_FEEDBACK} <= able,
        has_logins=bool(network.logins),
    )
