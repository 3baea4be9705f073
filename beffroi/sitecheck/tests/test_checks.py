"""A check from its asking to its end: actions, job, bounds, pages."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.core.clock import Clock, utc_now
from beffroi.core.models import Job
from beffroi.sitecheck import actions, bounding, gateway, jobs, queries, storing
from beffroi.sitecheck.addresses import NotASite
from beffroi.sitecheck.bounding import BY_ASKER, BY_SITE, IN_ALL, TooMany
from beffroi.sitecheck.models import DaySalt, FirstState, SiteCheck
from beffroi.sitecheck.rules import SiteFacts
from beffroi.sitecheck.tests.places import Places
from beffroi.sitecheck.tests.recorded import FULL
from beffroi.sitecheck.visiting import Kind, Step, Trouble
from beffroi.workspaces.models import User
from tests.world import World, people_and_places

pytestmark = pytest.mark.django_db
ME, OTHER = "192.0.2.7", "192.0.2.8"
FACTS = json.loads(
    json.dumps(storing.facts_to_json(SiteFacts("https://site.test/", profiles=(), has_legal=True)))
)


@pytest.fixture
def now() -> datetime:
    """The real time: that by which views read."""
    return utc_now()


@pytest.fixture
def clock(now: datetime) -> Clock:
    return lambda: now


@pytest.fixture
def world(now: datetime) -> World:
    return people_and_places(now=now)


@pytest.fixture
def away(places: Places, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The small internet instead of the real one."""
    monkeypatch.setattr(gateway, "client", places.client)
    return places


def run(check: SiteCheck, clock: Clock) -> SiteCheck:
    jobs.read({"check_id": check.pk}, clock=clock)
    check.refresh_from_db()
    return check


def was_read(check: SiteCheck, *, now: datetime) -> None:
    SiteCheck.objects.filter(pk=check.pk).update(state="read", facts=FACTS, requests=5, read_at=now)


def test_a_site_is_read_by_a_job_and_shown(
    away: Places, client: Client, clock: Clock, now: datetime
) -> None:
    away.put("site.test/", FULL)
    check = actions.ask("site.test", remote=ME, now=now)
    assert Job.objects.filter(kind=actions.READ, key=str(check.pk)).exists()
    address = f"/website-check/{check.token}/"
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "2"
    run(check, clock)
    assert check.facts is not None
    assert check.facts["has_legal"] is False
    shown = client.get(address)
    assert "Refresh" not in shown.headers
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "Boulangerie Atelier Martin, Douai" in shown.content.decode()


def test_nothing_of_what_a_site_says_of_people_is_kept(
    away: Places, clock: Clock, now: datetime
) -> None:
    away.put("site.test/", FULL.replace(b"03 27", b"lou@site.example 03 27"))
    check = run(actions.ask("site.test", remote=ME, now=now), clock)
    kept = f"{check.facts} {check.steps} {check.asker}"
    for one in ("lou@site.example", "03 27", "+3332", "rue de Bellain", ME):
        assert one not in kept


def test_a_job_that_runs_again_reads_nothing_again(
    away: Places, clock: Clock, now: datetime
) -> None:
    away.put("site.test/", FULL)
    check = run(actions.ask("http://site.test/", remote=ME, now=now), clock)
    asked = len(away.asked)
    run(check, clock)
    jobs.read({"check_id": 2**40}, clock=clock)
    assert len(away.asked) == asked


def test_a_check_that_is_given_up_says_so(client: Client, clock: Clock, now: datetime) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    jobs.give_up({"check_id": check.pk}, clock=clock)
    page = client.get(f"/website-check/{check.token}/")
    assert "pas la faute de votre site" in page.content.decode()


def test_a_restore_gives_up_what_waited(now: datetime) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    actions.give_up_open(now)
    check.refresh_from_db()
    assert check.state == SiteCheck.State.FAILED
    assert not Job.objects.filter(kind=actions.READ).exists()


@pytest.mark.parametrize("seconds", [0, 86_399])
def test_a_result_is_there_for_a_day(client: Client, now: datetime, seconds: int) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    moment = now + timedelta(seconds=seconds)
    actions.forget(now=moment)
    assert queries.find(check.token, now=moment) is not None


def test_a_result_is_gone_after_a_day_with_what_told_askers_apart(now: datetime) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    tomorrow = now + timedelta(days=1)
    assert queries.find(check.token, now=tomorrow) is None
    actions.forget(now=tomorrow)
    assert not SiteCheck.objects.exists()
    assert not DaySalt.objects.exists()


def test_an_address_that_nobody_was_given_shows_nothing(client: Client) -> None:
    assert client.get("/website-check/guessed/").status_code == 404


# Bounds


