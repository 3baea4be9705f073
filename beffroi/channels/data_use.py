"""Says in sentences what the rules of a network mean for what others write there."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels import gateway

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def rules_in_words(network: str) -> list[str]:
    """Return what is done here by the rules of a network; nothing where they set no term."""
    declared = gateway.network(network).declaration
    use = declared.data_use
    sentences = (
        (use.kept_for, _("What others write on %(name)s is erased here after %(span)s.")),
        (
            use.refreshed_within,
            _(
                "What others write on %(name)s is read again before %(span)s are over, and erased "
                "here if it no longer shows."
            ),
        ),
        (
            use.deletion_within,
            _(
                "What %(name)s says is deleted there is erased here at once: its rules allow "
                "%(span)s."
            ),
        ),
    )
    return [
        sentence % {"name": declared.name, "span": span_in_words(term)}
        for term, sentence in sentences
        if term is not None
    ]


def span_in_words(span: timedelta) -> str:
    """Return whole hours, or whole days from three on: “48 hours”, “30 days”."""
    if span >= 3 * _DAY:
        days = span // _DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    hours = span // _HOUR
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
