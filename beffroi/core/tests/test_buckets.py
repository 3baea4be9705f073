from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.core import buckets
from beffroi.core.buckets import NotStored
from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.core.tests.object_store import SECRET, Store, bucket_of, running_store

NOW = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    with running_store() as running:
        yield running


def _client(store: Store) -> OutboundClient:
    return OutboundClient(OutboundPolicy(frozenset({store.address.split("/")[2]})))


def test_a_file_is_stored_whole_under_its_name(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "posts.csv"
    file.write_bytes(b"post_id,text\n" * 50_000)
    for name in ("workspace-3/posts.csv", "Élan & co/100 % (août)+.csv"):
        buckets.put(bucket_of(store), name, file, client=_client(store), now=NOW)
    expected = {
        "/figures/workspace-3/posts.csv",
        "/figures/%C3%89lan%20%26%20co/100%20%25%20%28ao%C3%BBt%29%2B.csv",
    }
    assert set(store.kept) == expected
    assert set(store.kept.values()) == {file.read_bytes()}


def test_an_empty_file_is_one(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.touch()
    buckets.put(bucket_of(store), "a.csv", file, client=_client(store), now=NOW)
    assert store.kept == {"/figures/a.csv": b""}


@pytest.mark.parametrize("change", [{"secret": "another"}, {"region": "us-east-1"}])
def test_another_key_or_region_is_refused(
    store: Store, tmp_path: Path, change: dict[str, str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n")
    with pytest.raises(NotStored, match=r"^403"):
        buckets.put(
            replace(bucket_of(store), **change), "a.csv", file, client=_client(store), now=NOW
        )
    assert not store.kept


def test_a_store_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n")
    gone = replace(bucket_of(store), address="http://127.0.0.1:9/figures")
    client = OutboundClient(OutboundPolicy(frozenset({"127.0.0.1:9"})))
    with pytest.raises(NotStored, match=r"127\.0\.0\.1:9"):
        buckets.put(gone, "a.csv", file, client=client, now=NOW)


def test_the_secret_is_in_no_text_of_a_bucket(store: Store) -> None:
    assert SECRET not in repr(bucket_of(store))
