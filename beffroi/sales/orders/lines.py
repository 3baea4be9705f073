"""One line of a table as an order, and as what went back of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from beffroi.sales.orders import sums
from beffroi.sales.orders.amounts import Mark, cents, currency_of, read_amount
from beffroi.sales.orders.bodies import ID_MAX, email, text
from beffroi.sales.orders.codes import normal_codes
from beffroi.sales.orders.landings import landing_of
from beffroi.sales.orders.moments import Note, Order, read_moment
from beffroi.sales.orders.problems import Problem, Refused
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.states import stage_of, yes_or_no
from beffroi.sales.orders.told import OrderTold, RefundTold, Stage, rank_of

MONEY = ("net", "total", "subtotal", "tax", "shipping", "discount", "refunded")
_PRICES = ("net", "total", "subtotal")
#: Shops round the VAT of each good.
_ROUNDING = Decimal("0.02")
_NOTHING = Decimal(0)
_MARK = "'"
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the sums and dates of a table are written, as all of its lines together show."""

    shop: Shop
    now: datetime
    mark: Mark | None
    order: Order | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number, as spreadsheets show it."""

    number: int
    order: OrderTold
    refund: RefundTold | None = None
    note: Note | None = None


def cell(row: Mapping[str, str], key: str) -> str:
    """Return a cell without the mark that keeps spreadsheets from reading it as a formula."""
    found = row.get(key, "").strip()
    return found[1:] if found[:1] == _MARK and found[1:2] in _FORMULA else found


def names_of(row: Mapping[str, str]) -> set[str]:
    """Return all by which a line names its order: Shopify's further goods have only its number."""
    return {one for key in ("id", "number") if (one := cell(row, key))}


def is_priced(row: Mapping[str, str]) -> bool:
    """Tell whether a line says what its order cost: Shopify's further goods of one do not."""
    return any(cell(row, key) for key in _PRICES)


def read_line(number: int, row: Mapping[str, str], manner: Manner) -> Line:
    """Return the order of a line. Raises Refused."""
    order_id = _id_of(row)
    if not order_id:
        raise Refused(Problem.NO_ID)
    moment = read_moment(
        cell(row, "date"), zone=manner.shop.zone, now=manner.now, order=manner.order
    )
    amounts = _amounts(row, manner)
    currency = _currency(row, amounts, manner.shop)
    money = _sums(amounts, manner.shop)
    stage = Stage.CANCELLED if cell(row, "cancelled") else stage_of(cell(row, "status"))
    back = amounts.money("refunded") or _NOTHING
    order = OrderTold(
        order_id=order_id,
        number=text(cell(row, "number")) or order_id,
        moment=moment.at,
        currency=currency,
        net_cents=money.net,
        tax=money.tax,
        discount_cents=money.discount,
        shipping_cents=money.shipping,
        codes=normal_codes(re.split(r"[,;|]", cell(row, "code"))),
        landing=landing_of(cell(row, "landing")),
        email=email(cell(row, "email")),
        is_first_of_customer=yes_or_no(cell(row, "first")),
        said=text(cell(row, "said")),
        status=text(cell(row, "status")),
        is_counted=stage in {Stage.PAID, Stage.DONE} or (stage is Stage.REFUNDED and bool(back)),
        rank=rank_of(moment.at, stage),
    )
    return Line(number, order, _refund(order, back, amounts), moment.note)


