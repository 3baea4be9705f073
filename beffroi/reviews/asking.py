"""What people do to ask customers for reviews: links, cards, mails. Nobody is sorted.

Everybody gets the same words and the same link; nothing asks how content they are before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import F

from beffroi.channels.models import Channel
from beffroi.company.queries import facts_of
from beffroi.core import audit, jobs
from beffroi.core.mailing import mail_is_set
from beffroi.reviews import rules
from beffroi.reviews.hashing import hasher
from beffroi.reviews.models import Mailing, Objection, ReviewLink, ReviewRequest
from beffroi.workspaces.models import User, Workspace

SEND = "reviews.send_request"
_A_DAY = timedelta(days=1)


class Problem(Enum):
    """Why nothing was asked."""

    NO_MAIL = "no_mail"
    TOO_MANY_TODAY = "too_many_today"
    NOBODY = "nobody"
    REFUSED_WORDS = "refused_words"


class CannotAsk(Exception):
    """Nothing leaves; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class LinkTaken(Exception):
    """The address is among the links already."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to tell which customers. The addresses are theirs, one each."""

    link: ReviewLink
    language: str
    subject: str
    text: str
    experience_on: date
    addresses: Sequence[str]


def own_words(workspace: Workspace) -> tuple[str, str]:
    """Return how a company calls itself: that offers nobody anything, whatever it means."""
    facts = facts_of(workspace)
    return facts.name, facts.signature


def links_of(workspace: Workspace) -> list[ReviewLink]:
    """Return the links of a workspace, by name. One query."""
    rows = ReviewLink.objects.filter(workspace=workspace, removed_at=None)
    return list(rows.order_by("name", "id"))


def told_links(workspace: Workspace, links: Sequence[ReviewLink]) -> list[Channel]:
    """Return the channels whose network tells where reviews are written, and that is no link yet.

    One query.
    """
    rows = Channel.objects.of(workspace).present().exclude(review_url="")
    known = {row.url for row in links}
    return [row for row in rows if row.review_url not in known]


def mailings_of(workspace: Workspace, *, most: int = 20) -> list[Mailing]:
    """Return the last mailings, newest first. One query."""
    rows = Mailing.objects.filter(workspace=workspace).select_related("link", "asked_by")
    return list(rows.order_by("-asked_at", "-id")[:most])


def add_link(
    workspace: Workspace, *, name: str, url: str, actor: User, now: datetime
) -> ReviewLink:
    """Keep where customers write reviews. Raises LinkTaken; the address must be checked before."""
    try:
        with transaction.atomic():
            row = ReviewLink.objects.create(
                workspace=workspace, name=name, url=url, added_by=actor, added_at=now
            )
            _record(row, "reviews.link_added", actor=actor, now=now)
    except IntegrityError as error:
        raise LinkTaken from error
    return row


@transaction.atomic
def remove_link(row: ReviewLink, *, actor: User, now: datetime) -> None:
    """Offer the link no more; mails that are on their way still bear it."""
    ReviewLink.objects.filter(pk=row.pk, removed_at=None).update(removed_at=now)
    _record(row, "reviews.link_removed", actor=actor, now=now)


def bring_link_back(row: ReviewLink, *, actor: User, now: datetime) -> None:
    """Undo the removal. Raises LinkTaken where its address was added again meanwhile."""
    try:
        with transaction.atomic():
            ReviewLink.objects.filter(pk=row.pk).update(removed_at=None)
            _record(row, "reviews.link_returned", actor=actor, now=now)
    except IntegrityError as error:
        raise LinkTaken from error


