"""Forms of contests: what they are, words of one's own, who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.company.clauses import Clause
from beffroi.company.fields import CompanyText, OneLine
from beffroi.core.days import NearDayField
from beffroi.sales.contests import facts, picking, rules, rules_text
from beffroi.sales.contests.holding import Wish
from beffroi.sales.contests.picking import Conditions
from beffroi.sales.contests.rules import Prize, Typed
from beffroi.sales.fields import MoneyField
from beffroi.sales.models import Contest, Offer

_MOMENTS = ("begin", "end", "draw")
_COUNT_MAX = 100
_CLAUSE_MAX = 3000
_PASTED_MAX = 400_000


class ClockField(forms.TimeField):
    """A time of day, chosen or typed."""

    def __init__(self, **given: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time", "class": "input--s"}, format="%H:%M")
        super().__init__(widget=widget, **given)


class ContestForm(forms.Form):
    """What a contest is; a draft may say little."""

    nothing_is_required = True

    language = forms.ChoiceField(
        label=_("Language of the rules"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    begin_day = NearDayField(label=_("From the"), required=False)
    begin_time = ClockField(label=_("Opening at"), required=False)
    end_day = NearDayField(label=_("Until the"), required=False)
    end_time = ClockField(label=_("Closing at"), required=False)
    draw_day = NearDayField(label=_("Draw on the"), required=False)
    draw_time = ClockField(label=_("Draw at"), required=False)
    who = OneLine(
        label=_("Who may take part"),
        max_length=rules.NAME_MAX,
        help_text=_("For instance: anybody who lives in France or in Belgium"),
    )
    is_for_adults = forms.BooleanField(label=_("From 18 years on only"), required=False)
    how = CompanyText(
        label=_("How to take part"),
        max_length=rules.WORDS_MAX,
        rows=4,
        help_text=_(
            "Each line becomes a sentence. For instance: Answer the question of our post of 3"
            " December in a comment."
        ),
    )
    substitutes = forms.IntegerField(
        label=_("Substitutes"),
        min_value=0,
        max_value=rules.SUBSTITUTES_MAX,
        required=False,
        help_text=_("Drawn as well, for the prizes of those who do not answer."),
    )
    told_how = OneLine(
        label=_("How winners are told"),
        max_length=rules.CONTACT_MAX,
        help_text=_("For instance: by a private message on the network where they took part"),
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer"), min_value=1, max_value=rules.ANSWER_DAYS_MAX, required=False
    )
    mediator = OneLine(
        label=_("Consumer mediator"),
        max_length=rules.CONTACT_MAX,
        help_text=_(
            "Name and site of the one you belong to: whoever sells to consumers in France has one."
        ),
    )

    def __init__(self, data: Any = None, *, offer: Offer, contest: Contest | None) -> None:
        self._zone = offer.workspace.zone
        super().__init__(data, initial=_initial(offer, contest, zone=self._zone))
        for place in range(1, rules.PRIZE_LINES + 1):
            self.fields |= _prize_fields(place)

    def prize_rows(self) -> Iterator[tuple[int, BoundField, BoundField, BoundField]]:
        """Yield the three fields of each prize, with its number."""
        for place in range(1, rules.PRIZE_LINES + 1):
            yield (
                place,
                self[f"prize_{place}"],
                self[f"prize_value_{place}"],
                self[f"prize_count_{place}"],
            )

    def clean(self) -> dict[str, Any]:
        """Put days and hours together; refuse what is the wrong way round."""
        data = super().clean() or self.cleaned_data
        for name in _MOMENTS:
            data[f"{name}_at"] = self._moment(name)
        begin, end, drawn = (data[f"{name}_at"] for name in _MOMENTS)
        if begin and end and end <= begin:
            self.add_error("end_day", gettext("It ends before it begins."))
        if end and drawn and drawn < end:
            self.add_error("draw_day", gettext("The draw comes before the end."))
        self._check_prizes()
        return data

    def wish(self) -> Wish:
        """Return what a valid form says."""
        data = self.cleaned_data
        substitutes, days = data["substitutes"], data["answer_days"]
        return Wish(
            language=data["language"],
            begins_at=data["begin_at"],
            ends_at=data["end_at"],
            draw_at=data["draw_at"],
            who=data["who"],
            is_for_adults=data["is_for_adults"],
            how=data["how"],
            prizes=tuple(self._prizes()),
            substitutes=Wish().substitutes if substitutes is None else substitutes,
            told_how=data["told_how"],
            answer_days=days or Wish().answer_days,
            mediator=data["mediator"],
        )

    def _moment(self, name: str) -> datetime | None:
        day, hour = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if day is not None and hour is None:
            self.add_error(f"{name}_time", gettext("Say at what time as well."))
        return _instant(day, hour, self._zone) if day and hour is not None else None

    def _check_prizes(self) -> None:
        for place in range(1, rules.PRIZE_LINES + 1):
            what = self.cleaned_data.get(f"prize_{place}")
            value = self.cleaned_data.get(f"prize_value_{place}")
            if what and value is None and f"prize_value_{place}" not in self.errors:
                self.add_error(
                    f"prize_value_{place}", gettext("Say what it is worth: the rules tell it.")
                )
            if value is not None and not what:
                self.add_error(f"prize_{place}", gettext("Say what is won."))

    def _prizes(self) -> Iterator[Prize]:
        for place in range(1, rules.PRIZE_LINES + 1):
            if what := self.cleaned_data[f"prize_{place}"]:
                count = self.cleaned_data[f"prize_count_{place}"] or 1
                yield Prize(what, self.cleaned_data[f"prize_value_{place}"], count)


class ClauseForm(forms.Form):
    """Words in the place of a clause; empty means ours."""

    own_words = CompanyText(
        label=_("Your own sentences"),
        max_length=_CLAUSE_MAX,
        rows=8,
        help_text=_(
            "Each line becomes a sentence. Empty: the words that are made from your facts."
        ),
    )

    def words_beside(self, ours: Clause) -> str:
        """Return what a valid form says; "" where that is what we say ourselves."""
        words: str = self.cleaned_data["own_words"]
        return "" if words == rules_text.lines_of(ours) else words


class MomentForm(forms.Form):
    """When people took part: a day and an hour that are over."""

    entered_day = NearDayField(label=_("They took part on the"))
    entered_time = ClockField(label=_("Last at"))

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        zone: ZoneInfo,
        now: datetime,
        ends_at: datetime | None = None,
    ) -> None:
        # Whoever writes down names after the end means people who came in time.
        last = min(now, ends_at - timedelta(minutes=1)) if ends_at else now
        local = last.astimezone(zone)
        initial = {"entered_day": local.date(), "entered_time": local.time()}
        super().__init__(data, files, initial=initial)
        self._zone, self._now = zone, now

    def clean(self) -> dict[str, Any]:
        """Put day and hour together; nobody took part in the future."""
        data = super().clean() or self.cleaned_data
        day, hour = data.get("entered_day"), data.get("entered_time")
        if day and hour is not None:
            data["entered_at"] = _instant(day, hour, self._zone)
            if data["entered_at"] > self._now:
                self.add_error("entered_day", gettext("This moment is still to come."))
        return data


class EntryTableForm(MomentForm):
    """A table of those who took part; its own dates count where it has any."""

    prefix = "table"

    file = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_(
            "One person a line, at most 2 MB. Columns: name or handle, how to reach them, date."
        ),
    )
    field_order = ["file", "entered_day", "entered_time"]


class CommentsForm(forms.Form):
    """What a comment must have to be an entry."""

    each = forms.ChoiceField(
        label=_("What counts"),
        choices=[("person", _("Each person once")), ("comment", _("Each comment"))],
        initial="person",
    )
    words_asked = OneLine(
        label=_("A word or a hashtag that it must hold"),
        max_length=rules.NAME_MAX,
        help_text=_("Several with commas between them: one is enough. Empty: any comment."),
    )
    friends = forms.IntegerField(
        label=_("Accounts that it must mention"),
        required=False,
        min_value=0,
        max_value=picking.FRIENDS_MAX,
        initial=0,
    )

    @property
    def conditions(self) -> Conditions:
        """The conditions that were chosen; those of before anything is, where they are wrong."""
        if not self.is_bound or not self.is_valid():
            return Conditions()
        given = self.cleaned_data
        words = [one.strip() for one in given["words_asked"].split(",")]
        return Conditions(
            words=tuple(word for word in words if rules.key_of(word))[: picking.WORDS_MAX],
            friends=given["friends"] or 0,
            is_once=given["each"] == "person",
        )


class EntriesForm(MomentForm):
    """Who took part, one a line, and when."""

    entrants = CompanyText(
        label=_("Who took part"),
        max_length=_PASTED_MAX,
        rows=6,
        help_text=_(
            "One a line: a name or a handle, and after a semicolon how to reach them. Of two people"
            " of one name, write something beside that tells them apart."
        ),
    )
    field_order = ["entrants", "entered_day", "entered_time"]

    def __init__(
        self, data: Any = None, *, zone: ZoneInfo, now: datetime, ends_at: datetime | None = None
    ) -> None:
        super().__init__(data, zone=zone, now=now, ends_at=ends_at)
        self.fields["entrants"].required = True

    def clean_entrants(self) -> list[Typed]:
        """Return who stands there, each within what a list can hold."""
        typed = rules.pasted(self.cleaned_data["entrants"])
        if len(typed) > rules.PASTED_MAX:
            raise forms.ValidationError(
                gettext("These are more than %(count)s lines: add them in several times.")
                % {"count": rules.PASTED_MAX}
            )
        if long := rules.too_long(typed):
            raise forms.ValidationError(
                gettext("This line is too long to be a name: %(line)s") % {"line": long[0]}
            )
        if not typed:
            raise forms.ValidationError(gettext("There is no name in it."))
        return typed


def _prize_fields(place: int) -> dict[str, forms.Field]:
    return {
        f"prize_{place}": OneLine(label=_("What is won"), max_length=rules.PRIZE_MAX),
        f"prize_value_{place}": MoneyField(label=_("Worth, with tax"), required=False),
        f"prize_count_{place}": forms.IntegerField(
            label=_("How many"), required=False, min_value=1, max_value=_COUNT_MAX
        ),
    }


def _initial(offer: Offer, contest: Contest | None, *, zone: ZoneInfo) -> dict[str, Any]:
    if contest is None:
        return {
            "language": "fr",
            "begin_day": offer.first_day,
            "begin_time": time(9),
            "end_day": offer.last_day,
            "end_time": time(23, 59),
            "draw_day": offer.last_day + timedelta(days=1),
            "draw_time": time(10),
            "is_for_adults": True,
            "substitutes": Wish().substitutes,
            "answer_days": Wish().answer_days,
        }
    names = ("language", "who", "is_for_adults", "how", "substitutes", "told_how", "answer_days")
    given = {name: getattr(contest, name) for name in (*names, "mediator")}
    moments = zip(_MOMENTS, (contest.begins_at, contest.ends_at, contest.draw_at), strict=True)
    for name, at in moments:
        local = at.astimezone(zone) if at else None
        given |= {f"{name}_day": local and local.date(), f"{name}_time": local and local.time()}
    for place, prize in enumerate(facts.prizes_of(contest), 1):
        given |= {
            f"prize_{place}": prize.what,
            f"prize_value_{place}": prize.value_cents,
            f"prize_count_{place}": prize.count,
        }
    return given


def _instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
