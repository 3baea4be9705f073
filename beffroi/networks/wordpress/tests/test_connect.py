from __future__ import annotations

from typing import Any

import pytest

from beffroi.networks.contracts import DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkUnavailable,
    PermissionLost,
)
from beffroi.networks.simulation_faults import Fault, FaultKind
from beffroi.networks.tests.world import MemoryKeeper
from beffroi.networks.wordpress.client import Document
from beffroi.networks.wordpress.discovery import _candidates
from beffroi.networks.wordpress.tests.world import WordPressWorld


def test_a_channel_bears_the_name_of_its_site(world: WordPressWorld) -> None:
    connection = world.connect()
    profile = connection.profile
    assert profile.display_name == "Atelier Martin & Fils"
    assert profile.handle == world.simulator.origin.removeprefix("http://")
    assert (profile.account_id, profile.kind) == ("2", "site")
    assert connection.access.origin == world.simulator.origin


@pytest.mark.parametrize("told", ["header", "tag", "nowhere"])
@pytest.mark.parametrize("plain", [False, True], ids=["pretty", "plain"])
def test_the_interface_is_found_however_the_site_tells_it(
    world: WordPressWorld, told: str, plain: bool
) -> None:
    world.set_up(tells_its_root=told, has_plain_permalinks=plain)
    world.keeper = MemoryKeeper(world.connect().access)
    world.channel().publish(world.post("Par la bonne porte"))
    assert world.count_visible("Par la bonne porte") == 1


def test_a_site_without_pretty_addresses_works_whole(world: WordPressWorld) -> None:
    world.set_up(has_plain_permalinks=True)
    world.keeper = MemoryKeeper(world.connect().access)
    channel, post = world.channel(), world.post("Sans réécriture")
    published = channel.publish(post)
    theirs = world.stranger_replies(published.remote_id, "Bonjour")
    assert channel.find(post, since=world.now()) == published
    assert [item.remote_id for item in channel.read_feedback(None).items] == [theirs]


@pytest.mark.parametrize("told", ["header", "tag", "nowhere"])
@pytest.mark.parametrize("plain", [False, True], ids=["pretty", "plain"])
def test_a_site_in_a_folder_is_found_and_works_whole(
    world: WordPressWorld, told: str, plain: bool
) -> None:
    world.set_up(place="/blog", tells_its_root=told, has_plain_permalinks=plain)
    connection = world.connect(origin=f"{world.simulator.origin}/blog")
    assert connection.profile.account_id == "2/blog"
    assert connection.profile.handle.endswith("/blog")
    world.keeper = MemoryKeeper(connection.access)
    channel, post = world.channel(), world.post("Du fond du jardin")
    published = channel.publish(post)
    assert "/blog/" in published.url
    theirs = world.stranger_replies(published.remote_id, "Bonjour")
    assert channel.find(post, since=world.now()) == published
    assert [item.remote_id for item in channel.read_feedback(None).items] == [theirs]


def test_beside_its_folder_there_is_no_site(world: WordPressWorld) -> None:
    world.set_up(place="/blog")
    with pytest.raises((ContentRefused, AppMisconfigured)):
        world.connect()


@pytest.mark.parametrize("door", ["wp-admin/profile.php", "wp-login.php?x=1", "wp-admin/"])
def test_the_page_where_one_signs_in_will_do(world: WordPressWorld, door: str) -> None:
    world.set_up(place="/blog", tells_its_root="nowhere")
    address = f"{world.simulator.origin}/blog/{door}"
    assert world.connect(origin=address).profile.account_id == "2/blog"


def test_any_page_of_the_site_will_do(world: WordPressWorld) -> None:
    assert world.connect(origin=f"{world.simulator.origin}/").profile.account_id == "2"


@pytest.mark.parametrize(
    "password", ["abcdEFGH1234ijklMNOP5678", " abcd EFGH 1234 ijkl MNOP 5678 "]
)
def test_spaces_of_a_password_do_not_count(world: WordPressWorld, password: str) -> None:
    assert world.connect(password=password).profile.account_id == "2"


@pytest.mark.parametrize("names", [False, True], ids=["silent", "telling"])
@pytest.mark.parametrize("wrong", [{"identifier": "inconnue"}, {"password": "abcd"}])
def test_a_pair_that_a_site_does_not_know_is_an_access_refused(
    world: WordPressWorld, names: bool, wrong: dict[str, str]
) -> None:
    world.set_up(names_wrong_passwords=names)
    with pytest.raises(AccessRevoked):
        world.connect(**wrong)


def test_a_header_that_is_lost_looks_like_a_wrong_password(world: WordPressWorld) -> None:
    world.set_up(strips_authorization=True)
    with pytest.raises(AccessRevoked):
        world.connect()


@pytest.mark.parametrize(
    "setup",
    [{"has_application_passwords": False}, {"has_firewall": True}],
    ids=["no application passwords", "firewall"],
)
def test_a_site_that_keeps_us_out_must_be_mended_by_its_administrator(
    world: WordPressWorld, setup: dict[str, Any]
) -> None:
    world.set_up(**setup)
    with pytest.raises(AppMisconfigured):
        world.connect()


