"""The composer's form: one text, a version for each channel, files, a date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.days import FIRST_DAY, LAST_DAY
from beffroi.publishing import formats, short_links
from beffroi.publishing.drafts import FileDraft, PostDraft
from beffroi.publishing.fields import PlainText, clean_text
from beffroi.publishing.moments import Clock, moment
from beffroi.publishing.queries import channel_names
from beffroi.strategy.fields import CampaignField, offer_campaigns
from beffroi.strategy.models import Campaign, Pillar
from beffroi.strategy.plan.fields import PillarField, offer_pillars
from beffroi.workspaces.rules import one_line

#: What the most generous network takes; what each channel takes is told beside the text.
TEXT_MAX = gateway.longest_text()
ALT_TEXT_MAX = 5_000
FILES_MAX = 10
VISIBILITIES = [
    ("public", _("Everybody")),
    ("unlisted", _("Everybody, but not in public lists")),
    ("private", _("Followers only")),
]


_WRITING = {"class": "input", "rows": 7, "dir": "auto", "aria-describedby": "counters"}


class DayField(forms.DateField):
    """A day on which something may be planned."""

    default_error_messages = {
        "invalid": _("Write the day like 2026-06-19."),
        "far": _("Choose a day in this century."),
    }
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """Return the day; raises ValidationError where clocks and zones are no longer known."""
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["far"], code="far")
        return day


class HourField(forms.TimeField):
    """A time of day, to the minute."""

    default_error_messages = {"invalid": _("Write the time like 8:00.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: Any) -> time | None:
        """Return the time without seconds."""
        hour = super().to_python(value)
        return hour.replace(second=0, microsecond=0) if hour else hour


class PauseForm(forms.Form):
    """Why all posts are paused, for colleagues who wonder."""

    why = forms.CharField(
        label=_("Why, for your colleagues"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto"}),
    )

    def clean_why(self) -> str:
        """Fold it to one line."""
        return one_line(self.cleaned_data["why"])


class PostForm(forms.Form):
    """What the composer holds. Channels and files outside the workspace are unknown to it."""

    text = PlainText(
        label=_("Text for all channels"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs=dict(_WRITING)),
    )
    first_comment = PlainText(
        label=_("First comment"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "dir": "auto"}),
    )
    day = DayField(label=_("Day"), required=False)
    hour = HourField(label=_("Time"), required=False)
    second = forms.BooleanField(required=False)
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, required=False
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=VISIBILITIES, required=False)
    content_warning = PlainText(
        label=_("Content warning"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Shown first; the text opens with a click. Counts with the text."),
    )
    has_short_links = forms.BooleanField(
        label=_("Count the visits of its links"),
        help_text=_(
            "Each address leaves as a short link of your own, another one on each channel. "
            "Visits are counted without cookies."
        ),
        required=False,
    )
    campaign = CampaignField(
        help_text=_("Its short links say the campaign’s name to your shop’s statistics.")
    )
    pillar = PillarField()
    #: Makes one post of a new one that is sent twice; see `models.Post.form_key`.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    #: The version that the page showed, so that nobody overwrites what they have not seen.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        channels: Sequence[Channel],
        zone: ZoneInfo,
        draft: PostDraft | None = None,
        initial: dict[str, Any] | None = None,
        campaigns: Sequence[Campaign] = (),
        pillars: Sequence[Pillar] = (),
    ) -> None:
        super().__init__(data, initial=_initial(draft) | (initial or {}))
        self.channels = channels
        self.zone = zone
        self.draft = draft
        self.campaigns, self.pillars = campaigns, pillars
        offer_campaigns(self, "campaign", campaigns)
        offer_pillars(self, "pillar", pillars)
        if not short_links.are_possible():
            del self.fields["has_short_links"]
        hint = _("Left empty, this channel says what all say.")
        names = channel_names(channels)
        for channel_id, name in names.items():
            self.fields[f"own_text_{channel_id}"] = PlainText(
                label=gettext("Text for %(name)s") % {"name": name},
                max_length=TEXT_MAX,
                widget=forms.Textarea(attrs=_WRITING | {"placeholder": hint}),
            )
        for channel in channels:
            if len(choices := formats.choices(channel)) > 1:
                self.fields[f"format_{channel.pk}"] = forms.ChoiceField(
                    label=gettext("Format on %(name)s") % {"name": names[channel.pk]},
                    choices=choices,
                    widget=forms.Select(attrs={"class": "input"}),
                    required=False,
                )
        for file_id in self.file_ids:
            self.fields[f"alt_text_{file_id}"] = PlainText(
                label=_("Description for those who do not see it"),
                max_length=ALT_TEXT_MAX,
                widget=forms.Textarea(attrs={"class": "input", "rows": 2, "dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither of day and time, and which of two where clocks go back."""
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if (day is None) != (hour is None) and not {"day", "hour"} & set(self.errors):
            self.add_error(
                "hour" if hour is None else "day", _("A date needs both a day and a time.")
            )
        if self._must_say_which():
            self.add_error("hour", _("The clocks show this time twice. Choose which one you mean."))
        return cleaned

    @property
    def chosen(self) -> list[Channel]:
        """The chosen channels, before or after the form was sent."""
        if self.is_bound:
            sent = set(self._sent().getlist("channels"))
            return [channel for channel in self.channels if str(channel.pk) in sent]
        if self.draft:
            return [item for item in self.channels if item.pk in self.draft.channel_ids]
        connected = [channel for channel in self.channels if channel.is_connected]
        named = self.initial.get("networks", ())
        return [one for one in connected if one.network in named] or connected

    @property
    def file_ids(self) -> list[uuid.UUID]:
        """The files in their order; whose they are is for the reader to check."""
        if not self.is_bound:
            return [item.file_id for item in self.draft.files] if self.draft else []
        sent = [parse_key(value) for value in self._sent().getlist("file")]
        return list(dict.fromkeys(item for item in sent if item))[:FILES_MAX]

    def alt_text_field(self, file_id: uuid.UUID) -> BoundField:
        """Return the field in which a file is described."""
        return self[f"alt_text_{file_id}"]

    def own_text_field(self, channel: Channel) -> BoundField:
        """Return the field of a channel's own text."""
        return self[f"own_text_{channel.pk}"]

    def format_field(self, channel: Channel) -> BoundField | None:
        """Return the field of where on its network a channel's post appears, if it can choose."""
        name = f"format_{channel.pk}"
        return self[name] if name in self.fields else None

    def format_for(self, channel: Channel) -> formats.Format:
        """Return where a channel's post would appear as it stands."""
        field = self.format_field(channel)
        return formats.chosen(channel, field.value() if field else "")

    @property
    def wants_short_links(self) -> bool:
        """Whether addresses would leave as short links as it stands."""
        return "has_short_links" in self.fields and bool(self["has_short_links"].value())

    def typed(self, name: str) -> str:
        """Return a text as it stands, whether or not it may be kept."""
        return clean_text(str(self[name].value() or ""))

    def own_text(self, channel: Channel) -> str:
        """Return the text for one channel alone, empty where it says what all say."""
        own = self.typed(f"own_text_{channel.pk}")
        return "" if own == self.typed("text") else own

    def text_for(self, channel: Channel) -> str:
        """Return what one channel would say as it stands."""
        return self.own_text(channel) or self.typed("text")

    @property
    def key_sent(self) -> uuid.UUID | None:
        """The key of the page that was sent, None when there is none or it is not one."""
        key: uuid.UUID | None = self._one("key")
        return key

    def wall(self) -> datetime | None:
        """Return the naive wall time as it stands, None when it is not complete or not one."""
        if not self.is_bound:
            return self.draft.wall if self.draft else None
        day, hour = self._one("day"), self._one("hour")
        return datetime.combine(day, hour) if day and hour else None

    def again(self, **changes: object) -> PostForm:
        """Return the same form with other values, as if it had been sent like that."""
        data = self._sent().copy()
        for name, value in changes.items():
            data[name] = str(value)
        return PostForm(
            data,
            channels=self.channels,
            zone=self.zone,
            campaigns=self.campaigns,
            pillars=self.pillars,
        )

    @property
    def is_second(self) -> bool:
        """Whether the second of two equal wall times is meant."""
        value = self["second"].value()
        return value is True or value == "true"

    def to_draft(self) -> PostDraft:
        """Return what was typed. Only after is_valid()."""
        data = self.cleaned_data
        own_texts = {channel.pk: self.own_text(channel) for channel in self.chosen}
        return PostDraft(
            text=data["text"],
            channel_ids=frozenset(own_texts),
            own_texts={key: text for key, text in own_texts.items() if text},
            formats={
                channel.pk: post_format
                for channel in self.chosen
                if (post_format := self.format_for(channel)) is not formats.ORDINARY
            },
            files=tuple(
                FileDraft(file_id, data[f"alt_text_{file_id}"]) for file_id in self.file_ids
            ),
            first_comment=data["first_comment"],
            language=data["language"] or "fr",
            visibility=data["visibility"] or "public",
            content_warning=data["content_warning"],
            has_short_links=data.get("has_short_links"),
            campaign_id=self._chosen_id("campaign"),
            pillar_id=self._chosen_id("pillar"),
            wall=self.wall(),
            second=data["second"],
        )

    def _chosen_id(self, name: str) -> int | None:
        """Return the id of what was chosen, 0 for none; None where there is none to choose."""
        if name not in self.fields:
            return None
        chosen = self.cleaned_data[name]
        return chosen.pk if chosen else 0

    def _must_say_which(self) -> bool:
        wall = self.wall()
        is_twice = wall is not None and moment(wall, self.zone).kind is Clock.TWICE
        return is_twice and "second" not in self.data

    def _one(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self[name].data)
        except forms.ValidationError:
            return None

    def _sent(self) -> QueryDict:
        assert isinstance(self.data, QueryDict)  # noqa: S101 - __init__ takes nothing else
        return self.data


class MoveForm(forms.Form):
    """Another moment for a post."""

    day = DayField(label=_("Day"))
    hour = HourField(label=_("Time"))

    def wall(self) -> datetime:
        """Return the naive wall time. Only after is_valid()."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])


def _initial(draft: PostDraft | None) -> dict[str, Any]:
    if draft is None:
        return {"language": get_language() or "fr", "visibility": "public"}
    return {
        "text": draft.text,
        "first_comment": draft.first_comment,
        "day": draft.wall.date() if draft.wall else None,
        "hour": draft.wall.time() if draft.wall else None,
        "second": draft.second,
        "language": draft.language,
        "visibility": draft.visibility,
        "content_warning": draft.content_warning,
        "has_short_links": draft.has_short_links,
        "campaign": draft.campaign_id,
        "pillar": draft.pillar_id,
        **{f"own_text_{channel_id}": text for channel_id, text in draft.own_texts.items()},
        **{f"format_{channel_id}": one.value for channel_id, one in draft.formats.items()},
        **{f"alt_text_{item.file_id}": item.alt_text for item in draft.files},
    }


def parse_key(value: str) -> uuid.UUID | None:
    """Return the UUID that is written there, None where there is none."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