@transaction.atomic
def ask(workspace: Workspace, wish: Wish, *, actor: User, now: datetime) -> Mailing:
    """Mail the wish to each address that may be asked; the rest is counted as left out.

    Raises CannotAsk, and core.crypto.CryptoError where nobody knows who objected.
    """
    if not mail_is_set():
        raise CannotAsk(Problem.NO_MAIL)
    if rules.refused(f"{wish.subject}\n{wish.text}", own=own_words(workspace)):
        raise CannotAsk(Problem.REFUSED_WORDS)
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # two at once would both count
    allowed = _allowed(workspace, wish.addresses, now=now)
    if not allowed:
        raise CannotAsk(Problem.NOBODY)
    today = ReviewRequest.objects.filter(workspace=workspace, asked_at__gt=now - _A_DAY)
    if today.count() + len(allowed) > rules.A_DAY_MAX:
        raise CannotAsk(Problem.TOO_MANY_TODAY)
    mailing = _mailing(workspace, wish, allowed=len(allowed), actor=actor, now=now)
    for address_hash, address in allowed.items():
        _enqueue(mailing, address, address_hash, now=now)
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="reviews.asked",
        subject=f"mailing {mailing.pk}",
        now=now,
    )
    return mailing


def knows(address_hash: str) -> Workspace | None:
    """Return in whose name a mail with this mark was sent, None for no mail of ours."""
    for model in (ReviewRequest, Objection):
        row = model.objects.filter(address_hash=address_hash).select_related("workspace").first()
        if row is not None:
            workspace: Workspace = row.workspace
            return workspace
    return None


@transaction.atomic
def object_to(address_hash: str, *, workspace: Workspace, now: datetime) -> None:
    """Never ask this person again; what was on its way to them stays here."""
    Objection.objects.get_or_create(
        workspace=workspace, address_hash=address_hash, defaults={"objected_at": now}
    )
    rows = ReviewRequest.objects.filter(workspace=workspace, address_hash=address_hash)
    for row in rows.filter(state=ReviewRequest.State.WAITING).select_for_update():
        _settle(row, ReviewRequest.State.NOT_SENT, counter="not_sent")
    rows.exclude(state=ReviewRequest.State.LEAVING).update(address="")


@transaction.atomic
def erase_addresses(*, now: datetime) -> int:
    """Erase addresses whose time is over, and what is left of very old requests.

    One that still waits is given up: its mail would come out of the blue.
    """
    due = ReviewRequest.objects.exclude(address="").filter(
        asked_at__lt=now - rules.ADDRESS_KEPT_FOR
    )
    for row in due.filter(state__in=ReviewRequest.PENDING).order_by("asked_at", "id"):
        _give_up(row)
    erased = due.update(address="")
    ReviewRequest.objects.filter(asked_at__lt=now - rules.REQUEST_KEPT_FOR).delete()
    return erased


def stop_all(now: datetime) -> None:
    """Let nothing leave that was on its way at the time of a backup: it may have left since."""
    for row in ReviewRequest.objects.filter(state__in=ReviewRequest.PENDING).order_by("id"):
        with transaction.atomic():
            _settle(row, ReviewRequest.State.DOUBTFUL, counter="doubtful")


def begin(request_id: int) -> ReviewRequest | None:
    """Take a request that waits, before it is handed to the mail server; None: nothing to send.

    One that was handed over when the process died is not handed over again.
    """
    rows = ReviewRequest.objects.filter(pk=request_id)
    with transaction.atomic():
        row = rows.select_for_update().first()
        if row is None or row.state not in ReviewRequest.PENDING:
            return None
        if row.state == ReviewRequest.State.LEAVING:
            _settle(row, ReviewRequest.State.DOUBTFUL, counter="doubtful")
            return None
        if Objection.objects.filter(
            workspace_id=row.workspace_id, address_hash=row.address_hash
        ).exists():
            _settle(row, ReviewRequest.State.NOT_SENT, counter="not_sent")
            return None
        rows.update(state=ReviewRequest.State.LEAVING)
    related = ("workspace", "mailing__link", "mailing__asked_by")
    return rows.select_related(*related).get()