@pytest.mark.parametrize("role", ["contributor", "subscriber"])
def test_a_user_who_may_not_publish_must_be_given_a_role(world: WordPressWorld, role: str) -> None:
    world.set_up(role=role)
    with pytest.raises(PermissionLost, match="publish_posts"):
        world.connect()


@pytest.mark.parametrize(
    "answer",
    ["<!doctype html><p>Bonjour</p>", {"namespaces": ["oembed/1.0"]}, {"name": "x"}, [], "null"],
)
def test_what_is_no_site_of_wordpress_is_a_wrong_address(
    world: WordPressWorld, answer: Any
) -> None:
    world.set_up(tells_its_root="nowhere")
    world.answer_once("root", answer)
    with pytest.raises(ContentRefused) as caught:
        world.connect()
    assert caught.value.field == "address"


@pytest.mark.parametrize(
    "address",
    [
        "http://site.example",
        "ftp://site.example",
        "https://",
        "https://user:secret@site.example",
        "https://site.example:99999",
        "http://169.254.169.254/",
        "",
    ],
)
def test_a_password_goes_to_an_encrypted_address_only(world: WordPressWorld, address: str) -> None:
    with pytest.raises(ContentRefused) as caught:
        world.network.connect(address=address, identifier="a", password="b")
    assert caught.value.field == "address"


def test_a_password_never_goes_to_another_site(world: WordPressWorld) -> None:
    page = "<html><link rel='https://api.w.org/' href='https://evil.test/wp-json/'></html>"
    world.answer_once("page", page)
    with pytest.raises(ContentRefused) as caught:
        world.connect()
    assert caught.value.field == "address"
    assert world.simulator.calls["me"] == 1  # when the world began


def test_a_redirect_to_another_site_is_not_followed_with_a_password(world: WordPressWorld) -> None:
    world.simulator.faults.add(
        "page", Fault(FaultKind.REDIRECT_BEFORE, location="http://localhost:9/")
    )
    with pytest.raises((ContentRefused, NetworkUnavailable)):
        world.connect()
    assert world.simulator.calls["me"] == 1  # when the world began


def test_a_site_that_does_not_answer_may_be_tried_again(world: WordPressWorld) -> None:
    with world.simulator.down(), pytest.raises(NetworkUnavailable):
        world.connect()


def test_a_home_page_that_is_closed_does_not_hide_the_interface(world: WordPressWorld) -> None:
    world.answer_once("page", "<p>Bientôt</p>", status=404)
    assert world.connect().profile.account_id == "2"


@pytest.mark.parametrize(
    ("setup", "expected"),
    [
        ({}, []),
        ({"role": "author"}, [DiagnosisCode.ROLE_MISSING]),
        ({"role": "contributor"}, [DiagnosisCode.ROLE_MISSING]),
        ({"strips_authorization": True}, [DiagnosisCode.ACCESS_LOST]),
        ({"names_wrong_passwords": True}, []),
    ],
)
def test_what_is_missing_is_found_by_asking(
    world: WordPressWorld, setup: dict[str, Any], expected: list[DiagnosisCode]
) -> None:
    world.set_up(**setup)
    found = world.channel().diagnose(public_url="")
    assert [one.code for one in found] == expected


def test_a_dead_password_is_found_by_asking(world: WordPressWorld) -> None:
    world.revoke()
    found = world.channel().diagnose(public_url="")
    assert [one.code for one in found] == [DiagnosisCode.ACCESS_LOST]


def test_rights_that_are_missing_are_named(world: WordPressWorld) -> None:
    world.set_up(role="contributor")
    (found,) = world.channel().diagnose(public_url="")
    assert found.detail == "publish_posts, upload_files, moderate_comments"


@pytest.mark.parametrize("told", ["http://[x/", "https://a.fr:port/", "javascript:alert(1)"])
@pytest.mark.parametrize("place", ["header", "tag"])
def test_an_interface_at_no_address_is_looked_for_where_it_usually_is(
    told: str, place: str
) -> None:
    address, tag = "https://a.fr/", f'<link rel="https://api.w.org/" href="{told}">'
    header = {"link": f'<{told}>; rel="https://api.w.org/"'} if place == "header" else {}
    page = Document(200, header, b"" if header else tag.encode(), address)
    assert list(_candidates(page, address)) == list(_candidates(None, address))


def test_an_address_typed_with_an_open_bracket_is_none(world: WordPressWorld) -> None:
    with pytest.raises(ContentRefused, match="address"):
        world.connect(origin="https://[a.fr")


def test_a_site_whose_home_is_no_address_is_at_its_interface(world: WordPressWorld) -> None:
    said = {"home": "http://[x", "namespaces": ["wp/v2"], "authentication": {}}
    world.answer_once("root", said)
    assert world.connect().profile.url.startswith(world.simulator.origin)
