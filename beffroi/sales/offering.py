"""What a person does with offers and prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Q

from beffroi.core import audit
from beffroi.publishing.models import Post
from beffroi.sales import carrying, matching
from beffroi.sales.models import Conversion, Offer, OfferPost, PriceMark, Product
from beffroi.sales.rules import OfferKind, Source
from beffroi.strategy.actions import refuse_foreign
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import User, Workspace

#: What a wish says of an offer; whether it is in sight is said elsewhere, perhaps meanwhile.
_WISHED = (
    *("name", "kind", "code", "first_day", "last_day", "product"),
    *("price_cents", "percent_off", "limit", "conditions", "campaign"),
)


class Problem(Enum):
    """Why an offer cannot be kept as it is."""

    CODE_TAKEN = "code_taken"


class CannotOffer(Exception):
    """An offer cannot be kept; not fit for people: see `problem`."""

    def __init__(self, problem: Problem, *, other: Offer | None = None) -> None:
        super().__init__(problem.value)
        self.problem, self.other = problem, other


@dataclass(frozen=True, slots=True)
class Wish:
    """What an offer is to be; prices with tax, in cents."""

    name: str
    kind: OfferKind
    code: str
    first_day: date
    last_day: date
    product: str = ""
    usual_cents: int | None = None
    price_cents: int | None = None
    percent_off: int | None = None
    limit: int | None = None
    conditions: str = ""
    campaign: Campaign | None = None


@transaction.atomic
def make(workspace: Workspace, wish: Wish, *, actor: User, now: datetime) -> Offer:
    """Make an offer, and find what carries it and what used it already. Raises CannotOffer."""
    refuse_foreign(workspace, wish.campaign)
    _refuse_a_taken_code(workspace, wish, but=None)
    offer = Offer(workspace=workspace, made_by=actor, made_at=now)
    _fill(offer, wish, actor=actor, now=now)
    _record(offer, "offer.made", actor=actor, now=now)
    return offer


@transaction.atomic
def change(offer: Offer, wish: Wish, *, actor: User, now: datetime) -> None:
    """Have an offer be what is wished now. Raises CannotOffer."""
    refuse_foreign(offer.workspace, wish.campaign)
    _refuse_a_taken_code(offer.workspace, wish, but=offer)
    _fill(offer, wish, actor=actor, now=now)
    _record(offer, "offer.changed", actor=actor, now=now)


@transaction.atomic
def remove(offer: Offer, *, actor: User, now: datetime) -> None:
    """Put an offer out of sight; what its code brought is counted without it.

    Asked twice it changes nothing.
    """
    if Offer.objects.filter(pk=offer.pk, removed_at=None).update(removed_at=now):
        matching.match_again(offer.workspace, codes=[offer.code])
        _record(offer, "offer.removed", actor=actor, now=now)


@transaction.atomic
def bring_back(offer: Offer, *, actor: User, now: datetime) -> None:
    """Undo a removal. Asked twice it changes nothing.

    Raises CannotOffer where its code serves another meanwhile.
    """
    _refuse_a_taken_code(offer.workspace, offer, but=offer)
    if Offer.objects.filter(pk=offer.pk).exclude(removed_at=None).update(removed_at=None):
        matching.match_again(offer.workspace, codes=[offer.code])
        _record(offer, "offer.returned", actor=actor, now=now)


@transaction.atomic
def choose_posts(offer: Offer, posts: Iterable[Post], *, actor: User, now: datetime) -> None:
    """Have exactly these posts carry the offer, besides those whose words hold its code."""
    chosen = {post.pk for post in posts}
    OfferPost.objects.filter(offer=offer, is_found=False).exclude(post__in=chosen).delete()
    rows = [OfferPost(offer=offer, post_id=post_id) for post_id in sorted(chosen)]
    OfferPost.objects.bulk_create(rows, ignore_conflicts=True)
    _record(offer, "offer.posts_chosen", actor=actor, now=now)


@transaction.atomic
def note_price(
    workspace: Workspace, *, product: str, cents: int, since: date, actor: User, now: datetime
) -> Product:
    """Keep what a product costs from a day on; the last word on a day counts."""
    row, _is_new = Product.objects.get_or_create(workspace=workspace, name=product)
    PriceMark.objects.update_or_create(
        product=row,
        since=since,
        defaults={"cents": cents, "noted_by": actor, "noted_at": now},
    )
    return row


def _fill(offer: Offer, wish: Wish, *, actor: User, now: datetime) -> None:
    before = [offer.code]
    offer.name, offer.kind, offer.code = wish.name, wish.kind.value, wish.code
    offer.first_day, offer.last_day = wish.first_day, wish.last_day
    offer.price_cents, offer.percent_off = wish.price_cents, wish.percent_off
    offer.limit, offer.conditions = wish.limit, wish.conditions
    offer.campaign = wish.campaign
    offer.product = _product(offer, wish, actor=actor, now=now)
    offer.save(update_fields=_WISHED if offer.pk else None)
    carrying.find_posts(offer)
    # Whoever counted by hand chose the offer, whatever it is called by now.
    Conversion.objects.filter(offer=offer, source=Source.HAND.value).update(code=offer.code)
    matching.match_again(offer.workspace, codes=[*before, offer.code])


def _product(offer: Offer, wish: Wish, *, actor: User, now: datetime) -> Product | None:
    """Return the product, with the price that stood before and the reduced one noted."""
    if not wish.product:
        return None
    workspace = offer.workspace
    known = Product.objects.filter(workspace=workspace, name=wish.product).first()
    if wish.usual_cents is None:
        return known or Product.objects.create(workspace=workspace, name=wish.product)
    has_price = known and known.prices.filter(since__lt=wish.first_day).exists()
    if known and has_price:
        return known  # what was noted at its time counts, not what is said afterwards
    return note_price(
        workspace,
        product=wish.product,
        cents=wish.usual_cents,
        since=wish.first_day - timedelta(days=30),
        actor=actor,
        now=now,
    )


def _refuse_a_taken_code(workspace: Workspace, wish: Wish | Offer, *, but: Offer | None) -> None:
    """Let no two offers share a code on the same day: a code must tell which one it was."""
    if not wish.code:
        return
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # two at once would both pass
    others = Offer.objects.filter(
        Q(first_day__lte=wish.last_day, last_day__gte=wish.first_day),
        workspace=workspace,
        code=wish.code,
        removed_at=None,
    )
    taken = next((one for one in others if one != but), None)
    if taken is not None:
        raise CannotOffer(Problem.CODE_TAKEN, other=taken)


def _record(offer: Offer, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=offer.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"offer:{offer.pk}",
        now=now,
    )
