from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.links.models import Link
from beffroi.links.rules import TARGET_MAX
from beffroi.media.models import MediaFile
from beffroi.networks.contracts import PostFormat
from beffroi.publishing.states import Stage
from beffroi.strategy.models import Campaign, Pillar
from beffroi.workspaces.models import User, Workspace

TITLE_MAX = 80


class Post(models.Model):
    """What we want to say once, on one or more channels."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="posts")
    text = models.TextField(blank=True)
    #: What we say ourselves under the post, once it is out.
    first_comment = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="fr")
    content_warning = models.CharField(max_length=200, blank=True)
    visibility = models.CharField(max_length=10, default="public")
    #: Whether its addresses leave as short links; None: nobody was asked, and they do not.
    has_short_links = models.BooleanField(null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    #: Of what it speaks, of all that the strategy names; None: nobody said it.
    pillar = models.ForeignKey(
        Pillar, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    stage = models.CharField(max_length=10, default=Stage.DRAFT.value)
    #: Chosen when the empty page was shown: the same page sent twice makes one post.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    #: The instant (UTC), and what was typed in which zone: the zone's rules may change meanwhile.
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_wall = models.CharField(max_length=16, blank=True)
    planned_zone = models.CharField(max_length=64, blank=True)
    #: Grows with every change of what is said; an approval is for one version.
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "form_key"], name="one_post_per_form"),
            models.CheckConstraint(
                name="scheduled_post_has_a_date",
                condition=~Q(stage="scheduled") | Q(planned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="post_stage_known", condition=Q(stage__in=[stage.value for stage in Stage])
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "planned_at", "id"], name="post_by_day"),
            models.Index(
                fields=["workspace", "-changed_at", "-id"],
                condition=Q(stage__in=["draft", "submitted"]),
                name="post_in_the_making",
            ),
            models.Index(fields=["changed_at"], condition=Q(stage="deleted"), name="post_put_away"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The first line, which is how people recognise a post."""
        line = self.text.strip().partition("\n")[0].strip()
        if len(line) <= TITLE_MAX:
            return line
        # A full stop before the ellipsis would read as four of them.
        return f"{line[:TITLE_MAX].rsplit(' ', 1)[0].rstrip('.,;:… ')}…"

    @property
    def rest(self) -> str:
        """What follows the first line."""
        return self.text.strip().partition("\n")[2].strip()


class Variant(models.Model):
    """The post's text and format for one channel, and its delivery once it is scheduled."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    #: Empty: the post's own text.
    own_text = models.TextField(blank=True)
    format = models.CharField(max_length=10, default=PostFormat.POST.value)
    delivery = models.OneToOneField(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="variant"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "channel"], name="one_variant_per_channel"),
            models.CheckConstraint(
                name="variant_format_known",
                condition=Q(format__in=[one.value for one in PostFormat]),
            ),
        ]

    def __str__(self) -> str:
        return f"variant of post {self.post_id} for channel {self.channel_id}"

    @property
    def text(self) -> str:
        return self.own_text or self.post.text


class VariantLink(models.Model):
    """The short link of a variant to a page. It stays when the page is no longer in the text."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="short_links")
    #: The address in the text, in its normal form.
    address = models.CharField(max_length=TARGET_MAX)
    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="variant_link")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "address"], name="one_link_per_variant_and_page"
            )
        ]

    def __str__(self) -> str:
        return f"link {self.link_id} of variant {self.variant_id}"


class PostFile(models.Model):
    """A file of a post, told in words for whoever does not see it; a document's words title it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt_text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"file {self.position} of post {self.post_id}"


class Approval(models.Model):
    """A person's yes to one version of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="approvals")
    version = models.PositiveIntegerField()
    approver = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "version", "approver"], name="one_yes_per_person_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"approval of post {self.post_id}, version {self.version}"
