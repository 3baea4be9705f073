"""What studies found, read from `studies.toml`: a figure never goes without who was asked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from beffroi.strategy.barometer.parts import Dimension

_FILE = Path(__file__).with_name("studies.toml")
LANGUAGES = ("fr", "en")
#: The figures that stand beside each dimension.
COMPARED: Mapping[Dimension, tuple[str, ...]] = MappingProxyType(
    {
        Dimension.STRATEGY: ("sat_nostrategy", "wpr_strategy", "wpr_policy_micro"),
        Dimension.PRESENCE: ("bpi_present", "zoom_fb", "zoom_li", "zoom_tw", "vsplash"),
        Dimension.ACTIVITY: ("bpi_low", "bpi_very_active", "bm_tw_freq", "bm_fb_freq"),
        Dimension.MEANS: (
            "bpi_time",
            "bpi_skills",
            "bpi_budget",
            "zoom_nobody",
            "wpr_internal",
            "wpr_sm_budget",
            "wpr_agency",
        ),
        Dimension.LISTENING: (
            "sat_notrack",
            "sat_notrack_b2b",
            "sat_notrack_b2c",
            "sat_nomeans",
            "sat_sentiment",
            "sat_consumers",
        ),
        Dimension.ANSWERS: (
            "sat_ignore",
            "sat_ignore_b2b",
            "sat_ignore_b2c",
            "bpi_talk",
            "thinkjar",
        ),
        Dimension.REPUTATION: ("opw_consult", "opw_prefer"),
        Dimension.MEASURING: ("sat_nomeasure", "sat_count_only"),
        Dimension.WATCHING: ("bpi_watch", "bpi_advantage"),
        Dimension.LOYALTY: (
            "zoom_deal_cons",
            "zoom_deal_biz",
            "zoom_rank",
            "hiscox_sales",
            "hiscox_awareness",
            "hiscox_service",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Study:
    """Who was asked: `sample` is how many, None where nobody says. `declared`: by their word."""

    name: str
    year: str
    countries: Mapping[str, str]
    sample: int | None
    quoted_samples: Mapping[str, str]
    is_declared: bool

    def country(self, language: str) -> str:
        """Return where it was made."""
        return self.countries[language]


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure of a study: as the press quoted it, and as the study has it where it was found."""

    key: str
    study: Study
    quoted: Mapping[str, str]
    primary: Mapping[str, str]
    what: Mapping[str, str]
    note: Mapping[str, str]

    @property
    def is_at_source(self) -> bool:
        """Whether the study itself was found to say it."""
        return bool(self.primary)

    def differs(self, language: str) -> bool:
        """Tell whether the study itself has another figure than the press quoted."""
        return bool(self.primary) and self.primary[language] != self.quoted[language]


@cache
def findings() -> Mapping[str, Finding]:
    """Return all figures by their key, in the order of the file."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    studies = {key: _study(one) for key, one in read["studies"].items()}
    return MappingProxyType(
        {key: _finding(key, one, studies[one["study"]]) for key, one in read["figures"].items()}
    )


def _study(told: Mapping[str, Any]) -> Study:
    sample = told.get("sample")
    return Study(
        name=told["name"],
        year=told["year"],
        countries=told["country"],
        sample=int(sample) if sample else None,
        quoted_samples=told.get("quoted_sample", {}),
        is_declared=told.get("is_declared", True),
    )


def _finding(key: str, told: Mapping[str, Any], study: Study) -> Finding:
    return Finding(
        key,
        study,
        quoted=told["quoted"],
        primary=told.get("primary", {}),
        what=told["what"],
        note=told.get("note", {}),
    )
