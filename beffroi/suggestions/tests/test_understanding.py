from __future__ import annotations

from beffroi.suggestions.situations import Aspect, Intent, Sign
from beffroi.suggestions.understanding import aspects_of, language_of, value_of


def test_nonsense_among_labels_counts_for_nothing() -> None:
    assert value_of(Intent, "complaint") is Intent.COMPLAINT
    assert value_of(Intent, "?") is None
    assert value_of(Intent, "") is None
    told = {"delay": "-", "weather": "-", "price": "?"}
    assert aspects_of(told) == {Aspect.DELAY: Sign.MINUS}


def test_what_tells_no_language_is_answered_in_that_of_the_writer() -> None:
    assert language_of("en", otherwise="fr") == "en"
    assert language_of("", otherwise="fr") == "fr"
    assert language_of("de", otherwise="en-gb") == "en"