@transaction.atomic
def note_sent(row: ReviewRequest, *, now: datetime) -> None:
    """The mail server took it."""
    _settle(row, ReviewRequest.State.SENT, counter="sent", sent_at=now)


@transaction.atomic
def note_not_sent(row: ReviewRequest) -> None:
    """The mail server will not take it."""
    _settle(row, ReviewRequest.State.NOT_SENT, counter="not_sent")


@transaction.atomic
def note_doubtful(row: ReviewRequest) -> None:
    """The mail server did not say whether it took it."""
    _settle(row, ReviewRequest.State.DOUBTFUL, counter="doubtful")


@transaction.atomic
def give_up(request_id: int) -> None:
    """Try no more, and let the page say so."""
    row = ReviewRequest.objects.filter(pk=request_id).first()
    if row is not None:
        _give_up(row)


def put_back(row: ReviewRequest) -> None:
    """Nothing left: it may be tried again."""
    rows = ReviewRequest.objects.filter(pk=row.pk, state=ReviewRequest.State.LEAVING)
    rows.update(state=ReviewRequest.State.WAITING)


def _allowed(workspace: Workspace, addresses: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Return who may be asked, by the hash of their address."""
    hashed = hasher(workspace)
    wanted = {hashed(address): address for address in addresses}
    objected = Objection.objects.filter(workspace=workspace, address_hash__in=wanted)
    lately = ReviewRequest.objects.filter(
        workspace=workspace,
        address_hash__in=wanted,
        asked_at__gt=now - rules.ASKED_AGAIN_AFTER,
    )
    out = {
        *objected.values_list("address_hash", flat=True),
        *lately.values_list("address_hash", flat=True),
    }
    return {key: address for key, address in wanted.items() if key not in out}


def _mailing(
    workspace: Workspace, wish: Wish, *, allowed: int, actor: User, now: datetime
) -> Mailing:
    return Mailing.objects.create(
        workspace=workspace,
        link=wish.link,
        language=wish.language,
        subject=wish.subject,
        text=wish.text,
        experience_on=wish.experience_on,
        asked_by=actor,
        asked_at=now,
        asked=allowed,
        left_out=len(wish.addresses) - allowed,
    )


def _enqueue(mailing: Mailing, address: str, address_hash: str, *, now: datetime) -> None:
    row, _is_new = ReviewRequest.objects.update_or_create(
        workspace_id=mailing.workspace_id,
        address_hash=address_hash,
        defaults={
            "mailing": mailing,
            "address": address,
            "state": ReviewRequest.State.WAITING,
            "asked_at": now,
            "sent_at": None,
        },
    )
    jobs.enqueue(
        SEND,
        key=f"{row.pk}:{mailing.pk}",
        run_at=now,
        payload={"request_id": row.pk},
        workspace_id=mailing.workspace_id,
    )


def _give_up(row: ReviewRequest) -> None:
    """Try no more: of one that was handed over, nobody knows what became."""
    if row.state == ReviewRequest.State.LEAVING:
        _settle(row, ReviewRequest.State.DOUBTFUL, counter="doubtful")
    else:
        _settle(row, ReviewRequest.State.NOT_SENT, counter="not_sent")


def _settle(
    row: ReviewRequest, state: str, *, counter: str, sent_at: datetime | None = None
) -> None:
    """Say once how a request ended, and count it; who objected meanwhile leaves no address."""
    rows = ReviewRequest.objects.filter(pk=row.pk, state__in=ReviewRequest.PENDING)
    if rows.update(state=state, sent_at=sent_at):
        Mailing.objects.filter(pk=row.mailing_id).update(**{counter: F(counter) + 1})
    objections = Objection.objects.filter(workspace=row.workspace_id, address_hash=row.address_hash)
    if objections.exists():
        ReviewRequest.objects.filter(pk=row.pk).update(address="")


def _record(row: ReviewLink, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"review link {row.pk}",
        now=now,
    )
