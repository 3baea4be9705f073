from beffroi.listening.models.grounds import Ground
from beffroi.listening.models.mentions import Catch, Mention, MentionQuerySet
from beffroi.listening.models.sources import Source, Stream
from beffroi.listening.models.watches import Edition, Surplus, Vocabulary, Watch, WatchQuerySet

__all__ = [
    "Catch",
    "Edition",
    "Ground",
    "Mention",
    "MentionQuerySet",
    "Source",
    "Stream",
    "Surplus",
    "Vocabulary",
    "Watch",
    "WatchQuerySet",
]
