"""Five ways to share what came back among channels, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from beffroi.channels.models import Channel
from beffroi.insight.results import words
from beffroi.metrics.attribution import Model
from beffroi.metrics.figures import percent
from beffroi.strategy.models import Campaign


@dataclass(frozen=True, slots=True)
class Told:
    """A model: its name, and in one sentence what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Row:
    """A channel (None: what no channel can be given) and its share by each model, in words."""

    channel: Channel | None
    shares: Sequence[str]


@dataclass(frozen=True, slots=True)
class CampaignShare:
    """A campaign (None: what belongs to none) and its share by each model, in words."""

    campaign: Campaign | None
    shares: Sequence[str]


def models() -> dict[Model, Told]:
    """Return the models in words."""
    return {
        Model.FIRST: Told(
            _("First touch"),
            _("All of it goes to what customers met first: it favours what makes you known."),
        ),
        Model.LAST: Told(
            _("Last touch"),
            _("All of it goes to what they met last before they bought: it favours what decides."),
        ),
        Model.LINEAR: Told(
            _("Linear"), _("Every touch gets as much: it favours nothing, and tells little apart.")
        ),
        Model.POSITION: Told(
            _("Position"),
            _("Forty percent to the first, forty to the last, the rest to what lies between."),
        ),
        Model.TIME_DECAY: Told(
            _("Time decay"),
            _("The nearer to the sale, the more: half as much for each seven days before it."),
        ),
    }


def rows(by_model: Mapping[Model, Mapping[int, int]], channels: Sequence[Channel]) -> list[Row]:
    """Return the channels that any model gives something, then what none can be given."""
    named = {channel.pk: channel for channel in channels}
    return [Row(named.get(pk), shares) for pk, shares in _given(by_model, named)]


def campaign_rows(
    by_model: Mapping[Model, Mapping[int, int]], campaigns: Sequence[Campaign]
) -> list[CampaignShare]:
    """Return the campaigns that any model gives something, then what belongs to none.

    Empty where no campaign is given anything: there is nothing to compare.
    """
    named = {campaign.pk: campaign for campaign in campaigns}
    given = [CampaignShare(named.get(pk), shares) for pk, shares in _given(by_model, named)]
    return given if any(one.campaign for one in given) else []


def _given(
    by_model: Mapping[Model, Mapping[int, int]], named: Iterable[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield whom any model gives something, the largest last touch first, with their shares."""
    wholes = {model: sum(sums.values()) for model, sums in by_model.items()}
    given = [pk for pk in (*named, 0) if any(sums.get(pk) for sums in by_model.values())]
    given.sort(key=lambda pk: (pk == 0, -by_model[Model.LAST].get(pk, 0), pk))
    for pk in given:
        yield pk, [_share(by_model[model].get(pk, 0), wholes[model]) for model in Model]


def _share(cents: int, whole: int) -> str:
    found: Fraction | None = percent(cents, whole) if whole > 0 else None
    return words.percent(found)
