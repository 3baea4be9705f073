"""Forms of the room of reviews: links, requests, the public page, what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.company.fields import CompanyText, OneLine
from beffroi.core.days import DayField
from beffroi.reviews import rules, sentences
from beffroi.reviews.asking import Wish
from beffroi.reviews.displaying import Wishes
from beffroi.reviews.models import Display, LeftOut, ReviewLink
from beffroi.workspaces.rules import normal_email

_SEPARATORS = re.compile(r"[\s,;]+")
_PASTED_MAX = 20_000


class LinkForm(forms.Form):
    """Where customers write a review."""

    name = OneLine(
        label=gettext_lazy("Name of the site"),
        max_length=rules.NAME_MAX,
        help_text=gettext_lazy("For instance: Google, our shop in Douai"),
    )
    url = forms.CharField(
        label=gettext_lazy("Address where a review is written"),
        max_length=rules.URL_MAX,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        help_text=gettext_lazy(
            "The whole address, with https. On Google: your business profile, “Ask for reviews”."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"].required = True  # the card shows it

    def clean_url(self) -> str:
        """Return the address if it may be printed and mailed."""
        url: str = rules.with_plain_scheme(self.cleaned_data["url"].strip())
        if not rules.is_review_address(url):
            raise ValidationError(
                _(
                    "This is no address of a web page with https. "
                    "Copy the whole of it from your browser."
                )
            )
        return url


class AskForm(forms.Form):
    """Whom to ask for a review, and in which words."""

    link = forms.ModelChoiceField(
        label=gettext_lazy("Where they write it"), queryset=ReviewLink.objects.none()
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"),
        choices=settings.LANGUAGES,
        widget=forms.HiddenInput,  # chosen by a link, which brings the mail written in it
    )
    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses of your customers"),
        max_length=_PASTED_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, or separated by commas; at most fifty at once."),
    )
    experience_on = DayField(label=gettext_lazy("Day of their visit or of their order"))
    subject = OneLine(label=gettext_lazy("Subject"), max_length=rules.SUBJECT_MAX)
    text = CompanyText(
        label=gettext_lazy("Text"),
        max_length=rules.TEXT_MAX,
        rows=8,
        help_text=gettext_lazy(
            "The link, why they get this mail and how to object are added below it, for everybody."
        ),
    )
    is_customer = forms.BooleanField(
        label=gettext_lazy(
            "They are customers of ours who bought or visited, and gave us this address for it"
        ),
        help_text=gettext_lazy(
            "You may ask them because they are your customers; each may object with one click."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        links: list[ReviewLink],
        today: date,
        own: Collection[str] = (),
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        self._today, self._own = today, own
        self.fields["subject"].required = self.fields["text"].required = True
        field = self.fields["link"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = ReviewLink.objects.filter(pk__in=[row.pk for row in links])
            field.empty_label = None

    def clean_addresses(self) -> list[str]:
        """Return each address once. All must be addresses: a slip of the pen is told."""
        typed = [part for part in _SEPARATORS.split(self.cleaned_data["addresses"]) if part]
        found = dict.fromkeys(normal_email(part.strip("<>")) for part in typed)
        wrong = [address for address in found if not _is_address(address)]
        if wrong:
            shown = ", ".join(f"“{address[:60]}”" for address in wrong[:5])
            raise ValidationError(
                _("These are no mail addresses: %(which)s. Mend them or take them out.")
                % {"which": shown}
            )
        if len(found) > rules.ADDRESSES_MAX:
            raise ValidationError(
                _("These are %(count)s addresses; at most %(most)s are asked at once.")
                % {"count": len(found), "most": rules.ADDRESSES_MAX}
            )
        return list(found)

    def clean_experience_on(self) -> date:
        """Return a day that was, not too long ago."""
        day: date = self.cleaned_data["experience_on"]
        if day > self._today:
            raise ValidationError(_("This day is still to come: ask once they were there."))
        if self._today - day > rules.EXPERIENCE_MAX_AGE:
            raise ValidationError(_("This is more than a year ago: ask about something recent."))
        return day

    def clean_subject(self) -> str:
        """Return the subject if it sorts nobody and promises nothing."""
        return _honest(self.cleaned_data["subject"], own=self._own)

    def clean_text(self) -> str:
        """Return the text if it sorts nobody and promises nothing."""
        return _honest(self.cleaned_data["text"], own=self._own)

    def wish(self) -> Wish:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Wish(
            link=data["link"],
            language=data["language"],
            subject=data["subject"],
            text=data["text"],
            experience_on=data["experience_on"],
            addresses=data["addresses"],
        )


class DisplayForm(forms.Form):
    """The public page: its language, and who may show it in a frame."""

    nothing_is_required = True

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the page"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    sites = forms.CharField(
        label=gettext_lazy("Your sites that may show it in a frame"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line, for instance www.example.com. Without any, the page can only be linked."
        ),
    )

    def __init__(self, data: Any = None, *, display: Display | None, website: str = "") -> None:
        sites = [rules.site_of(website) or ""] if display is None and website else []
        given = {
            "language": display.language if display else "fr",
            "sites": "\n".join(display.sites if display else sites),
        }
        super().__init__(data, initial=given)

    def clean_sites(self) -> tuple[str, ...]:
        """Return the origins, each once."""
        typed = self.cleaned_data["sites"].split()
        found = {one: rules.site_of(one) for one in typed}
        wrong = next((one for one, site in found.items() if site is None), None)
        if wrong is not None:
            raise ValidationError(_("“%(site)s” is no site with https.") % {"site": wrong[:60]})
        sites = tuple(dict.fromkeys(site for site in found.values() if site))
        if len(sites) > rules.SITES_MAX:
            raise ValidationError(
                _("At most %(most)s sites can show it.") % {"most": rules.SITES_MAX}
            )
        return sites

    def wishes(self) -> Wishes:
        """Return what a valid form says."""
        return Wishes(self.cleaned_data["language"], self.cleaned_data["sites"])


class LeaveOutForm(forms.Form):
    """Why a review is left out of the public page."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[(reason, words) for reason, words in sentences.REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a reason: without one, every review is shown.")
        },
    )

    def chosen(self) -> LeftOut.Reason:
        """Return the reason of a valid form."""
        return LeftOut.Reason(self.cleaned_data["reason"])


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254


def _honest(text: str, *, own: Collection[str]) -> str:
    if found := rules.refused(text, own=own):
        raise ValidationError(sentences.refusal(*found))
    return text
