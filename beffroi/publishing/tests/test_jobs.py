from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.media.models import MediaFile
from beffroi.publishing import jobs, rules
from beffroi.publishing.tests.desk import Desk, draft_of
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


def test_pictures_that_nothing_shows_are_removed_with_their_files(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    shown, dropped = desk.picture(), desk.picture()
    desk.write(draft_of("Fournée", both, files=[(shown, "Un pain")]))
    clock.set(clock() + rules.UNUSED_FILES_KEPT + timedelta(seconds=1))
    fresh = desk.picture()
    jobs.remove_unused_files({}, clock=clock)
    assert set(MediaFile.objects.all()) == {shown, fresh}
    assert not dropped.path.exists()
    assert not dropped.thumbnail_path.exists()
    assert shown.path.exists()


def test_pictures_of_a_draft_that_was_erased_go_as_well(
    desk: Desk, both: list[Channel], clock: FrozenClock
) -> None:
    post = desk.write(draft_of("Fournée", both, files=[(desk.picture(), "Un pain")]))
    post.delete()
    clock.advance(days=8)
    jobs.remove_unused_files({}, clock=clock)
    assert not MediaFile.objects.exists()
