"""What parts are called, how they count, how they are won: D1 strategy to D4 means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.coaching.words import sources
from beffroi.coaching.words.shapes import PartWords, Words
from beffroi.strategy.barometer.parts import Dimension

DOING: Words = {
    (Dimension.STRATEGY, "goal"): PartWords(
        _("A goal with its number and its day"),
        _("All points with one open goal: each has a measure, a target and a last day."),
        _("Open goals: %(goals)s."),
        sources.GOALS,
        _("Set one goal"),
        "goal_new",
    ),
    (Dimension.STRATEGY, "audience"): PartWords(
        _("Whom you want to reach"),
        _("All points once somebody agreed on whom the company wants to reach."),
        _("The audience is described in the strategy."),
        sources.STRATEGY,
        _("Write whom you want to reach"),
        "plan_audience",
    ),
    (Dimension.STRATEGY, "owners"): PartWords(
        _("A role and an owner for each network"),
        _("All points where every network has somebody who answers for it."),
        _("Networks with an owner: %(owned)s of %(networks)s."),
        sources.STRATEGY,
        _("Give each network an owner"),
        "plan_networks",
    ),
    (Dimension.STRATEGY, "planned"): PartWords(
        _("Half of the next four weeks planned"),
        _("All points where two of the next four weeks have a planned publication."),
        _("Weeks with a planned publication: %(weeks)s of 4."),
        sources.CALENDAR,
        _("Plan a publication in two of the next four weeks"),
        "calendar",
    ),
    (Dimension.STRATEGY, "reviewed"): PartWords(
        _("Strategy reviewed within six months"),
        _("All points where the strategy was reviewed within 183 days."),
        _("Days since the review: %(days)s."),
        sources.STRATEGY,
        _("Review your strategy"),
        "strategy",
    ),
    (Dimension.PRESENCE, "network"): PartWords(
        _("On at least one network"),
        _(
            "All points with one social network, connected here or one to which the site "
            "leads; a site and a feed are none."
        ),
        _("Networks: %(networks)s."),
        sources.NETWORKS,
        _("Connect a network"),
        "channels",
    ),
    (Dimension.PRESENCE, "profiles"): PartWords(
        _("A complete presence"),
        _(
            "Points as the share of what a presence should show, by your site, since "
            "networks do not let profiles be read whole: presentation, logo, hours, "
            "contact, legal notice."
        ),
        _("Things shown on the site: %(filled)s of %(fields)s."),
        sources.SITE,
        _("Complete what your site and your profiles show"),
        "site_check",
    ),
    (Dimension.PRESENCE, "site_links"): PartWords(
        _("Your site leads to your profiles"),
        _("All points where the home page links to the profiles."),
        _("Links to profiles on the home page: %(links)s."),
        sources.SITE,
        _("Add links to your profiles on your home page"),
        "site_check",
    ),
    (Dimension.PRESENCE, "links_back"): PartWords(
        _("Your profiles lead back to your site"),
        _("All points where one profile at least links to the site."),
        _("Links to the site on the profiles: %(links)s."),
        sources.SITE,
        _("Add your site to your profiles"),
        "site_check",
    ),
    (Dimension.ACTIVITY, "regularity"): PartWords(
        _("Weeks with a publication"),
        _(
            "Points as the share of the last twelve weeks with a publication; weeks "
            "before a channel was connected do not count."
        ),
        _("Weeks with a publication: %(weeks)s of %(all_weeks)s."),
        sources.DELIVERIES,
        _("Plan one publication a week"),
        "calendar",
    ),
    (Dimension.ACTIVITY, "volume"): PartWords(
        _("Publications beside your own target"),
        _("Points as publications are to the target that you set yourself by a goal."),
        _("Publications in these weeks: %(posts)s; target for a week: %(target)s."),
        sources.DELIVERIES,
        _("Publish as often as you aimed for"),
        "goals",
    ),
    (Dimension.ACTIVITY, "ahead"): PartWords(
        _("Planned ahead"),
        _(
            "All points where the last planned publication is a week away or more; in "
            "between by days."
        ),
        _("Days until the last planned publication: %(days)s."),
        sources.CALENDAR,
        _("Plan a publication a week ahead"),
        "calendar",
    ),
    (Dimension.MEANS, "minutes"): PartWords(
        _("Time beside what it takes"),
        _("The share of 75 minutes a week, fifteen a day, that was noted."),
        _("Minutes a week: %(minutes)s of %(needed)s."),
        sources.COSTS,
        _("Keep fifteen minutes a day, and note them"),
        "costs",
    ),
    (Dimension.MEANS, "people"): PartWords(
        _("An owner and a backup"),
        _("Half of the points with one person who may answer, all with two."),
        _("People who may answer: %(people)s."),
        sources.TEAM,
        _("Invite somebody who can stand in for you"),
        "workspace_settings",
    ),
    (Dimension.MEANS, "lessons"): PartWords(
        _("Lessons done"),
        _("Points as lessons done are to eight; one that two people did counts once."),
        _("Lessons done by the team: %(lessons)s."),
        sources.LESSONS,
        _("Do the next lesson"),
        "learning",
    ),
    (Dimension.MEANS, "full_cost"): PartWords(
        _("Full cost of the year known"),
        _("All points where both money and hours of the last twelve months were noted."),
        _("Money noted: %(costs)s. Hours noted: %(time)s."),
        sources.COSTS,
        _("Note what it costs, hours included"),
        "costs",
    ),
}
