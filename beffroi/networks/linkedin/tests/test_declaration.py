"""What LinkedIn says of itself, and for how long it stays true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.core.clock import utc_now
from beffroi.networks.contracts import MediaKind
from beffroi.networks.declarations import Draft, DraftMedia, ProblemCode
from beffroi.networks.linkedin.declaration import DECLARATION, VERSION
from beffroi.networks.linkedin.limits import LIMITS, problems_of


def test_the_version_answers_for_sixty_days_yet() -> None:
    """Fails in time to choose a newer one: an ended version refuses every call of everybody."""
    assert VERSION.retired_on is not None
    assert VERSION.retired_on - utc_now().date() > timedelta(days=60)


def test_what_others_wrote_serves_to_answer_them_and_nothing_else() -> None:
    use = DECLARATION.data_use
    assert not use.contacts_allowed
    assert not use.export_allowed
    assert use.kept_for == timedelta(hours=48)
    assert not use.is_confirmed


def media(kind: MediaKind) -> DraftMedia:
    return DraftMedia(kind, "", 1, 1, 1)


IMAGE, VIDEO, DOCUMENT = (media(kind) for kind in MediaKind)


@pytest.mark.parametrize(
    ("files", "title", "codes"),
    [
        ((), "", []),
        ((IMAGE, IMAGE), "", []),
        ((VIDEO,), "", []),
        ((DOCUMENT,), "Carte", []),
        ((DOCUMENT,), " ", [ProblemCode.TITLE_MISSING]),
        ((IMAGE, VIDEO), "", [ProblemCode.MEDIA_MIXED]),
        ((VIDEO, VIDEO), "", [ProblemCode.MEDIA_MIXED]),
        ((DOCUMENT, IMAGE), "", [ProblemCode.MEDIA_MIXED, ProblemCode.TITLE_MISSING]),
    ],
)
def test_files_that_do_not_go_together_are_told_before(
    files: tuple[DraftMedia, ...], title: str, codes: list[ProblemCode]
) -> None:
    found = problems_of(Draft("Bonjour", title=title, media=files))
    assert [one.code for one in found] == codes


def test_documents_and_videos_have_their_bounds() -> None:
    assert LIMITS.document is not None
    assert "application/pdf" in LIMITS.document.types
    assert LIMITS.video is not None
    assert (LIMITS.video.seconds_min, LIMITS.video.seconds_max) == (3, 1800)
