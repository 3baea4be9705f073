from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from beffroi.sales.orders.moments import Note
from beffroi.sales.orders.problems import Problem
from beffroi.sales.orders.shops import Shop
from beffroi.sales.orders.tables import FILE_BYTES_MAX, TableTold, held_against, read_table
from beffroi.sales.orders.tests.shops import BAKERY, NOW, WITH_RATE
from beffroi.sales.orders.told import OrderTold, Tax, Unreadable

HAND_MADE = """N° commande;Date;Montant TTC;TVA;Code promo;Comment nous avez-vous connus ?
12;25/10/2026 02:30;54,00 €;9,00 €;brioche10;Instagram
13;03/11/2026;1 254,00 €;209,00 €;;
"""
SHOPIFY = """Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,\
Discount Code,Discount Amount,Created at,Lineitem name,Cancelled at,Refunded Amount,Id
#1042,lea@example.fr,paid,2026-11-02 10:15:00 +0100,EUR,54.00,6.00,10.00,60.00,BRIOCHE10,6.00,\
2026-11-02 10:15:00 +0100,Brioche,,0.00,5912345678901
#1042,lea@example.fr,,,,,,,,,,2026-11-02 10:15:00 +0100,Pain,,,
#1043,ana@example.fr,partially_refunded,,EUR,45.00,5.00,10.00,60.00,,0.00,\
2026-11-03 10:15:00 +0100,Pain,,30.00,5912345678902
#1044,bob@example.fr,paid,,EUR,45.00,5.00,10.00,60.00,,0.00,\
2026-11-03 11:15:00 +0100,Pain,2026-11-03 12:00:00 +0100,0.00,5912345678903
"""
WOO_REPORT = """Date,Order #,Status,Customer,Customer type,Product(s),Items sold,Coupon(s),\
Net sales,Attribution
2026-11-02 10:15:00,1042,processing,Léa,new,1× Brioche,1,"brioche10, noel",45,Source: Instagram
2026-11-03 10:15:00,1043,on-hold,Ana,returning,1× Pain,1,,12.5,Direct
"""
WOO_EXPORT = """order_id,order_number,order_date,status,shipping_total,tax_total,discount_total,\
order_total,order_currency,customer_email
1042,1042,2026-11-02 10:15:00,completed,5,10,5,60,EUR,lea@example.fr
"""
PRESTA = """"ID";"Référence";"Nouveau client";"Livraison";"Client";"Total";"Paiement";"État";"Date"
"42";"XKBKNABJK";"Oui";"France";"L. Martin";"59,00 €";"Virement";"Paiement accepté";\
"2026-11-02 10:15:00"
"43";"OHSATSERP";"Non";"France";"A. Petit";"12,00 €";"Chèque";"En attente du paiement";\
"2026-11-03 10:15:00"
"""


def read(text: str | bytes, *, shop: Shop = BAKERY) -> TableTold | Unreadable:
    content = text.encode() if isinstance(text, str) else text
    return read_table(io.BytesIO(content), shop=shop, now=NOW)


def table(text: str | bytes, *, shop: Shop = BAKERY) -> TableTold:
    found = read(text, shop=shop)
    assert isinstance(found, TableTold), found
    return found


def orders(text: str | bytes, *, shop: Shop = BAKERY) -> list[OrderTold]:
    return [one.order for one in table(text, shop=shop).lines]


def problems(text: str | bytes) -> list[tuple[int, Problem]]:
    return [(one.number, one.problem) for one in table(text).problems]


def test_a_table_made_by_hand_is_read() -> None:
    told = table(HAND_MADE)
    first, second = (one.order for one in told.lines)
    assert told.problems == ()
    assert (first.order_id, first.net_cents, first.tax) == ("12", 4500, Tax.KNOWN)
    assert (first.codes, first.said) == (("BRIOCHE10",), "Instagram")
    assert second.net_cents == 104500
    assert second.moment == datetime(2026, 11, 3, 11, tzinfo=UTC)
    assert [one.note for one in told.lines] == [Note.REPEATED, Note.DAY_ONLY]


def test_shopifys_export_is_read_with_its_further_goods_and_refunds() -> None:
    told = table(SHOPIFY)
    assert told.problems == ()
    assert [one.order.order_id for one in told.lines] == [
        "5912345678901", "5912345678902", "5912345678903",
    ]  # fmt: skip
    # in the first VAT is in the goods, in the second it comes on top
    assert [one.order.net_cents for one in told.lines] == [4500, 4500, 4500]
    assert [one.order.is_counted for one in told.lines] == [True, True, False]
    assert told.lines[0].order.number == "#1042"
    assert told.lines[0].refund is None
    refund = told.lines[1].refund
    assert refund is not None
    assert (refund.net_cents, refund.is_sum) == (2250, True)


def test_woocommerces_report_is_read() -> None:
    first, second = orders(WOO_REPORT)
    assert (first.net_cents, first.codes) == (4500, ("BRIOCHE10", "NOEL"))
    assert (first.is_first_of_customer, second.is_first_of_customer) == (True, False)
    assert (first.is_counted, second.is_counted) == (True, False)
    assert first.moment == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)


