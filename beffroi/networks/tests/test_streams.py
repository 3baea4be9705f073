"""Files on their way in pieces."""

from __future__ import annotations

import os

from beffroi.networks.contracts import HeldBytes
from beffroi.networks.streams import Pieces, as_file, patience

CONTENT = bytes(range(256)) * 10_000


def test_the_pieces_are_the_file_each_time_they_are_sent() -> None:
    pieces = Pieces(HeldBytes(CONTENT))
    assert b"".join(pieces) == b"".join(pieces) == CONTENT
    assert max(map(len, pieces)) == 1_000_000


def test_an_open_file_reads_from_any_place_and_knows_its_end() -> None:
    file = as_file(HeldBytes(CONTENT))
    assert file.read(3) == CONTENT[:3]
    assert file.seek(0, os.SEEK_END) == len(CONTENT)
    assert file.seek(-2, os.SEEK_END) == len(CONTENT) - 2
    assert file.read(9) == CONTENT[-2:]
    file.seek(1)
    file.seek(1, os.SEEK_CUR)
    assert file.read(2) == CONTENT[2:4]
    assert list(Pieces(HeldBytes(b""))) == []
    assert as_file(HeldBytes(b"")).read() == b""


def test_a_heavy_file_is_given_time_and_a_light_one_none_of_its_own() -> None:
    assert patience(1_000) is None
    assert patience(300_000_000) == 3000.0