def test_one_asker_has_a_few_sites_read_an_hour(now: datetime) -> None:
    for n in range(BY_ASKER):
        actions.ask(f"s{n}.test", remote=ME, now=now)
    with pytest.raises(TooMany) as refused:
        actions.ask("other.test", remote=ME, now=now)
    assert refused.value.who == "asker"
    actions.ask("other.test", remote=OTHER, now=now)
    actions.ask("other.test", remote=ME, now=now + bounding.WINDOW)


def test_one_site_is_read_a_few_times_an_hour_whoever_asks(now: datetime) -> None:
    for n in range(BY_SITE):
        moment = now + n * bounding.FRESH * 2
        was_read(actions.ask(f"site.test/{n}", remote=f"192.0.2.{n}", now=moment), now=moment)
    with pytest.raises(TooMany) as refused:
        actions.ask("www.site.test/new", remote=OTHER, now=now + timedelta(minutes=50))
    assert refused.value.who == "site"


def test_all_of_them_together_are_bounded(now: datetime) -> None:
    for n in range(IN_ALL):
        actions.ask(f"s{n}.test", remote=f"192.0.2.{n}", now=now)
    with pytest.raises(TooMany) as refused:
        actions.ask("other.test", remote="198.51.100.1", now=now)
    assert refused.value.who == "all"


def test_a_site_that_was_just_read_is_not_read_again(now: datetime) -> None:
    was_read(actions.ask("site.test", remote=ME, now=now), now=now)
    again = actions.ask("site.test", remote=OTHER, now=now + timedelta(minutes=1))
    assert (again.state, again.facts) == (SiteCheck.State.READ, FACTS)
    assert not Job.objects.filter(kind=actions.READ, key=str(again.pk)).exists()
    later = actions.ask("site.test", remote=OTHER, now=now + timedelta(minutes=6))
    assert later.is_open


def test_askers_cannot_be_told_apart_once_their_day_is_over(now: datetime) -> None:
    today = bounding.digest_of(ME, now=now)
    assert bounding.digest_of(ME, now=now) == today
    assert bounding.digest_of(OTHER, now=now) != today
    assert bounding.digest_of(ME, now=now + timedelta(days=1)) != today


def test_what_is_no_site_asks_for_nothing(now: datetime) -> None:
    with pytest.raises(NotASite):
        actions.ask("lou@site.test", remote=ME, now=now)
    assert not SiteCheck.objects.exists()


# Pages


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Indiquez l’adresse de votre site"),
        ("lou@site.test", "adresse électronique"),
        ("instagram.com/lou", "votre page Instagram"),
        ("boulangerie", "pas l’adresse d’un site"),
        ("x" * 600, "500"),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_stays(
    client: Client, typed: str, said: str
) -> None:
    response = client.post("/website-check/", {"site": typed})
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert f'value="{typed}"' in page or not typed


def test_too_many_is_a_clear_sentence(client: Client) -> None:
    for n in range(BY_ASKER):
        assert client.post("/website-check/", {"site": f"s{n}.test"}).status_code == 302
    response = client.post("/website-check/", {"site": "other.test"})
    assert response.status_code == 429
    assert "dans une heure" in response.content.decode()


