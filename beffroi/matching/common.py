"""How often a word is to be met: what makes one worth hanging a watch on."""

from __future__ import annotations

#: Words that stand in one text of a hundred or more: nothing may be looked for by them alone.
COMMON = frozenset(
    word.encode()
    for word in (
        # French
        "le la les l un une des du de d au aux a et ou ni mais donc car or que qu qui quoi dont"
        " ce c cet cette ces ca cela ceci je j tu il elle on nous vous ils elles me m te t se s y en"
        " lui leur leurs eux moi toi soi mon ma mes ton ta tes son sa ses notre nos votre vos ne n"
        " pas plus moins tres trop bien mal peu beaucoup tout toute tous toutes rien jamais toujours"
        " encore deja aussi meme comme si quand comment pourquoi parce alors puis apres avant depuis"
        " pour par avec sans sur sous dans chez entre vers contre pendant est suis es sommes etes"
        " sont etait etre ete ai as avons avez ont avait avoir fait faire dit dire va vais aller peut"
        " peux faut voir vu veut veux sait merci bonjour oui non bon bonne ici la jour jours an ans"
        " temps fois chose autre autres deux premier grand petit monde gens vie"
        # English
        " the of and to in is it you that he was for on are with as his they be at one have this"
        " from had by but what some we can out other were all there when up use your how said an"
        " each she which do their time if will way about many then them would so these her him has"
        " more no not just like get got my our who did been now than its i go going know think see"
        " good new day today people make really want need back even because really love lol"
        # what addresses are made of
        " http https www com org net fr html bsky social"
    ).split()
)
_COMMON_SHARE = 0.05
#: By length: short words are met more often.
_SHARES = (0.05, 0.05, 0.01, 0.003, 0.001, 0.0005, 0.0003, 0.0002)


def frequency(word: bytes) -> float:
    """Return in what share of texts a word is to be expected."""
    plain = word.lstrip(b"#@")
    if plain in COMMON:
        return _COMMON_SHARE
    return _SHARES[min(len(plain), len(_SHARES) - 1)]
