"""Says rules, what they did and why they rest in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.inbox import filter_words
from beffroi.inbox.automation import texts, words
from beffroi.inbox.automation.journal import CannotUndo
from beffroi.inbox.automation.loading import Loaded, Problem
from beffroi.inbox.automation.writing import NAME_MAX, RULES_MAX, CannotSwitch
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import AutomaticAnswer, Rule, RuleAction
from beffroi.inbox.models.automation import ACTIONS_MAX
from beffroi.inbox.team_messages import explain_keeping
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words: what it meets, what it does, why it rests."""

    rule: Loaded
    meets: tuple[str, ...]
    does: tuple[str, ...]
    rests: tuple[str, ...]


def told(rules: Iterable[Loaded], *, workspace: Workspace) -> list[Told]:
    """Return rules in words; a few queries, however many."""
    rules = list(rules)
    filtered = filter_words.all_said([one.filters for one in rules], workspace=workspace)
    return [
        Told(
            one,
            (*(said.words for said in filters), *_wanted(one.row)),
            tuple(does(action) for action in one.actions),
            tuple(explain_rest(problem) for problem in one.problems),
        )
        for one, filters in zip(rules, filtered, strict=True)
    ]


def does(action: RuleAction) -> str:
    """Return one action in words."""
    if action.kind == RuleAction.Kind.PUT_ASIDE:
        return wakes()[action.wake]
    gone = "—"
    return {
        RuleAction.Kind.GIVE: _("Assign to %(name)s"),
        RuleAction.Kind.LABEL: _("Label “%(name)s”"),
        RuleAction.Kind.SETTLE: _("Mark as done"),
        RuleAction.Kind.NOTIFY: _("Tell %(name)s"),
    }[RuleAction.Kind(action.kind)] % {"name": action.label or action.member or gone}


def wakes() -> Mapping[str, str]:
    """Return until when a rule puts aside, in words."""
    return {
        "later": _("Put aside for three hours"),
        "tomorrow": _("Put aside until tomorrow morning"),
        "monday": _("Put aside until Monday morning"),
    }


def did(kinds: Iterable[str], *, rule: str) -> str:
    """Return what a rule did in a conversation: “Labelled, assigned by the rule “Quotes””."""
    done = did_in_journal(kinds)
    values = {"done": done[:1].upper() + done[1:], "rule": rule}
    return _("%(done)s by the rule “%(rule)s”") % values


def did_in_journal(kinds: Iterable[str]) -> str:
    """Return what was done, where the rule is known."""
    names = {
        RuleAction.Kind.GIVE: pgettext("rule", "assigned"),
        RuleAction.Kind.LABEL: pgettext("rule", "labelled"),
        RuleAction.Kind.PUT_ASIDE: pgettext("rule", "put aside"),
        RuleAction.Kind.SETTLE: pgettext("rule", "marked as done"),
        RuleAction.Kind.NOTIFY: pgettext("rule", "told to a colleague"),
    }
    return ", ".join(dict.fromkeys(names[RuleAction.Kind(kind)] for kind in kinds))


def explain_rest(problem: Problem) -> str:
    """Return why a rule rests, and what to do."""
    return {
        Problem.NO_ACTION: _("It does nothing any more. Choose what it should do."),
        Problem.MEMBER_GONE: _(
            "Somebody it assigns to or tells may not answer here any more. Choose somebody else."
        ),
        Problem.LABEL_GONE: _("The label that it puts on was deleted. Choose another one."),
        Problem.FILTER_MEMBER_GONE: _(
            "It looks for what is assigned to somebody who is gone. Change that condition."
        ),
        Problem.FILTER_LABEL_GONE: _(
            "It looks for a label that was deleted. Change that condition."
        ),
        Problem.FILTER_CHANNEL_GONE: _(
            "It looks at a channel that is gone. Change that condition."
        ),
        Problem.FILTER_UNKNOWN: _(
            "One of its conditions is no longer known. Open it, check it and save it again."
        ),
    }[problem]


