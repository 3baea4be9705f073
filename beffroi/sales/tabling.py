"""Tables of orders: what of one is new, which lines are not taken, and how it is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Literal, TypeVar

from django.db.models import Field, JSONField, Model
from django.urls import reverse

from beffroi.archives.models import TableChange, TableImport
from beffroi.archives.tables.takers import Change, Kept, Line, Refused, Subject, TableRead
from beffroi.sales import wording
from beffroi.sales.calls import settings_of
from beffroi.sales.models import Conversion, Refund, Shop
from beffroi.sales.orders.lines import Line as OrderLine
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.tables import FILE_BYTES_MAX, TableTold, held_against, read_table
from beffroi.sales.orders.told import Telling, Unreadable
from beffroi.sales.recording import record, settle
from beffroi.sales.rules import ORDER_ID_MAX, Source

KIND = "orders"
_AT_ONCE = 500
Row = TypeVar("Row", bound=Model)


class OrderTables:
    """Takes tables of orders that shops wrote (see `archives.tables.takers`)."""

    kind = KIND
    bytes_max = FILE_BYTES_MAX

    def read(self, row: TableImport, file: BinaryIO) -> TableRead:
        """Read the orders of a table, in the zone and the currency of its shop."""
        told = read_table(file, shop=settings_of(_shop(row)), now=row.created_at)
        if isinstance(told, Unreadable):
            return TableRead(problem=told.problem.value, refused=_headings(told))
        return _as_read(told)

    def check(self, row: TableImport, read: TableRead) -> TableRead:
        """Put aside orders whose number another one bears; refuse the table of another shop."""
        if read.problem:
            return read
        orders = tuple(line.told for line in read.lines)
        told = TableTold(rows=len(orders), lines=orders, problems=())
        checked = _as_read(held_against(told, _known(_shop(row), orders)))
        refused = sorted((*read.refused, *checked.refused), key=lambda one: one.number)
        return replace(checked, refused=refused)

    def keep(self, row: TableImport, lines: Sequence[Line], *, now: datetime) -> Kept:
        """Keep the orders that are new or newer, and what went back of them."""
        shop = _shop(row)
        Shop.objects.select_for_update().get(pk=shop.pk)  # a call would come in between
        fresh: list[OrderLine] = [line.told for line in lines]
        tellings: list[Telling] = []
        for line in fresh:
            tellings += [line.order, *([line.refund] if line.refund else [])]
        before = _state(shop, fresh)
        record(shop, tellings, source=Source.TABLE, now=now)
        after = _state(shop, fresh)
        changes = [
            Change(order_id, before.get(order_id), _known_by(after[order_id]))
            for order_id in after
            if before.get(order_id) != after[order_id]
        ]
        return Kept(len(changes), len(lines) - len(changes), changes)

    def undo(self, row: TableImport, changes: Sequence[TableChange], *, now: datetime) -> None:
        """Put orders back as they were, but for those that were told anew since."""
        shop = _shop(row)
        Shop.objects.select_for_update().get(pk=shop.pk)
        ids = [one.key for one in changes]
        orders = {one.order_id: one for one in _orders(shop, ids)}
        refunds = {one.order_id: one for one in _refunds(shop, ids)}
        _undo_rows(refunds, changes, "refund")
        left = _undo_rows(orders, changes, "order")
        settle(shop, left)

    def reason(self, problem: str) -> str:
        """Return why a table or a line of it is not taken."""
        return wording.reason(problem)

    def subject(self, row: TableImport) -> Subject | None:
        """Return the shop of a table."""
        shop = Shop.objects.filter(workspace=row.workspace_id, pk=row.subject_id).first()
        return Subject(shop.name, reverse("shop", args=[shop.pk])) if shop else None


def _shop(row: TableImport) -> Shop:
    rows = Shop.objects.select_related("workspace")
    return rows.get(workspace=row.workspace_id, pk=row.subject_id)


def _headings(told: Unreadable) -> list[Refused]:
    """Return the first row, where it names other columns than those of orders."""
    if told.problem is not Problem.OTHER_HEADINGS:
        return []
    return [Refused(1, Problem.FOUND_HEADINGS.value, told.detail)]


def _as_read(told: TableTold) -> TableRead:
    return TableRead(
        lines=[Line(one.number, one) for one in told.lines],
        refused=[Refused(one.number, one.problem.value, one.detail) for one in told.problems],
        problem=told.another_shop.value if told.another_shop else "",
    )


def _known(shop: Shop, lines: Sequence[OrderLine]) -> dict[str, datetime]:
    ids = [line.order.order_id for line in lines]
    found: dict[str, datetime] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = Conversion.objects.filter(shop=shop, order_id__in=ids[start : start + _AT_ONCE])
        found |= dict(rows.values_list("order_id", "happened_at"))
    return found


def _state(shop: Shop, lines: Sequence[OrderLine]) -> dict[str, dict[str, Any]]:
    """Return how orders and what went back of them stand, by their ids."""
    ids = [line.order.order_id[:ORDER_ID_MAX] for line in lines]
    found: dict[str, dict[str, Any]] = {}
    for order in _orders(shop, ids):
        found.setdefault(order.order_id, {})["order"] = _written(order)
    for refund in _refunds(shop, ids):
        found.setdefault(refund.order_id, {})["refund"] = _written(refund)
    return found


def _orders(shop: Shop, ids: Sequence[str]) -> Sequence[Conversion]:
    return list(Conversion.objects.filter(shop=shop, order_id__in=ids).order_by("id"))


def _refunds(shop: Shop, ids: Sequence[str]) -> Sequence[Refund]:
    """Return what tables say went back: one sum an order."""
    rows = Refund.objects.filter(shop=shop, order_id__in=ids, is_sum=True)
    return list(rows.filter(refund_id__endswith=":sum").order_by("id"))


def _known_by(state: dict[str, Any]) -> dict[str, Any]:
    """Return by what the rows of a line are known again: whatever is told anew changes it."""
    return {name: values["rank"] for name, values in state.items()}


def _written(row: Model) -> dict[str, Any]:
    """Return a row as JSON holds it, by the texts that its fields read again."""
    return {field.attname: _text_of(field, row) for field in row._meta.concrete_fields}


def _text_of(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    is_text = value is not None and not isinstance(field, JSONField)
    return field.value_to_string(row) if is_text else value


def _undo_rows(rows: Mapping[str, Row], changes: Sequence[TableChange], name: str) -> list[Row]:
    """Give rows their values of before, or delete them; return what is left of them.

    What was told anew since, or was not touched, stays as it is.
    """
    left, gone = [], []
    for change in changes:
        row, before = rows.get(change.key), (change.before or {}).get(name)
        if row is None:
            continue
        is_ours = str(getattr(row, "rank", "")) == change.after.get(name)
        if is_ours and before is None:
            gone.append(row)
            continue
        if is_ours and before is not None:
            _put_back(row, before)
        left.append(row)
    if gone:
        type(gone[0])._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
    return left


def _put_back(row: Model, before: Mapping[str, Any]) -> None:
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, field.to_python(before[field.attname]))
        if field.null and _is_gone(field.related_model, getattr(row, field.attname)):
            setattr(row, field.attname, None)
    row.save()


def _is_gone(target: type[Model] | Literal["self"] | None, value: Any) -> bool:
    """Tell whether what a row leads to was removed since."""
    if not isinstance(target, type) or value is None:
        return False
    return not target._base_manager.filter(pk=value).exists()
