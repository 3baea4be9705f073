"""What is done with checks of a website: asked for, read, taken over, forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.core.jobs import cancel, enqueue
from beffroi.core.outbound import OutboundClient
from beffroi.sitecheck import bounding, queries, storing
from beffroi.sitecheck.addresses import has_scheme, host_of, site_address
from beffroi.sitecheck.gathering import facts_of
from beffroi.sitecheck.models import FirstState, SiteCheck
from beffroi.sitecheck.rules import SiteFacts
from beffroi.sitecheck.visiting import Visit, visit
from beffroi.workspaces.models import User, Workspace

READ = "sitecheck.read"
#: How long a result stands under its address.
KEPT = timedelta(days=1)


class NothingToKeep(Exception):
    """The check holds no facts: it is not read yet, or nothing could be read."""


def ask(typed: str, *, remote: str, now: datetime) -> SiteCheck:
    """Have a site read; `remote` is the address of who asks, of which a digest is kept for the day.

    A site that was read minutes ago is not read again. Raises NotASite, or TooMany.
    """
    address = site_address(typed)
    host = host_of(address)
    with transaction.atomic():
        asker = bounding.digest_of(remote, now=now)
        recent = queries.recently_read(address, since=now - bounding.FRESH)
        bounding.ensure_within(queries.counts(asker, host=host, since=now - bounding.WINDOW))
        check = SiteCheck(
            address=address,
            host=host,
            has_scheme=has_scheme(typed),
            asker=asker,
            asked_at=now,
            ends_at=now + KEPT,
        )
        if recent is not None:
            _copy(recent, check)
        check.save()
        if check.is_open:
            enqueue(READ, key=str(check.pk), run_at=now, payload={"check_id": check.pk})
    return check


def read(check: SiteCheck, *, client: OutboundClient, agent: str, clock: Clock) -> None:
    """Visit the site and keep what was seen. Outside any transaction while it goes on."""
    found = visit(check.address, client=client, agent=agent, may_fall_back=not check.has_scheme)
    _note(check, found, facts_of(found, site=check.address), now=clock())


def give_up(check_id: int) -> None:
    """Let the page say that the site was not read, through a fault of ours."""
    SiteCheck.objects.filter(pk=check_id, state=SiteCheck.State.WAITING).update(
        state=SiteCheck.State.FAILED
    )


def give_up_open(now: datetime) -> None:
    """Give up, after a restore, what waited to be read: nobody waits for it any more."""
    for check in queries.open_checks():
        cancel(READ, key=str(check.pk))
        give_up(check.pk)


@transaction.atomic
def take_over(check: SiteCheck, *, workspace: Workspace, actor: User, now: datetime) -> bool:
    """Keep what was seen for a workspace; the check itself goes after its day.

    Return whether it is the first state of the workspace: that one stays, beside the newest that
    was kept since. Raises NothingToKeep.
    """
    if check.read_at is None or check.facts is None or storing.facts_from_json(check.facts).trouble:
        raise NothingToKeep
    state, is_new = FirstState.objects.get_or_create(
        workspace=workspace,
        defaults={
            "address": check.address,
            "facts": check.facts,
            "read_at": check.read_at,
            "kept_at": now,
        },
    )
    if not is_new:
        rows = FirstState.objects.filter(pk=state.pk)
        rows.update(newest_facts=check.facts, newest_read_at=check.read_at)
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="sitecheck.kept",
        subject=f"site {check.host}",
        now=now,
    )
    return is_new


def forget(*, now: datetime) -> None:
    """Delete results whose day is over, and what told those who asked apart."""
    SiteCheck.objects.filter(ends_at__lte=now).delete()
    bounding.forget_salts(now=now)


def _copy(recent: SiteCheck, check: SiteCheck) -> None:
    check.state, check.facts, check.steps = recent.state, recent.facts, recent.steps
    check.read_at = recent.read_at


def _note(check: SiteCheck, found: Visit, facts: SiteFacts, *, now: datetime) -> None:
    SiteCheck.objects.filter(pk=check.pk).update(
        state=SiteCheck.State.READ,
        facts=storing.facts_to_json(facts),
        steps=storing.steps_to_json(found.steps),
        requests=found.requests,
        read_at=now,
    )
