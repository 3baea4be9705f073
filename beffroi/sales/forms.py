"""Forms of offers, of what is counted by hand, of costs and of shops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.channels.fields import ChannelField
from beffroi.channels.models import Channel
from beffroi.company.fields import CompanyText, OneLine
from beffroi.core.days import DayField, NearDayField
from beffroi.core.once import OnceField
from beffroi.publishing.models import Post
from beffroi.sales import wording
from beffroi.sales.choosing import choices_of
from beffroi.sales.economics import Said
from beffroi.sales.fields import CodeField, MoneyField, PercentField
from beffroi.sales.models import Economics, Offer
from beffroi.sales.noting import Count
from beffroi.sales.offering import Wish
from beffroi.sales.rules import (
    CONDITIONS_MAX,
    NAME_MAX,
    NOTE_MAX,
    QUANTITY_MAX,
    SAID_MAX,
    Kind,
    OfferKind,
)
from beffroi.sales.spending import Purpose
from beffroi.strategy.fields import CampaignField, offer_campaigns
from beffroi.strategy.models import Campaign

#: Nobody counts by hand what is older: the tables of a shop are there for it.
_LOOK_BACK = timedelta(days=400)
_DAY_MINUTES = 24 * 60
_CURRENCIES = ("EUR", "CHF", "CAD", "USD", "GBP", "XPF", "MAD", "TND", "XOF")


class OfferForm(forms.Form):
    """What an offer gives, when, and by which code."""

    kind = forms.ChoiceField(label=_("What it gives"), choices=wording.offer_kinds)
    name = OneLine(
        label=_("Its name"),
        max_length=NAME_MAX,
        help_text=_("As you speak of it. For instance: The Mother’s Day box"),
    )
    promo = CodeField(  # not “code”, which no page gives back: it may be one to sign in with
        label=_("Code"),
        help_text=_("What customers say or type. It proves that the offer brought them."),
    )
    first_day = NearDayField(label=_("First day"))
    last_day = NearDayField(label=_("Last day"), help_text=_("This day still counts."))
    product = OneLine(label=_("On what"), max_length=NAME_MAX)
    usual_price = MoneyField(
        label=_("Usual price"),
        required=False,
        help_text=_("The lowest of the thirty days before, with tax: the law strikes that one."),
    )
    price = MoneyField(label=_("Price with the offer"), required=False, help_text=_("With tax."))
    percent_off = PercentField(label=_("Or percent off"), required=False)
    limit = forms.IntegerField(
        label=_("How many there are"), required=False, min_value=1, max_value=1_000_000
    )
    conditions = CompanyText(label=_("Conditions"), max_length=CONDITIONS_MAX)
    campaign = CampaignField()

    def __init__(
        self,
        data: Any = None,
        *,
        offer: Offer | None = None,
        campaigns: Sequence[Campaign] = (),
        **given: Any,
    ) -> None:
        super().__init__(data, initial=_offered(offer) | given.pop("initial", {}), **given)
        offer_campaigns(self, "campaign", campaigns)
        self.fields["name"].required = True
        if offer is not None and offer.product is not None:
            self.fields["usual_price"].help_text = _(
                "What was noted at its time counts; leave it empty."
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an offer that ends before it begins, or that takes nothing off."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("It ends before it begins."))
        usual, price = data.get("usual_price"), data.get("price")
        if usual is not None and price is not None and price >= usual:
            self.add_error("price", gettext("This is no less than the usual price."))
        if price is not None and data.get("percent_off") is not None:
            self.add_error("percent_off", gettext("Say a price or a percentage, not both."))
        if price is not None and not data.get("product"):
            self.add_error("product", gettext("Say on what: its earlier prices are looked at."))
        return data

    def wish(self) -> Wish:
        """Return what a valid form says."""
        data = self.cleaned_data
        off = data["percent_off"]
        return Wish(
            name=data["name"],
            kind=OfferKind(data["kind"]),
            code=data["promo"],
            first_day=data["first_day"],
            last_day=data["last_day"],
            product=data["product"],
            usual_cents=data["usual_price"],
            price_cents=data["price"],
            percent_off=int(off * 10_000) if off is not None else None,
            limit=data["limit"],
            conditions=data["conditions"],
            campaign=data.get("campaign"),
        )


class CountForm(forms.Form):
    """Something that was counted by hand on a day."""

    count_key = OnceField()
    kind = forms.ChoiceField(label=_("What you count"), choices=wording.counted_kinds)
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=QUANTITY_MAX, initial=1
    )
    day = DayField(label=_("Day"))
    offer = forms.ModelChoiceField(
        label=_("With which offer"), queryset=Offer.objects.none(), required=False
    )
    paid = MoneyField(
        label=_("What they paid together"),
        required=False,
        help_text=_("With tax. Empty: as many times the price of the offer, where it has one."),
    )
    channel = ChannelField(label=_("Thanks to which channel"))
    said = OneLine(label=_("What they answered to “How did you hear of us?”"), max_length=SAID_MAX)

    def __init__(
        self, data: Any = None, *, offers: QuerySet[Offer], channels: QuerySet[Channel], today: date
    ) -> None:
        super().__init__(data, initial={"day": today})
        self._today = today
        _choose_from(self, "offer", offers)
        _choose_from(self, "channel", channels)

    def clean_day(self) -> date:
        """Return a day that was, and lately."""
        return _recent(self.cleaned_data["day"], today=self._today)

    def clean(self) -> dict[str, Any]:
        """Refuse a code at the till without its offer."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.TILL.value and not data.get("offer"):
            self.add_error("offer", gettext("Say which code was passed at the till."))
        return data

    def count(self) -> Count:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Count(
            kind=Kind(data["kind"]),
            day=data["day"],
            quantity=data["quantity"],
            paid_cents=data["paid"],
            offer=data["offer"],
            channel=data["channel"],
            said=data["said"],
        )


