"""The table of the index. What keeps and reads it: `index.py`."""

from __future__ import annotations

from django.db import models

from beffroi.core import compact


@compact.table(words="word")
class FoundBy(models.Model):
    """A word by which a conversation is found: personal data, kept no longer than what it is of.

    The key is all that there is, in the order in which lists are read: the words of a workspace
    stand together, and the conversations of a word by their newest feedback.
    """

    pk = models.CompositePrimaryKey("workspace", "word", "said_at", "conversation")
    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    word = models.CharField(max_length=40)
    #: When the newest feedback of the conversation was written, in microseconds since 1970.
    said_at = models.BigIntegerField()
    #: Not checked by the database: that would read the whole table for each one that is deleted.
    conversation = models.ForeignKey(
        "inbox.Conversation",
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    def __str__(self) -> str:
        return f"a word of conversation {self.conversation_id}"
