from beffroi.inbox.models.automation import (
    AutomaticAnswer,
    AutomaticSending,
    Rule,
    RuleAct,
    RuleAction,
)
from beffroi.inbox.models.conversations import (
    Answer,
    Conversation,
    Feedback,
    FeedbackQuerySet,
)
from beffroi.inbox.models.corrections import Correction, Learned
from beffroi.inbox.models.reading import Heard, Poll, Tombstone
from beffroi.inbox.models.removals import Removal, RemovalQuerySet
from beffroi.inbox.models.team import (
    ConversationLabel,
    Label,
    Note,
    Nudge,
    Presence,
    SavedAnswer,
    SavedView,
    Sweep,
)

__all__ = [
    "Answer",
    "AutomaticAnswer",
    "AutomaticSending",
    "Conversation",
    "ConversationLabel",
    "Correction",
    "Feedback",
    "FeedbackQuerySet",
    "Heard",
    "Label",
    "Learned",
    "Note",
    "Nudge",
    "Poll",
    "Presence",
    "Removal",
    "RemovalQuerySet",
    "Rule",
    "RuleAct",
    "RuleAction",
    "SavedAnswer",
    "SavedView",
    "Sweep",
    "Tombstone",
]
