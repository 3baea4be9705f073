"""What parts are called, how they count, how they are won: D5 listening to D7 reputation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beffroi.coaching.words import sources
from beffroi.coaching.words.shapes import PartWords, Words
from beffroi.strategy.barometer.parts import Dimension

HEARING: Words = {
    (Dimension.LISTENING, "watch"): PartWords(
        _("A watch with other spellings"),
        _("All points with one watch that is on and looks for more than one spelling."),
        _("Watches that are on: %(watches)s."),
        sources.LISTENING,
        _("Make a watch on your name, with its spellings"),
        "watches",
    ),
    (Dimension.LISTENING, "sources"): PartWords(
        _("Three sources"),
        _(
            "Points as the places that are read are to three; networks that tell as it "
            "happens count too."
        ),
        _("Sources that are read: %(sources)s."),
        sources.LISTENING,
        _("Add a source of listening"),
        "listening_sources",
    ),
    (Dimension.LISTENING, "fresh"): PartWords(
        _("Read within a day"),
        _("All points where a source was read within 24 hours."),
        _("Hours since a source was read: %(hours)s."),
        sources.LISTENING,
        _("See why no source was read today"),
        "listening_sources",
    ),
    (Dimension.LISTENING, "toned"): PartWords(
        _("Mentions with a tone"),
        _("Points as the share of the mentions of 90 days whose tone is known."),
        _("Mentions with a tone: %(toned)s of %(mentions)s."),
        sources.LISTENING,
        _("Read the mentions without a tone"),
        "mentions",
    ),
    (Dimension.LISTENING, "reviewed"): PartWords(
        _("Looked at each week"),
        _(
            "All points where a person judged a mention, or the letter of the week left, "
            "within seven days."
        ),
        _("Days since somebody looked: %(days)s."),
        sources.LISTENING,
        _("Look at what is said, or receive the letter of the week"),
        "mentions",
    ),
    (Dimension.ANSWERS, "rate"): PartWords(
        _("How many have an answer"),
        _("Points as the share of those who waited for an answer in 90 days and have one."),
        _("Answered: %(answered)s of %(asked)s."),
        sources.INBOX,
        _("Answer whoever waits"),
        "inbox",
    ),
    (Dimension.ANSWERS, "speed"): PartWords(
        _("How fast, beside your promise"),
        _(
            "All points where the middle wait for a first answer is within the promise, "
            "half at twice the promise; none where people wrote and nobody was answered."
        ),
        _("Median wait: %(minutes)s; promised: %(promised)s."),
        sources.INBOX,
        _("Answer each morning, in the order of the inbox"),
        "inbox",
    ),
    (Dimension.ANSWERS, "backlog"): PartWords(
        _("Nobody waits for two days"),
        _("All points where nobody waits for more than 48 hours, none from five on."),
        _("Waiting for more than 48 hours: %(overdue)s."),
        sources.INBOX,
        _("Settle what waits for more than two days"),
        "inbox",
    ),
    (Dimension.ANSWERS, "negatives"): PartWords(
        _("Unhappy people have an answer"),
        _("Points as the share of negative messages of 90 days that have an answer."),
        _("Answered: %(answered)s of %(asked)s negative ones."),
        sources.INBOX,
        _("Answer unhappy people first"),
        "inbox",
    ),
    (Dimension.REPUTATION, "reviews_answered"): PartWords(
        _("Reviews with an answer"),
        _("Points as the share of the reviews of twelve months that have an answer."),
        _("Answered: %(answered)s of %(reviews)s reviews."),
        sources.REVIEWS,
        _("Answer your reviews"),
        "reviews",
    ),
    (Dimension.REPUTATION, "new_reviews"): PartWords(
        _("New reviews"),
        _("All points with six reviews in 90 days, two a month."),
        _("Reviews in 90 days: %(reviews)s."),
        sources.REVIEWS,
        _("Ask your customers for a review"),
        "review_asking",
    ),
    (Dimension.REPUTATION, "crisis_file"): PartWords(
        _("Crisis file ready"),
        _("A third of the points each for contacts, for their roles, and for a holding message."),
        _("Ready: %(ready)s of 3."),
        sources.CRISIS,
        _("Complete your crisis file"),
        "company_crisis",
    ),
    (Dimension.REPUTATION, "drill"): PartWords(
        _("A drill within the year"),
        _("All points where a drill was held within 365 days."),
        _("Days since a drill: %(days)s."),
        sources.CRISIS,
        _("Hold a drill"),
        "crisis",
    ),
    (Dimension.REPUTATION, "charter"): PartWords(
        _("Charter published"),
        _("All points where the moderation charter is public."),
        _("The charter was looked up."),
        sources.CRISIS,
        _("Publish your moderation charter"),
        "company_charter",
    ),
}
