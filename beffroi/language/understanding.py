"""What messages say, as the product keeps it: tone, intent, urgency, aspects, and what to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from beffroi.language.answers import answers
from beffroi.language.languages import spoken
from beffroi.language.sources import ASPECTS, SIGNS
from beffroi.language.weights import Scores, Shifts, Weights, shipped

#: What stars alone say: nobody gives five to complain.
_TONES = {1: "negative", 2: "negative", 3: "neutral", 4: "positive", 5: "positive"}
_INTENTS = {"negative": "complaint", "neutral": "other", "positive": "praise"}
#: What nobody wants who gives such stars.
_STRANGE = {"negative": "praise", "positive": "complaint"}
_OPPOSITES = {"negative": "positive", "positive": "negative"}
#: From this confidence on, words that say the opposite of the stars are worth a look.
_CONTRADICTS = 0.8
#: How sure one can be of what is said in a language that nobody taught.
_FOREIGN_SURE = 0.4


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote; of a review, its stars (1 to 5), or whether it recommends."""

    text: str
    stars: int | None = None
    recommends: bool | None = None

    @property
    def given_tone(self) -> str:
        """The tone that its writer gave in so many words, "" where none was asked."""
        if self.stars is not None:
            return _TONES[self.stars]
        if self.recommends is not None:
            return "positive" if self.recommends else "negative"
        return ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message says, in the labels of `sources`; confidences are calibrated, 0 to 1.

    `urgency` is "" when nothing is urgent, `language` when it is neither French nor English, or
    cannot be told. `wants_check` tells that a person should look whether tone and intent are right.
    """

    tone: str
    tone_confidence: float
    intent: str
    intent_confidence: float
    urgency: str = ""
    language: str = ""
    aspects: Mapping[str, str] = field(default_factory=dict)
    wants_check: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What one head says of each text: the likeliest label, how likely, and whether it is sure."""

    labels: tuple[str, ...]
    confidence: tuple[float, ...]
    is_sure: tuple[bool, ...]


def understand(
    messages: Sequence[Message], *, weights: Weights | None = None, lessons: Shifts | None = None
) -> list[Understood]:
    """Return what each message says, in order; `lessons` are what a workspace taught.

    The writer's own stars give the tone; where the words say the opposite, somebody should look.
    """
    known = weights or shipped()
    texts = [message.text for message in messages]
    read = _read(known, texts, known.scores(texts, lessons=lessons))
    return [
        _with_stars(message, said) if message.text.strip() else _without_words(message)
        for message, said in zip(messages, read, strict=True)
    ]


def _read(weights: Weights, texts: Sequence[str], scores: Scores) -> list[Understood]:
    tone, intent, language, *signs = (
        _said(weights, texts, scores, head=head)
        for head in ("sentiment", "intent", "language", *(f"aspect_{name}" for name in ASPECTS))
    )
    read = []
    for k, urgency in enumerate(_alarms(weights, texts, scores)):
        heard = spoken(texts[k], likeliest=language.labels[k], confidence=language.confidence[k])
        said = Understood(
            tone=tone.labels[k],
            tone_confidence=tone.confidence[k],
            intent=intent.labels[k],
            intent_confidence=intent.confidence[k],
            urgency=urgency,
            language=heard.language,
            aspects=_spoken_of([said.labels[k] for said in signs]),
            wants_check=not (tone.is_sure[k] and intent.is_sure[k]),
        )
        read.append(_in_another_language(said) if heard.is_foreign else said)
    return read


def _in_another_language(said: Understood) -> Understood:
    """Claim nothing of what is said in neither of the two."""
    return replace(
        said,
        tone_confidence=min(said.tone_confidence, _FOREIGN_SURE),
        intent_confidence=min(said.intent_confidence, _FOREIGN_SURE),
        aspects={},
        wants_check=True,
    )


def _spoken_of(signs: Sequence[str]) -> dict[str, str]:
    return {name: sign for name, sign in zip(ASPECTS, signs, strict=True) if sign != SIGNS[0]}


def _said(weights: Weights, texts: Sequence[str], scores: Scores, *, head: str) -> _Said:
    known = weights.head(head)
    chances = answers(texts, scores, head=known)
    confidence = chances.max(axis=1).tolist()
    return _Said(
        labels=tuple(known.labels[place] for place in chances.argmax(axis=1)),
        confidence=tuple(confidence),
        is_sure=tuple(one >= known.threshold for one in confidence),
    )


def _alarms(weights: Weights, texts: Sequence[str], scores: Scores) -> list[str]:
    """Return why each text is urgent; "" where the chance that nothing is keeps it calm."""
    known = weights.head("urgent")
    chances = answers(texts, scores, head=known)
    raised = 1 - chances[:, 0] >= known.threshold
    reasons = chances[:, 1:].argmax(axis=1) + 1
    return [
        known.labels[reason] if is_raised else ""
        for is_raised, reason in zip(raised, reasons, strict=True)
    ]


def _without_words(message: Message) -> Understood:
    """A picture, or stars alone: they say all there is, and nothing where there are none."""
    tone = message.given_tone or "neutral"
    return Understood(tone, 1.0, _INTENTS[tone] if message.given_tone else "other", 1.0)


def _with_stars(message: Message, said: Understood) -> Understood:
    """Take the tone from the stars; words that say the opposite for sure want a look."""
    given = message.given_tone
    if not given:
        return said
    contradicts = said.tone == _OPPOSITES.get(given) and said.tone_confidence >= _CONTRADICTS
    return replace(
        said,
        tone=given,
        intent=_INTENTS[given] if said.intent == _STRANGE.get(given) else said.intent,
        tone_confidence=0.5 if contradicts else 1.0,
        wants_check=contradicts,
    )
