"""Tables of what a company aims at, and of how it means to get there, a file for each."""

from beffroi.strategy.models.aims import Campaign, Goal
from beffroi.strategy.models.opening import Opening
from beffroi.strategy.models.plan import Audience, NetworkRole, Pillar, PlanStep, Strategy
from beffroi.strategy.models.templates import StrategyTemplate

__all__ = [
    "Audience",
    "Campaign",
    "Goal",
    "NetworkRole",
    "Opening",
    "Pillar",
    "PlanStep",
    "Strategy",
    "StrategyTemplate",
]
