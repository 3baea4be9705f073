"""Which language a text is in: French, English, or neither, told by small words and letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

#: What is looked at of a text: the rest says the same.
_CHARACTERS_MAX = 500
#: How sure the head must be where no small word tells.
_SURE = 0.8
#: How many small words of a language tell it from another that has fewer.
_FOREIGN_MIN = 2
#: How many words a text must have for the lack of small words to say something.
_WORDS_MIN = 4
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S+@\S+|[@#]\w+")
#: Letters that neither French nor English has, each as telling as a small word.
_FOREIGN_LETTERS = re.compile("[ñ¿¡ßäöãõåøæłśżźćńęąşğıřčšžěůőűășțđìòáíóú]")
#: What is beyond the Latin letters of Europe.
_FAR = re.compile("[\u0250-\U0010ffff]")

#: Small words, as they are written. Those that French or English has too weigh on both sides.
_SMALL = {
    "fr": """
        le la les un une des du de et est sont à au aux en dans pour par sur avec sans ce cette ces
        c ça cela qui que qu quoi dont où je j tu il elle on nous vous ils elles me m te se s y ne
        n pas plus rien jamais mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs mais
        ou donc car si très trop bien bon bonne merci bonjour bonsoir suis es êtes était été ai as
        avons avez ont avait fait faire peut être tout tous toute toutes même encore aussi comme
        quand comment pourquoi combien quel quelle chez après avant depuis oui non svp ca tres etre
        etait ete apres j'ai c'est d l jai cest moi toi lui vraiment
    """,
    "en": """
        the a an and or of to in on at for with from by is are was were be been am i you he she it
        we they my your his her its our their this that these those what which who how why when
        where do does did done not no yes have has had can could will would should there here very
        so but if then than as just about your please thanks thank hello hi don t s m ve re ll get
        got all any some more out up your u
    """,
    "es": """
        el la los las un una unos de del y o que en es son está están muy pero por para con sin no
        sí se me te le lo su sus mi mis tu nos al como más cuando donde dónde qué quién cómo hay he
        ha han fue era ser estar tiene tienen todo todos toda esto esta este ese gracias hola
        buenos buenas días porque también ya nada siempre nunca puede quiero
    """,
    "de": """
        der die das den dem des ein eine einen einem einer und oder aber ist sind war waren nicht
        kein keine ich du er sie es wir ihr mein meine mich mir uns ihre ihnen mit von zu zum zur
        für auf aus bei nach über unter im am in an auch noch schon sehr nur wie was wer wo wann
        warum wenn dass weil haben habe hat hatte kann können wird werden bitte danke hallo guten
        leider gut immer
    """,
    "it": """
        il lo la i gli le un uno una di del della dei delle e o che in è sono era non molto ma per
        con senza da dal dalla su nel nella al alla si mi ti ci vi io noi voi loro mio mia suo sua
        questo questa quello come quando dove perché chi cosa ho ha abbiamo hanno stato stata tutto
        tutti anche più già grazie buongiorno ciao sempre mai ottimo posso vorrei
    """,
    "nl": """
        de het een en of maar is zijn was waren niet geen ik jij je hij zij ze wij we jullie mijn
        uw ons onze met van voor op uit bij naar over onder in aan te dat dit die deze wat wie waar
        wanneer waarom hoe als om ook nog al zeer heel erg goed heb heeft hebben had kan kunnen
        wordt worden moet graag bedankt dank hallo goede er nooit altijd
    """,
    "pt": """
        o a os as um uma uns de do da dos das e ou que em no na nos nas é são está muito mas por
        para com sem não sim se me te lhe meu minha seu sua nosso ao à como mais quando onde quem
        porque há tem têm foi era ser estar fui tudo todos isto este esta esse obrigado obrigada
        olá bom boa dia também já nada sempre nunca você vocês pelo pela posso
    """,
    "ca": "el la els les un una i de del dels que és són molt però per amb sense no em et es "
    "meu seva nostre aquest aquesta com més quan on què gràcies hola bon dia també ja",
    "ro": "și este sunt nu foarte dar pentru cu fără din la în pe ce care cum unde când eu noi "
    "am ai are au fost mai mult mulțumesc bună un o de sa si",
    "pl": "i w na z do się nie jest są był była to ten ta że jak co kto gdzie kiedy dlaczego ale "
    "dla od po za przez bardzo tylko już też dziękuję dzień dobry mam nie czy polecam",
    "sv": "och är var inte en ett det den jag du han hon vi ni de min din med av för på till från "
    "om som vad när hur mycket men också tack hej bra har hade kan alla",
    "da": "og er var ikke en et det den jeg du han hun vi de min din med af for på til fra om "
    "som hvad når hvordan meget men også tak hej godt har havde kan alle",
    "fi": "ja on ei oli se tämä minä sinä hän me te he mutta että kun mitä missä miksi kuinka "
    "todella hyvä hyvin kiitos hei olen ovat myös kanssa",
    "tr": "ve bir bu şu o çok değil için ile ama ne nasıl nerede neden var yok ben sen biz siz "
    "daha en gibi teşekkürler merhaba iyi güzel kadar olarak",
    "cs": "a je jsou byl byla to ten ta že jak co kdo kde kdy proč ale pro od po za velmi jen už "
    "také děkuji dobrý den mám není se na do ve",
    "hu": "a az és nem van volt hogy mi ki hol mikor miért de nagyon csak már is köszönöm jó "
    "napot egy ez meg minden",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language of a text, "" where it cannot be told; `is_foreign` when it is another."""

    language: str
    is_foreign: bool = False


def spoken(text: str, *, likeliest: str, confidence: float) -> Spoken:
    """Return the language of a text; `likeliest` is what the head says between the two."""
    plain = unicodedata.normalize("NFKC", text[:_CHARACTERS_MAX])
    heard = _ADDRESS.sub(" ", plain).lower().replace("’", "'")
    words = _WORD.findall(heard)
    if _is_another_script(heard):
        return Spoken("", is_foreign=True)
    counts = _counts(words)
    native = max(counts["fr"], counts["en"])
    other = max(count for name, count in counts.items() if name not in ("fr", "en"))
    other += 0 if heard.isascii() else len(_FOREIGN_LETTERS.findall(heard))
    if other > native and other >= min(_FOREIGN_MIN, len(words)):
        return Spoken("", is_foreign=len(words) > 1)
    if counts["fr"] != counts["en"] and native > 1:
        return Spoken("fr" if counts["fr"] > counts["en"] else "en")
    if len(words) < _WORDS_MIN and not native:
        return Spoken(likeliest if confidence >= _SURE and words else "")
    return Spoken(likeliest if confidence >= _SURE or native > other else "")


def _is_another_script(heard: str) -> bool:
    if heard.isascii():
        return False
    far = sum(map(str.isalpha, _FAR.findall(heard)))
    return far > 0 and far * 2 > sum(map(str.isalpha, heard))


def _counts(words: Sequence[str]) -> dict[str, int]:
    counts = dict.fromkeys(_SMALL, 0)
    known = _known()
    for word in words:
        for name in known.get(word, ()):
            counts[name] += 1
    return counts


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return in which languages each small word is one."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _SMALL.items():
        for word in set(words.split()):
            found[word] = (*found.get(word, ()), name)
    return found
