"""How often a word is to be met: what makes one worth hanging a watch on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from beffroi.matching.folding import cased, fold, has_other_letters
from beffroi.matching.terms import pairs_in, words_in

#: Words that stand in one text of a hundred or more, in French or English, or in addresses:
#: nothing may be looked for by them alone.
_COMMON = """
    a about ai all aller alors an and ans apres are as at au aussi autre autres aux avait
    avant avec avez avoir avons back be beaucoup because been bien bon bonjour bonne bsky but
    by c ca can car ce ceci cela ces cet cette chez chose com comme comment contre d dans day
    de deja depuis des deux did dire dit do donc dont du each elle elles en encore entre es
    est et etait ete etes etre eux even faire fait faut fois for fr from gens get go going
    good got grand had has have he her him his how html http https i ici if il ils in is it
    its j jamais je jour jours just know l la le les leur leurs like lol love lui m ma mais
    make mal many me meme merci mes moi moins mon monde more my n ne need net new ni no non
    nos not notre nous now of on one ont or org other ou oui our out par parce pas pendant
    people petit peu peut peux plus pour pourquoi premier puis qu quand que qui quoi really
    rien s sa said sait sans se see ses she si so social soi some sommes son sont sous suis
    sur t ta te temps tes than that the their them then there these they think this time to
    today toi ton toujours tous tout toute toutes tres trop tu un une up use va vais vers veut
    veux vie voir vos votre vous vu want was way we were what when which who will with would
    www y you your
"""
COMMON = frozenset(_COMMON.encode().split())
COMMON_SHARE = 0.05
#: By length: short words are met more often.
_SHARES = (0.05, 0.05, 0.01, 0.003, 0.001, 0.0005, 0.0003, 0.0002)

Frequency = Callable[[bytes], float]


def frequency(word: bytes) -> float:
    """Return in what share of texts a word is to be expected, where nothing was counted."""
    plain = word.lstrip(b"#@")
    if plain in COMMON:
        return COMMON_SHARE
    return _SHARES[min(len(plain), len(_SHARES) - 1)]


def counted(texts: Iterable[str]) -> Frequency:
    """Return how often words are met in `texts`: some thousands of the stream that is read."""
    met: Counter[bytes] = Counter()
    size = 0
    for text in texts:
        folded = fold(text)
        met.update({*folded.split(), *folded.replace(b"#", b" ").split()})
        if has_other_letters(text):
            other = cased(text)
            met.update({part.encode() for part in (*words_in(other), *pairs_in(other))})
        size += 1

    def share(word: bytes) -> float:
        known = met.get(word)
        if known is None:
            return min(frequency(word), 1 / (size + 1)) if size else frequency(word)
        return known / size

    return share
