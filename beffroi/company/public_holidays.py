"""Which days are public holidays where, offline. Pure; a library does the computing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from holidays import HolidayBase, country_holidays

#: Country and part of it, as the library names them, by the key that we keep.
REGIONS: Mapping[str, tuple[str, str | None]] = MappingProxyType(
    {
        "FR": ("FR", None),
        "FR-AM": ("FR", "57"),
        **{f"FR-{part}": ("FR", part) for part in ("971", "972", "973", "974", "976")},
        "BE": ("BE", None),
        "LU": ("LU", None),
        "MC": ("MC", None),
        **{
            f"CH-{canton}": ("CH", canton)
            for canton in (
                *("AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NE"),
                *("NW", "OW", "SG", "SH", "SO", "SZ", "TG", "TI", "UR", "VD", "VS", "ZG", "ZH"),
            )
        },
        "CA-QC": ("CA", "QC"),
    }
)
#: What the library calls our languages, where a country does not just say “fr” and “en_US”.
_LANGUAGES = {("MC", "fr"): "fr_MC", ("CA", "en"): "en_CA"}
_OBSERVED = re.compile(r"\s*\((?:observé|reporté|observed)\)$")


@dataclass(frozen=True)
class Holiday:
    """A public holiday; `key` stays the same from year to year, `name` is for people to read."""

    day: date
    key: str
    name: str


def holidays_of(region: str, year: int, *, language: str = "fr") -> tuple[Holiday, ...]:
    """Return the holidays of a year in order; none where the region is unknown or empty."""
    if region not in REGIONS:
        return ()
    return _of_year(region, year, "fr" if language.startswith("fr") else "en")


def keys_on(region: str, day: date) -> tuple[str, ...]:
    """Return the keys of the holidays that fall on a day; most often none."""
    return tuple(one.key for one in holidays_of(region, day.year) if one.day == day)


def next_holidays(region: str, *, today: date, language: str) -> tuple[Holiday, ...]:
    """Return each holiday once, on its next day, in order."""
    coming: dict[str, Holiday] = {}
    for year in (today.year, today.year + 1):
        for one in holidays_of(region, year, language=language):
            if one.day >= today:
                coming.setdefault(one.key, one)
    return tuple(sorted(coming.values(), key=lambda one: (one.day, one.key)))


@lru_cache(maxsize=500)
def _of_year(region: str, year: int, language: str) -> tuple[Holiday, ...]:
    # Keys are the French names, whatever language is read: the library has no ids.
    keyed, named = _named(region, year, "fr"), _named(region, year, language)
    return tuple(
        Holiday(day, key, _as_written(name))
        for day in sorted(keyed)
        for key, name in zip(_parts(keyed[day]), _parts(named.get(day, "")), strict=False)
    )


def _named(region: str, year: int, language: str) -> HolidayBase:
    country, part = REGIONS[region]
    spoken = _LANGUAGES.get((country, language), "fr" if language == "fr" else "en_US")
    return country_holidays(country, subdiv=part, years=year, language=spoken)


def _as_written(name: str) -> str:
    """Return a name with our apostrophes and our spelling: the library has English of the USA."""
    return name.replace("'", "’").replace("Labor Day", "Labour Day")


def _parts(names: str) -> list[str]:
    """Return the holidays of one day, of which the library makes one line."""
    return [_OBSERVED.sub("", name) for name in names.split("; ")]
