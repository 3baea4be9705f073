"""The trades that a company can name: the keys of the column `trade` of the messages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: How many trades a company may name: a bakery that is a café as well has two.
TRADES_MAX = 3

GROUPS: tuple[tuple[str | Promise, dict[str, str | Promise]], ...] = (
    (
        _("Food and drink"),
        {
            "bakery": _("Bakery"),
            "bar": _("Bar"),
            "butcher": _("Butcher"),
            "cafe": _("Café"),
            "caterer": _("Caterer"),
            "chocolatier": _("Chocolate maker"),
            "grocery": _("Grocery"),
            "pizzeria": _("Pizzeria"),
            "restaurant": _("Restaurant"),
        },
    ),
    (
        _("Shops"),
        {
            "appliances": _("Household appliances"),
            "bookshop": _("Bookshop"),
            "clothes": _("Clothes"),
            "florist": _("Florist"),
            "furniture": _("Furniture"),
            "jeweller": _("Jeweller"),
            "online_shop": _("Online shop"),
            "optician": _("Optician"),
            "pet_shop": _("Pet shop"),
            "pharmacy": _("Pharmacy"),
            "toys": _("Toys"),
        },
    ),
    (
        _("Building and repair"),
        {
            "electrician": _("Electrician"),
            "gardener": _("Gardener"),
            "joiner": _("Joiner"),
            "locksmith": _("Locksmith"),
            "plumber": _("Plumber"),
            "roofer": _("Roofer"),
            "garage": _("Garage"),
            "it_repair": _("Computer repair"),
        },
    ),
    (
        _("Care and beauty"),
        {
            "beauty": _("Beauty salon"),
            "dentist": _("Dentist"),
            "hairdresser": _("Hairdresser"),
            "home_care": _("Home care"),
            "nursery": _("Nursery"),
            "physiotherapist": _("Physiotherapist"),
            "vet": _("Vet"),
        },
    ),
    (
        _("Leisure and travel"),
        {
            "campsite": _("Campsite"),
            "cinema": _("Cinema"),
            "gym": _("Gym"),
            "holiday_home": _("Holiday home"),
            "hotel": _("Hotel"),
            "museum": _("Museum"),
            "theme_park": _("Theme park"),
            "travel_agency": _("Travel agency"),
        },
    ),
    (
        _("Services"),
        {
            "accountant": _("Accountant"),
            "association": _("Association"),
            "bank": _("Bank"),
            "car_rental": _("Car rental"),
            "driving_school": _("Driving school"),
            "estate_agent": _("Estate agent"),
            "insurance": _("Insurance"),
            "lawyer": _("Lawyer"),
            "mover": _("Mover"),
            "software": _("Software"),
            "taxi": _("Taxi"),
            "town_hall": _("Town hall"),
            "training": _("Training"),
        },
    ),
)
NAMES: dict[str, str | Promise] = {key: name for _group, of in GROUPS for key, name in of.items()}