@pytest.mark.parametrize(
    "trouble",
    [
        *("absent", "unsafe", "inside", "robots", "forbidden", "busy", "gone", "broken"),
        *("no_page", "too_large", "loop", "slow", "profile", "parked", "building"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_trouble_has_its_page_without_a_score(
    client: Client, now: datetime, trouble: str, language: str
) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    facts = storing.facts_to_json(SiteFacts("https://site.test/", trouble=trouble))
    SiteCheck.objects.filter(pk=check.pk).update(state="read", facts=facts, read_at=now)
    page = client.get(f"/website-check/{check.token}/", headers={"accept-language": language})
    assert page.status_code == 200
    assert not re.search(r"(?:sur|of)\s100", page.content.decode())


@pytest.mark.parametrize(
    "trouble",
    [
        *(Trouble.ROBOTS, Trouble.FORBIDDEN, Trouble.BUSY, Trouble.GONE, Trouble.BROKEN),
        *(Trouble.NO_PAGE, Trouble.TOO_LARGE, Trouble.LOOP),
    ],
)
def test_a_page_that_answered_is_not_said_to_be_silent(
    client: Client, now: datetime, trouble: Trouble
) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    was_read(check, now=now)
    steps = storing.steps_to_json([Step(Kind.LEGAL, "https://site.test/legal", trouble.value)])
    SiteCheck.objects.filter(pk=check.pk).update(steps=steps)
    page = client.get(f"/website-check/{check.token}/", headers={"accept-language": "en"})
    assert "legal notice</b> · " in page.content.decode()
    assert "no answer" not in page.content.decode()


def test_a_result_takes_two_queries(
    client: Client, now: datetime, django_assert_num_queries: object
) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    was_read(check, now=now)
    client.get("/website-check/robot/")
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get(f"/website-check/{check.token}/")


def test_the_robot_s_page_names_it_as_the_visit_does(client: Client) -> None:
    page = client.get("/website-check/robot/").content.decode()
    assert "BeffroiSiteCheck" in page
    assert gateway.agent().endswith("/website-check/robot/)")


def test_what_the_installation_may_call_besides_is_not_for_strangers(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = frozenset({"127.0.0.1:9"})
    assert not gateway._policy().allows("127.0.0.1", 9)


def test_the_demonstration_says_that_it_reads_no_site(
    client: Client, now: datetime, settings: Settings
) -> None:
    settings.OUTBOUND_ONLY_ALLOWED = True
    check = actions.ask("site.test", remote=ME, now=now)
    facts = storing.facts_to_json(SiteFacts("https://site.test/", trouble="inside"))
    SiteCheck.objects.filter(pk=check.pk).update(state="read", facts=facts, read_at=now)
    page = client.get(f"/website-check/{check.token}/").content.decode()
    assert "démonstration, aucun site" in page


@pytest.mark.parametrize(
    ("signup", "said"), [("open", "Créer mon compte"), ("invited", "Se connecter")]
)
def test_an_account_is_offered_where_anybody_may_make_one(
    client: Client, world: World, now: datetime, settings: Settings, signup: str, said: str
) -> None:
    settings.SIGNUP = signup
    check = actions.ask("site.test", remote=ME, now=now)
    was_read(check, now=now)
    page = client.get(f"/website-check/{check.token}/").content.decode()
    assert f">{said} <svg" in page


def test_whoever_has_an_account_and_no_workspace_is_led_to_one_and_back(
    client: Client, now: datetime
) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    was_read(check, now=now)
    client.force_login(User.objects.create_user("odile@marais.example", name="Odile Roussel"))
    here = f"/website-check/{check.token}/"
    page = client.get(here).content.decode()
    assert f'href="/workspaces/new/?next={here}"' in page
    assert ">Se connecter <svg" not in page
    sent = {"name": "Boulangerie du Marais", "time_zone": "Europe/Paris"}
    assert client.post(f"/workspaces/new/?next={here}", sent).headers["Location"] == here
    assert f'action="{here}keeping/"' in client.get(here).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:1"])
def test_a_new_workspace_never_leads_elsewhere(
    client: Client, now: datetime, elsewhere: str
) -> None:
    client.force_login(User.objects.create_user("odile@marais.example", name="Odile Roussel"))
    sent = {"name": "Boulangerie du Marais", "time_zone": "Europe/Paris"}
    done = client.post(f"/workspaces/new/?next={elsewhere}", sent)
    assert done.headers["Location"] == "/"


def test_a_page_that_shows_next_to_nothing_gets_no_level(client: Client, now: datetime) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    facts = storing.facts_to_json(SiteFacts("https://site.test/", has_description=True))
    SiteCheck.objects.filter(pk=check.pk).update(state="read", facts=facts, read_at=now)
    page = client.get(f"/website-check/{check.token}/").content.decode()
    assert "Pas encore de niveau" in page
    assert "sur 100" not in page
    assert "Intégré" not in page


# The first state


def test_a_workspace_keeps_a_result_as_its_first_state(
    client: Client, world: World, now: datetime
) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    was_read(check, now=now)
    client.force_login(world.claire)
    client.post(f"/website-check/{check.token}/keeping/")
    facts = queries.kept_facts(world.atelier)
    assert facts is not None
    assert facts.has_legal
    actions.forget(now=now + timedelta(days=2))
    assert queries.kept_facts(world.atelier) == facts


def test_the_first_state_stays_beside_the_newest_that_was_kept(world: World, now: datetime) -> None:
    check = actions.ask("site.test", remote=ME, now=now)
    with pytest.raises(actions.NothingToKeep):
        actions.take_over(check, workspace=world.atelier, actor=world.claire, now=now)
    was_read(check, now=now)
    check.refresh_from_db()
    assert actions.take_over(check, workspace=world.atelier, actor=world.claire, now=now)
    first = FirstState.objects.get().facts
    assert isinstance(check.facts, dict)
    check.facts = {**check.facts, "has_legal": not check.facts["has_legal"]}
    assert not actions.take_over(check, workspace=world.atelier, actor=world.claire, now=now)
    kept = queries.kept_facts(world.atelier)
    assert kept is not None
    assert kept.has_legal is check.facts["has_legal"]
    assert FirstState.objects.get().facts == first
