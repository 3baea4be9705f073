"""What leaves each night for the company's own tools: tables without names of people or messages.

Sums are whole cents, instants are UTC, days are those of the workspace. Every table has the
column `workspace_id`, so that the tables of several workspaces can be read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from beffroi.channels.models import Channel
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.insight.models import DayCount, PostCount, PostPoint
from beffroi.insight.rules import Counted, Origin
from beffroi.links.models import VisitCount
from beffroi.metrics.proofs import Proof
from beffroi.sales.models import Conversion, Cost, Offer, OfferPost, Refund, WorkTime
from beffroi.workspaces.models import Workspace

Source = Callable[[Workspace], Iterator[tuple[object, ...]]]
_AT_ONCE = 2_000


def _column(name: str, kind: Kind, meaning: str) -> Column:
    return Column(name, name, kind, meaning)


_WORKSPACE = _column("workspace_id", Kind.INTEGER, "Number of the workspace.")
_COUNTED = _column("counted", Kind.TEXT, "What is counted: impressions, reach, reactions…")
_ESTIMATED = _column("estimated", Kind.INTEGER, "Above 0 where a part of it is a guess.")

_COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "channels": (
        _WORKSPACE,
        _column("channel_id", Kind.INTEGER, "Number of the channel."),
        _column("network", Kind.TEXT, "Network."),
        _column("handle", Kind.TEXT, "Account, as its network writes it."),
        _column("connected_at", Kind.INSTANT, "When it was connected."),
    ),
    "posts": (
        _WORKSPACE,
        _column("delivery_id", Kind.INTEGER, "Number of a post on one channel."),
        _column("channel_id", Kind.INTEGER, "Channel on which it stands."),
        _column("post_id", Kind.INTEGER, "Number of the post, the same on all its channels."),
        _column("published_at", Kind.INSTANT, "When its network took it."),
        _column("url", Kind.TEXT, "Where it can be read."),
    ),
    "post_counts": (
        _WORKSPACE,
        _column("delivery_id", Kind.INTEGER, "Post on one channel."),
        _COUNTED,
        _column("value", Kind.INTEGER, "All so far. No row: the network does not tell."),
        _column("as_of_us", Kind.INTEGER, "When it was told, in microseconds since 1970."),
        _column("is_estimated", Kind.INTEGER, "1 where the network says that it is a guess."),
    ),
    "post_days": (
        _WORKSPACE,
        _column("delivery_id", Kind.INTEGER, "Post on one channel."),
        _COUNTED,
        _column("day", Kind.DATE, "Day in the zone of the workspace."),
        _column("gained", Kind.INTEGER, "What it gained on the day; below 0 where it lost."),
        _ESTIMATED,
    ),
    "channel_days": (
        _WORKSPACE,
        _column("channel_id", Kind.INTEGER, "Channel."),
        _column("origin", Kind.TEXT, "Of its posts, of the whole channel, or from a table."),
        _COUNTED,
        _column("day", Kind.DATE, "Day in the zone of the workspace."),
        _column("value", Kind.INTEGER, "Of the day; followers and reviews: at its end."),
        _ESTIMATED,
    ),
    "link_days": (
        _WORKSPACE,
        _column("link_id", Kind.INTEGER, "Short link."),
        _column("code", Kind.TEXT, "Its code, also in utm_content."),
        _column("day", Kind.DATE, "Day in the zone of the workspace."),
        _column("visitor", Kind.TEXT, "person, preview or robot."),
        _column("device", Kind.TEXT, "Class of the device."),
        _column("country", Kind.TEXT, "ISO 3166; empty where it is not known."),
        _column("visits", Kind.INTEGER, "Visits."),
        _column("people", Kind.INTEGER, "People on the day: not to be added over days."),
    ),
    "offers": (
        _WORKSPACE,
        _column("offer_id", Kind.INTEGER, "Offer."),
        _column("name", Kind.TEXT, "Its name."),
        _column("kind", Kind.TEXT, "discount, sample or contest."),
        _column("code", Kind.TEXT, "Its code."),
        _column("first_day", Kind.DATE, "First day."),
        _column("last_day", Kind.DATE, "Last day, which counts."),
        _column("price_cents", Kind.INTEGER, "Price with tax, in cents."),
        _column("is_removed", Kind.INTEGER, "1 once it was removed."),
    ),
    "offer_posts": (
        _WORKSPACE,
        _column("offer_id", Kind.INTEGER, "Offer."),
        _column("post_id", Kind.INTEGER, "A post that carries it."),
        _column("is_found", Kind.INTEGER, "1 where its words hold the code."),
    ),
    "conversions": (
        _WORKSPACE,
        _column("conversion_id", Kind.INTEGER, "Conversion."),
        _column("kind", Kind.TEXT, "order, till, contact, call or visit."),
        _column("happened_at", Kind.INSTANT, "When; by hand: noon of its day."),
        _column("day", Kind.DATE, "Day in the zone of the workspace."),
        _column("quantity", Kind.INTEGER, "How many."),
        _column("currency", Kind.TEXT, "ISO 4217."),
        _column("net_cents", Kind.INTEGER, "Before tax, discounts off; empty: unknown."),
        _column("discount_cents", Kind.INTEGER, "What was taken off, before tax."),
        _column("refunded_cents", Kind.INTEGER, "What of it went back."),
        _column("proof", Kind.TEXT, "certain, probable, declared; empty: none."),
        _column("offer_id", Kind.INTEGER, "Offer whose code was used."),
        _column("link_id", Kind.INTEGER, "Short link that was followed."),
        _column("post_id", Kind.INTEGER, "Post that led to it, where that is known."),
        _column("channel_id", Kind.INTEGER, "Channel that led to it, where that is known."),
        _column("shop_id", Kind.INTEGER, "Shop; empty: counted by hand."),
        _column("order_id", Kind.TEXT, "The shop's own number."),
        _column("customer", Kind.TEXT, "The same for the same customer; erased after 25 months."),
    ),
    "refunds": (
        _WORKSPACE,
        _column("shop_id", Kind.INTEGER, "Shop."),
        _column("order_id", Kind.TEXT, "The shop's own number of the order."),
        _column("refund_id", Kind.TEXT, "The shop's own number of the refund."),
        _column("net_cents", Kind.INTEGER, "Before tax, above 0."),
        _column("refunded_at", Kind.INSTANT, "When."),
        _column("is_sum", Kind.INTEGER, "1 where it stands for all refunds of the order."),
    ),
    "costs": (
        _WORKSPACE,
        _column("cost_id", Kind.INTEGER, "Cost."),
        _column("kind", Kind.TEXT, "media, tools, agency or other."),
        _column("cents", Kind.INTEGER, "Before tax, for all its days."),
        _column("first_day", Kind.DATE, "First day that it pays for."),
        _column("last_day", Kind.DATE, "Last day that it pays for."),
        _column("offer_id", Kind.INTEGER, "Offer that it was for."),
        _column("channel_id", Kind.INTEGER, "Channel that it was for."),
    ),
    "work_times": (
        _WORKSPACE,
        _column("work_time_id", Kind.INTEGER, "Time that was noted."),
        _column("day", Kind.DATE, "Day."),
        _column("minutes", Kind.INTEGER, "Minutes."),
        _column("offer_id", Kind.INTEGER, "Offer that it was for."),
        _column("post_id", Kind.INTEGER, "Post that it was for."),
    ),
}


def tables_of(workspace: Workspace) -> Iterator[Table]:
    """Return the tables of a workspace; their rows are read as they are written."""
    for name, columns in _COLUMNS.items():
        yield Table(name, columns, _ROWS[name](workspace))


def dictionary() -> Table:
    """Return what each column of each table holds."""
    columns = (
        _column("table", Kind.TEXT, "Table."),
        _column("column", Kind.TEXT, "Column."),
        _column("kind", Kind.TEXT, "What its cells hold."),
        _column("meaning", Kind.TEXT, "What it means."),
    )
    rows = [
        (name, column.id, column.kind.value, column.meaning)
        for name, described in _COLUMNS.items()
        for column in described
    ]
    return Table("dictionary", columns, rows)


def _values(rows: QuerySet[Any], workspace: Workspace, *names: str) -> Iterator[tuple[Any, ...]]:
    for row in rows.values_list(*names).iterator(chunk_size=_AT_ONCE):
        yield (workspace.pk, *row)


def _channels(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Channel.objects.filter(workspace=workspace).order_by("id")
    return _values(rows, workspace, "id", "network", "handle", "connected_at")


def _posts(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Delivery.objects.filter(
        workspace=workspace, status=Status.PUBLISHED.value, variant__isnull=False
    ).order_by("id")
    names = ("id", "channel_id", "variant__post_id", "published_at", "remote_url")
    return _values(rows, workspace, *names)


def _post_counts(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = PostCount.objects.filter(delivery__workspace=workspace).order_by("delivery", "counted")
    names = ("delivery_id", "counted", "value", "as_of", "is_estimated")
    for row in _values(rows, workspace, *names):
        yield (*row[:2], _word(row[2]), *row[3:5], int(row[5]))


def _post_days(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = PostPoint.objects.filter(delivery__workspace=workspace)
    ordered = rows.order_by("delivery", "counted", "day")
    names = ("delivery_id", "counted", "day", "gained", "estimated")
    for row in _values(ordered, workspace, *names):
        yield (*row[:2], _word(row[2]), *row[3:])


def _channel_days(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = DayCount.objects.filter(workspace=workspace)
    ordered = rows.order_by("origin", "counted", "day", "channel")
    names = ("channel_id", "origin", "counted", "day", "value", "estimated")
    for row in _values(ordered, workspace, *names):
        yield (*row[:2], Origin(row[2]).name.lower(), _word(row[3]), *row[4:])


def _link_days(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = VisitCount.objects.filter(link__workspace=workspace).order_by("link", "day", "id")
    names = ("link_id", "link__code", "day", "visitor", "device", "country", "visits", "people")
    return _values(rows, workspace, *names)


def _offers(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Offer.objects.filter(workspace=workspace).order_by("id")
    names = ("id", "name", "kind", "code", "first_day", "last_day", "price_cents", "removed_at")
    for row in _values(rows, workspace, *names):
        yield (*row[:8], int(row[8] is not None))


def _offer_posts(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = OfferPost.objects.filter(offer__workspace=workspace).order_by("offer", "post")
    for row in _values(rows, workspace, "offer_id", "post_id", "is_found"):
        yield (*row[:3], int(row[3]))


def _conversions(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Conversion.objects.filter(workspace=workspace, counts=True, removed_at=None)
    names = tuple(
        "id" if one.id == "conversion_id" else one.id for one in _COLUMNS["conversions"][1:]
    )
    place = 1 + names.index("proof")
    for row in _values(rows.order_by("happened_at", "id"), workspace, *names):
        proof = "" if row[place] is None else Proof(row[place]).name.lower()
        yield (*row[:place], proof, *row[place + 1 :])


def _refunds(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Refund.objects.filter(shop__workspace=workspace).order_by("shop", "refunded_at", "id")
    names = ("shop_id", "order_id", "refund_id", "net_cents", "refunded_at", "is_sum")
    for row in _values(rows, workspace, *names):
        yield (*row[:6], int(row[6]))


def _costs(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = Cost.objects.filter(workspace=workspace, removed_at=None).order_by("first_day", "id")
    names = ("id", "kind", "cents", "first_day", "last_day", "offer_id", "channel_id")
    return _values(rows, workspace, *names)


def _work_times(workspace: Workspace) -> Iterator[tuple[object, ...]]:
    rows = WorkTime.objects.filter(workspace=workspace, removed_at=None).order_by("day", "id")
    return _values(rows, workspace, "id", "day", "minutes", "offer_id", "post_id")


def _word(counted: int) -> str:
    return Counted(counted).name.lower()


_ROWS: Mapping[str, Source] = {
    "channels": _channels,
    "posts": _posts,
    "post_counts": _post_counts,
    "post_days": _post_days,
    "channel_days": _channel_days,
    "link_days": _link_days,
    "offers": _offers,
    "offer_posts": _offer_posts,
    "conversions": _conversions,
    "refunds": _refunds,
    "costs": _costs,
    "work_times": _work_times,
}
