"""Tables, calls of a shop and comments of a contest, for the pictures and checks of their pages."""

from __future__ import annotations

from datetime import timedelta

from beffroi.archives.models import TableImport, TableLine
from beffroi.core.clock import utc_now
from beffroi.sales import calling, trying
from beffroi.sales.contests import holding, taking
from beffroi.sales.contests.picking import Conditions
from beffroi.sales.contests.tests.commented import carried, comment
from beffroi.sales.models import Contest, Shop
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.signatures import Proof
from beffroi.sales.orders.told import Unreadable
from beffroi.sales.recording import Recorded
from beffroi.sales.tests.told_orders import order
from tests.browser import contests, selling
from tests.world import World

_LINES = (
    (14, "ambiguous_date", "03/04/2026"),
    (96, "bad_amount", "environ 30"),
    (310, "other_currency", "USD"),
    (311, "no_id", ""),
    (4_702, "clash", "#1042"),
)


def reading(world: World) -> None:
    """A large table that is being taken."""
    _table(world, status="reading", lines_total=20_114, lines_done=7_500, added=7_480, known=20)


def taken(world: World) -> None:
    """A large table, some lines of which were not taken, and one that was undone."""
    now = utc_now()
    _table(world, name="2025.csv", status="undone", ended_at=now, lines_total=900, undone=900)
    row = _table(
        world,
        status="done",
        ended_at=now,
        lines_total=20_057,
        lines_done=20_057,
        added=19_870,
        known=187,
        refused=57,
    )
    lines = [(number, problem, detail) for number, problem, detail in _LINES]
    lines += [(5_000 + number, "no_amount", "") for number in range(52)]
    TableLine.objects.bulk_create(
        TableLine(table_import=row, number=number, problem=problem, detail=detail)
        for number, problem, detail in lines
    )


def refused(world: World) -> None:
    """A table of something else."""
    _table(world, status="refused", problem="other_headings", ended_at=utc_now())


def called(world: World) -> None:
    """A shop that called, rightly and wrongly, and was tried."""
    selling.sold(world)
    shop, now = Shop.objects.select_related("workspace").get(), utc_now()
    calling.note_ping(shop, now=now - timedelta(hours=3))
    for _ in range(7):
        calling.note_refused(shop, Proof.FORGED, {}, now=now - timedelta(hours=2))
    calling.note_refused(shop, Proof.MISSING, {}, now=now - timedelta(hours=1))
    wrong = Unreadable(problem=Problem.OLD_FORMAT)
    calling.note_told(shop, [wrong], Recorded(), now=now - timedelta(minutes=40))
    foreign = order("1051", currency="USD")
    calling.note_told(shop, [foreign], Recorded(orders=1), now=now - timedelta(minutes=9))
    calling.note_told(shop, [order("1052")], Recorded(orders=1), now=now - timedelta(minutes=2))
    trying.try_out(shop, now=now)


def commented(world: World) -> None:
    """A contest under whose posts people comment."""
    contests.offered(world)
    contests.write(world)
    contest = Contest.objects.select_related("offer__workspace").get()
    holding.publish(contest, actor=world.claire, now=contests.while_open())
    now = utc_now()
    began = now - timedelta(days=8)
    channel = carried(contest, now=began)
    for number, who in enumerate(("odile", "nour", "camille", "mehdi", "louise", "ines")):
        words = "Je joue #Noel avec @paul.example !" if number % 3 else "Bonne chance à tous"
        comment(channel, who, words, at=began + timedelta(hours=2 + 9 * number))
    comment(channel, "odile", "Encore moi #Noel", at=began + timedelta(days=3))
    comment(channel, "tardif", "Trop tard ? #Noel", at=now - timedelta(minutes=5))


def taken_comments(world: World) -> None:
    """The list of a contest to which comments were added."""
    commented(world)
    contest = Contest.objects.select_related("offer__workspace").get()
    taking.take(contest, Conditions(), shown=6, actor=world.claire, now=utc_now())


def table_page(world: World) -> str:
    """Return the address of the newest table."""
    return f"/measure/tables/{TableImport.objects.latest('id').pk}/"


def trial_page(world: World) -> str:
    """Return the address where the shop is tried."""
    return f"{selling.shop_page(world)}trial/"


def comments_page(world: World) -> str:
    """Return the address where comments are looked at."""
    return f"{contests.entries_page(world)}comments/"


def asked_page(world: World) -> str:
    """Return the address where comments are held against conditions."""
    return f"{comments_page(world)}?each=person&words_asked=%23no%C3%ABl&friends=1"


def _table(world: World, **given: object) -> TableImport:
    if not Shop.objects.exists():
        selling.sold(world)
    values = {
        "workspace": world.atelier,
        "kind": "orders",
        "subject_id": Shop.objects.get().pk,
        "name": "wc-orders-export-2026-11-28.csv",
        "size_bytes": 4_120_000,
        "created_by": world.claire,
        "created_at": utc_now(),
    }
    return TableImport.objects.create(**(values | given))
