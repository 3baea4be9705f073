"""What each step of the assistant says, on its way from a form to the tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.strategy.plan.rules import Address, Part, PillarShare, Standing


@dataclass(frozen=True, slots=True)
class AudienceWish:
    """People to reach: who they are, what they want, where and when they are met."""

    name: str
    who: str = ""
    wants: str = ""
    reached: str = ""


@dataclass(frozen=True, slots=True)
class NetworkWish:
    """A network with its part; people by their id. `posts_a_week` None: when there is something."""

    network: str
    standing: Standing = Standing.THERE
    part: Part | None = None
    why: str = ""
    gave_back: str = ""
    owner_id: int | None = None
    backup_id: int | None = None
    posts_a_week: int | None = None
    left_day: date | None = None


@dataclass(frozen=True, slots=True)
class ContentWish:
    """What readers get, and of what we speak: by place, None where a place stays empty."""

    value: str
    pillars: Sequence[PillarShare | None]


@dataclass(frozen=True, slots=True)
class MeansWish:
    """Minutes a week; money a year, before tax, in cents. None: nobody said it."""

    minutes_a_week: int | None
    media_cents: int | None = None
    tools_cents: int | None = None
    agency_cents: int | None = None
    agency_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ToneWish:
    """How we speak."""

    address: Address
    we_say: str = ""
    we_do_not_say: str = ""


@dataclass(frozen=True, slots=True)
class MeasureWish:
    """Who reads the figures, by their id, and on which day of the week; 0 is Monday."""

    reader_id: int | None
    reading_day: int | None
