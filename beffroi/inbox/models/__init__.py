from beffroi.inbox.models.automation import (
    AutomaticAnswer,
    AutomaticSending,
    Rule,
    RuleAct,
    RuleAction,
)
from beffroi.inbox.models.blocks import Block
from beffroi.inbox.models.conversations import (
    Answer,
    Conversation,
    Feedback,
    FeedbackQuerySet,
)
from beffroi.inbox.models.corrections import Correction, Learned
from beffroi.inbox.models.escalations import Escalation, EscalationNotice
from beffroi.inbox.models.people import (
    Consent,
    Erasure,
    Person,
    Retention,
    Suppression,
    Tally,
)
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
    "Block",
    "Consent",
    "Conversation",
    "ConversationLabel",
    "Correction",
    "Erasure",
    "Escalation",
    "EscalationNotice",
    "Feedback",
    "FeedbackQuerySet",
    "Heard",
    "Label",
    "Learned",
    "Note",
    "Nudge",
    "Person",
    "Poll",
    "Presence",
    "Removal",
    "RemovalQuerySet",
    "Retention",
    "Rule",
    "RuleAct",
    "RuleAction",
    "SavedAnswer",
    "SavedView",
    "Suppression",
    "Sweep",
    "Tally",
    "Tombstone",
]
