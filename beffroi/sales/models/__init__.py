"""Tables of offers, contests, conversions and costs, a file for each."""

from beffroi.sales.models.calls import ShopCall
from beffroi.sales.models.contests import Contest, ContestEntry, ContestVersion
from beffroi.sales.models.conversions import Conversion, Refund, Shop
from beffroi.sales.models.costs import Cost, Economics, TimeKeeping, WorkTime
from beffroi.sales.models.offers import Offer, OfferPost, PriceMark, Product

__all__ = [
    "Contest",
    "ContestEntry",
    "ContestVersion",
    "Conversion",
    "Cost",
    "Economics",
    "Offer",
    "OfferPost",
    "PriceMark",
    "Product",
    "Refund",
    "Shop",
    "ShopCall",
    "TimeKeeping",
    "WorkTime",
]
