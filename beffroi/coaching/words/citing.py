"""A figure of a study as it is printed: never without who was asked, when, where and how many."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from beffroi.strategy.barometer.studies import LANGUAGES, Finding, Study


@dataclass(frozen=True, slots=True)
class Cited:
    """What a study found: the figure, of whom, where it is from, and what else there is to say."""

    figure: str
    what: str
    source: str
    remarks: tuple[str, ...]


def cited(finding: Finding) -> Cited:
    """Return a figure with its source, in the reader's language."""
    language = _language()
    remarks = []
    if finding.differs(language):
        said = _("The study itself says: %(figure)s.")
        remarks.append(said % {"figure": finding.primary[language]})
    if not finding.is_at_source:
        remarks.append(_("As the press quotes it: it was not found in the study itself."))
    if finding.note:
        remarks.append(finding.note[language])
    return Cited(
        figure=finding.quoted[language],
        what=finding.what[language],
        source=source_of(finding.study),
        remarks=tuple(remarks),
    )


def source_of(study: Study) -> str:
    """Return who was asked, when, where, how many and how."""
    sample = (
        pgettext("study", "n not told")
        if study.sample is None
        else f"n\u00a0=\u00a0{number_format(study.sample, force_grouping=True)}"
    )
    way = pgettext("study", "declared") if study.is_declared else pgettext("study", "measured")
    return _(
        "according to %(study)s, %(year)s, %(country)s, %(sample)s, %(way)s; an old figure"
    ) % {
        "study": study.name,
        "year": study.year,
        "country": study.country(_language()),
        "sample": sample,
        "way": way,
    }


def _language() -> str:
    language = (get_language() or "fr")[:2]
    return language if language in LANGUAGES else "en"
