from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.workspaces import rules
from beffroi.workspaces.rules import Permission, Role

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


def test_the_owner_may_everything() -> None:
    assert all(rules.may(Role.OWNER, permission) for permission in Permission)


def test_only_the_owner_manages_the_workspace_itself() -> None:
    able = {role for role in Role if rules.may(role, Permission.MANAGE_WORKSPACE)}
    assert able == {Role.OWNER}


def test_who_writes_does_not_approve_and_who_approves_does_not_write() -> None:
    assert not rules.may(Role.EDITOR, Permission.APPROVE_POSTS)
    assert not rules.may(Role.APPROVER, Permission.WRITE_POSTS)


def test_a_client_sees_and_approves_posts_and_nothing_else() -> None:
    held = {permission for permission in Permission if rules.may(Role.CLIENT, permission)}
    assert held == {Permission.SEE_POSTS, Permission.APPROVE_POSTS}


def test_a_reader_only_sees() -> None:
    held = {permission.value for permission in Permission if rules.may(Role.READER, permission)}
    assert held
    assert all(name.startswith("see_") for name in held)


@pytest.mark.parametrize("role", Role)
def test_nobody_gives_a_role_that_may_more_than_their_own(role: Role) -> None:
    own = rules.PERMISSIONS[role]
    for given in rules.grantable(role):
        assert rules.PERMISSIONS[given] <= own


def test_a_manager_gives_every_role_but_the_owners() -> None:
    assert rules.grantable(Role.MANAGER) == frozenset(Role) - {Role.OWNER}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER, Role.CLIENT])
def test_others_give_no_role_at_all(role: Role) -> None:
    assert rules.grantable(role) == frozenset()


@pytest.mark.parametrize(
    ("from_role", "to_role", "allowed"),
    [
        (Role.READER, Role.EDITOR, True),
        (Role.EDITOR, Role.MANAGER, True),
        (Role.EDITOR, Role.OWNER, False),
        (Role.OWNER, Role.READER, False),
        (Role.OWNER, Role.OWNER, False),
    ],
)
def test_a_manager_neither_makes_nor_unmakes_owners(
    from_role: Role, to_role: Role, allowed: bool
) -> None:
    assert rules.may_move(Role.MANAGER, from_role=from_role, to_role=to_role) is allowed


@pytest.mark.parametrize(
    ("roles", "strongest"),
    [
        ([], None),
        ([Role.READER], Role.READER),
        ([Role.CLIENT, Role.EDITOR], Role.EDITOR),
        ([Role.EDITOR, Role.OWNER], Role.OWNER),
    ],
)
def test_the_strongest_of_several_roles_counts(roles: list[Role], strongest: Role | None) -> None:
    assert rules.strongest(roles) == strongest


@pytest.mark.parametrize(
    ("idle", "age", "over"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=12), timedelta(hours=12), False),
        (timedelta(hours=12, seconds=1), timedelta(hours=13), True),
        (timedelta(minutes=1), timedelta(days=30), False),
        (timedelta(minutes=1), timedelta(days=30, seconds=1), True),
    ],
)
def test_a_session_ends_when_idle_or_old(idle: timedelta, age: timedelta, over: bool) -> None:
    assert rules.session_is_over(signed_in_at=NOW - age, seen_at=NOW - idle, now=NOW) is over


@pytest.mark.parametrize(
    ("forwarded_for", "proxy_count", "believed"),
    [
        ("", 0, "10.0.0.9"),
        ("6.6.6.6", 0, "10.0.0.9"),
        ("6.6.6.6", 1, "6.6.6.6"),
        ("1.1.1.1, 6.6.6.6", 1, "6.6.6.6"),
        ("1.1.1.1, 6.6.6.6, 10.0.0.1", 2, "6.6.6.6"),
        ("6.6.6.6", 2, "10.0.0.9"),
        (" , ", 1, "10.0.0.9"),
    ],
)
def test_only_what_the_configured_proxies_wrote_is_believed(
    forwarded_for: str, proxy_count: int, believed: str
) -> None:
    address = rules.client_address(
        remote="10.0.0.9", forwarded_for=forwarded_for, proxy_count=proxy_count
    )
    assert address == believed


def test_an_address_has_one_spelling() -> None:
    assert rules.normal_email("  Claire@Atelier-Martin.Example ") == "claire@atelier-martin.example"


def test_a_name_is_one_line() -> None:
    assert rules.one_line("  Atelier\r\nBcc: all@example.com\t Martin ") == (
        "Atelier Bcc: all@example.com Martin"
    )


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ("Firefox", "Linux"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", ("Chrome", "Android")),
        ("<script>alert(1)</script>", ("", "")),
    ],
)
def test_people_recognise_their_devices(user_agent: str, device: tuple[str, str]) -> None:
    assert rules.device_of(user_agent) == device
