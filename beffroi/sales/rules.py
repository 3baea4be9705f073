"""What decides about offers, conversions and their proof: pure functions on plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from beffroi.metrics.proofs import Proof
from beffroi.sales.orders import codes

NAME_MAX, CODE_MAX, SAID_MAX, CONDITIONS_MAX, NOTE_MAX = 80, 40, 120, 1000, 200
CALL_DETAIL_MAX = 100
ORDER_ID_MAX = 80
#: Nobody pays more for one thing in a shop of this size: a slip of the pen is likelier.
CENTS_MAX = 100_000_000
#: Codes passed at the till on one day, calls, visits.
QUANTITY_MAX = 10_000
#: The law looks that far back for the price that is struck through: Directive 98/6/CE, article 6a
#: (in France article L. 112-1-1 of the Code de la consommation).
PRICE_LOOKBACK = timedelta(days=30)
#: What customers are known by goes after that: long enough to tell who comes back next year.
CUSTOMER_KEPT_FOR = timedelta(days=25 * 30)

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9_.-]*[A-Z0-9])?")


class Kind(Enum):
    """What somebody did that an offer or a post may have led to."""

    ORDER = "order"
    TILL = "till"  # a code passed at the till
    CONTACT = "contact"  # a form, a request for a quotation
    CALL = "call"
    VISIT = "visit"


class OfferKind(Enum):
    """What an offer gives."""

    DISCOUNT = "discount"
    SAMPLE = "sample"
    CONTEST = "contest"


class Outcome(Enum):
    """What became of a call of a shop."""

    TAKEN = "taken"
    KNOWN = "known"
    #: Genuine, and of nothing that is counted.
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    #: A signed call that only tries the connection.
    GREETED = "greeted"
    #: A test order that was made here.
    TRIAL = "trial"
    #: An unsigned one, as WooCommerce makes it.
    PING = "ping"
    MISSING = "missing"
    FORGED = "forged"
    STALE = "stale"


class Source(Enum):
    """Whence a conversion is known."""

    SHOP = "shop"
    TABLE = "table"
    FORM = "form"
    HAND = "hand"


class CostKind(Enum):
    """What money was spent on."""

    MEDIA = "media"
    TOOLS = "tools"
    AGENCY = "agency"
    OTHER = "other"


def normal_code(written: str) -> str:
    """Return the one spelling of a code, as it is compared.

    Accents go: « ÉTÉ10 » is typed as ETE10 on most keyboards.
    """
    plain = unicodedata.normalize("NFKD", codes.normal_code(written))
    without = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return codes.normal_code(without)[:CODE_MAX].strip()


def is_code(code: str) -> bool:
    """Tell whether a code is one word, which a post can hold and a customer can say."""
    return bool(_CODE.fullmatch(code))


def proof_of(*, has_offer: bool, has_link: bool, is_said: bool) -> Proof | None:
    """Return the strongest proof that social networks led to it: it counts once, with this one.

    None: nothing tells.
    """
    if has_offer:
        return Proof.CERTAIN
    if has_link:
        return Proof.PROBABLE
    return Proof.DECLARED if is_said else None


def without_vat(cents: int, rate: Decimal) -> int:
    """Return what is left of a price once the tax in it is taken out; `rate` 0.2 for 20 %."""
    return int((Decimal(cents) / (1 + rate)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def taken_off(paid: int, *, hundredths: int) -> int:
    """Return what a percentage took off, of what was paid after it; 1000 hundredths are 10 %.

    0 where all was taken off: nothing tells then what it cost before.
    """
    left = 10_000 - hundredths
    if left <= 0:
        return 0
    return int((Decimal(paid) * hundredths / left).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Returned:
    """One refund as it was told: how much, how new, and whether it stands for all of them."""

    refund_id: str
    cents: int
    rank: int
    is_sum: bool


def refunded(refunds: Iterable[Returned], *, rank: int, standing: Collection[str] | None) -> int:
    """Return what of an order went back, in whatever order it was told.

    `standing` are the refunds that stood when the order was told at `rank`; None: it said nothing
    of them. A refund told since then counts too.
    """
    counted = [
        one for one in refunds if standing is None or one.rank > rank or one.refund_id in standing
    ]
    single = [one.cents for one in counted if not one.is_sum]
    sums = [one for one in counted if one.is_sum]
    return sum(single) if single else max(sums, key=lambda one: one.rank).cents if sums else 0


@dataclass(frozen=True, slots=True)
class Price:
    """What something cost from a day on, with tax, in cents."""

    since: date
    cents: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """For how much less something went on some days, both counted in, with tax, in cents."""

    first: date
    last: date
    cents: int


def lowest_before(
    prices: Iterable[Price], *, start: date, reductions: Iterable[Reduction] = ()
) -> int | None:
    """Return the lowest price of the 30 days before a reduction starts; None: nobody wrote one.

    What was paid on the first of these days counts, though it was set before them, and so does
    each reduction that held on one of them, whatever else was announced meanwhile.
    """
    first, last = days_before(start)
    reduced = [one.cents for one in reductions if one.first <= last and one.last >= first]
    return min([*standing(prices, first=first, last=last), *reduced], default=None)


def days_before(start: date) -> tuple[date, date]:
    """Return the first and the last of the days that the law looks back upon."""
    return start - PRICE_LOOKBACK, start - timedelta(days=1)


def standing(prices: Iterable[Price], *, first: date, last: date) -> list[int]:
    """Return the prices that stood on one of these days, in cents, the earliest first."""
    ordered = sorted((one for one in prices if one.since <= last), key=lambda one: one.since)
    before = [one.cents for one in ordered if one.since <= first][-1:]
    return before + [one.cents for one in ordered if one.since > first]


def reduced(cents: int, *, hundredths: int) -> int:
    """Return what is left of a price once a percentage is taken off, cut to the cent."""
    return cents * (10_000 - hundredths) // 10_000


def spread(cents: int, *, first: date, last: date, start: date, end: date) -> int:
    """Return what of a cost for the days first…last falls on start…end, all days counted in.

    Neighbouring periods add up to the whole: each day ends on a whole cent of the running sum.
    """
    days = (last - first).days + 1

    def until(day: date) -> int:
        passed = min(max((day - first).days, 0), days)
        return cents * passed // days

    return until(end + timedelta(days=1)) - until(start)
