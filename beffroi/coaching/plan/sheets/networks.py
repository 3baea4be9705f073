"""Third screen: each network with its part, somebody who does it, a rhythm; or one fewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.channels.queries import network_choices, network_name
from beffroi.coaching.plan import proposals
from beffroi.coaching.plan.sheets.sheet import Sheet, chosen_id, people, person_choices
from beffroi.company.fields import OneLine
from beffroi.networks.declarations import Capability
from beffroi.strategy.models import NetworkRole
from beffroi.strategy.plan.actions import save_networks
from beffroi.strategy.plan.rules import LINE_MAX, POSTS_MAX, Part, Standing, Step
from beffroi.strategy.plan.wishes import NetworkWish
from beffroi.strategy.plan.wording import PARTS, STANDINGS
from beffroi.workspaces.models import User

#: Networks that people leave, or never open, and that cannot be connected here.
OTHERS = ("pinterest", "snapchat", "threads", "tiktok")
_NAMES = {"tiktok": "TikTok"}
_LEFT_MAX = 4
_UNCONNECTED = 2


def name_of(network: str) -> str:
    """Return the name of a network, connected here or not."""
    return _NAMES.get(network) or network_name(network)


def may_have_page(network: str) -> bool:
    """Tell whether a company speaks on this network: of feeds, one only reads."""
    return Capability.PUBLISH in gateway.network(network).declaration.capabilities


class PartForm(forms.Form):
    """What a network is for, who does it, how often; or that we leave it."""

    standing = forms.ChoiceField(
        label=_("Are we there?"),
        choices=[(one.value, STANDINGS[one]) for one in (Standing.THERE, Standing.CLOSED)],
    )
    part = forms.ChoiceField(
        label=_("What it is for"), choices=[(one.value, words) for one, words in PARTS.items()]
    )
    why = OneLine(label=_("Why we are there"), max_length=LINE_MAX)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    backup = forms.ChoiceField(label=_("Who stands in"), required=False)
    posts = forms.IntegerField(
        label=_("Posts a week"),
        required=False,
        min_value=1,
        max_value=POSTS_MAX,
        widget=forms.NumberInput(attrs={"class": "input--s"}),
        help_text=_("Empty: when there is something to say."),
    )

    nothing_is_required = True
    use_required_attribute = False

    def __init__(self, data: Any = None, *, network: str, people: Sequence[User], **given: Any):
        super().__init__(data, **given)
        self.network = network
        self.name = name_of(network) if network else ""
        for name, nobody in (("owner", gettext("Nobody yet")), ("backup", gettext("Nobody"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
            field.choices = person_choices(people, nobody=nobody)

    def clean(self) -> dict[str, Any]:
        """Refuse one person twice."""
        data = super().clean() or self.cleaned_data
        if data.get("owner") and data["owner"] == data.get("backup"):
            self.add_error("backup", gettext("Whoever stands in is somebody else, or nobody."))
        return data

    def wish(self) -> NetworkWish | None:
        """Return what a valid form says."""
        data = self.cleaned_data
        if data["standing"] != Standing.THERE.value:
            return NetworkWish(self.network, Standing.CLOSED, why=data["why"])
        return NetworkWish(
            network=self.network,
            part=Part(data["part"]),
            why=data["why"],
            owner_id=chosen_id(data["owner"]),
            backup_id=chosen_id(data["backup"]),
            posts_a_week=data["posts"],
        )


class PlannedForm(PartForm):
    """A network that is not connected yet, chosen among all; none chosen says nothing."""

    chosen = forms.ChoiceField(label=_("Network"), required=False)
    field_order = ["chosen"]

    def __init__(self, data: Any = None, *, networks: Sequence[tuple[str, str]], **given: Any):
        super().__init__(data, network="", **given)
        del self.fields["standing"]
        field = self.fields["chosen"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = [("", "—"), *networks]

    def clean(self) -> dict[str, Any]:
        """Refuse words that are about no network."""
        return _refuse_lost_words(self, super().clean(), "why")

    def wish(self) -> NetworkWish | None:
        """Return what a valid form says, None where no network was chosen."""
        self.network = self.cleaned_data["chosen"]
        self.cleaned_data["standing"] = Standing.THERE.value
        return super().wish() if self.network else None


class LeftForm(forms.Form):
    """A network where we are not, on purpose; none chosen says nothing."""

    nothing_is_required = True
    use_required_attribute = False

    chosen = forms.ChoiceField(label=_("Network"), required=False)
    standing = forms.ChoiceField(
        label=pgettext_lazy("network", "What became of it"),
        choices=[(one.value, STANDINGS[one]) for one in (Standing.CLOSED, Standing.NEVER)],
    )
    why = OneLine(label=_("Why"), max_length=LINE_MAX)
    gave_back = OneLine(
        label=_("What it gave back"),
        max_length=LINE_MAX,
        help_text=_("Hours for answers, for instance."),
    )

    def __init__(self, data: Any = None, *, networks: Sequence[tuple[str, str]], **given: Any):
        super().__init__(data, **given)
        field = self.fields["chosen"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as it is written above
        field.choices = [("", "—"), *networks]

    def clean(self) -> dict[str, Any]:
        """Refuse words that are about no network."""
        return _refuse_lost_words(self, super().clean() or self.cleaned_data, "why", "gave_back")

    def wish(self) -> NetworkWish | None:
        """Return what a valid form says, None where no network was chosen."""
        data = self.cleaned_data
        if not data["chosen"]:
            return None
        return NetworkWish(
            data["chosen"],
            Standing(data["standing"]),
            why=data["why"],
            gave_back=data["gave_back"],
        )


class NetworksSheet(Sheet):
    """A row for each network where we are, some for those to come, some for those we leave."""

    step = Step.NETWORKS

    def build(self) -> None:
        """Make the rows, from what is kept, what is connected, and what is usual."""
        plan, workspace = self.around.plan, self.around.workspace
        channels = Channel.objects.of(workspace).present()
        connected = list(dict.fromkeys(channels.values_list("network", flat=True)))
        #: The networks that are connected here.
        self.connected = frozenset(connected)
        kept = {one.network: one for one in plan.there}
        left = {one.network: one for one in plan.left}
        shown = [one for one in connected if one not in left]
        shown += [one for one in kept if one not in shown]
        self.team = people(workspace)
        self.rows = [self._part(network, kept.get(network)) for network in shown]
        choices = _choices()
        free = [(key, name) for key, name in choices if key not in shown]
        self.planned = [
            PlannedForm(
                self.data,
                networks=free,
                people=self.team,
                prefix=f"planned_{number}",
                initial={"owner": str(self.around.actor.pk)},
            )
            for number in range(1, (1 if shown else _UNCONNECTED) + 1)
        ]
        given = [_left(one) for one in left.values()]
        given += [{}] if len(given) < _LEFT_MAX else []
        self.left = [
            LeftForm(self.data, networks=choices, initial=initial, prefix=f"left_{number}")
            for number, initial in enumerate(given, start=1)
        ]

    @property
    def leaves_some(self) -> bool:
        """Whether a network is left, or something is wrong with one."""
        return any(row["chosen"].value() or row.errors for row in self.left)

    @property
    def plans_some(self) -> bool:
        """Whether a network is planned, or something is wrong with one, or none is there."""
        return not self.rows or any(row["chosen"].value() for row in self.planned)

    @property
    def forms(self) -> list[PartForm | LeftForm]:
        """All rows."""
        return [*self.rows, *self.planned, *self.left]

    def check(self) -> None:
        """Refuse a network that is told twice, and no network at all."""
        seen: set[str] = set()
        for row in self.forms:
            wish = row.wish()
            if wish is None:
                continue
            if wish.network in seen:
                row.add_error("chosen", gettext("This network has a row already."))
            seen.add(wish.network)
        if not seen:
            self.general.append(gettext("Say of one network at least whether you are there."))

    def save(self, *, seen: int) -> None:
        """Keep them. Raises SavedMeanwhile."""
        around = self.around
        wishes = [wish for row in self.forms if (wish := row.wish())]
        save_networks(around.workspace, wishes, seen=seen, actor=around.actor, now=around.now)

    def _part(self, network: str, kept: NetworkRole | None) -> PartForm:
        part = proposals.part_of(network)
        initial: dict[str, Any] = {
            "standing": Standing.THERE.value,
            "part": part.value,
            "why": str(proposals.WHYS[part]),
            "owner": str(self.around.actor.pk),
            "backup": self._stand_in(),
            "posts": proposals.POSTS_A_WEEK.get(network),
        }
        if kept is not None:
            initial |= {
                "part": kept.part,
                "why": kept.why,
                "owner": str(kept.owner_id or ""),
                "backup": str(kept.backup_id or ""),
                "posts": kept.posts_a_week,
            }
        return PartForm(
            self.data,
            network=network,
            people=self.team,
            initial=initial,
            prefix=f"network_{network}",
        )

    def _stand_in(self) -> str:
        other = next((one for one in self.team if one.pk != self.around.actor.pk), None)
        return str(other.pk) if other else ""


def _refuse_lost_words(form: forms.Form, data: dict[str, Any], *names: str) -> dict[str, Any]:
    if data.get("chosen") == "" and any(data.get(name) for name in names):
        said = gettext("Choose the network that these words are about, or empty the row.")
        form.add_error("chosen", said)
    return data


def _choices() -> list[tuple[str, str]]:
    known = {choice.key for choice in network_choices() if may_have_page(choice.key)}
    keys = known | set(OTHERS)
    return sorted(((key, name_of(key)) for key in keys), key=lambda one: one[1].casefold())


def _left(row: NetworkRole) -> dict[str, Any]:
    return {
        "chosen": row.network,
        "standing": row.standing,
        "why": row.why,
        "gave_back": row.gave_back,
    }
