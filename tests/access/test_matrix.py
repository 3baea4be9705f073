"""Every address, as every role, as a stranger and as nobody, on own and on foreign objects."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role, may
from tests.access import (
    aims_objects,  # noqa: F401 - adds what it makes
    brand_objects,  # noqa: F401 - adds what it makes
    client_objects,  # noqa: F401 - adds what it makes
    coaching_objects,  # noqa: F401 - adds what it makes
    inbox_objects,  # noqa: F401 - adds what it makes
    learning_objects,  # noqa: F401 - adds what it makes
    listening_objects,  # noqa: F401 - adds what it makes
    morning_objects,  # noqa: F401 - adds what it makes
    note_objects,  # noqa: F401 - adds what it makes
    relay_objects,  # noqa: F401 - adds what it makes
    report_objects,  # noqa: F401 - adds what it makes
    routine_objects,  # noqa: F401 - adds what it makes
    sales_objects,  # noqa: F401 - adds what it makes
    site_objects,  # noqa: F401 - adds what it makes
    source_objects,  # noqa: F401 - adds what it makes
    template_objects,  # noqa: F401 - adds what it makes
)
from tests.access.addresses import Address, addresses
from tests.access.headers import assert_safe
from tests.access.objects import MAKERS, Side
from tests.access.visits import (
    BEYOND_ALL_INTEGERS,
    Visit,
    other_side,
    own_side,
    undone,
    url_of,
    visit,
)
from tests.world import World

pytestmark = pytest.mark.django_db

ALL = addresses()
METHODS = ("GET", "POST")
#: Where vendors call: they sign what they send.
SIGNED = {"webhook", "withdrawal", "data_deletion"}
#: Where the address holds a secret: mail programs post there by themselves (RFC 8058), and people
#: whose page sets no cookie.
SECRET = {"review_objection", "report_leave", "public_share", "morning_act", "morning_stop"}
#: What leads on to a page with a form, and keeps nothing.
LEADING = {"share"}
#: What is the same for everybody: there is none of others.
SHARED = {"network", "lesson_name", "site_check_token", "light_shade", "dark_shade"}
#: Personal things of one person, and what needs no object at all, differ from those of a place.
each_address = pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
each_guarded = pytest.mark.parametrize(
    "address",
    [address for address in ALL if address.policy and address.policy.signed_in],
    ids=lambda address: address.name,
)
each_with_objects = pytest.mark.parametrize(
    "address",
    [
        address
        for address in ALL
        if address.policy and address.policy.signed_in and set(address.arguments) - SHARED
    ],
    ids=lambda address: address.name,
)


def cast(world: World, address: Address) -> dict[Role | None, User]:
    """Return who holds which role where the address looks; None is anybody who is signed in."""
    policy = address.who
    if policy.permission is None:
        return {None: world.karim}
    if policy.in_agency:
        return {Role.OWNER: world.nadia, Role.EDITOR: world.hugo}
    return {role: world.member(role) for role in Role}


def allowed(address: Address, role: Role | None) -> bool:
    permission = address.who.permission
    return permission is None or (role is not None and may(role, permission))


def call(address: Address, side: Side, method: str, person: User | None) -> Visit:
    cache.clear()
    with undone():
        return visit(url_of(address, side), method=method, as_user=person)


def test_each_address_says_who_may_call_it() -> None:
    silent = sorted(address.route for address in ALL if address.policy is None)
    assert silent == [], "declare @public, @signed_in or @requires(…) on these views"


def test_each_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in ALL]
    assert "" not in names
    assert len(names) == len(set(names))


def test_each_argument_of_an_address_can_be_made() -> None:
    unknown = sorted({name for address in ALL for name in address.arguments} - set(MAKERS))
    assert unknown == [], "add a function of that name to tests/access/objects.py"


@each_address
def test_it_answers_nobody_with_a_page_or_the_way_in(
    world: World, now: datetime, address: Address
) -> None:
    side = own_side(world, world.karim, in_agency=address.who.in_agency, now=now)
    for method in METHODS:
        seen = call(address, side, method, None)
        assert_safe(seen.response, signed_in=False)
        assert seen.status < 500
        if address.who.signed_in:
            assert seen.asks_to_sign_in or seen.status == 405


@each_guarded
def test_each_role_reaches_its_own_objects_or_is_refused(
    world: World, now: datetime, address: Address
) -> None:
    for role, person in cast(world, address).items():
        side = own_side(world, person, in_agency=address.who.in_agency, now=now)
        for method in METHODS:
            seen = call(address, side, method, person)
            told = f"{method} {address.name} as {role}: {seen.status}"
            assert_safe(seen.response, signed_in=True)
            assert seen.status < 500, told
            assert not seen.asks_to_sign_in, told
            if not allowed(address, role):
                assert seen.status in {403, 405}, told
            elif address.arguments:
                assert seen.status not in {403, 404}, told
            else:
                assert seen.status != 403, told


@each_with_objects
def test_objects_of_others_do_not_exist(world: World, now: datetime, address: Address) -> None:
    for role, person in cast(world, address).items():
        side = own_side(world, person, in_agency=address.who.in_agency, now=now)
        with undone():
            foreign = other_side(side, world, now=now)
            for method in METHODS:
                seen = call(address, foreign, method, person)
                is_refused = not allowed(address, role) and not address.who.in_agency
                expected = {403, 405} if is_refused else {404, 405}
                assert seen.status in expected, f"{method} {address.name} as {role}"


@each_with_objects
def test_a_stranger_finds_none_of_our_objects(
    world: World, now: datetime, address: Address
) -> None:
    side = own_side(world, world.claire, in_agency=address.who.in_agency, now=now)
    for method in METHODS:
        seen = call(address, side, method, world.zoe)
        assert seen.status in {404, 405}, f"{method} {address.name}"


@pytest.mark.parametrize(
    "address",
    [one for one in ALL if len(one.arguments) > 1 and set(one.arguments) - SHARED],
    ids=lambda address: address.name,
)
def test_a_foreign_object_behind_our_own_address_does_not_exist(
    world: World, now: datetime, address: Address
) -> None:
    """Our agency, with a membership of somebody else's."""
    side = own_side(world, world.nadia, in_agency=address.who.in_agency, now=now)
    for method in METHODS:
        cache.clear()
        with undone():
            foreign = other_side(side, world, now=now)
            ours, *theirs = address.arguments
            values = {ours: MAKERS[ours](side), **{name: MAKERS[name](foreign) for name in theirs}}
            seen = visit(address.url(values), method=method, as_user=world.nadia)
            assert seen.status in {404, 405}


