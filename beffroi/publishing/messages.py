"""Says in one sentence what keeps a post from leaving, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.media.pictures import UPLOAD_BYTES_MAX, ImageRefused
from beffroi.media.pictures import Problem as ImageProblem
from beffroi.publishing.rules import Finding, Problem


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence, and where on the page it is mended."""

    sentence: str
    anchor: str
    channel_id: int | None = None


def advices(findings: Sequence[Finding], names: Mapping[int, str]) -> list[Advice]:
    """Return the sentences for `findings`; `names` gives the network of each channel."""
    return [
        Advice(
            _sentence(finding, names.get(finding.channel_id or 0, "")),
            _ANCHORS[finding.problem],
            finding.channel_id,
        )
        for finding in findings
    ]


def _sentence(finding: Finding, name: str) -> str:
    if finding.problem is Problem.TOO_LONG:
        return ngettext(
            "%(name)s will not take this text: %(excess)s character too many.",
            "%(name)s will not take this text: %(excess)s characters too many.",
            finding.excess,
        ) % {"name": name, "excess": finding.excess}
    if finding.problem is Problem.TOO_MANY_IMAGES:
        return ngettext(
            "%(name)s takes fewer pictures: remove %(excess)s.",
            "%(name)s takes fewer pictures: remove %(excess)s of them.",
            finding.excess,
        ) % {"name": name, "excess": finding.excess}
    return {
        Problem.NO_CHANNEL: _("Choose at least one channel."),
        Problem.CHANNEL_LOST: _(
            "%(name)s is no longer connected. Connect it again, or remove it from this post."
        ),
        Problem.EMPTY: _("Write a text, or add a picture."),
        Problem.ALT_TEXT_MISSING: _("Describe each picture for those who do not see it."),
        Problem.ALT_TEXT_TOO_LONG: _("A description is too long for %(name)s. Shorten it."),
        Problem.IMAGE_TYPE: _(
            "%(name)s does not take this kind of picture. Remove it or choose another."
        ),
        Problem.NO_DATE: _("Choose a day and a time."),
        Problem.DATE_PAST: _("This moment is past. Choose another."),
    }[finding.problem] % {"name": name}


_ANCHORS = {
    Problem.NO_CHANNEL: "channels",
    Problem.CHANNEL_LOST: "channels",
    Problem.EMPTY: "id_text",
    Problem.TOO_LONG: "id_text",
    Problem.TOO_MANY_IMAGES: "images",
    Problem.ALT_TEXT_MISSING: "images",
    Problem.ALT_TEXT_TOO_LONG: "images",
    Problem.IMAGE_TYPE: "images",
    Problem.NO_DATE: "id_day",
    Problem.DATE_PAST: "id_day",
}


def explain_image(refused: ImageRefused, *, name: str) -> str:
    """Return why the file called `name` is not taken, and what to do."""
    return {
        ImageProblem.EMPTY: _("%(name)s is empty. Choose the picture again."),
        ImageProblem.TOO_HEAVY: _(
            "%(name)s is heavier than %(limit)s MB. Make it lighter, then add it again."
        ),
        ImageProblem.TOO_LARGE: _(
            "%(name)s has too many pixels. Make it smaller, then add it again."
        ),
        ImageProblem.NOT_AN_IMAGE: _(
            "%(name)s is not a picture that we can read. Use a JPEG or PNG file."
        ),
    }[refused.problem] % {"name": name, "limit": UPLOAD_BYTES_MAX // 1_000_000}
