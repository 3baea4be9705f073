"""The assistant as people go through it: saved step by step, back and forth, in two tabs."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.company.actions import promise
from beffroi.company.queries import promise_of
from beffroi.company.rules import Delay, Kind
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.insight.reports.models import ReportRecipient
from beffroi.sales.models import Cost
from beffroi.strategy.models import Goal, NetworkRole, Pillar, Strategy
from beffroi.strategy.plan.rules import STEPS
from tests.browsing import Browse
from tests.world import World

Sent = dict[str, Any]
Steps = dict[str, dict[str, Any]]


def text(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


def send(client: Client, step: str, sent: Sent, *, seen: int = 0, **more: str) -> Any:
    return client.post(reverse(f"plan_{step}"), {**sent, "seen": str(seen), **more})


def go_through(client: Client, steps: Steps) -> Any:
    url = ""
    for step in STEPS:
        response = send(client, step, steps[step])
        assert response.status_code == 302, (step, problems(response))
        url = response.url
    return client.get(url)


def test_whoever_takes_all_that_is_proposed_has_a_page_at_the_end(
    client: Client, steps: Steps, world: World
) -> None:
    page = text(go_through(client, steps))
    assert "Your strategy is agreed. It is read again in six months." in page
    assert "10 sales" in page
    assert "Talk with neighbours." in page
    assert "when there is something to say" in page
    strategy = Strategy.objects.get(workspace=world.atelier)
    assert strategy.review_at == datetime(2027, 3, 13, 23, tzinfo=UTC)
    assert strategy.minutes_a_week == 75
    assert strategy.media_cents == 60_000


def test_each_screen_shows_what_is_proposed_and_how_long_the_rest_takes(
    client: Client, steps: Steps
) -> None:
    for step in STEPS:
        page = client.get(reverse(f"plan_{step}"))
        assert page.status_code == 200
        assert "About 9 minutes more." in text(page)
    first = client.get(reverse("plan_aims")).content.decode()
    assert len(re.findall(r'name="\w+-taken"[^>]* checked', first)) == 3


def test_money_is_proposed_as_it_was_spent_and_left_open_where_nobody_noted_any(
    client: Client, steps: Steps, world: World
) -> None:
    day = date(2026, 9, 1)
    Cost.objects.create(
        workspace=world.atelier,
        kind="tools",
        cents=22_800,
        first_day=day,
        last_day=day,
        noted_at=utc_now(),
    )
    proposed = fields_of(client.get(reverse("plan_means")).content.decode())
    money = [proposed.get(name, "") for name in ("advertising", "tools", "agency")]
    assert money == ["", "228.00", ""]


def test_what_stands_on_a_screen_can_be_sent_as_it_is(client: Client, steps: Steps) -> None:
    for step in STEPS:
        page = client.get(reverse(f"plan_{step}")).content.decode()
        response = client.post(reverse(f"plan_{step}"), fields_of(page))
        assert response.status_code == 302, (step, problems(response))
    assert Strategy.objects.get().agreed_at is not None


def test_names_that_begin_with_a_capital_are_parted_by_dots(client: Client, steps: Steps) -> None:
    more = {"audience_2-name": "Families at the weekend"}
    send(client, "audience", steps["audience"] | more)
    send(client, "content", steps["content"])
    page = text(client.get(reverse("plan_tone")))
    assert "Our regulars · Families at the weekend" in page
    assert "How we make it 75 · Offers 25" in page


def test_finishing_later_keeps_the_step_and_leads_back_to_it(client: Client, steps: Steps) -> None:
    response = send(client, "means", steps["means"], later="1")
    assert response.url == reverse("strategy")
    page = text(client.get(response.url))
    assert "6 questions are left." in page
    assert "1 h 15 min a week" in text(client.get(reverse("plan_tone")))


def test_a_step_that_another_tab_saved_meanwhile_is_not_overwritten(
    client: Client, steps: Steps
) -> None:
    send(client, "tone", steps["tone"])
    response = send(client, "tone", steps["tone"] | {"we_say": "“Hello you.”"})
    assert response.status_code == 422
    page = text(response)
    assert "Somebody saved this step meanwhile" in page
    assert "“Hello you.”" in page
    assert Strategy.objects.get().we_say == "“Good morning.”\nShort."
    again = fields_of(response.content.decode())
    assert client.post(reverse("plan_tone"), again).status_code == 302
    assert Strategy.objects.get().we_say == "“Hello you.”"


def test_two_tabs_on_two_steps_do_not_meet(client: Client, steps: Steps) -> None:
    assert send(client, "tone", steps["tone"]).status_code == 302
    assert send(client, "means", steps["means"]).status_code == 302


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("aims", {"sales-wanted": "many"}, "This is no number. For instance: 90"),
        ("aims", {"sales-due_day": "2026-09-15"}, "Less than a week shows nothing."),
        ("aims", {"sales-taken": ""}, "Choose one goal at least"),
        ("audience", {"audience_2-who": "Parents"}, "Give these people a name"),
        ("audience", {"audience_1-name": "", "audience_1-wants": ""}, "Name one kind of people"),
        ("networks", {"network_bluesky-posts": "0"}, "greater than or equal to 1"),
        ("networks", {"planned_1-chosen": "bluesky"}, "not one of the available choices"),
        ("networks", {"left_1-chosen": "bluesky"}, "This network has a row already."),
        ("content", {"pillar_1-share": "70"}, "The shares add up to 100. These make 95."),
        ("content", {"pillar_1-name": "", "pillar_1-share": ""}, "Name two things"),
        ("content", {"pillar_1-name": "OFFERS"}, "Two of them have the same name."),
        ("means", {"hours": "0", "minutes": "0"}, "one minute a week at least"),
        ("means", {"advertising": "much"}, "This is no sum of money."),
        ("tone", {"manner": "ihr"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client: Client, steps: Steps, step: str, wrong: Sent, said: str
) -> None:
    response = send(client, step, steps[step] | wrong)
    assert response.status_code == 422
    assert said in text(response)
    assert not Strategy.objects.exists()


def test_one_person_is_not_both_owner_and_stand_in(
    client: Client, steps: Steps, world: World
) -> None:
    twice = {"network_bluesky-backup": str(world.karim.pk)}
    response = send(client, "networks", steps["networks"] | twice)
    assert "Whoever stands in is somebody else, or nobody." in text(response)


def test_a_fourth_goal_is_refused(client: Client, steps: Steps) -> None:
    sent = dict(steps["aims"])
    for aim, measure in (("service", "sla"), ("image", "reviews"), ("loyalty", "inter")):
        sent |= {f"{aim}-taken": "on", f"{aim}-measure": measure, f"{aim}-wanted": "50"}
        sent[f"{aim}-due_day"] = "2026-12-01"
    response = send(client, "aims", sent)
    assert "That is too many: choose 3." in text(response)
    assert not Goal.objects.exists()


def test_a_goal_left_out_ends_and_another_takes_its_place(client: Client, steps: Steps) -> None:
    send(client, "aims", steps["aims"])
    sent = {
        "image-taken": "on",
        "image-measure": "reviews",
        "image-wanted": "5",
        "image-due_day": "2026-12-01",
    }
    assert send(client, "aims", sent, seen=1).status_code == 302
    assert Goal.objects.get(aim="sales").ended_at is not None
    assert Goal.objects.get(aim="image").target == 5


def test_a_goal_keeps_its_first_day_when_its_number_changes(client: Client, steps: Steps) -> None:
    send(client, "aims", steps["aims"])
    send(client, "aims", steps["aims"] | {"sales-wanted": "12"}, seen=1)
    goal = Goal.objects.get()
    assert (goal.target, goal.first_day) == (12, date(2026, 9, 14))


def test_one_network_fewer_is_kept_with_what_it_gave_back(client: Client, steps: Steps) -> None:
    left = {
        "left_1-chosen": "tiktok",
        "left_1-standing": "closed",
        "left_1-why": "No order in three months.",
        "left_1-gave_back": "16 hours",
    }
    send(client, "networks", steps["networks"] | left)
    row = NetworkRole.objects.get(network="tiktok")
    assert (row.standing, row.gave_back, row.left_day) == ("closed", "16 hours", date(2026, 9, 14))
    page = text(client.get(reverse("strategy")))
    assert "One network fewer: TikTok, closed. No order in three months." in page
    assert "It gave back: 16 hours" in page


def test_a_feed_is_no_network_to_be_on(client: Client, steps: Steps) -> None:
    page = client.get(reverse("plan_networks")).content.decode()
    assert '<option value="tiktok"' in page
    assert '<option value="rss"' not in page


def test_a_pillar_under_a_new_name_stays_the_same_for_its_posts(
    client: Client, steps: Steps
) -> None:
    send(client, "content", steps["content"])
    before = Pillar.objects.get(place=1).pk
    send(client, "content", steps["content"] | {"pillar_1-name": "The oven"}, seen=1)
    assert Pillar.objects.get(pk=before).name == "The oven"


def test_offers_above_one_post_in_four_are_kept_with_a_warning(
    client: Client, steps: Steps
) -> None:
    sent = steps["content"] | {"pillar_1-share": "60", "pillar_2-share": "40"}
    response = send(client, "content", sent)
    assert response.status_code == 302
    assert "Offers are planned above one post in four" in text(client.get(response.url))


def test_agreeing_waits_for_the_steps_that_are_missing(client: Client, steps: Steps) -> None:
    response = send(client, "measure", steps["measure"])
    assert response.url == reverse("plan_aims")
    assert Strategy.objects.get().agreed_at is None


def test_what_is_promised_there_sets_when_messages_are_due(
    client: Client, steps: Steps, world: World
) -> None:
    send(client, "tone", steps["tone"])
    assert promise_of(world.atelier).delays == {Kind.OTHER: Delay(240)}
    assert "First answer promised: 4 opening hours." in text(client.get(reverse("strategy")))
    shown = {"answer_shown": "240-open_time"}
    promise(world.atelier, delays={Kind.OTHER: Delay(60)}, actor=world.karim, now=utc_now())
    send(client, "tone", steps["tone"] | shown, seen=1)
    assert promise_of(world.atelier).delays == {Kind.OTHER: Delay(60)}  # nobody changed it here
    promise(world.atelier, delays={Kind.OTHER: Delay(240)}, actor=world.karim, now=utc_now())
    refused = send(client, "tone", steps["tone"] | {"answer_within": "1-clock"}, seen=2)
    assert refused.status_code == 422
    assert promise_of(world.atelier).delays == {Kind.OTHER: Delay(240)}


def test_the_reader_of_the_figures_has_them_by_mail_on_that_day(
    client: Client, steps: Steps, world: World
) -> None:
    assert 'name="by_mail"' in client.get(reverse("plan_measure")).content.decode()
    sent = {"reader": str(world.karim.pk), "reading_day": "4"}
    send(client, "measure", steps["measure"] | sent | {"by_mail": "on"})
    row = ReportRecipient.objects.get(workspace=world.atelier)
    assert (row.address, row.is_weekly, row.weekday) == (world.karim.email, True, 4)
    assert 'name="by_mail" checked' in re.sub(
        r' (id|class|aria-\w+)="[^"]*"', "", client.get(reverse("plan_measure")).content.decode()
    )
    send(client, "measure", steps["measure"] | sent, seen=1)
    assert not ReportRecipient.objects.exists()


def test_another_reader_takes_the_mail_over_and_nobody_else_loses_theirs(
    client: Client, steps: Steps, world: World
) -> None:
    measure = steps["measure"]
    send(client, "measure", measure | {"reader": str(world.claire.pk), "by_mail": "on"})
    send(client, "measure", measure | {"reader": str(world.karim.pk), "by_mail": "on"}, seen=1)
    assert ReportRecipient.objects.get().person == world.karim
    ReportRecipient.objects.create(
        workspace=world.atelier,
        address=world.claire.email,
        language="fr",
        is_weekly=True,
        is_monthly=False,
        added_at=utc_now(),
    )
    send(client, "measure", measure | {"reader": str(world.claire.pk)}, seen=2)
    assert ReportRecipient.objects.get().address == world.claire.email
    send(client, "measure", measure | {"reader": ""}, seen=3)
    assert ReportRecipient.objects.get().is_weekly


def test_a_full_list_keeps_the_switch_of_who_is_on_it(
    client: Client, steps: Steps, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = steps["measure"] | {"reader": str(world.karim.pk), "by_mail": "on"}
    send(client, "measure", sent)
    monkeypatch.setattr("beffroi.insight.reports.actions.RECIPIENTS_MAX", 1)
    monkeypatch.setattr("beffroi.insight.reports.queries.RECIPIENTS_MAX", 1)
    send(client, "measure", sent | {"reading_day": "3"}, seen=1)
    assert ReportRecipient.objects.get().weekday == 3


def test_what_another_tab_saved_meanwhile_sends_nobody_a_mail(
    client: Client, steps: Steps, world: World
) -> None:
    sent = steps["measure"] | {"reader": str(world.karim.pk), "by_mail": "on"}
    send(client, "measure", steps["measure"])
    send(client, "measure", sent)
    assert not ReportRecipient.objects.exists()


def test_without_a_mail_server_no_mail_is_offered(
    client: Client, world: World, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert 'name="by_mail"' not in client.get(reverse("plan_measure")).content.decode()


def test_only_who_manages_the_company_writes_it(browse: Browse, world: World, steps: Steps) -> None:
    reader = browse(world.lucas)
    assert reader.get(reverse("strategy")).status_code == 200
    assert send(reader, "tone", steps["tone"]).status_code == 403
    assert reader.post(reverse("strategy_agree")).status_code == 403


def test_every_step_leaves_a_line_in_the_trail(client: Client, steps: Steps) -> None:
    go_through(client, steps)
    told = AuditEntry.objects.filter(action__startswith="strategy.")
    assert [row.action for row in told.order_by("pk")] == [
        *(f"strategy.{step}_saved" for step in STEPS),
        "strategy.agreed",
    ]


def problems(response: Any) -> str:
    """Return what a refused screen says is wrong."""
    page = response.content.decode()
    return " ".join(re.sub("<[^>]*>", " ", page[page.index("form-errors") :][:900]).split())


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the form of a step."""
    form = page[page.index('id="step"') :].partition("</form>")[0]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = _attribute(tag, "type"), _attribute(tag, "name")
        if kind in {"checkbox", "radio"} and " checked" not in tag:
            continue
        value = html.unescape(_attribute(tag, "value"))
        sent[name] = value or ("on" if kind == "checkbox" else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        sent[name] = html.unescape(chosen.group(1)) if chosen else ""
    for name, body in re.findall(r'<textarea name="([^"]+)".*?>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = html.unescape(body.removeprefix("\r\n").removeprefix("\n"))
    return {name: value for name, value in sent.items() if name}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found.group(1) if found else ""
