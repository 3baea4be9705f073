"""Watches that suggest themselves from what is known of a company: the first one in a click."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.company import trades
from beffroi.company.queries import Facts, called, facts_of
from beffroi.listening import refusing, rules, typed
from beffroi.listening.models import Watch
from beffroi.listening.rules import Purpose, Subject
from beffroi.listening.sought import Sought, kept
from beffroi.listening.watching import Draft
from beffroi.matching.folding import cased
from beffroi.workspaces.models import Workspace

_TOWN = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+(?P<town>[^\d,]+)$")
_HANDLES_MAX = 4
#: What a network declares that it reads, where people name each other by their handles.
_MENTIONS = "mentions"


def suggestions(workspace: Workspace, *, purposes: list[Purpose]) -> list[Draft]:
    """Return drafts that are sure to hold: what is said of us, what is said of our trade here.

    What a watch is called or looks for already is left out.
    """
    facts = facts_of(workspace)
    handles = _handles(workspace)
    house = called(workspace)
    drafts = [_brand(workspace, facts, handles), _trade(facts)]
    followed = _followed(workspace)
    return [
        draft
        for draft in drafts
        if draft is not None and _holds(draft, purposes, house) and not _named(draft) & followed
    ]


def town_of(facts: Facts) -> str:
    """Return the town of a postal address, "" where it cannot be told."""
    for line in reversed(facts.address.splitlines()):
        if found := _TOWN.match(line.strip()):
            return found["town"].strip().title() if found["town"].isupper() else found["town"]
    return ""


def _holds(draft: Draft, purposes: list[Purpose], house: str) -> bool:
    refused = refusing.refusals(draft.sought, subject=draft.subject, house=house)
    return draft.purpose in purposes and not refused


def _named(draft: Draft) -> set[str]:
    """Return what a draft is about: its name and its first word, however they are written."""
    return {cased(draft.name), *map(cased, draft.sought.any_of[:1])}


def _followed(workspace: Workspace) -> set[str]:
    found: set[str] = set()
    rows = Watch.objects.there().filter(workspace=workspace).values_list("name", "query")
    for name, query in rows:
        found |= {cased(name), *map(cased, kept(query).any_of)}
    return found


def _handles(workspace: Workspace) -> list[str]:
    """Return our handles where people can mention us by them; others name accounts by number."""
    rows = Channel.objects.connected().filter(workspace=workspace).order_by("pk")
    handles = [
        f"@{handle.lstrip('@')}"
        for network, handle in rows.values_list("network", "handle")
        if handle and _MENTIONS in gateway.network(network).declaration.reads
    ]
    return handles[:_HANDLES_MAX]


def _brand(workspace: Workspace, facts: Facts, handles: list[str]) -> Draft:
    names = typed.once((typed.tidy(facts.name), typed.tidy(workspace.name), *handles))
    return Draft(
        facts.name[: rules.NAME_MAX],
        Subject.BRAND,
        Purpose.ANSWER,
        Sought(any_of=tuple(name for name in names if len(name) <= rules.TERM_MAX)),
    )


def _trade(facts: Facts) -> Draft | None:
    town = town_of(facts)
    named = [str(trades.NAMES[key]) for key in facts.trades if key in trades.NAMES]
    if not town or not named:
        return None
    name = _("%(trade)s near %(town)s") % {"trade": named[0], "town": town}
    return Draft(
        name[: rules.NAME_MAX],
        Subject.TOPIC,
        Purpose.MARKET,
        Sought(any_of=tuple(one.lower() for one in named), beside=(town,), with_variants=True),
    )
