from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.reviews import rules, wording
from beffroi.reviews.rules import Wrong


@pytest.mark.parametrize(
    "text",
    [
        "En échange de votre avis, une surprise vous attend.",
        "Une remise de 10 % vous attend.",
        "Un café offert : il vous est offert pour un avis.",
        "Recevez 5 € pour votre commentaire.",
        "Participez au tirage au sort !",
        "Un bon d’achat vous attend",
        "Contre votre avis, un cadeau.",
        "Livraison gratuite la prochaine fois",
        "A discount awaits you.",
        "Get a voucher in return for your review.",
        "You get a free coffee.",
        "REMISE",
    ],
)
def test_a_counterpart_is_refused(text: str) -> None:
    found = rules.refused(text)
    assert found is not None
    assert found[0] is Wrong.INCENTIVE


@pytest.mark.parametrize(
    "text",
    [
        "Si vous êtes satisfait, laissez un avis. Sinon, écrivez-nous.",
        "Si vous avez aimé, dites-le.",
        "Vous n’êtes pas satisfaits ? Appelez-nous.",
        "Mettez-nous 5 étoiles !",
        "Laissez-nous un bon avis",
        "Un avis positif nous aiderait.",
        "Contactez-nous avant de publier votre avis.",
        "If you were happy, tell others.",
        "If you enjoyed it, leave a review",
        "Please leave a five-star review.",
        "Not satisfied? Call us instead.",
    ],
)
def test_sorting_who_may_answer_is_refused(text: str) -> None:
    found = rules.refused(text)
    assert found is not None
    assert found[0] is Wrong.GATING


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Une  Réduction vous attend", "Réduction"),
        ("Si vous avez\nété très satisfait…, dites-le", "Si vous avez été très satisfait"),
        ("Un avis   élogieux", "avis élogieux"),
        ("Au Bon Cadeau : un cadeau", "cadeau"),
    ],
)
def test_the_words_that_are_refused_are_quoted_as_they_were_written(text: str, quoted: str) -> None:
    found = rules.refused(text, own=("Au Bon Cadeau",))
    assert found is not None
    assert found[1] == quoted


@pytest.mark.parametrize("text", ["Voir https://tri.example/", "www.tri.example", "sur tri.com"])
def test_another_link_is_refused(text: str) -> None:
    found = rules.refused(text)
    assert found is not None
    assert found[0] is Wrong.LINK


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, comment s’est passée votre visite ? Bonne ou mauvaise, dites-le.",
        "Feel free to write what you want.",
        "Votre avis compte, quel qu’il soit.",
        "Le 12 juin à 18h30, vous étiez chez nous.",
        "Comment s’est passée la remise des clés ?",
        "Merci de votre entremise.",
        "",
    ],
)
def test_an_honest_question_passes(text: str) -> None:
    assert rules.refused(text) is None


@pytest.mark.parametrize("name", ["Au Bon Cadeau", "Fleurs.fr", "Remise & Fils"])
def test_the_name_of_a_company_offers_nothing(name: str) -> None:
    text = wording.text(name, "", language="fr")
    assert rules.refused(text) is not None
    assert rules.refused(text, own=(name, "")) is None
    assert rules.refused(f"{text} Un cadeau vous attend. www.fleurs.be", own=(name, "")) is not None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("HTTPS://G.page/Douai", "https://G.page/Douai"),
        ("https://g.page/A:B", "https://g.page/A:B"),
        ("rien", "rien"),
    ],
)
def test_the_scheme_of_an_address_is_kept_in_small_letters(given: str, kept: str) -> None:
    assert rules.with_plain_scheme(given) == kept


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_written_mail_passes_its_own_rules(language: str) -> None:
    written = wording.text("Atelier Martin", "Claire", language=language)
    subject = wording.subject("Atelier Martin", language=language)
    assert "Claire" in written
    assert rules.refused(f"{subject}\n{written}") is None


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert rules.refused(f"{text} remise {text}") is not None
    rules.refused(text)


@pytest.mark.parametrize(
    "given",
    [
        "https://search.google.com/local/writereview?placeid=ChIJ1",
        "https://g.page/r/abc/review",
        "https://www.facebook.com/atelier/reviews",
        "https://example.com:443/",
    ],
)
def test_an_address_of_a_review_page_is_taken(given: str) -> None:
    assert rules.is_review_address(given)


@pytest.mark.parametrize(
    "given",
    [
        "http://example.com/",
        "javascript:alert(1)",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user:pass@example.com/",
        "https://example.com:8443/",
        "https://example.com:x/",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://example.com\\@evil.example/",
        "https://example.com/" + "x" * 500,
    ],
)
def test_what_could_lead_elsewhere_is_refused(given: str) -> None:
    assert not rules.is_review_address(given)


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("www.example.com/page?x", "https://www.example.com"),
        (" HTTPS://Example.com:8443/ ", "https://example.com:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://example.com", None),
        ("https://example.com;script-src *", None),
        ("https://*.example.com", None),
        ("https://'self'", None),
        ("https://user@example.com", None),
        ("localhost", None),
        ("https://exa mple.com", None),
        ("https://example.com:port", None),
        ("", None),
    ],
)
def test_a_site_in_a_header_is_an_origin_and_nothing_else(typed: str, site: str | None) -> None:
    assert rules.site_of(typed) == site


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Sandrine Lemoine", "Sandrine L."), ("Odile", "Odile"), ("Jean de la tour", "Jean T.")],
)
def test_strangers_read_a_first_name_and_an_initial(name: str, shown: str) -> None:
    assert rules.short_name(name) == shown
