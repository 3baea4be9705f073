"""The pages of django-allauth that are open here, each with who may call it.

Listed one by one, so that a page that a later version adds stays closed until somebody decides.
The names are the library's own: it looks them up.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.generic import RedirectView

from beffroi.workspaces.access import public, signed_in

to_account = signed_in(RedirectView.as_view(pattern_name="account"))

_entrance = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("signup/", public(account.signup), name="account_signup"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("login/code/", public(account.request_login_code), name="account_request_login_code"),
    path(
        "login/code/confirm/",
        public(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path(
        "confirm-email/",
        public(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("login/passkey/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("login/second/", public(mfa.authenticate), name="mfa_authenticate"),
]

_password = [
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        public(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        public(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        public(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path(
        "password/change/",
        signed_in(account.password_change),
        name="account_change_password",
    ),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
]

_reauthentication = [
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        signed_in(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]

_ways_to_sign_in = [
    path("email/", signed_in(account.email), name="account_email"),
    path("ways/", to_account, name="mfa_index"),
    path("passkeys/", to_account, name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        signed_in(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("authenticator/add/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("authenticator/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codes/new/",
        signed_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "codes/file/",
        signed_in(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("devices/", to_account, name="usersessions_list"),
]

urlpatterns = [*_entrance, *_password, *_reauthentication, *_ways_to_sign_in]