def test_woocommerces_export_is_read() -> None:
    (only,) = orders(WOO_EXPORT)
    assert (only.net_cents, only.shipping_cents, only.discount_cents) == (4500, 500, 500)
    assert only.email == "lea@example.fr"


def test_prestashops_list_is_read_and_needs_a_rate_for_vat() -> None:
    first, second = orders(PRESTA)
    assert (first.order_id, first.number) == ("42", "XKBKNABJK")
    assert (first.net_cents, first.tax) == (5900, Tax.UNKNOWN)
    assert (first.is_first_of_customer, first.is_counted) == (True, True)
    assert not second.is_counted
    assert orders(PRESTA, shop=WITH_RATE)[0].net_cents == 4917


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_however_it_is_written(encoding: str) -> None:
    assert orders(HAND_MADE.encode(encoding)) == orders(HAND_MADE)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_read_however_it_is_parted(separator: str) -> None:
    text = "Order,Date,Net\n1,2026-11-02,45.00\n2,2026-11-03,12.50\n".replace(",", separator)
    assert [one.net_cents for one in orders(text)] == [4500, 1250]


def test_lines_above_the_headings_are_passed_over() -> None:
    text = "Mes commandes\n\nNuméro;Date;Total HT\n1;2026-11-02;45,00\n"
    assert [one.net_cents for one in orders(text)] == [4500]


def test_no_line_that_is_wrong_keeps_another_back() -> None:
    text = """Commande;Date;Total HT;Devise
1;2026-11-02;45,00;EUR
;2026-11-02;45,00;EUR
3;;45,00;EUR
4;2026-02-30;45,00;EUR
5;2031-01-01;45,00;EUR
6;1998-01-01;45,00;EUR
7;2026-11-02;;EUR
8;2026-11-02;dear;EUR
9;2026-11-02;45,00;USD
10;2026-11-02;45,00;Taler
11;2026-11-02;45,00 $ US;
1;2026-11-02;46,00;EUR
13;2026-11-02;12,50;
"""
    assert [one.order_id for one in orders(text)] == ["1", "13"]
    assert problems(text) == [
        (3, Problem.NO_ID),
        (4, Problem.NO_DATE),
        (5, Problem.BAD_DATE),
        (6, Problem.FUTURE),
        (7, Problem.TOO_OLD),
        (8, Problem.NO_AMOUNT),
        (9, Problem.BAD_AMOUNT),
        (10, Problem.OTHER_CURRENCY),
        (11, Problem.BAD_CURRENCY),
        (12, Problem.OTHER_CURRENCY),
        (13, Problem.TWICE),
    ]


def test_a_problem_repeats_what_was_written() -> None:
    rows = "".join(f"{n};2026-11-02;3,00\n" for n in range(2, 9))
    (found,) = table(f"Commande;Date;Total\n1;2026-11-02;très\tcher\x07\n{rows}").problems
    assert found.detail == "très cher\ufffd"


def test_other_lines_decide_how_sums_and_dates_are_written() -> None:
    text = "Order;Date;Net\n1;03/04/2026;1,234\n2;25/04/2026;1,50\n"
    first = orders(text)[0]
    assert (first.net_cents, first.moment.month) == (123, 4)
    text = "Order;Date;Net\n1;03/04/2026;1,234\n2;04/25/2026;1.50\n"
    first = orders(text)[0]
    assert (first.net_cents, first.moment.month) == (123400, 3)


def test_what_no_line_decides_is_refused() -> None:
    text = "Order;Date;Net\n1;03/04/2026;12.00\n2;2026-04-04;1,234\n3;2026-04-04;2\n"
    assert problems(text) == [(2, Problem.AMBIGUOUS_DATE)]
    text = "Order;Date;Net\n2;2026-04-04;1,234\n3;2026-04-04;2\n"
    assert problems(text) == [(2, Problem.AMBIGUOUS_AMOUNT)]


def test_an_order_of_several_lines_that_tell_the_same_is_one() -> None:
    text = "Order;Date;Net;Item\n1;2026-11-02;45;Pain\n1;2026-11-02;45;Brioche\n"
    assert len(orders(text)) == 1
    assert problems(text) == []


@pytest.mark.parametrize(
    ("status", "is_counted"),
    [
        ("", True),
        ("Livré", True),
        ("Terminée", True),
        ("Paiement accepté", True),
        ("Partiellement remboursée", True),
        ("Partially refunded", True),
        ("Remboursée", False),
        ("Refunded", False),
        ("Annulée", False),
        ("Canceled", False),
        ("Erreur de paiement", False),
        ("Échouée", False),
        ("En attente de paiement", False),
        ("Awaiting check payment", False),
        ("On hold", False),
        ("Brouillon", False),
        ("Impayée", False),
    ],
)
def test_words_of_a_state_tell_whether_money_came_in(status: str, is_counted: bool) -> None:
    (only,) = orders(f"Order;Date;Net;Statut\n1;2026-11-02;45;{status}\n")
    assert only.is_counted is is_counted


