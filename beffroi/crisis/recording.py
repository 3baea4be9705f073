"""The recorded day of a drill: a made-up bakery whose Saturday queue goes wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from beffroi.crisis import rules
from beffroi.crisis.rules import Hour

_FILE = Path(__file__).parent / "recorded" / "saturday.json"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One message of the recording. `minute` counts from when its day begins."""

    number: int
    minute: int
    network: str
    who: str
    tone: str
    urgency: str
    text: str


@dataclass(frozen=True, slots=True)
class Recording:
    """All of it, oldest first; `name` by language."""

    name: dict[str, str]
    begins: time
    messages: tuple[Recorded, ...]

    def called(self, language: str) -> str:
        """Return its name in a reader's language."""
        return self.name.get(language, self.name["en"])


@cache
def recording() -> Recording:
    """Read the recording."""
    stored = json.loads(_FILE.read_text("utf-8"))
    return Recording(
        name=stored["name"],
        begins=time.fromisoformat(stored["begins"]),
        messages=tuple(
            Recorded(
                number=number,
                minute=one["minute"],
                network=one["network"],
                who=one["who"],
                tone=one["tone"],
                urgency=one["urgency"],
                text=one["text"],
            )
            for number, one in enumerate(stored["messages"])
        ),
    )


def heard(opened_at: datetime, now: datetime) -> tuple[Recorded, ...]:
    """Return what of the recording has been said by now, oldest first."""
    minutes = rules.played(opened_at, now)
    return tuple(one for one in recording().messages if one.minute <= minutes)


def said_at(one: Recorded, opened_at: datetime) -> datetime:
    """Return when it was heard in the drill, whose day goes faster."""
    return opened_at + timedelta(minutes=one.minute / rules.DRILL_SPEED)


def begins_at(opened_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when the recorded day begins, on the day of the drill."""
    day = opened_at.astimezone(zone).date()
    return datetime.combine(day, recording().begins, tzinfo=zone)


def hours(opened_at: datetime, now: datetime, *, zone: ZoneInfo) -> list[Hour]:
    """Return the hours of the recorded day that have begun, oldest first."""
    begin = begins_at(opened_at, zone)
    said = heard(opened_at, now)
    last = int(min(rules.played(opened_at, now), recording().messages[-1].minute)) // 60
    counted = []
    for place in range(last + 1):
        within = [one for one in said if one.minute // 60 == place]
        negative = sum(one.tone == "negative" for one in within)
        counted.append(Hour(begin + timedelta(hours=place), negative, len(within) - negative))
    return counted
