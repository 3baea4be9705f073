"""Says in one sentence what keeps a post from leaving or what became of it, and what to do."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.delivery.actions import AlreadyLeft
from beffroi.publishing.actions import NotADraft
from beffroi.publishing.models import Post
from beffroi.publishing.moments import Clock, moment
from beffroi.publishing.rules import Finding, Problem
from beffroi.publishing.states import Stage


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence, its subject in a few words, and where on the page it is mended."""

    sentence: str
    brief: str
    anchor: str
    problem: str = ""
    channel_id: int | None = None
    name: str = ""


def advices(
    findings: Sequence[Finding],
    names: Mapping[int, str],
    file_ids: Sequence[uuid.UUID] = (),
) -> list[Advice]:
    """Return the sentences for `findings`; `names` gives what each channel is called."""
    found = []
    for finding in findings:
        name = names.get(finding.channel_id or 0, "")
        found.append(
            Advice(
                sentence=_sentence(finding, name),
                brief=_brief(finding, name),
                anchor=_anchor(finding, file_ids),
                problem=finding.problem.value,
                channel_id=finding.channel_id,
                name=name,
            )
        )
    return found


def _sentence(finding: Finding, name: str) -> str:
    values = {
        "name": name,
        "excess": intcomma(finding.excess),
        "number": (finding.place or 0) + 1,
        "limit": intcomma(finding.limit),
        "megabytes": finding.limit // 1_000_000,
        "least": finding.limit // 1024,
        "length": _length(finding.limit),
        "signs": finding.signs,
    }
    return _SENTENCES[finding.problem](finding) % values


def _length(seconds: int) -> str:
    """Write how long a video is, as people say it."""
    if seconds < 120:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _brief(finding: Finding, name: str) -> str:
    if finding.problem is Problem.EMPTY and not name:
        return _("a text")
    return _BRIEFS[finding.problem]() % {"name": name}


def _anchor(finding: Finding, file_ids: Sequence[uuid.UUID]) -> str:
    if finding.problem is Problem.TOO_LONG:
        return f"warning-{finding.channel_id}"
    if finding.place is not None and finding.place < len(file_ids):
        return f"id_alt_text_{file_ids[finding.place]}"
    return _ANCHORS.get(finding.problem, "files")


