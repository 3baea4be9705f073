"""What a workspace says of itself, for whoever answers, publishes or counts in its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from beffroi.company import wording
from beffroi.company.hours_text import Times, hours_of
from beffroi.company.models import (
    AnswerDelay,
    Charter,
    CharterVersion,
    Company,
    CrisisContact,
    CrisisFile,
    ExceptionalClosure,
)
from beffroi.company.rules import Calendar, Closure, Delay, Hours, Kind, Measure, Promise
from beffroi.company.waiting import Terms
from beffroi.workspaces.models import Workspace

#: The short texts about how the company works, by the name of their column.
POLICIES = ("returns", "shipping", "booking", "after_sales", "coming")


@dataclass(frozen=True)
class Facts:
    """What is known of a company. Empty, or None for the hours, is unknown and never means “no”."""

    name: str
    calendar: Calendar
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    trades: tuple[str, ...] = ()
    signature: str = ""
    #: By the names of `POLICIES`; only those that somebody wrote.
    policies: Mapping[str, str] = field(default_factory=dict)

    @property
    def hours(self) -> Hours | None:
        """The ordinary week."""
        return self.calendar.hours

    def hours_in_words(self, *, language: str) -> str:
        """Return the ordinary week as part of a sentence; empty where it is unknown."""
        return wording.hours_in_words(self.hours, language=language)


@dataclass(frozen=True)
class CrisisPlan:
    """What is ready for the day when something goes wrong; empty is what nobody prepared."""

    holding_message: str
    contacts: tuple[CrisisContact, ...]

    @property
    def is_ready(self) -> bool:
        """Whether somebody can be reached and something can be said."""
        return bool(self.holding_message and self.contacts)

    @property
    def mailed_count(self) -> int:
        """How many contacts have an e-mail, so that an alert reaches them by itself."""
        return sum(bool(one.email) for one in self.contacts)


def company_of(workspace: Workspace) -> Company | None:
    """Return the row of a workspace, or None while nobody has said anything. One query."""
    return Company.objects.filter(workspace=workspace).first()


def called(workspace: Workspace) -> str:
    """Return how the company is called in public: the workspace's name until it was told."""
    company = company_of(workspace)
    return (company.name if company else "") or workspace.name


def facts_of(workspace: Workspace) -> Facts:
    """Return what is known of the company; its name is the workspace's until told. Two queries."""
    company = company_of(workspace) or Company(workspace=workspace)
    return facts_from(company, workspace=workspace, closures=closures_of(workspace))


def facts_from(
    company: Company, *, workspace: Workspace, closures: list[ExceptionalClosure]
) -> Facts:
    """Return the facts that lie in rows already read."""
    return Facts(
        name=company.name or workspace.name,
        calendar=_calendar(company, workspace=workspace, closures=closures),
        address=company.address,
        phone=company.phone,
        email=company.email,
        website=company.website,
        trades=tuple(company.trades),
        signature=company.signature,
        policies={key: text for key in POLICIES if (text := getattr(company, key))},
    )


def calendar_of(workspace: Workspace) -> Calendar:
    """Return when the company is open. Two queries."""
    company = company_of(workspace) or Company(workspace=workspace)
    return _calendar(company, workspace=workspace, closures=closures_of(workspace))


def terms_of(workspace: Workspace) -> Terms:
    """Return by what the waiting of a workspace's customers is counted. Three queries."""
    return Terms(calendar_of(workspace), promise_of(workspace))


def promise_of(workspace: Workspace) -> Promise:
    """Return within what delays the company promises to answer. One query."""
    rows = AnswerDelay.objects.filter(workspace=workspace).order_by("kind", "id")
    return Promise({Kind(row.kind): Delay(row.minutes, Measure(row.measure)) for row in rows})


def closures_of(workspace: Workspace) -> list[ExceptionalClosure]:
    """Return the exceptional closures, those that are over included, first day first."""
    rows = ExceptionalClosure.objects.filter(workspace=workspace, removed_at=None)
    return list(rows.order_by("first_day", "id"))


def coming_closures(workspace: Workspace, *, today: date) -> list[ExceptionalClosure]:
    """Return the exceptional closures that are not over."""
    return [row for row in closures_of(workspace) if row.last_day >= today]


def week_of(company: Company) -> list[list[Times]] | None:
    """Return the openings of the seven days, Monday first; None while nobody has said them."""
    if company.week is None:
        return None
    return [[(opens, closes) for opens, closes in day] for day in company.week]


def crisis_of(workspace: Workspace) -> CrisisPlan:
    """Return the crisis file, those to reach first first. Two queries."""
    file = CrisisFile.objects.filter(workspace=workspace).first()
    contacts = CrisisContact.objects.filter(workspace=workspace, removed_at=None)
    return CrisisPlan(
        holding_message=file.holding_message if file else "",
        contacts=tuple(contacts.order_by("place", "id")),
    )


def charter_of(workspace: Workspace) -> Charter | None:
    """Return the charter of a workspace, if one was begun. One query."""
    return Charter.objects.filter(workspace=workspace).first()


def versions_of(charter: Charter) -> list[CharterVersion]:
    """Return what was published, newest first. One query."""
    rows = charter.versions.select_related("published_by")
    return list(rows.order_by("-number", "id"))


def public_charter(address: str) -> CharterVersion | None:
    """Return what strangers may read at this address, if there is anything. One query."""
    rows = CharterVersion.objects.select_related("charter__workspace").filter(
        charter__address=address,
        charter__is_public=True,
        charter__workspace__closed_at=None,
    )
    return rows.order_by("-number", "id").first()


def _calendar(
    company: Company, *, workspace: Workspace, closures: list[ExceptionalClosure]
) -> Calendar:
    week = week_of(company)
    return Calendar(
        zone=workspace.zone,
        hours=None if week is None else hours_of(week),
        region="" if company.holiday_region == "none" else company.holiday_region,
        open_holidays=frozenset(company.open_holidays),
        closures=tuple(Closure(row.first_day, row.last_day, row.sentence) for row in closures),
    )
