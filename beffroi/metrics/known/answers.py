"""What is said of us, and how we answer. Pure."""

from __future__ import annotations

from beffroi.metrics.metric import Base, Direction, Metric, Unit
from beffroi.metrics.texts import gettext_noop as _

_OWN = "Beffroi"
_ORLO = "Orlo, support.orlo.tech/inbox-report-glossary"
_SPROUT = "Sprout Social, support.sproutsocial.com (202123288)"
_INTERCOM = "Intercom"
_ANSWERED = _("Messages that got an answer")
_WAITING = _(
    "Messages that still wait have no delay yet: their number, and the longest wait, stand beside."
)
_HUMAN = _("Automatic answers do not count.")

ANSWERS = (
    Metric(
        id="sov",
        name=_("Share of voice"),
        formula=_("Our mentions ÷ (our mentions + those of tracked competitors) × 100"),
        unit=Unit.PERCENT,
        numerator=_("Mentions of us"),
        denominator=_("Mentions of us and of tracked competitors"),
        base=Base.MENTIONS,
        sample=_("Mentions"),
        caveats=(
            _("Only among the competitors that you track, in the sources that are connected."),
            _("Being spoken of is not being praised: look at the tone too."),
        ),
        sources=("Sprout Social",),
        sure_from=30,
    ),
    Metric(
        id="resp_rate",
        name=_("Response rate"),
        formula=_("Messages answered by a person ÷ messages that called for an answer × 100"),
        unit=Unit.PERCENT,
        numerator=_("Messages answered by a person"),
        denominator=_("Messages that called for an answer"),
        base=Base.MESSAGES,
        sample=_("Messages that called for an answer"),
        caveats=(_("Spam, mere thanks and messages between colleagues are left out."), _HUMAN),
        sources=(_OWN, _SPROUT),
    ),
    Metric(
        id="frt_med",
        name=_("Median time to first answer"),
        formula=_("Half of the people waited no longer for the first answer, in opening hours"),
        unit=Unit.MINUTES,
        numerator=_("Minutes from the message to the first answer by a person"),
        sample=_ANSWERED,
        caveats=(_WAITING, _HUMAN),
        sources=(_INTERCOM, "projectmap.io"),
        better=Direction.DOWN,
    ),
    Metric(
        id="frt_p90",
        name=_("Time to first answer, nine out of ten"),
        formula=_("Nine out of ten people waited no longer for the first answer, in opening hours"),
        unit=Unit.MINUTES,
        numerator=_("Minutes from the message to the first answer by a person"),
        sample=_ANSWERED,
        caveats=(_WAITING, _HUMAN),
        sources=(_INTERCOM,),
        better=Direction.DOWN,
    ),
    Metric(
        id="art",
        name=_("Median time to resolution"),
        formula=_("Half of the conversations were settled within this time of the first message"),
        unit=Unit.MINUTES,
        numerator=_("Minutes from the first message to when the conversation was settled"),
        sample=_("Conversations that were settled"),
        caveats=(_("A conversation that opens again counts until it is settled for good."),),
        sources=(_ORLO,),
        better=Direction.DOWN,
    ),
    Metric(
        id="aht",
        name=_("Median handling time"),
        formula=_("Half of the conversations were settled within this time of the first answer"),
        unit=Unit.MINUTES,
        numerator=_("Minutes from the first answer to when the conversation was settled"),
        sample=_("Conversations that were settled"),
        caveats=(_("The time that passed, not the time that somebody worked on it."),),
        sources=(_ORLO,),
        better=Direction.DOWN,
    ),
    Metric(
        id="sla",
        name=_("Answers on time"),
        formula=_("Messages answered within the promised time ÷ messages due × 100"),
        unit=Unit.PERCENT,
        numerator=_("Messages answered within the promised time"),
        denominator=_("Messages whose time is over, or that are answered"),
        base=Base.MESSAGES,
        sample=_("Messages due"),
        caveats=(_("By the promise that you set, which may differ by kind of message."),),
        sources=(_OWN,),
    ),
    Metric(
        id="reviews",
        name=_("Reviews received"),
        formula=_("Reviews published by customers"),
        unit=Unit.COUNT,
        numerator=_("Reviews published by customers"),
        sample=_("Reviews"),
        caveats=(_("Only the sites that are connected or imported."),),
        sources=(_OWN,),
        is_additive=True,
        sure_from=0,
    ),
    Metric(
        id="rev_resp",
        name=_("Response rate to reviews"),
        formula=_("Reviews with an answer ÷ reviews × 100"),
        unit=Unit.PERCENT,
        numerator=_("Reviews with an answer"),
        denominator=_("Reviews, also those without text"),
        base=Base.REVIEWS,
        sample=_("Reviews"),
        caveats=(_("Only on sites where an answer can be given."),),
        sources=(_OWN, "repondreavis.fr", "brigadeweb.com"),
    ),
)
