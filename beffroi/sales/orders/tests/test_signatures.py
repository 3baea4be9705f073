from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.sales.orders.signatures import (
    OURS,
    SHOPIFY,
    WOOCOMMERCE,
    Proof,
    prove_ours,
    prove_shopify,
    prove_woocommerce,
    sign_base64,
    sign_ours,
)

SECRET, OLD = "a-long-secret", "a-former-secret"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
AT = int(NOW.timestamp())
BODY = b'{"id": 1}'


def test_what_a_shop_signed_is_genuine() -> None:
    # Digests worked out with `openssl dgst -sha256 -hmac a-long-secret`.
    signed = "mqhov8QKVC+MEwlPJv0A0VnwrbzsYwGZ9N4xPUpYOjY="
    assert prove_woocommerce({WOOCOMMERCE: signed}, BODY, [SECRET]) is Proof.GENUINE
    assert prove_shopify({SHOPIFY: signed}, BODY, [SECRET]) is Proof.GENUINE
    ours = "t=1795867200,v1=c68974b10acba4f0a41fa907be21a945107e5ed6db48607b95c8c0573a6bf6f4"
    assert prove_ours({OURS: ours}, BODY, [SECRET], now=NOW) is Proof.GENUINE


def test_headers_have_no_case() -> None:
    signed = sign_base64(SECRET, BODY)
    assert prove_woocommerce({WOOCOMMERCE.lower(): signed}, BODY, [SECRET]) is Proof.GENUINE
    assert prove_shopify({SHOPIFY.upper(): signed}, BODY, [SECRET]) is Proof.GENUINE


def test_any_of_the_secrets_may_have_signed() -> None:
    signed = sign_base64(OLD, BODY)
    assert prove_woocommerce({WOOCOMMERCE: signed}, BODY, [SECRET, OLD]) is Proof.GENUINE
    ours = sign_ours(OLD, BODY, at_seconds=AT)
    assert prove_ours({OURS: ours}, BODY, [SECRET, OLD], now=NOW) is Proof.GENUINE


@pytest.mark.parametrize("headers", [{}, {WOOCOMMERCE: ""}, {WOOCOMMERCE: "  "}])
def test_no_signature_is_missing(headers: dict[str, str]) -> None:
    assert prove_woocommerce(headers, BODY, [SECRET]) is Proof.MISSING
    assert prove_ours(headers, BODY, [SECRET], now=NOW) is Proof.MISSING


@pytest.mark.parametrize(
    "told",
    [
        "x", "sha256=", sign_base64(OLD, BODY), sign_base64(SECRET, BODY + b" "),
        sign_base64(SECRET, BODY).rstrip("="), sign_base64(SECRET, BODY).swapcase(),
        sign_base64("", BODY), "é\ud800", "a" * 100_000,
    ],
)  # fmt: skip
def test_any_other_signature_is_forged(told: str) -> None:
    assert prove_woocommerce({WOOCOMMERCE: told}, BODY, [SECRET]) is Proof.FORGED
    assert prove_shopify({SHOPIFY: told}, BODY, [SECRET]) is Proof.FORGED
    assert prove_ours({OURS: told}, BODY, [SECRET], now=NOW) is Proof.FORGED


@pytest.mark.parametrize("secrets", [[], [""], ["short"]])
def test_a_secret_that_can_be_guessed_proves_nothing(secrets: list[str]) -> None:
    for secret in [*secrets, ""]:
        signed = {
            WOOCOMMERCE: sign_base64(secret, BODY),
            OURS: sign_ours(secret, BODY, at_seconds=AT),
        }
        assert prove_woocommerce(signed, BODY, secrets) is Proof.FORGED
        assert prove_ours(signed, BODY, secrets, now=NOW) is Proof.FORGED


@pytest.mark.parametrize(
    ("seconds", "proof"),
    [
        (0, Proof.GENUINE),
        (300, Proof.GENUINE),
        (-300, Proof.GENUINE),
        (301, Proof.STALE),
        (-301, Proof.STALE),
        (10 * 365 * 86400, Proof.STALE),
    ],
)
def test_ours_holds_for_five_minutes(seconds: int, proof: Proof) -> None:
    told = {OURS: sign_ours(SECRET, BODY, at_seconds=AT)}
    assert prove_ours(told, BODY, [SECRET], now=NOW + timedelta(seconds=seconds)) is proof


def test_a_forged_call_is_not_called_stale() -> None:
    told = {OURS: sign_ours(OLD, BODY, at_seconds=AT - 9999)}
    assert prove_ours(told, BODY, [SECRET], now=NOW) is Proof.FORGED


def test_the_hour_is_signed_too() -> None:
    old = sign_ours(SECRET, BODY, at_seconds=AT - 9999)
    told = {OURS: old.replace(f"t={AT - 9999}", f"t={AT}")}
    assert prove_ours(told, BODY, [SECRET], now=NOW) is Proof.FORGED


@pytest.mark.parametrize(
    "shape",
    [
        "{v1}", "t=,{v1}", "t=-5,{v1}", "t=1e9,{v1}", "t={t},t={t},{v1}", "t={t}", "t={t},v1=",
        "t={t},v0={hex}", "t={t};{v1}", "t=٣,{v1}", "t={t},v1={hex}00", ",,,,", "t" * 5000,
    ],
)  # fmt: skip
def test_another_shape_than_ours_is_forged(shape: str) -> None:
    digest = sign_ours(SECRET, BODY, at_seconds=AT).partition("v1=")[2]
    told = shape.replace("{t}", str(AT)).replace("{v1}", f"v1={digest}").replace("{hex}", digest)
    assert prove_ours({OURS: told}, BODY, [SECRET], now=NOW) is Proof.FORGED


def test_ours_may_bear_several_digests_with_spaces_and_capitals() -> None:
    digest = sign_ours(SECRET, BODY, at_seconds=AT).partition("v1=")[2]
    told = {OURS: f"t={AT}, v1={'0' * 64}, v1={digest.upper()}"}
    assert prove_ours(told, BODY, [SECRET], now=NOW) is Proof.GENUINE


@given(st.binary(max_size=200), st.text(min_size=8, max_size=40).filter(lambda s: s.isprintable()))
def test_what_is_signed_is_proven_and_one_more_byte_is_not(content: bytes, secret: str) -> None:
    told = {
        WOOCOMMERCE: sign_base64(secret, content),
        OURS: sign_ours(secret, content, at_seconds=AT),
    }
    assert prove_woocommerce(told, content, [secret]) is Proof.GENUINE
    assert prove_ours(told, content, [secret], now=NOW) is Proof.GENUINE
    assert prove_woocommerce(told, content + b"x", [secret]) is Proof.FORGED
    assert prove_ours(told, content + b"x", [secret], now=NOW) is Proof.FORGED


@given(st.text(max_size=200))
def test_no_header_breaks_it(told: str) -> None:
    headers = {WOOCOMMERCE: told, SHOPIFY: told, OURS: told}
    proofs = {
        prove_woocommerce(headers, BODY, [SECRET]),
        prove_shopify(headers, BODY, [SECRET]),
        prove_ours(headers, BODY, [SECRET], now=NOW),
    }
    assert proofs <= {Proof.MISSING, Proof.FORGED}
