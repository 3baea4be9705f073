from beffroi.listening.models.alerts import Alert, AlertEvent, Gap, Lessons
from beffroi.listening.models.competitors import Competitor, CompetitorPost, CompetitorSource
from beffroi.listening.models.files import MentionFile, files_folder
from beffroi.listening.models.grounds import Ground
from beffroi.listening.models.letters import Letter, LetterReader
from beffroi.listening.models.mentions import Catch, Mention, MentionKey, MentionQuerySet
from beffroi.listening.models.sources import Source, SourceDoor, Stream
from beffroi.listening.models.telling import (
    AlertChoice,
    AlertHook,
    AlertNotice,
    PushDevice,
)
from beffroi.listening.models.watches import Edition, Surplus, Vocabulary, Watch, WatchQuerySet

__all__ = [
    "Alert",
    "AlertChoice",
    "AlertEvent",
    "AlertHook",
    "AlertNotice",
    "Catch",
    "Competitor",
    "CompetitorPost",
    "CompetitorSource",
    "Edition",
    "Gap",
    "Ground",
    "Lessons",
    "Letter",
    "LetterReader",
    "Mention",
    "MentionFile",
    "MentionKey",
    "MentionQuerySet",
    "PushDevice",
    "Source",
    "SourceDoor",
    "Stream",
    "Surplus",
    "Vocabulary",
    "Watch",
    "WatchQuerySet",
    "files_folder",
]
