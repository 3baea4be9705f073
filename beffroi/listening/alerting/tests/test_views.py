from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.core.clock import utc_now
from beffroi.listening.alerting import detecting
from beffroi.listening.alerting.tests.makers import lately, old_watch, usual_weeks
from beffroi.listening.models import Alert, Lessons, Watch
from beffroi.workspaces.models import User
from tests.world import World

QUEUE = "Une heure de file chez Martin, et plus rien à la fin"


@pytest.fixture
def watch(world: World) -> Watch:
    User.objects.update(language="en")
    made = old_watch(world.atelier, now=utc_now(), name="Atelier Martin")
    usual_weeks(made, now=utc_now(), a_day=2)
    return made


@pytest.fixture
def alert(watch: Watch) -> Alert:
    lately(watch, 9, now=utc_now(), tone="negative", text=QUEUE)
    detecting.look(watch, now=utc_now())
    return Alert.objects.get()


def page_of(alert: Alert) -> str:
    return reverse("alert", args=[alert.pk])


def test_an_alert_explains_itself(world: World, alert: Alert, client: Client) -> None:
    client.force_login(world.claire)
    text = client.get(reverse("alerts")).content.decode()
    assert "“Atelier Martin” is spoken of 4 times as much as usual, and more badly." in text
    assert "9 mentions in 24 hours; 2 a day are usual (28 days)." in text
    assert "9 of the 9 whose tone is known are negative" in text
    assert "Orange alert" in text
    page = client.get(page_of(alert)).content.decode()
    assert QUEUE in page


def test_the_room_teaches_before_the_first_alert_and_calms_after(
    world: World, alert: Alert, client: Client
) -> None:
    client.force_login(world.claire)
    Alert.objects.update(closed_at=utc_now(), closing="fallen")
    assert "No alert goes on." in client.get(reverse("alerts")).content.decode()
    Alert.objects.all().delete()
    assert "No alert yet" in client.get(reverse("alerts")).content.decode()


def test_an_alert_is_put_off_and_brought_back(world: World, alert: Alert, client: Client) -> None:
    client.force_login(world.claire)
    client.post(reverse("alert_snoozed", args=[alert.pk]), {"until": "tomorrow"})
    until = Alert.objects.get().snoozed_until
    assert until is not None
    assert utc_now() < until < utc_now() + timedelta(hours=40)
    answer = client.post(reverse("alert_woken", args=[alert.pk]), follow=True)
    assert answer.redirect_chain == [(page_of(alert), 302)]
    assert Alert.objects.get().snoozed_until is None


def test_what_is_put_off_from_today_stays_on_today(
    world: World, alert: Alert, client: Client
) -> None:
    client.force_login(world.claire)
    assert 'name="from" value="today"' in client.get("/").content.decode()
    asked = {"until": "later", "from": "today"}
    answer = client.post(reverse("alert_snoozed", args=[alert.pk]), asked, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    undo = f"{reverse('alert_woken', args=[alert.pk])}?from=today"
    assert undo in answer.content.decode()
    assert client.post(undo, follow=True).redirect_chain == [("/", 302)]
    assert Alert.objects.get().snoozed_until is None


def test_a_false_alarm_says_what_it_teaches_and_can_be_undone(
    world: World, alert: Alert, client: Client
) -> None:
    client.force_login(world.claire)
    answer = client.post(reverse("alert_called_false", args=[alert.pk]), follow=True)
    text = answer.content.decode()
    assert "From now on it takes 10 mentions in 24 hours to alert, not 9." in text
    assert "From now on a change of tone must be clearer to alert." in text
    assert Alert.objects.get().closing == "false_alarm"
    client.post(reverse("alert_taken_back", args=[alert.pk]))
    assert Alert.objects.get().is_open
    assert Lessons.objects.get().volume == 0


def test_doing_so_twice_says_that_it_is_over(world: World, alert: Alert, client: Client) -> None:
    client.force_login(world.claire)
    client.post(reverse("alert_called_false", args=[alert.pk]))
    answer = client.post(reverse("alert_called_false", args=[alert.pk]), follow=True)
    assert "This alert is over already." in answer.content.decode()
    answer = client.post(reverse("alert_snoozed", args=[alert.pk]), follow=True)
    assert "This alert is over already." in answer.content.decode()


def test_who_only_reads_sees_no_button(world: World, alert: Alert, client: Client) -> None:
    client.force_login(world.lucas)
    text = client.get(page_of(alert)).content.decode()
    assert reverse("alert_snoozed", args=[alert.pk]) not in text
    assert reverse("alert_called_false", args=[alert.pk]) not in text
    assert client.post(reverse("alert_called_false", args=[alert.pk])).status_code == 403


def test_an_alert_of_another_workspace_is_not_there(
    world: World, alert: Alert, client: Client
) -> None:
    Alert.objects.update(workspace=world.flowers)
    client.force_login(world.claire)
    assert client.get(page_of(alert)).status_code == 404
    assert client.post(reverse("alert_snoozed", args=[alert.pk])).status_code == 404


def test_the_page_asks_as_much_for_many_alerts_as_for_one(
    world: World, alert: Alert, client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(world.claire)
    Alert.objects.bulk_create(
        Alert(
            workspace=alert.workspace,
            watch=alert.watch,
            level=1,
            phase="falling",
            reasons=alert.reasons,
            opened_at=alert.opened_at - timedelta(days=day),
            looked_at=alert.opened_at,
            grown_at=alert.opened_at,
            closed_at=alert.opened_at,
            closing="fallen",
        )
        for day in range(1, 40)
    )
    client.get(reverse("alerts"))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        answer = client.get(reverse("alerts"))
    older = answer.context["found"].next
    assert older is not None
    assert len(answer.context["found"].over) == 30
    rest = client.get(reverse("alerts"), {"after": str(older)})
    assert len(rest.context["found"].over) == 9
    assert not rest.context["found"].open


def test_today_has_a_card_until_the_alert_is_put_off(
    world: World, alert: Alert, client: Client
) -> None:
    client.force_login(world.claire)
    text = client.get("/").content.decode()
    assert "“Atelier Martin” is spoken of 4 times as much as usual" in text
    client.post(reverse("alert_snoozed", args=[alert.pk]), {"until": "later"})
    assert f"/?card=heard-{alert.pk}" not in client.get("/").content.decode()
    assert reverse("alert", args=[alert.pk]) not in client.get("/").content.decode()
