"""Where the bakery gives its short links away, and how many follow them on an ordinary day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A link made `days` before now, followed by so many people `a_day`, `phones` of ten by phone.

    It leads to `then` since `then_days` before now, or was stopped `stopped` days before now.
    """

    days: float
    name: str
    target: str
    a_day: float
    phones: int
    campaign: str = ""
    then: str = ""
    then_days: float = 0
    stopped: float = 0


_SITE = "https://atelier-martin.example"
GIVEN = (
    Given(28.6, "Signature de mail", f"{_SITE}/", a_day=1.1, phones=2),
    Given(28.5, "Affiche vitrine", f"{_SITE}/commander", 6.5, phones=9, campaign="Vitrine"),
    Given(27.4, "Tract du marché", f"{_SITE}/offre-marche", 2.4, phones=8, stopped=6.2),
    Given(20.3, "Carte de fidélité", f"{_SITE}/fidelite", 2.0, phones=9, campaign="Fidélité"),
    Given(
        12.1,
        "Sets de table du café",
        f"{_SITE}/menu",
        a_day=3.2,
        phones=10,
        then="https://commande-douai.example/atelier-martin",
        then_days=4.1,
    ),
)
#: Of ten visitors, how many are at home in which country.
COUNTRIES = ("FR",) * 8 + ("BE", "")
