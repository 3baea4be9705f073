from __future__ import annotations

import multiprocessing
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from beffroi.core import crypto
from beffroi.core.crypto import KeyFileUnreadable, KeyMissing, Tampered
from beffroi.core.sealing import Keyring, new_key, read_keys, write_keys

RING = Keyring((new_key(), new_key()))


@given(plaintext=st.binary(max_size=2000), bound_to=st.text(max_size=50))
def test_what_is_sealed_opens_again(plaintext: bytes, bound_to: str) -> None:
    token = RING.seal(plaintext, bound_to=bound_to)
    assert RING.open(token, bound_to=bound_to) == plaintext
    assert len(plaintext) < 8 or plaintext not in token


@given(place=st.integers(0, 44), bit=st.integers(0, 7))
def test_any_changed_bit_is_noticed(place: int, bit: int) -> None:
    token = bytearray(RING.seal(b"access token", bound_to="channel:1"))
    token[place] ^= 1 << bit
    with pytest.raises((Tampered, KeyMissing)):
        RING.open(bytes(token), bound_to="channel:1")


def test_a_value_does_not_open_in_another_row() -> None:
    token = RING.seal(b"access token", bound_to="channel:1")
    with pytest.raises(Tampered):
        RING.open(token, bound_to="channel:2")


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert len({RING.seal(b"x", bound_to="a") for _ in range(100)}) == 100


@pytest.mark.parametrize("token", [b"", b"\x01", b"\x02" + bytes(60), b"plain text", b"\x01" * 32])
def test_what_was_never_sealed_is_refused(token: bytes) -> None:
    with pytest.raises(Tampered):
        RING.open(token, bound_to="a")


def test_an_older_key_still_opens_what_it_sealed() -> None:
    old = Keyring(RING.keys[:1])
    token = old.seal(b"x", bound_to="a")
    assert RING.open(token, bound_to="a") == b"x"
    assert not RING.is_current(token)
    with pytest.raises(KeyMissing):
        old.open(RING.seal(b"x", bound_to="a"), bound_to="a")


def test_keys_survive_their_file_and_never_show_in_a_traceback() -> None:
    assert read_keys(write_keys(RING)) == RING
    assert RING.keys[0].secret.hex() not in repr(RING)
    assert str(RING.keys[0].secret) not in repr(RING)


@pytest.mark.parametrize(
    "text", ["one", "a b c", "zz AAAA", "01020304 AAAA", "0102 " + "A" * 43 + "=", "01020304 é"]
)
def test_a_file_that_holds_no_keys_is_refused(text: str) -> None:
    with pytest.raises(KeyFileUnreadable):
        read_keys(text)


