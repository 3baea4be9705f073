from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from beffroi.core.models import AuditEntry
from beffroi.links import actions
from beffroi.links.actions import ShortAlready, Wish
from beffroi.links.addressing import NotAnAddress
from beffroi.links.models import Link
from beffroi.links.own import placeholder
from beffroi.links.queries import led_to
from beffroi.links.targets import look_up
from beffroi.links.tests.conftest import NOW
from beffroi.workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(workspace: Workspace) -> Link:
    return actions.make(workspace=workspace, target="boulangerie.example/offre", now=NOW)


@pytest.fixture
def claire(db: None) -> User:
    return User.objects.create_user("claire@example.org", name="Claire")


def test_a_link_is_short_and_leads_where_it_was_made_for(link: Link) -> None:
    assert actions.short_address(link).endswith(f"/l/{link.code}")
    target = look_up(link.code)
    assert target is not None
    assert target.address == "https://boulangerie.example/offre"
    assert not target.is_elsewhere


def test_what_is_no_page_gets_no_link(workspace: Workspace) -> None:
    with pytest.raises(NotAnAddress):
        actions.make(workspace=workspace, target="javascript:alert(1)", now=NOW)
    assert not Link.objects.exists()


def test_another_page_of_the_same_site_needs_no_word(link: Link, claire: User) -> None:
    actions.lead_elsewhere(link, target="https://boulangerie.example/", actor=claire, now=NOW)
    target = look_up(link.code)
    assert target is not None
    assert not target.is_elsewhere


def test_who_is_led_to_another_site_is_told_its_name(
    link: Link, claire: User, client: Client
) -> None:
    actions.lead_elsewhere(link, target="https://other.example/x", actor=claire, now=NOW)
    target = look_up(link.code)
    assert target is not None
    assert target.is_elsewhere
    response = client.get(f"/l/{link.code}", headers={"accept-language": "fr"})
    page = response.content.decode()
    assert "other.example" in page
    assert 'href="https://other.example/x"' in page
    assert "Atelier Martin" in page
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert AuditEntry.objects.get().action == "link.changed"


@pytest.mark.parametrize("path", ["/l/zzzzzzz", "/l/abc", "/l/%00%00%00%00%00%00%00", "/l/0000000"])
def test_a_code_that_leads_nowhere_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_stopped_link_leads_nowhere_until_it_is_started_again(link: Link, claire: User) -> None:
    actions.stop(link, actor=claire, now=NOW)
    actions.stop(link, actor=claire, now=NOW)
    assert look_up(link.code) is None
    actions.start_again(link, actor=claire, now=NOW)
    actions.start_again(link, actor=claire, now=NOW)
    target = look_up(link.code)
    assert target is not None
    assert target.address == "https://boulangerie.example/offre"
    told = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert told == ["link.stopped", "link.started"]


@pytest.mark.parametrize("campaign", ["", "Fête des mères"])
def test_a_link_made_by_hand_says_whence_its_visitors_come(
    workspace: Workspace, claire: User, campaign: str
) -> None:
    wish = Wish(name="Affiche vitrine", target="boulangerie.example/offre?x=1", campaign=campaign)
    link = actions.make_by_hand(workspace, wish, actor=claire, now=NOW)
    assert (link.name, link.source) == ("Affiche vitrine", "hand")
    said = "&utm_source=affiche-vitrine&utm_medium=link&utm_campaign=fete-des-meres"
    said += f"&utm_content={link.code}"
    assert link.target == f"https://boulangerie.example/offre?x=1{said if campaign else ''}"
    assert AuditEntry.objects.get().action == "link.made"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_link_does_not_lead_to_a_short_link(
    link: Link, workspace: Workspace, claire: User, scheme: str
) -> None:
    short = f"{scheme}://{actions.short_address(link).partition('://')[2]}"
    with pytest.raises(ShortAlready):
        actions.lead_elsewhere(link, target=short, actor=claire, now=NOW)
    with pytest.raises(ShortAlready):
        actions.make_by_hand(workspace, Wish(name="x", target=short), actor=claire, now=NOW)


def test_links_of_a_closed_workspace_lead_nowhere(link: Link, client: Client) -> None:
    Workspace.objects.update(closed_at=NOW)
    assert look_up(link.code) is None
    assert client.get(f"/l/{link.code}").status_code == 404


@pytest.mark.parametrize("sign", ["”", "_", "…", "=", ".x"])
def test_a_sign_that_a_network_took_for_a_part_of_the_link_loses_nobody(
    link: Link, client: Client, sign: str
) -> None:
    response = client.get(f"/l/{link.code}{quote(sign)}")
    assert (response.status_code, response["Location"]) == (302, f"/l/{link.code}")


@pytest.mark.parametrize("rest", ["x", "9", "é"])
def test_a_longer_code_is_another_one(link: Link, client: Client, rest: str) -> None:
    assert client.get(f"/l/{link.code}{quote(rest)}").status_code == 404


def test_a_short_address_tells_where_it_leads(
    link: Link, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = actions.short_address(link)
    with django_assert_num_queries(1):
        assert led_to(address) == "https://boulangerie.example/offre"
    assert led_to(f"{address}”") == "https://boulangerie.example/offre"
    with django_assert_num_queries(0):
        assert led_to(f"{address}x") == ""
        assert led_to("https://boulangerie.example/l/abcdefg") == ""
    assert led_to(placeholder()) == ""
    assert len(placeholder()) == len(address)
