from __future__ import annotations

from beffroi.cli.bench import listening
from beffroi.cli.bench.listening import others
from beffroi.cli.bench.listening.made import Maker
from beffroi.matching.index import Index
from beffroi.matching.queries import Query


def test_the_same_stream_is_made_at_every_run() -> None:
    assert list(Maker().frames(200)) == list(Maker().frames(200))


def test_hits_are_those_of_the_posts_in_the_stream() -> None:
    maker = Maker()
    frames = list(maker.frames(4_000))
    index = Index([Query(1, any_of=tuple(maker.brands))])
    assert listening.hits(frames, index) > 0
    assert listening.hits([], index) == 0


def test_all_who_are_compared_find_a_plain_word() -> None:
    query = Query(1, any_of=("beffroi",), none_of=("lille",))
    texts = ["le beffroi de Douai", "le beffroi de Lille", "rien"]
    assert [bool(Index([query]).match(text)) for text in texts] == [True, False, False]
    assert others.full_text([query], texts) == 1
    (expression,) = others.expressions([query])
    assert [bool(expression.search(text)) for text in texts] == [True, False, False]
