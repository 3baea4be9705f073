from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.language import sources
from beffroi.language.languages import spoken
from beffroi.language.understanding import Message, understand

MESSAGES = Path(__file__).resolve().parents[3] / "language" / "messages"

FOREIGN = {
    "es": (
        "Buenas tardes, ¿a qué hora abren ustedes el domingo?",
        "La comida estaba fría y el camarero fue muy antipático",
        "Me encanta esta tienda, siempre vuelvo con mis hijos",
        "Todavía no he recibido mi pedido, es una vergüenza",
        "quiero reservar una mesa para cuatro personas",
        "Excelente trato y muy buena calidad",
    ),
    "de": (
        "Guten Tag, haben Sie am Sonntag geöffnet?",
        "Das Essen war kalt und die Bedienung unfreundlich",
        "Sehr schöner Laden, wir kommen gerne wieder",
        "Ich warte seit drei Wochen auf meine Bestellung",
        "Kann man bei euch auch mit Karte zahlen",
        "Leider nicht zu empfehlen, nie wieder",
    ),
    "it": (
        "Buongiorno, siete aperti la domenica?",
        "Il cibo era freddo e il cameriere molto scortese",
        "Negozio bellissimo, ci torneremo di sicuro con gli amici",
        "Non ho ancora ricevuto il mio ordine, sono deluso",
        "Vorrei prenotare un tavolo per quattro persone",
    ),
    "nl": (
        "Goedemiddag, zijn jullie op zondag open?",
        "Het eten was koud en de bediening niet vriendelijk",
        "Heel mooie winkel, we komen zeker terug met de kinderen",
        "Ik wacht al drie weken op mijn bestelling",
        "Kan ik voor vanavond een tafel reserveren bij jullie?",
    ),
    "pt": (
        "Bom dia, vocês abrem no domingo?",
        "A comida estava fria e o atendimento não foi bom",
        "Adorei a loja, vou voltar sempre com a minha família",
        "Ainda não recebi a minha encomenda, estou muito desiludido",
        "Gostaria de reservar uma mesa para quatro pessoas",
    ),
    "others": (
        "مرحبا، متى تفتحون يوم الأحد؟",
        "Здравствуйте, вы работаете в воскресенье?",
        "你们星期天营业吗？",
        "日曜日は営業していますか",
        "Dzień dobry, czy jest otwarte w niedzielę?",
        "Pazar günü açık mısınız, teşekkürler",
        "Καλημέρα, είστε ανοιχτά την Κυριακή;",
        "Bună ziua, sunteți deschis și duminică?",
        "Hej, har ni öppet på söndag och vad kostar det?",
    ),
}
SENTENCES = [sentence for of in FOREIGN.values() for sentence in of]


def test_other_languages_are_neither() -> None:
    said = understand([Message(sentence) for sentence in SENTENCES])
    told = [s for s, found in zip(SENTENCES, said, strict=True) if found.language]
    assert len(told) <= len(SENTENCES) // 25, told


@pytest.mark.parametrize("sentence", [of[1] for of in FOREIGN.values()])
def test_nothing_is_claimed_of_another_language(sentence: str) -> None:
    [found] = understand([Message(sentence)])
    assert (found.language, found.wants_check, found.aspects) == ("", True, {})
    assert found.tone_confidence <= 0.4


def test_french_and_english_of_four_words_and_more_are_told() -> None:
    texts = [text for text in sources.messages(MESSAGES) if len(text.text.split()) >= 4][::5]
    said = understand([Message(text.text) for text in texts])
    right = [
        found.language == text.labels["language"] for found, text in zip(said, texts, strict=True)
    ]
    assert sum(right) / len(right) >= 0.99


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Livraison rapide, emballage soigné, produit conforme", "fr"),
        ("vs ouvrez a kel heure svp", "fr"),
        ("Bonjour, le site est down depuis ce matin, any news?", "fr"),
        ("thx so much guys", "en"),
        ("OK", ""),
        ("😀😀😀", ""),
        ("12 34 56", ""),
        ("", ""),
    ],
)
def test_what_is_short_or_odd(text: str, language: str) -> None:
    [found] = understand([Message(text)])
    assert found.language == language


def test_letters_in_fancy_shapes_are_no_other_script() -> None:
    fancy = "𝗚𝗮𝗴𝗻𝗲𝘇 𝗱𝗲 𝗹'𝗮𝗿𝗴𝗲𝗻𝘁 𝗮𝘃𝗲𝗰 𝗻𝗼𝘂𝘀"
    assert spoken(fancy, likeliest="fr", confidence=0.9).language == "fr"
