"""Passkeys, authenticator apps and recovery codes, through the pages."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.core import crypto
from beffroi.workspaces.models import User
from beffroi.workspaces.tests.browsing import (
    PASSWORD,
    give_password,
    is_in,
    mails_to,
    page,
    sign_in,
)
from beffroi.workspaces.tests.soft_key import SoftKey
from tests.world import World


@pytest.fixture
def claire(world: World) -> User:
    give_password(world.claire)
    return world.claire


@pytest.fixture
def inside(client: Client, claire: User) -> Client:
    """Claire, signed in, who has just typed her password again."""
    sign_in(client, email=claire.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def options_in(shown: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', shown)
    assert found is not None
    return dict(json.loads(found[1]))


def add_passkey(client: Client, key: SoftKey, *, name: str = "Bureau") -> None:
    options = options_in(page(client.get(reverse("mfa_add_webauthn"))))["creation_options"]
    client.post(
        reverse("mfa_add_webauthn"),
        {"name": name, "credential": key.register(options), "passwordless": "on"},
    )


def enter_with(client: Client, key: SoftKey) -> Any:
    address = reverse("mfa_login_webauthn")
    options = client.get(address, headers={"Accept": "application/json"}).json()
    return client.post(address, {"credential": key.sign(options["request_options"])})


def code_of_app(secret: str, *, at: float | None = None) -> str:
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30)))


def add_app(client: Client) -> str:
    shown = page(client.get(reverse("mfa_activate_totp")))
    found = re.search(r'<p class="code">([A-Z2-7=]+)</p>', shown)
    assert found is not None
    client.post(reverse("mfa_activate_totp"), {"code": code_of_app(found[1])})
    return found[1]


class TestPasskeys:
    def test_a_key_opens_the_door_without_a_password(self, inside: Client, claire: User) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        assert "Bureau" in page(inside.get(reverse("account")))
        visitor = Client()
        assert enter_with(visitor, key).headers["Location"] == reverse("today")
        assert is_in(visitor)

    def test_a_key_that_asks_for_no_finger_is_not_enough(
        self, inside: Client, claire: User
    ) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        key.verifies = False
        visitor = Client()
        enter_with(visitor, key)
        assert not is_in(visitor)

    def test_a_key_without_finger_cannot_be_added(self, inside: Client) -> None:
        add_passkey(inside, SoftKey(verifies=False))
        assert not Authenticator.objects.exists()

    def test_the_answer_to_an_earlier_question_opens_nothing(self, inside: Client) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        address = reverse("mfa_login_webauthn")
        visitor = Client()
        options = visitor.get(address, headers={"Accept": "application/json"}).json()
        answer = key.sign(options["request_options"])
        thief = Client()
        thief.get(address, headers={"Accept": "application/json"})
        thief.post(address, {"credential": answer})
        assert not is_in(thief)

    def test_a_key_of_another_site_opens_nothing(self, inside: Client) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        key.site, key.origin = "evil.example", "https://evil.example"
        visitor = Client()
        enter_with(visitor, key)
        assert not is_in(visitor)

    @pytest.mark.parametrize(
        "credential",
        ["", "null", "[]", "7", '{"id": 1}', '{"id": "AA", "rawId": 1}', "{" * 50, "[" * 9000],
        ids=["nothing", "null", "list", "number", "bare", "crooked", "unclosed", "deep"],
    )
    def test_a_malformed_answer_is_refused_without_an_error(
        self, client: Client, world: World, credential: str
    ) -> None:
        address = reverse("mfa_login_webauthn")
        client.get(address, headers={"Accept": "application/json"})
        answer = client.post(address, {"credential": credential})
        assert answer.status_code == 302
        assert not is_in(client)

    def test_a_password_alone_no_longer_opens_once_there_is_a_key(
        self, inside: Client, claire: User
    ) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        visitor = Client()
        answer = sign_in(visitor, email=claire.email)
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert not is_in(visitor)
        options = options_in(page(visitor.get(reverse("mfa_authenticate"))))["request_options"]
        visitor.post(reverse("mfa_authenticate"), {"credential": key.sign(options)})
        assert is_in(visitor)

    def test_adding_a_key_asks_for_the_password_again_signs_out_others_and_is_told(
        self, client: Client, claire: User
    ) -> None:
        other = Client()
        sign_in(other, email=claire.email)
        sign_in(client, email=claire.email)
        asked = client.get(reverse("mfa_add_webauthn"))
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
        client.post(asked.headers["Location"], {"password": PASSWORD})
        add_passkey(client, SoftKey())
        assert other.get(reverse("account")).status_code == 302
        assert client.get(reverse("account")).status_code == 200
        assert mails_to(claire.email)

    def test_a_key_is_renamed_and_removed(self, inside: Client, claire: User) -> None:
        key = SoftKey()
        add_passkey(inside, key)
        row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
        inside.post(reverse("mfa_edit_webauthn", args=[row.pk]), {"name": "Boutique"})
        assert "Boutique" in page(inside.get(reverse("account")))
        inside.post(reverse("mfa_remove_webauthn", args=[row.pk]))
        visitor = Client()
        enter_with(visitor, key)
        assert not is_in(visitor)

    def test_somebody_elses_key_is_not_mine_to_remove(self, inside: Client, world: World) -> None:
        row = Authenticator.objects.create(
            user=world.zoe, type=Authenticator.Type.WEBAUTHN, data={"name": "Zoé"}
        )
        assert inside.post(reverse("mfa_remove_webauthn", args=[row.pk])).status_code == 404
        assert Authenticator.objects.filter(pk=row.pk).exists()


class TestAuthenticatorApps:
    def test_a_code_is_asked_for_after_the_password(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        visitor = Client()
        sign_in(visitor, email=claire.email)
        assert not is_in(visitor)
        visitor.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        assert is_in(visitor)

    def test_a_code_works_once(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        code = code_of_app(secret)
        first, second = Client(), Client()
        for visitor in (first, second):
            sign_in(visitor, email=claire.email)
            visitor.post(reverse("mfa_authenticate"), {"code": code})
        assert (is_in(first), is_in(second)) == (True, False)

    def test_an_old_code_does_not_work(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        visitor = Client()
        sign_in(visitor, email=claire.email)
        old = code_of_app(secret, at=time.time() - 300)
        visitor.post(reverse("mfa_authenticate"), {"code": old})
        assert not is_in(visitor)

    def test_guessing_codes_ends_after_five(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        visitor = Client()
        sign_in(visitor, email=claire.email)
        for number in range(5):
            visitor.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        visitor.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        assert not is_in(visitor)

    def test_its_secret_is_sealed_in_the_database(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in stored

    def test_new_keys_seal_it_anew_and_it_still_opens_the_door(
        self, inside: Client, claire: User, settings: Settings
    ) -> None:
        secret = add_app(inside)
        assert crypto.rotate() == crypto.Rotation(sealed_anew=2, unreadable=0)
        keys = Path(settings.SECRET_FILE)
        keys.write_text(keys.read_text().splitlines(keepends=True)[-1])
        visitor = Client()
        sign_in(visitor, email=claire.email)
        visitor.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        assert is_in(visitor)

    def test_without_its_key_file_no_code_opens_and_the_page_says_why(
        self, inside: Client, claire: User, settings: Settings
    ) -> None:
        secret = add_app(inside)
        Path(settings.SECRET_FILE).unlink()
        assert crypto.unreadable_count() == 2
        visitor = Client()
        sign_in(visitor, email=claire.email)
        answer = visitor.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        assert answer.status_code == 200
        assert not is_in(visitor)

    def test_removing_it_signs_out_others(self, inside: Client, claire: User) -> None:
        secret = add_app(inside)
        other = Client()
        sign_in(other, email=claire.email)
        other.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        assert is_in(other)
        inside.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
        assert other.get(reverse("account")).status_code == 302


class TestRecoveryCodes:
    def codes(self, client: Client) -> list[str]:
        shown = page(client.get(reverse("mfa_view_recovery_codes")))
        return re.findall(r'<li class="code">(\w+)</li>', shown)

    def test_they_come_with_the_first_factor_and_each_works_once(
        self, inside: Client, claire: User
    ) -> None:
        add_app(inside)
        codes = self.codes(inside)
        assert len(set(codes)) == 10
        for expected in (True, False):
            visitor = Client()
            sign_in(visitor, email=claire.email)
            visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})
            assert is_in(visitor) is expected
        assert codes[0] not in self.codes(inside)

    def test_new_codes_end_the_old_ones(self, inside: Client, claire: User) -> None:
        add_app(inside)
        old = self.codes(inside)
        inside.post(reverse("mfa_generate_recovery_codes"))
        assert not set(old) & set(self.codes(inside))
        visitor = Client()
        sign_in(visitor, email=claire.email)
        visitor.post(reverse("mfa_authenticate"), {"code": old[0]})
        assert not is_in(visitor)

    def test_they_are_shown_only_to_who_has_just_proven_who_they_are(
        self, inside: Client, claire: User
    ) -> None:
        secret = add_app(inside)
        visitor = Client()
        sign_in(visitor, email=claire.email)
        visitor.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)})
        for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
            answer = visitor.get(reverse(name))
            assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_they_can_be_kept_as_a_file(self, inside: Client) -> None:
        add_app(inside)
        kept = inside.get(reverse("mfa_download_recovery_codes"))
        assert kept.headers["Content-Disposition"].startswith("attachment")
        assert all(code in page(kept) for code in self.codes(inside))

    def test_their_seed_is_sealed_in_the_database(self, inside: Client) -> None:
        add_app(inside)
        row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
        opened = row.wrap()._get_seed() if hasattr(row.wrap(), "_get_seed") else None
        assert opened is None or opened != row.data["seed"]
        assert len(row.data["seed"]) > 60


def test_passwords_are_kept_as_argon2(world: World, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    give_password(world.claire)
    assert world.claire.password.startswith("argon2$argon2id$")