def explain_writing(error: CannotKeep) -> str:
    """Return why a rule was not kept."""
    sentences = {
        "no_action": _("Choose at least one thing that the rule does."),
        "too_many_actions": _("A rule does %(most)s things at most. Take some away."),
        "too_many_rules": _(
            "There are %(rules)s rules already, as many as there may be. Delete one, or widen one."
        ),
        "contradict": _(
            "These actions contradict each other: assign to one person, and either put aside or "
            "mark as done. Take one away."
        ),
        "nobody": _(
            "This person may not answer here, or is no longer in the team. Choose somebody else."
        ),
        "no_label": _("This label was deleted. Choose another one."),
        "me": _("“Me” is nobody to a rule. Choose a member by name."),
        "no_word": _(
            "This is no word: %(words)s. Write at least one letter, figure or emoji in each."
        ),
        "too_long": _(
            "This is too long: %(name)s characters for the name, %(number)s words to look for."
        ),
    }
    if error.problem not in sentences:
        return explain_keeping(error)
    return sentences[error.problem] % {
        "most": ACTIONS_MAX,
        "words": _quoted(error.words),
        "name": NAME_MAX,
        "number": words.WORDS_MAX,
        "rules": RULES_MAX,
    }


def explain_switch(error: CannotSwitch) -> str:
    """Return why a rule stays off."""
    return {
        "untried": _(
            "The rule changed since it was tried, or was never tried. Look at what it would do, "
            "then switch it on there."
        ),
        "rests": _("Something that the rule names is gone. Change the rule first."),
    }[error.problem]


def explain_undo(error: CannotUndo) -> str:
    """Return why what a rule did stands."""
    return {
        "undone": _("This was undone already."),
        "too_late": _("This can no longer be undone: seven days have passed."),
        "changed": _("Somebody changed it meanwhile: it stays as it is. Change it by hand."),
    }[error.problem]


def explain_answer(error: CannotKeep) -> str:
    """Return why an automatic answer was not kept or switched on."""
    sentences = {
        "no_words": _("Write what is answered first."),
        "too_few": _("Write at least two sentences, one a line: two in a row must differ."),
        "too_long": _(
            "This is too long: %(most)s characters for each sentence, %(number)s sentences at most."
        ),
        "no_hours": _(
            "Your opening hours are not known yet. Fill them in under Company, then switch this on."
        ),
        "unknown": _(
            "%(words)s is no place that can be filled in here. Use one of those in the list, or "
            "take the braces away."
        ),
        "to_fill": _(
            "%(words)s is still to be said, and nobody is there to say it: write it out, or take "
            "it away."
        ),
    }
    between = "[%s]" if error.problem == "to_fill" else "{%s}"
    return sentences[error.problem] % {
        "most": texts.TEXT_MAX,
        "number": texts.VARIANTS_MAX,
        "words": ", ".join(between % word for word in error.words),
    }


def explain_sending(problem: str) -> str:
    """Return why an automatic answer did not leave; "" when it did."""
    return {
        "": "",
        "too_long": _("too long for this network"),
        "channel_lost": _("the channel must be connected again"),
        "never": _("the network lets nobody answer this"),
        "window_over": _("the network took answers for a while only"),
    }[problem]


def names_of_answers() -> Mapping[str, str]:
    """Return how the two automatic answers are called."""
    return {
        AutomaticAnswer.Kind.HOURS: _("Opening hours, while nobody is there"),
        AutomaticAnswer.Kind.THANKS: _("Thanks for reviews without words"),
    }


def _wanted(rule: Rule) -> tuple[str, ...]:
    found = words.entries(rule.words)
    if not found:
        return ()
    joined = _quoted(found)
    if len(found) == 1:
        return (_("Holds %(words)s") % {"words": joined},)
    if rule.words_are == Rule.WordsAre.ALL:
        return (_("Holds all of these: %(words)s") % {"words": joined},)
    return (_("Holds one of these: %(words)s") % {"words": joined},)


def _quoted(found: Iterable[str]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": word} for word in found)
