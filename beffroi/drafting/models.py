"""Which language model a workspace lets draft answers, and when it was asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from beffroi.workspaces.models import User, Workspace

ADDRESS_MAX = 300
NAME_MAX = 200


class LanguageModel(models.Model):
    """A server that speaks as OpenAI's does, the name of one of its models, and the key for it."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="language_model"
    )
    #: Scheme, host, port and folder, without a trailing slash; the key is sealed for it alone.
    address = models.CharField(max_length=ADDRESS_MAX)
    name = models.CharField(max_length=NAME_MAX)
    #: Empty where the server wants no key.
    sealed = models.BinaryField(default=b"")
    is_on = models.BooleanField(default=False)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="language_model_has_address_and_name",
                condition=~Q(address="") & ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"language model of workspace {self.workspace_id}"


class Asking(models.Model):
    """That a workspace asked its model just now: counted for a minute, then dropped."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "asked_at"], name="drafting_askings")]

    def __str__(self) -> str:
        return f"asking {self.pk}"