class EconomicsForm(forms.Form):
    """What a company says of its money once."""

    margin_rate = PercentField(
        label=_("Margin rate"),
        required=False,
        help_text=_(
            "Of 100 before tax, what remains once the goods are paid for: your accountant knows it."
            " Without it, no margin is shown."
        ),
    )
    vat_rate = PercentField(
        label=_("Tax in your prices"),
        help_text=_("In percent; 0 where you charge none."),
    )
    hour = MoneyField(
        label=_("What an hour of work costs you"),
        help_text=_("Charges counted in. Your own time costs too."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in _CURRENCIES]
    )

    def __init__(self, data: Any = None, *, economics: Economics) -> None:
        given = {
            "margin_rate": economics.margin_rate,
            "vat_rate": economics.vat_rate,
            "hour": economics.hour_cents,
            "currency": economics.currency,
        }
        super().__init__(data, initial=given)

    def said(self) -> Said:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Said(
            currency=data["currency"],
            margin_rate=data["margin_rate"],
            vat_rate=data["vat_rate"],
            hour_cents=data["hour"],
        )


class CostForm(forms.Form):
    """Money that was spent, for the days that it pays for."""

    cost_key = OnceField()
    cost_kind = forms.ChoiceField(label=_("Spent on"), choices=wording.cost_kinds)
    amount = MoneyField(label=_("Sum before tax"))
    cost_from = NearDayField(label=_("From"))
    cost_to = NearDayField(label=_("Until"), help_text=_("It is spread over these days."))
    cost_offer = forms.ModelChoiceField(
        label=_("For which offer"), queryset=Offer.objects.none(), required=False
    )
    cost_channel = ChannelField(label=_("For which channel"))
    cost_campaign = CampaignField()
    cost_note = OneLine(label=_("Note"), max_length=NOTE_MAX)

    def __init__(
        self,
        data: Any = None,
        *,
        offers: QuerySet[Offer],
        channels: QuerySet[Channel],
        campaigns: Sequence[Campaign] = (),
        today: date,
    ) -> None:
        month = {"cost_from": today.replace(day=1), "cost_to": _month_end(today)}
        super().__init__(data, initial=month)
        offer_campaigns(self, "cost_campaign", campaigns)
        _choose_from(self, "cost_offer", offers)
        _choose_from(self, "cost_channel", channels)

    def clean_amount(self) -> int:
        """Return a sum above zero."""
        cents: int = self.cleaned_data["amount"]
        if cents == 0:
            raise ValidationError(gettext("A sum of zero changes nothing."))
        return cents

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than ten years of them."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("cost_from"), data.get("cost_to")
        if first and last and last < first:
            self.add_error("cost_to", gettext("It ends before it begins."))
        elif first and last and last - first > timedelta(days=3660):
            self.add_error("cost_to", gettext("This is more than ten years: check the days."))
        return data

    @property
    def purpose(self) -> Purpose:
        """What a valid form says it was for."""
        data = self.cleaned_data
        return Purpose(
            offer=data["cost_offer"],
            channel=data["cost_channel"],
            campaign=data.get("cost_campaign"),
        )


