"""What parts are called, how they count, how they are won: D8 measuring to D10 loyalty."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.coaching.words import sources
from beffroi.coaching.words.shapes import PartWords, Words
from beffroi.strategy.barometer.parts import Dimension

EARNING: Words = {
    (Dimension.MEASURING, "links"): PartWords(
        _("Links that are counted"),
        _(
            "Points as the share of the publications of 90 days with an address whose "
            "address is a short link."
        ),
        _("Counted: %(tracked)s of %(links)s publications with an address."),
        sources.LINKS,
        _("Let your addresses leave as short links"),
        "measured_links",
    ),
    (Dimension.MEASURING, "outcome"): PartWords(
        _("A result beyond likes"),
        _(
            "All points where a goal or a count is of more than views, reactions, posts "
            "and followers."
        ),
        _("Results that are counted: %(outcomes)s."),
        sources.GOALS,
        _("Set a goal on sales, visits or answers"),
        "goal_new",
    ),
    (Dimension.MEASURING, "cost"): PartWords(
        _("Cost with its hours"),
        _("All points where both money and hours of the last twelve months were noted."),
        _("Money noted: %(costs)s. Hours noted: %(time)s."),
        sources.COSTS,
        _("Note what it costs, hours included"),
        "costs",
    ),
    (Dimension.MEASURING, "conversions"): PartWords(
        _("Sales and contacts kept"),
        _("All points with one sale or contact in 90 days."),
        _("Sales and contacts in 90 days: %(conversions)s."),
        sources.SALES,
        _("Note a sale or a contact"),
        "conversions",
    ),
    (Dimension.MEASURING, "report"): PartWords(
        _("Report read"),
        _("All points where somebody read and approved a report within less than 35 days."),
        _("Days since a report was approved: %(days)s."),
        sources.REPORTS,
        _("Read and approve last month’s report"),
        "reports",
    ),
    (Dimension.WATCHING, "competitors"): PartWords(
        _("Three competitors followed"),
        _("Points as followed competitors are to three."),
        _("Followed competitors: %(competitors)s."),
        sources.COMPETITORS,
        _("Add three competitors"),
        "competitors",
    ),
    (Dimension.WATCHING, "read"): PartWords(
        _("Read within a week"),
        _(
            "All points where something that a competitor writes was read within less "
            "than seven days."
        ),
        _("Days since a competitor was read: %(days)s."),
        sources.COMPETITORS,
        _("Say where your competitors write"),
        "competitors",
    ),
    (Dimension.WATCHING, "idea"): PartWords(
        _("An idea from it each month"),
        _("All points where an idea or a task came of it in 30 days."),
        _("Ideas in 30 days: %(ideas)s."),
        sources.COMPETITORS,
        _("Take one idea from what you read"),
        "competitors",
    ),
    (Dimension.LOYALTY, "offer"): PartWords(
        _("An offer with a code a quarter"),
        _("All points with one offer with a code that ran in the last 90 days."),
        _("Offers with a code in 90 days: %(offers)s."),
        sources.OFFERS,
        _("Make an offer with a code"),
        "offer_new",
    ),
    (Dimension.LOYALTY, "consents"): PartWords(
        _("People who agreed to be written to"),
        _("All points with one person whose consent is kept with its proof."),
        _("People who agreed: %(consents)s."),
        sources.PEOPLE,
        _("Ask a customer whether you may write, and note the answer"),
        "inbox",
    ),
    (Dimension.LOYALTY, "newsletter"): PartWords(
        _("A newsletter within 45 days"),
        _("All points where a newsletter left within less than 45 days."),
        _("Days since the newsletter: %(days)s."),
        sources.PEOPLE,
        _("Send a newsletter"),
        "barometer_answers",
    ),
    (Dimension.LOYALTY, "customer_links"): PartWords(
        _("Customers known again"),
        _("All points where one person who writes is linked to your file of customers."),
        _("People linked: %(links)s."),
        sources.PEOPLE,
        _("Link a person to your file of customers"),
        "barometer_answers",
    ),
    (Dimension.LOYALTY, "advocates"): PartWords(
        _("Colleagues who relay"),
        _("All points with one share told of a proposal made in the last 30 days."),
        _("Shares told: %(shares)s."),
        sources.RELAYS,
        _("Propose something to share"),
        "relays",
    ),
    (Dimension.LOYALTY, "employer"): PartWords(
        _("A publication on the team a month"),
        _("All points with one publication in 30 days that shows who works there."),
        _("Publications on the team: %(posts)s."),
        sources.PEOPLE,
        _("Show who works with you"),
        "barometer_answers",
    ),
}
