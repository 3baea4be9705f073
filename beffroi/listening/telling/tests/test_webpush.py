from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from beffroi.listening.telling import webpush
from beffroi.listening.telling.webpush import NotAKey, Subscription, decoded, encoded


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(text)), ec.SECP256R1())


def test_a_text_is_encrypted_as_in_the_example_of_rfc_8291() -> None:
    browser = Subscription(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        decoded(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = webpush.encrypt(
        b"When I grow up, I want to be a watermelon",
        browser,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        own=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
    )
    assert encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
        "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuw"
        "XPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_only_the_browser_reads_it() -> None:
    browser, auth = ec.generate_private_key(ec.SECP256R1()), bytes(16)
    to = Subscription("https://push.example/1", webpush.point_of(browser), auth)
    text = "Alerte rouge : « Atelier Martin »".encode()
    body = webpush.encrypt(text, to)
    assert text not in body
    assert webpush.decrypt(body, own=browser, auth=auth) == text
    with pytest.raises(InvalidTag):
        webpush.decrypt(body, own=ec.generate_private_key(ec.SECP256R1()), auth=auth)


def test_a_proof_is_signed_for_one_push_service_and_half_a_day() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    header = webpush.proof(
        key, audience="https://push.example", contact="mailto:a@b.example", now_seconds=1_000_000
    )
    token, shown = header.removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(decoded(claims)) == {
        "aud": "https://push.example",
        "exp": 1_043_200,
        "sub": "mailto:a@b.example",
    }
    raw = decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(shown))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("key", "auth"),
    [
        ("", ""),
        (encoded(b"\x04" + bytes(64)), encoded(bytes(16))),
        (encoded(bytes(65)), encoded(bytes(16))),
        (encoded(webpush.point_of(ec.generate_private_key(ec.SECP256R1()))), encoded(bytes(15))),
        ("é", encoded(bytes(16))),
    ],
    ids=["nothing", "no point", "no curve", "a short secret", "no letters"],
)
def test_what_is_no_key_is_refused(key: str, auth: str) -> None:
    with pytest.raises(NotAKey):
        webpush.subscription("https://push.example/1", key=key, auth=auth)


def test_a_subscription_is_kept_whole() -> None:
    point = webpush.point_of(ec.generate_private_key(ec.SECP256R1()))
    made = webpush.subscription(
        "https://push.example/1", key=encoded(point), auth=encoded(bytes(16))
    )
    assert webpush.kept(made.stored()) == made
    assert made.origin == "https://push.example"
