"""What screens read of the language model of a workspace."""

from __future__ import annotations

from beffroi.drafting.models import LanguageModel
from beffroi.workspaces.models import Workspace


def model_of(workspace: Workspace) -> LanguageModel | None:
    """Return the model of a workspace, None while nobody named one. At most one query."""
    return getattr(workspace, "language_model", None)
