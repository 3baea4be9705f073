from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from beffroi.workspaces.models import User, Workspace


class Study(models.Model):
    """How far one person is with one lesson in one workspace: their place, and their answers.

    The answers are that person's alone: no page, table or report shows them to anybody else. A
    colleague who manages people sees how many lessons somebody did. It goes with the account or
    the workspace, or when the person forgets it.
    """

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="studies", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="studies")
    #: The name of its folder; one that no longer exists is counted nowhere.
    lesson = models.SlugField(max_length=40, db_index=False)
    begun_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    #: That the exercise is done, by their own word; facts are looked up, not kept.
    practised_at = models.DateTimeField(null=True, blank=True)
    #: Which choice was taken, from 0; None is not answered.
    first_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    second_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    third_answer = models.PositiveSmallIntegerField(null=True, blank=True)
    #: When the last question was answered.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user", "lesson"], name="one_study_a_person_and_lesson"
            ),
            models.CheckConstraint(
                name="study_is_done_once_all_is_answered",
                condition=Q(done_at__isnull=True)
                | Q(
                    first_answer__isnull=False,
                    second_answer__isnull=False,
                    third_answer__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="study_is_done_after_it_was_begun",
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("begun_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} by {self.user_id}"

    @property
    def answers(self) -> tuple[int | None, ...]:
        """The three answers in the order of the questions; None is not answered."""
        return (self.first_answer, self.second_answer, self.third_answer)

    def answer(self, place: int, choice: int) -> None:
        """Take one answer in; `place` counts from 0. Not saved yet."""
        setattr(self, ANSWERS[place], choice)


#: The columns of the answers, in the order of the questions.
ANSWERS = ("first_answer", "second_answer", "third_answer")
