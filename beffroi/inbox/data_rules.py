"""What a network's rules allow with what others write there: the one place to ask.

Whatever makes contacts of people, or lets words leave this installation, goes through the filters
below. A backup is no export in this sense: it is a company's own installation, whole, for itself.
"""

from __future__ import annotations

from collections.abc import Callable

from beffroi.channels import gateway
from beffroi.inbox.models import FeedbackQuerySet
from beffroi.networks import registry
from beffroi.networks.declarations import DataUse


def use_of(network: str) -> DataUse:
    """Return what a network declares. Raises KeyError for one that is not registered."""
    return gateway.network(network).declaration.data_use


def for_contacts(feedback: FeedbackQuerySet) -> FeedbackQuerySet:
    """Leave out all whose authors may not be kept as contacts, and what is ours or gone."""
    return _of(feedback, lambda use: use.contacts_allowed)


def may_export(network: str) -> bool:
    """Tell whether what others wrote on a network may leave this installation."""
    return network in registry.NETWORKS and use_of(network).export_allowed


def may_be_contacts(network: str) -> bool:
    """Tell whether those who write on a network may be kept as contacts."""
    return network in registry.NETWORKS and use_of(network).contacts_allowed


def for_export(feedback: FeedbackQuerySet) -> FeedbackQuerySet:
    """Leave out all that may not leave this installation, and what is ours or gone."""
    return _of(feedback, lambda use: use.export_allowed)


def _of(feedback: FeedbackQuerySet, is_allowed: Callable[[DataUse], bool]) -> FeedbackQuerySet:
    """A network that is not registered allows nothing."""
    allowed = [key for key in registry.NETWORKS if is_allowed(use_of(key))]
    return feedback.there().filter(channel__network__in=allowed, is_ours=False)
