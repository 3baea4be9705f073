"""Words that touch what article 9 of the GDPR protects most: health, faith, opinions… Pure.

They are a sign for a person to think, no judgement: a pharmacy has reasons to hear of health.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from beffroi.matching.folding import fold


class Theme(Enum):
    """What article 9 names."""

    HEALTH = "health"
    RELIGION = "religion"
    OPINIONS = "opinions"
    UNIONS = "unions"
    SEXUAL_LIFE = "sexual_life"
    ORIGIN = "origin"
    BIOMETRICS = "biometrics"


#: Beginnings of folded words, in French and English; one that ends in a blank is a whole word.
_BEGINNINGS: dict[Theme, str] = {
    Theme.HEALTH: """
        malad cancer depress diabet handicap disabled disabilit sida hiv vih_ grossess enceinte
        pregnan suicid psychiatr alcoolisme alcoholi addict toxicoman hospitalis epileps autis
        burnout burn-out avortement abortion fausse-couche miscarriage schizophr bipolair
        bipolar seropositi vaccin ivg_ illness sickness disease sante_ health_""",
    Theme.RELIGION: """
        musulman islam muslim juif_ juive_ juifs_ juives_ jewish judaism chretien christian
        catholi protestant_ bouddhis buddhis athee_ atheis religio mosquee mosque_ synagogue
        eglise_ church_ ramadan halal_ casher kosher voile_ hijab laicite""",
    Theme.OPINIONS: """
        politique_ politiques_ politics political communis socialist_ socialiste fasci
        nationalis anarchis ecologiste macronis lepenis melenchonis trumpis gauchis
        royalis electeur militant activist vote_ votes_ votent votait""",
    Theme.UNIONS: """
        syndicat syndique syndicalis cgt_ cfdt_ sud_ unsa_ cftc_ unionis unionize grevist greve_
        greves_ delegue_syndical shop_steward trade_union labor_union""",
    Theme.SEXUAL_LIFE: """
        homosexu gay_ gays_ lesbien lesbian bisexu transgen transsexu trans_ lgbt queer
        orientation_sexuelle sexual_orientation sexualit sexlife infideli adulter coming-out""",
    Theme.ORIGIN: """
        race_ races_ racial ethni origine_ethnique noirs_ arabe_ arabes_ arab_ arabs_ maghreb
        gitan rom_ roms_ roma_ tzigane gypsy immigre immigrant africain_ africaine_ migrant
        sans-papiers""",
    Theme.BIOMETRICS: """
        biometri empreinte_digitale fingerprint_ adn_ dna_ genetique_ genetic_ genome
        reconnaissance_faciale facial_recognition""",
}


def themes(terms: Iterable[str]) -> dict[Theme, str]:
    """Return the themes that terms touch, each with the first term that does."""
    found: dict[Theme, str] = {}
    for term in terms:
        words = fold(term).replace(b"#", b" ").decode("latin-1")
        padded = f" {' '.join(words.split())} "
        for theme, beginnings in _MADE.items():
            if theme not in found and any(one in padded for one in beginnings):
                found[theme] = term
    return found


def _made(beginnings: str) -> tuple[str, ...]:
    return tuple(f" {fold(one.replace('_', ' ')).decode('latin-1')}" for one in beginnings.split())


_MADE = {theme: _made(beginnings) for theme, beginnings in _BEGINNINGS.items()}