#: Each is looked up when it is said: the language is the reader's.
_SENTENCES: dict[Problem, Callable[[Finding], str]] = {
    Problem.NO_CHANNEL: lambda _finding: _("Choose at least one channel."),
    Problem.CHANNEL_LOST: lambda _finding: _(
        "%(name)s is no longer connected. Connect it again, or remove it from this post."
    ),
    Problem.EMPTY: lambda finding: (
        _("%(name)s has nothing to say. Write a text for all channels, or remove it.")
        if finding.channel_id
        else _("Write a text, or add a picture or a video.")
    ),
    Problem.TOO_LONG: lambda finding: ngettext(
        "%(name)s will not take this text: %(excess)s character too many.",
        "%(name)s will not take this text: %(excess)s characters too many.",
        finding.excess,
    ),
    Problem.COMMENT_TOO_LONG: lambda finding: ngettext(
        "%(name)s will not take the first comment: %(excess)s character too many.",
        "%(name)s will not take the first comment: %(excess)s characters too many.",
        finding.excess,
    ),
    Problem.TOO_MANY_IMAGES: lambda finding: (
        ngettext(
            "%(name)s takes fewer pictures: %(excess)s too many.",
            "%(name)s takes fewer pictures: %(excess)s too many.",
            finding.excess,
        )
        if finding.limit
        else _("%(name)s takes no pictures here. Remove them, or remove %(name)s from this post.")
    ),
    Problem.TOO_MANY_VIDEOS: lambda finding: ngettext(
        "%(name)s takes fewer videos: %(excess)s too many.",
        "%(name)s takes fewer videos: %(excess)s too many.",
        finding.excess,
    ),
    Problem.VIDEO_UNKNOWN: lambda _finding: _(
        "Beffroi cannot send videos to %(name)s. Remove the video, or remove %(name)s from this "
        "post."
    ),
    Problem.VIDEO_TOO_HEAVY: lambda _finding: _(
        "The video is too heavy for %(name)s: %(megabytes)s MB at most. Export it lighter, or "
        "remove %(name)s from this post."
    ),
    Problem.VIDEO_TOO_LONG: lambda _finding: _(
        "The video is too long for %(name)s: %(length)s at most. Cut it, or remove %(name)s from "
        "this post."
    ),
    Problem.VIDEO_TOO_SHORT: lambda _finding: _(
        "The video is too short for %(name)s: %(length)s at least. Choose another, or remove "
        "%(name)s from this post."
    ),
    Problem.VIDEO_TOO_LARGE: lambda _finding: _(
        "The images of the video are too large for %(name)s. Export it in 1080p, or remove "
        "%(name)s from this post."
    ),
    Problem.VIDEO_TEXT_TOO_LONG: lambda finding: ngettext(
        "The description of video %(number)s is too long for %(name)s: "
        "%(excess)s character too many.",
        "The description of video %(number)s is too long for %(name)s: "
        "%(excess)s characters too many.",
        finding.excess,
    ),
    Problem.DOCUMENT_UNKNOWN: lambda _finding: _(
        "%(name)s takes no documents. Remove it, or remove %(name)s from this post."
    ),
    Problem.DOCUMENT_TOO_HEAVY: lambda _finding: _(
        "The document is too heavy for %(name)s: %(megabytes)s MB at most."
    ),
    Problem.DOCUMENT_TITLE_MISSING: lambda _finding: _(
        "Give document %(number)s a title: it is shown above it."
    ),
    Problem.ALT_TEXT_MISSING: lambda _finding: _(
        "Describe picture %(number)s for those who do not see it, or remove it."
    ),
    Problem.ALT_TEXT_TOO_LONG: lambda finding: ngettext(
        "The description of picture %(number)s is too long for %(name)s: "
        "%(excess)s character too many.",
        "The description of picture %(number)s is too long for %(name)s: "
        "%(excess)s characters too many.",
        finding.excess,
    ),
    Problem.IMAGE_TYPE: lambda _finding: _(
        "%(name)s does not take pictures like picture %(number)s. Remove it or choose another."
    ),
    Problem.IMAGE_TOO_SMALL: lambda _finding: _(
        "Picture %(number)s is too small for %(name)s: each side needs %(limit)s pixels at least."
    ),
    Problem.IMAGE_TOO_LIGHT: lambda _finding: _(
        "Picture %(number)s is too light for %(name)s, which wants %(least)s KB at least. "
        "Choose a larger one."
    ),
    Problem.IMAGE_RATIO: lambda _finding: _(
        "%(name)s would cut picture %(number)s: it is too high or too wide. Choose another."
    ),
    Problem.MEDIA_MISSING: lambda _finding: _(
        "%(name)s takes no text alone. Add a picture or a video, or remove it from this post."
    ),
    Problem.VIDEO_MISSING: lambda _finding: _(
        "%(name)s wants a video here. Add one, or remove %(name)s from this post."
    ),
    Problem.MEDIA_MIXED: lambda _finding: _(
        "%(name)s does not take these files together. Leave one kind of them."
    ),
    Problem.PUBLIC_ADDRESS: lambda _finding: _(
        "%(name)s fetches files from Beffroi itself, and this installation cannot be reached "
        "from outside. Give it a public address, or remove %(name)s from this post."
    ),
    Problem.TOO_MANY_HASHTAGS: lambda _finding: _(
        "%(name)s takes %(limit)s hashtags at most: %(excess)s too many."
    ),
    Problem.TOO_MANY_MENTIONS: lambda _finding: _(
        "%(name)s takes %(limit)s mentions at most: %(excess)s too many."
    ),
    Problem.TOO_MANY_CASHTAGS: lambda _finding: _(
        "%(name)s takes %(limit)s sign of the kind $ABC at most: %(excess)s too many."
    ),
    Problem.FORBIDDEN_SIGNS: lambda _finding: _(
        "%(name)s does not take these signs: %(signs)s. Take them out."
    ),
    Problem.PHONE_NUMBER: lambda _finding: _(
        "%(name)s refuses posts with a telephone number. Take it out: your page shows it already."
    ),
    Problem.TITLE_MISSING: lambda _finding: _(
        "%(name)s wants a title: it takes the first line of the text. Write one."
    ),
    Problem.TITLE_TOO_LONG: lambda _finding: _(
        "%(name)s takes the first line as a title, of %(limit)s characters at most: "
        "%(excess)s too many."
    ),
    Problem.TAGS_TOO_LONG: lambda _finding: _(
        "%(name)s takes %(limit)s characters of keywords at most: %(excess)s too many."
    ),
    Problem.FORMAT_UNKNOWN: lambda _finding: _("%(name)s does not know this kind of post."),
    Problem.NO_DATE: lambda _finding: _("Choose a day and a time."),
    Problem.DATE_PAST: lambda _finding: _("This moment is past. Choose another."),
}
_BRIEFS: dict[Problem, Callable[[], str]] = {
    Problem.NO_CHANNEL: lambda: _("a channel"),
    Problem.CHANNEL_LOST: lambda: _("the connection of %(name)s"),
    Problem.EMPTY: lambda: _("a text for %(name)s"),
    Problem.TOO_LONG: lambda: _("the text for %(name)s"),
    Problem.COMMENT_TOO_LONG: lambda: _("the first comment for %(name)s"),
    Problem.TOO_MANY_IMAGES: lambda: _("the pictures for %(name)s"),
    Problem.TOO_MANY_VIDEOS: lambda: _("the videos for %(name)s"),
    Problem.VIDEO_UNKNOWN: lambda: _("the video for %(name)s"),
    Problem.VIDEO_TOO_HEAVY: lambda: _("the video for %(name)s"),
    Problem.VIDEO_TOO_LONG: lambda: _("the video for %(name)s"),
    Problem.VIDEO_TOO_SHORT: lambda: _("the video for %(name)s"),
    Problem.VIDEO_TOO_LARGE: lambda: _("the video for %(name)s"),
    Problem.VIDEO_TEXT_TOO_LONG: lambda: _("a description for %(name)s"),
    Problem.DOCUMENT_UNKNOWN: lambda: _("the document for %(name)s"),
    Problem.DOCUMENT_TOO_HEAVY: lambda: _("the document for %(name)s"),
    Problem.DOCUMENT_TITLE_MISSING: lambda: _("a title for the document"),
    Problem.ALT_TEXT_MISSING: lambda: _("a description"),
    Problem.ALT_TEXT_TOO_LONG: lambda: _("a description for %(name)s"),
    Problem.IMAGE_TYPE: lambda: _("a picture for %(name)s"),
    Problem.IMAGE_TOO_SMALL: lambda: _("a picture for %(name)s"),
    Problem.IMAGE_TOO_LIGHT: lambda: _("a picture for %(name)s"),
    Problem.IMAGE_RATIO: lambda: _("a picture for %(name)s"),
    Problem.MEDIA_MISSING: lambda: _("a picture or a video for %(name)s"),
    Problem.VIDEO_MISSING: lambda: _("a video for %(name)s"),
    Problem.MEDIA_MIXED: lambda: _("the files for %(name)s"),
    Problem.PUBLIC_ADDRESS: lambda: _("a public address for %(name)s"),
    Problem.TOO_MANY_HASHTAGS: lambda: _("the text for %(name)s"),
    Problem.TOO_MANY_MENTIONS: lambda: _("the text for %(name)s"),
    Problem.TOO_MANY_CASHTAGS: lambda: _("the text for %(name)s"),
    Problem.FORBIDDEN_SIGNS: lambda: _("the text for %(name)s"),
    Problem.PHONE_NUMBER: lambda: _("the text for %(name)s"),
    Problem.TITLE_MISSING: lambda: _("a title for %(name)s"),
    Problem.TITLE_TOO_LONG: lambda: _("the title for %(name)s"),
    Problem.TAGS_TOO_LONG: lambda: _("the keywords for %(name)s"),
    Problem.FORMAT_UNKNOWN: lambda: _("the kind of post for %(name)s"),
    Problem.NO_DATE: lambda: _("day and time"),
    Problem.DATE_PAST: lambda: _("day and time"),
}
_ANCHORS = {
    Problem.NO_CHANNEL: "channels",
    Problem.CHANNEL_LOST: "channels",
    Problem.EMPTY: "id_text",
    Problem.COMMENT_TOO_LONG: "id_first_comment",
    Problem.TOO_MANY_HASHTAGS: "id_text",
    Problem.TOO_MANY_MENTIONS: "id_text",
    Problem.TOO_MANY_CASHTAGS: "id_text",
    Problem.FORBIDDEN_SIGNS: "id_text",
    Problem.PHONE_NUMBER: "id_text",
    Problem.TITLE_MISSING: "id_text",
    Problem.TITLE_TOO_LONG: "id_text",
    Problem.PUBLIC_ADDRESS: "channels",
    Problem.NO_DATE: "id_day",
    Problem.DATE_PAST: "id_day",
}


