"""What people call aims, measures and states, and why days are refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.strategy.rules import Aim, DayProblem, Measure, State

AIMS: dict[Aim, Promise] = {
    Aim.IMAGE: _("Image: what people think of you"),
    Aim.AWARENESS: _("Awareness: that more people know you"),
    Aim.SALES: pgettext_lazy("aim", "Sales"),
    Aim.LOYALTY: _("Loyalty: that customers come back"),
    Aim.SERVICE: _("Service: that customers are answered"),
    Aim.RECRUITING: _("Recruiting"),
    Aim.PROSPECTING: _("Prospecting: new contacts"),
}
SHORT_AIMS: dict[Aim, Promise] = {
    Aim.IMAGE: pgettext_lazy("aim", "Image"),
    Aim.AWARENESS: pgettext_lazy("aim", "Awareness"),
    Aim.SALES: pgettext_lazy("aim", "Sales"),
    Aim.LOYALTY: pgettext_lazy("aim", "Loyalty"),
    Aim.SERVICE: pgettext_lazy("aim", "Service"),
    Aim.RECRUITING: _("Recruiting"),
    Aim.PROSPECTING: pgettext_lazy("aim", "Prospecting"),
}
MEASURES: dict[Measure, Promise] = {
    Measure.SALES: _("Sales linked to posts"),
    Measure.MARGIN: _("Margin linked to posts"),
    Measure.ON_TIME: _("Answers within the promised time, of a hundred"),
    Measure.FIRST_ANSWER: _("Median time to first answer, in hours"),
    Measure.REVIEWS: _("New reviews"),
    Measure.RATING: _("Average of reviews, in stars"),
    Measure.IMPRESSIONS: _("Impressions"),
    Measure.INTERACTIONS: _("Interactions"),
    Measure.CONTACTS: _("Contacts: calls, forms, visits counted"),
    Measure.VISITS: _("Visits of your links"),
    Measure.FOLLOWERS_WON: _("Followers won"),
    Measure.POSTS: _("Posts published"),
}
STATES: dict[State, Promise] = {
    State.KEPT: pgettext_lazy("goal", "Kept"),
    State.UNDER_WAY: pgettext_lazy("goal", "On the way"),
    State.SHORT: pgettext_lazy("goal", "A little short"),
    State.LATE: pgettext_lazy("goal", "Late"),
    State.UNKNOWN: pgettext_lazy("goal", "Unknown"),
}
DAY_PROBLEMS: dict[DayProblem, Promise] = {
    DayProblem.BACKWARDS: _("It ends before it begins."),
    DayProblem.OVER: _("This day is over already: nothing can be done for it any more."),
    DayProblem.TOO_SHORT: _("Less than a week shows nothing. Give it seven days or more."),
    DayProblem.TOO_LONG: _("A goal beyond a year is forgotten. Choose a nearer day."),
    DayProblem.LONG_AGO: _("It began more than a year ago. Choose a later first day."),
    DayProblem.FAR_AHEAD: _("It begins more than a year from now. Choose an earlier first day."),
}
