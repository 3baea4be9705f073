from __future__ import annotations

import io
import random
import struct
import tarfile
import zipfile
from contextlib import suppress

import pytest

from beffroi.archives.containers.limits import ArchiveRefused, Budget, Problem
from beffroi.archives.tests.exports import (
    INSTAGRAM_POSTS,
    Seen,
    as_bytes,
    crowded,
    instagram,
    tarred,
    zipped,
)

TEXTS = ["Brioche du dimanche, déjà prête 🥐", "La galette est là"]
POSTS = {"content/posts_1.json": INSTAGRAM_POSTS}


def problem(archive: bytes, *, budget: Budget | None = None) -> Problem:
    with pytest.raises(ArchiveRefused) as refusal:
        Seen(archive, budget=budget)
    return refusal.value.problem


def test_a_zip_is_read_wherever_its_files_lie_and_whatever_they_are_called() -> None:
    assert Seen(zipped(POSTS)).texts == TEXTS
    assert Seen(zipped({"instagram-x/inhalt/beitraege.txt": INSTAGRAM_POSTS})).texts == TEXTS


def test_stored_members_data_descriptors_and_zip64_are_read() -> None:
    assert Seen(zipped(POSTS, stored=True)).texts == TEXTS
    file = io.BytesIO()

    class Unseekable(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, content: object) -> int:
            return file.write(bytes(content))  # type: ignore[call-overload]

    with (
        zipfile.ZipFile(Unseekable(), "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("posts.json", "w", force_zip64=True) as member,
    ):
        member.write(as_bytes(INSTAGRAM_POSTS))
    assert Seen(file.getvalue()).texts == TEXTS


def test_names_of_the_old_dos_page_are_read() -> None:
    archive = zipped({"d__ja.json": {"a": 1}}).replace(b"d__ja", b"d\x82\x85ja")
    assert Seen(archive).listed == {"déàja.json": "unknown"}


def test_more_than_65535_files_are_gone_through() -> None:
    seen = Seen(crowded({"posts_1.json": INSTAGRAM_POSTS}, count=66_000))
    assert seen.media == 66_000
    assert seen.texts == TEXTS


def test_something_before_the_archive_does_not_matter() -> None:
    archive = zipped(POSTS)
    assert Seen(b"PK\x03\x04" + b"\0" * 60 + archive).texts == TEXTS


def test_a_file_cut_short_is_refused_with_a_sentence_at_every_length() -> None:
    archive = zipped(instagram())
    for length in range(30, len(archive) - 22, 97):
        assert problem(archive[:length]) is Problem.CUT_SHORT


def test_a_changed_byte_is_a_listed_file_never_a_crash() -> None:
    archive = zipped(instagram())
    chance = random.Random(7)
    for _ in range(300):
        changed = bytearray(archive)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        with suppress(ArchiveRefused):
            Seen(bytes(changed))


def test_a_damaged_member_is_listed_and_the_rest_is_read() -> None:
    archive = bytearray(zipped({"a.json": INSTAGRAM_POSTS, "b.json": INSTAGRAM_POSTS}))
    place = archive.index(b"a.json") + 20
    archive[place : place + 8] = b"\xff" * 8
    seen = Seen(bytes(archive))
    assert seen.listed == {"a.json": "damaged"}
    assert seen.texts[-2:] == TEXTS


def test_a_bomb_is_refused_while_it_is_read() -> None:
    archive = zipped({"posts.json": b'[{"media": [{"uri": "' + b"a" * 900_000 + b'"}]}]'})
    assert problem(archive, budget=Budget(ratio_grace_bytes=100_000)) is Problem.BOMB
    small = Budget(total_bytes_max=100)
    assert problem(zipped(POSTS), budget=small) is Problem.BOMB


def test_encrypted_and_overlapping_archives_are_refused() -> None:
    archive = zipped(POSTS)
    entry = archive.index(b"PK\x01\x02")
    encrypted = bytearray(archive)
    encrypted[entry + 8] |= 1
    assert problem(bytes(encrypted)) is Problem.ENCRYPTED
    twice = zipped({"a.json": INSTAGRAM_POSTS, "b.json": INSTAGRAM_POSTS})
    second = twice.index(b"PK\x01\x02", twice.index(b"PK\x01\x02") + 4)
    overlapping = bytearray(twice)
    struct.pack_into("<L", overlapping, second + 42, 0)
    assert problem(bytes(overlapping)) is Problem.OVERLAP


@pytest.mark.parametrize("place", [2**40, 2**63 - 1, 2**63, 2**64 - 1])
def test_a_place_beyond_the_file_is_refused_however_large_it_is(place: int) -> None:
    archive = crowded(POSTS, count=1)
    record, pointer = archive.rindex(b"PK\x06\x06"), archive.rindex(b"PK\x06\x07")
    for field in (pointer + 8, record + 40, record + 48):
        changed = bytearray(archive)
        struct.pack_into("<Q", changed, field, place)
        assert problem(bytes(changed)) is Problem.CUT_SHORT
        nested = Seen(zipped({"in.zip": bytes(changed), **POSTS}))
        assert nested.listed == {"in.zip": "nested"}
        assert nested.texts == TEXTS


@pytest.mark.parametrize("name", ["../posts.json", "/posts.json", "C:\\posts.json", "a/../../b"])
def test_a_name_that_leads_elsewhere_is_passed_over_and_listed(name: str) -> None:
    seen = Seen(zipped({name: INSTAGRAM_POSTS, **POSTS}))
    assert list(seen.listed.values()) == ["dangerous_name"]
    assert seen.texts == TEXTS


def test_a_small_archive_inside_is_read_and_one_inside_that_is_listed() -> None:
    inner = zipped({**POSTS, "deeper.zip": zipped(POSTS)})
    seen = Seen(zipped({"part.zip": inner}))
    assert seen.texts == TEXTS
    assert seen.listed == {"part.zip/deeper.zip": "nested"}


def test_a_tar_is_read_and_its_links_are_ignored() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        link = tarfile.TarInfo("link.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        content = as_bytes(INSTAGRAM_POSTS)
        member = tarfile.TarInfo("d/" * 90 + "posts.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    seen = Seen(file.getvalue())
    assert seen.texts == TEXTS
    assert [m.name for m in seen.members] == ["d/" * 90 + "posts.json"]


def test_a_tar_cut_short_gives_what_is_whole_and_says_so() -> None:
    noise = random.Random(1).randbytes(300_000)
    archive = tarred({**POSTS, "photo.bin": noise, "late.json": INSTAGRAM_POSTS})
    seen = Seen(archive[: len(archive) // 2])
    assert seen.texts == TEXTS
    assert "cut_short" in seen.listed.values()


def test_a_single_file_is_read_by_itself() -> None:
    table = "beffroi;date;texte\npublication;2024-05-01;Le 1er mai, fermé\n"
    assert Seen(table.encode(), name="histoire.csv").texts == ["Le 1er mai, fermé"]


def test_a_file_that_is_called_an_archive_and_is_none_is_read() -> None:
    table = b"beffroi;date;texte\npublication;2024-05-01;Pain\n"
    for archive in (table, zipped({"in.zip": table}), tarred({"in.zip": table})):
        assert Seen(archive, name="export.zip").texts == ["Pain"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", Problem.EMPTY), (b"Rar!\x1a\x07\x00", Problem.FOREIGN), (b"7z\xbc\xaf\x27\x1c", None)],
)
def test_what_is_no_archive_is_told(content: bytes, expected: Problem | None) -> None:
    assert problem(content) is (expected or Problem.FOREIGN)
