"""Forms of the page for colleagues and of what is proposed there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.fields import CompanyText, OneLine
from beffroi.core.days import NearDayField
from beffroi.core.once import OnceField
from beffroi.links.actions import ShortAlready
from beffroi.links.addressing import NotAnAddress
from beffroi.links.rules import TARGET_MAX
from beffroi.publishing.models import Post
from beffroi.relays.actions import Settings, Wish
from beffroi.relays.models import Board
from beffroi.relays.rules import (
    DAYS_MAX,
    DAYS_USUAL,
    DISCLOSURE_MAX,
    WHY_MAX,
    WORDS_MAX,
    is_day,
)

_LANGUAGES = (("fr", "Français"), ("en", "English"))


class BoardForm(forms.Form):
    """What the page says of itself."""

    disclosure = OneLine(
        label=_("What a shared text says of your colleague"),
        max_length=DISCLOSURE_MAX,
        required=True,
        help_text=_("It closes each text: whoever speaks of their employer says so."),
    )
    board_language = forms.ChoiceField(label=_("Language of the page"), choices=_LANGUAGES)

    def __init__(self, data: Any = None, *, board: Board) -> None:
        initial = {"disclosure": board.disclosure, "board_language": board.language}
        super().__init__(data, initial=initial)

    def wish(self) -> Settings:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Settings(language=data["board_language"], disclosure=data["disclosure"])


class ProposalForm(forms.Form):
    """Words and a page that colleagues may share."""

    key = OnceField()
    relay_words = CompanyText(
        label=_("Words to share"),
        max_length=WORDS_MAX,
        rows=5,
        help_text=_("As somebody of your company would say it to friends. They may change them."),
    )
    page = forms.CharField(
        label=_("Page it leads to"),
        max_length=TARGET_MAX,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    relay_why = OneLine(
        label=_("Why it would help"),
        max_length=WHY_MAX,
        help_text=_("Colleagues alone read it. For instance: we are looking for two apprentices."),
    )
    last_day = NearDayField(label=_("Until"))

    def __init__(self, data: Any = None, *, today: date, post: Post | None = None) -> None:
        initial = {"last_day": today + DAYS_USUAL}
        super().__init__(data, initial=initial | _told(post))
        self.fields["relay_words"].required = True
        self.today, self.post = today, post

    def clean_last_day(self) -> date:
        """Refuse a day that is over, or too far."""
        day: date = self.cleaned_data["last_day"]
        if not is_day(day, today=self.today):
            raise ValidationError(bad_day())
        return day

    def refuse(self, error: NotAnAddress) -> None:
        """Say why the page was not taken."""
        if isinstance(error, ShortAlready):
            self.add_error(
                "page", gettext("This is a short link already: give the page that it leads to.")
            )
            return
        self.add_error(
            "page",
            gettext(
                "This is no address of a web page. Copy the whole of it from your browser, for"
                " instance atelier-martin.fr/offre."
            ),
        )

    def wish(self) -> Wish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Wish(
            key=data["key"],
            words=data["relay_words"],
            page=data["page"],
            last_day=data["last_day"],
            why=data["relay_why"],
            post=self.post,
        )


def bad_day() -> str:
    """Return why a last day is not taken."""
    return gettext("Choose a day from today on, and within %(count)s days.") % {
        "count": DAYS_MAX.days
    }


def _told(post: Post | None) -> dict[str, Any]:
    """Return what a post that went out says already, and where it stands."""
    if post is None:
        return {}
    variants = post.variants.select_related("delivery").order_by("pk")
    addresses = [one.delivery.remote_url for one in variants if one.delivery]
    return {"relay_words": post.text[:WORDS_MAX], "page": next(filter(None, addresses), "")}
