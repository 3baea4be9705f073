"""Making an account, coming in, going out: through the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.workspaces.middleware import SESSION_SEEN_AT, SESSION_SIGNED_IN_AT
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Role
from beffroi.workspaces.tests.browsing import (
    PASSWORD,
    code_in_last_mail,
    confirm_address,
    give_password,
    is_in,
    mails_to,
    page,
    sign_in,
    sign_up,
)
from tests.world import World

FIRST = "marie@example.com"


@pytest.fixture
def claire(world: World) -> User:
    give_password(world.claire)
    return world.claire


@pytest.mark.django_db
def test_the_first_person_makes_an_account_confirms_it_and_opens_a_workspace(
    client: Client,
) -> None:
    assert sign_up(client, email=FIRST).headers["Location"] == reverse(
        "account_email_verification_sent"
    )
    assert not is_in(client)
    confirm_address(client)
    assert is_in(client)
    user = User.objects.get()
    assert (user.email, user.name) == (FIRST, "Marie Petit")
    assert client.get(reverse("workspace_settings")).headers["Location"] == reverse("workspaces")
    shown = page(client.get(reverse("workspace_new")))
    assert '<option value="Europe/Paris" selected>' in shown
    client.post(
        reverse("workspace_new"),
        {"name": "Atelier Petit", "activity": "Couture, Lille", "time_zone": "Europe/Paris"},
    )
    reached = Workspace.objects.reachable_by(user).get()
    assert (reached.name, reached.reached_as) == ("Atelier Petit", Role.OWNER)


@pytest.mark.django_db
def test_a_mistyped_first_address_does_not_close_the_door(client: Client) -> None:
    sign_up(client, email="mari@example.com")
    sign_up(Client(), email=FIRST)
    assert User.objects.filter(email=FIRST).exists()


def test_after_the_first_one_comes_by_invitation_only(client: Client, world: World) -> None:
    shown = client.get(reverse("account_signup"))
    assert 'name="password1"' not in page(shown)
    sign_up(client, email=FIRST)
    assert not User.objects.filter(email=FIRST).exists()
    assert mail.outbox == []


def test_an_installation_may_be_open_to_all(
    client: Client, world: World, settings: Settings
) -> None:
    settings.SIGNUP = "open"
    sign_up(client, email=FIRST)
    confirm_address(client)
    assert is_in(client)


@pytest.mark.parametrize("email", ["claire@atelier-martin.example", "nobody@example.com"])
def test_signing_up_tells_nobody_who_has_an_account(
    client: Client, claire: User, settings: Settings, email: str
) -> None:
    settings.SIGNUP = "open"
    answer = sign_up(client, email=email)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("account_email_verification_sent"),
    )
    shown = page(client.get(reverse("account_email_verification_sent")))
    assert "nobody" in shown.replace(email, "nobody")
    assert len(mails_to(email)) == 1


@pytest.mark.parametrize("way", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_code_tells_nobody_who_has_an_account(claire: User, way: str) -> None:
    seen = []
    for email in (claire.email, "nobody@example.com"):
        visitor = Client()
        answer = visitor.post(reverse(way), {"email": email})
        shown = page(visitor.get(answer.headers["Location"])).replace(email, "…")
        seen.append((answer.status_code, answer.headers["Location"], len(shown)))
        assert len(mails_to(email)) == 1
    assert seen[0] == seen[1]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(claire: User) -> None:
    def refusal(email: str) -> str:
        return page(sign_in(Client(), email=email, password="wrong-wrong-wrong")).replace(
            email, "…"
        )

    def without_token(shown: str) -> list[str]:
        return [line for line in shown.splitlines() if "csrfmiddlewaretoken" not in line]

    assert without_token(refusal(claire.email)) == without_token(refusal("nobody@example.com"))


def test_guessing_passwords_ends_after_five(claire: User) -> None:
    for _ in range(5):
        sign_in(Client(), email=claire.email, password="wrong-wrong-wrong")
    right = Client()
    sign_in(right, email=claire.email)
    assert not is_in(right)


def test_a_header_that_a_client_invents_does_not_escape_the_limit(claire: User) -> None:
    for number in range(12):
        Client().post(
            reverse("account_login"),
            {"login": f"{number}@example.com", "password": "wrong-wrong-wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
    right = Client()
    sign_in(right, email=claire.email)
    assert not is_in(right)


def test_a_code_by_mail_opens_the_door_once(client: Client, claire: User) -> None:
    client.post(reverse("account_request_login_code"), {"email": claire.email})
    code = code_in_last_mail()
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client)
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": claire.email})
    other.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(other)


@pytest.mark.parametrize("backend", ["console", "smtp"])
def test_where_no_mail_server_is_set_the_page_says_where_codes_are(
    client: Client, claire: User, settings: Settings, backend: str
) -> None:
    client.post(reverse("account_request_login_code"), {"email": claire.email})
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    shown = page(client.get(reverse("account_confirm_login_code")))
    assert ("dans le terminal" in shown) == (backend == "console")


def test_three_wrong_codes_end_the_attempt(client: Client, claire: User) -> None:
    client.post(reverse("account_request_login_code"), {"email": claire.email})
    code = code_in_last_mail()
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG-CODE"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)


def test_signing_in_changes_the_key_of_the_session(client: Client, claire: User) -> None:
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["beffroi-session"] = before = planted.session_key or ""
    sign_in(client, email=claire.email)
    assert is_in(client)
    assert client.session.session_key != before
    assert not Client(headers={"Cookie": f"beffroi-session={before}"}).session.get("_auth_user_id")


def test_signing_out_clears_what_the_browser_kept(client: Client, claire: User) -> None:
    sign_in(client, email=claire.email)
    old = client.cookies["beffroi-session"].value
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer.headers["Cache-Control"]
    client.cookies["beffroi-session"] = old
    assert client.get(reverse("account")).status_code == 302


def test_asking_to_sign_out_by_a_link_signs_nobody_out(client: Client, claire: User) -> None:
    sign_in(client, email=claire.email)
    client.get(reverse("account_logout"))
    assert is_in(client)


@pytest.mark.parametrize(
    ("idle", "age", "stays"),
    [
        (timedelta(hours=11), timedelta(hours=11), True),
        (timedelta(hours=13), timedelta(hours=13), False),
        (timedelta(minutes=1), timedelta(days=31), False),
    ],
)
def test_a_session_that_is_idle_or_old_is_over_and_says_so(
    client: Client, claire: User, idle: timedelta, age: timedelta, stays: bool
) -> None:
    sign_in(client, email=claire.email)
    session = client.session
    session[SESSION_SEEN_AT] = (utc_now() - idle).isoformat()
    session[SESSION_SIGNED_IN_AT] = (utc_now() - age).isoformat()
    session.save()
    answer = client.get(reverse("account"))
    assert is_in(client) is stays
    assert (answer.status_code == 200) is stays
    if not stays:
        shown = page(client.get(answer.headers["Location"], headers={"Accept-Language": "en"}))
        assert "You were signed out after twelve hours" in shown
        sign_in(client, email=claire.email)
        assert is_in(client)


def test_a_visit_is_noted_without_writing_at_each_page(
    client: Client, claire: User, django_assert_num_queries: object
) -> None:
    sign_in(client, email=claire.email)
    claire.refresh_from_db()
    first = claire.last_seen_at
    assert first is not None
    client.get(reverse("account"))
    claire.refresh_from_db()
    assert claire.last_seen_at == first


def test_a_new_password_signs_out_all_other_devices(client: Client, claire: User) -> None:
    other = Client()
    sign_in(other, email=claire.email)
    sign_in(client, email=claire.email)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "un-autre-mot", "password2": "un-autre-mot"},
    )
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert mails_to(claire.email)


def test_a_password_reset_signs_out_every_device(client: Client, claire: User) -> None:
    other = Client()
    sign_in(other, email=claire.email)
    client.post(reverse("account_reset_password"), {"email": claire.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in_last_mail()})
    client.post(
        reverse("account_complete_password_reset"),
        {"password1": "un-autre-mot", "password2": "un-autre-mot"},
    )
    assert other.get(reverse("account")).status_code == 302
    sign_in(client, email=claire.email, password="un-autre-mot")
    assert is_in(client)


@pytest.mark.parametrize("password", ["short", "password1234", "marie@example.com", "x" * 600])
@pytest.mark.django_db
def test_a_password_that_is_easy_or_endless_is_refused(client: Client, password: str) -> None:
    client.post(reverse("account_signup"), {"name": "Marie", "email": FIRST, "password1": password})
    assert not User.objects.exists()


@pytest.mark.django_db
def test_what_a_password_needs_is_said_in_one_sentence_before_it_is_typed(
    client: Client, settings: Settings
) -> None:
    shown = page(client.get(reverse("account_signup")))
    hint = shown.split('id="id_password1_helptext"')[1].split("</div>")[0]
    assert "Douze caractères au moins" in hint
    assert hint.count(".") == 1
    assert settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"] == 12
    assert "<ul" not in shown.split("<form")[-1].split("</form>")[0]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "Ajoutez un mot pour"),
        ("password", "Ajoutez un mot pour"),  # too common as well, which is told once it is longer
        ("password1234", "Beaucoup de gens"),
        ("marie@example.com", "Trop proche de votre adresse"),
    ],
)
@pytest.mark.django_db
def test_a_refused_password_is_told_one_reason_and_what_to_do(
    client: Client, password: str, said: str
) -> None:
    sent = {"name": "Marie", "email": FIRST, "password1": password}
    shown = page(client.post(reverse("account_signup"), sent))
    error = shown.split('id="id_password1_error"')[1].split("</div>")[0]
    assert said in error
    assert "Ce mot de passe est trop" not in shown


def test_a_device_can_be_signed_out_from_another(client: Client, claire: User) -> None:
    sign_in(client, email=claire.email)
    other = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    sign_in(other, email=claire.email)
    assert "Firefox" in page(client.get(reverse("account")))
    session = UserSession.objects.get(session_key=other.session.session_key)
    client.post(reverse("session_end", args=[session.pk]))
    assert other.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200


def test_all_other_devices_can_be_signed_out_at_once(client: Client, claire: User) -> None:
    others = [Client(), Client()]
    for visitor in (*others, client):
        sign_in(visitor, email=claire.email)
    client.post(reverse("sessions_end"))
    assert [other.get(reverse("account")).status_code for other in others] == [302, 302]
    assert client.get(reverse("account")).status_code == 200


def test_another_address_counts_once_it_is_confirmed(client: Client, claire: User) -> None:
    sign_in(client, email=claire.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "new@example.com", "action_add": "1"})
    claire.refresh_from_db()
    assert claire.email == "claire@atelier-martin.example"
    other = Client()
    sign_in(other, email=claire.email)
    confirm_address(client)
    claire.refresh_from_db()
    assert claire.email == "new@example.com"
    assert EmailAddress.objects.get(user=claire).verified
    assert mails_to("claire@atelier-martin.example")
    assert other.get(reverse("account")).status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://localhost/",
        "https:evil.example",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_away_after_signing_in(client: Client, claire: User, target: str) -> None:
    answer = client.post(
        reverse("account_login"),
        {"login": claire.email, "password": PASSWORD, "next": target},
    )
    assert answer.headers["Location"] == reverse("today")


def test_one_lands_where_one_wanted_to_go(client: Client, claire: User) -> None:
    asked = client.get(reverse("workspace_data"))
    target = asked.headers["Location"]
    assert target == f"{reverse('account_login')}?next={reverse('workspace_data')}"
    answer = client.post(target, {"login": claire.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("workspace_data")


def test_a_form_sent_after_the_session_ended_leads_to_no_dead_end(
    client: Client, world: World
) -> None:
    answer = client.post(reverse("team_undo"))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/"


def test_a_fragment_asked_for_after_the_session_ended_leaves_the_page_as_it_is(
    client: Client, world: World
) -> None:
    answer = client.get(reverse("workspace_settings"), headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "votre texte est encore là" in page(answer)


def test_words_sent_after_the_session_ended_come_back_to_be_sent_again(
    client: Client, world: World
) -> None:
    answer = client.post("/posts/new/", {"text": "Du pain <b>", "intent": "draft"})
    assert answer.status_code == 401
    assert 'name="text" value="Du pain &lt;b&gt;"' in page(answer)
    assert 'name="intent" value="draft"' in page(answer)
    assert 'name="language"' not in page(answer)  # another language would lose them


def test_words_that_come_back_are_called_by_their_names_where_there_are_several(
    client: Client, world: World
) -> None:
    one = client.post("/posts/new/", {"text": "Du pain"})
    assert ">Texte</p>" not in page(one)
    several = client.post("/posts/new/", {"text": "Du pain", "alt_text_4": "Une miche"})
    assert ">Texte</p>" in page(several)
    assert "Description d’un fichier" in page(several)


@pytest.mark.parametrize("name", ["note", "words", "why", "own_text_4", "day_2", "addresses"])
def test_words_come_back_whatever_their_field_is_called(
    client: Client, world: World, name: str
) -> None:
    answer = client.post("/inbox/1/notes/", {name: "Du pain", "do": "keep"})
    assert answer.status_code == 401
    assert f'name="{name}" value="Du pain"' in page(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "delete", "words_are": "all", "names": "x"},
        {"note": " "},
        {"name": "Claire", "password1": "secret words"},
        {"address": "example.com", "client_secret": "hidden"},
    ],
)
def test_buttons_are_no_words_and_secrets_are_in_no_page(
    client: Client, world: World, sent: dict[str, str]
) -> None:
    answer = client.post("/inbox/1/notes/", sent)
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize(("origin", "is_given_back"), [("http://testserver", True), ("", False)])
def test_words_sent_with_an_old_token_come_back_to_a_page_of_ours_alone(
    claire: User, origin: str, *, is_given_back: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(claire)
    headers = {"Origin": origin} if origin else {}
    answer = client.post("/posts/new/", {"text": "Du pain"}, headers=headers)
    assert answer.status_code == 403
    assert ('name="text" value="Du pain"' in page(answer)) == is_given_back


def test_a_fragment_with_an_old_token_gets_a_good_one_for_its_page(claire: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(claire)
    headers = {"Origin": "http://testserver", "HX-Request": "true"}
    answer = client.post("/posts/counts/", {"text": "Du pain"}, headers=headers)
    assert answer.status_code == 409
    assert 'hx-swap-oob="outerHTML:[name=csrfmiddlewaretoken]"' in page(answer)


def test_whoever_may_no_longer_come_in_is_out_with_the_next_page(
    client: Client, claire: User
) -> None:
    sign_in(client, email=claire.email)
    User.objects.filter(pk=claire.pk).update(is_active=False)
    assert client.get(reverse("account")).status_code == 302


def test_comings_goings_and_refusals_are_written_down(client: Client, claire: User) -> None:
    before = AuditEntry.objects.latest("id").pk
    sign_in(client, email=claire.email, password="secret-typed-wrong")
    sign_in(client, email=claire.email)
    client.post(reverse("account_logout"))
    written = AuditEntry.objects.filter(pk__gt=before).order_by("id")
    assert [entry.action for entry in written] == [
        "account.sign_in_refused",
        "account.signed_in",
        "account.signed_out",
    ]
    assert "secret-typed-wrong" not in str(list(written.values()))


def test_name_and_language_are_ones_own(client: Client, claire: User) -> None:
    client.force_login(claire)
    client.post(
        reverse("profile"),
        {"name": "Claire M.", "language": "en", "email": "x@example.com", "is_active": ""},
    )
    claire.refresh_from_db()
    assert (claire.name, claire.language) == ("Claire M.", "en")
    assert claire.email == "claire@atelier-martin.example"
    assert claire.is_active
