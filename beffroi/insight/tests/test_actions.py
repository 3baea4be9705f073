from __future__ import annotations

from datetime import date, timedelta

import pytest

from beffroi.archives.models import ArchiveImport, HistoryCount
from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry
from beffroi.insight import actions, archived
from beffroi.insight.actions import NothingCounted, SeveralChannels
from beffroi.insight.models import DayCount
from beffroi.insight.rules import Counted, Origin
from beffroi.insight.tables import CannotRead
from beffroi.insight.tests.conftest import make_channel
from tests.clock import FrozenClock
from tests.world import World

TABLE = b"Date,Views,Likes\n2026-09-12,5,1\n2026-09-14,7,\n"

pytestmark = pytest.mark.django_db


def rows(origin: Origin) -> list[tuple[date, int, int, int]]:
    found = DayCount.objects.filter(origin=origin).order_by("counted", "day")
    return list(found.values_list("day", "counted", "value", "estimated"))


def audited() -> list[str]:
    ours = AuditEntry.objects.filter(action__startswith="insight.")
    return list(ours.values_list("action", flat=True))


def importing(channel: Channel, world: World, clock: FrozenClock, content: bytes = TABLE) -> object:
    return actions.import_table(channel=channel, content=content, actor=world.claire, now=clock())


class TestTables:
    def test_a_table_is_kept_once_however_often_it_is_given(
        self, channel: Channel, world: World, clock: FrozenClock
    ) -> None:
        for _ in range(2):
            done = actions.import_table(
                channel=channel, content=TABLE, actor=world.claire, now=clock()
            )
            assert (done.kept, done.told_by_network) == (3, 0)
        assert rows(Origin.IMPORTED) == [
            (date(2026, 9, 12), Counted.IMPRESSIONS, 5, 0),
            (date(2026, 9, 14), Counted.IMPRESSIONS, 7, 1),  # today is not over
            (date(2026, 9, 12), Counted.REACTIONS, 1, 0),
        ]
        assert audited() == ["insight.table_imported"] * 2

    def test_a_table_that_is_refused_changes_nothing(
        self, channel: Channel, world: World, clock: FrozenClock
    ) -> None:
        with pytest.raises(CannotRead):
            importing(channel, world, clock, b"Date,Views\n03/04/2026,5\n")
        assert not DayCount.objects.exists()
        assert not audited()

    def test_what_tables_gave_can_be_taken_out_again(
        self, channel: Channel, world: World, clock: FrozenClock
    ) -> None:
        other = make_channel(channel.workspace, now=clock(), account_id="other")
        importing(channel, world, clock)
        importing(other, world, clock)
        assert actions.forget_tables(channel=channel, actor=world.claire, now=clock()) == 3
        assert set(DayCount.objects.values_list("channel", flat=True)) == {other.pk}


@pytest.fixture
def archive(channel: Channel, clock: FrozenClock) -> ArchiveImport:
    """An archive in which two posts of one day were counted."""
    made = ArchiveImport.objects.create(
        workspace=channel.workspace,
        name="archive.zip",
        size_bytes=1,
        status="done",
        network="linkedin",
        created_at=clock(),
        ended_at=clock(),
    )
    for post, metric, value in (
        ("p1", "likes", 4),
        ("p2", "likes", 3),
        ("p1", "reposts", 2),
        ("p2", "shares", 1),
        ("p2", "mood", 9),
        ("", "likes", 50),
    ):
        HistoryCount.objects.create(
            workspace=channel.workspace,
            archive_import=made,
            network="linkedin",
            post_id=post,
            metric=metric,
            value=value,
            counted_on=date(2024, 5, 1),
        )
    return made


class TestArchives:
    def test_an_archives_counters_stand_on_the_day_of_writing_and_are_estimated(
        self, channel: Channel, world: World, clock: FrozenClock, archive: ArchiveImport
    ) -> None:
        kept = actions.take_in_archives(channel=channel, actor=world.claire, now=clock())
        assert kept == 2
        assert rows(Origin.ARCHIVED) == [
            (date(2024, 5, 1), Counted.REACTIONS, 7, 1),
            (date(2024, 5, 1), Counted.SHARES, 3, 1),
        ]
        assert audited() == ["insight.archive_counted"]

    def test_an_import_that_is_undone_counts_no_more(
        self, channel: Channel, world: World, clock: FrozenClock, archive: ArchiveImport
    ) -> None:
        actions.take_in_archives(channel=channel, actor=world.claire, now=clock())
        archived.follow_all(now=clock() + timedelta(days=1))
        assert len(rows(Origin.ARCHIVED)) == 2
        HistoryCount.objects.all().delete()
        archived.follow_all(now=clock() + timedelta(days=1))
        assert rows(Origin.ARCHIVED) == []

    def test_an_archive_does_not_say_which_of_several_channels_it_is_of(
        self, channel: Channel, world: World, clock: FrozenClock, archive: ArchiveImport
    ) -> None:
        make_channel(channel.workspace, now=clock(), account_id="other")
        with pytest.raises(SeveralChannels):
            actions.take_in_archives(channel=channel, actor=world.claire, now=clock())

    def test_without_an_archive_there_is_nothing_to_count(
        self, channel: Channel, world: World, clock: FrozenClock
    ) -> None:
        with pytest.raises(NothingCounted):
            actions.take_in_archives(channel=channel, actor=world.claire, now=clock())
        assert not audited()
