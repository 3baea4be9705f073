"""Which columns of a table of orders mean what, by their names in French and English. Pure.

Names are those of: WooCommerce's report of orders (client/analytics/report/orders/table.js) and its
usual export (woocommerce.com/document/import-and-export-of-woocommerce-orders), Shopify's export of
orders, PrestaShop's list of orders (OrderGridDefinitionFactory), all read on 2026-11-28, and what
people write themselves. Unverified: the French names of WooCommerce's and PrestaShop's columns,
which come from their translations; Shopify writes English in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beffroi.archives.readers.tables import Column, column, folded
from beffroi.sales.orders.hearing import is_question

_KNOWN = (
    column("id", "id", "order id", "id commande", "id de commande", "id de la commande"),
    column(
        "number", "order number", "order #", "name", "number", "numero", "n°", "numero de commande",
        "n° de commande", "n° commande", "commande n°", "numero commande", "commande", "order",
        "reference", "reference commande", "reference de commande", "commande #",
    ),
    column(
        "date", "created at", "date", "order date", "date created", "date de commande",
        "date commande", "date de la commande", "commande du", "date de creation", "date add",
        "date et heure", "paid date", "jour", "day",
    ),
    column(
        "net", "net sales", "ventes nettes", "net", "net total", "montant ht", "total ht", "ht",
        "total hors taxes", "prix ht", "ca ht", "n. revenue", "amount excl. vat", "amount excl tax",
        "total excl. tax", "total paid tax excl",
    ),
    column(
        "total", "total", "order total", "total ttc", "montant ttc", "ttc", "montant",
        "montant total", "order total amount", "amount", "prix", "prix ttc", "ca", "ca ttc",
        "total paid", "total paid tax incl", "total paye", "total amount",
    ),
    column("subtotal", "subtotal", "sous-total", "sous total"),
    column(
        "tax", "taxes", "tax", "tva", "montant tva", "tax total", "total tax", "order tax",
        "order total tax amount", "vat", "montant de la tva",
    ),
    column(
        "shipping", "shipping", "shipping total", "order shipping", "order shipping amount",
        "frais de port", "frais de livraison", "port", "frais d'expedition",
    ),
    column(
        "discount", "discount amount", "discount total", "cart discount", "cart discount amount",
        "remise", "reduction", "montant de la remise", "discount", "total discounts",
    ),
    column(
        "code", "discount code", "coupon(s)", "coupons", "coupon", "coupon code", "coupon codes",
        "code promo", "codes promo", "code(s) promo", "code de reduction", "code de remise",
        "bon de reduction", "promo", "voucher", "code", "promo code",
    ),
    column("currency", "currency", "devise", "order currency", "monnaie"),
    column(
        "status", "financial status", "status", "order status", "etat", "statut",
        "statut de la commande", "etat de la commande", "payment status", "statut du paiement",
    ),
    column("cancelled", "cancelled at", "annulee le"),
    column(
        "email", "email", "e-mail", "courriel", "customer email", "billing email",
        "adresse e-mail", "email client", "mail", "email du client", "customer user email",
    ),
    column(
        "first", "new client", "nouveau client", "new customer", "customer type", "type de client",
    ),
    column(
        "refunded", "refunded amount", "montant rembourse", "rembourse", "remboursement",
        "remboursements", "refund", "refunds", "refund amount", "refund total",
        "order refund amount",
    ),
    column("landing", "landing page", "landing site", "page d'arrivee", "session entry"),
)  # fmt: skip
#: What a table of orders cannot do without: one of each.
_NEEDED = (("id", "number"), ("date",), ("net", "total", "subtotal"))
_SAID = "said"


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a table begins, and the title of the column that holds each thing."""

    row: int
    titles: Mapping[str, str]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as the reader of tables wants them."""
        return tuple(Column(key, (folded(title),)) for key, title in self.titles.items())

    def has(self, *keys: str) -> bool:
        """Tell whether the table has all these columns."""
        return all(key in self.titles for key in keys)


def headings_of(rows: Sequence[Sequence[str]]) -> Headings | None:
    """Return the headings of a table of orders; None where no row has all that is needed."""
    for place, row in enumerate(rows):
        titles = _named(row)
        if all(any(key in titles for key in keys) for keys in _NEEDED):
            return Headings(place, titles)
    return None


def first_titles(rows: Sequence[Sequence[str]]) -> str:
    """Return the first titles of what is no table of orders, for people to know it again."""
    wide = (row for row in rows if sum(bool(cell.strip()) for cell in row) > 1)
    return ", ".join(cell.strip() for cell in next(wide, ()) if cell.strip())


def _named(row: Sequence[str]) -> dict[str, str]:
    by_name = {folded(cell): cell for cell in reversed(row) if cell.strip()}
    found = {
        one.key: next((by_name[name] for name in one.names if name in by_name), "")
        for one in _KNOWN
    }
    found[_SAID] = next((cell for cell in row if is_question(cell)), "")
    return {key: title for key, title in found.items() if title}