def test_a_state_that_changed_makes_a_later_telling() -> None:
    ranks = [
        orders(f"Order;Date;Net;Statut\n1;2026-11-02;45;{status}\n")[0].rank
        for status in ("En attente", "Payée", "Annulée", "Remboursée")
    ]
    assert ranks == sorted(set(ranks))


def test_a_refund_never_gives_back_more_than_its_order() -> None:
    text = "Order;Date;Total HT;Montant remboursé\n1;2026-11-02;45,00;99,00\n2;2026-11-02;3;0\n"
    first, second = table(text).lines
    assert first.refund is not None
    assert first.refund.net_cents == 4500
    assert second.refund is None


def test_cells_that_spreadsheets_would_compute_are_plain_text() -> None:
    text = "Order;Date;Net;Code promo\n'=1+1;2026-11-02;'-12,50;=cmd|'/c calc'!A1\n"
    (only,) = orders(text)
    assert (only.order_id, only.net_cents) == ("=1+1", -1250)


def test_sums_without_vat_by_what_people_say_of_their_prices() -> None:
    text = "Order;Date;Total\n1;2026-11-02;54.00\n2;2026-11-03;5.50\n"
    bare = Shop(zone=BAKERY.zone, currency="EUR", prices_include_tax=False)
    rated = Shop(zone=BAKERY.zone, currency="EUR", vat_rate=Decimal("0.20"))
    for shop, net, tax in (
        (BAKERY, 5400, Tax.UNKNOWN), (bare, 5400, Tax.KNOWN), (rated, 4500, Tax.KNOWN),
    ):  # fmt: skip
        first = orders(text, shop=shop)[0]
        assert (first.net_cents, first.tax) == (net, tax)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Problem.NO_TABLE),
        (b"\n\n", Problem.NO_TABLE),
        (b"one cell\nand another\n", Problem.NO_TABLE),
        (b'[{"id": 1}]', Problem.NO_TABLE),
        (b"<html><table>", Problem.NO_TABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, Problem.NO_TABLE),
        (b"PK\x03\x04" + b"\0" * 4000, Problem.NO_TABLE),
        (b"nom;courriel\nLea;lea@example.fr\n", Problem.OTHER_HEADINGS),
        (b"Date;Produit;Stock\n2026-11-02;Pain;4\n", Problem.OTHER_HEADINGS),
    ],
)
def test_what_is_no_table_of_orders_is_told_so(content: bytes, expected: Problem) -> None:
    found = read(content)
    assert isinstance(found, Unreadable), found
    assert found.problem is expected


def test_other_headings_are_repeated() -> None:
    found = read("nom;courriel\nLéa;lea@example.fr\n")
    assert isinstance(found, Unreadable)
    assert found.detail == "nom, courriel"


def test_a_file_too_large_is_not_read() -> None:
    found = read(b"Order;Date;Net\n" + b"\n" * FILE_BYTES_MAX)
    assert isinstance(found, Unreadable)
    assert found.problem is Problem.TOO_LARGE


def test_a_table_in_another_currency_is_that_of_another_shop() -> None:
    text = "Order;Date;Net;Currency\n" + "".join(f"{n};2026-11-02;45.00;USD\n" for n in range(1, 5))
    told = table(text + "5;2026-11-02;45.00;EUR\n")
    assert told.another_shop is Problem.OTHER_CURRENCY
    assert len(told.lines) == 1


def _numbered(count: int) -> TableTold:
    rows = "".join(f"{n};2026-11-02 10:00;45.00\n" for n in range(1, count + 1))
    return table("Order;Date;Net\n" + rows)


def test_ids_that_other_orders_bear_are_those_of_another_shop() -> None:
    told = _numbered(6)
    known = {str(n): NOW - timedelta(days=300) for n in range(1, 5)}
    held = held_against(told, {**known, "5": told.lines[4].order.moment})
    assert held.another_shop is Problem.CLASH
    assert [one.order.order_id for one in held.lines] == ["5", "6"]
    assert [one.problem for one in held.problems] == [Problem.CLASH] * 4
    assert [one.number for one in held.problems] == [2, 3, 4, 5]


def test_an_order_that_is_known_by_its_day_does_not_clash() -> None:
    told = _numbered(3)
    known = {one.order.order_id: one.order.moment + timedelta(hours=13) for one in told.lines}
    assert held_against(told, known) == told


def test_one_clash_makes_no_other_shop() -> None:
    held = held_against(_numbered(3), {"1": NOW - timedelta(days=300)})
    assert held.another_shop is None
    assert [one.problem for one in held.problems] == [Problem.CLASH]


def test_a_table_that_is_damaged_keeps_what_stands_before() -> None:
    text = 'Order;Date;Net\n1;2026-11-02;45.00\n2;2026-11-03;"open\nand\non\n'
    told = table(text)
    assert [one.order.order_id for one in told.lines] == ["1"]
    assert Problem.DAMAGED in [one.problem for one in told.problems]


def test_a_table_without_lines_tells_nothing() -> None:
    told = table("Order;Date;Net\n")
    assert (told.rows, told.lines, told.problems) == (0, (), ())
