"""What people think: tone, satisfaction, stars. Pure."""

from __future__ import annotations

from beffroi.metrics.metric import FEW_OF_BALANCE, Base, Direction, Metric, Unit
from beffroi.metrics.texts import gettext_noop as _

_OWN = "Beffroi"
_ANSWERS = _("Answers to the survey")
_WHO = _("Those who answer a survey are not all customers.")

OPINION = (
    Metric(
        id="net_sent",
        name=_("Balance of tones"),
        formula=_("(Positive − negative) ÷ (positive + neutral + negative) × 100"),
        unit=Unit.POINTS,
        numerator=_("Positive mentions, less negative ones"),
        denominator=_("Positive, neutral and negative mentions"),
        base=Base.MENTIONS,
        sample=_("Mentions whose tone is known"),
        caveats=(
            _("Not told of fewer than 30 mentions."),
            _("Another formula has the same name and leaves neutral ones out: do not compare."),
            _("Mentions whose tone is not sure are left out, and shown apart."),
        ),
        sources=("japio.com", "kpi.insightworthy.com"),
        sure_from=FEW_OF_BALANCE,
    ),
    Metric(
        id="pos_share",
        name=_("Share of positive among those with an opinion"),
        formula=_("Positive ÷ (positive + negative) × 100"),
        unit=Unit.PERCENT,
        numerator=_("Positive mentions"),
        denominator=_("Positive and negative mentions"),
        base=Base.MENTIONS,
        sample=_("Positive and negative mentions"),
        caveats=(
            _("It hides neutral mentions, which are often the most."),
            _("Some tools call it brand health."),
        ),
        sources=("Agorapulse (10148423)", "SentiOne, listen.help.sentione.com"),
    ),
    Metric(
        id="nps",
        name=_("Net Promoter Score (NPS)"),
        formula=_("Share of notes 9 and 10 − share of notes 0 to 6, from −100 to 100"),
        unit=Unit.POINTS,
        numerator=_("Notes 9 and 10, less notes 0 to 6"),
        denominator=_("All notes from 0 to 10"),
        base=Base.ANSWERS,
        sample=_ANSWERS,
        caveats=(
            _("Of 50 answers the margin of error is about 22 points: mind it before you compare."),
            _("Net Promoter, NPS: trademarks of Bain, Reichheld and NICE Satmetrix."),
            _WHO,
        ),
        sources=(
            "thewebguru.it",
            "metricsflare.com",
            "Agresti & Min 2005, doi.org/10.1002/sim.1781",
        ),
        sure_from=FEW_OF_BALANCE,
    ),
    Metric(
        id="csat",
        name=_("Satisfaction (CSAT)"),
        formula=_("The two best answers ÷ all answers × 100"),
        unit=Unit.PERCENT,
        numerator=_("The two best answers of the scale"),
        denominator=_("All answers"),
        base=Base.ANSWERS,
        sample=_ANSWERS,
        caveats=(
            _("Some tools average the notes instead: the two are never mixed nor compared."),
            _WHO,
        ),
        sources=("cidian.kuaisou.com",),
    ),
    Metric(
        id="ces",
        name=_("Ease (CES)"),
        formula=_("Mean of the notes from 1 (very hard) to 7 (very easy)"),
        unit=Unit.NOTE,
        numerator=_("Sum of the notes"),
        denominator=_("Number of notes"),
        base=Base.ANSWERS,
        sample=_ANSWERS,
        caveats=(_("There is no one standard: other tools use other scales."), _WHO),
        sources=("metricsflare.com",),
    ),
    Metric(
        id="rating",
        name=_("Average rating"),
        formula=_("Sum of stars ÷ number of ratings, for one site"),
        unit=Unit.STARS,
        numerator=_("Sum of stars"),
        denominator=_("Ratings"),
        base=Base.REVIEWS,
        sample=_("Ratings"),
        caveats=(
            _("Each site by itself: stars of several sites are not averaged."),
            _("The site may show another average, which it weights its own way."),
        ),
        sources=(_OWN,),
    ),
    Metric(
        id="rating_rank",
        name=_("Rating for ranking"),
        formula=_(
            "(10 × usual rating + sum of stars) ÷ (10 + number of ratings): "
            "as if ten usual ratings came first"
        ),
        unit=Unit.STARS,
        numerator=_("Ten times the usual rating, plus the sum of stars"),
        denominator=_("Ten, plus the number of ratings"),
        base=Base.REVIEWS,
        sample=_("Ratings"),
        caveats=(_("Only to rank places fairly; never shown as “the rating”."),),
        sources=(_OWN,),
        better=Direction.UP,
    ),
)
