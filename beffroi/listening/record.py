"""The record of processing of listening (article 30 of the GDPR), with each watch."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.company.queries import facts_of
from beffroi.listening import formula, grounds, notice, rules, sensitive, sought, wording
from beffroi.listening.models import Ground, Watch
from beffroi.listening.rules import Purpose, Subject

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One watch in the record: what it follows, why, since when, and what of it is delicate."""

    name: str
    subject: str
    purpose: str
    looks_for: str
    since: datetime
    is_on: bool
    article_9: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The record as it stands, in the current language."""

    made_at: datetime
    controller: str
    address: str
    contact: str
    purposes: tuple[str, ...]
    legal_ground: str
    weighed_at: datetime
    weighed_by: str
    people: tuple[str, ...]
    data: tuple[str, ...]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    transfers: str
    kept_for: tuple[str, ...]
    security: tuple[str, ...]
    watches: tuple[Line, ...]

    def as_json(self) -> str:
        """Return it for programs."""
        content = {"format": _FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def of(ground: Ground, *, now: datetime) -> Record:
    """Return the record of a workspace's listening."""
    facts = facts_of(ground.workspace)
    rows = Watch.objects.there().filter(ground=ground).order_by("name", "id")
    return Record(
        made_at=now,
        controller=facts.name,
        address=", ".join(line for line in facts.address.splitlines() if line),
        contact=ground.contact,
        purposes=_words(wording.PURPOSE_SENTENCES[one] for one in grounds.purposes_of(ground)),
        legal_ground=str(wording.LEGITIMATE_INTEREST),
        weighed_at=ground.weighed_at,
        weighed_by=ground.weighed_by.name if ground.weighed_by else "",
        people=(_("People who write public messages that hold words of a watch"),),
        data=(
            _("Public words, their day and address, and how often they were liked or shared"),
            _("The name and handle under which they were written"),
            _("The tone, the intent and the language of the message, found by our own server"),
        ),
        sources=tuple(notice.networks_of(ground)),
        recipients=(
            _("Members of this workspace who may see messages"),
            _("Whoever runs the server, as processor"),
        ),
        transfers=_("None by Beffroi: what is read stays on its own server."),
        kept_for=_kept_for(ground),
        security=(
            _("Access by role, sealed accesses to networks, a chained trail of what people do"),
            _("What authors delete is deleted; who objects is erased and not read again"),
        ),
        watches=tuple(_line(row) for row in rows),
    )


def _kept_for(ground: Ground) -> tuple[str, ...]:
    said = [
        _("Names and addresses: %(days)s days") % {"days": rules.NAMED_FOR.days},
        _("Words: %(count)s months") % {"count": ground.kept_for_months},
    ]
    if telling := notice.telling_networks():
        said.append(
            _("Technical addresses of messages, which name the account on %(networks)s: they stay")
            % {"networks": telling}
        )
    return tuple(said)


def _line(row: Watch) -> Line:
    wants = sought.kept(row.query)
    return Line(
        name=row.name,
        subject=str(wording.SUBJECTS[Subject(row.subject)].name),
        purpose=str(wording.PURPOSE_SENTENCES[Purpose(row.purpose)]),
        looks_for=formula.written(wants, language=get_language() or "fr"),
        since=row.made_at,
        is_on=row.is_on,
        article_9=_words(wording.THEMES[theme] for theme in sensitive.themes(wants.wanted)),
    )


def _words(said: Iterable[wording.Words]) -> tuple[str, ...]:
    return tuple(str(one) for one in said)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
