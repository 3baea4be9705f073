"""What narrows the list of mentions, read from its address. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from beffroi.inbox.rules import typed_id
from beffroi.language.sources import INTENTS, SENTIMENTS
from beffroi.listening.figures.days import begins, last_days
from beffroi.networks import registry

LANGUAGES = ("fr", "en", "other")
#: In the place of a tone: it is to be checked.
TO_CHECK = "check"
_TONES = (*SENTIMENTS, TO_CHECK)


class Period(Enum):
    """How far back the list looks."""

    WEEK = "7"
    MONTH = "28"
    QUARTER = "90"
    ALL = "all"

    def since(self, now: datetime, *, zone: ZoneInfo) -> datetime | None:
        """Return from when on, None for all that is kept: whole days, as figures count them."""
        if self is Period.ALL:
            return None
        return begins(last_days(now, zone=zone, count=int(self.value))[0], zone=zone)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; nothing chosen: 28 days, whole, without what was set aside.

    `tone` is one, or `TO_CHECK`. `group` is the first of messages that say nearly the same: those
    alone, each by itself.
    """

    period: Period = Period.MONTH
    watch: int | None = None
    tone: str = ""
    intent: str = ""
    network: str = ""
    language: str = ""
    set_aside: bool = False
    group: int | None = None

    @property
    def query(self) -> str:
        """The filters as an address has them; "" for none."""
        values = {
            "period": "" if self.period is Period.MONTH else self.period.value,
            "watch": "" if self.watch is None else str(self.watch),
            "tone": self.tone,
            "intent": self.intent,
            "network": self.network,
            "language": self.language,
            "aside": "1" if self.set_aside else "",
            "group": "" if self.group is None else str(self.group),
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the period was chosen."""
        return self != Filters(period=self.period)

    def but(self, **changes: object) -> Filters:
        """Return the same filters with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def read(query: Mapping[str, str]) -> Filters:
    """Return the filters of an address; what cannot be read is passed over."""
    periods = {one.value: one for one in Period}
    return Filters(
        period=periods.get(query.get("period", ""), Period.MONTH),
        watch=typed_id(query.get("watch", "")),
        tone=TO_CHECK if "check" in query else _known(query.get("tone", ""), _TONES),
        intent=_known(query.get("intent", ""), INTENTS),
        network=_known(query.get("network", ""), registry.NETWORKS),
        language=_known(query.get("language", ""), LANGUAGES),
        set_aside="aside" in query,
        group=typed_id(query.get("group", "")),
    )


def _known(typed: str, values: Collection[str]) -> str:
    return typed if typed in values else ""
