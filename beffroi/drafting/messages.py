"""Says in one sentence why there is no draft, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.drafting import rules
from beffroi.drafting.asking import CannotDraft


def explain(error: CannotDraft, *, network: str = "") -> str:
    """Return why there is no draft; `network` is the name of the conversation's."""
    return _sentences()[error.problem] % {
        "detail": error.detail,
        "network": network,
        "most": rules.ASKED_AT_MOST,
        "seconds": int(rules.ANSWER_WITHIN_SECONDS),
    }


def _sentences() -> dict[str, str]:
    return {
        **_of_the_server(),
        **_of_the_draft(),
        "off": _("No language model is switched on here. An owner or a manager can, in Settings."),
        "too_often": _("The model was asked %(most)s times within a minute. Wait a moment."),
        "not_for_this": _(
            "No model is asked about a message like this one: it wants a person’s own words."
        ),
        "stays_here": _(
            "The rules of %(network)s do not let what others write there leave this installation. "
            "Only a model of its own may be asked."
        ),
    }


def _of_the_server() -> dict[str, str]:
    return {
        "refused_address": _(
            "Beffroi does not call %(detail)s: it lies in a private network, or on an unusual "
            "port. Whoever runs Beffroi may allow it with BEFFROI_MODEL_ALLOW."
        ),
        "unencrypted": _(
            "What is sent to %(detail)s could be read on the way. Use an encrypted address "
            "(https), or have whoever runs Beffroi name it in BEFFROI_MODEL_ALLOW if it is on "
            "their own machines."
        ),
        "unreachable": _(
            "The model’s server cannot be reached. Check its address, and that it runs."
        ),
        "silent": _(
            "The model gave no whole answer within %(seconds)s seconds. Try again, or choose a "
            "smaller model."
        ),
        "key_lost": _("The key for the model can no longer be opened. Type it again in Settings."),
        "key_refused": _("The model’s server refuses the key. Check it in Settings."),
        "not_found": _(
            "The model’s server knows no such address or model. Check both in Settings."
        ),
        "busy": _("The model’s server takes no more for now. Try again in a minute."),
        "failed": _("The model’s server answers with an error (%(detail)s). Try again later."),
        "moved": _("The model’s server sends us elsewhere. Give the address where it is now."),
        "too_large": _("The model’s server answers far too much. Nothing of it was read."),
    }


def _of_the_draft() -> dict[str, str]:
    return {
        "not_readable": _("What the model’s server answers is no text. Is it the right address?"),
        "not_prose": _("The model wrote something else than plain sentences: it is not shown."),
        "nothing_left": _("Nothing of what the model wrote can be used. Try again, or write."),
        "too_long": _("The model wrote too much for this network. Try again, or write."),
        "repeats_its_orders": _(
            "The model repeated its orders instead of answering: it is not shown."
        ),
    }
