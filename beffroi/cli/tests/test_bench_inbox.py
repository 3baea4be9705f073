from __future__ import annotations

import pytest
from django.db.models import F

from beffroi.cli.bench.inbox import filling
from beffroi.inbox import queries
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.search.models import FoundBy
from beffroi.workspaces.models import Workspace


@pytest.mark.django_db(transaction=True)
def test_an_inbox_of_any_size_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_FIRST_PART", 20)
    filling.fill(300)
    assert Feedback.objects.count() == 300
    assert Conversation.objects.count() == 150
    assert Answer.objects.filter(delivery__status="published").count() == 30
    apart = Feedback.objects.exclude(author_id=F("conversation__person_id"))
    assert not apart.exists()
    dates = list(Conversation.objects.order_by("id").values_list("last_feedback_at", flat=True))
    assert dates == sorted(set(dates), reverse=True)
    page = queries.page(Workspace.objects.get(), status=Conversation.Status.OPEN)
    assert len(page.rows) == queries.PAGE_SIZE
    assert FoundBy.objects.count() == sum(
        len(row.search_text.split()) for row in Conversation.objects.all()
    )
    place = Workspace.objects.get()
    [row] = queries.page(place, status=Conversation.Status.OPEN, search="person2").rows[-1:]
    assert row.found == ()
    assert len(queries.page(place, status=Conversation.Status.DONE, search="brioche").rows) == 25
