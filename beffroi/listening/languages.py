"""Which watches want the language of a post. What is read counts more than what is declared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from beffroi.language.understanding import Message, understand
from beffroi.networks.listening import PublicPost

#: Enough of a text to tell its language.
_READ_MAX = 1000

#: Languages by watch, of those that ask for some.
Wanted = Mapping[int, frozenset[str]]
#: A post, and the watches whose words it holds.
Found = tuple[PublicPost, Collection[int]]


def in_their_language(found: Sequence[Found], wanted: Wanted) -> list[Collection[int]]:
    """Return the watches of each post without those that want other languages, in order.

    Texts are read only where a watch asks; one in no known language is in none that is asked for.
    """
    asking = [bool(wanted) and not wanted.keys().isdisjoint(keys) for _post, keys in found]
    texts = [
        Message((post.whole or post.text)[:_READ_MAX])
        for (post, _keys), asks in zip(found, asking, strict=True)
        if asks
    ]
    said = iter(understand(texts) if texts else ())
    return [
        _wanting(keys, wanted, next(said).language or post.language) if asks else keys
        for (post, keys), asks in zip(found, asking, strict=True)
    ]


def _wanting(keys: Collection[int], wanted: Wanted, tag: str) -> list[int]:
    spoken = tag.split("-")[0].lower()
    return [key for key in keys if key not in wanted or spoken in wanted[key]]
