"""Phrases that are an alarm or an insult by themselves, curated, in French and English.

They are folded: lower case, no accent, signs as spaces. " ... " stands for a few words between. A
phrase begins at a word; it ends at one where "$" says so. Each list is right at least six times in
ten on the project's messages, which a test measures; what is right less often is only a sign among
others (`lists.py`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: What is looked at of a text, and how many characters may stand in a gap.
_CHARACTERS_MAX = 4_000
_GAP_MAX = 45
#: An insult in a longer text has something to handle besides.
_INSULT_WORDS_MAX = 14
#: How many letters of its first word a phrase is looked up by; no phrase begins with fewer of a
#: longer word.
_KEY = 3

REASONS = {
    "health": """
        intoxication alimentaire, intoxique, empoisonne, food poison, choc anaphyl, anaphyla,
        reaction allergique, allergic reaction, finir aux urgences, fini aux urgences,
        finit aux urgences, suis aux urgences, est aux urgences, sommes aux urgences,
        emmene aux urgences, partie aux urgences, alle aux urgences, a l hopital depuis,
        a l hopital apres, a l hopital hier, a l hopital cette, hospitalise, rushed to hospital,
        taken to hospital, ended up in hospital, ended up in the hospital, ended up in the er$,
        ended up in a e$, in hospital since, antipoison, poison control, perdu connaissance,
        evanoui, passed out, fainted, unconscious, points de suture, a vomi, ai vomi, ont vomi,
        avons vomi, vomit, throwing up, threw up, le samu, pompiers sont, pompiers ont,
        ambulance, brulure au second, brulures au second, brulures au deuxieme, chemical burn,
        second degree burn, saigne encore, saigne beaucoup, saigne du, ca saigne, bleeding,
        diarrhee, diarrhoea, diarrhea, morceau de verre dans, bout de verre dans,
        eclat de verre, bouts de verre, morceaux de verre, piece of glass, shard of glass,
        bit of glass, visage ... gonfl, levres ... gonfl, gorge ... gonfl, langue ... gonfl,
        visage ... enfl, gonfle ... visage, face ... swollen, face ... swelling, lips ... swell,
        throat ... swell, tongue ... swell, choked on, choking on, s est etouffe, oedeme,
        urticaire, intoxication au, malades apres avoir mange, malade apres avoir mange,
        malade toute la nuit, malades toute la nuit, sick after eating, sick all night,
        brule le cuir chevelu, burned my, burnt my
    """,
    "safety": """
        a pris feu, pris feu, prend feu, prit feu, caught fire, odeur de gaz, fuite de gaz,
        sent le gaz, smell of gas, gas leak, smells of gas, smell gas, etincelle, sparks,
        a explose, exploded, menace de mort, menaces de mort, death threat, vais te tuer,
        vais vous tuer, va te tuer, vais te buter, vais te crever, vais vous retrouver,
        i will kill, kill you$, tout cramer, tout faire sauter, foutre le feu, mettre le feu,
        burn it down, burn the place, envie de mourir, envie d en finir, me suicider,
        mettre fin a mes jours, plus envie de vivre, kill myself, end my life, want to die$,
        electric shock, freins ont lache, frein a lache, brakes failed, brakes gave, monoxyde,
        carbon monoxide, attouchement, agression sexuelle, agresse sexuellement, s est effondre,
        s est ecroule, s est detache, s est decroche, collapsed, ivre au volant,
        chauffeur ... telephone, chauffeur ... ivre, drunk driver, driver ... drunk,
        issue de secours ... bloqu, issue de secours ... ferm, issue de secours ... verrou,
        sortie de secours ... bloqu, sortie de secours ... ferm, fire exit ... blocked,
        fire exit ... locked, emergency exit ... locked, pue le crame, odeur de brule,
        odeur de crame, burning smell, a failli se noyer, nearly drowned, bombe dans
    """,
    "law": """
        mise en demeure, mises en demeure, mets en demeure, formal notice, letter before action,
        vais deposer plainte, allons porter plainte, je porte plainte,
        depose plainte, deposer plainte, deposer une plainte, depose une plainte, mon avocat,
        notre avocat, nos avocats, mes avocats, avocat prend, my solicitor,
        my attorney, our lawyer, our solicitor, our attorney, au tribunal, le tribunal,
        prud hom, prudhom, small claims, take you to court, see you in court, dgccrf,
        repression des fraudes, signalconso, signal conso, trading standards, huissier,
        commissaire de justice, mediateur, ombudsman, conciliateur, assignation en,
        assignation devant, inspection du travail, travail dissimule, travail au noir,
        publicite mensongere, abus de confiance, vice cache, poursuites judiciaires,
        action en justice, legal action, legal proceedings, cease and desist, false advertising
    """,
    "data": """
        rgpd, gdpr, cnil$, fuite de donnees, data breach, data leak, compte ... pirat,
        compte ... hack, account ... hacked, account ... compromised, usurpation d identite,
        usurpe mon, identity theft, droit a l effacement, droit d acces, droit a l oubli,
        droit de rectification, right to be forgotten, right to erasure, subject access,
        donnees personnelles, donnees bancaires, donnees medicales, informations personnelles,
        coordonnees bancaires, personal data, dossier d un autre, dossier d une autre,
        facture d un autre, facture d une autre, resultats d un autre, resultats d une autre,
        sans mon accord, sans mon autorisation, sans mon consentement, sans notre accord,
        without my consent, without my permission, hameconn, phishing, camera ... vestiaire,
        camera ... toilette, camera ... cabine, hidden camera, efface mes donnees,
        effacer mes donnees, supprimer mes donnees, delete my data, coordonnees de tous les
    """,
    "discrimination": """
        homophob, transphob, grossophob, islamophob, antisemi, xenophob, discrimin, racisme,
        raciste, racism$, racist$, a cause de ma couleur, a cause de sa couleur,
        couleur de peau, a cause de mon voile, a cause de son voile, a cause de mon handicap,
        a cause de son handicap, parce que je suis noir, parce que je suis arabe,
        parce que je suis voilee, refuse ... fauteuil, refuse ... chien guide,
        refus ... chien guide, refuse ... chien d assistance, refuse ... handicap,
        refuse ... voile, fauteuil ... refus, chien guide ... refus, voile ... refuse,
        handicap ... refus, autiste ... refus, wheelchair ... refus, wheelchair ... turned away,
        guide dog ... refus, guide dog ... not allowed, assistance dog ... refus,
        hijab ... refus, hijab ... asked, headscarf ... asked, because i m black,
        because i am black, because of my skin, because of my hijab, because of my disab,
        harcelement sexuel, sexual harass, sexually harass, mains aux fesses, main aux fesses,
        groped, remarques sexistes, remarques racistes, remarque raciste, remarque sexiste,
        propos racistes, propos sexistes, propos deplaces, racist remark, racist comment,
        sexist comment
    """,
    "press": """
        je suis journaliste, suis journaliste, journaliste a la, journaliste chez,
        journaliste au, i am a journalist, i m a journalist, i am a reporter, i m a reporter,
        journalist at$, journalist with, journalist for, journalist from, reporter at$,
        reporter with, reporter for, bouclage, bouclons, droit de reponse, right of reply,
        votre reaction ... avant, votre reaction ... article, votre version ... avant,
        votre version ... article, publierons, parution jeudi, parution demain, parution ce,
        parution prevue, passe a l antenne, print deadline, filing deadline, for comment before,
        request for comment
    """,
}
INSULTS = """
    connard, connards, conard, connasse, connasses, fils de pute, fils de p, fdp, ntm,
    ta gueule, vos gueules, ferme la$, va te faire, allez vous faire, allez tous vous faire,
    allez crever, creve$, crevez, bande de, bande d, batard, batards, abruti, abrutis, abrutie,
    cretin, cretins, debile, debiles, imbecile, imbeciles, idiot, idiots, ordure, ordures,
    pourriture, pourritures, racaille, raclure, raclures, parasite, parasites, clown, clowns,
    guignol, guignols, bouffon, bouffons, charlot, charlots, gros con, grosse conne,
    grosse merde, gros porc, grosse vache, espece de, pauvre con, pauvre conne, pauvre type,
    pauvre naze, sale con, sale conne, sale merde, sale chien, sale race, vieux con,
    vieille conne, con$, cons$, conne$, connes$, tocard, tocards, minable, minables, naze,
    nazes, asshole, assholes, arsehole, arseholes, wanker, wankers, twat, twats, cunt, cunts,
    dickhead, dickheads, prick, pricks, bastard, bastards, bitch, bitches, scum, moron, morons,
    bellend, tosser, tossers, fuck you, fuck off, piss off, losers, salope, salopes, salopard,
    salopards, salaud, salauds, encule, encules, enculer, pute, putes, enfoire, enfoires
