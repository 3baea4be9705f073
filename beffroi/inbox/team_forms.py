"""What a person chooses to narrow the list, and types to keep things for the team."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.inbox import filter_words, understood_words
from beffroi.inbox.filters import Filters, Whose
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Label
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission

Choices = Iterable[tuple[str, str]]


class FiltersForm(forms.Form):
    """The filters of the list, each with what the workspace has. It shows; `filters` reads."""

    status = forms.ChoiceField(label=pgettext_lazy("messages", "Where they stand"))
    kind = forms.ChoiceField(label=gettext_lazy("What they are"))
    assignee = forms.ChoiceField(label=gettext_lazy("Assigned to"))
    label = forms.ChoiceField(label=pgettext_lazy("messages", "Label"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    network = forms.ChoiceField(label=gettext_lazy("Network"))
    intent = forms.ChoiceField(label=gettext_lazy("What they want"))
    tone = forms.ChoiceField(label=pgettext_lazy("messages", "Tone"))
    stars = forms.ChoiceField(label=gettext_lazy("Stars"))
    urgent = forms.BooleanField(label=pgettext_lazy("messages", "Urgent"))
    late = forms.BooleanField(label=gettext_lazy("Later than promised"))
    check = forms.BooleanField(label=gettext_lazy("Tone or intent to be checked"))
    escalated = forms.BooleanField(label=gettext_lazy("Crisis team alerted"))
    waiting = forms.BooleanField(label=gettext_lazy("Somebody waits"))
    troubled = forms.BooleanField(label=gettext_lazy("Our answer is to be looked at"))
    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"})
    )

    order = forms.ChoiceField(label=gettext_lazy("Order of those to answer"))

    #: None has to be chosen, and saying so beside each would be noise.
    use_required_attribute = False

    def __init__(self, workspace: Workspace, filters: Filters) -> None:
        super().__init__(initial=dict(filters.pairs), auto_id="filter_%s")
        choices = _choices(workspace)
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - so it is declared above
            field.choices = offered


def _choices(workspace: Workspace) -> dict[str, list[tuple[str, str]]]:
    everything = ("", _("All"))
    channels = list(Channel.objects.of(workspace).present())
    labels = Label.objects.filter(workspace=workspace, deleted_at__isnull=True)
    people = who_may(workspace, Permission.ANSWER)
    networks = sorted({row.network for row in channels})
    return {
        "status": [(key.value, word) for key, word in filter_words.standings().items()],
        "kind": [everything, *((key.value, word) for key, word in filter_words.kinds().items())],
        "assignee": [
            everything,
            (Whose.ME.value, _("Me")),
            (Whose.NOBODY.value, _("Nobody")),
            *((str(person.pk), str(person)) for person in people),
        ],
        "intent": [everything, *understood_words.intents().items()],
        "tone": [everything, *understood_words.tones().items()],
        "order": [(key.value, word) for key, word in filter_words.orders().items()],
        "label": [everything, *((str(row.pk), row.name) for row in labels.order_by("name", "pk"))],
        "channel": [
            everything,
            *((str(row.pk), f"{network_name(row.network)} · {row.called}") for row in channels),
        ],
        "network": [everything, *((key, network_name(key)) for key in networks)],
        "stars": [
            everything,
            ("1,2", _("1 or 2 stars")),
            ("1,2,3", _("1 to 3 stars")),
            ("4,5", _("4 or 5 stars")),
            *((str(number), f"{number}★") for number in range(1, 6)),
        ],
    }
