"""Trades, in the few families that answers are written for. Pure."""

from __future__ import annotations

from enum import Enum


class Family(Enum):
    """A group of trades that are spoken to alike."""

    FOOD = "food"
    BEAUTY = "beauty"
    HEALTH = "health"
    BUILDING = "building"
    REPAIR = "repair"
    SHOPS = "shops"
    E_COMMERCE = "e_commerce"
    LEISURE = "leisure"
    HOTELS = "hotels"
    SERVICES = "services"
    ADVICE = "advice"
    ASSOCIATIONS = "associations"


#: Their members owe secrecy: no public answer may so much as confirm that somebody is a client.
DISCREET = frozenset({Family.HEALTH, Family.ADVICE})

TRADES: dict[Family, tuple[str, ...]] = {
    Family.FOOD: (
        *("bakery", "chocolatier", "restaurant", "butcher", "pizzeria", "caterer"),
        *("bar", "grocery", "cafe"),
    ),
    Family.BEAUTY: ("hairdresser", "beauty"),
    Family.HEALTH: (*("optician", "pharmacy", "vet", "physiotherapist", "dentist", "home_care"),),
    Family.BUILDING: (
        *("plumber", "electrician", "locksmith", "roofer", "joiner", "gardener", "mover"),
    ),
    Family.REPAIR: ("garage", "it_repair"),
    Family.SHOPS: (
        *("clothes", "florist", "appliances", "furniture", "toys", "jeweller"),
        *("pet_shop", "bookshop"),
    ),
    Family.E_COMMERCE: ("online_shop",),
    Family.LEISURE: ("gym", "museum", "theme_park", "cinema"),
    Family.HOTELS: ("hotel", "campsite", "holiday_home", "travel_agency"),
    Family.SERVICES: (
        *("taxi", "car_rental", "driving_school", "training", "software", "estate_agent"),
    ),
    Family.ADVICE: ("accountant", "lawyer", "bank", "insurance"),
    Family.ASSOCIATIONS: ("association", "town_hall", "nursery"),
}
_FAMILIES = {trade: family for family, trades in TRADES.items() for trade in trades}


def family_of(trade: str) -> Family | None:
    """Return the family of a trade, None for one that is not known."""
    return _FAMILIES.get(trade)


def is_discreet(trade: str) -> bool:
    """Tell whether those of this trade owe secrecy about who their clients are."""
    return _FAMILIES.get(trade) in DISCREET