@each_with_objects
def test_a_number_without_an_object_is_no_error(
    world: World, now: datetime, address: Address
) -> None:
    if "<int:" not in address.route:
        return
    person = world.nadia if address.who.in_agency else world.claire
    values = dict.fromkeys(address.arguments, BEYOND_ALL_INTEGERS)
    for method in METHODS:
        cache.clear()
        with undone():
            seen = visit(address.url(values), method=method, as_user=person)
            assert seen.status in {404, 405}


@each_address
def test_reading_changes_nothing(world: World, now: datetime, address: Address) -> None:
    person = world.nadia if address.who.in_agency else world.claire
    side = own_side(world, person, in_agency=address.who.in_agency, now=now)
    for visitor in (person, None):
        for method in ("GET", "HEAD"):
            cache.clear()
            with undone():
                url = url_of(address, side)
                seen = visit(url, method=method, as_user=visitor)
                assert seen.written == [], f"{method} {url} writes"


@each_address
def test_no_form_is_believed_without_its_token(
    world: World, now: datetime, address: Address
) -> None:
    person = world.nadia if address.who.in_agency else world.claire
    side = own_side(world, person, in_agency=address.who.in_agency, now=now)
    with undone():
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        response = client.post(url_of(address, side))
        # A vendor's call bears a signature instead; here nobody's app is at that address.
        expected = {404} if address.name in SIGNED else {403, 405}
        if address.name in SECRET | LEADING:
            expected = {200, 302, 303}
        assert response.status_code in expected
        assert_safe(response, signed_in=True)