@dataclass(frozen=True, slots=True)
class ClockNote:
    """What the change of the clocks does to a chosen time. `choices` are first and second."""

    sentence: str
    choices: tuple[str, str] | None = None


def clock_note(wall: datetime, zone: ZoneInfo) -> ClockNote | None:
    """Say what happens to `wall` in a night when the clocks change; None in any other."""
    found = moment(wall, zone)
    typed, real = _hour(wall), _hour(found.at.astimezone(zone))
    if found.kind is Clock.SKIPPED:
        return ClockNote(
            _(
                "The clocks go forward: on that day %(typed)s does not exist. "
                "The post leaves at %(real)s."
            )
            % {"typed": typed, "real": real}
        )
    if found.later is None:
        return None
    offsets = [_offset(moment.astimezone(zone)) for moment in (found.at, found.later)]
    return ClockNote(
        _("The clocks go back: on that day %(typed)s comes twice. Choose which one you mean.")
        % {"typed": typed},
        (
            _("The first %(typed)s (%(offset)s)") % {"typed": typed, "offset": offsets[0]},
            _("The second %(typed)s (%(offset)s)") % {"typed": typed, "offset": offsets[1]},
        ),
    )


def clock_warning(wall: datetime | None, zone: ZoneInfo) -> str:
    """Say that a post leaves at another time than typed, nothing when it does not."""
    note = clock_note(wall, zone) if wall else None
    return note.sentence if note and not note.choices else ""


def moved_sentences(post: Post, wall: datetime) -> tuple[str, str]:
    """Say that `post` was planned for `wall`, and what the clocks do then, if anything."""
    done = _("The post has a new date.")
    if post.stage == Stage.SUBMITTED.value:
        done = _("The post has a new date. It waits for a yes; nothing leaves before.")
    if moment(wall, post.workspace.zone).kind is not Clock.TWICE:
        return done, clock_warning(wall, post.workspace.zone)
    warning = _(
        "The clocks go back: on that day %(typed)s comes twice. "
        "The post has the first; open it to choose the second."
    )
    return done, warning % {"typed": _hour(wall)}


def too_late(error: AlreadyLeft | NotADraft) -> str:
    """Say why a post can no longer be changed."""
    if isinstance(error, NotADraft):
        return _("This draft was deleted meanwhile.")
    return _("Part of this post has already left: it can no longer be changed here.")


def _hour(value: datetime) -> str:
    return dateformat.format(value, "G:i")


def _offset(local: datetime) -> str:
    shift = local.utcoffset()
    minutes = round(shift.total_seconds() / 60) if shift else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