class TimeForm(forms.Form):
    """Minutes that somebody spent on a day."""

    work_key = OnceField()
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=24, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    work_day = DayField(label=_("Day"))
    work_offer = forms.ModelChoiceField(
        label=_("For which offer"), queryset=Offer.objects.none(), required=False
    )
    work_post = forms.ModelChoiceField(
        label=_("For which post"), queryset=Post.objects.none(), required=False
    )
    work_campaign = CampaignField()
    work_note = OneLine(label=_("What you did"), max_length=NOTE_MAX)

    def __init__(
        self,
        data: Any = None,
        *,
        offers: QuerySet[Offer],
        posts: QuerySet[Post],
        shown: Sequence[Post],
        campaigns: Sequence[Campaign] = (),
        today: date,
    ) -> None:
        """Take any of `posts`; offer those that are shown, and the one that was chosen."""
        super().__init__(data, initial={"work_day": today})
        offer_campaigns(self, "work_campaign", campaigns)
        self._today = today
        _choose_from(self, "work_offer", offers)
        _choose_from(self, "work_post", posts)
        choices = choices_of(shown, of=posts, chosen=str(self.data.get("work_post", "")))
        self.fields["work_post"].widget.choices = choices

    def clean_work_day(self) -> date:
        """Return a day that was, and lately."""
        return _recent(self.cleaned_data["work_day"], today=self._today)

    def clean(self) -> dict[str, Any]:
        """Refuse no time, and more than a day of it."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not 1 <= self.total <= _DAY_MINUTES:
            self.add_error("minutes", gettext("Say how long: between one minute and 24 hours."))
        return data

    @property
    def total(self) -> int:
        """Minutes in all."""
        data = self.cleaned_data
        return 60 * (data.get("hours") or 0) + (data.get("minutes") or 0)

    @property
    def purpose(self) -> Purpose:
        """What a valid form says it was for."""
        data = self.cleaned_data
        return Purpose(
            offer=data["work_offer"], post=data["work_post"], campaign=data.get("work_campaign")
        )


class ShopForm(forms.Form):
    """A shop that is to tell its orders."""

    software = forms.ChoiceField(label=_("Made with"), choices=wording.softwares)
    name = OneLine(label=_("Its name"), max_length=NAME_MAX, help_text=_("As you call it."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"].required = True


class SecretForm(forms.Form):
    """The secret that a shop made itself."""

    secret = forms.CharField(
        label=_("Secret that the shop shows"),
        min_length=8,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class TableForm(forms.Form):
    """A table of orders that a shop wrote."""

    file = forms.FileField(
        label=_("Table of orders"), help_text=_("CSV, at most 20 MB and 100,000 lines.")
    )


def _offered(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {"kind": OfferKind.DISCOUNT.value}
    named = ("kind", "name", "first_day", "last_day", "limit", "conditions", "campaign")
    given: dict[str, Any] = {name: getattr(offer, name) for name in named}
    given |= {"product": offer.product.name if offer.product else "", "price": offer.price_cents}
    given["promo"] = offer.code
    return given | {"percent_off": wording.share(offer.percent_off)}


def _choose_from(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
        field.empty_label = "—"


def _recent(day: date, *, today: date) -> date:
    if day > today:
        raise ValidationError(gettext("This day is still to come."))
    if today - day > _LOOK_BACK:
        raise ValidationError(gettext("This is more than a year ago: check the day."))
    return day


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
