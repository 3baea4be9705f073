"""What the inbox does by itself: rules, what each has done, and the two answers that may leave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from beffroi.channels.models import Channel
from beffroi.inbox.models.conversations import Answer, Conversation, Feedback
from beffroi.inbox.models.team import Label
from beffroi.workspaces.models import User, Workspace

ACTIONS_MAX = 5


class Rule(models.Model):
    """What is done to a message that arrives and is like this. Deleting it can be undone."""

    class WordsAre(models.TextChoices):
        """How many of the words a message must hold."""

        ANY = "any"
        ALL = "all"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="rules", db_index=False
    )
    name = models.CharField(max_length=60)
    #: The filters that a conversation must meet, as the address of the inbox writes them.
    query = models.CharField(max_length=500, blank=True)
    #: What a message must hold besides: a word or several that follow each other, one a line.
    words = models.TextField(blank=True)
    words_are = models.CharField(max_length=3, choices=WordsAre, default=WordsAre.ANY)
    #: Whether the rules below it are left out for what it meets.
    stops = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=0)
    #: Grows whenever what it meets or does changes; it is on as the version that was tried.
    version = models.PositiveIntegerField(default=1)
    on_version = models.PositiveIntegerField(null=True, blank=True)
    #: How often it changed something, and when last: the acts themselves are kept for a while.
    acted_count = models.PositiveIntegerField(default=0)
    acted_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=Q(deleted_at__isnull=True),
                name="one_rule_per_name",
            ),
            models.CheckConstraint(name="rule_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="rule_is_on_as_it_was_tried",
                condition=Q(on_version__isnull=True) | Q(on_version=F("version")),
            ),
            models.CheckConstraint(
                name="deleted_rule_is_off",
                condition=Q(deleted_at__isnull=True) | Q(on_version__isnull=True),
            ),
            models.CheckConstraint(
                name="rule_words_are_known", condition=Q(words_are__in=["any", "all"])
            ),
        ]
        indexes = [models.Index(fields=["workspace", "place", "id"], name="inbox_rules")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.on_version is not None


class RuleAction(models.Model):
    """One thing that a rule does."""

    class Kind(models.TextChoices):
        GIVE = "give"
        LABEL = "label"
        PUT_ASIDE = "aside"
        SETTLE = "settle"
        NOTIFY = "notify"

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="actions", db_index=False)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    #: Whom it gives to or tells; None once they are gone: then the rule rests.
    member = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    label = models.ForeignKey(
        Label, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Until when it puts aside, as `wakes.Wake` has it.
    wake = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "place"], name="one_action_per_place"),
            models.CheckConstraint(
                name="rule_has_five_actions_at_most", condition=Q(place__range=(1, ACTIONS_MAX))
            ),
            models.CheckConstraint(
                name="rule_action_is_known",
                condition=Q(kind__in=["give", "label", "aside", "settle", "notify"]),
            ),
            models.CheckConstraint(
                name="putting_aside_says_until_when",
                condition=Q(kind="aside", wake__in=["later", "tomorrow", "monday"])
                | ~Q(kind="aside") & Q(wake=""),
            ),
            models.CheckConstraint(
                name="only_giving_and_telling_name_a_member",
                condition=Q(kind__in=["give", "notify"]) | Q(member__isnull=True),
            ),
            models.CheckConstraint(
                name="only_labelling_names_a_label",
                condition=Q(kind="label") | Q(label__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.place} of rule {self.rule_id}"


class RuleAct(models.Model):
    """That a rule met a message, and what it changed of its conversation: once for each message.

    `before` and `after` hold ids, states and instants of what changed, to undo it; they are emptied
    once that is no longer offered.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="acts", db_index=False)
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="rule_acts", db_index=False
    )
    acted_at = models.DateTimeField()
    #: Kinds of its actions that changed something; none when all was so already.
    done = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "feedback"], name="rule_acts_once_per_feedback"
            ),
            models.CheckConstraint(
                name="rule_act_is_undone_later",
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("acted_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="inbox_acts_of_conversation"),
            models.Index(fields=["rule", "-acted_at", "-id"], name="inbox_acts_of_rule"),
            models.Index(fields=["acted_at"], name="inbox_acts_by_age"),
        ]

    def __str__(self) -> str:
        return f"act {self.pk} of rule {self.rule_id}"


class AutomaticAnswer(models.Model):
    """One of the two answers that may leave without a person; off until somebody switches it on."""

    class Kind(models.TextChoices):
        HOURS = "hours"
        THANKS = "thanks"

    class Reach(models.TextChoices):
        """To what opening hours are answered."""

        PRIVATE = "private"
        ALL = "all"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="automatic_answers", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    #: What is said: one text, or several that take turns.
    texts = models.JSONField(default=list)
    language = models.CharField(max_length=5)
    reach = models.CharField(max_length=7, choices=Reach, default=Reach.PRIVATE)
    stars_from = models.PositiveSmallIntegerField(default=4)
    #: What was written before is not answered.
    on_since = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind"], name="one_automatic_answer_per_kind"
            ),
            models.CheckConstraint(
                name="automatic_answer_is_known",
                condition=Q(kind__in=["hours", "thanks"]) & Q(reach__in=["private", "all"]),
            ),
            models.CheckConstraint(
                name="thanks_are_for_three_stars_at_least", condition=Q(stars_from__range=(3, 5))
            ),
        ]

    def __str__(self) -> str:
        return f"automatic answer {self.kind} of workspace {self.workspace_id}"

    @property
    def is_on(self) -> bool:
        return self.on_since is not None


class AutomaticSending(models.Model):
    """That something was answered by itself, or why not: once for each message.

    The person's id keeps opening hours from being told twice to somebody while the doors are
    closed; it is emptied when they have opened.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=6, choices=AutomaticAnswer.Kind)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", db_index=False)
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="+")
    answer = models.OneToOneField(Answer, null=True, on_delete=models.CASCADE, related_name="+")
    #: Why nothing left, as `actions.CannotAnswer` names it.
    problem = models.CharField(max_length=12, blank=True)
    person_id = models.CharField(max_length=255, blank=True)
    closed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "person_id", "closed_until"],
                condition=Q(kind="hours") & ~Q(person_id=""),
                name="hours_are_told_once_while_closed",
            ),
            models.CheckConstraint(
                name="automatic_sending_left_or_says_why",
                condition=Q(answer__isnull=False, problem="")
                | Q(answer__isnull=True) & ~Q(problem=""),
            ),
            models.CheckConstraint(
                name="hours_are_told_until_an_opening",
                condition=~Q(kind="hours") | Q(closed_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "-made_at", "-id"], name="inbox_sent_alone"),
            models.Index(fields=["channel", "kind", "-id"], name="inbox_sent_alone_there"),
        ]

    def __str__(self) -> str:
        return f"automatic sending {self.pk}"