"""
#: Signs that stand for letters inside words, and the letters that stand alone between signs.
_SIGNS = str.maketrans({"@": "a", "0": "o", "3": "e", "$": "s"})
_SPELT = re.compile(r"\b(?:[a-z][ .*_-]){2,}[a-z]\b")
_HIDDEN = re.compile(r"(?<=[a-z])[*.#@](?=[a-z])")
_MASKED = re.compile(r"\b([a-z]+)(\*+)([a-z]+)\b")
_OTHER_SIGNS = re.compile("[^\x00-\x7f\u0300-\u036f]")
_OTHER = re.compile(r"[^a-z0-9]+")


def reason(text: str) -> str:
    """Return why a text raises an alarm by a phrase of the lists, "" where none does."""
    plain = _OTHER.sub(" ", f" {_folded(text)} ")
    index = _index()
    begun = dict.fromkeys(word[:_KEY] for word in plain.split())
    for key in begun:
        for name, phrase in index.get(key, ()):
            if _is_in(plain, phrase):
                return name
    return ""


def is_insult(text: str) -> bool:
    """Tell whether a short text holds an insult, also with signs in the place of letters."""
    folded = _folded(text)
    plain = _OTHER.sub(" ", f" {folded} ")
    if plain.count(" ") - 1 > _INSULT_WORDS_MAX:
        return False
    if not _insults().isdisjoint(plain.split()) or _says_more(plain):
        return True
    hidden = folded.translate(_SIGNS)
    hidden = _SPELT.sub(lambda found: re.sub(r"[ .*_-]", "", found.group()), hidden)
    bare = _OTHER.sub(" ", f" {_HIDDEN.sub('', hidden)} ")
    return not _insults().isdisjoint(bare.split()) or _is_masked(folded)


def _folded(text: str) -> str:
    """Return a text in plain small letters and signs; what else it holds are spaces."""
    plain = unicodedata.normalize("NFKD", text[:_CHARACTERS_MAX].lower().replace("œ", "oe"))
    if plain.isascii():
        return plain
    return _OTHER_SIGNS.sub(" ", plain).encode("ascii", "ignore").decode()


def _is_in(plain: str, phrase: tuple[str, ...]) -> bool:
    place = plain.find(phrase[0])
    if place < 0 or len(phrase) == 1:
        return place >= 0
    begin = place + len(phrase[0])
    return plain.find(phrase[1], begin - 1, begin + _GAP_MAX) >= 0


def _is_masked(folded: str) -> bool:
    """Tell whether stars hide the middle of an insult: "conn**d"."""
    return any(
        len(known) == len(begin) + len(stars) + len(end)
        and known.startswith(begin)
        and known.endswith(end)
        for begin, stars, end in _MASKED.findall(folded)
        for known in _insults()
    )


def _says_more(plain: str) -> bool:
    return any(_is_in(plain, (phrase,)) for phrase in _insult_phrases())


@cache
def _index() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return the phrases by how their first word begins, each with what it is a reason of."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, written in REASONS.items():
        for phrase in _listed(written):
            key = phrase.split()[0].rstrip("$")[:_KEY]
            parts = tuple(map(_edged, phrase.split(" ... ")))
            found.setdefault(key, []).append((name, parts))
    return found


def _edged(phrase: str) -> str:
    return " " + phrase.replace("$", " ")


def _listed(written: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in written.split(",") if phrase.strip()]


@cache
def _insults() -> frozenset[str]:
    return frozenset(phrase.rstrip("$") for phrase in _listed(INSULTS) if " " not in phrase)


@cache
def _insult_phrases() -> tuple[str, ...]:
    return tuple(f" {phrase.rstrip('$')} " for phrase in _listed(INSULTS) if " " in phrase)