def test_the_key_file_is_made_at_first_use_and_is_ours_alone(settings: Settings) -> None:
    token = crypto.seal(b"x", bound_to="a")
    file = Path(settings.SECRET_FILE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert crypto.open_sealed(token, bound_to="a") == b"x"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_without_the_key_file_nothing_opens_and_none_is_made(settings: Settings) -> None:
    token = crypto.seal(b"x", bound_to="a")
    Path(settings.SECRET_FILE).unlink()
    with pytest.raises(KeyMissing):
        crypto.open_sealed(token, bound_to="a")
    assert not Path(settings.SECRET_FILE).exists()


def test_a_key_file_put_back_is_read_again(settings: Settings) -> None:
    file = Path(settings.SECRET_FILE)
    token = crypto.seal(b"x", bound_to="a")
    kept = file.read_text()
    file.unlink()
    crypto.seal(b"y", bound_to="a")
    with pytest.raises(KeyMissing):
        crypto.open_sealed(token, bound_to="a")
    file.write_text(kept)
    assert crypto.open_sealed(token, bound_to="a") == b"x"


def _create(file: str, text: str, barrier: Any) -> None:
    barrier.wait()
    crypto._create(Path(file), text)


def test_two_processes_that_make_the_key_file_agree_on_one(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    fork = multiprocessing.get_context("spawn")
    barrier = fork.Barrier(2)
    both = [fork.Process(target=_create, args=(str(file), text, barrier)) for text in ("a", "b")]
    for process in both:
        process.start()
    for process in both:
        process.join(30)
    assert file.read_text() in {"a", "b"}
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


# Rotation


@pytest.fixture
def rows(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Make a table with a sealed column, five rows in it."""
    monkeypatch.setattr(crypto, "_sources", [])
    with isolate_apps("beffroi.core"):

        class Access(models.Model):
            sealed = models.BinaryField(null=True)
            objects: ClassVar[models.Manager[Any]] = models.Manager()

            class Meta:
                app_label = "core"

            def __str__(self) -> str:
                return f"access {self.pk}"

        with connection.schema_editor() as editor:
            editor.create_model(Access)
        crypto.register_sealed(Access, "sealed", lambda row: f"access:{row.pk}")
        for number in range(1, 6):
            sealed = crypto.seal(f"secret {number}".encode(), bound_to=f"access:{number}")
            Access.objects.create(pk=number, sealed=sealed)
        Access.objects.create(pk=6, sealed=None)
        yield Access
        with connection.schema_editor() as editor:
            editor.delete_model(Access)


def opened(rows: Any) -> list[bytes]:
    return [
        crypto.open_sealed(bytes(row.sealed), bound_to=f"access:{row.pk}")
        for row in rows.objects.exclude(sealed=None).order_by("pk")
    ]


SECRETS = [f"secret {number}".encode() for number in range(1, 6)]


def keys(settings: Settings) -> Keyring:
    return read_keys(Path(settings.SECRET_FILE).read_text())


def test_a_rotation_seals_every_row_under_a_new_key(rows: Any, settings: Settings) -> None:
    before = [bytes(row.sealed) for row in rows.objects.exclude(sealed=None).order_by("pk")]
    assert crypto.rotate() == crypto.Rotation(sealed_anew=5, unreadable=0)
    ring = keys(settings)
    assert len(ring.keys) == 2
    after = [bytes(row.sealed) for row in rows.objects.exclude(sealed=None).order_by("pk")]
    assert all(ring.is_current(token) for token in after)
    assert not any(ring.is_current(token) for token in before)
    assert opened(rows) == SECRETS


@pytest.mark.parametrize("done", range(6))
def test_an_interrupted_rotation_goes_on_with_the_same_key(
    rows: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    seal_anew = crypto._seal_anew
    left = iter(range(done))

    def seal_until_the_end(*arguments: Any) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return seal_anew(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(crypto, "_seal_anew", seal_until_the_end)
        if done < 5:
            with pytest.raises(KeyboardInterrupt):
                crypto.rotate()
        else:
            crypto.rotate()
    assert opened(rows) == SECRETS  # half-way, everything opens
    if done < 5:
        assert crypto.rotate().sealed_anew == 5 - done
    assert len(keys(settings).keys) == 2
    assert opened(rows) == SECRETS


def test_a_rotation_does_not_undo_what_somebody_writes_meanwhile(
    rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_anew = crypto._seal_anew
    fresh = crypto.seal(b"fresh", bound_to="access:3")

    def write_first(value: crypto.SealedValue, ring: Keyring) -> bool:
        if value.bound_to == "access:3" and value.token != fresh:
            rows.objects.filter(pk=3).update(sealed=fresh)
        return seal_anew(value, ring)

    monkeypatch.setattr(crypto, "_seal_anew", write_first)
    assert crypto.rotate().sealed_anew == 5
    assert opened(rows)[2] == b"fresh"


def test_a_rotation_counts_what_no_key_opens(rows: Any) -> None:
    rows.objects.filter(pk=2).update(sealed=RING.seal(b"elsewhere", bound_to="access:2"))
    rows.objects.filter(pk=4).update(sealed=b"damaged")
    assert crypto.unreadable_count() == 2
    assert crypto.rotate() == crypto.Rotation(sealed_anew=3, unreadable=2)
