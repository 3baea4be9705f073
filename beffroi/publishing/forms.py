"""The composer's form: one text, a version for each channel, pictures, a date."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.channels.models import Channel
from beffroi.publishing.actions import PictureDraft, PostDraft

TEXT_MAX = 20_000
ALT_TEXT_MAX = 5_000
IMAGES_MAX = 10
VISIBILITIES = [
    ("public", _("Public")),
    ("unlisted", _("Public, but not in lists (Mastodon)")),
    ("private", _("Followers only (Mastodon)")),
]


class PostForm(forms.Form):
    """What the composer holds. Channels outside the workspace are unknown to it."""

    text = forms.CharField(label=_("Text"), required=False, max_length=TEXT_MAX, strip=False)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    second = forms.BooleanField(
        label=_("The second of the two, once the clocks have gone back"), required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES, required=False
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=VISIBILITIES, required=False)
    content_warning = forms.CharField(
        label=_("Content warning"),
        required=False,
        max_length=200,
        help_text=_("Shown first on Mastodon; the text appears after a click."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        channels: Sequence[Channel],
        draft: PostDraft | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(draft))
        self.channels = channels
        self.draft = draft
        for channel in channels:
            self.fields[f"own_text_{channel.pk}"] = forms.CharField(
                required=False, max_length=TEXT_MAX, strip=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither of day and time."""
        cleaned = super().clean() or self.cleaned_data
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if (day is None) != (hour is None) and not {"day", "hour"} & set(self.errors):
            self.add_error(
                "hour" if hour is None else "day", _("A date needs both a day and a time.")
            )
        return cleaned

    @property
    def chosen_ids(self) -> frozenset[int]:
        """The chosen channels, before or after the form was sent."""
        if self.is_bound:
            sent = {value for value in self._sent().getlist("channels") if value.isdecimal()}
            return frozenset(channel.pk for channel in self.channels if str(channel.pk) in sent)
        return (
            self.draft.channel_ids
            if self.draft
            else frozenset(channel.pk for channel in self.channels)
        )

    @property
    def pictures(self) -> list[PictureDraft]:
        """The pictures as they stand, without those to be removed."""
        if not self.is_bound:
            return list(self.draft.pictures) if self.draft else []
        sent = self._sent()
        removed = set(sent.getlist("remove_image"))
        kept = [value for value in sent.getlist("image") if value not in removed][:IMAGES_MAX]
        return [
            PictureDraft(image_id, sent.get(f"alt_text_{value}", "").strip()[:ALT_TEXT_MAX])
            for value in kept
            if (image_id := _uuid(value)) is not None
        ]

    def own_texts(self) -> dict[int, str]:
        """The texts written for one channel alone, by channel id."""
        if not self.is_bound:
            return dict(self.draft.own_texts) if self.draft else {}
        sent = self._sent()
        texts = {channel.pk: sent.get(f"own_text_{channel.pk}", "") for channel in self.channels}
        return {channel_id: text for channel_id, text in texts.items() if text.strip()}

    def to_draft(self, *, added: Sequence[PictureDraft] = ()) -> PostDraft:
        """Return what was typed; `added` are pictures uploaded with it. Only after is_valid()."""
        data = self.cleaned_data
        day, hour = data.get("day"), data.get("hour")
        return PostDraft(
            text=_one_line_end(data["text"]),
            channel_ids=self.chosen_ids,
            own_texts={key: _one_line_end(text) for key, text in self.own_texts().items()},
            pictures=[*self.pictures, *added],
            language=data["language"] or "fr",
            visibility=data["visibility"] or "public",
            content_warning=data["content_warning"],
            wall=_wall(day, hour),
            second=data["second"],
        )

    def _sent(self) -> QueryDict:
        assert isinstance(self.data, QueryDict)  # noqa: S101 - __init__ takes nothing else
        return self.data


class MoveForm(forms.Form):
    """Another moment for a post."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    second = forms.BooleanField(required=False)

    def wall(self) -> datetime:
        """Return the naive wall time."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])


def _initial(draft: PostDraft | None) -> dict[str, Any]:
    if draft is None:
        return {"language": "fr", "visibility": "public"}
    return {
        "text": draft.text,
        "day": draft.wall.date() if draft.wall else None,
        "hour": draft.wall.time() if draft.wall else None,
        "second": draft.second,
        "language": draft.language,
        "visibility": draft.visibility,
        "content_warning": draft.content_warning,
        **{f"own_text_{channel_id}": text for channel_id, text in draft.own_texts.items()},
    }


def _wall(day: date | None, hour: time | None) -> datetime | None:
    return datetime.combine(day, hour) if day and hour else None


def _one_line_end(text: str) -> str:
    """Forms send CRLF, which networks count twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