def _id_of(row: Mapping[str, str]) -> str:
    """Return the id of a line's order, by its number where there is no other; "" for none."""
    given = (text(cell(row, key), longest=ID_MAX) for key in ("id", "number"))
    return next((one for one in given if one), "")


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The sums of a line by their columns, and their currencies."""

    values: Mapping[str, Decimal]
    currencies: frozenset[str]

    def money(self, key: str) -> Decimal | None:
        return self.values.get(key)

    @property
    def discount(self) -> Decimal:
        return abs(self.values.get("discount", _NOTHING))

    @property
    def shipping(self) -> Decimal:
        return self.values.get("shipping", _NOTHING)


def _amounts(row: Mapping[str, str], manner: Manner) -> _Amounts:
    values: dict[str, Decimal] = {}
    currencies: set[str] = set()
    for key in MONEY:
        written = cell(row, key)
        if written:
            found = read_amount(written, mark=manner.mark)
            values[key] = Decimal(found.cents) / 100
            currencies.update([found.currency] if found.currency else [])
    if not any(key in values for key in _PRICES):
        raise Refused(Problem.NO_AMOUNT)
    return _Amounts(values, frozenset(currencies))


def _currency(row: Mapping[str, str], amounts: _Amounts, shop: Shop) -> str:
    """Return the currency of a line. Raises Refused where it is not the shop's."""
    named = cell(row, "currency")
    codes = {*amounts.currencies, *({currency_of(named)} if named else ())}
    if codes - {shop.currency}:
        raise Refused(Problem.OTHER_CURRENCY, ", ".join(sorted(codes)))
    return shop.currency


def _sums(amounts: _Amounts, shop: Shop) -> sums.Sums:
    """Take out of a line what goods cost without VAT and delivery.

    Shops tell one of four: the net; goods and VAT (whether it is in them shows by adding up); all
    with its VAT; all, of which only the rate that was set takes the VAT out.
    """
    if (net := amounts.money("net")) is not None:
        return sums.told(net, discount=amounts.discount, shipping=amounts.shipping)
    if (goods := amounts.money("subtotal")) is not None:
        return _of_goods(amounts, goods, shop)
    rest = (amounts.money("total") or _NOTHING) - amounts.shipping
    tax = amounts.money("tax")
    if tax is not None and (tax or shop.prices_include_tax is not True):
        return sums.told(rest - tax, discount=amounts.discount, shipping=amounts.shipping)
    if shop.prices_include_tax is False:
        return sums.told(rest, discount=amounts.discount, shipping=amounts.shipping)
    return sums.without_tax(shop, rest, discount=amounts.discount, shipping=amounts.shipping)


def _of_goods(amounts: _Amounts, goods: Decimal, shop: Shop) -> sums.Sums:
    discount, shipping = amounts.discount, amounts.shipping
    tax, bears = amounts.money("tax"), _bears_tax(amounts, goods, shop)
    if bears is False:
        return sums.told(goods, discount=discount, shipping=shipping)
    if bears and tax and goods + shipping:
        # The VAT of delivery is not told apart: it is taken to be of the same rate.
        share = 1 - tax / (goods + shipping)
        return sums.told(goods * share, discount=discount * share, shipping=shipping * share)
    return sums.without_tax(shop, goods, discount=discount, shipping=shipping)


def _bears_tax(amounts: _Amounts, goods: Decimal, shop: Shop) -> bool | None:
    """Tell whether VAT is in the sum of goods; None where nothing tells."""
    tax, total = amounts.money("tax"), amounts.money("total")
    if tax is None or total is None:
        return shop.prices_include_tax
    if not tax:
        return shop.prices_include_tax or False
    rest = total - goods - amounts.shipping
    if abs(rest - tax) <= _ROUNDING:
        return False
    return True if abs(rest) <= _ROUNDING else shop.prices_include_tax


def _refund(order: OrderTold, back: Decimal, amounts: _Amounts) -> RefundTold | None:
    """Return all that went back of an order, as that share of its goods; a table tells no day."""
    prices = (amounts.money(key) for key in ("total", "subtotal", "net"))
    whole = next((one for one in prices if one), _NOTHING)
    if not back or not whole:
        return None
    share = min(abs(back) / abs(whole), Decimal(1))
    return RefundTold(
        refund_id=f"{order.order_id}:sum",
        order_id=order.order_id,
        net_cents=cents(Decimal(order.net_cents) * share / 100),
        tax=order.tax,
        currency=order.currency,
        moment=order.moment,
        rank=order.rank,
        is_sum=True,
    )
